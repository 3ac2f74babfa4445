"""How data get from A to B: two lists to choose from, and the ways step by step."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from dash import html

from flowviz.explorer.feeds import feeds_table
from flowviz.explorer.pieces import Children, Place, heading, link, thing_link
from flowviz.feeds import through
from flowviz.lineage import ways
from flowviz.locales import together
from flowviz.model import NODE_KINDS, feeds_between
from flowviz.telling.keys import alphabetical

if TYPE_CHECKING:
    from collections.abc import Callable

    from dash.development.base_component import Component

    from flowviz.explorer.query import Query

__all__ = ["layout", "view", "ways_found"]

_MOST = 20


def layout() -> Component:
    """Where the lists and the ways stand."""
    return html.Div(id="panel-paths", className="panel")


def view(at: Place) -> Children:
    """Two lists to choose from; the drawing and the ways stand below them."""
    query = at.query
    start = (
        []
        if query.of and query.to
        else [heading(at.view_name(query.view), html.P(at.w("explorer.paths.help"), className="lead"))]
    )
    swap = (
        [link(at.w("explorer.paths.swap"), query.but(of=query.to, to=query.of, node=None), className="button")]
        if query.of and query.to
        else []
    )
    form = html.Div(
        [
            _choice(at, "path-from", at.w("explorer.paths.from"), query.of, lambda node: query.but(of=node, node=None)),
            _choice(at, "path-to", at.w("explorer.paths.to"), query.to, lambda node: query.but(to=node, node=None)),
            *swap,
        ],
        className="toolbar paths",
    )
    return [*start, form]


def _choice(at: Place, name: str, label: str, now: str | None, to: Callable[[str | None], Query]) -> Component:
    ends = [node for node in at.model if at.model.out[node] or at.model.into[node] or node == now]
    ends.sort(
        key=lambda node: (NODE_KINDS.index(at.model.nodes[node]["kind"]), alphabetical(at.name(node), at.language))
    )
    groups: Children = [html.Option(at.w("explorer.paths.choose"), value=str(to(None)), selected=now is None)]
    for kind, nodes in groupby(ends, key=lambda node: at.model.nodes[node]["kind"]):
        options = [html.Option(at.name(node), value=str(to(node)), selected=node == now) for node in nodes]
        groups.append(html.Optgroup(options, label=at.w(f"explorer.kinds.{kind}")))
    return html.Div(
        [html.Label(label, htmlFor=name), html.Select(groups, id=name, className="go", key=f"{name}-{now}")],
        className="choice",
    )


def ways_found(at: Place, source: str, target: str) -> Children:
    """The ways step by step, each with its feeds."""
    found = ways(at.model, source, target)
    if not found:
        return [html.P(at.w("path.none", a=at.name(source), b=at.name(target)), className="note", role="status")]
    parts: Children = []
    for i, way in enumerate(found[:_MOST], 1):
        steps: Children = []
        for node in way:
            steps += [" → "] * bool(steps) + [thing_link(at, node)]
        feeds = [feed for pair in pairwise(way) for feed in feeds_between(at.model, *pair)]
        title = at.w("path.way", i=i, n=len(found), hops=at.w("hops", n=len(way) - 1))
        actors = [at.name(actor) for actor in through(at.model, way)]
        told = at.w("path.through", names=together(actors, at.language)) if actors else ""
        note = [html.P(told, className="note")] if told else []
        parts.append(
            html.Section([html.H2(title), html.P(steps, className="way"), *note, feeds_table(at, feeds, title)])
        )
    return parts
