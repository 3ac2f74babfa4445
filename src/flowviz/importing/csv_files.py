"""CSV files -> their cells, in the encodings and with the separators that spreadsheets write."""

from __future__ import annotations

import codecs
import csv
import io
import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from flowviz.importing.archive import Archive
from flowviz.importing.grid import Grid, Room, UnreadableFile, Unusable
from flowviz.limits import MOST_BYTES, MOST_COLUMNS, MOST_IN_A_CELL, MOST_IN_A_ROW, MOST_ROWS
from flowviz.messages import Message, said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["read_files", "read_zip"]

_SEPARATORS: Final = (",", ";", "\t")
_TOLD: Final = re.compile(r"sep=([^\w\s\"]|\t)\r?\n?\Z", re.IGNORECASE)
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_BROKEN: Final = said("damaged.zip")
_NOT_WINDOWS: Final = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_PIECE: Final = 65_536


def read_files(files: Iterable[tuple[str, bytes]], name: str) -> list[Grid]:
    """The CSV files among ``files``, pairs of a name and what is in it; ``name`` is what they lie in.

    Raises `UnreadableFile` for what cannot be read, or is larger than is sensible.
    """
    found = []
    room, left = Room(name), MOST_BYTES
    for file, raw in files:
        if file.lower().endswith(".csv"):
            left -= len(raw)
            if left < 0:
                raise UnreadableFile(name, said("too-much.csv", mb=MOST_BYTES // 1_000_000))
            found.append(_grid(raw, file, room))
    if not found:
        raise UnreadableFile(name, said("not-importable.no-csv"))
    return found


def read_zip(raw: bytes, name: str) -> list[Grid]:
    """The CSV files in the ZIP file ``raw``, sorted. Raises `UnreadableFile` as `read_files` does."""
    archive = Archive(raw, name, _BROKEN)
    files = sorted(part for part in archive.names if not part.rpartition("/")[2].startswith("."))
    # one after the other, so that no more than one is unpacked at a time
    room = Room(name)
    found = [
        _grid(archive.read(part), f"{name}/{part}" if name else part, room)
        for part in files
        if part.lower().endswith(".csv")
    ]
    if not found:
        raise UnreadableFile(name, said("not-importable.no-csv"))
    return found


def _grid(raw: bytes, file: str, room: Room) -> Grid:
    encoding = _encoding(raw, file)
    # decoded line by line: one wide character in a text makes all of it four times as large
    with io.TextIOWrapper(io.BytesIO(raw), encoding, newline="") as text:
        first = text.readline(MOST_IN_A_ROW)
        told = _TOLD.match(first)
        heading = "" if told else first
        while not told and heading and not heading.strip():
            heading = text.readline(MOST_IN_A_ROW)
        if not told:
            text.seek(0)
        rows = _Rows(text, file, told[1] if told else max(_SEPARATORS, key=heading.count))
        return _filled(Grid(file, PurePath(file).stem, spreadsheet=False), rows, room)


class _Rows:
    """The rows of a CSV text, each as a list of cells, and none longer than is sensible."""

    def __init__(self, text: Iterable[str], file: str, separator: str) -> None:
        self._text = text
        self._file = file
        self._reader = csv.reader(self._lines(), delimiter=separator, strict=True)
        self._length = 0

    def _lines(self) -> Iterator[str]:
        assert isinstance(self._text, io.TextIOWrapper)
        while line := self._text.readline(MOST_IN_A_ROW):
            self._length += len(line)
            if self._length >= MOST_IN_A_ROW:
                raise self._damaged(said("damaged.long-row", most=MOST_IN_A_ROW))
            yield line

    def _damaged(self, reason: Message) -> UnreadableFile:
        return UnreadableFile(f"{self._file}:{self._reader.line_num}", reason)

    def __iter__(self) -> Iterator[list[str]]:
        try:
            for cells in self._reader:
                self._length = 0
                yield cells
        except csv.Error as error:
            raise self._damaged(said("damaged.csv", detail=str(error))) from None


def _filled(grid: Grid, rows: Iterable[list[str]], room: Room) -> Grid:
    for number, cells in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise UnreadableFile(grid.file, said("too-much.rows", most=MOST_ROWS))
        for column, cell in enumerate(cells, 1):
            if cell:
                if column > MOST_COLUMNS:
                    raise UnreadableFile(f"{grid.file}:{number}", said("too-much.columns", most=MOST_COLUMNS))
                long = Unusable(said("long-cell.quote", most=MOST_IN_A_CELL))
                grid.put(number, column, cell if len(cell) <= MOST_IN_A_CELL else long, room)
    return grid


def _encoding(raw: bytes, file: str) -> str:
    """UTF-16 with its mark, UTF-8 with it or without, or Windows-1252 where it is not UTF-8."""
    if raw.startswith(_UTF16):
        if not _is_text(raw, "utf-16"):
            raise UnreadableFile(file, said("not-utf-8.broken-utf-16"))
        return "utf-16"
    if b"\0" in raw:
        raise UnreadableFile(file, said("not-importable.binary"))
    if _is_text(raw, "utf-8"):
        return "utf-8-sig"
    for number, line in enumerate(io.BytesIO(raw), 1):
        if not line.isascii() and _is_text(line, "utf-8"):
            raise UnreadableFile(f"{file}:{number}", said("not-utf-8.mixed"))
    unknown = _NOT_WINDOWS.search(raw)
    if unknown:
        line_number = raw.count(b"\n", 0, unknown.start()) + 1
        raise UnreadableFile(f"{file}:{line_number}", said("not-utf-8.windows", byte=unknown[0].hex()))
    return "cp1252"


def _is_text(raw: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(raw), _PIECE):
            decoder.decode(raw[start : start + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
