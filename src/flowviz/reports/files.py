"""Tables as files: CSV of one, a workbook of several. Texts are always texts, never formulas."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import TYPE_CHECKING, Any, Final

from flowviz.exports.csv_table import csv_bytes
from flowviz.writing import GENERATOR

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowviz.catalogue import Catalogue
    from flowviz.reports.question import TableText

__all__ = ["csv_file", "workbook"]

_NARROW, _WIDE = 8, 48
_NO_SHEET_NAME: Final = str.maketrans(dict.fromkeys("[]:*?/\\'"))
_SHEET_NAME: Final = 31


def csv_file(table: TableText) -> bytes:
    """The table as CSV with all its columns, in the form of `flowviz.exports.csv_table`."""
    return csv_bytes(table.headings, table.rows)


def workbook(tables: Iterable[TableText], catalogue: Catalogue, title: str) -> bytes:
    """A workbook with a sheet for each table; the same tables give the same bytes."""
    import xlsxwriter

    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    made = datetime.datetime.fromisoformat(catalogue.header.date).replace(tzinfo=datetime.UTC)
    book.set_properties({"title": title, "comments": f"flowviz {catalogue.header.version}", "created": made})
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    for table in tables:
        _sheet(book.add_worksheet(table.title[:_SHEET_NAME].translate(_NO_SHEET_NAME)), table, heading, body)
    book.close()
    with zipfile.ZipFile(output, "a") as packed:
        packed.comment = GENERATOR.encode()  # what a workbook is known by as flowviz's own
    return output.getvalue()


def _sheet(sheet: Any, table: TableText, heading: Any, body: Any) -> None:
    for at, text in enumerate(table.headings):
        sheet.write_string(0, at, text, heading)
        longest = max([len(text), *(len(str(row[at] or "")) for row in table.rows)])
        sheet.set_column(at, at, min(max(longest, _NARROW), _WIDE))
    for down, row in enumerate(table.rows, 1):
        for at, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(down, at, cell, body)
            elif cell is not None:
                sheet.write_string(down, at, cell, body)
    sheet.freeze_panes(1, 0)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.headings) - 1)
