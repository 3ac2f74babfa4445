"""Boxes with their dots and the names beside these, in a column of a frame.

A cell is a box with its rows, or a whole around the cells of its parts. Rows that are no higher than their box stand
beside it, and the box takes the width that they leave; others hang below it, in a column or more: whatever leaves least
empty. Boxes without rows stand side by side in a block. Everything tells its height at a width before it is placed.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, NamedTuple

from flowviz.adding import summed
from flowviz.diagrams.grid import GAP, GUTTER, Grid
from flowviz.diagrams.rows import BESIDE, COARSE, ROW, Sized, fitted
from flowviz.diagrams.scene import Card, Frame, Note, Scene, frame_of
from flowviz.theme import SIZES
from flowviz.typography import layouts, width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from flowviz.diagrams.grid import Piece
    from flowviz.diagrams.rows import Row
    from flowviz.diagrams.scene import Dot, Point

__all__ = ["HANGING", "Block", "Cell", "Head", "Remarks", "parted"]

HANGING: Final = 17.0
"""From the line along dots to their centres."""
_STUB: Final = 4.0
"""From a box to the line along the dots beside it."""
_UNDER: Final = 7.0
"""From the left edge of a box to the line along the dots below it."""
_BELOW, _AFTER = 2.0, -2.0
"""From a box to the rows below it, and from these to its end: a row is higher than its text."""
_NAMED, _ONWARDS = 5.0, 7.0
"""From the name of a whole to the rows below it, and from these to its parts."""
_AROUND: Final = 9.0
"""From a box, or from the frame of a whole, to its name."""
_TO_PARTS: Final = 6.0
"""From the name of a whole to its parts."""
_INSET: Final = 8.0
"""From the frame of a whole to its parts."""
_BOX: Final = 50.0
"""About the height of a box."""
_APART: Final = 16.0
"""Between columns of rows."""
_MOST_ACROSS: Final = 3
"""So many columns of rows hang below a box at most."""
_LEAST_BOX: Final = 0.38
"""The share of the width that a box beside its rows takes at least."""
_LOW: Final = 1.5
"""What is low counts for so much against what is full."""
_LINE: Final = 2.0
"""Each further line of the name of a dot counts as so much height."""
_ALONE: Final = 164.0
"""Two boxes stand side by side in a column where their names have no word broken at this width."""
_LEAST_ALONE: Final = 140.0
"""The least width of boxes side by side."""
_LEAST_COLUMN: Final = 300.0
"""The parts of a whole stand in as many columns of this width as it has room for."""


class _Rows(NamedTuple):
    """Rows in columns, and where these begin from the left of all."""

    columns: Sequence[Sequence[Sized]] = ()
    starts: Sequence[float] = ()
    w: float = 0
    h: float = 0
    unbroken: bool = True
    """Whether each of their texts stands on one line."""
    filled: float = 0
    more: int = 0
    """The area of their dots and texts, and how many lines more than one their names take."""


@dataclass
class Head:
    """A name and its rows."""

    name: str
    rows: list[Row]
    bold: bool = True
    _in_one: dict[tuple[int, float], _Rows] = field(default_factory=dict, init=False)

    @cached_property
    def least(self) -> float:
        """How wide a box must be for the name not to have broken words."""
        return layouts(self.name, SIZES.name, bold=self.bold)[-1][0] + 2 * SIZES.pad

    @cached_property
    def highest(self) -> float:
        """How high a box is that is no wider than that."""
        return len(layouts(self.name, SIZES.name, bold=self.bold)) * SIZES.name * SIZES.line_height + 2 * _AROUND

    @cached_property
    def least_rows(self) -> float:
        """How wide the rows must be for no name to have broken words."""
        return HANGING + BESIDE + self._unbroken

    @cached_property
    def widest_rows(self) -> float:
        """How wide the rows are with every name on one line."""
        return HANGING + BESIDE + max(row.steps[0] for row in self.rows)

    def lines(self, w: float) -> Sequence[str]:
        """The lines of the name in a box of a width of ``w``."""
        return fitted(self.name, w - 2 * SIZES.pad, SIZES.name, bold=self.bold)

    @cached_property
    def _unbroken(self) -> float:
        return max(row.steps[-1] for row in self.rows)

    @cached_property
    def _steps(self) -> Sequence[float]:
        """All widths at which any row changes."""
        return sorted({step for row in self.rows for step in row.steps})

    def in_columns(self, count: int, room: float) -> _Rows:
        """The rows in ``count`` columns that have so much room together."""
        if count > 1:
            return self._in_columns(count, room)
        share = room - (HANGING + BESIDE + _APART) + _APART
        coarse = share // COARSE if share < self._unbroken else 0
        looks = bisect_right(self._steps, share), coarse
        found = self._in_one.get(looks)
        if found is None:
            found = self._in_one[looks] = self._in_one_column(share)
        return found

    def _in_one_column(self, most: float) -> _Rows:
        wanted = max([row.steps[0] for row in self.rows])
        room = min(wanted, most)
        sized = [row.sized(room) for row in self.rows]
        w = HANGING + BESIDE + max([row.w for row in sized])
        filled = summed([row.filled for row in sized])
        more = sum([len(row.name) - 1 for row in sized])
        return _Rows([sized], [0.0], w, summed([row.h for row in sized]), wanted <= most, filled, more)

    def _in_columns(self, count: int, room: float) -> _Rows:
        deep = -(-len(self.rows) // count)
        columns = [self.rows[i : i + deep] for i in range(0, len(self.rows), deep)]
        left = room - len(columns) * (HANGING + BESIDE + _APART) + _APART
        wanted = [max([row.steps[0] for row in column]) for column in columns]
        shares = _shared_out(wanted, left)
        sized = [[row.sized(most) for row in column] for column, most in zip(columns, shares, strict=True)]
        widths = [HANGING + BESIDE + max([row.w for row in column]) for column in sized]
        starts = _spread(widths, room)
        h = max([summed([row.h for row in column]) for column in sized])
        filled = summed([row.filled for column in sized for row in column])
        more = sum([len(row.name) - 1 for column in sized for row in column])
        return _Rows(sized, starts, starts[-1] + widths[-1], h, shares == wanted, filled, more)

    def place(self, rows: _Rows, x: float, y: float) -> list[Dot]:
        """The dots with their names at the places of ``rows``, right of ``x`` and below ``y``."""
        dots = [row.dot for row in self.rows]
        left = iter(dots)
        for start, column in zip(rows.starts, rows.columns, strict=True):
            top = y
            for sized, dot in zip(column, left, strict=False):
                dot.name, dot.small = [*sized.name], [*sized.small]
                dot.x, dot.y = x + start + HANGING, top + sized.h / 2
                top += sized.h
        return dots


def _shared_out(wanted: Sequence[float], room: float) -> list[float]:
    """``room`` for those who want so much each: what some do not need is left to the others."""
    given = [0.0] * len(wanted)
    for turn, i in enumerate(sorted(range(len(wanted)), key=wanted.__getitem__)):
        given[i] = min(wanted[i], room / (len(wanted) - turn))
        room -= given[i]
    return given


def _spread(widths: Sequence[float], room: float) -> list[float]:
    """Where columns of such widths begin: at even steps in ``room``, or as near to these as they can."""
    step = (room + _APART) / len(widths)
    starts, right = [], -_APART
    for i, w in enumerate(widths):
        last = room - summed(widths[i:]) - _APART * (len(widths) - i - 1)
        starts.append(max(right + _APART, min(i * step, last)))
        right = starts[-1] + w
    return starts


class _Shape(NamedTuple):
    """What a cell looks like at some width."""

    lines: Sequence[str]
    text_h: float
    rows: _Rows
    rows_at: Point
    """Where the rows begin, from the top left corner."""
    box_w: float
    head_h: float
    """The height of the box, or of the part of a whole above its parts, without rows below."""
    h: float
    filled: float
    cost: float
    """What is best has little area, and little of that is empty."""
    inner: Grid | None


@dataclass
class Cell:
    """A box with its rows, or a whole with the cells of its parts inside."""

    id: str
    kind: str
    scope: str
    text: str
    alone: str
    """The text of a box without connections."""
    head: Head
    parts: list[Cell] = field(default_factory=list)
    _shapes: dict[float, _Shape] = field(default_factory=dict, init=False)

    @property
    def connected(self) -> bool:
        """Whether it has a row, or a part of it has."""
        return bool(self.head.rows) or any(part.connected for part in self.parts)

    @property
    def weight(self) -> float:
        """About how high it is, whatever its texts and its width are."""
        return _BOX + ROW * len(self.head.rows) + summed(part.weight for part in self.parts)

    def height(self, w: float) -> float:
        """How high it is in a column of a width of ``w``."""
        return self._shape(w).h

    def filled(self, w: float) -> float:
        """The area of its box, or of its name and its parts, and of its dots with their names."""
        return self._shape(w).filled

    def _shape(self, w: float) -> _Shape:
        found = self._shapes.get(w)
        if found is None:
            found = self._shapes[w] = min(self._tried(w), key=lambda shape: shape.cost)
        return found

    def _tried(self, w: float) -> Iterator[_Shape]:
        """Its shapes at a width of ``w``: rows beside the box where they are no higher, and below it."""
        rows = self.head.rows
        inner = self._inner(w - 2 * _INSET) if self.parts else None
        right = w - (_INSET if inner else 0)
        if not rows:
            yield self._made(w, right, _Rows(), inner, below=False)
            return
        for room in self._rooms(right - _STUB):
            found = self.head.in_columns(1, room)
            shape = self._made(w, right - _STUB - found.w, found, inner, below=False)
            if found.h <= shape.head_h and (inner is None or len(shape.lines) == len(self.head.lines(right))):
                yield shape
        room = right - (SIZES.pad if inner else _UNDER)
        for count in range(min(len(rows), _MOST_ACROSS), 0, -1):
            if count == 1 or (room + _APART) / count - _APART >= self.head.least_rows:
                found = self.head.in_columns(count, room)
                yield self._made(w, right, found, inner, below=True)
                if found.unbroken:
                    return

    def _rooms(self, w: float) -> Iterator[float]:
        """The widths that rows beside the box may take, without a broken word on either side."""
        head = self.head
        if len(head.rows) * ROW <= head.highest:
            most = w - max(w * _LEAST_BOX, head.least)
            tried = (room for room in (most, w * 0.5, w * 0.34) if head.least_rows <= room <= most)
            yield from sorted({min(room, head.widest_rows) for room in tried})

    def _inner(self, w: float) -> Grid:
        connected, alone = parted(self.parts)
        pieces: list[Piece] = [*connected, *([Block(alone)] if alone else [])]
        return Grid.of(pieces, max(1, int((w + GUTTER) // (_LEAST_COLUMN + GUTTER))), w)

    def _made(self, w: float, box_w: float, rows: _Rows, inner: Grid | None, *, below: bool) -> _Shape:
        lines = self.head.lines(box_w)
        text_h = len(lines) * SIZES.name * SIZES.line_height
        head_h = _AROUND + text_h + (_TO_PARTS if inner else _AROUND)
        h, rows_at = head_h, (box_w + _STUB, _AROUND + (text_h - rows.h) / 2)
        if below and inner:
            rows_at = (SIZES.pad, _AROUND + text_h + _NAMED)
            h = rows_at[1] + rows.h + _ONWARDS
        elif below:
            rows_at = (_UNDER, head_h + _BELOW)
            h = rows_at[1] + rows.h + _AFTER
        h += inner.h + _INSET if inner else 0
        filled = rows.filled
        if inner:
            head_w = max([width(line, SIZES.name, bold=self.head.bold) for line in lines], default=0.0)
            filled = filled + head_w * text_h + inner.filled
        else:
            filled += box_w * head_h
        cost = _LOW * h * w - filled + _LINE * w * rows.more
        return _Shape(lines, text_h, rows, rows_at, box_w, head_h, h, filled, cost, inner)

    def place(self, scene: Scene, x: float, y: float, parent: str | None, w: float, *, least: float = 0) -> None:
        """Puts it into ``scene``, in a column of a width of ``w``; a box is at least as high as ``least``."""
        shape = self._shape(w)
        scene.dots += self.head.place(shape.rows, x + shape.rows_at[0], y + shape.rows_at[1])
        if shape.inner is None:
            scene.cards.append(self._card(shape, x, y, parent, least))
            return
        frame = Frame(
            id=frame_of(self.id),
            thing=self.id,
            kind="whole",
            scope=self.scope,
            lines=[*shape.lines],
            text=self.text,
            parent=parent,
            x=x,
            y=y,
            w=w,
            h=shape.h,
            # so that its name stands nearer to its border than the pad of a frame
            header=shape.text_h - 2 * (SIZES.pad - _AROUND),
        )
        scene.frames.append(frame)
        top = y + shape.h - shape.inner.h - _INSET
        shape.inner.place(scene, x + _INSET, top, frame.id)

    def _card(self, shape: _Shape, x: float, y: float, parent: str | None, least: float) -> Card:
        return Card(
            id=self.id,
            kind=self.kind,
            scope=self.scope,
            lines=[*shape.lines],
            text=self.text if self.head.rows else self.alone,
            frame=parent,
            sign=False,
            x=x,
            y=y,
            w=shape.box_w,
            h=max(shape.head_h, least),
        )


@dataclass
class Block:
    """Boxes without rows, side by side under a heading."""

    cells: list[Cell]
    heading: str = ""
    spans: int = 1
    """So many columns it is as wide as."""

    @property
    def weight(self) -> float:
        """About how high it is, whatever its texts and its width are."""
        return ROW + _BOX * len(self.cells) / 2

    def height(self, w: float) -> float:
        """How high it is in a column of a width of ``w``."""
        heights = self._heights(*self._columns(w))
        return self._top + summed(heights) + GAP * (len(heights) - 1)

    def filled(self, w: float) -> float:
        """The area of its boxes and of its heading."""
        columns, box_w = self._columns(w)
        heights = self._heights(columns, box_w)
        return summed(
            h * box_w for column in columns for _, h in zip(column, heights, strict=False)
        ) + self._top * width(self.heading, SIZES.small, bold=True)

    def _columns(self, w: float) -> tuple[list[list[Cell]], float]:
        """The cells in columns, in the order of the catalogue, so that one box more carries one over each of their ends
        at most; and the width of a box."""
        across = 1 if any(cell.head.least > _ALONE for cell in self.cells) else 2
        across = max(1, min(across * self.spans, int((w + GAP) // (_LEAST_ALONE + GAP)), len(self.cells)))
        ends = [len(self.cells) * (i + 1) // across for i in range(across)]
        columns = [self.cells[start:end] for start, end in zip([0, *ends], ends, strict=False)]
        return columns, (w - (across - 1) * GAP) / across

    @staticmethod
    def _heights(columns: list[list[Cell]], box_w: float) -> list[float]:
        return [max(cell.height(box_w) for cell in row if cell) for row in zip_longest(*columns)]

    @property
    def _top(self) -> float:
        return ROW if self.heading else 0.0

    def place(self, scene: Scene, x: float, y: float, parent: str | None, w: float) -> None:
        """Puts it into ``scene``."""
        if self.heading:
            scene.notes.append(Note(lines=[self.heading], text=self.heading, x=x, y=y + 7))
        columns, box_w = self._columns(w)
        heights = self._heights(columns, box_w)
        for column in columns:
            at = y + self._top
            for cell, h in zip(column, heights, strict=False):
                cell.place(scene, x, at, parent, box_w, least=h)
                at += h + GAP
            x += box_w + GAP


@dataclass
class Remarks:
    """What the source says of scopes alone."""

    notes: list[Note]

    @property
    def weight(self) -> float:
        """About how high it is, whatever its texts and its width are."""
        return ROW * len(self.notes)

    def height(self, w: float) -> float:
        """How high it is in a column of a width of ``w``."""
        return summed(self._heights(w))

    def filled(self, w: float) -> float:
        """The area of the texts and their signs."""
        return summed(
            (max(width(line, SIZES.entry) for line in lines) + 28) * len(lines) * SIZES.entry * SIZES.line_height
            for lines in self._lines(w)
        )

    def _across(self, w: float) -> int:
        widest = max(width(note.text, SIZES.entry) for note in self.notes) + 28 + _APART
        return max(1, int((w + _APART) // widest))

    def _heights(self, w: float) -> list[float]:
        """The heights of the rows."""
        across = self._across(w)
        heights = [max(ROW, len(lines) * SIZES.entry * SIZES.line_height + 4) for lines in self._lines(w)]
        return [max(heights[i : i + across]) for i in range(0, len(heights), across)]

    def _lines(self, w: float) -> list[list[str]]:
        room = (w + _APART) / self._across(w) - _APART - 28
        return [wrap(note.text, room, SIZES.entry) for note in self.notes]

    def place(self, scene: Scene, x: float, y: float, parent: str | None, w: float) -> None:  # noqa: ARG002
        """Puts them into ``scene``."""
        across = self._across(w)
        heights = self._heights(w)
        for i, (note, lines) in enumerate(zip(self.notes, self._lines(w), strict=True)):
            row, column = divmod(i, across)
            note.lines = lines
            note.x = x + 10 + column * (w + _APART) / across
            note.y = y + summed(heights[:row]) + ROW / 2
        scene.notes += self.notes


def parted(cells: Iterable[Cell]) -> tuple[list[Cell], list[Cell]]:
    """The cells with rows or parts, and those without any."""
    found: tuple[list[Cell], list[Cell]] = [], []
    for cell in cells:
        found[not (cell.parts or cell.connected)].append(cell)
    return found
