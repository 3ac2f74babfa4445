"""Filters: a smaller catalogue, from which drawings, tables and counts then follow by themselves.

Two sorts of filters work together. What is not among the shown ``scopes`` and ``kinds`` or has another ``basis`` is
left out. ``departments``, ``personal``, ``keyword`` and ``system`` pick things: what they pick stays, and so does what
a feed joins to it, as its surroundings.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flowviz.cut import cut
from flowviz.errors import UnknownThing
from flowviz.model import Model, build_model, inside
from flowviz.near import near

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from flowviz.catalogue import Basis, Catalogue, Dataset, Feed, Keyword, Resource

__all__ = ["KINDS", "NO_FILTERS", "Filters", "apply", "check", "picked"]

KINDS: Final = ("resource", "shared", "system", "party")
"""The kinds of things that can be left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What is to be shown; an empty filter shows everything."""

    departments: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    basis: Basis | None = None
    personal: bool = False
    """Only resources with data groups that are marked as personal data."""
    keyword: str | None = None
    """A keyword in the language of the source."""
    system: str | None = None

    @property
    def picks(self) -> bool:
        """Whether things are picked, and not only left out."""
        return bool(self.departments or self.personal or self.keyword or self.system)

    @property
    def count(self) -> int:
        """How many filters are on."""
        return sum(bool(getattr(self, field.name)) for field in dataclasses.fields(self))


NO_FILTERS: Final = Filters()


def apply(model: Model, filters: Filters, always: Collection[str] = ()) -> Model:
    """The graph of what ``filters`` show and of the things in ``always``, with all that lies in them."""
    if not filters.count:
        return model
    catalogue: Catalogue = model.catalogue
    subjects = {inner for node in always if node in model for inner in (*inside(model, node), *_holders(model, node))}
    keep = _shown(model, filters) | subjects
    chosen = (picked(model, filters) | subjects) if filters.picks else None
    feeds = [feed for feed in catalogue.feeds if _feed_stays(feed, filters, keep, chosen)]
    if chosen is not None:
        ends = {end for feed in feeds for end in (feed.source, feed.target)}
        keep &= _with_owners(model, chosen | ends)
    return build_model(cut(dataclasses.replace(catalogue, feeds=tuple(feeds)), keep))


def _holders(model: Model, node: str) -> list[str]:
    """What a register or a data set lies in."""
    data = model.nodes[node]
    return [holder for holder in (data["resource"], data["register"]) if holder]


def check(model: Model, filters: Filters) -> None:
    """Nothing; raises `UnknownThing` for what a filter names and the catalogue does not have."""
    catalogue: Catalogue = model.catalogue
    wanted = {
        "department": (filters.departments, [entry.id for entry in catalogue.departments]),
        "scope": (filters.scopes, [entry.id for entry in catalogue.scopes]),
        "keyword": ((filters.keyword,), [entry.text.values[0][1] for entry in catalogue.keywords]),
        "system": ((filters.system,), [entry.id for entry in catalogue.systems]),
    }
    for kind, (named, known) in wanted.items():
        for one in named:
            if one is not None and one not in known:
                raise UnknownThing(one, near(one, known), kind=kind)


def picked(model: Model, filters: Filters) -> set[str]:
    """The ids of the things that the picking filters pick; of all things when there is no such filter."""
    catalogue: Catalogue = model.catalogue
    found = set(model)
    if filters.departments:
        found &= {inner for node in filters.departments if node in model for inner in inside(model, node)}
    if filters.personal:
        found &= _spread(model, (node for node in _homes(model) if _holds_personal(model.nodes[node]["thing"])))
    if filters.keyword:
        found &= _spread(model, _about(catalogue.keywords, filters.keyword))
    if filters.system:
        users = set(model.sources(filters.system, "uses system")) if filters.system in model else set()
        found &= _spread(model, {model.nodes[user]["resource"] or user for user in users} | {filters.system})
    return found


def _spread(model: Model, nodes: Iterable[str]) -> set[str]:
    return {inner for node in nodes if node in model for inner in inside(model, node)}


def _homes(model: Model) -> list[str]:
    return [node for node, data in model.nodes(data=True) if data["kind"] in ("resource", "shared")]


def _holds_personal(resource: Resource) -> bool:
    return any(group.personal for dataset in _datasets(resource) for group in dataset.groups)


def _datasets(resource: Resource) -> Iterable[Dataset]:
    yield from resource.datasets
    for register in resource.registers:
        yield from register.datasets


def _about(keywords: Iterable[Keyword], text: str) -> list[str]:
    return [node for keyword in keywords if keyword.text.values[0][1] == text for node in keyword.about]


def _shown(model: Model, filters: Filters) -> set[str]:
    """What the scopes and kinds leave, each with what it lies in."""
    shown = set()
    for node, data in model.nodes(data=True):
        home = model.nodes[data["resource"]] if data["resource"] else data
        kind, scope = home["kind"], home["scope"]
        scoped = kind in ("resource", "shared", "party")
        if scoped and filters.scopes and scope not in filters.scopes:
            continue
        if kind in KINDS and filters.kinds and kind not in filters.kinds:
            continue
        shown.add(node)
    return shown


def _feed_stays(feed: Feed, filters: Filters, keep: Collection[str], chosen: Collection[str] | None) -> bool:
    if filters.basis and feed.basis != filters.basis:
        return False
    if feed.source not in keep or feed.target not in keep:
        return False
    return chosen is None or feed.source in chosen or feed.target in chosen


def _with_owners(model: Model, nodes: Iterable[str]) -> set[str]:
    """The nodes, all that lies in the resources among them, and what they lie in; departments and what is no
    resource, party or system stay anyway."""
    found = {
        node
        for node, data in model.nodes(data=True)
        if data["kind"] in ("organisation", "department", "unit", "request")
    }
    for node in nodes:
        home = model.nodes[node]["resource"] or node
        if model.nodes[home]["kind"] in ("resource", "shared"):
            for whole in _wholes(model, home):
                found |= {whole, *(inner for inner, data in model.nodes(data=True) if data["resource"] == whole)}
            for inner in _spread(model, [home]):
                found.update(model.targets(inner, "uses system"))
        found.add(node)
    return found


def _wholes(model: Model, resource: str) -> Iterable[str]:
    at: str | None = resource
    while at is not None:
        yield at
        at = model.nodes[at]["thing"].part_of
