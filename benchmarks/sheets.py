"""Writes a folder with an index.html: the same departments drawn by flowviz, ELK, D2, Mermaid, PlantUML and dot, to be looked at.

    python benchmarks/sheets.py OUT [--catalogue PATH] [--department ID ...] [--lang fi] [--modules FOLDER ...]

Needs Chromium. ``--modules`` are folders ``node_modules`` that hold elkjs, @terrastruct/d2, or mermaid with
@mermaid-js/layout-elk. What is not at hand is left out, and the page says so. The texts for the other programs are what
`flowviz export` writes; ELK gets the boxes and lines of the feeds drawing as it is.
"""

from __future__ import annotations

import argparse
import html
import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import sync_playwright

from flowviz import drawing
from flowviz.catalogue import UNCOLOURED
from flowviz.cut import cut
from flowviz.diagrams import Wish
from flowviz.exports import EXPORTS, Order
from flowviz.loading import load
from flowviz.model import Model, build_model, name_of
from flowviz.places import CATALOGUE

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser"))
from measuring import CHROMIUM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Route

    from flowviz.diagrams.scene import Scene

HERE: Final = Path(__file__).parent
SECONDS: Final = 120
LAYERED: Final = {
    "elk.algorithm": "layered",
    "elk.direction": "RIGHT",
    "elk.hierarchyHandling": "INCLUDE_CHILDREN",
    "elk.layered.thoroughness": "20",
    "elk.json.edgeCoords": "ROOT",
}
STYLE: Final = """
body { font: 15px system-ui, sans-serif; margin: 24px; background: #ddd; color: #222 }
figure { display: inline-block; vertical-align: top; margin: 0 16px 24px 0; background: #fff; padding: 12px }
figcaption { font-weight: 700; margin-bottom: 8px }
img { display: block; max-width: min(1560px, 92vw); height: auto }
"""


class NotAtHandError(Exception):
    """A program is missing, or does not draw it; says why."""


@dataclass(frozen=True)
class Asked:
    """A department to draw."""

    model: Model
    department: str
    language: str
    modules: tuple[Path, ...]
    browser: Browser

    def text(self, form: str) -> str:
        """The text of the whole catalogue in a format."""
        return EXPORTS[form].write(self.model, Order(language=self.language)).decode()

    def holding(self, package: str) -> Path:
        """The folder with a package of Node's."""
        for folder in self.modules:
            if (folder / package).is_dir() and shutil.which("node"):
                return folder
        raise NotAtHandError(f"{package} is in none of the folders of --modules, or node is missing")


def run(command: list[str], text: str) -> str:
    if not shutil.which(command[0]):
        raise NotAtHandError(f"{command[0]} is not on the path")
    try:
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=True, timeout=SECONDS)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise NotAtHandError(f"{command[0]} did not draw it: {(error.stderr or error)!s:.300}") from None
    return done.stdout


def ours(kind: str, asked: Asked) -> str:
    return drawing.draw(asked.model, Wish(kind=kind, of=asked.department, language=asked.language))


def elk(asked: Asked) -> str:
    """The boxes and lines of the feeds drawing, in its frames, laid out by ELK."""
    folder = asked.holding("elkjs")
    scene = drawing.scene_of(asked.model, Wish(kind="feeds", of=asked.department, language=asked.language))
    given = json.dumps(_graph(scene))
    program = (
        f"const ELK = require({json.dumps(str((folder / 'elkjs/lib/elk.bundled.js').resolve()))});"
        "new ELK().layout(JSON.parse(require('fs').readFileSync(0, 'utf8'))).then(g => console.log(JSON.stringify(g)))"
    )
    return _elk_svg(json.loads(run(["node", "-e", program], given)), scene, asked.model)


