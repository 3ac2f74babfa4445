"""Stories as slides, and what if as a layer over the drawing, in a real browser."""

from __future__ import annotations

from typing import Any

import pytest
from visitor import Visitor

from flowviz.locales import LANGUAGES

VIEWS = [
    "?view=overview&gone=vaestotieto,tyovoima&node=asiakastietovaranto",
    "?view=neighbourhood&of=vaestotieto&gone=muutostietopalvelu&before=yes&story=vaestotiedot&slide=3",
    "?view=stories",
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(visitor: Visitor, language: str) -> None:
    assert visitor.axe_of(VIEWS, language) == {}


def seen(visitor: Visitor, selector: str) -> bool:
    """Whether something of this kind is to be seen."""
    return bool(visitor.page.locator(f"{selector}:visible").count())


def test_a_story_is_walked_by_keys_and_its_place_is_in_the_address(visitor: Visitor) -> None:
    def told() -> str:
        return " ".join(visitor.page.locator("#announcer").inner_text().split())

    def place() -> str:
        return str(visitor.page.locator("#story-bar .place").inner_text())

    page = visitor.open("?view=stories&lang=en").page
    visitor.link("Show", within="#panel-stories")
    assert place() == "1 / 4"
    assert not seen(visitor, "#panel-rail")
    visitor.press("ArrowRight").page.wait_for_url("**slide=2**")
    visitor.settled()
    assert place() == "2 / 4"
    page.wait_for_function(
        "() => document.getElementById('announcer').textContent.startsWith('2 / 4. The catalogue knows')"
    )
    assert told().endswith("from the agency to the customer information resource.")
    visitor.press("ArrowLeft").page.wait_for_url("**slide=1**")
    page.go_back()
    visitor.settled()
    assert place() == "2 / 4"
    visitor.press("Escape").page.wait_for_url(lambda address: "story" not in address)
    visitor.settled()
    assert seen(visitor, "#panel-rail")
    assert not seen(visitor, "#story-bar")
    assert "view=paths" in page.url


def test_a_reader_builds_a_story_and_sends_it_in_a_link(visitor: Visitor) -> None:
    page = visitor.open("?view=overview&gone=vaestotieto&lang=en").page
    add: Any = page.get_by_role("button", name="Add this view to my story")
    page.locator("#take summary").click()
    add.click()
    visitor.go("?view=map&lang=en")
    if not add.is_visible():
        page.locator("#take summary").click()
    add.click()
    visitor.go("?view=stories&lang=en")
    page.get_by_label("Name of the story").fill('Who says "why"?')
    page.get_by_label("Sentence of slide 1").fill("If it goes.")
    page.get_by_label("Sentence of slide 2").fill("The whole: all of it.")
    page.get_by_role("button", name="Move down: 1").click()
    assert visitor.focused == "Sentence of slide 2"
    page.get_by_role("button", name="Copy the YAML").click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).startsWith('stories:')")
    assert page.evaluate("navigator.clipboard.readText()").splitlines() == [
        "stories:",
        "  - id: who-says-why",
        '    name: {en: "Who says \\"why\\"?"}',
        "    slides:",
        '      - view: "?view=map"',
        '        text: {en: "The whole: all of it."}',
        '      - view: "?view=overview&gone=vaestotieto"',
        '        text: {en: "If it goes."}',
    ]
    page.get_by_role("button", name="Copy the link").click()
    page.wait_for_function("async () => (await navigator.clipboard.readText()).includes('#story=')")
    link = page.evaluate("navigator.clipboard.readText()")
    # whoever gets the link has nothing but the link
    page.evaluate("() => { localStorage.clear(); sessionStorage.clear() }")
    visitor.open("?view=about")
    visitor.open(link.removeprefix(visitor.address))
    page.wait_for_function("() => document.querySelector('#story-bar')?.textContent.includes('The whole: all of it.')")
    page.locator("#story-bar [data-part=next]").click()
    visitor.settled()
    assert "If it goes." in page.locator("#story-bar").inner_text()
    assert "gone=vaestotieto" in page.url


