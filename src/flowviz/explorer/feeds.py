"""Feeds on the screen: those between two things of a drawing, and any feeds as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html

from flowviz.catalogue import OWN
from flowviz.connections import drawn_as, holder_of, home_of, only_user, scope_of, system_homes
from flowviz.ends import End, Inside, OfScope, One, Others, Pair, Parties, Systems, group_of
from flowviz.explorer.cells import rest
from flowviz.explorer.pieces import Place, basis_badge, evidence, localized, table, thing_link, unknown
from flowviz.facts import things
from flowviz.feeds import once
from flowviz.model import Model, department_of, inside

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dash.development.base_component import Component

    from flowviz.catalogue import Catalogue, Feed

__all__ = ["besides", "feeds_around", "feeds_of_pair", "feeds_table", "short_table", "stands_for"]


def feeds_of_pair(model: Model, pair: Pair, *, within: str | None = None) -> list[Feed]:
    """The feeds between two ends in a drawing and whatever they stand for there, both ways.

    In the drawing of a department, ``within`` it, this stands only for what is in none of its resources, and a resource
    only for what is in none of the boxes inside its own.
    """
    there = stands_for(model, pair.target, within=within)
    if isinstance(pair.source, One) and not isinstance(pair.target, One):  # one card, or a box, and a group
        id_ = pair.source.id
        alone = id_ in model and within in (None, id_)
        here = drawn_as(model, id_) if alone else stands_for(model, pair.source, within=within)
        there -= here
    else:
        here = stands_for(model, pair.source, within=within)
    catalogue: Catalogue = model.catalogue
    return [
        feed
        for feed in catalogue.feeds
        if (feed.source in here and feed.target in there) or (feed.source in there and feed.target in here)
    ]


def stands_for(model: Model, end: End, *, within: str | None = None) -> set[str]:
    """The ids of all that a card, dot or end of a line stands for."""
    match end:
        case One(node):
            return _in_one(model, node, within)
        case OfScope(scope) if scope == OWN:
            return {node for node in model if department_of(model, node) or only_user(model, node)}
        case Inside() | OfScope():
            return {node for node in model if group_of(model, node) == end}
        case Others(scope):
            return {
                node
                for node, data in model.nodes(data=True)
                if not (department_of(model, node) or only_user(model, node))
                and scope_of(model, data["resource"] or node) == scope
            }
        case Systems(home):
            return {system for system, found in system_homes(model).items() if found == home}
        case Parties(scope):
            return {
                node
                for node, data in model.nodes(data=True)
                if data["kind"] in ("party", "system", "unit")
                and not (data["department"] or only_user(model, node))
                and scope_of(model, node) == scope
            }


def _in_one(model: Model, node: str, within: str | None) -> set[str]:
    if node not in model:
        return set()
    kind, department = model.nodes[node]["kind"], department_of(model, node)
    if kind == "department" and not within:
        return drawn_as(model, node)
    if department and (department == within or kind in ("department", "resource")):
        homes = home_of(model, department)
        boxes = {node}
        if department != within:
            boxes |= {home for home in homes.values() if holder_of(model, home) == node}
        found = {inner for inner, home in homes.items() if home in boxes}
        return found or set(inside(model, node))
    return set(inside(model, node))


def feeds_around(model: Model, node: str) -> tuple[list[Feed], list[Feed]]:
    """The feeds out of a thing and all that lies in it, and those into it; a flow that is told twice once."""
    members = set(inside(model, node))
    catalogue: Catalogue = model.catalogue
    out = [feed for feed in catalogue.feeds if feed.source in members and feed.target not in members]
    into = [feed for feed in catalogue.feeds if feed.target in members and feed.source not in members]
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
