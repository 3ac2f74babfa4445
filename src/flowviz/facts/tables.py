"""The tables of a catalogue: behind lists, CSV files and every other table of its things."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

from flowviz.facts.columns import Column, Table
from flowviz.facts.things import (
    basis,
    feeds_of,
    kind_of,
    ref,
    resources_of_class,
    scope_ref,
    users_of,
    value_of,
)
from flowviz.facts.values import (
    NOT_APPLICABLE,
    NOT_STATED,
    Choice,
    Count,
    Item,
    Lines,
    Many,
    Sentence,
    Value,
    many,
    some,
)
from flowviz.model import Model, feed_level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flowviz.catalogue import Dataset, Department, Evidence, Feed, RecordsClass, Scope

__all__ = ["TABLES", "THINGS", "lines", "owner", "scope_of"]

# --- cells of things, which are entries by their ids


def _thing(model: Model, node: str) -> Any:
    return model.nodes[node]["thing"]


def _id(_: Model, node: str) -> Value:
    return node


def _of(name: str) -> Callable[[Model, str], Value]:
    """The cell of a field of the thing; of a noun in a field its main words."""

    def cell(model: Model, node: str) -> Value:
        return main(value_of(model, _thing(model, node), name))

    return cell


def main(value: Value) -> Value:
    """A value without what is known of it besides."""
    if isinstance(value, Many):
        return many([main(one) for one in value.values])
    return many(value.main.values) if isinstance(value, Item) else value


def owner(kind: str) -> Callable[[Model, str], Value]:
    """The cell of what the thing lies in."""

    def cell(model: Model, node: str) -> Value:
        found = model.nodes[node][kind]
        return NOT_APPLICABLE if found is None else ref(model, found)

    return cell


def scope_of(model: Model, node: str) -> Value:
    """Where a thing lives."""
    scope = model.nodes[node]["scope"]
    return scope_ref(model, scope) if scope else NOT_APPLICABLE


def _count(side: str) -> Callable[[Model, str], Value]:
    return lambda model, node: Count(len(feeds_of(model, node, "out" if side == "out" else "in")))


def _systems(model: Model, node: str) -> Value:
    thing = _thing(model, node)
    if thing.no_own_systems:
        return Sentence("field.no_own_systems")
    return many([ref(model, use.system) for use in thing.systems])


def _users(model: Model, node: str) -> Value:
    """The resources and registers that use a system."""
    return many(list(users_of(model, node))) if model.nodes[node]["kind"] == "system" else NOT_APPLICABLE


def lines(evidence: tuple[Evidence, ...]) -> Value:
    """Where something is said."""
    return Lines(evidence) if evidence else NOT_STATED


def _evidence(model: Model, node: str) -> Value:
    return lines(_thing(model, node).evidence)


def _caption_scopes(model: Model, node: str) -> Value:
    department: Department = _thing(model, node)
    return many([scope_ref(model, scope) for scope in department.caption.scopes]) if department.caption else NOT_STATED


def _groups(wanted: Callable[[Any], bool] | None = None) -> Callable[[Model, str], Value]:
    def cell(model: Model, node: str) -> Value:
        dataset: Dataset = _thing(model, node)
        return many([group.name for group in dataset.groups if wanted is None or wanted(group)])

    return cell


# --- tables


def _nodes(*kinds: str) -> Callable[[Model], Iterable[str]]:
    return lambda model: [node for node, data in model.nodes(data=True) if data["kind"] in kinds]


def _listed(name: str) -> Callable[[Model], Iterable[Any]]:
    return lambda model: getattr(model.catalogue, name)


def _noun(name: str) -> Callable[[Model, Any], Value]:
    """The cell of a field of a noun that is itself the entry."""
    return lambda model, noun: value_of(model, noun, name)


def _said(_: Model, noun: Any) -> Value:
    return lines(noun.evidence)


NAME: Final = (Column("id", _id, brief=True), Column("name", ref, brief=True))
FEEDS: Final = (Column("feeds_out", _count("out"), brief=True), Column("feeds_in", _count("in"), brief=True))
EVIDENCE: Final = Column("evidence", _evidence)

DEPARTMENTS: Final = Table(
    _nodes("department"),
    (
        *NAME,
        Column("form", _of("form")),
        Column("units", lambda model, node: Count(len(_thing(model, node).units)), brief=True),
        Column("resources", lambda model, node: Count(len(_thing(model, node).resources)), brief=True),
        *FEEDS,
        Column("updated", _of("updated"), brief=True),
        Column("scopes", _caption_scopes),
        Column("purpose", _of("purpose")),
        EVIDENCE,
    ),
)

RESOURCES: Final = Table(
    _nodes("resource", "shared"),
    (
        *NAME,
        Column("department", owner("department"), brief=True),
        Column("scope", scope_of, brief=True),
        Column("part_of", _of("part_of")),
        Column("unit", _of("unit")),
        Column("described_by", _of("described_by")),
        Column("registers", _of("registers")),
        Column("datasets", _of("datasets")),
        Column("systems", _systems),
        Column("records_classes", _of("records_classes")),
        Column("openness", _of("openness")),
        Column("search_keys", _of("search_keys")),
        Column("internal_only", _of("internal_only")),
        *FEEDS,
        Column("description", _of("description")),
        EVIDENCE,
    ),
)


def _registers(model: Model) -> Iterable[str]:
    """The registers that lie in resources, and the systems that are registers by what the source calls them."""
    named = [system.id for system in model.catalogue.systems if system.form == "register"]
    return [*_nodes("register")(model), *named]


def _of_register(cell: Callable[[Model, str], Value]) -> Callable[[Model, str], Value]:
    """The cell of what only a register that lies in a resource has."""
    return lambda model, node: cell(model, node) if model.nodes[node]["kind"] == "register" else NOT_APPLICABLE


REGISTERS: Final = Table(
    _registers,
    (
        *NAME,
        Column("kind", kind_of, brief=True),
        Column("resource", owner("resource"), brief=True),
        Column("department", owner("department"), brief=True),
        Column("used_by", _users),
        Column("datasets", _of_register(_of("datasets"))),
        Column("systems", _of_register(_systems)),
        Column("openness", _of_register(_of("openness"))),
        *FEEDS,
        EVIDENCE,
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
        EVIDENCE,
    ),
)

SYSTEMS: Final = Table(
    _nodes("system"),
    (
        *NAME,
        Column("form", _of("form"), brief=True),
        Column("owner", _of("owner"), brief=True),
        Column("party", _of("party")),
        Column("used_by", _users, brief=True),
        *(dataclasses.replace(column, brief=False) for column in FEEDS),
        EVIDENCE,
    ),
)

PARTIES: Final = Table(
    _nodes("party"),
    (
        *NAME,
        Column("form", _of("form"), brief=True),
        Column("scope", scope_of, brief=True),
        Column("department", owner("department")),
        *FEEDS,
        Column("description", _of("description")),
        EVIDENCE,
    ),
)


def _end(side: str) -> Callable[[Model, Feed], Value]:
    return lambda model, feed: ref(model, getattr(feed, side))


def _level(model: Model, feed: Feed) -> Value:
    level = feed_level(model, feed)
    return Choice(f"level.{level}", level)


FEED_ENDS: Final = (
    Column("source_id", lambda _, feed: feed.source),
    Column("source", _end("source"), brief=True),
    Column("target_id", lambda _, feed: feed.target),
    Column("target", _end("target"), brief=True),
    Column("content", _noun("content"), brief=True),
)
FEED_BASIS: Final = Column("basis", lambda _, feed: basis(feed.basis), brief=True)
FEED_EVIDENCE: Final = Column("evidence", _said, brief=True)

FEEDS_TABLE: Final = Table(
    _listed("feeds"),
    (
        *FEED_ENDS,
        Column("carries", _noun("carries")),
        Column("frequency", _noun("frequency")),
        Column("condition", _noun("condition")),
        Column("personal", _noun("personal")),
        Column("special", _noun("special")),
        FEED_BASIS,
        Column("level", _level),
        FEED_EVIDENCE,
        Column("note", _noun("note")),
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
        Column("id", _noun("id"), brief=True),
        Column("name", _noun("name"), brief=True),
        Column("letter", _noun("letter"), brief=True),
        Column("shape", _noun("shape"), brief=True),
        Column("colour", _noun("colour")),
        Column("resources", _living("resource", "shared"), brief=True),
        Column("parties", _living("party"), brief=True),
        Column("note", _noun("note")),
    ),
)


def _classes(model: Model) -> list[tuple[Department, RecordsClass]]:
    departments: tuple[Department, ...] = model.catalogue.departments
    return [(department, entry) for department in departments for entry in department.records_classes]


def _class_users(model: Model, entry: tuple[Department, RecordsClass]) -> Value:
    department, found = entry
    return many(list(resources_of_class(model, department, found.code)))


RECORDS_CLASSES: Final = Table(
    _classes,
    (
        Column("code", lambda _, entry: entry[1].code, brief=True),
        Column("name", lambda _, entry: entry[1].name, brief=True),
        Column("department", lambda model, entry: ref(model, entry[0].id), brief=True),
        Column("resources", _class_users),
        Column("evidence", lambda _, entry: lines(entry[1].evidence)),
        Column("note", lambda _, entry: some(entry[1].note)),
    ),
)

KEYWORDS: Final = Table(
    _listed("keywords"),
    (
        Column("text", _noun("text"), brief=True),
        Column("about", _noun("about"), brief=True),
        Column("evidence", _said),
        Column("note", _noun("note")),
    ),
)

ISSUES: Final = Table(
    _listed("issues"),
    (
        Column("id", _noun("id"), brief=True),
        Column("kind", _noun("kind"), brief=True),
        Column("about", _noun("about")),
        Column("text", _noun("text"), brief=True),
        Column("decision", _noun("decision")),
        Column("evidence", _said, brief=True),
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


def _stated_scope(model: Model, node: str) -> Value:
    """Where a thing lives, for what may live anywhere."""
    return scope_of(model, node) if model.nodes[node]["kind"] in ("resource", "shared", "party") else NOT_APPLICABLE


THINGS: Final = Table(
    list,
    (
        Column("id", _id),
        Column("name", ref, brief=True),
        Column("kind", kind_of, brief=True),
        Column("scope", _stated_scope, brief=True),
        Column("department", owner("department"), brief=True),
    ),
)
"""Things of any kind."""
