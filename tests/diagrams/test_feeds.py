from __future__ import annotations

from collections import Counter
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pytest

import cases
from drawn import boxes_of, feeds_of, graph_from, made
from flowviz.diagrams import feeds
from flowviz.library.opening import loads
from flowviz.model import build_model
from flowviz.wording import feed_text

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.diagrams.scene import Box, Scene
    from flowviz.model import Model


@pytest.fixture
def scene(any_department: tuple[Model, str]) -> Scene:
    return feeds.draw(*any_department)


@pytest.fixture
def its_model(any_department: tuple[Model, str]) -> Model:
    return any_department[0]


def id_of(scene: Scene) -> str:
    return scene.name.removeprefix("feeds-")


def test_every_feed_is_on_exactly_one_line(scene: Scene, its_model: Model) -> None:
    said = Counter(text for line in scene.lines for text in line.text.split("\n") if " → " in text)
    assert said == Counter(feed_text(its_model, feed, "fi") for feed, _ in feeds_of(its_model.catalogue, id_of(scene)))


def test_the_subtitle_counts_them(scene: Scene, its_model: Model) -> None:
    count = len(feeds_of(its_model.catalogue, id_of(scene)))
    assert scene.subtitle.startswith("1 tietovirta" if count == 1 else f"{count} tietovirtaa")


def test_givers_stand_left_receivers_right_and_partners_of_both_ways_in_lanes_of_their_own(
    scene: Scene, its_model: Model
) -> None:
    boxes = boxes_of(its_model.catalogue, id_of(scene))
    homes = {
        inner.id: department.id for department in its_model.catalogue.departments for inner in department.resources
    }
    crossing = [feed for feed, _ in feeds_of(its_model.catalogue, id_of(scene))]
    lanes = {frame.id: frame for frame in scene.frames}
    middle = lanes[f"frame-{id_of(scene)}"]
    for card in scene.cards:
        if card.id in boxes:
            continue
        gives = any(feed.source == card.id and feed.target in boxes for feed in crossing)
        gets = any(feed.target == card.id and feed.source in boxes for feed in crossing)
        side = "both" if gives and gets else "in" if gives else "out"
        group = f"in:{homes[card.id]}" if card.id in homes else card.scope
        assert card.frame in (f"lane-{side}-{group}", f"lane-{side}-in:{id_of(scene)}")
        if side != "both":
            assert (card.x < middle.x) == (side == "in")


def test_lines_end_at_the_sides_of_their_cards_and_those_of_a_whole_at_its_frame(scene: Scene) -> None:
    boxes: dict[str, Box] = {card.id: card for card in scene.cards}
    boxes |= {frame.id.removeprefix("frame-"): frame for frame in scene.frames if frame.kind != "lane"}
    for line in scene.lines:
        for end, (x, y) in ((line.source, line.points[0]), (line.target, line.points[-1])):
            box = boxes[end]
            assert x == pytest.approx(box.x) or x == pytest.approx(box.x + box.w)
            assert box.y <= y <= box.y + box.h


