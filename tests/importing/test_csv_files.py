"""CSV files in the encodings and with the separators that spreadsheets write."""

from __future__ import annotations

import codecs
import zipfile
from typing import TYPE_CHECKING

import pytest
from sample import SAMPLE as EXAMPLE

from flowviz.errors import CatalogueError
from flowviz.exports import csv_set
from flowviz.importing import UnreadableFile, csv_files, read
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
    with pytest.raises(UnreadableFile, match=r"no \.csv file in this folder"):
        read(tmp_path)
    (tmp_path / "x.docx").write_bytes(b"")
    with pytest.raises(UnreadableFile, match=r"neither \.xlsx, \.json, \.zip nor a folder"):
        read(tmp_path / "x.docx")
    (tmp_path / "zzz.csv").write_text("a,b\n1,2\n")
    with pytest.raises(UnreadableFile, match="no sheet of a catalogue in it"):
        read(tmp_path)
