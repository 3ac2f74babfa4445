"""Cells -> the plain data of a catalogue, with the cell that each value came from."""

from __future__ import annotations

import datetime
import functools
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from flowviz.errors import CatalogueError
from flowviz.importing.examples import is_example, left_cells
from flowviz.importing.grid import Grid, Raw, Unusable, letters
from flowviz.importing.headings import Headings, plain
from flowviz.limits import MOST_PROBLEMS
from flowviz.loading import Elsewhere
from flowviz.loading.ids import Names, is_id, texts_of
from flowviz.loading.meaning import Lost, kind_of
from flowviz.loading.problems import Hints, Problem, in_order, short
from flowviz.locales import LANGUAGES
from flowviz.messages import Message, OneOf, said
from flowviz.near import nearest
from flowviz.sheets import EMPTY, OWNER, SHEETS, Column, Sheet, Stem
from flowviz.telling.plain import unguarded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

__all__ = ["Assembly", "assemble"]

Path = tuple[str | int, ...]

_LOCAL_DATE: Final = re.compile(r"([0-3]?[0-9])\.([01]?[0-9])\.([0-9]{4})\Z")
_SEPARATORS: Final = re.compile(r"[,;\n]")
_APART: Final = re.compile(rf'{_SEPARATORS.pattern}(?=(?:[^"]*"[^"]*")*[^"]*\Z)')
"""The same, outside of quotations."""
_EPOCH: Final = datetime.date(1899, 12, 30)


@dataclass(slots=True)
class _Row:
    grid: Grid
    number: int
    columns: Mapping[str, int]
    lacks: Callable[[Path], Problem | None]
    """The problem of the column that a value is missing from, where there is no such column."""


@dataclass(slots=True)
class Assembly:
    """Plain data as one YAML file would hold them, and where they stand."""

    data: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    """Names of sheets that are no part of a catalogue."""
    examples: int = 0
    """How many rows of the template's examples were left out."""
    example_heads: list[Problem] = field(default_factory=list)
    """What to tell of those where a catalogue must have a row of its own."""
    elsewhere: Elsewhere = field(default_factory=Elsewhere)
    """Rows whose home was not found."""
    sheets: dict[str, Grid] = field(default_factory=dict)
    """The sheets of a catalogue by key, in its order."""
    unknown_headings: list[tuple[Grid, Stem | None, Problem]] = field(default_factory=list)
    """The problems of headings that mean nothing, with what each was meant to be."""
    following: Counter[Problem] = field(default_factory=Counter)
    """How many other problems follow from each."""
    _rows: dict[Path, _Row] = field(default_factory=dict)

    def problem(self, path: Path, message: Message) -> Problem | None:
        """A problem at the cell that the value at ``path`` came from; None when no cell is behind it.

        Where its column is not there because the heading means nothing, it is the problem of that; a column that no
        heading was meant for is told of once for all its rows. What is missing is called by its heading.
        """
        for length in range(len(path), 0, -1):
            row = self._rows.get(path[:length])
            if row is not None:
                at = _column(row.columns, path[length:])
                cause = None if at else self.unknown_heading(row.grid, path[length:])
                if cause:
                    self.following[cause] += 1
                    return cause
                if lack := None if at or message.code != "missing" else row.lacks(path[length:]):
                    return lack
                if at and message.code == "missing":
                    message = said("missing", key=row.grid.heading(at))
                return row.grid.problem(row.number, at or min(row.columns.values(), default=1), message)
        return None

    def unknown_heading(self, grid: Grid, rest: Path) -> Problem | None:
        """The problem of the heading that was meant for ``rest`` of a row's data, or else of one that may have been."""
        found = [(stem, problem) for of, stem, problem in self.unknown_headings if of is grid and rest]
        meant = [problem for stem, problem in found if stem and stem.path[:1] == rest[:1]]
        return next(iter(meant + [problem for stem, problem in found if not stem]), None)

    def note(self, problem: Problem) -> None:
        """Keeps a problem. Raises `CatalogueError` when there are so many that the rest is not worth a look."""
        self.problems.append(problem)
        self._check_number()

    def lose(self, lost: Lost) -> None:
        """Keeps a reference that finds nothing. Raises `CatalogueError` as `note` does."""
        self.elsewhere.lost.append(lost)
        self._check_number()

    def _check_number(self) -> None:
        if len(self.problems) + len(self.elsewhere.lost) > MOST_PROBLEMS:
            more = Problem("", 0, 0, said("too-much.problems", most=MOST_PROBLEMS))
            found = [*self.problems, *(one.problem for one in self.elsewhere.lost)]
            raise CatalogueError((*in_order(found, self.files), more))

    @property
    def files(self) -> list[str]:
        """What problems call the sheets."""
        return [grid.file for grid in self.sheets.values()]

    def add(self, path: Path, row: _Row) -> None:
        self._rows[path] = row


