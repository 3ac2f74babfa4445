"""Where lines run on the map: in the gutters of frames, along the streets between rows, through the alleys of a row.

All lines between the same two frames share one trunk from frame to frame, and fan out inside them. No line runs under a box
or a name, for there are none in gutters, corridors, streets and alleys.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from flowviz.diagrams.atlas import CORRIDOR, INNER, LANE, Atlas, Place

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from flowviz.diagrams.scene import Point

__all__ = ["Roads", "Streets", "pair_of"]

PORT: Final = 40.0
"""Between two trunks at the edge of a frame, at most."""
STUB: Final = 40.0
"""From the edge of a frame to the first lane of a street, where that has room."""
NARROW: Final = 7.0
SPREAD: Final = 22.0
"""How far lanes spread in a gutter or a corridor."""
HEADED: Final = 0.68
"""The share of the upper edge of a frame that is above its name."""
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

    @property
    def port(self) -> dict[str, float]:
        return {self.ends[0].id: self.xs[0], self.ends[1].id: self.xs[-1]}


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
            ranges = [_edge(frame, below) for frame, below in zip(trunk.ends, trunk.below, strict=True)]
            if inner:
                goals = [_within(ranges[0], inner[0]), _within(ranges[1], inner[-1])]
            else:
                narrow = min((0, 1), key=lambda i: trunk.ends[i].w)
                middle = _within(ranges[1 - narrow], sum(ranges[narrow]) / 2)
                goals = [_within(one, middle) for one in ranges]
            trunk.xs = [goals[0], *inner, goals[1]]
            for end, frame in enumerate(trunk.ends):
                edges.setdefault((frame.id, trunk.below[end]), []).append((goals[end], number, trunk, end))
            for i, alley in enumerate(trunk.alleys, 1):
                alleys.setdefault(alley, []).append((trunk.xs[i - 1] + trunk.xs[i + 1], number, trunk, i))
        for (_, below), found in edges.items():
            order = sorted(found, key=_first_two)
            places = _apart([entry[0] for entry in order], *_edge(found[0][2].ends[found[0][3]], below), self._apart)
            for at, (_, _, trunk, end) in zip(places, order, strict=True):
                trunk.xs[-1 if end else 0] = at
        for (row, i), found in alleys.items():
            self.loads[row, i] = len(found)
            middle, half = self._alleys[row][i], self._widths[row][i] / 2 - 18
            places = _spread(middle - half, middle + half, len(found), LANE)
            for at, (_, _, trunk, n) in zip(places, sorted(found, key=_first_two), strict=True):
                trunk.xs[n] = at

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
        return points if upper.id == pair[0] else points[::-1]

    def _lane(self, street: int, lane: int) -> float:
        top, h = self.atlas.streets[street]
        stub = min(STUB, h / 3)
        count = self.used[street]
        return top + stub + (h - 2 * stub) * (lane + 0.5) / max(count, 1)


@dataclass(slots=True, eq=False)
class _Way:
    """One line as it is found: what it joins, and by which gutters."""

    ends: tuple[Place, Place]
    pair: Pair | None
    """The frames of its trunk; None for a line within a frame."""
    sides: list[str] = field(default_factory=list)
    gutters: list[int] = field(default_factory=list)


class Streets:
    """The ways of all lines of one drawing of the map."""

    def __init__(self, roads: Roads, joined: Iterable[tuple[Place, Place]]) -> None:
        self.roads = roads
        self._ports: dict[tuple[str, str], dict[Hashable, tuple[float, float]]] = {}
        self._gutters: dict[tuple[str, int], dict[Hashable, None]] = {}
        self._corridors: dict[tuple[str, bool], dict[Hashable, None]] = {}
        self._ways: dict[tuple[str, str], _Way] = {}
        for source, target in joined:
            self._ways[source.id, target.id] = self._find(source, target)
        self._order()

    def _find(self, source: Place, target: Place) -> _Way:
        pair = pair_of(source, target)
        way = _Way((source, target), pair)
        if pair:
            trunk = self.roads.trunks[pair]
            for place in (source, target):
                frame = place.frame
                if place is frame:
                    way.sides.append("")
                    way.gutters.append(0)
                    continue
                port = trunk.port[frame.id]
                side, gutter = min(_exits(place), key=lambda one: abs(frame.gutters[one[1]] - port))
                self._note(way, place, side, gutter, pair)
                below = trunk.below[trunk.ends.index(frame)]
                self._corridors.setdefault((frame.id, below), {})[pair] = None
            return way
        key = source.id, target.id
        outer = source if _holds(source, target) else target if _holds(target, source) else None
        if outer is not None:
            inner = target if outer is source else source
            side, gutter = _exits(inner)[0]
            way.sides = ["", side] if inner is target else [side, ""]
            way.gutters = [gutter, gutter]
            self._port(inner, side, key, outer)
            if outer.level == 1:
                self._gutters.setdefault((outer.id, gutter), {})[key] = None
            return way
        if source.parent is target.parent and source.level == 3 and _half(source) * _half(target) < 0:
            way.sides = ["right", "left"] if _half(source) < 0 else ["left", "right"]
            way.gutters = [-1, -1]
            self._port(source, way.sides[0], key, target)
            self._port(target, way.sides[1], key, source)
            return way
        frame = source.frame
        (one, other) = min(
            itertools.product(_exits(source), _exits(target)),
            key=lambda both: abs(frame.gutters[both[0][1]] - frame.gutters[both[1][1]]),
        )
        self._note(way, source, *one, key, target)
        self._note(way, target, *other, key, source)
        if one[1] != other[1]:
            self._corridors.setdefault((frame.id, self._foot(source, target)), {})[key] = None
        return way

    def _foot(self, source: Place, target: Place) -> bool:
        frame = source.frame
        return (source.y + target.y) / 2 > frame.y + frame.h / 2

    def _note(self, way: _Way, place: Place, side: str, gutter: int, key: Hashable, other: Place | None = None) -> None:
        way.sides.append(side)
        way.gutters.append(gutter)
        self._gutters.setdefault((place.frame.id, gutter), {})[key] = None
        self._port(place, side, key, other)

    def _port(self, place: Place, side: str, key: Hashable, other: Place | None) -> None:
        if other is not None:
            towards = other.y + other.h / 2
        else:
            trunk = self.roads.trunks[key]  # type: ignore[index]
            below = trunk.below[trunk.ends.index(place.frame)]
            towards = 1e9 if below else -1e9
        self._ports.setdefault((place.id, side), {})[key] = (towards, 0.0)

    def _order(self) -> None:
        places = {end.id: end for way in self._ways.values() for end in way.ends}
        for (id_, _), found in self._ports.items():
            place = places[id_]
            order = sorted(found, key=lambda key: (found[key][0], str(key)))
            room = min(14.0, (place.h - 16) / 2) if place.h < 40 else place.h / 2 - 12
            for at, key in zip(
                _spread(place.y + place.h / 2 - room, place.y + place.h / 2 + room, len(order), 14.0),
                order,
                strict=True,
            ):
                found[key] = found[key][0], at

    def _at(self, place: Place, side: str, key: Hashable) -> Point:
        return place.x + (place.w if side == "right" else 0.0), self._ports[place.id, side][key][1]

    def _gutter(self, frame: Place, gutter: int, key: Hashable) -> float:
        found = list(self._gutters[frame.id, gutter])
        half = SPREAD / 2
        middle = frame.gutters[gutter]
        return _spread(middle - half, middle + half, len(found), NARROW)[found.index(key)]

    def _corridor(self, frame: Place, below: bool, key: Hashable) -> float:
        found = list(self._corridors[frame.id, below])
        middle = frame.y + (frame.h - CORRIDOR / 2 if below else frame.head + CORRIDOR / 2)
        return _spread(middle - SPREAD / 2, middle + SPREAD / 2, len(found), NARROW)[found.index(key)]

    def points(self, source: Place, target: Place) -> list[Point]:
        """The corners of the line from ``source`` to ``target``."""
        way = self._ways[source.id, target.id]
        if way.pair:
            frames = source.frame, target.frame
            middle = self.roads.trunk(way.pair)
            if frames[0].id != way.pair[0]:
                middle = middle[::-1]
            start, end = self._fan(way, 0), self._fan(way, 1)
            return _clean([*start, *middle, *end[::-1]])
        key = source.id, target.id
        return _clean(self._within(way, source, target, key))

    def _fan(self, way: _Way, end: int) -> list[Point]:
        """From a box to the corridor of its frame, below the port of the trunk."""
        place = way.ends[end]
        frame = place.frame
        if place is frame or way.pair is None:
            return []
        trunk = self.roads.trunks[way.pair]
        below = trunk.below[trunk.ends.index(frame)]
        x, y = self._at(place, way.sides[end], way.pair)
        gutter = self._gutter(frame, way.gutters[end], way.pair)
        corridor = self._corridor(frame, below, way.pair)
        return [(x, y), (gutter, y), (gutter, corridor), (trunk.port[frame.id], corridor)]

    def _within(self, way: _Way, source: Place, target: Place, key: Hashable) -> list[Point]:
        if "" in way.sides:
            inner, outer = (target, source) if way.sides[0] == "" else (source, target)
            side = way.sides[1 if inner is target else 0]
            x, y = self._at(inner, side, key)
            if outer.level == 1:
                gutter = self._gutter(outer, way.gutters[0], key)
                found = [(gutter, outer.y + outer.h), (gutter, y), (x, y)]
            else:
                found = [(outer.x + (outer.w if side == "right" else 0.0), y), (x, y)]
            return found if inner is target else found[::-1]
        a, b = self._at(source, way.sides[0], key), self._at(target, way.sides[1], key)
        if way.gutters[0] == -1:
            middle = (a[0] + b[0]) / 2
            return [a, (middle, a[1]), (middle, b[1]), b]
        frame = source.frame
        one, other = (self._gutter(frame, gutter, key) for gutter in way.gutters)
        if way.gutters[0] == way.gutters[1]:
            return [a, (one, a[1]), (one, b[1]), b]
        corridor = self._corridor(frame, self._foot(source, target), key)
        return [a, (one, a[1]), (one, corridor), (other, corridor), (other, b[1]), b]


def pair_of(source: Place, target: Place) -> Pair | None:
    """The frames that two places are in, in a fixed order; None for the same."""
    one, other = source.frame, target.frame
    if one is other:
        return None
    first, second = sorted((one, other), key=lambda frame: (frame.row, frame.x))
    return first.id, second.id


def _edge(frame: Place, below: bool) -> tuple[float, float]:
    """Where trunks may meet an edge of a frame: the upper one only beside its name."""
    return frame.x + (30.0 if below else frame.w * HEADED), frame.x + frame.w - 30.0


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


def _holds(outer: Place, inner: Place) -> bool:
    return inner.parent is not None and (inner.parent is outer or _holds(outer, inner.parent))


def _column(place: Place) -> int:
    """The column of its frame that a place is in."""
    column = 0
    while place.level > 1 and place.parent is not None:
        if place.parent.level == 1 or place.parent.span > 1:
            column += place.column
        place = place.parent
    return column


def _half(place: Place) -> float:
    """How far right of the middle of its column it stands."""
    frame, column = place.frame, _column(place)
    if place.span > 1:
        return 0.0
    return place.x + place.w / 2 - (frame.gutters[column] + frame.gutters[column + 1]) / 2


def _exits(place: Place) -> list[tuple[str, int]]:
    """The sides that face a gutter, and the gutters."""
    column, half = _column(place), _half(place)
    both = [("left", column), ("right", column + place.span)]
    return both[:1] if half < -INNER else both[1:] if half > INNER else both


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
