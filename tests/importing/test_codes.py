"""Every code that a catalogue's own files cannot give is told of some other input; `tests/test_loading.py` has the others."""

from __future__ import annotations

import datetime
import functools
import io
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from sample import SAMPLE, without_notes
from sample import workbook as sample_workbook

from flowviz import importing
from flowviz.changes import gate
from flowviz.errors import CatalogueError, InputError
from flowviz.impact import load_scenario
from flowviz.importing import template
from flowviz.loading import load
from flowviz.loading.codes import CODES
from flowviz.loading.problems import Problem
from flowviz.locales import LANGUAGES
from flowviz.model import build_model

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flowviz.errors import FlowvizError

WORKBOOK = sample_workbook("en")
FIRST = list(CODES).index("explains-nothing") + 1
LISTS = {"no-sheet", "no-column", "no-resource", "two-keepers"}
"""Of lists of hand-overs: `test_listing` has an input for each."""
JOINED = {
    *(
        "unknown-member",
        "no-member",
        "member-moved",
        "no-copy",
        "copy-changed",
        "no-such-scope",
        "scope-differs",
        "unknown-ref",
        "circular-ref",
        "old-name",
    ),
    *("told-otherwise", "scope-of-owner", "namesake", "stands-for-itself"),
}
"""Of catalogues that are joined: `federation/test_federation` has an input for each."""


def cell(book: Any, sheet: str, heading: str, row: int = 2) -> Any:
    column = next(one.column for one in book[sheet][1] if one.value == heading)
    return book[sheet].cell(row, column)


def put(sheet: str, heading: str, value: Any, row: int = 2) -> Callable[[Any], object]:
    return lambda book: setattr(cell(book, sheet, heading, row), "value", value)


def without(sheet: str, heading: str) -> Callable[[Any], object]:
    return lambda book: book[sheet].delete_cols(cell(book, sheet, heading, 1).column)


CHANGES: dict[str, Callable[[Any], object]] = {
    "hidden-sheet": lambda book: setattr(book["Feeds"], "sheet_state", "hidden"),
    "second-sheet": lambda book: setattr(book["Units"], "title", "tietovirrat"),
    "unknown-sheet": lambda book: setattr(book["Feeds"], "title", "Feedz"),
    "unknown-column": put("Feeds", "Basis", "Bassi", 1),
    "second-column": put("Feeds", "Basis", "Evidence", 1),
    "missing-column": without("Feeds", "Basis"),
    "merged-cells": lambda book: book["Feeds"].merge_cells("D2:E3"),
    "no-heading": lambda book: book["Feeds"].cell(2, 40, "stray"),
    "formula": put("Scopes", "Colour", "=1+1"),
    "error-value": put("Keywords", "Text (en)", "#REF!"),
    "made-date": put("Feeds", "Evidence", datetime.datetime(2026, 5, 3)),
    "made-decimals": put("Feeds", "Evidence", 1.5),
    "second-row": lambda book: book["Catalogue"].cell(3, 1, "twice"),
    "no-owner": put("Units", "Belongs to (id)", None),
    "unknown-owner": put("Units", "Belongs to (id)", "nowhere"),
}
"""A change of the sample's workbook for each code that tells of its sheets and cells."""


