"""What members of a joined catalogue say of each other: what the one tells, does the other confirm?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowviz.catalogue import Feed
from flowviz.model import LIES_IN, Model

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Told", "reconciliation"]


@dataclass(frozen=True, slots=True)
class Told:
    """A feed between two members that one of them tells, seen from another of them that should know of it."""

    feed: Feed
    by: str
    """The member that tells it."""
    side: str
    """The member at one of its ends that did not tell it."""
    confirmed: tuple[Feed, ...]
    """What that member says of the same flow: between the same things, or what lies in them or holds them."""


def reconciliation(model: Model) -> tuple[Told, ...]:
    """Every feed from one member to another, as one side tells it and the other confirms it or not, in the catalogue's order.

    Empty for a catalogue that was not joined. Parties are nobody's: who a feed leads to or comes from there is asked of no one.
    """
    return model.once("reconciliation", lambda: tuple(_reconciliation(model)))


def _reconciliation(model: Model) -> list[Told]:
    members = {member.id for member in model.catalogue.members}
    if not members:
        return []
    between = [feed for feed in model.catalogue.feeds if len(_sides(model, feed)) == 2]
    told_by: dict[str, list[Feed]] = {}
    for feed in between:
        for member in _tellers(feed):
            told_by.setdefault(member, []).append(feed)
    holders = {end: _holders(model, end) for feed in between for end in (feed.source, feed.target)}
    found = []
    for feed in between:
        tellers = _tellers(feed)
        for side in _sides(model, feed):
            if side in members and side not in tellers:
                confirming = (other for other in told_by.get(side, ()) if _same_flow(feed, other, holders))
                found.append(Told(feed, ", ".join(tellers), side, tuple(confirming)))
    return found


def _sides(model: Model, feed: Feed) -> tuple[str, ...]:
    """The members at the two ends; one or none where an end is a party or both are of one member."""
    ends = [end for end in (feed.source, feed.target) if model.nodes[end]["kind"] != "party"]
    return tuple(dict.fromkeys(end.partition("/")[0] for end in ends)) if len(ends) == 2 else ()


def _tellers(feed: Feed) -> tuple[str, ...]:
    return tuple(dict.fromkeys(evidence.source.partition("/")[0] for evidence in feed.evidence))


def _holders(model: Model, node: str) -> frozenset[str]:
    """A thing and all that it lies in, up to the organisation of its member."""
    found = {node}
    waiting = [node]
    while waiting:
        for _, holder, kind in model.out_edges(waiting.pop(), keys=True):
            if kind in LIES_IN and holder not in found and holder != model.catalogue.organisation.id:
                found.add(holder)
                waiting.append(holder)
    return frozenset(found)


def _same_flow(one: Feed, other: Feed, holders: Mapping[str, frozenset[str]]) -> bool:
    return all(a in holders[b] or b in holders[a] for a, b in ((one.source, other.source), (one.target, other.target)))