def _graph(scene: Scene) -> dict[str, Any]:
    def inside(parent: str | None) -> list[dict[str, Any]]:
        cards = [{"id": card.id, "width": card.w, "height": card.h} for card in scene.cards if card.frame == parent]
        frames = [frame for frame in scene.frames if frame.parent == parent]
        padding = {"elk.padding": "[top=32,left=10,bottom=10,right=10]"}
        return cards + [{"id": frame.id, "children": inside(frame.id), "layoutOptions": padding} for frame in frames]

    edges = [{"id": f"e{n}", "sources": [line.source], "targets": [line.target]} for n, line in enumerate(scene.lines)]
    return {"id": "root", "layoutOptions": LAYERED, "children": inside(None), "edges": edges}


def _elk_svg(graph: dict[str, Any], scene: Scene, model: Model) -> str:
    colours = {scope.id: scope.colour for scope in model.catalogue.scopes if scope.id not in UNCOLOURED}
    names = {card.id: card.lines for card in scene.cards} | {frame.id: frame.lines for frame in scene.frames}
    fills = {card.id: colours.get(card.scope, "#ffffff") for card in scene.cards}
    parts: list[str] = []

    def draw(node: dict[str, Any], x: float, y: float) -> None:
        for child in node.get("children", ()):
            left, top = x + child["x"], y + child["y"]
            fill = fills.get(child["id"], "#f4f5f6")
            parts.append(
                f'<rect x="{left}" y="{top}" width="{child["width"]}" height="{child["height"]}" rx="3" fill="{fill}" '
                'stroke="#333"/>'
            )
            parts.extend(
                f'<text x="{left + 10}" y="{top + 20 + 17 * n}" font-size="13">{html.escape(words)}</text>'
                for n, words in enumerate(names.get(child["id"], ()))
            )
            draw(child, left, top)

    draw(graph, 10, 10)
    for line, edge in zip(scene.lines, graph["edges"], strict=True):
        dash = "" if line.basis == "stated" else ' stroke-dasharray="5 3"'
        for section in edge.get("sections", ()):
            points = [section["startPoint"], *section.get("bendPoints", ()), section["endPoint"]]
            path = "L".join(f"{point['x'] + 10} {point['y'] + 10}" for point in points)
            parts.append(f'<path d="M{path}" fill="none" stroke="#333" marker-end="url(#tip)"{dash}/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{graph["width"] + 20}" height="{graph["height"] + 20}" '
        'font-family="DejaVu Sans,sans-serif"><defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" '
        'markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z" fill="#333"/></marker></defs>'
        + "".join(parts)
        + "</svg>"
    )


def d2(layout: str, asked: Asked) -> str:
    folder = asked.holding("@terrastruct/d2")
    command = ["node", str(HERE / "d2.mjs"), str(folder), f"feeds-{asked.department}", layout]
    return run(command, asked.text("d2"))


