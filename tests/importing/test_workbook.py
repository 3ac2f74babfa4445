"""Workbooks as people and programs make them, and as an attacker would: right answers or one clear line."""

from __future__ import annotations

import contextlib
import datetime
import io
import sys
import tracemalloc
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from damaged_zips import DAMAGES, packed, refused
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from sample import SAMPLE as EXAMPLE
from sample import edit
from sample import workbook as template

from flowviz.errors import CatalogueError, FlowvizError
from flowviz.importing import UnreadableFile, grid, read, sniff, workbook, xml_stream
from flowviz.importing import archive as archive_module
from flowviz.limits import MOST_BYTES
from flowviz.loading import load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flowviz.catalogue import Catalogue


KEYS = ("in", "id", "nmae (fi)", "name (sv)", "name (en)", "description (fi)", "description (sv)", "description (en)")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    path.write_bytes(template("en"))
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
    assert any(f"{letter}2" in str(one.sqref) and one.formula1 == '"stated,implied,generally known"' for one in lists)
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
            "[Feeds]:2:3: C2: unknown item 'customer-dta' (did you mean 'customer-data'?)",
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
        (
            "Parties",
            "Id",
            "Kela!",
            "[Parties]:2:1: A2: 'Kela!': an id is a-z, 0-9 and single hyphens (did you mean 'kela'?)",
        ),
        (
            "Registers",
            "Belongs to (id)",
            "customer",
            "'customer' is no id in Information resources or Shared resources (did you mean 'customer-data'?)",
        ),
        (
            "Registers",
            "Belongs to (id)",
            "asiakastiedot",
            "'asiakastiedot' is no id in Information resources or Shared resources (did you mean 'customer-data'?)",
        ),
        ("Feeds", "To (id)", "Customer Data", "unknown item 'Customer Data' (did you mean 'customer-data'?)"),
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
    assert found == ["/book.xlsx[Shared resources]:2:1: A2: 'Id' is missing (1 more follows from this)"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda found: found["Feeds"].merge_cells("D2:E3"), "the cells D2:E3 are merged: split them and fill each"),
        (lambda found: setattr(found["Feeds"], "sheet_state", "hidden"), "the sheet is hidden: show it or delete it"),
        (lambda found: setattr(found["Feeds"], "title", "Feedz"), "unknown sheet 'Feedz' (did you mean 'feeds'?)"),
        (
            lambda found: setattr(cell(found, "Feeds", "Basis", 1), "value", "=B1"),
            "a formula: replace it by its value (copy it, then paste special: values)",
        ),
        (lambda found: setattr(cell(found, "Feeds", "Basis", 1), "value", 2026), "unknown column '2026'"),
        (
            lambda found: setattr(cell(found, "Feeds", "Basis", 1), "value", "Bassi"),
            "unknown column 'Bassi' (did you mean 'Basis'?)",
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
    same(edit(book, lambda found: None, notes=True))


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


def rewritten(change: Callable[[str], str]) -> Callable[[Any], None]:
    """The headings that name a language, each changed."""

    def rewrite(found: Any) -> None:
        for sheet in found.worksheets:
            for one in sheet[1]:
                if str(one.value).endswith(("(fi)", "(sv)", "(en)")):
                    one.value = change(str(one.value))

    return rewrite


@pytest.mark.parametrize(
    "change",
    [
        lambda heading: f"{heading[:-4]}{heading[-4:].upper()}",
        lambda heading: f"{heading[:-4]}{heading[-4:].title()}",
        str.upper,
        lambda heading: f" {heading[:-5]}\u00a0 ( {heading[-3:-1]} ) ",
        lambda heading: f"{heading[:-5]}{heading[-4:]} *",
        lambda heading: f"{heading[:-5]}\u3000\uff08{chr(ord(heading[-3]) + 0xFEE0)}{heading[-2]}\uff09",
        lambda heading: f"{heading[:2]}\u00ad{heading[2:-4]}[{heading[-3:-1]}]",
    ],
    ids=["(FI)", "(Fi)", "NAME (FI)", "( fi )", "Name(fi) *", "full width", "[fi]"],
)
def test_the_language_of_a_column_may_be_written_in_any_case_and_width(
    book: Path, change: Callable[[str], str]
) -> None:
    same(edit(book, rewritten(change)))


@pytest.mark.parametrize(
    ("language", "sheet", "heading", "wrong", "expected"),
    [
        ("en", "Units", "Name (fi)", "Nmae (FI)", "Name (fi)"),
        ("en", "Units", "Name (en)", "Name (en", "Name (en)"),
        ("en", "Units", "Name (sv)", "Name (s v)", "Name (sv)"),
        ("en", "Feeds", "Basis", "Basis (FI)", "Basis"),
        ("sv", "Enheter", "Namn (fi)", "Name(FI", "Namn (fi)"),
        ("fi", "Yksiköt", "Nimi (en)", "Nmi (EN)", "Nimi (en)"),
        ("fi", "Yksiköt", "Nimi (en)", "Nimi (e n)", "Nimi (en)"),
    ],
)
def test_what_is_proposed_for_a_column_is_a_heading_as_the_sheet_itself_would_write_it(
    tmp_path: Path, language: str, sheet: str, heading: str, wrong: str, expected: str
) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(template(language))
    edit(path, lambda found: setattr(cell(found, sheet, heading, 1), "value", wrong))
    found = problems(path)
    assert any(f"unknown column '{wrong}' (did you mean '{expected}'?)" in one for one in found), found


def test_where_the_headings_are_keys_a_key_is_proposed(book: Path) -> None:
    def change(found: Any) -> None:
        for one, key in zip(found["Units"][1], KEYS, strict=False):
            one.value = key

    assert any("unknown column 'nmae (fi)' (did you mean 'name (fi)'?)" in one for one in problems(edit(book, change)))


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
        found["Feeds"].cell(1, 60, "# to do")
        found["Feeds"].cell(2, 60, "ask Anna")

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
    path = with_part(book, "xl/media/bomb", lambda _: bytes(MOST_BYTES + 1))
    assert path.stat().st_size < 1_000_000
    with pytest.raises(UnreadableFile, match="unpacks to more than"):
        read(path)


def test_too_many_rows_are_refused(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "MOST_ROWS", 5)

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

SHEET = "xl/worksheets/sheet13.xml"
STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"


def refusal(raw: bytes) -> str:
    """The one line that a workbook is refused with."""
    return refused(workbook.read, raw, "book.xlsx")


def changed(parts: dict[str, bytes]) -> bytes:
    """The template with other parts."""
    with zipfile.ZipFile(io.BytesIO(TEMPLATE)) as archive:
        found = {part: archive.read(part) for part in archive.namelist()}
    return packed({**found, **parts})


def sheet(rows: str, after: str = "") -> bytes:
    return f"<worksheet><sheetData>{rows}</sheetData>{after}</worksheet>".encode()


def cells_of(rows: str, **parts: bytes) -> dict[tuple[int, int], grid.Raw]:
    """The cells of a sheet that is written so."""
    (found,) = (one for one in workbook.read(changed({SHEET: sheet(rows), **parts}), "b") if one.name == "Feeds")
    return {(row, column): cell for row, cells in found.rows.items() for column, cell in cells.items()}


def inline(text: str) -> str:
    return f'<row><c t="inlineStr"><is><t>{text}</t></is></c></row>'


def unusable(cell: object) -> str:
    assert isinstance(cell, grid.Unusable)
    return str(cell.message)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_workbook_is_refused_in_one_line(damage: str) -> None:
    refusal(DAMAGES[damage](TEMPLATE.replace(b".xml", b".csv") if "cut by a zero" in damage else TEMPLATE))


@pytest.mark.parametrize(
    "encoding", ["utf-7", "big5", "shift_jis", "idna", "undefined", "rot13", "x" * 10_000, "cp037"]
)
def test_xml_in_an_encoding_that_is_not_unicodes_is_refused_in_our_words(encoding: str) -> None:
    said = refusal(changed({STRINGS: f'<?xml version="1.0" encoding="{encoding}"?><sst/>'.encode()}))
    assert f"is in the encoding '{encoding[:40]}" in said


def test_xml_in_utf_16_is_read() -> None:
    with zipfile.ZipFile(io.BytesIO(TEMPLATE)) as archive:
        text = archive.read(STRINGS).decode()
    wide = text.replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")
    assert workbook.read(changed({STRINGS: wide}), "b") == workbook.read(TEMPLATE, "b")


@pytest.mark.parametrize("number", ["²", "٣", "-1", "", "9" * 5_000])
def test_the_number_of_a_format_may_be_no_number(number: str) -> None:
    styles = f'<styleSheet><cellXfs><xf numFmtId="{number}"/></cellXfs></styleSheet>'
    assert cells_of('<row><c s="0"><v>7</v></c></row>', **{STYLES: styles.encode()}) == {(1, 1): 7}


@pytest.mark.parametrize("code", ["[" * 900_000, "\\" * 900_001, "[h" * 400_000, "&quot;" * 100_001])
def test_a_number_format_without_end_is_read_once(code: str) -> None:
    """One that is gone through again for each of its signs, or for each style, takes hours."""
    formats = f'<numFmts><numFmt numFmtId="200" formatCode="{code}"/></numFmts>'
    styles = f'<styleSheet>{formats}<cellXfs>{"""<xf numFmtId="200"/>""" * 60_000}</cellXfs></styleSheet>'
    assert cells_of('<row><c s="0"><v>7</v></c></row>', **{STYLES: styles.encode()}) == {(1, 1): 7}


@pytest.mark.parametrize(
    ("code", "dated"),
    [("yyyy-mm-dd", True), ("D.M.", True), ('"day" 0', False), ("[Red]0", False), ("0\\d", False), ('0 "y', False)],
)
def test_a_number_is_a_day_when_its_format_says_so(code: str, dated: bool) -> None:
    quoted = code.replace('"', "&quot;")
    styles = (
        f'<styleSheet><numFmts><numFmt numFmtId="200" formatCode="{quoted}"/></numFmts>'
        '<cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>'
    )
    found = cells_of('<row><c s="0"><v>46037</v></c></row>', **{STYLES: styles.encode()})
    assert found == {(1, 1): datetime.date(2026, 1, 15) if dated else 46037}


@pytest.mark.parametrize("number", ["inf", "-inf", "nan", "1e400", "1_000", "٣", "0x10", "1e9999999999", "--1"])
def test_what_is_no_number_of_a_spreadsheet_is_told_at_its_cell(number: str) -> None:
    found = cells_of(f"<row><c><v>{number}</v></c></row>")
    assert unusable(found[1, 1]) == "a broken number: write it again"


@pytest.mark.parametrize("number", ["2958465", "2958466", "2957004", "99999999", "1e300", "-1", "0.5"])
@pytest.mark.parametrize("since", ["0", "1"])
def test_a_number_beyond_the_calendar_stays_a_number(number: str, since: str) -> None:
    styles = b'<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    with zipfile.ZipFile(io.BytesIO(TEMPLATE)) as archive:
        book = archive.read("xl/workbook.xml").replace(b"<workbookPr", f'<workbookPr date1904="{since}"'.encode())
    found = cells_of(f'<row><c s="0"><v>{number}</v></c></row>', **{STYLES: styles, "xl/workbook.xml": book})
    last = 2_957_003 if since == "1" else 2_958_465
    assert isinstance(found[1, 1], datetime.date) == (0 <= float(number) <= last)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("_x0000_", "invisible control character U+0000: remove it"),
        ("a_x001B_b", "invisible control character U+001B: remove it"),
        ("_xD83D_", "half a character: write the text again"),
        ("_xDE00__xD83D_", "half a character: write the text again"),
        ("a" * 32_768, "more than 32,767 characters: no cell may hold more"),
    ],
)
def test_a_text_that_no_cell_can_hold_is_told_at_its_cell(text: str, expected: str) -> None:
    shared = f"<sst><si><t>{text}</t></si></sst>".encode()
    rows = inline(text) + '<row><c t="s"><v>0</v></c></row>'
    found = cells_of(rows, **{STRINGS: shared})
    assert [unusable(cell) for cell in found.values()] == [expected, expected]


