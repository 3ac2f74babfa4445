"""The map as the first view: from the whole organisation into registers and back, by hand, by keyboard and by address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe import violations
from visitor import Visitor, rotated, theme_of

from flowviz.locales import LANGUAGES

if TYPE_CHECKING:
    from playwright.sync_api import Request

CRUMBS = "#map-crumbs button"
PLACE = "() => new URLSearchParams(location.search).get('place') ?? ''"
SMALLEST = """() => Math.min(...[...document.querySelectorAll('#stage text')].filter(t => t.getClientRects().length)
    .map(t => Number(t.getAttribute('font-size')) * t.getScreenCTM().a))"""
NAMED = """() => [...document.querySelectorAll('#stage :is(.frame, .node)')].filter(e => e.querySelector(':scope > text')).map(e => e.dataset.id)"""


def rest(visitor: Visitor) -> None:
    """Waits until the map stands still, and has fetched what it shows."""
    visitor.page.wait_for_function(
        "() => { const now = document.querySelector('#stage svg').dataset.k + document.querySelectorAll('#stage .layer > *').length"
        " + document.querySelector('#stage .canvas').style.transform;"
        " const still = window.before === now && !now.includes('scale'); window.before = now; return still && window.flowviz.shown === location.search }",
        polling=300,
    )


def crumbs(visitor: Visitor) -> list[str]:
    return visitor.page.locator(CRUMBS).all_inner_texts()


def arrived(visitor: Visitor, place: str) -> None:
    visitor.page.wait_for_function(f"place => ({PLACE})() === place", arg=place)
    rest(visitor)


def test_one_goes_from_the_organisation_into_a_register_and_back_on_one_page(visitor: Visitor) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/map/" in request.url:
            asked.append(request.url.split("/map/")[1].split(".json")[0])

    visitor.page.on("request", note)
    visitor.open("?lang=en")
    rest(visitor)
    assert crumbs(visitor) == ["City Executive Office"]
    assert asked == ["whole"], "nothing more than the first level is fetched"
    visitor.part("strategiaosasto").locator("rect").first.dblclick()
    arrived(visitor, "strategiaosasto")
    assert crumbs(visitor) == ["City Executive Office", "Strategy Department"]
    assert {"vaestotieto", "strategiaosasto"} <= set(visitor.page.evaluate(NAMED))
    assert visitor.page.evaluate(SMALLEST) >= 10
    frame = visitor.part("strategiaosasto").locator("rect").first.bounding_box()
    inner = visitor.part("vaestotieto").locator("rect").first.bounding_box()
    assert frame
    assert inner
    assert frame["x"] < inner["x"] < inner["x"] + inner["width"] < frame["x"] + frame["width"]
    assert frame["y"] < inner["y"] < inner["y"] + inner["height"] < frame["y"] + frame["height"]
    visitor.part("vaestotieto").locator("rect").first.dblclick()
    arrived(visitor, "vaestotieto")
    assert crumbs(visitor)[1:] == ["Strategy Department", "Helsinki Population Information System"]
    assert (
        visitor.part("vaestotieto-aineisto").is_visible()
        or visitor.page.locator("#stage .node[data-level='3']").count()
    )
    assert visitor.page.evaluate(SMALLEST) >= 10
    heading = visitor.page.locator("#details-heading").inner_text()
    assert heading.replace("\u00ad", "") == "Helsinki Population Information System"
    assert visitor.page.locator("#stage .unfolded .edge").count(), "its feeds unfold"
    visitor.page.locator(CRUMBS).nth(1).click()
    arrived(visitor, "strategiaosasto")
    before = len(asked)
    visitor.page.go_back()
    arrived(visitor, "vaestotieto")
    assert len(asked) == before, "what was fetched is not fetched again"
    visitor.page.reload()
    visitor.settled()
    rest(visitor)
    assert crumbs(visitor)[1:] == ["Strategy Department", "Helsinki Population Information System"]
    visitor.page.locator("[data-zoom=fit]").click()
    arrived(visitor, "")
    assert crumbs(visitor) == ["City Executive Office"]


def test_the_keyboard_goes_in_and_out_and_to_what_is_beside(visitor: Visitor) -> None:
    visitor.page.emulate_media(reduced_motion="reduce")
    visitor.open("?lang=en")
    visitor.page.keyboard.press("Tab")
    assert visitor.focused == "Skip to the diagram"
    visitor.press("Enter")
    assert visitor.page.evaluate("() => document.activeElement.id") == "stage"
    visitor.press("Tab")
    assert visitor.focused == "Economic Development Department, department, 7 resources"
    visitor.press("ArrowDown")
    assert visitor.focused == "City-wide, 17 items"
    visitor.press("Enter")
    arrived(visitor, "scope:city-wide")
    assert crumbs(visitor) == ["City Executive Office", "City-wide"]
    assert visitor.focused == "City-wide, 17 items"
    visitor.press("Backspace")
    arrived(visitor, "")
    visitor.press(" ")
    visitor.page.wait_for_selector("#details-heading:has-text('City-wide')")


def test_the_address_follows_the_hand_and_search_flies(visitor: Visitor) -> None:
    visitor.open("?lang=en")
    rest(visitor)
    visitor.part("strategiaosasto").locator("rect").first.hover()
    visitor.page.mouse.wheel(0, -600)
    visitor.page.wait_for_function(f"() => ({PLACE})().startsWith('strategiaosasto@')")
    rest(visitor)
    scale = visitor.page.evaluate("() => Number(document.querySelector('#stage svg').dataset.k)")
    assert "place=strategiaosasto" in (visitor.page.locator(".languages a").first.get_attribute("href") or "")
    visitor.page.reload()
    visitor.settled()
    rest(visitor)
    assert visitor.page.evaluate("() => Number(document.querySelector('#stage svg').dataset.k)") == pytest.approx(
        scale, rel=0.03
    )
    visitor.page.fill("#find-text", "kykyviisari")
    visitor.page.locator("#find-results a.hit").first.click()
    visitor.page.wait_for_function(f"() => ({PLACE})() === 'kykyviisari'")
    visitor.settled()
    rest(visitor)
    assert crumbs(visitor)[1:] == [
        "Economic Development Department",
        "Employment and immigration services",
        "Abilitator register (Kykyviisari)",
    ]
    assert visitor.page.evaluate("() => document.activeElement.id") == "heading", "what was typed in is left"
    box: Any = visitor.part("kykyviisari").bounding_box()
    stage: Any = visitor.page.locator("#stage").bounding_box()
    assert stage["x"] <= box["x"] <= stage["x"] + stage["width"]
    assert stage["y"] <= box["y"] <= stage["y"] + stage["height"]
    sign = "node=palvelurekisteri~sign:2.national"
    chosen = visitor.page.locator("#stage .dot.chosen")
    for place, target in (("strategiaosasto", "sign:2.national"), ("palvelurekisteri", "sign:3.national")):
        visitor.go(f"?view=map&place={place}&{sign}&lang=en")
        arrived(visitor, place)
        assert chosen.get_attribute("data-owner") == "palvelurekisteri"
        assert chosen.get_attribute("data-target") == target, "it stays chosen when one goes nearer"


def test_the_feeds_that_unfold_are_those_of_what_was_chosen_last(visitor: Visitor) -> None:
    place = "?view=map&place=vaestotieto&lang=en"
    visitor.open(place)
    rest(visitor)
    with visitor.held("**/map/found.json*", of="of=vaestotieto"):
        visitor.go(f"{place}&node=vaestotieto").go(f"{place}&node=muutostietopalvelu")
        visitor.page.wait_for_selector("#stage .unfolded > .edge", state="attached")
    sources = "() => [...document.querySelectorAll('#stage .unfolded > .edge')].map(edge => edge.dataset.source)"
    assert set(visitor.page.evaluate(sources)) == {"muutostietopalvelu"}


def test_a_place_of_the_map_stays_out_of_the_address_of_where_one_goes_from_it(visitor: Visitor) -> None:
    visitor.open("?view=map&lang=en")
    rest(visitor)
    visitor.part("strategiaosasto").locator("rect").first.hover()
    follows = "() => new Promise(told => { const wait = setTimeout; window.setTimeout = (act, ms) => wait(() => { act(); if (ms === 450) told(); }, ms); })"
    visitor.page.evaluate(f"() => {{ window.told = ({follows})(); }}")
    with visitor.held("**/_dash-update-component*"):
        visitor.page.mouse.wheel(0, -600)
        visitor.page.evaluate("() => window.flowviz.go('?view=table&lang=en')")
        visitor.page.evaluate("() => window.told")
    assert visitor.settled().page.url.endswith("/?view=table&lang=en")
    visitor.open("?lang=en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_is_a_list_too_and_axe_finds_nothing(visitor: Visitor, language: str) -> None:
    visitor.page.emulate_media(color_scheme=theme_of(language))
    visitor.open(f"?lang={language}&place=strategiaosasto&node=vaestotieto")
    rest(visitor)
    visitor.page.locator("#map-outline > summary").click()
    items = visitor.page.locator("#map-outline > ul > li")
    items.nth(14).wait_for()
    assert items.count() == 15
    strategy = visitor.page.locator("#map-outline > ul > li:has(> [data-place=strategiaosasto])")
    strategy.locator("summary").click()
    inner = strategy.locator("details > ul > li")
    inner.nth(9).wait_for()
    assert inner.count() == 10
    if language == "en":
        assert strategy.locator("button").first.inner_text() == "Strategy Department, department, 10 resources"
        assert (
            inner.first.locator("button").first.inner_text()
            == "Helsinki Population Information System, information resource, 2 items"
        )
    for _, query in rotated({"map": ""}, language):
        assert violations(visitor.page) == [], query


def test_feeds_that_unfold_are_told_of_by_a_layer_and_walked_along(visitor: Visitor) -> None:
    page = visitor.page
    page.emulate_media(reduced_motion="reduce")
    visitor.open("?lang=en&gone=vaestotieto&place=strategiaosasto&node=vaestotieto")
    rest(visitor)
    lost = page.locator("#stage .unfolded .edge.told.mark-lost")
    assert lost.count() == 1
    sign = page.locator("#stage .unfolded .marking", has_text="×").first
    assert sign.is_visible()
    said = lost.locator("[role=button]").get_attribute("aria-label") or ""
    assert said.startswith("Helsinki Population Information System – ")
    assert "\n" in said, "what the layer tells comes after what the feeds are"
    page.evaluate("() => flowviz.go(flowviz.but({ before: 'yes' }))")
    page.wait_for_selector("#stage[data-before]")
    assert not sign.is_visible()
    visitor.part("vaestotieto").locator("[role=button]").first.focus()
    visitor.press("ArrowRight")
    assert visitor.focused == " ".join(said.split())
    visitor.press("ArrowRight")
    assert visitor.focused.startswith("Customer information resource, shared resource")


def test_on_a_phone_what_is_found_is_seen_above_its_details_and_names_keep_in_sight(visitor: Visitor) -> None:
    page = visitor.page
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": 390, "height": 844})
    visitor.open("?lang=fi&view=map")
    rest(visitor)
    page.fill("#find-text", "väestötieto")
    page.locator("#find-results a.hit").first.click()
    arrived(visitor, "vaestotieto")
    box: Any = visitor.part("vaestotieto").locator("rect").first.bounding_box()
    sheet: Any = page.locator("#panel-details").bounding_box()
    assert 0 <= box["y"] < box["y"] + box["height"] <= sheet["y"]
    assert page.locator("#panel-details").get_by_role("button", name="Lähennä tähän").is_visible()
    visitor.go("?lang=fi&view=map&place=scope:national@280,110,50")
    rest(visitor)
    hidden = page.evaluate(
        """() => {
            const seen = document.querySelector('#stage').getBoundingClientRect();
            const cut = [...document.querySelectorAll('#stage .piece > .node')].filter((part) => {
                const box = part.querySelector(':scope > rect').getBoundingClientRect();
                return box.left < seen.left && box.right > seen.left + 70 && box.top > seen.top && box.bottom < seen.bottom;
            });
            const texts = cut.map((part) => [...part.querySelectorAll(':scope > text')].map((text) => text.getBoundingClientRect().left));
            return [cut.length, texts.filter((lefts) => !lefts.length || Math.min(...lefts) < seen.left).length];
        }"""
    )
    assert hidden[0] >= 1, "there are boxes that begin left of the stage"
    assert hidden[1] == 0, "their names begin on it"
