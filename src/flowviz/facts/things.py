"""The facts of a thing, from the fields of its noun: a new field of the catalogue is a fact without a line of code here."""

from __future__ import annotations

import functools
import inspect
import typing
from typing import Any, Final, Literal

from flowviz.catalogue import OWN, Basis, Department, Evidence, Feed, Text, Thing, member_of
from flowviz.facts.values import (
    NOT_STATED,
    Address,
    Choice,
    Count,
    Day,
    Fact,
    Flag,
    Item,
    Lines,
    Ref,
    Sentence,
    Value,
    Way,
    Years,
    many,
)
from flowviz.feeds import exact, general
from flowviz.loading.fields import Field, fields
from flowviz.model import organisation_of
from flowviz.nouns import Noun

if typing.TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from flowviz.catalogue import Catalogue, Keyword, RequestChannel, Resource, SourceIssue
    from flowviz.model import Model

__all__ = [
    "ASKED_FOR",
    "NOT_TOLD",
    "Side",
    "basis",
    "besides",
    "channels_for",
    "channels_near",
    "choice",
    "class_names",
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
    "resources_of_class",
    "scope_ref",
    "value_of",
    "way",
    "with_grounds",
]

Side = Literal["out", "in"]
_About = typing.TypeVar("_About", "Keyword", "SourceIssue")
NOT_TOLD: Final = ("id", "name", "evidence", "no_own_systems")
"""Fields that are told with others: what the thing is called, where it is said, no systems."""
_KNOWN_BY: Final = ("basis", "evidence", "why")
"""Ends of the names of fields that say how the field of the name before them is known."""
_QUIET: Final = (
    *("aliases", "note", "part_of", "internal_only", "caption", "party", "department"),
    *("passes_on", "described_by", "called", "ref", "stands_for"),
    *("legal_basis", "retention", "documents"),
    *("controller", "processor", "managed_by", "responsible", "reviewed", "owned_by", "users"),
)
"""Fields that are not worth a line when the source is silent on them."""
_ONLY_OF: Final = {
    "described_by": ("shared",),
    "purpose": ("organisation", "department"),
    "search_keys": ("resource", "shared", "register", "system"),
    "openness": ("resource", "shared", "register"),
    "passes_on": ("department", "resource", "shared", "register", "system", "party"),
}
"""Fields that say something of some kinds of things only: of others, silence is nothing to tell."""
_OF_FORM: Final[Mapping[str | None, Callable[[Any], Value]]] = {"date": Day, "url": Address, "years": Years}
"""What a value of a form is told as."""
_OWNERS: Final = ("register", "resource", "department")


# --- values of fields


def value_of(model: Model, noun: Any, name: str) -> Value:
    """The value of the field ``name`` of a noun: several as `Many`, none as `NOT_STATED`; all evidence is one value."""
    if getattr(noun, name) in (None, ()):  # of most fields most sources are silent
        return NOT_STATED
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


def _is_given(noun: Any, name: str) -> bool:
    """Whether a field of a noun is written down, and does not merely have its value for where nothing is."""
    return bool(getattr(noun, name) != noun.__dataclass_fields__[name].default)


def one_value(model: Model, noun: Any, field: Field, value: Any) -> Value:
    """One value of a field of a noun."""
    if isinstance(value, Thing):
        return ref(model, value.id)
    if isinstance(value, Text):
        return value
    if isinstance(value, bool):
        return Flag(value)
    if isinstance(value, Noun):
        return item(model, value)
    if field.of == "-> scope" or (field.of == "-> scope-or-thing" and _is_scope(model, value)):
        return scope_ref(model, value)
    if field.of == "-> records class":
        return Ref(value, Text.of(en=value), "records class")
    if field.of and field.of.startswith("-> ") and value in model:
        return _of_whom(model, value) if field.of == "-> scope-or-thing" else ref(model, value)
    if field.of in _OF_FORM:
        return _OF_FORM[field.of](value)
    if isinstance(value, int):
        return Count(value)
    if field.type == Basis:
        return basis(value)
    if typing.get_origin(field.type) is Literal:
        cls: type = type(noun)
        return choice(cls, field.name, value)
    return str(value)


def _is_scope(model: Model, id_: str) -> bool:
    return any(scope.id == id_ for scope in model.catalogue.scopes)


