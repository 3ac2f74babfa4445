"""What a catalogue must mean: every id once, every reference found, every line of evidence there.

The builder has gathered what was said; sets tell in no time whether anything is wrong, and only then are
the files walked again to find the places.
"""

from __future__ import annotations

import bisect
import dataclasses
import functools
import itertools
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from flowviz.catalogue import (
    OWN,
    UNSTATED,
    Basis,
    Document,
    Evidence,
    Holding,
    Party,
    Resource,
    Scope,
    SourceDocument,
    Text,
    Thing,
)
from flowviz.loading.build import Met, parse_evidence, target
from flowviz.loading.characters import look_of
from flowviz.loading.data_file import DataFile, Path
from flowviz.loading.fields import Field, fields, is_noun, noun_fields
from flowviz.loading.ids import Names
from flowviz.loading.problems import Hints, Problem, short
from flowviz.loading.salvage import Asked, Doubt
from flowviz.loading.schema import nouns_in
from flowviz.messages import Message, OneOf, Value, said
from flowviz.near import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from flowviz.catalogue import Catalogue, Register

__all__ = ["Lost", "Part", "Places", "errors", "kind_of", "kind_told", "warnings"]

ENDPOINTS: Final = ("department", "organisation", "resource", "register", "system", "party")
"""Kinds of things that a feed may leave from or come to."""
ACTORS: Final = ("organisation", "department", "unit", "party")
"""Kinds of things that may own or use a system."""
COVERED: Final = ("organisation", "department", "unit", "resource", "register", "dataset", "system")
"""Kinds of things that requests for information are about."""
_OWNERS: Final = {"department": ("department", "unit"), "organisation": ("organisation",), "external": ("party",)}
"""Whose a system is -> the kinds of things that may own it then."""
_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "endpoint": ENDPOINTS,
    "actor": ACTORS,
    "scope-or-thing": ("scope", *COVERED),
    "thing": tuple(noun.kind for noun in nouns_in(Document) if issubclass(noun, Thing)),
}
_KIND_OF: Final[Mapping[type, str]] = {Scope: "scope", SourceDocument: "source"}
_WITHOUT_KIND: Final = ("scope", "source", "records class")
"""What is referred to and is no thing."""
_FOUNDED: Final = (
    *("passes_on", "purpose", "legal_basis", "search_keys", "called"),
    *("controller", "processor", "managed_by", "responsible", "holds", "owned_by", "users", "decides"),
)
"""Fields of things that are said with the lines that tell them."""
_SLIP: Final = 0.8
"""How alike an unknown word and an id are when the one is the other with a slip."""


@dataclasses.dataclass(frozen=True)
class Part:
    """One file: its text, what was built of it, and what was met on the way."""

    file: DataFile
    document: Document
    met: Met


@dataclasses.dataclass(frozen=True, slots=True)
class Lost:
    """A reference outside the data that finds nothing: its word, the kinds of things it may be to, what to say of it."""

    word: str
    kinds: tuple[str, ...]
    problem: Problem


def errors(catalogue: Catalogue, parts: Sequence[Part], doubt: Doubt, lost: Sequence[Lost] = ()) -> list[Problem]:
    """Everything that is wrong with the meaning of a catalogue.

    Its files fit the schema, or what is left of them does; ``doubt`` is what the rest may have said, and ``lost`` are
    references that have no place in the files.
    """
    return [
        *_duplicate_ids(catalogue, parts),
        *_references(parts, _known(catalogue), functools.cache(lambda: _names(catalogue)), doubt, lost),
        *_evidence(catalogue, parts, doubt),
        *_languages(catalogue, parts),
        *_scopes(parts),
        *_wholes(catalogue, Places(parts)),
        *_retentions(catalogue, Places(parts)),
        *_own_words(parts),
        *_feeds(parts),
    ]


def kind_of(noun: type | None) -> str | None:
    """What references call things of ``noun``; None where nothing refers to them."""
    return _KIND_OF.get(noun) or getattr(noun, "kind", None) if noun else None


