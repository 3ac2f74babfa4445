"""Places a matrix: what a department has against its partners, with a sign where a feed joins the two.

The longer of the two stands in rows, whose names are read most easily. Rows are cut into panels beside each other, and
columns into panels below each other, as the page needs it; every panel has all its headings.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from flowviz.diagrams.matrix.axes import Axis, Entry, Group
from flowviz.diagrams.matrix.measures import BETWEEN, NAME
from flowviz.diagrams.matrix.panels import panels_of, room_on, shelves_of
from flowviz.diagrams.matrix.places import put

if TYPE_CHECKING:
    from flowviz.diagrams.matrix.measures import Panel
    from flowviz.diagrams.page import Page
    from flowviz.diagrams.scene import Scene

__all__ = ["NAME", "Axis", "Entry", "Group", "cut", "place"]


def place(scene: Scene, own: Axis, partners: Axis, page: Page) -> Scene:
    """``scene`` as a matrix of its lines, all of it: never wider than ``page``, and higher where it has to be."""
    return put(scene, shelves_of(panels_of(scene, own, partners, page, whole=True), page), own)


def cut(scene: Scene, own: Axis, partners: Axis, page: Page) -> list[Scene]:
    """``scene`` as matrices of which none is higher than ``page``."""
    most = room_on(page, scene, own, partners)[1]
    found: list[list[list[Panel]]] = [[]]
    filled = 0.0
    for shelf in shelves_of(panels_of(scene, own, partners, page, whole=False), page):
        h = max(panel.h for panel in shelf)
        if found[-1] and filled + h > most:
            found.append([])
            filled = 0.0
        found[-1].append(shelf)
        filled += h + BETWEEN
    return [put(dataclasses.replace(scene), shelves, own) for shelves in found]
