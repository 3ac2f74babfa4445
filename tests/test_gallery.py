from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from flowviz.gallery import Picture, page
from flowviz.locales import LANGUAGES

if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue

PICTURES = [
    Picture("overview.svg", "overview", "Office", "Office", "All of it"),
    Picture("department-a.svg", "department", 'A <b>&"', 'A <b>&"', 'A <b>&" in boxes'),
    Picture("feeds-a.svg", "feeds", 'A <b>&"', "A: feeds", "A with lines"),
]


class Reader(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def all(self, wanted: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.found if tag == wanted]


@pytest.fixture(params=LANGUAGES)
def reader(request: pytest.FixtureRequest, catalogue: Catalogue) -> Reader:
    return Reader(page(catalogue, PICTURES, request.param))


def test_every_picture_is_there_with_its_text_and_a_link_to_its_file(reader: Reader) -> None:
    assert [(image["src"], image["alt"]) for image in reader.all("img")] == [(one.file, one.alt) for one in PICTURES]
    links = [link["href"] for link in reader.all("a")]
    assert {one.file for one in PICTURES} <= set(links)


def test_every_link_inside_the_page_leads_somewhere(reader: Reader) -> None:
    ids = {attributes["id"] for _, attributes in reader.found if "id" in attributes}
    inner = {str(link["href"])[1:] for link in reader.all("a") if str(link["href"]).startswith("#")}
    assert inner <= ids


def test_the_page_needs_nothing_but_its_folder(reader: Reader) -> None:
    assert reader.all("link") == []
    assert all("src" not in script for script in reader.all("script"))


def test_the_page_says_its_language(catalogue: Catalogue) -> None:
    for language in LANGUAGES:
        (html,) = Reader(page(catalogue, PICTURES, language)).all("html")
        assert html["lang"] == language


def test_leafing_goes_from_the_first_to_the_last(reader: Reader) -> None:
    steps = [(link["rel"], link["href"]) for link in reader.all("a") if "rel" in link]
    assert steps == [
        ("next", "#department-a"),
        ("prev", "#overview"),
        ("next", "#feeds-a"),
        ("prev", "#department-a"),
    ]
