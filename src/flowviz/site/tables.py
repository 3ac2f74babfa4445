"""Rows of feeds and of things for the tables of pages: the facts of `flowviz.tables`, with links."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from flowviz.catalogue import Feed
from flowviz.facts import things
from flowviz.feeds import once
from flowviz.model import Model, inside, organisation_beside
from flowviz.nouns import Noun
from flowviz.site.facts import Fact, Value, fact_shown, reference, scope_value
from flowviz.site.place import Place

__all__ = ["FeedTable", "ThingRow", "feed_table", "feed_tables", "feeds_table", "thing_rows"]


class FeedRow(Noun, kw_only=False):
    """A feed with both its ends."""

    giver: Value
    receiver: Value
    feed: Feed
    carried: tuple[Fact, ...]


class FeedTable(Noun, kw_only=False):
    """Feeds, and which of their ends is worth a column."""

    rows: tuple[FeedRow, ...]
    givers: bool = True
    receivers: bool = True


class ThingRow(Noun, kw_only=False):
    """A thing with where it lies and how many feeds its page lists."""

    thing: Value
    kind: str
    home: Value | None
    organisation: Value | None
    """The one that it is of, where catalogues are joined."""
    scope: Value | None
    feeds_out: int
    feeds_in: int


def feed_tables(at: Place, node: str) -> tuple[FeedTable, FeedTable]:
    """The feeds that leave a thing or what lies in it, and those that come to it from elsewhere."""
    out, into = _feeds(at, node)
    return (
        FeedTable(_rows(at, out), givers=_several(node, (feed.source for feed in out))),
        FeedTable(_rows(at, into), receivers=_several(node, (feed.target for feed in into))),
    )


def _feeds(at: Place, node: str) -> tuple[list[Feed], list[Feed]]:
    """The feeds that leave a thing or what lies in it, and those that come to it from elsewhere, as its page lists them.

    They are found once for all pages and lists that tell of the thing.
    """
    found: dict[str, tuple[list[Feed], list[Feed]]] = at.model.once("feeds of pages", dict)
    if node not in found:
        found[node] = _feeds_of(at.model, node)
    return found[node]


def _feeds_of(model: Model, node: str) -> tuple[list[Feed], list[Feed]]:
    members = dict.fromkeys(inside(model, node))
    out = [feed for member in members for feeds in model.out[member].values() for feed in feeds]
    into = [feed for member in members for feeds in model.into[member].values() for feed in feeds]
    order = model.once("site feeds", lambda: {id(feed): i for i, feed in enumerate(model.catalogue.feeds)})

    def listed(feeds: Iterable[Feed]) -> list[Feed]:
        return once(model, sorted(feeds, key=lambda feed: order[id(feed)]))

    return listed(out), listed(feed for feed in into if feed.source not in members)


def feeds_table(at: Place) -> FeedTable:
    """All feeds, in the order of the catalogue."""
    return feed_table(at, at.catalogue.feeds)


def feed_table(at: Place, feeds: Iterable[Feed]) -> FeedTable:
    """Some feeds, in their order."""
    return FeedTable(_rows(at, feeds))


def _rows(at: Place, feeds: Iterable[Feed]) -> tuple[FeedRow, ...]:
    return tuple(
        FeedRow(
            reference(at, feed.source),
            reference(at, feed.target),
            feed,
            tuple(fact_shown(at, fact) for fact in things.besides(at.model, feed)),
        )
        for feed in feeds
    )


def _several(node: str, ends: Iterable[str]) -> bool:
    return set(ends) - {node} != set()


def thing_rows(at: Place, nodes: Collection[str]) -> list[ThingRow]:
    """The rows of things, in their order."""
    return [_row(at, node) for node in nodes]


def _row(at: Place, node: str) -> ThingRow:
    data = at.model.nodes[node]
    out, into = _feeds(at, node)
    home = data["resource"] or data["department"]
    whole = organisation_beside(at.model, node)
    return ThingRow(
        thing=reference(at, node),
        kind=data["kind"],
        home=reference(at, home) if home else None,
        organisation=reference(at, whole) if whole else None,
        scope=scope_value(at, data["scope"]) if data["scope"] else None,
        feeds_out=len(out),
        feeds_in=len(into),
    )
