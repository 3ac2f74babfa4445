"""Feeds on the screen: those between two things of a drawing, and any feeds as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowviz.explorer.cells import rest
from flowviz.explorer.ends import places_of_feeds
from flowviz.explorer.markup import html
from flowviz.explorer.pieces import Place, basis_badge, evidence, localized, table, thing_link, unknown
from flowviz.facts import things
from flowviz.feeds import once
from flowviz.model import Model, inside

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dash.development.base_component import Component

    from flowviz.catalogue import Feed

__all__ = ["besides", "feeds_around", "feeds_table", "short_table"]


def feeds_around(model: Model, node: str) -> tuple[list[Feed], list[Feed]]:
    """The feeds out of a thing and all that lies in it, and those into it; a flow that is told twice once."""
    members = set(inside(model, node))
    places = places_of_feeds(model)
    out, into = (
        sorted(
            (
                feed
                for member in members
                for other, feeds in model.along(side)[member].items()
                if other not in members
                for feed in feeds
            ),
            key=lambda feed: places[id(feed)],
        )
        for side in ("out", "into")
    )
    return once(model, out), once(model, into)


def feeds_table(at: Place, feeds: Iterable[Feed], caption: str, *, name: str = "feeds") -> Component:
    """Feeds as rows: from, to, what, how often, on what condition, how it is known and where it is said."""
    keys = ("source", "target", "content", "frequency", "condition", "basis", "evidence")
    return table([at.w(f"field.{key}") for key in keys], [_row(at, feed) for feed in feeds], caption=caption, name=name)


def short_table(at: Place, feeds: Iterable[Feed], caption: str, node: str, *, out: bool) -> Component:
    """Feeds out of a thing or into it, in two columns: at the other end, and all that is known of the feed."""
    headings = [at.w("field.target" if out else "field.source"), at.w("field.content")]
    rows = []
    for feed in feeds:
        own, other = (feed.source, feed.target) if out else (feed.target, feed.source)
        inner = (
            [html.Div([at.w("field.source" if out else "field.target"), ": ", thing_link(at, own)], className="own")]
            if own != node
            else []
        )
        rows.append([[thing_link(at, other), *inner], _told(at, feed)])
    return table(headings, rows, caption=caption, name="short")


def besides(at: Place, feed: Feed) -> list[Any]:
    """What is known of a feed besides its words, a line each; nothing where nothing is said."""
    return [rest(at, fact) for fact in things.besides(at.whole, feed)]


def _told(at: Place, feed: Feed) -> list[Any]:
    first = localized(feed.content, at.language) if feed.content else unknown(at)
    lines: list[Any] = [html.Div(first), *besides(at, feed)]
    for key in ("frequency", "condition"):
        text = getattr(feed, key)
        lines.append(
            html.Div(
                [f"{at.w(f'field.{key}')}: ", localized(text, at.language) if text else unknown(at)], className="told"
            )
        )
    lines.append(html.Div([basis_badge(at, feed.basis), " ", evidence(at, feed.evidence)]))
    return lines


def _row(at: Place, feed: Feed) -> list[Any]:
    def said(field: str) -> Any:
        text = getattr(feed, field)
        return localized(text, at.language) if text else unknown(at)

    return [
        thing_link(at, feed.source),
        thing_link(at, feed.target),
        [said("content"), *besides(at, feed)],
        said("frequency"),
        said("condition"),
        basis_badge(at, feed.basis),
        evidence(at, feed.evidence),
    ]
