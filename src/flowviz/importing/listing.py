"""A list of hand-overs, such as a national map of information resources, as a catalogue: rows by what their columns mean.

A row says that a resource, kept by somebody, hands something over to somebody, for some purpose. A small file names the
headings::

    columns: {resource: Name of the register, keeper: Authority, receiver: Handed over to, content: Data}

The rows are the lines of the document that each fact rests on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flowviz.catalogue import Header, Organisation, Scope, SourceDocument
from flowviz.errors import CatalogueError
from flowviz.importing.grid import Grid, UnreadableFile, Unusable
from flowviz.importing.headings import plain as same
from flowviz.loading.alone import read_alone
from flowviz.loading.ids import id_of
from flowviz.loading.problems import Problem, in_order, short
from flowviz.messages import Message, said
from flowviz.near import nearest
from flowviz.nouns import item
from flowviz.reading import one_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from flowviz.loading.data_file import Path as Steps

__all__ = ["Columns", "ListDocument", "Rows", "read_columns", "rows_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The headings of the columns of a list, by what stands in them."""

    resource: str = item("Heading of the column with the resource that hands over.")
    keeper: str | None = item("Heading of who keeps it.", default=None)
    receiver: str | None = item("Heading of whom it hands over to.", default=None)
    content: str | None = item("Heading of what is handed over.", default=None)
    purpose: str | None = item("Heading of what the receiver needs it for.", default=None)
    legal_basis: str | None = item("Heading of the law that it is handed over by.", default=None)
    description: str | None = item("Heading of what the resource is.", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDocument:
    """A file that says what the columns of a list mean, and what catalogue comes of it."""

    catalogue: Header = item("What the catalogue is.")
    organisation: Organisation = item("Whose list it is.")
    source: SourceDocument = item("The list itself; its rows are the lines of evidence.")
    scopes: tuple[Scope, ...] = item("Scopes, as the hub of a federation has them.")
    scope: str = item("Scope of the resources and of who keeps them.", of="id")
    sheet: str | None = item("Sheet of the workbook; without it the first.", default=None)
    columns: Columns = item("What the columns mean.")


def read_columns(path: Path) -> dict[str, Any]:
    """What the file at ``path`` says of a list, as plain data. Raises `CatalogueError` with every problem and its place."""
    file = read_alone(one_file(path), ListDocument)
    data: dict[str, Any] = file.data
    known = [scope["id"] for scope in data["scopes"]]
    if data["scope"] not in known:
        message = said("unknown-scope", id=short(data["scope"]), proposal=nearest(data["scope"], known))
        raise CatalogueError([file.problem(("scope",), message)])
    return data


class Rows:
    """The data of a catalogue, and the row that each of them comes from."""

    def __init__(self, data: dict[str, Any], grid: Grid, at: dict[Steps, int], name: str) -> None:
        self.data = data
        self._grid = grid
        self._at = at
        self._name = name

    def problem_at(self, steps: Steps, message: Message) -> Problem:
        """A problem of a value: of the row that it comes from, or of the whole."""
        row = next((self._at[steps[:n]] for n in range(len(steps), 0, -1) if steps[:n] in self._at), None)
        return Problem(self._name, 1, 1, message) if row is None else self._grid.problem(row, 1, message)


_FIELDS: Final = ("resource", "keeper", "receiver", "content", "purpose", "legal_basis", "description")


def rows_of(grids: Sequence[Grid], wanted: dict[str, Any], name: str) -> Rows:
    """What the rows of a list say, as the data of one catalogue.

    Raises `UnreadableFile` where the sheet or a column is missing, and `CatalogueError` for rows without a resource.
    """
    grid = _sheet(grids, wanted.get("sheet"), name)
    places = _places(grid, wanted["columns"])
    list_ = _List(wanted, grid)
    for number in sorted(grid.rows):
        if number > grid.top:
            texts = {field: _text(grid, number, column) for field, column in places.items()}
            if any(texts.values()):
                list_.row(number, texts)
    if list_.problems:
        raise CatalogueError(in_order(list_.problems))
    return Rows(list_.data(max(grid.rows, default=1)), grid, list_.at, name)


def _sheet(grids: Sequence[Grid], sheet: str | None, name: str) -> Grid:
    shown = [grid for grid in grids if not grid.hidden]
    found = next((grid for grid in shown if sheet is None or same(grid.name) == same(sheet)), None)
    if found is None:
        names = [grid.name for grid in shown]
        raise UnreadableFile(name, said("no-sheet", sheet=short(sheet or ""), proposal=nearest(sheet or "", names)))
    return found


def _places(grid: Grid, columns: dict[str, str]) -> dict[str, int]:
    headings = {same(grid.heading(column)): column for column in grid.rows.get(grid.top, {}) if grid.heading(column)}
    found: dict[str, int] = {}
    for field in _FIELDS:
        if field in columns:
            heading = columns[field]
            if same(heading) not in headings:
                message = said("no-column", heading=short(heading), proposal=nearest(same(heading), headings))
                raise UnreadableFile(grid.file, message)
            found[field] = headings[same(heading)]
    return found


def _text(grid: Grid, row: int, column: int) -> str:
    cell = grid.rows[row].get(column, "")
    return "" if isinstance(cell, Unusable) else " ".join(str(cell).split())


class _List:
    def __init__(self, wanted: dict[str, Any], grid: Grid) -> None:
        self._wanted = wanted
        self._grid = grid
        self._resources: dict[str, dict[str, Any]] = {}
        self._parties: dict[str, dict[str, Any]] = {}
        self._feeds: dict[tuple[str, ...], dict[str, Any]] = {}
        self._ids: dict[str, str] = {}
        self._rows: dict[int, int] = {}
        self.problems: list[Problem] = []
        self.at: dict[Steps, int] = {}

    def row(self, number: int, texts: dict[str, str]) -> None:
        if not texts["resource"]:
            self.problems.append(self._grid.problem(number, 1, said("no-resource")))
            return
        resource = self._entry(self._resources, texts["resource"], number, scope=self._wanted["scope"])
        if texts.get("description"):
            resource.setdefault("description", texts["description"])
        if texts.get("keeper"):
            keeper = self._entry(
                self._parties,
                texts["keeper"],
                number,
                form="organisation",
                scope=self._wanted["scope"],
                scope_basis="implied",
            )
            if resource.setdefault("managed_by", keeper["id"]) == keeper["id"]:
                _add(resource, "managed_by_evidence", number)
            else:
                message = said("two-keepers", name=short(texts["resource"]), row=resource["managed_by_evidence"][0])
                self.problems.append(self._grid.problem(number, 1, message))
        if texts.get("receiver"):
            receiver = self._entry(self._parties, texts["receiver"], number, form="organisation")
            self._feed(number, resource["id"], receiver["id"], texts)

    def _entry(self, among: dict[str, dict[str, Any]], name: str, number: int, **more: str) -> dict[str, Any]:
        found = among.get(same(name))
        if found is None:
            found = among[same(name)] = {"id": self._id(name), "name": name, **more, "evidence": []}
            self._rows[id(found)] = number
        for key, value in more.items():
            found.setdefault(key, value)
        _add(found, "evidence", number)
        return found

    def _id(self, name: str) -> str:
        base = id_of(name) or f"row-{len(self._ids) + 1}"
        found, n = base, 1
        while found in self._ids:
            n += 1
            found = f"{base[:70]}-{n}"
        self._ids[found] = name
        return found

    def _feed(self, number: int, source: str, target: str, texts: dict[str, str]) -> None:
        key = (source, target, *(texts.get(field, "") for field in ("content", "purpose", "legal_basis")))
        if key in self._feeds:
            _add(self._feeds[key], "evidence", number)
            return
        feed: dict[str, Any] = {"from": source, "to": target}
        if texts.get("content"):
            feed["content"] = texts["content"]
        if texts.get("legal_basis"):
            feed |= {"legal_basis": texts["legal_basis"], "legal_basis_evidence": [number]}
        if texts.get("purpose"):
            feed["condition"] = texts["purpose"]
        self._feeds[key] = feed | {"basis": "stated", "evidence": [number]}
        self._rows[id(self._feeds[key])] = number

    def data(self, last: int) -> dict[str, Any]:
        """The data of the catalogue; remembers the row of each entry."""
        wanted = self._wanted
        found = {
            "source": wanted["source"]["id"],
            "catalogue": wanted["catalogue"],
            "organisation": wanted["organisation"],
            "sources": [wanted["source"] | {"lines": last}],
            "scopes": wanted["scopes"],
            "shared": list(self._resources.values()),
            "parties": list(self._parties.values()),
            "feeds": list(self._feeds.values()),
        }
        for part in ("shared", "parties", "feeds"):
            for i, entry in enumerate(found[part]):
                self.at[part, i] = self._rows[id(entry)]
        return found


def _add(entry: dict[str, Any], key: str, number: int) -> None:
    numbers = entry.setdefault(key, [])
    if number not in numbers:
        numbers.append(number)
