"""The marks of a comparison or an impact on what a drawing shows: outlines, tags, rings, crosses, and their samples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flowviz.svg.pen import Pen, num, texts
from flowviz.svg.signs import DASHES
from flowviz.theme import MARKS, SIZES

if TYPE_CHECKING:
    from flowviz.diagrams.scene import Box, Dot, Light
    from flowviz.theme import Mark

__all__ = [
    "WAY",
    "corner",
    "cross_at",
    "dimmed",
    "disc_of",
    "lit",
    "mark_sample",
    "outlined",
    "ringed",
    "ruled",
    "stroke_of",
]


WAY: Final = 3.4
"""The weight of a line on a way that is told of."""
_DIM: Final = 0.3


def lit(light: Light) -> str:
    """The class of a part that a layer over the drawing tells of, or does not."""
    return f" {'told' if light == 'lit' else light}" if light else ""


def dimmed(light: Light) -> str:
    """The attribute that lets a part step back of which a layer does not tell."""
    return f' opacity="{_DIM}"' if light == "dim" else ""


def _marking(light: Light, content: str) -> str:
    """What a mark adds to a part: with a layer it is a group of its own, as it can be put away."""
    return f'<g class="marking">{content}</g>' if light and content else content


def outlined(item: Box, radius: float, text_x: float, text_y: float, pen: Pen) -> str:
    """What a mark adds to a card or a frame: a second outline, a struck-out name, and a tag with its sign and word."""
    if item.mark not in MARKS or MARKS[item.mark].lined:
        return ""
    mark, colour = MARKS[item.mark], colour_of(item.mark, pen)
    parts = []
    if mark.double:
        parts.append(
            f'<rect x="{num(item.x + 3.5)}" y="{num(item.y + 3.5)}" width="{num(item.w - 7)}" height="{num(item.h - 7)}" '
            f'rx="{num(max(radius - 3, 1))}" fill="none" {stroke_of(item.mark, pen)}/>'
        )
    if item.struck:
        step = item.size * SIZES.line_height
        strokes = "".join(
            f"M{num(text_x - 2)} {num(text_y + i * step - item.size * 0.34)}h{num(w + 4)}"
            for i, w in enumerate(item.struck)
        )
        parts.append(f'<path d="{strokes}" stroke="{colour}" stroke-width="1.6"/>')
    if item.light:
        return _marking(item.light, "".join(parts))
    return "".join([*parts, _tag(item, item.x + 10, item.y, pen)])


def corner(item: Box, pen: Pen) -> str:
    """The tag of a part that a layer tells of. The drawing has left no room for it: it sticks out at the other corner."""
    if not item.light or item.mark not in MARKS:
        return ""
    return f'<g class="tag">{_tag(item, item.x + item.w - item.tag_w - 6, item.y - 2, pen)}</g>'


def _tag(item: Box, x: float, y: float, pen: Pen) -> str:
    colour = colour_of(item.mark, pen)
    ground, ink = (pen.palette.page, colour) if item.hollow else (colour, pen.palette.page)
    return (
        f'<rect x="{num(x)}" y="{num(y - 9)}" width="{num(item.tag_w + 14)}" height="17" rx="8.5" '
        f'fill="{ground}"'
        + (f' stroke="{colour}" stroke-width="1.2"/>' if item.hollow else "/>")
        + texts([item.tag], x + 7, y + 3.6, SIZES.small, bold=True, fill=ink)
    )


def ringed(dot: Dot, pen: Pen) -> str:
    """The sign of a marked dot beside it, so that its letter and nose stay readable; without a name also its ring."""
    if dot.mark not in MARKS:
        return ""
    mark, colour = MARKS[dot.mark], colour_of(dot.mark, pen)
    if dot.name:
        side, up = (1, 0.0) if dot.way == "in" else (-1, 0.0 if dot.way == "out" else 7.0)
        return _marking(dot.light, disc(mark, dot.x + side * (dot.r + 6), dot.y - up, colour, pen, r=5.6))
    rings = [dot.r + 3.5, *([dot.r + 6.5] if mark.double else [])]
    line = f'stroke="{colour}" stroke-width="{num(min(mark.width, 2.4))}"'
    ring = "".join(f'<circle cx="{num(dot.x)}" cy="{num(dot.y)}" r="{num(r)}" fill="none" {line}/>' for r in rings)
    return _marking(dot.light, ring + disc(mark, dot.x + dot.r * 0.95, dot.y - dot.r * 0.95, colour, pen))


def ruled(dot: Dot, x: float, baseline: float, step: float, pen: Pen) -> str:
    """The lines that a mark draws under the name of a dot or through it, whose first line stands on ``baseline``."""
    if not dot.ruled:
        return ""
    mark = MARKS[dot.mark]
    drops = (-4.1,) if mark.struck else (2.2, 4.4) if mark.double else (3.0,)
    lines = "".join(
        f"M{num(x)} {num(baseline + i * step + drop)}h{num(w)}" for i, w in enumerate(dot.ruled) for drop in drops
    )
    weight = num(min(mark.width, 1.1 if mark.double else 1.8))
    return f'<path class="way" d="{lines}" stroke="{colour_of(dot.mark, pen)}" stroke-width="{weight}"/>'


def colour_of(mark: str, pen: Pen) -> str:
    """The colour of a mark."""
    colour: str = getattr(pen.palette, MARKS[mark].colour)
    return colour


def stroke_of(mark: str, pen: Pen) -> str:
    """The attributes of an outline as a mark draws it."""
    return f'stroke="{colour_of(mark, pen)}" stroke-width="{num(MARKS[mark].width)}"'


def disc(mark: Mark, x: float, y: float, colour: str, pen: Pen, *, r: float = 7) -> str:
    """The sign of a mark on a small disc."""
    return f'<circle cx="{num(x)}" cy="{num(y)}" r="{num(r)}" fill="{colour}"/>' + texts(
        [mark.sign], x, y + 4, SIZES.small, bold=True, anchor="middle", fill=pen.palette.page
    )


def disc_of(mark: str, x: float, y: float, pen: Pen) -> str:
    """The sign of a mark on a small disc that stands on a line."""
    return f'<g class="marking">{disc(MARKS[mark], x, y, colour_of(mark, pen), pen)}</g>'


def cross_at(x: float, y: float, colour: str) -> str:
    """The cross on a feed that ends."""
    return (
        f'<path class="cross" d="M{num(x - 6)} {num(y - 6)}l12 12M{num(x - 6)} {num(y + 6)}l12 -12" '
        f'stroke="{colour}" stroke-width="2.6" stroke-linecap="round"/>'
    )


def mark_sample(name: str, x: float, y: float, pen: Pen) -> str:
    """A mark as it stands in the legend."""
    if name in ("way", "lost"):
        stroke, weight = (pen.palette.line, WAY) if name == "way" else (pen.palette.removed, 1.4)
        cross = cross_at(x, y, stroke) if name == "lost" else ""
        return f'<path d="M{num(x - 14)} {num(y)}H{num(x + 14)}" stroke="{stroke}" stroke-width="{weight}"/>{cross}'
    mark, colour = MARKS[name], colour_of(name, pen)
    if mark.lined:
        stroke = f'stroke="{colour}" stroke-width="1.4"{DASHES[mark.basis]}'
        return f'<path d="M{num(x - 14)} {num(y)}H{num(x + 14)}" {stroke}/>' + disc(mark, x, y, colour, pen, r=6)
    parts = [
        (
            f'<rect x="{num(x - 14)}" y="{num(y - 8)}" width="28" height="17" rx="4" fill="{pen.palette.card}" '
            f"{stroke_of(name, pen)}/>"
        )
    ]
    if mark.double:
        parts.append(
            f'<rect x="{num(x - 11)}" y="{num(y - 5)}" width="22" height="11" rx="2" fill="none" '
            f"{stroke_of(name, pen)}/>"
        )
    if mark.struck:
        parts.append(f'<path d="M{num(x - 9)} {num(y + 0.5)}h18" stroke="{colour}" stroke-width="1.6"/>')
    return "".join(parts) + disc(mark, x - 10, y - 7, colour, pen)
