"""The first view of the same made-up catalogue in our explorer, Kedro-Viz and LikeC4, beside an empty Dash page.

    python -m venv FOLDER/kedro && FOLDER/kedro/bin/pip install kedro-viz
    npm install --prefix FOLDER likec4
    python benchmarks/viewers.py 75 300 --kedro FOLDER/kedro --likec4 FOLDER/node_modules/.bin/likec4

Prints Markdown. All are opened in turns in one Chromium without a cache, and timed until the first box is drawn; how many boxes
there are then is told beside it. What is made before anybody visits is not counted: the pages of the other two are built, and our
server has started. Kedro-Viz takes no loops: feeds that close one are left out for it. LikeC4 draws the departments and what is
shared, as its first view does.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import http.server
import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from explorer_server import serve
from models import make_catalogue
from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Error as Failed

from explorer import empty_dash
from flowviz.federation import load

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser"))
from measuring import CHROMIUM
from visitor import ARGUMENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowviz.catalogue import Catalogue

TURNS: Final = 3
PATIENCE: Final = 60_000
"""Milliseconds after which a page counts as not drawn."""
LONGEST: Final = 300
"""Seconds after which one counts as not built."""


def things(catalogue: Catalogue) -> dict[str, tuple[str, str]]:
    """Whatever may have feeds: id -> the department that it lies in, if any, and its name."""
    found = {each.id: ("", str(each.name.get("en"))) for each in (*catalogue.shared, *catalogue.parties)}
    for department in catalogue.departments:
        found[department.id] = "", str(department.name.get("en"))
        found |= {each.id: (department.id, str(each.name.get("en"))) for each in department.resources}
    return found


def feeds(catalogue: Catalogue) -> list[tuple[str, str]]:
    """The ends of the feeds between them, each pair once."""
    known = things(catalogue)
    pairs = dict.fromkeys((feed.source, feed.target) for feed in catalogue.feeds)
    return [(a, b) for a, b in pairs if a in known and b in known and a != b]


def without_loops(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs one after the other, but for those that would close a loop."""
    out: dict[str, list[str]] = {}
    kept = []
    for source, target in pairs:
        waiting, seen = [target], {target}
        while waiting and source not in seen:
            new = [other for other in out.get(waiting.pop(), []) if other not in seen]
            seen.update(new)
            waiting += new
        if source not in seen:
            out.setdefault(source, []).append(target)
            kept.append((source, target))
    return kept


def kedro(catalogue: Catalogue, venv: Path, folder: Path) -> Path:
    """The page of Kedro-Viz, as ``kedro viz build`` makes it, with the catalogue as its pipeline."""
    (html,) = venv.glob("lib/python*/site-packages/kedro_viz/html")
    shutil.copytree(html, folder)
    common: dict[str, Any] = {"tags": [], "pipelines": ["__default__"], "modular_pipelines": None, "layer": None}
    nodes = [
        {"id": id_, "name": name, "type": "data", "dataset_type": "", "stats": None, **common}
        for id_, (_, name) in things(catalogue).items()
    ]
    root = {
        "id": "__root__",
        "name": "__root__",
        "inputs": [],
        "outputs": [],
        "children": [{"id": node["id"], "type": "data"} for node in nodes],
    }
    told = {
        "nodes": nodes,
        "edges": [{"source": a, "target": b} for a, b in without_loops(feeds(catalogue))],
        "layers": [],
        "tags": [],
        "pipelines": [{"id": "__default__", "name": "__default__"}],
        "modular_pipelines": {"__root__": root},
        "selected_pipeline": "__default__",
    }
    (folder / "api" / "pipelines").mkdir(parents=True)
    for file in ("main", "pipelines/__default__"):
        (folder / "api" / file).write_text(json.dumps(told), "utf-8")
    return folder


