"""What stands around a removal: systems, departments, registers, personal data, records classes, open questions."""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from flowviz.catalogue import UNSTATED, Dataset, Department, Evidence, Feed, Register, Resource, member_of
from flowviz.connections import users_of
from flowviz.feeds import told_again
from flowviz.impact.answer import (
    DatasetHit,
    DepartmentHit,
    FeedHit,
    HolderHit,
    Possible,
    RecordsClassHit,
    RegisterHit,
    Role,
    SystemHit,
    Unknown,
    Upstream,
)
from flowviz.impact.removal import Fallen, Loss, around
from flowviz.impact.succession import NOBODY, Succession
from flowviz.model import department_of, inside
from flowviz.model import organisations as organisations_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from flowviz.catalogue import Catalogue
    from flowviz.model import Model

__all__ = [
    "PEOPLE",
    "Hit",
    "consulted",
    "data_subjects",
    "departments",
    "holders",
    "none_known",
    "organisations",
    "outside",
    "personal_data",
    "personal_feeds",
    "possible",
    "records_classes",
    "registers",
    "source_issues",
    "systems",
    "unknown",
    "without_unit",
]


@dataclass(frozen=True)
class Hit:
    """A removal and what it does to the feeds, as far as its surroundings need to know."""

    model: Model
    removed: Sequence[Fallen]
    feeds: Sequence[Feed]
    losses: Sequence[Loss]
    downstream: Sequence[str]
    upstream: Sequence[Upstream]
    succession: Succession = NOBODY

    @functools.cached_property
    def gone(self) -> frozenset[str]:
        return frozenset(one.id for one in self.removed)

    @functools.cached_property
    def role(self) -> dict[str, Role]:
        """Why each thing is in the answer; the gravest reason counts."""
        return {
            **{row.id: "upstream" for row in self.upstream},
            **dict.fromkeys(self.downstream, "downstream"),
            **{one.id: "removed" for one in self.removed},
        }

    @functools.cached_property
    def redirected(self) -> frozenset[str]:
        """The ends of the feeds that are taken over: nothing is lost to them, but something changes."""
        both = self.succession.going_on(self.feeds)
        return frozenset(end for pair in both for feed in pair for end in (feed.source, feed.target)) - self.gone

    @functools.cached_property
    def parties(self) -> list[str]:
        """The parties that are in the answer."""
        catalogue: Catalogue = self.model.catalogue
        return [one.id for one in catalogue.parties if one.id in self.role or one.id in self.redirected]

    @functools.cached_property
    def ending(self) -> list[Feed]:
        """The feeds that end or lose content."""
        return [*self.feeds, *(loss.feed for loss in self.losses)]

    @functools.cached_property
    def concerned(self) -> dict[str, Role]:
        """What the answer is about, each with the gravest reason: what is removed, what the feeds that end join and carry, and
        what the department holds whose section describes a removed shared resource."""
        roles: dict[str, Role] = {}
        for resource in self.described:
            section, lines = inside(self.model, str(resource.described_by)), resource.described_by_evidence
            same = (id_ for id_ in section if _meet(self.thing(id_).evidence, lines))
            roles.update(dict.fromkeys(same, "described"))
        for feed in self.ending:
            roles.update({feed.source: "upstream", feed.target: "downstream"})
        for feed in self.feeds:
            roles.update(dict.fromkeys(feed.carries, "carried"))
        for loss in self.losses:
            roles.update(dict.fromkeys(loss.datasets, "carried"))
        return {**roles, **dict.fromkeys(self.gone, "removed")}

    @functools.cached_property
    def described(self) -> list[Resource]:
        """The removed resources that the section of a department describes."""
        things = (self.thing(id_) for id_ in self.in_order(self.gone))
        return [thing for thing in things if isinstance(thing, Resource) and thing.described_by]

    def kind(self, id_: str) -> str:
        """The kind of a thing."""
        kind: str = self.model.nodes[id_]["kind"]
        return kind

    def thing(self, id_: str) -> Any:
        """The noun of an id."""
        return self.model.nodes[id_]["thing"]

    def department(self, id_: str) -> str | None:
        """The department that a thing is or lies in."""
        return department_of(self.model, id_)

    def in_order(self, ids: Iterable[str]) -> list[str]:
        """The ids in the order of the catalogue, each once."""
        order: Mapping[str, int] = self.model.order
        return sorted(set(ids), key=order.__getitem__)

    def linked_to(self, id_: str, kind: str) -> Iterator[str]:
        """What has an edge of ``kind`` to a thing."""
        return iter(self.model.sources(id_, kind))

    def linked_from(self, id_: str, kind: str) -> Iterator[str]:
        """What a thing has an edge of ``kind`` to."""
        return iter(self.model.targets(id_, kind))


