"""The rows of a table as the query asks for them: filtered, sorted, page by page, and written as CSV and XLSX just as shown."""

from __future__ import annotations

import dataclasses
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

from flowviz import filters
from flowviz.ends import Pair, end_of
from flowviz.explorer.ahead import Piece
from flowviz.explorer.drawings import drawing_of, drawn_part, model_of
from flowviz.explorer.ends import feeds_of_pairs
from flowviz.explorer.query import Query
from flowviz.facts.tables import tables_of, things_table
from flowviz.facts.values import Count, Day, Flag, NotStated, Years
from flowviz.facts.values import Lines as Evidence
from flowviz.locales import LANGUAGES, words
from flowviz.search import fold
from flowviz.telling.keys import ordered, sort_key
from flowviz.telling.plain import csv_file
from flowviz.telling.sheet import workbook
from flowviz.telling.words import tell

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from flowviz.catalogue import Feed, Header
    from flowviz.explorer.live import State
    from flowviz.facts.columns import Column, Listing, Table
    from flowviz.facts.values import Value
    from flowviz.model import Model

__all__ = ["Shown", "as_csv", "as_xlsx", "asked", "beneath", "pieces", "shown"]

_PICKED: Final = ("departments", "resources", "registers", "datasets", "systems", "parties")
"""The tables whose rows are things that filters pick; the others follow from the filtered catalogue."""
_NAMES: Final = ("name", "resource", "source", "target")
"""Columns of so many names that to sort by one takes longest."""
_BLOCK: Final = 500
"""So many rows are told at a time: it takes some hundredths of a second."""
_ALIKE: Final = (Count, Day, Flag, Evidence, Years)
"""What is sorted alike in all languages."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A table as it is shown in a language: its entries, filtered and sorted. Cells are made of those that are asked for."""

    table: Table
    name: str
    title: str
    """The key of the sentence that heads it."""
    model: Model
    entries: Sequence[Any]
    language: str
    header: Header
    total: int
    """How many rows the table has without filters."""

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def listing(self) -> Listing:
        """All of its rows and columns."""
        return self.part(slice(None), lambda _: True)

    def part(self, places: slice, wanted: Callable[[Column], bool]) -> Listing:
        """Some of its rows in the ``wanted`` columns."""
        columns = tuple(column for column in self.table.columns if wanted(column))
        table = dataclasses.replace(self.table, columns=columns)
        return table.listing(self.model, self.name, self.title, self.entries[places])

    @property
    def file_name(self) -> str:
        return f"{self.name}-{self.language}"


def shown(state: State, query: Query) -> Shown:
    """The rows that ``query`` shows."""
    table = tables_of(state.model)[query.table]
    filtered = model_of(state, query)
    entries = _entries(state, filtered, query)
    model = state.model if table.shows else filtered
    total = len(entries) if filtered is state.model else sum(1 for _ in table.entries(state.model))
    found: Iterable[int] = _order(state, model, query, entries)
    if query.filters.picks and query.table in _PICKED:
        picked = filters.picked(state.model, query.filters)
        found = [place for place in found if entries[place] in picked]
    if query.text:
        holding = _holding(state, model, query, entries)
        found = [place for place in found if place in holding]
    chosen = [entries[place] for place in found]
    return Shown(table, query.table, f"table.{query.table}", model, chosen, query.language, _header(state), total)


def _entries(state: State, model: Model, query: Query) -> list[Any]:
    """The entries of the table in the order of the catalogue."""
    table = tables_of(state.model)[query.table]

    def found() -> list[Any]:
        if table.shows is None:
            return [*table.entries(model)]
        return [entry for entry in table.entries(state.model) if table.shows(model, entry)]

    return state.kept(("entries", query.table, query.filters), found, lambda found: 8 * len(found))


