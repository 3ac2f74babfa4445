"""The shortest ways that data take from one thing to another, feed by feed."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from flowviz.diagrams.neighbourhood import draw_nodes
from flowviz.feeds import through
from flowviz.lineage import ways
from flowviz.locales import together, words
from flowviz.model import Model, name_of

if TYPE_CHECKING:
    from flowviz.diagrams.scene import Scene

__all__ = ["draw"]


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
    actors = dict.fromkeys(actor for way in found for actor in through(model, way))
    names = [name_of(model, actor, language) for actor in actors]
    told = [w("path.through", names=together(names, language))] if names else []
    scene.description = " ".join([w("paths.description", **ends), *told])
    return scene
