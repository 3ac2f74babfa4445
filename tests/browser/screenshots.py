"""Pictures of the explorer's main views. ``python tests/browser/screenshots.py`` writes them into docs/images/."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright
from visitor import ARGUMENTS, CHROMIUM, Served, Visitor

from flowviz.explorer import Settings

FOLDER = Path(__file__).parents[2] / "docs" / "images"
DESK, PHONE = (1280, 800), (390, 844)
PICTURES = {
    "explorer-overview": ("?view=overview&lang=en", DESK, "light"),
    "explorer-department": ("?view=department&of=strategiaosasto&node=vaestotieto&lang=en", DESK, "light"),
    "explorer-surroundings-dark": ("?view=neighbourhood&of=tyovoima&lang=fi", DESK, "dark"),
    "explorer-paths": ("?view=paths&of=dvv&to=asiakastietovaranto&lang=sv", DESK, "light"),
    "explorer-table-dark": ("?view=table&table=feeds&lang=en", DESK, "dark"),
    "explorer-figures": ("?view=figures&lang=en", DESK, "light"),
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
                page.wait_for_selector(".figure .sankey-node")
            visitor.page.screenshot(path=FOLDER / f"{name}.png")
            page.close()
        browser.close()
    served.close()


if __name__ == "__main__":
    main()
