"""What a file is by what is in it, whatever it is called."""

from __future__ import annotations

import codecs
from typing import Literal

from flowviz.importing.archive import Archive
from flowviz.importing.grid import UnreadableFile
from flowviz.messages import said

__all__ = ["Kind", "kind_of"]

Kind = Literal["json", "xlsx", "csv-zip", "unknown"]

_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OLE = b"\xd0\xcf\x11\xe0"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_WORKBOOK = ("[Content_Types].xml", "mimetype", "xl/workbook.xml")
"""Parts of workbooks; one of these is no file of a set of CSV files."""


def kind_of(raw: bytes) -> Kind:
    """The importer that reads ``raw``, or tells best what is wrong with it.

    >>> kind_of(b' {"format": "flowviz-catalogue"}'), kind_of(b"%PDF-1.7")
    ('json', 'unknown')
    """
    if raw.startswith(_ZIP):
        return "xlsx" if _is_workbook(raw) else "csv-zip"
    if raw.startswith(_OLE):
        return "xlsx"
    start = raw[:1_000]
    for mark in _MARKS:
        start = start.removeprefix(mark)
    return "json" if start.lstrip(b" \t\r\n\0")[:1] in (b"{", b"[") else "unknown"


def _is_workbook(raw: bytes) -> bool:
    try:
        names = Archive(raw, "", said("damaged.zip")).names
    except UnreadableFile:  # damaged: names stand in it as they are
        return any(name.encode() in raw for name in _WORKBOOK)
    return any(name in names for name in _WORKBOOK)
