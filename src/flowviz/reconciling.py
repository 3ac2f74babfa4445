"""What members of a joined catalogue say of each other: what the one tells, does the other confirm?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from flowviz.catalogue import member_of
from flowviz.model import LIES_IN, Model, organisations

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from flowviz.catalogue import Feed

__all__ = ["Told", "Verdict", "reconciliation"]

Verdict = Literal["yes", "no", "silent"]
"""Whether the other side confirms a feed: it tells the same flow; other flows of the same end only, or nothing can be concluded,
because it tells none of it at all or says that its catalogue does not cover everything."""


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
    whole = {member.id for member in model.catalogue.members if member.header.not_covered is None}
    feeds = [feed for feed in model.catalogue.feeds if _tellers(feed) & members]
    holders = {end: _holders(model, end) for end in {end for feed in feeds for end in (feed.source, feed.target)}}
    told = _Told(feeds, holders)
    for feed in feeds:
        ends = {member_of(end): end for end in (feed.source, feed.target) if model.nodes[end]["kind"] != "party"}
        for side, own in ends.items() if len(ends) > 1 else ():
            if side is None or side in _tellers(feed):
                continue
            confirmed = told.of_the_same(feed, side)
            known = side in whole and told.touches(own, side)
            verdict: Verdict = "yes" if confirmed else "no" if known else "silent"
            yield Told(feed, tuple(sorted(_tellers(feed))), side, verdict, confirmed)


class _Told:
    """The feeds that members tell, by who tells them and by their ends and all that those lie in."""

    def __init__(self, feeds: Sequence[Feed], holders: Mapping[str, frozenset[str]]) -> None:
        self._feeds = feeds
        self._holders = holders
        self._at: dict[tuple[str, bool, str], set[int]] = {}
        self._within: dict[tuple[str, bool, str], set[int]] = {}
        for place, feed in enumerate(feeds):
            for member in _tellers(feed):
                for giving, end in ((True, feed.source), (False, feed.target)):
                    self._at.setdefault((member, giving, end), set()).add(place)
                    for holder in holders[end]:
                        self._within.setdefault((member, giving, holder), set()).add(place)

    def touches(self, end: str, member: str) -> bool:
        """Whether the ``member`` tells a feed that comes from an end or leads to it, to what lies in it or what it lies in."""
        return any(self._near(end, member, giving=giving) for giving in (True, False))

    def of_the_same(self, feed: Feed, member: str) -> tuple[Feed, ...]:
        """What the ``member`` tells of the same flow, in the order of the catalogue."""
        given, got = self._near(feed.source, member, giving=True), self._near(feed.target, member, giving=False)
        return tuple(
            self._feeds[place] for place in sorted({place for one in given for other in got for place in one & other})
        )

    def _near(self, end: str, member: str, *, giving: bool) -> list[set[int]]:
        """The places of the feeds of a member that give or get at an end, within it, or at what it lies in."""
        at = (self._at.get((member, giving, holder)) for holder in self._holders[end])
        return [found for found in (self._within.get((member, giving, end)), *at) if found]


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
