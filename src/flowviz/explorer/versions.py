"""The versions that a catalogue can be compared with: one from a path, those that visitors sent, those in its repository."""

from __future__ import annotations

import logging
import math
import time
from typing import TYPE_CHECKING, Final

from flowviz import importing
from flowviz.changes import read_commit, read_version
from flowviz.errors import FlowvizError, InputError
from flowviz.explorer.kept import Kept
from flowviz.explorer.weights import weight_of_model
from flowviz.explorer.work import Busy
from flowviz.federation import opened
from flowviz.messages import said
from flowviz.model import Model, build_model
from flowviz.reading import Disk
from flowviz.reading.revision import Commit, commits

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.explorer.store import Store

__all__ = ["CONFIGURED", "MOST_BYTES", "History", "Versions", "read_sent"]

_EVERY: Final = 10.0
"""Seconds for which a list of revisions is good."""
_LOG: Final = logging.getLogger("flowviz.explorer")
CONFIGURED: Final = "given"
"""The name of the version that the server was started with."""
MOST_BYTES: Final = 20_000_000
"""The largest file that is taken in."""


def read_sent(raw: bytes) -> Model:
    """The catalogue in a file that was sent: its name says nothing, so that problems tell of what is in it.

    Raises `CatalogueError` with all that is wrong with it, and `InputError` when it cannot be read or is too large.
    """
    if len(raw) > MOST_BYTES:
        raise InputError("", said("too-much.sent", mb=MOST_BYTES // 1_000_000))
    return build_model(importing.from_bytes(raw, "").catalogue)


class History:
    """The revisions of the catalogue at ``path``, where it lies in a git repository: the latest ``most`` of them."""

    def __init__(self, path: Path, most: int) -> None:
        self.path = path
        self.most = most
        self._found: tuple[float, list[Commit]] = (-math.inf, [])

    @property
    def commits(self) -> list[Commit]:
        """The newest first; git is asked at most every few seconds."""
        if time.monotonic() - self._found[0] > _EVERY:
            self._found = time.monotonic(), commits(self.path, self.most, self._joined()) if self.most else []
        return self._found[1]

    def _joined(self) -> list[Path]:
        """Where the catalogues lie that it joins, if it joins some."""
        return [source.path for source in opened(self.path).sources()[1:] if isinstance(source, Disk)]

    def named(self, name: str) -> Commit | None:
        """The commit of a version called ``name``; None for what is not among them."""
        return next((commit for commit in self.commits if self.name(commit) == name), None)

    @staticmethod
    def name(commit: Commit) -> str:
        """What the version of a commit is called."""
        return f"git-{commit.id[:16]}"


class Versions:
    """Other versions of a catalogue by name; safe for threads.

    Raises what `flowviz.changes.read_version` does when ``path`` is no catalogue.
    """

    def __init__(
        self,
        path: Path | None = None,
        *,
        given: Model | None = None,
        store: Store | None = None,
        history: History | None = None,
    ) -> None:
        self.history = history
        """The revisions of the catalogue."""
        self.given = read_version(str(path)).model if path else given
        """The version that the server was started with."""
        self.store = store
        self._graphs = Kept()

    def keep(self, raw: bytes) -> str:
        """The name of a file from now on that `read_sent` has found to be right. Raises `Busy` when it cannot be kept."""
        if self.store is None:
            raise FlowvizError("this explorer takes in no files")
        try:
            return self.store.put(raw)
        except FlowvizError as error:
            # whoever sent it can do nothing about it, and learns nothing of this machine
            _LOG.error("a file that was sent cannot be kept", extra={"problem": str(error)})
            raise Busy("store") from None

    def size(self, name: str) -> int:
        """About how many things the version called ``name`` has; 0 when it is not there any more."""
        if name == CONFIGURED:
            return len(self.given) if self.given is not None else 0
        return ((self.store.size(name) if self.store else None) or 0) // 1_000

    def get(self, name: str) -> Model | None:
        """The version called ``name``, or None when it is not there any more."""
        if name == CONFIGURED:
            return self.given
        commit = self.history.named(name) if self.history else None
        if commit:
            return self._graphs.get(
                name, lambda: self._at(commit), lambda model: weight_of_model(model) if model else 0
            )
        store = self.store
        if store is None or store.size(name) is None:
            return None

        def read() -> Model | None:
            raw = store.get(name)
            return None if raw is None else read_sent(raw)

        return self._graphs.get(name, read, lambda model: weight_of_model(model) if model is not None else 0)

    def _at(self, commit: Commit) -> Model | None:
        """The catalogue as it was; None where that is no catalogue by the rules of today."""
        assert self.history is not None
        try:
            return read_commit(self.history.path, commit.id).model
        except FlowvizError as error:
            _LOG.warning("a revision cannot be read", extra={"commit": commit.id, "problem": str(error)[:500]})
            return None
