"""The rows of an impact: one query behind text, JSON, CSV, workbooks, reports, drawings and pages.

A `Selection` says what of an answer is wanted; `chosen` leaves the rest out. What comes back is an answer again, so
whatever shows it – a table of `TABLES`, its JSON, a drawing – shows the same rows.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flowviz.catalogue import Dataset, Feed, RecordsClass, Register, SourceIssue
from flowviz.graph import Graph, name_of
from flowviz.impact import reason
from flowviz.locales import words
from flowviz.tables import Cell, Column
from flowviz.wording import evidence_text, kind_word, option, scope_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from flowviz.catalogue import Evidence
    from flowviz.impact import Comparison, Critical, Impact
    from flowviz.impact.strike import Effect
    from flowviz.lineage import Direction

__all__ = [
    "COMPARED",
    "EFFECTS",
    "EVERYTHING",
    "RANKING",
    "TABLES",
    "ImpactTable",
    "Selection",
    "chosen",
    "compared_rows",
    "headings",
    "owner_of",
    "ranking_rows",
    "removal_names",
    "tables_of",
    "way_text",
]

Row = tuple[Cell, ...]
EFFECTS: Final[tuple[Effect, ...]] = ("cut off", "weakened", "touched")
"""How hard something downstream may be hit, the hardest first."""


# --- what of an answer is wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What of an answer is wanted; empty means all of it."""

    direction: Direction = "both"
    effects: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    within: int | None = None
    """The most hops that a thing downstream may be away."""

    @property
    def count(self) -> int:
        """How many filters are on; the direction is none."""
        return bool(self.effects) + bool(self.departments) + bool(self.scopes) + (self.within is not None)


EVERYTHING: Final = Selection()


def chosen(graph: Graph, answer: Impact, selection: Selection) -> Impact:
    """The answer with only those rows that are wanted. What is removed, and the summary, always stay whole."""

    def here(id_: str) -> bool:
        department, scope = owner_of(graph, id_), graph.nodes[id_]["scope"]
        return (not selection.departments or department in selection.departments) and (
            not selection.scopes or scope in selection.scopes
        )

    def wanted(row: Any) -> bool:
        near = selection.within is None or row.distance <= selection.within
        return near and (not selection.effects or row.effect in selection.effects) and here(row.id)

    departments = selection.departments
    return dataclasses.replace(
        answer,
        downstream=tuple(filter(wanted, answer.downstream)) if selection.direction != "up" else (),
        upstream=tuple(row for row in answer.upstream if here(row.id)) if selection.direction != "down" else (),
        holders=tuple(row for row in answer.holders if here(row.id)),
        registers=tuple(row for row in answer.registers if here(row.id)),
        personal_data=tuple(row for row in answer.personal_data if here(row.id)),
        departments=tuple(row for row in answer.departments if not departments or row.id in departments),
        records_classes=tuple(
            row for row in answer.records_classes if not departments or row.department in departments
        ),
    )


def owner_of(graph: Graph, id_: str) -> str | None:
    """The department that a thing is or lies in."""
    node = graph.nodes[id_]
    owner: str | None = id_ if node["kind"] == "department" else node["department"]
    return owner


# --- tables


class _Words:
    """What the rows of an answer need to know in one language."""

    def __init__(self, graph: Graph, language: str) -> None:
        self.graph = graph
        self.language = language
        self.say = words(language)

    def name(self, id_: str | None) -> str | None:
        return name_of(self.graph, id_, self.language) if id_ else None

    def names(self, ids: Iterable[str]) -> str | None:
        return "; ".join(name_of(self.graph, id_, self.language) for id_ in ids) or None

    def thing(self, id_: str) -> tuple[Cell, ...]:
        """Id, name, kind, department and scope."""
        scope = self.graph.nodes[id_]["scope"]
        where = scope_name(self.graph, scope, self.language) if scope else None
        kind = kind_word(self.graph, id_, self.language)
        return id_, self.name(id_), kind, self.name(owner_of(self.graph, id_)), where

    def yes(self, value: bool) -> str:
        return self.say("bool.yes" if value else "bool.no")

    def said(self, evidence: Sequence[Evidence]) -> str | None:
        return evidence_text(evidence, self.language) or None

    def said_of(self, id_: str) -> str | None:
        return self.said(self.graph.nodes[id_]["thing"].evidence)

    def said_of_feeds(self, feeds: Iterable[Feed]) -> str | None:
        return self.said(tuple(dict.fromkeys(entry for feed in feeds for entry in feed.evidence)))


