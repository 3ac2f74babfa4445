"""Boxes with their dots and the names beside these, in a column of a frame.

A cell is a box with its rows, or a whole around the cells of its parts. Rows that are no higher than their box stand
beside it, and the box takes the width that they leave; others hang below it, in as many columns as make the cell
lowest. Boxes without rows stand side by side in a block. Everything tells its height at a width before it is placed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from flowviz.diagrams.grid import GAP, GUTTER, Grid
from flowviz.diagrams.scene import Card, Frame, Note, Scene, frame_of
from flowviz.theme import SIZES
from flowviz.typography import width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from flowviz.diagrams.grid import Piece
    from flowviz.diagrams.rows import Row
    from flowviz.diagrams.scene import Dot, Point

__all__ = ["BESIDE", "HANGING", "Block", "Cell", "Head", "Remarks", "parted"]

BESIDE: Final = 18.0
"""From the centre of a dot to its name."""
HANGING: Final = 17.0
"""From the line along dots to their centres."""
_STUB: Final = 4.0
"""From a box to the line along the dots beside it."""
_UNDER: Final = 7.0
"""From the left edge of a box to the line along the dots below it."""
_BELOW: Final = 3.0
"""From a box or a name to the rows below it."""
_INSET: Final = 8.0
"""From the frame of a whole to its parts."""
_ABOVE: Final = 9.0
"""From the frame of a whole to its name."""
_ROW: Final = 18.0
_BOX: Final = 50.0
"""About the height of a box."""
_APART: Final = 12.0
"""Between columns of rows."""
_MOST_ACROSS: Final = 3
"""So many columns of rows hang below a box at most."""
_LEAST_NAME: Final = 84.0
"""Names beside each other get no less room than this."""
_NAMES: Final = (1.0, 0.5, 0.34)
"""The shares of the width that rows beside a box may take."""
_LEAST_BOX: Final = 0.38
"""The share of the width that a box beside its rows takes at least."""
_LEAST_ALONE: Final = 160.0
"""The least width of boxes side by side."""
_LEAST_COLUMN: Final = 300.0
"""The parts of a whole stand in as many columns of this width as it has room for."""
_BROKEN: Final = 16.0
"""A broken word counts as so much height."""
_MOST_LINES: Final = 6
_COARSE: Final = 4.0
"""Texts are broken for widths in such steps, so that few of them are broken anew for every width that is tried."""
_LEADING: Final = 1.6
"""The height of a text that is not under its letters."""


@dataclass(frozen=True)
class _Rows:
    """Rows in columns: the lines of each name and remark, and the centres of their dots from the top left of all."""

    lines: Sequence[tuple[tuple[str, ...], tuple[str, ...]]] = ()
    places: Sequence[Point] = ()
    w: float = 0
    h: float = 0
    broken: int = 0
    """How many words are broken by a hyphen that they do not have."""
    filled: float = 0
    """The area of the dots with their names."""


@dataclass
class Head:
    """A name and its rows."""

    name: str
    rows: list[Row]
    bold: bool = True

    def lines(self, w: float) -> list[str]:
        """The lines of the name in a box of a width of ``w``."""
        return _lines(self.name, w - 2 * SIZES.pad, self.bold)

    def in_columns(self, count: int, room: float) -> _Rows:
        """The rows in ``count`` columns that have so much room together."""
        deep = -(-len(self.rows) // count)
        columns = [self.rows[i : i + deep] for i in range(0, len(self.rows), deep)]
        wanted = [max(_natural(row.name, row.remark, row.dot.count) for row in column) for column in columns]
        left = room - len(columns) * (HANGING + BESIDE + _APART) + _APART
        x = right = bottom = filled = 0.0
        lines, places, broken = [], [], 0
        for column, most in zip(columns, _shared_out(wanted, left), strict=True):
            y = widest = 0.0
            for row in column:
                name, small, w, cut = _beside(row.name, row.remark, row.dot.count, most)
                text_h = (len(name) * SIZES.entry + len(small) * SIZES.small) * SIZES.line_height
                h = max(_ROW, row.high, text_h + 2)
                lines.append((name, small))
                places.append((x + HANGING, y + h / 2))
                filled += (row.dot.r + BESIDE + w) * max(row.high, text_h) - _LEADING * w
                widest, broken, y = max(widest, w), broken + cut, y + h
            right, bottom = x + HANGING + BESIDE + widest, max(bottom, y)
            x = right + _APART
        return _Rows(lines, places, right, bottom, broken, filled)

    def place(self, rows: _Rows, x: float, y: float) -> list[Dot]:
        """The dots with their names at the places of ``rows``, right of ``x`` and below ``y``."""
        for row, (name, small), (dot_x, dot_y) in zip(self.rows, rows.lines, rows.places, strict=True):
            row.dot.name, row.dot.small = [*name], [*small]
            row.dot.x, row.dot.y = x + dot_x, y + dot_y
        return [row.dot for row in self.rows]


def _shared_out(wanted: Sequence[float], room: float) -> list[float]:
    """``room`` for those who want so much each: what some do not need is left to the others."""
    given = [0.0] * len(wanted)
    for turn, i in enumerate(sorted(range(len(wanted)), key=wanted.__getitem__)):
        given[i] = min(wanted[i], room / (len(wanted) - turn))
        room -= given[i]
    return given


def _broken(name: str, lines: Sequence[str]) -> int:
    return sum(line.endswith("-") and line.rpartition(" ")[2] not in name for line in lines)


@lru_cache(maxsize=4096)
def _line(name: str, bold: bool) -> float:
    return width(name, SIZES.name, bold=bold) + 0.01


def _lines(name: str, most: float, bold: bool) -> list[str]:
    natural = _line(name, bold)
    return wrap(name, natural if natural <= most else most // _COARSE * _COARSE, SIZES.name, bold=bold)


@lru_cache(maxsize=4096)
def _natural(name: str, remark: str, count: str) -> float:
    """How wide a name with its count and the remark under it are on one line each."""
    return max(width(f"{name} {count}".rstrip(), SIZES.entry), width(remark, SIZES.small)) + 0.01


def _beside(name: str, remark: str, count: str, most: float) -> tuple[tuple[str, ...], tuple[str, ...], float, int]:
    """The lines of a name and of the remark under it, how wide they are with the count, and how many words are broken."""
    natural = _natural(name, remark, count)
    return _broken_up(name, remark, count, natural if natural <= most else most // _COARSE * _COARSE)


@lru_cache(maxsize=8192)
def _broken_up(name: str, remark: str, count: str, most: float) -> tuple[tuple[str, ...], tuple[str, ...], float, int]:
    counted = width(f" {count}", SIZES.entry) if count else 0.0
    lines = wrap(name, most - counted, SIZES.entry, lines=_MOST_LINES)
    small = wrap(remark, most, SIZES.small, lines=2) if remark else []
    widths = [width(line, SIZES.entry) for line in lines] + [width(line, SIZES.small) for line in small]
    widths[len(lines) - 1] += counted
    return tuple(lines), tuple(small), max(widths), _broken(name, lines)


@dataclass(frozen=True)
class _Shape:
    """What a cell looks like at some width."""

    lines: list[str]
    text_h: float
    rows: _Rows
    below: bool
    """Whether the rows hang below the box or the name."""
    box_w: float
    head_h: float
    """The height of the box, or of the part of a whole above its parts, without rows below."""
    h: float
    filled: float
    cost: float
    """How much of its area is empty; a broken word counts as some."""
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
        return _BOX + _ROW * len(self.head.rows) + sum(part.weight for part in self.parts)

    def height(self, w: float) -> float:
        """How high it is in a column of a width of ``w``."""
        return self._shape(w).h

    def filled(self, w: float) -> float:
        """The area of its box, or of its name and its parts, and of its dots with their names."""
        return self._shape(w).filled

    def _shape(self, w: float) -> _Shape:
        if w not in self._shapes:
            self._shapes[w] = min(self._tried(w), key=lambda shape: shape.cost)
        return self._shapes[w]

    def _tried(self, w: float) -> Iterator[_Shape]:
        """Its shapes at a width of ``w``: rows beside the box where they are no higher, and below it."""
        rows = self.head.rows
        inner = self._inner(w - 2 * _INSET) if self.parts else None
        right = w - (_INSET if inner else 0)
        if not rows:
            yield self._made(w, right, _Rows(), inner, below=False)
            return
        tried = set()
        for share in _NAMES:
            found = self.head.in_columns(1, right * min(share, 1 - _LEAST_BOX) - _STUB)
            if found.w not in tried:
                tried.add(found.w)
                shape = self._made(w, right - _STUB - found.w, found, inner, below=False)
                if found.h <= shape.head_h and found.w <= right * (1 - _LEAST_BOX):
                    yield shape
        room = right - (SIZES.pad if inner else _UNDER)
        for count in range(1, min(len(rows), _MOST_ACROSS) + 1):
            if count == 1 or (room + _APART) / count - _APART - HANGING - BESIDE >= _LEAST_NAME:
                yield self._made(w, right, self.head.in_columns(count, room), inner, below=True)

    def _inner(self, w: float) -> Grid:
        connected, alone = parted(self.parts)
        pieces: list[Piece] = [*connected, *([Block(alone)] if alone else [])]
        return Grid.of(pieces, max(1, int((w + GUTTER) // (_LEAST_COLUMN + GUTTER))), w)

    def _made(self, w: float, box_w: float, rows: _Rows, inner: Grid | None, *, below: bool) -> _Shape:
        lines = self.head.lines(box_w)
        text_h = len(lines) * SIZES.name * SIZES.line_height
        head_h = text_h + (_ABOVE + 5 if inner else 18)
        h = head_h + (rows.h + _BELOW if below else 0) + (inner.h + _INSET if inner else 0)
        head_w = max((width(line, SIZES.name, bold=self.head.bold) for line in lines), default=0) if inner else box_w
        filled = rows.filled + head_w * (text_h if inner else head_h) + (inner.filled if inner else 0)
        cost = h * w - filled + _BROKEN * w * (rows.broken + _broken(self.head.name, lines))
        return _Shape(lines, text_h, rows, below, box_w, head_h, h, filled, cost, inner)

    def place(self, scene: Scene, x: float, y: float, parent: str | None, w: float, *, least: float = 0) -> None:
        """Puts it into ``scene``, in a column of a width of ``w``; a box is at least as high as ``least``."""
        shape = self._shape(w)
        if shape.inner is None:
            scene.dots += self._dots(shape, x + _UNDER, x, y)
            scene.cards.append(self._card(shape, x, y, parent, least))
            return
        frame = Frame(
            id=frame_of(self.id),
            thing=self.id,
            kind="whole",
            scope=self.scope,
            lines=shape.lines,
            text=self.text,
            parent=parent,
            x=x,
            y=y,
            w=w,
            h=shape.h,
            # so that its name stands nearer to its border than the pad of a frame
            header=shape.text_h - 2 * (SIZES.pad - _ABOVE),
        )
        scene.frames.append(frame)
        scene.dots += self._dots(shape, x + SIZES.pad, x, y + 2)
        top = y + shape.head_h + (shape.rows.h + _BELOW if shape.below else 0)
        shape.inner.place(scene, x + _INSET, top, frame.id)

    def _dots(self, shape: _Shape, left: float, x: float, y: float) -> list[Dot]:
        if shape.below:
            return self.head.place(shape.rows, left, y + shape.head_h + _BELOW - (5 if shape.inner else 0))
        return self.head.place(shape.rows, x + shape.box_w + _STUB, y + (shape.head_h - shape.rows.h) / 2)

    def _card(self, shape: _Shape, x: float, y: float, parent: str | None, least: float) -> Card:
        return Card(
            id=self.id,
            kind=self.kind,
            scope=self.scope,
            lines=shape.lines,
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

    @property
    def weight(self) -> float:
        """About how high it is, whatever its texts and its width are."""
        return _ROW + _BOX * len(self.cells) / 2

    def height(self, w: float) -> float:
        """How high it is in a column of a width of ``w``."""
        heights = self._heights(*self._columns(w))
        return self._top + sum(heights) + GAP * (len(heights) - 1)

    def filled(self, w: float) -> float:
        """The area of its boxes and of its heading."""
        columns, box_w = self._columns(w)
        heights = self._heights(columns, box_w)
        return sum(h * box_w for column in columns for _, h in zip(column, heights, strict=False)) + self._top * width(
            self.heading, SIZES.small, bold=True
        )

    def _columns(self, w: float) -> tuple[list[list[Cell]], float]:
        """The cells in columns, in the order of the catalogue, so that one box more carries one over each of their ends
        at most; and the width of a box."""
        across = max(1, min(int((w + GAP) // (_LEAST_ALONE + GAP)), len(self.cells)))
        ends = [len(self.cells) * (i + 1) // across for i in range(across)]
        columns = [self.cells[start:end] for start, end in zip([0, *ends], ends, strict=False)]
        return columns, (w - (across - 1) * GAP) / across

    @staticmethod
    def _heights(columns: list[list[Cell]], box_w: float) -> list[float]:
        return [max(cell.height(box_w) for cell in row if cell) for row in zip_longest(*columns)]

    @property
    def _top(self) -> float:
        return _ROW if self.heading else 0.0

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
        return _ROW * len(self.notes)

    def height(self, w: float) -> float:
        """How high it is in a column of a width of ``w``."""
        return sum(self._heights(w))

    def filled(self, w: float) -> float:
        """The area of the texts and their signs."""
        return sum(
            (max(width(line, SIZES.entry) for line in lines) + 28) * len(lines) * SIZES.entry * SIZES.line_height
            for lines in self._lines(w)
        )

    def _across(self, w: float) -> int:
        widest = max(width(note.text, SIZES.entry) for note in self.notes) + 28 + _APART
        return max(1, int((w + _APART) // widest))

    def _heights(self, w: float) -> list[float]:
        """The heights of the rows."""
        across = self._across(w)
        heights = [max(_ROW, len(lines) * SIZES.entry * SIZES.line_height + 4) for lines in self._lines(w)]
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
            note.y = y + sum(heights[:row]) + _ROW / 2
        scene.notes += self.notes


def parted(cells: Iterable[Cell]) -> tuple[list[Cell], list[Cell]]:
    """The cells with rows or parts, and those without any."""
    found: tuple[list[Cell], list[Cell]] = [], []
    for cell in cells:
        found[not (cell.parts or cell.connected)].append(cell)
    return found
