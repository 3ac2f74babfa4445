"""What a removal does to the feeds, counted on plain integers: distances, origins lost, effects."""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, Literal

from flowviz.impact.loops import Weights
from flowviz.impact.survival import cut_off, remaining
from flowviz.nouns import Noun

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from flowviz.impact.flows import Flows, Pair

__all__ = ["Effect", "Strike", "search", "strike"]

Effect = Literal["cut off", "weakened", "touched"]

_FEW: Final = 2
"""Up to so many groups of origins are searched from one by one, which costs as much as a search each."""


@dataclass(frozen=True)
class Strike:
    """What happens to the feeds when things (``gone``) and single feeds (``cut``: pair -> how many) go.

    ``downstream`` are the things downstream, the nearest first, and ``hops`` the distance of each thing: None for what
    is not downstream. ``ended`` are the origins that are gone altogether, ``lost`` has the others that no longer reach
    a thing, ``cut_off`` are the things that no origin reaches any more. What is downstream is searched, and lost origins are
    counted, when they are asked for.
    """

    flows: Flows
    gone: frozenset[int]
    cut: Mapping[Pair, int]
    ended: Sequence[int]
    cut_off: frozenset[int]

    @functools.cached_property
    def _searched(self) -> tuple[list[int], list[int | None]]:
        return search(self.flows.out, self.gone, [receiver for _, receiver in self.cut])

    @functools.cached_property
    def downstream(self) -> Sequence[int]:
        return self._searched[0]

    @functools.cached_property
    def hops(self) -> Sequence[Any]:
        return self._searched[1]

    @functools.cached_property
    def lost(self) -> Sequence[_Lost]:
        """For each thing the origins that no longer reach it, those that ended apart."""
        broken = frozenset(pair for pair, n in self.cut.items() if n >= self.flows.feeds.get(pair, 1))
        return _lost(self.flows, self.gone, broken, self.ended, self.downstream if self._alone else None)

    def effect(self, node: int) -> Effect:
        """How hard a thing downstream is hit."""
        return "cut off" if node in self.cut_off else "weakened" if node in self.losing else "touched"

    def origins_lost(self, node: int) -> int:
        """How many origins no longer reach a thing downstream."""
        found = 0
        for lost in self.lost:
            if node in lost.left:
                found += lost.weights.of(lost.reach[self.flows.loops.of[node]] ^ lost.left[node])
        return found + self._ended_above(node) if self.ended else found

    @functools.cached_property
    def losing(self) -> frozenset[int]:
        """The things downstream that any origin no longer reaches."""
        if self.ended and self._alone:
            return frozenset(self.downstream)
        ended = (node for node in self.downstream if self._ended_above(node)) if self.ended else ()
        return frozenset().union(ended, *(lost.left for lost in self.lost))

    def _ended_above(self, node: int) -> int:
        if self._alone:
            return len(self.ended)
        return self._ended_reach[self.flows.loops.of[node]].bit_count() if self.ended else 0

    @functools.cached_property
    def _alone(self) -> bool:
        """Whether all that is downstream is so through a single number."""
        return not self.cut and sum(1 for node in self.gone if self.flows.out[node]) == 1

    @functools.cached_property
    def _ended_reach(self) -> list[int]:
        return self.flows.loops.spread([[loop] for loop in self.ended])

    def origins_before(self, node: int) -> int:
        """How many origins reached a thing, itself included where it is one."""
        loops = self.flows.loops
        return loops.origins_before(loops.of[node])

    def giver(self, node: int) -> int:
        """The last but one thing of a shortest way to a thing downstream; the first by number."""
        hops = self.hops[node] - 1
        if hops:
            return next(giver for giver in self.flows.into[node] if self.hops[giver] == hops)
        return next(giver for giver in self.flows.into[node] if giver in self.gone or (giver, node) in self.cut)

    def way(self, node: int) -> list[Pair]:
        """One of the shortest ways from what is removed to a thing downstream, as pairs."""
        pairs: list[Pair] = []
        for _ in range(self.hops[node]):
            giver = self.giver(node)
            pairs.append((giver, node))
            node = giver
        return pairs[::-1]


def strike(flows: Flows, gone: frozenset[int], cut: Mapping[Pair, int] | None = None) -> Strike:
    """What happens when the things ``gone`` and the feeds ``cut`` go.

    >>> from flowviz.impact.flows import Flows
    >>> found = strike(Flows("abc", [[1], [2], []]), frozenset([0]))
    >>> found.downstream, found.hops[2], found.effect(2), found.way(2)
    ([1, 2], 2, 'cut off', [(0, 1), (1, 2)])
    """
    cut = {pair: n for pair, n in (cut or {}).items() if not gone.intersection(pair)}
    broken = frozenset(pair for pair, n in cut.items() if n >= flows.feeds.get(pair, 1))
    loops = flows.loops
    hit = {loops.of[node] for node in gone if flows.out[node]}
    ended = sorted(loop for loop in hit if loops.is_origin[loop] and gone.issuperset(loops.members[loop]))
    return Strike(flows, gone, cut, ended, frozenset(cut_off(flows, gone, broken)))


