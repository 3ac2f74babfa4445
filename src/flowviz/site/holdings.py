"""What is held where: the data sets with their data groups and search keys, of a resource or of a system."""

from __future__ import annotations

from collections.abc import Iterator

from flowviz.catalogue import DataGroup, Dataset, Holding, Register, Resource, Thing
from flowviz.facts.things import facts_of, related
from flowviz.nouns import Noun
from flowviz.site.facts import Value, fact_shown, reference
from flowviz.site.place import Place

__all__ = ["Held", "datasets_of", "held_by", "held_in"]


class Held(Noun, kw_only=False):
    """A data set with where it lies, or a resource or register of which no data set is told."""

    home: Value
    dataset: Value | None
    groups: tuple[DataGroup, ...]
    keys: tuple[Value, ...]
    """The search keys of the nearest that has any: the data set, its register, its resource."""


def datasets_of(thing: Thing) -> Iterator[Dataset]:
    """The data sets of a resource, those of its registers among them, or of a register."""
    yield from getattr(thing, "datasets", ())
    for register in getattr(thing, "registers", ()):
        yield from register.datasets


def held_in(at: Place, resource: Resource) -> list[Held]:
    """What a resource and its registers hold."""
    own = [_held(at, resource, dataset) for dataset in resource.datasets]
    inner = [held for register in resource.registers for held in _in_register(at, resource, register)]
    return own + inner or [Held(reference(at, resource.id), None, (), _keys(at, resource))]


def held_by(at: Place, system: str) -> list[Held]:
    """What the resources and registers hold that use a system; registers with systems of their own tell theirs themselves."""
    found: list[Held] = []
    for user in related(at.model, system, "uses system"):
        thing = at.model.nodes[user.id]["thing"]
        if isinstance(thing, Resource):
            found += [_held(at, thing, dataset) for dataset in thing.datasets]
            for register in thing.registers:
                if not register.systems and not register.no_own_systems:
                    found += _in_register(at, thing, register)
        elif isinstance(thing, Register):
            found += _in_register(at, at.model.nodes[at.model.nodes[user.id]["resource"]]["thing"], thing)
    return found


def _in_register(at: Place, resource: Resource, register: Register) -> list[Held]:
    found = [_held(at, register, dataset, resource) for dataset in register.datasets]
    return found or [Held(reference(at, register.id), None, (), _keys(at, register, resource))]


def _held(at: Place, home: Holding, dataset: Dataset, *outer: Holding) -> Held:
    return Held(reference(at, home.id), reference(at, dataset.id), dataset.groups, _keys(at, dataset, home, *outer))


def _keys(at: Place, *near: Holding) -> tuple[Value, ...]:
    nearest = next((one for one in near if one.search_keys), None)
    facts = facts_of(at.model, nearest.id) if nearest else []
    return next((fact_shown(at, fact).values for fact in facts if fact.key == "search_keys"), ())
