"""The feeds of a catalogue as plain integers, so that a search walks lists and sets and nothing else.

Only things that a feed touches have a number; they come in the order of the catalogue. What is true of their feeds alone
has numbers of its own, behind those of all things:

- the *giving half* of a thing that does not pass on what it gets (`flowviz.feeds.passes_on`): what it gets comes to its own
  number and ends there, what it gives begins at its half;
- a *share* of a giver for each data set that its feeds name: such a feed gives of that share alone, and only feeds that name
  the data set, or name none, bring anything into it. The share of a thing that gets nothing is fed by the thing itself.

A thing that passes on what it gets and the shares of the data sets that lie in it are *parts* of it: an origin that has one
of them is that thing's own (`flowviz.impact.loops.Loops.own`).

A sentence that others tell again by name is no feed here (`flowviz.feeds.told_again`). Several feeds from one number to
another are one *pair*, whose number of feeds is remembered.
"""

from __future__ import annotations

import functools
from collections import Counter
from typing import TYPE_CHECKING

from flowviz.feeds import passes_on, told_again
from flowviz.impact.loops import Loops
from flowviz.impact.removal import carrying
from flowviz.model import inside

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from flowviz.catalogue import Feed
    from flowviz.impact.removal import Taken
    from flowviz.impact.succession import Heirs
    from flowviz.model import Model

    Along = Mapping[str, Mapping[str, Sequence[Feed]]]

__all__ = ["Flows", "Pair", "along", "counted", "counts", "flows_along", "flows_of", "landed"]

Pair = tuple[int, int]


class Flows:
    """Who feeds whom: ``out[a]`` and ``into[b]`` list each other number once.

    The first ``things`` numbers are those of the things. ``giving`` are the halves and ``shares`` the shares of things by
    id, ``parts`` the numbers of each thing that has several parts; ``feeds`` holds the number of feeds of the pairs that
    have more than one. It needs no catalogue:

    >>> flows = Flows(["a", "b"], [[1], []])
    >>> flows.into, flows.number["b"]
    ([(), (0,)], 1)
    """

    def __init__(
        self,
        ids: Sequence[str],
        out: Sequence[Collection[int]],
        feeds: Mapping[Pair, int] | None = None,
        *,
        giving: Mapping[str, int] | None = None,
        shares: Mapping[str, Mapping[str, int]] | None = None,
        parts: Sequence[Sequence[int]] = (),
    ) -> None:
        self.ids = ids
        self.parts = parts
        self.feeds = feeds or {}
        self.giving = giving or {}
        self.shares = shares or {}
        same = list(range(len(out)))  # one object for each number: searches then find them all near each other
        into: list[list[int]] = [[] for _ in out]
        for giver, receivers in zip(same, out, strict=True):
            for receiver in receivers:
                into[receiver].append(giver)
        self.out = [tuple([same[receiver] for receiver in receivers]) for receivers in out]
        self.into = [tuple(givers) for givers in into]

    @functools.cached_property
    def things(self) -> int:
        """How many numbers are those of things."""
        return len(self.ids) - len(self.giving) - sum(map(len, self.shares.values()))

    @functools.cached_property
    def number(self) -> dict[str, int]:
        """The number of each thing."""
        return {id_: number for number, id_ in enumerate(self.ids[: self.things])}

    @functools.cached_property
    def _more(self) -> Mapping[str, Sequence[int]]:
        more: dict[str, list[int]] = {}
        for id_, number in self.giving.items():
            more.setdefault(id_, []).append(number)
        for id_, shares in self.shares.items():
            more.setdefault(id_, []).extend(shares.values())
        return more

    def all_of(self, ids: Iterable[str], taken: Taken | None = None) -> frozenset[int]:
        """All numbers of things: their own, their halves and shares; and the shares of what is ``taken`` out of feeds."""
        numbers: set[int] = set()
        if taken:
            shares = ((dataset, number) for dataset in taken.datasets for number in self._of_dataset.get(dataset, ()))
            numbers.update(number for dataset, number in shares if taken.given(self.ids[number], dataset))
        for id_ in ids:
            if id_ in self.number:
                numbers.add(self.number[id_])
            if id_ in self._more:
                numbers.update(self._more[id_])
        return frozenset(numbers)

    def gives(self, id_: str) -> bool:
        """Whether a thing gives anything."""
        return id_ in self.giving or id_ in self.shares or (id_ in self.number and bool(self.out[self.number[id_]]))

    def dataset(self, number: int) -> str | None:
        """The data set that a share is of; None for all other numbers."""
        return self._datasets.get(number)

    @functools.cached_property
    def _datasets(self) -> Mapping[int, str]:
        return {number: dataset for shares in self.shares.values() for dataset, number in shares.items()}

    @functools.cached_property
    def _of_dataset(self) -> Mapping[str, Sequence[int]]:
        found: dict[str, list[int]] = {}
        for number, dataset in self._datasets.items():
            found.setdefault(dataset, []).append(number)
        return found

    def pairs(self, feed: Feed, datasets: Sequence[str] | None = None) -> Iterator[Pair]:
        """The pairs that a feed is, or those by which it carries ``datasets``."""
        receiver, into = self.number[feed.target], self.shares.get(feed.target, {})
        if feed.target in self.giving:
            into = {}
        for giver, carried in self.givers(feed, datasets):
            yield giver, receiver
            for dataset, share in into.items():
                if carried in (None, dataset):
                    yield giver, share

    def givers(self, feed: Feed, datasets: Sequence[str] | None = None) -> Sequence[tuple[int, str | None]]:
        """The numbers that a feed gives of, each with its data set where it is a share."""
        shares = self.shares.get(feed.source, {})
        wanted = (dataset for dataset in feed.carries if datasets is None or dataset in datasets)
        found: list[tuple[int, str | None]] = [(shares[dataset], dataset) for dataset in wanted]
        return found or [(self.giving.get(feed.source, self.number[feed.source]), None)]

    @functools.cached_property
    def loops(self) -> Loops:
        """The loops of the feeds and their order, found when they are first asked for."""
        return Loops(self.out, self.into, self.parts)


