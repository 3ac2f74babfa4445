"""Typed values on the screen: things as links, scopes with their signs, what is not stated as not stated."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

from flowviz.explorer.markup import html
from flowviz.explorer.paging import Leaf, pager, part_of
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
    from collections.abc import Callable, Iterable, Sequence

    from dash.development.base_component import Component

    from flowviz.explorer.query import Query
    from flowviz.facts.columns import Column, Listing
    from flowviz.facts.values import Fact, Value

__all__ = ["MOST_LISTED", "cell", "item", "listing_table", "naming", "rest", "told", "wanted"]

_IDS = ("id", "source_id", "target_id")
"""Columns of ids, which stand in links already."""
MOST_LISTED: Final = 20
"""So many values stand in one cell of a table; how many more there are is told, and details have them."""


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
            return html.Span(_listed([cell(at, one) for one in values]))
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
    main = _listed([one(at, value) for value in found.main.values])
    basis = [" ", basis_badge(at, found.basis.code)] if found.basis else []
    where = [" ", evidence(at, found.evidence)] if found.evidence else []
    return [*main, *basis, *where, *(rest(at, fact, one) for fact in found.rest)]


def rest(at: Place, fact: Fact, one: Callable[[Place, Value], Any] = cell) -> Component:
    """A fact on a line of its own, beneath what it is of."""
    values = _listed([one(at, value) for value in fact.values])
    return html.Div([f"{at.w(fact.label)}: ", *values], className="told")


def _between(separator: str, parts: Iterable[Any]) -> list[Any]:
    return [piece for part in parts for piece in (separator, part)][1:]


def _listed(parts: Sequence[Any]) -> list[Any]:
    """The parts with a semicolon behind each but the last; none begins a line, also behind what is a box of its own."""
    return [piece for part in parts[:-1] for piece in (_closed(part), " ")] + [*parts[-1:]]


def _closed(part: Any) -> Any:
    return f"{part};" if isinstance(part, str) else html.Span([part, ";"], className="listed")


def _in_row(at: Place, value: Value) -> Any:
    """A value as a cell of a table: of very many the first, and how many more there are."""
    if isinstance(value, Many) and (more := len(value.values) - MOST_LISTED) > 0:
        first = cell(at, Many(value.values[:MOST_LISTED]))
        return html.Span([first, f" {at.w('names.more', n=more)}"])
    return cell(at, value)


def wanted(query: Query, columns: Sequence[Column]) -> Callable[[Column], bool]:
    """Which of the ``columns`` of a table a page shows: those that were chosen, all, or those that it has room for.

    The one that names the rows is always there.
    """
    if query.wide:
        return lambda _: True
    if query.columns:
        return lambda column: column.key in query.columns or column is naming(columns)
    return lambda column: column.brief and column.key not in _IDS


def naming(columns: Sequence[Column]) -> Column:
    """The column that names the rows of a table."""
    return next((column for column in columns if column.brief and column.key not in _IDS), columns[0])


def listing_table(
    at: Place,
    shown: Listing,
    heading: Callable[[Column], Any] | None = None,
    caption: str = "",
    *,
    leaf: Leaf | None = None,
) -> Component:
    """A listing as a table, a page at a time; ``heading`` makes the heading of a column where it is more than words.

    With a ``leaf``, the listing has the rows of that page alone.
    """
    title = caption or at.w(shown.title)
    if leaf is None:
        leaf = Leaf.of(at.query, shown.name, len(shown.rows))
        shown = dataclasses.replace(shown, rows=shown.rows[leaf.places])
    heads = [heading(column) for column in shown.columns] if heading else headings(shown.columns, at.language)
    body = ([_in_row(at, value) for value in row] for row in shown.rows)
    made = table(heads, body, caption=part_of(at, title, leaf), name=shown.name, leaf=leaf)
    return html.Div([made, *pager(at, shown.name, title, leaf)], className="paged")
