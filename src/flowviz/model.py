"""The model of a catalogue: the catalogue, its graph, and its feeds by giver and by receiver, made once and never changed.

The graph is a networkx multigraph whose nodes carry their noun and whose edges say why. Nodes are keyed by id. Every node has

``kind``        organisation, department, unit, resource, shared, register, dataset, system, party or request
``thing``       the noun itself (`flowviz.catalogue.Resource` and so on)
``scope``       the scope of a resource or party, and of what lies in it; ``own`` for what else lies inside a department; None for
                the rest
``department``, ``resource``, ``register``   ids of what it lies in, or None

Edges are keyed by kind, feeds by ``feed-0``, ``feed-1`` … between the same two nodes. Every edge has ``kind``:

``feed``          from the giver to the receiver; ``feed`` is the `Feed`, ``level`` the kind of thing that it is said of
``part of``       from a resource to its whole
``held in``       from a data set or register to what holds it
``belongs to``    from a unit, resource or party to its department, from a department to its organisation, from the
                  organisation of a joined catalogue to that of the whole
``uses system``   from a resource or register to a system; ``use`` is the `SystemUse`
``managed by``    from a resource to its unit
``run by``        from a system to the party that runs it

Nodes and edges come in the order of the catalogue, so that whatever walks the model gives the same result twice. A smaller
model is the model of a smaller catalogue: nothing in it leads out of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar

import networkx as nx

from flowviz.catalogue import OWN, STROKE, Catalogue, Feed, Party, Register, Resource, System, Thing

__all__ = [
    "EDGE_KINDS",
    "LEVELS",
    "LIES_IN",
    "NODE_KINDS",
    "Model",
    "build_model",
    "department_of",
    "feed_level",
    "feeds_between",
    "inside",
    "member_of",
    "name_of",
]

NODE_KINDS: Final = (
    "organisation",
    "department",
    "unit",
    "resource",
    "shared",
    "register",
    "dataset",
    "system",
    "party",
    "request",
)
EDGE_KINDS: Final = ("feed", "part of", "held in", "belongs to", "uses system", "managed by", "run by")
LIES_IN: Final = ("held in", "part of", "belongs to")
"""The kinds of edges from a thing to what it lies in."""
LEVELS: Final = ("department", "unit", "process", "system", "register", "resource")
"""What a feed is said of, the widest first."""

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    Network = nx.MultiDiGraph[str]
    Adjacency = Mapping[str, Mapping[str, list[Feed]]]
    T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Model:
    """A catalogue with its graph; see the module for its nodes and edges.

    ``out`` and ``into`` are the feeds by giver and receiver, and the other way round: id -> {id: feeds}, for the searches.
    ``order`` is the place of each id in the catalogue.
    """

    catalogue: Catalogue
    network: Network = field(repr=False)
    out: Adjacency = field(repr=False)
    into: Adjacency = field(repr=False)
    order: Mapping[str, int] = field(repr=False)
    _kept: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False)

    def __contains__(self, id_: object) -> bool:
        return id_ in self.order

    def __iter__(self) -> Iterator[str]:
        return iter(self.order)

    def __len__(self) -> int:
        return len(self.order)

    @property
    def nodes(self) -> Any:
        """What is known of each id: ``nodes[id]["kind"]``, and ``nodes(data=True)`` for all."""
        return self.network.nodes

    @property
    def edges(self) -> Any:
        """All relations, as networkx gives them."""
        return self.network.edges

    @property
    def in_edges(self) -> Any:
        """The relations that come to an id, as networkx gives them."""
        return self.network.in_edges

    @property
    def out_edges(self) -> Any:
        """The relations that leave an id, as networkx gives them."""
        return self.network.out_edges

    def along(self, side: str) -> Adjacency:
        """The feeds by the id that they leave (``out``) or come to (``into``)."""
        return {"out": self.out, "into": self.into}[side]

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` makes of this model, made when it is first asked for."""
        if key not in self._kept:
            self._kept[key] = make()
        found: T = self._kept[key]
        return found


