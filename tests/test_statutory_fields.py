"""What the law asks a description to tell of what holds data is told wherever facts are told."""

from __future__ import annotations

import dataclasses
import html
import io
import json
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from conftest import EXAMPLE
from flowviz import drawing, importing, site
from flowviz.catalogue import Evidence
from flowviz.cut import cut
from flowviz.diagrams import Wish
from flowviz.explorer.live import Live
from flowviz.explorer.pages import as_json, resolved
from flowviz.explorer.panels import details
from flowviz.explorer.pieces import Place
from flowviz.explorer.query import Query
from flowviz.exports import EXPORTS, Order
from flowviz.facts.things import channels_for
from flowviz.filters import apply
from flowviz.impact import Removal, impact
from flowviz.model import build_model
from flowviz.page.contents import contents
from flowviz.search import Index
from flowviz.svg.signs import DASHES, DOT_DASHES
from flowviz.telling.details import details as told
from flowviz.wording import kind_word

if TYPE_CHECKING:
    from flowviz.model import Model

CARE = (
    *("Purpose", "To plan the help.", "Read from the heading."),
    *("Legal basis", "Act on Social Services, section 83"),
    *("Search keys", "Civil registration number"),
    *("Confidential.", "Ground of secrecy", "Public Administration Act, section 27"),
    *("Retention", "Until five years after the last help.", "5 years", "Order 1, section 2", "Counted from New Year."),
    *("Controller", "The City Council", "Processor", "A supplier"),
    *("How we use your data", "https://sundhavn.example/privat", "privacy notice"),
)
RECORD = ("Kept permanently", "Name", "Address", "The groups say so.")


def show(model: Model, node: str) -> str:
    return json.dumps([section.lines for section in told(model, node, "en").sections], ensure_ascii=False) + "".join(
        section.label for section in told(model, node, "en").sections
    )


def panel(node: str) -> str:
    state = Live(EXAMPLE).now()
    return as_json(
        details.view(Place(state, resolved(state.model, Query.read(f"?view=neighbourhood&of={node}&lang=en"))))
    )


def page(model: Model, node: str) -> str:
    files = site.build(model, languages=["en"])
    return next(data.decode() for name, data in files if name.endswith(f"{node}.html"))


def export(model: Model, form: str) -> bytes:
    return EXPORTS[form].write(model, Order(language="en"))


@pytest.mark.parametrize("words", CARE)
def test_a_resource_tells_it_in_words_on_the_screen_and_on_the_site(words: str, everywhere: dict[str, str]) -> None:
    assert [place for place, text in everywhere.items() if words.casefold() not in text.casefold()] == []


@pytest.fixture(scope="module")
def everywhere(example: Model) -> dict[str, str]:
    return {
        "show": show(example, "omsorg"),
        "details": panel("omsorg"),
        "site": page(example, "omsorg"),
        "page": json.dumps(contents(example, "en"), ensure_ascii=False),
    }


@pytest.mark.parametrize("words", RECORD)
def test_a_register_tells_it_too(example: Model, words: str) -> None:
    assert words in show(example, "borgerjournal")
    assert words in page(example, "omsorg")


def test_a_system_and_a_data_set_tell_it_too(example: Model) -> None:
    assert "To keep records." in page(example, "cura")
    assert "https://cura.example/doc" in page(example, "cura")
    assert "By consent only." in show(example, "besoeg")
    assert "1 year" in show(example, "besoeg")


def test_a_system_says_what_it_holds_whose_it_is_and_who_uses_it(example: Model) -> None:
    words: tuple[str, ...] = (
        "the case register and data of services",
        "The record is a case.",
        "Owned by",
        "Unnamed supplier",
    )
    words = (
        *words,
        "Users",
        "Assessment of needs",
        "The system owner",
        "1 March 2026",
        "Managed by another organisation",
    )
    for text in (show(example, "cura"), panel("cura"), page(example, "cura")):
        assert [word for word in words if word not in text] == []
    files = dict(site.build(example, languages=["en"]))
    listed = next(data.decode() for name, data in files.items() if name.endswith("/systems.html"))
    assert "the case register and data of services" in listed


def test_a_feed_says_by_what_law_the_data_are_handed_over(example: Model) -> None:
    for text in (show(example, "borgerjournal"), page(example, "omsorg"), panel("omsorg")):
        assert "Health Act, section 41" in text
    assert "Health Act, section 41" in export(example, "archimate").decode()


@pytest.mark.parametrize(
    ("node", "nearest"),
    [
        ("borgerjournal", "journalindsigt"),
        ("besoeg", "journalindsigt"),
        ("omsorg", "aktindsigt"),
        ("borgere", "aktindsigt"),
        ("cura", "journalindsigt"),
        ("statistik", "kommunens"),
        ("safeseanet", "kommunens"),
        ("kommunen", "kommunens"),
    ],
)
def test_the_nearest_channel_answers_requests(example: Model, node: str, nearest: str) -> None:
    assert [channel.id for channel in channels_for(example, node)] == [nearest]
    assert f"({nearest})" in show(example, node)


