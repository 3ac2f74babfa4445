"""Whether input has changed since it was last looked at."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flowviz.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from flowviz.reading.entry import Entry, Source

__all__ = ["Watch"]

_FRESH: Final = 3.0
"""Seconds within which a file may change twice and still have the same times: some file systems count in twos."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """What tells one state of a file from another: whose it is and when it changed, and while it is fresh its content."""

    status: tuple[object, ...]
    content: bytes | None = None
    fresh: bool = False

    def differs(self, before: _Mark) -> bool:
        return self.status != before.status or (
            None
            not in (
                self.content,
                before.content,
            )
            and self.content != before.content
        )


class Watch:
    """Watches the files of some sources: the very ones that are read."""

    def __init__(self, sources: Sequence[Source], endings: Collection[str]) -> None:
        self._sources, self._endings = sources, endings
        self._marks: dict[str, _Mark] = {}
        self.changed()

    def follow(self, sources: Sequence[Source]) -> None:
        """Watches these from now on, as they are now."""
        self._sources = sources
        self.changed()

    def add(self, sources: Sequence[Source]) -> None:
        """Watches these too: what of them was not watched before, as it is now."""
        self._sources = [*self._sources, *(source for source in sources if source not in self._sources)]
        self._marks = self._look(sources) | self._marks

    def changed(self) -> bool:
        """Whether anything is different from the last time that this was asked."""
        before, self._marks = self._marks, self._look(self._sources)
        return before.keys() != self._marks.keys() or any(
            mark.differs(before[name]) for name, mark in self._marks.items()
        )

    def _look(self, sources: Sequence[Source]) -> dict[str, _Mark]:
        found: dict[str, _Mark] = {}
        for source in sources:
            try:
                for entry in source.entries(self._endings):
                    found[entry.name] = _mark(entry, self._marks.get(entry.name))
            except InputError as error:
                found[error.name] = _Mark((error.reason,))
        return found


def _mark(entry: Entry, before: _Mark | None) -> _Mark:
    try:
        if entry.path is None:
            return _Mark((), entry.read())
        found = entry.path.stat()
        status = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
        fresh = time.time() - max(found.st_mtime, found.st_ctime) < _FRESH
        # one look more when it is not fresh any more, for a change at the very end
        content = hashlib.sha256(entry.read()).digest() if fresh or (before and before.fresh) else None
        return _Mark(status, content, fresh)
    except OSError as error:
        return _Mark((str(error),))
    except InputError as error:
        return _Mark((error.reason,))
