"""The key of a drawing, measured and placed: what its folded dots stand for, beside the drawing or below it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from flowviz.adding import summed
from flowviz.diagrams.scene import KeyGroup
from flowviz.theme import SIZES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
    "sliced",
]

COLUMN: Final = 300.0
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
    below = max(1, int(scene.width // COLUMN))
    count = below if scene.key_below else columns_beside(height(scene.key), scene.height)
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
    return summed(_group_height(group) for group in groups)


def heading_height(group: KeyGroup) -> float:
    """The height of the name of a group, and of the title above it."""
    return (len(group.title) + len(group.lines)) * SIZES.heading * SIZES.line_height


def entry_height(entry: KeyEntry) -> float:
    """The height of an entry with the room below it."""
    return max(len(entry.lines) * ENTRY_SIZE * SIZES.line_height + 6, 22)


def sliced(groups: Iterable[KeyGroup], start: int, end: int) -> Iterator[KeyGroup]:
    """The entries from ``start`` to ``end`` of all, with their headings; a title stands above the first of a box again."""
    at, title, told = 0, list[str](), False
    for group in groups:
        if group.title:
            title, told = group.title, False
        entries = group.entries[max(start - at, 0) : max(end - at, 0)]
        at += len(group.entries)
        if entries:
            yield KeyGroup(scope=group.scope, title=[] if told else title, lines=group.lines, entries=entries)
            told = True


def _group_height(group: KeyGroup) -> float:
    return heading_height(group) + summed(entry_height(entry) for entry in group.entries) + 22


def _split(groups: list[KeyGroup], count: int) -> list[list[KeyGroup]]:
    """The groups in reading order in at most ``count`` columns, as low as they can be."""
    total = height(groups)
    limit = max(total / count, min(_LOWEST, total))
    while len(columns := _flowing(groups, limit)) > count:
        limit *= 1.02
    return columns


def _flowing(groups: list[KeyGroup], limit: float) -> list[list[KeyGroup]]:
    """Columns no higher than ``limit``; a group that does not end in one goes on in the next under its heading."""
    columns: list[list[KeyGroup]] = [[]]
    left = limit
    for group in groups:
        title, entries = group.title, group.entries
        while entries:
            piece = replace(group, title=title, entries=[])
            room = left - _group_height(piece)
            fitting = sum(used <= room for used in accumulate(map(entry_height, entries)))
            if fitting < min(2, len(entries)) and columns[-1]:
                columns.append([])
                left = limit
                continue
            piece.entries, entries, title = entries[: max(fitting, 1)], entries[max(fitting, 1) :], []
            columns[-1].append(piece)
            left -= _group_height(piece)
    return columns
