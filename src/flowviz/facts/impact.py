"""The tables of an impact, of a scenario and of the ranking: behind text, files, reports, drawings and pages.

A `Selection` says what of an answer is wanted; `chosen` leaves the rest out. What comes back is an answer again, so
whatever shows it – a table of `IMPACT`, its JSON, a drawing – shows the same rows.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from flowviz.facts.columns import Column, Table
from flowviz.facts.tables import FEED_BASIS, FEED_ENDS, FEED_EVIDENCE, lines, scope_of, whose
from flowviz.facts.things import basis, kind_of, ref, scope_ref, value_of, way
from flowviz.facts.values import NOT_APPLICABLE, NOT_STATED, Choice, Count, Flag, Many, Prose, Value, many
from flowviz.feeds import general
from flowviz.impact.answer import FELT
from flowviz.model import Model, department_of
from flowviz.nouns import Noun

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from flowviz.catalogue import Dataset, Feed, RecordsClass, SourceIssue
    from flowviz.impact import Critical, Impact
    from flowviz.impact.strike import Effect
    from flowviz.lineage import Direction

__all__ = [
    "COMPARED",
    "EFFECTS",
    "EVERYTHING",
    "IMPACT",
    "RANKING",
    "Answered",
    "Selection",
    "chosen",
    "with_organisations",
]

EFFECTS: Final[tuple[Effect, ...]] = ("cut off", "weakened", "touched")
"""How hard something downstream may be hit, the hardest first."""
# --- what of an answer is wanted


class Selection(Noun):
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


def chosen(model: Model, answer: Impact, selection: Selection) -> Impact:
    """The answer with only those rows that are wanted. What is removed, and the summary, always stay whole."""

    def here(id_: str) -> bool:
        department, scope = department_of(model, id_), model.nodes[id_]["scope"]
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
        personal_feeds=tuple(row for row in answer.personal_feeds if here(row.feed.source) or here(row.feed.target)),
        departments=tuple(row for row in answer.departments if not departments or row.id in departments),
        records_classes=tuple(
            row for row in answer.records_classes if not departments or row.department in departments
        ),
    )


# --- tables of an answer


_MANY: Final = 50


class Answered(NamedTuple):
    """An answer and the graph that it is of."""

    model: Model
    answer: Any


def _part(name: str) -> Callable[[Answered], Iterable[Any]]:
    return lambda of: getattr(of.answer, name)


def _field(name: str) -> Callable[[Answered, Any], Value]:
    """The cell of a number, or of yes or no, in the row of an answer."""

    def cell(_: Answered, row: Any) -> Value:
        value = getattr(row, name)
        return Flag(value) if isinstance(value, bool) else Count(value)

    return cell


def _refs(name: str) -> Callable[[Answered, Any], Value]:
    return lambda of, row: _refs_to(of.model, getattr(row, name))


def _refs_to(model: Model, ids: Sequence[str]) -> Value:
    """Things of the catalogue as one value; many of them are the same in row after row, and made once."""
    if len(ids) < _MANY:
        return many([ref(model, id_) for id_ in ids])
    kept: dict[Sequence[str], Value] = model.once("many things", dict)
    if ids not in kept:
        kept[ids] = many([ref(model, id_) for id_ in ids])
    return kept[ids]


def _id(row: Any) -> str:
    return row if isinstance(row, str) else row.id


def _of_thing(cell: Callable[[Model, str], Value]) -> Callable[[Answered, Any], Value]:
    """A cell of the thing that the row is about."""
    return lambda of, row: cell(of.model, _id(row))


def _department(model: Model, node: str) -> Value:
    found = department_of(model, node)
    return ref(model, found) if found else NOT_APPLICABLE


def _said_of(model: Model, node: str) -> Value:
    return lines(model.nodes[node]["thing"].evidence)


def _said_of_feeds(feeds: Iterable[Feed]) -> Value:
    return lines(tuple(dict.fromkeys(entry for feed in feeds for entry in feed.evidence)))


ID: Final = Column("id", lambda _, row: _id(row))
NAME: Final = Column("name", _of_thing(ref), brief=True)
KIND: Final = Column("kind", _of_thing(kind_of))
DEPARTMENT: Final = Column("department", _of_thing(_department), brief=True)
SCOPE: Final = Column("scope", _of_thing(scope_of))
ORGANISATION: Final = Column("organisation", _of_thing(whose))
THING: Final = (ID, NAME, KIND, DEPARTMENT, SCOPE)
EVIDENCE: Final = Column("evidence", _of_thing(_said_of), brief=True)


def _brief(column: Column, *, brief: bool = True) -> Column:
    return dataclasses.replace(column, brief=brief)


def _effect(effect: str | None) -> Choice:
    """How hard something is hit, ordered by it."""
    order = (*FELT, None)
    return Choice(f"effect.{effect or 'none'}", effect or "none", order.index(effect))


REMOVED: Final = Table(
    _part("removed"),
    (
        ID,
        NAME,
        _brief(KIND),
        DEPARTMENT,
        SCOPE,
        Column("within", lambda of, row: ref(of.model, row.within) if row.within else NOT_APPLICABLE, brief=True),
        EVIDENCE,
    ),
)


def _of_feed(column: Column) -> Column:
    """A column of feeds for the feeds of an answer."""
    return dataclasses.replace(column, cell=lambda of, feed: column.cell(of.model, feed))


def _told_again(of: Answered, feed: Feed) -> Value:
    """The general sentences that tell the flow of a feed too."""
    return many(
        [way(of.model, (one,)) for one in general(of.model, stated_only=of.answer.stated_only).get(id(feed), ())]
    )


REMOVED_FEEDS: Final = Table(
    _part("feeds"),
    (
        *map(_of_feed, FEED_ENDS),
        Column("carries", lambda of, feed: many([ref(of.model, id_) for id_ in feed.carries])),
        Column("refines", _told_again),
        FEED_BASIS,
        Column("evidence", lambda _, feed: lines(feed.evidence), brief=True),
    ),
)


def _row_of_feed(column: Column) -> Column:
    """A column of feeds for rows that are about one."""
    return dataclasses.replace(column, cell=lambda of, row: column.cell(of.model, row.feed))


LOSSES: Final = Table(
    _part("losses"),
    (
        *map(_row_of_feed, FEED_ENDS),
        Column("carries", _refs("datasets"), brief=True),
        _row_of_feed(FEED_BASIS),
        _row_of_feed(FEED_EVIDENCE),
    ),
)


def _certain(_: Answered, row: Any) -> Value:
    return Choice(f"certain.{row.certain}", "certain" if row.certain else "possible", int(not row.certain))


def _in_general(of: Answered, row: Any) -> Value:
    return many([way(of.model, (feed,)) for feed in row.in_general])


DOWNSTREAM: Final = Table(
    _part("downstream"),
    (
        *THING,
        Column("effect", lambda _, row: dataclasses.replace(_effect(row.effect), key=f"effect.{row.felt}"), brief=True),
        Column("certain", _certain, brief=True),
        Column("distance", _field("distance"), brief=True),
        Column("feeds_lost", _field("feeds_lost"), brief=True),
        Column("feeds_before", _field("feeds_before"), brief=True),
        Column("origins_lost", _field("origins_lost"), brief=True),
        Column("origins_before", _field("origins_before"), brief=True),
        Column("carries", _refs("carries")),
        Column("in_general", _in_general),
        Column("rests_on_implied", _field("rests_on_implied")),
        Column("way", lambda of, row: way(of.model, row.way), brief=True),
        Column("evidence", lambda _, row: _said_of_feeds(row.way), brief=True),
    ),
)


def _receivers(of: Answered, row: Any) -> Value:
    return many([ref(of.model, id_) for id_ in dict.fromkeys(feed.target for feed in row.feeds)])


UPSTREAM: Final = Table(
    _part("upstream"),
    (
        *THING,
        Column("feeds_lost", _field("feeds_lost"), brief=True),
        Column("feeds_before", _field("feeds_before"), brief=True),
        Column("without_receiver", _field("without_receiver"), brief=True),
        Column(
            "scopes_lost", lambda of, row: many([scope_ref(of.model, scope) for scope in row.scopes_lost]), brief=True
        ),
        Column("carries", _refs("carries")),
        Column("in_general", _in_general),
        Column("to", _receivers, brief=True),
        Column("evidence", lambda _, row: _said_of_feeds(row.feeds), brief=True),
    ),
)

POSSIBLE: Final = Table(
    _part("possible"),
    (ID, NAME, *map(_row_of_feed, FEED_ENDS), _row_of_feed(FEED_BASIS), _row_of_feed(FEED_EVIDENCE)),
)

SYSTEMS: Final = Table(
    _part("systems"),
    (
        ID,
        NAME,
        Column("removed", _field("removed"), brief=True),
        Column("served_before", _field("served_before"), brief=True),
        Column("served_now", _field("served_now"), brief=True),
        Column("serves_nothing", _field("serves_nothing"), brief=True),
        Column("keeper_removed", _field("keeper_removed")),
        EVIDENCE,
    ),
)


def _said_of_uses(of: Answered, row: Any) -> Value:
    """Where the uses of the systems that are lost are said."""
    uses = of.model.nodes[row.id]["thing"].systems
    lost = (use for use in uses if use.system in row.systems_lost)
    return lines(tuple(entry for use in lost for entry in use.evidence))


HOLDERS: Final = Table(
    _part("holders"),
    (
        *THING,
        Column("systems_lost", _refs("systems_lost"), brief=True),
        Column("systems_before", _field("systems_before"), brief=True),
        Column("without_system", _field("without_system"), brief=True),
        Column("evidence", _said_of_uses, brief=True),
    ),
)

DEPARTMENTS: Final = Table(
    _part("departments"),
    (
        ID,
        NAME,
        *(
            Column(name, _field(name), brief=True)
            for name in ("removed", "downstream", "cut_off", "upstream", "without_system")
        ),
        Column("units", _refs("units"), brief=True),
        _brief(EVIDENCE, brief=False),
    ),
)

WITHOUT_UNIT: Final = Table(_part("without_unit"), (*THING, EVIDENCE))
OUTSIDE: Final = Table(_part("outside"), (*THING, EVIDENCE))
DATA_SUBJECTS: Final = Table(_part("data_subjects"), (*THING, EVIDENCE))


def _home(kind: str) -> Callable[[Model, str], Value]:
    def cell(model: Model, node: str) -> Value:
        found = model.nodes[node][kind]
        return ref(model, found) if found else NOT_APPLICABLE

    return cell


def _role(_: Answered, row: Any) -> Value:
    return Choice(f"role.{row.role}", row.role)


def _openness(model: Model, node: str) -> Value:
    return many([remark.text for remark in model.nodes[node]["thing"].openness])


REGISTERS: Final = Table(
    _part("registers"),
    (
        ID,
        NAME,
        Column("resource", _of_thing(_home("resource")), brief=True),
        DEPARTMENT,
        Column("role", _role, brief=True),
        Column("openness", _of_thing(_openness)),
        EVIDENCE,
    ),
)


def _lies_in(model: Model, node: str) -> Value:
    return ref(model, model.nodes[node]["register"] or model.nodes[node]["resource"])


def _personal_groups(model: Model, node: str) -> Value:
    dataset: Dataset = model.nodes[node]["thing"]
    return many([group.name for group in dataset.groups if group.personal])


def _said_of_groups(model: Model, node: str) -> Value:
    dataset: Dataset = model.nodes[node]["thing"]
    return lines(tuple(dict.fromkeys(entry for group in dataset.groups if group.personal for entry in group.evidence)))


def _special(_: Answered, row: Any) -> Value:
    return Choice(f"feed.special.{row.special}", row.special) if row.special else NOT_STATED


PERSONAL_DATA: Final = Table(
    _part("personal_data"),
    (
        ID,
        NAME,
        Column("lies_in", _of_thing(_lies_in), brief=True),
        DEPARTMENT,
        Column("role", _role, brief=True),
        Column("groups", _of_thing(_personal_groups), brief=True),
        Column("special", _special, brief=True),
        Column("basis", lambda _, row: basis("implied" if row.implied else "stated"), brief=True),
        Column("evidence", _of_thing(_said_of_groups), brief=True),
    ),
)


PERSONAL_FEEDS: Final = Table(
    _part("personal_feeds"),
    (
        *map(_row_of_feed, FEED_ENDS),
        Column("special", _special, brief=True),
        Column("basis", lambda _, row: basis("implied" if row.implied else "stated"), brief=True),
        Column("evidence", lambda _, row: lines(row.feed.personal_evidence or row.feed.evidence), brief=True),
    ),
)


def _class_of(of: Answered, row: Any) -> RecordsClass | None:
    classes: Sequence[RecordsClass] = of.model.nodes[row.department]["thing"].records_classes
    return next((entry for entry in classes if entry.code == row.code), None)


def _class_name(of: Answered, row: Any) -> Value:
    found = _class_of(of, row)
    return found.name if found else NOT_STATED


def _class_evidence(of: Answered, row: Any) -> Value:
    found = _class_of(of, row)
    return lines(found.evidence) if found else NOT_STATED


RECORDS_CLASSES: Final = Table(
    _part("records_classes"),
    (
        Column("code", lambda _, row: row.code, brief=True),
        Column("name", _class_name, brief=True),
        Column("department", lambda of, row: ref(of.model, row.department), brief=True),
        Column("exact", _field("exact"), brief=True),
        Column("role", _role),
        Column("evidence", _class_evidence, brief=True),
    ),
)


def _source_issues(of: Answered) -> list[SourceIssue]:
    by_id = {issue.id: issue for issue in of.model.catalogue.issues}
    return [by_id[id_] for id_ in of.answer.source_issues]


ISSUES: Final = Table(
    _source_issues,
    (
        Column("id", lambda _, issue: issue.id, brief=True),
        Column("kind", lambda of, issue: value_of(of.model, issue, "kind")),
        Column("about", lambda of, issue: value_of(of.model, issue, "about")),
        Column("text", lambda _, issue: issue.text, brief=True),
        Column("evidence", lambda _, issue: lines(issue.evidence), brief=True),
    ),
)

UNKNOWN: Final = Table(
    _part("unknown"),
    (
        Column("key", lambda _, row: row.key),
        Column("unknown", lambda _, row: Choice(f"impact.unknown.{row.key}", row.key), brief=True),
        Column("names", _refs("ids"), brief=True),
        Column("ids", lambda _, row: Many(tuple(row.ids))),
    ),
)

IMPACT: Final[Mapping[str, Table]] = {
    "downstream": DOWNSTREAM,
    "upstream": UPSTREAM,
    "removed": REMOVED,
    "removed-feeds": REMOVED_FEEDS,
    "losses": LOSSES,
    "possible": POSSIBLE,
    "systems": SYSTEMS,
    "holders": HOLDERS,
    "departments": DEPARTMENTS,
    "without-unit": WITHOUT_UNIT,
    "outside": OUTSIDE,
    "data-subjects": DATA_SUBJECTS,
    "registers": REGISTERS,
    "personal-data": PERSONAL_DATA,
    "personal-feeds": PERSONAL_FEEDS,
    "records-classes": RECORDS_CLASSES,
    "issues": ISSUES,
    "unknown": UNKNOWN,
}
"""Every table of an answer by name, in the order of files and pages."""


def with_organisations(table: Table, model: Model) -> Table:
    """The table; where catalogues are joined, things have their organisation before their department, and so have these."""
    keys = [column.key for column in table.columns]
    before = "department" if "department" in keys else "removed" if table is DEPARTMENTS else None
    if not model.catalogue.members or before is None or table is RECORDS_CLASSES:
        return table
    place = keys.index(before)
    added = _brief(ORGANISATION, brief=table.columns[place].brief)
    return dataclasses.replace(table, columns=(*table.columns[:place], added, *table.columns[place:]))


# --- scenarios and the ranking


def _verdict(_: Answered, row: Any) -> Value:
    return Choice(f"verdict.{row.verdict}", row.verdict)


COMPARED: Final = Table(
    lambda of: of.answer.rows,
    (
        ID,
        NAME,
        KIND,
        _brief(DEPARTMENT, brief=False),
        SCOPE,
        Column("plain", lambda _, row: _effect(row.plain), brief=True),
        Column("scenario", lambda _, row: _effect(row.scenario), brief=True),
        Column("verdict", _verdict, brief=True),
    ),
)
"""A scenario beside the plain removal: how each thing is hit by the one and by the other."""


class Ranked(NamedTuple):
    """A row of the ranking with its place."""

    rank: int
    row: Critical

    @property
    def id(self) -> str:
        return self.row.id


def _ranked(name: str) -> Callable[[Answered, Ranked], Value]:
    return lambda of, ranked: _field(name)(of, ranked.row)


def _ranked_refs(name: str) -> Callable[[Answered, Ranked], Value]:
    return lambda of, ranked: _refs(name)(of, ranked.row)


def _scopes(of: Answered, ranked: Ranked) -> Value:
    return many([scope_ref(of.model, scope) for scope in ranked.row.scopes])


def _reason(of: Answered, ranked: Ranked) -> Value:
    from flowviz.impact import reason

    return Prose(ranked.row, lambda language: reason(of.model, ranked.row, language))


RANKING: Final = Table(
    lambda of: [Ranked(rank, row) for rank, row in enumerate(of.answer, 1)],
    (
        Column("rank", lambda _, ranked: Count(ranked.rank), brief=True),
        ID,
        NAME,
        _brief(KIND),
        _brief(DEPARTMENT, brief=False),
        SCOPE,
        Column("cut_off", _ranked("cut_off"), brief=True),
        Column("reached", _ranked("reached"), brief=True),
        Column("departments", _ranked_refs("departments")),
        Column("scopes", _scopes),
        Column("sole_feeder_of", _ranked_refs("sole_feeder_of")),
        Column("sole_system_of", _ranked_refs("sole_system_of")),
        Column("reason", _reason, brief=True),
    ),
)
"""The single points of failure, the gravest first; the answer is the list of them."""
