"""A long text that says the same over and over -> a short one that a browser unpacks.

What the pages and drawings of a language are made of, tags and the text between them, returns everywhere, farther apart than
gzip looks back. So each such piece is kept once, and the text is a sequence of their numbers; `static/packing.js` is the way back.
"""

from __future__ import annotations

import base64
import gzip
import re
from typing import Final

__all__ = ["packed"]

_PIECE: Final = re.compile(r'<[^>]*>|","|[^<"]+|["<]')


def packed(text: str) -> str:
    """The pieces of ``text``, a line each, and the sequence of them, as two base64 words of gzip.

    ``text`` has no line ends, such as JSON. In the sequence stand numbers of seven bits a byte, the lowest first, the
    highest bit set where more follow: 0 for the first piece that has not been met yet, i + 1 for the piece of number i.
    """
    numbers = _Numbers()
    sequence = b"".join(map(numbers.__getitem__, _PIECE.findall(text)))
    return " ".join(map(_word, ("\n".join(numbers).encode(), sequence)))


class _Numbers(dict[str, bytes]):
    """The pieces that were met, each with its number as it stands in the sequence."""

    def __missing__(self, piece: str) -> bytes:
        number, found = len(self) + 1, bytearray()
        while number > 127:
            found.append(number & 127 | 128)
            number >>= 7
        found.append(number)
        self[piece] = bytes(found)
        return b"\0"


def _word(data: bytes) -> str:
    return base64.b64encode(gzip.compress(data, 9, mtime=0)).decode()
