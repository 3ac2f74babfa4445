"""What every piece of a drawing needs to know, and the small pieces that all of it is written with."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from flowviz.theme import SIZES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

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
    lines: Iterable[str],
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
    weight = ' font-weight="700"' if bold else ""
    colour = f' fill="{fill}"' if fill else ""
    align = f' text-anchor="{anchor}"' if anchor else ""
    step = size * SIZES.line_height
    return "".join(
        f'<text x="{num(x)}" y="{num(y + i * step)}" font-size="{num(size)}"{weight}{colour}{align}{lang}>{escaped(line)}</text>'
        for i, line in enumerate(lines)
        if line
    )


def shifted(name: str, at: Point, content: str) -> str:
    """``content`` moved to a place of the page, as a group of class ``name``; nothing for no content."""
    x, y = at
    return f'<g class="{name}" transform="translate({num(x)} {num(y)})">{content}</g>' if content else ""


def num(number: float) -> str:
    """A number as short as it can be, to a tenth of a pixel."""
    text = f"{number:.1f}"
    if text[-1] != "0":
        return text
    return text[:-2] if text != "-0.0" else "0"


@functools.lru_cache(maxsize=4096)
def escaped(text: str) -> str:
    """``text`` as it can stand between tags."""
    return escape(text, quote=False)


@functools.lru_cache(maxsize=4096)
def quoted(text: str) -> str:
    """``text`` as the value of an attribute, with its quotes."""
    value = escape(text).replace("\n", "&#10;")  # a plain line break in an attribute is read as a space
    return f'"{value}"'
