"""Curved lines and the numbers on them: where a number can stand, and the line that leaves room for it.

A curve is one cubic Bézier or several that are joined end to end: 3 points for each, and one more.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import math
from typing import TYPE_CHECKING, Final

from flowviz.adding import summed
from flowviz.theme import MARKS, SIZES
from flowviz.typography import width

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from flowviz.diagrams.scene import Line, Point, Scene

__all__ = ["covers", "joined", "label_width", "middle", "pieces", "put_crosses", "put_labels", "straight"]

SPOTS: Final = tuple(0.5 + sign * step * 0.03 for step in range(14) for sign in (1, -1))
SAMPLES: Final = 60
APART: Final = 6.0
"""The distance of the points at which it is looked whether a curve comes near."""
HALF_HEIGHT: Final = 8.5
CROSS: Final = 7.0
"""Half of the room that a cross takes."""


def label_width(line: Line) -> float:
    """The width of the chip with the line's number, or of the words on it."""
    return width(line.label, SIZES.small, bold=not line.worded) + 10


def middle(line: Line) -> Point:
    """The point half way along a line: of a curve by its parameter, of corners by their length."""
    points = line.points
    if line.curve:
        return _at(points, 0.5)
    steps = [(start, end, math.dist(start, end)) for start, end in itertools.pairwise(points)]
    left = summed(length for *_, length in steps) / 2
    for (ax, ay), (bx, by), length in steps:
        if length and left <= length:
            return ax + (bx - ax) * left / length, ay + (by - ay) * left / length
        left -= length
    return points[-1]


def joined(parts: Sequence[Sequence[Point]]) -> list[Point]:
    """One curve of several: what lies between the end of one and the start of the next is straight."""
    points = list(parts[0])
    for part in parts[1:]:
        (ax, ay), (bx, by) = points[-1], part[0]
        if points[-1] != part[0]:
            points += [(ax + (bx - ax) / 3, ay + (by - ay) / 3), (bx - (bx - ax) / 3, by - (by - ay) / 3), part[0]]
        points += part[1:]
    return points


def straight(corners: Sequence[Point]) -> list[Point]:
    """A line with corners as a curve of straight pieces."""
    return joined([[corner] for corner in corners])


def put_labels(scene: Scene, order: Sequence[int] = (), settled: Collection[int] | None = None) -> int | None:
    """Puts each number on its line, nearest to the middle, where no other number, no other line and no card is.

    Returns a line whose number finds no such place, if there is one. With ``settled``, lines that are not among these must
    have one: nothing is put as soon as it is sure that one of them has none. Lines are looked at in ``order``.
    """
    numbered = [i for i, line in enumerate(scene.lines) if line.label]
    if not numbered:
        return None
    sampled = [_Sampled(line.points) for line in scene.lines]
    boxes = _boxes(scene)
    spots: dict[int, list[tuple[int, Point]]] = {}
    for i in order or numbered:
        half = label_width(scene.lines[i]) / 2
        mine, here = sampled[i], list(_spots(scene.lines[i].points))
        cards = [box for box in boxes if mine.over(box, half, HALF_HEIGHT)]
        costs = [10 * _covered(cards, spot, half) for spot in here] if cards else [0] * len(here)
        for other in sampled:
            if other is not mine and other.near(mine, half + 2, HALF_HEIGHT + 2):
                for n in other.met(here, half + 2, HALF_HEIGHT + 2):
                    costs[n] += 1
        if settled is not None and i not in settled and all(costs):
            return i
        spots[i] = list(zip(costs, here, strict=True))
    taken: list[tuple[float, float, float]] = []
    clashing = None
    # those with the fewest free places choose first
    for i in sorted(numbered, key=lambda i: (sum(not lines for lines, _ in spots[i]), i)):
        half = label_width(scene.lines[i]) / 2
        cost, (x, y) = min(
            ((lines + 20 * _numbers(spot, half, taken), spot) for lines, spot in spots[i]), key=lambda found: found[0]
        )
        scene.lines[i].label_at = x, y
        taken.append((x, y, half))
        if cost and clashing is None and not (settled and i in settled):
            clashing = i
    return clashing


