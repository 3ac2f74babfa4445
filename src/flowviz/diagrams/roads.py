"""Where lines run on the map: along the streets between rows of frames, and through the alleys between the frames of a row.

No line runs under a box or a name, for there are none in streets and alleys.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from flowviz.adding import summed
from flowviz.diagrams.atlas import Atlas, Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flowviz.diagrams.scene import Point

__all__ = ["Roads", "pair_of"]

PORT: Final = 40.0
"""Between two trunks at the edge of a frame, at most."""
NARROW: Final = 7.0
Pair = tuple[str, str]


@dataclass(slots=True, eq=False)
class _Trunk:
    """The way between two frames, the upper one first."""

    ends: tuple[Place, Place]
    below: tuple[bool, bool] = (True, False)
    """Whether it leaves each of them at its foot."""
    alleys: list[tuple[int, int]] = field(default_factory=list)
    """The rows between, and the alley that it takes through each."""
    xs: list[float] = field(default_factory=list)
    """Where it meets each street and leaves it."""
    lanes: list[int] = field(default_factory=list)
    first: int = 0
    """The first street that it takes."""


class Roads:
    """The trunks between ``pairs`` of frames; they end ``apart`` from each other, where that can be."""

    def __init__(self, atlas: Atlas, pairs: Iterable[Pair], apart: float = PORT) -> None:
        self.atlas = atlas
        self._apart = max(apart, PORT)
        self.used = [0] * (len(atlas.rows) + 1)
        """How many lanes each street needs."""
        self.loads: dict[tuple[int, int], int] = {}
        """Row and alley -> how many trunks take it."""
        frames = {frame.id: frame for frame in atlas.frames}
        self.trunks: dict[Pair, _Trunk] = {}
        for pair in pairs:
            ends = sorted((frames[end] for end in pair), key=lambda frame: (frame.row, frame.x))
            self.trunks[pair] = _Trunk((ends[0], ends[1]))
        self._alleys = [self._alleys_of(row) for row in atlas.rows]
        self._widths = [
            [atlas.side, *(right.x - left.x - left.w for left, right in itertools.pairwise(row)), atlas.side]
            for row in atlas.rows
        ]
        self._choose()
        self._ports()
        self._part()
        self._lanes()

    def _alleys_of(self, row: Sequence[Place]) -> list[float]:
        between = [(left.x + left.w + right.x) / 2 for left, right in itertools.pairwise(row)]
        return [self.atlas.side / 2, *between, self.atlas.w - self.atlas.side / 2]

    def _choose(self) -> None:
        """Chooses the streets and alleys of each trunk."""
        load = [0] * len(self.used)
        for trunk in self.trunks.values():
            upper, lower = trunk.ends
            if upper.row == lower.row:
                below = load[upper.row + 1] <= load[upper.row]
                trunk.below, trunk.first = (below, below), upper.row + below
                load[trunk.first] += 1
                continue
            trunk.first = upper.row + 1
            at, goal = _middle(upper), _middle(lower)
            for row in range(upper.row + 1, lower.row):
                found = self._alleys[row]
                best = min(range(len(found)), key=lambda i: (abs(found[i] - at) + abs(found[i] - goal), i))
                trunk.alleys.append((row, best))
                at = found[best]
            for street in range(upper.row + 1, lower.row + 1):
                load[street] += 1

    def _ports(self) -> None:
        """Spreads trunks along the edges of frames and in alleys, each as near as can be to where it goes."""
        edges: dict[tuple[str, bool], list[tuple[float, int, _Trunk, int]]] = {}
        alleys: dict[tuple[int, int], list[tuple[float, int, _Trunk, int]]] = {}
        for number, trunk in enumerate(self.trunks.values()):
            inner = [self._alleys[row][i] for row, i in trunk.alleys]
            ranges = [_edge(frame) for frame in trunk.ends]
            if inner:
                goals = [_within(ranges[0], inner[0]), _within(ranges[1], inner[-1])]
            else:
                narrow = min((0, 1), key=lambda i: trunk.ends[i].w)
                middle = _within(ranges[1 - narrow], summed(ranges[narrow]) / 2)
                goals = [_within(one, middle) for one in ranges]
            trunk.xs = [goals[0], *inner, goals[1]]
            for end, frame in enumerate(trunk.ends):
                edges.setdefault((frame.id, trunk.below[end]), []).append((goals[end], number, trunk, end))
            for i, alley in enumerate(trunk.alleys, 1):
                alleys.setdefault(alley, []).append((trunk.xs[i - 1] + trunk.xs[i + 1], number, trunk, i))
        for found in edges.values():
            order = sorted(found, key=_first_two)
            places = _apart([entry[0] for entry in order], *_edge(found[0][2].ends[found[0][3]]), self._apart)
            for at, (_, _, trunk, end) in zip(places, order, strict=True):
                trunk.xs[-1 if end else 0] = at
        for (row, i), found in alleys.items():
            self.loads[row, i] = len(found)
            middle, half = self._alleys[row][i], self._widths[row][i] / 2 - 12
            places = _spread(middle - half, middle + half, len(found), self.atlas.lane)
            for at, (_, _, trunk, n) in zip(places, sorted(found, key=_first_two), strict=True):
                trunk.xs[n] = at

    def _part(self) -> None:
        """Moves ends apart that would stand above each other across a street: one could run into the other there."""
        above: dict[int, list[tuple[float, _Trunk]]] = {}
        ends: list[tuple[int, float, _Trunk, int]] = []
        for trunk in self.trunks.values():
            for i, (a, b) in enumerate(itertools.pairwise(trunk.xs)):
                street = trunk.first + i
                if i > 0 or trunk.below[0]:
                    above.setdefault(street, []).append((a, trunk))
                if i == len(trunk.xs) - 2 and not trunk.below[1]:
                    ends.append((street, b, trunk, len(trunk.xs) - 1))
        for street, x, trunk, i in ends:
            others = [other for other, one in above.get(street, ()) if one is not trunk]
            while any(abs(other - trunk.xs[i]) < NARROW for other in others):
                trunk.xs[i] += NARROW + 1.0 if x < _middle(trunk.ends[1]) else -NARROW - 1.0

    def _lanes(self) -> None:
        """Gives each trunk a lane in each of its streets, none taken by another there."""
        streets: dict[int, list[tuple[float, float, int, _Trunk, int]]] = {}
        for number, trunk in enumerate(self.trunks.values()):
            trunk.lanes = [0] * (len(trunk.xs) - 1)
            for i, (a, b) in enumerate(itertools.pairwise(trunk.xs)):
                streets.setdefault(trunk.first + i, []).append((min(a, b), max(a, b), number, trunk, i))
        for street, found in streets.items():
            taken: list[float] = []
            for left, right, _, trunk, i in sorted(found, key=lambda entry: entry[:3]):
                lane = next((n for n, until in enumerate(taken) if until + NARROW < left), len(taken))
                taken[lane:] = [right, *taken[lane + 1 :]]
                trunk.lanes[i] = lane
            self.used[street] = len(taken)

    def trunk(self, pair: Pair) -> list[Point]:
        """The way between two frames, from the edge of the first of ``pair`` to that of the second."""
        trunk = self.trunks[pair]
        upper, lower = trunk.ends
        points = [(trunk.xs[0], upper.y + upper.h if trunk.below[0] else upper.y)]
        for i, (a, b) in enumerate(itertools.pairwise(trunk.xs)):
            y = self._lane(trunk.first + i, trunk.lanes[i])
            points += [(a, y), (b, y)]
        points.append((trunk.xs[-1], lower.y + lower.h if trunk.below[1] else lower.y))
        return _clean(points if upper.id == pair[0] else points[::-1])

    def _lane(self, street: int, lane: int) -> float:
        top, h = self.atlas.streets[street]
        stub = self.atlas.street / 2
        count = self.used[street]
        return top + stub + (h - 2 * stub) * (lane + 0.5) / max(count, 1)


def pair_of(source: Place, target: Place) -> Pair | None:
    """The frames that two places are in, in a fixed order; None for the same."""
    one, other = source.frame, target.frame
    if one is other:
        return None
    first, second = sorted((one, other), key=lambda frame: (frame.row, frame.x))
    return first.id, second.id


def _edge(frame: Place) -> tuple[float, float]:
    """Where trunks may meet an edge of a frame."""
    return frame.x + 30.0, frame.x + frame.w - 30.0


def _within(edge: tuple[float, float], at: float) -> float:
    return min(max(at, edge[0]), edge[1])


def _apart(goals: list[float], low: float, high: float, most: float) -> list[float]:
    """Places near ``goals``, which are in order, with some room between them."""
    step = min(most, (high - low) / max(len(goals) - 1, 1))
    places: list[float] = []
    for goal in goals:
        places.append(max(goal, places[-1] + step) if places else goal)
    until = high
    for i in reversed(range(len(places))):
        places[i] = min(places[i], until)
        until = places[i] - step
    return places


def _middle(frame: Place) -> float:
    return frame.x + frame.w / 2


def _first_two(entry: tuple[float, int, _Trunk, int]) -> tuple[float, int]:
    return entry[:2]


def _spread(low: float, high: float, count: int, most: float) -> list[float]:
    """``count`` places around the middle of a range, at most ``most`` from each other."""
    step = min(most, (high - low) / max(count - 1, 1))
    return [(low + high) / 2 + (i - (count - 1) / 2) * step for i in range(count)]


def _clean(points: list[Point]) -> list[Point]:
    """Without corners that turn nowhere."""
    kept: list[Point] = []
    for point in points:
        if kept and abs(point[0] - kept[-1][0]) < 0.05 and abs(point[1] - kept[-1][1]) < 0.05:
            continue
        if len(kept) > 1 and _straight(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return kept


def _straight(a: Point, b: Point, c: Point) -> bool:
    return (abs(a[0] - b[0]) < 0.05 and abs(b[0] - c[0]) < 0.05) or (
        abs(a[1] - b[1]) < 0.05 and abs(b[1] - c[1]) < 0.05
    )