def _order(state: State, model: Model, query: Query, entries: Sequence[Any]) -> Sequence[int]:
    """The places of the entries as the column that the query sorts by has them, other way round with ``-``."""
    column = _column(tables_of(state.model)[query.table], query)
    if column is None:
        return range(len(entries))
    ranks = state.kept(
        _key_of_ranks(query, column=column), lambda: _ranked(model, column, entries, (query.language,))[0], _weight
    )

    def made() -> array[int]:
        stated = (place for place, rank in enumerate(ranks) if rank)
        order = sorted(stated, key=ranks.__getitem__, reverse=query.sort.startswith("-"))
        return array("I", [*order, *(place for place, rank in enumerate(ranks) if not rank)])

    return state.kept(("order", query.table, query.filters, query.sort, query.language), made, _weight)


def _column(table: Table, query: Query) -> Column | None:
    """The column that the query sorts by."""
    return next((column for column in table.columns if column.key == query.sort.removeprefix("-")), None)


def _key_of_ranks(query: Query, *, column: Column) -> Hashable:
    return "ranks", query.table, query.filters, column.key, query.language


def _ranked(model: Model, column: Column, entries: Iterable[Any], languages: Sequence[str]) -> list[array[int]]:
    """Which place the cell of each entry has among the cells of its column in each language, from 1 on; 0 for what is not
    stated. Equal cells have the same."""
    numbers: dict[Value, int] = {}
    cells = (column.cell(model, entry) for entry in entries)
    found = array(
        "I", (0 if isinstance(cell, NotStated) else numbers.setdefault(cell, len(numbers) + 1) for cell in cells)
    )
    alike = all(isinstance(value, _ALIKE) for value in numbers)
    ranked: list[array[int]] = []
    for language in languages[:1] if alike else languages:
        keys = [sort_key(value, language) for value in numbers]
        ranks = {key: rank for rank, key in enumerate(sorted({*keys}), 1)}
        ranked.append(array("I", map([0, *(ranks[key] for key in keys)].__getitem__, found)))
    return ranked * len(languages) if alike else ranked


def pieces(state: State) -> Iterator[Piece]:
    """What has ready what tables are sorted and filtered by, in every language."""
    for name, table in tables_of(state.model).items():
        query = Query(table=name)
        entries = _entries(state, state.model, query)
        for column in table.brief().columns:
            ranked = partial(_ranked, state.model, column, entries, LANGUAGES)
            if column.key in _NAMES:
                yield Piece(partial(_prepare, state, partial(_key_of_ranks, column=column), query, ranked))
        for first in range(0, len(entries), _BLOCK):
            told = partial(_told, state.model, table, entries[first : first + _BLOCK], LANGUAGES)
            yield Piece(partial(_prepare, state, partial(_key_of_texts, first=first), query, told))


def _prepare(
    state: State, key: Callable[[Query], Hashable], query: Query, make: Callable[[], Sequence[array[int] | Lines]]
) -> None:
    """Keeps what is made for all languages together, as long as nothing that was asked for has to make room for it."""
    keys = [key(query.but(language=language)) for language in LANGUAGES]
    if state.cache.has_room and not all(key in state.cache for key in keys):
        for each, found in zip(keys, make(), strict=True):
            state.kept(each, partial(_made, found), _weight)


def _made(found: array[int] | Lines) -> array[int] | Lines:
    return found


def _holding(state: State, model: Model, query: Query, entries: Sequence[Any]) -> set[int]:
    """The places of the entries whose rows hold all words of the query's text."""
    table, wanted = tables_of(state.model)[query.table], fold(query.text).split()
    found: set[int] = set()
    for first in range(0, len(entries), _BLOCK):
        made = partial(_lines, model, table, entries[first : first + _BLOCK], query.language)
        lines = state.kept(_key_of_texts(query, first=first), made, _weight)
        found.update(first + place for place in lines.holding(wanted))
    return found


def _key_of_texts(query: Query, *, first: int) -> Hashable:
    return "texts", query.table, query.filters, first, query.language


def _weight(found: array[int] | Lines) -> int:
    return found.weight if isinstance(found, Lines) else found.itemsize * len(found)


def _lines(model: Model, table: Table, entries: Iterable[Any], language: str) -> Lines:
    return _told(model, table, entries, (language,))[0]


