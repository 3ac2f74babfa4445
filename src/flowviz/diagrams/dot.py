"""A scene -> DOT text, with its places, for tools that read DOT.

One pixel is one point. Labels are plain text: the WebAssembly build of Graphviz prints a node's id in place of an
HTML-like label, in silence. ``newrank`` is always set, for without it `dot` loses edges between clusters.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

import graphviz

from flowviz.catalogue import UNCOLOURED, Scope
from flowviz.theme import LAYOUT_FONT, SIZES, THEMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from flowviz.diagrams.scene import Card, Count, Frame, Line, Scene, Way

__all__ = ["dot_text", "plain"]

_POINTS = 72.0
_MOST_TOOLTIP = 2000
_SAMPLES: Final[Mapping[str, str]] = {"stated": "———", "implied": "– – –", "known": "· · ·"}
_SHAPES: Final = {"person": "egg"}
"""Shapes that Graphviz does not have, and what stands for them."""
_ARROWS: Final[Mapping[Way, str]] = {"out": "forward", "in": "back", "both": "both"}
_BACKWARDS: Final[Mapping[Way, Way]] = {"out": "in", "in": "out", "both": "both"}


def dot_text(scene: Scene, scopes: tuple[Scope, ...]) -> str:
    """The DOT text of ``scene``; a placed one carries ``pos``, which ``neato -n`` keeps.

    A matrix is told as what it is of, cards and lines, for Graphviz to place.
    """
    by_id = {scope.id: scope for scope in scopes}
    graph = graphviz.Digraph(_quotable(scene.name))
    graph.attr(
        label=plain(scene.title, *_signs(scene)),
        labelloc="t",
        labeljust="l",
        fontname=LAYOUT_FONT,
        fontsize=_n(SIZES.title),
        newrank="true",
        rankdir="LR",
        splines="polyline",
        nodesep="0.17",
        ranksep="1.6",
        outputorder="edgesfirst",
    )
    graph.attr(
        "node", shape="box", style="rounded,filled", fixedsize="true", fontname=LAYOUT_FONT, fontsize=_n(SIZES.name)
    )
    graph.attr("edge", arrowsize="0.7", fontname=LAYOUT_FONT, fontsize=_n(SIZES.small))
    _frame_content(graph, scene, None, by_id)
    _columns(graph, scene)
    _dots(graph, scene, by_id)
    _anchors(graph, scene)
    for line in scene.lines:
        _edge(graph, line)
    return str(graph.source)


def _signs(scene: Scene) -> Iterator[str]:
    """A line that tells how stated and implied look; Graphviz has no place for a legend."""
    known = [(item.value.rpartition("-")[2], item.text) for item in scene.legend if item.sign == "basis"]
    if known:
        yield "   ".join(f"{_SAMPLES[basis]} {text}" for basis, text in known)


def _frame_content(graph: graphviz.Digraph, scene: Scene, parent: str | None, scopes: Mapping[str, Scope]) -> None:
    for frame in scene.frames:
        if frame.parent == parent:
            with graph.subgraph(name=_quotable(f"cluster_{frame.id}")) as inner:
                inner.attr(**_frame_attributes(frame, scene))
                _frame_content(inner, scene, frame.id, scopes)
    for card in scene.cards:
        if card.frame == parent:
            graph.node(_quotable(card.id), **_card_attributes(card, scene, scopes))


def _frame_attributes(frame: Frame, scene: Scene) -> dict[str, str]:
    light = THEMES["light"]
    attributes = {
        "id": frame.id,
        "label": plain(*frame.lines, *frame.small),
        "labeljust": "l",
        "style": "rounded,filled",
        "color": light.frame_line,
        "fillcolor": {"department": light.frame, "whole": light.card, "lane": light.page}[frame.kind],
        "fontsize": _n(frame.size),
        "margin": "14",
    }
    if scene.placed and not scene.matrix:
        left, bottom = frame.x, scene.height - frame.y - frame.h
        attributes["bb"] = f"{_n(left)},{_n(bottom)},{_n(left + frame.w)},{_n(bottom + frame.h)}"
    return attributes


def _card_attributes(card: Card, scene: Scene, scopes: Mapping[str, Scope]) -> dict[str, str]:
    light = THEMES["light"]
    attributes = {
        "id": f"node-{card.id}",
        "class": f"node kind-{card.kind} scope-{card.scope}",
        "label": plain(*card.lines, *card.small, *([_told(card.counts)] if card.counts else [])),
        "width": f"{card.w / _POINTS:.4f}",
        "height": f"{card.h / _POINTS:.4f}",
        "fillcolor": light.card if card.scope in UNCOLOURED else scopes[card.scope].colour,
        "tooltip": plain(card.text[:_MOST_TOOLTIP]),
    }
    if card.size != SIZES.name:
        attributes["fontsize"] = _n(card.size)
    if scene.placed and not scene.matrix:
        attributes["pos"] = f"{_n(card.x + card.w / 2)},{_n(scene.height - card.y - card.h / 2)}"
    return attributes


def _told(counts: Iterable[Count]) -> str:
    return "  ".join(f"{count.letter or '–'} {count.told}" for count in counts)


def _columns(graph: graphviz.Digraph, scene: Scene) -> None:
    """Keeps the cards of a column above each other, and the columns in their order."""
    columns: dict[int, list[str]] = {}
    for card in scene.cards:
        if card.column is not None:
            columns.setdefault(card.column, []).append(card.id)
    order = sorted(columns)
    for number in order:
        with graph.subgraph() as same:
            same.attr(rank="same")
            for id_ in columns[number]:
                same.node(_quotable(id_))
    for left, right in itertools.pairwise(order):
        graph.edge(_quotable(columns[left][0]), _quotable(columns[right][0]), style="invis")


def _dots(graph: graphviz.Digraph, scene: Scene, scopes: Mapping[str, Scope]) -> None:
    for dot in scene.dots:
        graph.node(
            _quotable(f"dot {dot.owner} {dot.target}"),
            id=f"dot-{dot.owner}--{dot.target}",
            **{"class": f"dot scope-{dot.scope}" + (f" way-{dot.way}" if dot.way else "")},
            label=plain(dot.label if dot.name else dot.label + dot.count),
            **({"xlabel": plain(*dot.name, *dot.small, *filter(None, [dot.count]))} if dot.name else {}),
            shape=_SHAPES.get(scopes[dot.scope].shape, scopes[dot.scope].shape),
            style={"stated": "filled", "implied": "filled,dashed", "known": "filled,dotted"}[dot.basis],
            width=f"{2 * dot.r / _POINTS:.4f}",
            height=f"{2 * dot.r / _POINTS:.4f}",
            fontsize=_n(SIZES.small),
            fillcolor=scopes[dot.scope].colour,
            tooltip=plain(dot.text[:_MOST_TOOLTIP]),
            pos=f"{_n(dot.x)},{_n(scene.height - dot.y)}",
        )


def _anchors(graph: graphviz.Digraph, scene: Scene) -> None:
    """A point at the edge of each frame that lines end at, for DOT joins nodes alone."""
    cards = {card.id for card in scene.cards}
    seen: set[str] = set()
    for line in scene.lines:
        for end, at in ((line.source, 0), (line.target, -1)):
            if end not in cards | seen and line.points:
                seen.add(end)
                x, y = line.points[at]
                graph.node(_quotable(end), shape="point", width="0.01", pos=f"{_n(x)},{_n(scene.height - y)}")


def _edge(graph: graphviz.Digraph, line: Line) -> None:
    ends = (line.target, line.source) if line.backwards else (line.source, line.target)
    way = _BACKWARDS[line.way] if line.backwards else line.way
    attributes = {
        "id": f"feed-{line.source}--{line.target}",
        "class": f"edge way-{line.way}",
        "dir": _ARROWS[way],
        "style": {"stated": "solid", "implied": "dashed", "known": "dotted"}[line.basis],
        "tooltip": plain(line.text[:_MOST_TOOLTIP]),
    }
    if line.label:
        attributes["label"] = graphviz.escape(f" {line.label} ")
    if line.loose:
        attributes["constraint"] = "false"
    else:
        attributes.update(tailport="e", headport="w")
    graph.edge(_quotable(ends[0]), _quotable(ends[1]), **attributes)


def _quotable(name: str) -> str:
    """A node name without a colon, which the `graphviz` package would read as a port."""
    return name.replace(":", "_")


def plain(*lines: str) -> str:
    """Lines of text that Graphviz shows as they are: no HTML-like label, escape or entity, whatever they look like.

    The mark of ``graphviz.nohtml`` is a type: a plain ``str`` would lose it.
    """
    marked: str = graphviz.nohtml("\\n".join(graphviz.escape(line.replace("&", "&amp;")) for line in lines))
    return marked


def _n(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
