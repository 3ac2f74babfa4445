"""The shortest ways that data take from one thing to another, feed by feed, from the left to the right."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from flowviz.diagrams import hops
from flowviz.diagrams.neighbourhood import draw_nodes
from flowviz.diagrams.page import SCREEN, Page
from flowviz.diagrams.scene import named
from flowviz.feeds import through
from flowviz.lineage import ways
from flowviz.locales import together, words
from flowviz.model import Model, name_of

if TYPE_CHECKING:
    from flowviz.diagrams.scene import Scene

__all__ = ["draw"]


def draw(model: Model, source: str, target: str, *, language: str = "fi", page: Page = SCREEN) -> Scene:
    """The scene of the shortest ways from ``source`` to ``target``, placed for ``page``; the ends alone when there is
    none."""
    w = words(language)
    found = ways(model, source, target)
    columns = {node: step for path in found for step, node in enumerate(path)} or {source: 0, target: 1}
    last = max(columns.values())
    focus = {node for node, step in columns.items() if step in (0, last)}
    scene = draw_nodes(model, columns, language=language, focus=focus)
    steps = {pair for path in found for pair in itertools.pairwise(path)}
    scene.lines = [line for line in scene.lines if {(line.source, line.target), (line.target, line.source)} & steps]
    ends = {"a": name_of(model, source, language), "b": name_of(model, target, language)}
    scene.kind = "paths"
    scene.of = (source, target)
    scene.name = named(f"paths-{source}-{target}")
    scene.title = w("paths.title", **ends)
    scene.subtitle = (
        w("paths.subtitle", n=len(found), hops=w("hops", n=len(found[0]) - 1)) if found else w("path.none", **ends)
    )
    actors = dict.fromkeys(actor for way in found for actor in through(model, way))
    names = [name_of(model, actor, language) for actor in actors]
    told = [w("path.through", names=together(names, language))] if names else []
    scene.description = " ".join([w("paths.description", **ends), *told])
    headings = {0: w("paths.column.start"), last: w("paths.column.end", hops=w("hops", n=last))}
    headings |= {step: w("hops", n=step) for step in range(1, last)}
    return hops.place(scene, headings if found else {}, page)
