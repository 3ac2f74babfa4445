"""Everything known of one thing, as sections of words: what the command line and the explorer show of it.

It follows the fields of the nouns, so a new field of the catalogue needs only its label in each language. A field
without a value is worded as not stated in the source, never as none.
"""

from __future__ import annotations

import dataclasses
import inspect
import typing
from dataclasses import dataclass
from typing import Any, Literal

from flowviz.catalogue import Basis, Catalogue, Evidence, Feed, Keyword, SourceIssue, Text, Thing
from flowviz.graph import Graph, name_of
from flowviz.loading.schema import Field, fields
from flowviz.locales import date, words
from flowviz.wording import evidence_text, feed_text, kind_word, option, scope_name

if typing.TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Details", "Section", "Teller", "details", "feeds_of", "issues_about", "keywords_about", "told_fields"]

_OWNERS = ("register", "resource", "department")
_SHOWN_ELSEWHERE = ("id", "name", "evidence", "scope_basis", "scope_evidence")


@dataclass(frozen=True, slots=True)
class Section:
    """A label and its lines. Where nothing is ``known``, the one line says so."""

    label: str
    lines: tuple[str, ...]
    known: bool = True


@dataclass(frozen=True, slots=True)
class Details:
    """A thing in words."""

    id: str
    name: str
    kind: str
    sections: tuple[Section, ...]


def details(graph: Graph, node: str, language: str) -> Details:
    """Everything known of ``node`` in ``language``."""
    w = words(language)
    thing: Thing = graph.nodes[node]["thing"]
    teller = Teller(graph, language)

    def section(label: str, lines: Iterable[str], otherwise: str = "not.stated") -> Section:
        found = tuple(lines)
        return Section(w(label), found or (w(otherwise),), bool(found))

    def feeds(side: Literal["out", "in"]) -> Section:
        return section(
            f"details.feeds.{side}", (feed_text(graph, feed, language) for feed in feeds_of(graph, node, side))
        )

    home = [graph.nodes[node][owner] for owner in _OWNERS if graph.nodes[node][owner] not in (None, node)]
    sections = [
        section("field.name", (f"{code}: {value}" for code, value in thing.name.values)),
        *([section("details.home", map(teller.reference, home))] if home else []),
        *(section(f"field.{field.name}", teller.field(thing, field)) for field in told_fields(type(thing))),
        feeds("out"),
        feeds("in"),
        section("field.evidence", teller.evidence(thing.evidence)),
        section("details.issues", map(teller.issue, issues_about(graph, node)), "details.none"),
        section("details.keywords", (word.text.get(language) for word in keywords_about(graph, node)), "details.none"),
    ]
    return Details(node, name_of(graph, node, language), kind_word(graph, node, language), tuple(sections))


def told_fields(noun: type) -> list[Field]:
    """The fields of a noun that have a section of their own."""
    return [field for field in fields(noun) if field.name not in _SHOWN_ELSEWHERE]


def feeds_of(graph: Graph, node: str, side: Literal["out", "in"]) -> list[Feed]:
    """The feeds that leave ``node`` or come to it, in the order of the catalogue."""
    found = graph.graph["out" if side == "out" else "into"][node].values()
    return [feed for feeds in found for feed in feeds]


def issues_about(graph: Graph, node: str) -> list[SourceIssue]:
    """The source issues that are about ``node``."""
    return [issue for issue in _catalogue(graph).issues if node in issue.about]


def keywords_about(graph: Graph, node: str) -> list[Keyword]:
    """The keywords that point at ``node``."""
    return [keyword for keyword in _catalogue(graph).keywords if node in keyword.about]


class Teller:
    """Words the values of fields."""

    def __init__(self, graph: Graph, language: str) -> None:
        self.graph = graph
        self.language = language
        self.words = words(language)

    def field(self, noun: Any, field: Field) -> Iterable[str]:
        """The lines that tell a field of ``noun``; none for what is not stated."""
        value = getattr(noun, field.name)
        if field.type is Evidence:
            return self.evidence(value)
        if value is None or (value is False and field.name == "internal_only"):
            return []
        told = [self.value(noun, field, entry) for entry in (value if field.many else [value])]
        if field.name == "scope" and isinstance(noun, Thing):
            basis = self.words(f"basis.{getattr(noun, 'scope_basis')}")  # noqa: B009
            where = evidence_text(getattr(noun, "scope_evidence"), self.language)  # noqa: B009
            return [f"{told[0]} ({basis}; {where})" if where else told[0]]
        return told

    def value(self, noun: Any, field: Field, value: Any) -> str:
        """One value of a field."""
        if isinstance(value, Text):
            return " / ".join(value.get(self.language).splitlines())
        if isinstance(value, bool):
            return self.words("bool.yes" if value else "bool.no")
        if isinstance(value, Thing):
            return self.reference(value.id)
        if dataclasses.is_dataclass(value):
            return self.noun(value)
        if field.of == "-> scope":
            return scope_name(self.graph, value, self.language)
        if field.of and field.of.startswith("-> ") and value in self.graph:
            return self.reference(value)
        if field.of == "date":
            return date(value, self.language)
        if field.type == Basis:
            return self.words(f"basis.{value}")
        if typing.get_origin(field.type) is Literal:
            return option(_owner_of(type(noun), field.name), field.name, value, self.language)
        return str(value)

    def noun(self, noun: Any) -> str:
        """A noun that lies in a field, on one line: what it says first, the rest labelled, where it is said last."""
        parts: list[str] = []
        cls: type = type(noun)
        for position, field in enumerate(entry for entry in fields(cls) if entry.name != "evidence"):
            told = "; ".join(self.field(noun, field))
            if told:
                plain = position == 0 or field.name in ("kind", "text", "value", "name", "basis")
                parts.append(told if plain else f"{self.words(f'field.{field.name}').lower()}: {told}")
        return "; ".join([*parts, *self.evidence(noun.evidence)])

    def issue(self, issue: SourceIssue) -> str:
        decision = f"{self.words('field.decision')}: {issue.decision.get(self.language)}" if issue.decision else ""
        kind = option(SourceIssue, "kind", issue.kind, self.language)
        parts = [f"{kind}: {issue.text.get(self.language)}", decision, *self.evidence(issue.evidence)]
        return f"{' '.join(part for part in parts if part)} ({issue.id})"

    def reference(self, node: str) -> str:
        return f"{name_of(self.graph, node, self.language)} ({node})"

    def evidence(self, evidence: tuple[Evidence, ...]) -> list[str]:
        return [evidence_text(evidence, self.language)] if evidence else []


def _owner_of(noun: type, name: str) -> type:
    return next(cls for cls in noun.__mro__ if name in inspect.get_annotations(cls))


def _catalogue(graph: Graph) -> Catalogue:
    found: Catalogue = graph.graph["catalogue"]
    return found
