"""The order of the feeds: loops, where they begin (the origins), and which origins reach what.

A *loop* here is a strongly connected component; a thing in no loop counts as a loop of one. Loops are numbered so
that givers come before receivers. An *origin* is a loop that nothing outside feeds. Where it has a part of a thing and
reaches another part of it, it is that thing's own and reaches that part for as long as the thing is left.

Sets of origins are the bits of Python's integers: one pass over the loops unites them for up to 64 bits an addition's
time, exactly. Origins that feed just the same are one bit, which weighs as much as there are of them; how many a set
holds is counted only when it is asked. What would need more than ``BUDGET`` bytes is done in several passes.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

from flowviz.impact.components import components
from flowviz.impact.trees import Tree, grow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["BUDGET", "Loops", "Weights"]

BUDGET: Final = 256_000_000
"""Bytes that the sets of origins of one pass may take at most."""

SMALLEST: Final = 64
"""Origins of a portion at least."""

_PIVOTS: Final = 2
_MOST_WEIGHED: Final = 10_000


class Weights:
    """How much the bits of a set weigh: bit ``i`` weighs ``each[i]``.

    >>> Weights([1, 5, 0]).of(0b111)
    6
    """

    def __init__(self, each: Sequence[int]) -> None:
        masks: dict[int, bytearray] = {}
        for bit, weight in enumerate(each):
            if weight:
                mask = masks.setdefault(weight, bytearray(len(each) // 8 + 1))
                mask[bit >> 3] |= 1 << (bit & 7)
        self._masks = [(weight, int.from_bytes(mask, "little")) for weight, mask in masks.items()]
        self._weighed: dict[int, int] = {}

    def of(self, bits: int) -> int:
        """What all of ``bits`` weigh together."""
        found = self._weighed.get(bits)
        if found is None:
            found = sum([weight * (bits & mask).bit_count() for weight, mask in self._masks])
            if len(self._weighed) < _MOST_WEIGHED:  # the same sets come again and again
                self._weighed[bits] = found
        return found


class Loops:
    """The loops of a graph of feeds.

    ``of[a]`` is the loop of a thing, ``members[i]`` the things of a loop, ``before[i]`` and ``after[i]`` the loops
    that feed it and that it feeds, ``origins`` the loops that nothing outside feeds. ``parts`` are the numbers of each
    thing that has several.
    """

    def __init__(
        self, out: Sequence[Sequence[int]], into: Sequence[Sequence[int]], parts: Sequence[Sequence[int]] = ()
    ) -> None:
        self._out, self._into, self._parts = out, into, parts
        self.members = components(range(len(out)), out)[::-1]
        self.of = [0] * len(out)
        for loop, members in enumerate(self.members):
            for node in members:
                self.of[node] = loop
        self.before = [self._others(loop, into) for loop in range(len(self.members))]
        self.origins = [loop for loop, givers in enumerate(self.before) if not givers]
        self._trees: dict[tuple[int, int], tuple[Tree, Tree]] = {}

    def _others(self, loop: int, side: Sequence[Sequence[int]]) -> Sequence[int]:
        of, members = self.of, self.members[loop]
        if len(members) == 1:
            others = side[members[0]]
            return [of[other] for other in others] if others else ()
        found = {of[other] for node in members for other in side[node]}
        found.discard(loop)
        return sorted(found)

    @functools.cached_property
    def after(self) -> list[Sequence[int]]:
        """The loops that each loop feeds."""
        return [self._others(loop, self._out) for loop in range(len(self.members))]

    @functools.cached_property
    def is_origin(self) -> bytearray:
        """1 for each loop that is an origin."""
        flags = bytearray(len(self.members))
        for loop in self.origins:
            flags[loop] = 1
        return flags

    @functools.cached_property
    def own(self) -> Mapping[int, Sequence[int]]:
        """For each part of a thing that an origin of its own reaches the parts of the thing in that origin."""
        of = self.of
        pairs = [
            (mine, part)
            for parts in self._parts
            for mine in parts
            for part in parts
            if self.is_origin[of[mine]] and of[mine] < of[part] and self._into[part]
        ]
        found: dict[int, list[int]] = {}
        for portion in self.portions([[loop] for loop in dict.fromkeys(of[mine] for mine, _ in pairs)]):
            reach = self.spread(portion)
            for mine, part in pairs:
                if reach[of[mine]] & reach[of[part]]:
                    found.setdefault(part, []).append(mine)
        return found

    @functools.cached_property
    def into(self) -> Sequence[Sequence[int]]:
        """What keeps each thing: its givers, and the parts of it in origins of its own."""
        return (
            [(*givers, *self.own.get(node, ())) for node, givers in enumerate(self._into)] if self.own else self._into
        )

    @functools.cached_property
    def out(self) -> Sequence[Sequence[int]]:
        """What each thing keeps: `into` seen from the giver."""
        kept: dict[int, list[int]] = {}
        for part, mine in self.own.items():
            for one in mine:
                kept.setdefault(one, []).append(part)
        return [(*to, *kept.get(node, ())) for node, to in enumerate(self._out)] if kept else self._out

    @functools.cached_property
    def ones(self) -> list[int]:
        """The set of all origins as a single bit, for questions of *any origin at all*."""
        return [1] * len(self.members)

    @functools.cached_property
    def reach_of_things(self) -> Sequence[int]:
        """`reach` for each thing."""
        return self.of_things(self.reach or ())

    @functools.cached_property
    def keepers(self) -> Sequence[int]:
        """How many keep each thing (`into`); 0 for things in a larger loop."""
        found = list(map(len, self.into))
        for members in self.members:
            if len(members) > 1:
                for node in members:
                    found[node] = 0
        return found

    def of_things(self, reach: Sequence[int]) -> Sequence[int]:
        """What is said of each loop, for each thing."""
        return [reach[loop] for loop in self.of]

    def entries(self, loop: int) -> list[tuple[int, int]]:
        """The pairs that lead into the loop from outside."""
        kept = self._entries.get(loop)
        if kept is None:
            of, into = self.of, self.into
            kept = [(giver, node) for node in self.members[loop] for giver in into[node] if of[giver] != loop]
            self._entries[loop] = kept
        return kept

    @functools.cached_property
    def _entries(self) -> dict[int, list[tuple[int, int]]]:
        return {}

    @functools.cached_property
    def alike(self) -> list[list[int]]:
        """The origins in groups that feed just the same: what reaches a thing of one of a group does of each.

        An origin that is a loop is a group of its own, for a part of it may go.
        """
        groups: dict[tuple[int, ...], list[int]] = {}
        for loop in self.origins:
            first, *others = self.members[loop]
            groups.setdefault((-1, loop) if others else tuple(sorted(self.out[first])), []).append(loop)
        return list(groups.values())

    @functools.cached_property
    def group(self) -> dict[int, int]:
        """The place of each origin's group in `alike`."""
        return {loop: place for place, group in enumerate(self.alike) for loop in group}

    def spread(self, groups: Sequence[Sequence[int]]) -> list[int]:
        """For each loop the groups of origins that reach it; bit ``i`` stands for ``groups[i]``."""
        own: dict[int, int] = {}
        for bit, group in enumerate(groups):
            own.update(dict.fromkeys(group, 1 << bit))
        reach = [0] * len(self.members)
        for loop, givers in enumerate(self.before):
            bits = own.get(loop, 0)
            for giver in givers:
                bits |= reach[giver]
            reach[loop] = bits
        return reach

    def portions(self, groups: Sequence[Sequence[int]]) -> Iterator[Sequence[Sequence[int]]]:
        """The groups of origins in as few portions as ``BUDGET`` allows."""
        most = max(SMALLEST, BUDGET * 8 // max(1, len(self.members)))
        for first in range(0, len(groups), most):
            yield groups[first : first + most]

    @functools.cached_property
    def reach(self) -> list[int] | None:
        """`spread` for all groups of origins at once; None when they need several portions."""
        return self.spread(self.alike) if len(list(self.portions(self.alike))) <= 1 else None

    @functools.cached_property
    def weights(self) -> Weights:
        """How many origins the bits of `reach` stand for."""
        return Weights(list(map(len, self.alike)))

    def origins_before(self, loop: int) -> int:
        """How many origins reach a loop, itself included where it is one."""
        return self._counted[loop]

    @functools.cached_property
    def _counted(self) -> list[int]:
        if self.reach is not None:
            return [self.weights.of(bits) for bits in self.reach]
        counts = [0] * len(self.members)
        for portion in self.portions(self.alike):
            weights = Weights(list(map(len, portion)))
            for loop, bits in enumerate(self.spread(portion)):
                if bits:
                    counts[loop] += weights.of(bits)
        return counts

    def trees(self, loop: int, gone: frozenset[int]) -> tuple[Tree, Tree] | None:
        """Trees out of and into a thing of the loop that is not gone; None when the few tried are all gone."""
        hubs = self._hubs(loop)
        pivot = next((hub for hub in hubs if hub not in gone), None)
        if pivot is None:
            return None
        if (loop, pivot) not in self._trees:
            of = self.of
            self._trees[loop, pivot] = grow(pivot, self._out, of), grow(pivot, self._into, of)
        return self._trees[loop, pivot]

    def _hubs(self, loop: int) -> list[int]:
        kept = self._pivots.get(loop)
        if kept is None:
            out, into = self._out, self._into
            kept = sorted(self.members[loop], key=lambda node: -min(len(out[node]), len(into[node])))[:_PIVOTS]
            self._pivots[loop] = kept
        return kept

    @functools.cached_property
    def _pivots(self) -> dict[int, list[int]]:
        return {}
