"""Single points of failure: the ranking of what would hurt most if it went, with bars and the reason in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from flowviz.explorer.panels.filters import tick
from flowviz.explorer.pieces import Children, Place, downloads, empty, heading, link, marks, table, thing_link
from flowviz.explorer.questions import MOST_RANKED, ranking_of
from flowviz.impact.ranking import KINDS
from flowviz.reports import RANKING_FORMATS, TableText, ranking_table

if TYPE_CHECKING:
    from dash.development.base_component import Component

__all__ = ["layout", "shown", "view"]


def layout() -> Component:
    """Where the ranking stands."""
    return html.Div(id="panel-critical", className="panel")


def shown(at: Place) -> TableText:
    """The rows on the screen."""
    return ranking_table(at.whole, ranking_of(at.state, at.query), at.language)


def view(at: Place) -> Children:
    """The ranking with its filters and its files."""
    found = shown(at)
    lead = html.P([at.w("critical.lead"), " ", at.w("impact.least")], className="lead")
    parts: Children = [heading(at.w("critical.title"), lead), _wanted(at)]
    if not found.rows:
        return [*parts, empty(at.w("critical.none"))]
    if len(found.rows) == MOST_RANKED and not at.query.whole:
        parts.append(html.P(link(at.w("explorer.filters.all"), at.query.but(whole=True)), className="note"))
    return [*parts, downloads(at, "critical", RANKING_FORMATS), _table(at, found)]


def _wanted(at: Place) -> Component:
    chosen = at.query.filters.kinds or KINDS
    kinds = [
        tick(at.w(f"explorer.kinds.{kind}"), at.query.toggled("kinds", kind, KINDS), kind in chosen) for kind in KINDS
    ]
    stated = tick(at.w("explorer.impact.stated"), at.query.but(stated=not at.query.stated), at.query.stated)
    label = marks({"aria-label": at.w("explorer.critical.kinds")})
    return html.Div(html.Div([*kinds, stated], className="ticks", role="group", **label), className="wanted")


def _table(at: Place, found: TableText) -> Component:
    keys = [column.key for column in found.columns]
    records = [dict(zip(keys, row, strict=True)) for row in found.rows]
    most = max(
        [int(record["reached"] or 0) for record in records] + [int(record["cut_off"] or 0) for record in records]
    )
    names = ("name", "kind", "cut_off", "reached", "reason")
    heads = [*(found.headings[keys.index(name)] for name in names), at.w("explorer.impact.ask")]
    rows = []
    for record in records:
        id_ = str(record["id"])
        label = f"{at.w('explorer.impact.ask')} {record['name']}"
        asked = link("→", at.query.what_if(id_), className="button", **marks({"aria-label": label}))
        bars = [_bar(int(record[key] or 0), most, key) for key in ("cut_off", "reached")]
        rows.append([thing_link(at, id_), record["kind"], *bars, record["reason"], asked])
    return table(heads, rows, caption=at.w("explorer.view.critical"), name="critical")


def _bar(number: int, most: int, name: str) -> Component:
    """A number with a bar; the bar says nothing that the number does not."""
    width = round(100 * number / most) if most else 0
    bar = html.Span(className=f"bar {name}", style={"--share": f"{width}%"}, **marks({"aria-hidden": "true"}))
    return html.Span([html.Span(str(number), className="amount"), bar], className="barred")