def test_characters_that_are_written_by_number_are_read() -> None:
    assert cells_of(inline("_x0041__x005F_x0042_ _xD83D__xDE00_"))[1, 1] == "A_x0042_ \N{GRINNING FACE}"


@pytest.mark.parametrize(
    ("part", "data", "expected"),
    [
        (STRINGS, b"<sst>" + b"<a>" * 100_000, "is nested more than 40 deep"),
        (
            STRINGS,
            b"<sst " + b" ".join(b'a%d=""' % n for n in range(200_000)),
            "has a tag of more than 1,000,000 bytes",
        ),
        (STRINGS, b"<sst><!--" + b"-a" * 1_000_000, "has a tag of more than 1,000,000 bytes"),
        (STRINGS, b"<sst><si><t>a", "the workbook is damaged (line 1): save it again"),
        (STRINGS, b"", "is empty: save the workbook again"),
        (SHEET, sheet("<row><c><v>1</v></c></row>" * 200_001), "more than 200,000 filled rows"),
        (SHEET, sheet('<row><c r="XFE1"><v>1</v></c></row>'), "a cell outside the sheet"),
        (SHEET, sheet('<row r="1048577"><c><v>1</v></c></row>'), "a cell outside the sheet"),
        (SHEET, sheet('<row r="1"><c r="A1"><v>1</v></c></row>' * 2), "A1: is there twice"),
        (SHEET, sheet("", '<mergeCell ref="A1:B2"/>' * 1_001), "more than 1,000 ranges of merged cells"),
        ("xl/workbook.xml", b"<workbook>" + b"<sheet/>" * 501, "more than 500 sheets"),
        ("xl/workbook.xml", b"<!DOCTYPE x><workbook/>", "has a document type, which no workbook needs"),
        ("XL/WORKBOOK.XML", b"<workbook/>", "has two parts called 'xl/workbook.xml'"),
    ],
)
def test_more_than_a_workbook_can_need_is_refused(part: str, data: bytes, expected: str) -> None:
    assert expected in refusal(changed({part: data}))


