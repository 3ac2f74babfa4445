"""The stage as a map: fits first, is zoomed and moved under the hand, and keeps in sight what is asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from visitor import Visitor

DEPARTMENT = "?view=department&of=strategiaosasto"
SCALE = "() => document.querySelector('#stage svg').getBoundingClientRect().width / document.querySelector('#stage svg').viewBox.baseVal.width"
PLACE = "() => { const b = document.querySelector('#stage svg').getBoundingClientRect(); return [b.left, b.top] }"
SIZES = [(1280, 800), (1100, 800), (390, 844)]
ONE_TURN: Final = """() => {
    const stage = document.getElementById('stage');
    const {left, top, width, height} = stage.getBoundingClientRect();
    const turn = deltaY => !stage.dispatchEvent(new WheelEvent('wheel', {
        deltaY, clientX: left + width / 2, clientY: top + height / 2, bubbles: true, cancelable: true,
    }));
    return [-200, ...Array(8).fill(300)].map(turn).every(kept => kept);
}"""
"""Turns the wheel in and far out again without a pause; whether the page keeps all of it from the browser, which would scroll."""


def _rest(visitor: Visitor) -> None:
    """Waits until nothing moves: the drawing has the size that it is seen in."""
    visitor.page.wait_for_function(
        "() => { const svg = document.querySelector('#stage svg');"
        " const now = JSON.stringify(svg.getBoundingClientRect()); const still = window.before === now; window.before = now;"
        " return still && document.getAnimations().every(a => a.playState !== 'running') }",
        polling=250,
    )


def _scale(visitor: Visitor) -> float:
    _rest(visitor)
    found: float = visitor.page.evaluate(SCALE)
    return found


def _seen(visitor: Visitor, id_: str) -> dict[str, Any]:
    """What lies at the middle of a card as the reader sees it."""
    _rest(visitor)
    found: dict[str, Any] = visitor.part(id_).evaluate(
        "e => { const b = e.getBoundingClientRect();"
        " const at = document.elementFromPoint(b.left + b.width / 2, b.top + b.height / 2);"
        " return { there: e.contains(at), inside: b.left >= 0 && b.right <= innerWidth && b.top >= 0 && b.bottom <= innerHeight } }"
    )
    return found


def test_a_map_is_zoomed_about_the_pointer_moved_by_the_hand_and_fits_again(visitor: Visitor) -> None:
    visitor.open("?view=feeds&of=elinkeino-osasto&lang=en")
    first = _scale(visitor)
    card = visitor.part("tyovoima")
    box = card.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    visitor.page.mouse.move(x, y)
    visitor.page.mouse.wheel(0, -150)
    assert _scale(visitor) > first * 1.2
    box = card.bounding_box()
    assert box
    assert box["x"] + box["width"] / 2 == pytest.approx(x, abs=3), "what is under the pointer stays there"
    before = visitor.page.evaluate(PLACE)
    visitor.page.mouse.down()
    visitor.page.mouse.move(x - 60, y - 40, steps=4)
    visitor.page.mouse.up()
    _rest(visitor)
    after = visitor.page.evaluate(PLACE)
    assert before[0] - after[0] >= 55
    assert before[1] - after[1] >= 35
    assert "node=" not in visitor.page.url, "moving is not choosing"
    visitor.page.locator("[data-zoom=fit]").click()
    fitting = _scale(visitor)
    stage = visitor.page.locator("#stage").bounding_box()
    svg = visitor.page.locator("#stage svg").bounding_box()
    assert stage
    assert svg
    assert svg["width"] <= stage["width"] + 1
    assert svg["height"] <= stage["height"] + 1
    assert visitor.page.locator(".small-map").is_hidden()
    visitor.page.mouse.dblclick(x, y)
    visitor.settled()
    assert _scale(visitor) == pytest.approx(fitting * 2, rel=0.02)
    assert visitor.page.locator(".small-map").is_visible(), "where one is, is told when not all is seen"


def test_where_every_corner_has_a_name_the_small_map_comes_when_the_drawing_moves(visitor: Visitor) -> None:
    visitor.open("?view=map&place=strategiaosasto&lang=sv")
    small = visitor.page.locator(".small-map:not([hidden])")
    small.wait_for(state="hidden")
    visitor.page.locator("#stage").focus()
    for key in ("ArrowDown", "ArrowUp") * 10:  # on a busy machine it may have gone before the hand is there
        visitor.press(key)
        small.wait_for(state="visible")
        box = small.evaluate("map => map.getBoundingClientRect().toJSON()")
        visitor.page.mouse.move(box["x"] + 10, box["y"] + 10)
        if small.evaluate("map => map.matches(':hover')"):
            break
    svg = visitor.page.locator("#stage svg")
    before, seen = svg.get_attribute("viewBox"), small.locator("div").bounding_box()
    assert seen
    visitor.page.mouse.move(box["x"] + 20, box["y"] + 20)
    visitor.page.mouse.down()
    _rest(visitor)
    assert svg.get_attribute("viewBox") != before
    visitor.page.mouse.move(seen["x"] + seen["width"] / 2, seen["y"] + seen["height"] / 2, steps=4)
    visitor.page.mouse.up()
    _rest(visitor)
    assert small.is_visible(), "what is under the hand stays there"
    visitor.page.mouse.move(5, 5)
    small.wait_for(state="hidden")


CORNERS = """() => {
    const [stage, map] = ['#stage', '.small-map'].map(name => document.querySelector(name).getBoundingClientRect());
    const boxes = [...document.querySelectorAll('#stage svg :is(.node, .frame) > rect')].map(rect => rect.getBoundingClientRect());
    const clear = (x, y) => boxes.every(box => {
        const [left, top, right, bottom] = [x - 7, y - 7, x + map.width + 7, y + map.height + 7];
        const apart = box.right <= left || box.left >= right || box.bottom <= top || box.top >= bottom;
        return apart || (box.left < left && box.right > right && box.top < top && box.bottom > bottom);
    });
    const [x, y] = [[stage.right - 9 - map.width, stage.left + 9], [stage.bottom - 9 - map.height, stage.top + 9]];
    return [clear(map.left, map.top), ...x.flatMap(left => y.map(top => clear(left, top)))];
}"""
"""Whether no edge of a box is near where the small map stands, nor in each corner: that where it rather stands than elsewhere first."""


def test_the_small_map_keeps_away_from_the_edges_of_boxes_where_a_corner_has_room(visitor: Visitor) -> None:
    visitor.page.emulate_media(reduced_motion="reduce")
    visitor.open("?view=map&lang=en").page.add_style_tag(content="#stage text { display: none }")
    moved_away = 0
    for place in ("150,10,30", "250,30,10", "250,90,50"):
        visitor.go(f"?view=map&place=strategiaosasto@{place}&lang=en")
        _rest(visitor)
        stands, first, *others = visitor.page.evaluate(CORNERS)
        assert stands or not any((first, *others)), place
        moved_away += not first and any(others)
    assert moved_away, "somewhere the first corner has no room and another has"


def test_the_small_map_stays_in_sight_where_the_stage_is_higher_than_the_window(visitor: Visitor) -> None:
    visitor.page.set_viewport_size({"width": 1280, "height": 420})
    visitor.open("?view=department&of=strategiaosasto&lang=en")
    visitor.page.locator("[data-zoom=in]").click()
    small = visitor.page.locator(".small-map:not([hidden])")
    small.wait_for(state="visible")
    bottoms = []
    for top in (0, 60, 120):
        visitor.page.evaluate("top => scrollTo(0, top)", top)
        visitor.page.wait_for_function("top => scrollY === top", arg=top)
        visitor.page.wait_for_function(IN_SIGHT)
        bottoms.append(visitor.page.evaluate("() => document.querySelector('#stage').getBoundingClientRect().bottom"))
    assert bottoms[0] > 420, "the stage ends below the window"


IN_SIGHT = """() => {
    const box = document.querySelector('.small-map').getBoundingClientRect();
    const bar = document.querySelector('.top').getBoundingClientRect();
    return box.height > 30 && box.top >= bar.bottom && box.bottom <= innerHeight - 7;
}"""


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_legend_of_the_map_stands_below_it_and_on_a_wide_screen_in_sight(
    visitor: Visitor, width: int, height: int
) -> None:
    visitor.page.set_viewport_size({"width": width, "height": height})
    for language in ("fi", "sv", "en"):
        visitor.open(f"?view=map&lang={language}")
        stage, legend = (visitor.page.locator(name).bounding_box() for name in ("#stage", "#map-legend"))
        assert stage
        assert legend
        assert visitor.page.locator("#map-legend > svg").count() == 3
        assert legend["y"] >= stage["y"] + stage["height"]
        assert width < 640 or legend["y"] + legend["height"] <= height


def test_the_wheel_scrolls_the_page_for_those_who_want_it(visitor: Visitor) -> None:
    visitor.open(f"{DEPARTMENT}&lang=en")
    setting = visitor.page.get_by_role("button", name="The mouse wheel zooms")
    assert setting.get_attribute("aria-pressed") == "true"
    setting.click()
    assert setting.get_attribute("aria-pressed") == "false"
    before = _scale(visitor)
    visitor.page.locator("#stage").hover()
    visitor.page.mouse.wheel(0, 300)
    visitor.page.wait_for_function("() => scrollY > 50")
    assert _scale(visitor) == pytest.approx(before)
    visitor.page.locator("#stage").hover()
    visitor.page.keyboard.down("Control")
    visitor.page.mouse.wheel(0, -100)
    visitor.page.keyboard.up("Control")
    assert _scale(visitor) > before
    visitor.open(f"{DEPARTMENT}&lang=en")
    assert setting.get_attribute("aria-pressed") == "false", "the setting lasts"
    setting.click()
    assert visitor.page.evaluate(ONE_TURN), "what zooms out to the end does not go on to scroll"


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_what_is_chosen_stays_in_sight_beside_its_details(visitor: Visitor, width: int, height: int) -> None:
    visitor.page.set_viewport_size({"width": width, "height": height})
    visitor.look("?view=feeds&of=elinkeino-osasto&lang=en")
    visitor.part("matkailu").locator("rect").first.dispatch_event("click")
    visitor.settled()
    assert visitor.page.locator("#details-heading").inner_text() == "Tourism"
    box = visitor.page.locator("#details-heading").bounding_box()
    assert box
    assert box["y"] < height, "the answer is seen without scrolling"
    assert _seen(visitor, "matkailu") == {"there": True, "inside": True}
    visitor.page.locator("#details-heading").focus()
    visitor.press("Escape")
    if width <= 1200:  # the details lay over the page
        visitor.settled()
        visitor.page.wait_for_function("() => !location.search.includes('node=')")
    assert visitor.page.evaluate("() => Boolean(document.activeElement.closest('#stage svg'))"), "the focus is back"


def test_another_language_leaves_the_map_where_it_is_and_another_hop_its_subject(visitor: Visitor) -> None:
    visitor.open("?view=neighbourhood&of=asiakastietovaranto&lang=en")
    visitor.page.locator("[data-zoom=in]").click()
    zoomed = _scale(visitor)
    visitor.page.locator(".languages a", has_text="SV").click()
    visitor.settled()
    assert _scale(visitor) == pytest.approx(zoomed, rel=0.02)
    visitor.page.set_viewport_size({"width": 1280, "height": 560})  # no room for all of it at once
    visitor.open("?view=neighbourhood&of=asiakastietovaranto&lang=en")
    _rest(visitor)
    before = visitor.part("asiakastietovaranto").bounding_box()
    visitor.page.evaluate(
        "() => { window.bare = 0; new MutationObserver(() => { const stage = document.getElementById('stage');"
        " if (stage && !stage.querySelector('.canvas')) window.bare += 1 })"
        ".observe(document.body, { subtree: true, attributes: true, attributeFilter: ['aria-busy'] }) }"
    )
    visitor.page.get_by_role("link", name="One hop more").click()
    visitor.settled()
    _rest(visitor)
    after = visitor.part("asiakastietovaranto").bounding_box()
    assert before
    assert after
    assert [after["x"], after["y"]] == pytest.approx([before["x"], before["y"]], abs=2)
    assert visitor.page.evaluate("() => window.bare") == 0, "what was drawn is seen until the next is there"


def test_the_stage_itself_is_moved_by_arrow_keys(visitor: Visitor) -> None:
    visitor.open(f"{DEPARTMENT}&lang=en")
    visitor.page.locator("#stage").focus()
    visitor.press("+", "+", "+")
    _rest(visitor)
    before = visitor.page.evaluate(PLACE)
    visitor.press("ArrowRight")
    _rest(visitor)
    assert visitor.page.evaluate(PLACE)[0] < before[0]


def test_the_details_are_as_wide_as_the_reader_wants_and_stay_so(visitor: Visitor) -> None:
    visitor.open(f"{DEPARTMENT}&lang=en")
    details, edge = visitor.page.locator("#panel-details"), visitor.page.get_by_role("separator")
    assert edge.get_attribute("aria-label") == "Width of the details"
    width = details.evaluate("e => e.offsetWidth")
    edge.focus()
    visitor.press("ArrowLeft", "ArrowLeft")
    assert details.evaluate("e => e.offsetWidth") == width + 48 == int(edge.get_attribute("aria-valuenow") or 0)
    box: Any = edge.bounding_box()
    visitor.page.mouse.move(box["x"] + 4, 300)
    visitor.page.mouse.down()
    visitor.page.mouse.move(box["x"] - 46, 300, steps=3)
    visitor.page.mouse.up()
    assert details.evaluate("e => e.offsetWidth") == pytest.approx(width + 98, abs=4)
    visitor.open(f"{DEPARTMENT}&lang=en")
    assert details.evaluate("e => e.offsetWidth") == pytest.approx(width + 98, abs=4)
    edge.dblclick()
    assert details.evaluate("e => e.offsetWidth") == width, "a double click takes it back"
    visitor.page.set_viewport_size({"width": 1100, "height": 800})
    assert edge.is_hidden(), "there the details lie over the drawing"
