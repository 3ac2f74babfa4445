"""CSV files -> their cells, in the encodings and with the separators that spreadsheets write."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from typing import TYPE_CHECKING, Final

from flowviz.importing.grid import MOST_ROWS, Grid, UnreadableFile
from flowviz.importing.workbook import MOST_BYTES, size_checked

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["read_folder", "read_zip"]

_SEPARATORS: Final = (",", ";", "\t")
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_folder(path: Path) -> list[Grid]:
    """The CSV files in the folder ``path``, sorted. Raises `UnreadableFile` for what cannot be read."""
    files = sorted(file for file in path.iterdir() if file.suffix.lower() == ".csv" and file.is_file())
    if not files:
        raise UnreadableFile(f"{path}: no .csv file in this folder")
    if sum(file.stat().st_size for file in files) > MOST_BYTES:
        raise UnreadableFile(f"{path}: more than {MOST_BYTES // 1_000_000} MB of CSV: split the catalogue")
    return [_grid(file.read_bytes(), str(file), file.stem) for file in files]


def read_zip(path: Path) -> list[Grid]:
    """The CSV files in the ZIP file ``path``, sorted. Raises `UnreadableFile` as `read_folder` does."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = sorted(name for name in size_checked(archive, path) if name.lower().endswith(".csv"))
            if not names:
                raise UnreadableFile(f"{path}: no .csv file in it")
            return [_grid(archive.read(name), f"{path}/{name}", name.rpartition("/")[2][:-4]) for name in names]
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise UnreadableFile(f"{path}: not a whole ZIP file ({error})") from None


def _grid(data: bytes, file: str, name: str) -> Grid:
    text = _decoded(data, file)
    first, _, rest = text.partition("\n")
    told = first.strip().lower().startswith("sep=") and len(first.strip()) == 5
    separator = first.strip()[4:] if told else _separator(text)
    grid = Grid(file, name, spreadsheet=False)
    reader = csv.reader(io.StringIO(rest if told else text, newline=""), delimiter=separator, strict=True)
    try:
        _fill(grid, reader, file)
    except csv.Error as error:
        raise UnreadableFile(f"{file}:{reader.line_num}: {error}: is a quotation mark missing?") from None
    return grid


def _fill(grid: Grid, reader: Iterable[list[str]], file: str) -> None:
    for number, cells in enumerate(reader, 1):
        filled = {column: cell for column, cell in enumerate(cells, 1) if cell}
        if filled:
            grid.rows[number] = dict(filled)
        if number > MOST_ROWS:
            raise UnreadableFile(f"{file}: more than {MOST_ROWS} rows: split the catalogue or import JSON")


def _separator(text: str) -> str:
    """The separator that the heading line has most of."""
    heading = next((line for line in text.splitlines() if line.strip()), "")
    return max(_SEPARATORS, key=heading.count)


def _decoded(data: bytes, file: str) -> str:
    """The text: UTF-8 or UTF-16 with its mark, or UTF-8 or Windows-1252 without one."""
    if data.startswith(_UTF16):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise UnreadableFile(f"{file}: broken UTF-16: save it as UTF-8") from None
    if b"\0" in data:
        raise UnreadableFile(f"{file}: not a text file: save it as CSV in UTF-8")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _windows(data, file)


def _windows(data: bytes, file: str) -> str:
    for number, line in enumerate(data.splitlines(), 1):
        if not line.isascii() and _is_utf8(line):
            raise UnreadableFile(f"{file}:{number}: UTF-8 here and another encoding elsewhere: save the whole as UTF-8")
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError as error:
        line_number = data.count(b"\n", 0, error.start) + 1
        message = f"byte 0x{data[error.start]:02x} is neither UTF-8 nor Windows-1252: save the file as UTF-8"
        raise UnreadableFile(f"{file}:{line_number}: {message}") from None


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
