"""Results of pure functions, kept from one run to the next by the hash of all that they were made from.

What is kept belongs to the very bytes that were given and to the very files of this flowviz: another text, another number, another
version is another key, so nothing that is taken can be out of date. The results of a run lie in one file of the private folder: an
index and packed data, each with a hash of its own, never code. What is broken is not taken, and what a run did not use is gone from
what it leaves.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import struct
import sys
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from flowviz.private import keep, keeps, opened
from flowviz.writing.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "News",
    "hashed",
    "is_open",
    "join",
    "meet",
    "met",
    "name",
    "news",
    "recalled",
    "remember",
    "remembered",
    "remembering",
    "take",
]

_FORM: Final = b"flowviz remembered 1\n"
_KEY: Final = 20
_SUM: Final = 16
_ENTRY: Final = struct.Struct(f"<{_KEY}s{_SUM}sQI")
"""The key of a result, the hash of its packed data, where they begin and how many bytes they are."""
_HEAD: Final = struct.Struct(f"<{_SUM}sQ")
"""The hash of the index, and its length."""
_MOST: Final = 250_000_000
"""So many bytes of one run are kept; the rest is made again."""
_MADE_WITH: Final = ("jinja2", "markupsafe", "msgspec")
_ASIDE: Final = ("__pycache__",)

T = TypeVar("T")


class News(NamedTuple):
    """What another process used of what was kept, and what it made anew: each packed, by its key."""

    used: dict[bytes, None]
    made: dict[bytes, bytes]


class _Memory:
    """What an earlier run left, and what this one uses and makes: on the disk, for there may be much of it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.used: dict[bytes, None] = {}
        self.made = Spool()
        self.now = News({}, {})
        """What this process used and made since it was last asked."""
        self._file = opened(name)
        self._places: dict[bytes, tuple[bytes, int, int]] = {}
        with contextlib.suppress(OSError, struct.error):
            self._places = self._index()

    def packed(self, key: bytes) -> bytes | None:
        """The packed result of ``key``; None where there is none, or where it is not as it was kept."""
        made = self.now.made.get(key)
        if made or key not in self._places:
            return made
        sum_, start, length = self._places[key]
        data = self._read(start, length)
        if _sum(data) != sum_:
            return None
        self.now.used[key] = None
        return data

    def use(self, keys: Iterable[bytes]) -> None:
        """Counts results among those that were used."""
        self.now.used.update(self._had(keys))

    def _had(self, keys: Iterable[bytes]) -> dict[bytes, None]:
        return dict.fromkeys(filter(self._places.__contains__, keys))

    def take(self, news: News) -> None:
        """Takes over what was used and made."""
        # one that opened what is remembered by itself may have met a newer one
        self.used.update(self._had(news.used))
        for key, data in news.made.items():
            self.made.add(key.hex(), data)

    def leave(self) -> None:
        """Keeps what was used and made, where that is not what was kept already."""
        self.take(self.now)
        if self.made or len(self.used) < len(self._places):
            keep(self.name, self._parts())

    def close(self) -> None:
        """Lets go of the files."""
        self.made.close()
        if self._file is not None:
            self._file.close()

    def _read(self, start: int, length: int) -> bytes:
        assert self._file is not None
        if hasattr(os, "pread"):  # processes that were forked share the file and the place in it
            return os.pread(self._file.fileno(), length, start)
        self._file.seek(start)
        return self._file.read(length)

    def _index(self) -> dict[bytes, tuple[bytes, int, int]]:
        """Where each kept result lies; nothing where the file is not as it was written."""
        start = len(_FORM) + _HEAD.size
        head = self._read(0, start) if self._file is not None else b""
        if not head.startswith(_FORM):
            return {}
        sum_, length = _HEAD.unpack(head[len(_FORM) :])
        index = self._read(start, min(length, _MOST))
        if _sum(index) != sum_:
            return {}
        first = start + length
        return {key: (own, first + at, size) for key, own, at, size in _ENTRY.iter_unpack(index)}

    def _parts(self) -> Iterator[bytes]:
        old = [key for key in self.used if key.hex() not in self.made]
        found = [(key, *self._places[key]) for key in old]
        entries: list[bytes] = []
        at = 0
        for key, sum_, _, length in found:
            entries.append(_ENTRY.pack(key, sum_, at, length))
            at += length
        new = []
        for name in self.made:
            data = self.made[name]
            if at + len(data) > _MOST:
                break
            new.append(name)
            entries.append(_ENTRY.pack(bytes.fromhex(name), _sum(data), at, len(data)))
            at += len(data)
        index = b"".join(entries)
        yield _FORM + _HEAD.pack(_sum(index), len(index)) + index
        for _, _, start, length in found:
            yield self._read(start, length)
        for name in new:
            yield self.made[name]
        if self._file is not None:  # or some systems would not put another in its place
            self._file.close()