def _known(catalogue: Catalogue) -> dict[str, Collection[str]]:
    """The ids of each kind of thing, of ``thing``, ``endpoint`` and whatever else is referred to."""
    kinds: dict[str, dict[str, None]] = {}
    for thing, _ in catalogue.things():
        kinds.setdefault(thing.kind, {})[thing.id] = None
    scopes = dict.fromkeys(scope.id for scope in catalogue.scopes)
    classes = (entry.code for department in catalogue.departments for entry in department.records_classes)
    return {
        **kinds,
        "thing": dict.fromkeys(id_ for ids in kinds.values() for id_ in ids),
        **{
            name: dict.fromkeys(id_ for kind in of for id_ in kinds.get(kind, ()))
            for name, of in (("endpoint", ENDPOINTS), ("actor", ACTORS))
        },
        "scope": scopes,
        "scope-or-thing": {**scopes, **dict.fromkeys(id_ for kind in COVERED for id_ in kinds.get(kind, ()))},
        "source": dict.fromkeys(source.id for source in catalogue.sources),
        "records class": dict.fromkeys(classes),
    }


def _names(catalogue: Catalogue) -> Names:
    """The names of all that can be referred to."""
    names = Names()
    for thing, _ in catalogue.things():
        names.add(thing.id, [*thing.name.as_dict().values(), *(alias.text for alias in thing.aliases)])
    for scope in catalogue.scopes:
        names.add(scope.id, scope.name.as_dict().values())
    for source in catalogue.sources:
        names.add(source.id, source.title.as_dict().values())
    for department in catalogue.departments:
        for entry in department.records_classes:
            names.add(entry.code, entry.name.as_dict().values())
    return names


def _duplicate_ids(catalogue: Catalogue, parts: Sequence[Part]) -> Iterator[Problem]:
    """Ids that are there twice: those of things among themselves, and those of sources, scopes and issues."""
    others = (catalogue.sources, catalogue.scopes, catalogue.issues)
    counts: Counter[tuple[type, str]] = Counter((Thing, thing.id) for thing, _ in catalogue.things())
    counts.update((type(entry), entry.id) for entries in others for entry in entries)
    twice = {key for key, count in counts.items() if count > 1}
    first: dict[tuple[type, str], Value] = {}
    for part in parts if twice else ():
        for path, owner, field, value in _walk(Document, part.file.data):
            key = (Thing if issubclass(owner, Thing) else owner, value)
            if field.of == "id" and key in twice:
                if key in first:
                    yield part.file.problem(path, said("duplicate-id", id=short(value), place=first[key]))
                else:
                    first[key] = part.file.where(path)


def _references(
    parts: Sequence[Part],
    known: Mapping[str, Collection[str]],
    names: Callable[[], Names],
    doubt: Doubt,
    lost: Sequence[Lost],
) -> Iterator[Problem]:
    found = [
        (part.file, path, kind, value)
        for part in parts
        if not all(value in known.get(kind, ()) for kind, values in part.met.references.items() for value in values)
        for path, _, field, value in _walk(Document, part.file.data)
        if (kind := target(field)) and value not in known.get(kind, ())
    ]
    asked = [Asked(value, _KINDS.get(kind, (kind,))) for _, _, kind, value in found]
    elsewhere = [(Asked(one.word, one.kinds, doubtful=False), one.problem) for one in lost]
    wrong = doubt.unexplained([*asked, *(one for one, _ in elsewhere)], lambda one: _is_slip(one, known))
    hints = Hints()
    for (file, path, kind, value), one in zip(found, asked, strict=True):
        if one in wrong:
            yield file.problem(path, _dangling(value, kind, known, names(), hints))
    yield from (problem for one, problem in elsewhere if one in wrong)


def _is_slip(asked: Asked, known: Mapping[str, Collection[str]]) -> bool:
    ids = dict.fromkeys(id_ for kind in asked.kinds for id_ in known.get(kind, ()))
    return nearest(asked.word, ids, _SLIP) is not None


