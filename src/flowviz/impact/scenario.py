"""What if: things replaced, feeds moved, things and feeds added, beside what is removed.

A scenario first adds to the catalogue what it adds – new things, new feeds, the feeds that a replacement takes over,
feeds at their new ends – and then removes what it removes. So the effects mean just what they mean for a plain removal,
and the two can be compared thing by thing.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from flowviz.catalogue import OWN, UNSTATED, Catalogue, Feed, Party, Register, Resource, System, SystemUse, Text, item
from flowviz.graph import Graph, build_graph
from flowviz.impact.analysis import impact
from flowviz.impact.answer import Impact
from flowviz.impact.removal import Removal, fallen
from flowviz.impact.strike import Effect

__all__ = [
    "Comparison",
    "FeedEnds",
    "MovedFeed",
    "NewFeed",
    "NewThing",
    "Replacement",
    "Row",
    "Scenario",
    "Verdict",
    "compare",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEnds:
    """A feed, or all feeds, from one thing to another."""

    source: str = item("Id of the thing that gives the data.", key="from", of="-> endpoint")
    target: str = item("Id of the thing that gets the data.", key="to", of="-> endpoint")


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedFeed(FeedEnds):
    """The feeds from one thing to another get a new giver, a new receiver, or both."""

    new_source: str | None = item(
        "Id of the thing that gives the data instead.", default=None, key="new_from", of="-> endpoint"
    )
    new_target: str | None = item(
        "Id of the thing that gets the data instead.", default=None, key="new_to", of="-> endpoint"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFeed(FeedEnds):
    """A feed that the scenario adds; it counts as a stated one."""

    content: Text | None = item("What is carried.", default=None)
    frequency: Text | None = item("How often.", default=None)
    condition: Text | None = item("On what condition.", default=None)
    note: Text | None = item("What should be known of it.", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """One thing is removed and another takes over its feeds and, as a system, what is kept in it."""

    what: str = item("Id of the thing that is removed.", of="-> thing")
    by: str = item("Id of the thing that takes over.", of="-> endpoint")
    feeds: Literal["both", "in", "out"] = item(
        "Which feeds it takes over: those into the thing, out of it, or both.", default="both"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NewThing:
    """A thing that the scenario adds."""

    id: str = item("Id of the new thing.", of="id")
    name: Text = item("Name of the new thing.")
    kind: Literal["resource", "shared", "system", "party"] = item("What it is; a resource needs its department.")
    department: str | None = item("Id of the department whose resource it is.", default=None, of="-> department")
    scope: str = item("Where a shared resource or a party lives.", default=UNSTATED, of="-> scope")
    systems: tuple[str, ...] = item("Ids of the systems that a resource is kept in.", default=(), of="-> system")
    note: Text | None = item("What should be known of it.", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What if: what is removed, replaced, moved and added."""

    name: Text = item("Name of the scenario.")
    note: Text | None = item("What the reader should know of it.", default=None)
    remove: tuple[str, ...] = item("Ids of the things that are removed.", default=(), of="-> thing")
    cut: tuple[FeedEnds, ...] = item("Feeds that are removed.", default=())
    replace: tuple[Replacement, ...] = item("Things that are replaced by others.", default=())
    move: tuple[MovedFeed, ...] = item("Feeds that get a new giver or receiver.", default=())
    add: tuple[NewThing, ...] = item("New things.", default=())
    feeds: tuple[NewFeed, ...] = item("New feeds.", default=())

    @property
    def removed(self) -> tuple[str, ...]:
        """Ids of all things that go, replaced ones included."""
        return tuple(dict.fromkeys((*self.remove, *(entry.what for entry in self.replace))))

    @property
    def removed_pairs(self) -> tuple[tuple[str, str], ...]:
        """The ends of all single feeds that go, moved ones included."""
        return tuple(dict.fromkeys((entry.source, entry.target) for entry in (*self.cut, *self.move)))

    def removal(self, graph: Graph) -> Removal:
        """The plain removal in ``graph``: what goes if nothing takes its place."""
        return Removal.of(graph, self.removed, self.removed_pairs)

    def extended(self, graph: Graph) -> Catalogue:
        """The catalogue of ``graph`` with all that the scenario adds to it, before anything is removed."""
        catalogue: Catalogue = graph.graph["catalogue"]
        new = {
            kind: [thing for thing in self.add if thing.kind == kind]
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
            feeds=(*catalogue.feeds, *self._added_feeds(graph)),
        )
        return _kept_also_in(extended, self._system_for(graph))

    def _added_feeds(self, graph: Graph) -> Iterator[Feed]:
        told = {_said(feed) for feed in graph.graph["catalogue"].feeds}
        for feed in (*self._taken_over(graph), *self._moved(graph), *self._new()):
            if feed.source != feed.target and _said(feed) not in told:
                told.add(_said(feed))
                yield feed

    def _taken_over(self, graph: Graph) -> Iterator[Feed]:
        for entry in self.replace:
            inside = {one.id for one in fallen(graph, [entry.what])}
            for feed in graph.graph["catalogue"].feeds:
                if feed.source in inside and feed.target not in inside and entry.feeds != "in":
                    yield dataclasses.replace(feed, source=entry.by, evidence=())
                elif feed.target in inside and feed.source not in inside and entry.feeds != "out":
                    yield dataclasses.replace(feed, target=entry.by, evidence=())

    def _moved(self, graph: Graph) -> Iterator[Feed]:
        for entry in self.move:
            for feed in graph.graph["out"][entry.source].get(entry.target, ()):
                source, target = entry.new_source or feed.source, entry.new_target or feed.target
                yield dataclasses.replace(feed, source=source, target=target, evidence=())

    def _new(self) -> Iterator[Feed]:
        for entry in self.feeds:
            values = {field.name: getattr(entry, field.name) for field in dataclasses.fields(entry)}
            yield Feed(basis="stated", evidence=(), **values)

    def _system_for(self, graph: Graph) -> dict[str, str]:
        """The systems that are replaced by systems: each one's replacement."""
        systems = {id_ for id_, kind in graph.nodes(data="kind") if kind == "system"}
        systems |= {thing.id for thing in self.add if thing.kind == "system"}
        return {entry.what: entry.by for entry in self.replace if {entry.what, entry.by} <= systems}


