"""The filters: scopes as in the legend, kinds, stated or implied, personal data, department, keyword, system."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from flowviz.catalogue import Basis
from flowviz.explorer.markup import html
from flowviz.explorer.options import LONG, OPTIONS, offered
from flowviz.explorer.pieces import Children, Place, icon, link, marks, scope_label
from flowviz.explorer.query import Query
from flowviz.filters import KINDS, NO_FILTERS

if TYPE_CHECKING:
    from dash.development.base_component import Component

__all__ = ["choice", "group", "layout", "tick", "view"]

_BLANK = "\0"
"""Nothing in a catalogue is called this, and an address has it as ``%00``."""


def layout() -> Component:
    """Where the filters stand."""
    return html.Div(id="panel-filters", className="panel")


def view(at: Place) -> Children:
    """The filters, closed; open when some are on."""
    if not at.query.takes_filters:
        return []
    on = at.query.filters.count
    summary: Children = [icon("filter"), at.w("explorer.filters")]
    if on:
        summary.append(html.Span(at.w("explorer.filters.on", n=on), className="badge on"))
    clear = (
        [link(at.w("explorer.filters.clear"), at.query.but(filters=NO_FILTERS, page=1), className="clear")]
        if on
        else []
    )
    return [
        html.Details(
            [
                html.Summary(summary),
                html.Div([_close(at), _scopes(at), _kinds(at), _basis(at), _more(at)], className="choices"),
            ],
            className="filters",
            id="filters",
        ),
        *clear,
    ]


def _close(at: Place) -> Component:
    label = at.w("explorer.filters.close")
    return html.Button(icon("close"), type="button", className="close", title=label, **marks({"aria-label": label}))


def _scopes(at: Place) -> Component:
    every = [scope.id for scope in at.catalogue.scopes]
    shown = at.query.filters.scopes or every
    return group(
        at.w("field.scopes"),
        [tick(scope_label(at, scope), at.query.toggled("scopes", scope, every), scope in shown) for scope in every],
    )


def _kinds(at: Place) -> Component:
    shown = at.query.filters.kinds or KINDS
    return group(
        at.w("explorer.filters.kinds"),
        [tick(at.w(f"explorer.kinds.{kind}"), at.query.toggled("kinds", kind, KINDS), kind in shown) for kind in KINDS],
    )


def _basis(at: Place) -> Component:
    now = at.query.filters.basis
    ticks = [
        tick(
            at.w(f"explorer.filters.basis.{basis}"),
            at.query.filtered(basis=None if now == basis else basis),
            now == basis,
        )
        for basis in get_args(Basis)
    ]
    personal = at.query.filters.personal
    ticks.append(tick(at.w("explorer.filters.personal"), at.query.filtered(personal=not personal), personal))
    return group(at.w("explorer.filters.only"), ticks)


def _more(at: Place) -> Component:
    return group(
        at.w("explorer.filters.choose"),
        [
            choice(at, "filter-department", at.w("field.department")),
            choice(at, "filter-keyword", at.w("explorer.filters.keyword")),
            choice(at, "filter-system", at.w("field.system")),
        ],
    )


def group(title: str, items: Children) -> Component:
    """Some filters under a title."""
    return html.Div([html.H3(title), html.Div(items, className="ticks")], role="group", **marks({"aria-label": title}))


def tick(text: Any, query: Query, on: bool) -> Component:
    """A link that looks and speaks like a check box."""
    return link(text, query, role="checkbox", className="tick", **marks({"aria-checked": "true" if on else "false"}))


def choice(at: Place, name: str, label: str) -> Component:
    """The native list of options called ``name``, whose values lead on.

    Of a long list only what is chosen is there until the browser asks for the others; their values have the place of `_BLANK`
    in the one query that is written out.
    """
    its, options = OPTIONS[name], offered(at, name)
    now, every = its.now(at.query), at.w("explorer.filters.all")
    if len(options) < LONG:
        long = {}
        entries = [_option(every, str(its.to(at.query, None)), selected=now is None)]
        entries += [_option(text, str(its.to(at.query, value)), selected=value == now) for text, value in options]
    else:
        address = f"options/{name}.json?lang={at.language}&v={at.state.version}"
        asked = {"options": address, "to": str(its.to(at.query, _BLANK)), "none": str(its.to(at.query, None))}
        long = marks({f"data-{key}": text for key, text in asked.items()})
        chosen = [_option(text, value, selected=True) for text, value in options if value == now]
        entries = [_option(every, "", selected=now is None), *chosen]
    key = f"{name}-{now}-{at.language}-{at.state.version}"
    return html.Div(
        [html.Label(label, htmlFor=name), html.Select(entries, id=name, className="go", key=key, **long)],
        className="choice",
    )


def _option(text: str, value: str, *, selected: bool) -> html.Option:
    return html.Option(text, value=value, selected=selected)