def item(model: Model, noun: Any) -> Item:
    """A noun without an id of its own, such as an openness remark, with its facts."""
    cls: type = type(noun)
    nothing = {
        known for field in fields(cls) if not _is_given(noun, field.name) for known in _known_by(cls, field.name)
    }
    own = [field for field in fields(cls) if field.name != "evidence" and field not in nothing]
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


def _of_whom(model: Model, node: str) -> Ref:
    """A thing, with the organisation that it is of where catalogues are joined: there many a department is called the same."""
    found, whole = ref(model, node), organisation_of(model, node)
    if whole in (node, model.catalogue.organisation.id):
        return found
    of: Text = model.nodes[whole]["thing"].name
    return Ref(node, Text(tuple((code, f"{of.get(code)}: {name}") for code, name in found.name.values)), found.kind)


def scope_ref(model: Model, scope: str) -> Ref:
    """A scope of the catalogue."""
    name = next((entry.name for entry in model.catalogue.scopes if entry.id == scope), Text.of(en=scope))
    return Ref(scope, name, "scope")


def kind_of(model: Model, node: str) -> Value:
    """What a thing is; of a department its own word."""
    called: Text | None = getattr(model.nodes[node]["thing"], "called", None)
    if called:
        return called
    kind = model.nodes[node]["kind"]
    return Choice(f"kind.{kind}", kind)


def home_of(model: Model, node: str) -> list[Ref]:
    """What a thing lies in, the nearest first."""
    owners = (model.nodes[node][owner] for owner in _OWNERS)
    return [ref(model, owner) for owner in owners if owner not in (None, node)]


def related(model: Model, node: str, kind: str) -> list[Ref]:
    """The things that have a relation of ``kind`` to one: its parts (``part of``), its users (``uses system``) …"""
    return [ref(model, other) for other in model.sources(node, kind)]


def feeds_of(model: Model, node: str, side: Side) -> list[Feed]:
    """The feeds that leave ``node`` or come to it, those of the same two things together, in the order of the catalogue."""
    found = (model.out if side == "out" else model.into)[node].values()
    return [feed for feeds in found for feed in feeds]


def way(model: Model, feeds: Sequence[Feed]) -> Way:
    """The things along feeds that follow each other."""
    ids = [feed.source for feed in feeds[:1]] + [feed.target for feed in feeds]
    return Way(tuple(ref(model, id_) for id_ in ids))


def besides(model: Model, feed: Feed) -> list[Fact]:
    """What is known of a feed besides its words: the data that it carries, and which sentences tell the same flow in general
    or by name. Nothing where the source is silent."""
    personal = with_grounds(model, feed, "personal")
    law = with_grounds(model, feed, "legal_basis")
    special = tuple(_values(model, feed, _field(Feed, "special")))
    datasets = tuple(_values(model, feed, _field(Feed, "carries")))
    found = [Fact("carries", datasets), Fact("legal_basis", law), Fact("personal", personal), Fact("special", special)]
    for key, others in (("refines", general(model)), ("refined_by", exact(model))):
        found.append(Fact(key, tuple(way(model, [other]) for other in others.get(id(feed), ()))))
    return [fact for fact in found if fact.values]


def class_names(model: Model, thing: Resource | Department) -> Mapping[str, Text]:
    """The titles of the records classes that a resource or a department may have, by code: those of the department itself,
    of the one that the resource lies in, or of the one that describes it."""
    owner = thing.id if isinstance(thing, Department) else model.nodes[thing.id]["department"] or thing.described_by
    return {entry.code: entry.name for entry in model.nodes[owner]["thing"].records_classes} if owner else {}


def resources_of_class(model: Model, department: Department, code: str) -> list[Ref]:
    """The resources that lie in ``department``, or are described by it, and have the records class ``code``."""
    catalogue: Catalogue = model.catalogue
    described = [shared for shared in catalogue.shared if shared.described_by == department.id]
    return [ref(model, own.id) for own in (*department.resources, *described) if code in own.records_classes]


ASKED_FOR: Final = ("resource", "shared", "register", "dataset", "system", "department", "organisation")
"""Kinds of things that a request for information may be about."""


def channels_for(model: Model, node: str) -> list[RequestChannel]:
    """The request channels of a thing: of those that cover it, what it lies in, its scope or the organisation, the nearest."""
    return next(channels_near(model, node), [])


