"""Cells as they stand in a file, before they mean anything."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from flowviz.errors import InputError
from flowviz.limits import MOST_CELLS, MOST_CHARACTERS, MOST_ROWS
from flowviz.loading.problems import Cell, Problem, short
from flowviz.messages import Message, said

__all__ = ["Grid", "Raw", "Room", "UnreadableFile", "Unusable", "letters"]


class UnreadableFile(InputError):  # noqa: N818
    """The file is not what its name says, too large, broken or protected; the reason says what to do."""


@dataclass(frozen=True, slots=True)
class Unusable:
    """A cell without a value that could be read, and why."""

    message: Message


Raw = str | int | float | bool | datetime.date | Unusable


class Room:
    """How many cells and characters may still come in, of all sheets of the file called ``name`` together."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._cells = MOST_CELLS
        self._characters = MOST_CHARACTERS

    def take(self, cell: Raw) -> None:
        """Counts one more cell. Raises `UnreadableFile` when it is one too many."""
        self._cells -= 1
        self._characters -= len(cell) if isinstance(cell, str) else 0
        if self._cells < 0 or self._characters < 0:
            reason = said("too-much.cells", cells=MOST_CELLS, characters=MOST_CHARACTERS)
            raise UnreadableFile(self._name, reason)


@dataclass(slots=True)
class Grid:
    """The filled cells of one sheet or CSV file, by row and column counted from 1."""

    file: str
    """What problems call it: ``book.xlsx[Feeds]`` or ``feeds.csv``."""
    name: str
    hidden: bool = False
    spreadsheet: bool = True
    """Whether its cells are known by letters and numbers."""
    rows: dict[int, dict[int, Raw]] = field(default_factory=dict)
    top: int = 1
    """The row of the headings: the first that is filled."""
    merged: list[tuple[int, int, str]] = field(default_factory=list)
    """First row, first column and name of each range of merged cells."""

    def put(self, row: int, column: int, cell: Raw, room: Room) -> None:
        """Fills a cell. Raises `UnreadableFile` when there are too many of them, or too many rows."""
        room.take(cell)
        if not self.rows or row < self.top:
            self.top = row
        self.rows.setdefault(row, {})[column] = cell
        if len(self.rows) > MOST_ROWS:
            raise UnreadableFile(self.file, said("too-much.filled-rows", most=MOST_ROWS))

    def problem(self, row: int, column: int, message: Message) -> Problem:
        """A problem of a cell; the heading of its column is what stands in the first row."""
        cell = Cell(letters(column) if self.spreadsheet else "", self.heading(column) if row > self.top else "")
        return Problem(self.file, row, column, message, cell=cell)

    def heading(self, column: int) -> str:
        """What stands at the top of a column; empty where it is no text."""
        found = self.rows.get(self.top, {}).get(column)
        return short(" ".join(found.split())) if isinstance(found, str) else ""


def letters(column: int) -> str:
    """The letters of a column.

    >>> letters(1), letters(26), letters(27), letters(703)
    ('A', 'Z', 'AA', 'AAA')
    """
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found