def test_a_line_of_a_whole_ends_between_two_boxes(tmp_path: Path) -> None:
    parts = [{"id": f"r{i}", "part_of": "whole"} for i in range(3)]
    pairs = [("r0", "s0"), ("whole", "s1"), ("r1", "s2"), ("r2", "s3"), ("whole", "s0"), ("whole", "s3")]
    shared = [{"id": f"s{i}"} for i in range(4)]
    model = graph_from(tmp_path, made(resources=[{"id": "whole"}, *parts], shared=shared, feeds=pairs))
    scene = feeds.draw(model, "care", language="en")
    frame = next(frame for frame in scene.frames if frame.id == "frame-whole")
    ends = [line.points[0] for line in scene.lines if line.source == "whole"]
    assert {round(x) for x, _ in ends} == {round(frame.x + frame.w)}
    cards = [card for card in scene.cards if card.id.startswith("r")]
    assert not any(card.y - 2 < y < card.y + card.h + 2 for _, y in ends for card in cards)
    drawn = [(line.points[0][1], line.points[-1][1]) for line in scene.lines]
    assert not any((a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(drawn, 2))


def test_every_own_resource_is_shown_also_without_feeds(scene: Scene, its_model: Model) -> None:
    thing = next(entry for entry in its_model.catalogue.departments if entry.id == id_of(scene))
    assert {resource.id for resource in thing.resources} <= {card.id for card in scene.cards}


def test_the_legend_is_what_is_drawn(scene: Scene) -> None:
    shown = {(item.sign, item.value) for item in scene.legend}
    scopes = {("scope", frame.scope) for frame in scene.frames if frame.kind == "lane" and frame.scope}
    kinds = {("kind", card.kind) for card in scene.cards if card.kind in ("party", "system", "register")}
    bases = {("basis", f"line-{line.basis}") for line in scene.lines}
    counts = {("weight", "count") for line in scene.lines if line.label.partition(" (")[0].isdigit()}
    wholes = {frame.id.removeprefix("frame-") for frame in scene.frames if frame.kind != "lane"}
    at_frames = {("frame", "whole") for line in scene.lines if {line.source, line.target} & wholes}
    assert shown == scopes | kinds | bases | counts | at_frames


def test_a_cycle_within_the_department_is_drawn_beside_its_cards(tmp_path: Path) -> None:
    resources = [{"id": f"r{i}"} for i in range(4)]
    model = graph_from(tmp_path, made(resources=resources, feeds=[(f"r{i}", f"r{(i + 1) % 4}") for i in range(4)]))
    scene = feeds.draw(model, "care", language="en")
    assert len(scene.lines) == 4
    assert all(0 <= x <= scene.width for line in scene.lines for x, _ in line.points)


def test_a_feed_back_and_forth_inside_the_department_is_two_lines(tmp_path: Path) -> None:
    model = graph_from(tmp_path, made(resources=[{"id": "a"}, {"id": "b"}], feeds=[("a", "b"), ("b", "a")]))
    scene = feeds.draw(model, "care", language="en")
    assert sorted((line.source, line.target, line.way) for line in scene.lines) == [
        ("a", "b", "out"),
        ("b", "a", "out"),
    ]


def test_the_lines_of_a_hub_can_be_told_apart(tmp_path: Path) -> None:
    shared = [{"id": f"s{i}"} for i in range(200)]
    model = graph_from(
        tmp_path, made(resources=[{"id": "hub"}], shared=shared, feeds=[("hub", entry["id"]) for entry in shared])
    )
    scene = feeds.draw(model, "care", language="en", as_matrix=False)
    ends = sorted(line.points[0][1] for line in scene.lines)
    assert len(ends) == 200
    assert min(b - a for a, b in pairwise(ends)) > 2.5


def test_parts_stand_in_the_frame_of_their_whole_which_comes_first(tmp_path: Path) -> None:
    chain = [{"id": f"r{i}", **({"part_of": f"r{i - 1}"} if i else {})} for i in range(4)]
    scene = feeds.draw(graph_from(tmp_path, made(resources=chain[::-1])), "care", language="en")
    assert [frame.id for frame in scene.frames] == ["frame-care", "frame-r0", "frame-r1", "frame-r2"]
    cards = {card.id: card for card in scene.cards}
    for frame in scene.frames[1:]:
        assert cards[frame.id.removeprefix("frame-")].y == min(
            card.y for card in scene.cards if frame.x <= card.x and frame.y <= card.y <= frame.y + frame.h
        )


def texts_of(scene: Scene) -> dict[tuple[str, str], tuple[str, str, str]]:
    """Each line's ends -> its label, how it is drawn, and the first line of what is heard of it."""
    return {(line.source, line.target): (line.label, line.basis, line.text.split("\n")[0]) for line in scene.lines}


def test_feeds_beside_each_other_are_one_line_that_says_how_many_and_how_they_are_known() -> None:
    found = texts_of(feeds.draw(cases.model("12-parallel"), "care", language="en"))
    assert found["r0", "s0"] == ("12 (5 implied)", "stated", "12 feeds: 7 stated, 5 implied")
    assert found["r0", "r1"] == ("3", "stated", "3 feeds")
    assert found["r1", "s1"] == ("3 (1 implied)", "stated", "3 feeds: 2 stated, 1 implied")
    assert found["s2", "r2"][:2] == ("", "implied")


@pytest.mark.parametrize(
    ("language", "label", "heard"),
    [
        ("fi", "3 (1 päätelty)", "3 tietovirtaa: 2 sanottua, 1 päätelty"),
        ("sv", "3 (1 härlett)", "3 informationsflöden: 2 uttalade, 1 härlett"),
    ],
)
def test_the_counts_are_in_the_language_of_the_reader(language: str, label: str, heard: str) -> None:
    found = texts_of(feeds.draw(cases.model("12-parallel"), "care", language=language))
    assert found["r1", "s1"] == (label, "stated", heard)


def test_another_departments_things_stand_under_its_name() -> None:
    scene = feeds.draw(cases.model("other-departments"), "finance", language="en")
    lanes = {frame.id: frame for frame in scene.frames if frame.kind == "lane"}
    told = {card.id: lanes[card.frame] for card in scene.cards if card.frame in lanes}
    assert {id_: (frame.lines, frame.thing) for id_, frame in told.items()} == {
        "payroll": (["Human Resources"], "hr"),
        "accounts": (["IT"], "it"),
    }
    assert not any(item.sign == "scope" for item in scene.legend)


def test_the_departments_own_processes_stand_under_own(model: Model) -> None:
    scene = feeds.draw(model, "elinkeino-osasto")
    own = {card.id for card in scene.cards if card.frame == "lane-in-in:elinkeino-osasto"}
    assert own == {"matkailupalveluprosessi", "matkailuneuvonta-prosessi"}
    assert next(frame for frame in scene.frames if frame.id == "lane-in-in:elinkeino-osasto").lines == ["Osaston oma"]


def test_a_line_says_what_it_hands_over_where_there_are_few_feeds() -> None:
    long = "Names, addresses, telephone numbers and dates of birth"
    few = cases.whole(
        resources=cases.own(2),
        shared=cases.partners(1),
        feeds=[cases.feed("r0", "s0", "Decisions"), cases.feed("r1", "s0", long)],
    )
    found = texts_of(feeds.draw(build_model(loads(few)), "care", language="en"))
    assert found["r0", "s0"][0] == "Decisions"
    assert found["r1", "s0"][0] == "Names, addresses …"
    many = cases.model("30-inside")
    assert {line.label for line in feeds.draw(many, "care", language="en").lines} == {""}


def test_a_register_with_feeds_of_its_own_is_a_card_in_the_frame_of_its_resource() -> None:
    scene = feeds.draw(cases.model("six-deep"), "care", language="en")
    cards = {card.id: card for card in scene.cards}
    assert {id_: cards[id_].frame for id_ in ("reg-0", "reg-3", "reg-5")} == {
        "reg-0": "frame-r0",
        "reg-3": "frame-r3",
        "reg-5": "frame-r5",
    }
    assert cards["r5"].frame == "frame-r5"
    assert ("reg-0", "s0") in texts_of(scene)
