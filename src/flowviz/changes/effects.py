"""What the differences of two catalogues do to the flow of data, with the notions of `flowviz.impact`.

A thing is newly *cut off* when something fed it that had data from an origin, and nothing that has data of its own
reaches it now. What was fed before and has run dry is no origin; what is new, or was an origin before, is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from flowviz.changes.compare import Comparison
from flowviz.feeds import passes_on, told_again
from flowviz.impact.analysis import strike_of
from flowviz.impact.flows import Flows, counted, flows_along, flows_of
from flowviz.impact.ranking import KINDS, cut_off_counts
from flowviz.impact.removal import Taken, fallen
from flowviz.impact.strike import search
from flowviz.model import Model

__all__ = ["EFFECTS", "Effect", "EffectKind", "effects", "orphans"]

EffectKind = Literal["cut-off", "leads-nowhere", "without-receiver", "single-point", "orphan"]


@dataclass(frozen=True, slots=True)
class Effect:
    """What the differences do to one thing of the new catalogue.

    ``others`` are ids: of the receivers that are gone, as the old catalogue has them (leads-nowhere), or of the
    things that are cut off if this one goes (single-point); ``before`` and ``after`` count the latter.
    """

    kind: EffectKind
    id: str
    others: tuple[str, ...] = ()
    before: int = 0
    after: int = 0


def effects(comparison: Comparison) -> list[Effect]:
    """What the differences do, the gravest kind first, each in the order of the new catalogue."""
    both, order = _Both(comparison, *_flows(comparison)), comparison.new.order
    return [effect for find in EFFECTS.values() for effect in sorted(find(both), key=lambda effect: order[effect.id])]


@dataclass(frozen=True, slots=True)
class _Both:
    """Two catalogues, and the flows of each as the other lets them count."""

    comparison: Comparison
    old: Flows
    new: Flows

    def is_origin(self, id_: str | None) -> bool:
        """Whether a thing of the old catalogue is an origin; what is in no feed is one too, None is not."""
        return id_ is not None and (id_ not in self.old.number or self.has_its_own(self.old.number[id_]))

    def has_its_own(self, number: int) -> bool:
        """Whether a number of the old catalogue is in an origin, or one of its thing's own is left to it."""
        loops = self.old.loops
        return bool(loops.is_origin[loops.of[number]]) or any(map(self._is_left, loops.own.get(number, ())))

    def _is_left(self, number: int) -> bool:
        ids, dataset = self.comparison.ids, self.old.dataset(number)
        return self.old.ids[number] in ids and (dataset is None or dataset in ids)


def _cut_off(both: _Both) -> Iterator[Effect]:
    comparison, old, new = both.comparison, both.old, both.new
    live = set(_live(both))
    kept = {node for node in live if passes_on(comparison.new, new.ids[node])}  # others give, and get nothing by that
    others = [[to for to in receivers if new.ids[to] != id_] for id_, receivers in zip(new.ids, new.out, strict=True)]
    reached = {new.ids[node] for node in [*kept, *search(others, live)[0]] if node < new.things}
    for id_ in old.ids[: old.things]:
        if id_ in comparison.ids and not both.is_origin(id_) and comparison.ids[id_] not in reached:
            yield Effect("cut-off", comparison.ids[id_])


def _live(both: _Both) -> Iterator[int]:
    """The numbers of the new catalogue that have data of their own."""
    comparison, old, new = both.comparison, both.old, both.new
    for node, id_ in enumerate(new.ids):
        was, dataset = comparison.old_ids.get(id_), new.dataset(node)
        if not passes_on(comparison.new, id_):
            own = bool(new.out[node])
        elif dataset is None:
            own = both.is_origin(was)
        else:
            share = old.shares.get(was or "", {}).get(comparison.old_ids.get(dataset, dataset))
            own = not _is_fed(new, node) if share is None else not _is_fed(old, share) or both.has_its_own(share)
        if own:
            yield node
    for loop in new.loops.origins:
        members = new.loops.members[loop]
        if any(new.ids[member] not in comparison.old_ids for member in members):
            yield from members


