"""The tables of a catalogue: one query for rows, behind lists, CSV files and every other table of things.

A table is columns and a pure function ``rows(graph, language)``. A row has a cell for each column: text, a number,
or None for what the source does not state. Rows come in the order of the catalogue. Lists in a cell are separated
by ``"; "``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flowviz.graph import Graph, feed_level, name_of
from flowviz.locales import date, words
from flowviz.wording import evidence_text, option, scope_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flowviz.catalogue import (
        Catalogue,
        Dataset,
        Feed,
        Keyword,
        RecordsClass,
        Register,
        Resource,
        Scope,
        SourceIssue,
        Text,
        Thing,
    )

__all__ = ["TABLES", "Cell", "Column", "Table"]

Cell = str | int | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the key that stands in JSON, and whether it is one of the few that a terminal has room for."""

    key: str
    brief: bool = False

    def heading(self, language: str) -> str:
        return words(language)(f"field.{self.key}")


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns and where its rows come from."""

    columns: tuple[Column, ...]
    rows: Callable[[Graph, str], list[Row]]

    def headings(self, language: str) -> list[str]:
        """The headings of the columns in ``language``."""
        return [column.heading(language) for column in self.columns]

    def records(self, graph: Graph, language: str) -> list[dict[str, Cell]]:
        """The rows as mappings from the keys of the columns."""
        keys = [column.key for column in self.columns]
        return [dict(zip(keys, row, strict=True)) for row in self.rows(graph, language)]


def _columns(brief: str, full: str) -> tuple[Column, ...]:
    return tuple(Column(key, key in brief.split()) for key in full.split())


class _Reader:
    """What the rows of one table need to know again and again."""

    def __init__(self, graph: Graph, language: str) -> None:
        self.graph = graph
        self.language = language
        self.catalogue: Catalogue = graph.graph["catalogue"]
        self.words = words(language)

    def of_kind(self, *kinds: str) -> Iterable[str]:
        return [node for node, data in self.graph.nodes(data=True) if data["kind"] in kinds]

    def name(self, node: str | None) -> str | None:
        return None if node is None else name_of(self.graph, node, self.language)

    def names(self, nodes: Iterable[str]) -> str | None:
        return _joined(name_of(self.graph, node, self.language) for node in nodes)

    def text(self, text: Text | None) -> str | None:
        return None if text is None else text.get(self.language)

    def owner(self, node: str, kind: str) -> str | None:
        return self.name(self.graph.nodes[node][kind])

    def evidence(self, noun: Thing | Feed | RecordsClass | Keyword | SourceIssue) -> str | None:
        return evidence_text(noun.evidence, self.language) or None

    def scope(self, node: str) -> str | None:
        scope = self.graph.nodes[node]["scope"]
        return scope_name(self.graph, scope, self.language) if scope else None

    def option(self, noun: object, field: str) -> str | None:
        value = getattr(noun, field)
        return None if value is None else option(type(noun), field, value, self.language)

    def feeds(self, node: str) -> tuple[int, int]:
        out, into = (self.graph.graph[side][node].values() for side in ("out", "into"))
        return sum(map(len, out)), sum(map(len, into))

    def systems(self, noun: Resource | Register) -> str | None:
        if noun.no_own_systems:
            return self.words("field.no_own_systems")
        return self.names(use.system for use in noun.systems)


def _joined(parts: Iterable[str | None]) -> str | None:
    return "; ".join(part for part in parts if part) or None


def _departments(graph: Graph, language: str) -> list[Row]:
    r = _Reader(graph, language)
    return [
        (
            entry.id,
            r.text(entry.name),
            r.option(entry, "form"),
            len(entry.units),
            len(entry.resources),
            *r.feeds(entry.id),
            date(entry.updated.date, language) if entry.updated else None,
            _joined(scope_name(graph, scope, language) for scope in entry.caption.scopes) if entry.caption else None,
            r.text(entry.purpose),
            r.evidence(entry),
        )
        for entry in r.catalogue.departments
    ]


def _resources(graph: Graph, language: str) -> list[Row]:
    r = _Reader(graph, language)
    rows: list[Row] = []
    for node in r.of_kind("resource", "shared"):
        entry: Resource = graph.nodes[node]["thing"]
        row: Row = (
            node,
            r.text(entry.name),
            r.owner(node, "department"),
            r.scope(node),
            r.name(entry.part_of),
            r.name(entry.unit),
            _joined(r.text(register.name) for register in entry.registers),
            _joined(r.text(dataset.name) for dataset in entry.datasets),
            r.systems(entry),
            _joined(entry.records_classes),
            _joined(r.text(remark.text) for remark in entry.openness),
            _joined(r.text(key) for key in entry.search_keys),
            r.words("bool.yes") if entry.internal_only else None,
            *r.feeds(node),
            r.text(entry.description),
            r.evidence(entry),
        )
        rows.append(row)
    return rows


def _registers(graph: Graph, language: str) -> list[Row]:
    r = _Reader(graph, language)
    rows: list[Row] = []
    for node in r.of_kind("register"):
        entry: Register = graph.nodes[node]["thing"]
        datasets = _joined(r.text(dataset.name) for dataset in entry.datasets)
        home = r.owner(node, "resource"), r.owner(node, "department")
        openness = _joined(r.text(remark.text) for remark in entry.openness)
        rows.append(
            (node, r.text(entry.name), *home, datasets, r.systems(entry), openness, *r.feeds(node), r.evidence(entry))
        )
    return rows


def _datasets(graph: Graph, language: str) -> list[Row]:
    r = _Reader(graph, language)
    rows: list[Row] = []
    for node in r.of_kind("dataset"):
        entry: Dataset = graph.nodes[node]["thing"]
        home = r.owner(node, "register"), r.owner(node, "resource"), r.owner(node, "department")
        groups = _joined(r.text(group.name) for group in entry.groups)
        personal = _joined(r.text(group.name) for group in entry.groups if group.personal)
        special = _joined(r.text(group.name) for group in entry.groups if group.special in ("yes", "possible"))
        rows.append((node, r.text(entry.name), *home, groups, personal, special, r.evidence(entry)))
    return rows


def _systems(graph: Graph, language: str) -> list[Row]:
    r = _Reader(graph, language)
    rows: list[Row] = []
    for entry in r.catalogue.systems:
        users = r.names(user for user, _, kind in graph.in_edges(entry.id, keys=True) if kind == "uses system")
        form, owner = r.option(entry, "form"), r.option(entry, "owner")
        rows.append(
            (
                entry.id,
                r.text(entry.name),
                form,
                owner,
                r.name(entry.party),
                users,
                *r.feeds(entry.id),
                r.evidence(entry),
            )
        )
    return rows


def _parties(graph: Graph, language: str) -> list[Row]:
    r = _Reader(graph, language)
    return [
        (
            entry.id,
            r.text(entry.name),
            r.option(entry, "form"),
            r.scope(entry.id),
            r.name(entry.department),
            *r.feeds(entry.id),
            r.text(entry.description),
            r.evidence(entry),
        )
        for entry in r.catalogue.parties
    ]


def _feeds(graph: Graph, language: str) -> list[Row]:
    r = _Reader(graph, language)
    return [
        (
            feed.source,
            r.name(feed.source),
            feed.target,
            r.name(feed.target),
            r.text(feed.content),
            r.text(feed.frequency),
            r.text(feed.condition),
            r.words(f"basis.{feed.basis}"),
            r.words(f"level.{feed_level(graph, feed)}"),
            r.evidence(feed),
            r.text(feed.note),
        )
        for feed in r.catalogue.feeds
    ]


def _scopes(graph: Graph, language: str) -> list[Row]:
    r = _Reader(graph, language)

    def count(scope: Scope, *kinds: str) -> int:
        return sum(data["kind"] in kinds and data["scope"] == scope.id for _, data in graph.nodes(data=True))

    return [
        (
            scope.id,
            r.text(scope.name),
            scope.letter,
            r.option(scope, "shape"),
            scope.colour,
            count(scope, "resource", "shared"),
            count(scope, "party"),
            r.text(scope.note),
        )
        for scope in r.catalogue.scopes
    ]


def _records_classes(graph: Graph, language: str) -> list[Row]:
    r = _Reader(graph, language)
    rows: list[Row] = []
    for department in r.catalogue.departments:
        for entry in department.records_classes:
            users = _joined(r.text(own.name) for own in department.resources if entry.code in own.records_classes)
            rows.append(
                (entry.code, r.text(entry.name), r.text(department.name), users, r.evidence(entry), r.text(entry.note))
            )
    return rows


def _keywords(graph: Graph, language: str) -> list[Row]:
    r = _Reader(graph, language)
    return [
        (r.text(entry.text), r.names(entry.about), r.evidence(entry), r.text(entry.note))
        for entry in r.catalogue.keywords
    ]


def _issues(graph: Graph, language: str) -> list[Row]:
    r = _Reader(graph, language)
    return [
        (
            entry.id,
            r.option(entry, "kind"),
            r.names(entry.about),
            r.text(entry.text),
            r.text(entry.decision),
            r.evidence(entry),
        )
        for entry in r.catalogue.issues
    ]


def _table(rows: Callable[[Graph, str], list[Row]], brief: str, full: str) -> Table:
    return Table(_columns(brief, full), rows)


TABLES: Final[dict[str, Table]] = {
    "departments": _table(
        _departments,
        "id name units resources feeds_out feeds_in updated",
        "id name form units resources feeds_out feeds_in updated scopes purpose evidence",
    ),
    "resources": _table(
        _resources,
        "id name department scope feeds_out feeds_in",
        "id name department scope part_of unit registers datasets systems records_classes openness search_keys "
        "internal_only feeds_out feeds_in description evidence",
    ),
    "registers": _table(
        _registers,
        "id name resource department feeds_out feeds_in",
        "id name resource department datasets systems openness feeds_out feeds_in evidence",
    ),
    "datasets": _table(
        _datasets,
        "id name register resource",
        "id name register resource department groups personal special evidence",
    ),
    "systems": _table(
        _systems, "id name form owner used_by", "id name form owner party used_by feeds_out feeds_in evidence"
    ),
    "parties": _table(
        _parties,
        "id name form scope feeds_out feeds_in",
        "id name form scope department feeds_out feeds_in description evidence",
    ),
    "feeds": _table(
        _feeds,
        "source target content basis evidence",
        "source_id source target_id target content frequency condition basis level evidence note",
    ),
    "scopes": _table(
        _scopes, "id name letter shape resources parties", "id name letter shape colour resources parties note"
    ),
    "records-classes": _table(_records_classes, "code name department", "code name department resources evidence note"),
    "keywords": _table(_keywords, "text about", "text about evidence note"),
    "issues": _table(_issues, "id kind text evidence", "id kind about text decision evidence"),
}
"""Every table by name, in the order of menus."""
