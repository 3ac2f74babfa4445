"""Tables: one for each list of the catalogue, and beneath each drawing the same things and feeds as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import dcc, html

from flowviz.explorer import rows
from flowviz.explorer.feeds import feeds_of_pair, feeds_table
from flowviz.explorer.pieces import (
    Children,
    Place,
    empty,
    heading,
    link,
    marks,
    scope_label,
    table,
    thing_link,
    unknown,
)
from flowviz.filters import NO_FILTERS
from flowviz.tables import TABLES, Cell, Column

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from flowviz.diagrams.scene import Scene

__all__ = ["layout", "of_drawing", "view"]

_NAMES = {"name": "id", "source": "source_id", "target": "target_id"}
"""Columns of names, each with the column that has the id."""


def layout() -> Component:
    """Where the table stands."""
    return html.Div(id="panel-table", className="panel")


def view(at: Place) -> Children:
    """The table that the query asks for."""
    query = at.query
    shown = rows.shown(at.state, query)
    tabs = [
        link(
            at.w(f"table.{name}"),
            query.but(table=name, sort="", wide=False),
            **marks({"aria-current": "true"} if name == query.table else {}),
        )
        for name in TABLES
    ]
    columns = [column for column in shown.columns if (column.brief or query.wide) and not _only_id(column, query.wide)]
    counted = at.w("explorer.table.count", n=len(shown.rows), total=shown.total)
    width = link(at.w("explorer.table.brief" if query.wide else "explorer.table.wide"), query.but(wide=not query.wide))
    files = [
        html.A(
            form.upper(),
            href=f"table.{form}{query}",
            download="",
            className=f"file {form}",
            **marks({"aria-label": at.w("explorer.take.file", format=form.upper())}),
        )
        for form in ("csv", "xlsx")
    ]
    title = at.w(f"table.{query.table}")
    return [
        heading(title, html.P(counted, className="lead", id="row-count")),
        html.Nav(tabs, className="segments wrap", **marks({"aria-label": at.w("explorer.tables")})),
        html.Div([_text_filter(at), html.Span([width, *files], className="files")], className="toolbar"),
        _body(at, shown, columns, title),
    ]


def _only_id(column: Column, wide: bool) -> bool:
    return column.key in ("id", "source_id", "target_id") and not wide


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


def _body(at: Place, shown: rows.Shown, columns: list[Column], title: str) -> Component:
    if not shown.rows:
        return empty(
            at.w("explorer.table.none"), link(at.w("explorer.filters.clear"), at.query.but(filters=NO_FILTERS, text=""))
        )
    keys = [column.key for column in shown.columns]
    places = [keys.index(column.key) for column in columns]
    body = []
    for row in shown.rows:
        record = dict(zip(keys, row, strict=True))
        body.append([_cell(at, keys[place], record) for place in places])
    return table([_heading(at, column) for column in columns], body, caption=title, name=shown.table)


def _heading(at: Place, column: Column) -> Component:
    """A heading that sorts by its column, and the other way round when it does so already."""
    now = at.query.sort
    text = column.heading(at.language)
    after = f"-{column.key}" if now == column.key else column.key
    order = {column.key: "ascending", f"-{column.key}": "descending"}.get(now)
    arrow = {"ascending": " ↑", "descending": " ↓", None: ""}[order]
    sorting = marks({"aria-sort": order} if order else {})
    return html.Th(
        link([text, html.Span(arrow, **marks({"aria-hidden": "true"}))], at.query.but(sort=after)),
        scope="col",
        **sorting,
    )


def _cell(at: Place, key: str, record: dict[str, Cell]) -> Any:
    value = record[key]
    if value is None:
        return unknown(at)
    of = record.get(_NAMES[key]) if key in _NAMES else None
    return thing_link(at, str(of)) if of in at.whole else str(value)


# --- beneath a drawing


def of_drawing(at: Place, scene: Scene) -> Children:
    """The things and the feeds that a scene shows, as two tables."""
    things = list(dict.fromkeys([*(card.id for card in scene.cards), *(dot.target for dot in scene.dots)]))
    things = [node for node in things if node in at.graph]
    pairs = [(dot.owner, dot.target) for dot in scene.dots] + [(line.source, line.target) for line in scene.lines]
    boxes = at.query.view in ("department", "feeds")
    feeds = list({id(feed): feed for pair in pairs for feed in feeds_of_pair(at.graph, *pair, boxes=boxes)}.values())
    order = {id(feed): i for i, feed in enumerate(at.graph.graph["catalogue"].feeds)}
    feeds.sort(key=lambda feed: order[id(feed)])
    parts: Children = []
    if things:
        headings = [at.w("field.name"), at.w("field.kind"), at.w("field.scope"), at.w("field.department")]
        parts.append(
            table(
                headings,
                [_thing_row(at, node) for node in things],
                caption=at.w("explorer.table.things", n=len(things)),
                name="things",
            )
        )
    if feeds:
        parts.append(feeds_table(at, feeds, at.w("explorer.table.feeds", n=len(feeds)), name="feeds"))
    return (
        [html.Section(parts, className="equal", **marks({"aria-label": at.w("explorer.table.equal")}))] if parts else []
    )


def _thing_row(at: Place, node: str) -> list[Any]:
    data = at.graph.nodes[node]
    department = data["department"]
    scope = data["scope"] if data["kind"] in ("resource", "shared", "party") else None
    return [
        thing_link(at, node),
        at.w(f"kind.{data['kind']}"),
        scope_label(at, scope) if scope else "–",
        thing_link(at, department) if department else "–",
    ]
