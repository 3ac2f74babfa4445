"""What departments exchange data with, counted by scope: what an overview of any form tells of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from flowviz.catalogue import OWN, Catalogue, Scope
from flowviz.connections import homes_of, scope_of, tops
from flowviz.ends import End, One, Others, Parties
from flowviz.locales import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowviz.model import Model

__all__ = [
    "counted",
    "ends_of",
    "exchanged",
    "groups_of",
    "members_of",
    "met_by",
    "most_met",
    "scope_of_end",
    "scopes_met",
]

Exchanged = dict[str, dict[str, tuple[set[str], int]]]


def ends_of(model: Model, *, single: bool) -> Mapping[str, End]:
    """Each thing with what it is drawn as: its department; else by itself if it is shared and those are ``single``, or
    with others of its scope."""
    return model.once(("overview ends", single), lambda: _ends(model, single=single))


def _ends(model: Model, *, single: bool) -> dict[str, End]:
    group = Parties if single else Others
    ends: dict[str, End] = {}
    homes = homes_of(model)
    own = {home: One(home) for home in homes.values()}
    for node, data in model.nodes(data=True):
        if node in homes:
            ends[node] = own[homes[node]]
        elif single and (data["kind"] == "shared" or data["resource"]):
            ends[node] = One(data["resource"] or node)
        else:
            ends[node] = group(scope_of(model, data["resource"] or node))
    return ends


def groups_of(model: Model) -> str:
    """The key of what `tops` are called."""
    return "organisations" if model.catalogue.members else "departments"


def counted(model: Model, language: str) -> tuple[str, str]:
    """How many departments or organisations there are, and how many feeds, in words."""
    w = words(language)
    return w(groups_of(model), n=len(tops(model))), w("feeds", n=len(model.catalogue.feeds))


def scope_of_end(model: Model, end: End) -> str:
    """The scope of a shared thing or of a group."""
    return scope_of(model, end.id) if isinstance(end, One) else end.id


def members_of(model: Model, *, single: bool) -> Counter[End]:
    """How many things each end stands for: those that departments exchange data with, and what is shared."""
    catalogue: Catalogue = model.catalogue
    ends = ends_of(model, single=single)
    departments = {top.id for top in tops(model)}
    home = {node: isinstance(end, One) and end.id in departments for node, end in ends.items()}
    met = {resource.id for resource in catalogue.shared}
    for feed in catalogue.feeds:
        if home[feed.source]:
            met.add(model.nodes[feed.target]["resource"] or feed.target)
        if home[feed.target]:
            met.add(model.nodes[feed.source]["resource"] or feed.source)
    return Counter(ends[node] for node in met)


def met_by(model: Model) -> Mapping[str, Mapping[str, int]]:
    """Department -> scope -> how many things of that scope it exchanges data with."""

    def counted() -> dict[str, dict[str, int]]:
        return {
            home: {scope: len(things) for scope, (things, _) in scopes.items()}
            for home, scopes in exchanged(model).items()
        }

    return model.once("overview met", counted)


def scopes_met(model: Model) -> list[Scope]:
    """The scopes that departments meet, in their order."""
    met = {scope for counts in met_by(model).values() for scope in counts}
    return [scope for scope in model.catalogue.scopes if scope.id in met]


def most_met(model: Model) -> Mapping[str, int]:
    """Scope -> the most things of it that a department meets."""

    def found() -> dict[str, int]:
        most: dict[str, int] = {}
        for counts in met_by(model).values():
            for scope, count in counts.items():
                most[scope] = max(count, most.get(scope, 0))
        return most

    return model.once("overview most met", found)


def exchanged(model: Model) -> Exchanged:
    """Department -> scope -> the things of that scope that it exchanges data with, and by how many feeds.

    Other departments are things of the scope "own".
    """
    return model.once("overview exchanged", lambda: _exchanged(model))


def _exchanged(model: Model) -> Exchanged:
    catalogue: Catalogue = model.catalogue
    ends = ends_of(model, single=True)
    departments = {top.id for top in tops(model)}
    home = {node: end.id if isinstance(end, One) and end.id in departments else None for node, end in ends.items()}
    things: dict[str, dict[str, set[str]]] = {}
    feeds: Counter[tuple[str, str]] = Counter()
    for feed in catalogue.feeds:
        for here, there in ((feed.source, feed.target), (feed.target, feed.source)):
            one, other = home[here], home[there]
            if one is None or one == other:
                continue
            scope = OWN if other else scope_of_end(model, ends[there])
            thing = other or model.nodes[there]["resource"] or there
            things.setdefault(one, {}).setdefault(scope, set()).add(thing)
            feeds[one, scope] += 1
    order = [scope.id for scope in catalogue.scopes]
    return {
        one: {scope: (scopes[scope], feeds[one, scope]) for scope in order if scope in scopes}
        for one, scopes in things.items()
    }
