"""What members of a joined catalogue say of each other: what the one tells, does the other confirm?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from flowviz.catalogue import member_of
from flowviz.model import LIES_IN, Model, organisations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowviz.catalogue import Feed

__all__ = ["Told", "Verdict", "reconciliation"]

Verdict = Literal["yes", "no", "silent"]
"""Whether the other side confirms a feed: it tells the same flow, other flows of the same end only, or none of it at all."""


@dataclass(frozen=True, slots=True)
class Told:
    """A feed between two members that one of them tells, seen from another of them that should know of it."""

    feed: Feed
    by: tuple[str, ...]
    """The members that tell it."""
    side: str
    """The member at one of its ends that did not tell it."""
    verdict: Verdict
    confirmed: tuple[Feed, ...]
    """What that member says of the same flow: between the same things, or what lies in them or holds them."""


def reconciliation(model: Model) -> tuple[Told, ...]:
    """Every feed from one member to another, as one side tells it and the other confirms it or not, in the catalogue's order.

    Empty for a catalogue that was not joined. Parties are nobody's: who a feed leads to or comes from there is asked of no one.
    """
    return model.once("reconciliation", lambda: tuple(_reconciliation(model)))


def _reconciliation(model: Model) -> Iterator[Told]:
    members = organisations(model).keys()
    feeds = [feed for feed in model.catalogue.feeds if _tellers(feed) & members]
    holders = {end: _holders(model, end) for feed in feeds for end in (feed.source, feed.target)}
    told_by: dict[str, list[Feed]] = {member: [] for member in members}
    for feed in feeds:
        for member in _tellers(feed) & members:
            told_by[member].append(feed)

    def related(one: str, other: str) -> bool:
        """Whether two ends are one, or the one lies in the other."""
        return one in holders[other] or other in holders[one]

    for feed in feeds:
        ends = {member_of(end): end for end in (feed.source, feed.target) if model.nodes[end]["kind"] != "party"}
        for side, own in ends.items() if len(ends) > 1 else ():
            if side is None or side in _tellers(feed):
                continue
            theirs = [other for other in told_by[side] if related(own, other.source) or related(own, other.target)]
            confirmed = [
                other for other in theirs if related(feed.source, other.source) and related(feed.target, other.target)
            ]
            verdict: Verdict = "yes" if confirmed else "no" if theirs else "silent"
            yield Told(feed, tuple(sorted(_tellers(feed))), side, verdict, tuple(confirmed))


def _tellers(feed: Feed) -> set[str]:
    return {member for evidence in feed.evidence if (member := member_of(evidence.source))}


def _holders(model: Model, node: str) -> frozenset[str]:
    """A thing and all that it lies in, up to the organisation of its member."""
    found = {node}
    waiting = [node]
    while waiting:
        for holder in model.targets(waiting.pop(), *LIES_IN):
            if holder not in found and holder != model.catalogue.organisation.id:
                found.add(holder)
                waiting.append(holder)
    return frozenset(found)
