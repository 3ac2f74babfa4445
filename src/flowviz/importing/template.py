"""A workbook to fill in by hand: every sheet and column, with one row of each kind as an example."""

from __future__ import annotations

from pathlib import Path

from flowviz.exports.xlsx import workbook_of
from flowviz.loading import load

__all__ = ["EXAMPLE", "workbook"]

EXAMPLE = Path(__file__).with_name("example.yaml")


def workbook(language: str) -> bytes:
    """The workbook, with the names of its sheets and columns in ``language``. It can be imported as it is."""
    return workbook_of(load(EXAMPLE), language, example=True)
