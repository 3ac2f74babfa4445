"""A matrix: headings of rows and columns, and a sign where a feed joins the two, its tip towards who gets."""

from __future__ import annotations

import functools
import math
from collections import Counter
from typing import TYPE_CHECKING

from flowviz.catalogue import UNCOLOURED
from flowviz.diagrams.matrix import NAME
from flowviz.diagrams.scene import Band, Head
from flowviz.svg.marks import dimmed, lit
from flowviz.svg.pen import Pen, escaped, num, quoted, texts
from flowviz.svg.signs import DOT_DASHES, bars, scope_sign
from flowviz.theme import SIZES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowviz.diagrams.scene import Card, Cell, Matrix, Scene

__all__ = ["cell_sign", "draw_matrix"]

_STEP = NAME * SIZES.line_height
_ROUND = 4.0
_R = 7.6
_REACH = 1.72
"""How far a tip reaches, in radii."""
_TIP = 45
"""How many degrees a tip takes to either side."""


def draw_matrix(scene: Scene, matrix: Matrix, pen: Pen) -> Iterator[str]:
    """Each part of a matrix, in the order in which it is read."""
    rules = "".join(f"M{num(a)} {num(b)}L{num(c)} {num(d)}" for (a, b), (c, d) in matrix.rules)
    yield f'<path class="rules" d="{rules}" stroke="{pen.palette.frame_line}" stroke-width="0.5" stroke-opacity="0.6"/>'
    cards = {card.id: card for card in scene.cards}
    seen: Counter[str] = Counter()
    for part in matrix.parts:
        if isinstance(part, Band):
            yield _band(part, _id(part.id, seen), pen)
        elif isinstance(part, Head):
            yield _head(part, cards[part.card], _id(f"node-{part.card}", seen), pen)
        else:
            yield _cell(part, pen)


def _id(name: str, seen: Counter[str]) -> str:
    """``name``, and with a number where it stands in the drawing already."""
    seen[name] += 1
    return name if seen[name] == 1 else f"{name}--{seen[name]}"


def _band(band: Band, id_: str, pen: Pen) -> str:
    p = pen.palette
    middle = band.y + band.h / 2
    x, sign = band.x + 7, ""
    if band.scope:
        sign = scope_sign(band.scope, x + 9 if band.lines else band.x + band.w / 2, middle, 9, pen)
        x += 24
    data = f" data-id={quoted(band.thing)}" if band.thing else ""
    scope = f" scope-{band.scope}" if band.scope else ""
    return (
        f'<g id={quoted(id_)} class="frame band{scope}"{data} role="img" aria-label={quoted(band.text)}>'
        f"<title>{escaped(band.text)}</title>"
        f'<rect x="{num(band.x)}" y="{num(band.y)}" width="{num(band.w)}" height="{num(band.h)}" rx="{num(_ROUND)}" '
        f'fill="{p.frame}" stroke="{p.frame_line}" stroke-width="0.8"/>{sign}'
        + texts(band.lines, x, _baseline(band.lines, middle), NAME, bold=True, lang=pen.lang(band.lines))
        + "</g>"
    )


def _head(head: Head, card: Card, id_: str, pen: Pen) -> str:
    p = pen.palette
    plain = card.scope in UNCOLOURED
    fill, ink = (p.card, p.ink) if plain else (pen.scopes[card.scope].colour, p.on_scope)
    stroke = p.frame_line if plain else p.card_line
    rx = {"party": 11.0, "system": 1.0, "register": 1.0}.get(card.kind, _ROUND)
    x, y = head.x + 7, _baseline(head.lines, head.y + head.h / 2)
    turn = ""
    if head.upright:
        # read upwards from the grid, in the middle of the column
        x, y = head.x + head.w / 2, head.y + head.h - 7
        turn = f' transform="rotate(-90 {num(x)} {num(y)})"'
        x, y = x, _baseline(head.lines, y)
    name = texts(head.lines, x, y, NAME, bold=card.bold, fill=ink, lang=pen.lang([head.name]))
    return (
        f'<g id={quoted(id_)} class="node kind-{card.kind} scope-{card.scope}{lit(card.light)}" data-id={quoted(card.id)} '
        f'data-kind="{card.kind}" data-scope={quoted(card.scope)}{dimmed(card.light)} role="img" aria-label={quoted(card.text)}>'
        f"<title>{escaped(card.text)}</title>"
        f'<rect x="{num(head.x)}" y="{num(head.y)}" width="{num(head.w)}" height="{num(head.h)}" rx="{num(rx)}" '
        f'fill="{fill}" stroke="{stroke}" stroke-width="0.8"/>'
        + _bars(head, card.kind, stroke)
        + (f"<g{turn}>{name}</g>" if turn else name)
        + "</g>"
    )


