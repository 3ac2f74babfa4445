"""Edits of a catalogue, each with the one difference that it must be found as."""

from __future__ import annotations

import dataclasses
import functools
import typing
from typing import TYPE_CHECKING, Any

from flowviz.catalogue import (
    PEOPLE,
    Catalogue,
    Department,
    Evidence,
    Feed,
    Keyword,
    Party,
    RecordsClass,
    Resource,
    SourceIssue,
    Text,
    Thing,
)
from flowviz.loading.build import target
from flowviz.loading.schema import fields, is_noun

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

    from flowviz.changes import Change

Found = tuple[str, str, str | None, str | None, str | None]
"""Action, kind, id before, id after, field."""
Edited = tuple[Catalogue, set[Found], set[object]]
"""The edited catalogue, its differences, and what was touched."""


def found(change: Change) -> Found:
    return (
        change.action,
        change.kind,
        change.old.id if change.old else None,
        change.new.id if change.new else None,
        change.field.name if change.field else None,
    )


def _holding(cls: type) -> list[tuple[str, bool]]:
    """The fields of a noun that hold others, each with whether it may hold several."""
    found = []
    for name, hint in typing.get_type_hints(cls).items():
        parts = typing.get_args(hint) or (hint,)
        if any(isinstance(part, type) and is_noun(part) for part in parts):
            found.append((name, typing.get_origin(hint) is tuple))
    return found


_names: Callable[[type], list[tuple[str, bool]]] = functools.cache(_holding)  # asked of every noun of a catalogue


def replaced(noun: Any, swap: Callable[[Any], Any]) -> Any:
    """``noun`` with every noun in it put through ``swap``; what becomes None is left out, what stays is the same object."""
    if noun is None or (noun := swap(noun)) is None:
        return None
    values: dict[str, Any] = {}
    for name, several in _names(type(noun)):
        value = getattr(noun, name)
        if several:
            after = tuple(one for one in (replaced(one, swap) for one in value) if one is not None)
            if len(after) != len(value) or any(a is not b for a, b in zip(after, value, strict=True)):
                values[name] = after
        elif (one := replaced(value, swap)) is not value:
            values[name] = one
    return dataclasses.replace(noun, **values) if values else noun


def swapped(catalogue: Catalogue, old: Any, new: Any) -> Catalogue:
    """``catalogue`` with the noun ``new`` in the place of ``old``; with None it is left out."""
    done: Catalogue = replaced(catalogue, lambda noun: new if noun is old else noun)
    return done


def with_new_id(catalogue: Catalogue, old: str, new: str) -> Catalogue:
    """``catalogue`` with another id for a thing, wherever it stands."""

    def swap(noun: Any) -> Any:
        if isinstance(noun, Catalogue):
            return noun
        values: dict[str, Any] = {}
        cls: type = type(noun)
        for field in fields(cls):
            value = getattr(noun, field.name)
            refers = target(field) not in (None, "scope", "source", "records class")
            if refers or (isinstance(noun, Thing) and field.name == "id"):
                if value == old:
                    values[field.name] = new
                elif field.many:
                    values[field.name] = tuple(new if one == old else one for one in value)
        return dataclasses.replace(noun, **values)

    done: Catalogue = replaced(catalogue, swap)
    return done


def _kind(catalogue: Catalogue, thing: Thing) -> str:
    return "shared" if any(thing is entry for entry in catalogue.shared) else thing.kind


def _named_things(catalogue: Catalogue) -> list[Thing]:
    return [thing for thing, _ in catalogue.things()]


def rename(catalogue: Catalogue, rng: random.Random) -> Edited:
    thing = rng.choice(_named_things(catalogue))
    values = {**thing.name.as_dict(), catalogue.header.language: f"Nimi {rng.random()}"}
    edited = swapped(catalogue, thing, dataclasses.replace(thing, name=Text.of(**values)))
    return edited, {("renamed", _kind(catalogue, thing), thing.id, thing.id, "name")}, {thing.id}


def translate(catalogue: Catalogue, rng: random.Random) -> Edited:
    thing = rng.choice(_named_things(catalogue))
    name = Text.of(**{**thing.name.as_dict(), catalogue.header.languages[-1]: f"Name {rng.random()}"})
    edited = swapped(catalogue, thing, dataclasses.replace(thing, name=name))
    return edited, {("translated", _kind(catalogue, thing), thing.id, thing.id, "name")}, {thing.id}


