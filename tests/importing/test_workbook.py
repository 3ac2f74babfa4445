"""Workbooks as people and programs make them, and as an attacker would: right answers or one clear line."""

from __future__ import annotations

import contextlib
import datetime
import io
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from sample import SAMPLE as EXAMPLE
from sample import workbook as template

from flowviz.errors import CatalogueError, FlowvizError
from flowviz.importing import UnreadableFile, grid, read, workbook
from flowviz.loading import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flowviz.catalogue import Catalogue


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    path.write_bytes(template("en"))
    return path


def edit(path: Path, change: Callable[[Any], object]) -> Path:
    """The workbook, changed by another program."""
    found = openpyxl.load_workbook(path)
    change(found)
    found.save(path)
    return path


def cell(found: Any, sheet: str, heading: str, row: int = 2) -> Any:
    """The cell of a column by its heading."""
    column = next(one.column for one in found[sheet][1] if one.value == heading)
    return found[sheet].cell(row, column)


def put(sheet: str, heading: str, value: Any, row: int = 2) -> Callable[[Any], object]:
    def change(found: Any) -> None:
        cell(found, sheet, heading, row).value = value

    return change


def problems(path: Path) -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        read(path)
    return [str(problem).replace(str(path.parent), "") for problem in caught.value.problems]


def with_part(path: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """The workbook with one of its parts changed or added."""
    with zipfile.ZipFile(path) as archive:
        parts = {part: archive.read(part) for part in archive.namelist()}
    parts[name] = change(parts.get(name, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    return path


# --- the workbook of a catalogue


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_workbook_can_be_imported_as_it_is(tmp_path: Path, language: str) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(template(language))
    assert read(path).catalogue == load(EXAMPLE)


def test_it_has_a_row_in_every_sheet_and_a_note_on_every_column(book: Path) -> None:
    found = openpyxl.load_workbook(book)
    for sheet in found.worksheets:
        if sheet.sheet_state == "visible":
            assert sheet.max_row >= 2, sheet.title
            assert all(one.comment or str(one.value).startswith("#") for one in sheet[1]), sheet.title
            assert sheet.freeze_panes
            assert sheet.auto_filter.ref


def test_it_offers_lists_to_choose_from(book: Path) -> None:
    found = openpyxl.load_workbook(book)
    letter = get_column_letter(cell(found, "Feeds", "Basis").column)
    lists = found["Feeds"].data_validations.dataValidation
    assert any(f"{letter}2" in str(one.sqref) and one.formula1 == '"stated,implied"' for one in lists)
    assert any(
        one.formula1 == "'Scopes'!$A$2:$A$1001" or "Scopes" in str(one.formula1)
        for one in found["Parties"].data_validations.dataValidation
    )


# --- problems have their cells


@pytest.mark.parametrize(
    ("sheet", "heading", "value", "expected"),
    [
        (
            "Feeds",
            "To (id)",
            "customer-dta",
            "[Feeds]:2:3: C2: unknown thing 'customer-dta' (did you mean 'customer-data'?)",
        ),
        ("Feeds", "Basis", "maybe", "'maybe' is not one of stated, implied"),
        ("Feeds", "Evidence", "99", "line 99 does not exist: 'source-page' has 40 lines"),
        ("Feeds", "Evidence", 1.5, "a number with decimals (1.5): format the cell as text, then write '30, 50'"),
        (
            "Feeds",
            "Evidence",
            datetime.datetime(2026, 5, 3),
            "has made a date of this (2026-05-03): format the cell as text",
        ),
        ("Parties", "Id", "Kela!", "[Parties]:2:1: A2: 'Kela!': an id is a-z, 0-9 and single hyphens"),
        (
            "Registers",
            "Belongs to (id)",
            "customer",
            "'customer' is no id in resources or shared (did you mean 'customer-data'?)",
        ),
        (
            "Information systems",
            "Id",
            "customer-data",
            "id 'customer-data' is already used at /book.xlsx[Information resources]:2",
        ),
        ("Scopes", "Colour", "=1+1", "a formula: replace it by its value"),
        ("Keywords", "Text (en)", "#REF!", "an error value (#REF!): write the value itself"),
        ("Units", "Name (en)", "a\x02b".replace("\x02", "\u202e"), "invisible control character U+202E: remove it"),
    ],
)
def test_a_problem_is_told_with_its_sheet_row_and_column(
    book: Path, sheet: str, heading: str, value: Any, expected: str
) -> None:
    found = problems(edit(book, put(sheet, heading, value)))
    assert any(expected in one for one in found), found
    assert all("book.xlsx[" in one for one in found), found


def test_all_problems_are_told_at_once(book: Path) -> None:
    edit(book, put("Feeds", "To (id)", "nobody"))
    edit(book, put("Parties", "Form", "club"))
    assert len(problems(book)) == 2


def test_a_missing_value_is_told_at_its_row(book: Path) -> None:
    found = problems(edit(book, put("Shared resources", "Id", None)))
    assert "/book.xlsx[Shared resources]:2:1: A2: 'id' is missing" in found, found


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda found: found["Feeds"].merge_cells("D2:E3"), "the cells D2:E3 are merged: split them and fill each"),
        (lambda found: setattr(found["Feeds"], "sheet_state", "hidden"), "the sheet is hidden: show it or delete it"),
        (lambda found: setattr(found["Feeds"], "title", "Feedz"), "unknown sheet 'Feedz' (did you mean 'feeds'?)"),
        (
            lambda found: setattr(cell(found, "Feeds", "Basis", 1), "value", "Bassi"),
            "unknown column 'Bassi' (did you mean 'basis'?)",
        ),
        (
            lambda found: setattr(cell(found, "Feeds", "Basis", 1), "value", "Evidence"),
            "a second column 'Evidence': keep one",
        ),
        (lambda found: found["Feeds"].cell(2, 40, "stray"), "a value without a heading"),
        (lambda found: found["Catalogue"].cell(3, 1, "twice"), "a second row where only one may stand"),
    ],
)
def test_what_is_wrong_with_a_sheet_is_told(book: Path, change: Callable[[Any], object], expected: str) -> None:
    found = problems(edit(book, change))
    assert any(expected in one for one in found), found


