"""The drawing of an impact has what is removed, downstream and upstream and nothing else, told apart without colour."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from conftest import EXAMPLE
from drawn import parts
from flowviz import drawing
from flowviz.catalogue import Text
from flowviz.diagrams import impact as impact_drawing
from flowviz.facts.impact import Selection, chosen
from flowviz.impact import Removal, Scenario, impact
from flowviz.impact.scenario import NewThing, Replacement
from flowviz.loading import load
from flowviz.locales import LANGUAGES, words
from flowviz.model import build_model, inside
from flowviz.reports import ask
from flowviz.theme import MARKS

if TYPE_CHECKING:
    from flowviz.diagrams.scene import Scene
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
        word, mark = say(f"effect.{row.felt}.tag"), row.felt.replace(" ", "-")
        assert f"mark-{mark}" in part.classes
        assert f"{MARKS[mark].sign} {word}" in part.texts
        assert word in part.label
        assert say(f"impact.legend.{mark}") in svg


def test_all_marks_differ_in_sign_and_in_line() -> None:
    marks = list(MARKS.values())
    assert len({mark.sign for mark in marks}) == len(marks)
    assert len({(mark.width, mark.double, mark.struck) for mark in marks}) == len(marks)


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


def told(scene: Scene) -> dict[str, tuple[str, str]]:
    """The mark of each card, and its word."""
    return {card.id: (card.mark, card.word) for card in scene.cards}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_has_only_its_own_left_has_a_sign_and_words_of_its_own_in_the_legend(language: str) -> None:
    """The roster of the harbour and that of the care feed each other: without the one, the other has its own alone."""
    model = build_model(load(EXAMPLE))
    answer = impact(model, Removal.of(model, ["havnevagt"]))
    scene = impact_drawing.draw(model, answer, language=language)
    say = words(language)
    assert told(scene)["vagtplan"] == ("alone", say("effect.alone.tag"))
    legend = {item.value: item.text for item in scene.legend}
    assert legend["alone"] == say("impact.legend.alone") == say("effect.alone")
    assert ("touched" in legend) == any(mark == "touched" for mark, _ in told(scene).values())
    assert say("effect.alone.tag") != say("effect.touched.tag")
    near = chosen(model, answer, Selection(within=1))
    marks = {item.value for item in impact_drawing.draw(model, near, language=language).legend}
    assert marks.isdisjoint({"touched", "cut-off", "weakened"})


def test_who_goes_on_giving_less_does_not_lose_a_receiver(model: Model) -> None:
    answer = impact(model, Removal.of(model, ["vaestotieto-aineisto"]))
    less = {row.id for row in answer.upstream if not row.feeds_lost}
    scene = impact_drawing.draw(model, answer, language="en")
    assert {id_ for id_, (mark, word) in told(scene).items() if (mark, word) == ("upstream", "gives less")} == less


def test_a_scenario_shows_those_that_lose_nothing_thanks_to_what_takes_over(model: Model) -> None:
    new = NewThing(id="uusi", name=Text.of(fi="Uusi"), kind="shared", scope="city-wide")
    swap = Replacement(what="vaestotieto", by="uusi")
    question = ask(model, scenario=Scenario(name=Text.of(fi="Vaihto"), replace=(swap,), add=(new,)), language="en")
    scene = question.scene()
    assert told(scene) == {
        "vaestotieto": ("removed", "removed"),
        "uusi": ("added", "takes over"),
        "asiakastietovaranto": ("spared", "loses nothing"),
        "muutostietopalvelu": ("spared", "loses nothing"),
    }
    assert "loses nothing" in {item.text for item in scene.legend}
    assert any(
        text.startswith("Lose nothing, because something else takes over (2): ") for text in question.consequences()
    )


def test_the_tags_of_the_uppermost_cards_stay_clear_of_the_subtitle() -> None:
    model = build_model(load(EXAMPLE))
    svg = drawing.finish(model, impact_drawing.draw(model, impact(model, Removal.of(model, ["havnevagt"]))))
    (subtitle,) = re.findall(r'<text x="28" y="([\d.]+)" font-size="13"', svg)
    (top,) = re.findall(r'class="drawing" transform="translate\(28 ([\d.]+)\)"', svg)
    tags = re.findall(r'<rect x="[\d.]+" y="([\d.-]+)"[^>]* rx="8.5"', svg)
    assert min(map(float, tags)) + float(top) > float(subtitle) + 4
