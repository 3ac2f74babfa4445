"""Members' catalogues -> one catalogue: own ids apart, what is shared once, placeholders put through to whom they stand for."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flowviz.catalogue import (
    OWN,
    STROKE,
    UNSTATED,
    Catalogue,
    Header,
    Member,
    Party,
    Resource,
    System,
    member_of,
    outside,
)
from flowviz.federation.renaming import Origins, Renaming
from flowviz.federation.uniting import united
from flowviz.loading.characters import look_of
from flowviz.loading.fields import fields
from flowviz.loading.ids import Names
from flowviz.loading.meaning import kind_told
from flowviz.loading.problems import in_order, short
from flowviz.messages import said
from flowviz.near import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from flowviz.catalogue import Feed, Scope, Thing
    from flowviz.federation.members import Read
    from flowviz.federation.nouns import FederationDocument
    from flowviz.loading.problems import Problem

__all__ = ["HUB", "Joined", "joined"]

HUB: Final = "hub"
"""How references name the hub, whatever it is called here."""
OTHER_SECTOR: Final = "other-sector"
"""The scope of what another organisation of the same whole has as its own."""
_SHARED: Final = ("shared", "systems", "parties")
"""The parts of a catalogue whose things may be another member's."""
_LISTS: Final = ("sources", "departments", "issues", "requests", "keywords")

Owned = Resource | System | Party


@dataclass(frozen=True)
class Joined:
    """The one catalogue of all members, what does not fit together, as errors and warnings, and what its nouns were made of."""

    catalogue: Catalogue
    problems: list[Problem]
    origins: Origins


def joined(document: FederationDocument, members: Sequence[Read]) -> Joined:
    """What comes of the ``members`` that a document names."""
    return _Joining(document, members).joined()