def changed(change: Callable[[Any], object], raw: bytes = WORKBOOK) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(without_notes(raw)))
    change(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def packed(files: dict[str, bytes]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return raw.getvalue()


def with_broken_number() -> bytes:
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    part = next(part for part in parts if part.endswith("sheet1.xml"))
    parts[part] = parts[part].replace(b"</sheetData>", b'<row r="9"><c r="A9"><v>x</v></c></row></sheetData>')
    return packed(parts)


FILES: dict[str, Callable[[], bytes]] = {
    "not-importable": lambda: b"%PDF",
    "damaged": lambda: WORKBOOK[:5_000],
    "not-json": lambda: b"{",
    "misfit": lambda: b"{}",
    "broken-cell": with_broken_number,
    "long-cell": lambda: packed({"feeds.csv": b"from,to\n" + b"x" * 40_000 + b",y\n"}),
    "example": lambda: changed(put("Departments", "Id", "care"), template.workbook("en")),
}
"""A file for each code that tells of a file, or of a cell that no spreadsheet program would write."""


def refusal(raw: bytes) -> FlowvizError:
    with pytest.raises((InputError, CatalogueError)) as caught:
        importing.from_bytes(raw, "")
    assert isinstance(caught.value, (InputError, CatalogueError))
    return caught.value


@functools.cache
def refused(code: str) -> FlowvizError:
    """What is said of the input of a code, which is made and read once."""
    return refusal(changed(CHANGES[code]) if code in CHANGES else FILES[code]())


def codes(error: FlowvizError) -> set[str]:
    if isinstance(error, InputError):
        return {error.reason.code}
    assert isinstance(error, CatalogueError)
    return {problem.code for problem in error.problems if isinstance(problem, Problem)}


@pytest.mark.parametrize("code", CHANGES)
def test_a_problem_of_a_sheet_or_a_cell_keeps_its_code(code: str) -> None:
    assert code in codes(refused(code))


@pytest.mark.parametrize("code", FILES)
def test_a_problem_of_a_file_has_its_code(code: str) -> None:
    assert code in codes(refused(code))


@pytest.mark.parametrize("code", ["wrong-rules", "wrong-scenario"])
def test_a_problem_of_a_file_that_asks_has_its_code(code: str, tmp_path: Path) -> None:
    model = build_model(load(SAMPLE))
    path = tmp_path / "asked.yaml"
    path.write_text(
        {
            "wrong-rules": "rules: [{rule: none}]",
            "wrong-scenario": "{name: x, cut: [{from: customer-data, to: customer-data}]}",
        }[code]
    )
    with pytest.raises(CatalogueError) as caught:
        gate.read(path, model, model) if code == "wrong-rules" else load_scenario(path, model)
    assert codes(caught.value) == {code}


def test_no_code_is_without_an_input() -> None:
    elsewhere = {*LISTS, *JOINED, "wrong-rules", "wrong-scenario", "wrong-story"}
    assert {*CHANGES, *FILES, *elsewhere} == set(list(CODES)[FIRST:])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", [*CHANGES, *FILES])
def test_whoever_sent_a_file_is_told_in_any_language_and_one_line_each(code: str, language: str) -> None:
    error = refused(code)
    told = error.told(language).splitlines()
    assert len(told) == (1 if isinstance(error, InputError) else len(error.problems))  # type: ignore[attr-defined]
    assert language == "en" or not set(told) & set(error.told("en").splitlines())


def test_the_cure_is_in_the_words_of_a_workbook() -> None:
    own = lines(changed(put("Information resources", "Scope", "national")))
    assert "move the row to the sheet of shared resources, or clear the cell" in own[0]
    unsaid = lines(changed(put("Catalogue", "Source of line numbers", None)))
    assert any("Fill in the source of line numbers in the sheet of the catalogue" in line for line in unsaid)


# --- a column that is not there


def lines(raw: bytes) -> list[str]:
    return str(refusal(raw)).splitlines()


def test_a_column_that_every_row_needs_is_missed_once() -> None:
    found = lines(changed(without("Feeds", "Basis")))
    assert found == ["Feeds:1:1: A1: there is no column 'Basis': add it and fill it in every row"]


def test_a_column_of_ids_is_missed_once_with_all_that_follows() -> None:
    [found] = lines(changed(without("Parties", "Id")))
    assert found.startswith("Parties:1:1: A1: there is no column 'Id': add it")


def test_the_column_of_what_rows_lie_in_is_missed_once() -> None:
    def change(book: Any) -> None:
        for number in range(5):
            book["Units"].append(["unit-of-care", f"unit-{number}"])
        without("Units", "Belongs to (id)")(book)

    assert lines(changed(change)) == [
        "Units:1:1: A1: there is no column 'Belongs to (id)': add it and fill it in every row"
    ]


def test_a_missing_column_is_called_as_the_headings_of_the_sheet_are() -> None:
    book = sample_workbook("fi")
    assert "saraketta ”Peruste” ei ole" in refusal(changed(without("Tietovirrat", "Peruste"), book)).told("fi")


def test_a_value_that_is_missing_in_a_row_alone_is_told_of_the_row() -> None:
    assert lines(changed(put("Feeds", "Basis", None)))[0].endswith("'Basis' is missing")


def test_a_row_that_lies_in_nothing_names_the_column_as_the_sheet_does() -> None:
    [found] = lines(changed(CHANGES["no-owner"]))
    assert "write it into the column 'Belongs to (id)'" in found
