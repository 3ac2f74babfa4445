"""The rail on the left: the views, and the departments with how much they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html

from flowviz.diagrams import DIAGRAMS, kinds_of
from flowviz.explorer.pieces import Children, Place, link, marks

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from flowviz.explorer.query import Query

__all__ = ["layout", "view"]

_TABLES = ("resources", "feeds", "parties", "systems", "issues")


def layout() -> Component:
    """Where the rail stands."""
    return html.Nav(id="panel-rail", className="rail")


def view(at: Place) -> Children:
    """Links to every view; the open one is marked."""
    go = at.query.go
    views = [
        *(_drawing(at, name) for name in sorted(kinds_of(None), key=lambda name: name != "map")),
        _item(at.w("explorer.view.figures"), go("figures"), at.query.view == "figures"),
        *(_drawing(at, name) for name, kind in DIAGRAMS.items() if kind.to),
        _item(at.w("explorer.view.impact"), at.query.what_if(), at.query.view == "impact"),
        _item(at.w("explorer.view.critical"), go("critical"), at.query.view == "critical"),
        _item(at.w("explorer.view.changes"), go("changes"), at.query.view == "changes"),
        _item(at.w("explorer.view.request"), go("request"), at.query.view == "request"),
    ]
    departments = [
        _item(
            [
                at.name(entry.id),
                html.Span(
                    str(len(entry.resources)), className="count", title=at.w("resources", n=len(entry.resources))
                ),
            ],
            go("department", entry.id),
            at.query.of == entry.id and at.query.diagram is not None and not at.query.diagram.to,
        )
        for entry in at.model.catalogue.departments
    ]
    tables = [
        _item(at.w(f"table.{name}"), go("table", table=name), at.query.view == "table" and at.query.table == name)
        for name in _TABLES
    ]
    return [
        html.Details(
            [
                html.Summary(at.w("explorer.menu")),
                *_group(at.w("explorer.views"), views),
                *_group(at.w("table.departments"), departments),
                *_group(at.w("explorer.tables"), tables),
                html.Ul(_item(at.w("explorer.view.about"), go("about"), at.query.view == "about")),
            ],
            open=True,
            className="menu",
        )
    ]


def _drawing(at: Place, view: str) -> Component:
    return _item(at.view_name(view), at.query.go(view), at.query.view == view)


def _group(title: str, items: Children) -> Children:
    return [html.H2(title), html.Ul(items)]


def _item(text: Any, query: Query, current: bool) -> Component:
    current_mark = marks({"aria-current": "page"} if current else {})
    return html.Li(link(text, query, **current_mark))
