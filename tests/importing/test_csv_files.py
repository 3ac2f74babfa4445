"""CSV files in the encodings and with the separators that spreadsheets write."""

from __future__ import annotations

import codecs
import tracemalloc
import zipfile
from typing import TYPE_CHECKING

import pytest
from damaged_zips import DAMAGES, packed, refused
from sample import SAMPLE as EXAMPLE

from flowviz.errors import CatalogueError
from flowviz.exports import csv_set
from flowviz.importing import UnreadableFile, csv_files, grid, read
from flowviz.loading import load

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in csv_set.files_of(load(EXAMPLE), "fi").items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def text_of(path: Path) -> str:
    return path.read_text("utf-8-sig")


def problems(path: Path) -> str:
    with pytest.raises(CatalogueError) as caught:
        read(path)
    return str(caught.value)


def test_a_folder_of_csv_files_is_a_catalogue(folder: Path) -> None:
    (folder / "notes.txt").write_text("not read")
    assert read(folder).catalogue == load(EXAMPLE)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [";", "\t"])
def test_encodings_and_separators_may_differ_from_file_to_file(folder: Path, encoding: str, separator: str) -> None:
    path = folder / "units.csv"
    lines = text_of(path).splitlines()
    assert not any('"' in line for line in lines)
    path.write_bytes("\r\n".join(line.replace(",", separator) for line in lines).encode(encoding))
    assert read(folder).catalogue == load(EXAMPLE)


def test_a_line_may_say_the_separator(folder: Path) -> None:
    path = folder / "units.csv"
    path.write_text("sep=|\n" + text_of(path).replace(",", "|"), "utf-8")
    assert read(folder).catalogue == load(EXAMPLE)


def test_a_heading_line_with_trailing_separators_and_blank_lines_is_fine(folder: Path) -> None:
    path = folder / "units.csv"
    lines = [f"{line},,," for line in text_of(path).splitlines()]
    path.write_text("\n".join([*lines, ",,,,,", "", "  "]), "utf-8")
    assert read(folder).catalogue == load(EXAMPLE)


def test_mixed_encodings_are_told_with_the_line(folder: Path) -> None:
    data = (folder / "units.csv").read_bytes()
    (folder / "units.csv").write_bytes(data + "customer-services,uusi,Äänet\r\n".encode("cp1252"))
    with pytest.raises(UnreadableFile, match=r"units\.csv:1: UTF-8 here and another encoding elsewhere"):
        read(folder)


def test_mixed_separators_are_told_with_the_line(folder: Path) -> None:
    path = folder / "units.csv"
    path.write_text(text_of(path) + "customer-services;new-unit;Uusi\n", "utf-8")
    assert "units.csv:3:1: 'customer-services;new-unit;Uusi' is no id in departments" in problems(folder)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a\0b", "not a text file: save it as CSV in UTF-8"),
        (b"\x81\x8d", "byte 0x81 is neither UTF-8 nor Windows-1252"),
        (codecs.BOM_UTF16_LE + b"abc", "broken UTF-16"),
        (b'"open', "is a quotation mark missing"),
    ],
)
def test_what_cannot_be_read_is_told(folder: Path, data: bytes, expected: str) -> None:
    (folder / "units.csv").write_bytes(data)
    with pytest.raises(UnreadableFile, match=expected):
        read(folder)


def test_too_many_rows_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_files, "MOST_ROWS", 3)
    (folder / "units.csv").write_text("id\n" * 5)
    with pytest.raises(UnreadableFile, match="more than 3 rows"):
        read(folder)


def test_formulas_are_text_in_the_files_and_come_back_as_they_were(folder: Path) -> None:
    path = folder / "units.csv"
    path.write_text(text_of(path).replace("Kundrådgivning", "'=cmd|' /C calc'!A0"), "utf-8")
    found = read(folder).catalogue
    assert found.departments[0].units[0].name.get("sv") == "=cmd|' /C calc'!A0"
    again = csv_set.files_of(found, "fi")["units.csv"].decode("utf-8-sig")
    assert "'=cmd" in again
    assert ",=cmd" not in again


def test_a_zip_file_of_csv_files_is_read_and_a_broken_one_refused(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "set.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in folder.glob("*.csv"):
            archive.write(file, f"inner/{file.name}")
    assert read(path).catalogue == load(EXAMPLE)
    path.write_bytes(b"PK")
    with pytest.raises(UnreadableFile, match="not a whole ZIP file"):
        read(path)


def test_an_empty_folder_and_a_foreign_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"no \.csv file in it"):
        read(tmp_path)
    (tmp_path / "x.docx").write_bytes(b"")
    with pytest.raises(UnreadableFile, match=r"neither a workbook"):
        read(tmp_path / "x.docx")
    (tmp_path / "zzz.csv").write_text("a,b\n1,2\n")
    with pytest.raises(UnreadableFile, match="no sheet of a catalogue in it"):
        read(tmp_path)


