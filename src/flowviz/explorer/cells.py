"""Typed values on the screen: things as links, scopes with their signs, what is not stated as not stated."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import html

from flowviz.explorer.pieces import (
    Place,
    basis_badge,
    evidence,
    localized,
    prose,
    scope_label,
    table,
    thing_link,
    unknown,
)
from flowviz.facts.values import Address, Choice, Item, Lines, Many, NotStated, Ref, Text, Way
from flowviz.model import NODE_KINDS
from flowviz.telling.words import headings, tell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dash.development.base_component import Component

    from flowviz.facts.columns import Column, Listing
    from flowviz.facts.values import Fact, Value

__all__ = ["cell", "columns_shown", "item", "listing_table", "rest", "told"]

_IDS = ("id", "source_id", "target_id")
"""Columns of ids, which stand in links already."""


def cell(at: Place, value: Value) -> Any:
    """A value as a cell of a table, or as a line of details."""
    match value:
        case NotStated(applies):
            return unknown(at) if applies else "–"
        case Ref(id, _, "scope"):
            return scope_label(at, id)
        case Ref(id, name, kind):
            return thing_link(at, id) if kind in NODE_KINDS else localized(name, at.language)
        case Text():
            return localized(value, at.language)
        case Choice(key, code) if key.startswith("basis."):
            return basis_badge(at, code)
        case Address(url):
            return html.A(url, href=url)
        case Lines(entries):
            return evidence(at, entries)
        case Many(values):
            return html.Span(_between("; ", [cell(at, one) for one in values]))
        case Way(stops):
            return html.Span(_between(" → ", [cell(at, stop) for stop in stops]))
        case Item():
            return html.Span(item(at, value))
    return tell(value, at.language) or unknown(at)


def told(at: Place, value: Value) -> Any:
    """A value as a line of details, where a sentence says which languages alone it is in."""
    return prose(at, value) if isinstance(value, Text) else cell(at, value)


def item(at: Place, found: Item, one: Callable[[Place, Value], Any] = cell) -> list[Any]:
    """A noun that lies in a field: its main words, how they are known, where they are said, and the rest beneath.

    ``one`` tells a value.
    """
    main = _between("; ", [one(at, value) for value in found.main.values])
    basis = [" ", basis_badge(at, found.basis.code)] if found.basis else []
    where = [" ", evidence(at, found.evidence)] if found.evidence else []
    return [*main, *basis, *where, *(rest(at, fact, one) for fact in found.rest)]


def rest(at: Place, fact: Fact, one: Callable[[Place, Value], Any] = cell) -> Component:
    """A fact on a line of its own, beneath what it is of."""
    values = _between("; ", [one(at, value) for value in fact.values])
    return html.Div([f"{at.w(fact.label)}: ", *values], className="told")


def _between(separator: str, parts: Iterable[Any]) -> list[Any]:
    return [piece for part in parts for piece in (separator, part)][1:]


def columns_shown(shown: Listing, *, wide: bool) -> Listing:
    """The listing with the columns that a page has room for, or with all of them."""
    return shown if wide else shown.only(lambda column: column.brief and column.key not in _IDS)


def listing_table(
    at: Place, shown: Listing, heading: Callable[[Column], Any] | None = None, caption: str = ""
) -> Component:
    """A listing as a table; ``heading`` makes the heading of a column where it is more than words."""
    heads = [heading(column) for column in shown.columns] if heading else headings(shown.columns, at.language)
    body = ([cell(at, value) for value in row] for row in shown.rows)
    return table(heads, body, caption=caption or at.w(shown.title), name=shown.name)