def _column(columns: Mapping[str, int], rest: Path) -> int | None:
    """The column of the value that ``rest`` leads to in a row's data."""
    for length in range(len(rest), 0, -1):
        key = ".".join(map(str, rest[:length]))
        before = ".".join(map(str, rest[: length - 1])) or "text"
        found = columns.get(key) or columns.get(f"{before} ({rest[length - 1]})")
        found = found or next((at for name, at in columns.items() if name.startswith(f"{key} (")), None)
        if found:
            return found
    return None


def assemble(grids: Sequence[Grid], into: Mapping[str, Any] | None = None) -> Assembly:
    """The data of all ``grids`` and the problems of their cells.

    What the data mean is not checked, nor whether they are complete. With ``into``, the data of a catalogue that
    they will be merged into, rows may lie in its things: these are there with nothing but their ids then.

    Raises `CatalogueError` when there are too many problems to go on.
    """
    result = Assembly()
    by_sheet = _matched(grids, result)
    homes = _Homes(result.data, into or {})
    languages: list[str] = [] if "catalogue" in by_sheet else _languages(into or {})
    for key, sheet in SHEETS.items():
        if key in by_sheet:
            result.sheets[key] = by_sheet[key]
            _Reader(sheet, by_sheet[key], result, languages, homes).read()
        if key == "catalogue" and not languages:
            languages += _languages(result.data) or _languages(into or {})
    if result.data and not into:
        result.problems += result.example_heads
    return result


def _languages(data: Mapping[str, Any]) -> list[str]:
    """The languages of the catalogue, that of the source first."""
    header = data.get("catalogue", {})
    return list(
        dict.fromkeys(code for code in (header.get("language"), *header.get("languages", ())) if isinstance(code, str))
    )


# --- which sheet is which


@functools.cache
def _sheet_names() -> Mapping[str, str]:
    names = {plain(sheet.name(language)): key for language in LANGUAGES for key, sheet in SHEETS.items()}
    return names | {key: key for key in SHEETS}


def _matched(grids: Iterable[Grid], result: Assembly) -> dict[str, Grid]:
    found: dict[str, Grid] = {}
    for grid in grids:
        name = plain(grid.name)
        key = _sheet_names().get(name)
        if key is None:
            _unknown_sheet(grid, name, result)
        elif grid.hidden:
            result.elsewhere.unseen = True
            result.note(grid.problem(1, 1, said("hidden-sheet")))
        elif key in found:
            result.elsewhere.unseen = True
            result.note(grid.problem(1, 1, said("second-sheet", sheet=found[key].file)))
        else:
            found[key] = grid
    return found


def _unknown_sheet(grid: Grid, name: str, result: Assembly) -> None:
    if grid.hidden or not grid.rows:
        return
    meant = nearest(name, _sheet_names())
    if meant:
        result.elsewhere.unseen = True
        result.note(grid.problem(1, 1, said("unknown-sheet", name=short(grid.name), proposal=meant)))
    else:
        result.unread.append(grid.file)


# --- what lies in what


Home = tuple[dict[str, Any], Path]
"""The data of a thing that rows may lie in, and their path."""


