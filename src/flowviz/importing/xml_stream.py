"""XML of unknown origin, walked through without ever being held: what is kept of it is the walker's business.

No document type and so no entity is let in, no encoding but Unicode's, and neither depth, nor number, nor size of tags
beyond a limit.
"""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Final, Protocol
from xml.parsers import expat

from flowviz.importing.grid import UnreadableFile
from flowviz.limits import MOST_DEPTH, MOST_ELEMENTS, MOST_IN_A_CELL, MOST_IN_A_TAG
from flowviz.loading.problems import short
from flowviz.messages import said

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Budget", "Walker", "plain", "walk"]

_ENCODINGS: Final = ("utf-8", "utf-16", "us-ascii", "ascii")
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Walker(Protocol):
    """What is told of each element; names come without their namespace."""

    def start(self, name: str, inside: str, attributes: dict[str, str]) -> None:
        """The element ``name`` begins, inside the one called ``inside``."""

    def end(self, name: str, text: str) -> None:
        """The element ``name`` ends; ``text`` is what stood last in it, cut one character above the limit of a cell."""


class Budget:
    """How many elements may still come in, of all parts of a file together."""

    def __init__(self) -> None:
        self.elements = MOST_ELEMENTS


def plain(name: str) -> str:
    """The name of an element or attribute without its namespace: the transitional and the strict form differ in it."""
    return name.rpartition(":")[2]


def walk(pieces: Iterable[bytes], name: str, part: str, walker: Walker, budget: Budget) -> None:
    """Tells ``walker`` of the elements in ``pieces``, a ``part`` of the file called ``name``. Raises `UnreadableFile`."""
    parser = None
    for piece in pieces:
        if parser is None:
            parser = _Parser(name, part, walker, budget, utf16=piece.startswith(_UTF16))
        parser.feed(piece)
    if parser is None:
        raise UnreadableFile(name, said("damaged.empty-part", part=short(part)))
    parser.close()


class _Parser:
    def __init__(self, name: str, part: str, walker: Walker, budget: Budget, *, utf16: bool) -> None:
        self._name = name
        self._part = short(part)
        self._walker = walker
        self._budget = budget
        self._names: list[str] = [""]
        self._text: list[str] = []
        self._length = 0
        self._silent = 0
        # the encoding is ours to say: what a file declares may be any that Python knows, or none
        self._expat = expat.ParserCreate("utf-16" if utf16 else "utf-8")
        self._expat.buffer_text = True
        self._expat.XmlDeclHandler = self._declared
        self._expat.StartDoctypeDeclHandler = self._doctype
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._end
        self._expat.CharacterDataHandler = self._characters

    def feed(self, piece: bytes) -> None:
        self._silent += len(piece)
        self._parse(piece, last=False)
        if self._silent > MOST_IN_A_TAG:
            raise self._refused("damaged.tag", most=MOST_IN_A_TAG)

    def close(self) -> None:
        self._parse(b"", last=True)

    def _parse(self, piece: bytes, *, last: bool) -> None:
        try:
            self._expat.Parse(piece, last)
        except expat.ExpatError as error:
            raise self._refused("damaged.xml", line=error.lineno) from None

    def _refused(self, key: str, **values: str | int) -> UnreadableFile:
        return UnreadableFile(self._name, said(key, part=self._part, **values))

    def _declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            raise self._refused("damaged.encoding", encoding=short(encoding))

    def _doctype(self, *_: object) -> None:
        raise self._refused("not-importable.doctype")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._silent = 0
        self._budget.elements -= 1
        if self._budget.elements < 0:
            raise self._refused("too-much.elements", most=MOST_ELEMENTS)
        if len(self._names) > MOST_DEPTH:
            raise self._refused("damaged.deep", most=MOST_DEPTH)
        name = plain(name)
        self._walker.start(name, self._names[-1], attributes)
        self._names.append(name)
        self._text.clear()
        self._length = 0

    def _end(self, _: str) -> None:
        self._silent = 0
        self._walker.end(self._names.pop(), "".join(self._text))
        self._text.clear()
        self._length = 0

    def _characters(self, text: str) -> None:
        self._silent = 0
        room = MOST_IN_A_CELL + 1 - self._length
        if room > 0:
            self._text.append(text[:room])
            self._length += len(text)
