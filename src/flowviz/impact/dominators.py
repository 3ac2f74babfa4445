"""Who stands on every way to whom: immediate dominators, after Lengauer and Tarjan.

With the origins as the start, what a thing dominates is what its removal would cut off, for all things at once:
O(feeds x log things), where one search a thing would be quadratic.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

__all__ = ["dominated", "immediate_dominators"]


def immediate_dominators(out: Sequence[Collection[int]], starts: Iterable[int]) -> tuple[list[int], list[int]]:
    """The nodes that the ``starts`` lead to, in the order of a depth-first search, and the place of each dominator.

    Place 0 is the virtual start (-1) that leads to all ``starts``; the dominator of a node comes before it.

    >>> immediate_dominators([[1, 2], [3], [3], []], [0])
    ([-1, 0, 1, 3, 2], [0, 0, 1, 1, 1])
    """
    order, parent, before = _walk(out, starts)
    count = len(order)
    semi = list(range(count))
    label = list(range(count))
    ancestor = [-1] * count
    dominator = [0] * count
    bucket: list[list[int]] = [[] for _ in range(count)]

    def best(node: int) -> int:
        """The node of least semidominator on the way up the forest, with the way shortened."""
        if ancestor[node] < 0:
            return node
        trail = []
        while ancestor[ancestor[node]] >= 0:
            trail.append(node)
            node = ancestor[node]
        top = node
        for lower in reversed(trail):
            upper = ancestor[lower]
            if semi[label[upper]] < semi[label[lower]]:
                label[lower] = label[upper]
            ancestor[lower] = ancestor[top]
        return label[trail[0] if trail else top]

    for node in range(count - 1, 0, -1):
        for giver in before[node]:
            least = semi[best(giver)]
            if least < semi[node]:
                semi[node] = least
        bucket[semi[node]].append(node)
        above = parent[node]
        ancestor[node] = above
        for waiting in bucket[above]:
            candidate = best(waiting)
            dominator[waiting] = candidate if semi[candidate] < above else above
        bucket[above].clear()
    for node in range(1, count):
        if dominator[node] != semi[node]:
            dominator[node] = dominator[dominator[node]]
    return order, dominator


def _walk(out: Sequence[Collection[int]], starts: Iterable[int]) -> tuple[list[int], list[int], list[list[int]]]:
    """A depth-first search from the virtual start: nodes in order, and each place's parent and givers as places."""
    first = list(starts)
    place = [-1] * len(out)
    order, parent = [-1], [0]
    work = [(0, iter(first))]
    while work:
        here, rest = work[-1]
        for node in rest:
            if place[node] < 0:
                place[node] = len(order)
                order.append(node)
                parent.append(here)
                work.append((place[node], iter(out[node])))
                break
        else:
            work.pop()
    before: list[list[int]] = [[] for _ in order]
    for node in first:
        before[place[node]].append(0)
    for here, node in enumerate(order[1:], 1):
        for other in out[node]:
            before[place[other]].append(here)
    return order, parent, before


def dominated(
    out: Sequence[Collection[int]], starts: Iterable[int], things: int | None = None
) -> tuple[list[int], list[int]]:
    """How many other nodes each node dominates, and each node's immediate dominator.

    These cannot be reached from the ``starts`` without it. Only the first ``things`` nodes are counted. What nothing
    dominates has -1.

    >>> dominated([[1, 2], [3], [3], []], [0])
    ([3, 0, 0, 0], [-1, 0, 0, 0])
    """
    order, dominator = immediate_dominators(out, starts)
    most = len(out) if things is None else things
    below = [0] * len(order)
    for here in range(len(order) - 1, 0, -1):
        below[dominator[here]] += below[here] + (order[here] < most)
    counts, above = [0] * len(out), [-1] * len(out)
    for here, node in enumerate(order[1:], 1):
        counts[node], above[node] = below[here], order[dominator[here]]
    return counts, above
