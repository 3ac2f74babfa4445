"""Pages that need no server, as a browser sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from visitor import AXE, CONTRAST

if TYPE_CHECKING:
    from playwright.sync_api import Page, ViewportSize

__all__ = ["DESK", "PHONE", "gone_to", "violations"]

DESK: Final[ViewportSize] = {"width": 1280, "height": 800}
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
_RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
_SIZES: Final = "wcag22aa"
"""Of its rules axe has one alone, that of the size of targets."""


def gone_to(page: Page, query: str) -> None:
    """Another view of the one file, as a link in it opens it: quicker than to read all of the file again."""
    page.evaluate("query => window.flowviz.go(query)", query or "?")
    page.wait_for_function("() => window.flowviz.shown === location.search")


def violations(page: Page, *, looks: bool = True) -> list[str]:
    """What axe finds wrong with a page: the rule and the first element that breaks it.

    Contrast and sizes, which no language breaks, take five times as long as all else: without ``looks`` they are left out.
    """
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE.read_text("utf-8"))
    rules = {"runOnly": [*_RULES, *[_SIZES] * looks], "rules": {CONTRAST: {"enabled": looks}}}
    options = {**rules, "resultTypes": ["violations"]}
    found: dict[str, Any] = page.evaluate("(options) => axe.run(document, options)", options)
    return [f"{one['id']}: {one['nodes'][0]['target'][0]}" for one in found["violations"]]
