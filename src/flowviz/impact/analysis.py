"""From a removal to its answer: the feeds first, then what stands around them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from flowviz.catalogue import Feed
from flowviz.impact import around
from flowviz.impact.answer import Downstream, Impact, Summary, Upstream
from flowviz.impact.flows import Flows, flows_of
from flowviz.impact.removal import Removal, fallen, removed_feeds
from flowviz.impact.strike import Strike, search, strike
from flowviz.model import Model, feeds_between

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["impact", "strike_of"]


def impact(model: Model, removal: Removal, *, stated_only: bool = False) -> Impact:
    """What ``removal`` does to the catalogue of ``model``; with ``stated_only`` implied feeds do not count at all."""
    removed = fallen(model, removal.things)
    gone = {one.id for one in removed}
    feeds = removed_feeds(model, gone, removal.feeds, stated_only=stated_only)
    struck = strike_of(model, gone, removal.feeds, stated_only=stated_only)
    downstream = _downstream(model, struck, removal, stated_only)
    upstream = _upstream(struck, gone, feeds)
    hit = around.Hit(model, removed, feeds, downstream, upstream)
    systems, holders = around.systems(hit), around.holders(hit)
    departments = around.departments(hit, holders)
    effects = Counter(row.effect for row in downstream)
    return Impact(
        chosen=removal,
        stated_only=stated_only,
        removed=tuple(removed),
        feeds=tuple(feeds),
        downstream=tuple(downstream),
        upstream=tuple(upstream),
        systems=systems,
        holders=holders,
        without_unit=around.without_unit(hit),
        departments=departments,
        registers=around.registers(hit),
        personal_data=around.personal_data(hit),
        records_classes=around.records_classes(hit),
        source_issues=around.source_issues(hit),
        unknown=around.unknown(hit),
        summary=Summary(
            removed=len(removed),
            feeds_removed=len(feeds),
            feeds_removed_implied=sum(feed.basis == "implied" for feed in feeds),
            downstream=len(downstream),
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


def strike_of(model: Model, gone: set[str], feeds: Sequence[Feed], *, stated_only: bool = False) -> Strike:
    """What happens to the feeds of ``model`` when the things ``gone`` and the single ``feeds`` go."""
    flows = flows_of(model, stated_only=stated_only)
    return strike(flows, _numbers(flows, gone), _cut(flows, feeds, stated_only))


def _numbers(flows: Flows, ids: set[str]) -> frozenset[int]:
    return frozenset(flows.number[id_] for id_ in ids if id_ in flows.number)


def _cut(flows: Flows, feeds: Sequence[Feed], stated_only: bool) -> dict[tuple[int, int], int]:
    kept = (feed for feed in feeds if not stated_only or feed.basis == "stated")
    return dict(Counter((flows.number[feed.source], flows.number[feed.target]) for feed in kept))


def _downstream(model: Model, struck: Strike, removal: Removal, stated_only: bool) -> list[Downstream]:
    flows, lost = struck.flows, struck.feeds_lost
    counted = [feed for feed in removal.feeds if not stated_only or feed.basis == "stated"]
    sure = set(struck.downstream) if stated_only else _reached_by_stated(model, struck, counted)
    single = {(feed.source, feed.target): feed for feed in reversed(counted)}
    ways: dict[int, tuple[Feed, ...]] = {}
    rows = []
    for node in sorted(struck.downstream, key=lambda node: (struck.hops[node], node)):
        giver = struck.giver(node)
        first = ways[giver] if struck.hops[node] > 1 else ()
        ends = flows.ids[giver], flows.ids[node]
        ways[node] = (*first, single[ends] if not first and giver not in struck.gone else _feed(model, *ends))
        rows.append(
            Downstream(
                id=flows.ids[node],
                distance=struck.hops[node],
                effect=struck.effect(node),
                feeds_lost=lost.get(node, 0),
                feeds_before=flows.feeds_into[node],
                origins_lost=struck.origins_lost(node),
                origins_before=struck.origins_before(node),
                way=ways[node],
                rests_on_implied=node not in sure,
            )
        )
    return rows


def _feed(model: Model, source: str, target: str) -> Feed:
    feeds = feeds_between(model, source, target)
    return next((feed for feed in feeds if feed.basis == "stated"), feeds[0])


def _reached_by_stated(model: Model, struck: Strike, single: Sequence[Feed]) -> set[int]:
    flows, stated = struck.flows, flows_of(model, stated_only=True)
    starts = _numbers(stated, {flows.ids[node] for node in struck.gone})
    first = [stated.number[feed.target] for feed in single if feed.basis == "stated"]
    return {flows.number[stated.ids[node]] for node in search(stated.out, starts, first)[0]}


def _upstream(struck: Strike, gone: set[str], feeds: Sequence[Feed]) -> list[Upstream]:
    flows, ending = struck.flows, dict[str, list[Feed]]()
    for feed in feeds:
        if feed.source not in gone:
            ending.setdefault(feed.source, []).append(feed)
    return [
        Upstream(
            id=id_,
            feeds_lost=len(lost),
            feeds_before=flows.feeds_out[flows.number[id_]],
            without_receiver=len(lost) == flows.feeds_out[flows.number[id_]],
            feeds=tuple(lost),
        )
        for id_, lost in sorted(ending.items(), key=lambda item: flows.number[item[0]])
    ]