def describe(catalogue: Catalogue, rng: random.Random) -> Edited:
    thing = rng.choice(_named_things(catalogue))
    text = Text.of(**{catalogue.header.language: f"Kuvaus {rng.random()}"})
    edited = swapped(catalogue, thing, dataclasses.replace(thing, description=text))
    return edited, {("changed", _kind(catalogue, thing), thing.id, thing.id, "description")}, {thing.id}


def give_new_id(catalogue: Catalogue, rng: random.Random) -> Edited:
    thing = rng.choice(_named_things(catalogue))
    new = f"uusi-{rng.randrange(10**9)}"
    edited = with_new_id(catalogue, thing.id, new)
    return edited, {("new-id", _kind(catalogue, thing), thing.id, new, None)}, {thing.id, new}


def _feed_id(feed: Feed) -> str:
    return f"{feed.source} -> {feed.target}"


def _ends(*feeds: Feed) -> set[object]:
    return {end for feed in feeds for end in (feed.source, feed.target, (feed.source, feed.target))}


def remove_feed(catalogue: Catalogue, rng: random.Random) -> Edited:
    feed = rng.choice(catalogue.feeds)
    return swapped(catalogue, feed, None), {("removed", "feed", _feed_id(feed), None, None)}, _ends(feed)


def change_feed(catalogue: Catalogue, rng: random.Random) -> Edited:
    feed = rng.choice(catalogue.feeds)
    values: list[tuple[str, Any]] = [
        ("basis", "implied" if feed.basis == "stated" else "stated"),
        ("content", Text.of(**{catalogue.header.language: f"Sisältö {rng.random()}"})),
        ("frequency", Text.of(**{catalogue.header.language: f"Tiheys {rng.random()}"})),
        ("condition", Text.of(**{catalogue.header.language: f"Ehto {rng.random()}"})),
        ("evidence", (Evidence(catalogue.sources[0].id, 1, 1), Evidence(catalogue.sources[0].id, 2, 2))),
    ]
    name, value = rng.choice(values)
    edited = swapped(catalogue, feed, dataclasses.replace(feed, **{name: value}))
    return edited, {("changed", "feed", _feed_id(feed), _feed_id(feed), name)}, _ends(feed)


def add_feed(catalogue: Catalogue, rng: random.Random) -> Edited:
    ends = [entry.id for entry in (*catalogue.shared, *catalogue.parties)]
    known = {(feed.source, feed.target) for feed in catalogue.feeds}
    source, target_ = rng.choice([(a, b) for a in ends for b in ends if a != b and (a, b) not in known])
    feed = Feed(source=source, target=target_, basis="stated", evidence=(Evidence(catalogue.sources[0].id, 1, 1),))
    edited = dataclasses.replace(catalogue, feeds=(*catalogue.feeds, feed))
    return edited, {("added", "feed", None, _feed_id(feed), None)}, _ends(feed)


def add_thing(catalogue: Catalogue, rng: random.Random) -> Edited:
    id_ = f"lisatty-{rng.randrange(10**9)}"
    if rng.random() < 0.5:
        party = Party(id=id_, name=Text.of(**{catalogue.header.language: id_}), form="authority")
        edited = dataclasses.replace(catalogue, parties=(*catalogue.parties, party))
        return edited, {("added", "party", None, id_, None)}, {id_}
    department = rng.choice(catalogue.departments)
    resource = Resource(id=id_, name=Text.of(**{catalogue.header.language: id_}))
    grown = dataclasses.replace(department, resources=(*department.resources, resource))
    return swapped(catalogue, department, grown), {("added", "resource", None, id_, None)}, {id_, department.id}


def remove_party(catalogue: Catalogue, rng: random.Random) -> Edited:
    """Takes a party away with its feeds and with all that mentions it."""
    run = {system.party for system in catalogue.systems}
    party = rng.choice([party for party in catalogue.parties if party.id not in run])
    gone = [feed for feed in catalogue.feeds if party.id in (feed.source, feed.target)]

    def swap(noun: Any) -> Any:
        if noun is party or any(noun is feed for feed in gone):
            return None
        if isinstance(noun, (SourceIssue, Keyword)) and party.id in noun.about:
            return dataclasses.replace(noun, about=tuple(id_ for id_ in noun.about if id_ != party.id))
        return noun

    feeds: set[Found] = {("removed", "feed", _feed_id(feed), None, None) for feed in gone}
    return replaced(catalogue, swap), {("removed", "party", party.id, None, None), *feeds}, {party.id, *_ends(*gone)}


