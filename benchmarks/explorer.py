"""How heavy and how quick the explorer is in a real browser, next to an empty Dash page in the same run.

Run: ``python benchmarks/explorer.py``. It serves both from this process, opens them in turns in Chromium without a
cache, and prints Markdown. A click is timed from the pointer to the frame after drawing and details are both there;
a highlight is what our script and the new styles take for one event, on a drawing of some 400 things.

``python benchmarks/explorer.py 75 300 1000 5000 20000`` does so for made-up catalogues of these sizes alone, each served by a
process of its own: the first view, clicks when all is ready, and what the page takes of memory. What the server takes is measured by
``explorer_server.py``.
"""

from __future__ import annotations

import re
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import waitress
from dash import Dash, html
from explorer_server import serve, taken_by
from flask_compress import Compress
from models import make_catalogue
from playwright.sync_api import Browser, Page, sync_playwright

from flowviz.explorer import Settings

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "browser"))
from measuring import CHROMIUM
from visitor import ARGUMENTS, Served, Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

TURNS = 7

LONGEST = 30_000
"""Milliseconds after which nobody waits for a click any more."""
SELECT = """async id => {
  const frame = () => new Promise(requestAnimationFrame);
  const details = document.getElementById('panel-details');
  const start = performance.now();
  document.querySelector(`#stage g.node[data-id="${id}"] [role=button]`).dispatchEvent(new PointerEvent('click', {bubbles: true}));
  const name = document.querySelector(`#stage g.node[data-id="${id}"] title`).textContent.split(',')[0];
  const told = () => details.querySelector('h2')?.textContent.replaceAll('\u00ad', '') ?? '';
  while (!told().startsWith(name)) {
    if (performance.now() - start > LONGEST) throw new Error(`the details of ${name} do not come, but ${told()}`);
    await frame();
  }
  await frame();
  return performance.now() - start;
}"""
OPEN = """async query => {
  const frame = () => new Promise(requestAnimationFrame);
  const before = document.querySelector('#stage svg');
  const start = performance.now();
  window.flowviz.go(query);
  while (window.flowviz.shown !== query || document.querySelector('#stage svg') === before || !document.querySelector('#stage svg')) {
    if (performance.now() - start > LONGEST) throw new Error(`${query} does not come`);
    await frame();
  }
  await frame();
  return performance.now() - start;
}"""
HIGHLIGHT = """() => [...document.querySelectorAll('#stage :is(g.node, g.frame[data-id])')].map(node => {
  const handle = node.querySelector('[role=button]');
  const far = node.parentNode.lastElementChild;
  const start = performance.now();
  handle.dispatchEvent(new PointerEvent('pointerover', {bubbles: true}));
  getComputedStyle(far).opacity;
  return performance.now() - start;
})"""

BUSY = "?view=neighbourhood&of=r3334&whole=yes"
"""Of a catalogue of 5,000, what has the most neighbours that are drawn all at once."""

ZOOM = """async () => {
  const stage = document.querySelector("#stage"), box = stage.getBoundingClientRect(), frames = [];
  const at = { clientX: box.left + box.width / 2, clientY: box.top + box.height / 2, bubbles: true, cancelable: true };
  let last = performance.now();
  return await new Promise((done) => requestAnimationFrame(function step() {
    const now = performance.now();
    frames.push(now - last);
    last = now;
    const deltaY = frames.length < 60 ? -30 : 30;
    stage.querySelector("svg").dispatchEvent(new WheelEvent("wheel", { ...at, deltaY }));
    frames.length < 120 ? requestAnimationFrame(step) : done(frames.slice(2));
  }));
}"""
"""Zooms in and out by the wheel for 120 frames, and gives how many milliseconds each took."""


def processor(browser: Browser) -> dict[int, float]:
    """Milliseconds of a processor that each process of the browser which shows pages has taken."""
    found = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    return {each["id"]: 1000 * each["cpuTime"] for each in found if each["type"] == "renderer"}


def since(browser: Browser, before: dict[int, float]) -> float:
    """What they have taken since then, those that are new by now with them."""
    return sum(now - before.get(pid, 0) for pid, now in processor(browser).items())


def first_view(browser: Browser, address: str, ready: str) -> dict[str, float]:
    """Bytes over the wire, requests and milliseconds of the first visit, and those of a processor in the browser."""
    before = processor(browser)
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto(address)
    page.wait_for_selector(ready)
    shown = page.evaluate("() => performance.now()")
    page.wait_for_timeout(500)
    taken = since(browser, before)
    context.close()
    return {"kB": sum(sizes) / 1000, "requests": len(sizes), "ms": shown, "processor": taken}