def _said(feed: Feed) -> tuple[object, ...]:
    """What makes two feeds the same: evidence does not."""
    return feed.source, feed.target, feed.content, feed.frequency, feed.condition


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

_GRAVITY: dict[Effect | None, int] = {None: 0, "touched": 1, "weakened": 2, "cut off": 3}


@dataclass(frozen=True, slots=True)
class Row:
    """How hard a thing is hit by the plain removal and in the scenario; None when it is not downstream at all."""

    id: str
    plain: Effect | None
    scenario: Effect | None

    @property
    def verdict(self) -> Verdict:
        if self.plain is None:
            return "new"
        if self.scenario is None:
            return "spared"
        change = _GRAVITY[self.scenario] - _GRAVITY[self.plain]
        return "same" if not change else "worse" if change > 0 else "eased"

    def as_dict(self) -> dict[str, str | None]:
        return {"id": self.id, "plain": self.plain, "scenario": self.scenario, "verdict": self.verdict}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A scenario beside the plain removal of the same things: both answers, and each thing that either hits."""

    scenario: Scenario
    graph: Graph
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


def compare(graph: Graph, scenario: Scenario, *, stated_only: bool = False) -> Comparison:
    """What ``scenario`` does, beside what the plain removal of the same things would do.

    Raises `UnknownThing` and `NoSuchFeed` where the scenario does not fit the graph.
    """
    removal = scenario.removal(graph)
    plain = impact(graph, removal, stated_only=stated_only)
    extended = build_graph(scenario.extended(graph))
    answer = impact(extended, removal, stated_only=stated_only)
    before = {row.id: row.effect for row in plain.downstream}
    after = {row.id: row.effect for row in answer.downstream}
    order = extended.graph["order"]
    rows = tuple(Row(id_, before.get(id_), after.get(id_)) for id_ in sorted(before | after, key=order.__getitem__))
    return Comparison(scenario, extended, plain, answer, rows)
