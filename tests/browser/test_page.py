"""The one file in a browser: opened from a disk, searched, filtered, walked by keyboard."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import pytest
from axe import violations
from still import DESK, PHONE, gone_to

from flowviz.model import build_model
from flowviz.page import build
from made_site import page_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, ViewportSize

    from flowviz.model import Model


@pytest.fixture(scope="module")
def address(model: Model, tmp_path_factory: pytest.TempPathFactory) -> str:
    target = tmp_path_factory.mktemp("sent") / "flowviz page.html"
    target.write_bytes(page_of(model))
    return target.as_uri()


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """What each test finds as if nobody had been there: a new one for each would take longer than most of what they do."""
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture
def page(tab: Page, address: str) -> Iterator[Page]:
    tab.set_viewport_size(DESK)
    tab.emulate_media(color_scheme="null")
    tab.mouse.move(-10, -10)
    wrong: list[str] = []
    watched: dict[Any, Callable[[Any], None]] = {
        "request": lambda request: wrong.extend([] if request.url.startswith((address, "data:")) else [request.url]),
        "console": lambda message: wrong.append(message.text),
        "pageerror": lambda error: wrong.append(str(error)),
    }
    for what, heard in watched.items():
        tab.on(what, heard)
    yield tab
    for what, heard in watched.items():
        tab.remove_listener(what, heard)
    tab.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
    assert wrong == []


@pytest.fixture(scope="module")
def walked(browser: Browser, address: str) -> Iterator[Page]:
    """A page that is opened once, for tests that look at one view after the other."""
    page = browser.new_page(viewport=DESK)
    opened(page, address)
    yield page
    page.close()


def opened(page: Page, address: str, query: str = "") -> None:
    page.goto(address + query)
    page.wait_for_selector("#stage svg [tabindex='0'], #panel-view .wide")


def test_a_thing_that_is_chosen_in_the_drawing_shows_its_details_and_back_undoes_it(page: Page, address: str) -> None:
    opened(page, address, "?view=department&of=strategiaosasto&lang=fi")
    page.click("#stage .node[data-id=vaestotieto]")
    page.wait_for_selector("#panel-details .facts")
    assert "väestötietojärjestelmä" in page.inner_text("#details-heading").replace("\u00ad", "")
    page.wait_for_selector("#stage .node.chosen[data-id=vaestotieto]")
    page.go_back()
    page.wait_for_selector("#stage .node:not(.chosen)[data-id=vaestotieto]")


def test_where_there_is_no_drawing_as_there_are_very_many_things_that_is_said(
    browser: Browser, example: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flowviz.page.contents.MOST_DRAWN", 3)
    monkeypatch.setattr("flowviz.page.shelf._MOST_AT_ONCE", 3)
    monkeypatch.setattr("flowviz.page.shelf._VOLUME", 3)  # each page is unpacked by itself
    target = tmp_path / "page.html"
    target.write_bytes(build(build_model(example.catalogue), languages=["en"]))
    page = browser.new_page(viewport=DESK)
    page.goto(f"{target.as_uri()}?view=neighbourhood&of=anloeb&lang=en")
    page.wait_for_selector("#panel-view .quick")
    assert "diagrams of the whole and of the departments only" in page.inner_text("#panel-view .wide")
    page.goto(f"{target.as_uri()}?view=department&of=havn&lang=en")
    page.wait_for_selector("#stage svg")
    assert "of the departments only" not in page.inner_text("#panel-view")
    page.click("#stage .node[data-id=anloeb]")
    page.wait_for_selector("#panel-details .facts")
    page.goto(f"{target.as_uri()}?view=impact&gone=anloeb&lang=en")
    page.wait_for_selector("#panel-view .answer")
    assert page.inner_text("h1") == "If this is removed: Ship calls"
    page.close()


def test_languages_switch_without_losing_the_view(page: Page, address: str) -> None:
    opened(page, address, "?view=neighbourhood&of=asiakastietovaranto&lang=fi")
    page.click("#languages a[lang=sv]")
    page.wait_for_selector("h1:has-text('Informationslagret för kunder')")
    assert page.evaluate("document.documentElement.lang") == "sv"
    assert "of=asiakastietovaranto" in page.url


def test_search_finds_in_any_language_and_opens_by_keyboard(page: Page, address: str) -> None:
    opened(page, address)
    page.keyboard.press("/")
    page.keyboard.type("customer information")
    page.wait_for_selector("#find-results a.hit")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Asiakastietovaranto')")
    page.fill("#find-text", "qqq $&")
    page.wait_for_selector("#find-results .hint:has-text('$&')")
    page.fill("#find-text", "asaikastietovaranto")
    page.wait_for_selector("#find-results a.hit:has-text('Asiakastietovaranto')")
    page.fill("#find-text", "väestö")
    page.press("#find-text", "Enter")
    page.wait_for_selector("h1:has-text('väestö')")
    assert page.locator("#panel-view a.hit").count() >= 3


def test_what_the_search_found_is_in_the_language_of_the_page(page: Page, address: str) -> None:
    opened(page, address, "?view=overview&lang=fi")
    page.fill("#find-text", "kela")
    page.wait_for_selector("#find-results a.hit[href*='lang=fi']")
    page.click("#languages a[lang=en]")
    page.wait_for_function("() => document.documentElement.lang === 'en'")
    page.click("#find-text")
    page.wait_for_selector("#find-results a.hit[href*='lang=en']")


def test_filters_take_out_what_does_not_fit_and_stay_in_the_address(page: Page, address: str) -> None:
    opened(page, address, "?view=neighbourhood&of=asiakastietovaranto&lang=en")
    implied = page.locator("#stage .edge.implied")
    assert implied.count() == page.locator("#stage .edge.implied:visible").count() > 0
    page.click("#panel-filters summary")
    page.uncheck("#panel-filters input[value=implied]")
    page.wait_for_selector("#stage .edge.implied", state="hidden")
    assert "basis=stated" in page.url
    page.reload()
    page.wait_for_selector("#stage .edge.stated")
    assert page.locator("#stage .edge.implied:visible").count() == 0


def test_filters_go_along_to_another_view_are_counted_and_can_be_cleared(page: Page, address: str) -> None:
    opened(page, address, "?view=neighbourhood&of=asiakastietovaranto&lang=en")
    assert not page.is_visible("#panel-filters .clear")
    page.click("#panel-filters summary")
    page.uncheck("#panel-filters input[value=implied]")
    page.click("#panel-rail a:has-text('Strategy Department')")
    page.wait_for_selector("h1:has-text('Strategy Department')")
    assert "basis=stated" in page.url
    assert page.inner_text("#panel-filters .badge") == "1 on"
    assert page.is_visible("#panel-filters input[value=implied]:not(:checked)")
    page.press("#panel-filters .clear", "Enter")
    page.wait_for_selector("#panel-filters input[value=implied]:checked")
    assert page.evaluate("document.activeElement.matches('#filters > summary')")
    assert "basis" not in page.url


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_the_stage_is_no_higher_than_its_drawing(page: Page, address: str, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    opened(page, address, "?view=neighbourhood&of=asiakastietovaranto&lang=en")
    stage, drawing = page.evaluate("['#stage', '#stage svg'].map((one) => document.querySelector(one).clientHeight)")
    assert drawing <= stage + 1
    assert stage <= drawing + 20


def test_a_department_has_a_choice_of_every_kind_of_drawing(page: Page, address: str) -> None:
    opened(page, address, "?view=department&of=strategiaosasto&lang=en")
    assert page.locator(".segments a").all_inner_texts() == ["Dots", "Lines", "Surroundings"]
    page.click(".segments a:has-text('Surroundings')")
    page.wait_for_selector("#stage .node[data-id=strategiaosasto]")
    assert page.get_attribute(".segments a[aria-current]", "data-kind") == "neighbourhood"
    assert page.get_attribute("#panel-rail a[aria-current]", "href") == "?view=department&of=strategiaosasto&lang=en"


def test_the_keyboard_walks_the_drawing(page: Page, address: str) -> None:
    opened(page, address, "?view=neighbourhood&of=asiakastietovaranto&lang=en")
    page.focus("#stage .node[data-id=vaestotieto] [role=button]")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("Boolean(document.activeElement.closest('.edge'))")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel-details .facts")
    assert "node=asiakastietovaranto" in page.url


def test_what_happens_when_a_thing_goes_away_is_told(page: Page, address: str) -> None:
    opened(page, address, "?view=neighbourhood&of=vaestotieto&lang=en")
    assert page.is_visible("h2:has-text('If this were removed')")
    assert "Certainly gets less: Customer information resource." in page.inner_text("#panel-view")


def test_things_are_taken_away_by_click_and_the_answer_goes_along_to_a_drawing(page: Page, address: str) -> None:
    opened(page, address, "?view=department&of=strategiaosasto&lang=en&node=vaestotieto")
    page.click("#panel-details a:has-text('What if this is removed?')")
    page.wait_for_selector("h1:has-text('If this is removed: Helsinki Population Information System')")
    told = page.inner_text(".consequences")
    assert told.startswith("Certainly gets less: Customer information resource.")
    assert "To consult: Strategy Department" in told
    page.fill("#gone-text", "decision-making")
    page.click("#gone-results a.hit")
    page.wait_for_selector(".chips li:nth-child(2)")
    told = page.inner_text(".consequences")
    assert (
        "Certainly lose all data that are known to come to them (2): Lupapiste.fi, National authority services." in told
    )
    assert "flowviz impact vaestotieto paatostietovaranto" in page.inner_text("#panel-view")
    customer = page.get_attribute("#stage .node[data-id=asiakastietovaranto] [role=button]", "aria-label") or ""
    assert customer.endswith("gets less; a feed to it ends")
    page.click(".layer-ways a:has-text('Map')")
    page.wait_for_selector(".layer .chips li:nth-child(2)")
    assert "gone=vaestotieto,paatostietovaranto" in page.url
    page.click(".layer [aria-label^='Restore: Helsinki']")
    page.wait_for_url("**gone=paatostietovaranto**")
    page.go_back()
    page.wait_for_selector(".layer .chips li:nth-child(2)")


def test_a_story_is_walked_by_keys(page: Page, address: str) -> None:
    opened(page, address, "?view=stories&lang=en")
    page.click("a:has-text('Show')")
    page.wait_for_selector("#story-bar .place:has-text('1 / 4')")
    for n in (2, 3):
        page.keyboard.press("ArrowRight")
        page.wait_for_selector(f"#story-bar .place:has-text('{n} / 4')")
    page.wait_for_selector("#stage .node.mark-removed[data-id=muutostietopalvelu]")
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector("#story-bar .place:has-text('2 / 4')")
    page.keyboard.press("Escape")
    page.wait_for_selector("#story-bar", state="detached")
    assert "view=paths" in page.url


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?view=figures&lang=sv",
        "?view=critical&lang=fi",
        "?view=impact&gone=vaestotieto,paatostietovaranto&lang=en",
        "?view=overview&gone=paatostietovaranto&node=taloustietovaranto&lang=sv",
        "?view=overview&gone=vaestotieto&story=vaestotiedot&slide=4&lang=fi",
        "?view=stories&lang=en",
        "?view=department&of=strategiaosasto&lang=sv&node=vaestotieto",
        "?view=issues&lang=en",
        "?view=find&q=tieto&lang=fi",
        "?view=nothing",
    ],
)
def test_axe_finds_nothing(walked: Page, query: str) -> None:
    gone_to(walked, query)
    assert violations(walked, sizes=True) == []


def test_on_a_phone_in_the_dark_nothing_is_wider_than_the_screen(page: Page, address: str) -> None:
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark")
    opened(page, address, "?view=feeds&of=elinkeino-osasto&lang=fi")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.focus('#stage .node[data-id="kela"] [role=button]')  # which brings it into sight
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel-details .facts")
    assert violations(page, sizes=True) == []


def test_a_drawing_is_taken_along_as_a_file_for_paper_with_its_layer(page: Page, address: str) -> None:
    page.emulate_media(color_scheme="dark")
    opened(page, address, "?view=overview&gone=paatostietovaranto&lang=en")
    page.wait_for_selector("#stage .marking")
    with page.expect_download() as taken:
        page.click("[data-save]")
    assert taken.value.suggested_filename == "overview.svg"
    text = taken.value.path().read_text("utf-8")
    root = ET.fromstring(text)
    paper = root.find("{*}rect")
    assert paper is not None
    assert paper.get("fill") == "#ffffff"
    assert "var(" not in text
    above, *_, below = [" ".join(part.itertext()) for part in root.findall("{*}text")]
    assert above == "City Executive Office"
    told = " ".join(root.itertext())
    for words in (
        "If this is removed: Organisation and decision-making information resource. Certainly lose all data",
        "− removed · × loses all · ↓ gets less",
        "version 1.2.0 · 26 November 2026 · English",
    ):
        assert words in told
    assert below.endswith("and 12 more")
    assert len(root.findall(".//{*}text")) > 60


def test_from_a_to_b_by_typing_as_in_the_explorer(page: Page, address: str) -> None:
    opened(page, address)
    page.locator("#panel-rail").get_by_role("link", name="Mistä mihin").click()
    page.wait_for_selector("#of-text:focus")
    page.keyboard.type("digi- ja vaestotietovirasto")
    page.keyboard.press("Enter")
    page.wait_for_selector("#to-text:focus")
    page.keyboard.type("asiakastietovaranto")
    page.keyboard.press("Enter")
    page.wait_for_selector("h2:has-text('Ainoa lyhin reitti, 3 askelta')")
    assert "of=dvv" in page.url
    assert page.locator("#panel-rail a[aria-current=page]").inner_text() == "Mistä mihin"
    page.get_by_role("link", name="Vaihda suunta").click()
    page.wait_for_selector(".note:has-text('Digi- ja väestötietovirasto')")
    page.go_back()
    page.wait_for_selector("h2:has-text('Ainoa lyhin reitti, 3 askelta')")
