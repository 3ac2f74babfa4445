"""What if: things replaced, feeds moved, things and feeds added, beside what is removed.

A scenario first adds to the catalogue what it adds – new things, new feeds, the feeds that a replacement takes over,
feeds at their new ends – and then removes what it removes. So the effects mean just what they mean for a plain removal,
and the two can be compared thing by thing. A feed that is taken over is not lost to the end that keeps it.
"""

from __future__ import annotations

import dataclasses
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from flowviz.catalogue import OWN, Catalogue, Feed, Party, Register, Resource, System, SystemUse
from flowviz.impact.analysis import impact
from flowviz.impact.answer import FELT
from flowviz.impact.removal import Removal, fallen
from flowviz.impact.succession import Succession
from flowviz.model import Model, build_model

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flowviz.impact.answer import Felt, Impact
    from flowviz.impact.scenario import NewThing, Scenario
    from flowviz.impact.succession import Heirs

__all__ = ["Comparison", "Row", "Verdict", "compare", "extended", "removal_of"]


def removal_of(scenario: Scenario, model: Model) -> Removal:
    """The plain removal in ``model``: what goes if nothing takes its place."""
    return Removal.of(model, scenario.removed, scenario.removed_pairs)


def extended(scenario: Scenario, model: Model) -> Catalogue:
    """The catalogue of ``model`` with all that the scenario adds to it, before anything is removed."""
    return _extended(scenario, model, _taken_over(scenario, model))


def _extended(scenario: Scenario, model: Model, taken_over: Heirs) -> Catalogue:
    catalogue: Catalogue = model.catalogue
    new = {
        kind: [thing for thing in scenario.add if thing.kind == kind]
        for kind in ("resource", "shared", "system", "party")
    }
    own = {
        thing.department: [_resource(one) for one in new["resource"] if one.department == thing.department]
        for thing in new["resource"]
    }
    extended = dataclasses.replace(
        catalogue,
        departments=tuple(
            dataclasses.replace(department, resources=(*department.resources, *own.get(department.id, ())))
            for department in catalogue.departments
        ),
        shared=(*catalogue.shared, *map(_resource, new["shared"])),
        systems=(*catalogue.systems, *(System(id=one.id, name=one.name, note=one.note) for one in new["system"])),
        parties=(*catalogue.parties, *map(_party, new["party"])),
        feeds=(*catalogue.feeds, *_added_feeds(scenario, model, taken_over)),
    )
    return _kept_also_in(extended, _system_for(scenario, model))


def _added_feeds(scenario: Scenario, model: Model, taken_over: Heirs) -> Iterator[Feed]:
    told = {_said(feed) for feed in model.catalogue.feeds}
    for feed in (*itertools.chain.from_iterable(taken_over.values()), *_new(scenario)):
        if feed.source != feed.target and _said(feed) not in told:
            told.add(_said(feed))
            yield feed


def _taken_over(scenario: Scenario, model: Model) -> Heirs:
    """The feeds that stand for each feed that is moved, or is one of a replaced thing; those that say the same are one."""
    told = {_said(feed): feed for feed in model.catalogue.feeds}
    within = {one.id: entry for entry in scenario.replace for one in fallen(model, [entry.what])}
    gives = {id_: entry.by for id_, entry in within.items() if entry.feeds != "in"}
    gets = {id_: entry.by for id_, entry in within.items() if entry.feeds != "out"}
    found: dict[int, list[Feed]] = {}
    for feed in model.catalogue.feeds:
        moved = [
            (entry.new_source or feed.source, entry.new_target or feed.target)
            for entry in scenario.move
            if (entry.source, entry.target) == (feed.source, feed.target)
        ]
        inner = feed.source in within and within[feed.source] is within.get(feed.target)
        for giver, receiver in moved or [(feed.source, feed.target)] * (not inner):
            source, target = gives.get(giver, giver), gets.get(receiver, receiver)
            if source != target and (source, target) != (feed.source, feed.target):
                heir = dataclasses.replace(feed, source=source, target=target, evidence=())
                found.setdefault(id(feed), []).append(told.setdefault(_said(heir), heir))
    return found


def _new(scenario: Scenario) -> Iterator[Feed]:
    for entry in scenario.feeds:
        values = {field.name: getattr(entry, field.name) for field in dataclasses.fields(entry)}
        yield Feed(basis="stated", evidence=(), **values)


