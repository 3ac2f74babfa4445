"""The room that a drawing is made for: a screen, a slide, a sheet of paper, or a column of one.

Drawings are laid out for a page and never scaled down to it: what does not fit goes to a further page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

__all__ = ["FITS", "SCREEN", "Page"]

_MM: Final = 72 / 25.4 / (7 / 11)
"""Pixels a millimetre, where the smallest text, of 11 pixels, is printed in 7 points."""


@dataclass(frozen=True, slots=True)
class Page:
    """The largest width and height of a drawing with all that stands around it, in its own pixels."""

    w: float
    h: float
    points: float = 0.75
    """The points of a printed pixel."""

    @property
    def ratio(self) -> float:
        """How much wider than high."""
        return self.w / self.h


def _paper(w: float, h: float) -> Page:
    """A sheet of ``w`` × ``h`` millimetres."""
    return Page(w * _MM, h * _MM, 72 / 25.4 / _MM)


SCREEN: Final = Page(1600, 900)
FITS: Final = {
    "screen": SCREEN,
    "slide": Page(1280, 720),
    "a4": _paper(210, 297),
    "a4-landscape": _paper(297, 210),
    "a3": _paper(420, 297),
    "a1": _paper(841, 594),
    "column": _paper(120, 200),
}
"""Every page by name; paper in millimetres, with no text smaller than 7 points."""
