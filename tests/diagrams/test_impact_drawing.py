"""The drawing of an impact has what is removed, downstream and upstream and nothing else, told apart without colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from drawn import parts
from flowviz import drawing
from flowviz.diagrams import impact as impact_drawing
from flowviz.facts.impact import Selection, chosen
from flowviz.impact import Removal, impact
from flowviz.locales import LANGUAGES, words
from flowviz.model import inside
from flowviz.theme import MARKS

if TYPE_CHECKING:
    from flowviz.model import Model

REMOVALS = [
    ("taloustietovaranto",),
    ("dvv",),
    ("viestintaosasto",),
    ("suomi-fi-palvelutietovaranto",),
    ("henkilostotietovaranto", "kuntalaiset"),
    ("ahjo",),
]


def _known(model: Model, things: tuple[str, ...]) -> list[str]:
    return [id_ for id_ in things if id_ in model] or ["taloushallinnan-jarjestelmat"]


@pytest.mark.parametrize("things", REMOVALS)
def test_it_has_all_that_a_removal_hits_and_of_what_falls_what_has_feeds(model: Model, things: tuple[str, ...]) -> None:
    answer = impact(model, Removal.of(model, _known(model, things)))
    down = chosen(model, answer, Selection(direction="down"))
    gone = {one.id for one in answer.removed}
    in_feeds = {end for feed in model.catalogue.feeds for end in (feed.source, feed.target)}
    in_feeds |= {id_ for id_ in gone if model.nodes[id_]["kind"] == "system"}
    drawn = {id_ for id_ in gone if in_feeds.intersection(inside(model, id_))} | set(answer.chosen.things)
    expected = drawn | {row.id for row in answer.downstream} | {row.id for row in answer.holders}
    svg = drawing.finish(model, impact_drawing.draw(model, down, direction="down"))
    assert [part.data["id"] for part in parts(svg, "node")] == [id_ for id_ in model if id_ in expected]
    both = drawing.finish(model, impact_drawing.draw(model, answer))
    givers = {row.id for row in answer.upstream}
    assert {part.data["id"] for part in parts(both, "node")} == expected | givers


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_role_is_said_in_a_word_with_a_sign_and_in_the_legend(model: Model, language: str) -> None:
    answer = impact(model, Removal.of(model, ["henkilostotietovaranto"]))
    svg = drawing.finish(model, impact_drawing.draw(model, answer, language=language))
    say = words(language)
    for row in answer.downstream:
        part = next(part for part in parts(svg, "node") if part.data["id"] == row.id)
        word, mark = say(f"effect.{row.effect}.tag"), row.effect.replace(" ", "-")
        assert f"mark-{mark}" in part.classes
        assert f"{MARKS[mark].sign} {word}" in part.texts
        assert word in part.label
        assert say(f"impact.legend.{mark}") in svg


def test_all_marks_differ_in_sign_and_in_line() -> None:
    marks = list(MARKS.values())
    assert len({mark.sign for mark in marks}) == len(marks)
    assert len({(mark.width, mark.dash, mark.double, mark.struck) for mark in marks}) == len(marks)


def test_feeds_that_end_have_a_cross_and_the_ways_are_marked(model: Model) -> None:
    answer = impact(model, Removal.of(model, ["dvv"]))
    svg = drawing.finish(model, impact_drawing.draw(model, answer))
    lines = {(part.data["source"], part.data["target"]): part.classes for part in parts(svg, "edge")}
    assert "mark-lost-way" in lines["dvv", "muutostietopalvelu"]
    assert "mark-way" in lines["muutostietopalvelu", "vaestotieto"]
    assert "mark-way" in lines["vaestotieto", "asiakastietovaranto"]
    assert svg.count('class="cross"') == 2  # one on the feed, one in the legend


def test_a_cut_feed_is_drawn_from_its_giver_to_its_receiver(model: Model) -> None:
    answer = impact(model, Removal.of(model, pairs=[("muutostietopalvelu", "vaestotieto")]))
    down = chosen(model, answer, Selection(direction="down"))
    cards = {card.id: card.mark for card in impact_drawing.draw(model, down, direction="down").cards}
    assert set(cards) == {"muutostietopalvelu", *(row.id for row in answer.downstream)}
    assert cards["muutostietopalvelu"] == "upstream"


def test_a_removed_system_is_drawn_with_what_is_left_without_it(model: Model) -> None:
    system = next(
        id_
        for id_, node in model.nodes(data=True)
        if node["kind"] == "system" and any(key == "uses system" for *_, key in model.in_edges(id_, keys=True))
    )
    answer = impact(model, Removal.of(model, [system]))
    scene = impact_drawing.draw(model, answer)
    assert answer.holders
    assert {card.id for card in scene.cards if card.mark == "holder"} == {row.id for row in answer.holders} - {
        row.id for row in answer.downstream
    }