def likec4(catalogue: Catalogue, command: str, folder: Path) -> Path | None:
    """The site of LikeC4, as ``likec4 build`` makes it; None when it makes none."""
    known = things(catalogue)

    def path(id_: str) -> str:
        return ".".join("x_" + re.sub(r"\W", "_", part) for part in (known[id_][0], id_) if part)

    def name(id_: str) -> str:
        return "'" + re.sub(r"['\\]", " ", known[id_][1]) + "'"

    lines = ["specification {", "  element thing", "}", "model {"]
    for id_, (home, _) in known.items():
        inner = [other for other, (of, _) in known.items() if of == id_]
        if not home:
            lines.append(f"  {path(id_)} = thing {name(id_)} {{")
            lines += [f"    {path(other).split('.')[-1]} = thing {name(other)}" for other in inner]
            lines.append("  }")
    inside = [(a, b) for a, b in feeds(catalogue) if known[a][0] != b and known[b][0] != a]
    lines += [f"  {path(a)} -> {path(b)}" for a, b in inside]
    lines += ["}", "views {", "  view index {", "    include *", "  }", "}"]
    folder.mkdir()
    (folder / "model.c4").write_text("\n".join(lines), "utf-8")
    site = folder / "site"
    build = [command, "build", "--output", str(site), str(folder)]
    with contextlib.suppress(subprocess.SubprocessError):
        subprocess.run(build, capture_output=True, check=True, timeout=LONGEST)
    return site if (site / "index.html").exists() else None


class _Page(http.server.SimpleHTTPRequestHandler):
    def send_head(self) -> Any:
        if not Path(self.translate_path(self.path)).exists():
            self.path = "/index.html"  # its script reads the address
        return super().send_head()

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the pages in a folder."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Page, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()


def drawn(browser: Browser, address: str, box: str) -> tuple[float, int] | None:
    """Milliseconds until the first box is drawn, and how many there are a second later; None when there is none."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    try:
        page.goto(address, timeout=PATIENCE)
        page.wait_for_selector(box, timeout=PATIENCE)
        took = page.evaluate("() => performance.now()")
        page.wait_for_timeout(1_000)
        return took, page.locator(box).count()
    except Failed:
        return None
    finally:
        context.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--kedro", type=Path, help="a virtual environment that has Kedro-Viz")
    parser.add_argument("--likec4", help="the command of LikeC4")
    asked = parser.parse_args()
    print("| resources | page | first box, ms | beside an empty Dash page | boxes |\n|---|---|---|---|---|")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as temporary, contextlib.ExitStack() as stack:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        empty = stack.enter_context(contextlib.contextmanager(empty_dash)())
        for size in asked.sizes:
            folder = Path(temporary) / str(size)
            catalogue = load(make_catalogue(folder / "catalogue", size))
            server, port = serve(folder / "catalogue")
            pages: dict[str, tuple[str, str] | None] = {
                "empty Dash page": (empty, "#ready"),
                "flowviz explore": (f"http://127.0.0.1:{port}/?lang=en", "#stage svg :is(g.node, g.frame)"),
            }
            if asked.kedro:
                page = stack.enter_context(served(kedro(catalogue, asked.kedro, folder / "kedro")))
                pages["Kedro-Viz"] = page, ".pipeline-node"
            if asked.likec4:
                site = likec4(catalogue, asked.likec4, folder / "likec4")
                address = stack.enter_context(served(site)) if site else ""
                pages["LikeC4"] = (f"{address}view/index/", ".react-flow__node") if site else None
            found: dict[str, list[tuple[float, int] | None]] = {name: [] for name in pages}
            for _ in range(TURNS):
                for name, page_of in pages.items():
                    found[name].append(drawn(browser, *page_of) if page_of else None)
            server.terminate()
            server.wait()
            base = statistics.median(each[0] for each in found["empty Dash page"] if each)
            for name, turns in found.items():
                shown = [each for each in turns if each]
                if not shown:
                    print(f"| {size} | {name} | not drawn | | |", flush=True)
                    continue
                took = statistics.median(each[0] for each in shown)
                print(f"| {size} | {name} | {took:.0f} | {took / base:.1f}× | {shown[-1][1]} |", flush=True)


if __name__ == "__main__":
    main()
