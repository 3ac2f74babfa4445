"""The signs of a drawing: shapes of scopes, noses of dots, the bars of systems and registers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from flowviz.catalogue import UNCOLOURED
from flowviz.svg.pen import Pen, escaped, num, quoted
from flowviz.theme import FONT_FAMILY, SIZES, THEMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowviz.catalogue import Catalogue, Scope
    from flowviz.theme import Palette

__all__ = ["BARRED", "DASHES", "DOT_DASHES", "bars", "contour", "mixed", "noses", "scope_sign", "sign", "tint"]


def _person() -> tuple[tuple[float, float], ...]:
    """A head above shoulders that are wide and high enough for a letter."""
    right = [(1.3, 1.35), (1.3, 0.35), (1.18, -0.08), (0.9, -0.36), (0.42, -0.48)]
    right += [(0.54 * math.sin(turn), -0.9 - 0.54 * math.cos(turn)) for turn in (2.2, 1.7, 1.2, 0.7, 0.25)]
    return (*right, *((-x, y) for x, y in reversed(right)))


_SHAPES: Final[Mapping[str, tuple[tuple[float, float], ...]]] = {
    "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    "square": ((-0.93, -0.93), (0.93, -0.93), (0.93, 0.93), (-0.93, 0.93)),
    "triangle": ((0, -1.3), (1.42, 1.0), (-1.42, 1.0)),
    "hexagon": ((-1.15, 0), (-0.6, -1), (0.6, -1), (1.15, 0), (0.6, 1), (-0.6, 1)),
    "pentagon": ((0, -1.15), (1.13, -0.3), (0.75, 1), (-0.75, 1), (-1.13, -0.3)),
    "octagon": ((-1, -0.45), (-0.45, -1), (0.45, -1), (1, -0.45), (1, 0.45), (0.45, 1), (-0.45, 1), (-1, 0.45)),
    "person": _person(),
    "house": ((0, -1.15), (1, -0.4), (1, 1), (-1, 1), (-1, -0.4)),
}
_TEXT_DROP: Final = {"triangle": 0.32, "house": 0.16, "pentagon": 0.1, "person": 0.52}
_SIDES: Final[Mapping[str, tuple[int, ...]]] = {"out": (1,), "in": (-1,), "both": (1, -1)}
"""The sides of its noses: a dot that gives has one on the right."""
_REACH: Final = 1.43
"""From the centre of a dot to its noses, in its radii: beyond the widest shape."""


def sign(scope: str, catalogue: Catalogue, *, theme: str = "light") -> str:
    """The SVG text of the sign of a scope alone, as it stands in legends."""
    pen = Pen(THEMES[theme], {entry.id: entry for entry in catalogue.scopes}, "")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="28" height="28" viewBox="0 0 28 28" '
        f"font-family={quoted(FONT_FAMILY)}>{scope_sign(scope, 14, 14, 9, pen)}</svg>\n"
    )


DASHES: Final = {"stated": "", "implied": ' stroke-dasharray="6 4"', "known": ' stroke-dasharray="1.6 3.4"'}
"""How a line is drawn that is stated, implied or generally known."""
DOT_DASHES: Final = {"stated": "", "implied": ' stroke-dasharray="3 2"', "known": ' stroke-dasharray="1 1.8"'}
"""The same of the outline of a dot."""


_LETTER: Final = f'font-size="{num(SIZES.small)}" font-weight="700" text-anchor="middle" '


def scope_sign(scope: str, x: float, y: float, r: float, pen: Pen, *, label: str | None = None, dash: str = "") -> str:
    """The shape of a scope with its letter, or with ``label``."""
    entry = pen.scopes[scope]
    label = entry.letter if label is None else label
    p = pen.palette
    plain = scope in UNCOLOURED
    fill, stroke = (p.card, p.card_line) if plain else (entry.colour, p.scope_line)
    shape = contour(entry.shape, x, y, r, f'fill="{fill}" stroke="{stroke}" stroke-width="1.2"{dash}')
    for one, only in p.each if dash and not plain else ():
        if one.scope_line == one.page:
            # an outline in the colour of the page is seen to be dashed where it bites into the fill
            line = f'fill="none" stroke="{one.scope_line}" stroke-width="2.6"{dash}'
            shape += contour(entry.shape, x, y, r, line, only)
    if not label:
        return shape
    drop = _TEXT_DROP.get(entry.shape, 0.0) * r
    return (
        f'{shape}<text x="{num(x)}" y="{num(y + SIZES.small * 0.36 + drop)}" {_LETTER}'
        f'fill="{p.ink if plain else p.on_scope}">{escaped(label)}</text>'
    )


def contour(shape: str, x: float, y: float, r: float, attributes: str, only: str = "") -> str:
    """A circle, or the polygon of a shape, around (x, y); of the class ``only`` where one is given."""
    only = only and f' class="{only}"'
    if shape == "circle":
        return f'<circle{only} cx="{num(x)}" cy="{num(y)}" r="{num(r)}" {attributes}/>'
    points = " ".join([f"{num(x + a * r)},{num(y + b * r)}" for a, b in _SHAPES[shape]])
    return f'<polygon{only} points="{points}" {attributes}/>'


def noses(way: str, x: float, y: float, r: float, pen: Pen, ink: str | None = None) -> str:
    """The direction of a dot beside a box: a nose towards its name on the right, towards the box on the left, or both."""
    reach, middle, above, below = _REACH * r, num(y), num(y - 4), num(y + 4)
    path = ""
    for side in _SIDES[way]:
        foot = num(x + side * reach)
        path += f"M{foot} {above}L{num(x + side * (reach + 5.6))} {middle}L{foot} {below}Z"
    return f'<path class="way" d="{path}" fill="{ink or pen.palette.line}"/>'


def tint(scope: str, share: float, p: Palette, scopes: Mapping[str, Scope]) -> tuple[str, str]:
    """The colour of a number of so large a ``share`` of the largest in a theme, and the colour of its text on it."""
    plain = scope in UNCOLOURED
    full = p.frame_line if plain else scopes[scope].colour
    strength = (0.12 if plain else 0.2) + (0.25 if plain else 0.8) * share**0.7
    dark = p.on_scope != p.ink
    if dark and not plain:
        strength *= 0.45 if share < 0.5 else 1.0
    ink = p.on_scope if dark and not plain and share >= 0.5 else p.ink
    return mixed(full, p.page, strength), ink


def mixed(colour: str, ground: str, strength: float) -> str:
    """A colour as it looks on a ground that shows through it.

    >>> mixed("#ff0000", "#ffffff", 0.5)
    '#ff8080'
    """
    pairs = [(int(colour[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(b + (a - b) * strength):02x}" for a, b in pairs)


BARRED: Final = ("system", "register")
"""The kinds of things whose boxes have inner lines."""


def bars(kind: str, x: float, y: float, w: float, h: float, colour: str) -> str:
    """The inner lines that tell a system (both sides) and a register (left) from a resource."""
    if kind not in BARRED:
        return ""
    sides = (x + 4, x + w - 4) if kind == "system" else (x + 4,)
    lines = "".join(f"M{num(at)} {num(y)}v{num(h)}" for at in sides)
    return f'<path d="{lines}" fill="none" stroke="{colour}" stroke-width="1.2"/>'
