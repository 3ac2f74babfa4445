"""The versions that a catalogue can be compared with: one from a path, and the last few that were sent, in memory only."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from flowviz import importing
from flowviz.changes import read_version
from flowviz.errors import FlowvizError
from flowviz.graph import Graph, build_graph

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["CONFIGURED", "MOST_BYTES", "Versions"]

CONFIGURED: Final = "given"
"""The name of the version that the server was started with."""
MOST_BYTES: Final = 20_000_000
"""The largest file that is taken in."""
_MOST_KEPT: Final = 6


class Versions:
    """Other versions of a catalogue by name; safe for threads.

    Raises what `flowviz.changes.read_version` does when ``path`` is no catalogue.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._given = read_version(str(path)).graph if path else None
        self._lock = threading.Lock()
        self._sent: OrderedDict[str, Graph] = OrderedDict()

    @property
    def configured(self) -> bool:
        """Whether the server was started with a version to compare with."""
        return self._given is not None

    def take(self, raw: bytes) -> str:
        """The name of the catalogue in an export that was sent, from now on.

        Raises `CatalogueError` with all that is wrong with it, and `FlowvizError` when it is too large.
        """
        if len(raw) > MOST_BYTES:
            raise FlowvizError(f"the file is larger than {MOST_BYTES // 1_000_000} MB")
        graph = build_graph(importing.from_json(raw, "JSON").catalogue)
        name = hashlib.sha256(raw).hexdigest()[:16]
        with self._lock:
            self._sent[name] = graph
            self._sent.move_to_end(name)
            while len(self._sent) > _MOST_KEPT:
                self._sent.popitem(last=False)
        return name

    def get(self, name: str) -> Graph | None:
        """The version called ``name``, or None when it is not there any more."""
        if name == CONFIGURED:
            return self._given
        with self._lock:
            return self._sent.get(name)
