"""Single points of failure: the ranking of what would hurt most if it went, with bars and the reason in words."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from flowviz.explorer.cells import cell
from flowviz.explorer.markup import html
from flowviz.explorer.paging import Leaf, pager, part_of
from flowviz.explorer.panels.filters import tick
from flowviz.explorer.pieces import Children, Place, downloads, empty, heading, icon, link, marks, table
from flowviz.explorer.questions import ranking_of
from flowviz.facts.values import Count, Ref
from flowviz.impact.ranking import AT_FIRST, KINDS, MOST_RANKED
from flowviz.reports import RANKING_FORMATS, ranking_table
from flowviz.telling.words import headings, tell

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from flowviz.explorer.query import Query
    from flowviz.facts.columns import Column, Listing
    from flowviz.facts.values import Value

__all__ = ["layout", "shown", "view"]

_SHOWN = ("name", "kind", "cut_off", "reached", "reason")
_BARRED = ("cut_off", "reached")


def layout() -> Component:
    """Where the ranking stands."""
    return html.Div(id="panel-critical", className="panel")


def shown(at: Place) -> Listing:
    """The rows on the screen."""
    return ranking_table(at.whole, ranking_of(at.state, at.query))


def view(at: Place) -> Children:
    """The ranking with its filters and its files."""
    found = shown(at)
    lead = html.P(
        " ".join(map(at.w, ("critical.lead", "critical.chosen", "critical.possible", "impact.least"))), className="lead"
    )
    parts: Children = [heading(at.w("critical.title"), lead), _wanted(at)]
    if not found.rows:
        return [*parts, empty(at.w("critical.none"))]
    if len(found.rows) == MOST_RANKED and not at.query.whole:
        every = link(at.w("explorer.filters.all"), at.query.but(whole=True))
        parts.append(html.P([at.w("explorer.critical.first", n=MOST_RANKED), " ", every], className="note"))
    return [*parts, downloads(at, "critical", RANKING_FORMATS), _table(at, found)]


def _wanted(at: Place) -> Component:
    chosen = at.query.filters.kinds or AT_FIRST
    kinds = [tick(at.w(f"explorer.kinds.{kind}"), _toggled(at.query, kind), kind in chosen) for kind in KINDS]
    stated = tick(at.w("explorer.impact.stated"), at.query.but(stated=not at.query.stated), at.query.stated)
    label = marks({"aria-label": at.w("explorer.critical.kinds")})
    return html.Div(html.Div([*kinds, stated], className="ticks", role="group", **label), className="wanted")


def _toggled(query: Query, kind: str) -> Query:
    """The query with a kind more or less; those that are ranked at first go without saying."""
    now = query.filters.kinds or AT_FIRST
    after = tuple(other for other in KINDS if (other in now) != (other == kind))
    return query.filtered(kinds=() if after == AT_FIRST else after)


def _table(at: Place, found: Listing) -> Component:
    most = max(value.n for key in _BARRED for value in found.values(key) if isinstance(value, Count))
    leaf = Leaf.of(at.query, found.name, len(found.rows))
    found = dataclasses.replace(found, rows=found.rows[leaf.places])
    names = found.values("name")
    shown = found.only(lambda column: column.key in _SHOWN)

    def told(column: Column, value: Value) -> Any:
        if column.key in _BARRED and isinstance(value, Count):
            return _bar(value.n, most, column.key, tell(value, at.language))
        return cell(at, value)

    body = [
        [*map(told, shown.columns, row), _ask(at, name)]
        for row, name in zip(shown.rows, names, strict=True)
        if isinstance(name, Ref)
    ]
    heads = [*headings(shown.columns, at.language), at.w("explorer.impact.ask")]
    title = at.w(found.title)
    made = table(heads, body, caption=part_of(at, title, leaf), name=found.name, leaf=leaf)
    return html.Div([made, *pager(at, found.name, title, leaf)], className="paged")


def _ask(at: Place, thing: Ref) -> Component:
    label = f"{at.w('explorer.impact.ask')} {thing.name.get(at.language)}"
    return link(icon("next"), at.query.what_if(thing.id), className="button", **marks({"aria-label": label}))


def _bar(number: int, most: int, name: str, told: str | None) -> Component:
    """A number with a bar; the bar says nothing that the number does not."""
    width = round(100 * number / most) if most else 0
    bar = html.Span(className=f"bar {name}", style={"--share": f"{width}%"}, **marks({"aria-hidden": "true"}))
    return html.Span([html.Span(told, className="amount"), bar], className="barred")
