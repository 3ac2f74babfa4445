"""An explorer that is served for tests, and a visitor who looks at it in a browser."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, TypeVar
from urllib.parse import urlparse

from axe import violations

from flowviz.explorer import Settings, create_app
from flowviz.explorer.serving import Server
from flowviz.locales import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from playwright.sync_api import Page, Request, Route

    from flowviz.explorer.work import Limits

T = TypeVar("T")
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


def rotated(views: Mapping[str, T], language: str) -> list[tuple[str, T]]:
    """The views to ask axe about in a language: all in the first, and each in just one of the others.

    What a language can break, a name that is missing or told twice, is looked for without a browser as well.
    """
    place = LANGUAGES.index(language)
    return [one for number, one in enumerate(views.items()) if place in (0, 1 + number % (len(LANGUAGES) - 1))]


def theme_of(language: str) -> Literal["light", "dark"]:
    """The theme in which axe is asked about views in a language: with `rotated`, about each view once in each theme."""
    return "light" if language == LANGUAGES[0] else "dark"


def asked_for(page: Page, waiting: Sequence[Route]) -> None:
    """Waits until there is what a page has asked for, and a route keeps waiting."""
    for _ in range(3_000):
        if waiting:
            return
        page.wait_for_timeout(20)
    raise AssertionError("it was not asked for")


class Served:
    """An explorer that is served in a thread."""

    def __init__(self, settings: Settings, limits: Limits | None = None) -> None:
        self._server = Server(create_app(settings, limits).server, replace(settings, port=0))
        self.address = self._server.address
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.stop()
        self._thread.join(60)


class Visitor:
    """Somebody at a browser: opens views by their query, and sees what is on the page."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.complaints: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", self._error)
        page.on("request", self._request)

    def sit_down(self) -> None:
        """Finds the page as if nobody had been there: of its size, in no theme, with nothing kept and nothing pointed at."""
        self.page.set_viewport_size({"width": 1280, "height": 800})
        self.page.emulate_media(media="null", color_scheme="null", reduced_motion="null", forced_colors="null")
        self.page.mouse.move(-10, -10)
        self.page.context.clear_cookies()
        session = self.page.context.new_cdp_session(self.page)
        session.send(
            "Storage.clearDataForOrigin", {"origin": self.address.rstrip("/"), "storageTypes": "local_storage"}
        )
        session.detach()

    def leave(self) -> None:
        """Hears of the page no more. What is on it stays, so that the browser has its scripts at hand for who comes next."""
        self.page.remove_listener("console", self._console)
        self.page.remove_listener("pageerror", self._error)
        self.page.remove_listener("request", self._request)
        self.page.unroute_all(behavior="ignoreErrors")

    def _error(self, error: Any) -> None:
        self.complaints.append(str(error))

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def _request(self, request: Any) -> None:
        if urlparse(request.url).scheme not in ("data", "blob", "about") and not request.url.startswith(self.address):
            self.complaints.append(f"left for {request.url}")

    def open(self, query: str = "") -> Visitor:
        self.page.goto(self.address + query)
        self.settled()
        return self

    def look(self, query: str) -> Visitor:
        """A view, for a test that only looks and follows links: in the page that the test before it left, if that did too.

        Loading the explorer takes four times as long. What a test opens or loads again is no such page.
        """
        there = self.page.url.startswith(self.address) and self.page.evaluate("() => Boolean(window.onlyLookedAt)")
        if there:
            return self.go("?view=about").go(query) if self.page.url == self.address + query else self.go(query)
        self.open(query).page.evaluate("() => { window.onlyLookedAt = true; }")
        return self

    def go(self, query: str) -> Visitor:
        """Another view, as a link on the page opens it."""
        self.page.evaluate("query => window.flowviz.go(query)", query)
        return self.settled()

    def settled(self) -> Visitor:
        """Waits until the page shows what its address says, drawing included."""
        self.page.wait_for_function(
            "() => window.flowviz?.shown === location.search && document.querySelector('#heading')"
            " && (!document.querySelector('#stage') || document.querySelector('#stage svg, #stage .empty'))"
            " && !document.querySelector('#stage[aria-busy]')"
        )
        return self

    @contextmanager
    def held(self, address: str, of: str = "", answer: object = None) -> Iterator[list[Route]]:
        """Whatever is asked for at an address waits until the end of this, and the page has then seen what came."""
        waiting: list[Route] = []

        def wanted(request: Request) -> bool:
            return of in request.url or of in (request.post_data or "")

        self.page.route(address, lambda route: waiting.append(route) if wanted(route.request) else route.continue_())
        yield waiting
        asked_for(self.page, waiting)
        for route in waiting:
            if answer is not None:
                route.fulfill(json=answer)
                continue
            route.continue_()
            route.request.response()
        self.page.unroute(address)
        self.page.evaluate("() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen)))")

    def click(self, selector: str, **options: Any) -> Visitor:
        self.page.locator(selector, **options).first.click()
        return self.settled()

    def link(self, name: str, within: str = "body") -> Visitor:
        self.page.locator(within).get_by_role("link", name=name).first.click()
        return self.settled()

    def part(self, id_: str) -> Any:
        """The card of a thing in the drawing, or its frame."""
        return self.page.locator(f'#stage :is(g.node, g.frame)[data-id="{id_}"]').first

    def press(self, *keys: str) -> Visitor:
        for key in keys:
            self.page.keyboard.press(key)
        return self

    @property
    def details(self) -> str:
        return self.page.locator("#panel-details").inner_text()

    @property
    def main(self) -> str:
        return self.page.locator("#main").inner_text()

    @property
    def focused(self) -> str:
        """What the focus is on, as a screen reader would name it."""
        name: str = self.page.evaluate(
            "() => { const e = document.activeElement; return e.getAttribute('aria-label') || e.textContent || e.id || e.tagName }"
        )
        return " ".join(name.replace("\u00ad", "").split())

    def axe_of(self, views: Iterable[str], language: str) -> dict[str, list[str]]:
        """What axe finds in those of the ``views``, by their queries, that it is asked about in a language."""
        self.page.emulate_media(color_scheme=theme_of(language))
        self.look(f"?lang={language}")
        found = {}
        for query, _ in rotated(dict.fromkeys(views), language):
            self.go(f"{query}&lang={language}")
            if wrong := violations(self.page):
                found[query] = wrong
        return found
