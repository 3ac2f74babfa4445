"""What the pages that list things hold: letters, scopes, classes and kinds, each with its entries."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from flowviz.catalogue import OWN, Department, Evidence, Keyword, RecordsClass, Scope, SourceIssue, System
from flowviz.facts.things import related, resources_of_class
from flowviz.site.addresses import anchor
from flowviz.site.facts import Value, reference, shown
from flowviz.site.place import Place
from flowviz.site.tables import ThingRow, thing_rows
from flowviz.telling.keys import alphabetical
from flowviz.wording import option

__all__ = [
    "by_department",
    "by_scope",
    "classes",
    "everything",
    "issues",
    "keywords",
    "of_kind",
    "parties",
    "shared",
    "systems",
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
    owner: str
    holds: str
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
        option(System, "owner", entry.owner, at.language),
        option(System, "holds", entry.holds, at.language) if entry.holds else "",
        tuple(shown(at, user) for user in related(at.model, entry.id, "uses system")),
    )


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


def parties(at: Place) -> list[Letter]:
    """The parties by letter."""
    return alphabet(thing_rows(at, of_kind(at, "party")), lambda row: _name(at, row.thing), at.language)