def _told(model: Model, table: Table, entries: Iterable[Any], languages: Sequence[str]) -> list[Lines]:
    """All that the row of each entry says, in each language."""
    told: list[list[str]] = [[] for _ in languages]
    for entry in entries:
        cells = [column.cell(model, entry) for column in table.columns]
        row = [cell for cell in cells if not isinstance(cell, NotStated)]
        for texts, language in zip(told, languages, strict=True):
            texts.append(" ".join([text for value in row if (text := tell(value, language))]))
    return [Lines(texts) for texts in told]


class Lines:
    """Texts in which words are looked for, folded: one after the other as bytes, which takes a tenth of the time and of the
    memory.

    >>> Lines(["maps of sea", "Maps", "sea maps"]).holding(["maps", "sea"])
    {0, 2}
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._all = fold("\n".join(text.replace("\n", " ") for text in texts)).encode()
        self._ends = array("I", accumulate(len(line) + 1 for line in self._all.split(b"\n")))

    @property
    def weight(self) -> int:
        return len(self._all) + self._ends.itemsize * len(self._ends)

    def holding(self, words: Iterable[str]) -> set[int]:
        """The places of the texts that hold all the words, as words or within them."""
        found = set(range(len(self._ends)))
        for word in words:
            found &= set(self._each(word.encode()))
        return found

    def _each(self, word: bytes) -> Iterator[int]:
        at = self._all.find(word)
        while at >= 0:
            place = bisect_right(self._ends, at)
            yield place
            at = self._all.find(word, self._ends[place])


def asked(state: State, query: Query, most: int) -> Shown | None:
    """The rows of the table that ``query`` names: one beneath its drawing, or one of the catalogue's; None for neither."""
    if query.diagram:
        return beneath(state, query, most).get(query.table)
    return shown(state, query) if query.table in tables_of(state.model) else None


def beneath(state: State, query: Query, most: int) -> dict[str, Shown]:
    """The things and the feeds that the drawing of ``query`` shows, as the rows of two tables, or the table that it draws."""
    if query.diagram and query.diagram.table:
        there = query.diagram.table in tables_of(state.model)
        return {query.diagram.table: shown(state, query.but(table=query.diagram.table))} if there else {}
    model = model_of(state, query)
    things, feeds = state.kept(
        ("beneath", drawn_part(query), most),
        lambda: _beneath(state, model, query, most),
        lambda found: 8 * (len(found[0]) + len(found[1])),
    )
    found: dict[str, tuple[Table, Sequence[Any]]] = {
        "things": (things_table(state.model), things),
        "feeds": (tables_of(state.model)["feeds"], feeds),
    }
    return {
        name: Shown(
            table,
            name,
            f"table.{name}",
            model,
            _by_column(model, table, entries, query),
            query.language,
            _header(state),
            len(entries),
        )
        for name, (table, entries) in found.items()
    }


def _beneath(state: State, model: Model, query: Query, most: int) -> tuple[list[str], list[Feed]]:
    scene = drawing_of(state, query, most).scene
    folded = [entry.target for group in scene.key for entry in group.entries]
    things = dict.fromkeys([*(card.id for card in scene.cards), *(dot.target for dot in scene.dots), *folded])
    joined = [(dot.owner, dot.opens or dot.target) for dot in scene.dots] + [
        (line.source, line.target) for line in scene.lines
    ]
    pairs = [Pair(end_of(source), end_of(target)) for source, target in joined]
    feeds = feeds_of_pairs(model, pairs, within=query.of if query.boxed else None)
    return [id_ for id_ in things if id_ in model], feeds


def _by_column(model: Model, table: Table, entries: Sequence[Any], query: Query) -> Sequence[Any]:
    column = _column(table, query)
    if column is None:
        return entries
    values = [column.cell(model, entry) for entry in entries]
    return [entries[place] for place in ordered(values, query.language, backwards=query.sort.startswith("-"))]


def _header(state: State) -> Header:
    header: Header = state.model.catalogue.header
    return header


def as_csv(found: Shown) -> bytes:
    """The rows as CSV."""
    return csv_file(found.listing.columns, found.listing.rows, found.language)


def as_xlsx(found: Shown) -> bytes:
    """The rows as a workbook."""
    title = words(found.language)(found.listing.title)
    return workbook([found.listing], found.language, found.header, title)
