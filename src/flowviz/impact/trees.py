"""What falls off a loop when things or pairs of it go: found through a tree kept for the loop.

A tree that leads from one thing of a loop (the pivot) to all others shows at once what is in danger: only what hangs
below the missing things. The rest is reached as before. So a removal costs as much as hangs below it, which
for most things is next to nothing, not a search through the loop.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence, Set

__all__ = ["Tree", "grow", "unreached"]


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree of fewest hops over a loop: each thing's parent, and all things so that what hangs below is a slice."""

    parent: dict[int, int]
    order: list[int]
    place: dict[int, int]
    size: dict[int, int]

    def below(self, node: int) -> list[int]:
        """The node and all that hangs below it."""
        place = self.place[node]
        return self.order[place : place + self.size[node]]


def grow(pivot: int, out: Sequence[Collection[int]], loop_of: Sequence[int]) -> Tree:
    """The tree from ``pivot`` over its loop, along ``out``."""
    loop = loop_of[pivot]
    parent = {pivot: pivot}
    children: dict[int, list[int]] = {}
    nearest_first = [pivot]
    for node in nearest_first:
        mine = [other for other in out[node] if other not in parent and loop_of[other] == loop]
        parent.update(dict.fromkeys(mine, node))
        children[node] = mine
        nearest_first += mine
    order = []
    waiting = [pivot]
    while waiting:
        node = waiting.pop()
        order.append(node)
        waiting += children[node]
    size = dict.fromkeys(order, 1)
    for node in reversed(nearest_first[1:]):
        size[parent[node]] += size[node]
    return Tree(parent, order, {node: place for place, node in enumerate(order)}, size)


def unreached(
    tree: Tree,
    out: Sequence[Collection[int]],
    into: Sequence[Collection[int]],
    gone: Set[int],
    broken: Set[tuple[int, int]],
) -> set[int]:
    """The things of the loop that the pivot no longer leads to within it; ``broken`` pairs point along ``out``."""
    place, parent = tree.place, tree.parent
    fallen = [node for node in gone if node in place]
    fallen += [child for giver, child in broken if parent.get(child) == giver]
    danger = {node for top in fallen for node in tree.below(top)} - gone
    lost = danger | gone
    held = []
    for node in danger:
        for giver in into[node]:
            if giver not in lost and giver in place and not (broken and (giver, node) in broken):
                held.append(node)
                break
    danger.difference_update(held)
    while held:
        node = held.pop()
        for other in out[node]:
            if other in danger and not (broken and (node, other) in broken):
                danger.discard(other)
                held.append(other)
    return danger
