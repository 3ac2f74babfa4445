"""Letters that the shipped fonts do not have: named, so that they can be told, and shown as what they are, unknown.

PNG and PDF have these fonts alone, for the same bytes on every machine. SVG keeps the text, which its reader's fonts show.
"""

from __future__ import annotations

import bisect
import functools
import struct
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["BOLD", "REGULAR", "UNKNOWN", "few", "missing", "shown"]

_FONTS: Final = Path(__file__).with_name("fonts")
REGULAR: Final = _FONTS / "DejaVuSans.ttf"
BOLD: Final = _FONTS / "DejaVuSans-Bold.ttf"
UNKNOWN: Final = "\N{REPLACEMENT CHARACTER}"
"""What stands for a letter that the fonts lack: a question mark in a black diamond, as wide as such a letter is measured."""
_NAMED: Final = 12
_INVISIBLE: Final = ("Mn", "Me", "Cf", "Cc")


def missing(texts: Iterable[str]) -> str:
    """The letters of ``texts`` that the shipped fonts do not have, each once, in their order.

    >>> missing(["Åbo 中 – 中文"])
    '中文'
    """
    letters = dict.fromkeys("".join(texts))
    return "".join(letter for letter in letters if not (letter.isascii() or _has(letter) or _invisible(letter)))


def few(letters: str) -> tuple[str, int]:
    """Those of some letters that are named where they are told, and how many more there are.

    >>> few("中文")
    ('中文', 0)
    """
    return letters[:_NAMED], max(len(letters) - _NAMED, 0)


def shown(text: str) -> str:
    """``text`` in letters that the shipped fonts have: `UNKNOWN` for each that they lack, nothing for invisible ones.

    >>> shown("中文 register")
    '\ufffd\ufffd register'
    """
    if text.isascii():
        return text
    lacking = [letter for letter in set(text) if not (letter.isascii() or _has(letter))]
    for letter in lacking:
        text = text.replace(letter, "" if _invisible(letter) else UNKNOWN)
    return text


def _invisible(letter: str) -> bool:
    return unicodedata.category(letter) in _INVISIBLE


@functools.cache
def _has(letter: str) -> bool:
    return all(_within(_ranges(font), ord(letter)) for font in (REGULAR, BOLD))


def _within(ranges: list[tuple[int, int]], code: int) -> bool:
    place = bisect.bisect(ranges, (code, 0x110000)) - 1
    return place >= 0 and code <= ranges[place][1]


@functools.cache
def _ranges(font: Path) -> list[tuple[int, int]]:
    """The first and last codes of the runs of letters that a font has, as its ``cmap`` table lists them (format 12)."""
    data = font.read_bytes()
    tables = {
        name: start for name, _, start, _ in struct.iter_unpack(">4sIII", data[12 : 12 + 16 * _number(data, ">H", 4)])
    }
    table = tables[b"cmap"]
    parts = struct.iter_unpack(">HHI", data[table + 4 : table + 4 + 8 * _number(data, ">H", table + 2)])
    part = next(table + at for platform, encoding, at in parts if (platform, encoding) == (3, 10))
    groups = struct.iter_unpack(">III", data[part + 16 : part + 16 + 12 * _number(data, ">I", part + 12)])
    return sorted((first, last) for first, last, glyph in groups if glyph)


def _number(data: bytes, form: str, at: int) -> int:
    number: int = struct.unpack_from(form, data, at)[0]
    return number
