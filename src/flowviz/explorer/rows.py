"""The rows of a table as the query asks for them: filtered, sorted, and written as CSV and XLSX just as shown."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flowviz import filters
from flowviz.explorer.drawings import drawing_of, graph_of
from flowviz.explorer.feeds import feeds_of_pair
from flowviz.explorer.query import FILTERED
from flowviz.exports.csv_table import csv_bytes
from flowviz.graph import name_of
from flowviz.locales import words
from flowviz.search import fold
from flowviz.tables import TABLES, Cell, Column
from flowviz.wording import scope_name

if TYPE_CHECKING:
    from flowviz.explorer.live import State
    from flowviz.explorer.query import Query
    from flowviz.graph import Graph

__all__ = ["TABLES", "Shown", "as_csv", "as_xlsx", "asked", "beneath", "shown"]

_PICKED: Final = ("departments", "resources", "registers", "datasets", "systems", "parties")
"""The tables whose rows are things that filters pick; the others follow from the filtered catalogue."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The rows of a table, as they are shown."""

    table: str
    language: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int
    """How many rows the table has without filters."""

    @property
    def headings(self) -> list[str]:
        return [column.heading(self.language) for column in self.columns]

    @property
    def file_name(self) -> str:
        return f"{self.table}-{self.language}"


def shown(state: State, query: Query) -> Shown:
    """The rows that ``query`` shows."""
    table = TABLES[query.table]
    graph = graph_of(state, query)
    found = table.rows(graph, query.language)
    if query.filters.picks and query.table in _PICKED:
        picked = filters.picked(state.graph, query.filters)
        found = [row for row in found if row[0] in picked]
    if query.text:
        wanted = fold(query.text).split()
        found = [row for row in found if _has(row, wanted)]
    total = len(table.rows(state.graph, query.language))
    return Shown(query.table, query.language, table.columns, tuple(_sorted(found, table.columns, query.sort)), total)


def asked(state: State, query: Query, most: int) -> Shown | None:
    """The rows of the table that ``query`` names: one beneath its drawing, or one of the catalogue's; None for neither."""
    if query.view in FILTERED:
        return beneath(state, query, most).get(query.table)
    return shown(state, query) if query.table in TABLES else None


def beneath(state: State, query: Query, most: int) -> dict[str, Shown]:
    """The things and the feeds that the drawing of ``query`` shows, as the rows of two tables."""
    graph = graph_of(state, query)
    scene = drawing_of(state, query, most).scene
    things = dict.fromkeys([*(card.id for card in scene.cards), *(dot.target for dot in scene.dots)])
    pairs = [(dot.owner, dot.target) for dot in scene.dots] + [(line.source, line.target) for line in scene.lines]
    boxes = query.view in ("department", "feeds")
    drawn = {id(feed) for pair in pairs for feed in feeds_of_pair(graph, *pair, boxes=boxes)}
    table = TABLES["feeds"]
    feeds = zip(graph.graph["catalogue"].feeds, table.rows(graph, query.language), strict=True)
    found = {
        "things": (_THINGS, [_thing(graph, node, query.language) for node in things if node in graph]),
        "feeds": (table.columns, [row for feed, row in feeds if id(feed) in drawn]),
    }
    return {
        name: Shown(name, query.language, columns, tuple(_sorted(rows, columns, query.sort)), len(rows))
        for name, (columns, rows) in found.items()
    }


_THINGS: Final = tuple(Column(key, brief=key != "id") for key in ("id", "name", "kind", "scope", "department"))


def _thing(graph: Graph, node: str, language: str) -> tuple[Cell, ...]:
    data = graph.nodes[node]
    scope = data["scope"] if data["kind"] in ("resource", "shared", "party") else None
    return (
        node,
        name_of(graph, node, language),
        words(language)(f"kind.{data['kind']}"),
        scope_name(graph, scope, language) if scope else None,
        name_of(graph, data["department"], language) if data["department"] else None,
    )


def _has(row: tuple[Cell, ...], wanted: list[str]) -> bool:
    text = fold(" ".join(str(cell) for cell in row if cell is not None))
    return all(word in text for word in wanted)


def _sorted(found: list[tuple[Cell, ...]], columns: tuple[Column, ...], sort: str) -> list[tuple[Cell, ...]]:
    """The rows by the column named in ``sort``, other way round with ``-``; what is not stated always comes last."""
    keys = [column.key for column in columns]
    name = sort.removeprefix("-")
    if name not in keys:
        return found
    at = keys.index(name)
    stated = [row for row in found if row[at] is not None]
    stated.sort(key=lambda row: _order(row[at]), reverse=sort.startswith("-"))
    return stated + [row for row in found if row[at] is None]


def _order(cell: Cell) -> tuple[int, int, str]:
    return (0, cell, "") if isinstance(cell, int) else (1, 0, _alphabet(str(cell)))


_AFTER_Z: Final = str.maketrans("åäö", "{|}")


def _alphabet(text: str) -> str:
    """Sorts as Finnish and Swedish do: å, ä and ö after z."""
    return text.casefold().translate(_AFTER_Z)


def as_csv(found: Shown) -> bytes:
    """The rows as CSV, in the form of `flowviz.exports.csv_table`."""
    return csv_bytes(found.headings, found.rows)


def as_xlsx(found: Shown) -> bytes:
    """The rows as a workbook: every text is text, never a formula or a link."""
    import xlsxwriter

    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(words(found.language)(f"table.{found.table}")[:31].translate(_NO_SHEET_NAME))
    for at, text in enumerate(found.headings):
        sheet.write_string(0, at, text, heading)
        longest = max([len(text), *(len(str(row[at] or "")) for row in found.rows)])
        sheet.set_column(at, at, min(max(longest, 8), 48))
    for down, row in enumerate(found.rows, 1):
        for at, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(down, at, cell, body)
            elif cell is not None:
                sheet.write_string(down, at, cell, body)
    sheet.freeze_panes(1, 2)
    if found.rows:
        sheet.autofilter(0, 0, len(found.rows), len(found.columns) - 1)
    book.close()
    return output.getvalue()


_NO_SHEET_NAME: Final = str.maketrans(dict.fromkeys("[]:*?/\\'"))