class _Homes:
    """The things that rows may lie in, by sheet and id."""

    def __init__(self, data: dict[str, Any], old: Mapping[str, Any]) -> None:
        self._data = data
        self._found: dict[str, dict[str, Home]] = {}
        self._old: dict[tuple[str, str], Chain] = {}
        self._entries: dict[tuple[str, str], Mapping[str, Any]] = {}
        for owner, entry, chain in _chains(old):
            self._old[owner, entry["id"]] = chain
            self._entries[owner, entry["id"]] = entry
        self._left_out: set[tuple[str, Any]] = set()
        self._known: dict[str, tuple[dict[str, None], Names]] = {}

    def add(self, sheet: str, id_: str, data: dict[str, Any], path: Path) -> None:
        self._found.setdefault(sheet, {}).setdefault(id_, (data, path))

    def leave_out(self, sheet: str, id_: Any) -> None:
        """Takes in that the thing ``id_`` has no home itself."""
        self._left_out.add((sheet, id_))

    def is_left_out(self, sheet: Sheet, id_: str) -> bool:
        """Whether what a row of ``sheet`` lies in has no home itself: of that it is told already."""
        return any((owner, id_) in self._left_out for owner in sheet.owners)

    def meant(self, sheet: Sheet, word: str, hints: Hints) -> str | None:
        """The id of what a row of ``sheet`` may lie in that ``word`` means; the sheets of those have been read."""
        if sheet.key not in self._known:
            self._known[sheet.key] = self._ids_and_names(sheet.owners)
        ids, names = self._known[sheet.key]
        return names.meant(word, ids) or hints.nearest(word, ids)

    def _ids_and_names(self, owners: Sequence[str]) -> tuple[dict[str, None], Names]:
        entries = [(id_, entry) for (owner, id_), entry in self._entries.items() if owner in owners]
        found = (item for owner in owners for item in self._found.get(owner, {}).items())
        entries += [(id_, data) for id_, (data, _) in found if is_id(id_)]
        names = Names()
        for id_, entry in entries:
            names.add(id_, texts_of(entry))
        return dict.fromkeys(id_ for id_, _ in entries), names

    def get(self, sheet: Sheet, id_: str) -> Home | None:
        """The thing ``id_`` that a row of ``sheet`` may lie in; made with its id alone when only the old catalogue has it."""
        for owner in sheet.owners:
            if id_ in self._found.get(owner, {}):
                return self._found[owner][id_]
        owner = next((owner for owner in sheet.owners if (owner, id_) in self._old), "")
        if not owner:
            return None
        data: dict[str, Any] = self._data
        path: Path = ()
        for field_, inner in self._old[owner, id_]:
            data, path = _inner(data, path, field_, inner)
        self.add(owner, id_, data, path)
        return data, path


Chain = tuple[tuple[str, str], ...]


def _chains(data: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any], Chain]]:
    """The sheet and data of each thing in those of a catalogue, with the fields and ids that lead to it."""
    found: dict[str, list[tuple[Mapping[str, Any], Chain]]] = {}
    for key, sheet in SHEETS.items():
        if sheet.has_ids:
            homes = [home for owner in sheet.owners for home in found[owner]] if sheet.owners else [(data, ())]
            for home, chain in homes:
                entries = home.get(sheet.field, ())
                for entry in [entries] if isinstance(entries, dict) else entries:
                    here = (*chain, (sheet.field, entry["id"]))
                    found.setdefault(key, []).append((entry, here))
                    yield key, entry, here
        found.setdefault(key, [])


def _inner(data: dict[str, Any], path: Path, field_: str, id_: str) -> Home:
    """The entry ``id_`` under ``field_``, made when it is not there."""
    if field_ == "organisation":
        found: dict[str, Any] = data.setdefault(field_, {"id": id_})
        return found, (*path, field_)
    entries: list[dict[str, Any]] = data.setdefault(field_, [])
    at = next((number for number, entry in enumerate(entries) if entry.get("id") == id_), None)
    if at is None:
        entries.append({"id": id_})
        at = len(entries) - 1
    return entries[at], (*path, field_, at)


# --- one sheet


