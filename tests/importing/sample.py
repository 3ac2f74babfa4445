"""A small catalogue that has a row in every sheet, and the workbook of it."""

from __future__ import annotations

from pathlib import Path

from flowviz.exports.xlsx import workbook_of
from flowviz.loading import load

SAMPLE = Path(__file__).with_name("sample.yaml")


def workbook(language: str) -> bytes:
    """The workbook of the sample, with its sheets and columns in ``language``."""
    return workbook_of(load(SAMPLE), language)
