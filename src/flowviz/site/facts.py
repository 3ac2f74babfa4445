"""Everything known of one thing, as labelled values with links, for pages.

It follows the fields of the nouns, so a new field of the catalogue needs only its label in each language. A field
without a value is worded as not stated in the source, never as none.
"""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from flowviz.catalogue import Basis, Evidence, Text, Thing
from flowviz.details import told_fields
from flowviz.loading.schema import Field, fields
from flowviz.locales import date
from flowviz.site.addresses import anchor
from flowviz.site.place import Place
from flowviz.wording import option, scope_name

__all__ = ["Fact", "Value", "facts", "reference", "scope_value"]

_QUIET: Final = ("aliases", "note", "part_of", "internal_only", "no_own_systems", "caption", "party")
"""Fields that are not worth a line when the source is silent on them."""

_REMARKS: Final = ("aliases", "note")
"""Fields that come last."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a fact: its words, where they lead, and how they are known."""

    text: Text | str
    href: str | None = None
    scope: str | None = None
    """The scope whose sign stands before the words."""
    basis: str | None = None
    evidence: tuple[Evidence, ...] = ()
    more: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its values; no values mean that the source does not state any."""

    label: str
    values: tuple[Value, ...]


def facts(at: Place, thing: Thing, without: Collection[str] = ()) -> list[Fact]:
    """What is known of ``thing``, but for the fields in ``without``."""
    told = [field for field in told_fields(type(thing)) if field.name not in without]
    told.sort(key=lambda field: field.name in _REMARKS)
    return [fact for field in told for fact in _fact(at, thing, field)]


def reference(at: Place, node: str) -> Value:
    """The name of a thing as a link to it."""
    return Value(at.graph.nodes[node]["thing"].name, at.link(node))


def scope_value(at: Place, scope: str, basis: str | None = None, evidence: tuple[Evidence, ...] = ()) -> Value:
    """The name of a scope with its sign."""
    return Value(scope_name(at.graph, scope, at.language), at.to(f"scopes.html#{scope}"), scope, basis, evidence)


def _fact(at: Place, noun: Any, field: Field) -> Iterator[Fact]:
    value = getattr(noun, field.name)
    known = value not in (None, (), False)
    silent_of_systems = field.name == "systems" and bool(getattr(noun, "no_own_systems", False))
    if silent_of_systems or (not known and field.name in _QUIET):
        return
    label = at.w(f"field.{field.name}")
    if field.type is Evidence:
        yield Fact(label, (Value(at.w("bool.yes"), evidence=value),))
    elif not known and value is not False:
        yield Fact(label, ())
    else:
        values = [_value(at, noun, field, entry) for entry in (value if field.many else [value])]
        yield Fact(label, tuple(values))


def _value(at: Place, noun: Any, field: Field, value: Any) -> Value:
    if isinstance(value, Thing):
        return reference(at, value.id)
    if isinstance(value, Text):
        return Value(value)
    if isinstance(value, bool):
        return Value(at.w("bool.yes" if value else "bool.no"))
    if field.name == "scope" and isinstance(noun, Thing):
        return scope_value(at, value, getattr(noun, "scope_basis"), getattr(noun, "scope_evidence"))  # noqa: B009
    if dataclasses.is_dataclass(value):
        return _noun(at, value)
    return _word(at, noun, field, value)


def _word(at: Place, noun: Any, field: Field, value: Any) -> Value:
    if field.of == "-> scope":
        return scope_value(at, value)
    if field.of == "-> records class":
        return Value(value, at.to(f"records-classes.html#{anchor(value)}"))
    if field.of and field.of.startswith("-> ") and value in at.graph:
        return reference(at, value)
    if field.of == "date":
        return Value(date(value, at.language))
    if field.type == Basis:
        return Value(at.w(f"basis.{value}"))
    if typing.get_origin(field.type) is Literal:
        return Value(option(type(noun), field.name, value, at.language))
    return Value(str(value))


def _noun(at: Place, noun: Any) -> Value:
    """A noun that lies in a field: its main words, and the rest as facts of its own."""
    cls: type = type(noun)
    own = [field for field in fields(cls) if field.name not in ("evidence", "basis")]
    main = next((field for field in own if field.name in ("text", "value")), own[0])
    plain = getattr(noun, main.name)
    words = [_value(at, noun, main, entry) for entry in (plain if main.many else [plain])]
    first = words[0]
    if len(words) > 1:
        first = Value(", ".join(str(word.text) for word in words))
    rest = [fact for field in own if field is not main for fact in _fact(at, noun, field) if fact.values]
    return dataclasses.replace(first, basis=getattr(noun, "basis", None), evidence=noun.evidence, more=tuple(rest))
