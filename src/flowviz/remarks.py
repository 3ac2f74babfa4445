"""What is to be told of a drawing's files beside them: letters that they do not show, a page that does not hold them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from flowviz.diagrams.page import FITS, SCREEN, Page
from flowviz.letters import UNKNOWN, few
from flowviz.theme import SIZES

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["remarks"]


def remarks(texts: Sequence[str], form: str, page: Page = SCREEN) -> tuple[str, ...]:
    """What to tell of the files of the format ``form`` that `flowviz.drawing.encoded` makes of SVG texts, a line each."""
    found: list[str] = []
    if form not in ("png", "pdf") and page == SCREEN:
        return ()
    from flowviz import svg_reading

    if form in ("png", "pdf"):
        letters = "".join(dict.fromkeys("".join(map(svg_reading.unknown_letters, texts))))
        found += [_unknown(letters, form)] if letters else []
    if page != SCREEN:
        sizes = [svg_reading.size_of(svg_reading.root_of(text)) for text in texts]
        w, h = (max(sides) for sides in zip(*sizes, strict=True))
        found += [] if page.fits(w, h) else [_too_large(page, w, h, form)]
    return tuple(found)


def _unknown(letters: str, form: str) -> str:
    first, more = few(letters)
    named = first + (f" and {more} more" if more else "")
    return (
        f"{form.upper()} has no letters for {named}: {UNKNOWN} stands in their place. "
        "SVG keeps them, and shows them in the fonts of whoever reads it"
    )


def _too_large(page: Page, w: float, h: float, form: str) -> str:
    """How small text would be on the page, and what to do."""
    paper = page.points != SCREEN.points
    unit, size = ("pt", SIZES.small * page.points) if paper else ("px", SIZES.small)
    small = math.floor(10 * size * min(page.w / w, page.h / h)) / 10  # below the promise, however little
    name = next((name for name, one in FITS.items() if one == page), "its page")
    others = [other for other, one in FITS.items() if one.points != SCREEN.points and one.fits(w, h)]
    cure = f"use --fit {others[0]}" if others else "show less of it with a filter"
    grown = f", its page is {page.holding(w, h).w / page.w:.1f} times as wide and high" if form == "pdf" else ""
    return f"larger than {name}, on which its smallest text would have {small} {unit}: not made smaller{grown}; {cure}"
