"""Drawings measured in a browser: what is wrong with them, and their figures."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

__all__ = ["CHROMIUM", "FAULTS", "MEASURE", "measured", "opened"]

_NAMES: Final = ("chromium-headless-shell", "chromium", "google-chrome")
CHROMIUM: Final = os.environ.get("FLOWVIZ_BROWSER") or next(filter(None, map(shutil.which, _NAMES)), None)
MEASURE: Final = Path(__file__).with_name("measure.js").read_text("utf-8")
"""The script that measures; its head says what each figure is."""
FAULTS: Final = (
    "overlaps",
    "straddling",
    "overflows",
    "textOverlaps",
    "textsOverBoxes",
    "linesUnderBoxes",
    "linesThroughTitles",
    "linesAlongBorders",
    "linesThatShare",
)
"""The figures that are lists of what is wrong."""


def measured(page: Page, svg: str) -> dict[str, Any]:
    """The figures of a drawing, in a page that has `MEASURE`."""
    page.evaluate("svg => { document.body.innerHTML = svg }", svg[svg.index("<svg") :])
    found: dict[str, Any] = page.evaluate("measure()")
    return found


@contextmanager
def opened() -> Iterator[Page]:
    """A page of a browser of its own that measures drawings at their own size."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--headless=new", "--no-sandbox"])
        page = browser.new_page(viewport={"width": 1600, "height": 900})
        page.set_content("<body style='margin:0'></body>")
        page.evaluate(MEASURE)
        yield page
        browser.close()
