from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from drawn import boxes_of, graph_from, made, many_departments, parts
from flowviz import drawing
from flowviz.diagrams import Wish, overview
from flowviz.diagrams.columns.widths import unwrapped
from flowviz.diagrams.page import FITS, Page
from flowviz.marginalia import around
from flowviz.typography import width

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.catalogue import Catalogue
    from flowviz.diagrams.scene import Scene
    from flowviz.model import Model


def homes(catalogue: Catalogue) -> dict[str, str]:
    """Everything that lies in a department -> the department."""
    found = {}
    for department in catalogue.departments:
        found.update(dict.fromkeys(boxes_of(catalogue, department.id), department.id))
    return found | {party.id: party.department for party in catalogue.parties if party.department}


@pytest.mark.parametrize("level", ["resources", "scopes"])
def test_the_numbers_on_the_lines_add_up_to_every_feed_that_leaves_a_department(any_model: Model, level: str) -> None:
    scene = overview.draw(any_model, language="fi", level=level)
    home = homes(any_model.catalogue)
    wanted = 0
    for feed in any_model.catalogue.feeds:
        ends = home.get(feed.source), home.get(feed.target)
        wanted += ends[0] != ends[1]
    counts = [re.findall(r": (\d+) tietovirta", line.text)[0] for line in scene.lines]
    assert sum(map(int, counts)) == wanted
    assert all(line.label in ("", count) for line, count in zip(scene.lines, counts, strict=True))


def test_every_department_and_shared_resource_has_a_box(any_model: Model) -> None:
    scene = overview.draw(any_model)
    shown = {card.id for card in scene.cards} | {frame.thing for frame in scene.frames}
    assert {entry.id for entry in (*any_model.catalogue.departments, *any_model.catalogue.shared)} <= shown


@pytest.mark.parametrize("level", ["resources", "scopes", "tiles"])
def test_signs_count_what_a_department_meets_in_each_scope(any_model: Model, level: str) -> None:
    scene = overview.draw(any_model, level=level)
    departments = [department.id for department in any_model.catalogue.departments]
    assert sorted(frame.thing or "" for frame in scene.frames if frame.kind == "whole") == sorted(departments)
    home = homes(any_model.catalogue)
    scope = {resource.id: resource.scope for resource in any_model.catalogue.shared}
    scope |= {party.id: party.scope for party in any_model.catalogue.parties}
    counted = 0
    for dot in scene.dots:
        assert dot.way is None
        ends = [
            (home.get(here), home.get(other), other)
            for feed in any_model.catalogue.feeds
            for here, other in ((feed.source, feed.target), (feed.target, feed.source))
        ]
        if dot.scope == "own":
            assert int(dot.count) == len(
                {there for here, there, _ in ends if here == dot.owner and there not in (None, here)}
            )
        elif dot.scope != "unstated":  # systems without a party count there too
            counted += 1
            met = {
                other
                for here, there, other in ends
                if here == dot.owner and not there and scope.get(other) == dot.scope
            }
            assert int(dot.count) == len(met)
    assert counted


def test_a_department_looks_the_same_at_every_level(any_model: Model) -> None:
    looks = []
    for level in ("resources", "scopes", "tiles"):
        scene = overview.draw(any_model, level=level, language="en")
        signs: dict[str, list[tuple[str, str]]] = {}
        for dot in scene.dots:
            signs.setdefault(dot.owner, []).append((dot.label, dot.count))
        looks.append((signs, {frame.thing: frame.text for frame in scene.frames if frame.kind == "whole"}))
    assert looks[0] == looks[1] == looks[2]


def test_signs_stand_in_their_department_right_of_its_name(any_model: Model) -> None:
    for level in ("resources", "scopes"):
        scene = overview.draw(any_model, level=level, language="sv")
        frames = {frame.thing: frame for frame in scene.frames}
        for dot in scene.dots:
            frame = frames[dot.owner]
            named = max(width(line, frame.size, bold=True) for line in frame.lines)
            assert frame.x + 12 + named < dot.x - dot.r * 1.42
            assert dot.x + dot.r * 1.5 + 2 + width(dot.count, 11) < frame.x + frame.w
            assert frame.y <= dot.y - dot.r < dot.y + dot.r <= frame.y + frame.h


def test_cards_of_other_parties_say_how_many_they_are(model: Model) -> None:
    scene = overview.draw(model, level="resources")
    small = {card.id: card.small for card in scene.cards if card.id.startswith("parties:")}
    assert small["parties:international"] == ["1 toimija"]
    assert small["parties:national"] == ["8 toimijaa"]


def shape(scene: Scene) -> int:
    """How much of its kind a scene shows: 3 for each shared thing, 2 for scopes with lines, 1 for a table of numbers."""
    if any(card.counts for card in scene.cards):
        return 1
    return 3 if any(card.kind == "shared" and not card.id.startswith("others:") for card in scene.cards) else 2


def test_a_larger_catalogue_is_never_drawn_in_more_detail(tmp_path: Path) -> None:
    by_departments = [
        shape(overview.draw(graph_from(tmp_path / f"d{count}", many_departments(count))))
        for count in (1, 6, 12, 13, 26, 27, 91)
    ]
    assert by_departments == [3, 3, 3, 2, 2, 1, 1]
    by_shared = [
        shape(overview.draw(graph_from(tmp_path / f"s{count}", many_departments(6, shared=count))))
        for count in (5, 26, 27, 60)
    ]
    assert by_shared == [3, 3, 2, 2]
    by_feeds = [
        shape(overview.draw(graph_from(tmp_path / f"f{count}", many_departments(8, 20, count))))
        for count in (1, 8, 9, 20)
    ]
    assert by_feeds == [3, 3, 2, 2]


