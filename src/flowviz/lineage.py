"""Where data come from and go to: searches along the feeds of the graph.

All of them count hops, the fewest from the nearest start, and walk plain dicts: `networkx.descendants` copies
what it walks and is several times slower. Ways out of a start lead along ``down`` feeds, into it along ``up``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Literal

from flowviz.graph import Graph

__all__ = ["Direction", "all_shortest_paths", "downstream", "neighbourhood", "simple_paths", "upstream"]

Direction = Literal["up", "down", "both"]
Adjacency = Mapping[str, Collection[str]]


def downstream(graph: Graph, *starts: str) -> dict[str, int]:
    """What gets data from the starts, directly or through others: id -> fewest hops, nearest first."""
    return _reached([graph.graph["out"]], starts)


def upstream(graph: Graph, *starts: str) -> dict[str, int]:
    """What the starts get data from, directly or through others: id -> fewest hops, nearest first."""
    return _reached([graph.graph["into"]], starts)


def neighbourhood(graph: Graph, *starts: str, depth: int = 1, direction: Direction = "both") -> dict[str, int]:
    """The starts (0 hops) and all within ``depth`` hops of them: id -> fewest hops, nearest first.

    ``both`` follows each feed either way at each hop, so it also finds the other givers of a receiver.
    """
    sides = {"down": ["out"], "up": ["into"], "both": ["out", "into"]}[direction]
    reached = _reached([graph.graph[side] for side in sides], starts, depth)
    return {**dict.fromkeys(starts, 0), **reached}


def _reached(sides: list[Adjacency], starts: Collection[str], depth: int | None = None) -> dict[str, int]:
    hops = dict.fromkeys(starts, 0)
    frontier = list(hops)
    distance = 0
    while frontier and distance != depth:
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


def all_shortest_paths(graph: Graph, source: str, target: str, most: int = 100) -> list[list[str]]:
    """The shortest ways from ``source`` to ``target`` as lists of ids, at most ``most``; [] when there is none."""
    if source == target:
        return [[source]]
    hops = {source: 0, **downstream(graph, source)}
    if target not in hops:
        return []
    into: Adjacency = graph.graph["into"]
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


def simple_paths(graph: Graph, source: str, target: str, longest: int = 6, most: int = 100) -> list[list[str]]:
    """The ways from ``source`` to ``target`` that visit nothing twice, of at most ``longest`` hops, shortest first.

    At most ``most`` are given. Only what can still reach the target in time is searched, so a bound is cheap.
    """
    left = {target: 0, **_reached([graph.graph["into"]], (target,), longest)}
    found: list[list[str]] = []
    for length in range(1, longest + 1):
        for path in _paths_of_length(graph.graph["out"], [source], target, length, left):
            found.append(path)
            if len(found) == most:
                return found
    return found


def _paths_of_length(
    out: Adjacency, path: list[str], target: str, hops: int, left: Mapping[str, int]
) -> Iterator[list[str]]:
    for node in out[path[-1]]:
        if node in path or left.get(node, hops) > hops - 1 or (node == target) != (hops == 1):
            continue
        if hops == 1:
            yield [*path, node]
        else:
            yield from _paths_of_length(out, [*path, node], target, hops - 1, left)
