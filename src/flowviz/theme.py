"""Colours, sizes and fonts of every drawing, said once. The colours of scopes come from the catalogue.

Neutral colours are values of the City of Helsinki's open design tokens (MIT), or their dark counterparts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from flowviz.nouns import Noun

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["FONT_FAMILY", "LAYOUT_FONT", "MARKS", "SIZES", "THEMES", "Mark", "Palette", "Sizes"]

LAYOUT_FONT: Final = "DejaVu Sans"
"""The font that texts are measured in: the widest of the stack, so no text leaves its box with another."""

FONT_FAMILY: Final = "DejaVu Sans,Verdana,Geneva,Arial,sans-serif"
"""Fonts that exist everywhere; the first and the second have the same widths."""


class Palette(Noun, kw_only=False):
    """Colours of one theme; text on each of its surfaces has a contrast of at least 4.5, outlines of 3."""

    page: str
    frame: str
    frame_line: str
    card: str
    card_line: str
    ink: str
    muted: str
    line: str
    on_scope: str
    scope_line: str
    focus: str
    added: str
    removed: str
    changed: str

    @property
    def each(self) -> Sequence[tuple[Palette, str]]:
        """The palettes of single themes that it is made of, each with the class of what is drawn for that theme alone."""
        return ((self, ""),)


THEMES: Final = {
    "light": Palette(
        page="#ffffff",
        frame="#f4f5f6",
        frame_line="#858b94",
        card="#ffffff",
        card_line="#3c434c",
        ink="#1a1a1a",
        muted="#525a64",
        line="#525a64",
        on_scope="#1a1a1a",
        scope_line="#1a1a1a",
        focus="#0000bf",
        added="#007a64",
        removed="#b01038",
        changed="#0062b9",
    ),
    "dark": Palette(
        page="#15181c",
        frame="#1d2126",
        frame_line="#747d88",
        card="#2a3038",
        card_line="#c3c9d1",
        ink="#f4f5f6",
        muted="#b9c0c9",
        line="#b9c0c9",
        on_scope="#1a1a1a",
        scope_line="#15181c",
        focus="#9fb4ff",
        added="#5ad1a5",
        removed="#ff9db0",
        changed="#8cc4ff",
    ),
}


class Sizes(Noun, kw_only=False):
    """Sizes in pixels; no text is smaller than ``small``."""

    title: float = 22
    heading: float = 13.5
    name: float = 13
    entry: float = 12
    small: float = 11
    line_height: float = 1.3
    pad: float = 12
    gap: float = 20
    margin: float = 28
    radius: float = 8
    dot: float = 26
    card: float = 224


SIZES: Final = Sizes()


class Mark(Noun, kw_only=False):
    """How a comparison or an impact marks a thing: a sign, a line, and the name of its colour in the palette."""

    sign: str
    colour: str
    width: float
    double: bool = False
    struck: bool = False
    lined: bool = False
    """Whether it is one of lines, which are drawn as feeds that are known so well as ``basis`` says."""
    basis: Literal["stated", "implied", "known"] = "stated"


MARKS: Final[Mapping[str, Mark]] = {
    "added": Mark("+", "added", 3.2),
    "removed": Mark("−", "removed", 1.8, struck=True),
    "changed": Mark("~", "changed", 1.4, double=True),
    "cut-off": Mark("×", "removed", 3.6),
    "weakened": Mark("↓", "changed", 2.4),
    "touched": Mark("=", "added", 1.2, double=True),
    "alone": Mark("↺", "added", 2.0, double=True),
    "spared": Mark("✓", "added", 1.2),
    "upstream": Mark("↑", "muted", 1.8),
    "holder": Mark("!", "focus", 1.7, double=True),
    "unconfirmed": Mark("×", "removed", 1.6, basis="implied", lined=True),
    "silent": Mark("?", "muted", 1.2, basis="known", lined=True),
    "confirmed": Mark("✓", "added", 1.2, lined=True),
}
