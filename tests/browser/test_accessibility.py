"""WCAG 2.1 AA in a real browser: axe on every view, the tree of a drawing, focus, keyboard, zoom and colours."""

from __future__ import annotations

import json
import re
import urllib.request
from typing import TYPE_CHECKING

import pytest
from axe import violations
from visitor import rotated, theme_of

from flowviz.exports import json_catalogue
from flowviz.locales import LANGUAGES

if TYPE_CHECKING:
    from visitor import Visitor

    from flowviz.model import Model

VIEWS = {
    "overview": "?view=overview",
    "department": "?view=department&of=strategiaosasto",
    "feeds": "?view=feeds&of=elinkeino-osasto",
    "a chosen feed": "?view=department&of=strategiaosasto&node=vaestotieto~dvv",
    "neighbourhood": "?view=neighbourhood&of=tyovoima&depth=2",
    "a department's surroundings": "?view=neighbourhood&of=viestintaosasto",
    "paths": "?view=paths&of=dvv&to=asiakastietovaranto",
    "no path": "?view=paths&of=asiakastietovaranto&to=dvv",
    "paths to choose": "?view=paths",
    "resources": "?view=table&sort=-name",
    "feeds as a table": "?view=table&table=feeds&wide=yes",
    "an empty table": "?view=table&q=xyzzy",
    "figures": "?view=figures",
    "found": "?view=find&q=asiakas",
    "nothing found": "?view=find&q=xyzzy",
    "request": "?view=request",
    "what if nothing goes": "?view=impact",
    "what if something goes": "?view=impact&gone=asiakastietovaranto",
    "single points of failure": "?view=critical",
    "no version to compare with": "?view=changes",
    "changes": "?view=changes&with={older}",
    "changes of a department": "?view=changes&with={older}&of=strategiaosasto",
    "about": "?view=about",
    "filtered away": "?view=overview&kind=system",
    "unknown": "?view=neighbourhood&of=asiakastietovaranto-x",
}