def move(catalogue: Catalogue, rng: random.Random) -> Edited:
    """Moves a resource that is neither a part nor a whole to another department."""
    wholes = {resource.part_of for department in catalogue.departments for resource in department.resources}
    loose: Iterator[tuple[Department, Resource]] = (
        (department, resource)
        for department in catalogue.departments
        for resource in department.resources
        if not resource.part_of and not resource.unit and not resource.records_classes and resource.id not in wholes
    )
    home, resource = rng.choice(list(loose))
    other = rng.choice([department for department in catalogue.departments if department is not home])
    edited = swapped(catalogue, resource, None)
    there = next(department for department in edited.departments if department.id == other.id)
    edited = swapped(edited, there, dataclasses.replace(there, resources=(*there.resources, resource)))
    expected: set[Found] = {("moved", "resource", resource.id, resource.id, "home")}
    return edited, expected, {home.id, other.id, resource.id}


def rescope(catalogue: Catalogue, rng: random.Random) -> Edited:
    places: list[Resource | Party] = [*catalogue.shared, *(one for one in catalogue.parties if one.scope != PEOPLE)]
    party = rng.choice(places)
    scope = rng.choice([scope.id for scope in catalogue.scopes if scope.id not in (party.scope, "own", PEOPLE)])
    edited = swapped(catalogue, party, dataclasses.replace(party, scope=scope))
    return edited, {("moved", _kind(catalogue, party), party.id, party.id, "scope")}, {party.id}


def remove_issue(catalogue: Catalogue, rng: random.Random) -> Edited:
    issue = rng.choice(catalogue.issues)
    return swapped(catalogue, issue, None), {("removed", "issue", issue.id, None, None)}, {issue.id, *issue.about}


def add_keyword(catalogue: Catalogue, rng: random.Random) -> Edited:
    text = f"sana {rng.random()}"
    keyword = Keyword(text=Text.of(**{catalogue.header.language: text}))
    edited = dataclasses.replace(catalogue, keywords=(*catalogue.keywords, keyword))
    return edited, {("added", "keyword", None, text, None)}, {text}


def name_class(catalogue: Catalogue, rng: random.Random) -> Edited:
    entry: RecordsClass = rng.choice([entry for home in catalogue.departments for entry in home.records_classes])
    name = Text.of(**{**entry.name.as_dict(), catalogue.header.language: f"Luokka {rng.random()}"})
    edited = swapped(catalogue, entry, dataclasses.replace(entry, name=name))
    home = next(home for home in catalogue.departments if any(entry is one for one in home.records_classes))
    return edited, {("renamed", "records-class", entry.code, entry.code, "name")}, {home.id}


def head(catalogue: Catalogue, rng: random.Random) -> Edited:
    header = dataclasses.replace(catalogue.header, version=f"9.{rng.randrange(10**6)}")
    edited = dataclasses.replace(catalogue, header=header)
    return edited, {("changed", "catalogue", "catalogue", "catalogue", "version")}, {"catalogue"}


EDITS: tuple[Callable[[Catalogue, random.Random], Edited], ...] = (
    rename,
    translate,
    describe,
    give_new_id,
    remove_feed,
    change_feed,
    add_feed,
    add_thing,
    remove_party,
    move,
    rescope,
    remove_issue,
    add_keyword,
    name_class,
    head,
)


def edited(catalogue: Catalogue, rng: random.Random, most: int) -> tuple[Catalogue, set[Found]]:
    """Up to ``most`` edits that do not meet, and the differences that they make."""
    touched: set[object] = set()
    expected: set[Found] = set()
    for edit in rng.sample(EDITS, rng.randint(1, most)):
        after, found_as, here = edit(catalogue, rng)
        if not touched & here:
            catalogue, touched = after, touched | here
            expected |= found_as
    return catalogue, expected
