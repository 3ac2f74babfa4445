"""What is flowviz's own: what it wrote, and nobody has changed since.

Each folder that flowviz writes files into has a hidden `RECORD` of them, in the lines of ``sha256sum``: a hash, two
blanks, a name. A file is ours when its bytes still have the hash that stands there. A record that is broken says
nothing, and so does a name in it that would lead out of the folder: what nobody vouches for is somebody else's.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["RECORD", "Standing", "digest", "read_record", "record_text", "standing"]

RECORD: Final = ".flowviz-written"
_LINE: Final = re.compile(rb"([0-9a-f]{64})  ([^\\\r\n\0]+)")
_MOST_BYTES: Final = 16_000_000


class Standing(Enum):
    """How a file that is there stands to one that is to be written in its place."""

    FREE = "nothing is there, or an empty file"
    SAME = "it holds the same"
    OURS = "flowviz wrote it"
    CHANGED = "changed since flowviz wrote it"
    FOREIGN = "not written by flowviz"


def digest(data: bytes) -> str:
    """The hash of ``data`` as it stands in a record."""
    return hashlib.sha256(data).hexdigest()


def read_record(folder: Path) -> dict[str, str]:
    """The hash of each file by its path in ``folder``; nothing when there is no record, or it is no sound one."""
    path = folder / RECORD
    try:
        about = path.lstat()
        if not stat.S_ISREG(about.st_mode) or about.st_size > _MOST_BYTES:
            return {}
        lines = path.read_bytes().split(b"\n")
    except OSError:
        return {}
    found: dict[str, str] = {}
    for line in lines[:-1] if lines[-1] == b"" else lines:
        match = _LINE.fullmatch(line)
        name = os.fsdecode(match[2]) if match else ""
        if match is None or not _is_inside(name) or name in found:
            return {}
        found[name] = match[1].decode()
    return found


def _is_inside(name: str) -> bool:
    return not name.startswith("/") and ".." not in name.split("/") and not Path(name).drive


def record_text(record: Mapping[str, str]) -> bytes:
    """The file that `read_record` reads. A name that has no place in a line is left out.

    >>> record_text({"b.svg": "1" * 64, "a.svg": "2" * 64}).decode().replace("1" * 60, "…").replace("2" * 60, "…")
    '…2222  a.svg\\n…1111  b.svg\\n'
    """
    lines = (f"{record[name]}  ".encode() + os.fsencode(name) for name in sorted(record))
    return b"".join(line + b"\n" for line in lines if _LINE.fullmatch(line))


def standing(path: Path, data: bytes | None, recorded: str | None) -> Standing:
    """How what is at ``path`` stands to ``data``; ``recorded`` is its hash in the record."""
    if not path.is_file():  # a device or a pipe has nothing to lose, and reading it may wait for ever
        return Standing.FREE
    size = path.stat().st_size
    if not size:
        return Standing.FREE
    try:
        if data is not None and size == len(data) and path.read_bytes() == data:
            return Standing.SAME
        if recorded is None:
            return Standing.FOREIGN
        with path.open("rb") as file:
            same = hashlib.file_digest(file, "sha256").hexdigest() == recorded
    except PermissionError:
        return Standing.FOREIGN
    return Standing.OURS if same else Standing.CHANGED
