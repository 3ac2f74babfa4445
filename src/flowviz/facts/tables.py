"""The tables of a catalogue: behind lists, CSV files and every other table of its things."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

from flowviz.catalogue import member_of
from flowviz.facts.columns import Column, Table
from flowviz.facts.things import feeds_of, kind_of, ref, related, resources_of_class, scope_ref, value_of
from flowviz.facts.values import (
    NOT_APPLICABLE,
    NOT_STATED,
    Choice,
    Count,
    Day,
    Flag,
    Item,
    Lines,
    Many,
    Sentence,
    Value,
    many,
)
from flowviz.model import Model, feed_level, member_organisation, organisations
from flowviz.reconciling import Told, reconciliation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from flowviz.catalogue import Department, Evidence, Feed, Member, RecordsClass, Scope
    from flowviz.facts.things import Side

    Cell = Callable[[Model, Any], Value]

__all__ = ["JOINED", "TABLES", "THINGS", "lines", "owner", "scope_of", "tables_of", "things_table", "whose"]

# --- cells; the entry of a table of things is an id, of every other one a noun


def _thing(model: Model, node: str) -> Any:
    return model.nodes[node]["thing"]


def _field(name: str, *, brief: bool = False) -> Column:
    """The column of a field of the entry; of a noun in a field its main words."""

    def cell(model: Model, entry: Any) -> Value:
        return main(value_of(model, _thing(model, entry) if isinstance(entry, str) else entry, name))

    return Column(name, cell, brief)


def main(value: Value) -> Value:
    """A value without what is known of it besides."""
    if isinstance(value, Many):
        return many([main(one) for one in value.values])
    return many(value.main.values) if isinstance(value, Item) else value


def owner(kind: str) -> Cell:
    """The cell of what the thing lies in."""

    def cell(model: Model, node: str) -> Value:
        found = model.nodes[node][kind]
        return NOT_APPLICABLE if found is None else ref(model, found)

    return cell


def scope_of(model: Model, node: str) -> Value:
    """Where a thing lives."""
    scope = model.nodes[node]["scope"]
    return scope_ref(model, scope) if scope else NOT_APPLICABLE


def lines(evidence: tuple[Evidence, ...]) -> Value:
    """Where something is said."""
    return Lines(evidence) if evidence else NOT_STATED


def _systems(model: Model, node: str) -> Value:
    thing = _thing(model, node)
    if thing.no_own_systems:
        return Sentence("field.no_own_systems")
    return many([ref(model, use.system) for use in thing.systems])


def _users(model: Model, node: str) -> Value:
    """The resources and registers that use a system."""
    if model.nodes[node]["kind"] != "system":
        return NOT_APPLICABLE
    return many(list(related(model, node, "uses system")))


def _caption_scopes(model: Model, node: str) -> Value:
    caption = _thing(model, node).caption
    return many([scope_ref(model, scope) for scope in caption.scopes]) if caption else NOT_STATED


def _number_of(name: str) -> Cell:
    return lambda model, node: Count(len(getattr(_thing(model, node), name)))


def _feeds(side: Side) -> Cell:
    return lambda model, node: Count(len(feeds_of(model, node, side)))


def _groups(wanted: Callable[[Any], bool] = lambda _: True) -> Cell:
    return lambda model, node: many([group.name for group in _thing(model, node).groups if wanted(group)])


# --- tables


def _nodes(*kinds: str) -> Callable[[Model], Iterable[str]]:
    return lambda model: [node for node, data in model.nodes(data=True) if data["kind"] in kinds]


def _listed(name: str) -> Callable[[Model], Iterable[Any]]:
    return lambda model: getattr(model.catalogue, name)


NAME: Final = (Column("id", lambda _, node: node, brief=True), Column("name", ref, brief=True))
FEEDS: Final = (Column("feeds_out", _feeds("out"), brief=True), Column("feeds_in", _feeds("in"), brief=True))

HOLDING: Final = (
    _field("purpose"),
    _field("legal_basis"),
    _field("search_keys"),
    _field("openness"),
    _field("retention"),
    _field("documents"),
    _field("controller"),
    _field("processor"),
    _field("managed_by"),
    _field("responsible"),
    _field("reviewed"),
)

DEPARTMENTS: Final = Table(
    _nodes("department"),
    (
        *NAME,
        _field("form"),
        _field("called"),
        Column("units", _number_of("units"), brief=True),
        Column("resources", _number_of("resources"), brief=True),
        *FEEDS,
        _field("updated", brief=True),
        Column("scopes", _caption_scopes),
        _field("purpose"),
        _field("evidence"),
    ),
)

RESOURCES: Final = Table(
    _nodes("resource", "shared"),
    (
        *NAME,
        Column("department", owner("department"), brief=True),
        Column("scope", scope_of, brief=True),
        _field("part_of"),
        _field("unit"),
        _field("described_by"),
        _field("registers"),
        _field("datasets"),
        Column("systems", _systems),
        _field("records_classes"),
        *HOLDING,
        _field("internal_only"),
        *FEEDS,
        _field("description"),
        _field("evidence"),
    ),
)


def _registers(model: Model) -> Iterable[str]:
    """The registers that lie in resources, and the systems that are registers by what the source calls them."""
    named = [system.id for system in model.catalogue.systems if system.form == "register"]
    return [*_nodes("register")(model), *named]


def _of_register(column: Column) -> Column:
    """The column of what only a register that lies in a resource has."""

    def cell(model: Model, node: str) -> Value:
        return column.cell(model, node) if model.nodes[node]["kind"] == "register" else NOT_APPLICABLE

    return dataclasses.replace(column, cell=cell)


REGISTERS: Final = Table(
    _registers,
    (
        *NAME,
        Column("kind", kind_of, brief=True),
        Column("resource", owner("resource"), brief=True),
        Column("department", owner("department"), brief=True),
        Column("used_by", _users),
        _of_register(_field("datasets")),
        _of_register(Column("systems", _systems)),
        *HOLDING,
        *FEEDS,
        _field("evidence"),
    ),
)

DATASETS: Final = Table(
    _nodes("dataset"),
    (
        *NAME,
        Column("register", owner("register"), brief=True),
        Column("resource", owner("resource"), brief=True),
        Column("department", owner("department")),
        Column("groups", _groups()),
        Column("personal", _groups(lambda group: bool(group.personal))),
        Column("special", _groups(lambda group: group.special in ("yes", "possible"))),
        *HOLDING,
        _field("evidence"),
    ),
)

SYSTEMS: Final = Table(
    _nodes("system"),
    (
        *NAME,
        _field("form", brief=True),
        _field("owner", brief=True),
        _field("party"),
        _field("holds", brief=True),
        _field("owned_by"),
        _field("users"),
        Column("used_by", _users, brief=True),
        *HOLDING,
        *(dataclasses.replace(column, brief=False) for column in FEEDS),
        _field("evidence"),
    ),
)

PARTIES: Final = Table(
    _nodes("party"),
    (
        *NAME,
        _field("form", brief=True),
        Column("scope", scope_of, brief=True),
        Column("department", owner("department")),
        *FEEDS,
        _field("description"),
        _field("evidence"),
    ),
)


def _level(model: Model, feed: Feed) -> Value:
    level = feed_level(model, feed)
    return Choice(f"level.{level}", level)


FEED_ENDS: Final = (
    Column("source_id", lambda _, feed: feed.source),
    _field("source", brief=True),
    Column("target_id", lambda _, feed: feed.target),
    _field("target", brief=True),
    _field("content", brief=True),
)
FEED_BASIS: Final = _field("basis", brief=True)
FEED_EVIDENCE: Final = _field("evidence", brief=True)

FEEDS_TABLE: Final = Table(
    _listed("feeds"),
    (
        *FEED_ENDS,
        _field("carries"),
        _field("frequency"),
        _field("condition"),
        _field("legal_basis"),
        _field("personal"),
        _field("special"),
        FEED_BASIS,
        Column("level", _level),
        FEED_EVIDENCE,
        _field("note"),
    ),
)


def _living(*kinds: str) -> Callable[[Model, Scope], Value]:
    def cell(model: Model, scope: Scope) -> Value:
        living = (data["kind"] in kinds and data["scope"] == scope.id for _, data in model.nodes(data=True))
        return Count(sum(living))

    return cell


SCOPES: Final = Table(
    _listed("scopes"),
    (
        _field("id", brief=True),
        _field("name", brief=True),
        _field("letter", brief=True),
        _field("shape", brief=True),
        _field("colour"),
        Column("resources", _living("resource", "shared"), brief=True),
        Column("parties", _living("party"), brief=True),
        _field("note"),
    ),
)


def _classes(model: Model) -> list[tuple[Department, RecordsClass]]:
    departments: tuple[Department, ...] = model.catalogue.departments
    return [(department, entry) for department in departments for entry in department.records_classes]


def _class(name: str, *, brief: bool = False) -> Column:
    return Column(name, lambda model, entry: value_of(model, entry[1], name), brief)


def _class_users(model: Model, entry: tuple[Department, RecordsClass]) -> Value:
    department, found = entry
    return many(list(resources_of_class(model, department, found.code)))


RECORDS_CLASSES: Final = Table(
    _classes,
    (
        _class("code", brief=True),
        _class("name", brief=True),
        Column("department", lambda model, entry: ref(model, entry[0].id), brief=True),
        Column("resources", _class_users),
        _class("evidence"),
        _class("note"),
    ),
)

KEYWORDS: Final = Table(
    _listed("keywords"),
    (_field("text", brief=True), _field("about", brief=True), _field("evidence"), _field("note")),
)

ISSUES: Final = Table(
    _listed("issues"),
    (
        _field("id", brief=True),
        _field("kind", brief=True),
        _field("about"),
        _field("text", brief=True),
        _field("decision"),
        _field("explains_gaps"),
        _field("evidence", brief=True),
    ),
)

TABLES: Final[dict[str, Table]] = {
    "departments": DEPARTMENTS,
    "resources": RESOURCES,
    "registers": REGISTERS,
    "datasets": DATASETS,
    "systems": SYSTEMS,
    "parties": PARTIES,
    "feeds": FEEDS_TABLE,
    "scopes": SCOPES,
    "records-classes": RECORDS_CLASSES,
    "keywords": KEYWORDS,
    "issues": ISSUES,
}
"""Every table by name, in the order of menus."""


# --- where catalogues are joined


def _organisation(model: Model, member: str) -> Value:
    """The organisation of a member."""
    return ref(model, organisations(model)[member])


def _number_in(name: str) -> Callable[[Model, Member], Value]:
    return lambda model, member: Count(
        sum(member_of(entry.id) == member.id for entry in getattr(model.catalogue, name))
    )


def _number_of_resources(model: Model, member: Member) -> Value:
    homes = (entry for entry in model.catalogue.departments if member_of(entry.id) == member.id)
    shared = sum(member_of(entry.id) == member.id for entry in model.catalogue.shared)
    return Count(shared + sum(len(home.resources) for home in homes))


MEMBERS: Final = Table(
    _listed("members"),
    (
        Column("id", lambda _, member: member.id, brief=True),
        Column("name", lambda model, member: ref(model, member.organisation.id), brief=True),
        Column("hub", lambda _, member: Flag(member.hub), brief=True),
        Column("version", lambda _, member: member.header.version, brief=True),
        Column("date", lambda _, member: Day(member.header.date), brief=True),
        Column("departments", _number_in("departments"), brief=True),
        Column("resources", _number_of_resources, brief=True),
    ),
)


def _of_feed(column: Column) -> Column:
    return dataclasses.replace(column, cell=lambda model, told: column.cell(model, told.feed))


def _confirmed(_: Model, told: Told) -> Value:
    return Choice(f"confirmed.{told.verdict}", told.verdict)


def _has_feed(model: Model, told: Told) -> bool:
    """Whether a smaller catalogue has the feed; what lies between others may have been cut from what it carries."""
    feed = told.feed
    return feed.source in model and any(
        (other.content, other.basis, other.evidence) == (feed.content, feed.basis, feed.evidence)
        for other in model.out[feed.source].get(feed.target, ())
    )


RECONCILIATION: Final = Table(
    reconciliation,
    (
        *map(_of_feed, FEED_ENDS),
        Column("told_by", lambda model, told: many([_organisation(model, one) for one in told.by]), brief=True),
        Column("other_side", lambda model, told: _organisation(model, told.side), brief=True),
        Column("confirmed", _confirmed, brief=True),
        Column(
            "confirmed_by", lambda _, told: lines(tuple(entry for feed in told.confirmed for entry in feed.evidence))
        ),
        _of_feed(FEED_BASIS),
        dataclasses.replace(_of_feed(FEED_EVIDENCE), brief=False),
    ),
    shows=_has_feed,
)
"""What one member tells of a flow to or from another, and whether that one tells it too."""

JOINED: Final[dict[str, Table]] = {"members": MEMBERS, "reconciliation": RECONCILIATION}
"""The tables that joined catalogues have besides, by name."""


_OF_THINGS: Final = ("departments", "resources", "registers", "datasets", "systems", "parties")
"""The tables whose entries are ids."""


def whose(model: Model, node: str) -> Value:
    """The organisation that a thing is of, or that owns it."""
    whole = member_organisation(model, node)
    return NOT_APPLICABLE if whole is None else ref(model, whole)


def tables_of(model: Model) -> Mapping[str, Table]:
    """The tables of a catalogue by name, in the order of menus; where catalogues are joined, things have their organisation."""
    return model.once("tables", lambda: _joined_tables() if model.catalogue.members else TABLES)


def _joined_tables() -> Mapping[str, Table]:
    of_things = {name: _with_whose(TABLES[name]) for name in _OF_THINGS}
    return {**TABLES, **of_things, **JOINED}


def _with_whose(table: Table) -> Table:
    column = Column("organisation", whose, brief=True)
    return dataclasses.replace(table, columns=(*NAME, column, *table.columns[len(NAME) :]))


def _stated_scope(model: Model, node: str) -> Value:
    """Where a thing lives, for what may live anywhere."""
    return scope_of(model, node) if model.nodes[node]["kind"] in ("resource", "shared", "party") else NOT_APPLICABLE


THINGS: Final = Table(
    list,
    (
        *NAME,
        Column("kind", kind_of, brief=True),
        Column("scope", _stated_scope, brief=True),
        Column("department", owner("department"), brief=True),
    ),
)
"""Things of any kind."""


def things_table(model: Model) -> Table:
    """The same of a catalogue; where catalogues are joined, things have their organisation."""
    return model.once("things table", lambda: _with_whose(THINGS) if model.catalogue.members else THINGS)
