"""Figures for the head of department: where the feeds lead, who uses what, and how much is stated.

Each picture has its table, and each part of a picture leads to the drawing behind it. The browser loads plotly.js
only when this panel is shown; the pictures are plain data, so Python needs no plotly for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dash import ALL, Dash, Input, dcc, html

from flowviz.connections import Connection, connections, holder_of, scope_of
from flowviz.ends import End, OfScope, One
from flowviz.explorer.pieces import (
    Children,
    Place,
    empty,
    heading,
    in_browser,
    link,
    marks,
    scope_label,
    table,
    thing_link,
)
from flowviz.theme import THEMES
from flowviz.wording import scope_name

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from flowviz.catalogue import Catalogue, Feed, Scope
    from flowviz.explorer.live import Live
    from flowviz.model import Model

__all__ = ["CONFIG", "connect", "layout", "view"]

CONFIG: Final[Any] = {"showSendToCloud": False, "displaylogo": False, "displayModeBar": False, "responsive": True}
"""Settings of every picture: nothing is ever sent to a cloud."""

_GREY: Final = THEMES["light"].frame_line
_BLUE: Final = THEMES["light"].focus


@dataclass(frozen=True, slots=True)
class _Link:
    """The feeds between a department and a thing outside it."""

    department: str
    other: str
    out: tuple[Feed, ...]
    into: tuple[Feed, ...]

    @property
    def count(self) -> int:
        return len(self.out) + len(self.into)


def layout() -> Component:
    """Where the figures stand."""
    return html.Div(id="panel-figures", className="panel")


def connect(app: Dash, live: Live) -> None:  # noqa: ARG001
    """A click on a part of a picture opens the query that the part carries."""
    in_browser(app, "follow", Input({"figure": ALL}, "clickData"))


def view(at: Place) -> Children:
    """The figures, each with its table."""
    found = {entry.id: connections(at.model, entry.id) for entry in _catalogue(at.model).departments}
    links = [_rolled(at.model, department, met) for department, met in found.items()]
    shared = [each for part in links for each in part if at.model.nodes[each.other]["kind"] == "shared"]
    title = heading(at.w("explorer.view.figures"), html.P(at.w("explorer.figures.lead"), className="lead"))
    if not any(links):
        return [title, empty(at.w("explorer.drawing.filtered"))]
    return [title, *_sankey(at, shared), *_matrix(at, shared), *_known(at, found)]


def _catalogue(model: Model) -> Catalogue:
    found: Catalogue = model.catalogue
    return found


def _rolled(model: Model, department: str, met: list[Connection]) -> list[_Link]:
    """The connections of a department by the thing outside it."""
    sides: dict[str, tuple[dict[int, Feed], dict[int, Feed]]] = {}
    for connection in met:
        if model.nodes[connection.other]["department"] == department or connection.other == department:
            continue
        out, into = sides.setdefault(connection.other, ({}, {}))
        out.update((id(feed), feed) for feed in connection.out)
        into.update((id(feed), feed) for feed in connection.into)
    return [_Link(department, other, tuple(out.values()), tuple(into.values())) for other, (out, into) in sides.items()]


def _figure(
    name: str,
    title: str,
    data: dict[str, Any] | list[dict[str, Any]],
    *,
    height: int,
    layout: dict[str, Any],
    rows: Component,
) -> Component:
    plain = {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "height": height,
        "font": {"family": "system-ui, sans-serif", "size": 13},
        **layout,
    }
    picture = dcc.Graph(
        id={"figure": name}, figure={"data": [data] if isinstance(data, dict) else data, "layout": plain}, config=CONFIG
    )
    # the table says the same, so the picture is left out of what is read aloud
    return html.Section(
        [
            html.H2(title),
            html.Div(picture, className="picture", style={"height": f"{height}px"}, **marks({"aria-hidden": "true"})),
            rows,
        ],
        className="figure",
    )


# --- departments → scopes → shared resources


def _sankey(at: Place, shared: list[_Link]) -> Children:
    if not shared:
        return []
    scopes = {scope.id: scope for scope in at.catalogue.scopes}
    ends: dict[End, None] = {}
    flows: dict[tuple[End, End], int] = {}
    for each in shared:
        scope = OfScope(scope_of(at.model, each.other))
        for pair in ((One(each.department), scope), (scope, One(each.other))):
            ends.update(dict.fromkeys(pair))
            flows[pair] = flows.get(pair, 0) + each.count
    order = list(ends)
    colours = [_end_colour(at.model, end, scopes) for end in order]
    data = {
        "type": "sankey",
        "arrangement": "fixed",
        "node": {
            "label": [_end_name(at, end) for end in order],
            "color": colours,
            "line": {"color": _GREY, "width": 1},
            "pad": 12,
            "thickness": 16,
            "customdata": [_end_query(at, end) for end in order],
            "hovertemplate": "%{label}: %{value}<extra></extra>",
        },
        "link": {
            "source": [order.index(one) for one, _ in flows],
            "target": [order.index(other) for _, other in flows],
            "value": list(flows.values()),
            "color": "rgba(133,139,148,0.35)",
            "customdata": [_end_query(at, one if isinstance(one, One) else other) for one, other in flows],
            "hovertemplate": "%{source.label} – %{target.label}: %{value}<extra></extra>",
        },
    }
    rows = table(
        [
            at.w("field.department"),
            at.w("field.scope"),
            at.w("kind.shared"),
            at.w("field.feeds_out"),
            at.w("field.feeds_in"),
        ],
        [
            [
                thing_link(at, each.department),
                scope_label(at, scope_of(at.model, each.other)),
                thing_link(at, each.other),
                str(len(each.out)),
                str(len(each.into)),
            ]
            for each in shared
        ],
        caption=at.w("explorer.figures.sankey"),
    )
    return [
        _figure(
            "sankey",
            at.w("explorer.figures.sankey"),
            data,
            height=max(360, 30 * len(order)),
            layout={},
            rows=_folded(at, rows),
        )
    ]


def _end_colour(model: Model, end: End, scopes: dict[str, Scope]) -> str:
    scope = scope_of(model, end.id) if isinstance(end, One) else end.id
    department = isinstance(end, One) and model.nodes[end.id]["kind"] == "department"
    return scopes[scope].colour if scope in scopes and not department else _BLUE


def _end_name(at: Place, end: End) -> str:
    return at.name(end.id) if isinstance(end, One) else scope_name(at.whole, end.id, at.language)


def _end_query(at: Place, end: End) -> str:
    if isinstance(end, One):
        return str(at.open(end.id))
    return str(at.query.go("table", table="resources").filtered(scopes=(end.id,)))


# --- department × shared resource


def _matrix(at: Place, shared: list[_Link]) -> Children:
    if not shared:
        return []
    departments = list(dict.fromkeys(each.department for each in shared))
    resources = [node for node in at.model if any(each.other == node for each in shared)]
    cells = {(each.department, each.other): each for each in shared}

    def count(department: str, resource: str) -> int:
        each = cells.get((department, resource))
        return each.count if each else 0

    def query(department: str, resource: str) -> str:
        return (
            str(at.query.go("paths", department, to=resource))
            if (department, resource) in cells
            else str(at.open(resource))
        )

    data = {
        "type": "heatmap",
        "x": [at.name(node) for node in departments],
        "y": [at.name(node) for node in resources],
        "z": [[count(department, resource) or None for department in departments] for resource in resources],
        "customdata": [[query(department, resource) for department in departments] for resource in resources],
        "text": [[str(count(department, resource) or "") for department in departments] for resource in resources],
        "texttemplate": "%{text}",
        "colorscale": [[0, "#ccccf2"], [1, "#6666d9"]],
        "showscale": False,
        "xgap": 3,
        "ygap": 3,
        "hovertemplate": "%{x} – %{y}: %{z}<extra></extra>",
    }
    axis = {"automargin": True, "fixedrange": True, "showgrid": False, "zeroline": False}
    layout = {"xaxis": {**axis, "side": "top"}, "yaxis": {**axis, "autorange": "reversed"}}
    rows = table(
        [at.w("kind.shared"), *(at.name(node) for node in departments)],
        [
            [thing_link(at, resource), *(_cell(at, cells.get((department, resource))) for department in departments)]
            for resource in resources
        ],
        caption=at.w("explorer.figures.matrix"),
    )
    title = at.w("explorer.figures.matrix")
    return [_figure("matrix", title, data, height=150 + 28 * len(resources), layout=layout, rows=_folded(at, rows))]


def _cell(at: Place, each: _Link | None) -> Any:
    if each is None:
        return "–"
    text = " ".join(
        part for part in (f"→ {len(each.out)}" if each.out else "", f"← {len(each.into)}" if each.into else "") if part
    )
    start, end = (each.department, each.other) if each.out else (each.other, each.department)
    return link(
        text,
        at.query.go("paths", start, to=end),
        **marks({"aria-label": f"{at.name(each.department)} – {at.name(each.other)}: {text}"}),
    )


# --- how much is known


def _known(at: Place, found: dict[str, list[Connection]]) -> Children:
    """Of each department's resources: with stated connections, with implied ones only, with none known."""
    counts: dict[str, tuple[int, int, int]] = {}
    for entry in _catalogue(at.model).departments:
        met = {
            box: [connection for connection in found[entry.id] if holder_of(at.model, connection.box) == box]
            for box in (r.id for r in entry.resources)
        }
        stated = sum(any(connection.basis == "stated" for connection in of) for of in met.values())
        unknown = sum(not of for of in met.values())
        counts[entry.id] = stated, len(met) - stated - unknown, unknown
    names = [at.name(node) for node in counts]
    queries = [str(at.open(node)) for node in counts]
    series = [("stated", _BLUE, ""), ("implied", "#9fb4ff", "/"), ("unknown", "#dedfe1", ".")]
    data = [
        {
            "type": "bar",
            "orientation": "h",
            "name": at.w(f"explorer.figures.known.{name}"),
            "y": names,
            "x": [each[i] for each in counts.values()],
            "customdata": queries,
            "marker": {
                "color": colour,
                "pattern": {"shape": pattern, "fgcolor": "#1a1a1a", "size": 6},
                "line": {"color": _GREY, "width": 1},
            },
            "hovertemplate": "%{y}: %{x}<extra>%{fullData.name}</extra>",
        }
        for i, (name, colour, pattern) in enumerate(series)
    ]
    layout = {
        "barmode": "stack",
        "yaxis": {"automargin": True, "autorange": "reversed", "fixedrange": True},
        "xaxis": {"fixedrange": True, "dtick": 1 if max(map(sum, counts.values()), default=0) <= 20 else None},
        "legend": {"orientation": "h", "y": 1.12},
        "margin": {"l": 8, "r": 8, "t": 30, "b": 30},
    }
    rows = table(
        [at.w("field.department"), *(at.w(f"explorer.figures.known.{name}") for name, _, _ in series)],
        [[thing_link(at, node), *map(str, each)] for node, each in counts.items()],
        caption=at.w("explorer.figures.known"),
    )
    title = at.w("explorer.figures.known")
    return [_figure("known", title, data, height=120 + 38 * len(counts), layout=layout, rows=_folded(at, rows))]


def _folded(at: Place, rows: Component) -> Component:
    return html.Details([html.Summary(at.w("explorer.figures.table")), rows], open=True)
