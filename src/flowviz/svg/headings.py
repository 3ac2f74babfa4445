"""The headings of columns: words above a thin rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.svg.pen import Pen, num, quoted, texts
from flowviz.theme import SIZES

if TYPE_CHECKING:
    from flowviz.diagrams.scene import Heading

__all__ = ["draw_heading"]


def draw_heading(heading: Heading, pen: Pen) -> str:
    """The words above a column, in the middle of it."""
    size = SIZES.small + 1
    rule = f"M{num(heading.x)} {num(heading.y + heading.h)}h{num(heading.w)}"
    words = texts(
        heading.lines,
        heading.x + heading.w / 2,
        heading.y + size,
        size,
        bold=True,
        anchor="middle",
        fill=pen.palette.muted,
    )
    return (
        f'<g class="heading" role="img" aria-label={quoted(" ".join(heading.lines))}>'
        f'<path d="{rule}" stroke="{pen.palette.frame_line}" stroke-width="0.8"/>{words}</g>'
    )
