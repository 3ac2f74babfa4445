"""From a removal to its answer: the feeds first, then what stands around them."""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowviz.catalogue import PEOPLE, UNSTATED
from flowviz.feeds import exact
from flowviz.impact import around
from flowviz.impact.answer import Downstream, Impact, Summary, Upstream
from flowviz.impact.flows import along, counted, counts, flows_along, flows_of, landed
from flowviz.impact.removal import Removal, Taken, ended, fallen, losses
from flowviz.impact.strike import search, strike
from flowviz.impact.succession import NOBODY, Succession
from flowviz.model import Model, feeds_between, inside

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from flowviz.catalogue import Feed
    from flowviz.impact.flows import Flows, Pair
    from flowviz.impact.removal import Fallen, Loss
    from flowviz.impact.strike import Effect, Strike

__all__ = ["Told", "begun", "dry", "impact", "strike_of"]


def impact(model: Model, removal: Removal, *, stated_only: bool = False, succession: Succession = NOBODY) -> Impact:
    """What ``removal`` does to the catalogue of ``model``; with ``stated_only`` implied feeds do not count at all.

    What the ``succession`` keeps is not lost.
    """
    told = begun(model, removal, stated_only=stated_only, succession=succession)
    removed, feeds, lost = told.removed, told.feeds, told.losses
    downstream, upstream = tuple(told.downstream()), tuple(told.upstream())
    hit = around.Hit(model, removed, feeds, lost, [row.id for row in downstream], upstream, succession)
    systems, holders = around.systems(hit), around.holders(hit)
    departments = around.departments(hit, holders, {row.id for row in downstream if row.effect == "cut off"})
    effects = Counter(row.effect for row in downstream)
    counted = told.counted(feeds)
    return Impact(
        chosen=removal,
        stated_only=stated_only,
        removed=tuple(removed),
        feeds=tuple(feeds),
        losses=tuple(lost),
        downstream=downstream,
        upstream=upstream,
        possible=tuple(around.possible(hit, stated_only=stated_only)),
        systems=systems,
        holders=holders,
        without_unit=around.without_unit(hit),
        departments=departments,
        organisations=around.organisations(hit, holders),
        outside=around.outside(hit),
        data_subjects=around.data_subjects(hit),
        registers=around.registers(hit),
        personal_data=around.personal_data(hit),
        personal_feeds=around.personal_feeds(hit),
        records_classes=around.records_classes(hit),
        source_issues=around.source_issues(hit),
        unknown=around.unknown(hit, [row.id for row in downstream if row.rests_on_implied]),
        none_known=around.none_known(hit),
        summary=Summary(
            removed=len(removed),
            feeds_removed=len(counted),
            feeds_removed_implied=sum(feed.basis == "implied" for feed in counted),
            downstream=len(downstream),
            certain=sum(row.certain for row in downstream),
            cut_off=effects["cut off"],
            weakened=effects["weakened"],
            touched=effects["touched"],
            rests_on_implied=sum(row.rests_on_implied for row in downstream),
            upstream=len(upstream),
            without_receiver=sum(row.without_receiver for row in upstream),
            without_system=sum(row.without_system for row in holders),
            fewer_systems=sum(not row.without_system for row in holders),
            departments=len(departments),
            farthest=max((row.distance for row in downstream), default=0),
        ),
    )


def begun(model: Model, removal: Removal, *, stated_only: bool = False, succession: Succession = NOBODY) -> Told:
    """What falls and ends with a removal, and what that does to the flows, worked out when it is asked for."""
    removed = fallen(model, removal.things)
    gone = frozenset(one.id for one in removed)
    taken = Taken.of(model, removal.things, gone)
    feeds = [feed for feed in ended(model, gone, taken, removal.feeds) if not stated_only or feed.basis == "stated"]
    lost = [loss for loss in losses(model, taken, feeds) if not stated_only or loss.feed.basis == "stated"]
    return Told(model, removal, stated_only, removed, gone, taken, feeds, lost, succession)