class _Reader:
    """Reads one sheet into the data of an assembly."""

    def __init__(
        self,
        sheet: Sheet,
        grid: Grid,
        result: Assembly,
        languages: list[str],
        homes: _Homes,
    ) -> None:
        self.sheet = sheet
        self.grid = grid
        self.result = result
        self.languages = languages
        self.homes = homes
        self.hints = Hints()
        self.top = grid.top
        self.headings = Headings(sheet, languages, ())
        self.lacks_owner = False
        """Whether it is told that the column of what rows lie in is missing."""

    def read(self) -> None:
        if not self.grid.rows:
            return
        top = self.top
        columns = self._headings(top)
        self._check_merged(top)
        keys = {column.key: at for at, column in columns.items()}
        for number in sorted(self.grid.rows):
            cells = {at: cell for at, cell in self.grid.rows[number].items() if not _is_blank(cell)}
            if number > top and cells:
                self._row(number, cells, columns, keys)

    def _problem(self, row: int, column: int, message: Message) -> None:
        self.result.note(self.grid.problem(row, column, message))

    def _check_merged(self, top: int) -> None:
        for row, column, name in self.grid.merged:
            if row >= top:
                self._problem(row, column, said("merged-cells", cells=name))

    def _headings(self, top: int) -> dict[int, Column]:
        row = {at: _heading(cell) for at, cell in sorted(self.grid.rows[top].items())}
        headings = self.headings = Headings(self.sheet, self.languages, list(row.values()))
        found: dict[int, Column] = {}
        keys: set[str] = set()
        for at, heading in row.items():
            cell = self.grid.rows[top][at]
            if isinstance(cell, Unusable):
                self._problem(top, at, cell.message)
                continue
            column = headings.column(heading)
            if column is None and not heading.startswith("#"):
                meant, stem = headings.nearest(heading, self.hints) or (None, None)
                key = "unknown-column" if meant else "unknown-column.alone"
                problem = self.grid.problem(top, at, said(key, heading=short(heading), proposal=meant))
                self.result.note(problem)
                self.result.unknown_headings.append((self.grid, stem, problem))
            elif column is not None and column.key in keys:
                self._problem(top, at, said("second-column", heading=short(heading)))
            elif column is not None:
                found[at] = column
                keys.add(column.key)
        return found

    # --- one row

    def _row(
        self, number: int, cells: Mapping[int, Raw], columns: Mapping[int, Column], keys: Mapping[str, int]
    ) -> None:
        if self._is_example(number, cells, columns):
            return
        data: dict[str, Any] = {}
        owner: Any = None
        order: dict[tuple[str, ...], list[str]] = {}
        for at, cell in cells.items():
            column = columns.get(at)
            if column is None:
                self._stray(number, at)
                continue
            value = self._value(number, at, cell, column)
            if column.kind == "owner":
                owner = value
            elif column.order:
                order[column.stem.path] = [part.strip() for part in str(value).split(",")]
            else:
                _put(data, (*column.stem.path, column.language) if column.language else column.stem.path, value)
        self._add(number, data, owner, order, keys)

    def _is_example(self, number: int, cells: Mapping[int, Raw], columns: Mapping[int, Column]) -> bool:
        """Whether a row is one of the template's examples, untouched; what is left of one in other rows is told."""
        row = [(at, columns[at], cell) for at, cell in cells.items() if at in columns]
        left = left_cells(self.sheet.key, row)
        if left and is_example(self.sheet.key, row):
            self.result.examples += 1
            if self.sheet.one:
                problem = self.grid.problem(number, 1, said("example.head"))
                self.result.example_heads.append(problem)
            return True
        for at in left:
            self._problem(number, at, said("example.left", value=str(cells[at])))
        return False

    def _lack(self, path: Path) -> Problem | None:
        """The problem of the column that is missing for what ``path`` leads to in a row."""
        stem = next((stem for stem in self.sheet.stems if stem.path == path), None)
        if stem is None:
            return None
        return self.grid.problem(self.top, 1, said("missing-column", heading=self.headings.told(stem)))

    def _stray(self, number: int, at: int) -> None:
        heading = self.grid.rows[self.top].get(at)
        if not isinstance(heading, str) or not heading.strip():
            self._problem(number, at, said("no-heading", column=letters(at)))

    def _add(
        self,
        number: int,
        data: dict[str, Any],
        owner: Any,
        order: dict[tuple[str, ...], list[str]],
        keys: Mapping[str, int],
    ) -> None:
        home, path = self._home(number, owner, keys)
        if home is None:
            self.result.elsewhere.left_out.append(data)
            self.homes.leave_out(self.sheet.key, data.get("id"))
            return
        languages = self.languages or _languages({"catalogue": data} if self.sheet.key == "catalogue" else {})
        _sort_texts(self.sheet, data, languages, order)
        field_ = self.sheet.field
        if self.sheet.one:
            if field_ in home:
                self._problem(number, 1, said("second-row"))
                return
            if self.sheet.key == "catalogue" and "source" in data:
                home["source"] = data.pop("source")
                self.result.add(("source",), _Row(self.grid, number, {"": keys["source"]}, self._lack))
            home[field_] = data
            here: Path = (field_,)
        else:
            home.setdefault(field_, []).append(data)
            here = (*path, field_, len(home[field_]) - 1)
        self.result.add(here, _Row(self.grid, number, keys, self._lack))
        if isinstance(data.get("id"), str):
            self.homes.add(self.sheet.key, data["id"], data, here)

    def _home(self, number: int, owner: Any, keys: Mapping[str, int]) -> tuple[dict[str, Any] | None, Path]:
        """The data that a row lies in, and the path of them."""
        if not self.sheet.owners:
            return self.result.data, ()
        at = keys.get(OWNER)
        if owner is None:
            if at:
                self._problem(number, at, said("no-owner", heading=self.grid.heading(at)))
            elif cause := self.result.unknown_heading(self.grid, (OWNER,)):
                self.result.following[cause] += 1
            elif not self.lacks_owner and (lack := self._lack((OWNER,))):
                self.lacks_owner = True
                self.result.note(lack)
            return None, ()
        found = self.homes.get(self.sheet, str(owner))
        if found is None:
            if not self.homes.is_left_out(self.sheet, str(owner)):
                self._lose(number, keys[OWNER], str(owner))
            return None, ()
        return found

    def _lose(self, number: int, at: int, owner: str) -> None:
        meant = self.homes.meant(self.sheet, owner, self.hints)
        message = said(
            "unknown-owner", id=short(owner), sheets=OneOf(map(self._called, self.sheet.owners)), proposal=meant
        )
        kinds = [kind_of(SHEETS[key].noun) or "" for key in self.sheet.owners]
        self.result.lose(Lost(owner, tuple(dict.fromkeys(kinds)), self.grid.problem(number, at, message)))

    def _called(self, sheet: str) -> str:
        """The name of a sheet in this file, or its key when it is not there."""
        return self.result.sheets[sheet].name if sheet in self.result.sheets else sheet

    # --- one cell

    def _value(self, number: int, at: int, cell: Raw, column: Column) -> Any:
        value = cell
        if isinstance(cell, Unusable):
            self._problem(number, at, cell.message)
            return "?"
        stem = column.stem
        if column.kind == "date":
            return _date(cell)
        if isinstance(cell, datetime.date):
            self._problem(number, at, said("made-date", date=cell.isoformat()))
            return "?"
        if column.kind == "list" and isinstance(cell, float):
            self._problem(number, at, said("made-decimals", value=cell))
            return []
        if column.kind == "int":
            return int(cell) if isinstance(cell, str) and _is_number(cell.strip()) else cell
        if column.kind in ("bool", "enum"):
            return _option(cell, column)
        value = _read_text(cell)
        if column.kind == "list":
            return _list(value, evidence=stem.field is not None and stem.field.of is None)
        return value