def empty_dash() -> Iterator[str]:
    """The address of a Dash page with nothing on it, compressed as ours."""
    app = Dash("empty", update_title="")
    app.layout = html.Div("x", id="ready")
    Compress(app.server)
    server = waitress.create_server(app.server, host="127.0.0.1", port=0, threads=8)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}/"
    server.close()


def median(found: list[dict[str, float]]) -> dict[str, float]:
    return {key: statistics.median(each[key] for each in found) for key in found[0]}


def times(page: Page, script: str, arguments: list[Any]) -> list[float]:
    return [page.evaluate(script.replace("LONGEST", str(LONGEST)), argument) for argument in arguments]


def at_rest(pid: int) -> None:
    """Waits until a server has made ready what it makes ready after its start."""
    before = -1.0
    while (now := taken_by(pid)) - before > 0.05:
        before = now
        time.sleep(1)


CLICK = """async query => {
  const frame = () => new Promise(requestAnimationFrame);
  const start = performance.now();
  window.flowviz.go(query);
  while (window.flowviz.shown !== query || document.querySelector('#stage[aria-busy]')) {
    if (performance.now() - start > LONGEST) throw new Error(`${query} does not come`);
    await frame();
  }
  await frame();
  return performance.now() - start;
}"""
"""Follows a link, and gives the milliseconds until the page shows where it leads."""


