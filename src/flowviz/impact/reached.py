"""How far things reach, for all of them at once: how many things, and in which departments and scopes.

Sets of things are the bits of integers, united along the order of the loops: exact, in portions of as many things as
`flowviz.impact.loops.BUDGET` allows, and 64 things for the price of one. It is quadratic all the same, if a quick one:
beyond ``MOST`` things `flowviz.impact.ranking` searches for its first rows one by one instead.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING, Final

from flowviz.impact import loops as _loops
from flowviz.impact.strike import search

if TYPE_CHECKING:
    from flowviz.impact.flows import Flows, Pair

__all__ = ["MOST", "Reach", "Table", "reach_of", "reach_of_all"]

MOST: Final = 200_000

Labels = Sequence[Hashable | None]
Table = tuple[Labels, ...]
"""Columns of labels, such as the department and the scope of each thing."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How many things are downstream of a group, and which labels they have, a set for each column."""

    count: int
    labels: tuple[frozenset[Hashable], ...]


def reach_of(flows: Flows, group: Collection[int], table: Table, cut: Iterable[Pair] = ()) -> Reach:
    """The reach of one group of things, and of pairs that are ``cut`` beside it, by one search."""
    found = [node for node in search(flows.out, group, [receiver for _, receiver in cut])[0] if node < flows.things]
    return Reach(len(found), tuple(frozenset(column[node] for node in found) - {None} for column in table))


def reach_of_all(flows: Flows, groups: Sequence[Collection[int]], table: Table) -> list[Reach]:
    """The reach of every group of things, as `reach_of` says it of one."""
    counts = [0] * len(groups)
    own: list[dict[tuple[int, Hashable], int]] = [_tally(group, table) for group in groups]
    of = flows.loops.of
    for closure, masks in _portions(flows, table):
        for place, group in enumerate(groups):
            bits = 0
            for node in group:
                bits |= closure[of[node]]
            if not bits:
                continue
            counts[place] += bits.bit_count()
            mine = own[place]
            for label in mine:
                mine[label] -= (bits & masks.get(label, 0)).bit_count()
    spreads = [_labels_below(flows, column) for column in table]
    return [
        Reach(
            counts[place] - sum(1 for node in group if node < flows.things),
            # a label of the group itself counts only when something else that is reached has it too
            tuple(
                spread.labels(group, (label for (at, label), n in own[place].items() if at == column and n >= 0))
                for column, spread in enumerate(spreads)
            ),
        )
        for place, group in enumerate(groups)
    ]


def _tally(group: Collection[int], table: Table) -> dict[tuple[int, Hashable], int]:
    counts: dict[tuple[int, Hashable], int] = {}
    for column, labels in enumerate(table):
        for node in group:
            if labels[node] is not None:
                counts[column, labels[node]] = counts.get((column, labels[node]), 0) + 1
    return counts


def _portions(flows: Flows, table: Table) -> Iterator[tuple[list[int], dict[tuple[int, Hashable], int]]]:
    """For each portion of things: which of them each loop reaches or holds, and which of them have each label."""
    members, after = flows.loops.members, flows.loops.after
    nodes = [
        node for loop in members for node in loop if node < flows.things
    ]  # receivers after givers: a portion is reached from before it
    width = max(_loops.SMALLEST, _loops.BUDGET * 8 // max(1, len(members)))
    for first in range(0, len(nodes), width):
        own: dict[int, int] = {}
        masks: dict[tuple[int, Hashable], int] = {}
        for place, node in enumerate(nodes[first : first + width]):
            loop = flows.loops.of[node]
            own[loop] = own.get(loop, 0) | 1 << place
            for column, labels in enumerate(table):
                masks[column, labels[node]] = masks.get((column, labels[node]), 0) | 1 << place
        closure = [0] * len(members)
        for loop in range(max(own), -1, -1):
            bits = own.get(loop, 0)
            for receiver in after[loop]:
                bits |= closure[receiver]
            closure[loop] = bits
        yield closure, masks


@dataclass(frozen=True, slots=True)
class _Labels:
    names: Sequence[Hashable]
    bit: Mapping[Hashable, int]
    of: Sequence[int]
    closure: Sequence[int]
    made: dict[int, frozenset[Hashable]] = field(default_factory=dict)
    """The sets that were asked for: most groups reach just what others reach."""

    def labels(self, group: Collection[int], without: Iterable[Hashable]) -> frozenset[Hashable]:
        bits = 0
        for node in group:
            bits |= self.closure[self.of[node]]
        for label in without:
            bits &= ~self.bit[label]
        found = self.made.get(bits)
        if found is None:
            there = map(int, reversed(f"{bits:b}"))
            found = self.made[bits] = frozenset(compress(self.names, there))
        return found


def _labels_below(flows: Flows, column: Labels) -> _Labels:
    names = list(dict.fromkeys(label for label in column if label is not None))
    bit = {label: 1 << place for place, label in enumerate(names)} | {None: 0}
    loops = flows.loops
    closure = [0] * len(loops.members)
    for loop in range(len(closure) - 1, -1, -1):
        bits = 0
        for node in loops.members[loop]:
            bits |= bit[column[node]]
        for receiver in loops.after[loop]:
            bits |= closure[receiver]
        closure[loop] = bits
    return _Labels(names, bit, loops.of, closure)
