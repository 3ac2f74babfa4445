"""The room that a drawing is made for: a screen, a slide, a sheet of paper, or a column of one.

Drawings are laid out for a page and never scaled down to it: what does not fit goes to a further page.
"""

from __future__ import annotations

from typing import Final

from flowviz.nouns import Noun

__all__ = ["FITS", "SCREEN", "Page", "paper"]

_MM: Final = 72 / 25.4 / (7 / 11)
"""Pixels a millimetre, where the smallest text, of 11 pixels, is printed in 7 points."""


_POINTS: Final = 0.75
"""The points of a pixel of a screen, as browsers print it."""


class Page(Noun, kw_only=False):
    """The largest width and height of a drawing with all that stands around it, in its own pixels."""

    w: float
    h: float
    points: float = _POINTS
    """The points of a printed pixel."""

    @property
    def paper(self) -> bool:
        """Whether it is a sheet of paper, not a screen."""
        return self.points != _POINTS

    @property
    def ratio(self) -> float:
        """How much wider than high."""
        return self.w / self.h

    def fits(self, w: float, h: float) -> bool:
        """Whether a drawing of ``w`` × ``h`` pixels finds room."""
        return w <= self.w + 0.5 and h <= self.h + 0.5

    def holding(self, w: float, h: float) -> Page:
        """The page itself, or where a drawing of ``w`` × ``h`` pixels is larger, the first with room for it of those that
        double its area: of a sheet of paper, the next of its series.

        >>> next_one = FITS["a4"].holding(1000, 1400)
        >>> [round(side * next_one.points / 72 * 25.4) for side in (next_one.w, next_one.h)]
        [297, 420]
        """
        step = 0
        while not (found := Page(self.w * 2 ** (step / 2), self.h * 2 ** (step / 2), self.points)).fits(w, h):
            step += 1
        return found


def paper(w: float, h: float) -> Page:
    """A sheet of ``w`` × ``h`` millimetres, on which text of 11 pixels is printed in 7 points."""
    return Page(w * _MM, h * _MM, 72 / 25.4 / _MM)


SCREEN: Final = Page(1600, 900)
FITS: Final = {
    "screen": SCREEN,
    "slide": Page(1280, 720),
    "a4": paper(210, 297),
    "a4-landscape": paper(297, 210),
    "a3": paper(420, 297),
    "a1": paper(841, 594),
    "column": paper(120, 200),
}
"""Every page by name; paper in millimetres, with no text smaller than 7 points."""
