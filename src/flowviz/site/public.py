"""What of a catalogue may be published: everything but what is marked for internal use, and whatever would tell of it.

The graph of a site is built from this smaller catalogue, so drawings, tables, counts and indexes cannot mention what
is not in it. Texts written by hand can: those that name a thing left out are left out with it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Iterable
from typing import Any, TypeVar

from flowviz.catalogue import Catalogue, Resource, Text, Thing
from flowviz.cut import cut
from flowviz.model import EDGE_KINDS, Model, build_model, inside

__all__ = ["internal", "names_internal", "public_model"]

N = TypeVar("N")


def public_model(model: Model) -> Model:
    """The graph of what may be published; made once for each model."""
    return model.once("public", lambda: _public(model))


def _public(model: Model) -> Model:
    left_out = internal(model)
    if not left_out:
        return model
    catalogue: Catalogue = model.catalogue
    return build_model(_silent(_without(catalogue, left_out), names_internal(model)))


def names_internal(model: Model) -> Callable[[Any], bool]:
    """What says whether a value names anything that is not to be published."""
    return _Mention(name for node in internal(model) for name in _names(model.nodes[node]["thing"])).somewhere


def internal(model: Model) -> set[str]:
    """The ids of the resources marked for internal use, what lies in them, and what is there only for them."""
    marked = [
        node
        for node, data in model.nodes(data=True)
        if isinstance(data["thing"], Resource) and data["thing"].internal_only
    ]
    found = {inner for node in marked for inner in inside(model, node)}
    while more := {node for node in _joined(model, found) if _only_there_for(model, node, found)}:
        found |= more
    return found


def _joined(model: Model, nodes: Collection[str]) -> set[str]:
    others = {other for node in nodes for other in _joined_to(model, node, *EDGE_KINDS)}
    return {node for node in others if node not in nodes and model.nodes[node]["kind"] in ("party", "system")}


def _only_there_for(model: Model, node: str, nodes: Collection[str]) -> bool:
    """Whether all that joins ``node`` to anything else joins it to one of ``nodes``; its department aside."""
    others = _joined_to(model, node, *(kind for kind in EDGE_KINDS if kind != "belongs to"))
    return others - {node} <= set(nodes)


def _joined_to(model: Model, node: str, *kinds: str) -> set[str]:
    """What edges of some ``kinds``, and feeds, join a thing to."""
    return {*model.sources(node, *kinds), *model.targets(node, *kinds), *model.out[node], *model.into[node]}


def _without(catalogue: Catalogue, left_out: Collection[str]) -> Catalogue:
    """The catalogue without the things in ``left_out``, the issues about them, and the keywords that are only theirs."""
    away = set(left_out)
    told = dataclasses.replace(
        catalogue,
        issues=tuple(issue for issue in catalogue.issues if away.isdisjoint(issue.about)),
        keywords=tuple(word for word in catalogue.keywords if not word.about or not away.issuperset(word.about)),
    )
    return cut(told, {thing.id for thing, _ in catalogue.things()} - away)


def _names(thing: Thing) -> Iterable[str]:
    yield from (value for _, value in thing.name.values)
    yield from (alias.text for alias in thing.aliases)


class _Mention:
    """Says whether anything in a value names one of some things."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = {name.casefold() for name in names}

    def somewhere(self, value: Any) -> bool:
        if isinstance(value, Text):
            return any(name in text.casefold() for _, text in value.values for name in self._names)
        if isinstance(value, str):
            return any(name in value.casefold() for name in self._names)
        if isinstance(value, tuple):
            return any(map(self.somewhere, value))
        return dataclasses.is_dataclass(value) and any(
            self.somewhere(getattr(value, f.name)) for f in dataclasses.fields(value)
        )


def _silent(noun: N, mentions: Callable[[Any], bool]) -> N:
    """The noun without the remarks in it that ``mentions`` is true of: a text that may be missing goes, a list loses an entry."""
    changes: dict[str, Any] = {}
    for field in dataclasses.fields(noun):  # type: ignore[arg-type]
        value = getattr(noun, field.name)
        if not mentions(value):
            continue
        if isinstance(value, tuple):
            told = [_silent(entry, mentions) if isinstance(entry, Thing) else entry for entry in value]
            changes[field.name] = tuple(entry for entry in told if isinstance(entry, Thing) or not mentions(entry))
        elif dataclasses.is_dataclass(value) and not isinstance(value, Text):
            changes[field.name] = _silent(value, mentions)
        elif value is not None and field.default is None:
            changes[field.name] = None
    return dataclasses.replace(noun, **changes) if changes else noun  # type: ignore[type-var]
