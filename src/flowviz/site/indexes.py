"""What the pages that list things hold: letters, scopes, classes and kinds, each with its entries."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from flowviz.catalogue import (
    OWN,
    Contact,
    Department,
    Evidence,
    Holding,
    Keyword,
    RecordsClass,
    Reference,
    Register,
    Resource,
    Scope,
    SourceIssue,
    System,
    Text,
)
from flowviz.facts.things import facts_of, related, resources_of_class
from flowviz.nouns import Noun
from flowviz.site.addresses import anchor
from flowviz.site.facts import Value, fact_shown, reference, scope_value, shown
from flowviz.site.holdings import Held, held_in
from flowviz.site.place import Place
from flowviz.site.tables import ThingRow, thing_rows
from flowviz.telling.keys import alphabetical
from flowviz.wording import home_name, option

__all__ = [
    "by_department",
    "by_scope",
    "classes",
    "datasets",
    "documents",
    "everything",
    "holding",
    "issues",
    "keywords",
    "of_kind",
    "parties",
    "personal",
    "shared",
    "systems",
    "untranslated",
]

T = TypeVar("T")
_OTHER: Final = "0–9"
_LISTED: Final = ("department", "unit", "resource", "shared", "register", "dataset", "system", "party")


@dataclass(frozen=True, slots=True)
class Letter:
    """The entries that begin with a letter."""

    letter: str
    anchor: str
    entries: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class ClassUse:
    """A records class as one department has it."""

    entry: RecordsClass
    department: Value
    resources: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class ClassEntry:
    """A records class with the departments that have it."""

    code: str
    anchor: str
    uses: tuple[ClassUse, ...]


@dataclass(frozen=True, slots=True)
class KeywordEntry:
    """A keyword and what it points at."""

    keyword: Keyword
    about: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class SystemEntry:
    """A system with who uses it."""

    system: System
    name: Value
    form: str
    owners: tuple[Value, ...]
    holds: tuple[Value, ...]
    keys: tuple[Value, ...]
    users: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class ScopeEntry:
    """A scope with what lives there."""

    scope: Scope
    resources: tuple[ThingRow, ...]
    parties: tuple[ThingRow, ...]


@dataclass(frozen=True, slots=True)
class IssueEntry:
    """A source issue with links to what it is about."""

    issue: SourceIssue
    about: tuple[Value, ...]
    evidence: tuple[Evidence, ...]


def alphabet(entries: Iterable[T], name: Callable[[T], str], language: str) -> list[Letter]:
    """The entries by the first letter of their names, in the order of the language."""
    letters: dict[str, list[T]] = {}
    for entry in sorted(entries, key=lambda entry: (alphabetical(name(entry), language), name(entry))):
        first = name(entry)[:1].upper()
        letters.setdefault(first if first.isalpha() else _OTHER, []).append(entry)
    return [Letter(letter, f"_letter-{i}", tuple(found)) for i, (letter, found) in enumerate(letters.items(), 1)]


def of_kind(at: Place, *kinds: str) -> list[str]:
    """The ids of the things of some kinds, in the order of the catalogue."""
    return [node for node, data in at.model.nodes(data=True) if data["kind"] in kinds]


def everything(at: Place) -> list[Letter]:
    """Every thing that has a name of its own, by letter."""
    rows = thing_rows(at, [node for node in of_kind(at, *_LISTED) if at.link(node)])
    return alphabet(rows, lambda row: _name(at, row.thing), at.language)


def _name(at: Place, value: Value) -> str:
    return value.text if isinstance(value.text, str) else value.text.get(at.language)


def keywords(at: Place) -> list[Letter]:
    """The keywords by letter."""
    entries = [KeywordEntry(word, tuple(reference(at, node) for node in word.about)) for word in at.catalogue.keywords]
    return alphabet(entries, lambda entry: entry.keyword.text.get(at.language), at.language)


def systems(at: Place) -> list[Letter]:
    """The systems by letter."""
    return alphabet(
        [_system(at, entry) for entry in at.catalogue.systems],
        lambda one: one.system.name.get(at.language),
        at.language,
    )


def _system(at: Place, entry: System) -> SystemEntry:
    return SystemEntry(
        entry,
        reference(at, entry.id),
        option(System, "form", entry.form, at.language),
        _owners(at, entry),
        _values(at, entry, "holds"),
        _values(at, entry, "search_keys"),
        tuple(shown(at, user) for user in related(at.model, entry.id, "uses system")),
    )


def _values(at: Place, system: System, key: str) -> tuple[Value, ...]:
    """The values of a fact of a system, with how each is known; () where it is not told."""
    return next((fact_shown(at, fact).values for fact in facts_of(at.model, system.id) if fact.key == key), ())


def _owners(at: Place, system: System) -> tuple[Value, ...]:
    """Who owns a system, by name where that is told; () where nothing is."""
    return _values(at, system, "owned_by") or (() if system.owner == "unstated" else _values(at, system, "owner"))


def holding(at: Place) -> list[tuple[str, list[SystemEntry]]]:
    """The systems that hold the case register, and those that hold data of services."""
    return [
        (kind, [_system(at, entry) for entry in at.catalogue.systems if entry.holds in (kind, "both")])
        for kind in ("case-register", "services")
    ]


def datasets(at: Place) -> list[tuple[Value, list[Held]]]:
    """What the resources hold: by department, then by scope, the departments and scopes without any left out."""
    homes: list[tuple[Value, Sequence[Resource]]] = [
        *((_department(at, entry.id), entry.resources) for entry in at.catalogue.departments),
        *(
            (scope_value(at, scope.id), [own for own in at.catalogue.shared if own.scope == scope.id])
            for scope in at.catalogue.scopes
        ),
    ]
    found = [(home, [held for resource in own for held in held_in(at, resource)]) for home, own in homes]
    return [(home, held) for home, held in found if held]


def _department(at: Place, node: str) -> Value:
    """A department as a link, where catalogues are joined after its organisation."""
    found = reference(at, node)
    told = home_name(at.model, node, at.language)
    return dataclasses.replace(found, text=told) if at.catalogue.members else found


def classes(at: Place) -> list[ClassEntry]:
    """The records classes by code, each with the departments that have it."""
    found: dict[str, list[ClassUse]] = {}
    for department in at.catalogue.departments:
        for entry in department.records_classes:
            resources = tuple(shown(at, one) for one in resources_of_class(at.model, department, entry.code))
            found.setdefault(entry.code, []).append(ClassUse(entry, reference(at, department.id), resources))
    return [ClassEntry(code, anchor(code), tuple(found[code])) for code in sorted(found)]


def by_scope(at: Place) -> list[ScopeEntry]:
    """The scopes of the legend, each with its resources and parties."""

    def living(scope: str, *kinds: str) -> tuple[ThingRow, ...]:
        nodes = [node for node in of_kind(at, *kinds) if at.model.nodes[node]["scope"] == scope]
        return tuple(thing_rows(at, nodes))

    return [
        ScopeEntry(scope, living(scope.id, "resource", "shared"), living(scope.id, "party"))
        for scope in at.catalogue.scopes
    ]


def by_department(at: Place) -> list[tuple[Department, list[ThingRow]]]:
    """The departments with their own resources."""
    return [(entry, thing_rows(at, [own.id for own in entry.resources])) for entry in at.catalogue.departments]


def shared(at: Place) -> list[tuple[Scope, list[ThingRow]]]:
    """The scopes that have shared resources, with them."""
    groups = [
        (scope, [own.id for own in at.catalogue.shared if own.scope == scope.id])
        for scope in at.catalogue.scopes
        if scope.id != OWN
    ]
    return [(scope, thing_rows(at, nodes)) for scope, nodes in groups if nodes]


def issues(at: Place) -> list[tuple[str, str, list[IssueEntry]]]:
    """The source issues by kind: the kind, its name, and its issues."""
    groups: dict[str, list[IssueEntry]] = {}
    for issue in at.catalogue.issues:
        about = tuple(reference(at, node) for node in issue.about)
        groups.setdefault(issue.kind, []).append(IssueEntry(issue, about, issue.evidence))
    return [(kind, option(SourceIssue, "kind", kind, at.language), found) for kind, found in groups.items()]


def documents(at: Place, kind: str) -> list[tuple[Value, Reference]]:
    """The documents of a kind, each with what it is about."""
    return [
        (reference(at, thing.id), document)
        for thing, _ in at.catalogue.things()
        if isinstance(thing, Holding)
        for document in thing.documents
        if document.kind == kind
    ]


def personal(at: Place) -> list[ThingRow]:
    """The resources and registers that hold personal data."""
    found = [
        thing.id
        for thing, _ in at.catalogue.things()
        if isinstance(thing, Resource | Register)
        if any(group.personal for dataset in thing.datasets for group in dataset.groups)
    ]
    return thing_rows(at, found)


def untranslated(at: Place) -> bool:
    """Whether any text of the catalogue is not in the language of the page; addresses and numbers need no translation."""

    def lacking(value: Any) -> bool:
        match value:
            case Text():
                return value.language(at.language) != at.language
            case tuple():
                return any(map(lacking, value))
            case Contact():
                return value.note is not None and lacking(value.note)
        return isinstance(value, Noun) and any(lacking(getattr(value, name)) for name in value.__struct_fields__)

    return lacking(at.catalogue)


def parties(at: Place) -> list[Letter]:
    """The parties by letter."""
    return alphabet(thing_rows(at, of_kind(at, "party")), lambda row: _name(at, row.thing), at.language)