# --- hostile files


def refusal(raw: bytes) -> str:
    """The one line that a ZIP file is refused with."""
    return refused(csv_files.read_zip, raw, "set.zip")


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_zip_file_is_refused_in_one_line(damage: str) -> None:
    sound = packed({"units.csv": b"id,in\n" + bytes(range(65, 90)) * 200, "feeds.csv": b"from,to\n" * 200})
    assert csv_files.read_zip(sound, "set.zip")
    refusal(DAMAGES[damage](sound))


def test_what_a_zip_file_is_refused_for_is_told() -> None:
    sound = packed({"units.csv": b"id,in\n" * 100})
    assert "'units.csv' has a password: save it without" in refusal(DAMAGES["a password"](sound))
    assert "'units.csv' is packed in an unusual way" in refusal(DAMAGES["sound LZMA"](sound))
    assert "unpacks to more than" in refusal(DAMAGES["thousands of parts"](sound))


def test_two_parts_of_one_name_are_refused() -> None:
    assert "has two parts called 'units.csv'" in refusal(packed({"Units.csv": b"id", "units.csv": b"id"}))


def test_what_an_operating_system_adds_to_a_zip_file_is_left_aside() -> None:
    found = csv_files.read_zip(packed({"units.csv": b"id", "__MACOSX/._units.csv": b"\0\5\x16\7"}), "set.zip")
    assert [one.name for one in found] == ["units"]


def text_refusal(raw: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        csv_files.read_files([("set/units.csv", raw)], "set")
    message = str(caught.value)
    assert message.isprintable()
    assert len(message) < 300
    return message


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b'id\n"' + b"a" * 200_000, "set/units.csv:2: field larger than field limit"),
        (b'id\n"' + b"a\n" * 200_000, "is a quotation mark missing?"),
        (b"id\n" + b'"\n",' * 500_000, "a row of more than 1,000,000 characters: is a quotation mark missing?"),
        (b"id\n" + b"," * 10_000_000, "a row of more than 1,000,000 characters"),
        (b"id\n" + b"a," * 20_000, "set/units.csv:2: more than 16,384 columns"),
        (b"id\n" * 200_001, "more than 200,000 rows"),
        ("id\n\ud800".encode("utf-16", "surrogatepass"), "broken UTF-16"),
        (b"a" * 65_535 + "ä".encode() + b"\n" + "ä".encode("cp1252"), "UTF-8 here and another encoding elsewhere"),
    ],
)
def test_more_than_a_table_can_need_is_refused(raw: bytes, expected: str) -> None:
    assert expected in text_refusal(raw)


def test_a_quotation_mark_that_is_never_closed_takes_little_memory() -> None:
    raw = b'id\n"' + b"a,\n" * 5_000_000
    tracemalloc.start()
    try:
        text_refusal(raw)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 10_000_000


def test_what_the_files_become_in_memory_is_counted_for_all_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid, "MOST_CELLS", 100)
    files = [(f"{number}.csv", b"a,b\n" * 20) for number in range(3)]
    assert len(csv_files.read_files(files[:2], "set")) == 2
    with pytest.raises(UnreadableFile, match="set: more than 100 filled cells"):
        csv_files.read_files(files, "set")


@pytest.mark.parametrize("digits", ["²", "٣", "1²", "9" * 40])
def test_digits_of_other_scripts_are_no_line_numbers(folder: Path, digits: str) -> None:
    path = folder / "units.csv"
    heading, row = text_of(path).splitlines()
    path.write_text(f"{heading},evidence\n{row},{digits}\n", "utf-8")
    assert "units.csv" in problems(folder)


def test_a_cell_that_is_too_long_is_told_at_its_place_and_not_quoted(folder: Path) -> None:
    path = folder / "units.csv"
    path.write_text(text_of(path) + "a" * 40_000 + ",x\n" + "b" * 30_000 + ",x\n", "utf-8")
    told = problems(folder)
    assert "units.csv:3:1: more than 32,767 characters" in told
    assert all(len(line) < 300 for line in told.splitlines())


@pytest.mark.parametrize("separator", ['"', "a", "1", " "])
def test_a_separator_that_cannot_be_one_is_no_separator(separator: str) -> None:
    (found,) = csv_files.read_files([("units.csv", f"sep={separator}\nid".encode())], "set")
    assert found.rows[1] == {1: f"sep={separator}"}
