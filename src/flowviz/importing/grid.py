"""Cells as they stand in a file, before they mean anything."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from flowviz.errors import FlowvizError
from flowviz.loading.problems import Problem

__all__ = ["MOST_ROWS", "Grid", "Raw", "UnreadableFile", "Unusable", "letters"]

MOST_ROWS = 200_000
"""Rows that one sheet may have: more is a mistake, or meant to exhaust the machine."""


class UnreadableFile(FlowvizError):  # noqa: N818
    """The file is not what its name says, too large, broken or protected; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Unusable:
    """A cell without a value that could be read, and why."""

    message: str


Raw = str | int | float | bool | datetime.date | Unusable


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
    merged: list[tuple[int, int, str]] = field(default_factory=list)
    """First row, first column and name of each range of merged cells."""

    def problem(self, row: int, column: int, message: str) -> Problem:
        cell = f"{letters(column)}{row}: " if self.spreadsheet else ""
        return Problem(self.file, row, column, f"{cell}{message}")


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
