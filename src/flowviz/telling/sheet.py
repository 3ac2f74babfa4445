"""Simple workbooks: a sheet for each table, every text a text, never a formula or a link."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import TYPE_CHECKING, Any, Final

from flowviz.locales import words
from flowviz.telling.plain import Cell, cells
from flowviz.telling.words import headings
from flowviz.writing import GENERATOR

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flowviz.catalogue import Header
    from flowviz.facts.columns import Listing

__all__ = ["workbook"]

_NARROW: Final = 8
_WIDE: Final = 48
_NO_SHEET_NAME: Final = str.maketrans(dict.fromkeys("[]:*?/\\'"))
_LONGEST_NAME: Final = 31


def workbook(tables: Iterable[Listing], language: str, header: Header, title: str) -> bytes:
    """A workbook with a sheet for each of ``tables`` of the catalogue with ``header``; the same give the same bytes."""
    import xlsxwriter

    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    made = datetime.datetime.fromisoformat(header.date).replace(tzinfo=datetime.UTC)
    book.set_properties({"title": title, "comments": f"flowviz {header.version}", "created": made})
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    for table in tables:
        name = words(language)(table.title)
        page = book.add_worksheet(name[:_LONGEST_NAME].translate(_NO_SHEET_NAME))
        _write(page, [headings(table.columns, language), *cells(table.rows, language)], heading, body)
    book.close()
    with zipfile.ZipFile(output, "a") as packed:
        packed.comment = GENERATOR.encode()  # what a workbook is known by as flowviz's own
    return output.getvalue()


def _write(page: Any, lines: Sequence[Sequence[Cell]], heading: Any, body: Any) -> None:
    for at, column in enumerate(zip(*lines, strict=True)):
        longest = max(len(str(cell)) for cell in column if cell is not None)
        page.set_column(at, at, min(max(longest, _NARROW), _WIDE))
        for down, cell in enumerate(column):
            if isinstance(cell, int):
                page.write_number(down, at, cell, body)
            elif cell is not None:
                page.write_string(down, at, cell, body if down else heading)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    if len(lines) > 1:
        page.autofilter(0, 0, len(lines) - 1, len(lines[0]) - 1)
