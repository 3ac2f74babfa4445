"""The example rows of the template, known by what stands in them: nothing made up comes into a catalogue.

Ids and texts of the examples say of themselves that they are examples. A row in which such a cell is left, and no
cell has been filled in, is an example still; one that has both was filled in by halves.
"""

from __future__ import annotations

import datetime
import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flowviz.documents import document
from flowviz.loading import load
from flowviz.locales import LANGUAGES
from flowviz.sheets import sheets_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flowviz.importing.grid import Raw
    from flowviz.sheets import Column

__all__ = ["EXAMPLE", "left_cells"]

EXAMPLE: Final = Path(__file__).with_name("example.yaml")
_TELLTALE: Final = re.compile("example|esimerk|exempel|1900-01-01", re.IGNORECASE)


def left_cells(sheet: str, cells: Iterable[tuple[int, Column, Raw]]) -> tuple[list[int], bool]:
    """The places of the cells of a row that can only be an example's, and whether all else in it is an example's too."""
    known = _cells()[sheet]
    found = [(at, text, text in known.get(column.key, ())) for at, column, cell in cells for text in [_text(cell)]]
    left = [at for at, text, is_example in found if is_example and _TELLTALE.search(text)]
    return left, all(is_example for _, _, is_example in found)


@functools.cache
def _cells() -> Mapping[str, Mapping[str, frozenset[str]]]:
    """Sheet -> key of a column -> what stands there in the templates of all languages."""
    data = document(load(EXAMPLE))
    found: dict[str, dict[str, set[str]]] = {}
    for language in LANGUAGES:
        for sheet, (columns, rows) in sheets_of(data, language).items():
            for column in columns:
                texts = (_text(row[column.key] or "") for row in rows if column.key in row)
                found.setdefault(sheet, {}).setdefault(column.key, set()).update(texts)
    return {sheet: {key: frozenset(texts) for key, texts in columns.items()} for sheet, columns in found.items()}


def _text(cell: object) -> str:
    if isinstance(cell, datetime.date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(str(cell).split()).casefold()
