"""Tables as lists of columns. A column owns its cell, so a new column is one entry."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flowviz.facts.values import Row, Value

__all__ = ["Column", "Table"]


@dataclass(frozen=True, slots=True)
class Column:
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


@dataclass(frozen=True, slots=True)
class Table:
    """A table: where its entries come from, and its columns."""

    entries: Callable[[Any], Iterable[Any]]
    columns: tuple[Column, ...]

    def rows(self, of: Any) -> list[Row]:
        """A row of typed cells for each entry, in the order of the catalogue."""
        return [tuple([column.cell(of, entry) for column in self.columns]) for entry in self.entries(of)]
