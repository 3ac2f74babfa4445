"""How good drawings are, in figures: faults, smallest letters, and crossings and area against plain ``dot``.

Run: ``python benchmarks/quality.py`` (needs Chromium and ``dot``). Measured are all drawings of departments and the
overview of the built-in catalogue and of a made-up one of 300 resources. Plain ``dot`` draws the same departments'
feeds: the same boxes with their names on one line, clusters and edges, in the same font, and every other setting
as Graphviz has it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import graphviz
from models import make_catalogue
from playwright.sync_api import sync_playwright

from flowviz import drawing
from flowviz.diagrams import Wish
from flowviz.loading import load
from flowviz.model import Model, build_model
from flowviz.places import CATALOGUE
from flowviz.theme import LAYOUT_FONT, SIZES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from flowviz.diagrams.scene import Scene

MEASURE = Path(__file__).parents[1] / "tests" / "browser" / "measure.js"
CHROMIUM = os.environ.get("FLOWVIZ_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
FAULTS = ("overlaps", "overflows", "textOverlaps", "linesUnderBoxes", "linesThroughTitles")


def measured(page: Page, svg: str) -> dict[str, Any]:
    page.evaluate("svg => { document.body.innerHTML = svg }", svg[svg.index("<svg") :])
    found: dict[str, Any] = page.evaluate("measure()")
    return found


def plain(scene: Scene) -> str:
    """The SVG text that ``dot`` writes for the boxes, clusters and lines of ``scene`` with settings of its own."""
    graph = graphviz.Digraph()
    graph.attr(fontname=LAYOUT_FONT, fontsize=str(SIZES.name))
    graph.attr("node", shape="box", fontname=LAYOUT_FONT, fontsize=str(SIZES.name))
    _clusters(graph, scene, None)
    for line in scene.lines:
        graph.edge(line.source, line.target)
    drawn = subprocess.run(["dot", "-Tsvg"], input=str(graph.source), capture_output=True, text=True, check=True)
    return drawn.stdout


def _clusters(graph: graphviz.Digraph, scene: Scene, parent: str | None) -> None:
    for frame in scene.frames:
        if frame.parent == parent:
            with graph.subgraph(name=f"cluster_{frame.id}") as inner:
                inner.attr(label=" ".join(frame.lines))
                _clusters(inner, scene, frame.id)
    for card in scene.cards:
        if card.frame == parent:
            graph.node(card.id, graphviz.escape(" ".join(card.lines)))


def wishes(model: Model) -> Iterator[Wish]:
    for kind in ("department", "feeds"):
        for department in model.catalogue.departments:
            yield Wish(kind=kind, of=department.id)
    yield Wish(kind="overview")


def report(page: Page, name: str, model: Model) -> None:
    faults: Counter[str] = Counter()
    least: dict[str, float] = {}
    ours: Counter[str] = Counter()
    theirs: Counter[str] = Counter()
    for wish in wishes(model):
        scene = drawing.scene_of(model, wish)
        found = measured(page, drawing.finish(model, scene))
        faults.update({fault: len(found[fault]) for fault in FAULTS})
        least[wish.kind] = min(found["fitFont"], least.get(wish.kind, 99))
        if wish.kind == "feeds" and scene.lines:
            other = measured(page, plain(scene))
            for figure in ("crossings", "area"):
                ours[figure] += found[figure]
                theirs[figure] += other[figure]
    letters = ", ".join(f"{kind} {size:.1f}" for kind, size in least.items())
    crossings, area = (ours[figure] / theirs[figure] for figure in ("crossings", "area"))
    print(
        f"| {name} | {sum(faults.values())} | {letters} | {ours['crossings']} / {theirs['crossings']} = {crossings:.2f}× "
        f"| {ours['area'] / 1e6:.1f} / {theirs['area'] / 1e6:.1f} = {area:.2f}× |",
        flush=True,
    )


def main() -> None:
    """Print a table in Markdown."""
    print("| catalogue | faults | smallest letters on 1600×900, px | crossings, ours / plain `dot` | area, Mpx |")
    print("|---|---|---|---|---|")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--headless=new", "--no-sandbox"])
        page = browser.new_page(viewport={"width": 1600, "height": 900})
        page.set_content("<body style='margin:0'></body>")
        page.evaluate(MEASURE.read_text("utf-8"))
        report(page, "built-in", build_model(load(CATALOGUE)))
        report(page, "made-up, 300", build_model(load(make_catalogue(Path(folder), 300, 1))))
        browser.close()


if __name__ == "__main__":
    main()
