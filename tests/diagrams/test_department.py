from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from drawn import DEPARTMENTS, feeds_of, graph_from, made, parts
from flowviz import drawing
from flowviz.diagrams import Wish, department
from flowviz.wording import feed_text, scope_name

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.diagrams.scene import Scene
    from flowviz.model import Model


@pytest.fixture
def scene(any_department: tuple[Model, str]) -> Scene:
    return department.draw(*any_department)


@pytest.fixture
def its_model(any_department: tuple[Model, str]) -> Model:
    return any_department[0]


def id_of(scene: Scene) -> str:
    return scene.name.removeprefix("department-")


def test_every_department_is_tried(model: Model, example: Model) -> None:
    for name, found in (("built-in", model), ("example", example)):
        assert {entry.id for entry in found.catalogue.departments} == set(DEPARTMENTS[name])


def test_every_resource_has_a_box_inside_that_of_its_whole(scene: Scene, its_model: Model) -> None:
    boxes = {card.id: card for card in scene.cards} | {frame.thing: frame for frame in scene.frames}
    for resource in next(entry for entry in its_model.catalogue.departments if entry.id == id_of(scene)).resources:
        inner, outer = boxes[resource.id], boxes[resource.part_of or id_of(scene)]
        assert outer.x < inner.x
        assert outer.y < inner.y
        assert inner.x + inner.w < outer.x + outer.w
        assert inner.y + inner.h < outer.y + outer.h


def test_every_feed_out_of_a_box_is_said_by_one_dot_beside_it(scene: Scene, its_model: Model) -> None:
    said = Counter(line for dot in scene.dots for line in dot.text.split("\n")[1:])
    wanted = Counter[str]()
    for feed, times in feeds_of(its_model.catalogue, id_of(scene)):
        wanted[feed_text(its_model, feed, "fi")] += times
    assert said == wanted


def test_dots_say_the_way_and_are_dashed_only_when_nothing_is_stated(scene: Scene, its_model: Model) -> None:
    stated = {feed_text(its_model, feed, "fi") for feed in its_model.catalogue.feeds if feed.basis == "stated"}
    words = {"out": "antaa tietoja", "in": "saa tietoja", "both": "antaa ja saa tietoja"}
    for dot in scene.dots:
        assert dot.way is not None
        assert dot.text.split("\n")[0].endswith(f"– {words[dot.way]}")
        assert (dot.basis != "stated") == (not stated & set(dot.text.split("\n")))


def test_the_key_names_every_dot_once_and_nothing_else_but_unnamed_scopes(scene: Scene, its_model: Model) -> None:
    entries = [entry for group in scene.key for entry in group.entries]
    named = [entry for entry in entries if entry.target]
    assert {(entry.label, entry.target) for entry in named} == {(dot.label, dot.target) for dot in scene.dots}
    assert len(named) == len({entry.target for entry in named}) == len({entry.label for entry in named})
    thing = next(entry for entry in its_model.catalogue.departments if entry.id == id_of(scene))
    caption = set(thing.caption.scopes) if thing.caption else set()
    unnamed = {group.scope for group in scene.key for entry in group.entries if not entry.target}
    assert unnamed == caption - {dot.scope for dot in scene.dots}


def test_the_legend_shows_the_ways_and_bases_that_are_drawn(scene: Scene) -> None:
    shown = {(item.sign, item.value) for item in scene.legend}
    ways = {("way", dot.way) for dot in scene.dots}
    bases = {("basis", f"basis-{dot.basis}") for dot in scene.dots}
    assert shown == ways | bases


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_groups_of_the_key_are_titled_in_the_language(model: Model, language: str) -> None:
    scene = department.draw(model, "strategiaosasto", language=language)
    titles = {group.scope: " ".join(group.lines) for group in scene.key}
    assert titles == {scope: scope_name(model, scope, language) for scope in titles}


def test_an_empty_department_says_so(tmp_path: Path) -> None:
    scene = department.draw(graph_from(tmp_path, made(resources=[])), "care", language="en")
    assert not [*scene.cards, *scene.dots, *scene.key, *scene.legend]
    assert scene.frames[0].small == ["The source names no information resources for the department."]


def test_sixty_resources_stand_in_several_columns(tmp_path: Path) -> None:
    model = graph_from(tmp_path, made(resources=[{"id": f"r{i}"} for i in range(60)]))
    scene = department.draw(model, "care", language="en")
    assert len(scene.cards) == 60
    assert 3 <= len({card.x for card in scene.cards}) <= 8
    assert 0.7 < scene.width / scene.height < 3


def test_a_hub_keeps_its_dots_and_key_on_a_page_of_sensible_shape(tmp_path: Path) -> None:
    shared = [{"id": f"s{i}"} for i in range(200)]
    model = graph_from(
        tmp_path, made(resources=[{"id": "hub"}], shared=shared, feeds=[("hub", entry["id"]) for entry in shared])
    )
    svg = drawing.draw(model, Wish(kind="department", of="care", language="en"))
    assert len(parts(svg, "dot")) == len(parts(svg, "key-entry")) == 200
    width, height = (float(number) for number in svg.split('viewBox="0 0 ')[1].split('"')[0].split())
    assert 0.5 < width / height < 4


def test_wholes_in_wholes_in_wholes_are_framed_and_keep_their_dots(tmp_path: Path) -> None:
    chain = [{"id": f"r{i}", **({"part_of": f"r{i - 1}"} if i else {})} for i in range(8)]
    pairs = [(f"r{i}", "s0") for i in range(8)]
    model = graph_from(tmp_path, made(resources=chain[::-1], shared=[{"id": "s0"}], feeds=pairs))
    scene = department.draw(model, "care", language="en")
    assert [frame.thing for frame in scene.frames] == ["care", *(f"r{i}" for i in range(7))]
    assert [card.id for card in scene.cards] == ["r7"]
    assert {dot.owner for dot in scene.dots} == {f"r{i}" for i in range(8)}
    for outer, inner in zip(scene.frames[1:], scene.frames[2:], strict=False):
        assert outer.y + outer.header < inner.y


def test_a_whole_with_very_many_dots_keeps_them_above_its_parts(tmp_path: Path) -> None:
    shared = [{"id": f"s{i}"} for i in range(40)]
    resources = [{"id": "whole"}, {"id": "part", "part_of": "whole"}]
    model = graph_from(
        tmp_path, made(resources=resources, shared=shared, feeds=[("whole", entry["id"]) for entry in shared])
    )
    scene = department.draw(model, "care", language="en")
    frame, part = scene.frames[1], scene.cards[0]
    assert all(frame.x < dot.x - 13 and dot.x + 13 < frame.x + frame.w for dot in scene.dots)
    assert all(frame.y < dot.y - 13 and dot.y + 13 < part.y for dot in scene.dots)


def test_an_unknown_extra_scope_has_its_own_letter_shape_and_place_in_the_key(tmp_path: Path) -> None:
    scopes = {"city": ("C", "circle"), "moon": ("MX", "octagon")}
    model = graph_from(
        tmp_path,
        made(resources=[{"id": "r"}], shared=[{"id": "s", "scope": "moon"}], feeds=[("s", "r")], scopes=scopes),
    )
    scene = department.draw(model, "care", language="en")
    assert [(dot.label, dot.scope, dot.way) for dot in scene.dots] == [("MX1", "moon", "in")]
    assert [group.lines for group in scene.key] == [["Scope moon"]]
