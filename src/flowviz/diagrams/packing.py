"""The cells of a department in its frame, in as many columns as suit the page.

How many follows from how many boxes and dots there are and from the shape of the page, never from texts, so that a small
edit seldom changes it. Only the width of the frame is chosen by what it looks like.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from flowviz.adding import summed
from flowviz.diagrams.cells import Block, Cell, Remarks, parted
from flowviz.diagrams.grid import GAP, GUTTER, Grid, Piece, even
from flowviz.theme import SIZES
from flowviz.typography import width

if TYPE_CHECKING:
    from flowviz.diagrams.page import Page
    from flowviz.diagrams.scene import Frame, Note, Scene

__all__ = ["height_alone", "place", "room_of", "shared_out"]

_PAD: Final = 8.0
_AROUND: Final = 164.0
"""The height of title, legend and small print, each on one line or two."""
_WIDE: Final = 0.1
"""By so much of a column a drawing may rather be too wide than too high."""
_MANY: Final = 6
"""So many boxes without connections stand below all columns and not in the last."""
_COLUMNS: Final = (320.0, 384.0)
"""How wide columns may be on average."""


def place(
    scene: Scene, frame: Frame, cells: list[Cell], remarks: list[Note], heading: str, page: Page, spare: float
) -> None:
    """Places ``cells`` and ``remarks`` in ``frame`` and all of it in ``scene``.

    ``heading`` stands above the cells without connections; ``spare`` is left of the height of the page.
    """
    texts = [width(line, SIZES.name, bold=True) for line in frame.lines]
    texts += [width(line, SIZES.small) for line in frame.small]
    top = _PAD
    if texts:
        top += 22 + (len(frame.lines) * SIZES.name + len(frame.small) * SIZES.small) * SIZES.line_height
    bands = _fullest(cells, remarks, heading, page, room_of(page)[1] - spare - top)
    y = top
    for band in bands:
        band.place(scene, _PAD, y, None)
        y += band.h + GAP
    frame.w = max([*(band.w for band in bands), *texts]) + 2 * _PAD
    frame.h = y - (GAP if bands else 0) + _PAD
    scene.width, scene.height = frame.w, frame.h


def _fullest(cells: list[Cell], remarks: list[Note], heading: str, page: Page, room: float) -> list[Grid]:
    """The bands with the least empty of those that are no higher than ``room``, or else of all."""
    least = _columns(cells, page)
    found: list[list[Grid]] = []
    for columns in range(least, _most(page) + 1):
        tried = [_bands(cells, remarks, heading, page, columns, w) for w in _widths(page, columns)]
        fitting = [bands for bands in tried if _height(bands) <= room]
        found = found or tried
        if fitting:
            found = fitting
            break
    return [band.refined() for band in max(found, key=_share)]


def _share(bands: list[Grid]) -> float:
    area = (max((band.w for band in bands), default=0) + 2 * _PAD) * (_height(bands) + _PAD)
    return summed(band.filled for band in bands) / area


def _height(bands: list[Grid]) -> float:
    return summed(band.h + GAP for band in bands) - GAP + _PAD


def room_of(page: Page) -> tuple[float, float]:
    """The width and the height that a drawing has on ``page``."""
    return page.w - 2 * SIZES.margin, page.h - _AROUND


def _bands(cells: list[Cell], remarks: list[Note], heading: str, page: Page, columns: int, w: float) -> list[Grid]:
    """Grids to stand below each other: columns, between them wholes that take the whole width, and boxes without connections."""
    connected, alone = parted(cells)
    below = columns > 1 and len(alone) >= _MANY
    ends: list[Piece] = [Block(alone, heading, columns if below else 1)] if alone else []
    ends += [Remarks(remarks)] if remarks else []
    bands: list[Grid] = []
    run: list[Piece] = []
    column_w = (w + GUTTER) / columns - GUTTER
    for piece in (*connected, *(() if below else ends)):
        if columns > 1 and isinstance(piece, Cell) and piece.parts and piece.height(column_w) > room_of(page)[1]:
            bands += [_between(run, columns, w)] if run else []
            bands.append(Grid.of([piece], 1, w))
            run = []
        else:
            run.append(piece)
    if run:
        bands.append(_between(run, columns, w) if bands else Grid.of(run, columns, w))
    if below:
        bands.append(Grid.of(ends, 1, max((band.w for band in bands), default=w)))
    return bands


def _between(run: list[Piece], columns: int, w: float) -> Grid:
    """The grid of what stands before or after a whole that takes the whole width, in as many columns as end about evenly."""
    return Grid.of(run, next((count for count in range(columns, 1, -1) if even(run, count)), 1), w)


def _columns(cells: list[Cell], page: Page) -> int:
    """How many columns give a drawing about the shape of its page, and end about evenly."""
    connected, alone = parted(cells)
    pieces: list[Piece] = [*connected, *([Block(alone)] if alone else [])]
    total = summed(piece.weight for piece in pieces)
    most = max(1, min(round(math.sqrt(total * page.ratio / _COLUMNS[-1]) + _WIDE), _most(page), _count(cells)))
    if len(alone) >= _MANY and connected:
        pieces.pop()
    return next((columns for columns in range(most, 1, -1) if even(pieces, columns)), 1)


def _most(page: Page) -> int:
    """How many columns a page has room for."""
    return max(1, int((room_of(page)[0] - 2 * _PAD + GUTTER) // (_COLUMNS[0] + GUTTER)))


def _width(page: Page, columns: int) -> float:
    """The width of so many columns that are narrow."""
    return _widths(page, columns)[0]


def _widths(page: Page, columns: int) -> list[float]:
    """The widths that so many columns may have together."""
    room = room_of(page)[0] - 2 * _PAD
    return sorted({min(room, columns * (column + GUTTER) - GUTTER) for column in _COLUMNS})


def _count(cells: list[Cell]) -> int:
    """How many boxes there are."""
    return summed(_count(cell.parts) if cell.parts else 1 for cell in cells)


def height_alone(cell: Cell, page: Page) -> float:
    """How high a cell is in as many columns as ``page`` has room for."""
    return cell.height(_width(page, _most(page)) if cell.parts else _width(page, 1))


def shared_out(cells: list[Cell], count: int, page: Page) -> list[list[Cell]]:
    """The cells in their order, in at most ``count`` parts of about the same height."""
    w = _width(page, 1)
    target = summed(cell.height(w) + GAP for cell in cells) / count
    parts: list[list[Cell]] = [[]]
    done = 0.0
    for cell in cells:
        if parts[-1] and len(parts) < count and done + (cell.height(w) + GAP) / 2 > target * len(parts):
            parts.append([])
        parts[-1].append(cell)
        done += cell.height(w) + GAP
    return parts