def strike_of(
    model: Model,
    gone: Collection[str],
    taken: Taken,
    feeds: Sequence[Feed],
    *,
    stated_only: bool = False,
    succession: Succession = NOBODY,
) -> Strike:
    """What happens to the flows of ``model`` when the things ``gone``, what is ``taken`` and the single ``feeds`` go."""
    flows = flows_of(model, stated_only=stated_only)
    if succession.feeds:
        behind = {
            id(feed): [heir for heir in succession.feeds.get(id(feed), ()) if heir.target == feed.target]
            for feed in model.catalogue.feeds
            if feed.source in gone
        }
        flows = flows_along(model, counted(model, stated_only=stated_only), behind)
        kept = succession.kept("target", feeds)
        feeds = [feed for feed in feeds if feed.source in gone or id(feed) not in kept]
    return strike(flows, flows.all_of(gone, taken), _cut(model, flows, taken, feeds, stated_only=stated_only))


def _cut(model: Model, flows: Flows, taken: Taken, feeds: Sequence[Feed], *, stated_only: bool) -> Counter[Pair]:
    """The pairs that end by themselves: those of single ``feeds``, and those whose content lay in something that fell."""
    counted = (feed for feed in feeds if counts(model, feed, stated_only=stated_only))
    single = Counter(pair for feed in counted for pair in flows.pairs(feed))
    return single + landed(model, flows, taken, set(map(id, feeds)), stated_only=stated_only)


