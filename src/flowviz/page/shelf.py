"""What is shown in a language, packed as volumes: the browser unpacks the first at once, and each other when something in it is wanted."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import msgspec

from flowviz.page.packing import Packer, word

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Executor, Future

__all__ = ["Shelf", "Told", "as_json"]

_MOST_AT_ONCE: Final = 400
"""So many pages are unpacked at once, in a fraction of a second; of more, only what is wanted."""
_VOLUME: Final = 12_000_000
"""A volume is full with so many bytes, where there are several."""

Told = tuple[bytes, list[tuple[str, bytes]]]
"""The JSON of the pages of a subject, and that of its drawings, each with the name of its kind."""


def as_json(pages: dict[str, dict[str, str]], drawings: dict[str, str]) -> Told:
    """What is shown of a subject as JSON."""
    return _json(pages), [(view.partition("&")[0], _json({view: one})) for view, one in drawings.items()]


def _json(told: Any) -> bytes:
    return msgspec.json.encode(told, enc_hook=str, order="sorted")


class Shelf:
    """The volumes of a language: one, or where there are very many ``pages`` the first of them alone, and others.

    What is full is compressed by ``threads`` while more comes.
    """

    def __init__(self, pages: int, threads: Executor) -> None:
        self._threads = threads
        self._open = self._first = _Volume()
        self._most = 0.0 if pages > _MOST_AT_ONCE else math.inf
        self._names: list[list[str]] = []
        self._words: list[Future[list[str]]] = []

    def add(self, name: str, pages: bytes, drawings: Sequence[tuple[str, bytes]]) -> None:
        """Takes what is shown of the subject of a name."""
        if self._open.size > self._most:
            self._next()
        if self._names:
            self._names[-1].append(name)
        self._open.add(pages, drawings)

    def close(self, around: dict[str, Any]) -> None:
        """Takes what stands around all pages."""
        self._shut()
        self._words.insert(0, self._packed(self._first.parts(around | {"volumes": self._names})))

    def text(self) -> str:
        """The volumes, a line each: words that tell its pages, and words that tell its drawings."""
        return "\n".join(" ".join(words.result()) for words in self._words)

    def _next(self) -> None:
        """Opens another volume. The first stays open too: what stands around all pages comes last."""
        self._shut()
        self._most = _VOLUME
        self._open = _Volume()
        self._names.append([])

    def _shut(self) -> None:
        if self._open is not self._first:
            self._words.append(self._packed(self._open.parts({})))

    def _packed(self, parts: list[bytes]) -> Future[list[str]]:
        return self._threads.submit(lambda: list(map(word, parts)))


class _Volume:
    """Pages and drawings, packed while they come."""

    def __init__(self) -> None:
        self._pages, self._drawings = Packer(), Packer()
        self._pages.add(b'{"made":[{}')
        self._drawings.add(b"[{}")
        self._later: dict[str, list[bytes]] = {}
        self.size = 0

    def add(self, pages: bytes, drawings: Sequence[tuple[str, bytes]]) -> None:
        """Takes what is shown of a subject. What it has several drawings of waits: those of a kind pack better together."""
        self.size += len(pages) + sum(len(drawing) for _, drawing in drawings)
        self._pages.add(b"," + pages)
        for kind, drawing in drawings:
            if len(drawings) > 1:
                self._later.setdefault(kind, []).append(drawing)
            else:
                self._drawings.add(b"," + drawing)

    def parts(self, around: dict[str, Any]) -> list[bytes]:
        """What was taken, and what is ``around``: the pieces and sequence of the pages, and those of the drawings."""
        beside = [b",%b:%b" % (_json(key), _json(one)) for key, one in sorted(around.items())]
        self._pages.add(b"]" + b"".join(beside) + b"}")
        for drawing in (one for kind in self._later.values() for one in kind):
            self._drawings.add(b"," + drawing)
        self._drawings.add(b"]")
        return [*self._pages.parts(), *self._drawings.parts()]