def _dangling(value: str, kind: str, known: Mapping[str, Collection[str]], names: Names, hints: Hints) -> Message:
    if kind not in _WITHOUT_KIND and value in known["thing"]:
        actual = next(name for name in known if name not in _KINDS and value in known[name])
        wanted = OneOf(kind_told(one) for one in _KINDS.get(kind, (kind,)))
        return said("wrong-kind", id=value, kind=kind_told(actual), wanted=wanted)
    fitting = known.get(kind, ())
    meant = names.meant(value, fitting) or hints.nearest(value, fitting)
    if kind in _WITHOUT_KIND:
        return said(f"unknown-{kind.replace(' ', '-')}", id=short(value), proposal=meant)
    told = kind_told("thing" if kind == "endpoint" else kind)
    return said("unknown-thing", kind=told, id=short(value), proposal=meant)


def kind_told(kind: str) -> Message:
    """What a kind of thing is called."""
    return said(f"kind.{kind}")


def _evidence(catalogue: Catalogue, parts: Sequence[Part], doubt: Doubt) -> Iterator[Problem]:
    lengths = {source.id: source.lines for source in catalogue.sources}

    def wrong(evidence: Evidence, source: str | None) -> Message | None:
        if evidence.first is not None and evidence.last is not None and evidence.last < evidence.first:
            return said("lines-backwards", first=evidence.first, last=evidence.last)
        if evidence.source not in lengths:
            # an unknown 'source' at the top of the file, or none at all, is told of once and not at each line
            if evidence.source in ("", source) or doubt.covers(evidence.source):
                return None
            meant = nearest(evidence.source, lengths)
            return said("unknown-source", id=short(evidence.source), proposal=meant)
        most = lengths[evidence.source]
        if evidence.last is not None and most is not None and evidence.last > most:
            return said("no-such-line", line=evidence.last, source=evidence.source, lines=most)
        return None

    for part in parts:
        source = part.document.source
        met = part.met
        bare = "" in met.lines and not doubt.may_hold("source")
        farthest = (Evidence(document, None, last or None) for document, last in met.lines.items())
        if not (bare or met.backwards or any(wrong(evidence, source) for evidence in farthest)):
            continue
        for path, _, field, value in _walk(Document, part.file.data):
            if field.type is Evidence:
                evidence = parse_evidence(value, source)
                message = wrong(evidence, source)
                if bare and not evidence.source:
                    bare = False
                    message = said("no-document")
                if message:
                    yield part.file.problem(path, message)


def _languages(catalogue: Catalogue, parts: Sequence[Part]) -> Iterator[Problem]:
    header = catalogue.header
    known = set(header.languages)
    for part in parts:
        if part.document.catalogue is header and header.language not in known:
            message = said("undeclared-language.own", language=header.language)
            yield part.file.problem(("catalogue", "language"), message)
        if not known or part.met.languages <= known | {header.language}:
            continue
        for path, _, field, value in _walk(Document, part.file.data):
            if field.type is Text and isinstance(value, dict):
                for code in value:
                    if code not in known:
                        message = said("undeclared-language", language=code, languages=header.languages)
                        yield part.file.problem(path, message, key=code)


def _scopes(parts: Sequence[Part]) -> Iterator[Problem]:
    for part in parts:
        for i, department in enumerate(part.document.departments):
            for j, resource in enumerate(department.resources):
                if resource.scope != OWN:
                    path: Path = ("departments", i, "resources", j, "scope")
                    yield part.file.problem(path, said("own-scope"))
        for i, resource in enumerate(part.document.shared):
            if resource.scope == OWN:
                yield part.file.problem(("shared", i, "scope"), said("no-scope", id=resource.id))
        for i, scope in enumerate(part.document.scopes):
            if contrast(scope.colour) < 4.5:
                yield part.file.problem(("scopes", i, "colour"), said("dark-colour", colour=scope.colour))
            if len(scope.letter) > 2:
                yield part.file.problem(("scopes", i, "letter"), said("long-sign"))


def contrast(colour: str) -> float:
    """The WCAG contrast of black text on ``colour``, between 1 and 21.

    >>> round(contrast("#ffffff"))
    21
    """
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05) / 0.05


