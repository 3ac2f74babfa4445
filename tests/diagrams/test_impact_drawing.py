"""The drawing of an impact has what is removed, downstream and upstream and nothing else, told apart without colour."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import pytest

from conftest import EXAMPLE
from drawn import graph_from, made, parts
from flowviz import drawing, layout
from flowviz.catalogue import Text
from flowviz.diagrams import hops
from flowviz.diagrams import impact as impact_drawing
from flowviz.diagrams.scene import Card, Line, Scene
from flowviz.facts.impact import Selection, chosen
from flowviz.impact import Removal, Scenario, impact
from flowviz.impact.scenario import NewThing, Replacement
from flowviz.loading import load
from flowviz.locales import LANGUAGES, words
from flowviz.model import build_model, inside, name_of
from flowviz.reports import ask
from flowviz.theme import MARKS

if TYPE_CHECKING:
    from pathlib import Path

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
    hit = {row.id for row in answer.downstream} | {row.id for row in answer.holders}
    expected = drawn | hit
    svg = drawing.finish(model, impact_drawing.draw(model, down, direction="down"))
    told = [part.data["id"] for part in parts(svg, "node")]
    assert told[: len(drawn)] == [id_ for id_ in model if id_ in drawn]
    assert set(told[len(drawn) :]) == hit - drawn
    both = drawing.finish(model, impact_drawing.draw(model, answer))
    givers = {row.id for row in answer.upstream}
    assert {part.data["id"] for part in parts(both, "node")} == expected | givers
    assert {part.data["id"] for part in parts(both, "node")[len(expected) :]} == givers - expected


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


@pytest.mark.parametrize("lined", [False, True], ids=["of things", "of lines"])
def test_all_marks_of_one_drawing_differ_in_sign_and_in_line(lined: bool) -> None:
    marks = [mark for mark in MARKS.values() if mark.lined is lined]
    assert len({mark.sign for mark in marks}) == len(marks)
    assert len({(mark.width, mark.double, mark.struck, mark.basis) for mark in marks}) == len(marks)


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


# --- where everything stands


def columns(scene: Scene) -> dict[str, int]:
    return {card.id: card.column or 0 for card in scene.cards}


def test_givers_stand_on_the_left_and_what_is_hit_as_many_columns_to_the_right_as_hops(any_model: Model) -> None:
    for id_ in list(any_model)[::4]:
        answer = impact(any_model, Removal.of(any_model, [id_]))
        scene = impact_drawing.draw(any_model, answer)
        at = columns(scene)
        first = at[id_]
        distances = sorted({row.distance for row in answer.downstream} | ({1} if answer.holders else set()))
        hit = {row.id for row in answer.downstream} | {row.id for row in answer.holders}
        for row in answer.downstream:
            if row.id in at:
                assert at[row.id] - first == 1 + distances.index(row.distance)
        for giver in answer.upstream:
            if giver.id in at and giver.id not in hit:
                assert at[giver.id] == 0 == first - 1


def test_it_is_read_from_what_is_removed_to_its_consequences_and_ends_with_the_givers(model: Model) -> None:
    scene = impact_drawing.draw(model, impact(model, Removal.of(model, ["viestintaosasto"])), language="en")
    marks = [mark for mark, _ in itertools.groupby(card.mark for card in scene.cards)]
    assert marks == ["removed", "weakened", "upstream"]
    headings = [" ".join(heading.lines) for heading in scene.headings]
    assert headings == ["Provide data", "Removed", "1 hop after", "2 hops after"]


def test_what_is_hit_for_certain_stands_above_what_is_hit_perhaps() -> None:
    """Though lines would cross less the other way round."""
    cards = [
        Card(id=id_, kind="shared", scope="own", lines=[id_], text=id_, column=column, w=120, h=34, rank=rank)
        for id_, column, rank in (("top", 0, 0), ("low", 0, 0), ("perhaps", 1, 1), ("surely", 1, 0), ("also", 1, 0))
    ]
    lines = [
        Line(source=source, target=target, text="x")
        for source, target in (("top", "perhaps"), ("top", "surely"), ("low", "surely"), ("low", "also"))
    ]
    scene = Scene(
        kind="impact", name="x", title="x", subtitle="", description="", language="en", cards=cards, lines=lines
    )
    hops.place(scene, {})
    assert [card.id for card in sorted(cards, key=lambda card: card.y) if card.column == 1][-1] == "perhaps"


@pytest.mark.parametrize(("language", "small"), [("fi", "+ 26 osaa"), ("sv", "+ 26 delar"), ("en", "+ 26 parts")])
def test_many_that_fall_with_the_removed_are_a_number_on_its_card_and_named_in_its_text(
    model: Model, language: str, small: str
) -> None:
    answer = impact(model, Removal.of(model, ["strategiaosasto"]))
    scene = impact_drawing.draw(model, answer, language=language)
    (card,) = [card for card in scene.cards if card.mark == "removed"]
    fallen = {one.id for one in answer.removed} - {"strategiaosasto"}
    assert len(fallen) == 26
    assert " ".join(card.small) == small
    for id_ in fallen:
        assert name_of(model, id_, language) in card.text
    ends = {end for feed in answer.feeds for end in (feed.source, feed.target)} - fallen - {"strategiaosasto"}
    assert ends <= {card.id for card in scene.cards}
    assert {line.source for line in scene.lines} | {line.target for line in scene.lines} == ends | {"strategiaosasto"}


def test_up_to_three_that_fall_have_cards_of_their_own_in_a_frame(model: Model) -> None:
    scene = impact_drawing.draw(model, impact(model, Removal.of(model, ["viestintaosasto"])))
    assert len([card for card in scene.cards if card.mark == "removed"]) == 4
    assert {card.frame for card in scene.cards if card.mark == "removed"} == {"frame-viestintaosasto"}


def test_a_wide_consequence_is_told_in_groups_of_the_same_mark(tmp_path: Path) -> None:
    """Half of sixty receivers have another giver."""
    ids = [f"p{i}" for i in range(60)]
    pairs = [("hub", id_) for id_ in ids] + [("other", id_) for id_ in ids[:30]]
    text = made(shared=[{"id": id_} for id_ in ("hub", "other", *ids)], feeds=pairs, departments=False)
    model = graph_from(tmp_path, text)
    answer = impact(model, Removal.of(model, ["hub"]))
    scene = impact_drawing.draw(model, answer, language="en")
    found = [(card.id, card.mark, card.small) for card in scene.cards]
    assert found == [
        ("hub", "removed", []),
        ("scope:city", "weakened", ["30 items"]),
        ("scope:city#2", "cut-off", ["30 items"]),
    ]
    assert scene.subtitle.endswith("60 items in groups")
    assert [line.label for line in scene.lines] == ["30", "30"]
    assert impact_drawing.count(model, answer)[0] == 3


def test_crosses_and_numbers_stand_apart(model: Model) -> None:
    for id_ in ("strategiaosasto", "taloustietovaranto", "henkilostotietovaranto"):
        scene = impact_drawing.draw(model, impact(model, Removal.of(model, [id_])))
        crosses = [line.cross_at for line in scene.lines if line.cross_at]
        assert len(crosses) == len([line for line in scene.lines if "lost" in line.mark])
        for (ax, ay), (bx, by) in itertools.combinations(crosses, 2):
            assert max(abs(ax - bx), abs(ay - by)) > 6


def test_tags_have_room_in_their_cards_and_above_them(model: Model) -> None:
    for id_ in ("strategiaosasto", "viestintaosasto", "dvv"):
        scene = impact_drawing.draw(model, impact(model, Removal.of(model, [id_])), language="sv")
        layout.place(scene)
        for card in scene.cards:
            assert card.tag_w + 24 <= card.w
        for a, b in itertools.permutations(scene.cards, 2):
            if a.column == b.column and a.y < b.y:
                assert a.y + a.h <= b.y - 10


def test_of_very_many_feeds_only_those_that_end_and_the_shortest_ways_are_drawn(tmp_path: Path) -> None:
    """``hub`` gives to twelve, each of which gives to the others of its scope."""
    ids = [f"p{i}" for i in range(12)]
    pairs = [("hub", id_) for id_ in ids] + list(itertools.permutations(ids, 2))
    text = made(shared=[{"id": id_} for id_ in ("hub", *ids)], feeds=pairs, departments=False)
    model = graph_from(tmp_path, text)
    scene = impact_drawing.draw(model, impact(model, Removal.of(model, ["hub"])), language="en")
    assert {(line.source, line.target) for line in scene.lines} == {("hub", id_) for id_ in ids}
    assert scene.subtitle.endswith("only feeds that end and the shortest ways are drawn")
