"""A catalogue that was checked is kept as plain data, so that the next command need not parse and check its files again.

What is kept belongs to the very bytes of the files and to this very version: its name is a hash of both. It is JSON with a hash
before it, never code: what is broken, was made by somebody else, or does not fit the nouns, is not taken, and the files are read
instead. Warnings are not kept, nor what has problems.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from flowviz import __version__, catalogue
from flowviz.private import keep, kept

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from flowviz.catalogue import Catalogue

__all__ = ["once"]

_FORM: Final = 2
"""Of what is kept; another number where that looks otherwise."""
_HEAD: Final = 64
"""How many letters a hash has."""
_BREAK: Final = b"\n"
_MAKERS: Final = (
    *("*.py", "locales/*.yaml"),
    *(f"{name}/*.py" for name in ("loading", "importing", "exports", "federation", "reading", "locales")),
)
"""Our own files that have a part in what a catalogue becomes."""


def once(kind: str, files: Sequence[Mapping[str, bytes]], make: Callable[[], Catalogue]) -> Catalogue:
    """The catalogue that ``make`` makes of what was read, files by name, or what it made of the same before: read back from text
    either way, so that what is made of it is the same to the last bit of what is not shown. Files may be read as another ``kind``
    of catalogue elsewhere."""
    name = f"{_hash(kind, files)}.json"
    found = _catalogue(kept(name))
    if found is None:
        text = msgspec.json.encode(make())
        keep(name, [hashlib.sha256(text).hexdigest().encode(), _BREAK, text])
        found = msgspec.json.decode(text, type=catalogue.Catalogue)
    return found


def _hash(kind: str, files: Sequence[Mapping[str, bytes]]) -> str:
    """The name of what is made of these files by this very flowviz: its number, and when its own files were changed."""
    here = Path(__file__).parent
    makers = [file for pattern in _MAKERS for file in sorted(here.glob(pattern))]
    own = [file.stat() for file in makers]
    known = hashlib.sha256(repr((_FORM, __version__, kind, [(one.st_size, one.st_mtime_ns) for one in own])).encode())
    for read in files:
        for name, raw in read.items():
            known.update(repr((name, len(raw))).encode())
            known.update(raw)
    return known.hexdigest()


def _catalogue(raw: bytes | None) -> Catalogue | None:
    """The catalogue of what was kept; None where that is nothing, or not as it was kept."""
    # a view of it, for a second copy of what is large takes room for nothing
    head, text = (raw or b"")[: _HEAD + 1], memoryview(raw or b"")[_HEAD + 1 :]
    if head != hashlib.sha256(text).hexdigest().encode() + _BREAK:
        return None
    try:
        return msgspec.json.decode(text, type=catalogue.Catalogue)
    except msgspec.MsgspecError:
        return None
