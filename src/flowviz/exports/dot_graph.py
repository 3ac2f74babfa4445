"""The things that feeds join, and the feeds, as DOT text for Graphviz: departments as clusters, feeds between the same two as one edge."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, get_args

import graphviz

from flowviz.catalogue import UNCOLOURED, Basis
from flowviz.connections import best_known
from flowviz.diagrams.dot import plain
from flowviz.diagrams.parallel import label_of
from flowviz.exports.charts import GREY, WHITE
from flowviz.locales import words
from flowviz.model import Model, department_of, name_of
from flowviz.wording import feeds_text, thing_text
from flowviz.writing import GENERATOR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowviz.catalogue import Catalogue, Scope
    from flowviz.exports.order import Order

__all__ = ["write"]

_STYLES: Final[Mapping[Basis, str]] = {"stated": "solid", "implied": "dashed", "known": "dotted"}
_FONT: Final = "Helvetica"


def write(model: Model, order: Order) -> bytes:
    """The DOT text of every resource, party and department, and of every other thing that a feed joins."""
    catalogue: Catalogue = model.catalogue
    language = order.language
    joined = {end for feed in catalogue.feeds for end in (feed.source, feed.target)}
    drawn = [node for node, data in model.nodes(data=True) if node in joined or data["kind"] in ("resource", "shared")]
    dot = graphviz.Digraph(_id(catalogue.header.id), comment=GENERATOR)
    name = plain(catalogue.header.name.get(language))
    dot.attr(rankdir="LR", newrank="true", fontname=_FONT, fontsize="20", labelloc="t", label=name)
    dot.attr("node", shape="box", style="rounded,filled", fillcolor=WHITE, fontname=_FONT, fontsize="12")
    dot.attr("edge", fontname=_FONT, fontsize="11")
    homes: dict[str | None, list[str]] = {}
    for node in drawn:
        homes.setdefault(department_of(model, node), []).append(node)
    for department in catalogue.departments:
        if inside := homes.get(department.id):
            with dot.subgraph(name=_id(f"cluster_{department.id}")) as cluster:
                cluster.attr(
                    label=plain(department.name.get(language)), style="rounded,filled", fillcolor=GREY, fontsize="14"
                )
                for node in inside:
                    _node(cluster, model, node, language)
    for node in homes.get(None, ()):
        _node(dot, model, node, language)
    for source, others in model.out.items():
        for target, feeds in others.items():
            words_on = {"label": plain(f" {label} ")} if (label := label_of(feeds, language)) else {}
            tip = plain(feeds_text(model, feeds, language))
            # an edge's ends are given as they stand: a colon in them would name a port, and no id has one
            dot.edge(source, target, style=_STYLES[best_known(feeds)], tooltip=tip, **words_on)
    _legend(dot, model, drawn, language)
    return str(dot.source).encode()


def _node(dot: graphviz.Digraph, model: Model, node: str, language: str) -> None:
    scope = model.nodes[node]["scope"]
    more = {"tooltip": plain(thing_text(model, node, language))}
    if scope:
        more["class"] = f"{model.nodes[node]['kind']} {scope}"
    if scope and scope not in UNCOLOURED:
        more["fillcolor"] = next(entry.colour for entry in _scopes(model) if entry.id == scope)
    dot.node(_id(node), plain(name_of(model, node, language)), **more)


def _legend(dot: graphviz.Digraph, model: Model, drawn: list[str], language: str) -> None:
    """A cluster with a box for each scope's colour and an edge for each way of knowing."""
    w = words(language)
    used = Counter(model.nodes[node]["scope"] for node in drawn)
    feeds = model.catalogue.feeds
    known = {best_known(between) for others in model.out.values() for between in others.values()}
    # no id of a catalogue has a space, so none of these is one
    with dot.subgraph(name="cluster legend") as legend:
        legend.attr(label=plain(w("legend")), style="rounded", fontsize="14")
        for scope in _scopes(model):
            if used[scope.id] and scope.id not in UNCOLOURED:
                legend.node(f"legend {scope.id}", plain(scope.name.get(language)), fillcolor=scope.colour)
        for basis in get_args(Basis):
            if basis in known:
                ends = f"legend {basis} from", f"legend {basis} to"
                for end in ends:
                    legend.node(end, "", width="0.4", height="0.25")
                legend.edge(*ends, style=_STYLES[basis], label=plain(f" {w(f'basis.{basis}')} "))
        if len(feeds) > sum(len(others) for others in model.out.values()):
            legend.node("legend count", plain(f"2, 3 … = {w('overview.count')}"))


def _scopes(model: Model) -> tuple[Scope, ...]:
    catalogue: Catalogue = model.catalogue
    return catalogue.scopes


def _id(text: str) -> str:
    return str(graphviz.nohtml(text))
