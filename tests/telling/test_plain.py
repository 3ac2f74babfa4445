"""CSV: every cell as it is told, and none that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowviz.exports import EXPORTS, Order
from flowviz.facts.tables import TABLES
from flowviz.telling.plain import cells, csv_text, guarded, unguarded
from flowviz.telling.words import headings

if TYPE_CHECKING:
    from flowviz.model import Model


@pytest.mark.parametrize("table", TABLES)
def test_a_file_holds_the_rows_of_its_table(model: Model, table: str) -> None:
    text = EXPORTS["csv"].write(model, Order(language="sv", table=table)).decode("utf-8-sig")
    heads, *rows = csv.reader(io.StringIO(text, newline=""))
    assert heads == headings(TABLES[table].columns, "sv")
    told = cells(TABLES[table].rows(model), "sv")
    assert [[unguarded(cell) for cell in row] for row in rows] == [
        ["" if cell is None else str(cell) for cell in row] for row in told
    ]


@given(st.text())
def test_no_cell_starts_as_a_formula_and_each_can_be_read_back(text: str) -> None:
    written = guarded(text)
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert unguarded(written) == text


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1))
def test_whatever_is_in_a_cell_comes_back(row: list[str]) -> None:
    _, read = csv.reader(io.StringIO(csv_text(["x"] * len(row), [row]), newline=""))
    assert [unguarded(cell) for cell in read] == row
