"""Curved lines and the numbers on them: where a number can stand, and the line that leaves room for it."""

from __future__ import annotations

import bisect
import itertools
import math
from typing import TYPE_CHECKING, Final

from flowviz.theme import SIZES
from flowviz.typography import width

if TYPE_CHECKING:
    from flowviz.diagrams.scene import Line, Point, Scene

__all__ = ["label_width", "middle", "pieces", "put_labels"]

SPOTS: Final = tuple(0.5 + sign * step * 0.03 for step in range(14) for sign in (1, -1))
SAMPLES: Final = 60
HALF_HEIGHT: Final = 8.5


def label_width(line: Line) -> float:
    """The width of the chip with the line's number."""
    return width(line.label, SIZES.small, bold=True) + 10


def middle(line: Line) -> Point:
    """The point half way along a line: of a curve by its parameter, of corners by their length."""
    points = line.points
    if line.curve:
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = points
        return (ax + 3 * bx + 3 * cx + dx) / 8, (ay + 3 * by + 3 * cy + dy) / 8
    steps = [(start, end, math.dist(start, end)) for start, end in itertools.pairwise(points)]
    left = sum(length for *_, length in steps) / 2
    for (ax, ay), (bx, by), length in steps:
        if length and left <= length:
            return ax + (bx - ax) * left / length, ay + (by - ay) * left / length
        left -= length
    return points[-1]


def put_labels(scene: Scene) -> int:
    """Puts each number on its line, nearest to the middle, where no other number and no other line is.

    Returns how often that could not be had.
    """
    numbered = [i for i, line in enumerate(scene.lines) if line.label]
    if not numbered:
        return 0
    sampled = [_Sampled(line.points) for line in scene.lines]
    spots: dict[int, list[tuple[int, Point]]] = {}
    for i in numbered:
        half = label_width(scene.lines[i]) / 2
        found = []
        for share in SPOTS:
            spot = _at(scene.lines[i].points, share)
            others = (other for j, other in enumerate(sampled) if j != i)
            found.append((sum(other.meets(*spot, half + 2, HALF_HEIGHT + 2) for other in others), spot))
        spots[i] = found
    taken: list[tuple[float, float, float]] = []
    clashes = 0
    # those with the fewest free places choose first
    for i in sorted(numbered, key=lambda i: (sum(not lines for lines, _ in spots[i]), i)):
        half = label_width(scene.lines[i]) / 2
        cost, (x, y) = min(
            ((lines + 20 * _numbers(spot, half, taken), spot) for lines, spot in spots[i]), key=lambda found: found[0]
        )
        scene.lines[i].label_at = x, y
        taken.append((x, y, half))
        clashes += cost
    return clashes


def _numbers(spot: Point, half: float, taken: list[tuple[float, float, float]]) -> int:
    """How many numbers are at ``spot`` already."""
    x, y = spot
    return sum(1 for a, b, w in taken if abs(a - x) < half + w + 3 and abs(b - y) < 2 * HALF_HEIGHT + 2)


class _Sampled:
    """Points along a curve, and the box around them."""

    def __init__(self, curve: list[Point]) -> None:
        self.points = sorted(_at(curve, i / SAMPLES) for i in range(SAMPLES + 1))
        self.top, self.bottom = min(y for _, y in self.points), max(y for _, y in self.points)

    def meets(self, x: float, y: float, w: float, h: float) -> bool:
        """Whether the curve comes within ``w`` and ``h`` of (x, y)."""
        if y + h < self.top or self.bottom < y - h:
            return False
        first = bisect.bisect(self.points, (x - w, math.inf))
        last = bisect.bisect(self.points, (x + w, -math.inf))
        return any(abs(b - y) < h for _, b in self.points[first:last])


def pieces(line: Line) -> list[list[Point]]:
    """The line in one piece, or in two with room between them for its number."""
    if not line.label or line.label_at is None:
        return [line.points]
    x, y = line.label_at
    half = label_width(line) / 2
    if not line.curve:
        return _cut(line.points, x, y, half)
    covered = [
        i / SAMPLES
        for i in range(1, SAMPLES)
        if abs((point := _at(line.points, i / SAMPLES))[0] - x) < half + 1 and abs(point[1] - y) < HALF_HEIGHT + 1
    ]
    if not covered:
        return [line.points]
    return [_split(line.points, covered[0])[0], _split(line.points, covered[-1])[1]]


def _cut(points: list[Point], x: float, y: float, half: float) -> list[list[Point]]:
    """The corners before and after a number that stands on a level or an upright piece; all where there is none."""
    for i, ((ax, ay), (bx, by)) in enumerate(itertools.pairwise(points)):
        level, upright = abs(ay - by) < 0.05 and abs(ay - y) < 0.05, abs(ax - bx) < 0.05 and abs(ax - x) < 0.05
        reach = half if level else HALF_HEIGHT
        if (level and min(ax, bx) + reach < x < max(ax, bx) - reach) or (
            upright and min(ay, by) + reach < y < max(ay, by) - reach
        ):
            way = 1 if (bx > ax if level else by > ay) else -1
            before = (x - way * reach, y) if level else (x, y - way * reach)
            after = (x + way * reach, y) if level else (x, y + way * reach)
            return [[*points[: i + 1], before], [after, *points[i + 1 :]]]
    return [points]


def _at(points: list[Point], t: float) -> Point:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    x = sum(weight * point[0] for weight, point in zip(weights, points, strict=True))
    return x, sum(weight * point[1] for weight, point in zip(weights, points, strict=True))


def _split(points: list[Point], t: float) -> tuple[list[Point], list[Point]]:
    """The curve before and after ``t``, by de Casteljau."""
    left, right = [points[0]], [points[-1]]
    while len(points) > 1:
        points = [(a + (c - a) * t, b + (d - b) * t) for (a, b), (c, d) in itertools.pairwise(points)]
        left.append(points[0])
        right.append(points[-1])
    return left, right[::-1]
