from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections import ChainMap
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import html5lib
import pytest
from click.testing import CliRunner

from conftest import EXAMPLE
from flowviz.cli import cli
from flowviz.diagrams import DIAGRAMS
from flowviz.locales import LANGUAGES
from flowviz.model import build_model, inside
from flowviz.page import build
from flowviz.places import ASSETS
from flowviz.private import CACHE
from flowviz.site.addresses import address, has_page
from flowviz.site.public import internal, public_model
from made_site import page_of, tales_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowviz.model import Model

MOST = 1_300_000
START = "overview"


@pytest.fixture
def page(model: Model) -> str:
    return page_of(model).decode()


@pytest.fixture
def any_page(any_model: Model) -> str:
    return page_of(any_model).decode()


def contents(page: str, language: str) -> dict[str, Any]:
    packed = re.search(rf'id="contents-{language}">([^<]+)<', page)
    assert packed
    words = [gzip.decompress(base64.b64decode(word)) for word in packed.group(1).split()]
    texts = [
        "".join(unpacked(pieces.decode().split("\n"), iter(numbers)))
        for pieces, numbers in zip(words[::2], words[1::2], strict=True)
    ]
    data: dict[str, Any] = json.loads(texts[0])
    made = [page for text in texts[::2] for page in json.loads(text)["made"]]
    drawn = [drawing for text in texts[1::2] for drawing in json.loads(text)]
    return data | {"pages": dict(ChainMap(*made)), "drawings": dict(ChainMap(*drawn))}


def unpacked(pieces: list[str], numbers: Iterator[int]) -> Iterator[str]:
    new = iter(pieces)
    for byte in numbers:
        number, place = byte & 127, 7
        while byte > 127:
            byte = next(numbers)
            number += (byte & 127) << place
            place += 7
        yield pieces[number - 1] if number else next(new)


def test_it_is_small_enough_to_send(page: str) -> None:
    assert len(page) < MOST


def test_the_same_catalogue_gives_the_same_bytes(any_model: Model, any_page: str) -> None:
    assert build(any_model, tales=tales_of(any_model)).decode() == any_page


def test_the_policy_allows_what_stands_in_the_file_and_nothing_else(page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    rules = dict(part.split(" ", 1) for part in unescape(policy.group(1)).split("; "))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy.group(1)
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        inline = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in inline]
        assert rules[rule].split() == [f"'sha256-{each}'" for each in hashes]


def test_nothing_is_loaded_from_elsewhere(any_page: str) -> None:
    outside = re.findall(r'(?:src|href)="(?!\?|#|data:)([^"]*)"', any_page)
    assert outside == []


