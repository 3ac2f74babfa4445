"""What if, the ranking, another version and the report, in a real browser."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Literal

import pytest
from axe import violations

from flowviz.exports import json_catalogue
from flowviz.locales import LANGUAGES
from flowviz.reports import FORMATS, ask

if TYPE_CHECKING:
    from pathlib import Path

    from visitor import Visitor

    from flowviz.model import Model

VIEWS = [
    "?view=impact&gone=viestintaosasto",
    "?view=impact&gone=muutostietopalvelu~vaestotieto&node=muutostietopalvelu~vaestotieto",
]
"""`test_accessibility` asks about the others."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(visitor: Visitor, language: str) -> None:
    assert visitor.axe_of(VIEWS, language) == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_in_the_report(visitor: Visitor, model: Model, tmp_path: Path, language: str) -> None:
    page = tmp_path / "report.html"
    question = ask(model, ["viestintaosasto"], language=language)
    page.write_bytes(FORMATS["html"](question))
    visitor.page.goto("about:blank")  # where the explorer asks for nothing any more
    visitor.address = page.as_uri()
    visitor.page.goto(page.as_uri())
    assert violations(visitor.page, looks=language == LANGUAGES[0]) == []
    assert visitor.page.locator("figure svg g.node").count() == len(question.scene().cards)


def test_a_visitor_takes_things_away_by_box_search_and_click_and_puts_them_back(visitor: Visitor) -> None:
    visitor.open("?view=impact&lang=en")
    box = visitor.page.get_by_role("combobox", name="Choose an item")
    box.click()
    offered = visitor.page.get_by_role("listbox", name="Choose an item").get_by_role("option")
    assert "Employment and immigration services" in offered.first.inner_text(), "what would be missed most"
    assert violations(visitor.page) == []
    box.press_sequentially("digitl and popultion")
    visitor.page.wait_for_selector("#gone-results [data-for='digitl and popultion']")
    assert box.get_attribute("aria-activedescendant") == offered.first.get_attribute("id")
    assert visitor.page.locator("#gone-results .active mark, #gone-results .active").count() > 0
    visitor.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    names = visitor.page.locator("#gone-results a").all_text_contents()
    visitor.press("ArrowDown", "ArrowDown", "ArrowUp")
    wanted = next(i for i, name in enumerate(names) if name.startswith("Digital and Population Data Services Agency"))
    visitor.press(*["ArrowDown"] * wanted, "Enter")
    visitor.page.wait_for_function("() => location.search.includes('gone=dvv')")
    visitor.settled()
    assert "To consult: " in visitor.main
    visitor.part("asiakastietovaranto").click()
    visitor.settled()
    visitor.link("Remove this too", "#panel-details")
    assert "gone=dvv,asiakastietovaranto" in visitor.page.url
    visitor.page.fill("#find-text", "kela")
    visitor.page.wait_for_selector("#find-results a.hit")
    visitor.page.locator("#find-results a.hit").first.click()
    visitor.settled()
    assert visitor.page.locator(".chips li").count() == 3
    visitor.page.reload()
    visitor.settled()
    assert visitor.page.locator(".chips li").count() == 3
    visitor.link("Restore everything")
    assert visitor.page.locator("#stage").count() == 0


SIZES = ((1280, 800), (1100, 800), (390, 844))
ASKED = ("taloustietovaranto", "viestintaosasto", "dvv", "vaestotieto-aineisto")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_sentences_and_what_goes_in_the_drawing_are_seen_without_scrolling_and_can_be_read(
    visitor: Visitor, size: tuple[int, int]
) -> None:
    visitor.page.set_viewport_size({"width": size[0], "height": size[1]})
    visitor.look("?lang=en")
    for number, thing in enumerate(ASKED, SIZES.index(size)):
        # each thing in each size and in each language, and each size in each language
        language = LANGUAGES[number % len(LANGUAGES)]
        visitor.go(f"?view=impact&gone={thing}&lang={language}")
        seen = visitor.page.evaluate(
            "() => ['.consequences', '#stage', '#stage .mark-removed text'].map(each => "
            "{ const box = document.querySelector(each).getBoundingClientRect(); "
            "return [box.top, box.bottom, box.left, box.right] })"
        )
        (top, sentences, _, _), (above, stage, left, right), (gone_top, gone, gone_left, gone_right) = seen
        assert 0 <= top < sentences <= above, (thing, language)
        # below many sentences on a phone the page goes on beneath the drawing, but the name of what goes is in sight
        assert stage <= size[1] + 1 or size[0] < 640, (thing, language)
        assert above <= gone_top < gone <= min(stage, size[1]), (thing, language)
        assert left <= gone_left < gone_right <= right, (thing, language)
        letters = (
            "() => Math.min(...[...document.querySelectorAll('#stage svg text')].map(text => "
            "text.getAttribute('font-size') * text.getScreenCTM().a))"
        )
        assert visitor.page.evaluate(letters) >= 9.99, (thing, language)


