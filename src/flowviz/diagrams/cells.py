"""Boxes with their dots and the names beside these, measured for a column of a frame.

A cell is a box with its rows at its right edge, or a whole around the cells of its parts. Box and rows share the width
of a column as makes the cell lowest; in a narrow column the rows stand below their box instead. Boxes without rows stand
side by side in a block.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from flowviz.diagrams.scene import Card, Frame, Note, Scene, frame_of
from flowviz.theme import SIZES
from flowviz.typography import width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowviz.diagrams.rows import Row
    from flowviz.diagrams.scene import Dot, Point

__all__ = [
    "BESIDE",
    "GAP",
    "GUTTER",
    "NAME_AT",
    "NARROW",
    "ROW",
    "WIDEST",
    "Block",
    "Cell",
    "Grid",
    "Head",
    "Piece",
    "Remarks",
    "columns_of",
    "parted",
]

DOT_AT: Final = 21.0
"""From the edge of a box to the centres of its dots."""
NAME_AT: Final = 39.0
"""From the edge of a box to the names of its dots."""
BESIDE: Final = NAME_AT - DOT_AT
"""From the centre of a dot to its name."""
GAP: Final = 10.0
"""Between boxes above each other, and within a block."""
GUTTER: Final = 14.0
"""Between columns."""
INSET: Final = 8.0
"""From the frame of a whole to its parts."""
ROW: Final = 20.0
WIDEST: Final = 384.0
"""A column is not made wider than this."""
NARROW: Final = 340.0
"""In a column narrower than this the rows stand below their box."""
_BOXES: Final = (0.5, 0.34, 0.6)
"""The shares of a column that a box with rows may take, so that dots stand below each other on few lines."""
_LEAST_ALONE: Final = 160.0
"""The least width of boxes side by side."""
_NAMED: Final = (0.5, 0.43, 0.6)
"""The same of the name of a whole, which is not squeezed."""
_BROKEN: Final = 16.0
"""A broken word counts as so much height."""
_MOST_LINES: Final = 6
_COARSE: Final = 24.0
"""Heights count in such steps where cells are divided into columns, so that few of them change their column."""


@dataclass
class Head:
    """A name with rows to its right, in as many columns of rows as there is room for."""

    name: str
    rows: list[Row]
    bold: bool = True
    lines: list[str] = field(default_factory=list)
    text_h: float = 0
    rows_w: float = 0
    rows_h: float = 0
    broken: int = 0
    """How many words are broken by a hyphen that they do not have."""
    places: list[tuple[float, float]] = field(default_factory=list)
    """The centres of the dots, from the right edge of the name's room and the top."""

    def measure(self, box_w: float, w: float, name_w: float) -> None:
        """Sets lines, places and sizes, for a name in ``box_w`` of the whole width of ``w``."""
        self.lines = wrap(self.name, box_w - 2 * SIZES.pad, SIZES.name, bold=self.bold) if self.name else []
        self.text_h = len(self.lines) * SIZES.name * SIZES.line_height
        sizes = [_row(row, name_w) for row in self.rows]
        self.broken = _broken(self.name, self.lines) + sum(broken for *_, broken in sizes)
        slot = max((row_w for row_w, *_ in sizes), default=0.0)
        across = max(1, int((w - box_w + GUTTER) // (slot + GUTTER))) if sizes else 1
        deep = -(-len(sizes) // across)
        columns = [sizes[i : i + deep] for i in range(0, len(sizes), deep or 1)]
        self.rows_w = len(columns) * (slot + GUTTER) - GUTTER if sizes else 0.0
        self.rows_h = max((sum(row_h for _, row_h, _ in column) for column in columns), default=0.0)
        self.places = []
        for i, column in enumerate(columns):
            y = 0.0
            for _, row_h, _ in column:
                self.places.append((DOT_AT + i * (slot + GUTTER), y + row_h / 2))
                y += row_h

    def place(self, x: float, y: float) -> list[Dot]:
        """The dots at their places, right of ``x`` and below ``y``."""
        for row, (dot_x, dot_y) in zip(self.rows, self.places, strict=True):
            row.dot.x, row.dot.y = x + dot_x, y + dot_y
        return [row.dot for row in self.rows]


def _broken(name: str, lines: list[str]) -> int:
    return sum(line.endswith("-") and line.rpartition(" ")[2] not in name for line in lines)


def _row(row: Row, name_w: float) -> tuple[float, float, int]:
    """The width of a row from the edge of its box, its height, and how many words are broken; sets the lines of its name."""
    dot = row.dot
    name, small, w, broken = _beside(row.name, row.remark, dot.count, name_w)
    dot.name, dot.small = [*name], [*small]
    h = (len(name) * SIZES.entry + len(small) * SIZES.small) * SIZES.line_height
    return NAME_AT + w, max(ROW, 2.7 * dot.r, h + 4), broken


@lru_cache(maxsize=4096)
def _beside(name: str, remark: str, count: str, most: float) -> tuple[tuple[str, ...], tuple[str, ...], float, int]:
    """The lines of a name and of the remark under it, how wide they are with the count, and how many words are broken."""
    counted = width(f" {count}", SIZES.entry) if count else 0.0
    lines = wrap(name, most - counted, SIZES.entry, lines=_MOST_LINES)
    small = wrap(remark, most, SIZES.small, lines=2) if remark else []
    widths = [width(line, SIZES.entry) for line in lines] + [width(line, SIZES.small) for line in small]
    widths[len(lines) - 1] += counted
    return tuple(lines), tuple(small), max(widths), _broken(name, lines)


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
    inner: Grid | None = None
    beneath: bool = False
    """Whether its rows stand below its box or name."""
    box_w: float = 0
    box_h: float = 0
    h: float = 0
    _measured: tuple[float, int, bool] | None = field(default=None, init=False)

    @property
    def connected(self) -> bool:
        """Whether it has a row, or a part of it has."""
        return bool(self.head.rows) or any(part.connected for part in self.parts)

    def measure(self, w: float, across: int = 1, *, beneath: bool = False) -> None:
        """Sets its sizes for a width of ``w``, the parts of a whole in ``across`` columns, and rows ``beneath`` boxes or not.

        A box without rows, and one whose rows stand below it, is as wide as there is room.
        """
        asked = w, across, beneath
        if asked == self._measured:
            return
        self._measured = asked
        if self.parts:
            inner_w = (w - 2 * INSET - (across - 1) * GUTTER) / across
            self.inner = Grid.of(self.parts, across, inner_w, beneath=beneath)
        self.beneath = beneath
        if beneath or not self.head.rows:
            self._try(w, w)
        else:
            widths = [round(min(w, WIDEST) * share) for share in (_NAMED if self.parts else _BOXES)]
            best = min(widths, key=lambda box_w: self._try(box_w, w))
            if best != self.box_w:
                self._try(best, w)

    def _try(self, box_w: float, w: float) -> float:
        """Sets its sizes with a box of ``box_w``; how high it then is, and more for each word that is broken."""
        head = self.head
        self.box_w = box_w
        name_w = w - NAME_AT if self.beneath else min(w, WIDEST) - box_w - NAME_AT
        head.measure(box_w, w if w > WIDEST else box_w, name_w)
        if self.inner is not None:
            self.h = self._top + self.inner.h + INSET
        else:
            self.box_h = head.text_h + 18
            self.h = self.box_h + 4 + head.rows_h if self.beneath and head.rows else max(self.box_h, head.rows_h)
        return self.h + _BROKEN * head.broken

    @property
    def _top(self) -> float:
        """From the top of a whole to its parts."""
        head = self.head
        heads = head.text_h + 2 + head.rows_h if self.beneath else max(head.text_h, head.rows_h - 2)
        return 12 + max(heads, SIZES.name * SIZES.line_height) + 6

    def place(self, scene: Scene, x: float, y: float, parent: str | None, w: float) -> None:
        """Puts it into ``scene``; a whole is ``w`` wide."""
        head = self.head
        if self.inner is None:
            scene.dots += head.place(*self._rows_at(x, y, self.box_h, y))
            scene.cards.append(self._card(x, y, parent))
            return
        frame = Frame(
            id=frame_of(self.id),
            thing=self.id,
            kind="whole",
            scope=self.scope,
            lines=head.lines,
            text=self.text,
            parent=parent,
            x=x,
            y=y,
            w=w,
            h=self.h,
            header=head.text_h,
        )
        scene.frames.append(frame)
        # the first row stands at the height of the name's first line
        scene.dots += head.place(*self._rows_at(x, y + 12, head.text_h, y + 10.5))
        self.inner.place(scene, x + INSET, y + self._top, frame.id)

    def _rows_at(self, x: float, y: float, h: float, many: float) -> Point:
        """Where the rows begin: below the box, at the middle of a box of ``h`` at ``y``, or at ``many`` where they are higher."""
        if self.beneath:
            return x + INSET / 2, y + h + 3
        return x + self.box_w, y + (h - self.head.rows_h) / 2 if self.head.rows_h <= h else many

    def _card(self, x: float, y: float, parent: str | None) -> Card:
        return Card(
            id=self.id,
            kind=self.kind,
            scope=self.scope,
            lines=self.head.lines,
            text=self.text if self.head.rows else self.alone,
            frame=parent,
            sign=False,
            x=x,
            y=y,
            w=self.box_w,
            h=self.box_h,
        )


@dataclass
class Block:
    """Boxes without rows, side by side under a heading."""

    cells: list[Cell]
    heading: str = ""
    box_w: float = 0
    h: float = 0
    columns: list[list[Cell]] = field(default_factory=list)
    """In the order of the catalogue, so that one box more carries one over each of their ends at most."""
    row_hs: list[float] = field(default_factory=list)

    def measure(self, w: float, *, beneath: bool = False) -> None:  # noqa: ARG002
        """Sets its sizes, for a width of ``w``."""
        across = max(1, min(int((w + GAP) // (_LEAST_ALONE + GAP)), len(self.cells)))
        ends = [len(self.cells) * (i + 1) // across for i in range(across)]
        self.columns = [self.cells[start:end] for start, end in zip([0, *ends], ends, strict=False)]
        self.box_w = (w - (across - 1) * GAP) / across
        for cell in self.cells:
            cell.measure(self.box_w)
        rows = zip_longest(*self.columns)
        self.row_hs = [max(cell.h for cell in row if cell) for row in rows]
        self.h = self._top + sum(self.row_hs) + GAP * (len(self.row_hs) - 1)

    @property
    def _top(self) -> float:
        return ROW if self.heading else 0.0

    def place(self, scene: Scene, x: float, y: float, parent: str | None, w: float) -> None:  # noqa: ARG002
        """Puts it into ``scene``."""
        if self.heading:
            scene.notes.append(Note(lines=[self.heading], text=self.heading, x=x, y=y + 8))
        for column in self.columns:
            at = y + self._top
            for cell, h in zip(column, self.row_hs, strict=False):
                cell.box_h = h
                cell.place(scene, x, at, parent, self.box_w)
                at += h + GAP
            x += self.box_w + GAP


@dataclass
class Remarks:
    """What the source says of scopes alone, below each other."""

    notes: list[Note]
    h: float = 0

    def measure(self, w: float, *, beneath: bool = False) -> None:  # noqa: ARG002
        """Breaks the notes into lines for a width of ``w``, and sets the height."""
        for note in self.notes:
            note.lines = wrap(note.text, w - 30, SIZES.entry)
        self.h = sum(map(self._height, self.notes))

    @staticmethod
    def _height(note: Note) -> float:
        return max(ROW, len(note.lines) * SIZES.entry * SIZES.line_height + 4)

    def place(self, scene: Scene, x: float, y: float, parent: str | None, w: float) -> None:  # noqa: ARG002
        """Puts them into ``scene``."""
        for note in self.notes:
            note.x, note.y = x + 10, y + ROW / 2
            y += self._height(note)
        scene.notes += self.notes


Piece = Cell | Block | Remarks


@dataclass
class Grid:
    """Measured pieces in columns of one width."""

    columns: list[list[Piece]]
    column_w: float

    @classmethod
    def of(cls, cells: Iterable[Cell], count: int, column_w: float, *, beneath: bool) -> Grid:
        """``cells`` in at most ``count`` columns, those without rows in a block at the end."""
        connected, alone = parted(cells)
        pieces: list[Piece] = [*connected, *([Block(alone)] if alone else [])]
        for piece in pieces:
            piece.measure(column_w, beneath=beneath)
        return cls(columns_of(pieces, count), column_w)

    @property
    def w(self) -> float:
        """The width of all columns."""
        return len(self.columns) * (self.column_w + GUTTER) - GUTTER

    @property
    def h(self) -> float:
        """The height of the highest column."""
        return max(sum(piece.h + GAP for piece in column) - GAP for column in self.columns)

    def place(self, scene: Scene, x: float, y: float, parent: str | None) -> None:
        """Puts the pieces into ``scene``."""
        for column in self.columns:
            top = y
            for piece in column:
                piece.place(scene, x, top, parent, self.column_w)
                top += piece.h + GAP
            x += self.column_w + GUTTER


def parted(cells: Iterable[Cell]) -> tuple[list[Cell], list[Cell]]:
    """The cells with rows or parts, and those without any."""
    found: tuple[list[Cell], list[Cell]] = [], []
    for cell in cells:
        found[not (cell.parts or cell.connected)].append(cell)
    return found


def columns_of(pieces: list[Piece], count: int) -> list[list[Piece]]:
    """The measured pieces in reading order, in ``count`` columns whose tallest is about as low as it can be."""
    if count == 1 or len(pieces) < 2:
        return [pieces]
    heights = [math.ceil((piece.h + GAP) / _COARSE) for piece in pieces]
    limit = next(most for most in range(max(heights), sum(heights) + 1) if len(_fill(pieces, heights, most)) <= count)
    return _fill(pieces, heights, limit)


def _fill(pieces: list[Piece], heights: list[int], most: int) -> list[list[Piece]]:
    columns: list[list[Piece]] = [[]]
    height = 0
    for piece, h in zip(pieces, heights, strict=True):
        if columns[-1] and height + h > most:
            columns.append([])
            height = 0
        columns[-1].append(piece)
        height += h
    return columns
