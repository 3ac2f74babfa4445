"""The shortest ways that data take from one thing to another, feed by feed."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from flowviz.diagrams.neighbourhood import draw_nodes
from flowviz.lineage import all_shortest_paths
from flowviz.locales import words
from flowviz.model import Model, inside, name_of

if TYPE_CHECKING:
    from flowviz.diagrams.scene import Scene

__all__ = ["draw", "ways"]


def draw(model: Model, source: str, target: str, *, language: str = "fi") -> Scene:
    """The scene of the shortest ways from ``source`` to ``target``, for Graphviz to place; the ends alone when
    there is none."""
    w = words(language)
    found = ways(model, source, target)
    nodes = {node for path in found for node in path} or {source, target}
    scene = draw_nodes(model, nodes, language=language, focus={path[i] for path in found for i in (0, -1)} or nodes)
    steps = {pair for path in found for pair in itertools.pairwise(path)}
    scene.lines = [line for line in scene.lines if {(line.source, line.target), (line.target, line.source)} & steps]
    ends = {"a": name_of(model, source, language), "b": name_of(model, target, language)}
    scene.kind = "paths"
    scene.name = f"paths-{source}-{target}"
    scene.title = w("paths.title", **ends)
    scene.subtitle = (
        w("paths.subtitle", n=len(found), hops=w("hops", n=len(found[0]) - 1)) if found else w("path.none", **ends)
    )
    scene.description = w("paths.description", **ends)
    return scene


def ways(model: Model, source: str, target: str) -> list[list[str]]:
    """The shortest ways from ``source``, or anything in it, to ``target`` or anything in it; none when they overlap."""
    starts, ends = inside(model, source), inside(model, target)
    if set(starts) & set(ends):
        return []
    found = [path for start in starts for end in ends for path in all_shortest_paths(model, start, end)]
    shortest = min(map(len, found), default=0)
    return [path for path in found if len(path) == shortest]
