from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowviz.exports import EXPORTS, Order
from flowviz.exports.csv_table import guarded, table_text, unguarded
from flowviz.locales import LANGUAGES
from flowviz.tables import TABLES
from flowviz.writing import write_file

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.graph import Graph


@pytest.mark.parametrize("table", TABLES)
def test_a_file_holds_the_rows_of_its_table(graph: Graph, table: str) -> None:
    text = EXPORTS["csv"].write(graph, Order(language="sv", table=table)).decode("utf-8-sig")
    assert text == table_text(graph, table, "sv")
    headings, *rows = csv.reader(io.StringIO(text, newline=""))
    assert headings == TABLES[table].headings("sv")
    expected = [["" if cell is None else str(cell) for cell in row] for row in TABLES[table].rows(graph, "sv")]
    assert [[unguarded(cell) for cell in row] for row in rows] == expected


@given(st.text())
def test_no_cell_starts_as_a_formula_and_each_can_be_read_back(cell: str) -> None:
    written = guarded(cell)
    assert isinstance(written, str)
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert unguarded(written) == cell


def test_a_table_may_be_written_over_another_in_any_language(graph: Graph, tmp_path: Path) -> None:
    for language in LANGUAGES:
        for table in TABLES:
            data = EXPORTS["csv"].write(graph, Order(language=language, table=table))
            write_file(tmp_path / "x.csv", data)
