"""The graph of a catalogue: a networkx multigraph whose nodes carry their noun and whose edges say why.

Nodes are keyed by id. Every node has

``kind``        organisation, department, unit, resource, shared, register, dataset, system, party or request
``thing``       the noun itself (`flowviz.catalogue.Resource` and so on)
``scope``       the scope of a resource or party; ``own`` for what lies inside a department; None for the rest
``department``, ``resource``, ``register``   ids of what it lies in, or None

Edges are keyed by kind, feeds by ``feed-0``, ``feed-1`` … between the same two nodes. Every edge has ``kind``:

``feed``          from the giver to the receiver; ``feed`` is the `Feed`, ``level`` the kind of thing that it is said of
``part of``       from a resource to its whole
``held in``       from a data set or register to what holds it
``belongs to``    from a unit, resource or party to its department, from a department to the organisation
``uses system``   from a resource or register to a system; ``use`` is the `SystemUse`
``managed by``    from a resource to its unit
``run by``        from a system to the party that runs it

Nodes and edges come in the order of the catalogue, so that whatever walks the graph gives the same result twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import networkx as nx

from flowviz.catalogue import OWN, Catalogue, Feed, Party, Register, Resource, System, Thing

__all__ = [
    "EDGE_KINDS",
    "LEVELS",
    "NODE_KINDS",
    "Graph",
    "build_graph",
    "feed_level",
    "feeds_between",
    "inside",
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
LEVELS: Final = ("department", "unit", "process", "system", "register", "resource")
"""What a feed is said of, the widest first."""

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Graph = nx.MultiDiGraph[str]
else:
    Graph = nx.MultiDiGraph
"""``graph.graph`` holds ``catalogue``, ``order`` (id -> place in the catalogue) and, for the traversals, ``out`` and
``into``: id -> {id: [feeds]}."""


def build_graph(catalogue: Catalogue) -> Graph:
    """The graph of ``catalogue``; see the module for its nodes and edges.

    Raises KeyError for a reference that the checks of `flowviz.loading` would have refused.
    """
    graph: Graph = nx.MultiDiGraph(catalogue=catalogue)
    for thing, owners in catalogue.things():
        graph.add_node(
            thing.id,
            kind=_kind(thing, owners),
            thing=thing,
            scope=_scope(thing, owners),
            department=owners.get("department"),
            resource=owners.get("resource"),
            register=owners.get("register"),
        )
    for thing, owners in catalogue.things():
        for kind, target, attributes in _relations(thing, owners, catalogue):
            if target not in graph:
                raise KeyError(target)
            graph.add_edge(thing.id, target, key=kind, kind=kind, **attributes)
    _add_feeds(graph, catalogue)
    return graph


def _kind(thing: Thing, owners: Mapping[str, str]) -> str:
    return "shared" if isinstance(thing, Resource) and "department" not in owners else thing.kind


def _scope(thing: Thing, owners: Mapping[str, str]) -> str | None:
    if isinstance(thing, (Resource, Party)):
        return thing.scope
    return OWN if "department" in owners or thing.kind == "department" else None


def _relations(
    thing: Thing, owners: Mapping[str, str], catalogue: Catalogue
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    if thing.kind == "department":
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


def _add_feeds(graph: Graph, catalogue: Catalogue) -> None:
    out: dict[str, dict[str, list[Feed]]] = {node: {} for node in graph}
    into: dict[str, dict[str, list[Feed]]] = {node: {} for node in graph}
    for feed in catalogue.feeds:
        same = out[feed.source].setdefault(feed.target, [])
        into[feed.target][feed.source] = same
        level = feed_level(graph, feed)
        graph.add_edge(feed.source, feed.target, key=f"feed-{len(same)}", kind="feed", feed=feed, level=level)
        same.append(feed)
    graph.graph.update(out=out, into=into, order={node: i for i, node in enumerate(graph)})


def feed_level(graph: Graph, feed: Feed) -> str:
    """What a feed is said of: the widest of `LEVELS` among its ends."""
    ends = set()
    for end in (feed.source, feed.target):
        node = graph.nodes[end]
        ends.add(node["thing"].form if node["kind"] == "party" else node["kind"])
    return next((level for level in LEVELS if level in ends), "resource")


def feeds_between(graph: Graph, source: str, target: str) -> list[Feed]:
    """The feeds from ``source`` to ``target``, in the order of the catalogue."""
    found: list[Feed] = graph.graph["out"][source].get(target, [])
    return found


def name_of(graph: Graph, node: str, language: str) -> str:
    """The name of a node in ``language``, or in the language of the source."""
    name: str = graph.nodes[node]["thing"].name.get(language)
    return name


def inside(graph: Graph, node: str) -> list[str]:
    """The node and everything that lies in it: parts of a whole, registers, data sets, a department's all."""
    found = {node: None}
    waiting = [node]
    while waiting:
        current = waiting.pop()
        for inner, _, kind in graph.in_edges(current, keys=True):
            if kind in ("part of", "held in", "belongs to") and inner not in found:
                found[inner] = None
                waiting.append(inner)
    return [node, *(other for other in graph if other in found and other != node)]