def _meet(evidence: Iterable[Evidence], others: Iterable[Evidence]) -> bool:
    """Whether two places of the source have a line in common."""
    lines = {(one.source, line) for one in evidence for line in _lines(one)}
    return any((other.source, line) in lines for other in others for line in _lines(other))


def _lines(evidence: Evidence) -> range:
    return range(evidence.first or 0, (evidence.last or evidence.first or -1) + 1)


def systems(hit: Hit) -> tuple[SystemHit, ...]:
    """The systems that are removed, serve less than before, or are run by a removed party."""
    touched = {id_ for id_ in hit.gone if hit.kind(id_) == "system"}
    kept_by_removed = {system for id_ in hit.gone for system in hit.linked_to(id_, "run by")}
    touched |= kept_by_removed
    touched.update(system for id_ in hit.gone for system in hit.linked_from(id_, "uses system"))
    return tuple(_system(hit, id_, id_ in kept_by_removed) for id_ in hit.in_order(touched))


def _system(hit: Hit, id_: str, keeper_removed: bool) -> SystemHit:
    users, gone = users_of(hit.model, id_), id_ in hit.gone
    return SystemHit(id_, gone, len(users), 0 if gone else len(users) - len(users & hit.gone), keeper_removed)


def holders(hit: Hit) -> tuple[HolderHit, ...]:
    """The resources and registers that stay and lose systems."""
    lost: dict[str, list[str]] = {}
    for system in hit.in_order(id_ for id_ in hit.gone if hit.kind(id_) == "system"):
        for user in hit.linked_to(system, "uses system"):
            if user not in hit.gone and not _is_taken_over(hit, user, system):
                lost.setdefault(user, []).append(system)
    return tuple(HolderHit(id_, tuple(lost[id_]), _systems_before(hit, id_)) for id_ in hit.in_order(lost))


def _is_taken_over(hit: Hit, user: str, system: str) -> bool:
    """Whether what is kept in a system is kept in another instead."""
    heir = hit.succession.systems.get(system)
    return heir is not None and heir not in hit.gone and heir in hit.linked_from(user, "uses system")


def _systems_before(hit: Hit, user: str) -> int:
    used = [*hit.linked_from(user, "uses system")]
    return len(used) - sum(_is_taken_over(hit, user, system) for system in used)


def without_unit(hit: Hit) -> tuple[str, ...]:
    """The resources that stay and whose managing unit is removed."""
    managed = {id_ for unit in hit.gone if hit.kind(unit) == "unit" for id_ in hit.linked_to(unit, "managed by")}
    return tuple(hit.in_order(managed - hit.gone))


def consulted(hit: Hit, left: Sequence[HolderHit]) -> tuple[str, ...]:
    """The departments that something removed, hit, or left without a system belongs to."""
    others = {*hit.gone, *(row.id for row in hit.upstream), *(row.id for row in left), *hit.redirected}
    found = {home for ids in (hit.downstream, others) for home in set(map(_homes(hit.model).get, ids)) if home}
    return tuple(hit.in_order(found))


def departments(hit: Hit, left: Sequence[HolderHit], lost: Collection[str]) -> tuple[DepartmentHit, ...]:
    """What happens to each of the departments to consult, where those ``lost`` are cut off."""
    down = set(hit.downstream)
    up = {row.id for row in hit.upstream}
    bereft = {row.id for row in left}
    removed, downstream, upstream, without = (_by_department(hit, ids) for ids in (hit.gone, down, up, bereft))
    cut_off = _by_department(hit, lost)
    units = _units(hit, hit.gone | down | up | bereft | hit.redirected)
    return tuple(
        DepartmentHit(
            id=id_,
            removed=removed[id_],
            downstream=downstream[id_],
            cut_off=cut_off[id_],
            upstream=upstream[id_],
            without_system=without[id_],
            units=tuple(units.get(id_, ())),
        )
        for id_ in consulted(hit, left)
    )


PEOPLE: Final = ("people", "staff", "public")
"""The forms of parties that are people: data subjects, whom nobody represents."""


def outside(hit: Hit) -> tuple[str, ...]:
    """The parties outside the departments that lose or give something, to be consulted; people and processes are none."""
    return tuple(
        id_ for id_ in hit.parties if hit.thing(id_).form not in (*PEOPLE, "process") and not hit.department(id_)
    )


def organisations(hit: Hit, left: Sequence[HolderHit]) -> tuple[str, ...]:
    """The organisations of a joined catalogue something of which is removed or hit; none in a catalogue of one organisation.

    What several share is nobody's to be asked for.
    """
    members = organisations_of(hit.model)
    if not members:
        return ()
    ends = {end for feed in hit.ending for end in (feed.source, feed.target)}
    told = ends.union(hit.role, hit.redirected, (row.id for row in left))
    own = {member_of(id_) for id_ in told if hit.kind(id_) not in ("shared", "party")}
    return tuple(organisation for member, organisation in members.items() if member in own)


