"""A workbook to fill in by hand: every sheet and column, with one row of each kind as an example."""

from __future__ import annotations

from flowviz.exports.xlsx import workbook_of
from flowviz.importing.examples import EXAMPLE
from flowviz.loading import load

__all__ = ["workbook"]


def workbook(language: str) -> bytes:
    """The workbook, with the names of its sheets and columns in ``language``; the import leaves its rows out."""
    return workbook_of(load(EXAMPLE), language, example=True)
