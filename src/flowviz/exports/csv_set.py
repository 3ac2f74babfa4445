"""The whole catalogue as a ZIP of CSV files, one for each sheet of the workbook, exact both ways.

UTF-8 with a byte order mark and commas; headings in the chosen language; what would start a formula, or begins or
ends with a blank, has an apostrophe in front (`flowviz.sheets.guarded`).
"""

from __future__ import annotations

import codecs
import csv
import io
from typing import TYPE_CHECKING

from flowviz.documents import document
from flowviz.exports.archive import zipped
from flowviz.sheets import guarded, sheets_of

if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue
    from flowviz.exports.order import Order
    from flowviz.graph import Graph

__all__ = ["files_of", "write"]


def write(graph: Graph, order: Order) -> bytes:
    """The ZIP file of the CSV files."""
    return zipped(files_of(graph.graph["catalogue"], order.language))


def files_of(catalogue: Catalogue, language: str) -> dict[str, bytes]:
    """The CSV files by name. A sheet without rows has its headings."""
    files = {}
    for key, (columns, rows) in sheets_of(document(catalogue), language).items():
        output = io.StringIO()
        writer = csv.writer(output)  # lines end as RFC 4180 says, and a lone carriage return is quoted
        writer.writerow([column.heading(language) for column in columns])
        for row in rows:
            cells = [row.get(column.key) for column in columns]
            writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in cells])
        files[f"{key}.csv"] = codecs.BOM_UTF8 + output.getvalue().encode()
    return files
