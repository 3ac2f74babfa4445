"""What the differences of two catalogues do to the flow of data, with the notions of `flowviz.impact`.

A thing is newly *cut off* when something fed it that had data from an origin, and nothing that has data of its own
reaches it now. What was fed before and has run dry is no origin; what is new, or was an origin before, is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from flowviz.changes.compare import Comparison
from flowviz.impact.flows import Flows, flows_of
from flowviz.impact.ranking import KINDS, cut_off_counts
from flowviz.impact.removal import fallen
from flowviz.impact.strike import search
from flowviz.impact.survival import remaining
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
    order: Mapping[str, int] = comparison.new.order
    return [
        effect for find in EFFECTS.values() for effect in sorted(find(comparison), key=lambda effect: order[effect.id])
    ]


def _cut_off(comparison: Comparison) -> Iterator[Effect]:
    old, new = flows_of(comparison.old), flows_of(comparison.new)
    live = [node for node, id_ in enumerate(new.ids) if _is_origin(comparison.old_ids.get(id_), old)]
    live += [
        node
        for loop in new.loops.origins
        if any(new.ids[member] not in comparison.old_ids for member in new.loops.members[loop])
        for node in new.loops.members[loop]
    ]
    reached = {new.ids[node] for node in [*live, *search(new.out, set(live))[0]]}
    for id_ in old.ids:
        if id_ in comparison.ids and not _is_origin(id_, old) and comparison.ids[id_] not in reached:
            yield Effect("cut-off", comparison.ids[id_])


def _is_origin(id_: str | None, flows: Flows) -> bool:
    """Whether nothing outside its loop feeds a thing; what is in no feed is an origin too, None is not."""
    if id_ is None:
        return False
    return id_ not in flows.number or bool(flows.loops.is_origin[flows.loops.of[flows.number[id_]]])


def _leads_nowhere(comparison: Comparison) -> Iterator[Effect]:
    lost: dict[str, dict[str, None]] = {}
    for change in comparison.of("removed", "feed"):
        feed = change.entry.noun
        if feed.source in comparison.ids and feed.target not in comparison.ids:
            lost.setdefault(comparison.ids[feed.source], {})[feed.target] = None
    return (Effect("leads-nowhere", id_, tuple(receivers)) for id_, receivers in lost.items())


def _without_receiver(comparison: Comparison) -> Iterator[Effect]:
    for id_, receivers in comparison.old.out.items():
        now = comparison.ids.get(id_)
        if receivers and now is not None and not comparison.new.out[now]:
            yield Effect("without-receiver", now)


def _single_points(comparison: Comparison) -> Iterator[Effect]:
    before, after = _groups(comparison.old), _groups(comparison.new)
    old, new = flows_of(comparison.old), flows_of(comparison.new)
    counts = dict(zip(before, cut_off_counts(old, list(before.values())), strict=True))
    for (id_, group), count in zip(after.items(), cut_off_counts(new, list(after.values())), strict=True):
        was = counts.get(comparison.old_ids.get(id_, ""), 0)
        if count > was:
            cut = remaining(new, group, frozenset(), new.loops.ones)
            yield Effect("single-point", id_, tuple(new.ids[node] for node in sorted(cut)), was, count)


def _groups(model: Model) -> dict[str, frozenset[int]]:
    """The things that may be single points of failure, each with the numbers of all that falls with it."""
    number = flows_of(model).number
    ids = [id_ for id_, data in model.nodes(data=True) if data["kind"] in KINDS]
    return {id_: frozenset(number[one.id] for one in fallen(model, [id_]) if one.id in number) for id_ in ids}


def _orphans(comparison: Comparison) -> Iterator[Effect]:
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
    return any(kind in ("uses system", "run by") for _, _, kind in model.in_edges(node, keys=True))


EFFECTS: Final[Mapping[EffectKind, Callable[[Comparison], Iterable[Effect]]]] = {
    "cut-off": _cut_off,
    "leads-nowhere": _leads_nowhere,
    "without-receiver": _without_receiver,
    "single-point": _single_points,
    "orphan": _orphans,
}
"""Every kind of effect, with what finds it."""
