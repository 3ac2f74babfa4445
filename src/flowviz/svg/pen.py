"""What every piece of a drawing needs to know, and the small pieces that all of it is written with."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from flowviz.theme import SIZES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from flowviz.catalogue import Scope
    from flowviz.diagrams.scene import Point
    from flowviz.theme import Palette

    Foreign = Callable[[str], str | None]

__all__ = ["Pen", "escaped", "num", "quoted", "shifted", "texts"]


@dataclass(frozen=True)
class Pen:
    """What every piece of a drawing needs to know."""

    palette: Palette
    scopes: Mapping[str, Scope]
    language: str
    foreign: Foreign = lambda _: None
    """The language of a name that is not in that of the drawing."""

    def lang(self, lines: Sequence[str]) -> str:
        """The attributes that say in which language a name is, which stands on ``lines``; nothing for the drawing's own."""
        code = self.foreign(" ".join(lines))
        return f" lang={quoted(code)} xml:lang={quoted(code)}" if code else ""


def texts(
    lines: Sequence[str],
    x: float,
    y: float,
    size: float,
    *,
    bold: bool = False,
    fill: str | None = None,
    anchor: str | None = None,
    lang: str = "",
) -> str:
    """The lines as one ``<text>`` each: tspans with ``dy`` are lost in some word processors. ``lang`` is of `Pen.lang`."""
    if not lines:
        return ""
    start, style = f'<text x="{num(x)}" y="', f"{_style(size, bold, fill, anchor)}{lang}>"
    if len(lines) == 1:
        return f"{start}{num(y)}{style}{escaped(lines[0])}</text>" if lines[0] else ""
    step = size * SIZES.line_height
    return "".join([f"{start}{num(y + i * step)}{style}{escaped(line)}</text>" for i, line in enumerate(lines) if line])


@functools.lru_cache(maxsize=1024)
def _style(size: float, bold: bool, fill: str | None, anchor: str | None) -> str:
    """What stands between the place of a text and its language: from the quote that ends the place to its attributes."""
    weight = ' font-weight="700"' if bold else ""
    colour = f' fill="{fill}"' if fill else ""
    align = f' text-anchor="{anchor}"' if anchor else ""
    return f'" font-size="{num(size)}"{weight}{colour}{align}'


def shifted(name: str, at: Point, content: str) -> str:
    """``content`` moved to a place of the page, as a group of class ``name``; nothing for no content."""
    x, y = at
    return f'<g class="{name}" transform="translate({num(x)} {num(y)})">{content}</g>' if content else ""


class _Numbers(dict[float, str]):
    """Number -> its text. A drawing has most of its numbers several times, and others have them too."""

    def __missing__(self, number: float) -> str:
        text = f"{number:.1f}"
        if text[-1] == "0":
            text = text[:-2] if text != "-0.0" else "0"
        if len(self) >= _MOST_NUMBERS:
            self.clear()
        self[number] = text
        return text


_MOST_NUMBERS: Final = 20_000

num: Final = _Numbers().__getitem__
"""A number -> its text, as short as it can be, to a tenth of a pixel."""


def escaped(text: str) -> str:
    """``text`` as it can stand between tags."""
    if "&" in text or "<" in text or ">" in text:
        return escape(text, quote=False)
    return text


def quoted(text: str) -> str:
    """``text`` as the value of an attribute, with its quotes."""
    if "&" in text or '"' in text or "'" in text or "<" in text or ">" in text:
        text = escape(text)
    if "\n" in text:  # a plain line break in an attribute is read as a space
        text = text.replace("\n", "&#10;")
    return f'"{text}"'