def covers(scene: Scene, line: Line) -> bool:
    """Whether the label of a curve stands on a box, on another curve or on the label of one."""
    assert line.label_at is not None
    x, y = line.label_at
    half = label_width(line) / 2
    others = [other for other in scene.lines if other is not line]
    return (
        bool(_covered(_boxes(scene), (x, y), half))
        or any(_Sampled(other.points).meets(x, y, half + 2, HALF_HEIGHT + 2) for other in others)
        or bool(
            _numbers((x, y), half, [(*other.label_at, label_width(other) / 2) for other in others if other.label_at])
        )
    )


_Box = tuple[float, float, float, float]


def _boxes(scene: Scene) -> list[_Box]:
    """What no number may cover, all cards and the upright borders of frames: left, top, right, bottom."""
    cards = [(card.x, card.y, card.x + card.w, card.y + card.h) for card in scene.cards if card.lines]
    borders = [(x, frame.y, x, frame.y + frame.h) for frame in scene.frames for x in (frame.x, frame.x + frame.w)]
    return cards + borders


def _covered(boxes: list[_Box], spot: Point, half: float) -> int:
    """Of how many boxes a number at ``spot`` would cover a part."""
    x, y = spot
    count = 0
    for left, top, right, bottom in boxes:
        if left - half < x < right + half and top - HALF_HEIGHT < y < bottom + HALF_HEIGHT:
            count += 1
    return count


def put_crosses(lines: Sequence[Line]) -> None:
    """Gives each curve that ends, or has another sign, a place for that, nearest to the middle, where no other line, number
    or cross is."""
    if not any(map(_signed, lines)):
        return
    curved = [(line, _Sampled(line.points)) for line in lines if line.curve]
    taken = [(x, y, label_width(line) / 2) for line in lines if line.label_at for x, y in [line.label_at]]
    for line, mine in curved:
        if not _signed(line):
            continue
        found = []
        others = [other for _, other in curved if other is not mine and other.near(mine, CROSS, CROSS)]
        for spot in _spots(line.points):
            x, y = spot
            near = summed(other.meets(x, y, CROSS, CROSS) for other in others)
            found.append((near + 20 * _numbers(spot, CROSS, taken), spot))
        _, line.cross_at = min(found, key=lambda entry: entry[0])
        taken.append((*line.cross_at, CROSS))


def _signed(line: Line) -> bool:
    return any(mark == "lost" or mark in MARKS for mark in line.mark.split("-"))


def _numbers(spot: Point, half: float, taken: list[tuple[float, float, float]]) -> int:
    """How many numbers are at ``spot`` already."""
    x, y = spot
    return sum(1 for a, b, w in taken if abs(a - x) < half + w + 3 and abs(b - y) < 2 * HALF_HEIGHT + 2)


class _Sampled:
    """Points along a curve from left to right, and a box around it."""

    def __init__(self, curve: list[Point]) -> None:
        self.curve = curve
        self.left, self.right = min(x for x, _ in curve), max(x for x, _ in curve)
        self.top, self.bottom = min(y for _, y in curve), max(y for _, y in curve)
        self.xs: list[float] = []
        """Only when it is first asked whether anything is near."""
        self.ys: list[float] = []

    def near(self, other: _Sampled, w: float, h: float) -> bool:
        """Whether the boxes around two curves come within ``w`` and ``h`` of each other."""
        return self.over((other.left, other.top, other.right, other.bottom), w, h)

    def over(self, box: _Box, w: float, h: float) -> bool:
        """Whether the box around the curve comes within ``w`` and ``h`` of another."""
        left, top, right, bottom = box
        return self.left - w <= right and left <= self.right + w and self.top - h <= bottom and top <= self.bottom + h

    def meets(self, x: float, y: float, w: float, h: float) -> bool:
        """Whether the curve comes within ``w`` and ``h`` of (x, y)."""
        return bool(self.met([(x, y)], w, h))

    def met(self, spots: Sequence[Point], w: float, h: float) -> list[int]:
        """The places in ``spots`` of those that the curve comes within ``w`` and ``h`` of."""
        left, top, right, bottom = self.left - w, self.top - h, self.right + w, self.bottom + h
        found = []
        for n, (x, y) in enumerate(spots):
            if top <= y <= bottom and left <= x <= right:
                if not self.xs:
                    points = sorted(_sampled(self.curve))
                    self.xs, self.ys = [x for x, _ in points], [y for _, y in points]
                low, high = y - h, y + h
                for other in self.ys[bisect.bisect_right(self.xs, x - w) : bisect.bisect_left(self.xs, x + w)]:
                    if low < other < high:
                        found.append(n)
                        break
        return found


