"""Another organisation's catalogue, in another country and with another scope, needs no change of code."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

import pytest

from conftest import EXAMPLE
from flowviz import drawing, importing, loading, site
from flowviz.changes import Report, compare
from flowviz.cut import cut
from flowviz.diagrams import DIAGRAMS, Wish
from flowviz.explorer.live import Live
from flowviz.explorer.pages import as_json, resolved
from flowviz.explorer.panels import details as panel_details
from flowviz.explorer.pieces import Place
from flowviz.explorer.query import Query
from flowviz.exports import EXPORTS, Order
from flowviz.model import build_model
from flowviz.telling.details import details

if TYPE_CHECKING:
    from flowviz.model import Model


def test_it_loads_without_error_or_warning_from_files_and_folders() -> None:
    loaded = loading.load_with_warnings(EXAMPLE)
    assert loaded.warnings == ()
    assert [department.id for department in loaded.catalogue.departments] == ["havn", "pleje"]
    assert [scope.id for scope in loaded.catalogue.scopes][-3:] == ["nordic", "people", "unstated"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "sv"])
@pytest.mark.parametrize("kind", DIAGRAMS)
def test_every_kind_of_drawing_can_be_made_of_it(example: Model, kind: str, language: str, theme: str) -> None:
    of = {"department": "havn", "thing": "anloeb"}.get(DIAGRAMS[kind].of or "")
    wish = Wish(kind=kind, of=of, to="nordhavne", language=language)
    text = drawing.draw(example, wish, theme=theme)
    assert text.startswith(("<?xml", "<svg"))
    expected = {"en": "Nordic port database", "sv": "Nordisk havnedatabase"}[language]
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text))
    assert expected in plain or DIAGRAMS[kind].of is None  # the whole is rolled up


def test_its_own_scope_is_drawn_in_its_own_colour(example: Model) -> None:
    text = drawing.draw(example, Wish(kind="department", of="havn", language="en"))
    assert "#f3d0e6" in text
    assert "Nordic" in text


def _show(example: Model, node: str) -> str:
    return "\n".join(
        line for section in details(example, node, "en").sections for line in (section.label, *section.lines)
    )


def test_what_a_feed_carries_is_told_with_both_its_ends(example: Model) -> None:
    for end in ("borgerjournal", "sundhedsdata"):
        assert (
            "; data sets carried: Visits (besoeg); legal basis: Health Act, section 41; implied; reason: The consent is told there.; "
            "fortegnelse, line 32; personal data: yes; stated; reason: The record is about health.; fortegnelse, line 32; "
            "special categories of personal data: yes" in _show(example, end)
        )


def test_what_passes_on_is_told_with_its_lines_and_silence_on_it_is_no_line(example: Model) -> None:
    assert "Passes on what it receives\nno; stated; fortegnelse, line 31" in _show(example, "borgere")
    assert "Passes on what it receives\nyes; implied; fortegnelse, lines 33, 37" in _show(example, "pleje")
    for silent in ("anloeb", "hjemmepleje"):
        assert "Passes on" not in _show(example, silent)


def test_a_shared_resource_tells_who_describes_it_and_why_it_has_a_records_class(example: Model) -> None:
    told = _show(example, "loen")
    assert "Described by\nElderly and Care (pleje); stated; fortegnelse, line 19" in told
    assert "27.40; implied; reason: The duties are paid from here.; fortegnelse, line 20" in told
    assert "Described by" not in _show(example, "omsorg"), "it stands in its department"


def test_the_explorer_and_the_site_tell_what_a_feed_carries_with_links_and_lines(example: Model) -> None:
    query = resolved(example, Query.read("?view=neighbourhood&of=sundhedsdata&lang=en"))
    panel = as_json(panel_details.view(Place(Live(EXAMPLE).now(), query)))
    page = next(data.decode() for name, data in site.build(example, languages=["en"]) if "sundhedsdata" in name)
    for text in (panel, page):
        for words in ("Data sets carried", "Visits", "Personal data", "The record is about health."):
            assert words in text, words


@pytest.mark.parametrize(("form", "name"), [("json", "x.json"), ("xlsx", "x.xlsx"), ("csv-set", "x.zip")])
def test_what_is_exported_comes_back_whole(example: Model, form: str, name: str) -> None:
    assert importing.from_bytes(EXPORTS[form].write(example, Order(language="en")), name).catalogue == example.catalogue


def test_a_feed_of_a_data_set_that_is_left_out_no_longer_names_it(example: Model) -> None:
    smaller = cut(example.catalogue, set(example) - {"besoeg"})
    (to_region,) = (feed for feed in smaller.feeds if feed.target == "sundhedsdata")
    assert to_region.carries == ()


def test_a_change_of_what_a_feed_carries_is_a_sentence(example: Model) -> None:
    feeds = tuple(dataclasses.replace(feed, carries=()) for feed in example.catalogue.feeds)
    before = build_model(dataclasses.replace(example.catalogue, feeds=feeds))
    told = [text for group in Report(compare(before, example), "en").groups for text in group.sentences]
    assert any("data sets carried" in text and "Shifts" in text for text in told)
