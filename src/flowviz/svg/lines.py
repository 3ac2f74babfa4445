"""Feeds as lines: straight, with corners or curved, with their heads, crosses and numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from flowviz.diagrams import curves
from flowviz.diagrams.scene import thing_of
from flowviz.svg.marks import WAY, colour_of, cross_at, dimmed, disc_of, lit
from flowviz.svg.pen import Pen, escaped, num, quoted, texts
from flowviz.svg.signs import DASHES
from flowviz.theme import MARKS, SIZES

if TYPE_CHECKING:
    from flowviz.diagrams.scene import Line

__all__ = ["draw_label", "draw_line"]


_LONG: Final = 8.5
"""How long the head of a line is."""
_TURNS: Final = (math.pi - 0.42, math.pi + 0.42)
"""Which way its two sides run from its tip."""


def draw_line(line: Line, pen: Pen) -> str:
    """A line without its number."""
    marks = line.mark.split("-") if line.mark else ()
    lost = "lost" in marks
    sign = next((mark for mark in marks if mark in MARKS), "")
    colour = pen.palette.removed if lost else colour_of(sign, pen) if sign else pen.palette.line
    way, basis, points = line.way, line.basis, line.points
    drawn = _curve if line.curve else _path
    path = "".join([drawn(piece) for piece in curves.pieces(line)])
    ends = ""
    if way != "in":
        ends += _head(points[-2], points[-1], colour)
    if way != "out":
        ends += _head(points[1], points[0], colour)
    if line.framed != (False, False):
        for framed, end, point in zip(line.framed, ("in", "out"), (points[0], points[-1]), strict=True):
            if framed and way not in (end, "both"):
                ends += f'<circle class="foot" cx="{num(point[0])}" cy="{num(point[1])}" r="2.6" fill="{colour}"/>'
    if lost:
        ends += cross_at(*(line.cross_at or curves.middle(line)), colour)
    if sign:
        ends += disc_of(sign, *(line.cross_at or curves.middle(line)), pen)
    mark = (f" mark-{line.mark}" if line.mark else "") + lit(line.light)
    weight = WAY if "way" in marks else line.weight
    return (
        f'<g id={quoted(f"feed-{line.source}--{line.target}")} class="edge way-{way} {basis}{mark}" '
        f'data-source={quoted(thing_of(line.source))} data-target={quoted(thing_of(line.target))} data-way="{way}" data-basis="{basis}"{dimmed(line.light)} '
        f'role="img" aria-label={quoted(line.text)}><title>{escaped(line.text)}</title>'
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{num(weight)}"{DASHES[basis]}/>{ends}</g>'
    )


def draw_label(line: Line, pen: Pen) -> str:
    """The chip with the number of a line, or the words on it, which are no chip."""
    assert line.label_at is not None
    x, y = line.label_at
    w = curves.label_width(line)
    p = pen.palette
    outline = "" if line.worded else f' stroke="{p.frame_line}" stroke-width="0.8"'
    fill = p.muted if line.worded else None
    return (
        f'<g class="edge-label{lit(line.light)}" aria-hidden="true"{dimmed(line.light)}>'
        f'<rect x="{num(x - w / 2)}" y="{num(y - 8.5)}" width="{num(w)}" height="17" rx="8.5" fill="{p.page}"{outline}/>'
        + texts([line.label], x, y + 4, SIZES.small, bold=not line.worded, anchor="middle", fill=fill)
        + "</g>"
    )


def _curve(points: list[tuple[float, float]]) -> str:
    start, *rest = [f"{num(x)} {num(y)}" for x, y in points]
    return f"M{start}C{' '.join(rest)}"


def _path(points: list[tuple[float, float]]) -> str:
    """A polyline whose corners are rounded."""
    if len(points) < 3:
        return "M" + "L".join(f"{num(x)} {num(y)}" for x, y in points)
    parts = [f"M{num(points[0][0])} {num(points[0][1])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        a = _towards(corner, before, 14)
        b = _towards(corner, after, 14)
        parts.append(f"L{num(a[0])} {num(a[1])}Q{num(corner[0])} {num(corner[1])} {num(b[0])} {num(b[1])}")
    parts.append(f"L{num(points[-1][0])} {num(points[-1][1])}")
    return "".join(parts)


def _towards(start: tuple[float, float], end: tuple[float, float], most: float) -> tuple[float, float]:
    distance = math.dist(start, end)
    share = min(most, distance / 2) / distance if distance else 0
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _head(before: tuple[float, float], tip: tuple[float, float], colour: str) -> str:
    x, y = tip
    angle = math.atan2(y - before[1], x - before[0])
    points = f"{num(x)},{num(y)}"
    for turn in _TURNS:
        points += f" {num(x + _LONG * math.cos(angle + turn))},{num(y + _LONG * math.sin(angle + turn))}"
    return f'<polygon class="head" points="{points}" fill="{colour}"/>'
