"""The model of a catalogue: the catalogue, its graph, and its feeds by giver and by receiver, made once and never changed.

The graph is kept in plain dicts; as a networkx multigraph, whose nodes carry their noun and whose edges say why, it is made when
it is first asked for: importing networkx takes longer than most answers. Nodes are keyed by id. Every node has

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

import functools
import weakref
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Concatenate, Final, ParamSpec, TypeVar

from flowviz.catalogue import (
    OWN,
    Catalogue,
    Feed,
    Party,
    Register,
    Resource,
    Scope,
    System,
    Thing,
    member_of,
)
from flowviz.near import near

__all__ = [
    "EDGE_KINDS",
    "LEVELS",
    "LIES_IN",
    "NODE_KINDS",
    "Model",
    "Nodes",
    "build_model",
    "department_of",
    "feed_level",
    "feeds_between",
    "inside",
    "lately",
    "member_organisation",
    "name_of",
    "near_things",
    "organisation_beside",
    "organisation_of",
    "organisations",
    "scopes_of",
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
    from collections.abc import Callable, Hashable, ItemsView, Iterator, KeysView, Mapping

    import networkx as nx

    Network = nx.MultiDiGraph[str]
    Adjacency = Mapping[str, Mapping[str, list[Feed]]]
    Relations = Mapping[str, list[tuple[str, str]]]
P = ParamSpec("P")
T = TypeVar("T")


class Nodes(dict[str, dict[str, Any]]):
    """What is known of each id; called as networkx's own are, ``nodes(data=True)`` gives the ids with what is known of them."""

    def __call__(self, *, data: bool = False) -> ItemsView[str, dict[str, Any]] | KeysView[str]:
        return self.items() if data else self.keys()


