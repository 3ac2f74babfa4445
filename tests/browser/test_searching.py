"""A browser finds what the explorer finds, in the same order and with the same scores, whatever slips there are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from flowviz.model import build_model, name_of
from flowviz.search import FIELDS, Index, ahead, texts
from flowviz.site import searching
from flowviz.site.addresses import address
from flowviz.synonyms import beginnings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from flowviz.catalogue import Catalogue

TABLE = json.loads(Path(__file__).parents[1].joinpath("searches.json").read_text("utf-8"))
SCRIPT = Path(searching.__file__).with_name("static") / "search.js"
FIND = """([raw, wanted]) => {
    const things = flowvizSearch.read(raw);
    return wanted.map((text) => flowvizSearch.find(things, text).map((hit) => [hit.thing.link, hit.score]));
}"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    page = browser.new_page()
    page.add_script_tag(content=f"var flowvizSame = {json.dumps(beginnings())};")
    page.add_script_tag(path=SCRIPT)
    return page


def found(page: Page, raw: list[Any], wanted: list[str]) -> list[list[tuple[str, float]]]:
    return [[(link, score) for link, score in hits] for hits in page.evaluate(FIND, [raw, wanted])]


def test_every_case_of_the_table_is_found_in_its_order(page: Page) -> None:
    raw = [
        [id_, kind, id_, [[FIELDS.index(field), text] for field, text in texts], ahead(kind)]
        for id_, kind, texts in TABLE["things"]
    ]
    cases = TABLE["cases"]
    hits = found(page, raw, [text for text, _ in cases])
    for (text, expected), each in zip(cases, hits, strict=True):
        assert [link for link, _ in each] == expected, text


def test_in_the_built_in_catalogue_scores_and_order_are_the_same(page: Page, catalogue: Catalogue) -> None:
    model = build_model(catalogue)
    placed = [(node, field, text) for node, field, text in texts(model) if field != "id" and address(model, node)]
    index = Index((node, model.nodes[node]["kind"], field, text) for node, field, text in placed)
    at = {node: str(address(model, node)) for node, _, _ in placed}
    names = [
        name_of(model, node, language)
        for start, language in enumerate(("fi", "sv", "en"))
        for node in list(at)[3 * start :: 27]
    ]
    wanted = [*names, *(name[2:7] for name in names), *(name.lower()[:3] for name in names), "tieto rekisteri"]
    wanted += [name[:4] + name[5:6] + name[4:5] + name[6:] for name in names[::5]]  # two letters swapped
    wanted += [
        "kundinform",
        "väestörekisteri",
        "avtalsregister",
        "nyheter",
        "anställda",
        "työttömät",
        "vahingonkorvaus",
    ]
    answers = found(page, searching.entries(model, "fi"), wanted)
    for text, hits in zip(wanted, answers, strict=True):
        assert hits == [(at[hit.id], hit.score) for hit in index.find(text, most=1_000)], text
    assert sum(map(bool, answers)) > 0.9 * len(wanted)