def test_a_strict_parser_finds_nothing(any_page: str) -> None:
    html5lib.HTMLParser(strict=True).parse(any_page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_drawing_is_in_it_for_all_that_it_can_be_drawn_of(
    language: str, any_model: Model, any_page: str
) -> None:
    public = public_model(any_model)
    joined = {end for feed in public.catalogue.feeds for end in (feed.source, feed.target)}
    drawings = contents(any_page, language)["drawings"]
    for view, kind in DIAGRAMS.items():
        packed = {query.partition("&of=")[2] for query in drawings if query.partition("&")[0] == f"?view={view}"}
        if kind.to or kind.table:  # what joined catalogues have is not of one alone
            assert packed == set()
        elif not kind.of:
            assert packed == {""}
        else:
            busy = {node for node in public if has_page(public, node) and joined & set(inside(public, node))}
            wanted = {node for node in busy if kind.of in ("thing", public.nodes[node]["kind"])}
            assert wanted <= packed
            assert len(packed - wanted) <= 1  # a department of which no feed is known, but what it holds


def test_of_very_many_things_it_has_drawings_of_the_whole_and_of_departments_and_says_so(
    example: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flowviz.page.contents.MOST_DRAWN", 3)
    found = contents(build(build_model(example.catalogue), languages=["en"]).decode(), "en")
    kinds = ("department", "feeds", "neighbourhood")
    departments = {f"?view={kind}&of={id_}" for kind in kinds for id_ in ("havn", "pleje")}
    assert found["drawings"].keys() == {"?view=overview", "?view=map", *departments}
    assert found["left_out"].startswith("This file has diagrams of the whole and of the departments only")
    every = contents(build(build_model(example.catalogue), languages=["en"], drawn=True).decode(), "en")
    assert "?view=neighbourhood&of=anloeb" in every["drawings"]
    assert "left_out" not in every


def test_of_many_pages_all_but_the_first_lie_in_volumes_that_are_found_by_what_they_tell_of(
    example: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = contents(page_of(example).decode(), "en")
    monkeypatch.setattr("flowviz.page.shelf._MOST_AT_ONCE", 3)
    monkeypatch.setattr("flowviz.page.shelf._VOLUME", 40_000)
    found = contents(build(example, tales=tales_of(example)).decode(), "en")
    assert found["pages"] == whole["pages"]
    assert found["drawings"] == whole["drawings"]
    asked = [parse_qs(view[1:]) for view in whole["pages"]]
    told = {query["of"][0] if "of" in query else f"?{query['view'][0]}" for query in asked} - {"?overview", "?map"}
    assert whole["volumes"] == []
    assert len(found["volumes"]) > 3
    assert sorted(name for names in found["volumes"] for name in names) == sorted(told)


def test_of_fewer_things_nothing_is_said_to_be_left_out(any_page: str) -> None:
    assert "left_out" not in contents(any_page, "en")


def test_its_script_names_no_kind_of_drawing() -> None:
    script = Path(build.__code__.co_filename).parent.joinpath("static/page.js").read_text("utf-8")
    assert {kind for kind in DIAGRAMS if f'"{kind}"' in script or f"{kind}&" in script} <= {START}


def test_it_runs_the_scripts_of_the_explorer(page: str) -> None:
    for name in ("drawing", "frame", "find", "theme"):
        assert (ASSETS / f"{name}.js").read_text("utf-8") in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_in_it_leads_to_a_page_and_place_in_it(language: str, any_page: str) -> None:
    data = contents(any_page, language)
    for page in data["pages"].values():
        for link in re.findall(r'href="(\?[^"]+)"', page["html"]):
            query = {key: values[0] for key, values in parse_qs(unescape(link)[1:]).items()}
            place = query.pop("at", None)
            if "story" in query:
                slides = data["stories"][query["story"]]["slides"]
                assert slides[int(query["slide"]) - 1]["view"] == unescape(link)
                continue
            if query["view"] in data["found_by_script"]:
                if query["view"] == "impact":
                    assert query["gone"] in data["removals"]["able"], link
                else:
                    assert {query["of"], query["to"]} <= set(data["ways"]["ids"]), link
                continue
            target = data["pages"]["?" + "&".join(f"{key}={value}" for key, value in query.items())]
            assert place is None or f'id="{place}"' in target["html"], link


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_public_is_in_it(language: str, any_model: Model, any_page: str) -> None:
    data = contents(any_page, language)
    public = public_model(any_model)
    assert set(data["places"]) == {node for node in public if address(public, node)}
    assert {link for _, _, link, *_ in data["found"]} <= set(data["places"].values())
    for feed in public.catalogue.feeds:
        for end in (feed.source, feed.target):
            if public.nodes[end]["kind"] == "party":
                assert f"?view=neighbourhood&of={end}" in data["drawings"]


def test_a_story_is_told_with_a_drawing_for_each_slide_and_what_is_removed_is_marked_on_it(page: str) -> None:
    (story,) = contents(page, "en")["stories"].values()
    assert story["name"] == "What the population data are needed for"
    assert [slide["text"].split()[0] for slide in story["slides"]] == ["The", "The", "If", "If"]
    assert all(slide["drawing"].startswith("<svg") for slide in story["slides"])
    assert [slide["drawing"].count("mark-removed") for slide in story["slides"]] == [0, 0, 1, 0]
    assert story["slides"][2]["view"] == (
        "?view=neighbourhood&of=vaestotieto&gone=muutostietopalvelu&story=vaestotiedot&slide=3&lang=en"
    )


def test_figures_count_the_feeds_between_departments_and_shared_resources(page: str) -> None:
    html = contents(page, "en")["pages"]["?view=figures&lang=en"]["html"]
    label = "Communications Department – Customer information resource: →\N{NO-BREAK SPACE}3"
    assert (
        f'href="?view=paths&amp;of=viestintaosasto&amp;to=asiakastietovaranto&amp;lang=en" aria-label="{label}"' in html
    )
    assert "style=" not in html  # which the policy of the page forbids


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_silent_of_what_is_internal(language: str, model: Model, page: str) -> None:
    told = json.dumps(contents(page, language), ensure_ascii=False)
    for node in internal(model):
        for _, name in model.nodes[node]["thing"].name.values:
            assert name not in told
        assert not re.search(rf"(?<![\w-]){node}(?![\w-])", told)


def test_a_page_that_is_made_again_takes_what_was_kept_and_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def written() -> bytes:
        done = CliRunner().invoke(cli, ["page", "--catalogue", str(EXAMPLE), "--lang", "en", "-o", "-"])
        assert done.exit_code == 0, done.output
        return done.stdout_bytes

    monkeypatch.setenv(CACHE, str(tmp_path))
    first = written()
    monkeypatch.setattr("flowviz.svg.draw", None)  # nothing is drawn again
    assert written() == first


def test_the_command_writes_it(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    done = CliRunner().invoke(cli, ["page", "--catalogue", str(EXAMPLE), "--lang", "sv", "-o", str(target)])
    assert done.exit_code == 0, done.output
    assert '<html lang="sv">' in target.read_text("utf-8")
    assert (
        CliRunner().invoke(cli, ["page", "--catalogue", str(EXAMPLE), "--lang", "fi", "-o", str(target)]).exit_code == 0
    )
    assert 'id="contents-sv"' not in target.read_text("utf-8")