def test_a_story_is_written_on_while_the_catalogue_changes_and_another_tab_adds_to_it(visitor: Visitor) -> None:
    def add(someone: Visitor, query: str) -> None:
        someone.open(query).page.locator("#take summary").click()
        someone.page.get_by_role("button", name="Add this view to my story").click()

    page = visitor.page
    add(visitor, "?view=overview&lang=en")
    visitor.go("?view=stories&lang=en")
    sentence = page.get_by_label("Sentence of slide 1")
    sentence.focus()
    page.keyboard.type("All ")
    page.evaluate("() => document.addEventListener('flowviz:page', () => (window.changed = true), { once: true })")
    page.evaluate("() => window.dash_clientside.set_props('mark', { data: 'another' })")
    page.wait_for_function("() => window.changed")
    page.keyboard.type("of it.")
    assert sentence.input_value() == "All of it."

    other = Visitor(page.context.new_page(), visitor.address)
    add(other, "?view=map&lang=en")
    other.page.close()
    page.get_by_label("Sentence of slide 2").fill("And near.")
    kept = page.evaluate("() => JSON.parse(localStorage.getItem('flowviz-story')).slides.map(({ text }) => text)")
    assert kept == ["All of it.", "And near."]

    # what is printed is what was written
    page.evaluate(
        "() => { window.print = () => (window.paper = document.querySelector('[data-on-paper]').textContent); }"
    )
    page.get_by_role("button", name="Print").last.click()
    page.wait_for_function("() => window.paper")
    assert "All of it." in page.evaluate("() => window.paper")
    assert "And near." in page.evaluate("() => window.paper")
    visitor.open("?lang=en")


def test_what_if_is_switched_on_in_the_details_and_between_before_and_after_without_a_move(visitor: Visitor) -> None:
    places = "() => [...document.querySelectorAll('#stage g.node > rect')].map(r => [r.getAttribute('x'), r.getAttribute('y')] + '').join()"
    page = visitor.open("?view=overview&lang=en&node=paatostietovaranto").page
    before = page.evaluate(places)
    visitor.link("Show the removal in this diagram")
    assert page.evaluate(places) == before
    card = visitor.part("paatostietovaranto")
    name = card.locator("[role=button]").first.get_attribute("aria-label")
    assert "; removed" in name
    assert seen(visitor, "#stage .marking")
    page.locator("[data-layer=before]").focus()
    visitor.press("Enter").page.wait_for_url("**before=yes**")
    visitor.settled()
    assert not seen(visitor, "#stage .marking")
    assert "node=paatostietovaranto" in page.url
    assert page.locator("[data-layer=before]").get_attribute("aria-current") == "true"
    page.go_back()
    visitor.settled()
    assert seen(visitor, "#stage .marking")
    assert page.evaluate(places) == before


def test_the_map_is_marked_on_every_level_and_its_tags_keep_their_size(visitor: Visitor) -> None:
    high = "() => document.querySelector('#stage g.drawing > .marking .tag').getBoundingClientRect().height"
    page = visitor.open("?view=map&gone=palvelurekisteri&lang=en").page
    page.wait_for_selector("#stage .tag")
    first = page.evaluate(high)
    assert "; inside – removed: 3" in str(
        visitor.part("strategiaosasto").locator("[role=button]").first.get_attribute("aria-label")
    )
    visitor.go("?view=map&gone=palvelurekisteri&place=strategiaosasto&lang=en")
    page.wait_for_selector("#stage .layer .mark-removed")
    page.wait_for_function(f"was => Math.abs(({high})() - was) < 1", arg=first)
    visitor.go("?view=map&gone=palvelurekisteri&place=strategiaosasto&before=yes&lang=en")
    page.wait_for_selector("#stage[data-before]")
    assert not seen(visitor, "#stage .tag")