def _wholes(catalogue: Catalogue, places: Places) -> Iterator[Problem]:
    homes: dict[str, str | None] = {resource.id: None for resource in catalogue.shared}
    for department in catalogue.departments:
        homes.update((resource.id, department.id) for resource in department.resources)
    wholes = {resource.id: resource.part_of for resource in _resources(catalogue) if resource.part_of in homes}
    done: set[str] = set()
    for id_, whole in wholes.items():
        if whole is not None and homes[whole] != homes[id_]:
            yield places.problem(id_, said("part-elsewhere", id=id_, whole=whole), "part_of")
        chain: dict[str, None] = {}
        at: str | None = id_
        while at is not None and at not in done and at not in chain:
            chain[at] = None
            at = wholes.get(at)
        if at in chain:
            circle = list(chain)[list(chain).index(at) :]
            shown = circle if len(circle) <= 6 else [*circle[:5], "…"]
            yield places.problem(at, said("part-circle", circle=" -> ".join([*shown, at])), "part_of")
        done.update(chain)


def _retentions(catalogue: Catalogue, places: Places) -> Iterator[Problem]:
    for thing, _ in catalogue.things():
        retention = thing.retention if isinstance(thing, Holding) else None
        if retention and retention.permanent and retention.years:
            yield places.problem(thing.id, said("wrong-retention.both", id=thing.id), "retention")
        elif retention and not (retention.text or retention.years or retention.permanent):
            yield places.problem(thing.id, said("wrong-retention.empty", id=thing.id), "retention")


def _owners(catalogue: Catalogue, places: Places) -> Iterator[Problem]:
    """Systems whose owner is of another kind than the source says elsewhere."""
    kinds = {thing.id: thing.kind for thing, _ in catalogue.things()}
    for system in catalogue.systems:
        kind = kinds.get(system.owned_by or "")
        if kind and kind not in _OWNERS.get(system.owner, ACTORS):
            yield places.warning(system.id, said("wrong-owner", id=system.id))


def _own_words(parts: Sequence[Part]) -> Iterator[Problem]:
    for part in parts:
        for i, source in enumerate(part.document.sources):
            if source.kind == "own-word" and not (source.said_by and source.date):
                yield part.file.problem(("sources", i, "kind"), said("own-word", id=source.id))


def _known_without_day(catalogue: Catalogue, places: Places) -> Iterator[Problem]:
    """What is generally known, of which no source has a day: nobody can tell whether it still holds."""
    dated = {source.id for source in catalogue.sources if source.date or source.retrieved}
    for feed in catalogue.feeds:
        if feed.basis == "known" and not any(evidence.source in dated for evidence in feed.evidence):
            yield places.warning(feed.source, said("known-undated", id=feed.source, key=f"-> {feed.target}"))
    for thing, _ in catalogue.things():
        for name in _with_basis(type(thing)):
            if getattr(thing, f"{name}_basis") != "known":
                continue
            evidence = getattr(thing, f"{name}_evidence")
            if dated.isdisjoint(one.source for one in evidence):
                key = "known-undated" if evidence else "known-undated.unfounded"
                yield places.warning(thing.id, said(key, id=thing.id, key=name))


@functools.cache
def _with_basis(cls: type) -> tuple[str, ...]:
    """The fields of a noun beside which it stands how they are known."""
    return tuple(field.name.removesuffix("_basis") for field in fields(cls) if field.type == Basis)


def _unfounded(thing: Thing, owners: Mapping[str, str]) -> Iterator[Message]:
    """What is said of a thing without the lines that say it, or although it cannot be said of it."""
    if isinstance(thing, Resource) and thing.described_by is not None:
        if "department" in owners:
            yield said("own-described", id=thing.id)
        elif not thing.described_by_evidence:
            yield said("unfounded", id=thing.id, key="described_by")
    for key in _FOUNDED:
        if getattr(thing, key, None) not in (None, ()) and not getattr(thing, f"{key}_evidence", True):
            yield said("unfounded", id=thing.id, key=key)


def _resources(catalogue: Catalogue) -> Iterator[Resource]:
    for department in catalogue.departments:
        yield from department.resources
    yield from catalogue.shared


