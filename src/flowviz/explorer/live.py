"""The catalogue as it is now: read again when its files change; a broken edit keeps the last good one."""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flowviz.catalogue import Catalogue
from flowviz.errors import CatalogueError
from flowviz.graph import Graph, build_graph
from flowviz.loading import load
from flowviz.search import Index

__all__ = ["Live", "State"]

_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True)
class State:
    """A catalogue that was read, and the problems of a later edit of it."""

    graph: Graph
    index: Index
    version: str
    """Changes when, and only when, the catalogue does."""
    problems: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """Changes with the catalogue and with its problems."""
        return hashlib.sha256("\n".join((self.version, *self.problems)).encode()).hexdigest()[:16]


class Live:
    """Keeps the catalogue of a path in memory and looks at most every ``every`` seconds whether it has changed."""

    def __init__(self, path: Path, *, every: float = 1.0) -> None:
        self._path = path
        self._every = every
        self._lock = threading.Lock()
        self._signature = _signature(path)
        self._looked = time.monotonic()
        self._state = _read(path)

    def now(self) -> State:
        """The catalogue as it is now; while one thread reads a change, the others get the catalogue before it."""
        if time.monotonic() - self._looked >= self._every and self._lock.acquire(blocking=False):
            try:
                self._look()
            finally:
                self._looked = time.monotonic()
                self._lock.release()
        return self._state

    def _look(self) -> None:
        signature = _signature(self._path)
        if signature == self._signature:
            return
        self._signature = signature
        try:
            state = _read(self._path)
            if state.version == self._state.version:
                state = State(self._state.graph, self._state.index, self._state.version)
            self._state = state
            _LOG.info("the catalogue was read again", extra={"version": state.version})
        except CatalogueError as error:
            before = self._state
            problems = tuple(map(str, error.problems))
            self._state = State(before.graph, before.index, before.version, problems)
            _LOG.warning("the catalogue has problems, the last good one is kept", extra={"problems": problems[:20]})


def _read(path: Path) -> State:
    catalogue = load(path)
    graph = build_graph(catalogue)
    return State(graph, Index(graph), _version(catalogue))


def _version(catalogue: Catalogue) -> str:
    return hashlib.sha256(repr(catalogue).encode()).hexdigest()[:16]


def _signature(path: Path) -> tuple[tuple[str, int, int], ...]:
    """Names, sizes and times of the files of a catalogue."""
    files = [path] if path.is_file() else sorted(path.rglob("*.y*ml"))
    found = []
    for file in files:
        try:
            stat = file.stat()
        except OSError:  # it went away while we looked: the next look will tell
            continue
        found.append((str(file), stat.st_size, stat.st_mtime_ns))
    return tuple(found)
