"""The key of a drawing, measured and placed: what its folded dots stand for, beside the drawing or below it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flowviz.diagrams.scene import KeyGroup
from flowviz.theme import SIZES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowviz.diagrams.scene import KeyEntry, Scene

__all__ = [
    "COLUMN",
    "ENTRY_SIZE",
    "ROOM",
    "Key",
    "columns_beside",
    "entry_height",
    "heading_height",
    "height",
    "placed",
]

COLUMN: Final = 310.0
"""The width of a column."""
ROOM: Final = COLUMN - 44
"""The width that the texts of a column have."""
ENTRY_SIZE: Final = SIZES.entry
_TITLE: Final = 34.0
"""The height of the title above all columns."""
_LOWEST: Final = 300.0
"""A column this low is not made lower by cutting a group."""


@dataclass(frozen=True, slots=True)
class Key:
    """The groups of a key and the top left corner of each, and the size of all of it."""

    groups: list[tuple[KeyGroup, float, float]]
    width: float
    height: float


def placed(scene: Scene) -> Key:
    """The key of ``scene``: below the drawing in as many columns as are as wide, or beside it in as few as fit."""
    if not scene.key:
        return Key([], 0, 0)
    if scene.key_below:
        count = max(1, int((scene.width + SIZES.gap) // (COLUMN + SIZES.gap)))
    else:
        count = columns_beside(height(scene.key), scene.height)
    columns = _split(scene.key, count)
    groups = []
    tallest = 0.0
    for i, column in enumerate(columns):
        y = _TITLE
        for group in column:
            groups.append((group, i * COLUMN, y))
            y += _group_height(group)
        tallest = max(tallest, y)
    return Key(groups, len(columns) * COLUMN, tallest)


def columns_beside(key_h: float, drawing_h: float) -> int:
    """How many columns a key of a total height of ``key_h`` takes beside a drawing."""
    return max(1, round(key_h / max(drawing_h, 420.0) + 0.35)) if key_h else 0


def height(groups: Iterable[KeyGroup]) -> float:
    """The height of groups in one column."""
    return sum(_group_height(group) for group in groups)


def heading_height(group: KeyGroup) -> float:
    """The height of the name of a group."""
    return len(group.lines) * SIZES.heading * SIZES.line_height


def entry_height(entry: KeyEntry) -> float:
    """The height of an entry with the room below it."""
    return max(len(entry.lines) * ENTRY_SIZE * SIZES.line_height + 6, 22)


def _group_height(group: KeyGroup) -> float:
    return heading_height(group) + sum(entry_height(entry) for entry in group.entries) + 22


def _split(groups: list[KeyGroup], count: int) -> list[list[KeyGroup]]:
    """The groups in reading order in ``count`` columns of about the same height."""
    target = height(groups) / count
    groups = [piece for group in groups for piece in _pieces(group, max(target, _LOWEST))]
    columns: list[list[KeyGroup]] = [[]]
    filled = 0.0
    for group in groups:
        h = _group_height(group)
        if columns[-1] and len(columns) < count and filled + h / 2 > target:
            columns.append([])
            filled = 0
        columns[-1].append(group)
        filled += h
    return columns


def _pieces(group: KeyGroup, most: float) -> list[KeyGroup]:
    """``group``, or where it is higher than a column several groups of its entries."""
    count = math.ceil(_group_height(group) / most)
    step = math.ceil(len(group.entries) / count)
    return [
        KeyGroup(scope=group.scope, lines=group.lines, entries=group.entries[i : i + step])
        for i in range(0, len(group.entries), step)
    ]
