"""What axe finds wrong with a page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["violations"]

_SCRIPT: Final = Path(__file__).parent / "vendor" / "axe-core-4.14.1" / "axe.min.js"
_RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice")
_SIZES: Final = "wcag22aa"
"""Of its rules axe has one alone, that of the size of targets."""


def violations(page: Page, of: str = "html", *, looks: bool = True, sizes: bool = False) -> list[str]:
    """The violations of WCAG 2.1 A and AA in what a selector is ``of``, one line each; with ``sizes`` those of the size of targets, too.

    Contrast and sizes, which a theme can break and a language cannot, take five times as long as all else: without ``looks``
    they are left out.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_SCRIPT.read_text("utf-8"))
    options = {
        "runOnly": [*_RULES, *[_SIZES] * (looks and sizes)],
        "rules": {"color-contrast": {"enabled": looks}},
        "resultTypes": ["violations"],
    }
    found: dict[str, Any] = page.evaluate("([of, options]) => axe.run(of, options)", [of, options])
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:200]} ({len(one['nodes'])}) {json.dumps(one['nodes'][0]['any'][:1])[:300]}"
        for one in found["violations"]
    ]
