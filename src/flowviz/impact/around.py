"""What stands around a removal: systems, departments, registers, personal data, records classes, open questions."""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flowviz.catalogue import UNSTATED, Dataset, Department, Feed, Party, Register, Resource
from flowviz.impact.answer import (
    DatasetHit,
    DepartmentHit,
    Downstream,
    HolderHit,
    RecordsClassHit,
    RegisterHit,
    Role,
    SystemHit,
    Unknown,
    Upstream,
)
from flowviz.impact.removal import Fallen, holds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from flowviz.model import Model

__all__ = [
    "Hit",
    "departments",
    "holders",
    "personal_data",
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
    downstream: Sequence[Downstream]
    upstream: Sequence[Upstream]

    @functools.cached_property
    def gone(self) -> frozenset[str]:
        return frozenset(one.id for one in self.removed)

    @functools.cached_property
    def role(self) -> dict[str, Role]:
        """Why each thing is in the answer; the gravest reason counts."""
        return {
            **{row.id: "upstream" for row in self.upstream},
            **{row.id: "downstream" for row in self.downstream},
            **{one.id: "removed" for one in self.removed},
        }

    @functools.cached_property
    def role_inside(self) -> dict[str, Role]:
        """`role`, and what lies in a thing downstream has its role: its registers and data sets."""
        roles = dict(self.role)
        inner = holds(self.model)
        waiting = [id_ for id_, role in roles.items() if role == "downstream" and self.kind(id_) != "department"]
        for id_ in waiting:
            for within in inner.get(id_, ()):
                if within not in roles:
                    roles[within] = "downstream"
                    waiting.append(within)
        return roles

    def kind(self, id_: str) -> str:
        """The kind of a thing."""
        kind: str = self.model.nodes[id_]["kind"]
        return kind

    def thing(self, id_: str) -> Any:
        """The noun of an id."""
        return self.model.nodes[id_]["thing"]

    def department(self, id_: str) -> str | None:
        """The department that a thing is or lies in."""
        node = self.model.nodes[id_]
        return id_ if node["kind"] == "department" else node["department"]

    def in_order(self, ids: Iterable[str]) -> list[str]:
        """The ids in the order of the catalogue, each once."""
        order: Mapping[str, int] = self.model.order
        return sorted(set(ids), key=order.__getitem__)

    def linked_to(self, id_: str, kind: str) -> Iterator[str]:
        """What has an edge of ``kind`` to a thing."""
        return (other for other, _, key in self.model.in_edges(id_, keys=True) if key == kind)

    def linked_from(self, id_: str, kind: str) -> Iterator[str]:
        """What a thing has an edge of ``kind`` to."""
        return (other for _, other, key in self.model.out_edges(id_, keys=True) if key == kind)


def systems(hit: Hit) -> tuple[SystemHit, ...]:
    """The systems that are removed, serve less than before, or are run by a removed party."""
    touched = {id_ for id_ in hit.gone if hit.kind(id_) == "system"}
    kept_by_removed = {system for id_ in hit.gone for system in hit.linked_to(id_, "run by")}
    touched |= kept_by_removed
    touched.update(system for id_ in hit.gone for system in hit.linked_from(id_, "uses system"))
    return tuple(_system(hit, id_, id_ in kept_by_removed) for id_ in hit.in_order(touched))


def _system(hit: Hit, id_: str, keeper_removed: bool) -> SystemHit:
    users = set(hit.linked_to(id_, "uses system"))
    return SystemHit(id_, id_ in hit.gone, len(users), len(users - hit.gone), keeper_removed)


def holders(hit: Hit) -> tuple[HolderHit, ...]:
    """The resources and registers that stay and lose systems."""
    lost: dict[str, list[str]] = {}
    for system in hit.in_order(id_ for id_ in hit.gone if hit.kind(id_) == "system"):
        for user in hit.linked_to(system, "uses system"):
            if user not in hit.gone:
                lost.setdefault(user, []).append(system)
    return tuple(
        HolderHit(id_, tuple(lost[id_]), sum(1 for _ in hit.linked_from(id_, "uses system")))
        for id_ in hit.in_order(lost)
    )


def without_unit(hit: Hit) -> tuple[str, ...]:
    """The resources that stay and whose managing unit is removed."""
    managed = {id_ for unit in hit.gone if hit.kind(unit) == "unit" for id_ in hit.linked_to(unit, "managed by")}
    return tuple(hit.in_order(managed - hit.gone))


def departments(hit: Hit, left: Sequence[HolderHit]) -> tuple[DepartmentHit, ...]:
    """The departments that something removed, hit, or left without a system belongs to."""
    down = {row.id for row in hit.downstream}
    up = {row.id for row in hit.upstream}
    bereft = {row.id for row in left}
    removed, downstream, upstream, without = (_by_department(hit, ids) for ids in (hit.gone, down, up, bereft))
    cut_off = _by_department(hit, {row.id for row in hit.downstream if row.effect == "cut off"})
    units = _units(hit, hit.gone | down | up | bereft)
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
        for id_ in hit.in_order({**removed, **downstream, **upstream, **without})
    )


