"""Crossings and area of feeds drawings against elkjs and ``dot``: the same boxes, the same lines.

Run: ``ELKJS=folder/node_modules/elkjs python benchmarks/peers.py`` (needs Chromium, ``dot``, ``node`` and elkjs). Measured are
the feeds of every department of the built-in catalogue and of made-up ones of 75, 300 and 1,000 resources that are drawn
as lines. All get boxes of the same size and the lines between them; *tied* ones get our frames as clusters too. A line of a
whole ends at the frame of a tied ELK as at ours, and else at the heading of the whole.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import graphviz
from models import make_catalogue

from flowviz import drawing
from flowviz.diagrams import Wish
from flowviz.loading import load
from flowviz.model import Model, build_model
from flowviz.places import CATALOGUE

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser"))
from measuring import measured, opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from playwright.sync_api import Page

    from flowviz.diagrams.scene import Frame, Scene

ELK = Path(__file__).with_name("elk.mjs")
LAYERED = {
    "elk.algorithm": "layered",
    "elk.direction": "RIGHT",
    "elk.hierarchyHandling": "INCLUDE_CHILDREN",
    "elk.layered.thoroughness": "20",
    "elk.layered.crossingMinimization.greedySwitch.type": "TWO_SIDED",
    "elk.json.edgeCoords": "ROOT",
}


def scenes(model: Model) -> Iterator[Scene]:
    """The placed feeds drawing of each department that has feeds, where it is no matrix."""
    for department in model.catalogue.departments:
        scene = drawing.scene_of(model, Wish(kind="feeds", of=department.id))
        if scene.lines and not scene.matrix:
            yield scene


def _padding(frame: Frame) -> str:
    return f"[top={10 + frame.header:.0f},left=10,bottom=10,right=10]"


def elk_graph(scene: Scene, *, tied: bool) -> dict[str, Any]:
    """The scene as a graph of ELK."""

    def inside(parent: str | None) -> list[dict[str, Any]]:
        cards = [
            {"id": card.id, "width": card.w, "height": card.h}
            for card in scene.cards
            if not tied or card.frame == parent
        ]
        if not tied:
            return cards
        return cards + [
            {"id": frame.id, "children": inside(frame.id), "layoutOptions": {"elk.padding": _padding(frame)}}
            for frame in scene.frames
            if frame.parent == parent
        ]

    return {
        "id": "root",
        "layoutOptions": LAYERED,
        "children": inside(None),
        "edges": [{"id": f"e{i}", "sources": [a], "targets": [b]} for i, (a, b) in enumerate(_edges(scene, tied=tied))],
    }


def _edges(scene: Scene, *, tied: bool = False) -> Iterator[tuple[str, str]]:
    home = {card.id: card.frame or card.id for card in scene.cards}
    for line in scene.lines:
        # ELK has no lines from a frame to what is in it
        at_frames = [tied and framed and not line.loose for framed in line.framed]
        a, b = (home[end] if framed else end for end, framed in zip((line.source, line.target), at_frames, strict=True))
        yield (b, a) if line.backwards else (a, b)


def elk(graphs: Iterable[dict[str, Any]]) -> list[str]:
    """The SVG text of each graph, laid out by elkjs."""
    said = "\n".join(json.dumps(graph) for graph in graphs)
    drawn = subprocess.run(["node", str(ELK)], input=said, capture_output=True, text=True, check=True)
    return [_svg(json.loads(line)) for line in drawn.stdout.splitlines()]


def _svg(graph: dict[str, Any]) -> str:
    parts: list[str] = []

    def draw(node: dict[str, Any], x: float, y: float) -> None:
        for child in node.get("children", ()):
            left, top = x + child["x"], y + child["y"]
            parts.append(
                f'<g class="{"frame" if "children" in child else "node"}" id="{child["id"]}">'
                f'<rect x="{left}" y="{top}" width="{child["width"]}" height="{child["height"]}" fill="none"/></g>'
            )
            draw(child, left, top)

    draw(graph, 0, 0)
    for edge in graph["edges"]:
        for section in edge.get("sections", ()):
            points = [section["startPoint"], *section.get("bendPoints", ()), section["endPoint"]]
            path = "L".join(f"{point['x']} {point['y']}" for point in points)
            parts.append(f'<g class="edge" id="{edge["id"]}"><path d="M{path}" fill="none" stroke="#000"/></g>')
    size = f'width="{graph["width"]}" height="{graph["height"]}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}><text x="5" y="5" font-size="4">.</text>{"".join(parts)}</svg>'
    )


def dot(scene: Scene, *, tied: bool) -> str:
    """The SVG text of the scene, laid out by plain ``dot``."""
    graph = graphviz.Digraph(graph_attr={"rankdir": "LR"})

    def inside(into: graphviz.Digraph, parent: str | None) -> None:
        for card in scene.cards:
            if not tied or card.frame == parent:
                size = {"width": f"{card.w / 72:.3f}", "height": f"{card.h / 72:.3f}", "fixedsize": "true"}
                into.node(card.id, " ", shape="box", **size)
        for frame in scene.frames if tied else ():
            if frame.parent == parent:
                with into.subgraph(name=f"cluster_{frame.id}") as inner:
                    inner.attr(label=" ".join(frame.lines))
                    inside(inner, frame.id)

    inside(graph, None)
    for source, target in _edges(scene):
        graph.edge(source, target)
    # a point of dot is a pixel of ours
    drawn = subprocess.run(["dot", "-Tsvg"], input=str(graph.source), capture_output=True, text=True, check=True).stdout
    return drawn.replace('pt"', 'px"')


def report(page: Page, name: str, model: Model) -> None:
    """Print a row for each who lays the boxes out."""
    found = list(scenes(model))
    elks = {
        f"elkjs{told}": elk(elk_graph(scene, tied=tied) for scene in found)
        for told, tied in (("", False), (", tied", True))
    }
    drawn = {
        "flowviz": [drawing.finish(model, scene) for scene in found],
        **elks,
        "dot": [dot(scene, tied=False) for scene in found],
        "dot, tied": [dot(scene, tied=True) for scene in found],
    }
    for who, pictures in drawn.items():
        figures = [measured(page, svg) for svg in pictures]
        crossings, area = (sum(figure[key] for figure in figures) for key in ("crossings", "area"))
        print(f"| {name} | {who} | {crossings} | {area / 1e6:.2f} |", flush=True)


def main() -> None:
    """Print a table in Markdown."""
    sizes = [int(size) for size in sys.argv[1:]] or [75, 300, 1000]
    print("| catalogue | laid out by | crossings | area, Mpx |")
    print("|---|---|---|---|")
    with opened() as page, tempfile.TemporaryDirectory() as folder:
        report(page, "built-in", build_model(load(CATALOGUE)))
        for size in sizes:
            made = make_catalogue(Path(folder) / str(size), size, 1)
            report(page, f"made-up, {size}", build_model(load(made)))


if __name__ == "__main__":
    main()
