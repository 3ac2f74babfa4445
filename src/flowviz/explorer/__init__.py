"""The explorer: a Dash application in which staff look at the connections of a catalogue.

Its whole state is a `Query` in the URL. Every panel is a pure function of the catalogue and the query; one callback
hands the query to all of them.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Final

import flask
from dash import Dash, Input, Output, State, dcc, html, no_update
from plotly.io.json import to_json_plotly as to_json

from flowviz.explorer.live import Live
from flowviz.explorer.panels import (
    about,
    bar,
    changes,
    critical,
    details,
    drawing,
    figures,
    filters,
    find,
    impact,
    missing,
    notice,
    paths,
    rail,
    request,
    table,
)
from flowviz.explorer.pieces import Children, Place, in_browser, marks
from flowviz.explorer.query import DRAWINGS, FILTERED, Query
from flowviz.explorer.questions import pairs_of, things_of
from flowviz.explorer.server import furnish
from flowviz.explorer.settings import Settings
from flowviz.explorer.versions import Versions
from flowviz.facts.tables import TABLES
from flowviz.graph import feeds_between
from flowviz.locales import words
from flowviz.places import ASSETS

if TYPE_CHECKING:
    from collections.abc import Callable

    from dash.development.base_component import Component

__all__ = ["PANELS", "Panel", "Settings", "create_app", "frame", "page"]


def _nothing(_app: Dash, _live: Live) -> None:
    """For panels that only follow the query."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the page."""

    layout: Callable[[], Component]
    view: Callable[[Place], Children]
    views: tuple[str, ...] = ()
    """The views of the query in which it is shown; always, when there are none."""
    connect: Callable[[Dash, Live], None] = _nothing


PANELS: Final[dict[str, Panel]] = {
    "bar": Panel(bar.layout, bar.view),
    "rail": Panel(rail.layout, rail.view),
    "notice": Panel(notice.layout, notice.view),
    "filters": Panel(filters.layout, filters.view),
    "missing": Panel(missing.layout, missing.view, ("missing",)),
    "paths": Panel(paths.layout, paths.view, ("paths",)),
    "impact": Panel(impact.layout, impact.view, ("impact",)),
    "critical": Panel(critical.layout, critical.view, ("critical",)),
    "changes": Panel(changes.layout, changes.view, ("changes",)),
    "drawing": Panel(drawing.layout, drawing.view, DRAWINGS),
    "table": Panel(table.layout, table.view, ("table", *FILTERED)),
    "figures": Panel(figures.layout, figures.view, ("figures",), figures.connect),
    "find": Panel(find.layout, find.view, ("find",), find.connect),
    "request": Panel(request.layout, request.view, ("request",)),
    "about": Panel(about.layout, about.view, ("about",)),
    "details": Panel(details.layout, details.view),
}
"""Every panel by name, in the order of the page."""

_AROUND = ("bar", "rail", "details")
"""Panels that stand around the middle of the page."""


def views() -> set[str]:
    """Every view that an address can ask for."""
    return {view for panel in PANELS.values() for view in panel.views}


def create_app(settings: Settings | None = None) -> Dash:
    """The explorer as a Dash application; its ``server`` is a WSGI application.

    Raises `FlowvizError` when the catalogue or the password file cannot be used.
    """
    settings = settings or Settings()
    live = Live(settings.catalogue, versions=Versions(settings.compare))
    app = _App(
        "flowviz",
        live=live,
        assets_folder=str(ASSETS),
        assets_ignore="theme.js",
        url_base_pathname=settings.prefix,
        title="flowviz",
        update_title="",
        serve_locally=True,
        add_log_handler=False,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
        eager_loading=False,
    )
    app.layout = frame()
    _connect(app, live, settings)
    for panel in PANELS.values():
        panel.connect(app, live)
    furnish(app, settings, live)
    return app


class _App(Dash):
    """A Dash application whose page has a language and a title from its first byte on."""

    def __init__(self, name: str, *, live: Live, **options: Any) -> None:
        self._live = live
        super().__init__(name, **options)

    def interpolate_index(self, *_: Any, **parts: Any) -> str:
        state = self._live.now()
        query = Query.read(
            flask.request.query_string.decode("ascii", "replace"),
            language=state.graph.graph["catalogue"].header.language,
        )
        at = Place(state, resolved(state.graph, query))
        say = words(query.language)
        return f"""<!DOCTYPE html>
<html lang="{query.language}">
<head>
<meta charset="utf-8">
{parts["metas"]}
<meta name="color-scheme" content="light dark">
<title>{escape(title_of(at))}</title>
<link rel="icon" type="image/svg+xml" href="{self.get_asset_url("favicon.svg")}">
<script src="{self.get_asset_url("theme.js")}"></script>
<link rel="stylesheet" href="{self.config.requests_pathname_prefix}theme.css">
{parts["css"]}
</head>
<body>
<div id="react-entry-point"><p class="waiting" role="status">{escape(say("explorer.loading"))}</p></div>
<noscript>{escape(say("explorer.noscript"))}</noscript>
<footer>
{parts["config"]}
{parts["scripts"]}
{parts["renderer"]}
</footer>
</body>
</html>"""


