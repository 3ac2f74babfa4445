"""The example rows of the template, known by what stands in them: nothing made up comes into a catalogue.

Ids and texts of the examples say of themselves that they are examples. A row in which such a cell is left, and no
cell has been filled in, is an example still; one that has both was filled in by halves.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flowviz.documents import document
from flowviz.importing.grid import Raw
from flowviz.loading import load
from flowviz.locales import LANGUAGES
from flowviz.sheets import Column, sheets_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

__all__ = ["EXAMPLE", "is_example", "left_cells"]

EXAMPLE: Final = Path(__file__).with_name("example.yaml")
_TELLTALE: Final = re.compile("example|esimerk|exempel|1900-01-01", re.IGNORECASE)


Row = Sequence[tuple[int, Column, Raw]]
"""The cells of a row: column in the file, what it is a column of, and what stands there."""


def left_cells(sheet: str, row: Row) -> list[int]:
    """The columns of the cells that can only be an example's."""
    known = _cells()
    found = [(at, text) for at, column, cell in row if (text := _text(cell)) in known.get((sheet, column.key), ())]
    return [at for at, text in found if _TELLTALE.search(text)]


def is_example(sheet: str, row: Row) -> bool:
    """Whether all that stands in the row stands in an example too."""
    return all(_text(cell) in _cells().get((sheet, column.key), ()) for _, column, cell in row)


@functools.cache
def _cells() -> Mapping[tuple[str, str], AbstractSet[str]]:
    """Sheet and key of a column -> what stands there in the templates of all languages."""
    data = document(load(EXAMPLE))
    found: dict[tuple[str, str], set[str]] = {}
    for language in LANGUAGES:
        for sheet, (columns, rows) in sheets_of(data, language).items():
            for column in columns:
                texts = {_text(row[column.key]) for row in rows if row.get(column.key) is not None}
                found.setdefault((sheet, column.key), set()).update(texts)
    return found


def _text(cell: object) -> str:
    if isinstance(cell, datetime.date):
        return cell.isoformat()[:10]
    return str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell).strip()