def data_subjects(hit: Hit) -> tuple[str, ...]:
    """The groups of people that lose or give something."""
    return tuple(id_ for id_ in hit.parties if hit.thing(id_).form in PEOPLE)


def _by_department(hit: Hit, ids: Iterable[str]) -> Counter[str]:
    """How many of ``ids`` belong to each department, or are described by it."""
    homes = _homes(hit.model)
    return Counter([homes[id_] for id_ in ids if id_ in homes])


def _homes(model: Model) -> Mapping[str, str]:
    """The department that each thing is of, or that describes it; those of none are left out. Made once for each model."""

    def made() -> dict[str, str]:
        found = ((id_, department_of(model, id_), data["thing"]) for id_, data in model.nodes(data=True))
        homes = {id_: home or getattr(thing, "described_by", None) for id_, home, thing in found}
        return {id_: home for id_, home in homes.items() if home}

    return model.once("departments of things", made)


def _managers(model: Model) -> Mapping[str, str]:
    """The units that things are managed by. Made once for each model."""
    return model.once("managers of things", lambda: dict(model.relations("managed by")))


def _units(hit: Hit, ids: Iterable[str]) -> dict[str, list[str]]:
    """The units that manage any of ``ids`` or are among them, by department."""
    managers, nodes = _managers(hit.model), hit.model.nodes
    named = {managers[id_] for id_ in ids if id_ in managers}
    named |= {id_ for id_ in ids if nodes[id_]["kind"] == "unit"}
    found: dict[str, list[str]] = {}
    for unit in hit.in_order(named):
        found.setdefault(str(hit.department(unit)), []).append(unit)
    return found


def registers(hit: Hit) -> tuple[RegisterHit, ...]:
    """The registers that the answer is about."""
    return tuple(RegisterHit(id_, role) for id_, role in _of(hit, Register))


def personal_data(hit: Hit) -> tuple[DatasetHit, ...]:
    """The data sets with personal data that the answer is about."""
    return tuple(_dataset(hit.thing(id_), role) for id_, role in _of(hit, Dataset) if _is_personal(hit.thing(id_)))


def personal_feeds(hit: Hit) -> tuple[FeedHit, ...]:
    """The feeds that end or lose content and are said to carry personal data."""
    return tuple(
        FeedHit(feed, _special({feed.special}), feed.personal_basis == "implied")
        for feed in hit.ending
        if feed.personal
    )


def _dataset(dataset: Dataset, role: Role) -> DatasetHit:
    personal = [group for group in dataset.groups if group.personal]
    marks = {group.special for group in dataset.groups}
    return DatasetHit(dataset.id, role, _special(marks), all(group.personal_basis == "implied" for group in personal))


def _special(marks: Collection[str | None]) -> Literal["yes", "possible"] | None:
    return "yes" if "yes" in marks else "possible" if "possible" in marks else None


def _is_personal(dataset: Dataset) -> bool:
    return any(group.personal for group in dataset.groups)


def _of(hit: Hit, noun: type) -> list[tuple[str, Role]]:
    return [(id_, hit.concerned[id_]) for id_ in hit.in_order(hit.concerned) if isinstance(hit.thing(id_), noun)]


def records_classes(hit: Hit) -> tuple[RecordsClassHit, ...]:
    """The records classes of what is removed; those of its department, or of the one that describes it, where none are its own."""
    found: dict[tuple[str, str], RecordsClassHit] = {}

    def add(codes: Iterable[str], department: str, *, exact: bool, role: Role) -> None:
        for code in codes:
            found.setdefault((code, department), RecordsClassHit(code, department, exact, role))

    things = [(hit.thing(id_), hit.department(id_)) for id_ in hit.in_order(hit.gone)]
    for thing, department in things:
        if isinstance(thing, Department):
            add((entry.code for entry in thing.records_classes), thing.id, exact=True, role="removed")
        elif isinstance(thing, Resource) and (home := department or thing.described_by):
            said = thing.records_classes_basis == "stated"
            add(thing.records_classes, home, exact=said, role="removed" if department else "described")
    for thing, department in things:
        if isinstance(thing, Resource) and not thing.records_classes and (home := department or thing.described_by):
            codes = (entry.code for entry in hit.thing(home).records_classes)
            add(codes, home, exact=False, role="removed" if department else "described")
    return tuple(found.values())