def frame() -> Component:
    """The page without contents: a bar, a rail, the middle and the details, each waiting for its panel."""
    middle = [panel.layout() for name, panel in PANELS.items() if name not in _AROUND]
    return html.Div(
        [
            dcc.Location(id="url", refresh=False),
            dcc.Store(id="mark"),
            dcc.Store(id="page"),
            html.A(id="skip", href="#main", className="skip"),
            html.Header(
                [html.A("flowviz", href="?", className="brand", id="brand"), find.box(), PANELS["bar"].layout()],
                className="top",
            ),
            html.Div(
                [PANELS["rail"].layout(), html.Main(middle, id="main", tabIndex="-1"), PANELS["details"].layout()],
                id="house",
                className="house",
            ),
            html.Div(id="announcer", className="unseen", role="status", **marks({"aria-live": "polite"})),
        ],
        className="frame",
    )


def _connect(app: Dash, live: Live, settings: Settings) -> None:
    @app.callback(
        [*(Output(f"panel-{name}", "children") for name in PANELS), Output("page", "data")],
        Input("url", "search"),
        Input("mark", "data"),
        State("page", "data"),
    )
    def show(search: str | None, _mark: str | None, before: dict[str, Any] | None) -> Any:
        state = live.now()
        query = Query.read(search, language=state.graph.graph["catalogue"].header.language)
        contents, facts = page(Place(state, resolved(state.graph, query), settings.most_things))
        seals = {name: _seal(content) for name, content in contents.items()}
        same = {name for name, seal in seals.items() if before and before["seals"].get(name) == seal}
        facts |= {"mark": state.mark, "search": search or "", "seals": seals}
        # what has not changed stays in the page as it is, with its focus, its zoom and its place
        return [*(no_update if name in same else contents[name] for name in PANELS), facts]

    in_browser(app, "page", Input("page", "data"))


def _seal(content: Children) -> str:
    """The same for the same content."""
    return hashlib.sha256(to_json(content).encode()).hexdigest()[:12]


def page(at: Place) -> tuple[dict[str, Children], dict[str, Any]]:
    """The contents of every panel, and the facts that the browser needs for the whole page."""
    contents = {
        name: panel.view(at) if not panel.views or at.query.view in panel.views else []
        for name, panel in PANELS.items()
    }
    facts = {
        "title": title_of(at),
        "lang": at.language,
        "view": at.query.view,
        "of": at.query.of,
        "node": at.query.node,
        "home": str(at.query.go("overview")),
        "words": {
            "skip": at.w("explorer.skip"),
            "find": at.w("explorer.find.label"),
            "rail": at.w("explorer.views"),
            "details": at.w("explorer.details"),
        },
    }
    return contents, facts


def resolved(graph: Any, query: Query) -> Query:
    """The query as it can be answered: unknown views and ids lead to a page that says so."""
    pairs = pairs_of(query)
    named = (
        query.of if query.view != "changes" else None,
        query.to,
        *things_of(query),
        *(end for pair in pairs for end in pair),
    )
    wrong = next((node for node in named if node and node not in graph), None)
    wrong = wrong or next(("~".join(pair) for pair in pairs if not feeds_between(graph, *pair)), None)
    if query.view not in views() or query.view == "missing":
        return query.go("missing", text=query.view)
    if query.view == "table" and query.table not in TABLES:
        return query.go("missing", text=query.table)
    if wrong:
        return query.go("missing", text=wrong)
    if query.view in ("department", "feeds", "neighbourhood") and query.of is None:
        return query.but(view="overview")
    if query.view in ("department", "feeds") and graph.nodes[query.of]["kind"] != "department":
        return query.but(view="neighbourhood")
    return query if query.view != "overview" else query.but(of=None)


def title_of(at: Place) -> str:
    """The title of the page: what is shown, then the catalogue."""
    query = at.query
    what = at.w(f"explorer.view.{query.view}")
    if query.view == "table":
        what = at.w(f"table.{query.table}")
    elif query.view == "paths" and query.of and query.to:
        what = at.w("path.title", a=at.name(query.of), b=at.name(query.to))
    elif query.view == "impact" and query.gone:
        what = f"{', '.join(' → '.join(map(at.name, entry.split('~'))) for entry in query.gone)} – {what}"
    elif query.of and query.view in DRAWINGS:
        what = f"{at.name(query.of)} – {what}"
    chosen = f"{at.name(query.node)} – " if query.node and query.node in at.whole else ""
    return f"{chosen}{what} – {at.catalogue.header.name.get(at.language)}"
