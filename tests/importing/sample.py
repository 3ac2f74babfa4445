"""A small catalogue that has a row in every sheet, and the workbook of it."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl

from flowviz.exports.xlsx import workbook_of
from flowviz.loading import load

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLE = Path(__file__).with_name("sample.yaml")


@functools.cache
def workbook(language: str) -> bytes:
    """The workbook of the sample, with its sheets and columns in ``language``."""
    return workbook_of(load(SAMPLE), language)


def edit(path: Path, change: Callable[[Any], object]) -> Path:
    """The workbook, changed and saved by another program."""
    found = openpyxl.load_workbook(path)
    change(found)
    found.save(path)
    return path