def test_a_thing_tells_who_decides_and_how_to_reach_them(example: Model) -> None:
    words = (
        "Access to one's record",
        "Who decides on giving information",
        "The head of care",
        "mailto:pleje@sundhavn.example",
    )
    for text in (panel("borgerjournal"), page(example, "cura"), page(example, "omsorg"), page(example, "request")):
        assert [word for word in words if word not in html.unescape(text)] == []


def test_a_channel_stays_with_what_it_covers(example: Model) -> None:
    smaller = cut(example.catalogue, {thing.id for thing, _ in example.catalogue.things()} - {"cura"})
    covered = {channel.id: channel.covers for channel in smaller.requests}
    assert covered == {
        "aktindsigt": ("own", "municipal"),
        "journalindsigt": ("borgerjournal",),
        "kommunens": ("kommunen",),
    }


def test_a_department_is_called_what_it_calls_itself(example: Model) -> None:
    assert kind_word(example, "pleje", "en") == "administration"
    assert kind_word(example, "havn", "en") == "department"
    svg = drawing.draw(example, Wish(kind="department", of="pleje", language="en"))
    assert "Whole administration" in svg
    assert "Whole department" not in svg
    for text in (panel("pleje"), page(example, "department/pleje")):
        assert "administration" in text
    assert "Elderly and Care (administration), the feeds as lines" in page(example, "department/pleje")
    assert "forvaltning" in drawing.draw(example, Wish(kind="department", of="pleje", language="fi"))


def test_what_is_generally_known_is_told_so_with_its_sources(example: Model) -> None:
    assert "generally known" in show(example, "nordhavne")
    for text in (panel("nordhavne"), page(example, "nordhavne")):
        assert "generally known" in text
        assert "Harbours Act" in text
        assert "Answer of the harbour director" in text
    about = page(example, "about")
    for words in ("law", "the organisation", "The harbour director", "24 May 2012", "30 March 2026", "havn.txt"):
        assert words in about


@pytest.fixture(scope="module")
def known(example: Model) -> Model:
    """The example, in which the feeds of the customs are generally known."""
    feeds = [
        dataclasses.replace(feed, basis="known", evidence=(Evidence("havnelov"),))
        if feed.source == "toldvaesen"
        else feed
        for feed in example.catalogue.feeds
    ]
    return build_model(dataclasses.replace(example.catalogue, feeds=tuple(feeds)))


@pytest.mark.parametrize("kind", ["department", "feeds"])
def test_a_known_feed_has_a_sign_of_its_own_in_the_drawing_and_its_legend(known: Model, kind: str) -> None:
    drawn = drawing.draw(known, Wish(kind=kind, of="havn", language="en"))
    dash = {"department": DOT_DASHES, "feeds": DASHES}[kind]
    assert len(set(dash.values())) == 3
    assert drawn.count(dash["known"]) >= 2
    assert 'data-basis="known"' in drawn
    assert "generally known</text>" in drawn


def test_only_stated_feeds_count_where_that_is_asked(known: Model) -> None:
    for stated_only, reached in ((False, True), (True, False)):
        answer = impact(known, Removal(("toldvaesen",)), stated_only=stated_only)
        assert ("anloeb" in [row.id for row in answer.downstream]) is reached


def test_a_known_feed_comes_back_and_is_chosen_by_the_filter(known: Model) -> None:
    assert importing.from_bytes(export(known, "xlsx"), "x.xlsx").catalogue == known.catalogue
    chosen = Query.read("?view=overview&basis=known").filters
    assert [feed.source for feed in apply(known, chosen).catalogue.feeds] == ["toldvaesen"]


def test_an_open_interface_and_a_document_are_links(example: Model) -> None:
    assert 'href="https://sundhavn.example/api"' in page(example, "kajpladser")
    assert 'href="https://sundhavn.example/privat"' in page(example, "omsorg")


def test_a_thing_is_found_by_its_search_keys(example: Model) -> None:
    assert "omsorg" in [found.id for found in Index.of(example).find("civil registration")]


def test_json_and_workbook_bring_it_back(example: Model) -> None:
    for form, name in (("json", "x.json"), ("xlsx", "x.xlsx"), ("csv-set", "x.zip")):
        assert importing.from_bytes(export(example, form), name).catalogue == example.catalogue
    book: Any = openpyxl.load_workbook(io.BytesIO(export(example, "xlsx")))
    assert "https://sundhavn.example/privat" in [cell.value for cell in book["Notices and documentation"][2]]


def test_archimate_and_dcat_tell_what_they_have_a_place_for(example: Model) -> None:
    model = export(example, "archimate").decode()
    for words in ("Act on Social Services, section 83", "Civil registration number", "Until five years"):
        assert words in model
    graph = export(example, "dcat").decode()
    assert "dcat:accessURL <https://sundhavn.example/api>" in graph
    assert "foaf:page <https://sundhavn.example/privat>" in graph
    assert "Act on Social Services, section 83" in graph
