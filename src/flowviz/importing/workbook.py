"""An Excel workbook (.xlsx) -> its filled cells. Only what a catalogue needs is read; everything is checked for size first.

The reader is ours because a workbook from anywhere may be hostile: no part is unpacked beyond a limit, no XML
entity is resolved, no macro or formula is run, and a broken part is an error in one line.
"""

from __future__ import annotations

import datetime
import io
import posixpath
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from flowviz.importing.grid import MOST_ROWS, Grid, UnreadableFile, Unusable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flowviz.importing.grid import Raw

__all__ = ["MOST_BYTES", "read", "size_checked"]

MOST_BYTES: Final = 100_000_000
"""Bytes that the parts of a file may have together when they are unpacked."""
_MOST_PARTS: Final = 2_000
_MOST_COLUMNS: Final = 16_384
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CELL: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})\Z")
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_QUOTED: Final = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DATE_FORMATS: Final = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_ERRORS: Final = "an error value ({}): write the value itself"


def read(path: Path) -> list[Grid]:
    """The sheets of the workbook at ``path``, in its order.

    Raises `UnreadableFile` for what is no workbook without macros and passwords, or larger than is sensible.
    """
    data = path.read_bytes()
    if data.startswith(_OLE):
        raise UnreadableFile(f"{path}: an old .xls or a workbook with a password: save it as .xlsx without password")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = size_checked(archive, path)
            if "mimetype" in names:
                raise UnreadableFile(f"{path}: an OpenDocument file: save it as .xlsx")
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise UnreadableFile(f"{path}: holds macros: save it as .xlsx without macros")
            return list(_Workbook(archive, path).grids())
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise UnreadableFile(f"{path}: not a whole .xlsx workbook ({error}): save it again as .xlsx") from None
    except ET.ParseError as error:
        raise UnreadableFile(f"{path}: the workbook is damaged ({error}): save it again") from None


def size_checked(archive: zipfile.ZipFile, path: Path) -> list[str]:
    """The names of the parts of ``archive``, when they are few and small enough.

    What a part says of its size is what is read of it at most, so the check cannot be cheated.
    """
    parts = archive.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        limit = f"{_MOST_PARTS} parts or {MOST_BYTES // 1_000_000} MB"
        raise UnreadableFile(f"{path}: unpacks to more than {limit}: no catalogue is so large, split it or import JSON")
    return [part.filename for part in parts]


