"""An Excel workbook (.xlsx) -> its filled cells. Only what a catalogue needs is read, and never more than the limits.

The reader is ours because a workbook from anywhere may be hostile: no part is unpacked or held beyond a limit, no XML
entity is resolved, no macro or formula is run, and a broken part is an error in one line. It tells of each cell what
is wrong with it, of hidden sheets and of merged cells.
"""

from __future__ import annotations

import datetime
import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flowviz.importing.archive import Archive
from flowviz.importing.grid import Grid, Room, UnreadableFile, Unusable, letters
from flowviz.importing.xml_stream import Budget, plain, walk
from flowviz.limits import MOST_CELLS, MOST_COLUMNS, MOST_IN_A_CELL, MOST_MERGED, MOST_SHEETS
from flowviz.loading.characters import named
from flowviz.loading.problems import short
from flowviz.messages import said

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from flowviz.importing.grid import Raw
    from flowviz.importing.xml_stream import Walker

__all__ = ["read"]

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BROKEN: Final = said("damaged.workbook")
_LAST_ROW: Final = 1_048_576
_CELL: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})\Z")
_RANGE: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})(?::[A-Z]{1,3}[1-9][0-9]{0,6})?\Z")
_NUMBER: Final = re.compile(r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?\Z")
_ESCAPED: Final = re.compile(r"(?:_x[0-9A-Fa-f]{4}_)+")
_UNSEEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_QUOTED: Final = re.compile(r'"[^"]*"?|\\.?|\[[^\]]*\]?', re.DOTALL)
"""What is no sign of a number format; each closes at its end at the latest, so that one pass finds them all."""
_DATE_FORMATS: Final = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_LARGEST_WHOLE: Final = 10**15
"""Beyond it a spreadsheet does not know the last digits."""


def read(raw: bytes, name: str) -> list[Grid]:
    """The sheets of the workbook ``raw``, in its order; ``name`` is what its problems call it.

    Raises `UnreadableFile` for what is no workbook without macros and passwords, or larger than is sensible.
    """
    if raw.startswith(_OLE):
        raise UnreadableFile(name, said("not-importable.xls"))
    archive = Archive(raw, name, _BROKEN)
    if "mimetype" in archive:
        raise UnreadableFile(name, said("not-importable.opendocument"))
    if any(part.lower().endswith("vbaproject.bin") for part in archive.names):
        raise UnreadableFile(name, said("not-importable.macros"))
    return list(_Parts(archive, name).grids())


class _Parts:
    """The parts of a workbook, each walked once."""

    def __init__(self, archive: Archive, name: str) -> None:
        self._archive = archive
        self._name = name
        self._budget = Budget()

    def grids(self) -> Iterator[Grid]:
        main = next((part for part, kind in self._relations("").values() if kind == "officeDocument"), None)
        main = main or "xl/workbook.xml"
        book = _Book(self._name)
        self._walk(main, book)
        relations = self._relations(main)
        places = {kind: part for part, kind in reversed(relations.values())}
        folder = posixpath.dirname(main)
        texts, styles, room = _Texts(self._name), _Styles(), Room(self._name)
        for walker, kind in ((texts, "sharedStrings"), (styles, "styles")):
            part = places.get(kind, posixpath.join(folder, f"{kind}.xml"))
            if part in self._archive:
                self._walk(part, walker)
        values = _Values(texts.found, styles.dates(), book.epoch)
        for sheet in book.sheets:
            part, kind = relations.get(sheet.relation, ("", ""))
            if kind == "worksheet":
                file = f"{self._name}[{short(sheet.name)}]" if self._name else short(sheet.name)
                grid = Grid(file, sheet.name, hidden=sheet.hidden)
                self._walk(part, _Cells(grid, values, room))
                yield grid

    def _walk(self, part: str, walker: Walker) -> None:
        if part not in self._archive:
            raise UnreadableFile(self._name, said("damaged.no-part", part=short(part)))
        walk(self._archive.pieces(part), self._name, part, walker, self._budget)

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What ``part`` refers to by id: a part, and what it is to it."""
        folder, file = posixpath.split(part)
        own = posixpath.join(folder, "_rels", f"{file}.rels")
        walker = _Relations(folder)
        if own in self._archive:
            self._walk(own, walker)
        return walker.found


class _Relations:
    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.found: dict[str, tuple[str, str]] = {}

    def start(self, name: str, _: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.join("/", self._folder, attributes.get("Target", ""))
            kind = attributes.get("Type", "").rpartition("/")[2]
            self.found[attributes.get("Id", "")] = posixpath.normpath(target).lstrip("/"), kind

    def end(self, name: str, text: str) -> None:
        pass


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    hidden: bool
    relation: str


class _Book:
    """The sheets of a workbook and the day that its dates are counted from."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.sheets: list[_Sheet] = []
        self.epoch = datetime.date(1899, 12, 30)

    def start(self, name: str, _: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            self.epoch = datetime.date(1904, 1, 1)
        elif name == "sheet":
            relation = next((value for key, value in attributes.items() if plain(key) == "id"), "")
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append(_Sheet(attributes.get("name", ""), hidden, relation))
            if len(self.sheets) > MOST_SHEETS:
                raise UnreadableFile(self._name, said("too-much.sheets", most=MOST_SHEETS))

    def end(self, name: str, text: str) -> None:
        pass


class _Texts:
    """The texts that cells refer to by number, each without its phonetic reading."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._room = Room(name)
        self._parts: list[str] = []
        self._aside = False
        self.found: list[Raw] = []

    def start(self, name: str, _: str, __: dict[str, str]) -> None:
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._aside = True

    def end(self, name: str, text: str) -> None:
        if name == "t" and not self._aside:
            self._parts.append(text)
        elif name == "rPh":
            self._aside = False
        elif name == "si":
            whole = _text("".join(self._parts))
            self._room.take(whole)
            self.found.append(whole)
            if len(self.found) > MOST_CELLS:
                raise UnreadableFile(self._name, said("too-much.texts", most=MOST_CELLS))


class _Styles:
    """The formats of cells."""

    def __init__(self) -> None:
        self._dated: set[str] = set()
        self._formats: list[str] = []

    def start(self, name: str, inside: str, attributes: dict[str, str]) -> None:
        number = attributes.get("numFmtId", "0")
        if name == "numFmt" and re.search("[dy]", _QUOTED.sub("", attributes.get("formatCode", "")), re.IGNORECASE):
            self._dated.add(number)
        elif name == "xf" and inside == "cellXfs":
            self._formats.append(number)

    def end(self, name: str, text: str) -> None:
        pass

    def dates(self) -> set[int]:
        """The numbers of the styles that show a number as a date."""
        return {
            style
            for style, number in enumerate(self._formats)
            if number in self._dated or _number(number) in _DATE_FORMATS
        }


@dataclass(frozen=True, slots=True)
class _Values:
    """What the content of cells means in one workbook."""

    texts: Sequence[Raw]
    dates: Container[int]
    epoch: datetime.date

    def of(self, kind: str, text: str, style: str | None) -> Raw:
        """The value of a cell of this kind."""
        match kind:
            case "s":
                number = _number(text)
                known = number is not None and number < len(self.texts)
                return self.texts[number or 0] if known else Unusable(said("broken-cell.text"))
            case "str":
                return _text(text)
            case "b":
                return text in ("1", "true")
            case "e":
                return Unusable(said("error-value", value=short(text)))
            case "d":
                return _day(text[:10])
        return self._as_number(text, style)

    def _as_number(self, text: str, style: str | None) -> Raw:
        text = text.strip()
        if not _NUMBER.match(text) or abs(number := float(text)) == float("inf"):
            return Unusable(said("broken-cell.number"))
        if (_number(style) or 0) in self.dates and 0 <= number <= (datetime.date.max - self.epoch).days:
            return self.epoch + datetime.timedelta(days=int(number))
        return int(number) if abs(number) < _LARGEST_WHOLE and number.is_integer() else number


class _Cells:
    """Fills a grid with the cells of a sheet."""

    def __init__(self, grid: Grid, values: _Values, room: Room) -> None:
        self._grid = grid
        self._values = values
        self._room = room
        self._row = self._column = 0
        self._kind = "n"
        self._style: str | None = None
        self._parts: list[str] = []
        self._formula = self._aside = False

    def start(self, name: str, _: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._begin(attributes)
        elif name == "row":
            self._row = _number(attributes.get("r")) or self._row + 1
            self._column = 0
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._aside = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _begin(self, attributes: dict[str, str]) -> None:
        place = _CELL.match(attributes.get("r", ""))
        self._column = _column(place[1]) if place else self._column + 1
        self._kind = attributes.get("t", "n")
        self._style = attributes.get("s")
        self._parts = []
        self._formula = self._aside = False

    def _merge(self, ref: str) -> None:
        found = _RANGE.match(ref)
        if found:
            self._grid.merged.append((int(found[2]), _column(found[1]), ref))
        if len(self._grid.merged) > MOST_MERGED:
            raise UnreadableFile(self._grid.file, said("too-much.merged", most=MOST_MERGED))

    def end(self, name: str, text: str) -> None:
        if name == "rPh":
            self._aside = False
        elif name == ("t" if self._kind == "inlineStr" else "v") and not self._aside:
            self._parts.append(text)
        elif name == "c":
            self._end("".join(self._parts))

    def _end(self, text: str) -> None:
        value: Raw
        if self._formula:
            value = Unusable(said("formula"))
        elif not text:
            return
        else:
            value = _text(text) if self._kind == "inlineStr" else self._values.of(self._kind, text, self._style)
        if value == "":
            return
        if self._row > _LAST_ROW or self._column > MOST_COLUMNS:
            raise UnreadableFile(self._grid.file, said("damaged.outside"))
        if self._column in self._grid.rows.get(self._row, ()):
            cell = f"{letters(self._column)}{self._row}"
            raise UnreadableFile(f"{self._grid.file}:{self._row}:{self._column}", said("damaged.twice", cell=cell))
        self._grid.put(self._row, self._column, value, self._room)


def _text(text: str) -> Raw:
    """The text that a workbook writes so, with ``_x0041_`` for A."""
    if len(text) > MOST_IN_A_CELL:
        return Unusable(said("long-cell", most=MOST_IN_A_CELL))
    try:
        found = _ESCAPED.sub(_unescaped, text) if "_x" in text else text
    except UnicodeDecodeError:
        return Unusable(said("broken-cell.half"))
    unseen = _UNSEEN.search(found)
    return Unusable(said("bad-character", character=named(unseen[0]))) if unseen else found


def _unescaped(found: re.Match[str]) -> str:
    """The characters that are written as units of UTF-16."""
    return bytes.fromhex(found[0].replace("_x", "").replace("_", "")).decode("utf-16-be")


def _day(text: str) -> Raw:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return Unusable(said("broken-cell.date"))


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else None


def _column(name: str) -> int:
    found = 0
    for letter in name:
        found = found * 26 + ord(letter) - ord("A") + 1
    return found
