from __future__ import annotations

import csv
import dataclasses
import io
import json
import random
from typing import TYPE_CHECKING

import openpyxl
import pytest

from edits import edited, swapped
from flowviz.catalogue import Text
from flowviz.changes import CHANGES, EFFECTS_TABLE, FORMATS, Report, compare
from flowviz.locales import LANGUAGES
from flowviz.model import build_model
from flowviz.telling.plain import unguarded
from flowviz.telling.words import tell

if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue
    from flowviz.model import Model


@pytest.fixture(scope="module")
def report(catalogue: Catalogue, model: Model) -> Report:
    after = catalogue
    for seed in (1, 2, 3):
        after = edited(after, random.Random(seed), 9)[0]
    after = dataclasses.replace(after, feeds=after.feeds[: len(after.feeds) // 2])
    return Report(compare(model, build_model(after)), "en")


def told_rows(report: Report) -> list[list[tuple[str, ...]]]:
    """The rows of changes and of effects in words, nothing where there is none."""
    return [
        [tuple(tell(value, report.language) or "" for value in row) for row in table.rows] for table in report.tables()
    ]


NAME = [column.key for column in CHANGES.columns].index("name")


def test_every_format_tells_the_same_sentences(report: Report) -> None:
    told = [row[-1] for rows in told_rows(report) for row in rows]
    assert len(told) > 60
    text, markdown = FORMATS["text"](report).decode(), FORMATS["md"](report).decode().replace("\\", "")
    data = json.loads(FORMATS["json"](report))
    assert [entry["sentence"] for entry in (*data["changes"], *data["effects"])] == told
    for sentence in told:
        assert f"  - {sentence}\n" in text
        assert f"- {sentence.replace('<', '&lt;')}\n" in markdown


def test_csv_and_workbook_have_the_rows(report: Report) -> None:
    text = FORMATS["csv"](report).decode("utf-8-sig")
    rows = [tuple(map(unguarded, row)) for row in csv.reader(io.StringIO(text))]
    expected_changes, expected_effects = told_rows(report)
    assert rows[1:] == expected_changes
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](report)))
    sheets = {
        sheet.title: [tuple(cell or "" for cell in row) for row in sheet.iter_rows(values_only=True)] for sheet in book
    }
    changes, effects = sheets.values()
    assert changes[0] == rows[0]
    assert len(changes[0]) == len(CHANGES.columns)
    assert changes[1:] == expected_changes
    assert len(effects[0]) == len(EFFECTS_TABLE.columns)
    assert effects[1:] == expected_effects


def test_json_has_every_change_with_its_ids_and_values(report: Report) -> None:
    data = report.as_dict()
    assert data["format"] == "flowviz-changes"
    assert sum(data["summary"].values()) == len(data["changes"]) + len(data["effects"])
    for entry in data["changes"]:
        assert (entry["old_id"] is None) == (entry["action"] == "added")
        assert (entry["new_id"] is None) == (entry["action"] == "removed")
        assert entry["field"] is None or entry["before"] or entry["after"]


def test_the_same_comparison_gives_the_same_bytes(report: Report) -> None:
    again = Report(compare(report.comparison.old, report.comparison.new), "en")
    for name, write in FORMATS.items():
        assert write(report) == write(again), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_like_a_formula_stays_a_text(catalogue: Catalogue, model: Model, language: str) -> None:
    party = catalogue.parties[0]
    after = swapped(catalogue, party, dataclasses.replace(party, name=Text.of(fi="=1+2", sv="=1+2", en="=1+2")))
    found = Report(compare(model, build_model(after)), language)
    rows = list(csv.reader(io.StringIO(FORMATS["csv"](found).decode("utf-8-sig"))))
    assert rows[1][NAME] == "'=1+2"
    sheet = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"](found))).worksheets[0]
    assert sheet.cell(2, NAME + 1).data_type == "s"


def test_no_differences_are_said_to_be_none(model: Model) -> None:
    report = Report(compare(model, model), "en")
    assert FORMATS["text"](report).decode().endswith("\nNo differences.\n")
    assert told_rows(report) == [[], []]