def channels_near(model: Model, node: str) -> Iterator[list[RequestChannel]]:
    """The request channels that a thing has, by nearness: its own, those of what it lies in, of its scope, of the organisation."""
    catalogue: Catalogue = model.catalogue
    data = model.nodes[node]
    home = model.nodes[data["resource"]] if data["resource"] else data
    near = (
        node,
        *(data[owner] for owner in _OWNERS),
        home["scope"],
        organisation_of(model, node),
        catalogue.organisation.id,
    )
    found = (
        [
            channel
            for channel in catalogue.requests
            if one in channel.covers and (one != OWN or _of_one(channel.id, node))
        ]
        for one in dict.fromkeys(near)
        if one is not None
    )
    return (channels for channels in found if channels)


def _of_one(id_: str, other: str) -> bool:
    """Whether both are of the same member, or of a catalogue that stands alone: the scope of one's own is another for each."""
    return member_of(id_) == member_of(other)


def issues_about(model: Model, node: str) -> list[SourceIssue]:
    """The source issues that are about ``node``."""
    found: Mapping[str, list[SourceIssue]] = model.once("issues about", lambda: _by_thing(model.catalogue.issues))
    return [*found.get(node, ())]


def keywords_about(model: Model, node: str) -> list[Keyword]:
    """The keywords that point at ``node``."""
    found: Mapping[str, list[Keyword]] = model.once("keywords about", lambda: _by_thing(model.catalogue.keywords))
    return [*found.get(node, ())]


def _by_thing(entries: Iterable[_About]) -> dict[str, list[_About]]:
    """What is about things by the ids of these."""
    found: dict[str, list[_About]] = {}
    for entry in entries:
        for node in dict.fromkeys(entry.about):
            found.setdefault(node, []).append(entry)
    return found


def facts_of(model: Model, node: str) -> list[Fact]:
    """What the fields of a thing say, each in its order; the source's silence is a fact without values."""
    thing: Thing = model.nodes[node]["thing"]
    cls: type = type(thing)
    found = [_fact(model, thing, field) for field in _told(cls)]
    kind = model.nodes[node]["kind"]
    return [fact for fact in found if fact.values or kind in _ONLY_OF.get(fact.key, (kind,))]


@functools.cache
def _told(noun: type) -> tuple[Field, ...]:
    """The fields of a thing that are facts of their own."""
    others = {known.name for field in fields(noun) for known in _known_by(noun, field.name)}
    return tuple(field for field in fields(noun) if field.name not in NOT_TOLD and field.name not in others)


@functools.cache
def _known_by(noun: type, name: str) -> tuple[Field, ...]:
    """The fields of ``noun`` that say how its field ``name`` is known."""
    return tuple(field for field in fields(noun) if field.name in [f"{name}_{end}" for end in _KNOWN_BY])


def with_grounds(model: Model, noun: Any, name: str) -> tuple[Item, ...]:
    """The values of the field ``name`` of a noun, each with how it is known; nothing of that for what nobody wrote down."""
    cls: type = type(noun)
    said, others = _grounds(cls, name)
    evidence = getattr(noun, said)
    told = others if evidence or _is_given(noun, name) else ()
    facts = [Fact(end, tuple(_values(model, noun, known))) for end, known in told]
    return tuple(Item((Fact(name, (value,)), *facts), evidence) for value in _values(model, noun, _field(cls, name)))


@functools.cache
def _grounds(noun: type, name: str) -> tuple[str, tuple[tuple[str, Field], ...]]:
    """The field with the evidence of another, and what else says how that is known: the ends of names, with their fields."""
    known = {field.name.removeprefix(f"{name}_"): field for field in _known_by(noun, name)}
    return known.pop("evidence").name, tuple(known.items())


def _fact(model: Model, thing: Any, field: Field) -> Fact:
    cls: type = type(thing)
    values: tuple[Value, ...] = tuple(_values(model, thing, field))
    if _known_by(cls, field.name):
        values = with_grounds(model, thing, field.name)
    elif field.name == "systems" and not values and thing.no_own_systems:
        values = (Item((Fact("systems", (Sentence("field.no_own_systems"),)),), thing.no_own_systems),)
    return Fact(field.name, values, quiet=field.name in _QUIET)