@dataclass(frozen=True)
class Told:
    """A removal and what it does to the feeds: the rows of its answer."""

    model: Model
    removal: Removal
    stated_only: bool
    removed: Sequence[Fallen]
    gone: frozenset[str]
    taken: Taken
    feeds: Sequence[Feed]
    losses: Sequence[Loss]
    succession: Succession

    @functools.cached_property
    def struck(self) -> Strike:
        feeds, succession = self.removal.feeds, self.succession
        return strike_of(self.model, self.gone, self.taken, feeds, stated_only=self.stated_only, succession=succession)

    @functools.cached_property
    def kept(self) -> Mapping[str, frozenset[int]]:
        """The feeds that end and are not lost to the end that they leave (``out``) or come to (``into``)."""
        return {side: self.succession.kept(end, self.feeds) for side, end in (("out", "source"), ("into", "target"))}

    @functools.cached_property
    def hit(self) -> frozenset[int]:
        """What feeds that are lost lead to, wherever anybody takes over."""
        flows, gone = self.struck.flows, self.struck.gone
        lost = [(feed, None) for feed in self.counted(self.feeds) if id(feed) not in self.kept["into"]]
        less = [(loss.feed, loss.datasets) for loss in self.losses if self.counted([loss.feed])]
        found = [to for feed, datasets in (*lost, *less) for _, to in flows.pairs(feed, datasets) if to not in gone]
        seen = set(found)
        for node in found:
            new = [other for other in flows.out[node] if other not in seen and other not in gone]
            seen.update(new)
            found += new
        return frozenset(seen)

    def counted(self, feeds: Iterable[Feed]) -> list[Feed]:
        return [feed for feed in feeds if counts(self.model, feed, stated_only=self.stated_only)]

    def downstream(self) -> Iterator[Downstream]:
        struck, flows = self.struck, self.struck.flows
        hops, ids, things, cut_off = struck.hops, flows.ids, flows.things, struck.cut_off
        implied = set(self.rest_on_implied(node for node in struck.downstream if node < things))
        dried = dry(struck, self.model)
        into = along(self.model, stated_only=self.stated_only)["into"]
        ended = Counter(feed.target for feed in self.counted(self.feeds))
        taken_over = self.kept["into"]
        ways: dict[int, tuple[Feed, ...]] = {}
        for node in self.in_order(struck.downstream):
            ways[node] = way = self._way(node, ways)
            if node >= things:
                continue
            id_ = ids[node]
            before, lost = len(into.get(id_, ())), ended.get(id_, 0)
            if taken_over:
                kept = sum(id(feed) in taken_over for feed in into.get(id_, ()))
                before, lost = before - kept, lost - kept
            without = self.without(id_, dried)
            fewer = struck.origins_lost(node)
            effect: Effect = "cut off" if node in cut_off else "weakened" if fewer or without else "touched"
            if effect == "touched" and self.succession.feeds and node not in self.hit:
                continue
            yield Downstream(
                id=id_,
                distance=hops[node],
                effect=effect,
                certain=bool(lost or without),
                feeds_lost=lost,
                feeds_before=before,
                origins_lost=fewer,
                origins_before=struck.origins_before(node),
                carries=without,
                in_general=self.in_general("into", id_),
                way=way,
                rests_on_implied=node in implied,
            )

    def in_order(self, nodes: Iterable[int]) -> list[int]:
        """Numbers downstream, the nearest first."""
        found = sorted(nodes)
        found.sort(key=self.struck.hops.__getitem__)
        return found

    def upstream(self) -> Iterator[Upstream]:
        lost: dict[str, list[Feed]] = {}
        for feed in self.counted(self.feeds):
            keeps = feed.source in self.gone or id(feed) in self.kept["out"]
            if not keeps and not self._runs_out_by_itself(feed.source, feed.carries, feed):
                lost.setdefault(feed.source, []).append(feed)
        less: dict[str, list[str]] = {}
        for loss in self.losses:
            if self.counted([loss.feed]) and not self._runs_out_by_itself(loss.feed.source, loss.datasets):
                less.setdefault(loss.feed.source, []).extend(loss.datasets)
        for id_ in sorted({*lost, *less}, key=self.model.order.__getitem__):
            feeds, given = lost.get(id_, []), self._along("out", id_)
            before = len(given) - sum(id(feed) in self.kept["out"] for feed in given)
            yield Upstream(
                id=id_,
                feeds_lost=len(feeds),
                feeds_before=before,
                without_receiver=len(feeds) == before,
                scopes_lost=self._scopes_lost(given),
                carries=tuple(dict.fromkeys(less.get(id_, ()))),
                in_general=self.in_general("out", id_),
                feeds=tuple(feeds),
            )

    @functools.cached_property
    def _refined(self) -> Mapping[int, Sequence[Feed]]:
        return exact(self.model, stated_only=self.stated_only)

    @functools.cached_property
    def _ended(self) -> frozenset[int]:
        return frozenset(map(id, self.feeds))

    def _along(self, side: str, id_: str) -> Sequence[Feed]:
        """The flows that leave a thing or come to it."""
        return along(self.model, stated_only=self.stated_only)[side].get(id_, ())

    def in_general(self, side: str, id_: str) -> tuple[Feed, ...]:
        """What is left of a thing's sentences about whole departments whose feeds by name have all ended."""
        refined = self._refined
        if not refined:
            return ()
        return tuple(
            feed
            for feeds in self.model.along(side)[id_].values()
            for feed in feeds
            if id(feed) in refined
            and id(feed) not in self._ended
            and all(id(one) in self._ended for one in refined[id(feed)])
        )

    def _runs_out_by_itself(self, giver: str, datasets: Sequence[str], feed: Feed | None = None) -> bool:
        """Whether a feed ends or loses content because a data set of the giver's own is gone, and not its receiver."""
        if feed is not None and (feed.target in self.gone or feed in self.removal.feeds):
            return False
        return bool(datasets) and self.gone.intersection(inside(self.model, giver)).issuperset(datasets)

    def _scopes_lost(self, given: Sequence[Feed]) -> tuple[str, ...]:
        """The scopes of receivers in which a giver has none left."""
        scopes = [self.model.nodes[feed.target]["scope"] for feed in given]
        left = {scope for scope, feed in zip(scopes, given, strict=True) if id(feed) not in self._ended}
        return tuple(dict.fromkeys(scope for scope in scopes if scope not in {*left, None, PEOPLE, UNSTATED}))

    def without(self, id_: str, dried: frozenset[int]) -> tuple[str, ...]:
        """The data sets that feeds brought to a thing and that certainly come to it no longer."""
        flows = self.struck.flows
        if not flows.shares:
            return ()
        came, comes, may_come = dict[str, None](), set[str](), False
        for feed in self._along("into", id_):
            ended, shares = id(feed) in self._ended, flows.shares.get(feed.source, {})
            came.update(dict.fromkeys(feed.carries))
            may_come |= not (ended or feed.carries)
            if not ended:
                out = self.taken.out_of(feed)
                comes.update(one for one in feed.carries if one not in out and shares[one] not in dried)
        return tuple(one for one in came if one in self.taken.chosen or (one not in comes and not may_come))

    def _way(self, node: int, ways: dict[int, tuple[Feed, ...]]) -> tuple[Feed, ...]:
        struck = self.struck
        giver = struck.giver(node)
        if struck.hops[node] > 1:
            return *ways[giver], self._first(giver, node)
        if giver in struck.gone:
            return (self._first(giver, node),)
        # it begins with a feed that was taken away by itself
        feeds = self._between(giver, node)
        return (_stated_first([feed for feed in feeds if id(feed) in self._ended] or feeds),)

    def _first(self, giver: int, node: int) -> Feed:
        """The feed that a way takes from one number to another; the same for every removal."""
        pair = giver, node
        found: Feed | None = self._firsts.get(pair)
        if found is None:
            found = self._firsts[pair] = _stated_first(self._between(giver, node))
        return found

    @functools.cached_property
    def _firsts(self) -> dict[Pair, Feed]:
        if self.succession.feeds:
            return {}
        return self.model.once(("first feeds", self.stated_only), dict)

    def _between(self, giver: int, node: int) -> list[Feed]:
        flows = self.struck.flows
        feeds = self.counted(feeds_between(self.model, flows.ids[giver], flows.ids[node]))
        return feeds if len(feeds) == 1 else [feed for feed in feeds if (giver, node) in flows.pairs(feed)]

    def rest_on_implied(self, nodes: Iterable[int]) -> list[int]:
        """Those of some numbers of things downstream to which no way of stated feeds alone leads."""
        if self.stated_only:
            return []
        stated = flows_of(self.model, stated_only=True)
        cut = _cut(self.model, stated, self.taken, self.removal.feeds, stated_only=True)
        first = [receiver for _, receiver in cut]
        hops = search(stated.out, stated.all_of(self.gone, self.taken), first)[1]
        hops.append(None)  # of what no stated feed touches
        same = self.model.once("numbers of stated flows", lambda: _in_stated(self.struck.flows, stated))
        return [node for node in nodes if (hops[same[node]] or 0) <= 0]


