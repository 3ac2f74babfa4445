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

__all__ = ["cut_off", "remaining"]


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


def cut_off(flows: Flows, gone: frozenset[int], broken: frozenset[Pair], *, many: bool = True) -> list[int]:
    """The things left that no origin reaches any more; no pair in ``broken`` may leave what is ``gone``.

    The same as what `remaining` has no origins for, by counting alone: a thing lives as long as one giver does. With ``many``
    it is quick where much is lost, without it where little is.
    """
    loops = flows.loops
    left = list(loops.keepers) if many else _Asked(loops.keepers)
    return _Removal(flows, gone, broken, loops.ones, 0, ()).lost(left)


class _Asked(dict[int, int]):
    """What is said of each thing, looked up when it is first asked for: few are where little is lost."""

    def __init__(self, said: Sequence[int], of: Sequence[int] = ()) -> None:
        self.said, self.of = said, of

    def __missing__(self, node: int) -> int:
        found = self[node] = self.said[self.of[node] if self.of else node]
        return found


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
        self.reaching: MutableSequence[int] | _Asked = list(each) if each else _Asked(reach, of)
        for node in gone:
            self.reaching[node] = 0
        self.split = {of[node] for node in gone if len(members[of[node]]) > 1}
        self.split |= {of[giver] for giver, receiver in broken if of[giver] == of[receiver]}
        self.queued = bytearray(len(members))
        """1 for each loop to look at. What a loop feeds comes behind it, so that one way through them is enough."""
        for loop in self.split:
            self.queued[loop] = 1

    def lost(self, left: MutableSequence[int] | _Asked) -> list[int]:
        """What has nothing left that keeps it; ``left`` counts the givers of what is in no larger loop (`Loops.keepers`)."""
        loops, gone, broken, reaching = self.loops, self.gone, self.broken, self.reaching
        queued = bytearray(self.queued)  # its own: `_look` marks all that a loop feeds, which is counted here
        of, members, is_origin, out = loops.of, loops.members, loops.is_origin, loops.out
        waiting = [*gone]
        for node in gone:
            left[node] = 0  # and less from now on: what is gone is not lost as well
        if broken:
            out = [*out, [to for giver, to in broken for one in loops.into[to] if one == giver]]
            for giver in {giver for giver, _ in broken}:
                out[giver] = [to for to in out[giver] if (giver, to) not in broken]
            waiting.append(len(out) - 1)
        found: list[int] = []
        first = len(waiting)
        loop = -1
        while True:
            for node in waiting:
                for to in out[node]:
                    left[to] = givers = left[to] - 1
                    if givers <= 0:
                        if givers:
                            queued[of[to]] = 1
                        else:
                            reaching[to] = 0
                            waiting.append(to)
            found += waiting
            loop = queued.find(1, loop + 1)
            while loop >= 0 and (is_origin[loop] or len(members[loop]) == 1):
                loop = queued.find(1, loop + 1)
            if loop < 0:
                return found[first:]
            self._look(loop)
            waiting = list(self.found)
            self.found.clear()

    def left(self) -> dict[int, int]:
        loops, gone, broken, aside = self.loops, self.gone, self.broken, self.aside
        members, is_origin, of, into, out = loops.members, loops.is_origin, loops.of, loops.into, self.flows.out
        reach, found, reaching, queued = self.reach, self.found, self.reaching, self.queued
        for node in gone:
            for receiver in out[node]:
                queued[of[receiver]] = 1
        for _, receiver in broken:
            queued[of[receiver]] = 1
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
                    for receiver in out[node]:
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
