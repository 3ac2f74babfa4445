"""Two versions of a department in one catalogue: what it is now, with what is gone put back where it was.

The ids are those of the new catalogue, for what has one there. A resource that has moved to another department stands
in the drawn department only.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any, Final

from flowviz.catalogue import OWN, Catalogue, Department, Feed, Resource, Thing
from flowviz.changes.compare import Comparison
from flowviz.changes.entries import space_of
from flowviz.loading.build import target
from flowviz.loading.fields import Field, fields, is_noun
from flowviz.model import Model, build_model

__all__ = ["Union", "union"]

_HELD: Final[Mapping[str, str]] = {
    "register": "registers",
    "dataset": "datasets",
    "unit": "units",
    "resource": "resources",
}


@dataclasses.dataclass(frozen=True, eq=False)
class Union:
    """The graph of both versions, and what of it is only in the one or the other.

    ``away`` are the resources that now lie elsewhere, ``here`` those that lay elsewhere. ``gone`` and ``fresh`` hold
    feeds and the ids of things.
    """

    model: Model
    gone: frozenset[str | Feed]
    fresh: frozenset[str | Feed]
    away: frozenset[str]
    here: frozenset[str]


def union(comparison: Comparison, department: str | None = None) -> Union:
    """The union of both versions of ``department`` (its new id, or its old one when it is gone); of everything when it is None.

    In the whole a resource that has moved stands where it is now.
    """
    return _Union(comparison, department).made()


class _Union:
    def __init__(self, comparison: Comparison, department: str | None) -> None:
        self.comparison = comparison
        self.department = department
        self.new: Catalogue = comparison.new.catalogue
        self.old: Catalogue = comparison.old.catalogue
        self.ids: dict[tuple[str, str], str] = {}
        for old, new in comparison.pairs:
            self.ids[old.space, old.id] = new.id
        self.away = {
            new: old for new, old in self._resources_of(comparison.old, self._mapped) if self._home(new) != department
        }
        self.gone_in = self._gone_in()

    def _mapped(self, id_: str) -> str:
        return self.ids.get(("thing", id_), id_)

    def _resources_of(self, model: Model, mapped: Any) -> Iterable[tuple[str, Resource]]:
        """The resources that the department had and that still are, by their new id."""
        for node, data in model.nodes(data=True):
            home = data["department"]
            if data["kind"] == "resource" and home and mapped(home) == self.department and ("thing", node) in self.ids:
                yield mapped(node), data["thing"]

    def _home(self, node: str) -> str | None:
        home: str | None = self.comparison.new.nodes[node]["department"]
        return home

    def _gone_in(self) -> dict[tuple[str, str], list[Thing]]:
        """What is gone, by the new id of what it lay in and the field that held it."""
        found: dict[tuple[str, str], list[Thing]] = {}
        for change in self.comparison.of("removed"):
            entry = change.entry
            if entry.space == "thing" and entry.home and entry.kind in _HELD:
                found.setdefault((self._mapped(entry.home), _HELD[entry.kind]), []).append(self.translated(entry.noun))
        return found

    def made(self) -> Union:
        new, old = self.new, self.old
        departments = [self._whole(entry) for entry in new.departments]
        departments += [
            self._whole(dataclasses.replace(self.translated(entry), resources=(), units=()))
            for entry in old.departments
            if ("thing", entry.id) not in self.ids
        ]
        gone_feeds = [self.translated(change.entry.noun) for change in self.comparison.of("removed", "feed")]
        catalogue = dataclasses.replace(
            new,
            scopes=(*new.scopes, *(scope for scope in old.scopes if ("scope", scope.id) not in self.ids)),
            departments=tuple(departments),
            shared=(*(self._whole(entry) for entry in new.shared if entry.id not in self.away), *self._gone("shared")),
            systems=(*new.systems, *self._gone("systems")),
            parties=(*new.parties, *self._gone("parties")),
            feeds=(*new.feeds, *gone_feeds),
            issues=(),
            keywords=(),
            requests=(),
        )
        gone_ids = [change.id for change in self.comparison.of("removed") if change.entry.space == "thing"]
        added = self.comparison.of("added")
        here = {id_ for id_ in self.comparison.new if self._has_come(id_)}
        return Union(
            build_model(catalogue),
            frozenset([*gone_ids, *gone_feeds]),
            frozenset(change.entry.noun if change.kind == "feed" else change.id for change in added),
            frozenset(self.away),
            frozenset(here),
        )

    def _has_come(self, id_: str) -> bool:
        was = self.comparison.old_ids.get(id_)
        data = self.comparison.new.nodes[id_]
        if data["kind"] != "resource" or data["department"] != self.department or was is None:
            return False
        home = self.comparison.old.nodes[was]["department"]
        return home is None or self._mapped(home) != self.department

    def _gone(self, part: str) -> list[Any]:
        found = [entry for entry in getattr(self.old, part) if ("thing", entry.id) not in self.ids]
        return [self._whole(self.translated(entry)) for entry in found]

    def _whole(self, noun: Any) -> Any:
        """A noun with what lies in it: what still does, and what is gone from it."""
        values: dict[str, Any] = {}
        cls: type = type(noun)
        for field in fields(cls):
            if _holds_things(field):
                here = [entry for entry in getattr(noun, field.name) if self._stays(entry, noun)]
                gone = self.gone_in.get((noun.id, field.name), [])
                values[field.name] = tuple(self._whole(entry) for entry in [*here, *gone])
        if isinstance(noun, Department) and noun.id == self.department:
            values["resources"] = self._with_wholes((*values["resources"], *map(self._ghost, self.away)))
        return dataclasses.replace(noun, **values) if values else noun

    def _stays(self, entry: Thing, holder: Thing) -> bool:
        # what a gone thing held and what still is stands where it is now
        if entry.id in self.away:
            return False
        return holder.id in self.comparison.new and entry.id in self.comparison.new

    def _ghost(self, id_: str) -> Resource:
        """A resource that has moved away, as it stood in the department."""
        now: Resource = self.comparison.new.nodes[id_]["thing"]
        was = self.translated(self.away[id_])
        ghost: Resource = dataclasses.replace(self._whole(now), scope=OWN, part_of=was.part_of, unit=None)
        return ghost

    def _with_wholes(self, resources: tuple[Resource, ...]) -> tuple[Resource, ...]:
        """The resources, none of them a part of what is not in the department."""
        here = {resource.id for resource in resources}
        return tuple(
            resource if resource.part_of in here else dataclasses.replace(resource, part_of=None)
            for resource in resources
        )

    def translated(self, noun: Any) -> Any:
        """A noun of the old catalogue with the ids of the new one."""
        values: dict[str, Any] = {}
        cls: type = type(noun)
        for field in fields(cls):
            value = getattr(noun, field.name)
            if value is not None:
                values[field.name] = (
                    tuple(self._one(field, one) for one in value) if field.many else self._one(field, value)
                )
        return dataclasses.replace(noun, **values)

    def _one(self, field: Field, value: Any) -> Any:
        if is_noun(type(value)):
            return self.translated(value)
        kind = target(field)
        return self.ids.get((space_of(kind), value), value) if kind and isinstance(value, str) else value


def _holds_things(field: Field) -> bool:
    return isinstance(field.type, type) and issubclass(field.type, Thing)