_open: _Memory | None = None


@contextlib.contextmanager
def remembering(name: str) -> Iterator[None]:
    """Lets `remembered` take what an earlier run left under ``name``, and leaves there what this one used and made.

    Where nothing can be kept, nothing is remembered: what is made is not packed for nobody.
    """
    global _open
    if not keeps():
        yield
        return
    before, _open = _open, _Memory(name)
    try:
        yield
        _open.leave()
    finally:
        _open.close()
        _open = before


def name() -> str | None:
    """The name of what is remembered now."""
    return _open.name if _open else None


def join(name: str | None) -> None:
    """Lets this process, which works for another, take what that one takes; one that began with its memory does so already."""
    global _open
    if name is not None and _open is None:
        _open = _Memory(name)


def hashed(*given: bytes) -> bytes:
    """The hash of some bytes, of which none can be taken for a part of another, and of all that this flowviz makes things with."""
    found = hashlib.blake2b(_version(), digest_size=_KEY)
    for one in given:
        found.update(struct.pack("<Q", len(one)))
        found.update(one)
    return found.digest()


def remembered(
    key: bytes,
    make: Callable[[], T],
    write: Callable[[T], bytes],
    read: Callable[[bytes], T],
    fits: Callable[[T], bool] = lambda _: True,
) -> T:
    """What ``make`` makes, or what it made before for the same ``key``, which is `hashed` from all that it reads.

    It is kept as ``write`` writes it. What a result ``fits`` only at times is looked at before it is taken. Without
    `remembering` everything is made.
    """
    kept = recalled(key)
    if kept is not None and fits(found := read(kept)):
        return found
    made = make()
    if _open is not None:
        remember(key, write(made))
    return made


def remember(key: bytes, made: bytes) -> None:
    """Keeps what was made for ``key``."""
    if _open is not None:
        _open.now.made[key] = zlib.compress(made, 1)


def recalled(key: bytes) -> bytes | None:
    """What was made for ``key``, now or before; None where nothing is remembered of it."""
    packed = _open.packed(key) if _open else None
    if packed is not None:
        with contextlib.suppress(zlib.error):
            return zlib.decompress(packed)
    return None


def met() -> list[bytes]:
    """The keys of what this process used and made since it was last asked for `news`."""
    return [] if _open is None else [*_open.now.used, *_open.now.made]


def meet(keys: Iterable[bytes]) -> None:
    """Takes results for used that went into one that is taken whole."""
    if _open is not None:
        _open.use(keys)


def is_open() -> bool:
    """Whether anything is remembered now."""
    return _open is not None


def news() -> News | None:
    """What this process used and made since it was last asked, for the one that it works for; None where nothing is remembered."""
    if _open is None:
        return None
    found, _open.now = _open.now, News({}, {})
    return found


def take(found: News | None) -> None:
    """Takes over what another process used and made."""
    if _open is not None and found is not None:
        _open.take(found)


def _sum(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=_SUM).digest()


@functools.cache
def _version() -> bytes:
    """The hash of what makes results: the files of this flowviz by size and time, and what they are run with."""
    from importlib import metadata  # takes longer to import than all of this module, and nothing remembers without

    here = Path(__file__).parent
    files = sorted(path for path in here.rglob("*.*") if not set(_ASIDE) & set(path.parts))
    about = [(path.relative_to(here).as_posix(), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    versions = [sys.version, *map(metadata.version, _MADE_WITH)]
    return hashlib.blake2b(repr((versions, about)).encode(), digest_size=_KEY).digest()