@pytest.fixture(scope="module")
def older(served: str, model: Model) -> str:
    """The name of another version, which the explorer has been sent."""
    data = json_catalogue.as_dict(model)
    data["catalogue"]["version"] = "0.9"
    data["feeds"] = [feed for feed in data["feeds"] if feed["from"] != "dvv"]
    request = urllib.request.Request(f"{served}compare", json.dumps(data).encode(), {"X-Flowviz": "compare"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return str(json.load(answer)["version"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_in_any_view(visitor: Visitor, older: str, language: str) -> None:
    visitor.page.emulate_media(color_scheme=theme_of(language))
    visitor.open(f"?lang={language}")
    found = {}
    for name, query in rotated(VIEWS, language):
        visitor.go(f"{query.format(older=older)}&lang={language}")
        visitor.page.evaluate("() => document.querySelectorAll('details').forEach(each => each.open = true)")
        if wrong := violations(visitor.page):
            found[name] = wrong
    assert found == {}


def test_a_drawing_tells_a_screen_reader_the_same_things_and_feeds_as_its_tables(visitor: Visitor) -> None:
    visitor.look("?view=neighbourhood&of=asiakastietovaranto&lang=en")
    tree = visitor.page.locator("#stage").aria_snapshot()
    buttons = re.findall(r'button "((?:[^"\\]|\\.)*)"', tree)
    things = visitor.page.get_by_role("region", name="Items").locator("tbody th").all_inner_texts()
    feeds = (
        visitor.page.get_by_role("region", name="Feeds")
        .locator("tbody tr")
        .evaluate_all("rows => rows.map(row => row.cells[0].innerText + ' → ' + row.cells[1].innerText)")
    )
    cards = [text for text in buttons if " → " not in text]
    assert len(cards) == len(things)
    assert all(any(card.startswith(f"{thing}, ") for card in cards) for thing in things)
    assert {feed for text in buttons for feed in feeds if text.startswith(feed)} == set(feeds)


def test_the_whole_way_by_keyboard(visitor: Visitor) -> None:
    visitor.open("?view=overview&lang=en")
    visitor.press("Tab")
    assert visitor.focused == "Skip to the diagram"
    visitor.press("/")
    visitor.page.keyboard.type("helsinki population")
    visitor.page.wait_for_selector("#find-results a")
    visitor.press("ArrowDown", "Enter")
    visitor.settled()
    assert "Helsinki Population Information System" in visitor.focused
    visitor.page.locator("#stage [role=button][tabindex='0']").focus()
    visitor.press("Home")
    assert visitor.focused.startswith("Helsinki Population Information System, ")
    visitor.press("ArrowLeft", "ArrowLeft")
    assert visitor.focused.startswith("Change information service of the Digital and Population")
    visitor.press("ArrowRight")
    assert " → Helsinki Population" in visitor.focused
    visitor.press("ArrowRight")
    assert visitor.focused.startswith("Helsinki Population Information System, ")
    visitor.press("ArrowRight", "ArrowRight")
    assert visitor.focused.startswith("Customer information resource")
    visitor.press("Enter")
    visitor.page.wait_for_function(
        "() => document.querySelector('#details-heading').innerText.replaceAll('\\u00ad', '').startsWith('Customer')"
    )
    assert visitor.page.evaluate("() => document.activeElement.matches('#stage g.node *')"), "the focus stays on it"
    visitor.press("Enter")
    assert visitor.focused == "Customer information resource"
    assert visitor.page.evaluate("() => document.activeElement.id") == "details-heading"
    visitor.press("Escape")
    assert visitor.page.evaluate("() => document.activeElement.matches('#stage g.node *')")
    visitor.press("Escape")
    visitor.page.wait_for_function("() => !location.search.includes('node=')")
    visitor.press("?")
    visitor.settled()
    assert visitor.focused == "About"


def test_dots_are_walked_with_the_arrow_keys(visitor: Visitor) -> None:
    visitor.look("?view=department&of=strategiaosasto&lang=en")
    visitor.part("vaestotieto").locator("[role=button]").focus()
    visitor.press("ArrowRight")
    assert visitor.focused.startswith("Customer information resource")
    visitor.press("ArrowRight")
    assert "Digital and Population Data Services Agency" in visitor.focused
    visitor.press("ArrowLeft", "ArrowLeft")
    assert visitor.focused.startswith("Helsinki Population Information System")
    visitor.press("ArrowDown")
    assert visitor.focused.startswith("E-services")


def test_a_change_of_view_moves_the_focus_to_its_heading_and_is_announced(visitor: Visitor) -> None:
    visitor.look("?view=department&of=strategiaosasto&lang=en")
    visitor.link("Helsinki Population Information System", within="#main")
    assert visitor.focused == "Helsinki Population Information System"
    said = visitor.page.locator("#announcer")
    visitor.page.wait_for_function("() => document.getElementById('announcer').textContent.includes('Surroundings')")
    assert "Helsinki Population Information System" in (said.text_content() or "")


@pytest.mark.parametrize(("width", "height"), [(390, 844), (320, 256)])
def test_nothing_is_cut_off_on_a_phone_and_at_400_percent(visitor: Visitor, width: int, height: int) -> None:
    visitor.page.set_viewport_size({"width": width, "height": height})
    visitor.look("?view=overview&lang=fi")
    for query in ("?view=overview", "?view=department&of=strategiaosasto", "?view=table&table=feeds", "?view=about"):
        visitor.go(query + "&lang=fi")
        assert visitor.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), query


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1600, 900), (390, 844)])
@pytest.mark.parametrize("query", ["?view=department&of=strategiaosasto", "?view=feeds&of=elinkeino-osasto"])
def test_a_drawing_opens_readable_and_fits_when_asked(visitor: Visitor, query: str, width: int, height: int) -> None:
    visitor.page.set_viewport_size({"width": width, "height": height})
    visitor.look(query + "&lang=fi")
    stage, svg = (visitor.page.locator(name).bounding_box() for name in ("#stage", "#stage svg"))
    assert stage
    assert svg
    scale = svg["width"] / visitor.page.locator("#stage svg").evaluate("e => e.viewBox.baseVal.width")
    whole = svg["width"] <= stage["width"] + 1 and svg["height"] <= stage["height"] + 1
    assert scale >= 0.905, "letters of 11 px are seen in 10"
    assert whole or scale <= 0.915, "it is all seen if that is readable"
    visitor.page.locator("[data-zoom=fit]").click()
    svg = visitor.page.locator("#stage svg").bounding_box()
    assert svg
    assert svg["width"] <= stage["width"] + 1
    assert svg["height"] <= stage["height"] + 1


def test_sorting_the_rows_beneath_a_drawing_leaves_the_drawing_as_it_is(visitor: Visitor) -> None:
    visitor.open("?view=department&of=strategiaosasto&lang=en")
    visitor.page.locator("[data-zoom=in]").click()
    before = visitor.page.locator("#stage svg").get_attribute("width")
    names = visitor.page.get_by_role("region", name="Items").locator("tbody th")
    visitor.link("Name", within=".scroller.things")
    visitor.link("Name", within=".scroller.things")
    found = names.all_inner_texts()
    assert found == sorted(found, key=str.casefold, reverse=True)
    assert visitor.page.locator("#stage svg").get_attribute("width") == before


def test_forced_colours_and_reduced_motion_leave_all_usable(visitor: Visitor) -> None:
    visitor.page.emulate_media(forced_colors="active", reduced_motion="reduce")
    visitor.open("?view=department&of=strategiaosasto&lang=en")
    assert visitor.part("vaestotieto").is_visible()
    durations = visitor.page.locator("#stage g.node").first.evaluate("e => getComputedStyle(e).transitionDuration")
    assert durations == "0s"
