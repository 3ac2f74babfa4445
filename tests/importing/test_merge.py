from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from flowviz.errors import CatalogueError
from flowviz.exports.xlsx import workbook_of
from flowviz.importing import read
from flowviz.importing.merge import merged
from flowviz.importing.template import EXAMPLE
from flowviz.loading import load

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
    assert "few.xlsx[Feeds]:3:2: B3: unknown thing 'population-dta'" in str(caught.value)
