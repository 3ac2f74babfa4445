"""Figures for the head of department: who uses what, where the feeds lead, and how much is stated.

Each figure is a table, or has one that says the same; each part of it leads to the drawing behind it. They are HTML: the
browser draws only the bands between the two columns of where feeds lead (``assets/figures.js``). Of very many departments or
resources the busiest are shown and the others counted together.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from flowviz.explorer.markup import html
from flowviz.explorer.pieces import (
    Children,
    Place,
    empty,
    heading,
    link,
    marks,
    scope_label,
    sign,
    table,
    thing_link,
)
from flowviz.figures import REST, SERIES, Figures, Link, end_name, figures, scope_of_end

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dash.development.base_component import Component

    from flowviz.explorer.query import Query

__all__ = ["layout", "view"]


def layout() -> Component:
    """Where the figures stand."""
    return html.Div(id="panel-figures", className="panel")


def view(at: Place) -> Children:
    """The figures: the matrix first, for it says the most."""
    found = figures(at.model)
    title = heading(at.w("explorer.view.figures"), html.P(at.w("explorer.figures.lead"), className="lead"))
    known = _known(at, found)
    if not found.links:
        return [title, empty(at.w("explorer.drawing.filtered")), *known]
    return [title, *_note(at, found), *_matrix(at, found), *_bands(at, found), *known]


def _note(at: Place, found: Figures) -> Children:
    """Says how many are counted together, and where they all are."""
    if not found.rolled:
        return []
    departments, resources = found.rolled
    told = at.w(
        "explorer.figures.rolled",
        departments=at.w("departments", n=departments),
        resources=at.w("resources", n=resources),
    )
    rows = link(at.w("explorer.drawing.rows"), at.query.go("table", table="feeds"))
    return [html.P([told, " ", rows], className="note")]


def _department(at: Place, id_: str) -> Any:
    return _name(at, id_) if id_ == REST else thing_link(at, id_)


def _resource(at: Place, id_: str) -> Any:
    if not id_.startswith(REST):
        return thing_link(at, id_)
    rows = at.query.go("table", table="resources").filtered(scopes=(id_.removeprefix(REST),))
    return link(_name(at, id_), rows, className="thing")


def _figure(title: str, *parts: Any) -> Component:
    return html.Section([html.H2(title), *parts], className="figure")


# --- department × shared resource


def _matrix(at: Place, found: Figures) -> Children:
    resources = [id_ for members in found.resources.values() for id_ in members]
    cells = {(each.department, each.other): each for each in found.links}
    title = at.w("explorer.figures.matrix")
    heads = [at.w("kind.shared"), *(html.Span(_department(at, id_), className="turned") for id_ in found.departments)]
    body = [
        [
            html.Span([sign(at, scope_of_end(at.model, resource)), _resource(at, resource)], className="scope"),
            *(_cell(at, cells.get((department, resource)), found.most) for department in found.departments),
        ]
        for resource in resources
    ]
    return [_figure(title, table(heads, body, caption=title, name="matrix"))]


def _cell(at: Place, each: Link | None, most: int) -> Any:
    """How many feeds there are each way; the more, the darker."""
    if each is None:
        return html.Span("–", className="none")
    shade = {"--share": str(round(min(each.count / most, 1), 2))}
    query = _query(at, each)
    if query is None:
        return html.Span(each.told, className="heat", style=shade)
    label = f"{at.name(each.department)} – {at.name(each.other)}: {each.told}"
    return link(each.told, query, className="heat", style=shade, **marks({"aria-label": label}))


def _query(at: Place, each: Link) -> Query | None:
    """The way that a link stands for; None where it stands for several."""
    return at.query.go("paths", each.ends[0], to=each.ends[1]) if each.ends else None


# --- departments → shared resources by scope


def _bands(at: Place, found: Figures) -> Children:
    drawn = [
        [
            each.department,
            each.other,
            each.count,
            f"{_name(at, each.department)} – {_name(at, each.other)}: {each.told}",
            str(_query(at, each) or ""),
        ]
        for each in found.links
    ]
    groups: Children = []
    for scope, members in found.resources.items():
        groups.append(html.H3(scope_label(at, scope)))
        groups.append(
            html.Ul([_end(at, found, id_, _resource(at, id_)) for id_ in members], style=_coloured(at, scope))
        )
    title = at.w("explorer.figures.sankey")
    picture = html.Div(
        [
            html.Div(
                [
                    html.H3(at.w("table.departments")),
                    html.Ul([_end(at, found, id_, _department(at, id_)) for id_ in found.departments]),
                ],
                className="ends",
            ),
            html.Div(className="bands", **marks({"aria-hidden": "true", "data-bands": json.dumps(drawn)})),
            html.Div(groups, className="ends to"),
        ],
        className="sankey",
        style={"--feed": f"{found.thickness:.2f}px"},
    )
    heads = ["field.department", "field.scope", "kind.shared", "field.feeds_out", "field.feeds_in"]
    rows = table(
        map(at.w, heads),
        [
            [
                _department(at, each.department),
                scope_label(at, scope_of_end(at.model, each.other)),
                _resource(at, each.other),
                str(len(each.out)),
                str(len(each.into)),
            ]
            for each in found.rows
        ],
        caption=title,
    )
    return [_figure(title, picture, html.Details([html.Summary(at.w("explorer.figures.table")), rows], id="bands"))]


def _end(at: Place, found: Figures, id_: str, name: Any) -> Component:
    """A department or a resource with the bar that its bands lead to, as high as they are together."""
    n = found.count(id_)
    told = html.Span(str(n), className="count", title=at.w("feeds", n=n))
    bar = html.Span(className="bar", style={"--n": str(n)}, **marks({"aria-hidden": "true"}))
    return html.Li([html.Span([name, " ", told]), bar], **marks({"data-end": id_}))


def _coloured(at: Place, scope: str) -> dict[str, str]:
    colours = {entry.id: entry.colour for entry in at.catalogue.scopes}
    return {"--scope": colours.get(scope) or "var(--frame_line)"}


def _name(at: Place, id_: str) -> str:
    return end_name(at.whole, id_, at.language)


# --- how much is known


def _known(at: Place, found: Figures) -> Children:
    """Of each department's resources: with stated connections, with implied ones only, with none known."""
    shown = found.known
    if not shown:
        return []
    title = at.w("explorer.figures.known")
    heads = [at.w("field.department"), *(_series(at, name) for name in SERIES), html.Span(title, className="unseen")]
    body = [
        [_department(at, id_), *map(str, each), _stack(each, found.largest) if id_ != REST else ""]
        for id_, each in shown.items()
    ]
    return [_figure(title, table(heads, body, caption=title, name="known"))]


def _series(at: Place, name: str) -> Component:
    key = html.Span(className=f"swatch {name}", **marks({"aria-hidden": "true"}))
    return html.Span([key, " ", at.w(f"explorer.figures.known.{name}")])


def _stack(each: Sequence[int], most: int) -> Component:
    """The numbers of a row as lengths; they say nothing that the numbers do not."""
    parts = [
        html.Span(className=f"swatch {name}", style={"--share": f"{round(100 * n / most, 1)}%"})
        for name, n in zip(SERIES, each, strict=True)
        if n
    ]
    return html.Span(parts, className="stack", **marks({"aria-hidden": "true"}))
