"""What is made ahead of visitors: piece by piece, what they need first first, and only while nobody waits for an answer."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flowviz.explorer.memory import keep

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

__all__ = ["Piece", "Visits", "make"]

_AT_MOST: Final = 1.0
"""Seconds that a piece waits for those who are being answered: what is made ahead comes to an end however many there are."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of what is made ahead: small, and at most a few tenths of a second of work where that can be."""

    make: Callable[[], object]
    needs: tuple[Hashable, ...] = ()
    """The language, and the room of a stage, that it is made for; nothing for what everybody needs."""


class Visits:
    """Who is being answered just now, and what for; safe for threads."""

    def __init__(self) -> None:
        self._nobody = threading.Condition()
        self._answered = 0
        self._asked: frozenset[Hashable] = frozenset()

    @contextlib.contextmanager
    def answering(self) -> Iterator[None]:
        """The time in which somebody is answered."""
        with self._nobody:
            self._answered += 1
        try:
            yield
        finally:
            with self._nobody:
                self._answered -= 1
                self._nobody.notify_all()

    def stand_back(self) -> None:
        """Waits until nobody is being answered, but not for long."""
        with self._nobody:
            self._nobody.wait_for(lambda: not self._answered, _AT_MOST)

    def ask(self, *what: Hashable) -> None:
        """Takes down in which language somebody reads, and for which room of a stage."""
        self._asked = self._asked | {*what}

    @property
    def asked(self) -> frozenset[Hashable]:
        """All that was taken down."""
        return self._asked


def make(
    pieces: Iterable[Piece], visits: Visits, usual: Sequence[Hashable] = (), wanted: Callable[[], bool] = lambda: True
) -> None:
    """Makes all ``pieces`` in their order, for as long as they are ``wanted``; first those that need nothing but what was asked for
    until then.

    As long as nobody has asked, what is ``usual`` counts as asked for.
    """
    left = [*pieces]
    while left and wanted():
        asked = visits.asked or frozenset(usual)
        piece = next((one for one in left if asked.issuperset(one.needs)), left[0])
        left.remove(piece)
        visits.stand_back()
        piece.make()
        keep()
