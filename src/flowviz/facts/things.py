"""The facts of a thing, from the fields of its noun: a new field of the catalogue is a fact without a line of code here."""

from __future__ import annotations

import dataclasses
import functools
import inspect
import typing
from typing import Any, Final, Literal

from flowviz.catalogue import Basis, Evidence, Text, Thing
from flowviz.facts.values import Choice, Count, Day, Fact, Flag, Item, Lines, Ref, Sentence, Value, many
from flowviz.loading.schema import Field, fields

if typing.TYPE_CHECKING:
    from collections.abc import Iterator

    from flowviz.catalogue import Feed, Keyword, SourceIssue
    from flowviz.model import Model

__all__ = [
    "NOT_TOLD",
    "Side",
    "basis",
    "choice",
    "facts_of",
    "feeds_of",
    "home_of",
    "is_silent",
    "issues_about",
    "item",
    "keywords_about",
    "kind_of",
    "one_value",
    "ref",
    "related",
    "scope_ref",
    "value_of",
]

Side = Literal["out", "in"]
NOT_TOLD: Final = ("id", "name", "evidence", "scope_basis", "scope_evidence", "no_own_systems")
"""Fields that are told with others: what the thing is called, where it is said, how its scope is known, no systems."""
_QUIET: Final = ("aliases", "note", "part_of", "internal_only", "caption", "party", "department")
"""Fields that are not worth a line when the source is silent on them."""
_OWNERS: Final = ("register", "resource", "department")


# --- values of fields


def value_of(model: Model, noun: Any, name: str) -> Value:
    """The value of the field ``name`` of a noun: several as `Many`, none as `NOT_STATED`; all evidence is one value."""
    cls: type = type(noun)
    field = _field(cls, name)
    found = tuple(_values(model, noun, field))
    return found[0] if found and (not field.many or field.type is Evidence) else many(found)


def _values(model: Model, noun: Any, field: Field) -> Iterator[Value]:
    value = getattr(noun, field.name)
    if field.type is Evidence:
        if value:
            yield Lines(value)
    elif not is_silent(type(noun), field, value):
        for entry in value if field.many else (value,):
            yield one_value(model, noun, field, entry)


def is_silent(noun: type[Any], field: Field, value: object) -> bool:
    """Whether a value of a field of ``noun`` states nothing: None, or the false of a mark that the source can only set."""
    return value is None or (value is False and noun.__dataclass_fields__[field.name].default is False)


def one_value(model: Model, noun: Any, field: Field, value: Any) -> Value:
    """One value of a field of a noun."""
    if isinstance(value, Thing):
        return ref(model, value.id)
    if isinstance(value, Text):
        return value
    if isinstance(value, bool):
        return Flag(value)
    if isinstance(value, int):
        return Count(value)
    if dataclasses.is_dataclass(value):
        return item(model, value)
    if field.of == "-> scope":
        return scope_ref(model, value)
    if field.of == "-> records class":
        return Ref(value, Text.of(en=value), "records class")
    if field.of and field.of.startswith("-> ") and value in model:
        return ref(model, value)
    if field.of == "date":
        return Day(value)
    if field.type == Basis:
        return basis(value)
    if typing.get_origin(field.type) is Literal:
        cls: type = type(noun)
        return choice(cls, field.name, value)
    return str(value)


def item(model: Model, noun: Any) -> Item:
    """A noun without an id of its own, such as an openness remark, with its facts."""
    cls: type = type(noun)
    own = [field for field in fields(cls) if field.name != "evidence"]
    return Item(tuple(Fact(field.name, tuple(_values(model, noun, field))) for field in own), noun.evidence)


@functools.cache
def _field(noun: type, name: str) -> Field:
    return next(field for field in fields(noun) if field.name == name)


@functools.cache
def choice(noun: type, name: str, value: str) -> Choice:
    """One of the words that a field of ``noun`` may have."""
    owner = next(cls for cls in noun.__mro__ if name in inspect.get_annotations(cls))
    return Choice(f"option.{owner.__name__}.{name}.{value}", value)


def basis(value: str) -> Choice:
    """How something is known."""
    return Choice(f"basis.{value}", value)


# --- things


def ref(model: Model, node: str) -> Ref:
    """A thing of the catalogue."""
    data = model.nodes[node]
    return Ref(node, data["thing"].name, data["kind"])


def scope_ref(model: Model, scope: str) -> Ref:
    """A scope of the catalogue."""
    name = next((entry.name for entry in model.catalogue.scopes if entry.id == scope), Text.of(en=scope))
    return Ref(scope, name, "scope")


def kind_of(model: Model, node: str) -> Choice:
    """What a thing is."""
    kind = model.nodes[node]["kind"]
    return Choice(f"kind.{kind}", kind)


def home_of(model: Model, node: str) -> list[Ref]:
    """What a thing lies in, the nearest first."""
    owners = (model.nodes[node][owner] for owner in _OWNERS)
    return [ref(model, owner) for owner in owners if owner not in (None, node)]


def related(model: Model, node: str, kind: str) -> list[Ref]:
    """The things that have a relation of ``kind`` to one: its parts (``part of``), its users (``uses system``) …"""
    return [ref(model, other) for other, _, found in model.in_edges(node, keys=True) if found == kind]


def feeds_of(model: Model, node: str, side: Side) -> list[Feed]:
    """The feeds that leave ``node`` or come to it, in the order of the catalogue."""
    found = (model.out if side == "out" else model.into)[node].values()
    return [feed for feeds in found for feed in feeds]


def issues_about(model: Model, node: str) -> list[SourceIssue]:
    """The source issues that are about ``node``."""
    return [issue for issue in model.catalogue.issues if node in issue.about]


def keywords_about(model: Model, node: str) -> list[Keyword]:
    """The keywords that point at ``node``."""
    return [keyword for keyword in model.catalogue.keywords if node in keyword.about]


def facts_of(model: Model, node: str) -> list[Fact]:
    """What the fields of a thing say, each in its order; the source's silence is a fact without values."""
    thing: Thing = model.nodes[node]["thing"]
    cls: type = type(thing)
    return [_fact(model, thing, field) for field in fields(cls) if field.name not in NOT_TOLD]


def _fact(model: Model, thing: Any, field: Field) -> Fact:
    values = tuple(_values(model, thing, field))
    if field.name == "scope":
        values = (Item((Fact("scope", values), Fact("basis", (basis(thing.scope_basis),))), thing.scope_evidence),)
    elif field.name == "systems" and not values and thing.no_own_systems:
        values = (Item((Fact("systems", (Sentence("field.no_own_systems"),)),), thing.no_own_systems),)
    return Fact(field.name, values, quiet=field.name in _QUIET)