def test_what_is_unpacked_is_counted_and_not_only_the_size_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "MOST_CELLS", 1_000)
    monkeypatch.setattr(grid, "MOST_CHARACTERS", 10_000)
    monkeypatch.setattr(xml_stream, "MOST_ELEMENTS", 100_000)
    texts = b"<sst>" + b"<si><t>a</t></si>" * 1_001
    assert "more than 1,000 filled cells" in refusal(changed({STRINGS: texts}))
    long = b"<sst>" + b"<si><t>" + b"a" * 5_001 + b"</t></si>" + b"<si><t>" + b"b" * 5_000 + b"</t></si>"
    assert "or 10,000 characters" in refusal(changed({STRINGS: long}))
    numbers = sheet("".join(f"<row>{'<c><v>1</v></c>' * 10}</row>" for _ in range(101)))
    assert "more than 1,000 filled cells" in refusal(changed({SHEET: numbers}))
    monkeypatch.setattr(grid, "MOST_CELLS", 1_000_000)
    monkeypatch.setattr(grid, "MOST_CHARACTERS", 1_000_000)
    assert "more than 100,000 XML elements" in refusal(changed({SHEET: sheet("<row/>" * 100_001)}))


def test_millions_of_shared_texts_take_little_memory() -> None:
    """5.5 million of them took 1.4 GB."""
    raw = changed({STRINGS: b"<sst>" + b"<si><t>a</t></si>" * 100_000 + b"</sst>"})
    tracemalloc.start()
    try:
        workbook.read(raw, "book.xlsx")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 5_000_000


