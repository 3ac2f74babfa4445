"""Which origins still reach a thing when things and pairs are gone, for those things alone that lose any.

The search starts at what is gone and goes on only from things that lost something, givers before receivers. A loop
that nothing is missing from stays a loop and is treated as one thing; a loop that lost something is first taken apart
into what still holds together.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from flowviz.impact.components import components
from flowviz.impact.trees import unreached

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flowviz.impact.flows import Flows, Pair

__all__ = ["remaining"]


def remaining(
    flows: Flows, gone: frozenset[int], broken: frozenset[Pair], reach: Sequence[int], aside: int = 0
) -> dict[int, int]:
    """The origins that still reach a thing, for each thing left that lost any: number -> bits, as in ``reach``.

    ``reach`` are the origins that reach each loop now (`Loops.spread`). A part of an origin that is left still is
    that origin. Losses of the origins in ``aside`` are not looked for: they count as still reaching.
    """
    return _Removal(flows, gone, broken, reach, aside).left()


class _Removal:
    def __init__(
        self, flows: Flows, gone: frozenset[int], broken: frozenset[Pair], reach: Sequence[int], aside: int
    ) -> None:
        self.flows, self.gone, self.broken, self.reach, self.aside = flows, gone, broken, reach, aside
        self.loops = flows.loops
        self.found: dict[int, int] = {}
        of, members = self.loops.of, self.loops.members
        self.split = {of[node] for node in gone if len(members[of[node]]) > 1}
        self.split |= {of[giver] for giver, receiver in broken if of[giver] == of[receiver]}
        hit = {of[receiver] for node in gone for receiver in flows.out[node]}
        hit |= {of[receiver] for _, receiver in broken}
        self.queued = hit | self.split
        self.queue = list(self.queued)

    def left(self) -> dict[int, int]:
        heapify(self.queue)
        while self.queue:
            loop = heappop(self.queue)
            if self.loops.is_origin[loop]:
                continue
            if loop in self.split:
                self._take_apart(loop)
            elif (members := self.loops.members[loop])[0] not in self.gone:
                self._settle(members, loop, self._heard(loop, self._entering(loop)))
        return self.found

    def _entering(self, loop: int) -> Iterable[Pair]:
        members = self.loops.members[loop]
        if len(members) == 1:
            node = members[0]
            return [(giver, node) for giver in self.loops.into[node]]
        return self.loops.entries(loop)

    def _take_apart(self, loop: int) -> None:
        """Settle a loop that lost things or pairs: what feeds its core, the core, then what the core feeds."""
        gone, into, out = self.gone, self.flows.into, self.flows.out
        trees = self.loops.trees(loop, gone)
        if trees is None:
            first, last = set(self.loops.members[loop]) - gone, set()
        else:
            first = unreached(trees[0], out, into, gone, self.broken)
            last = unreached(trees[1], into, out, gone, {(receiver, giver) for giver, receiver in self.broken}) - first
        self.found.update(dict.fromkeys(first | last, 0))
        self._settle_pieces(first, loop)
        if trees is not None:
            loose = first | last
            entering = [
                *((giver, node) for giver in first for node in out[giver] if self.loops.of[node] == loop),
                *self.loops.entries(loop),
            ]
            bits = self._heard(loop, (pair for pair in entering if pair[1] not in loose and pair[1] not in gone))
            if bits != self.reach[loop]:
                self._settle(
                    [node for node in self.loops.members[loop] if node not in loose and node not in gone], loop, bits
                )
        self._settle_pieces(last, loop)

    def _settle_pieces(self, nodes: set[int], loop: int) -> None:
        into, out, broken = self.loops.into, self.flows.out, self.broken
        kept = {
            node: [other for other in out[node] if other in nodes and (node, other) not in broken] for node in nodes
        }
        for piece in reversed(components(sorted(nodes), kept)):
            self._settle(piece, loop, self._heard(loop, ((giver, node) for node in piece for giver in into[node])))

    def _heard(self, loop: int, entering: Iterable[Pair]) -> int:
        """The origins that still come in through the ``entering`` pairs."""
        before = self.reach[loop]
        bits = before & self.aside
        gone, broken, found, reach, of = self.gone, self.broken, self.found, self.reach, self.loops.of
        for pair in entering:
            giver = pair[0]
            if giver in gone or (broken and pair in broken):
                continue
            kept = found.get(giver)
            bits |= reach[of[giver]] if kept is None else kept
            if bits == before:
                break
        return bits

    def _settle(self, nodes: Sequence[int], loop: int, bits: int) -> None:
        found, queued, queue, out, of = self.found, self.queued, self.queue, self.flows.out, self.loops.of
        if bits == self.reach[loop]:
            for node in nodes:
                found.pop(node, None)
            return
        found.update(dict.fromkeys(nodes, bits))
        for node in nodes:
            for receiver in out[node]:
                if of[receiver] not in queued:
                    queued.add(of[receiver])
                    heappush(queue, of[receiver])