@dataclass(frozen=True, eq=False)
class Model:
    """A catalogue with its graph; see the module for its nodes and edges.

    ``nodes`` has what is known of each id: ``nodes[id]["kind"]``, and ``nodes(data=True)`` for all. ``out`` and ``into``
    are the feeds by giver and receiver, and the other way round: id -> {id: feeds}, for the searches. ``order`` is the
    place of each id in the catalogue.
    """

    catalogue: Catalogue
    nodes: Any = field(repr=False)
    out: Adjacency = field(repr=False)
    into: Adjacency = field(repr=False)
    order: Mapping[str, int] = field(repr=False)
    _to: Relations = field(repr=False)
    _from: Relations = field(repr=False)
    _kept: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False)

    def __contains__(self, id_: object) -> bool:
        return id_ in self.order

    def __iter__(self) -> Iterator[str]:
        return iter(self.order)

    def __len__(self) -> int:
        return len(self.order)

    @property
    def network(self) -> Network:
        """The graph as networkx has it."""
        return self.once("network", lambda: _network(self))

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

    @property
    def edge_count(self) -> int:
        """How many edges the graph has."""
        return sum(map(len, self._to.values())) + len(self.catalogue.feeds)

    def targets(self, id_: str, *kinds: str) -> list[str]:
        """What an id has an edge of one of the ``kinds`` to, other than feeds."""
        return [other for kind, other in self._to[id_] if kind in kinds]

    def sources(self, id_: str, *kinds: str) -> list[str]:
        """What has an edge of one of the ``kinds`` to an id, other than feeds."""
        return [other for kind, other in self._from[id_] if kind in kinds]

    def relations(self, *kinds: str) -> Iterator[tuple[str, str]]:
        """The ends of all edges of some ``kinds`` other than feeds, in the order of the catalogue."""
        return ((id_, other) for id_, found in self._to.items() for kind, other in found if kind in kinds)

    def along(self, side: str) -> Adjacency:
        """The feeds by the id that they leave (``out``) or come to (``into``)."""
        return {"out": self.out, "into": self.into}[side]

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` makes of this model, made when it is first asked for."""
        if key not in self._kept:
            self._kept[key] = make()
        found: T = self._kept[key]
        return found


def lately(most: int) -> Callable[[Callable[Concatenate[Model, P], T]], Callable[Concatenate[Model, P], T]]:
    """Has the ``most`` last results of a function of a model kept with that, and let go with it."""

    def kept(make: Callable[Concatenate[Model, P], T]) -> Callable[Concatenate[Model, P], T]:
        def last(model: Model) -> Any:
            here: Any = weakref.ref(model)  # what is kept with it must not hold it
            return functools.lru_cache(most)(lambda *args, **kwargs: make(here(), *args, **kwargs))

        @functools.wraps(make)
        def found(model: Model, /, *args: P.args, **kwargs: P.kwargs) -> T:
            results: Callable[P, T] = model.once(make, lambda: last(model))
            return results(*args, **kwargs)

        return found

    return kept


def build_model(catalogue: Catalogue) -> Model:
    """The model of ``catalogue``.

    Raises KeyError for a reference that the checks of `flowviz.loading` would have refused.
    """
    nodes = Nodes()
    for thing, owners in catalogue.things():
        nodes[thing.id] = {
            "kind": _kind(thing, owners),
            "thing": thing,
            "scope": _scope(thing, owners, nodes),
            "department": owners.get("department"),
            "resource": owners.get("resource"),
            "register": owners.get("register"),
        }
    to: dict[str, list[tuple[str, str]]] = {node: [] for node in nodes}
    from_: dict[str, list[tuple[str, str]]] = {node: [] for node in nodes}
    for thing, owners in catalogue.things():
        for kind, target in dict.fromkeys(_relations(thing, owners, catalogue)):
            to[thing.id].append((kind, target))
            from_[target].append((kind, thing.id))
    out: dict[str, dict[str, list[Feed]]] = {node: {} for node in nodes}
    into: dict[str, dict[str, list[Feed]]] = {node: {} for node in nodes}
    for feed in catalogue.feeds:
        same = out[feed.source].setdefault(feed.target, [])
        into[feed.target][feed.source] = same
        same.append(feed)
    order = {node: place for place, node in enumerate(nodes)}
    return Model(catalogue, nodes, out, into, order, to, from_)


def _network(model: Model) -> Network:
    import networkx as nx

    network: Network = nx.MultiDiGraph()
    network.add_nodes_from(model.nodes.items())
    for node, data in model.nodes.items():
        uses = {use.system: use for use in getattr(data["thing"], "systems", ())}
        for kind, target in model._to[node]:
            network.add_edge(
                node, target, key=kind, kind=kind, **({"use": uses[target]} if kind == "uses system" else {})
            )
    same: dict[tuple[str, str], int] = {}
    for feed in model.catalogue.feeds:
        number = same[feed.source, feed.target] = same.get((feed.source, feed.target), -1) + 1
        level = feed_level(model, feed)
        network.add_edge(feed.source, feed.target, key=f"feed-{number}", kind="feed", feed=feed, level=level)
    return network


def _kind(thing: Thing, owners: Mapping[str, str]) -> str:
    return "shared" if isinstance(thing, Resource) and "department" not in owners else thing.kind


def _scope(thing: Thing, owners: Mapping[str, str], nodes: Nodes) -> str | None:
    if isinstance(thing, (Resource, Party)):
        return thing.scope
    if "resource" in owners:
        found: str | None = nodes[owners["resource"]]["scope"]
        return found
    return OWN if "department" in owners or thing.kind == "department" else None


def _relations(thing: Thing, owners: Mapping[str, str], catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    if thing.kind == "department":
        yield "belongs to", owners.get("organisation") or catalogue.organisation.id
    elif thing.kind == "organisation" and thing is not catalogue.organisation:
        yield "belongs to", catalogue.organisation.id
    elif thing.kind in ("register", "dataset"):
        yield "held in", owners.get("register") or owners["resource"]
    elif "department" in owners:
        yield "belongs to", owners["department"]
    if isinstance(thing, Resource):
        if thing.part_of:
            yield "part of", thing.part_of
        if thing.unit:
            yield "managed by", thing.unit
    if isinstance(thing, (Resource, Register)):
        for use in thing.systems:
            yield "uses system", use.system
    if isinstance(thing, System) and thing.party:
        yield "run by", thing.party


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


def scopes_of(model: Model) -> Mapping[str, Scope]:
    """The scopes of the catalogue by id."""
    return model.once("scopes", lambda: {scope.id: scope for scope in model.catalogue.scopes})


def organisations(model: Model) -> Mapping[str, str]:
    """Id of each member of a joined catalogue -> that of its organisation; made once for each model."""
    return model.once(
        "organisations", lambda: {member.id: member.organisation.id for member in model.catalogue.members}
    )


def member_organisation(model: Model, node: str) -> str | None:
    """The id of the organisation whose catalogue a node is of; None for one of no member, and where none are joined."""
    return organisations(model).get(member_of(node) or "")


def organisation_of(model: Model, node: str) -> str:
    """The id of the organisation that tells of a node: the one of its member where catalogues are joined, or else of the whole."""
    return member_organisation(model, node) or model.catalogue.organisation.id


def organisation_beside(model: Model, node: str) -> str | None:
    """The same as it is told beside a node: None of that organisation itself, and of what is of the whole."""
    whole = organisation_of(model, node)
    return None if whole in (node, model.catalogue.organisation.id) else whole


def near_things(model: Model, word: str) -> list[str]:
    """The ids that a ``word`` may mean which is none itself: the organisation of the member that it is, or those that are near."""
    whole = organisations(model).get(word)
    return [whole] if whole else near(word, model)


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
        for inner in model.sources(current, *LIES_IN):
            if inner not in found:
                found[inner] = None
                waiting.append(inner)
    del found[node]
    return [node, *sorted(found, key=model.order.__getitem__)]
