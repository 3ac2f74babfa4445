"""The things that feeds join, and the feeds, as DOT text for Graphviz: departments as clusters, one edge a feed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import graphviz

from flowviz.model import Model, name_of
from flowviz.wording import feed_text, scope_name
from flowviz.writing import GENERATOR

if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue, Feed
    from flowviz.exports.order import Order

__all__ = ["write"]


def write(model: Model, order: Order) -> bytes:
    """The DOT text of every resource, party and department, and of every other thing that a feed joins."""
    catalogue: Catalogue = model.catalogue
    joined = {end for feed in catalogue.feeds for end in (feed.source, feed.target)}
    drawn = [node for node, data in model.nodes(data=True) if node in joined or data["kind"] in ("resource", "shared")]
    dot = graphviz.Digraph(_id(catalogue.header.id), comment=GENERATOR)
    dot.attr(rankdir="LR", newrank="true", label=_words(catalogue.header.name.get(order.language)))
    dot.attr("node", shape="box", style="rounded")
    for department in catalogue.departments:
        inside = [node for node in drawn if model.nodes[node]["department"] == department.id or node == department.id]
        if inside:
            with dot.subgraph(name=_id(f"cluster_{department.id}")) as cluster:
                cluster.attr(label=_words(department.name.get(order.language)))
                for node in inside:
                    _node(cluster, model, node, order.language)
    for node in drawn:
        if model.nodes[node]["department"] is None and model.nodes[node]["kind"] != "department":
            _node(dot, model, node, order.language)
    for feed in catalogue.feeds:
        _edge(dot, model, feed, order.language)
    return str(dot.source).encode()


def _node(dot: graphviz.Digraph, model: Model, node: str, language: str) -> None:
    scope = model.nodes[node]["scope"]
    words = (
        {"class": f"{model.nodes[node]['kind']} {scope}", "tooltip": _words(scope_name(model, scope, language))}
        if scope
        else {}
    )
    dot.node(_id(node), _words(name_of(model, node, language)), **words)


def _edge(dot: graphviz.Digraph, model: Model, feed: Feed, language: str) -> None:
    style = {"stated": "solid", "implied": "dashed", "known": "dotted"}[feed.basis]
    # an edge's ends are given as they stand: a colon in them would name a port, and no id has one
    dot.edge(feed.source, feed.target, style=style, tooltip=_words(feed_text(model, feed, language)))


def _id(text: str) -> str:
    return str(graphviz.nohtml(text))


def _words(text: str) -> str:
    return str(graphviz.nohtml(graphviz.escape(text)))
