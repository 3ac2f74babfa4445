"""How data get from A to B: two search boxes, and the ways step by step."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from flowviz.explorer.feeds import feeds_table
from flowviz.explorer.markup import html
from flowviz.explorer.offers import example_way
from flowviz.explorer.panels.find import RECENT, choice, recent
from flowviz.explorer.pieces import Children, Place, heading, icon, link, thing_link
from flowviz.feeds import through
from flowviz.lineage import ways
from flowviz.locales import together
from flowviz.model import feeds_between

if TYPE_CHECKING:
    from dash.development.base_component import Component

__all__ = ["layout", "view", "ways_found"]

_MOST = 20


def layout() -> Component:
    """Where the search boxes stand."""
    return html.Div(id="panel-paths", className="panel")


def view(at: Place) -> Children:
    """Two search boxes; the drawing and the ways stand below them, and before there are any, what to begin with."""
    query = at.query
    decided = bool(query.of and query.to)
    start = (
        [] if decided else [heading(at.view_name(query.view), html.P(at.w("explorer.paths.help"), className="lead"))]
    )
    swap = (
        [
            link(
                [icon("swap"), at.w("explorer.paths.swap")],
                query.but(of=query.to, to=query.of, node=None),
                className="button",
            )
        ]
        if decided
        else []
    )
    boxes = [choice(at, "from", at.w("explorer.paths.from")), choice(at, "to", at.w("explorer.paths.to"))]
    form = html.Div([*boxes, *swap], className="toolbar paths")
    return [*start, form, *([] if decided else [_begin(at)])]


def _begin(at: Place) -> Component:
    """A way to look at, and what the reader has looked at before."""
    query = at.query
    example = None if query.of or query.to else example_way(at.model)
    shown: Children = []
    if example:
        names = f"{at.name(example[0])} → {at.name(example[1])}"
        shown = [
            html.H2(at.w("explorer.offers.example")),
            html.Ul(html.Li(link(names, query.but(of=example[0], to=example[1]), className="button"))),
        ]
    now = query.but(to=RECENT) if query.of else query.but(of=RECENT)
    return html.Div([*shown, recent(at, now)], className="offers")


def ways_found(at: Place, source: str, target: str) -> Children:
    """The ways step by step, each with its feeds; that there are none is told above the drawing."""
    found = ways(at.model, source, target)
    parts: Children = []
    for i, way in enumerate(found[:_MOST], 1):
        steps: Children = []
        for node in way:
            steps += [" → "] * bool(steps) + [thing_link(at, node)]
        feeds = [feed for pair in pairwise(way) for feed in feeds_between(at.model, *pair)]
        hops = at.w("hops", n=len(way) - 1)
        title = at.w("path.way", i=i, n=len(found), hops=hops) if len(found) > 1 else at.w("path.way.only", hops=hops)
        actors = [at.name(actor) for actor in through(at.model, way)]
        told = at.w("path.through", names=together(actors, at.language)) if actors else ""
        note = [html.P(told, className="note")] if told else []
        parts.append(
            html.Section(
                [html.H2(title), html.P(steps, className="way"), *note, feeds_table(at, feeds, title)],
                className="answer",
            )
        )
    return parts