def _is_fed(flows: Flows, share: int) -> bool:
    """Whether something outside its loop brings a data set into what gives of it."""
    loops = flows.loops
    return not loops.is_origin[loops.of[share]] and any(
        flows.ids[giver] != flows.ids[share] for giver in flows.into[share]
    )


def _flows(comparison: Comparison) -> tuple[Flows, Flows]:
    """The flows of the old and the new catalogue: what was said in general only because others said it by name stays so."""
    ids, old, new = comparison.ids, comparison.old, comparison.new
    in_general = {(ids.get(feed.source), ids.get(feed.target)) for feed in old.catalogue.feeds if told_again(old, feed)}
    both = ((was.noun, now.noun) for was, now in comparison.pairs if was.kind == "feed")
    by_name = {id(now) for was, now in both if not told_again(old, was)}
    feeds = [feed for feed in counted(new) if id(feed) in by_name or (feed.source, feed.target) not in in_general]
    return flows_of(old), flows_along(new, feeds)


def _leads_nowhere(both: _Both) -> Iterator[Effect]:
    comparison = both.comparison
    lost: dict[str, dict[str, None]] = {}
    for change in comparison.of("removed", "feed"):
        feed = change.entry.noun
        if told_again(comparison.old, feed):
            continue
        if feed.source in comparison.ids and feed.target not in comparison.ids:
            lost.setdefault(comparison.ids[feed.source], {})[feed.target] = None
    return (Effect("leads-nowhere", id_, tuple(receivers)) for id_, receivers in lost.items())


def _without_receiver(both: _Both) -> Iterator[Effect]:
    for id_ in both.old.ids[: both.old.things]:
        now = both.comparison.ids.get(id_)
        if now is not None and both.old.gives(id_) and not both.new.gives(now):
            yield Effect("without-receiver", now)


def _single_points(both: _Both) -> Iterator[Effect]:
    old_ids, new = both.comparison.old_ids, both.comparison.new
    before = cut_off_counts(both.comparison.old)
    for id_, count in cut_off_counts(new).items():
        was = before.get(old_ids.get(id_, ""), 0)
        if count > was:
            yield Effect("single-point", id_, _cut_off_without(new, id_), was, count)


def _cut_off_without(model: Model, id_: str) -> tuple[str, ...]:
    """What a removal cuts off, in the order of the catalogue."""
    gone = [one.id for one in fallen(model, [id_])]
    struck = strike_of(model, gone, Taken.of(model, [id_], gone), ())
    return tuple(struck.flows.ids[node] for node in sorted(struck.cut_off) if node < struck.flows.things)


def _orphans(both: _Both) -> Iterator[Effect]:
    comparison = both.comparison
    before = set(orphans(comparison.old))
    return (Effect("orphan", id_) for id_ in orphans(comparison.new) if comparison.old_ids.get(id_) not in before)


def orphans(model: Model) -> Iterator[str]:
    """The things that nothing is known of but their name: resources and parties without a feed, systems without a user.

    A resource is none when a feed touches a part, a register or a data set of it, a party none when it runs a system.
    """
    for node, data in model.nodes(data=True):
        if data["kind"] in KINDS and not any(_in_use(model, inner.id) for inner in fallen(model, [node])):
            yield node


def _in_use(model: Model, node: str) -> bool:
    if model.out[node] or model.into[node]:
        return True
    return bool(model.sources(node, "uses system", "run by"))


EFFECTS: Final[Mapping[EffectKind, Callable[[_Both], Iterable[Effect]]]] = {
    "cut-off": _cut_off,
    "leads-nowhere": _leads_nowhere,
    "without-receiver": _without_receiver,
    "single-point": _single_points,
    "orphan": _orphans,
}
"""Every kind of effect, with what finds it."""
