"""Pages of tables: which rows are on one, and the links from one to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flowviz.explorer.markup import html
from flowviz.explorer.pieces import link, marks

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from flowviz.explorer.pieces import Place
    from flowviz.explorer.query import Query

__all__ = ["ROWS", "Leaf", "pager", "part_of"]

ROWS: Final = 50
"""How many rows a page has; a table of a few more has them all on one."""
_SLACK: Final = 10


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a table of ``total`` rows.

    >>> leaf = Leaf(2, 4321)
    >>> leaf.first, leaf.last, leaf.pages
    (51, 100, 87)
    """

    number: int
    total: int

    @classmethod
    def of(cls, query: Query, name: str, total: int) -> Leaf:
        """The page of the table ``name`` that ``query`` asks for, or the last that there is."""
        number = query.page if query.table == name else 1
        return cls(min(number, cls(1, total).pages), total)

    @property
    def pages(self) -> int:
        """How many pages the table has."""
        return 1 if self.total <= ROWS + _SLACK else -(-self.total // ROWS)

    @property
    def first(self) -> int:
        """The number of its first row, from 1."""
        return (self.number - 1) * ROWS + 1

    @property
    def last(self) -> int:
        """The number of its last row."""
        return self.total if self.pages == 1 else min(self.first + ROWS - 1, self.total)

    @property
    def places(self) -> slice:
        """Which of the rows it has."""
        return slice(self.first - 1, self.last)


def part_of(at: Place, title: str, leaf: Leaf) -> str:
    """The title of a table, and which of its rows are there when that is not all."""
    if leaf.pages == 1:
        return title
    return at.w("explorer.table.part", title=title, first=leaf.first, last=leaf.last, total=leaf.total)


def pager(at: Place, name: str, title: str, leaf: Leaf) -> list[Component]:
    """Links to the other pages of the table ``name``, with the rows that are shown between them; nothing for one page."""
    if leaf.pages == 1:
        return []

    def to(sign: str, key: str, number: int) -> Component:
        label = at.w(f"explorer.table.{key}")
        inner: Any = [html.Span(sign, **marks({"aria-hidden": "true"})), html.Span(label, className="word")]
        if number == leaf.number or not 1 <= number <= leaf.pages:
            return html.Button(inner, type="button", disabled=True)
        query = at.query.but(table=name, page=number)
        return link(inner, query, className="button", **marks({"aria-label": f"{label}: {title}"}))

    told = at.w("explorer.table.rows", first=leaf.first, last=leaf.last, total=leaf.total)
    return [
        html.Nav(
            [
                to("«", "first", 1),
                to("‹", "previous", leaf.number - 1),
                html.Span(told, className="shown", role="status"),
                to("›", "next", leaf.number + 1),
                to("»", "last", leaf.pages),
            ],
            className="pager",
            **marks({"aria-label": at.w("explorer.table.pages", title=title)}),
        )
    ]