def pieces(line: Line) -> list[list[Point]]:
    """The line in one piece, or in two with room between them for its number."""
    if not line.label or line.label_at is None:
        return [line.points]
    x, y = line.label_at
    half = label_width(line) / 2
    if not line.curve:
        return _cut(line.points, x, y, half)
    count = SAMPLES * (len(line.points) // 3)
    step = 1 / count
    points = _points(line.points, _weights(count // SAMPLES, tuple(i / count for i in range(1, count))))
    covered = [
        i / count for i, (a, b) in enumerate(points, 1) if abs(a - x) < half + 1 and abs(b - y) < HALF_HEIGHT + 1
    ]
    if not covered:
        return [line.points]
    return [_split(line.points, covered[0] - step)[0], _split(line.points, covered[-1] + step)[1]]


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


def _sampled(points: list[Point]) -> list[Point]:
    """Points along a curve, a few pixels apart."""
    found = [points[0]]
    for first in range(0, len(points) - 1, 3):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = points[first : first + 4]
        count = min(max(int((abs(dx - ax) + abs(dy - ay)) / APART), 2), SAMPLES)
        for i in range(1, count + 1):
            t = i / count
            u = 1 - t
            a, b, c, d = u * u * u, 3 * t * u * u, 3 * t * t * u, t * t * t
            found.append((a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy))
    return found


def _piece(points: list[Point], t: float) -> tuple[int, float]:
    """The first point of the Bézier of a curve that ``t`` lies in, and where in it, from 0 to 1."""
    count = len(points) // 3
    number = min(int(t * count), count - 1)
    return 3 * number, t * count - number


def _at(points: list[Point], t: float) -> Point:
    first, t = _piece(points, t)
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
    four = points[first : first + 4]
    x = summed(weight * point[0] for weight, point in zip(weights, four, strict=True))
    return x, summed(weight * point[1] for weight, point in zip(weights, four, strict=True))


def _spots(points: list[Point]) -> Iterator[Point]:
    """Where on a curve a number may stand, the best first."""
    return _points(points, _weights(len(points) // 3, SPOTS))


def _points(points: list[Point], weights: list[_Weights]) -> Iterator[Point]:
    """The points of a curve that have such weights."""
    for first, a, b, c, d in weights:
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = points[first : first + 4]
        yield a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy


_Weights = tuple[int, float, float, float, float]


@functools.cache
def _weights(count: int, shares: tuple[float, ...]) -> list[_Weights]:
    """Each of the parameters of a curve of so many Béziers: the first point of its own, and what each of the four weighs."""
    found = []
    for share in shares:
        number = min(int(share * count), count - 1)
        t = share * count - number
        found.append((3 * number, (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3))
    return found


def _split(points: list[Point], t: float) -> tuple[list[Point], list[Point]]:
    """The curve before and after ``t``, by de Casteljau."""
    first, t = _piece(points, t)
    four = points[first : first + 4]
    left, right = [four[0]], [four[-1]]
    while len(four) > 1:
        four = [(a + (c - a) * t, b + (d - b) * t) for (a, b), (c, d) in itertools.pairwise(four)]
        left.append(four[0])
        right.append(four[-1])
    return points[:first] + left, right[::-1] + points[first + 4 :]