class _Joining:
    def __init__(self, document: FederationDocument, members: Sequence[Read]) -> None:
        self._document = document
        self._members = members
        self._hub = next(read for read in members if read.member.id == document.federation.hub)
        self._by_id = {read.member.id: read for read in members}
        self._owned = {read.member.id: {thing.id: thing for thing in _owned(read.catalogue)} for read in members}
        self._problems: list[Problem] = []
        self._origins = Origins()

    def joined(self) -> Joined:
        self._check_scopes()
        owners = self._last_owners({read.member.id: self._owners(read) for read in self._members})
        meant = {read.member.id: self._stands_for(read) for read in self._members}
        parts: dict[str, list[Any]] = {name: [] for name in (*_SHARED, *_LISTS, "feeds")}
        said_of: list[tuple[Read, str, Owned]] = []
        organisations = []
        scopes = {scope.id for scope in self._hub.catalogue.scopes}
        for read in self._members:
            id_ = read.member.id
            single = {party: orgs[0] for party, orgs in meant[id_].items() if len(orgs) == 1}
            renaming = Renaming(id_, {**owners[id_], **single}, scopes, self._origins)
            own = read.catalogue
            organisations.append(
                Member(
                    id=id_,
                    header=own.header,
                    organisation=renaming.of(own.organisation),
                    hub=read is self._hub,
                )
            )
            for name in _LISTS:
                parts[name] += map(renaming.of, getattr(own, name))
            for name in _SHARED:
                for thing in getattr(own, name):
                    if thing.id in owners[id_]:
                        said_of.append((read, thing.id, renaming.of(thing)))
                    elif renaming.own(thing.id) in meant[id_].get(thing.id, [renaming.own(thing.id)]):
                        parts[name].append(renaming.of(thing))
            several = {renaming.own(party): orgs for party, orgs in meant[id_].items() if len(orgs) > 1}
            parts["feeds"] += _put_through(map(renaming.of, own.feeds), several, self._origins)
        self._unite(parts, owners, said_of)
        self._tell_namesakes(parts)
        header = Header(**{field.name: getattr(self._document.federation, field.name) for field in fields(Header)})
        catalogue = Catalogue(
            header=header,
            organisation=self._document.organisation,
            scopes=self._hub.catalogue.scopes,
            members=tuple(organisations),
            **{name: tuple(found) for name, found in parts.items()},
        )
        return Joined(catalogue, in_order(self._problems), self._origins)

    def _check_scopes(self) -> None:
        """The hub says what scopes there are and how they look."""
        known = {scope.id: scope for scope in self._hub.catalogue.scopes}
        for read in self._members:
            for scope in read.catalogue.scopes:
                other = known.get(scope.id)
                differing = _differing(scope, other) if other else None
                if other is None:
                    self._tell(
                        read, f"scope:{scope.id}", said("no-such-scope", id=scope.id, hub=self._hub.member.id), "id"
                    )
                elif differing:
                    values = {"key": differing, "hub": str(getattr(other, differing))}
                    self._tell(read, f"scope:{scope.id}", said("scope-differs", id=scope.id, **values), differing)

    def _owners(self, read: Read) -> dict[str, str]:
        """Id of a thing in the member's catalogue -> what it is outside, where another member owns it."""
        found = {}
        for thing in _sharable(read.catalogue):
            if thing.ref is None:
                continue
            member, _, word = thing.ref.partition(STROKE)
            owner = self._hub if member == HUB and HUB not in self._by_id else self._by_id.get(member)
            if owner is None:
                proposal = nearest(member, [HUB, *self._by_id])
                self._tell(read, thing.id, said("unknown-member", id=short(member), proposal=proposal), "ref")
                continue
            if owner is read:
                continue
            owned = self._owned[owner.member.id]
            target = word if word in owned else _names(owned).meant(word, owned)
            if target is None:
                values = {"id": short(word), "member": owner.member.id, "proposal": nearest(word, owned)}
                self._tell(read, thing.id, said("unknown-ref", **values), "ref")
            elif type(owned[target]) is not type(thing):
                wanted = kind_told(thing.kind)
                message = said("wrong-kind", id=target, kind=kind_told(owned[target].kind), wanted=wanted)
                self._tell(read, thing.id, message, "ref")
            else:
                if target != word:
                    values = {"id": short(word), "member": owner.member.id, "now": target}
                    self._tell(read, thing.id, said("old-name", **values), "ref", warning=True)
                found[thing.id] = outside(owner.member.id, target)
        return found

    def _last_owners(self, owners: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
        """The same, with an owner that refers to another one in turn followed to the last."""
        found: dict[str, dict[str, str]] = {}
        for read in self._members:
            own = found[read.member.id] = {}
            for id_, target in owners[read.member.id].items():
                passed = [outside(read.member.id, id_)]
                while target not in passed and (
                    further := owners[str(member_of(target))].get(target.partition(STROKE)[2])
                ):
                    passed.append(target)
                    target = further
                if target in passed:
                    self._tell(read, id_, said("circular-ref", id=passed[0], other=passed[-1]), "ref")
                else:
                    own[id_] = target
        return found

    def _stands_for(self, read: Read) -> dict[str, list[str]]:
        """Id of a placeholder -> the organisations that it stands for, and itself where some of them are no members."""
        found = {}
        for party in read.catalogue.parties:
            here = [self._by_id[id_] for id_ in party.stands_for if id_ in self._by_id]
            for id_ in party.stands_for:
                if id_ not in self._by_id:
                    proposal = nearest(id_, self._by_id, alike=0.75)
                    message = said("unknown-member.stands-for", id=short(id_), party=party.id, proposal=proposal)
                    self._tell(read, party.id, message, "stands_for", warning=True)
                elif id_ == read.member.id:
                    message = said(
                        "stands-for-itself", id=party.id, member=id_, organisation=read.catalogue.organisation.id
                    )
                    self._tell(read, party.id, message, "stands_for", warning=True)
            meant = [outside(one.member.id, one.catalogue.organisation.id) for one in here]
            if meant:
                rest = [] if len(here) == len(party.stands_for) else [outside(read.member.id, party.id)]
                found[party.id] = [*meant, *rest]
        return found

    def _unite(
        self,
        parts: dict[str, list[Any]],
        owners: Mapping[str, Mapping[str, str]],
        said_of: Sequence[tuple[Read, str, Owned]],
    ) -> None:
        """What members say of what is another's goes to it, their evidence beside its own."""
        whole: dict[str, Owned] = {thing.id: thing for name in _SHARED for thing in parts[name]}
        whole |= {one.id: one for home in parts["departments"] for one in home.resources}
        before = dict(whole)
        scopes = {scope.id for scope in self._hub.catalogue.scopes}
        for read, id_, thing in said_of:
            owned = whole[owners[read.member.id][id_]]
            whole[owned.id], differing = united(owned, thing)
            self._origins.tell(whole[owned.id], owned)
            for key in differing:
                message = said("told-otherwise", id=owned.id, key=key, member=read.member.id)
                self._tell(read, id_, message, key, warning=True)
            here, there = getattr(thing, "scope", UNSTATED), getattr(owned, "scope", UNSTATED)
            if there == OWN:
                # a hub that does not call another sector by this may call it anything
                if here not in (UNSTATED, OTHER_SECTOR) and OTHER_SECTOR in scopes:
                    values = {"id": owned.id, "scope": here, "wanted": OTHER_SECTOR}
                    self._tell(read, id_, said("scope-of-owner.own", **values), "scope")
            elif here not in (UNSTATED, there):
                self._tell(read, id_, said("scope-of-owner", id=owned.id, scope=here, owner=there), "scope")
        for name in _SHARED:
            parts[name] = [whole[thing.id] for thing in parts[name]]
        for i, home in enumerate(parts["departments"]):
            if any(whole[one.id] is not before[one.id] for one in home.resources):
                resources = tuple(whole[one.id] for one in home.resources)
                parts["departments"][i] = dataclasses.replace(home, resources=resources)
                self._origins.tell(parts["departments"][i], home)

    def _tell_namesakes(self, parts: Mapping[str, list[Any]]) -> None:
        """Things of different members that are called the same: one of them may be meant by both."""
        first: dict[tuple[str, str], str] = {}
        for name in _SHARED:
            for thing in parts[name]:
                member, _, own = thing.id.partition(STROKE)
                for text in dict.fromkeys((thing.name.values[0][1], *(alias.text for alias in thing.aliases))):
                    other = first.setdefault((name, look_of(text).casefold()), thing.id)
                    if member_of(other) != member:
                        message = said("namesake", id=thing.id, other=other, ref=other)
                        self._tell(self._by_id[member], own, message, "id", warning=True)
                        break

    def _tell(self, read: Read, id_: str, message: Any, key: str, *, warning: bool = False) -> None:
        self._problems.append(read.problem(id_, message, key, warning=warning))


def _sharable(catalogue: Catalogue) -> Iterator[Owned]:
    """What may be another member's."""
    yield from catalogue.shared
    yield from catalogue.systems
    yield from catalogue.parties


def _owned(catalogue: Catalogue) -> Iterator[Owned]:
    """What others may refer to."""
    yield from _sharable(catalogue)
    for department in catalogue.departments:
        yield from department.resources


def _names(things: Mapping[str, Thing]) -> Names:
    names = Names()
    for id_, thing in things.items():
        names.add(id_, [*thing.name.as_dict().values(), *(alias.text for alias in thing.aliases)])
    return names


def _differing(scope: Scope, other: Scope) -> str | None:
    """The first thing in which a scope does not look as another."""
    return next((key for key in ("colour", "letter", "shape") if getattr(scope, key) != getattr(other, key)), None)


def _put_through(feeds: Iterator[Feed], several: Mapping[str, Sequence[str]], origins: Origins) -> Iterator[Feed]:
    """The feeds, each sentence about several organisations as one about each of them."""
    for feed in feeds:
        for source in several.get(feed.source, (feed.source,)):
            for target in several.get(feed.target, (feed.target,)):
                if source == feed.source and target == feed.target:
                    yield feed
                elif source != target:
                    one = dataclasses.replace(feed, source=source, target=target)
                    origins.tell(one, feed)
                    yield one