def _lost(
    flows: Flows,
    gone: frozenset[int],
    broken: frozenset[Pair],
    ended: Sequence[int],
    below: Sequence[int] | None,
) -> list[_Lost]:
    """The origins, those that ended apart, that no longer reach each thing.

    ``below`` is what is downstream where all of it is so through a single number.
    """
    loops = flows.loops
    tops = [*(node for node in gone if flows.out[node]), *(giver for giver, _ in broken)]
    # a feed that is gone tells its giver from the origins that feed just the same
    single = {loops.of[giver] for giver, _ in broken if loops.is_origin[loops.of[giver]]}
    apart = {loop for loop in single.difference(ended) if len(loops.alike[loops.group[loop]]) > 1}
    lost: list[_Lost] = []

    def look(reach: Sequence[int], each: Sequence[int], weights: Weights, aside: int = 0) -> None:
        above = functools.reduce(int.__or__, (reach[loops.of[node]] for node in tops), 0) & ~aside
        if not above:
            return
        if below is not None and reach is loops.reach and above.bit_count() <= _FEW:
            left = _searched(flows, gone, ended, below, above)
        else:
            left = remaining(flows, gone, broken, reach, aside, each)
        lost.append(_Lost(reach, left, weights))

    less = Counter(loops.group[loop] for loop in {*ended, *apart})
    if loops.reach is not None:
        each = {place: len(loops.alike[place]) - n for place, n in less.items()}
        weights = loops.weights
        if less:
            weights = Weights([each.get(place, len(group)) for place, group in enumerate(loops.alike)])
        aside = sum(1 << place for place, weight in each.items() if not weight)
        look(loops.reach, loops.reach_of_things, weights, aside)
    else:
        above = {loops.group[loop] for loop in _origins_above(flows, tops)}
        groups = [
            [loop for loop in loops.alike[place] if loop not in ended and loop not in apart] for place in sorted(above)
        ]
        for portion in loops.portions([group for group in groups if group]):
            reach = loops.spread(portion)
            look(reach, loops.of_things(reach), Weights(list(map(len, portion))))
    for loop in apart:
        reach = loops.spread([[loop]])
        look(reach, loops.of_things(reach), Weights([1]))
    return lost


def _searched(
    flows: Flows, gone: frozenset[int], ended: Sequence[int], below: Sequence[int], above: int
) -> dict[int, int]:
    """The same as `remaining`, by a search for each group of origins ``above``: what it no longer leads to has lost it."""
    loops = flows.loops
    reach, of = loops.reach or (), loops.of
    left: dict[int, int] = {}
    while above:
        place = above.bit_length() - 1
        above ^= 1 << place
        starts = [node for loop in loops.alike[place] if loop not in ended for node in loops.members[loop]]
        hops = search(loops.out, set(starts) - gone, closed=gone)[1]
        kept = ~(1 << place)
        left.update({node: left.get(node, reach[of[node]]) & kept for node in below if hops[node] is None})
    return left


class _Lost(Noun, kw_only=False):
    """The origins that reached each loop, those left to each thing that lost any, and how much each weighs."""

    reach: Sequence[int]
    left: Mapping[int, int]
    weights: Weights


def search(
    out: Sequence[Collection[int]], starts: Iterable[int], first: Iterable[int] = (), closed: Iterable[int] = ()
) -> tuple[list[int], list[int | None]]:
    """What the ``starts`` lead to, the nearest first, and the hops to each thing (None: none, -1: a start).

    Those in ``first`` count as one hop away; nothing leads through those ``closed``, marked as starts are. A list of hops
    is both the answer and the mark of what was met, and things that lead nowhere are passed over: no search in plain Python
    is quicker.
    """
    hops: list[int | None] = [None] * len(out)  # which is asked for more quickly than a number
    found: list[int] = []
    nearest = sorted(starts)
    for node in chain(nearest, closed):
        hops[node] = -1
    for node in first:
        if hops[node] is None:
            hops[node] = 1
            found.append(node)
    level = [out[node] for node in nearest]
    distance = met = 0
    while level or met < len(found):
        distance += 1
        for receivers in level:
            for other in receivers:
                if hops[other] is None:
                    hops[other] = distance
                    found.append(other)
        level = list(filter(None, map(out.__getitem__, found[met:])))
        met = len(found)
    return found, hops


def _origins_above(flows: Flows, nodes: Sequence[int]) -> set[int]:
    of, is_origin = flows.loops.of, flows.loops.is_origin
    above = chain(nodes, search(flows.into, set(nodes))[0])
    return {of[node] for node in above if is_origin[of[node]]}
