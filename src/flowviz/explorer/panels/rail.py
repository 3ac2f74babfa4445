"""The rail on the left: the views, and the departments with how much they hold."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING, Any

from flowviz.catalogue import member_of
from flowviz.diagrams import DIAGRAMS, kinds_of
from flowviz.explorer.markup import html
from flowviz.explorer.pieces import Children, Place, icon, link, marks
from flowviz.model import organisations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from flowviz.catalogue import Department
    from flowviz.explorer.query import Query

__all__ = ["layout", "view"]

_MOST = 100
_LARGEST = 20
_TABLES = ("resources", "feeds", "parties", "systems", "issues")


def layout() -> Component:
    """Where the rail stands."""
    return html.Nav(id="panel-rail", className="rail")


def view(at: Place) -> Children:
    """Links to every view; the open one is marked."""
    go = at.query.go
    views = [
        *(
            _drawing(at, name)
            for name in sorted(kinds_of(None, joined=bool(at.model.catalogue.members)), key=lambda name: name != "map")
        ),
        _view(at, "figures", go("figures")),
        *(_drawing(at, name) for name, kind in DIAGRAMS.items() if kind.to),
        _view(at, "impact", at.query.what_if()),
        *(_view(at, name, go(name)) for name in ("critical", "changes", "request", "stories")),
    ]
    tables = [
        _item(
            [icon(name), html.Span(at.w(f"table.{name}"))],
            go("table", table=name),
            at.query.view == "table" and at.query.table == name,
        )
        for name in _TABLES
    ]
    asked = [_view(at, "paths", go("paths")), _view(at, "impact", at.query.what_if())]
    return [
        html.Ul(asked, className="asked-first"),  # beside the folded menu of a phone
        html.Details(
            [
                html.Summary([icon("menu"), " ", at.w("explorer.menu")]),
                *_group(at.w("explorer.views"), views),
                *_homes(at),
                *_group(at.w("explorer.tables"), tables),
                html.Ul(_view(at, "about", go("about"))),
            ],
            open=True,
            className="menu",
        ),
    ]


def _homes(at: Place) -> Children:
    """The departments, where catalogues are joined under the organisation that they are of."""
    every = at.model.catalogue.departments
    if not at.model.catalogue.members or len(every) > _MOST:
        return _group(at.w("table.departments"), _departments(at, every))
    found: dict[str, list[Department]] = {member: [] for member in organisations(at.model)}
    for entry in every:
        found[str(member_of(entry.id))].append(entry)
    names = {member: at.name(whole) for member, whole in organisations(at.model).items()}
    return [part for id_, own in found.items() if own for part in _group(names[id_], _departments(at, own))]


def _departments(at: Place, every: Sequence[Department]) -> Children:
    """The departments; of very many the largest and the open one, and a link to the table of all."""
    shown, more = every, []
    if len(every) > _MOST:
        largest = {entry.id for entry in heapq.nlargest(_LARGEST, every, key=lambda entry: len(entry.resources))}
        shown = tuple(entry for entry in every if entry.id in largest or entry.id == at.query.of)
        all_of_them = at.w("explorer.departments.all", n=len(every))
        more = [_item(all_of_them, at.query.go("table", table="departments"), current=False)]
    return [
        *(
            _item(
                [
                    at.name(entry.id),
                    html.Span(
                        str(len(entry.resources)), className="count", title=at.w("resources", n=len(entry.resources))
                    ),
                ],
                at.query.go("department", entry.id),
                at.query.of == entry.id and at.query.diagram is not None and not at.query.diagram.to,
            )
            for entry in shown
        ),
        *more,
    ]


def _drawing(at: Place, view: str) -> Component:
    return _view(at, view, at.query.go(view))


def _view(at: Place, view: str, query: Query) -> Component:
    return _item([icon(view), html.Span(at.view_name(view))], query, at.query.view == view)


def _group(title: str, items: Children) -> Children:
    return [html.H2(title), html.Ul(items)]


def _item(text: Any, query: Query, current: bool) -> Component:
    current_mark = marks({"aria-current": "page"} if current else {})
    return html.Li(link(text, query, **current_mark))