def _in_stated(flows: Flows, stated: Flows) -> list[int]:
    """The number of each thing among the stated flows; for what is not in them, one behind all of theirs."""
    return [stated.number.get(id_, len(stated.out)) for id_ in flows.ids[: flows.things]]


def _stated_first(feeds: Sequence[Feed]) -> Feed:
    return next((feed for feed in feeds if feed.basis == "stated"), feeds[0])


def dry(struck: Strike, model: Model) -> frozenset[int]:
    """The shares that certainly hold nothing any more: a feed that named their data set brought it, none is left that might.

    What lies in the giver itself cannot run dry.
    """
    flows: Flows = struck.flows
    shares = [
        node
        for node in struck.downstream
        if node >= flows.things and flows.dataset(node) and flows.dataset(node) not in inside(model, flows.ids[node])
    ]
    found: set[int] = set()
    while True:
        more = {node for node in shares if node not in found and _runs_dry(struck, node, found)}
        if not more:
            return frozenset(found)
        found |= more


def _runs_dry(struck: Strike, node: int, dry: set[int]) -> bool:
    flows = struck.flows

    def ends(pair: Pair) -> bool:
        return pair[0] in struck.gone or pair[0] in dry or struck.cut.get(pair, 0) >= flows.feeds.get(pair, 1)

    givers = flows.into[node]
    named = any(flows.dataset(giver) for giver in givers)
    return named and all(ends((giver, node)) for giver in givers)
