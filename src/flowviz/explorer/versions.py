"""The versions that a catalogue can be compared with: one from a path, those that visitors sent, those in its repository."""

from __future__ import annotations

import logging
import math
import time
from typing import TYPE_CHECKING, Final

from flowviz import importing
from flowviz.changes import read_commit, read_version
from flowviz.errors import CatalogueError, FlowvizError, InputError
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
_ASKED_AGAIN: Final = 0.2
"""Seconds after which it is asked for anew where one is wanted that is not in it."""
_LOG: Final = logging.getLogger("flowviz.explorer")
CONFIGURED: Final = "given"
"""The name of the version that the server was started with."""
_OF_GIT: Final = "git-"
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
        return self._listed(_EVERY)

    def _listed(self, every: float) -> list[Commit]:
        if time.monotonic() - self._found[0] > every:
            self._found = time.monotonic(), commits(self.path, self.most, self._joined()) if self.most else []
        return self._found[1]

    def _joined(self) -> list[Path]:
        """Where the catalogues lie that it joins, if it joins some."""
        return [source.path for source in opened(self.path).sources()[1:] if isinstance(source, Disk)]

    def named(self, name: str) -> Commit | None:
        """The commit of a version called ``name``; None for what is not among them.

        Another process may have offered one that is younger than our list.
        """
        if not name.startswith(_OF_GIT):
            return None
        for every in (_EVERY, _ASKED_AGAIN):
            for commit in self._listed(every):
                if self.name(commit) == name:
                    return commit
        return None

    @staticmethod
    def name(commit: Commit) -> str:
        """What the version of a commit is called."""
        return f"{_OF_GIT}{commit.id[:16]}"


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

    def has(self, name: str) -> bool:
        """Whether the version called ``name`` is there, which counts as a use of it."""
        if name == CONFIGURED:
            return self.given is not None
        if self.history and self.history.named(name):
            return True
        return self.store is not None and self.store.size(name) is not None

    def get(self, name: str) -> Model | None:
        """The version called ``name``, or None when it is not there any more, or cannot be read just now."""
        if name == CONFIGURED:
            return self.given
        if not self.has(name):
            return None
        commit = self.history.named(name) if self.history else None
        try:
            return self._graphs.get(
                name,
                lambda: self._at(commit) if commit else self._sent(name),
                lambda model: weight_of_model(model) if model else 0,
            )
        except FlowvizError as error:
            _LOG.warning("a version cannot be read just now", extra={"sent": name, "problem": str(error)[:500]})
            return None

    def _sent(self, name: str) -> Model:
        """The catalogue that a visitor sent."""
        raw = self.store.get(name) if self.store else None
        if raw is None:
            raise FlowvizError("it is gone")
        return read_sent(raw)

    def _at(self, commit: Commit) -> Model | None:
        """The catalogue as it was; None where that is no catalogue by the rules of today."""
        assert self.history is not None
        try:
            return read_commit(self.history.path, commit.id).model
        except CatalogueError as error:
            _LOG.warning("a revision cannot be read", extra={"commit": commit.id, "problem": str(error)[:500]})
            return None
