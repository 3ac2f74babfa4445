"""Loops of feeds: the strongly connected components of a directed graph of integers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

__all__ = ["Adjacency", "components"]

Adjacency = Sequence[Collection[int]] | Mapping[int, Collection[int]]

_DONE: Final = 1 << 62


def components(nodes: Iterable[int], out: Adjacency) -> list[list[int]]:
    """The loops of the graph, each with its nodes, receivers before givers; a node in no loop is one by itself.

    Gabow's path-based search, once over every node and edge. ``out`` must lead to ``nodes`` only.

    >>> components(range(4), [[1], [2], [1, 3], []])
    [[3], [2, 1], [0]]
    """
    number: dict[int, int] = {}
    open_nodes: list[int] = []
    roots: list[int] = []
    found: list[list[int]] = []
    for start in nodes:
        if start in number:
            continue
        work = [(start, iter(out[start]))]
        number[start] = len(number)
        open_nodes.append(start)
        roots.append(start)
        while work:
            node, rest = work[-1]
            for other in rest:
                seen = number.get(other)
                if seen is None:
                    number[other] = len(number)
                    open_nodes.append(other)
                    roots.append(other)
                    work.append((other, iter(out[other])))
                    break
                while number[roots[-1]] > seen:
                    roots.pop()
            else:
                work.pop()
                if roots[-1] == node:
                    roots.pop()
                    found.append(_closed(open_nodes, node, number))
    return found


def _closed(open_nodes: list[int], root: int, number: dict[int, int]) -> list[int]:
    component = []
    while True:
        node = open_nodes.pop()
        number[node] = _DONE
        component.append(node)
        if node == root:
            return component
