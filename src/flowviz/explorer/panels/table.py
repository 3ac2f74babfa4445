"""Tables: one for each list of the catalogue, and beneath each drawing the same things and feeds as rows."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from dash import dcc, html

from flowviz.explorer import rows
from flowviz.explorer.cells import columns_shown, listing_table
from flowviz.explorer.pieces import Children, Place, empty, file_link, heading, link, marks, width_link
from flowviz.facts.tables import TABLES
from flowviz.filters import NO_FILTERS

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from flowviz.explorer.query import Query
    from flowviz.facts.columns import Column, Listing

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
            query.but(table=name, sort="", wide=False),
            **marks({"aria-current": "true"} if name == query.table else {}),
        )
        for name in TABLES
    ]
    listing = columns_shown(shown.listing, wide=query.wide)
    counted = at.w("explorer.table.count", n=len(listing.rows), total=shown.total)
    title = at.w(f"table.{query.table}")
    return [
        heading(title, html.P(counted, className="lead", id="row-count")),
        html.Nav(tabs, className="segments wrap", **marks({"aria-label": at.w("explorer.tables")})),
        html.Div(
            [_text_filter(at), html.Span([width_link(at), *_files(at, query)], className="files")], className="toolbar"
        ),
        _body(at, listing),
    ]


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
    return dcc.Input(
        id="row-filter", type="search", value=at.query.text, autoComplete="off", maxLength=80, debounce=True
    )


def _body(at: Place, shown: Listing) -> Component:
    if not shown.rows:
        return empty(
            at.w("explorer.table.none"), link(at.w("explorer.filters.clear"), at.query.but(filters=NO_FILTERS, text=""))
        )
    return _table(at, shown)


def _table(at: Place, shown: Listing, caption: str = "") -> Component:
    """The rows under headings that sort."""
    return listing_table(at, shown, lambda column: _heading(at, column), caption)


def _heading(at: Place, column: Column) -> Component:
    """A heading that sorts by its column, and the other way round when it does so already."""
    now = at.query.sort
    text = at.w(column.label)
    after = f"-{column.key}" if now == column.key else column.key
    order = {column.key: "ascending", f"-{column.key}": "descending"}.get(now)
    arrow = {"ascending": " ↑", "descending": " ↓", None: ""}[order]
    sorting = marks({"aria-sort": order} if order else {})
    return html.Th(
        link([text, html.Span(arrow, **marks({"aria-hidden": "true"}))], at.query.but(sort=after)),
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
        if shown.listing.rows:
            title = at.w(f"explorer.table.{name}", n=len(shown.listing.rows))
            listing = shown.listing.only(lambda column: column.key not in _UNSEEN)
            files = html.P(_files(at, at.query.but(table=name), title), className="files")
            parts.append(html.Div([_table(at, listing, title), files]))
    return (
        [html.Section(parts, className="equal", **marks({"aria-label": at.w("explorer.table.equal")}))] if parts else []
    )