def page_memory(browser: Browser, page: Page) -> float:
    """The megabytes of the process that shows ``page``, its share of what several have counted once."""
    session = browser.new_browser_cdp_session()
    pids = [
        each["id"] for each in session.send("SystemInfo.getProcessInfo")["processInfo"] if each["type"] == "renderer"
    ]
    page.evaluate("() => new Promise(requestAnimationFrame)")
    sizes = []
    for pid in pids:
        found = re.search(r"(?m)^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text())
        sizes.append(int(found[1]) / 1024 if found else 0.0)
    return max(sizes)


def at_scale(sizes: list[int]) -> None:
    """Prints what the page of catalogues of so many resources takes, next to an empty Dash page.

    Milliseconds of a processor – of the browser, and of the server for clicks – say more than those of a clock where other
    programs run.
    """
    heads = [
        "resources",
        "empty page, ms",
        "first view beyond it, ms",
        "of a processor in the browser: empty, beyond it",
    ]
    heads += [
        "clicks: median, ms",
        "slowest, ms",
        "of a processor: browser, server",
        "memory, MB: empty, ours",
        "the slowest click",
    ]
    print(f"| {' | '.join(heads)} |\n{'|---' * len(heads)}|")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            catalogue = make_catalogue(Path(folder) / str(size), size)
            server, port = serve(catalogue)
            address = f"http://127.0.0.1:{port}/"
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            for empty in empty_dash():
                plain, ours = [], []
                for _ in range(3):
                    plain.append(first_view(browser, empty, "#ready"))
                    ours.append(first_view(browser, f"{address}?lang=en", "#stage svg"))
                beside = browser.new_page(viewport={"width": 1280, "height": 800})
                beside.goto(empty)
                beside.wait_for_selector("#ready")
                memory = page_memory(browser, beside)
                beside.close()
            at_rest(server.pid)
            visitor = Visitor(browser.new_page(viewport={"width": 1280, "height": 800}), address)
            visitor.page.set_default_timeout(120_000)
            visitor.open("?view=department&of=d0&lang=en")
            ways = [
                *(f"?view=department&of=d0&node=r{number}&lang=en" for number in range(4)),
                *(f"?view=department&of=d{number}&lang=en" for number in range(1, 5)),
                *(f"?view=neighbourhood&of=r{number}&lang=en" for number in range(4)),
                *(f"?view=table&page={number}&lang=en" for number in range(2, 4)),
                "?view=table&table=feeds&lang=en",
                "?view=table&table=feeds&sort=target&lang=en",
                "?view=table&wide=yes&lang=en",
                "?view=map&lang=en",
            ]
            before, served = processor(browser), taken_by(server.pid)
            times_of = times(visitor.page, CLICK, ways)
            clicks = sorted(times_of)
            in_browser = since(browser, before) / len(ways)
            in_server = 1000 * (taken_by(server.pid) - served) / len(ways)
            base, first = median(plain), median(ours)
            row: list[float | str] = [size, base["ms"], first["ms"] - base["ms"]]
            row.append(f"{base['processor']:.0f}, {first['processor'] - base['processor']:.0f}")
            row += [statistics.median(clicks), clicks[-1], f"{in_browser:.0f}, {in_server:.0f}"]
            row.append(f"{memory:.0f}, {page_memory(browser, visitor.page):.0f}")
            row.append(f"`{ways[times_of.index(clicks[-1])].removesuffix('&lang=en')}`")
            print(f"| {' | '.join(each if isinstance(each, str) else f'{each:.0f}' for each in row)} |", flush=True)
            browser.close()
            server.terminate()
            server.wait()


def main() -> None:
    if sizes := [int(size) for size in sys.argv[1:]]:
        at_scale(sizes)
        return
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        ours = Served(Settings())
        big = Served(Settings(catalogue=make_catalogue(Path(folder) / "big", 1_600), most_things=10_000))
        busy = Served(Settings(catalogue=make_catalogue(Path(folder) / "busy", 5_000), most_things=10_000))
        for empty in empty_dash():
            plain, full, figures = [], [], []
            for _ in range(TURNS):
                plain.append(first_view(browser, empty, "#ready"))
                full.append(first_view(browser, ours.address, "#stage svg"))
            figures.append(first_view(browser, f"{ours.address}?view=figures", "#panel-figures table"))
            a, b, c = median(plain), median(full), median(figures)
        visitor = Visitor(browser.new_page(viewport={"width": 1280, "height": 800}), ours.address)
        visitor.open("?view=department&of=strategiaosasto&lang=fi")
        page = visitor.page
        nodes = page.locator("#stage g.node:not(.kind-department)").evaluate_all("all => all.map(e => e.dataset.id)")
        clicks = times(page, SELECT, nodes + nodes)
        things = ["asiakastietovaranto", "tyovoima", "vaestotieto", "kela", "henkilotiedot", "paatostietovaranto"]
        known = [
            thing for thing in things if page.request.get(f"{ours.address}drawing.svg?view=neighbourhood&of={thing}").ok
        ]
        opened = times(
            page,
            OPEN,
            [f"?view=neighbourhood&of={thing}&lang={lang}" for lang in ("fi", "sv", "en") for thing in known],
        )
        visitor = Visitor(browser.new_page(viewport={"width": 1280, "height": 800}), busy.address)
        visitor.open(f"{BUSY}&lang=en")
        many = visitor.page.locator("#stage svg g[data-id]").count()
        lit = sorted(visitor.page.evaluate(HIGHLIGHT))
        zoomed = {
            "the built-in map with all levels": frames(browser, ours, "?view=map&level=3"),
            "a map of 1,600 resources, level 2": frames(browser, big, "?view=map&level=2"),
            "its level 1": frames(browser, big, "?view=map&level=1"),
        }
        browser.close()
    print("| page | kB over the wire | requests | first drawn, ms |\n|---|---|---|---|")
    print(f"| empty Dash page | {a['kB']:.0f} | {a['requests']:.0f} | {a['ms']:.0f} |")
    print(
        f"| the explorer, map of the built-in catalogue | {b['kB']:.0f} (+{b['kB'] - a['kB']:.0f}) | {b['requests']:.0f} | {b['ms']:.0f} |"
    )
    print(
        f"| the explorer, in figures | {c['kB']:.0f} (+{c['kB'] - a['kB']:.0f}) | {c['requests']:.0f} | {c['ms']:.0f} |"
    )
    print("\n| what | median, ms | slowest of 20, ms |\n|---|---|---|")
    for what, found in (
        ("choose a resource: highlight and details", clicks),
        ("open a resource: drawing and details", opened),
    ):
        print(f"| {what} | {statistics.median(found):.0f} | {sorted(found)[int(len(found) * 0.95) - 1]:.0f} |")
    print(
        f"| highlight among {many} things around one of 5,000: script and styles | {statistics.median(lit):.1f} | {lit[int(len(lit) * 0.95) - 1]:.1f} (largest of all {lit[-1]:.1f}) |"
    )

    print("\n| zooming by the wheel | median, ms a frame | 95 % | longest |\n|---|---|---|---|")
    for what, found in zoomed.items():
        print(f"| {what} | {statistics.median(found):.0f} | {found[int(len(found) * 0.95)]:.0f} | {found[-1]:.0f} |")


def frames(browser: Browser, served: Served, query: str) -> list[float]:
    """The milliseconds of each frame while a drawing is zoomed, sorted."""
    visitor = Visitor(browser.new_page(viewport={"width": 1280, "height": 800}), served.address)
    visitor.open(f"{query}&lang=en")
    visitor.page.wait_for_timeout(1000)
    return sorted(visitor.page.evaluate(ZOOM))


if __name__ == "__main__":
    main()