def test_what_changes_the_question_is_unfolded_by_keyboard_and_stays_unfolded(visitor: Visitor) -> None:
    visitor.open("?view=impact&gone=taloustietovaranto&lang=en")
    assert not visitor.page.locator("#impact-within").is_visible()
    visitor.page.locator("#change > summary").focus()
    visitor.press("Enter")
    visitor.page.wait_for_selector("#impact-within", state="visible")
    assert violations(visitor.page) == []
    visitor.page.get_by_role("checkbox", name="Only stated feeds").press(" ")
    visitor.settled()
    assert "stated=yes" in visitor.page.url
    assert visitor.page.locator("#impact-within").is_visible()
    visitor.page.locator("#change > summary").press("Enter")
    visitor.page.wait_for_selector("#impact-within", state="hidden")
    assert "Only stated feeds" in visitor.page.locator("#change > summary").inner_text()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_printed_page_begins_with_the_sentences_and_has_at_most_four_pages(
    visitor: Visitor, theme: Literal["light", "dark"]
) -> None:
    visitor.page.emulate_media(color_scheme=theme)
    visitor.look("?view=impact&gone=taloustietovaranto&lang=fi")
    pages = re.findall(rb"/Type\s*/Page\b(?!s)", visitor.page.pdf(format="A4"))
    assert 1 < len(pages) <= 4
    visitor.page.emulate_media(media="print", color_scheme=theme)
    assert visitor.page.evaluate("() => document.querySelector('h1').getBoundingClientRect().top") < 60
    for control in (".asked", ".toolbar", "#panel-rail", ".answer .file"):
        assert not visitor.page.locator(control).first.is_visible(), control
    ink = visitor.page.evaluate("() => getComputedStyle(document.body).color")
    assert max(map(int, re.findall(r"\d+", ink)[:3])) < 60, "ink is dark on paper"
    visitor.page.emulate_media(media="screen")


@pytest.mark.parametrize("gone", ["vaestotieto", "viestintaosasto", "vaestotieto-aineisto"])
def test_no_answer_about_one_thing_is_longer_than_four_pages(visitor: Visitor, gone: str) -> None:
    visitor.look(f"?view=impact&gone={gone}&lang=fi")
    paper = visitor.page.pdf(format="A4", margin={"top": "1cm", "bottom": "1cm", "left": "1cm", "right": "1cm"})
    pages = re.findall(rb"/Type\s*/Page\b(?!s)", paper)
    assert len(pages) <= 4


def test_the_question_is_asked_from_the_details_of_a_thing(visitor: Visitor) -> None:
    visitor.look("?view=neighbourhood&of=taloustietovaranto&lang=en")
    visitor.link("What if this is removed?", "#panel-details")
    assert "gone=taloustietovaranto" in visitor.page.url
    assert "mark-removed" in visitor.part("taloustietovaranto").get_attribute("class")


def test_an_export_from_the_visitors_computer_is_compared_with(visitor: Visitor, model: Model, tmp_path: Path) -> None:
    data = json_catalogue.as_dict(model)
    data["catalogue"]["version"] = "0.9"
    data["feeds"] = [feed for feed in data["feeds"] if feed["from"] != "dvv"]
    file = tmp_path / "old.json"
    file.write_text(json.dumps(data), "utf-8")
    visitor.open("?view=changes&lang=en")
    visitor.page.click("#version-send")
    assert visitor.page.locator("#version-answer").inner_text() == "Choose a file first."
    visitor.page.set_input_files("#version-file", file)
    visitor.page.click("#version-send")
    visitor.page.wait_for_selector(".scroller.changes")
    visitor.settled()
    assert "0.9" in visitor.page.locator("h1").inner_text()
    visitor.page.click('#panel-changes a[href*="view=changes&of=strategiaosasto"]')
    visitor.page.wait_for_selector("#stage svg .mark-added")
