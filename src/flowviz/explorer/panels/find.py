"""Finding: the search boxes with what they find at once, and a page of all that was found.

There is one at the top of the page, and one wherever something is to be chosen. They differ in what can be chosen and where
that leads; what a text finds, how it is shown and the keys are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from dash import Dash, Input, Output, State, dcc

from flowviz.explorer import offers
from flowviz.explorer.markup import html
from flowviz.explorer.paging import Leaf, pager
from flowviz.explorer.pieces import Children, Place, empty, heading, icon, link, marks, scope_label
from flowviz.explorer.reader import asked
from flowviz.explorer.versions import History
from flowviz.impact.ranking import NOT_TAKEN
from flowviz.lineage import most_connected
from flowviz.locales import date, words
from flowviz.model import NODE_KINDS, inside
from flowviz.search import fold
from flowviz.wording import home_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dash.development.base_component import Component

    from flowviz.explorer.live import Live
    from flowviz.explorer.query import Query
    from flowviz.search import Found

__all__ = ["BOXES", "RECENT", "Box", "box", "choice", "connect", "layout", "recent", "results", "view"]

RECENT: Final = "~recent~"
"""Stands in a query for a thing that the browser has kept; no id is like it."""

_AT_ONCE: Final = 12
_LOOKED_AT: Final = 200
"""How many of what a text finds are looked at for what can be chosen."""
_LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class Box:
    """A search box: what can be chosen in it, where that leads, and what it offers before anybody types."""

    to: Callable[[Place, str], Query]
    fits: Callable[[Place, str], bool] = lambda _at, _node: True
    offered: Callable[[Place], tuple[str, list[str]]] = lambda _at: ("", [])
    """The key of a heading, and what stands beneath it."""
    now: Callable[[Query], str | None] = lambda _query: None
    """What is chosen already."""
    without: Callable[[Query], Query] | None = None
    """The query in which nothing is chosen."""
    rows: Callable[[Place, str], Children] | None = None
    """What a text finds, where that are no things of the catalogue."""


def _opened(at: Place, node: str) -> Query:
    asking = at.query.view == "impact" and _can_go(at, node)
    return at.query.what_if(node) if asking else at.open(node)


def _can_go(at: Place, node: str) -> bool:
    return at.whole.nodes[node]["kind"] not in NOT_TAKEN and node not in at.query.gone


def _has_feeds(at: Place, node: str) -> bool:
    return node in at.model and any(at.model.out[one] or at.model.into[one] for one in inside(at.model, node))


def _end(name: str, other: str, key: str, side: str) -> Box:
    """The search box of one end of the ways from A to B, which offers what the ``other`` leads to or is reached from."""

    def offered(at: Place) -> tuple[str, list[str]]:
        if beyond := getattr(at.query, other):
            return key, offers.reached(at.model, **{side: beyond})
        return "explorer.offers.connected", most_connected(at.model)

    return Box(
        lambda at, node: at.query.but(**{name: node, "node": None}),
        _has_feeds,
        offered,
        lambda query: getattr(query, name),
        lambda query: query.but(**{name: None, "node": None}),
    )


def _revisions(at: Place, text: str) -> Children:
    """The revisions of the catalogue whose date, message or number has every word of ``text``, the newest first."""
    wanted = fold(text).split()
    history = at.state.versions.history
    rows: Children = []
    for commit in history.commits if history else ():
        day = date(commit.date, at.language)
        said = fold(f"{commit.subject} {commit.date} {day} {commit.id}")
        if all(word in said for word in wanted):
            name = commit.subject or commit.id[:8]
            told = [html.Span(name, className="name"), html.Span(f"{day} · {commit.id[:8]}", className="where")]
            to = at.query.but(version=History.name(commit), of=None, node=None)
            rows.append(html.Li(link(told, to, className="hit")))
    return [html.Ul(rows)] if rows else []


BOXES: Final[dict[str, Box]] = {
    "find": Box(_opened),
    "from": _end("of", "to", "explorer.offers.leading", "target"),
    "to": _end("to", "of", "explorer.offers.reached", "source"),
    "gone": Box(lambda at, node: at.query.what_if(node), _can_go, lambda at: ("critical.title", offers.takeable(at))),
    "version": Box(lambda at, name: at.query.but(version=name, of=None, node=None), rows=_revisions),
}
"""Every search box by name: its parts have ids that start with it."""


def layout() -> Component:
    """Where the page of results stands."""
    return html.Div(id="panel-find", className="panel")


def box() -> Component:
    """The search box at the top. It stays in the page when the view changes, so that nobody loses what they type."""
    return html.Div(
        [
            html.Label(id="find-label", htmlFor="find-text", className="unseen"),
            icon("search"),
            *_field("find", "", []),
        ],
        role="search",
        className="search",
        id="search",
    )


def choice(at: Place, name: str, label: str, *, within: bool = False) -> Component:
    """The search box called ``name`` in a panel, with what is chosen in it and a way to choose nothing.

    Its label stands ``within`` it where it is one thing among others in a row.
    """
    its = BOXES[name]
    chosen = its.now(at.query)
    hint = label if within else "" if its.rows else at.w("explorer.find.label")
    field = [icon("search"), *_field(name, at.name(chosen) if chosen else "", _offered(at, name), hint)]
    if chosen and its.without:
        clear = f"{at.w('explorer.find.clear')}: {label}"
        cross = link(
            icon("close"), its.without(at.query), className="cross", title=clear, **marks({"aria-label": clear})
        )
        field.append(cross)
    return html.Div(
        [
            html.Label(label, htmlFor=f"{name}-text", className="unseen" if within else ""),
            html.Div(field, className="search pick"),
        ],
        className="choice",
    )


def recent(at: Place, to: Query) -> Component:
    """Where the browser puts what its reader has looked at last: links to ``to``, with the thing for `RECENT`.

    Only the browser knows that; the server is not told.
    """
    told = {
        "data-to": str(to),
        "data-label": at.w("explorer.offers.recent"),
        "data-forget": at.w("explorer.offers.forget"),
    }
    return html.Div(id="recent", **marks(told))


def _field(name: str, text: str, offered: Children, hint: str = "") -> Children:
    return [
        dcc.Input(
            id=f"{name}-text",
            type="search",
            value=text,
            placeholder=hint,
            autoComplete="off",
            maxLength=_LONGEST,
            className="find-text",
        ),
        html.Div(offered, id=f"{name}-results", className="popup"),
    ]


def connect(app: Dash, live: Live) -> None:
    """Shows what is found while somebody types."""
    for name in BOXES:
        _connect(app, live, name)


def _connect(app: Dash, live: Live, name: str) -> None:
    @app.callback(
        Output(f"{name}-results", "children"),
        Input(f"{name}-text", "value"),
        State("url", "search"),
        prevent_initial_call=True,
    )
    def find(text: str | None, search: str | None) -> Children:
        state = live.now()
        return at_once(Place(state, asked(search, state.model.catalogue)), text or "", name)


def at_once(at: Place, text: str, name: str = "find") -> Children:
    """What the search box called ``name`` shows below itself for ``text``."""
    text = text.strip()[:_LONGEST]
    its = BOXES[name]
    if its.rows:
        found_rows = its.rows(at, text) or [html.P(at.w("explorer.find.none", text=text), className="hint")]
        return [html.Div(found_rows, **marks({"data-for": text}))]
    if not text or text == at.name(its.now(at.query) or ""):
        return _offered(at, name)
    found, total = at.state.index.counted(text, most=_LOOKED_AT)
    fitting = [hit for hit in found if its.fits(at, hit.id)]
    if not fitting:
        near = [hit for hit in at.state.index.near(text) if its.fits(at, hit.id)] if not found else []
        shown = [html.P(at.w("explorer.find.none", text=text), className="hint"), *_groups(at, near, its)]
    else:
        shown = _groups(at, fitting[:_AT_ONCE], its)
        if name == "find":
            every = at.query.go("find", text=text)
            shown.append(link(at.w("explorer.find.all", n=total), every, className="all"))
    # what the answer is to is said, so that a script takes none for that to a later question
    return [html.Div(shown, **marks({"data-for": text}))]


def _offered(at: Place, name: str) -> Children:
    """What can be chosen before anybody types."""
    its = BOXES[name]
    if its.rows:
        return its.rows(at, "")
    title, nodes = its.offered(at)
    chosen = its.now(at.query)
    shown = [node for node in nodes if node != chosen and its.fits(at, node)][:_AT_ONCE]
    if not shown:
        return []
    rows = [html.Li(_entry(at, node, [], its.to(at, node))) for node in shown]
    return [html.H2(at.w(title), className="group"), html.Ul(rows)]


def view(at: Place) -> Children:
    """The page of all that ``q`` finds."""
    text = at.query.text
    _, total = at.state.index.counted(text, most=1)
    leaf = Leaf.of(at.query, at.query.table, total)
    found = at.state.index.find(text, most=leaf.last)[leaf.places]
    title = heading(at.w("explorer.find.title", text=text) if text else at.w("explorer.view.find"))
    if not text:
        return [title, empty(at.w("explorer.find.help"))]
    if not found:
        return [title, empty(at.w("explorer.find.none", text=text), *results(at, at.state.index.near(text)))]
    counted = at.w("explorer.find.count", n=total)
    pages = pager(at, at.query.table, counted, leaf)
    return [title, html.P(counted, className="lead"), html.Div([*results(at, found), *pages], className="paged")]


def results(at: Place, found: Iterable[Found]) -> Children:
    """What was found, grouped by kind."""
    return [html.Div(_groups(at, found, BOXES["find"]), className="found")]


def _groups(at: Place, found: Iterable[Found], its: Box) -> Children:
    """A list for each kind; the kind of the best match comes first."""
    found = list(found)
    first = {hit.kind: i for i, hit in reversed(list(enumerate(found)))}
    ordered = sorted(found, key=lambda hit: (first[hit.kind], NODE_KINDS.index(hit.kind), -hit.score))
    groups: Children = []
    for kind, hits in groupby(ordered, key=lambda hit: hit.kind):
        groups.append(html.H2(words(at.language)(f"explorer.kinds.{kind}"), className="group"))
        groups.append(html.Ul([html.Li(_hit(at, hit, its)) for hit in hits]))
    return groups


def _hit(at: Place, hit: Found, its: Box) -> Component:
    """What was found, and by which of its texts where that is not its name."""
    by: Children = []
    if hit.field != "name" or hit.text != at.name(hit.id):
        where = at.w(f"explorer.field.{hit.field}")
        by = [html.Span([f"{where}: ", *_marked(hit)], className="where")]
    return _entry(at, hit.id, by, its.to(at, hit.id))


def _entry(at: Place, node: str, by: Children, to: Query) -> Component:
    data = at.whole.nodes[node]
    parts: Children = [html.Span(at.name(node), className="name"), *by]
    if data["kind"] in ("shared", "party"):
        parts.append(scope_label(at, data["scope"]))
    elif data["department"]:
        parts.append(html.Span(home_name(at.whole, data["department"], at.language), className="where"))
    return link(parts, to, className="hit")


def _marked(hit: Found) -> Children:
    if hit.start == hit.end:
        return [hit.text]
    return [hit.text[: hit.start], html.Mark(hit.text[hit.start : hit.end]), hit.text[hit.end :]]
