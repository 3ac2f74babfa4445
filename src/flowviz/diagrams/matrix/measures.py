"""The headings of a matrix, measured: the names of rows and columns, and of their groups."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final, NamedTuple

from flowviz.adding import summed
from flowviz.diagrams.matrix.axes import entries, pieces_of
from flowviz.nouns import Noun
from flowviz.theme import SIZES
from flowviz.typography import width, wrap

if TYPE_CHECKING:
    from flowviz.diagrams.matrix.axes import Axis, Entry, Group

__all__ = [
    "BAND",
    "BETWEEN",
    "GAP",
    "LINE",
    "NAME",
    "PAD",
    "SIGN",
    "Columns",
    "Naming",
    "Panel",
    "Rest",
    "Rows",
    "inset",
]

NAME: Final = SIZES.small + 1
"""The size of names."""
LINE: Final = NAME * SIZES.line_height
GAP: Final = 2.0
"""Between headings."""
PAD: Final = 7.0
SIGN: Final = 24.0
BAND: Final = 32.0
"""What the heading of a group of rows takes."""
BETWEEN: Final = 28.0
"""Between panels."""
_LEAST_ROW: Final = 22.0
_MOST_LINES: Final = 3
"""The lines of a name in a row or an upright column; the whole of it is in the title."""
_MOST_LEVEL: Final = 6
"""The same of level names of columns."""
_UPRIGHT: Final = 28.0
"""The narrowest columns with upright names."""
_NAMED: Final = 70.0
"""A heading of columns with less room than this has the sign of its scope alone."""
_REST: Final = 340.0
"""The widest names of what has no feeds."""
_INDENT: Final = 12.0
"""How far the parts of a whole are set in."""
_DEEPEST: Final = 5


class Naming(NamedTuple):
    """How columns are named."""

    upright: bool
    size: float
    """How tall upright names may be, or how wide columns with level ones are."""


def inset(entry: Entry) -> float:
    """How far a heading is set in, as a part of wholes."""
    return _INDENT * min(entry.depth, _DEEPEST)


class Rows:
    """The names of rows, at most ``most`` wide. The heading of a group alone stands in the ``corner``, above the names."""

    def __init__(self, axis: Axis, most: float) -> None:
        self.corner = len(axis) == 1
        wanted = (width(entry.name, NAME, bold=entry.card.bold) + 2 * PAD + inset(entry) + 1 for entry in entries(axis))
        self.w = min(most, max(wanted))
        self.lines = {
            entry.card.id: wrap(
                entry.name, self.w - 2 * PAD - inset(entry), NAME, bold=entry.card.bold, lines=_MOST_LINES
            )
            for entry in entries(axis)
        }
        self._heights = {id_: max(_LEAST_ROW, len(lines) * LINE + 7) for id_, lines in self.lines.items()}
        self._all = axis, self._measured(axis)

    def height(self, entry: Entry) -> float:
        """The height of a row."""
        return self._heights[entry.card.id]

    def taken(self, entry: Entry, new: bool) -> float:
        """What a row takes, with the heading of its group where it is ``new``."""
        return self.height(entry) + GAP + (BAND if new and not self.corner else 0)

    def total(self, rows: Axis) -> float:
        """What rows take together."""
        return summed(self.taken(entry, not i) for group in rows for i, entry in enumerate(group.entries))

    def count(self, rows: Axis, most: float) -> int:
        """How many pieces no higher than ``most`` make up ``rows``."""
        return _pieces(self._taken(rows), most)

    def even(self, rows: Axis, count: int) -> list[Axis]:
        """``rows`` in at most ``count`` pieces, the highest of which is as low as can be."""
        if count == 1:
            return [rows]
        low, high = 0.0, self.total(rows)
        taken = self._taken(rows)
        for _ in range(14):
            middle = (low + high) / 2
            low, high = (low, middle) if _pieces(taken, middle) <= count else (middle, high)
        return pieces_of(rows, self.taken, high)

    def _taken(self, rows: Axis) -> list[tuple[float, float]]:
        axis, taken = self._all
        return taken if rows is axis else self._measured(rows)

    def _measured(self, rows: Axis) -> list[tuple[float, float]]:
        """What each row takes below the one before it, and what it takes as the first."""
        return [
            (self.taken(entry, not i), self.taken(entry, True))
            for group in rows
            for i, entry in enumerate(group.entries)
        ]


def _pieces(taken: list[tuple[float, float]], most: float) -> int:
    """How many pieces no higher than ``most`` make up rows that take so much below each other, and so much as the first."""
    count, filled = 1, 0.0
    for below, first in taken:
        if filled and filled + below > most:
            count, filled = count + 1, first
        else:
            filled += below
    return count


class Columns:
    """Columns with their names and the headings of their groups."""

    def __init__(self, groups: Axis, naming: Naming) -> None:
        self.groups, self.upright = groups, naming.upright
        self.lines: list[list[str]] = []
        self.widths: list[float] = []
        for entry in entries(groups):
            most, lines = (
                (naming.size - inset(entry), _MOST_LINES) if self.upright else (naming.size - GAP, _MOST_LEVEL)
            )
            self.lines.append(wrap(entry.name, most - 2 * PAD, NAME, bold=entry.card.bold, lines=lines))
            upright_w = max(_UPRIGHT, len(self.lines[-1]) * LINE + 8 + GAP)
            self.widths.append(upright_w if self.upright else naming.size)
        self._widen()
        named = zip(entries(groups), self.lines, strict=True)
        self.names_h = max((self._height(entry, lines) for entry, lines in named), default=0.0)
        self.bands = [_band(group, w) for group, w in self.spans()]
        self.bands_h = max([1, *map(len, self.bands)]) * LINE + 10

    @property
    def w(self) -> float:
        """The width of all columns."""
        return summed(self.widths)

    @property
    def h(self) -> float:
        """The height of all their headings."""
        return self.bands_h + self.names_h + 2 * GAP

    def spans(self) -> list[tuple[Group, float]]:
        """Each group and how wide it is."""
        widths = iter(self.widths)
        return [(group, summed(next(widths) for _ in group.entries) - GAP) for group in self.groups]

    def _widen(self) -> None:
        """Gives a group without a sign room for its name."""
        at = 0
        for group, w in self.spans():
            upto = at + len(group.entries)
            lacking = _NAMED + 2 * PAD - w
            if not group.scope and lacking > 0:
                self.widths[at:upto] = [one + lacking / len(group.entries) for one in self.widths[at:upto]]
            at = upto

    def _height(self, entry: Entry, lines: list[str]) -> float:
        if not self.upright:
            return len(lines) * LINE + 10 + inset(entry)
        return max(width(line, NAME, bold=entry.card.bold) for line in lines) + 2 * PAD + inset(entry)


def _band(group: Group, w: float) -> list[str]:
    room = w - 2 * PAD - (SIGN if group.scope else 0)
    return wrap(group.name, room, NAME, bold=True, lines=2) if room >= _NAMED or not group.scope else []


class Panel(Noun, kw_only=False):
    """Some rows and some columns with their headings."""

    names: Rows
    rows: Axis
    columns: Columns

    @property
    def w(self) -> float:
        return self.names.w + GAP + self.columns.w

    @property
    def h(self) -> float:
        return self.columns.h + self.names.total(self.rows)


class Rest:
    """Names side by side after their heading, in a width of ``w``."""

    def __init__(self, group: Group, w: float) -> None:
        self.group, self.w = group, w
        self.heading = wrap(group.name, w - 2 * PAD, NAME, bold=True, lines=1)
        self.heading_w = width(self.heading[0], NAME, bold=True) + 2 * PAD
        self.named = Rows((group,), min(_REST, w))
        self.lines: list[list[tuple[Entry, float]]] = [[]]
        """Each line of names, with how wide each is."""
        filled = self.heading_w + 2 * GAP
        for entry in group.entries:
            wide = min(width(entry.name, NAME, bold=entry.card.bold) + 2 * PAD + 1, self.named.w)
            if filled + wide > w:
                self.lines.append([])
                filled = 0.0
            self.lines[-1].append((entry, wide))
            filled += wide + 2 * GAP

    def height(self, line: list[tuple[Entry, float]]) -> float:
        """The height of a line of names."""
        return max((self.named.height(entry) for entry, _ in line), default=_LEAST_ROW)

    @property
    def h(self) -> float:
        return summed(self.height(line) + 2 * GAP for line in self.lines)

    def cut(self, most: float) -> list[Rest]:
        """The same in pieces that are no higher than ``most``."""
        pieces: list[list[Entry]] = []
        filled = most
        for line in self.lines:
            h = self.height(line) + 2 * GAP
            if filled + h > most:
                pieces.append([])
                filled = _LEAST_ROW + 2 * GAP
            pieces[-1] += [entry for entry, _ in line]
            filled += h
        return [Rest(dataclasses.replace(self.group, entries=tuple(piece)), self.w) for piece in pieces if piece]
