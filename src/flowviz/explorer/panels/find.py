"""Finding: the search box at the top with what it finds at once, and a page of all that was found."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from dash import Dash, Input, Output, State, dcc, html

from flowviz.explorer.pieces import Children, Place, empty, heading, link, scope_label
from flowviz.explorer.query import NOT_TAKEN
from flowviz.explorer.reader import asked
from flowviz.locales import words
from flowviz.model import NODE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dash.development.base_component import Component

    from flowviz.explorer.live import Live
    from flowviz.search import Found

__all__ = ["box", "connect", "layout", "results", "view"]

_AT_ONCE = 12


def layout() -> Component:
    """Where the page of results stands."""
    return html.Div(id="panel-find", className="panel")


def box() -> Component:
    """The search box. It stays in the page when the view changes, so that nobody loses what they type."""
    return html.Div(
        [
            html.Label(id="find-label", htmlFor="find-text", className="unseen"),
            dcc.Input(id="find-text", type="search", autoComplete="off", maxLength=80, className="find-text"),
            html.Div(id="find-results", className="popup"),
        ],
        role="search",
        className="search",
        id="search",
    )


def connect(app: Dash, live: Live) -> None:
    """Shows what is found while somebody types."""

    @app.callback(
        Output("find-results", "children"),
        Input("find-text", "value"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def find(text: str | None, search: str | None) -> Children:
        state = live.now()
        return at_once(Place(state, asked(search, state.model.catalogue)), text or "")


def at_once(at: Place, text: str) -> Children:
    """What the search box shows below itself for ``text``."""
    text = text.strip()[:80]
    if not text:
        return []
    found = at.state.index.find(text)
    every = at.query.go("find", text=text)
    if not found:
        near = at.state.index.near(text)
        return [html.P(at.w("explorer.find.none", text=text), className="hint"), *_groups(at, near)]
    return [
        *_groups(at, found[:_AT_ONCE]),
        link(at.w("explorer.find.all", n=len(found)), every, className="all"),
    ]


def view(at: Place) -> Children:
    """The page of all that ``q`` finds."""
    text = at.query.text
    found = at.state.index.find(text, most=200)
    title = heading(at.w("explorer.find.title", text=text) if text else at.w("explorer.view.find"))
    if not text:
        return [title, empty(at.w("explorer.find.help"))]
    if not found:
        return [title, empty(at.w("explorer.find.none", text=text), *results(at, at.state.index.near(text)))]
    return [title, html.P(at.w("explorer.find.count", n=len(found)), className="lead"), *results(at, found)]


def results(at: Place, found: Iterable[Found]) -> Children:
    """What was found, grouped by kind."""
    return [html.Div(_groups(at, found), className="found")]


def _groups(at: Place, found: Iterable[Found]) -> Children:
    """A list for each kind; the kind of the best match comes first."""
    found = list(found)
    first = {hit.kind: i for i, hit in reversed(list(enumerate(found)))}
    ordered = sorted(found, key=lambda hit: (first[hit.kind], NODE_KINDS.index(hit.kind), -hit.score))
    groups: Children = []
    for kind, hits in groupby(ordered, key=lambda hit: hit.kind):
        groups.append(html.H2(words(at.language)(f"explorer.kinds.{kind}"), className="group"))
        groups.append(html.Ul([html.Li(_hit(at, hit)) for hit in hits]))
    return groups


def _hit(at: Place, hit: Found) -> Component:
    data = at.whole.nodes[hit.id]
    parts: Children = [html.Span(at.name(hit.id), className="name")]
    if hit.field != "name" or hit.text != at.name(hit.id):
        where = at.w(f"explorer.field.{hit.field}")
        parts.append(html.Span([f"{where}: ", *_marked(hit)], className="where"))
    if data["kind"] in ("shared", "party"):
        parts.append(scope_label(at, data["scope"]))
    elif data["department"]:
        parts.append(html.Span(at.name(data["department"]), className="where"))
    asked = at.query.view == "impact" and data["kind"] not in NOT_TAKEN
    return link(parts, at.query.what_if(hit.id) if asked else at.open(hit.id), className="hit")


def _marked(hit: Found) -> Children:
    if hit.start == hit.end:
        return [hit.text]
    return [hit.text[: hit.start], html.Mark(hit.text[hit.start : hit.end]), hit.text[hit.end :]]