def test_of_too_many_lines_the_strongest_are_drawn_and_that_is_told(tmp_path: Path) -> None:
    model = graph_from(tmp_path, many_departments(26, shared=4, feeds_each=3))
    scene = overview.draw(model, language="en")
    assert "Connections with at least 2 feeds are drawn." in scene.subtitle
    assert [line.label for line in scene.lines] == ["2"] * 26
    none = overview.draw(graph_from(tmp_path / "more", many_departments(60)), language="en")
    assert "There are too many connections for lines." in none.subtitle
    assert not none.lines


@pytest.mark.parametrize(("departments", "shared", "feeds"), [(12, 24, 5), (12, 80, 9), (26, 40, 8), (90, 40, 8)])
def test_the_fullest_of_each_level_is_readable_on_a_wide_screen(
    tmp_path: Path, departments: int, shared: int, feeds: int
) -> None:
    model = graph_from(tmp_path, many_departments(departments, shared, feeds))
    margins = around(scene := overview.draw(model, language="en"), model.catalogue)
    assert min(1600 / margins.width, 900 / margins.height) * 11 >= 10, scene.subtitle


LONG = "Sosiaali- ja terveystoimialan asiakasmaksuyksikkö"


def test_very_many_departments_stand_in_a_table_with_whole_names_by_the_alphabet_and_numbers_by_size(
    tmp_path: Path,
) -> None:
    text = many_departments(61, shared=4, feeds_each=3).replace("Department 60", LONG)
    model = graph_from(tmp_path, text)
    for page in (Page(1600, 900), Page(320, 640)):
        scene = drawing.scene_of(model, Wish(kind="overview", language="en", page=page))
        rows = {card.id: card for card in scene.cards if card.counts is not None}
        assert list(rows) == [f"d{i}" for i in range(60)] + ["d60"]
        assert unwrapped(rows["d60"].lines, f"{LONG} (1)") == f"{LONG} (1)"
        assert [note.lines for note in scene.notes if note.scope is None and note.lines[0] in "DS"][-1] == ["S"]
        for card in rows.values():
            # each gives to three of four shared things, which are in two scopes by turns
            assert sorted(count.told for count in card.counts or ()) == ["1", "2"]
            assert all(width(line, card.size) + 14 <= card.w for line in card.lines)
            assert all(count.x > 0 and count.x + count.w <= card.w for count in card.counts or ())
        assert around(scene, model.catalogue).width <= page.w + 1


def test_a_table_of_departments_goes_on_to_further_pages_and_loses_nothing(tmp_path: Path) -> None:
    model = graph_from(tmp_path, many_departments(240, shared=4, feeds_each=2))
    scenes = drawing.pages_of(model, Wish(kind="overview", language="en", page=FITS["a4"]))
    assert [scene.name for scene in scenes] == ["overview-1", "overview-2"]
    rows = [card.id for scene in scenes for card in scene.cards if card.counts is not None]
    assert rows == [f"d{i}" for i in range(240)]
    for scene in scenes:
        margins = around(scene, model.catalogue)
        assert FITS["a4"].fits(margins.width, margins.height)
        assert {card.id for card in scene.cards if card.counts is None} == {"others:city", "others:state"}


def test_a_catalogue_without_departments_is_drawn_too(tmp_path: Path) -> None:
    model = graph_from(tmp_path, made(shared=[{"id": "a"}, {"id": "b"}], feeds=[("a", "b")], departments=False))
    svg = drawing.draw(model, Wish(kind="overview", language="en"))
    assert {part.data["id"] for part in parts(svg, "node")} == {"a", "b"}


def test_the_same_in_each_language_but_the_words(any_model: Model) -> None:
    ids = [[card.id for card in overview.draw(any_model, language=language).cards] for language in ("fi", "sv", "en")]
    assert ids[0] == ids[1] == ids[2]
    assert ids[0]


def test_on_a_narrow_page_signs_stand_below_names_and_on_a_phone_there_are_no_lines(model: Model) -> None:
    stage, phone = (
        drawing.scene_of(model, Wish(kind="overview", page=Page(*size))) for size in ((820, 670), (390, 700))
    )
    for scene, most in ((stage, 230), (phone, 334)):
        frames = {frame.thing: frame for frame in scene.frames if frame.kind == "whole"}
        assert len(frames) == 7
        assert max(frame.w for frame in frames.values()) <= most
        for dot in scene.dots:
            frame = frames[dot.owner]
            named = frame.y + (len(frame.lines) * 13 + len(frame.small) * 11) * 1.3
            assert named < dot.y - dot.r < dot.y + dot.r < frame.y + frame.h
    assert stage.lines
    assert not phone.lines
    assert not phone.cards
    assert {(dot.owner, dot.scope, dot.count) for dot in phone.dots} == {
        (dot.owner, dot.scope, dot.count) for dot in stage.dots
    }
    assert around(stage, model.catalogue).width <= 821
    assert around(phone, model.catalogue).width <= 391