def build_model(catalogue: Catalogue) -> Model:
    """The model of ``catalogue``.

    Raises KeyError for a reference that the checks of `flowviz.loading` would have refused.
    """
    network: Network = nx.MultiDiGraph()
    for thing, owners in catalogue.things():
        network.add_node(
            thing.id,
            kind=_kind(thing, owners),
            thing=thing,
            scope=_scope(thing, owners, network),
            department=owners.get("department"),
            resource=owners.get("resource"),
            register=owners.get("register"),
        )
    for thing, owners in catalogue.things():
        for kind, target, attributes in _relations(thing, owners, catalogue):
            if target not in network:
                raise KeyError(target)
            network.add_edge(thing.id, target, key=kind, kind=kind, **attributes)
    order = {node: place for place, node in enumerate(network)}
    out: dict[str, dict[str, list[Feed]]] = {node: {} for node in order}
    into: dict[str, dict[str, list[Feed]]] = {node: {} for node in order}
    model = Model(catalogue, network, out, into, order)
    for feed in catalogue.feeds:
        same = out[feed.source].setdefault(feed.target, [])
        into[feed.target][feed.source] = same
        level = feed_level(model, feed)
        network.add_edge(feed.source, feed.target, key=f"feed-{len(same)}", kind="feed", feed=feed, level=level)
        same.append(feed)
    return model


def _kind(thing: Thing, owners: Mapping[str, str]) -> str:
    return "shared" if isinstance(thing, Resource) and "department" not in owners else thing.kind


def _scope(thing: Thing, owners: Mapping[str, str], network: Network) -> str | None:
    if isinstance(thing, (Resource, Party)):
        return thing.scope
    if "resource" in owners:
        found: str | None = network.nodes[owners["resource"]]["scope"]
        return found
    return OWN if "department" in owners or thing.kind == "department" else None


def _relations(
    thing: Thing, owners: Mapping[str, str], catalogue: Catalogue
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    if thing.kind == "department":
        yield "belongs to", owners.get("organisation") or catalogue.organisation.id, {}
    elif thing.kind == "organisation" and thing is not catalogue.organisation:
        yield "belongs to", catalogue.organisation.id, {}
    elif thing.kind in ("register", "dataset"):
        yield "held in", owners.get("register") or owners["resource"], {}
    elif "department" in owners:
        yield "belongs to", owners["department"], {}
    if isinstance(thing, Resource):
        if thing.part_of:
            yield "part of", thing.part_of, {}
        if thing.unit:
            yield "managed by", thing.unit, {}
    if isinstance(thing, (Resource, Register)):
        for use in thing.systems:
            yield "uses system", use.system, {"use": use}
    if isinstance(thing, System) and thing.party:
        yield "run by", thing.party, {}


def feed_level(model: Model, feed: Feed) -> str:
    """What a feed is said of: the widest of `LEVELS` among its ends."""
    ends = set()
    for end in (feed.source, feed.target):
        node = model.nodes[end]
        ends.add(node["thing"].form if node["kind"] == "party" else node["kind"])
    return next((level for level in LEVELS if level in ends), "resource")


def feeds_between(model: Model, source: str, target: str) -> list[Feed]:
    """The feeds from ``source`` to ``target``, in the order of the catalogue."""
    return model.out[source].get(target, [])


def name_of(model: Model, node: str, language: str) -> str:
    """The name of a node in ``language``, or in the language of the source."""
    name: str = model.nodes[node]["thing"].name.get(language)
    return name


def member_of(id_: str) -> str | None:
    """The member of a joined catalogue that an id, of a thing or a source, belongs to; None in one that was not joined.

    >>> member_of("talpa/kirjanpito"), member_of("kirjanpito")
    ('talpa', None)
    """
    member, stroke, _ = id_.partition(STROKE)
    return member if stroke else None


def department_of(model: Model, node: str) -> str | None:
    """The department that a node is or lies in."""
    data = model.nodes[node]
    found: str | None = node if data["kind"] == "department" else data["department"]
    return found


def inside(model: Model, node: str) -> list[str]:
    """The node and everything that lies in it: parts of a whole, registers, data sets, a department's all."""
    found = {node: None}
    waiting = [node]
    while waiting:
        current = waiting.pop()
        for inner, _, kind in model.in_edges(current, keys=True):
            if kind in LIES_IN and inner not in found:
                found[inner] = None
                waiting.append(inner)
    del found[node]
    return [node, *sorted(found, key=model.order.__getitem__)]
