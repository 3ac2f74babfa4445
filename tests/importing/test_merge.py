from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from sample import SAMPLE as EXAMPLE

from flowviz.errors import CatalogueError
from flowviz.exports.json_catalogue import write as write_json
from flowviz.exports.order import Order
from flowviz.exports.xlsx import workbook_of
from flowviz.importing import read
from flowviz.importing.merge import AnotherCatalogue, check_same, merged, put_into
from flowviz.loading import load
from flowviz.model import build_model

if TYPE_CHECKING:
    from pathlib import Path


def test_entries_are_put_into_those_of_the_same_id_and_new_ones_at_the_end() -> None:
    old: dict[str, Any] = {
        "departments": [{"id": "a", "note": "x", "resources": [{"id": "r", "name": "R"}]}],
        "keywords": [{"text": "k"}],
    }
    new = {"departments": [{"id": "a", "resources": [{"id": "r", "unit": "u"}, {"id": "s"}]}, {"id": "b"}]}
    assert merged(old, new) == {
        "departments": [
            {"id": "a", "note": "x", "resources": [{"id": "r", "name": "R", "unit": "u"}, {"id": "s"}]},
            {"id": "b"},
        ],
        "keywords": [{"text": "k"}],
    }
    assert old["departments"][0]["resources"] == [{"id": "r", "name": "R"}]


def test_feeds_between_two_things_replace_the_old_ones_between_them() -> None:
    old = {"feeds": [{"from": "a", "to": "b", "n": 1}, {"from": "b", "to": "a"}, {"from": "a", "to": "b", "n": 2}]}
    new = {"feeds": [{"from": "c", "to": "a"}, {"from": "a", "to": "b", "n": 3}]}
    assert merged(old, new)["feeds"] == [
        {"from": "a", "to": "b", "n": 3},
        {"from": "b", "to": "a"},
        {"from": "c", "to": "a"},
    ]


def test_a_workbook_of_a_few_rows_is_put_into_a_catalogue(tmp_path: Path) -> None:
    old = load(EXAMPLE)
    path = tmp_path / "few.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "Units"
    book.active.append(["in", "id", "name (en)", "name (fi)", "name (sv)"])
    book.active.append(["customer-services", "customer-desk", "Help Desk", "Neuvonta", "Rådgivning"])
    book.active.append(["customer-services", "archives", "Archives", "Arkisto", "Arkiv"])
    book.save(path)
    found = read(path, into=old).catalogue
    assert [unit.name.get("en") for unit in found.departments[0].units] == ["Help Desk", "Archives"]
    assert dataclasses.replace(found.departments[0], units=()) == dataclasses.replace(old.departments[0], units=())
    assert found.feeds == old.feeds


def test_the_same_workbook_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "same.xlsx"
    path.write_bytes(workbook_of(load(EXAMPLE), "sv"))
    assert read(path, into=load(EXAMPLE)).catalogue == load(EXAMPLE)


def test_problems_after_merging_are_told_at_their_cells(tmp_path: Path) -> None:
    path = tmp_path / "few.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "Feeds"
    book.active.append(["from", "to", "basis", "evidence"])
    book.active.append(["population-data", "customer-data", "stated", "12"])
    book.active.append(["customer-data", "population-dta", "stated", "12"])
    book.save(path)
    with pytest.raises(CatalogueError) as caught:
        read(path, into=load(EXAMPLE))
    assert "few.xlsx[Feeds]:3:2: B3: unknown item 'population-dta'" in str(caught.value)


# --- evidence stays at its document


def catalogue(**more: Any) -> dict[str, Any]:
    """Plain data of a catalogue with one source and one thing that it tells of."""
    return {
        "source": "page",
        "catalogue": {"id": "mine"},
        "sources": [{"id": "page", "title": {"fi": "Sivu", "en": "Page"}, "url": "https://one.example", "lines": 40}],
        "systems": [{"id": "a", "evidence": [1, "2-3", "other:4", "other"]}],
        **more,
    }


def test_another_catalogue_is_refused() -> None:
    with pytest.raises(
        AnotherCatalogue, match="x: this is the catalogue 'theirs', not 'mine': import it into a folder"
    ):
        check_same(catalogue(), catalogue(catalogue={"id": "theirs"}), "x")


@pytest.mark.parametrize(
    ("field", "value"), [("title", {"fi": "Toinen"}), ("url", "https://two.example"), ("lines", 41)]
)
def test_another_document_under_the_same_id_is_refused(field: str, value: Any) -> None:
    with pytest.raises(AnotherCatalogue, match=rf"x: source 'page' is another document here \({field} "):
        check_same(catalogue(), catalogue(sources=[{"id": "page", field: value}]), "x")


def test_a_document_of_which_less_or_more_is_said_is_the_same() -> None:
    new = [{"id": "page", "title": {"fi": "Sivu", "sv": "Sida"}, "note": {"fi": "Uusi"}}, {"id": "second", "lines": 3}]
    check_same(catalogue(), catalogue(sources=new), "x")
    found = put_into(catalogue(), catalogue(sources=new))
    assert [entry["id"] for entry in found["sources"]] == ["page", "second"]
    assert found["sources"][0]["lines"] == 40


def test_lines_of_another_default_document_keep_meaning_it() -> None:
    new = catalogue(
        source="second", sources=[{"id": "second"}], systems=[{"id": "b", "evidence": [1, "2-3", "page:4"]}]
    )
    new["parties"] = [{"id": "p", "scope_evidence": [7]}]
    found = put_into(catalogue(), new)
    assert found["source"] == "page"
    assert [entry["evidence"] for entry in found["systems"]] == [
        [1, "2-3", "other:4", "other"],
        ["second:1", "second:2-3", "page:4"],
    ]
    assert found["parties"] == [{"id": "p", "scope_evidence": ["second:7"]}]


def test_without_head_rows_lines_mean_the_document_of_the_catalogue() -> None:
    found = put_into(catalogue(), {"systems": [{"id": "b", "evidence": [5]}]})
    assert found["systems"][1] == {"id": "b", "evidence": [5]}
    assert found["source"] == "page"


def test_a_workbook_and_json_of_another_catalogue_are_refused_in_a_line(tmp_path: Path) -> None:
    old = load(EXAMPLE)
    other = dataclasses.replace(old, header=dataclasses.replace(old.header, id="other"))
    (tmp_path / "other.xlsx").write_bytes(workbook_of(other, "fi"))
    (tmp_path / "other.json").write_bytes(write_json(build_model(other), Order()))
    for name in ("other.xlsx", "other.json"):
        with pytest.raises(AnotherCatalogue, match=f"{name}: this is the catalogue 'other', not 'my-catalogue'"):
            read(tmp_path / name, into=old)
