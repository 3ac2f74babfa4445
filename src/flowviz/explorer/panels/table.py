"""Tables: one for each list of the catalogue, and beneath each drawing the same things and feeds as rows."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from flowviz.explorer import rows
from flowviz.explorer.cells import listing_table, naming, wanted
from flowviz.explorer.markup import html, text_field
from flowviz.explorer.paging import Leaf
from flowviz.explorer.panels.filters import tick
from flowviz.explorer.pieces import Children, Place, empty, file_link, heading, link, marks, spaced
from flowviz.facts.tables import tables_of
from flowviz.filters import NO_FILTERS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dash.development.base_component import Component

    from flowviz.explorer.query import Query
    from flowviz.facts.columns import Column

__all__ = ["layout", "view"]


def layout() -> Component:
    """Where the table stands."""
    return html.Div(id="panel-table", className="panel")


def view(at: Place) -> Children:
    """The table that the query asks for, or those beneath its drawing."""
    query = at.query
    if query.diagram:
        return _of_drawing(dataclasses.replace(at, query=query.but(node=None)))
    shown = rows.shown(at.state, query)
    tabs = [
        link(
            at.w(f"table.{name}"),
            query.but(table=name, sort="", page=1, wide=False, columns=()),
            **marks({"aria-current": "true"} if name == query.table else {}),
        )
        for name in tables_of(at.model)
    ]
    counted = at.w("explorer.table.count", n=len(shown), total=shown.total)
    title = at.w(f"table.{query.table}")
    return [
        heading(title, html.P(counted, className="lead", id="row-count")),
        html.Nav(tabs, className="segments wrap", **marks({"aria-label": at.w("explorer.tables")})),
        html.Div(
            [
                _text_filter(at),
                _columns(at, shown.table.columns),
                html.Span(_files(at, query), className="files"),
            ],
            className="toolbar",
        ),
        _table(at, shown, wanted(query, shown.table.columns)) if shown.entries else _none(at),
    ]


def _columns(at: Place, columns: Sequence[Column]) -> Component:
    """The columns to choose from: each a tick, and links to all of them and to the main ones."""
    query = at.query
    asks = wanted(query, columns)
    now = [column.key for column in columns if asks(column)]

    def other(key: str) -> Query:
        after = tuple(column.key for column in columns if (column.key in now) != (column.key == key))
        return query.but(columns=after, wide=False)

    fixed = naming(columns)
    ticks = [
        tick(at.w(column.label), other(column.key), column.key in now) for column in columns if column is not fixed
    ]
    ways = [
        link(at.w("explorer.table.brief"), query.but(columns=(), wide=False)),
        link(at.w("explorer.table.wide"), query.but(columns=(), wide=True)),
    ]
    label = at.w("explorer.table.columns")
    counted = f"{label} ({at.w('explorer.table.of', n=len(now), total=len(columns))})"
    body = [html.P(spaced(ways)), html.Div(ticks, className="ticks", role="group", **marks({"aria-label": label}))]
    return html.Details(
        [html.Summary(counted), html.Div(body, className="menu-body")], className="take columns", id="columns"
    )


def _files(at: Place, query: Query, of: str = "") -> Children:
    """Links to the rows of ``query`` as files; ``of`` says whose they are where a page has several tables."""
    return [file_link(at, f"table.{form}", query, of) for form in ("csv", "xlsx")]


def _text_filter(at: Place) -> Component:
    label = at.w("explorer.table.filter")
    return html.Div(
        [html.Label(label, htmlFor="row-filter"), html.Span(_text_input(at), className="row-filter")],
        className="choice",
    )


def _text_input(at: Place) -> Component:
    return text_field(id="row-filter", type="search", value=at.query.text, autoComplete="off", maxLength=80)


def _none(at: Place) -> Component:
    every = at.query.but(filters=NO_FILTERS, text="", page=1)
    return empty(at.w("explorer.table.none"), link(at.w("explorer.filters.clear"), every))


def _table(at: Place, shown: rows.Shown, wanted: Callable[[Column], bool], title: str = "") -> Component:
    """A page of the rows under headings that sort."""
    leaf = Leaf.of(at.query, shown.name, len(shown))
    part = shown.part(leaf.places, wanted).first(naming(shown.table.columns).key)
    return listing_table(at, part, lambda column: _heading(at, column), title, leaf=leaf)


def _heading(at: Place, column: Column) -> Component:
    """A heading that sorts by its column, and the other way round when it does so already."""
    now = at.query.sort
    text = at.w(column.label)
    after = f"-{column.key}" if now == column.key else column.key
    order = {column.key: "ascending", f"-{column.key}": "descending"}.get(now)
    arrow = {"ascending": " ↑", "descending": " ↓", None: ""}[order]
    sorting = marks({"aria-sort": order} if order else {})
    return html.Th(
        link([text, html.Span(arrow, **marks({"aria-hidden": "true"}))], at.query.but(sort=after, page=1)),
        scope="col",
        **sorting,
    )


# --- beneath a drawing

_UNSEEN = ("id", "source_id", "target_id", "level", "note")
"""Columns that only the files have."""


def _of_drawing(at: Place) -> Children:
    """The things and the feeds that the drawing shows, as two tables with their files."""
    if at.query.undecided:
        return []
    parts: Children = []
    for name, shown in rows.beneath(at.state, at.query, at.most).items():
        if shown.entries:
            title = at.w(f"explorer.table.{name}", n=len(shown))
            files = html.P(_files(at, at.query.but(table=name, page=1), title), className="files")
            parts.append(html.Div([_table(at, shown, lambda column: column.key not in _UNSEEN, title), files]))
    return (
        [html.Section(parts, className="equal", **marks({"aria-label": at.w("explorer.table.equal")}))] if parts else []
    )
