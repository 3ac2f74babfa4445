"""One table as CSV in UTF-8: commas, quotes where needed, a heading line in the chosen language.

A cell that starts with ``=``, ``+``, ``-``, ``@``, a tab, a line break or an apostrophe gets an apostrophe in
front, so that a spreadsheet shows it as text and never runs it as a formula. To read a cell back, take one
apostrophe away from its start if there is one. A cell without a value is what the source does not state.
"""

from __future__ import annotations

import codecs
import csv
import io
from typing import TYPE_CHECKING, Final

from flowviz.tables import TABLES, Cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowviz.exports.order import Order
    from flowviz.graph import Graph

__all__ = ["csv_bytes", "csv_text", "guarded", "table_text", "unguarded", "write"]

_RISKY: Final = tuple("=+-@\t\r\n'")


def write(graph: Graph, order: Order) -> bytes:
    """The file of the table that is asked for."""
    table = TABLES[order.table]
    return csv_bytes(table.headings(order.language), table.rows(graph, order.language))


def table_text(graph: Graph, table: str, language: str) -> str:
    """The CSV text of a table of `flowviz.tables.TABLES`."""
    return csv_text(TABLES[table].headings(language), TABLES[table].rows(graph, language))


def csv_text(headings: Iterable[str], rows: Iterable[Iterable[Cell]] = ()) -> str:
    """The CSV text of a table with these headings; every table that flowviz writes as CSV is written here.

    Lines end as RFC 4180 says: with any other end, a lone carriage return in a cell would not be quoted.

    >>> csv_text(["a", "b"], [["x\\ry", 2]])
    'a,b\\r\\n"x\\ry",2\\r\\n'
    """
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow(headings)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return output.getvalue()


def csv_bytes(headings: Iterable[str], rows: Iterable[Iterable[Cell]] = ()) -> bytes:
    """The same as a file, with a byte order mark: without it Excel garbles ä and ö."""
    return codecs.BOM_UTF8 + csv_text(headings, rows).encode()


def guarded(cell: Cell) -> Cell:
    """The cell as it stands in the file.

    >>> guarded("=1+2"), guarded("'quoted'"), guarded("plain"), guarded(-3)
    ("'=1+2", "''quoted'", 'plain', -3)
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_RISKY) else cell


def unguarded(cell: str) -> str:
    """The text that `guarded` was given.

    >>> unguarded("'=1+2")
    '=1+2'
    """
    return cell.removeprefix("'")