def test_a_part_that_is_asked_for_again_and_again_is_counted_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(io.BytesIO(TEMPLATE)) as archive:
        relations = archive.read("xl/_rels/workbook.xml.rels")
    book = b'<workbook xmlns:r="r"><sheets>' + b'<sheet name="a" r:id="rId1"/>' * 400 + b"</sheets></workbook>"
    parts = {"xl/workbook.xml": book, "xl/worksheets/sheet1.xml": sheet("<row/>" * 1_000)}
    assert b'"rId1"' in relations
    monkeypatch.setattr(archive_module, "MOST_BYTES", 1_500_000)
    assert "unpacks to more than" in refusal(changed(parts))


def test_two_problems_too_many_are_not_worth_a_look(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["flowviz.importing.assemble"], "MOST_PROBLEMS", 50)

    def change(found: Any) -> None:
        for number in range(300):
            found["Units"].append(["nowhere", f"a{number}", "A"])

    told = problems(edit(book, change))
    assert len(told) == 52
    assert told[-1] == "more than 50 problems: the rest was not looked at"


@pytest.mark.parametrize("kind", ["json", "xlsx", "csv-zip", "unknown"])
def test_a_file_is_told_by_what_is_in_it(kind: str) -> None:
    zipped = packed({"feeds.csv": b"from,to\n"})
    found = {
        "json": [b"{}", b"\xef\xbb\xbf {}", b"[", "{}".encode("utf-16")],
        "xlsx": [TEMPLATE, TEMPLATE[:5_000], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", packed({"mimetype": b"x"})],
        "csv-zip": [zipped, zipped[:40], b"PK\x03\x04"],
        "unknown": [b"", b"PK", b"id,name\n", b"\xff" * 50, b"%PDF"],
    }
    assert {sniff.kind_of(raw) for raw in found[kind]} == {kind}


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