def _by_department(hit: Hit, ids: Iterable[str]) -> Counter[str]:
    return Counter(department for id_ in ids if (department := hit.department(id_)))


def _units(hit: Hit, ids: Iterable[str]) -> dict[str, list[str]]:
    """The units that manage any of ``ids`` or are among them, by department."""
    named = {unit for id_ in ids for unit in hit.linked_from(id_, "managed by")}
    named |= {id_ for id_ in ids if hit.kind(id_) == "unit"}
    found: dict[str, list[str]] = {}
    for unit in hit.in_order(named):
        found.setdefault(str(hit.department(unit)), []).append(unit)
    return found


def registers(hit: Hit) -> tuple[RegisterHit, ...]:
    """The registers that are removed or hit, or lie in a resource that is."""
    return tuple(RegisterHit(id_, role) for id_, role in _of(hit, Register))


def personal_data(hit: Hit) -> tuple[DatasetHit, ...]:
    """The data sets with personal data that are removed, or lie in what is hit."""
    return tuple(_dataset(hit.thing(id_), role) for id_, role in _of(hit, Dataset) if _is_personal(hit.thing(id_)))


def _dataset(dataset: Dataset, role: Role) -> DatasetHit:
    personal = [group for group in dataset.groups if group.personal]
    marks = {group.special for group in dataset.groups}
    special: Any = next((mark for mark in ("yes", "possible") if mark in marks), None)
    return DatasetHit(dataset.id, role, special, all(group.personal_basis == "implied" for group in personal))


def _is_personal(dataset: Dataset) -> bool:
    return any(group.personal for group in dataset.groups)


def _of(hit: Hit, noun: type) -> list[tuple[str, Role]]:
    return [(id_, hit.role_inside[id_]) for id_ in hit.in_order(hit.role_inside) if isinstance(hit.thing(id_), noun)]


def records_classes(hit: Hit) -> tuple[RecordsClassHit, ...]:
    """The records classes of what is removed; a department's own where they are not said of the resource itself."""
    found: dict[tuple[str, str], bool] = {}
    for id_ in hit.in_order(hit.gone):
        department, thing = hit.department(id_), hit.thing(id_)
        if department is None:
            continue
        own: Sequence[str] = thing.records_classes if isinstance(thing, Resource) else ()
        for code in own:
            found[code, department] = True
        if isinstance(thing, Department):
            found.update(((entry.code, department), True) for entry in thing.records_classes)
        elif isinstance(thing, Resource) and not own:
            for entry in hit.thing(department).records_classes:
                found.setdefault((entry.code, department), False)
    return tuple(RecordsClassHit(code, department, exact) for (code, department), exact in found.items())


def source_issues(hit: Hit) -> tuple[str, ...]:
    """The issues of the source that are about anything removed or hit, or about the department of what is removed."""
    ids = set(hit.role) | {department for id_ in hit.gone if (department := hit.department(id_))}
    return tuple(issue.id for issue in hit.model.catalogue.issues if not ids.isdisjoint(issue.about))


def unknown(hit: Hit) -> tuple[Unknown, ...]:
    """What the catalogue does not know of the answer: why its numbers mean *at least*."""
    feeding = {end for feed in hit.feeds for end in (feed.source, feed.target)}
    removed = [one.id for one in hit.removed if one.within is None]
    silent = [id_ for id_ in removed if not feeding.intersection(_inside(hit, id_))]
    kept = [id_ for id_ in hit.gone if isinstance(hit.thing(id_), Resource | Register)]
    without = [id_ for id_ in kept if not hit.thing(id_).systems and not hit.thing(id_).no_own_systems]
    met = hit.in_order(hit.role)
    parties = [id_ for id_ in met if isinstance(hit.thing(id_), Party)]
    personal = [id_ for id_, _ in _of(hit, Dataset) if not _is_personal(hit.thing(id_)) and _is_open(hit.thing(id_))]
    facts = (
        Unknown("no_feeds", tuple(silent)),
        Unknown("implied", tuple(row.id for row in hit.downstream if row.rests_on_implied)),
        Unknown("whole_department", tuple(hit.in_order(end for end in feeding if hit.kind(end) == "department"))),
        Unknown("unnamed", tuple(id_ for id_ in parties if hit.thing(id_).form == "unnamed")),
        Unknown("scope", tuple(id_ for id_ in met if hit.model.nodes[id_]["scope"] == UNSTATED)),
        Unknown("system", tuple(hit.in_order(without))),
        Unknown("personal", tuple(personal)),
        Unknown("content", tuple(hit.in_order(feed.source for feed in hit.feeds if not feed.content))),
    )
    return tuple(fact for fact in facts if fact.ids)


def _inside(hit: Hit, id_: str) -> set[str]:
    inner = holds(hit.model)
    found = [id_]
    for whole in found:
        found += inner.get(whole, ())
    return set(found)


def _is_open(dataset: Dataset) -> bool:
    return not dataset.groups or any(group.personal is None for group in dataset.groups)
