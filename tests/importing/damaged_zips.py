"""Packed files with everything that can be wrong with their packing."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest

from flowviz.importing import UnreadableFile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["DAMAGES", "packed", "refused"]


def refused(read: Callable[[bytes, str], object], raw: bytes, name: str) -> str:
    """The one line that ``read`` refuses a file with."""
    with pytest.raises(UnreadableFile) as caught:
        read(raw, name)
    message = str(caught.value)
    assert message.isprintable()
    assert message.startswith(name)
    assert len(message) < 300
    return message


def packed(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP file of ``parts``."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return output.getvalue()


def _unpacked(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _put(form: str, signature: bytes, offset: int, value: int) -> Callable[[bytes], bytes]:
    """A change of a number behind each ``signature``."""

    def change(raw: bytes) -> bytes:
        found = bytearray(raw)
        at = found.find(signature)
        while at >= 0:
            struct.pack_into(form, found, at + offset, value)
            at = found.find(signature, at + 4)
        return bytes(found)

    return change


def _corrupt(method: int) -> Callable[[bytes], bytes]:
    """A change of the packed bytes themselves."""

    def change(raw: bytes) -> bytes:
        found = bytearray(packed(_unpacked(raw), method))
        with zipfile.ZipFile(io.BytesIO(found)) as archive:
            for part in archive.infolist():
                start = part.header_offset + 30 + len(part.filename)
                found[start + 9 : start + 40] = b"\xff" * len(found[start + 9 : start + 40])
        return bytes(found)

    return change


def _renamed(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda raw: raw.replace(old, new)


_ENTRY, _HEADER, _END = b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"
DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "nothing": lambda raw: b"",
    "a start alone": lambda raw: raw[:100],
    "half of it": lambda raw: raw[: len(raw) // 2],
    "no end": lambda raw: raw[:-22],
    "corrupt deflate": _corrupt(zipfile.ZIP_DEFLATED),
    "corrupt LZMA": _corrupt(zipfile.ZIP_LZMA),
    "corrupt bzip2": _corrupt(zipfile.ZIP_BZIP2),
    "sound LZMA": lambda raw: packed(_unpacked(raw), zipfile.ZIP_LZMA),
    "an unknown method": _put("<H", _ENTRY, 10, 99),
    "a password": lambda raw: _put("<H", _HEADER, 6, 1)(_put("<H", _ENTRY, 8, 1)(raw)),
    "a wrong checksum": _put("<I", _ENTRY, 16, 1),
    "a size too small": _put("<I", _ENTRY, 24, 1),
    "a size too large": _put("<I", _ENTRY, 24, 90_000),
    "a packed size too large": _put("<I", _ENTRY, 20, 0x7FFFFFFF),
    "parts that begin nowhere": _put("<I", _ENTRY, 42, 0x7FFFFFFF),
    "parts that share a place": _put("<I", _ENTRY, 42, 0),
    "a directory before the start": _put("<I", _END, 16, 0xFFFFFFF0),
    "a directory of no sensible size": _put("<I", _END, 12, 0x7FFFFFFF),
    "a directory that is too short": _put("<I", _END, 12, 10),
    "half a mark of zip64": lambda raw: raw[:-22] + b"PK\x06\x07" + b"\xff" * 16 + raw[-22:],
    "zip64 sizes that are not there": lambda raw: _put("<I", _ENTRY, 24, 0xFFFFFFFF)(raw),
    "a version of the far future": _put("<H", _ENTRY, 6, 999),
    "names that are cut by a zero": _renamed(b".csv", b"\0csv"),
    "thousands of parts": lambda raw: raw + _ENTRY * 2_001 + raw[-22:],
    "parts for a hundred megabytes": lambda raw: packed({f"{n}.csv": bytes(60_000_000) for n in range(2)}),
}
"""Changes of a sound packed file that leave it without sense."""