def _feeds(parts: Sequence[Part]) -> Iterator[Problem]:
    seen: dict[tuple[object, ...], tuple[Part, int]] = {}
    for part in parts:
        for i, feed in enumerate(part.document.feeds):
            if feed.source == feed.target:
                yield part.file.problem(("feeds", i, "to"), said("self-feed", id=feed.source))
            if not feed.evidence:
                yield part.file.problem(("feeds", i, "evidence"), said("no-evidence"))
            key = (feed.source, feed.target, feed.content, feed.carries, feed.frequency, feed.condition)
            if key in seen:
                other, j = seen[key]
                place = other.file.where(("feeds", j))
                message = said("repeated-feed", source=feed.source, target=feed.target, place=place)
                yield part.file.problem(("feeds", i), message)
            else:
                seen[key] = (part, i)


# --- warnings


def warnings(catalogue: Catalogue, parts: Sequence[Part]) -> tuple[list[Problem], list[Problem]]:
    """What is allowed but worth a look: what may be a slip, and gaps of the source that an issue explains."""
    places = Places(parts)
    gaps = [*_gaps(catalogue, places)]
    lacking = {thing for thing, _ in gaps}
    explaining = [issue for issue in catalogue.issues if issue.explains_gaps and issue.about]
    explained = {thing for issue in explaining for thing in issue.about}
    found = [problem for thing, problem in gaps if thing not in explained]
    found += [
        places.warning(issue.about[0], said("explains-nothing", id=issue.id))
        for issue in explaining
        if lacking.isdisjoint(issue.about)
    ]
    for thing, owners in catalogue.things():
        found += [places.warning(thing.id, message) for message in _unfounded(thing, owners)]
        present = {code for code, _ in thing.name.values}
        missing = tuple(code for code in catalogue.header.languages if code not in present)
        if missing:
            found.append(places.warning(thing.id, said("untranslated", id=thing.id, languages=missing)))
    for thing, other in _look_alikes(catalogue):
        found.append(places.warning(thing.id, said("look-alike", id=thing.id, other=other)))
    found += _owners(catalogue, places)
    found += _known_without_day(catalogue, places)
    return found, [problem for thing, problem in gaps if thing in explained]


def _gaps(catalogue: Catalogue, places: Places) -> Iterator[tuple[str, Problem]]:
    """Things of which no feed or use is told, and scopes of captions that no feed leads to."""
    fed = {feed.source for feed in catalogue.feeds} | {feed.target for feed in catalogue.feeds}
    busy: dict[str, set[str | None]] = {
        "resource": {*_with_wholes(catalogue, fed)},
        "party": {*fed, *_named(catalogue)},
        "system": {*fed, *(use.system for user in _users(catalogue) for use in user.systems)},
    }
    for thing, _ in catalogue.things():
        if thing.kind in busy and thing.id not in busy[thing.kind]:
            key = "unused.system" if thing.kind == "system" else "unused"
            yield thing.id, places.warning(thing.id, said(key, kind=kind_told(thing.kind), id=thing.id))
    met = _scopes_met(catalogue)
    for department in catalogue.departments:
        for scope in department.caption.scopes if department.caption else ():
            if scope not in met[department.id]:
                message = said("caption-scope", id=department.id, scope=scope)
                yield department.id, places.warning(department.id, message)


def _named(catalogue: Catalogue) -> Iterator[str | None]:
    """The parties that run, own, use or manage something."""
    for system in catalogue.systems:
        yield from (system.party, system.owned_by, *system.users)
    yield from (thing.managed_by for thing, _ in catalogue.things() if isinstance(thing, Holding))


def _look_alikes(catalogue: Catalogue) -> Iterator[tuple[Thing, str]]:
    """Things whose names look the same as that of another in a language, and are not; with the id of the other."""
    first: dict[str, dict[str, Thing]] = {}
    for thing, _ in catalogue.things():
        for code, name in thing.name.values:
            other = first.setdefault(code, {}).setdefault(look_of(name), thing)
            if other.name.get(code) != name:
                yield thing, other.id
                break


