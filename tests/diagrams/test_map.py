"""The map: every level in the same frames, nothing overlaps, feeds counted by a plain loop, and one edit moves little."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from drawn import graph_from, made, parts
from federation.test_federation import CITY
from flowviz import drawing, federation, layout
from flowviz.catalogue import Feed, Resource, Text
from flowviz.diagrams import Wish
from flowviz.diagrams import map as maps
from flowviz.diagrams.page import FITS, SCREEN
from flowviz.diagrams.scene import Card, Frame
from flowviz.marginalia import around
from flowviz.model import build_model
from flowviz.typography import width

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.catalogue import Catalogue
    from flowviz.diagrams.scene import Box, Scene
    from flowviz.model import Model

LEVELS = (1, 2, 3)


def boxes(scene: Scene) -> dict[str, Box]:
    """Everything of a scene that has a place, by the id of its thing."""
    return {
        **{frame.thing: frame for frame in scene.frames if frame.thing},
        **{card.id: card for card in scene.cards},
    }


def nests(scene: Scene) -> None:
    """What lies in a box is inside it, and beside each other nothing overlaps."""
    frames = {frame.id: frame for frame in scene.frames}
    children: dict[str | None, list[Box]] = {}
    for box, parent in [*((f, f.parent) for f in scene.frames), *((c, c.frame) for c in scene.cards)]:
        children.setdefault(parent, []).append(box)
        outer = frames.get(parent or "")
        left, top, right, bottom = (
            (outer.x, outer.y, outer.x + outer.w, outer.y + outer.h) if outer else (0, 0, scene.width, scene.height)
        )
        assert left < box.x
        assert box.x + box.w < right
        assert top < box.y
        assert box.y + box.h < bottom
    for together in children.values():
        for one, other in itertools.combinations(together, 2):
            across = min(one.x + one.w, other.x + other.w) - max(one.x, other.x)
            down = min(one.y + one.h, other.y + other.h) - max(one.y, other.y)
            assert across < 0 or down < 0, (one.lines, other.lines)


def shares_of(catalogue: Catalogue) -> dict[str, list[str]]:
    """Each thing -> what it is drawn as at level 1, 2 and 3, told without the map."""
    found = {}
    users: dict[str, set[tuple[str, str]]] = {system.id: set() for system in catalogue.systems}
    everything = [(department.id, entry) for department in catalogue.departments for entry in department.resources]
    everything += [(f"scope:{entry.scope}", entry) for entry in catalogue.shared]
    for frame, resource in everything:
        found[resource.id] = [frame, resource.id, resource.id]
        inner = [*resource.registers, *resource.datasets, *(one for r in resource.registers for one in r.datasets)]
        found |= {one.id: [frame, resource.id, one.id] for one in inner}
        for use in [*resource.systems, *(use for register in resource.registers for use in register.systems)]:
            users[use.system].add((frame, resource.id))
    for system, homes in users.items():
        frames = {frame for frame, _ in homes}
        if len(homes) == 1:
            ((frame, resource_id),) = homes
            found[system] = [frame, resource_id, system]
        elif len(frames) == 1 and not next(iter(frames)).startswith("scope:"):
            (frame,) = frames
            found[system] = [frame, f"systems:{frame}", system]
        else:
            frame = f"systems:{catalogue.organisation.id}"
            found[system] = [frame, frame, system]
    for department in catalogue.departments:
        found |= {id_: [department.id] * 3 for id_ in (department.id, *(unit.id for unit in department.units))}
    for party in catalogue.parties:
        found[party.id] = [party.department or f"scope:{party.scope}", party.id, party.id]
    return found


def test_each_level_has_the_frames_of_the_one_above_in_the_same_places(any_model: Model) -> None:
    scenes = {level: maps.draw(any_model, level=level) for level in LEVELS}
    scales = {level: maps.scale_of(any_model, level=level) for level in LEVELS}
    for upper, lower in itertools.pairwise(LEVELS):
        above, below = boxes(scenes[upper]), boxes(scenes[lower])
        assert above.keys() < below.keys()
        for id_, box in above.items():
            here, there = (
                [round(measure / scales[level], 6) for measure in (one.x, one.y, one.w, one.h)]
                for one, level in ((box, upper), (below[id_], lower))
            )
            assert here == there, id_


def test_every_thing_shows_at_its_level(any_model: Model) -> None:
    shares = shares_of(any_model.catalogue)
    for level in LEVELS:
        scene = maps.draw(any_model, level=level)
        shown = {share for entry in shares.values() for share in entry[:level]}
        assert shown <= boxes(scene).keys()
        assert {box.level for box in boxes(scene).values()} == set(range(1, level + 1))


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("page", ["screen", "a3"])
def test_what_is_inside_is_inside_and_nothing_overlaps(any_model: Model, level: int, page: str) -> None:
    nests(maps.draw(any_model, level=level, language="sv", page=FITS[page]))


@pytest.mark.parametrize(("level", "page"), [(2, "a3"), (3, "screen")])
def test_an_organisation_of_a_city_has_its_departments_and_these_have_their_resources(level: int, page: str) -> None:
    scene = maps.draw(build_model(federation.load(CITY)), level=level, page=FITS[page])
    nests(scene)
    within = {frame.thing: (frame.parent or "").removeprefix("frame-") for frame in scene.frames}
    found = {id_: within[id_] for id_ in ("kuva/liikunta", "kanslia/strategiaosasto", "kanslia/vaestotieto")}
    assert found == {
        "kuva/liikunta": "kuva/kuva",
        "kanslia/strategiaosasto": "kanslia/kaupunginkanslia",
        "kanslia/vaestotieto": "kanslia/strategiaosasto",
    }
    assert within["kasko/perusopetus"] == "kasko/kasko"  # it has one department, which is all of it
    # what has five parts has them beside each other, so that the other organisations get no empty land for it
    frames = {frame.thing: frame for frame in scene.frames}
    parts = [frame for frame in frames.values() if frame.parent == "frame-kanslia/yritystoiminta"]
    assert len(parts) == 5
    assert len({frame.x for frame in parts}) == {"a3": 2, "screen": 5}[page]
    assert frames["kanslia/kaupunginkanslia"].w > frames["kanslia/kaupunginkanslia"].h


@pytest.mark.parametrize("level", LEVELS)
def test_lines_count_every_feed_between_departments_and_scopes(any_model: Model, level: int) -> None:
    shares = shares_of(any_model.catalogue)
    wanted: Counter[frozenset[str]] = Counter()
    for feed in any_model.catalogue.feeds:
        ends = frozenset(shares[end][0] for end in (feed.source, feed.target))
        wanted[ends] += len(ends) == 2
    found = {}
    for line in maps.draw(any_model, level=level, language="en").lines:
        found[frozenset((line.source, line.target))] = int(re.findall(r": (\d+) feed", line.text)[0])
        assert line.label in ("", str(found[frozenset((line.source, line.target))]))
    assert found == {ends: count for ends, count in wanted.items() if count}


@pytest.mark.parametrize("level", [2, 3])
def test_signs_count_what_each_resource_and_inner_thing_meets_elsewhere(any_model: Model, level: int) -> None:
    shares = shares_of(any_model.catalogue)
    scopes = {scope.id for scope in any_model.catalogue.scopes}
    departments = {department.id for department in any_model.catalogue.departments}
    parties = {party.id for party in any_model.catalogue.parties}
    wanted: dict[tuple[str, str, bool], dict[str, set[str]]] = {}
    for feed in any_model.catalogue.feeds:
        ways = (("out", feed.source, feed.target), ("into", feed.target, feed.source))
        for way, here, there in ways:
            owner, other, frame = shares[here][level - 1], shares[there][level - 1], shares[there][0]
            if owner == other or owner in departments | parties or owner == shares[here][0]:
                continue
            scope = "own" if frame in departments else frame.removeprefix("scope:")
            key = owner, scope if scope in scopes else "unstated", frame in departments and frame != shares[here][0]
            wanted.setdefault(key, {"out": set(), "into": set()})[way].add(other)
    found = {}
    for dot in maps.draw(any_model, level=level).dots:
        found[dot.owner, dot.scope, not dot.label] = int(dot.count), dot.way
    ways_of = {(True, True): "both", (True, False): "out", (False, True): "in"}
    assert found == {
        key: (len(met["out"] | met["into"]), ways_of[bool(met["out"]), bool(met["into"])])
        for key, met in wanted.items()
    }


def test_lines_are_the_same_at_every_level(any_model: Model) -> None:
    found = []
    for level in LEVELS:
        scale = maps.scale_of(any_model, level=level)
        lines = maps.draw(any_model, level=level).lines
        found.append(
            [(line.text, [(round(x / scale, 4), round(y / scale, 4)) for x, y in line.points]) for line in lines]
        )
    assert found[0] == found[1] == found[2]


def test_lines_go_from_edge_to_edge_in_streets_and_alleys(any_model: Model) -> None:
    scene = maps.draw(any_model)
    named = boxes(scene)
    for line in scene.lines:
        for end, (x, y) in ((line.source, line.points[0]), (line.target, line.points[-1])):
            box = named[end]
            assert min(abs(y - box.y), abs(y - box.y - box.h)) < 0.1, line.text
            assert box.x < x < box.x + box.w
        for (ax, ay), (bx, by) in itertools.pairwise(line.points):
            assert abs(ax - bx) < 0.1 or abs(ay - by) < 0.1
            for frame in scene.frames:
                over = min(max(ax, bx), frame.x + frame.w) - max(min(ax, bx), frame.x)
                down = min(max(ay, by), frame.y + frame.h) - max(min(ay, by), frame.y)
                assert over < 0 or down < 0.1, (line.text, frame.id)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_names_stay_in_their_places(any_model: Model, language: str) -> None:
    for level in LEVELS:
        scene = maps.draw(any_model, level=level, language=language)
        for box in (*scene.cards, *scene.frames):
            assert box.size >= 11
            for line in box.lines:
                assert width(line, box.size, bold=box.bold) <= box.w - 2 * box.pad
            assert (len(box.lines) * box.size + len(box.small) * box.small_size) * 1.3 <= box.h


def test_it_is_read_from_department_to_resource_to_what_is_in_it(any_model: Model) -> None:
    svg = drawing.draw(any_model, Wish(kind="map", level=3, language="en"))
    seen = {part.data["id"]: part.data["level"] for part in (*parts(svg, "frame"), *parts(svg, "node"))}
    assert {seen[department.id] for department in any_model.catalogue.departments} == {"1"}
    assert all(
        part.role == "img" and part.label for part in (*parts(svg, "frame"), *parts(svg, "node"), *parts(svg, "edge"))
    )


@pytest.mark.parametrize("level", [2, 3])
def test_what_is_inside_of_all_departments_and_scopes_is_all_of_the_map(any_model: Model, level: int) -> None:
    whole = maps.draw(any_model, level=level, language="en")
    frames = [frame for frame in whole.frames if frame.level == 1]
    found = [maps.inside(any_model, frame.thing or "", level=level, language="en") for frame in frames]
    inner = [one for part in found for one in (*part.frames, *part.cards, *part.dots)]
    wanted = [one for one in (*whole.frames, *whole.cards, *whole.dots) if one not in frames]
    assert Counter(map(repr, inner)) == Counter(map(repr, wanted))
    assert not any(part.lines for part in found)


def test_from_afar_the_map_is_the_first_level_without_names(any_model: Model) -> None:
    page = replace(SCREEN, w=800, h=640)
    far, near = maps.afar(any_model, language="en", page=page), maps.draw(any_model, language="en", page=page)
    assert [frame.text for frame in far.frames] == [frame.text for frame in near.frames]
    assert not any(frame.lines or frame.small for frame in far.frames)
    assert [line.text for line in far.lines] == [line.text for line in near.lines]
    assert far.width <= 800
    assert far.height <= 640


def test_a_larger_page_of_the_same_shape_changes_no_place(model: Model) -> None:
    one, other = (
        {id_: (box.x, box.y) for id_, box in boxes(maps.draw(model, level=2, page=page)).items()}
        for page in (SCREEN, replace(SCREEN, w=SCREEN.w * 2, h=SCREEN.h * 2))
    )
    assert one == other
    tall, wide = (maps.draw(model, level=2, page=FITS[name]) for name in ("a4", "a4-landscape"))
    assert tall.width / tall.height < 1 < wide.width / wide.height


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize(("level", "sheet"), [(2, "a3"), (3, "a1")])
def test_on_paper_a_level_fits_its_sheet_with_seven_points(model: Model, level: int, sheet: str, language: str) -> None:
    wish = Wish(kind="map", level=level, language=language, page=FITS[sheet])
    (scene,) = drawing.pages_of(model, wish)
    whole = around(layout.place(scene), model.catalogue)
    assert FITS[sheet].fits(whole.width, whole.height)
    assert FITS[sheet].points * min(box.size for box in (*scene.cards, *scene.frames)) >= 7 - 1e-9


def orders(model: Model) -> dict[str, tuple[int, int, str | None]]:
    """Which column of its frame each box stands in, and after how many others."""
    found = {}
    together: dict[str | None, list[Box]] = {}
    for box in boxes(scene := maps.draw(model, level=2)).values():
        if box.level == 2:
            together.setdefault(parent_of(scene, box), []).append(box)
    for frame, inside in together.items():
        columns = sorted({round(box.x, 3) for box in inside})
        for box in inside:
            above = sum(other.x == box.x and other.y < box.y for other in inside)
            found[id_of(box)] = columns.index(round(box.x, 3)), above, frame
    return found


def parent_of(scene: Scene, box: Box) -> str | None:
    return box.frame if isinstance(box, Card) else box.parent if isinstance(box, Frame) else None


def id_of(box: Box) -> str:
    assert isinstance(box, (Card, Frame))
    return box.id


def edits(catalogue: Catalogue) -> list[Catalogue]:
    """The catalogue with one more resource in a department, or one more feed of it."""
    found = []
    for i, department in enumerate(catalogue.departments):

        def changed(resources: tuple[Resource, ...], i: int = i) -> Catalogue:
            one = replace(catalogue.departments[i], resources=resources)
            return replace(catalogue, departments=(*catalogue.departments[:i], one, *catalogue.departments[i + 1 :]))

        new = Resource(id="one-more", name=Text.of(en="One more resource"))
        found.append(changed((*department.resources, new)))
        feed = catalogue.feeds[0]
        added = Feed(source=department.id, target=catalogue.shared[-1].id, basis="stated", evidence=feed.evidence)
        found.append(replace(catalogue, feeds=(*catalogue.feeds, added)))
    return found


def test_one_edit_moves_few_boxes_in_their_frames(any_model: Model) -> None:
    before = orders(any_model)
    shares = []
    for catalogue in edits(any_model.catalogue):
        after = orders(build_model(catalogue))
        shares.append(sum(after[id_] != place for id_, place in before.items()) / len(before))
    assert sum(shares) / len(shares) <= 0.1, shares


def many(departments: int) -> str:
    text = made(shared=[{"id": f"s{i}"} for i in range(8)], departments=False)
    entries = ", ".join(
        f'{{"id": "d{i}", "name": "Department {i}", "resources": [{{"id": "r{i}", "name": "R{i}"}}]}}'
        for i in range(departments)
    )
    feeds = ", ".join(
        f'{{"from": "r{i}", "to": "s{j}", "basis": "stated", "evidence": [1]}}'
        for i in range(departments)
        for j in range(1 + i % 7)
    )
    return f'{text[:-1]}, "departments": [{entries}], "feeds": [{feeds}]}}'


def test_of_many_departments_only_the_strongest_connections_are_drawn_and_that_is_told(tmp_path: Path) -> None:
    model = graph_from(tmp_path, many(100))
    scene = maps.draw(model, language="en")
    assert "Connections with at least 4 feeds are drawn." in scene.subtitle
    counts = [int(line.label) for line in scene.lines]
    assert len(counts) == sum(1 + i % 7 >= 4 for i in range(100))
    assert min(counts) == 4


def test_a_catalogue_with_nothing_in_it_has_a_map_too(tmp_path: Path) -> None:
    for number, text in enumerate((made(departments=False), made(), made(shared=[{"id": "a"}], departments=False))):
        model = graph_from(tmp_path / str(number), text)
        for level in LEVELS:
            assert "Office" in drawing.draw(model, Wish(kind="map", level=level, language="en"))
