"""Pictures of the explorer's main views and of the site. ``python tests/browser/screenshots.py`` writes them into docs/images/."""

from __future__ import annotations

import base64
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from measuring import CHROMIUM
from playwright.sync_api import sync_playwright
from visitor import ARGUMENTS, Served, Visitor

from flowviz import loading, site
from flowviz.explorer import Settings
from flowviz.model import build_model
from flowviz.places import CATALOGUE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLDER = Path(__file__).parents[2] / "docs" / "images"
DESK, PHONE = (1280, 800), (390, 844)
PICTURES = {
    "explorer-map": ("?view=map&lang=en", DESK, "light"),
    "explorer-overview": ("?view=overview&lang=en", DESK, "light"),
    "explorer-department": ("?view=department&of=strategiaosasto&node=vaestotieto&lang=en", DESK, "light"),
    "explorer-surroundings-dark": ("?view=neighbourhood&of=tyovoima&lang=fi", DESK, "dark"),
    "explorer-paths": ("?view=paths&of=dvv&to=asiakastietovaranto&lang=sv", DESK, "light"),
    "explorer-table-dark": ("?view=table&table=feeds&lang=en", DESK, "dark"),
    "explorer-figures": ("?view=figures&lang=en", (1280, 1340), "light"),
    "explorer-phone": ("?view=department&of=viestintaosasto&lang=fi", PHONE, "light"),
    "explorer-phone-dark": ("?view=neighbourhood&of=asiakastietovaranto&lang=sv", PHONE, "dark"),
}


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    served = Served(Settings())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for name, (query, (width, height), theme) in PICTURES.items():
            page = browser.new_page(
                viewport={"width": width, "height": height},
                color_scheme="dark" if theme == "dark" else "light",
                reduced_motion="reduce",
            )
            visitor = Visitor(page, served.address).open(query)
            if "figures" in query:
                page.wait_for_selector(".bands path")
            visitor.page.screenshot(path=FOLDER / f"{name}.png")
            page.close()
        strip_of_the_zoom(browser, served.address)
        with tempfile.TemporaryDirectory() as folder:
            picture_of_the_site(browser, Path(folder))
        browser.close()
    served.close()


def strip_of_the_zoom(browser: Browser, address: str) -> None:
    """The map from the organisation into a department, a resource, and what is in it, two and two."""
    page = browser.new_page(viewport={"width": 1100, "height": 760}, reduced_motion="reduce")
    shots = []
    for place in ("", "strategiaosasto", "tilastot", "turvallisuus"):
        Visitor(page, address).open(f"?view=map&lang=en&place={place}")
        page.wait_for_function(
            "() => !document.querySelector('#stage[aria-busy]') && document.fonts.status === 'loaded'"
        )
        page.wait_for_load_state("networkidle")
        shots.append(base64.b64encode(page.locator(".map-room").screenshot()).decode())
    images = "".join(f'<img src="data:image/png;base64,{shot}" width="640">' for shot in shots)
    page.set_viewport_size({"width": 1304, "height": 100})
    page.set_content(
        f'<body style="margin:0;display:grid;align-items:start;grid-template-columns:640px 640px;gap:24px;background:#fff">{images}'
    )
    page.locator("body").screenshot(path=FOLDER / "explorer-zoom.png")
    page.close()


def picture_of_the_site(browser: Browser, folder: Path) -> None:
    """The start page on a desk and, beside it, the page of a resource on a phone in the dark."""
    for path, data in site.build(build_model(loading.load(CATALOGUE))):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    shots = []
    for path, (width, _), theme in (
        ("en/index.html", DESK, "light"),
        ("en/resource/asiakastietovaranto.html", PHONE, "dark"),
    ):
        page = browser.new_page(
            viewport={"width": width, "height": PHONE[1]}, color_scheme="dark" if theme == "dark" else "light"
        )
        page.goto((folder / path).as_uri())
        shots.append(base64.b64encode(page.screenshot()).decode())
        page.close()
    page = browser.new_page(viewport={"width": DESK[0] + 24 + PHONE[0], "height": PHONE[1]})
    images = "".join(f'<img src="data:image/png;base64,{shot}">' for shot in shots)
    page.set_content(f'<body style="margin:0;display:flex;gap:24px">{images}')
    page.screenshot(path=FOLDER / "site.png")
    page.close()


if __name__ == "__main__":
    main()
