"""A long text that says the same over and over -> a short one that a browser unpacks.

What the pages and drawings of a language are made of, tags and the text between them, returns everywhere, farther apart than
gzip looks back. So each such piece is kept once, and the text is a sequence of their numbers; `static/packing.js` is the way back.
"""

from __future__ import annotations

import base64
import gzip
import re
from typing import Final

__all__ = ["Packer", "word"]

_PIECE: Final = re.compile(rb'<[^>]*>|","|[^<"]+|["<]')
_LEVEL: Final = 7
"""Twice as fast as the highest, for a file larger by a fiftieth."""


class Packer:
    """A text that is packed while it comes, so that it never is there as a whole; without line ends, such as JSON."""

    def __init__(self) -> None:
        self._numbers = _Numbers()
        self._sequence = bytearray()

    def add(self, text: bytes) -> None:
        """Takes what follows of the text, in UTF-8."""
        self._sequence += b"".join(map(self._numbers.__getitem__, _PIECE.findall(text)))

    def parts(self) -> tuple[bytes, bytes]:
        """The pieces of the text, a line each, and the sequence of them.

        In it stand numbers of seven bits a byte, the lowest first, the highest bit set where more follow: 0 for the first piece
        that has not been met yet, i + 1 for the piece of number i.
        """
        return b"\n".join(self._numbers), bytes(self._sequence)


class _Numbers(dict[bytes, bytes]):
    """The pieces that were met, each with its number as it stands in the sequence."""

    def __missing__(self, piece: bytes) -> bytes:
        number, found = len(self) + 1, bytearray()
        while number > 127:
            found.append(number & 127 | 128)
            number >>= 7
        found.append(number)
        self[piece] = bytes(found)
        return b"\0"


def word(data: bytes) -> str:
    """``data`` as a base64 word of gzip."""
    return base64.b64encode(gzip.compress(data, _LEVEL, mtime=0)).decode()
