"""Values as plain data: cells of JSON, CSV and sheets.

A cell of CSV that starts with ``=``, ``+``, ``-``, ``@``, a tab, a line break or an apostrophe gets an apostrophe in
front, so that a spreadsheet shows it as text and never runs it as a formula. To read a cell back, take one
apostrophe away from its start if there is one. A cell without a value is what the source does not state.
"""

from __future__ import annotations

import codecs
import csv
import io
from typing import TYPE_CHECKING, Final

from flowviz.facts.values import Count, Value
from flowviz.telling.words import headings, tell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowviz.facts.columns import Column
    from flowviz.facts.values import Row

__all__ = ["Cell", "cell", "cells", "csv_bytes", "csv_text", "guarded", "records", "unguarded"]

Cell = str | int | None
_RISKY: Final = tuple("=+-@\t\r\n'")


def cell(value: Value, language: str) -> Cell:
    """A value as a number or as words; None for what is not stated."""
    return value.n if isinstance(value, Count) else tell(value, language)


def cells(rows: Iterable[Row], language: str) -> list[tuple[Cell, ...]]:
    """Rows of cells."""
    return [tuple([cell(value, language) for value in row]) for row in rows]


def records(columns: Iterable[Column], rows: Iterable[Row], language: str) -> list[dict[str, Cell]]:
    """Rows as mappings from the keys of the columns."""
    keys = [column.key for column in columns]
    return [dict(zip(keys, row, strict=True)) for row in cells(rows, language)]


def csv_text(columns: Iterable[Column], rows: Iterable[Row], language: str) -> str:
    """A table as CSV with a heading line in ``language``: commas, quotes where needed.

    Lines end as RFC 4180 says: with any other end, a lone carriage return in a cell would not be quoted.
    """
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow(headings(columns, language))
    writer.writerows([guarded(one) for one in row] for row in cells(rows, language))
    return output.getvalue()


def csv_bytes(columns: Iterable[Column], rows: Iterable[Row], language: str) -> bytes:
    """The same as a file, with a byte order mark: without it Excel garbles ä and ö."""
    return codecs.BOM_UTF8 + csv_text(columns, rows, language).encode()


def guarded(value: Cell) -> Cell:
    """A cell as it stands in a file.

    >>> guarded("=1+2"), guarded("'quoted'"), guarded("plain"), guarded(-3)
    ("'=1+2", "''quoted'", 'plain', -3)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_RISKY) else value


def unguarded(text: str) -> str:
    """The text that `guarded` was given.

    >>> unguarded("'=1+2")
    '=1+2'
    """
    return text.removeprefix("'")
