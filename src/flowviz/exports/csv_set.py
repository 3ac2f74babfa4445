"""The whole catalogue as a ZIP of CSV files, one for each sheet of the workbook, exact both ways.

UTF-8 with a byte order mark and commas; headings in the chosen language; what would start a formula, or begins or
ends with a blank, has an apostrophe in front (`flowviz.telling.plain.guarded`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.documents import document
from flowviz.exports.archive import zipped
from flowviz.sheets import sheets_of
from flowviz.telling.plain import csv_bytes

if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue
    from flowviz.exports.order import Order
    from flowviz.model import Model

__all__ = ["files_of", "write"]


def write(model: Model, order: Order) -> bytes:
    """The ZIP file of the CSV files."""
    return zipped(files_of(model.catalogue, order.language))


def files_of(catalogue: Catalogue, language: str) -> dict[str, bytes]:
    """The CSV files by name. A sheet without rows has its headings."""
    files = {}
    for key, (columns, rows) in sheets_of(document(catalogue), language).items():
        headings = [column.heading(language) for column in columns]
        files[f"{key}.csv"] = csv_bytes(headings, [[row.get(column.key) for column in columns] for row in rows])
    return files
