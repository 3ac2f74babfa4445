"""What a catalogue must mean: every id once, every reference found, every line of evidence there.

The builder has gathered what was said; sets tell in no time whether anything is wrong, and only then are
the files walked again to find the places.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, Final

from flowviz.catalogue import OWN, UNSTATED, Catalogue, Document, Evidence, Feed, Resource, Text, Thing
from flowviz.loading.build import Builder, parse_evidence
from flowviz.loading.problems import Problem, did_you_mean
from flowviz.loading.schema import Field, fields
from flowviz.loading.yaml_text import YamlFile

__all__ = ["Part", "errors", "warnings"]

ENDPOINTS: Final = ("department", "resource", "register", "system", "party")
"""Kinds of things that a feed may leave from or come to."""

Path = tuple[str | int, ...]


@dataclasses.dataclass(frozen=True)
class Part:
    """One file: its text, what was built of it, and what the builder met."""

    file: YamlFile
    document: Document
    builder: Builder


def errors(catalogue: Catalogue, parts: Sequence[Part]) -> list[Problem]:
    """Everything that is wrong with the meaning of a catalogue whose files fit the schema."""
    known = _known(catalogue)
    problems = [
        *_duplicate_ids(catalogue, parts),
        *_references(catalogue, parts, known),
        *_evidence(catalogue, parts),
        *_languages(catalogue, parts),
        *_scopes(parts),
    ]
    places = _Places(parts)
    problems += _wholes(catalogue, places)
    problems += _feeds(parts)
    return problems


def _known(catalogue: Catalogue) -> dict[str, Collection[str]]:
    kinds: dict[str, dict[str, None]] = {}
    for thing, _ in catalogue.things():
        kinds.setdefault(thing.kind, {})[thing.id] = None
    known: dict[str, Collection[str]] = dict(kinds)
    known["thing"] = {id_: None for ids in kinds.values() for id_ in ids}
    known["endpoint"] = {id_: None for kind in ENDPOINTS for id_ in kinds.get(kind, ())}
    known["scope"] = {scope.id: None for scope in catalogue.scopes}
    known["source"] = {source.id: None for source in catalogue.sources}
    known["records class"] = {entry.code: None for department in catalogue.departments for entry in department.records_classes}
    return known


def _duplicate_ids(catalogue: Catalogue, parts: Sequence[Part]) -> Iterator[Problem]:
    spaces: dict[type, str] = {type(x): "id" for xs in (catalogue.sources, catalogue.scopes, catalogue.issues) for x in xs}
    things = [thing.id for thing, _ in catalogue.things()]
    others = [(type(x), x.id) for xs in (catalogue.sources, catalogue.scopes, catalogue.issues) for x in xs]
    if len(set(things)) == len(things) and len(set(others)) == len(others):
        return
    first: dict[tuple[object, str], str] = {}
    for part in parts:
        for path, owner, field, value in _walk(Document, part.file.data):
            if field.of == "id" and field.name == "id":
                space: object = owner if owner in spaces else Thing
                line, column = part.file.place((*path, field.key))
                here = f"{part.file.name}:{line}"
                if (space, value) in first:
                    message = f"id '{value}' is already used at {first[space, value]}: ids are unique in the whole catalogue"
                    yield Problem(part.file.name, line, column, message)
                else:
                    first[space, value] = here


def _references(catalogue: Catalogue, parts: Sequence[Part], known: dict[str, Collection[str]]) -> Iterator[Problem]:
    for part in parts:
        if all(value in known.get(kind, ()) for kind, values in part.builder.references.items() for value in values):
            continue
        for path, _, field, value in _walk(Document, part.file.data):
            kind = (field.of or "")[3:] if (field.of or "").startswith("-> ") else None
            if kind and value not in known.get(kind, ()):
                yield part.file.problem(path, f"unknown {kind} '{value}'{_hint(value, kind, known)}")


def _hint(value: str, kind: str, known: dict[str, Collection[str]]) -> str:
    if kind not in ("scope", "source", "records class") and value in known["thing"]:
        actual = next(name for name, ids in known.items() if name not in ("thing", "endpoint") and value in ids)
        return f" (it is the id of a {actual})"
    return did_you_mean(value, known.get(kind, ()))


def _evidence(catalogue: Catalogue, parts: Sequence[Part]) -> Iterator[Problem]:
    lengths = {source.id: source.lines for source in catalogue.sources}

    def wrong(evidence: Evidence) -> str | None:
        if not evidence.source:
            return "bare line numbers need 'source: …' at the top of the file"
        if evidence.source not in lengths:
            return f"unknown source '{evidence.source}'{did_you_mean(evidence.source, lengths)}"
        first, last, most = evidence.first, evidence.last, lengths[evidence.source]
        if first is None or last is None:
            return None
        if last < first:
            return f"lines run backwards: {first}-{last}"
        if most is not None and last > most:
            return f"line {last} does not exist: '{evidence.source}' has {most} lines"
        return None

    for part in parts:
        if not any(wrong(evidence) for evidence in part.builder.evidence):
            continue
        for path, _, field, value in _walk(Document, part.file.data):
            if field.type is Evidence:
                message = wrong(parse_evidence(value, part.document.source))
                if message:
                    yield part.file.problem(path, message)


def _languages(catalogue: Catalogue, parts: Sequence[Part]) -> Iterator[Problem]:
    known = set(catalogue.header.languages) | {catalogue.header.language}
    for part in parts:
        if part.builder.languages <= known | {source.language for source in part.document.sources}:
            continue
        for path, _, field, value in _walk(Document, part.file.data):
            if field.type is Text and isinstance(value, dict):
                for code in value:
                    if code not in known:
                        message = f"language '{code}' is not among the catalogue's languages ({', '.join(sorted(known))})"
                        yield part.file.problem(path, message, key=code)


def _scopes(parts: Sequence[Part]) -> Iterator[Problem]:
    for part in parts:
        for i, department in enumerate(part.document.departments):
            for j, resource in enumerate(department.resources):
                if resource.scope != OWN:
                    path: Path = ("departments", i, "resources", j, "scope")
                    yield part.file.problem(path, "a department's own resource has no other scope: put it under 'shared'")
        for i, resource in enumerate(part.document.shared):
            if resource.scope == OWN:
                yield part.file.problem(("shared", i), f"shared resource '{resource.id}' needs a scope (unstated, if the source is silent)")
        for i, scope in enumerate(part.document.scopes):
            if contrast(scope.colour) < 4.5:
                yield part.file.problem(("scopes", i, "colour"), f"{scope.colour} is too dark: black text on it needs a contrast of 4.5")
            if len(scope.letter) > 2:
                yield part.file.problem(("scopes", i, "letter"), "a scope's sign is one or two letters")


def contrast(colour: str) -> float:
    """The WCAG contrast of black text on ``colour``, between 1 and 21.

    >>> round(contrast("#ffffff"))
    21
    """
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05) / 0.05


def _wholes(catalogue: Catalogue, places: _Places) -> Iterator[Problem]:
    homes: dict[str, tuple[str | None, Resource]] = {}
    for department in catalogue.departments:
        homes.update({resource.id: (department.id, resource) for resource in department.resources})
    homes.update({resource.id: (None, resource) for resource in catalogue.shared})
    reported: set[str] = set()
    for id_, (home, resource) in homes.items():
        whole = resource.part_of
        if whole is None or whole not in homes:
            continue
        if homes[whole][0] != home:
            yield places.problem(id_, f"'{id_}' cannot be a part of '{whole}': they belong to different departments", "part_of")
        chain = [id_]
        while whole is not None and whole in homes and whole not in chain:
            chain.append(whole)
            whole = homes[whole][1].part_of
        if whole == id_ and id_ not in reported:
            reported.update(chain)
            yield places.problem(id_, f"part_of runs in a circle: {' -> '.join([*chain, id_])}", "part_of")


def _feeds(parts: Sequence[Part]) -> Iterator[Problem]:
    seen: dict[tuple[object, ...], tuple[Part, int]] = {}
    for part in parts:
        for i, feed in enumerate(part.document.feeds):
            if feed.source == feed.target:
                yield part.file.problem(("feeds", i), f"'{feed.source}' feeds itself: a feed goes from one thing to another")
            if not feed.evidence:
                yield part.file.problem(("feeds", i, "evidence"), "a feed needs evidence: the lines that say it")
            key = (feed.source, feed.target, feed.content, feed.frequency, feed.condition)
            if key in seen:
                other, j = seen[key]
                line, _ = other.file.place(("feeds", j))
                message = f"the same feed from '{feed.source}' to '{feed.target}' is already at {other.file.name}:{line}"
                yield part.file.problem(("feeds", i), message)
            else:
                seen[key] = (part, i)


# --- warnings


def warnings(catalogue: Catalogue, parts: Sequence[Part]) -> list[Problem]:
    """What is allowed but worth a look: gaps that are true of the source, and slips that are not."""
    places = _Places(parts)
    fed = {feed.source for feed in catalogue.feeds} | {feed.target for feed in catalogue.feeds}
    used = _used_systems(catalogue)
    wholes = {resource.part_of for department in catalogue.departments for resource in department.resources}
    found: list[Problem] = []

    def warn(thing: str, message: str) -> None:
        found.append(places.problem(thing, message, warning=True))

    for thing, owners in catalogue.things():
        if thing.kind == "resource" and thing.id not in fed and not _has_fed_parts(thing.id, catalogue, fed, wholes):
            warn(thing.id, f"no feed touches resource '{thing.id}'")
        elif thing.kind == "party" and thing.id not in fed:
            warn(thing.id, f"no feed touches party '{thing.id}'")
        elif thing.kind == "system" and thing.id not in used and thing.id not in fed:
            warn(thing.id, f"nothing uses system '{thing.id}'")
        present = {code for code, _ in thing.name.values}
        missing = [code for code in catalogue.header.languages if code not in present]
        if missing:
            warn(thing.id, f"the name of '{thing.id}' is missing in {', '.join(missing)}")
    for department in catalogue.departments:
        if department.caption:
            named = scopes_met(catalogue, department.id)
            for scope in department.caption.scopes:
                if scope not in named:
                    warn(department.id, f"the caption of '{department.id}' names scope '{scope}', but no feed leads to a thing of that scope")
    return found


def _has_fed_parts(id_: str, catalogue: Catalogue, fed: set[str], wholes: set[str | None]) -> bool:
    own = [resource for department in catalogue.departments for resource in department.resources]
    inside = [resource for resource in own if resource.part_of == id_] if id_ in wholes else []
    registers = next((resource.registers for resource in own if resource.id == id_), ())
    return any(thing.id in fed for thing in (*inside, *registers))


def _used_systems(catalogue: Catalogue) -> set[str]:
    used = set()
    for thing, _ in catalogue.things():
        used.update(use.system for use in getattr(thing, "systems", ()))
    return used


def scopes_met(catalogue: Catalogue, department: str) -> set[str]:
    """The scopes of the things that a department, or anything inside it, exchanges data with."""
    inside = {thing.id for thing, owners in catalogue.things() if owners.get("department") == department} | {department}
    scopes = {thing.id: thing.scope for thing, _ in catalogue.things() if hasattr(thing, "scope")}
    met = set()
    for feed in catalogue.feeds:
        if feed.source in inside:
            met.add(scopes.get(feed.target, UNSTATED))
        if feed.target in inside:
            met.add(scopes.get(feed.source, UNSTATED))
    return met


# --- walking the files again, to find places


def _walk(cls: type, data: dict[str, Any], path: Path = ()) -> Iterator[tuple[Path, type, Field, Any]]:
    """Every value of plain data that fits the schema, with its path, the noun it belongs to and its field."""
    table = {field.key: field for field in fields(cls)}
    for key, value in data.items():
        field = table[key]
        values = enumerate(value) if field.many else [(None, value)]
        for i, one in values:
            here: Path = (*path, key) if i is None else (*path, key, i)
            if dataclasses.is_dataclass(field.type) and field.type not in (Text, Evidence):
                assert isinstance(field.type, type)
                yield from _walk(field.type, one, here)
            else:
                yield here, cls, field, one


class _Places:
    """Where each thing stands; the files are walked when the first place is asked for."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self._found: dict[str, tuple[YamlFile, Path]] | None = None

    def problem(self, thing: str, message: str, key: str | None = None, *, warning: bool = False) -> Problem:
        if self._found is None:
            self._found = {}
            for part in self._parts:
                for path, owner, field, value in _walk(Document, part.file.data):
                    if field.name == "id" and issubclass(owner, Thing):
                        self._found.setdefault(value, (part.file, path[:-1]))
        file, path = self._found[thing]
        return file.problem((*path, key) if key else (*path, "id"), message, warning=warning)


Check = Callable[[Catalogue], Iterator[Problem]]
_ = Feed
