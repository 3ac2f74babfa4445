"""Any thing and its surroundings: what is within so many hops of it, along the feeds, up, down or both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.connections import best_known
from flowviz.diagrams.cards import OUTER, card_of
from flowviz.diagrams.scene import Frame, Line, Scene, frame_of
from flowviz.diagrams.wording import feeds_text, legend_of, thing_text
from flowviz.lineage import Direction, neighbourhood
from flowviz.locales import words
from flowviz.model import Model, feeds_between, inside, name_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["draw", "draw_nodes"]


def draw(model: Model, node: str, *, depth: int = 1, direction: Direction = "both", language: str = "fi") -> Scene:
    """The scene of ``node`` and all within ``depth`` hops, for Graphviz to place.

    A thing stands for all that lies in it: the feeds of a resource's registers and parts are its surroundings too.
    """
    w = words(language)
    name = name_of(model, node, language)
    members = [inner for inner in inside(model, node) if inner == node or _has_feeds(model, inner)]
    hops = neighbourhood(model, *members, depth=depth, direction=direction)
    scene = draw_nodes(model, hops, language=language, focus=members, frame=node if len(members) > 1 else None)
    scene.kind = "neighbourhood"
    scene.name = f"neighbourhood-{node}-{direction}-{depth}"
    scene.title = name
    scene.subtitle = w(
        f"neighbourhood.subtitle.{direction}", hops=w("hops", n=depth), things=w("things", n=len(hops) - len(members))
    )
    scene.description = w("neighbourhood.description", name=name)
    return scene


def draw_nodes(
    model: Model,
    nodes: Collection[str],
    *,
    language: str,
    focus: Collection[str] = (),
    frame: str | None = None,
) -> Scene:
    """The scene of ``nodes`` and every feed between them; those in ``focus`` stand out, in a frame if one is named."""
    scene = Scene(kind="nodes", name="nodes", title="", subtitle="", description="", language=language)
    order = model.order
    if frame:
        scene.frames.append(Frame(id=frame_of(frame), kind="whole", text=thing_text(model, frame, language)))
    for node in sorted(nodes, key=order.__getitem__):
        department = model.nodes[node]["department"]
        kind = model.nodes[node]["kind"]
        home = name_of(model, department, language) if department and kind in ("resource", "register") else None
        inner = frame_of(frame) if frame and node in focus else None
        scene.cards.append(card_of(model, node, language, small=home, strong=node in focus, frame=inner, w=OUTER))
    scene.lines = _lines(model, nodes, order, language)
    scene.legend = legend_of(model, scene)
    return scene


def _lines(model: Model, nodes: Collection[str], order: Mapping[str, int], language: str) -> list[Line]:
    lines = []
    for source in sorted(nodes, key=order.__getitem__):
        for target in sorted(model.out[source], key=order.__getitem__):
            if target not in nodes:
                continue
            there, back = feeds_between(model, source, target), feeds_between(model, target, source)
            if back and order[target] < order[source]:
                continue
            feeds = there + back
            lines.append(
                Line(
                    source=source,
                    target=target,
                    way="both" if back else "out",
                    basis=best_known(feeds),
                    text=feeds_text(model, feeds, language),
                )
            )
    return lines


def _has_feeds(model: Model, node: str) -> bool:
    return bool(model.out[node] or model.into[node])
