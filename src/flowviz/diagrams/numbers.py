"""Where the numbers of lines with corners stand: on their line, off each other, and off other lines where that can be."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from flowviz.diagrams.curves import label_width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flowviz.diagrams.scene import Line, Point

__all__ = ["put_numbers"]

HALF: Final = 8.5
CELL: Final = 64.0
STEP: Final = 9.0
"""Between two places that are tried."""


def put_numbers(lines: Sequence[Line]) -> None:
    """Places the numbers of ``lines``; one that has no room of its own is left out, and is in the line's text."""
    numbered = [line for line in lines if line.label]
    if not numbered:
        return
    segments: dict[tuple[int, int], list[tuple[int, Point, Point]]] = defaultdict(list)
    for i, line in enumerate(lines):
        for a, b in itertools.pairwise(line.points):
            for cell in _cells(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])):
                segments[cell].append((i, a, b))
    taken: dict[tuple[int, int], list[tuple[float, float, float]]] = defaultdict(list)
    place = {id(line): i for i, line in enumerate(lines)}
    for line in sorted(numbered, key=lambda line: (-line.weight, place[id(line)])):
        half = label_width(line) / 2
        for x, y in _spots(line.points, half):
            near = list(_cells(x - half - 3, y - HALF - 3, x + half + 3, y + HALF + 3))
            free = not any(
                abs(a - x) < half + w + 3 and abs(b - y) < 2 * HALF + 2 for cell in near for a, b, w in taken[cell]
            ) and not any(
                i != place[id(line)] and _meets(a, b, x, y, half + 2, HALF + 2)
                for cell in near
                for i, a, b in segments[cell]
            )
            if free:
                line.label_at = x, y
                for cell in _cells(x - half, y - HALF, x + half, y + HALF):
                    taken[cell].append((x, y, half))
                break


def _spots(points: Sequence[Point], half: float) -> Iterator[Point]:
    """Places on the line that have room for the number, on the longest pieces first."""
    pieces = sorted(itertools.pairwise(points), key=lambda piece: -_length(piece))
    for a, b in pieces:
        length, own = _length((a, b)), (2 * half if a[1] == b[1] else 2 * HALF) + 5
        if length < own:
            continue
        steps = int((length - own) / 2 / STEP)
        for step in range(2 * steps + 1):
            share = 0.5 + (step + 1) // 2 * (STEP if step % 2 else -STEP) / length
            yield a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share


def _length(piece: tuple[Point, Point]) -> float:
    (ax, ay), (bx, by) = piece
    return abs(ax - bx) + abs(ay - by)


def _cells(left: float, top: float, right: float, bottom: float) -> Iterator[tuple[int, int]]:
    return itertools.product(
        range(int(left // CELL), int(right // CELL) + 1), range(int(top // CELL), int(bottom // CELL) + 1)
    )


def _meets(a: Point, b: Point, x: float, y: float, w: float, h: float) -> bool:
    return min(a[0], b[0]) < x + w and max(a[0], b[0]) > x - w and min(a[1], b[1]) < y + h and max(a[1], b[1]) > y - h