@dataclass(frozen=True, slots=True)
class ImpactTable:
    """A table of an answer: the list of the answer that it shows, its columns, and how one row of it is said."""

    part: str
    columns: tuple[Column, ...]
    cells: Callable[[_Words, Any], Row]

    def rows(self, graph: Graph, answer: Impact, language: str) -> list[Row]:
        """The rows of ``answer`` in ``language``."""
        say = _Words(graph, language)
        return [self.cells(say, row) for row in getattr(answer, self.part)]

    def title(self, language: str) -> str:
        return words(language)(f"impact.table.{self.part}")


def headings(columns: Iterable[Column], language: str) -> list[str]:
    """The headings of ``columns`` in ``language``."""
    return [column.heading(language) for column in columns]


def _removed(w: _Words, row: Any) -> Row:
    return (*w.thing(row.id), w.name(row.within), w.said_of(row.id))


def _feeds(w: _Words, feed: Feed) -> Row:
    content = feed.content.get(w.language) if feed.content else None
    ends = feed.source, w.name(feed.source), feed.target, w.name(feed.target)
    return (*ends, content, w.say(f"basis.{feed.basis}"), w.said(feed.evidence))


def _downstream(w: _Words, row: Any) -> Row:
    return (
        *w.thing(row.id),
        w.say(f"effect.{row.effect}"),
        row.distance,
        row.feeds_lost,
        row.feeds_before,
        row.origins_lost,
        row.origins_before,
        w.yes(row.rests_on_implied),
        way_text(w.graph, row.way, w.language),
        w.said_of_feeds(row.way),
    )


def way_text(graph: Graph, way: Sequence[Feed], language: str) -> str:
    """The things along a way, with arrows between them."""
    ids = [feed.source for feed in way[:1]] + [feed.target for feed in way]
    return " → ".join(name_of(graph, id_, language) for id_ in ids)


def _upstream(w: _Words, row: Any) -> Row:
    to = w.names(dict.fromkeys(feed.target for feed in row.feeds))
    lost = row.feeds_lost, row.feeds_before, w.yes(row.without_receiver)
    return (*w.thing(row.id), *lost, to, w.said_of_feeds(row.feeds))


def _systems(w: _Words, row: Any) -> Row:
    flags = w.yes(row.removed), row.served_before, row.served_now, w.yes(row.serves_nothing), w.yes(row.keeper_removed)
    return (row.id, w.name(row.id), *flags, w.said_of(row.id))


def _holders(w: _Words, row: Any) -> Row:
    uses = [
        data["use"].evidence
        for _, system, key, data in w.graph.out_edges(row.id, keys=True, data=True)
        if key == "uses system" and system in row.systems_lost
    ]
    lost = w.names(row.systems_lost), row.systems_before, w.yes(row.without_system)
    return (*w.thing(row.id), *lost, w.said(tuple(entry for use in uses for entry in use)))


def _departments(w: _Words, row: Any) -> Row:
    counts = row.removed, row.downstream, row.cut_off, row.upstream, row.without_system
    return (row.id, w.name(row.id), *counts, w.names(row.units), w.said_of(row.id))


def _registers(w: _Words, row: Any) -> Row:
    resource = w.graph.nodes[row.id]["resource"]
    register: Register = w.graph.nodes[row.id]["thing"]
    openness = "; ".join(remark.text.get(w.language) for remark in register.openness) or None
    owner = w.name(resource), w.name(owner_of(w.graph, row.id))
    return (row.id, w.name(row.id), *owner, w.say(f"role.{row.role}"), openness, w.said_of(row.id))


def _personal(w: _Words, row: Any) -> Row:
    node = w.graph.nodes[row.id]
    dataset: Dataset = node["thing"]
    groups = "; ".join(group.name.get(w.language) for group in dataset.groups if group.personal)
    evidence = tuple(dict.fromkeys(entry for group in dataset.groups if group.personal for entry in group.evidence))
    return (
        row.id,
        w.name(row.id),
        w.name(node["register"] or node["resource"]),
        w.name(owner_of(w.graph, row.id)),
        w.say(f"role.{row.role}"),
        groups,
        w.say(f"impact.special.{row.special}") if row.special else None,
        w.say("basis.implied" if row.implied else "basis.stated"),
        w.said(evidence),
    )


def _records(w: _Words, row: Any) -> Row:
    classes: Sequence[RecordsClass] = w.graph.nodes[row.department]["thing"].records_classes
    entry = next((entry for entry in classes if entry.code == row.code), None)
    name, said = (entry.name.get(w.language), w.said(entry.evidence)) if entry else (None, None)
    return row.code, name, w.name(row.department), w.yes(row.exact), said


def _issues(w: _Words, id_: str) -> Row:
    issues: Sequence[SourceIssue] = w.graph.graph["catalogue"].issues
    issue = next(issue for issue in issues if issue.id == id_)
    kind = option(SourceIssue, "kind", issue.kind, w.language)
    return id_, kind, w.names(issue.about), issue.text.get(w.language), w.said(issue.evidence)


