"""The limits of what may come in are said where users read of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flowviz import limits
from flowviz.errors import MOST_TOLD

DOCS = Path(__file__).parents[2] / "docs" / "formats" / "README.md"


@pytest.fixture(scope="module")
def table() -> str:
    return DOCS.read_text("utf-8").partition("## What may come in")[2]


@pytest.mark.parametrize("name", [name for name in limits.__all__ if not name.startswith("MOST_BYTES")])
def test_the_docs_name_each_limit(name: str, table: str) -> None:
    assert re.search(rf"(?<![\d,]){getattr(limits, name):,}(?!,?\d)", table)


def test_the_docs_name_the_sizes_of_files_and_how_many_problems_are_printed(table: str) -> None:
    assert f"| {limits.MOST_BYTES // 1_000_000} MB |" in table
    assert f"| {limits.MOST_BYTES_TOGETHER // 1_000_000} MB |" in table
    assert f"the first {MOST_TOLD} are printed" in table
