"""What goes where in a matrix: what stands in rows, how wide names are, and into which panels it is cut."""

from __future__ import annotations

import functools
import itertools
import math
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from flowviz.adding import summed
from flowviz.diagrams.matrix.axes import entries, only, pieces_of
from flowviz.diagrams.matrix.measures import BETWEEN, GAP, Columns, Naming, Panel, Rows
from flowviz.diagrams.matrix.places import ends_of
from flowviz.theme import SIZES
from flowviz.typography import width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flowviz.diagrams.matrix.axes import Axis, Sides
    from flowviz.diagrams.page import Page
    from flowviz.diagrams.scene import LegendItem, Scene

__all__ = ["panels_of", "room_on", "shelves_of"]

_ROW_NAMES: Final = (340.0, 264.0, 220.0, 184.0)
"""How wide names of rows may be, the best first."""
_NAMINGS: Final = (
    Naming(upright=False, size=148),
    Naming(upright=False, size=120),
    Naming(upright=False, size=96),
    Naming(upright=True, size=176),
    Naming(upright=True, size=132),
)
"""How columns may be named, the best first."""
_WIDEST: Final = 0.45
"""The share of a page that names of rows take at most."""
_AROUND: Final = 110.0
"""The height of title, subtitle and small print."""
_LEGEND_ROW: Final = 24.0
_PAGE_NUMBER: Final = 110.0
"""The width of a page's number, after the subtitle."""
_NEARLY: Final = 1.06
"""What is only so much higher than its page is shown nearly at its own size."""


def room_on(page: Page, scene: Scene, sides: Sides) -> tuple[float, float]:
    """The width and the height that ``page`` has for the matrix itself, between its heading and its legend."""
    w = page.w - 2 * SIZES.margin
    items = [item for item in scene.legend if item.sign != "scope" or not sides.swapped]
    # beside a narrow matrix the legend has more rows than the page would need
    legend = _LEGEND_ROW * _legend_rows(items, 0.75 * w)
    title = (len(wrap(scene.title, w, SIZES.title, bold=True)) - 1) * SIZES.title
    subtitle = (len(wrap(scene.subtitle, w - _PAGE_NUMBER, SIZES.name)) - 1) * SIZES.name
    return w, page.h - 2 * SIZES.margin - _AROUND - legend - (title + subtitle) * SIZES.line_height


def _legend_rows(items: Iterable[LegendItem], w: float) -> int:
    rows, x = 1, 0.0
    for item in items:
        item_w = 56 + width(item.text, SIZES.small + 1)
        if x and x + item_w > w:
            rows, x = rows + 1, 0.0
        x += item_w
    return rows


def shelves_of(panels: Iterable[Panel], w: float) -> list[list[Panel]]:
    """The panels beside each other in a width of ``w``."""
    shelves: list[list[Panel]] = []
    filled = math.inf
    for panel in panels:
        if filled + panel.w > w:
            shelves.append([])
            filled = 0.0
        shelves[-1].append(panel)
        filled += panel.w + BETWEEN
    return shelves


def panels_of(scene: Scene, sides: Sides, w: float, h: float, *, whole: bool) -> list[Panel]:
    """The panels in the order in which they are read, with the best names with which all finds room in ``w`` × ``h``.

    ``whole``: they stand on one page, whatever its height; else on as few as can be.
    """
    rows, columns = (sides.partners, sides.own) if sides.swapped else (sides.own, sides.partners)
    ours = {entry.card.id for entry in entries(sides.own)}
    met: dict[str, set[str]] = {entry.card.id: set() for entry in entries(rows)}
    for line in scene.lines:
        row, column = reversed(ends_of(line, ours)) if sides.swapped else ends_of(line, ours)
        met[row].add(column)
    found: list[tuple[float, list[Panel]]] = []
    named = functools.cache(lambda most: Rows(rows, most))
    whole_of = functools.cache(lambda naming: Columns(columns, naming))
    for naming, most in itertools.product(_NAMINGS, _ROW_NAMES):
        names = named(min(most, w * _WIDEST))
        room = w - names.w - GAP
        if naming.upright or len(entries(columns)) * naming.size <= room:
            chunks = _chunks(whole_of(naming), room, naming)
            panels = [panel for chunk in _beside(rows, chunks, met) for panel in _cut(names, *chunk, w, h, whole)]
            high = summed(max(panel.h for panel in shelf) + BETWEEN for shelf in shelves_of(panels, w)) - BETWEEN
            if whole and high <= h * _NEARLY:
                return panels
            found.append((high, panels))
    return min(found, key=itemgetter(0) if whole else lambda one: math.ceil(one[0] / h))[1]


def _chunks(whole: Columns, room: float, naming: Naming) -> list[Columns]:
    """The columns in as few pieces as have room, all of about the same width."""
    count = -(-whole.w // room)
    if count <= 1:
        return [whole]
    widths = {id(entry): w for entry, w in zip(entries(whole.groups), whole.widths, strict=True)}
    most = min(room, whole.w / count + min(whole.widths))
    return [Columns(piece, naming) for piece in pieces_of(whole.groups, lambda entry, _: widths[id(entry)], most)]


def _beside(rows: Axis, chunks: list[Columns], met: Mapping[str, set[str]]) -> list[tuple[Axis, Columns]]:
    """The rows that stand beside each piece of the columns: those that meet one of them, and beside the first those that
    meet none."""
    if len(chunks) == 1:
        return [(rows, chunks[0])]
    found = []
    for chunk in chunks:
        here = {entry.card.id for entry in entries(chunk.groups)}
        wanted = {id_ for id_, others in met.items() if others & here or (chunk is chunks[0] and not others)}
        # columns without any feeds, too, have to be read somewhere
        found.append((only(rows, wanted or list(met)[:1]), chunk))
    return found


def _cut(names: Rows, rows: Axis, columns: Columns, w: float, h: float, whole: bool) -> list[Panel]:
    """The panels of some rows beside some columns: so low that they fit, or ``whole``, as many as fit beside each other."""
    count = names.count(rows, h - columns.h)
    if whole:
        count = min(count, max(1, int((w + BETWEEN) // (names.w + GAP + columns.w + BETWEEN))))
    return [Panel(names, piece, columns) for piece in names.even(rows, count)]
