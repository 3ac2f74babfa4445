"""Whoever asks for too much, or at a time when there is too much to do, sees a sentence and a way on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe import violations
from visitor import Served, Visitor

from flowviz.explorer import Settings, drawings, tasks
from flowviz.explorer.work import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Route

DEPARTMENT = "?view=department&of=strategiaosasto&lang=en"


@pytest.fixture
def guest(browser: Browser, tmp_path: Path) -> Iterator[Visitor]:
    """A visitor of an explorer that has no room for heavy work; the browser may complain of what is refused."""
    server = Served(Settings(store=tmp_path / "store"), Limits(room=0))
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    someone = Visitor(context.new_page(), server.address)
    someone.page.set_default_timeout(20_000)
    yield someone
    context.close()
    server.close()


def test_a_drawing_that_is_too_big_is_told_in_its_place_with_ways_on(
    guest: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawings, "MOST_DRAWN", 3)
    guest.open(f"{DEPARTMENT}&whole=yes")
    assert "at most 3 are drawn here" in guest.main
    assert "flowviz draw --kind department --department strategiaosasto" in guest.main
    assert violations(guest.page) == []
    guest.link("See it as a table", "#main")
    assert guest.page.locator("#main table.rows").count() == 1
    assert guest.page.locator("#panel-trouble").inner_text() == ""


def test_a_drawing_that_does_not_come_says_why_and_comes_by_itself_when_it_can(guest: Visitor) -> None:
    refused: list[str] = []

    def refuse_once(route: Route) -> None:
        if refused:
            route.continue_()
            return
        refused.append(route.request.url)
        headers = {"Content-Type": "text/plain; charset=utf-8", "Retry-After": "1"}
        route.fulfill(status=503, headers=headers, body="The service is busy just now.")

    guest.page.route("**/drawing.svg*", refuse_once)
    guest.page.goto(guest.address + DEPARTMENT)
    guest.page.get_by_text("busy just now").wait_for()
    guest.page.wait_for_selector("#stage svg")


def test_a_page_for_which_there_is_no_room_is_asked_for_again(guest: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as crowded:
        crowded.setattr(tasks, "LIGHT", -1)
        guest.open(DEPARTMENT)
        assert "busy just now" in guest.main
        assert guest.details
    guest.page.get_by_role("button", name="Try again").click()
    guest.page.wait_for_selector("#stage svg")


def test_a_file_for_which_there_is_no_room_is_a_page_that_leads_back(guest: Visitor) -> None:
    guest.open(DEPARTMENT)
    guest.page.locator("#take summary").click()
    guest.page.locator("#take a.file.pdf").click()
    guest.page.get_by_role("heading", name="This cannot be shown").wait_for()
    assert "Try again in 5 seconds" in guest.page.locator("main").inner_text()
    assert guest.page.get_by_role("link", name="Try again").get_attribute("href")
    guest.page.go_back()
    guest.page.wait_for_selector("#stage svg")