def _heading(cell: Raw) -> str:
    return " ".join(str(cell).split()).rstrip("*").strip() if not isinstance(cell, Unusable) else ""


def _is_blank(cell: Raw) -> bool:
    return isinstance(cell, str) and not cell.strip()


def _put(data: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for key in path[:-1]:
        data = data.setdefault(key, {})
    data[path[-1]] = value


def _sort_texts(
    sheet: Sheet, data: dict[str, Any], languages: Sequence[str], order: Mapping[tuple[str, ...], list[str]]
) -> None:
    """Puts the languages of each text into the order of the catalogue, or its own where a cell says one."""
    for stem in sheet.stems:
        if stem.kind != "text":
            continue
        inner: Any = data
        for key in stem.path:
            inner = inner.get(key) if isinstance(inner, dict) else None
        if isinstance(inner, dict):
            wanted = [code for code in (*order.get(stem.path, ()), *languages, *inner) if code in inner]
            ordered = {code: inner[code] for code in wanted}
            inner.clear()
            inner.update(ordered)


def _read_text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    text = str(cell)
    plain = unguarded(text)
    return text.strip() if plain == text else plain


def _option(cell: Any, column: Column) -> Any:
    """The value that a word in any language means; the word itself where none does."""
    if isinstance(cell, bool):
        return cell
    word = str(cell).strip()
    value = _options(column.stem).get(word.casefold(), word)
    return {"yes": True, "no": False}.get(value, value) if column.kind == "bool" else value


@functools.cache
def _options(stem: Stem) -> dict[str, str]:
    words = [stem.options(language) for language in LANGUAGES]
    return {word.casefold(): value for options in words for value, word in options.items()} | {
        value: value for value in words[0]
    }


def _list(text: str, *, evidence: bool) -> list[Any]:
    if text in (EMPTY, "-"):
        return []
    parts = [part.strip() for part in (_APART if evidence else _SEPARATORS).split(text) if part.strip()]
    return [_evidence(part) for part in parts] if evidence else parts


def _evidence(text: str) -> int | str:
    place, quoted, words = text.partition('"')
    place = place.replace("–", "-").replace(" ", "")
    return f'{place} "{words}' if quoted else int(place) if _is_number(place) else place


def _is_number(text: str) -> bool:
    """Whether ``text`` is a whole number, of digits that mean the same to all: ``²`` is one to Python."""
    return text.isascii() and text.isdigit() and len(text) < 12


def _date(cell: Raw) -> Any:
    """The day as YYYY-MM-DD: of a date, of the number that a spreadsheet keeps for it, or of ``3.11.2026``."""
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    if isinstance(cell, (int, float)) and not isinstance(cell, bool) and 1 <= cell < 2_958_466:
        return (_EPOCH + datetime.timedelta(days=int(cell))).isoformat()
    text = _read_text(cell)
    local = _LOCAL_DATE.match(text)
    return f"{local[3]}-{int(local[2]):02}-{int(local[1]):02}" if local else text
