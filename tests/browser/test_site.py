"""The published site in a browser: seen, searched, walked by keyboard, and without scripts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from axe import violations
from still import DESK, PHONE
from visitor import asked_for, rotated

from flowviz.locales import LANGUAGES
from made_site import site_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

    from flowviz.model import Model

ROOT = Path(__file__).parents[2]
KINDS = (
    "index.html",
    "department/strategiaosasto.html",
    "resource/sahkoinen-asiointi.html",
    "resource/asiakastietovaranto.html",
    "party/kirjaamo.html",
    "system/securemail.html",
    "system/palautejarjestelma.html",
    "resources.html",
    "datasets.html",
    "systems.html",
    "parties.html",
    "feeds.html",
    "figures.html",
    "critical.html",
    "stories.html",
    "open.html",
    "scopes.html",
    "records-classes.html",
    "keywords.html",
    "all.html",
    "request.html",
    "issues.html",
    "about.html",
    "accessibility.html",
)
"""A page of each kind."""
PHONE_KINDS = (
    *("party/kirjaamo.html", "request.html", "issues.html", "figures.html", "critical.html", "stories.html"),
    *(
        "datasets.html",
        "open.html",
        "systems.html",
        "system/palautejarjestelma.html",
        "system/asianhallintajarjestelma.html",
    ),
)
"""Those that a phone is given besides the first three."""
LEAST_LETTER = """() => Math.min(99, ...[...document.querySelectorAll('figure.drawing svg text')].map((text) => {
  const svg = text.ownerSVGElement;
  return parseFloat(getComputedStyle(text).fontSize) * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
}))"""
"""The height of the smallest letters of the drawings of a page, as they are shown; 99 of a page without a drawing."""


def published(model: Model, folder: Path) -> Path:
    for path, data in site_of(model).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def folder(model: Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return published(model, tmp_path_factory.mktemp("published") / "deep" / "down")


@pytest.fixture(scope="module")
def desk(browser: Browser) -> Page:
    return browser.new_page(viewport=DESK)


@pytest.fixture(scope="module")
def phone(browser: Browser) -> Page:
    return browser.new_page(viewport=PHONE, color_scheme="dark")


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_on_a_page_of_each_kind(desk: Page, folder: Path, language: str) -> None:
    found = {}
    for kind, _ in rotated(dict.fromkeys(KINDS), language):
        desk.goto((folder / language / kind).as_uri())
        found[kind] = violations(desk, looks=language == LANGUAGES[0], sizes=True)
    assert {kind: wrong for kind, wrong in found.items() if wrong} == {}


def test_a_story_is_walked_by_keys_and_printed_a_slide_to_a_page(desk: Page, folder: Path) -> None:
    desk.goto((folder / "en" / "stories.html").as_uri())
    desk.click("button:has-text('Show')")
    desk.keyboard.press("ArrowRight")
    desk.keyboard.press("PageDown")
    assert desk.inner_text(".story-bar .place") == "3 / 4"
    assert desk.inner_text(".story-text").startswith("If the change information service is removed")
    assert desk.locator(".slide:visible .picture:visible .mark-removed").count() == 1
    assert desk.url.endswith("#vaestotiedot/3")
    desk.keyboard.press("Escape")
    assert desk.locator(".slide:visible").count() == 4
    desk.evaluate("window.print = () => { window.pages = document.documentElement.matches('[data-printing]'); }")
    desk.click("button:has-text('Print')")
    assert desk.evaluate("window.pages")
    desk.evaluate("document.documentElement.setAttribute('data-printing', '')")
    desk.evaluate("document.querySelector('[data-printed]').setAttribute('data-on-paper', '')")
    assert desk.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 4


def test_axe_finds_nothing_in_the_dark_on_a_phone_and_nothing_is_wider_than_it(
    phone: Page, folder: Path, example: Model, tmp_path: Path
) -> None:
    found = {}
    second = published(example, tmp_path)
    built_in = [folder / "sv" / kind for kind in (*KINDS[:3], *PHONE_KINDS)]
    others = [
        second / "sv" / kind
        for kind in ("../index.html", "department/havn.html", "resource/havnevagt.html", "systems.html", "open.html")
    ]
    for path in (*built_in, *others):
        kind = path.name
        phone.goto(path.as_uri())
        found[kind] = violations(phone, sizes=True)
        assert not phone.evaluate("document.documentElement.scrollWidth > innerWidth"), kind
        assert phone.evaluate(LEAST_LETTER) >= 9.99, kind
    assert {kind: wrong for kind, wrong in found.items() if wrong} == {}


def test_nothing_is_asked_of_anybody_else_and_nothing_goes_wrong(browser: Browser, folder: Path) -> None:
    page = browser.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in ("index.html", "fi/index.html", "en/resource/vaestotieto.html"):
        page.goto((folder / path).as_uri())
    page.fill("#_search-text", "customer")
    page.wait_for_selector(".found a")
    assert all(url.startswith(folder.as_uri()) for url in asked)
    assert said == []


def test_it_works_deep_in_a_server_under_the_policy_of_the_documentation(browser: Browser, model: Model) -> None:
    policy = re.search("Content-Security-Policy: (.*)", (ROOT / "docs/site.md").read_text("utf-8"))
    assert policy
    site, said = site_of(model), list[str]()
    page = browser.new_page()
    page.on("console", lambda message: said.append(message.text))
    types = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix("https://published.example/a/b/")
        headers = {"Content-Security-Policy": policy.group(1), "Content-Type": types[path.rpartition(".")[2]]}
        route.fulfill(body=site[path], headers=headers)

    page.route("**/*", answer)
    page.goto("https://published.example/a/b/en/resource/vaestotieto.html")
    page.fill("#_search-text", "customer")
    page.click(".found a")
    page.wait_for_url("https://published.example/a/b/en/**")
    assert page.evaluate("getComputedStyle(document.querySelector('.menu a')).textDecorationLine") == "none"
    assert said == []


def test_search_finds_by_keyboard_and_opens(desk: Page, folder: Path) -> None:
    desk.goto((folder / "fi/department/strategiaosasto.html").as_uri())
    desk.fill("#_search-text", "väestö")
    desk.wait_for_selector(".found a")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    desk.wait_for_function("document.querySelector('h1').textContent.includes('äestö')")
    desk.goto((folder / "sv/index.html").as_uri())
    desk.fill("#_search-text", "qqqq")
    desk.wait_for_function("document.querySelector('[role=status]').textContent")
    assert "Inga träffar" in desk.inner_text("[role=status]")


def test_enter_waits_for_what_can_be_found_and_a_search_that_did_not_load_can_be_tried_again(
    browser: Browser, model: Model
) -> None:
    site, waiting = site_of(model), list["Route"]()
    desk = browser.new_page()
    desk.route(
        "**/*", lambda route: route.fulfill(body=site[route.request.url.removeprefix("https://published.example/")])
    )
    desk.goto("https://published.example/fi/index.html")
    index = f"**/{str(desk.get_attribute('form.search', 'data-index')).rpartition('/')[2]}"
    desk.route(index, lambda route: route.abort(), times=1)
    with desk.expect_event("requestfailed", timeout=60_000):
        desk.focus("#_search-text")
    desk.wait_for_function("() => !document.getElementById('search-index')")
    desk.route(index, lambda route: waiting.append(route))
    desk.locator("#_search-text").blur()
    desk.fill("#_search-text", "väestötieto")
    desk.keyboard.press("Enter")
    asked_for(desk, waiting)
    waiting[0].fallback()
    desk.wait_for_url("**/fi/resource/**")
    desk.close()


def test_without_scripts_every_page_can_be_reached_and_the_search_is_not_there(browser: Browser, folder: Path) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto((folder / "index.html").as_uri())
    page.click("a[hreflang=en]")
    assert not page.is_visible("form.search")
    page.click("figure svg a[href$='strategiaosasto.html']")
    assert page.url.endswith("/en/department/strategiaosasto.html")
    page.click("nav.languages a[lang=sv]")
    assert page.url.endswith("/sv/department/strategiaosasto.html")
    page.click("footer a[href$='all.html']")
    assert page.locator("main li a").count() > 150


def test_the_keyboard_skips_to_the_content_and_past_a_drawing(desk: Page, folder: Path) -> None:
    desk.goto((folder / "fi/resource/asiakastietovaranto.html").as_uri())
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.className") == "skip"
    desk.keyboard.press("Enter")
    desk.wait_for_function("location.hash === '#_main'")
    desk.focus("figure .skip")
    desk.keyboard.press("Enter")
    desk.wait_for_function("location.hash === document.querySelector('figure .skip').hash")
    desk.keyboard.press("Tab")
    assert desk.evaluate("!document.activeElement.closest('figure')")


def test_a_drawing_fills_the_window_and_goes_back_to_its_place(phone: Page, folder: Path) -> None:
    phone.goto((folder / "fi/department/strategiaosasto.html").as_uri())
    phone.click("#_lines figcaption a")
    assert phone.locator("#_lines .scroller").bounding_box() == {"x": 0, "y": 0, **PHONE}
    assert phone.evaluate("document.activeElement.id") == "_lines-alone"
    assert phone.evaluate(LEAST_LETTER) >= 9.99
    assert violations(phone, sizes=True) == []
    phone.click("#_lines .back")
    assert not phone.is_visible("#_lines .back")
    assert phone.evaluate("document.querySelector('#_lines figcaption').getBoundingClientRect().top < innerHeight")


def test_print_leaves_the_menus_out_and_fits_drawings_on_the_paper(desk: Page, folder: Path) -> None:
    desk.goto((folder / "fi/department/strategiaosasto.html").as_uri())
    desk.set_viewport_size({"width": 600, "height": 800})
    desk.emulate_media(media="print")
    assert not desk.is_visible("nav.menu")
    assert desk.is_visible("figure svg")
    wide = (
        "[...document.querySelectorAll('.drawing .scroller')].filter((one) => one.scrollWidth > one.clientWidth).length"
    )
    assert desk.evaluate(wide) == 0
    desk.set_viewport_size(DESK)
    desk.emulate_media(media="screen")