def _unknown(w: _Words, row: Any) -> Row:
    return row.key, w.say(f"impact.unknown.{row.key}"), w.names(row.ids), "; ".join(row.ids)


def _without_unit(w: _Words, id_: str) -> Row:
    return (*w.thing(id_), w.said_of(id_))


def _columns(brief: str, full: str) -> tuple[Column, ...]:
    return tuple(Column(key, key in brief.split()) for key in full.split())


def _table(part: str, cells: Callable[[_Words, Any], Row], brief: str, full: str) -> ImpactTable:
    return ImpactTable(part, _columns(brief, full), cells)


_THING: Final = "id name kind department scope"

TABLES: Final[Mapping[str, ImpactTable]] = {
    "downstream": _table(
        "downstream",
        _downstream,
        "name department effect distance feeds_lost feeds_before origins_lost origins_before way evidence",
        f"{_THING} effect distance feeds_lost feeds_before origins_lost origins_before rests_on_implied way evidence",
    ),
    "upstream": _table(
        "upstream",
        _upstream,
        "name department feeds_lost feeds_before without_receiver to evidence",
        f"{_THING} feeds_lost feeds_before without_receiver to evidence",
    ),
    "removed": _table("removed", _removed, "name kind department within evidence", f"{_THING} within evidence"),
    "removed-feeds": _table(
        "feeds",
        _feeds,
        "source target content basis evidence",
        "source_id source target_id target content basis evidence",
    ),
    "systems": _table(
        "systems",
        _systems,
        "name removed served_before served_now serves_nothing evidence",
        "id name removed served_before served_now serves_nothing keeper_removed evidence",
    ),
    "holders": _table(
        "holders",
        _holders,
        "name department systems_lost systems_before without_system evidence",
        f"{_THING} systems_lost systems_before without_system evidence",
    ),
    "departments": _table(
        "departments",
        _departments,
        "name removed downstream cut_off upstream without_system units",
        "id name removed downstream cut_off upstream without_system units evidence",
    ),
    "without-unit": _table("without_unit", _without_unit, "name department evidence", f"{_THING} evidence"),
    "registers": _table(
        "registers",
        _registers,
        "name resource department role evidence",
        "id name resource department role openness evidence",
    ),
    "personal-data": _table(
        "personal_data",
        _personal,
        "name lies_in department role groups special basis evidence",
        "id name lies_in department role groups special basis evidence",
    ),
    "records-classes": _table(
        "records_classes", _records, "code name department exact evidence", "code name department exact evidence"
    ),
    "issues": _table("source_issues", _issues, "id text evidence", "id kind about text evidence"),
    "unknown": _table("unknown", _unknown, "unknown names", "key unknown names ids"),
}
"""Every table of an answer by name, in the order of files and pages."""


def tables_of(graph: Graph, answer: Impact, language: str) -> dict[str, list[Row]]:
    """The rows of every table of ``answer``."""
    return {name: table.rows(graph, answer, language) for name, table in TABLES.items()}


def removal_names(graph: Graph, answer: Impact, language: str) -> str:
    """What was chosen to go, in one line."""
    names = [name_of(graph, id_, language) for id_ in answer.chosen.things]
    pairs = dict.fromkeys((feed.source, feed.target) for feed in answer.chosen.feeds)
    names += [f"{name_of(graph, source, language)} → {name_of(graph, target, language)}" for source, target in pairs]
    return ", ".join(names)


# --- scenarios and the ranking

COMPARED: Final = _columns("name plain scenario verdict", f"{_THING} plain scenario verdict")
"""The columns of a scenario beside the plain removal."""


def compared_rows(comparison: Comparison, language: str) -> list[Row]:
    """How each thing is hit by the plain removal and in the scenario."""
    w = _Words(comparison.graph, language)
    return [
        (
            *w.thing(row.id),
            w.say(f"effect.{row.plain or 'none'}"),
            w.say(f"effect.{row.scenario or 'none'}"),
            w.say(f"verdict.{row.verdict}"),
        )
        for row in comparison.rows
    ]


RANKING: Final = _columns(
    "rank name kind cut_off reached reason",
    "rank id name kind department scope cut_off reached departments scopes sole_feeder_of sole_system_of reason",
)
"""The columns of the ranking of single points of failure."""


def ranking_rows(graph: Graph, ranking: Sequence[Critical], language: str) -> list[Row]:
    """The ranking as rows of `RANKING`."""
    w = _Words(graph, language)
    return [
        (
            rank,
            *w.thing(row.id),
            row.cut_off,
            row.reached,
            w.names(row.departments),
            "; ".join(scope_name(graph, scope, language) for scope in row.scopes) or None,
            w.names(row.sole_feeder_of),
            w.names(row.sole_system_of),
            reason(graph, row, language),
        )
        for rank, row in enumerate(ranking, 1)
    ]