def mermaid(asked: Asked) -> str:
    """The drawing of a department's heading in the Markdown, by the program that a browser loads."""
    folder = asked.holding("mermaid")
    name = name_of(asked.model, asked.department, asked.language)
    found = re.search(
        rf"^## {re.escape(name)}.*?^```mermaid\n(.*?)^```$", asked.text("mermaid"), re.MULTILINE | re.DOTALL
    )
    if not found:
        raise NotAtHandError("the export has no drawing of this department")
    page = asked.browser.new_page()

    def answer(route: Route) -> None:
        path = folder / route.request.url.removeprefix("http://modules.test/")
        if path.is_file():
            route.fulfill(path=path, content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><body></body>", content_type="text/html")

    page.route("http://modules.test/**", answer)
    page.goto("http://modules.test/")
    try:
        drawn: str = page.evaluate(
            """async text => {
              const { default: mermaid } = await import("/mermaid/dist/mermaid.esm.min.mjs");
              mermaid.initialize({ startOnLoad: false, maxTextSize: 1e6, maxEdges: 5000, flowchart: { htmlLabels: false } });
              try {
                mermaid.registerLayoutLoaders((await import("/@mermaid-js/layout-elk/dist/mermaid-layout-elk.esm.min.mjs")).default);
              } catch {}
              return (await mermaid.render("drawn", text)).svg;
            }""",
            found[1],
        )
    except Exception as error:
        raise NotAtHandError(f"Mermaid did not draw it: {error!s:.300}") from None
    finally:
        page.close()
    return drawn


def plantuml(asked: Asked) -> str:
    found = re.search(
        rf"^@startuml feeds-{re.escape(asked.department)}\n.*?^@enduml",
        asked.text("plantuml"),
        re.MULTILINE | re.DOTALL,
    )
    if not found:
        raise NotAtHandError("the export has no drawing of this department")
    return run(["plantuml", "-tsvg", "-pipe"], found[0])


def dot(asked: Asked) -> str:
    """The export of a smaller catalogue: the department with all that it has feeds with."""
    model = asked.model
    home = {node for node in model if _home(model, node) == asked.department} | {asked.department}
    ends = {
        end for feed in model.catalogue.feeds if {feed.source, feed.target} & home for end in (feed.source, feed.target)
    }
    around = {up for end in ends for up in _up(model, end)}
    smaller = build_model(cut(model.catalogue, home | around))
    return run(["dot", "-Tsvg"], EXPORTS["dot"].write(smaller, Order(language=asked.language)).decode())


def _up(model: Model, node: str) -> Iterator[str]:
    """A thing and all that it lies in."""
    while node in model:
        yield node
        data = model.nodes[node]
        node = data.get("resource") or data.get("department") or ""


def _home(model: Model, node: str) -> str:
    return list(_up(model, node))[-1]


TOOLS: Final = {
    "flowviz, department": lambda asked: ours("department", asked),
    "flowviz, feeds": lambda asked: ours("feeds", asked),
    "ELK": elk,
    "D2 with dagre": lambda asked: d2("dagre", asked),
    "D2 with ELK": lambda asked: d2("elk", asked),
    "Mermaid": mermaid,
    "PlantUML": plantuml,
    "dot": dot,
}
"""Everything that draws a department, by name."""


def _width(svg: str) -> float:
    """The width that a drawing has in its own units, for those that have no size."""
    found = re.search(r'viewBox="[-\d.]+[ ,]+[-\d.]+[ ,]+([\d.]+)', svg) or re.search(r'width="([\d.]+)', svg)
    return float(found[1]) if found else 1000


def main() -> None:
    """Write the folder that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--catalogue", type=Path, default=CATALOGUE)
    parser.add_argument("--department", nargs="*", help="By default all that have feeds.")
    parser.add_argument("--lang", default="fi")
    parser.add_argument("--modules", nargs="*", type=Path, default=[Path("node_modules")])
    wish = parser.parse_args()
    wish.out.mkdir(parents=True, exist_ok=True)
    model = build_model(load(wish.catalogue))
    wanted = wish.department or [one.id for one in model.catalogue.departments]
    body = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--headless=new", "--no-sandbox"])
        for department in wanted:
            asked = Asked(model, department, wish.lang, tuple(wish.modules), browser)
            body.append(f"<h1>{html.escape(name_of(model, department, wish.lang))}</h1>")
            for name, tool in TOOLS.items():
                file = f"{department}-{re.sub('[^a-z0-9]+', '-', name.lower())}.svg"
                try:
                    svg = tool(asked)
                    (wish.out / file).write_text(svg, "utf-8")
                    shown = f'<a href="{file}"><img src="{file}" alt="{name}" width="{_width(svg):.0f}"></a>'
                except NotAtHandError as missing:
                    print(f"{department}: {name} left out: {missing}")
                    shown = f"<p>Left out: {html.escape(str(missing))}</p>"
                body.append(f"<figure><figcaption>{name}</figcaption>{shown}</figure>")
        browser.close()
    page = f'<!doctype html><meta charset="utf-8"><title>Side by side</title><style>{STYLE}</style>{"".join(body)}'
    (wish.out / "index.html").write_text(page, "utf-8")
    print(f"open {wish.out / 'index.html'}")


if __name__ == "__main__":
    main()
