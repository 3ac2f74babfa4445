"""The catalogue as it is now: read again when its files change; a broken edit keeps the last good one."""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from dataclasses import dataclass, field, fields, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Final, TypeVar

from flowviz import __version__, drawing
from flowviz.diagrams import Wish
from flowviz.errors import CatalogueError
from flowviz.explorer.ahead import Piece, Visits, make
from flowviz.explorer.kept import Kept
from flowviz.explorer.memory import give_back
from flowviz.explorer.settings import MOST_THINGS
from flowviz.explorer.stories import load_stories
from flowviz.explorer.versions import Versions
from flowviz.explorer.views import first_language
from flowviz.explorer.work import TooBig
from flowviz.federation import opened
from flowviz.feeds import general
from flowviz.loading import ENDINGS
from flowviz.locales import LANGUAGES
from flowviz.model import Model, build_model
from flowviz.reading.watch import Watch
from flowviz.search import Index
from flowviz.wording import foreign_names

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping
    from pathlib import Path

    from flowviz.catalogue import Catalogue
    from flowviz.errors import Told
    from flowviz.explorer.stories import Story

__all__ = ["Live", "State"]

_LOG: Final = logging.getLogger(__name__)
_PAUSE: Final = 10.0
"""Seconds until an edit that could not be read, for a cause that may pass, is read again."""
T = TypeVar("T")


@dataclass(frozen=True)
class State:
    """A catalogue that was read, and the problems of a later edit of it."""

    model: Model
    version: str
    """Changes when, and only when, the catalogue does, or what is made of it: browsers keep what they fetched by it."""
    problems: tuple[Told, ...] = ()
    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)
    """The lines of the documents that it has the text of, by their ids."""
    versions: Versions = field(default_factory=Versions, repr=False, compare=False)
    """What it can be compared with."""
    stories: tuple[Story, ...] = field(default=(), repr=False, compare=False)
    """What is told with its views."""
    cache: Kept = field(default_factory=lambda: Kept(lasting=(TooBig,)), repr=False, compare=False)

    def kept(self, key: Hashable, make: Callable[[], T], weigh: Callable[[T], float] = len) -> T:  # type: ignore[assignment]
        """What ``make`` makes of this catalogue, made once: when the catalogue changes, all of it is let go."""
        return self.cache.get(key, make, weigh)

    @property
    def index(self) -> Index:
        """What things are found by."""
        return self.model.once("index", lambda: Index.of(self.model))

    def pieces(self) -> list[Piece]:
        """What visitors would wait for, what they need first first: what all drawings count, the map from afar, what is searched,
        what tables are sorted and filtered by, and which feeds tell others again."""
        from flowviz.explorer import rows, tasks

        return [
            Piece(lambda: drawing.scene_of(self.model, Wish(kind="overview"))),
            *(Piece(partial(foreign_names, self.model, language), (language,)) for language in LANGUAGES),
            *tasks.pieces(self),
            Piece(lambda: self.index.find("a")),
            *rows.pieces(self),
            Piece(lambda: general(self.model)),
        ]

    @cached_property
    def mark(self) -> str:
        """Changes with the catalogue, with its problems and with its stories."""
        parts = (self.version, *map(str, self.problems), *map(repr, self.stories))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


class Live:
    """Keeps the catalogue of a path in memory, and looks at most every ``every`` seconds whether it has changed."""

    def __init__(
        self, path: Path, *, every: float = 1.0, versions: Versions | None = None, most: int = MOST_THINGS
    ) -> None:
        self._path = path
        self._every = every
        self._most = most
        self._lock = threading.Lock()
        self._watch = Watch(opened(path).sources(), ENDINGS)
        self._looked = time.monotonic()
        self._failed = False
        """Whether an edit is there that could not be read, for a cause that may pass."""
        self.versions = versions or Versions()
        self.visits = Visits()
        """Who is being answered."""
        self._state = _read(path, self.versions, most)
        self._watch.add(opened(path).beside(self._state.model.catalogue))

    def now(self) -> State:
        """The catalogue as it is now. A change is read in the background: until then, everybody gets the one before it."""
        if time.monotonic() - self._looked >= self._every and self._lock.acquire(blocking=False):
            try:
                threading.Thread(target=self._look_aside, daemon=True).start()
            except RuntimeError:  # there is no room for another just now
                self._lock.release()
        return self._state

    def prepare(self) -> None:
        """Makes what visitors would wait for. While an edit is read that waits, and of a catalogue that was edited it ends."""
        state = self._state

        def is_now() -> bool:
            with self._lock:
                return self._state.model is state.model

        make(state.pieces(), self.visits, (first_language(state.model.catalogue),), is_now)

    def look(self) -> State:
        """The catalogue as it is now, read again if it has changed."""
        with self._lock:
            changed = self._look()
        if changed:
            self._settle()
        return self._state

    def _look_aside(self) -> None:
        changed = False
        try:
            changed = self._look()
        finally:
            self._looked = time.monotonic() + (_PAUSE if self._failed else 0)
            self._lock.release()
        if changed:
            self._settle()

    def _settle(self) -> None:
        """Makes ready what was taken over, and gives back what it took the place of."""
        self.prepare()
        self.visits.stand_back()
        give_back()

    def _look(self) -> bool:
        """Whether a change was found and taken over."""
        if not self._watch.changed() and not self._failed:
            return False
        self._failed = True
        found = opened(self._path)  # an edit of a file that joins catalogues may name others
        self._watch.follow([*found.sources(), *found.beside(self._state.model.catalogue)])
        try:
            state = _read(self._path, self.versions, self._most)
            self._watch.add(found.beside(state.model.catalogue))
            self._failed = False
            if state.version == self._state.version:
                same = state.stories == self._state.stories and state.texts == self._state.texts
                kept = self._state.cache if same else state.cache
                self._state = replace(self._state, problems=(), stories=state.stories, texts=state.texts, cache=kept)
            else:
                self._exchange(state)
            _LOG.info("the catalogue was read again", extra={"version": self._state.version})
        except CatalogueError as error:
            self._failed = False
            self._state = replace(self._state, problems=error.problems)
            first = tuple(map(str, error.problems[:20]))
            _LOG.warning("the catalogue has problems, the last good one is kept", extra={"problems": first})
            return False
        return True

    def _exchange(self, state: State) -> None:
        """Goes over to a catalogue as soon as it has ready what those need who are here."""
        state.index.find("a")
        asked = self.visits.asked
        make([piece for piece in state.pieces() if piece.needs and asked.issuperset(piece.needs)], self.visits)
        self._state = state


def _read(path: Path, versions: Versions, most: int) -> State:
    found = opened(path)
    catalogue = found.load()
    model = build_model(catalogue)
    stories, _ = load_stories(path, model)
    texts = found.texts(catalogue)
    return State(model, _version(catalogue, most), texts=texts, versions=versions, stories=stories)


def _version(catalogue: Catalogue, most: int = MOST_THINGS) -> str:
    seal = hashlib.sha256(f"{__version__} {most}\n".encode())
    for part in fields(catalogue):
        value = getattr(catalogue, part.name)
        # a noun at a time: all of them as one text would take as much memory as the catalogue
        for one in value if isinstance(value, tuple) else (value,):
            seal.update(f"{part.name} {one!r}\n".encode())
    return seal.hexdigest()[:16]