# --- what people do to workbooks, and what is meant is clear


def same(path: Path) -> Catalogue:
    found = read(path).catalogue
    assert found == load(EXAMPLE)
    return found


def test_another_program_may_save_it(book: Path) -> None:
    same(edit(book, lambda found: None))


def test_blank_cells_rows_and_outer_blanks_do_not_matter(book: Path) -> None:
    def change(found: Any) -> None:
        for sheet in found.worksheets:
            sheet.cell(500, 3, "   ")
        for row in (40, 41):
            found["Feeds"].cell(row, 1, " ").number_format = "@"
        cell(found, "Feeds", "From (id)").value = "  population-data "
        cell(found, "Units", "Name (en)").value = " Customer Desk\u00a0"

    same(edit(book, change))


def test_sheets_columns_and_words_may_be_in_any_language_and_order(book: Path) -> None:
    def change(found: Any) -> None:
        found["Feeds"].title = "tietovirrat"
        cell(found, "tietovirrat", "Basis", 1).value = "Peruste"
        cell(found, "tietovirrat", "Peruste").value = "Sanottu"
        found["Parties"].move_range("A1:A2", cols=60)
        found["Parties"].title = "AKTÖRER "
        found._sheets.reverse()

    same(edit(book, change))


def test_dates_may_be_dates_numbers_or_local_text(book: Path) -> None:
    for value in (datetime.datetime(2026, 1, 15), 46037, "15.1.2026", "2026-01-15"):
        same(edit(book, put("Departments", "Updated: Date", value)))


def test_lines_may_be_numbers_and_truth_values_may_be_ticked(book: Path) -> None:
    def change(found: Any) -> None:
        cell(found, "Feeds", "Evidence").value = 12
        cell(found, "Data groups", "Personal data").value = True
        cell(found, "Sources", "Number of lines").value = "40"

    same(edit(book, change))


def test_notes_of_ones_own_are_left_aside(book: Path) -> None:
    def change(found: Any) -> None:
        found.create_sheet("My notes").append(["remember the milk"])
        found["Feeds"].cell(1, 30, "# to do")
        found["Feeds"].cell(2, 30, "ask Anna")

    edit(book, change)
    assert [name.rpartition("[")[2] for name in read(book).unread] == ["My notes]"]
    same(book)


