"""Values as plain data: cells of JSON, CSV and sheets.

A cell of CSV that starts with ``=``, ``+``, ``-``, ``@``, a tab or a line break, or has blanks around it, gets an apostrophe
in front: a spreadsheet then shows it as text, never runs it as a formula and keeps its blanks. So does a text that looks as
if it had got one. A cell without a value is what the source does not state.
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

__all__ = [
    "Cell",
    "cell",
    "cells",
    "csv_bytes",
    "csv_file",
    "csv_text",
    "guarded",
    "is_guarded",
    "records",
    "unguarded",
]

Cell = str | int | None
_FORMULA: Final = tuple("=+-@\t\r\n")


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


def csv_file(columns: Iterable[Column], rows: Iterable[Row], language: str) -> bytes:
    """A table as a CSV file with a heading line in ``language``."""
    return csv_bytes(headings(columns, language), cells(rows, language))


def csv_text(headings: Iterable[str], rows: Iterable[Iterable[Cell]]) -> str:
    r"""A table as CSV: commas, quotes where needed; every CSV that flowviz writes is written here.

    Lines end as RFC 4180 says: with any other end, a lone carriage return in a cell would not be quoted.

    >>> csv_text(["a", "b"], [["x\ry", 2]])
    'a,b\r\n"x\ry",2\r\n'
    """
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow(headings)
    writer.writerows([guarded(one) if isinstance(one, str) else one for one in row] for row in rows)
    return output.getvalue()


def csv_bytes(headings: Iterable[str], rows: Iterable[Iterable[Cell]]) -> bytes:
    """The same as a file, with a byte order mark: without it Excel garbles ä and ö."""
    return codecs.BOM_UTF8 + csv_text(headings, rows).encode()


def is_guarded(text: str) -> bool:
    """Whether a text needs an apostrophe in front."""
    return text.startswith(_FORMULA) or text != text.strip() or (text.startswith("'") and is_guarded(text[1:]))


def guarded(text: str) -> str:
    """The text as it stands in a cell.

    >>> guarded("=1+2"), guarded("'t Zand"), guarded("'=1")
    ("'=1+2", "'t Zand", "''=1")
    """
    return f"'{text}" if is_guarded(text) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given.

    >>> unguarded("'=1+2"), unguarded("'t Zand")
    ('=1+2', "'t Zand")
    """
    return text[1:] if text.startswith("'") and is_guarded(text[1:]) else text
