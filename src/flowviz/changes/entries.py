"""A catalogue as a flat list of entries: whatever can be new, gone or changed by itself.

Entries are the things, feeds, scopes, source documents, records classes, issues and keywords of a catalogue, its
header, and those of the members that it joins. An entry has values, field by field as the nouns have them; what lies in
it as an entry of its own (the resources of a department, the registers of a resource) is not among them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from flowviz.catalogue import Catalogue, Evidence, Feed, Keyword, RecordsClass, Text, Thing
from flowviz.loading.build import target
from flowviz.loading.fields import Field, fields, is_noun
from flowviz.model import Model

__all__ = ["HEADER", "HOME", "KINDS", "MEMBER", "Entry", "entries", "text_key"]

HOME: Final = Field(
    key="home", name="home", type=str, many=False, required=False, of="-> thing", doc="What it lies in directly."
)
KIND: Final = Field(
    key="kind", name="kind", type=str, many=False, required=True, of=None, doc="What kind of thing it is."
)
HEADER: Final = "catalogue"
MEMBER: Final = "member"
"""The header of a catalogue that is joined with others, known by the id that it has there."""
KINDS: Final = (HEADER, MEMBER, "scope", "source", "records-class", "feed", "issue", "keyword")
"""The kinds of entries that are no things; things have those of `flowviz.model.NODE_KINDS`."""

_KEYS: Final[Mapping[type, tuple[str, ...]]] = {Feed: ("source", "target"), RecordsClass: ("code",)}


@dataclass(frozen=True, eq=False)
class Entry:
    """One entry: its kind, its id, the noun itself, and the id of what it lies in directly.

    ``space`` is that of its id: all things share one. ``id`` of a feed is ``giver -> receiver``, of a keyword its
    text in the language of the source.
    """

    kind: str
    space: str
    id: str
    noun: Any
    home: str | None = None

    @property
    def name(self) -> Text | None:
        """Its name, where it has one."""
        found = getattr(self.noun, "name", None) or getattr(self.noun, "title", None)
        return found if isinstance(found, Text) else None

    def key_fields(self) -> tuple[str, ...]:
        """The fields that its id is made of."""
        if self.kind in (HEADER, MEMBER) or isinstance(self.noun, Keyword):
            return ()
        return _KEYS.get(type(self.noun), ("id",))

    def values(self) -> Iterator[tuple[Field, Any]]:
        """Its fields and their values, but those of its id; first what it is and what it lies in."""
        cls: type = type(self.noun)
        own = [field for field in fields(cls) if not _is_entry(field) and field.name not in self.key_fields()]
        if self.space == "thing":
            yield KIND, self.noun.kind
        if self.home is not None and not any(field.name == "department" for field in own):
            yield HOME, self.home
        for field in own:
            yield field, getattr(self.noun, field.name)


def _is_entry(field: Field) -> bool:
    """Whether what the field holds are entries of their own."""
    return isinstance(field.type, type) and (issubclass(field.type, Thing) or field.type is RecordsClass)


def entries(model: Model) -> list[Entry]:
    """The entries of the catalogue of ``model``, in its order."""
    catalogue: Catalogue = model.catalogue
    found = [Entry(HEADER, HEADER, HEADER, catalogue.header)]
    found += [Entry(MEMBER, MEMBER, member.id, member.header) for member in catalogue.members]
    found += [Entry("scope", "scope", scope.id, scope) for scope in catalogue.scopes]
    found += [Entry("source", "source", source.id, source) for source in catalogue.sources]
    for thing, owners in catalogue.things():
        home = next((owners[owner] for owner in ("register", "resource", "department") if owner in owners), None)
        found.append(Entry(model.nodes[thing.id]["kind"], "thing", thing.id, thing, home))
    for department in catalogue.departments:
        for entry in department.records_classes:
            found.append(Entry("records-class", f"records-class {department.id}", entry.code, entry, department.id))
    found += [Entry("feed", "feed", f"{feed.source} -> {feed.target}", feed) for feed in catalogue.feeds]
    found += [Entry("issue", "issue", issue.id, issue) for issue in catalogue.issues]
    language = catalogue.header.language
    found += [Entry("keyword", "keyword", entry.text.get(language), entry) for entry in catalogue.keywords]
    return found


class Likeness:
    """What makes two values the same: what they say, whatever the order, and whatever has a new id.

    ``renamed`` gives the new id for an old one, by space; ids in ``wild`` are all taken for the same.
    """

    def __init__(self, renamed: Mapping[tuple[str, str], str], wild: frozenset[tuple[str, str]] = frozenset()) -> None:
        self._renamed = renamed
        self._wild = wild

    @property
    def plain(self) -> bool:
        """Whether every id stands for itself, so that what is equal is alike."""
        return not self._renamed and not self._wild

    def id(self, space: str, id_: str) -> str:
        """The id that stands for ``id_``."""
        if (space, id_) in self._wild:
            return "?"
        return self._renamed.get((space, id_), id_)

    def of(self, field: Field, value: Any) -> Any:
        """Something hashable that is equal for values that say the same."""
        if field.many:
            return tuple(sorted((self.one(field, entry) for entry in value), key=repr))
        return self.one(field, value)

    def one(self, field: Field, value: Any) -> Any:
        """The same for one value of a list."""
        if value is None:
            return None
        if isinstance(value, Text):
            return text_key(value)
        if isinstance(value, Evidence):
            return self.id("source", value.source), value.first, value.last or value.first, value.quote
        cls: type = type(value)
        if is_noun(cls):
            return tuple(self.of(inner, getattr(value, inner.name)) for inner in fields(cls))
        kind = target(field)
        return value if kind is None or not isinstance(value, str) else self.id(space_of(kind), value)

    def all_of(self, entry: Entry, leave: frozenset[str] = frozenset()) -> tuple[Any, ...]:
        """What an entry says, its id left out."""
        return (
            entry.kind,
            *((field.name, self.of(field, value)) for field, value in entry.values() if field.name not in leave),
        )


def text_key(text: Text) -> tuple[tuple[str, str], ...]:
    """What a text says in which language, whatever the order of the languages."""
    return tuple(sorted(text.values))


def space_of(kind: str) -> str:
    """The space of the ids that a reference to ``kind`` has."""
    return kind if kind in ("scope", "source", "records class") else "thing"