def possible(hit: Hit, *, stated_only: bool) -> Iterator[Possible]:
    """The feeds that may mean a chosen thing of which no feed is said; where only feeds to it are said, those that give.

    They are told of the nearest thing that it lies in, name no data set, and are not told again of something else by name.
    """
    for one in hit.removed:
        within = inside(hit.model, one.id)
        if one.within is not None or any(hit.model.out[id_] for id_ in within):
            continue
        sides = ("out",) if any(hit.model.into[id_] for id_ in within) else ("out", "into")
        if hit.kind(one.id) == "dataset" and _has_feeds(hit, one.id):
            continue
        for whole in around(hit.model, one.id):
            feeds = [
                feed
                for side in sides
                for same in hit.model.along(side)[whole].values()
                for feed in same
                if not feed.carries and (not stated_only or feed.basis == "stated")
            ]
            feeds = [feed for feed in feeds if not told_again(hit.model, feed, stated_only=stated_only)]
            if feeds:
                yield from (Possible(one.id, feed) for feed in feeds)
                break


def _has_feeds(hit: Hit, id_: str) -> bool:
    return bool(hit.model.out[id_] or hit.model.into[id_]) or any(id_ in feed.carries for feed in hit.ending)


def source_issues(hit: Hit) -> tuple[str, ...]:
    """The issues of the source that are about anything removed, or about both ends of a feed that ends or loses content.

    How a word is spelt changes no answer.
    """
    pairs = {(feed.source, feed.target) for feed in hit.ending}

    def touches(about: Collection[str]) -> bool:
        return not hit.gone.isdisjoint(about) or any(one in about and other in about for one, other in pairs)

    return tuple(issue.id for issue in hit.model.catalogue.issues if issue.kind != "typo" and touches(issue.about))


def unknown(hit: Hit, implied: Sequence[str]) -> tuple[Unknown, ...]:
    """What the catalogue does not know of the answer: why its numbers mean *at least*; ``implied`` is downstream by implied feeds alone."""
    ending = [feed for feed in hit.ending if not told_again(hit.model, feed)]
    feeding = {end for feed in ending for end in (feed.source, feed.target)}
    removed = [one.id for one in hit.removed if one.within is None]
    silent = [id_ for id_ in removed if not any(_has_feeds(hit, within) for within in inside(hit.model, id_))]
    holding = [id_ for id_ in hit.gone if isinstance(hit.thing(id_), Resource | Register)]
    without = [id_ for id_ in holding if not hit.thing(id_).systems and not hit.thing(id_).no_own_systems]
    empty = [id_ for id_ in removed if isinstance(hit.thing(id_), Resource | Register) and not _datasets(hit, id_)]
    nodes, people = hit.model.nodes, data_subjects(hit)
    unstated = (id_ for id_ in hit.role if nodes[id_]["scope"] == UNSTATED and id_ not in people)
    facts = (
        Unknown("no_feeds", tuple(silent)),
        Unknown("implied", tuple(implied)),
        Unknown("whole_department", tuple(hit.in_order(end for end in feeding if hit.kind(end) == "department"))),
        Unknown("unnamed", tuple(id_ for id_ in hit.parties if hit.thing(id_).form == "unnamed")),
        Unknown("scope", tuple(hit.in_order(unstated))),
        Unknown("system", tuple(hit.in_order(without))),
        Unknown("datasets", tuple(hit.in_order(empty))),
        Unknown("personal", tuple(id_ for id_, _ in _of(hit, Dataset) if _is_open(hit.thing(id_)))),
        Unknown("personal_feeds", tuple(hit.in_order(feed.source for feed in ending if feed.personal is None))),
        Unknown("content", tuple(hit.in_order(feed.source for feed in ending if not (feed.content or feed.carries)))),
    )
    return tuple(fact for fact in facts if fact.ids)


def none_known(hit: Hit) -> tuple[str, ...]:
    """The parts of an answer of which the source was asked and says that there is nothing."""
    holding = [hit.thing(id_) for id_ in hit.gone if isinstance(hit.thing(id_), Resource | Register)]
    datasets = [hit.thing(id_) for id_, _ in _of(hit, Dataset)]
    groups = [group for dataset in datasets for group in dataset.groups]
    said = {
        "systems": bool(holding) and all(thing.no_own_systems for thing in holding),
        "personal_data": bool(datasets)
        and all(dataset.groups for dataset in datasets)
        and all(group.personal is False for group in groups),
        "personal_feeds": bool(hit.ending) and all(feed.personal is False for feed in hit.ending),
    }
    return tuple(name for name, nothing in said.items() if nothing)


def _datasets(hit: Hit, id_: str) -> list[str]:
    return [within for within in inside(hit.model, id_) if isinstance(hit.thing(within), Dataset)]


def _is_open(dataset: Dataset) -> bool:
    return not dataset.groups or any(group.personal is None for group in dataset.groups)