def flows_of(model: Model, *, stated_only: bool = False) -> Flows:
    """The flows of the model's feeds, or of its stated ones only; made once for each model."""
    return model.once(("flows", stated_only), lambda: flows_along(model, counted(model, stated_only=stated_only)))


def counted(model: Model, *, stated_only: bool = False) -> list[Feed]:
    """The feeds that are flows: those that are not left out, and not told again by others."""
    return [feed for feed in model.catalogue.feeds if counts(model, feed, stated_only=stated_only)]


def counts(model: Model, feed: Feed, *, stated_only: bool = False) -> bool:
    """Whether a feed is a flow."""
    return (not stated_only or feed.basis == "stated") and not told_again(model, feed, stated_only=stated_only)


def along(model: Model, *, stated_only: bool = False) -> Along:
    """The flows that leave each thing (``out``) and that come to it (``into``); things without are left out.

    Made once for each model.
    """
    return model.once(("along", stated_only), lambda: _along(counted(model, stated_only=stated_only)))


def _along(feeds: Sequence[Feed]) -> Along:
    found: dict[str, dict[str, list[Feed]]] = {"out": {}, "into": {}}
    for feed in feeds:
        found["out"].setdefault(feed.source, []).append(feed)
        found["into"].setdefault(feed.target, []).append(feed)
    return found


def landed(
    model: Model, flows: Flows, taken: Taken, skip: Collection[int] = (), *, stated_only: bool = False
) -> Counter[Pair]:
    """The pairs that end because what they brought lay in something that fell, each with its number of feeds.

    Feeds whose id() is in ``skip`` are left out.
    """
    found: Counter[Pair] = Counter()
    for feed in carrying(model, taken.datasets):
        datasets = [one for one in taken.out_of(feed) if not taken.given(feed.source, one)]
        if datasets and id(feed) not in skip and counts(model, feed, stated_only=stated_only):
            found.update(flows.pairs(feed, datasets))
    return found


def flows_along(model: Model, feeds: Sequence[Feed], heirs: Heirs | None = None) -> Flows:
    """The flows of some feeds of the model.

    With ``heirs``, what gives instead stands behind what gives a feed: its origins are those that last.
    """
    givers, receivers = {feed.source for feed in feeds}, {feed.target for feed in feeds}
    ids = [id_ for id_ in model if id_ in givers or id_ in receivers]
    number = {id_: place for place, id_ in enumerate(ids)}
    halves = [id_ for id_ in ids if id_ in givers and id_ in receivers and not passes_on(model, id_)]
    giving = {id_: len(ids) + place for place, id_ in enumerate(halves)}
    all_ids = ids + halves
    shares: dict[str, dict[str, int]] = {}
    for feed in sorted((feed for feed in feeds if feed.carries), key=lambda feed: number[feed.source]):
        mine = shares.setdefault(feed.source, {})
        for dataset in feed.carries:
            if dataset not in mine:
                mine[dataset] = len(all_ids)
                all_ids.append(feed.source)
    bare = Flows(all_ids, [()] * len(all_ids), giving=giving, shares=shares)
    pairs = Counter(pair for feed in feeds for pair in bare.pairs(feed))
    for id_, mine in shares.items():
        if id_ in giving or id_ not in receivers:
            pairs.update((giving.get(id_, number[id_]), share) for share in mine.values())
    if heirs:
        flowing = set(map(id, feeds))
        both = ((feed, heir) for feed in feeds for heir in heirs.get(id(feed), ()) if id(heir) in flowing)
        for feed, heir in both:
            for (new, _), (old, _) in zip(bare.givers(heir), bare.givers(feed), strict=True):
                pairs.setdefault((new, old), 1)
                pairs.pop((giving.get(feed.source, number[feed.source]), old), None)
    out: list[list[int]] = [[] for _ in all_ids]
    for giver, receiver in pairs:
        out[giver].append(receiver)
    several = {pair: n for pair, n in pairs.items() if n > 1}
    own = ((number[id_], *_own(model, id_, mine)) for id_, mine in shares.items() if id_ not in giving)
    return Flows(all_ids, out, several, giving=giving, shares=shares, parts=[one for one in own if len(one) > 1])


def _own(model: Model, id_: str, shares: Mapping[str, int]) -> Iterator[int]:
    """The shares of the data sets that lie in their giver."""
    lying = frozenset(inside(model, id_))
    return (share for dataset, share in shares.items() if dataset in lying)
