"""The tables of the example catalogue, as its files say them.

The files of `tests/golden/tables` did not come out of flowviz: a script that knows nothing of it read them off
`tests/example` and the locales, and they were looked through by eye. They are what the code is held against, so
nothing renews them. After a change that is meant, read the catalogue again and edit them by hand.

A block is a row, a line of it a column: its heading, a colon and the cell, with `\\n` for a line break. Nothing behind
the colon is what the source does not state.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flowviz import loading
from flowviz.facts.tables import TABLES
from flowviz.locales import LANGUAGES
from flowviz.model import build_model
from flowviz.telling.plain import cells
from flowviz.telling.words import headings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowviz.facts.columns import Column
    from flowviz.facts.values import Row
    from flowviz.model import Model

TESTS = Path(__file__).parent.parent
GOLDEN = TESTS / "golden" / "tables"


@pytest.fixture(scope="module")
def example() -> Model:
    return build_model(loading.load(TESTS / "example"))


def _on_a_line(cell: object) -> str:
    return str(cell).replace("\n", r"\n")


def blocks(columns: Iterable[Column], rows: Iterable[Row], language: str) -> str:
    """A table as the golden files have it."""
    heads = headings(columns, language)
    lines = [
        [f"{head}: {'' if cell is None else _on_a_line(cell)}".rstrip() for head, cell in zip(heads, row, strict=True)]
        for row in cells(rows, language)
    ]
    return "\n\n".join("\n".join(block) for block in lines) + "\n"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("table", TABLES)
def test_a_table_says_what_the_catalogue_says(example: Model, table: str, language: str) -> None:
    expected = (GOLDEN / f"{table}-{language}.txt").read_text("utf-8")
    assert blocks(TABLES[table].columns, TABLES[table].rows(example), language) == expected
