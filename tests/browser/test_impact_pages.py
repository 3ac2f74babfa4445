"""What if, the ranking, another version and the report, in a real browser."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from flowviz.exports import json_catalogue
from flowviz.locales import LANGUAGES
from flowviz.reports import FORMATS, ask

if TYPE_CHECKING:
    from pathlib import Path

    from visitor import Visitor

    from flowviz.model import Model

VIEWS = [
    "?view=impact",
    "?view=impact&gone=viestintaosasto",
    "?view=impact&gone=dvv~vaestotieto&node=dvv~vaestotieto",
    "?view=critical",
    "?view=changes",
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(visitor: Visitor, language: str) -> None:
    visitor.open(f"?lang={language}")
    found = {}
    for query in VIEWS:
        visitor.go(f"{query}&lang={language}")
        if violations := visitor.axe_in(language):
            found[query] = violations
    assert found == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_in_the_report(visitor: Visitor, model: Model, tmp_path: Path, language: str) -> None:
    page = tmp_path / "report.html"
    page.write_bytes(FORMATS["html"](ask(model, ["viestintaosasto"], language=language)))
    visitor.address = page.as_uri()
    visitor.page.goto(page.as_uri())
    assert visitor.axe() == []
    assert visitor.page.locator("figure svg g.node").count() >= 18


def test_a_visitor_takes_things_away_by_list_search_and_click_and_puts_them_back(visitor: Visitor) -> None:
    visitor.open("?view=impact&lang=en")
    visitor.page.select_option("#take-away", label="Digital and Population Data Services Agency")
    visitor.settled()
    assert "cut off" in visitor.main
    visitor.part("asiakastietovaranto").click()
    visitor.settled()
    visitor.link("Take this away too", "#panel-details")
    assert "gone=dvv,asiakastietovaranto" in visitor.page.url
    visitor.page.fill("#find-text", "kela")
    visitor.page.wait_for_selector("#find-results a.hit")
    visitor.page.locator("#find-results a.hit").first.click()
    visitor.settled()
    assert visitor.page.locator(".chips li").count() == 3
    visitor.page.reload()
    visitor.settled()
    assert visitor.page.locator(".chips li").count() == 3
    visitor.link("Put everything back")
    assert visitor.page.locator("#stage").count() == 0


def test_the_question_is_asked_from_the_details_of_a_thing(visitor: Visitor) -> None:
    visitor.open("?view=neighbourhood&of=taloustietovaranto&lang=en")
    visitor.link("What if this goes?", "#panel-details")
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
    assert visitor.axe() == []
    visitor.page.click('#panel-changes a[href*="view=changes&of=strategiaosasto"]')
    visitor.page.wait_for_selector("#stage svg .mark-added")
    visitor.settled()
    assert visitor.axe() == []
