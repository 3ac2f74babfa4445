"""Which origins still reach a thing when things and pairs are gone, for those things alone that lose any.

The search starts at what is gone and goes on only from things that lost something, givers before receivers. A loop
that nothing is missing from stays a loop and is treated as one thing; a loop that lost something is first taken apart
into what still holds together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.impact.components import components
from flowviz.impact.trees import unreached

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableSequence, Sequence

    from flowviz.impact.flows import Flows, Pair

__all__ = ["remaining"]


def remaining(
    flows: Flows,
    gone: frozenset[int],
    broken: frozenset[Pair],
    reach: Sequence[int],
    aside: int = 0,
    each: Sequence[int] = (),
) -> dict[int, int]:
    """The origins that still reach a thing, for each thing left that lost any: number -> bits, as in ``reach``.

    ``reach`` are the origins that reach each loop now (`Loops.spread`), ``each``, where many are expected to lose, those
    that reach each thing (`Loops.of_things`). A part of an origin that is left still is that origin. Losses of the
    origins in ``aside`` are not looked for: they count as still reaching.
    """
    return _Removal(flows, gone, broken, reach, aside, each).left()


class _Reached(dict[int, int]):
    """What reaches each thing now, looked up when it is first asked for: few are where little is lost."""

    def __init__(self, reach: Sequence[int], of: Sequence[int]) -> None:
        self.reach, self.of = reach, of

    def __missing__(self, node: int) -> int:
        bits = self[node] = self.reach[self.of[node]]
        return bits


class _Removal:
    def __init__(
        self,
        flows: Flows,
        gone: frozenset[int],
        broken: frozenset[Pair],
        reach: Sequence[int],
        aside: int,
        each: Sequence[int],
    ) -> None:
        self.flows, self.gone, self.broken, self.reach, self.aside = flows, gone, broken, reach, aside
        self.loops = flows.loops
        self.found: dict[int, int] = {}
        of, members = self.loops.of, self.loops.members
        self.reaching: MutableSequence[int] | _Reached = list(each) if each else _Reached(reach, of)
        for node in gone:
            self.reaching[node] = 0
        self.split = {of[node] for node in gone if len(members[of[node]]) > 1}
        self.split |= {of[giver] for giver, receiver in broken if of[giver] == of[receiver]}
        self.queued = bytearray(len(members))
        """1 for each loop to look at. What a loop feeds comes behind it, so that one way through them is enough."""
        for loop in self.split:
            self.queued[loop] = 1
        self.last = self.loops.last_giver if reach is self.loops.ones else ()
        """Where any origin will do, a thing lives as long as one giver does: it is looked at when its last giver is lost."""
        for node in gone:
            for receiver in self._hit_by(node):
                self.queued[of[receiver]] = 1
        for _, receiver in broken:
            self.queued[of[receiver]] = 1

    def _hit_by(self, node: int) -> Sequence[int]:
        """The receivers that may have lost something, now that ``node`` has."""
        last, receivers = self.last, self.flows.out[node]
        return [to for to in receivers if last[to] == node or last[to] < 0] if last else receivers

    def left(self) -> dict[int, int]:
        loops, gone, broken, aside = self.loops, self.gone, self.broken, self.aside
        members, is_origin, of, into, hit_by = loops.members, loops.is_origin, loops.of, loops.into, self._hit_by
        reach, found, reaching, queued = self.reach, self.found, self.reaching, self.queued
        loop = queued.find(1)
        while loop >= 0:
            inner = members[loop]
            if is_origin[loop]:
                pass
            elif len(inner) > 1 or broken:
                self._look(loop)
            elif (node := inner[0]) not in gone:
                # the same as `_look`, where nearly all of the time is spent
                before = reach[loop]
                bits = before & aside
                for giver in into[node]:
                    bits |= reaching[giver]
                    if bits == before:
                        break
                else:
                    found[node] = reaching[node] = bits
                    for receiver in hit_by(node):
                        queued[of[receiver]] = 1
            loop = queued.find(1, loop + 1)
        return found

    def _look(self, loop: int) -> None:
        members = self.loops.members[loop]
        if loop in self.split:
            self._take_apart(loop)
        elif members[0] not in self.gone:
            self._settle(members, loop, self._heard(loop, self._entering(loop)))

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
        for node in first | last:
            self.reaching[node] = 0
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
        before, broken, reaching = self.reach[loop], self.broken, self.reaching
        bits = before & self.aside
        for pair in entering:
            if broken and pair in broken:
                continue
            bits |= reaching[pair[0]]
            if bits == before:
                break
        return bits

    def _settle(self, nodes: Sequence[int], loop: int, bits: int) -> None:
        found, reaching, queued, out, of = self.found, self.reaching, self.queued, self.flows.out, self.loops.of
        for node in nodes:
            reaching[node] = bits
        if bits == self.reach[loop]:
            for node in nodes:
                found.pop(node, None)
            return
        found.update(dict.fromkeys(nodes, bits))
        for node in nodes:
            for receiver in out[node]:
                queued[of[receiver]] = 1
