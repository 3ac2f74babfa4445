"""The cells of a department in its frame: one of several layouts, chosen by what they measure on the page."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flowviz.diagrams.cells import GAP, GUTTER, Block, Cell, Grid, Piece, Remarks, columns_of, parted
from flowviz.theme import SIZES
from flowviz.typography import width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowviz.diagrams.page import Page
    from flowviz.diagrams.scene import Frame, Note, Scene

__all__ = ["AROUND", "height_alone", "place", "shared_out"]

AROUND: Final = 170.0
"""The height of title, legend and small print."""
_PAD: Final = 10.0
_WIDEST: Final = 388.0
_NARROWEST: Final = 312.0
"""How wide a column is: as wide as its page has room for, within these."""
_MOST_COLUMNS: Final = 6
_WIDE: Final = (math.inf, 420.0, 0.0)
_BROKEN: Final = 0.01
"""A broken word costs as much as this share of the area."""
_STEP: Final = 0.06
"""Layouts whose costs differ by less are not told apart, so that a small edit seldom changes the columns."""


@dataclass(frozen=True)
class _Way:
    """A way to lay the cells out."""

    columns: int
    column_w: float
    wide: float
    """A whole that is higher takes the whole width, its parts in several columns."""
    below: bool
    """Whether boxes without connections take the whole width, below all others."""

    @property
    def w(self) -> float:
        """The width of all columns."""
        return self.columns * (self.column_w + GUTTER) - GUTTER


@dataclass
class _Layout:
    """The measured content of a frame: grids below each other."""

    bands: list[Grid]
    w: float
    top: float
    broken: int

    @property
    def h(self) -> float:
        """The height of the frame."""
        return self.top + _PAD + sum(band.h + GAP for band in self.bands) - (GAP if self.bands else 0)

    def cost(self, page: Page) -> float:
        """The area that it takes, and more for a shape that is not the page's or a height beyond it."""
        w, h = self.w + 2 * SIZES.margin, self.h + AROUND
        return (
            self.w
            * self.h
            * (1 + 0.12 * abs(math.log(w / h / page.ratio)))
            * max(1.0, h / page.h)
            * (1 + _BROKEN * self.broken)
        )


def place(scene: Scene, frame: Frame, cells: list[Cell], remarks: list[Note], heading: str, page: Page) -> None:
    """Places ``cells`` and ``remarks`` in ``frame`` and all of it in ``scene``.

    ``heading`` stands above the cells without connections.
    """

    def laid(way: _Way) -> _Layout:
        return _layout(way, frame, cells, remarks, heading)

    best: tuple[int, _Way] | None = None
    for way in _ways(page):
        cost = round(math.log(laid(way).cost(page)) / _STEP)
        if best is None or cost < best[0]:
            best = cost, way
    assert best is not None
    layout = laid(best[1])
    frame.w, frame.h = layout.w, layout.h
    y = layout.top
    for band in layout.bands:
        band.place(scene, _PAD, y, None)
        y += band.h + GAP
    scene.width, scene.height = frame.w, frame.h


def _ways(page: Page) -> Iterator[_Way]:
    room = page.w - 2 * SIZES.margin - 2 * _PAD
    for columns in range(1, _MOST_COLUMNS + 1):
        w = min((room + GUTTER) / columns - GUTTER, _WIDEST)
        if columns == 1:
            yield _Way(1, w, math.inf, below=False)
        elif w >= _NARROWEST:
            yield from (_Way(columns, w, wide, below) for wide in _WIDE for below in (False, True))


def _layout(way: _Way, frame: Frame, cells: list[Cell], remarks: list[Note], heading: str) -> _Layout:
    bands = _bands(way, cells, remarks, heading)
    texts = [width(line, SIZES.name, bold=True) for line in frame.lines] + [
        width(line, SIZES.small) for line in frame.small
    ]
    w = max([*(band.w for band in bands), *texts])
    top = (
        _PAD + 22 + (len(frame.lines) * SIZES.name + len(frame.small) * SIZES.small) * SIZES.line_height
        if texts
        else _PAD
    )
    return _Layout(bands, w + 2 * _PAD, top, sum(cell.broken for cell in cells))


def _bands(way: _Way, cells: list[Cell], remarks: list[Note], heading: str) -> list[Grid]:
    pieces, alone = parted(cells)
    ends: list[Piece] = [Block(alone, heading)] if alone else []
    ends += [Remarks(remarks)] if remarks else []
    bands: list[Grid] = []
    run: list[Piece] = []
    for piece in (*pieces, *(() if way.below else ends)):
        piece.measure(way.column_w)
        if isinstance(piece, Cell) and piece.parts and piece.h > way.wide:
            piece.measure(way.w, way.columns)
            bands += [Grid(columns_of(run, way.columns), way.column_w)] if run else []
            bands.append(Grid([[piece]], way.w))
            run = []
        else:
            run.append(piece)
    bands += [Grid(columns_of(run, way.columns), way.column_w)] if run else []
    if way.below and ends:
        w = max((band.w for band in bands), default=way.w)
        for end in ends:
            end.measure(w)
        bands.append(Grid([ends], w))
    return bands


def height_alone(cell: Cell, page: Page) -> float:
    """How high a cell is in as many columns as ``page`` has room for."""
    way = max(_ways(page), key=lambda way: way.columns)
    cell.measure(way.w if cell.parts else way.column_w, way.columns if cell.parts else 1)
    return cell.h


def shared_out(cells: list[Cell], count: int) -> list[list[Cell]]:
    """The cells in their order, in at most ``count`` parts of about the same height."""
    target = sum(cell.h + GAP for cell in cells) / count
    parts: list[list[Cell]] = [[]]
    done = 0.0
    for cell in cells:
        if parts[-1] and len(parts) < count and done + (cell.h + GAP) / 2 > target * len(parts):
            parts.append([])
        parts[-1].append(cell)
        done += cell.h + GAP
    return parts
