"""What stands in the rows and in the columns of a matrix."""

from __future__ import annotations

import dataclasses
import itertools
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from flowviz.nouns import Noun

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from flowviz.diagrams.scene import Card

__all__ = ["Axis", "Entry", "Group", "Sides", "entries", "only", "pieces_of"]


class Entry(Noun, kw_only=False):
    """A row or a column: its card, what that says, and how deep it lies in wholes."""

    card: Card
    name: str
    depth: int = 0


class Group(Noun, kw_only=False):
    """Rows or columns with a heading of their own."""

    id: str
    name: str
    text: str
    entries: tuple[Entry, ...]
    scope: str | None = None
    """The scope whose sign the heading has."""
    thing: str | None = None
    """Id of the department that it is."""


Axis = tuple[Group, ...]


class Sides(NamedTuple):
    """What a matrix is of."""

    own: Axis
    partners: Axis
    rest: Group | None = None
    """What has no feeds, and so stands beneath it."""

    @property
    def swapped(self) -> bool:
        """Whether partners stand in rows, for there are more of them."""
        return len(entries(self.partners)) > len(entries(self.own))


def entries(axis: Axis) -> list[Entry]:
    """The rows or columns of all groups."""
    return [entry for group in axis for entry in group.entries]


def only(axis: Axis, wanted: Collection[str]) -> Axis:
    """What of ``axis`` is wanted."""
    groups = (
        dataclasses.replace(group, entries=tuple(entry for entry in group.entries if entry.card.id in wanted))
        for group in axis
    )
    return tuple(group for group in groups if group.entries)


def pieces_of(axis: Axis, taken: Callable[[Entry, bool], float], most: float) -> list[Axis]:
    """``axis`` in pieces that take no more than ``most``; ``taken`` is told whether the heading of its group comes first."""
    pieces: list[list[tuple[Group, Entry]]] = [[]]
    filled = 0.0
    for group in axis:
        for entry in group.entries:
            piece = pieces[-1]
            new = not piece or piece[-1][0] is not group
            if piece and filled + taken(entry, new) > most:
                piece = []
                pieces.append(piece)
                filled, new = 0.0, True
            piece.append((group, entry))
            filled += taken(entry, new)
    return [
        tuple(
            dataclasses.replace(group, entries=tuple(entry for _, entry in members))
            for group, members in itertools.groupby(piece, key=itemgetter(0))
        )
        for piece in pieces
    ]
