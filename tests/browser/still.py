"""Pages that need no server, as a browser sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

__all__ = ["DESK", "PHONE", "gone_to"]

DESK: Final[ViewportSize] = {"width": 1280, "height": 800}
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}


def gone_to(page: Page, query: str) -> None:
    """Another view of the one file, as a link in it opens it: quicker than to read all of the file again."""
    page.evaluate("query => window.flowviz.go(query)", query or "?")
    page.wait_for_function("() => window.flowviz.shown === location.search")