class _Workbook:
    def __init__(self, archive: zipfile.ZipFile, path: Path) -> None:
        self._archive = archive
        self._path = path
        self._main = self._target("", "officeDocument") or "xl/workbook.xml"
        self._book = self._xml(self._main)
        folder = posixpath.dirname(self._main)
        self._relations = self._relations_of(self._main)
        self._texts = self._shared_texts(self._target(self._main, "sharedStrings") or f"{folder}/sharedStrings.xml")
        self._dates = self._date_styles(self._target(self._main, "styles") or f"{folder}/styles.xml")
        properties = _first(self._book, "workbookPr")
        since_1904 = properties is not None and properties.get("date1904") in ("1", "true")
        self._epoch = datetime.date(1904, 1, 1) if since_1904 else datetime.date(1899, 12, 30)

    def grids(self) -> Iterator[Grid]:
        for sheet in _all(self._book, "sheet"):
            name = sheet.get("name", "")
            relation = next((value for key, value in sheet.attrib.items() if _plain(key) == "id"), "")
            part = self._relations.get(relation, ("", ""))[0]
            if "worksheet" in self._relations.get(relation, ("", ""))[1]:
                grid = Grid(f"{self._path}[{name}]", name, hidden=sheet.get("state", "visible") != "visible")
                self._fill(grid, part)
                yield grid

    # --- parts

    def _bytes(self, part: str) -> bytes:
        try:
            data = self._archive.read(part)
        except KeyError:
            raise UnreadableFile(
                f"{self._path}: the workbook lacks its part '{part}': save it again as .xlsx"
            ) from None
        if b"\0" in data[:4] or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise UnreadableFile(
                f"{self._path}: '{part}' has a document type, which no workbook needs: do not trust it"
            )
        return data

    def _xml(self, part: str) -> Any:
        return ET.fromstring(self._bytes(part))

    def _relations_of(self, part: str) -> dict[str, tuple[str, str]]:
        folder, name = posixpath.split(part)
        file = posixpath.join(folder, "_rels", f"{name}.rels")
        if file not in self._archive.namelist():
            return {}
        return {
            entry.get("Id", ""): (
                posixpath.normpath(posixpath.join("/", folder, entry.get("Target", ""))).lstrip("/"),
                entry.get("Type", "").rsplit("/", 1)[-1],
            )
            for entry in _all(self._xml(file), "Relationship")
            if entry.get("TargetMode") != "External"
        }

    def _target(self, part: str, kind: str) -> str | None:
        return next((target for target, found in self._relations_of(part).values() if found == kind), None)

    def _shared_texts(self, part: str) -> list[str]:
        if part not in self._archive.namelist():
            return []
        return [_text(entry) for entry in _all(self._xml(part), "si")]

    def _date_styles(self, part: str) -> set[int]:
        """The numbers of the cell styles that show a number as a date."""
        if part not in self._archive.namelist():
            return set()
        root = self._xml(part)
        codes = {entry.get("numFmtId"): entry.get("formatCode", "") for entry in _all(root, "numFmt")}
        formats = _first(root, "cellXfs")
        found = set()
        for number, style in enumerate(() if formats is None else _all(formats, "xf")):
            id_ = style.get("numFmtId", "0")
            if (id_.isdigit() and int(id_) in _DATE_FORMATS) or re.search(
                "[dy]", _QUOTED.sub("", codes.get(id_, "")), re.I
            ):
                found.add(number)
        return found

    # --- cells

    def _fill(self, grid: Grid, part: str) -> None:
        row = 0
        for _, element in ET.iterparse(io.BytesIO(self._bytes(part))):
            name = _plain(element.tag)
            if name == "row":
                row = _number(element.get("r")) or row + 1
                cells = dict(self._cells(element))
                if cells:
                    grid.rows[row] = cells
                if len(grid.rows) > MOST_ROWS:
                    raise UnreadableFile(
                        f"{grid.file}: more than {MOST_ROWS} filled rows: split the catalogue or import JSON"
                    )
                element.clear()
            elif name == "mergeCell":
                first = _CELL.match(element.get("ref", "").split(":")[0])
                if first:
                    grid.merged.append((int(first[2]), _column(first[1]), element.get("ref", "")))

    def _cells(self, row: Any) -> Iterator[tuple[int, Raw]]:
        column = 0
        for cell in row:
            if _plain(cell.tag) != "c":
                continue
            place = _CELL.match(cell.get("r", ""))
            column = _column(place[1]) if place else column + 1
            value = self._value(cell)
            if value is not None and column <= _MOST_COLUMNS:
                yield column, value

    def _value(self, cell: Any) -> Raw | None:
        kind = cell.get("t", "n")
        if _first(cell, "f") is not None:
            return Unusable("a formula: replace it by its value (copy it, then paste special: values)")
        if kind == "inlineStr":
            return _text(cell) or None
        found = _first(cell, "v")
        text = "" if found is None else found.text or ""
        if not text:
            return None
        if kind == "s":
            number = _number(text)
            known = number is not None and number < len(self._texts)
            return (
                (self._texts[number] or None)
                if known and number is not None
                else Unusable("a text that the workbook lacks")
            )
        if kind == "str":
            return _unescaped(text)
        if kind == "b":
            return text in ("1", "true")
        if kind == "e":
            return Unusable(_ERRORS.format(text))
        return self._day(text[:10]) if kind == "d" else self._as_number(text, cell.get("s"))

    def _as_number(self, text: str, style: str | None) -> Raw:
        try:
            number = float(text)
        except ValueError:
            return Unusable("a broken number: write it again")
        if (_number(style) or 0) in self._dates and 0 <= number < 2_958_466:
            return self._epoch + datetime.timedelta(days=int(number))
        return int(number) if number.is_integer() else number

    def _day(self, text: str) -> Raw:
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            return Unusable("a broken date: write it again")


def _plain(name: str) -> str:
    """The name of an element or attribute without its namespace: the transitional and the strict form differ in it."""
    return name.rpartition("}")[2]


def _all(root: Any, name: str) -> Iterator[Any]:
    return (element for element in root.iter() if isinstance(element.tag, str) and _plain(element.tag) == name)


def _first(root: Any, name: str) -> Any:
    return next(_all(root, name), None)


def _text(element: Any) -> str:
    """The text of a cell without its phonetic reading."""
    if _plain(element.tag) == "rPh":
        return ""
    own = (element.text or "") if _plain(element.tag) == "t" else ""
    return _unescaped(own) + "".join(_text(child) for child in element)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else None


def _column(name: str) -> int:
    found = 0
    for letter in name:
        found = found * 26 + ord(letter) - ord("A") + 1
    return found
