"""Boxes with their dots and the names beside these, measured for a column of a frame.

A cell is a box with its rows at its right edge, or a whole around the cells of its parts. The box and its rows share
the width of the column so that the least room is left empty; boxes without rows stand side by side in a block.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from flowviz.diagrams.scene import Card, Frame, Note, Scene, frame_of
from flowviz.theme import SIZES
from flowviz.typography import width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowviz.diagrams.rows import Row
    from flowviz.diagrams.scene import Dot

__all__ = [
    "BESIDE",
    "GAP",
    "GUTTER",
    "LEAST_BOX",
    "NAME_AT",
    "ROW",
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
NAME_AT: Final = 40.0
"""From the edge of a box to the names of its dots."""
BESIDE: Final = NAME_AT - DOT_AT
"""From the centre of a dot to its name."""
GAP: Final = 8.0
"""Between boxes above each other, and within a block."""
GUTTER: Final = 14.0
"""Between columns."""
INSET: Final = 8.0
"""From the frame of a whole to its parts."""
ROW: Final = 19.0
LEAST_BOX: Final = 136.0
_STOP: Final = 24.0
"""Boxes with rows are as wide as the narrowest and some such steps, so that dots stand below each other."""
_BROKEN: Final = 0.06
"""A broken word counts as much as this share of a cell's room left empty."""
_LEAST_NAME: Final = 84.0
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
    h: float = 0
    area: float = 0
    """Of all rows."""
    broken: int = 0
    """How many words of its texts are broken by a hyphen that they do not have."""
    places: list[tuple[float, float]] = field(default_factory=list)
    """The centres of the dots, from the right edge of the name's room and the top."""

    def measure(self, box_w: float, w: float, name_w: float) -> None:
        """Sets lines, places and sizes, for a name in ``box_w`` of the whole width of ``w``."""
        self.lines = wrap(self.name, box_w - 2 * SIZES.pad, SIZES.name, bold=self.bold) if self.name else []
        self.text_h = len(self.lines) * SIZES.name * SIZES.line_height
        sizes = [_row(row, name_w) for row in self.rows]
        self.area = sum(row_w * row_h for row_w, row_h in sizes)
        self.broken = _broken(self.name, self.lines) + sum(_broken(row.name, row.dot.name) for row in self.rows)
        slot = max((row_w for row_w, _ in sizes), default=0.0)
        across = max(1, int((w - box_w + GUTTER) // (slot + GUTTER))) if sizes else 1
        deep = -(-len(sizes) // across)
        columns = [sizes[i : i + deep] for i in range(0, len(sizes), deep or 1)]
        self.rows_w = len(columns) * (slot + GUTTER) - GUTTER if sizes else 0.0
        self.rows_h = max((sum(row_h for _, row_h in column) for column in columns), default=0.0)
        self.h = max(self.text_h, self.rows_h)
        self.places = []
        for i, column in enumerate(columns):
            y = max(0.0, self.text_h - self.rows_h) / 2
            for _, row_h in column:
                self.places.append((DOT_AT + i * (slot + GUTTER), y + row_h / 2))
                y += row_h

    def place(self, x: float, y: float) -> list[Dot]:
        """The dots at their places, right of ``x`` and below ``y``."""
        for row, (dot_x, dot_y) in zip(self.rows, self.places, strict=True):
            row.dot.x, row.dot.y = x + dot_x, y + dot_y
        return [row.dot for row in self.rows]


def _broken(name: str, lines: list[str]) -> int:
    return sum(line.endswith("-") and line.rpartition(" ")[2] not in name for line in lines)


def _row(row: Row, name_w: float) -> tuple[float, float]:
    """The width of a row from the edge of its box and its height, its name broken into lines."""
    dot = row.dot
    counted = width(f" {dot.count}", SIZES.entry) if dot.count else 0.0
    dot.name = wrap(row.name, name_w - counted, SIZES.entry, lines=_MOST_LINES)
    dot.small = wrap(row.remark, name_w, SIZES.small, lines=2) if row.remark else []
    widths = [width(line, SIZES.entry) for line in dot.name] + [width(line, SIZES.small) for line in dot.small]
    widths[len(dot.name) - 1] += counted
    h = (len(dot.name) * SIZES.entry + len(dot.small) * SIZES.small) * SIZES.line_height
    return NAME_AT + max(widths), max(ROW, 2.7 * dot.r, h + 4)


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
    box_w: float = 0
    box_h: float = 0
    h: float = 0

    @property
    def connected(self) -> bool:
        """Whether it has a row, or a part of it has."""
        return bool(self.head.rows) or any(part.connected for part in self.parts)

    @property
    def broken(self) -> int:
        """How many words are broken in it."""
        return self.head.broken + sum(part.broken for part in self.parts)

    def measure(self, w: float, across: int = 1) -> None:
        """Sets its sizes for a width of ``w``, the parts of a whole in ``across`` columns."""
        if self.parts:
            inner_w = (w - 2 * INSET - (across - 1) * GUTTER) / across
            self.inner = Grid.of(self.parts, across, inner_w)
        if not self.head.rows:
            self._try(w, w)
            return
        most = max(LEAST_BOX, w - NAME_AT - _LEAST_NAME)
        stops = [LEAST_BOX + i * _STOP for i in range(int((most - LEAST_BOX) // _STOP) + 1)]
        best = max(stops, key=lambda box_w: (round(self._try(box_w, w), 2), -box_w))
        self._try(best, w)

    def _try(self, box_w: float, w: float) -> float:
        """Sets its sizes with a box of ``box_w``; the share of its room that is then filled."""
        head = self.head
        self.box_w = box_w
        head.measure(box_w, w, w - box_w - NAME_AT)
        if self.inner is not None:
            self.box_h = self.h = self._top + self.inner.h + INSET
            return -head.h / 1000 - _BROKEN * head.broken
        self.box_h = head.text_h + 18
        self.h = max(self.box_h, head.rows_h)
        return (box_w * self.box_h + head.area) / (w * self.h) - _BROKEN * head.broken

    @property
    def _top(self) -> float:
        """From the top of a whole to its parts."""
        return 12 + max(self.head.text_h, self.head.rows_h - 2, SIZES.name * SIZES.line_height) + 6

    def place(self, scene: Scene, x: float, y: float, parent: str | None, w: float) -> None:
        """Puts it into ``scene``; a whole is ``w`` wide."""
        head = self.head
        if self.inner is None:
            # few rows stand at the middle of their box, and many below each other from its top
            above = max(0.0, (self.box_h - head.h) / 2)
            scene.dots += head.place(x + self.box_w, y + above)
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
        # the first row stands at the height of the name's first line, and rows that are lower than the name at its middle
        above = 10.5 if head.rows_h >= head.text_h else 12.0
        scene.dots += head.place(x + self.box_w, y + above)
        self.inner.place(scene, x + INSET, y + self._top, frame.id)

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
    rows: list[list[Cell]] = field(default_factory=list)

    def measure(self, w: float) -> None:
        """Sets its sizes, for a width of ``w``."""
        across = max(1, min(int((w + GAP) // (LEAST_BOX + _STOP + GAP)), len(self.cells)))
        self.rows = [self.cells[i : i + across] for i in range(0, len(self.cells), across)]
        self.box_w = (w - (across - 1) * GAP) / across
        for cell in self.cells:
            cell.measure(self.box_w)
        self.h = self._top + sum(max(cell.h for cell in row) + GAP for row in self.rows) - GAP

    @property
    def _top(self) -> float:
        return ROW if self.heading else 0.0

    def place(self, scene: Scene, x: float, y: float, parent: str | None, w: float) -> None:  # noqa: ARG002
        """Puts it into ``scene``."""
        if self.heading:
            scene.notes.append(Note(lines=[self.heading], text=self.heading, x=x, y=y + 8))
        y += self._top
        for row in self.rows:
            h = max(cell.h for cell in row)
            for i, cell in enumerate(row):
                cell.box_h = h
                cell.place(scene, x + i * (self.box_w + GAP), y, parent, self.box_w)
            y += h + GAP


@dataclass
class Remarks:
    """What the source says of scopes alone, below each other."""

    notes: list[Note]
    h: float = 0

    def measure(self, w: float) -> None:
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
    def of(cls, cells: Iterable[Cell], count: int, column_w: float) -> Grid:
        """``cells`` in at most ``count`` columns, those without rows in a block at the end."""
        connected, alone = parted(cells)
        pieces: list[Piece] = [*connected, *([Block(alone)] if alone else [])]
        for piece in pieces:
            piece.measure(column_w)
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