def test_plain_text_columns_are_in_the_language_of_the_catalogue(book: Path) -> None:
    def change(found: Any) -> None:
        for sheet, heading in (("Keywords", "Text (fi)"), ("Units", "Name (fi)")):
            cell(found, sheet, heading, 1).value = heading[:-5]

    same(edit(book, change))


# --- hostile files


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "not a whole .xlsx workbook"),
        (b"PK\x03\x04 broken", "not a whole .xlsx workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "an old .xls or a workbook with a password: save it as .xlsx"),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, data: bytes, expected: str) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match=expected):
        read(path)


def test_macros_are_refused(book: Path) -> None:
    with pytest.raises(UnreadableFile, match="holds macros: save it as"):
        read(with_part(book, "xl/vbaProject.bin", lambda _: b"x"))


def test_an_opendocument_file_is_named(book: Path) -> None:
    with pytest.raises(UnreadableFile, match="an OpenDocument file: save it as"):
        read(with_part(book, "mimetype", lambda _: b"application/vnd.oasis.opendocument.spreadsheet"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_entities_are_never_resolved(book: Path, encoding: str) -> None:
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]><sst>&a;&b;</sst>'
    )
    with pytest.raises(UnreadableFile, match="has a document type, which no workbook needs"):
        read(with_part(book, "xl/sharedStrings.xml", lambda _: bomb.encode(encoding)))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(book: Path) -> None:
    path = with_part(book, "xl/media/bomb", lambda _: bytes(workbook.MOST_BYTES + 1))
    assert path.stat().st_size < 1_000_000
    with pytest.raises(UnreadableFile, match="unpacks to more than"):
        read(path)


def test_too_many_rows_are_refused(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 5)

    def change(found: Any) -> None:
        for number in range(10):
            found["Feeds"].append([f"a{number}"])

    with pytest.raises(UnreadableFile, match=r"\[Feeds\]: more than 5 filled rows"):
        read(edit(book, change))


def test_a_far_away_cell_costs_nothing(book: Path) -> None:
    def change(found: Any) -> None:
        found["Feeds"].cell(1_048_576, 16_384, " ")

    same(edit(book, change))


def test_missing_parts_are_told(book: Path) -> None:
    with zipfile.ZipFile(book) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != "xl/worksheets/sheet3.xml"}
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    book.write_bytes(output.getvalue())
    with pytest.raises(UnreadableFile, match="lacks its part 'xl/worksheets/sheet3"):
        read(book)


TEMPLATE = template("en")


@given(st.integers(0, 10_000_000), st.binary(min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_a_damaged_workbook_is_never_a_crash(
    tmp_path_factory: pytest.TempPathFactory, place: int, noise: bytes
) -> None:
    data = bytearray(TEMPLATE)
    place %= len(data)
    data[place : place + len(noise)] = noise
    path = tmp_path_factory.mktemp("damaged") / "book.xlsx"
    path.write_bytes(data)
    with contextlib.suppress(FlowvizError):
        read(path)


@given(
    st.sampled_from(
        [
            "xl/workbook.xml",
            "xl/worksheets/sheet13.xml",
            "xl/sharedStrings.xml",
            "xl/styles.xml",
            "xl/_rels/workbook.xml.rels",
        ]
    ),
    st.integers(0, 10_000_000),
    st.text('<>/"=0123456789abrstv ', min_size=1, max_size=3),
)
@settings(max_examples=40, deadline=None)
def test_a_damaged_part_is_never_a_crash(
    tmp_path_factory: pytest.TempPathFactory, part: str, place: int, noise: str
) -> None:
    path = tmp_path_factory.mktemp("damaged") / "book.xlsx"
    path.write_bytes(TEMPLATE)

    def change(data: bytes) -> bytes:
        at = place % len(data)
        return data[:at] + noise.encode() + data[at + len(noise) :]

    with contextlib.suppress(FlowvizError):
        read(with_part(path, part, change))


def test_columns_are_lettered_as_spreadsheets_do() -> None:
    assert [grid.letters(number) for number in range(1, 800)] == [get_column_letter(number) for number in range(1, 800)]
