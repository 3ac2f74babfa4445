"""Pieces in columns: which stand in which, and how wide each column is so that all end at about the same height."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol

from flowviz.adding import summed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowviz.diagrams.scene import Scene

__all__ = ["GAP", "GUTTER", "Grid", "Piece", "even"]

GAP: Final = 8.0
"""Between pieces above each other."""
GUTTER: Final = 10.0
"""Between columns."""
_STEP: Final = 32.0
"""By so much a column is made wider and another narrower."""
_EVEN: Final = 0.35
"""So much of what the heaviest column weighs, the lightest weighs at least, so that they can be made to end evenly."""
_LEAST: Final = 0.62
"""A column keeps so much of the width that it would have if all were alike."""


class Piece(Protocol):
    """What stands in a column."""

    @property
    def weight(self) -> float:
        """About how high it is, whatever its texts and its width are."""

    def height(self, w: float) -> float:
        """How high it is in a column of a width of ``w``."""

    def filled(self, w: float) -> float:
        """How much of its area there is not empty."""

    def place(self, scene: Scene, x: float, y: float, parent: str | None, w: float) -> None:
        """Puts it into ``scene``, in a column of a width of ``w``."""


@dataclass(frozen=True)
class Grid:
    """Columns of pieces, and the width of each."""

    columns: list[list[Piece]]
    widths: list[float]

    @classmethod
    def of(cls, pieces: list[Piece], count: int, w: float) -> Grid:
        """``pieces`` in at most ``count`` columns that are ``w`` wide together, and end about evenly."""
        columns = _columns(pieces, count)
        alike = (w - GUTTER * (len(columns) - 1)) / len(columns)
        return cls(columns, _balanced(columns, [alike] * len(columns), _STEP))

    def refined(self) -> Grid:
        """The same columns, made to end more evenly still."""
        return Grid(self.columns, _balanced(self.columns, self.widths, _STEP / 4))

    @property
    def w(self) -> float:
        """The width of all columns."""
        return summed(self.widths) + GUTTER * (len(self.widths) - 1)

    @cached_property
    def heights(self) -> list[float]:
        """The height of each column."""
        return [_height(*column) for column in zip(self.columns, self.widths, strict=True)]

    @property
    def h(self) -> float:
        """The height of the highest column."""
        return max(self.heights)

    @cached_property
    def filled(self) -> float:
        """How much of its area is not empty."""
        pieces = ((piece, w) for column, w in zip(self.columns, self.widths, strict=True) for piece in column)
        return summed(piece.filled(w) for piece, w in pieces)

    def place(self, scene: Scene, x: float, y: float, parent: str | None) -> None:
        """Puts the pieces into ``scene``."""
        for column, w in zip(self.columns, self.widths, strict=True):
            top = y
            for piece in column:
                piece.place(scene, x, top, parent, w)
                top += piece.height(w) + GAP
            x += w + GUTTER


def _height(column: Sequence[Piece], w: float) -> float:
    return summed([piece.height(w) + GAP for piece in column]) - GAP


def _columns(pieces: list[Piece], count: int) -> list[list[Piece]]:
    """The pieces in reading order, in at most ``count`` columns: each in the one in which the middle of its weight is."""
    if count == 1:
        return [pieces]
    weights = [piece.weight for piece in pieces]
    share = summed(weights) / count
    columns: list[list[Piece]] = [[] for _ in range(count)]
    done = 0.0
    for piece, weight in zip(pieces, weights, strict=True):
        columns[min(int((done + weight / 2) / share), count - 1)].append(piece)
        done += weight
    return [column for column in columns if column]


def even(pieces: list[Piece], count: int) -> bool:
    """Whether ``pieces`` can be divided into ``count`` columns of about the same height."""
    weights = [summed(piece.weight for piece in column) for column in _columns(pieces, count)]
    return len(weights) == count and min(weights) >= _EVEN * max(weights)


def _balanced(columns: list[list[Piece]], widths: list[float], step: float) -> list[float]:
    """Other widths of the columns, as wide together: the highest takes from the lowest while that makes all lower."""
    widths, places = [*widths], range(len(widths))
    least = summed(widths) / len(widths) * _LEAST
    heights = [_height(column, w) for column, w in zip(columns, widths, strict=True)]
    while len(widths) > 1:
        high, low = max(places, key=heights.__getitem__), min(places, key=heights.__getitem__)
        wide, narrow = widths[high] + step, widths[low] - step
        if narrow < least or (higher := _height(columns[low], narrow)) >= heights[high]:
            break
        if (lower := _height(columns[high], wide)) >= heights[high]:
            break
        widths[high], widths[low] = wide, narrow
        heights[high], heights[low] = lower, higher
    return widths
