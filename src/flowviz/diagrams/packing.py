"""The cells of a department in its frame, in as many columns as suit the page.

How many follows from how high all of them are below each other and from the shape of the page, and nothing is tried
and compared, so that a small edit seldom changes it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from flowviz.diagrams.cells import GAP, GUTTER, NARROW, WIDEST, Block, Cell, Grid, Piece, Remarks, columns_of, parted
from flowviz.theme import SIZES
from flowviz.typography import width

if TYPE_CHECKING:
    from flowviz.diagrams.page import Page
    from flowviz.diagrams.scene import Frame, Note, Scene

__all__ = ["height_alone", "place", "room_of", "shared_out"]

_PAD: Final = 10.0
_AROUND: Final = 164.0
"""The height of title, legend and small print, each on one line or two."""
_WIDE: Final = 0.1
"""By so much of a column a drawing may rather be too wide than too high."""
_MANY: Final = 6
"""So many boxes without connections stand below all columns and not in the last."""


def place(scene: Scene, frame: Frame, cells: list[Cell], remarks: list[Note], heading: str, page: Page) -> None:
    """Places ``cells`` and ``remarks`` in ``frame`` and all of it in ``scene``.

    ``heading`` stands above the cells without connections.
    """
    texts = [width(line, SIZES.name, bold=True) for line in frame.lines]
    texts += [width(line, SIZES.small) for line in frame.small]
    top = _PAD
    if texts:
        top += 22 + (len(frame.lines) * SIZES.name + len(frame.small) * SIZES.small) * SIZES.line_height
    least = _columns(cells, page)
    fitting = (
        columns
        for columns in range(least, _most(page) + 1)
        if top + _height(_bands(cells, remarks, heading, page, columns)) <= room_of(page)[1]
    )
    bands = _bands(cells, remarks, heading, page, next(fitting, least))
    y = top
    for band in bands:
        band.place(scene, _PAD, y, None)
        y += band.h + GAP
    frame.w = max([*(band.w for band in bands), *texts]) + 2 * _PAD
    frame.h = y - (GAP if bands else 0) + _PAD
    scene.width, scene.height = frame.w, frame.h


def _height(bands: list[Grid]) -> float:
    return sum(band.h + GAP for band in bands) + _PAD


def room_of(page: Page) -> tuple[float, float]:
    """The width and the height that a drawing has on ``page``."""
    return page.w - 2 * SIZES.margin, page.h - _AROUND


def _bands(cells: list[Cell], remarks: list[Note], heading: str, page: Page, columns: int) -> list[Grid]:
    """Grids to stand below each other: columns, between them wholes that take the whole width, and boxes without connections."""
    connected, alone = parted(cells)
    column_w = _width(page, columns)
    w = columns * (column_w + GUTTER) - GUTTER
    ends: list[Piece] = [Block(alone, heading)] if alone else []
    ends += [Remarks(remarks)] if remarks else []
    below = columns > 1 and len(alone) >= _MANY
    bands: list[Grid] = []
    run: list[Piece] = []
    for piece in (*connected, *(() if below else ends)):
        piece.measure(column_w, beneath=column_w < NARROW)
        if columns > 1 and isinstance(piece, Cell) and piece.parts and piece.h > room_of(page)[1]:
            piece.measure(w, columns)
            bands += [Grid(columns_of(run, columns), column_w)] if run else []
            bands.append(Grid([[piece]], w))
            run = []
        else:
            run.append(piece)
    bands += [Grid(columns_of(run, columns), column_w)] if run else []
    if below:
        w = max((band.w for band in bands), default=w)
        for end in ends:
            end.measure(w)
        bands.append(Grid([ends], w))
    return bands


def _columns(cells: list[Cell], page: Page) -> int:
    """How many columns give a drawing about the shape of its page."""
    connected, alone = parted(cells)
    column_w = _width(page, 1)
    pieces: list[Piece] = [*connected, *([Block(alone)] if alone else [])]
    for piece in pieces:
        piece.measure(column_w, beneath=column_w < NARROW)
    total = sum(piece.h + GAP for piece in pieces)
    shapely = round(math.sqrt(total * page.ratio / (column_w + GUTTER)) + _WIDE)
    return max(1, min(shapely, _most(page), _count(cells)))


def _most(page: Page) -> int:
    """How many columns a page has room for."""
    return max(1, int((room_of(page)[0] - 2 * _PAD + GUTTER) // (NARROW + GUTTER)))


def _width(page: Page, columns: int) -> float:
    return min((room_of(page)[0] - 2 * _PAD + GUTTER) / columns - GUTTER, WIDEST)


def _count(cells: list[Cell]) -> int:
    """How many boxes there are."""
    return sum(_count(cell.parts) if cell.parts else 1 for cell in cells)


def height_alone(cell: Cell, page: Page) -> float:
    """How high a cell is in as many columns as ``page`` has room for."""
    most = _most(page)
    column_w = _width(page, most)
    if cell.parts:
        cell.measure(most * (column_w + GUTTER) - GUTTER, most)
    else:
        cell.measure(column_w, beneath=column_w < NARROW)
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
