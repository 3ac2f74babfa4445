"""The rows of a table as the query asks for them: filtered, sorted, and written as CSV and XLSX just as shown."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flowviz import filters
from flowviz.ends import Pair, end_of
from flowviz.explorer.drawings import drawing_of, model_of
from flowviz.explorer.feeds import feeds_of_pair
from flowviz.facts.tables import TABLES, THINGS
from flowviz.locales import words
from flowviz.search import fold
from flowviz.telling.keys import ordered
from flowviz.telling.plain import csv_file
from flowviz.telling.sheet import workbook
from flowviz.telling.words import tell

if TYPE_CHECKING:
    from flowviz.catalogue import Header
    from flowviz.explorer.live import State
    from flowviz.explorer.query import Query
    from flowviz.facts.columns import Listing
    from flowviz.facts.values import Row

__all__ = ["Shown", "as_csv", "as_xlsx", "asked", "beneath", "shown"]

_PICKED: Final = ("departments", "resources", "registers", "datasets", "systems", "parties")
"""The tables whose rows are things that filters pick; the others follow from the filtered catalogue."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A listing as it is shown in a language."""

    listing: Listing
    language: str
    header: Header
    total: int
    """How many rows the table has without filters."""

    @property
    def file_name(self) -> str:
        return f"{self.listing.name}-{self.language}"


def shown(state: State, query: Query) -> Shown:
    """The rows that ``query`` shows."""
    model = model_of(state, query)
    listing = TABLES[query.table].listing(model, query.table, f"table.{query.table}")
    total = len(listing.rows) if model is state.model else sum(1 for _ in TABLES[query.table].entries(state.model))
    if query.filters.picks and query.table in _PICKED:
        picked = filters.picked(state.model, query.filters)
        listing = dataclasses.replace(listing, rows=tuple(row for row in listing.rows if row[0] in picked))
    if query.text:
        wanted = fold(query.text).split()
        rows = tuple(row for row in listing.rows if _has(row, wanted, query.language))
        listing = dataclasses.replace(listing, rows=rows)
    return Shown(_sorted(listing, query), query.language, _header(state), total)


def asked(state: State, query: Query, most: int) -> Shown | None:
    """The rows of the table that ``query`` names: one beneath its drawing, or one of the catalogue's; None for neither."""
    if query.diagram:
        return beneath(state, query, most).get(query.table)
    return shown(state, query) if query.table in TABLES else None


def beneath(state: State, query: Query, most: int) -> dict[str, Shown]:
    """The things and the feeds that the drawing of ``query`` shows, as the rows of two tables."""
    model = model_of(state, query)
    scene = drawing_of(state, query, most).scene
    folded = [entry.target for group in scene.key for entry in group.entries]
    things = dict.fromkeys([*(card.id for card in scene.cards), *(dot.target for dot in scene.dots), *folded])
    joined = [(dot.owner, dot.target) for dot in scene.dots] + [(line.source, line.target) for line in scene.lines]
    pairs = [Pair(end_of(source), end_of(target)) for source, target in joined]
    within = query.of if query.boxed else None
    drawn = {id(feed) for pair in pairs for feed in feeds_of_pair(model, pair, within=within)}
    feeds = [feed for feed in model.catalogue.feeds if id(feed) in drawn]
    listings = (
        THINGS.listing(model, "things", "table.things", [id_ for id_ in things if id_ in model]),
        TABLES["feeds"].listing(model, "feeds", "table.feeds", feeds),
    )
    return {
        found.name: Shown(_sorted(found, query), query.language, _header(state), len(found.rows)) for found in listings
    }


def _has(row: Row, wanted: list[str], language: str) -> bool:
    text = fold(" ".join(told for value in row if (told := tell(value, language))))
    return all(word in text for word in wanted)


def _sorted(listing: Listing, query: Query) -> Listing:
    """The rows by the column that the query sorts by, other way round with ``-``."""
    name = query.sort.removeprefix("-")
    if all(column.key != name for column in listing.columns):
        return listing
    places = ordered(listing.values(name), query.language, backwards=query.sort.startswith("-"))
    return dataclasses.replace(listing, rows=tuple(listing.rows[place] for place in places))


def _header(state: State) -> Header:
    header: Header = state.model.catalogue.header
    return header


def as_csv(found: Shown) -> bytes:
    """The rows as CSV."""
    return csv_file(found.listing.columns, found.listing.rows, found.language)


def as_xlsx(found: Shown) -> bytes:
    """The rows as a workbook."""
    title = words(found.language)(found.listing.title)
    return workbook([found.listing], found.language, found.header, title)
