"""Places a matrix: what a department has against its partners, with a sign where a feed joins the two.

The longer of the two stands in rows, whose names are read most easily. Rows are cut into panels beside each other, and
columns into panels below each other, as the page needs it; every panel has all its headings. What has no feeds stands
beneath.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from flowviz.adding import summed
from flowviz.diagrams.matrix.axes import Axis, Entry, Group, Sides
from flowviz.diagrams.matrix.measures import BETWEEN, NAME, Rest
from flowviz.diagrams.matrix.panels import panels_of, room_on, shelves_of
from flowviz.diagrams.matrix.places import put

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flowviz.diagrams.matrix.measures import Panel
    from flowviz.diagrams.page import Page
    from flowviz.diagrams.scene import Scene

__all__ = ["NAME", "Axis", "Entry", "Group", "Sides", "cut", "place"]


def place(scene: Scene, sides: Sides, page: Page) -> Scene:
    """``scene`` as a matrix of its lines, all of it: never wider than ``page``, and higher where it has to be."""
    w, h = room_on(page, scene, sides)
    rest = [Rest(sides.rest, w)] if sides.rest else []
    h -= summed(one.h + BETWEEN for one in rest)
    shelves = shelves_of(panels_of(scene, sides, w, h, whole=True), w)
    return put(scene, [*shelves, *([one] for one in rest)], sides)


def cut(scene: Scene, sides: Sides, page: Page) -> list[Scene]:
    """``scene`` as matrices of which none is higher than ``page``."""
    w, h = room_on(page, scene, sides)
    rest = Rest(sides.rest, w).cut(h) if sides.rest else []
    spare = rest[-1].h + BETWEEN if rest else 0.0
    # what stands beneath goes to a page of its own only where it has to
    found = min((_on_pages(scene, sides, rest, w, h, spare) for spare in (0.0, min(spare, h / 3))), key=len)
    return [put(dataclasses.replace(scene), shelves, sides) for shelves in found]


def _on_pages(
    scene: Scene, sides: Sides, rest: list[Rest], w: float, h: float, spare: float
) -> list[list[Sequence[Panel | Rest]]]:
    """What stands on each page of ``w`` × ``h``, with ``spare`` of the height left free below panels."""
    found: list[list[Sequence[Panel | Rest]]] = []
    filled: list[float] = []

    def add(shelf: Sequence[Panel | Rest], places: Iterable[int]) -> None:
        high = max(panel.h for panel in shelf)
        place = next((place for place in places if filled[place] + high <= h), len(found))
        if place == len(found):
            found.append([])
            filled.append(0.0)
        found[place].append(shelf)
        filled[place] += high + BETWEEN

    for shelf in shelves_of(panels_of(scene, sides, w, h - spare, whole=False), w):
        add(shelf, range(len(found))[-1:])
    for one in rest:
        add([one], reversed(range(len(found))))
    return found
