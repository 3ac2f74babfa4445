"""The explorer as a Dash application: its page, its one callback, and what stands around its panels."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import threading
from html import escape
from typing import TYPE_CHECKING, Any, Final

import flask
from dash import Dash, Input, Output, State, dcc

from flowviz.errors import FlowvizError
from flowviz.explorer.guard import listens
from flowviz.explorer.headers import named_by_content
from flowviz.explorer.live import Live
from flowviz.explorer.markup import html
from flowviz.explorer.memory import few_arenas, keep
from flowviz.explorer.pages import AROUND, PANELS, beside_as_json, facts, resolved, title_of
from flowviz.explorer.panels import find
from flowviz.explorer.pieces import Place, in_browser, marks
from flowviz.explorer.reader import asked
from flowviz.explorer.server import furnish
from flowviz.explorer.settings import Settings
from flowviz.explorer.store import Store, private_folder
from flowviz.explorer.tasks import AtWork, Setup, Task, as_texts, done
from flowviz.explorer.versions import History, Versions
from flowviz.explorer.work import Limits, Work
from flowviz.locales import words
from flowviz.places import ASSETS

if TYPE_CHECKING:
    from dash.development.base_component import Component

__all__ = ["PREPARES", "create_app", "frame"]

PREPARES: Final = "flowviz-prepares"
"""The name of the thread that makes what visitors would wait for."""


def create_app(settings: Settings | None = None, limits: Limits | None = None, *, stays: bool = False) -> Dash:
    """The explorer as a Dash application; its ``server`` is a WSGI application. ``limits`` are those of heavy work.

    Where it ``stays``, as long as its process does, what the first visitor would wait for is made in the background.
    Raises `FlowvizError` when the catalogue or the password file cannot be used.
    """
    settings = settings or Settings()
    few_arenas()
    store = Store(settings.store or private_folder(settings.catalogue))
    history = settings.catalogue, settings.history
    versions = Versions(settings.compare, store=store, history=History(*history))
    live = Live(settings.catalogue, versions=versions, most=settings.most_things)
    given = versions.given.catalogue if versions.given is not None else None
    setup = Setup(settings.most_things, given, store.folder, history)
    work = Work(f"{AtWork.__module__}:{AtWork.__name__}", setup, limits)
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
        hooks={"request_post": "(asked, answer) => flowviz.answered(asked, answer)"},
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
        eager_loading=False,
        suppress_callback_exceptions=True,  # some search boxes are only in some views
    )
    app.layout = frame()
    _connect(app, live, work, settings.most_things)
    for panel in PANELS.values():
        panel.connect(app, live)
    furnish(app, settings, live, work)
    with app.server.test_request_context():
        app.server.preprocess_request()  # Dash sets itself up at its first request, and has no files for a second meanwhile
    if stays:
        keep()
        ahead = threading.Thread(target=live.prepare, name=PREPARES, daemon=True)
        ahead.start()
        # a process that is forked has no such thread, and would wait for ever for what that was just making
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(before=ahead.join)
    return app


class _App(Dash):
    """A Dash application whose page has a language and a title from its first byte on."""

    def __init__(self, name: str, *, live: Live, **options: Any) -> None:
        self._live = live
        super().__init__(name, **options)

    def interpolate_index(self, *_: Any, **parts: Any) -> str:
        state = self._live.now()
        query = asked(flask.request.query_string, state.model.catalogue)
        at = Place(state, resolved(state.model, query))
        say = words(query.language)
        page = f"""<!DOCTYPE html>
<html lang="{query.language}"{' data-embed="yes"' if query.embed else ""}>
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
        return named_by_content(page)


def frame() -> Component:
    """The page without contents: a bar, a rail, the middle and the details, each waiting for its panel."""
    middle = [panel.layout() for name, panel in PANELS.items() if name not in AROUND]
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
            html.A(id="whole", className="to-whole", target="_blank", rel="noopener"),
            html.Div(id="announcer", className="unseen", role="status", **marks({"aria-live": "polite"})),
        ],
        className="frame",
    )


def _connect(app: Dash, live: Live, work: Work, most: int) -> None:
    @app.callback(
        [*(Output(f"panel-{name}", "children") for name in PANELS), Output("page", "data")],
        Input("url", "search"),
        Input("mark", "data"),
        State("page", "data"),
    )
    def show(search: str | None, _mark: str | None, before: dict[str, Any] | None, **_: Any) -> str:
        """What Dash sends for the callback, as JSON."""
        state = live.now()
        query = asked(search, state.model.catalogue)
        live.visits.ask(query.language)
        at = Place(state, resolved(state.model, query), most)
        texts = _texts(work, at)
        seals = {name: _seal(texts[name]) for name in PANELS}
        # what has not changed stays in the page as it is, with its focus, its zoom and its place
        new = {name for name, seal in seals.items() if not before or before["seals"].get(name) != seal}
        told = facts(at) | {"mark": state.mark, "search": search or "", "seals": seals}
        parts = [f'"panel-{name}":{{"children":{texts[name]}}}' for name in PANELS if name in new]
        parts.append(f'"page":{{"data":{json.dumps(told)}}}')
        return f'{{"multi":true,"response":{{{",".join(parts)}}}}}'

    # the panels are JSON already: Dash would read them only to write them anew
    (entry,) = [each for each in app.callback_map.values() if getattr(each["callback"], "__wrapped__", None) is show]
    entry["callback"] = show

    in_browser(app, "page", Input("page", "data"))


def _texts(work: Work, at: Place) -> dict[str, str]:
    """The contents of every panel as JSON. What cannot be had for the middle of the page is told there."""
    query = at.query.but(node=None) if at.query.drawn else at.query
    texts = dict.fromkeys(PANELS, "[]")
    try:
        found = done(work, at.state, Task("view", query.essence), at.most, wanted=listens)
        texts |= as_texts(found.data) if found else {}
    except FlowvizError as error:
        at = dataclasses.replace(at, trouble=error)
    return texts | beside_as_json(at)


def _seal(text: str) -> str:
    """The same for the same content."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]