def _system_for(scenario: Scenario, model: Model) -> dict[str, str]:
    """The systems that are replaced by systems: each one's replacement."""
    systems = {id_ for id_, node in model.nodes(data=True) if node["kind"] == "system"}
    systems |= {thing.id for thing in scenario.add if thing.kind == "system"}
    return {entry.what: entry.by for entry in scenario.replace if {entry.what, entry.by} <= systems}


def _said(feed: Feed) -> tuple[object, ...]:
    """What makes two feeds the same: evidence does not."""
    return feed.source, feed.target, feed.content, feed.carries, feed.frequency, feed.condition


def _resource(new: NewThing) -> Resource:
    scope = OWN if new.kind == "resource" else new.scope
    uses = tuple(SystemUse(system=system) for system in new.systems)
    return Resource(id=new.id, name=new.name, scope=scope, systems=uses, note=new.note)


def _party(new: NewThing) -> Party:
    return Party(id=new.id, name=new.name, form="organisation", scope=new.scope, note=new.note)


def _kept_also_in(catalogue: Catalogue, instead: Mapping[str, str]) -> Catalogue:
    """The catalogue in which what is kept in a replaced system is kept in its replacement too."""
    if not instead:
        return catalogue
    departments = (
        dataclasses.replace(department, resources=tuple(_moved_in(one, instead) for one in department.resources))
        for department in catalogue.departments
    )
    shared = (_moved_in(one, instead) for one in catalogue.shared)
    return dataclasses.replace(catalogue, departments=tuple(departments), shared=tuple(shared))


def _moved_in(resource: Resource, instead: Mapping[str, str]) -> Resource:
    registers: tuple[Register, ...] = tuple(
        dataclasses.replace(register, systems=_systems(register.systems, instead)) for register in resource.registers
    )
    return dataclasses.replace(resource, systems=_systems(resource.systems, instead), registers=registers)


def _systems(uses: tuple[SystemUse, ...], instead: Mapping[str, str]) -> tuple[SystemUse, ...]:
    known = {use.system for use in uses}
    new = dict.fromkeys(instead[use.system] for use in uses if use.system in instead)
    return uses + tuple(SystemUse(system=system) for system in new if system not in known)


Verdict = Literal["spared", "eased", "same", "worse", "new"]
"""How the scenario compares with the plain removal for one thing; ``new``: only the scenario hits it."""


@dataclass(frozen=True, slots=True)
class Row:
    """How hard a thing is hit by the plain removal and in the scenario; None when it is not downstream at all."""

    id: str
    plain: Felt | None
    scenario: Felt | None

    @property
    def verdict(self) -> Verdict:
        if self.plain is None:
            return "new"
        if self.scenario is None:
            return "spared"
        change = FELT.index(self.plain) - FELT.index(self.scenario)  # the hardest is the first
        return "same" if not change else "worse" if change > 0 else "eased"

    def as_dict(self) -> dict[str, str | None]:
        return {"id": self.id, "plain": self.plain, "scenario": self.scenario, "verdict": self.verdict}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A scenario beside the plain removal of the same things: both answers, and each thing that either hits."""

    scenario: Scenario
    model: Model
    """The graph with all that the scenario adds, which ``with_scenario`` is the answer of."""
    plain: Impact
    with_scenario: Impact
    rows: tuple[Row, ...]

    def as_dict(self) -> dict[str, object]:
        return {
            "scenario": self.scenario.name.as_dict(),
            "plain": self.plain.as_dict(),
            "with_scenario": self.with_scenario.as_dict(),
            "rows": [row.as_dict() for row in self.rows],
        }


def compare(model: Model, scenario: Scenario, *, stated_only: bool = False) -> Comparison:
    """What ``scenario`` does, beside what the plain removal of the same things would do.

    Raises `UnknownThing` and `NoSuchFeed` where the scenario does not fit the graph.
    """
    removal = removal_of(scenario, model)
    plain = impact(model, removal, stated_only=stated_only)
    taken_over = _taken_over(scenario, model)
    wider = build_model(_extended(scenario, model, taken_over))
    succession = Succession(taken_over, _system_for(scenario, model))
    answer = impact(wider, removal, stated_only=stated_only, succession=succession)
    before = {row.id: row.felt for row in plain.downstream}
    after = {row.id: row.felt for row in answer.downstream}
    order = wider.order
    rows = tuple(Row(id_, before.get(id_), after.get(id_)) for id_ in sorted(before | after, key=order.__getitem__))
    return Comparison(scenario, wider, plain, answer, rows)