def _bars(head: Head, kind: str, colour: str) -> str:
    """The inner lines of a system and a register, where the name begins and ends."""
    if not head.upright:
        return bars(kind, head.x, head.y, head.w, head.h, colour)
    ends = {"system": (head.y + 4, head.y + head.h - 4), "register": (head.y + head.h - 4,)}.get(kind, ())
    lines = "".join(f"M{num(head.x)} {num(at)}h{num(head.w)}" for at in ends)
    return f'<path d="{lines}" fill="none" stroke="{colour}" stroke-width="1.2"/>' if lines else ""


def _baseline(lines: list[str], middle: float) -> float:
    """Where the first of some lines stands that are centred on ``middle``."""
    return middle - (len(lines) - 1) * _STEP / 2 + NAME * 0.36


def _cell(cell: Cell, pen: Pen) -> str:
    line = cell.line
    count = cell.count
    return (
        f'<g id={quoted(f"feed-{line.source}--{line.target}")} class="edge cell way-{line.way} {line.basis}{lit(line.light)}" '
        f'data-source={quoted(line.source)} data-target={quoted(line.target)} data-way="{line.way}" '
        f'data-basis="{line.basis}"{dimmed(line.light)} role="img" aria-label={quoted(line.text)}><title>{escaped(line.text)}</title>'
        + cell_sign(
            cell.scope,
            cell.x,
            cell.y,
            pen,
            up=cell.up,
            left=cell.left,
            basis=line.basis,
            r=_R + max(0, len(count) - 1) * 1.6,
        )
        + "</g>"
        + (
            '<g class="edge-label" aria-hidden="true" pointer-events="none">'
            + texts(
                [count],
                cell.x,
                cell.y + 4,
                SIZES.small,
                bold=True,
                anchor="middle",
                fill=pen.palette.ink if cell.scope in UNCOLOURED else pen.palette.on_scope,
            )
            + "</g>"
            if count
            else ""
        )
    )


def cell_sign(scope: str, x: float, y: float, pen: Pen, *, up: bool, left: bool, basis: str, r: float = _R) -> str:
    """A disc in the colour of a scope with a tip towards the column (``up``), towards the row (``left``), or both."""
    p = pen.palette
    plain = scope in UNCOLOURED
    fill, stroke = (p.card, p.card_line) if plain else (pen.scopes[scope].colour, p.scope_line)
    dash = DOT_DASHES[basis]
    found = _drop(x, y, r, up, left, f'fill="{fill}" stroke="{stroke}" stroke-width="1.2"{dash}')
    for one, only in p.each if dash and not plain else ():
        if one.scope_line == one.page:
            # an outline in the colour of the page cannot be seen to be dashed
            line = f'fill="none" stroke="{one.on_scope}" stroke-width="1.1"{dash}'
            found += _drop(x, y, r, up, left, f'fill="{fill}"', only)
            found += _drop(x, y, r * 0.78, up, left, line, only)
    return found


def _drop(x: float, y: float, r: float, up: bool, left: bool, attributes: str, only: str = "") -> str:
    """A disc with its tips, as a polygon: that is the same in all programs."""
    only = only and f' class="{only}"'
    text = " ".join(
        [f"{num(x + r * reach * across)},{num(y + r * reach * down)}" for reach, across, down in _corners(up, left)]
    )
    return f'<polygon{only} points="{text}" {attributes} stroke-linejoin="round"/>'


@functools.cache
def _corners(up: bool, left: bool) -> list[tuple[float, float, float]]:
    """How far each corner of a disc with tips reaches, in radii, and which way from its middle."""
    found = []
    for degrees in range(0, 360, 15):
        tip = next((at for at, drawn in ((180, left), (270, up)) if drawn and abs(degrees - at) < _TIP), None)
        if tip is None or degrees == tip:
            turn = math.radians(degrees)
            found.append((_REACH if degrees == tip else 1.0, math.cos(turn), math.sin(turn)))
    return found
