"""An explorer of its own on a free port, and a Chromium that reports whatever should not happen."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, sync_playwright
from visitor import Served, Visitor

from flowviz.explorer import Settings

if TYPE_CHECKING:
    from collections.abc import Iterator

CHROMIUM = os.environ.get("FLOWVIZ_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def served() -> Iterator[str]:
    server = Served(Settings())
    yield server.address
    server.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture
def visitor(browser: Browser, served: str) -> Iterator[Visitor]:
    """A visitor at a desk; whatever the browser complains of, or asks elsewhere, fails the test."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, permissions=["clipboard-read", "clipboard-write"]
    )
    visitor = Visitor(context.new_page(), served)
    visitor.page.set_default_timeout(10_000)
    yield visitor
    context.close()
    assert visitor.complaints == []