def _with_wholes(catalogue: Catalogue, fed: Collection[str]) -> set[str]:
    """The resources that feeds touch, themselves or in a register, a data set or a part of them."""
    wholes = {resource.id: resource.part_of for resource in _resources(catalogue)}
    touched: set[str] = set()
    for thing, owners in catalogue.things():
        at = (owners.get("resource") or thing.id) if thing.id in fed else None
        while at in wholes and at not in touched:
            touched.add(at)
            at = wholes[at]
    return touched


def _users(catalogue: Catalogue) -> Iterator[Resource | Register]:
    for resource in _resources(catalogue):
        yield resource
        yield from resource.registers


def _scopes_met(catalogue: Catalogue) -> dict[str, set[str]]:
    """Department -> the scopes of the things that it, anything inside it, or what it describes exchanges data with."""
    homes: dict[str, str | None] = {}
    scopes: dict[str, str] = {}
    for thing, owners in catalogue.things():
        described = thing.described_by if isinstance(thing, Resource) else homes.get(owners.get("resource", ""))
        homes[thing.id] = thing.id if thing.kind == "department" else owners.get("department") or described
        own = thing.scope if isinstance(thing, (Resource, Party)) else scopes.get(owners.get("resource", ""))
        scopes[thing.id] = own or UNSTATED
    met: dict[str, set[str]] = {department.id: set() for department in catalogue.departments}
    for feed in catalogue.feeds:
        for end, other in ((feed.source, feed.target), (feed.target, feed.source)):
            home = homes[end]
            if home is not None:
                met[home].add(scopes[other])
    return met


# --- walking the files again, to find places


def _walk(cls: type, data: dict[str, Any]) -> Iterator[tuple[Path, type, Field, Any]]:
    """Every value of plain data that fits the schema, with its path, the noun it belongs to and its field."""
    for path, owner, mapping in _mappings(cls, data, ()):
        table = {field.key: field for field in fields(owner)}
        for key, value in mapping.items():
            field = table[key]
            if is_noun(field.type):
                continue
            if field.many:
                yield from (((*path, key, i), owner, field, one) for i, one in enumerate(value))
            else:
                yield (*path, key), owner, field, value


def _mappings(cls: type, data: dict[str, Any], path: Path) -> Iterator[tuple[Path, type, dict[str, Any]]]:
    """Every mapping of plain data that fits the schema, with its path and the noun that it is."""
    yield path, cls, data
    for field in noun_fields(cls):
        if field.key in data:
            value = data[field.key]
            if field.many:
                for i, one in enumerate(value):
                    yield from _mappings(field.type, one, (*path, field.key, i))
            else:
                yield from _mappings(field.type, value, (*path, field.key))


class Places:
    """Where each thing stands; looked for when the first place is asked for."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts

    @functools.cached_property
    def _paths(self) -> dict[str, tuple[DataFile, Path]]:
        """The way to each thing, and to each scope, whose id has ``scope:`` before it."""
        found: dict[str, tuple[DataFile, Path]] = {}
        for part in self._parts:
            for path, owner, mapping in _mappings(Document, part.file.data, ()):
                if issubclass(owner, Thing):
                    found.setdefault(mapping["id"], (part.file, path))
                elif owner is Scope:
                    found.setdefault(f"scope:{mapping['id']}", (part.file, path))
            part.file.forget_data()
        return found

    @functools.cached_property
    def _numbers(self) -> dict[str, int]:
        """How many places of things were kept before that of each thing, those of all files counted."""
        return {id_: number for number, id_ in enumerate(id_ for part in self._parts for id_ in part.met.things)}

    @functools.cached_property
    def _starts(self) -> list[int]:
        """The number of the first place of each file."""
        return [*itertools.accumulate((len(part.met.things) for part in self._parts[:-1]), initial=0)]

    def problem(self, thing: str, message: Message, key: str) -> Problem:
        """A problem at what stands under ``key`` of a thing; of a scope, whose id has ``scope:`` before it."""
        file, path = self._paths[thing]
        return file.problem((*path, key), message)

    def warning(self, thing: str, message: Message) -> Problem:
        """A warning at the id of a thing."""
        number = self._numbers[thing]
        part = bisect.bisect_right(self._starts, number) - 1
        return self._parts[part].file.warning_at(number - self._starts[part], message)
