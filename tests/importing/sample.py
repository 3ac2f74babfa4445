"""A small catalogue that has a row in every sheet, and the workbook of it."""

from __future__ import annotations

import functools
import io
import re
import zipfile
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


@functools.lru_cache(4)
def without_notes(raw: bytes) -> bytes:
    """A workbook without the notes on its columns, which another program takes as long for as for all else."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(kept, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if "/_rels/sheet" in name:
                data = re.sub(rb'<Relationship [^>]*/(comments|vmlDrawing)"[^>]*/>', b"", data)
            elif name.startswith("xl/worksheets/"):
                data = re.sub(rb"<legacyDrawing [^>]*/>", b"", data)
            new.writestr(name, data)
    return kept.getvalue()


def edit(path: Path, change: Callable[[Any], object], *, notes: bool = False) -> Path:
    """The workbook, changed and saved by another program, without the notes on its columns unless they are asked for."""
    raw = path.read_bytes()
    found = openpyxl.load_workbook(io.BytesIO(raw if notes else without_notes(raw)))
    change(found)
    found.save(path)
    return path
