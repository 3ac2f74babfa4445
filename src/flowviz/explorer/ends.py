"""The feeds between two ends in a drawing and whatever they stand for there."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from flowviz.connections import drawn_as
from flowviz.diagrams.atlas import sides_of_sign
from flowviz.ends import End, One, Pair, Signed
from flowviz.model import Model
from flowviz.standing import stands_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from flowviz.catalogue import Feed

__all__ = ["between", "feeds_of_pair", "feeds_of_pairs", "places_of_feeds", "sides", "stands_for"]


def feeds_of_pair(model: Model, pair: Pair, *, within: str | None = None) -> list[Feed]:
    """The feeds between two ends in a drawing and whatever they stand for there, both ways, in the order of the catalogue.

    In the drawing of a department, ``within`` it, this stands only for what is in none of its resources, and a resource
    only for what is in none of the boxes inside its own.
    """
    return feeds_of_pairs(model, [pair], within=within)


def feeds_of_pairs(model: Model, pairs: Iterable[Pair], *, within: str | None = None) -> list[Feed]:
    """The feeds of several pairs, each once."""
    members = functools.cache(functools.partial(stands_for, model, within=within))
    places = places_of_feeds(model)
    found: dict[int, Feed] = {}
    for pair in pairs:
        here, there = sides(model, pair, within, members)
        for feed in (*_from_to(model, here, there), *_from_to(model, there, here)):
            found[places[id(feed)]] = feed
    return [found[place] for place in sorted(found)]


def places_of_feeds(model: Model) -> Mapping[int, int]:
    """id() of each feed -> its place in the catalogue."""
    return model.once("places of feeds", lambda: {id(feed): place for place, feed in enumerate(model.catalogue.feeds)})


def _from_to(model: Model, sources: set[str], targets: set[str]) -> Iterator[Feed]:
    """The feeds from one of some things to one of others, looked for from where there are fewer."""
    fewer, others, along = (
        (sources, targets, model.out) if len(sources) <= len(targets) else (targets, sources, model.into)
    )
    return (feed for one in fewer for other, feeds in along[one].items() if other in others for feed in feeds)


def sides(
    model: Model, pair: Pair, within: str | None, members: Callable[[End], set[str]]
) -> tuple[set[str], set[str]]:
    """The ids of what the two ends of a line or a dot stand for; ``members`` gives those of an end."""
    if isinstance(pair.target, Signed):
        return sides_of_sign(model, str(pair.source), pair.target)
    there = members(pair.target)
    if isinstance(pair.source, One) and not isinstance(pair.target, One):  # one card, or a box, and a group
        id_ = pair.source.id
        alone = id_ in model and within in (None, id_)
        here = drawn_as(model, id_) if alone else members(pair.source)
        return here, there - here
    return members(pair.source), there


def between(feeds: Iterable[Feed], here: set[str], there: set[str]) -> list[Feed]:
    """Those of ``feeds`` that lead from the one side to the other, both ways."""
    return [
        feed
        for feed in feeds
        if (feed.source in here and feed.target in there) or (feed.source in there and feed.target in here)
    ]
