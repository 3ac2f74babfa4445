"""Tables as lists of columns. A column owns its cell, so a new column is one entry."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from flowviz.nouns import Noun

if TYPE_CHECKING:
    from flowviz.facts.values import Row, Value

__all__ = ["Column", "Listing", "Table"]


class Column(Noun, kw_only=False):
    """A column: its key, and its cell for an entry of what the table is of, such as a graph or an impact.

    ``brief`` columns are the few that a terminal or a page has room for.
    """

    key: str
    cell: Callable[[Any, Any], Value]
    brief: bool = False

    @property
    def label(self) -> str:
        """The key of the sentence that heads it."""
        return f"field.{self.key}"


class Table(Noun, kw_only=False):
    """A table: where its entries come from, and its columns."""

    entries: Callable[[Any], Iterable[Any]]
    columns: tuple[Column, ...]
    shows: Callable[[Any, Any], bool] | None = None
    """Of entries that hold only of the whole catalogue: whether a smaller one shows an entry."""

    def rows(self, of: Any, entries: Iterable[Any] | None = None) -> list[Row]:
        """A row of typed cells for each entry, or for each of ``entries``, in the order of the catalogue."""
        chosen = self.entries(of) if entries is None else entries
        return [tuple([column.cell(of, entry) for column in self.columns]) for entry in chosen]

    def brief(self) -> Table:
        """The table with those columns that a terminal or a page has room for."""
        return dataclasses.replace(self, columns=tuple(column for column in self.columns if column.brief))

    def listing(self, of: Any, name: str, title: str, entries: Iterable[Any] | None = None) -> Listing:
        """The rows, to be shown."""
        return Listing(name, title, self.columns, tuple(self.rows(of, entries)))


class Listing(Noun, kw_only=False):
    """The rows of a table as they are shown somewhere: chosen, sorted, in some of its columns.

    ``title`` is the key of the sentence that heads it.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def only(self, wanted: Callable[[Column], bool]) -> Listing:
        """The listing with the wanted columns alone."""
        return self._of([place for place, column in enumerate(self.columns) if wanted(column)])

    def brief(self, without: Collection[str] = ()) -> Listing:
        """The listing with those columns that a page has room for, but for those named in ``without``."""
        return self.only(lambda column: column.brief and column.key not in without)

    def first(self, key: str) -> Listing:
        """The listing with the column ``key`` before the others."""
        return self._of(sorted(range(len(self.columns)), key=lambda place: self.columns[place].key != key))

    def _of(self, places: Sequence[int]) -> Listing:
        rows = tuple(tuple([row[place] for place in places]) for row in self.rows)
        return dataclasses.replace(self, columns=tuple(self.columns[place] for place in places), rows=rows)

    def values(self, key: str) -> list[Value]:
        """The cells of the column ``key``, from the first row to the last."""
        place = next(place for place, column in enumerate(self.columns) if column.key == key)
        return [row[place] for row in self.rows]
