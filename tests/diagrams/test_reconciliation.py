"""The drawing of what one member tells and the other confirms, against towns whose verdicts are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from federation.town import write_many, write_town
from flowviz import drawing, federation
from flowviz.diagrams import Wish
from flowviz.diagrams.page import FITS, Page
from flowviz.diagrams.reconciliation import LEVELS, draw
from flowviz.diagrams.scene import thing_of
from flowviz.ends import chosen
from flowviz.model import build_model

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.diagrams.scene import Scene
    from flowviz.model import Model

TOLD = {
    # who tells it, what, and the other side; as `tests/test_reconciling.py` has them
    ("commons/office", "works/works~commons/customers", "unconfirmed", "works/works"),
    ("care/care", "works/works~care/daycare", "unconfirmed", "works/works"),
    ("works/works", "works/sites~commons/money", "silent", "commons/office"),
    ("commons/office", "care/care~commons/customers", "confirmed", "care/care"),
    ("care/care", "care/daycare~commons/customers", "confirmed", "commons/office"),
}


@pytest.fixture
def town(tmp_path: Path) -> Model:
    return build_model(federation.load(write_town(tmp_path)))


@pytest.fixture
def many(tmp_path: Path) -> Model:
    """36 members, each of which tells of the next what that does not confirm, and of the hub, which tells nothing."""
    return build_model(federation.load(write_many(tmp_path, 36)))


def told(scene: Scene) -> set[tuple[str, str, str, str]]:
    """Who tells what, its mark and the other side, along the lines of a scene."""
    by = {line.target: thing_of(line.source) for line in scene.lines if not line.mark}
    return {
        (by[line.source], str(chosen(thing_of(line.source))), line.mark, thing_of(line.target))
        for line in scene.lines
        if line.mark
    }


def test_a_line_leads_from_who_tells_a_feed_to_it_and_a_marked_one_on_to_the_other_side(town: Model) -> None:
    scene = draw(town, language="en")
    assert told(scene) == TOLD
    assert {line.mark: line.basis for line in scene.lines if line.mark} == {
        "unconfirmed": "implied",
        "silent": "known",
        "confirmed": "stated",
    }
    assert scene.subtitle == "The town. Not confirmed: 2, not known: 1, confirmed: 2."


def test_its_words_say_what_its_lines_and_signs_say(town: Model) -> None:
    scene = draw(town, language="en")
    card = next(card for card in scene.cards if card.lines == ["Works Enterprise → Daycare resource"])
    assert card.text == (
        "Works Enterprise → Daycare resource; content not stated; stated; care/page, line 6; told by Care Division, "
        "the other side is Works Enterprise; the other side tells other feeds of these, but not this one"
    )
    assert [line.text for line in scene.lines if card.id in (line.source, line.target)] == [
        "Care Division: tells it, 1 feed",
        "Works Enterprise: not confirmed, 1 feed",
    ]
    assert [frame.lines for frame in scene.frames] == [
        ["× Not confirmed (2)"],
        ["? Not known (1)"],
        ["✓ Confirmed (2)"],
    ]


def test_of_many_organisations_each_has_a_row_with_what_it_tells_and_what_is_told_of_it(many: Model) -> None:
    scene = draw(many, language="en")
    rows = {card.id: card for card in scene.cards}
    assert len(rows) == 37
    assert rows["m7/m7"].text == (
        "Organisation 7; It tells: Not confirmed 1, Not known 1, Confirmed 0; "
        "Others tell of it: Not confirmed 1, Not known 0, Confirmed 0"
    )
    assert rows["hub/hub"].text.endswith("Others tell of it: Not confirmed 0, Not known 36, Confirmed 0")
    assert [count.told for count in rows["hub/hub"].counts or ()] == ["36"]


def test_on_paper_it_is_cut_into_pages_that_have_all_of_it_once(many: Model, town: Model) -> None:
    wish = Wish(kind="reconciliation", language="en", page=FITS["column"])
    cards = [card.id for scene in drawing.pages_of(many, wish) for card in scene.cards]
    assert len(cards) == len(set(cards)) == 37
    low = Page(FITS["a4"].w, 480, FITS["a4"].points)
    pages = drawing.pages_of(town, Wish(kind="reconciliation", language="en", page=low))
    assert len(pages) > 1
    assert set.union(*map(told, pages)) == TOLD
    assert sum(len(told(scene)) for scene in pages) == len(TOLD)


@pytest.mark.parametrize("level", LEVELS)
def test_what_is_joined_from_elsewhere_is_drawn_the_same_bytes(town: Model, tmp_path: Path, level: str) -> None:
    again = build_model(federation.load(write_town(tmp_path / "again")))
    first, second = (drawing.finish(model, draw(model, level=level)) for model in (town, again))
    assert first == second


def test_a_catalogue_alone_says_that_there_is_nothing_to_compare(example: Model) -> None:
    scene = draw(example, language="en")
    assert (scene.cards, scene.subtitle) == ([], "Nothing to compare: the catalogue joins no others.")
