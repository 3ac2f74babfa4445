"""Where data come from and go to: searches along the feeds of the graph.

All of them count hops, the fewest from the nearest start, and walk plain dicts: `networkx.descendants` copies
what it walks and is several times slower. Ways out of a start lead along ``down`` feeds, into it along ``up``.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Final, Literal

from flowviz.model import inside

if TYPE_CHECKING:
    from flowviz.model import Model

__all__ = [
    "Direction",
    "all_shortest_paths",
    "downstream",
    "most_connected",
    "neighbourhood",
    "simple_paths",
    "upstream",
    "ways",
]

Direction = Literal["up", "down", "both"]
Adjacency = Mapping[str, Collection[str]]
_MOST_KEPT: Final = 8


def downstream(model: Model, *starts: str) -> dict[str, int]:
    """What gets data from the starts, directly or through others: id -> fewest hops, nearest first."""
    return _once(model, "out", starts)


def upstream(model: Model, *starts: str) -> dict[str, int]:
    """What the starts get data from, directly or through others: id -> fewest hops, nearest first."""
    return _once(model, "into", starts)


def neighbourhood(model: Model, *starts: str, depth: int = 1, direction: Direction = "both") -> dict[str, int]:
    """The starts (0 hops) and all within ``depth`` hops of them: id -> fewest hops, nearest first.

    ``both`` follows each feed either way at each hop, so it also finds the other givers of a receiver.
    """
    sides = {"down": ["out"], "up": ["into"], "both": ["out", "into"]}[direction]
    reached = _reached([model.along(side) for side in sides], starts, depth)
    return {**dict.fromkeys(starts, 0), **reached}


def most_connected(model: Model, nodes: Iterable[str] | None = None) -> list[str]:
    """The nodes, or all that have feeds, by how many others are at the other ends of their feeds: the most first."""
    if nodes is None:
        nodes = (node for node in model if model.out[node] or model.into[node])
    met = {node: len(model.out[node].keys() | model.into[node].keys()) for node in nodes}
    return sorted(met, key=lambda node: (-met[node], model.order[node]))


def _once(model: Model, side: str, starts: tuple[str, ...]) -> dict[str, int]:
    """What `_reached` finds; the last few answers are kept, as a thing is told of in one language after the other."""
    kept: dict[tuple[str, ...], dict[str, int]] = model.once(("reached", side), dict)
    found = kept.get(starts)
    if found is None:
        if len(kept) >= _MOST_KEPT:
            kept.clear()
        found = kept[starts] = _reached([model.along(side)], starts)
    return dict(found)


def _reached(sides: list[Adjacency], starts: Collection[str], depth: int | None = None) -> dict[str, int]:
    hops = dict.fromkeys(starts, 0)
    frontier = list(hops)
    distance = 0
    while frontier and (depth is None or distance < depth):
        distance += 1
        following = []
        for node in frontier:
            for side in sides:
                for other in side[node]:
                    if other not in hops:
                        hops[other] = distance
                        following.append(other)
        frontier = following
    return {node: distance for node, distance in hops.items() if distance}


def all_shortest_paths(model: Model, source: str, target: str, most: int = 100) -> list[list[str]]:
    """The shortest ways from ``source`` to ``target`` as lists of ids, at most ``most``; [] when there is none."""
    if source == target:
        return [[source]]
    hops = {source: 0, **downstream(model, source)}
    if target not in hops:
        return []
    into: Adjacency = model.into
    paths: list[list[str]] = []
    waiting = [[target]]
    while waiting and len(paths) < most:
        path = waiting.pop()
        if path[-1] == source:
            paths.append(path[::-1])
            continue
        before = [node for node in into[path[-1]] if hops.get(node) == hops[path[-1]] - 1]
        waiting += [[*path, node] for node in reversed(before)]
    return paths


def ways(model: Model, source: str, target: str, most: int = 100) -> list[list[str]]:
    """The shortest ways from ``source``, or anything in it, to ``target`` or anything in it, at most ``most``.

    [] when there is none. When the one lies in the other, what lies in them is left out.
    """
    starts, ends = inside(model, source), inside(model, target)
    if set(starts) & set(ends):
        starts, ends = ([source], [target]) if source != target else ([], [])
    goals = set(ends)
    hops = {(start, end): found for start in starts for end, found in downstream(model, start).items() if end in goals}
    shortest = min(hops.values(), default=0)
    nearest = ((start, end) for start in starts for end in ends if hops.get((start, end)) == shortest)
    return [path for start, end in nearest for path in all_shortest_paths(model, start, end, most)][:most]


def simple_paths(model: Model, source: str, target: str, longest: int = 6, most: int = 100) -> list[list[str]]:
    """The ways from ``source`` to ``target`` that visit nothing twice, of at most ``longest`` hops, shortest first.

    At most ``most`` are given. This is Yen's algorithm: each way found is followed by a search for the next best
    at each of its forks, so that the work grows with the number of ways asked for and not with all that there are.
    """
    if source == target:
        return [[source]][:most]
    out, into = model.out, model.into
    useful = _between(out, into, source, target, longest)
    best: list[tuple[int, list[int], list[str], int, frozenset[str]]] = []

    def search(start: list[str], banned: frozenset[str]) -> None:
        path = _completed(out, into, start, banned, target, longest, useful)
        if path:
            ranks = [list(out[a]).index(b) for a, b in itertools.pairwise(path)]
            heapq.heappush(best, (len(path), ranks, path, len(start), banned))

    search([source], frozenset())
    found: list[list[str]] = []
    while best and len(found) < most:
        _, _, path, fork, banned = heapq.heappop(best)
        found.append(path)
        for i in range(fork, len(path)):
            search(path[:i], (banned if i == fork else frozenset()) | {path[i]})
    return found


def _between(out: Adjacency, into: Adjacency, source: str, target: str, longest: int) -> set[str]:
    """What may lie on a way of at most ``longest`` hops."""
    behind = {source: 0, **_reached([out], (source,), longest)}
    ahead = {target: 0, **_reached([into], (target,), longest)}
    return {node for node in behind if behind[node] + ahead.get(node, longest + 1) <= longest}


def _completed(
    out: Adjacency,
    into: Adjacency,
    start: list[str],
    banned: frozenset[str],
    target: str,
    longest: int,
    useful: Collection[str],
) -> list[str] | None:
    """The shortest way that begins with ``start`` and does not go on to what is banned; the first of equals."""
    left = {target: 0}
    frontier = [target]
    for distance in range(1, longest - len(start) + 1):
        frontier = list(dict.fromkeys(before for node in frontier for before in into[node]))
        frontier = [node for node in frontier if node in useful and node not in left and node not in start]
        left.update(dict.fromkeys(frontier, distance))
    choices = [node for node in out[start[-1]] if node in left and node not in banned]
    if not choices or len(start) > longest:
        return None
    path = [*start, min(choices, key=left.__getitem__)]
    while path[-1] != target:
        wanted = left[path[-1]] - 1
        path.append(next(node for node in out[path[-1]] if left.get(node) == wanted))
    return path
