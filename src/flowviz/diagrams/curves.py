"""Curved lines and the numbers on them: where a number can stand, and the line that leaves room for it."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from flowviz.theme import SIZES
from flowviz.typography import width

if TYPE_CHECKING:
    from flowviz.diagrams.scene import Line, Point, Scene

__all__ = ["label_width", "pieces", "put_labels"]

SPOTS: Final = (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8, 0.14, 0.86)
SAMPLES: Final = 60
HALF_HEIGHT: Final = 8.5


def label_width(line: Line) -> float:
    """The width of the chip with the line's number."""
    return width(line.label, SIZES.small, bold=True) + 10


def put_labels(scene: Scene) -> None:
    """Puts each number on its line, nearest to the middle, where no other number and no other line is."""
    if not any(line.label for line in scene.lines):
        return
    sampled = [[_at(line.points, i / SAMPLES) for i in range(SAMPLES + 1)] for line in scene.lines]
    taken: list[tuple[float, float, float]] = []
    labelled = [(line.points[0][1] + line.points[-1][1], i) for i, line in enumerate(scene.lines) if line.label]
    for _, i in sorted(labelled):
        line = scene.lines[i]
        half = label_width(line) / 2
        others = [points for j, points in enumerate(sampled) if j != i]
        line.label_at = min(
            (_at(line.points, share) for share in SPOTS), key=lambda spot: _cost(spot, half, taken, others)
        )
        taken.append((*line.label_at, half))


def _cost(
    spot: Point, half: float, taken: list[tuple[float, float, float]], others: list[list[Point]]
) -> tuple[int, int]:
    x, y = spot
    numbers = sum(1 for a, b, w in taken if abs(a - x) < half + w + 3 and abs(b - y) < 2 * HALF_HEIGHT + 2)
    lines = sum(
        1 for points in others if any(abs(a - x) < half + 2 and abs(b - y) < HALF_HEIGHT + 2 for a, b in points)
    )
    return numbers, lines


def pieces(line: Line) -> list[list[Point]]:
    """The curve of ``line`` in one piece, or in two with room between them for its number."""
    if not line.label or line.label_at is None:
        return [line.points]
    x, y = line.label_at
    half = label_width(line) / 2
    covered = [
        i / SAMPLES
        for i in range(1, SAMPLES)
        if abs((point := _at(line.points, i / SAMPLES))[0] - x) < half + 1 and abs(point[1] - y) < HALF_HEIGHT + 1
    ]
    if not covered:
        return [line.points]
    return [_split(line.points, covered[0])[0], _split(line.points, covered[-1])[1]]


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
