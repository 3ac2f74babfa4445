from __future__ import annotations

import dataclasses
import json
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from drawn import DEPARTMENTS, feeds_of, graph_from, made, parts, spoken
from flowviz import drawing
from flowviz.catalogue import Feed
from flowviz.diagrams import Wish, department, key
from flowviz.diagrams.page import FITS, Page
from flowviz.locales import words
from flowviz.model import build_model
from flowviz.typography import width
from flowviz.wording import feed_text, scope_name

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.diagrams.scene import Dot, Scene
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


def test_every_dot_has_the_sign_of_its_scope_and_its_name_beside_it(scene: Scene, its_model: Model) -> None:
    assert not scene.key
    scopes = {scope.id: scope for scope in its_model.catalogue.scopes}
    for dot in scene.dots:
        data = its_model.nodes[dot.target]
        elsewhere = data["scope"] == "own" and data["department"] not in (None, id_of(scene))
        assert dot.label == ("" if elsewhere else scopes[dot.scope].letter)
        assert spoken("".join(dot.name)) == spoken(data["thing"].name.get("fi"))


def test_dots_of_a_box_stand_by_department_and_scope_in_the_order_of_the_catalogue(
    scene: Scene, its_model: Model
) -> None:
    homes = [id_of(scene), *(entry.id for entry in its_model.catalogue.departments if entry.id != id_of(scene))]
    order = [*homes, *(scope.id for scope in its_model.catalogue.scopes)]
    for owner in {dot.owner for dot in scene.dots}:
        places = []
        for dot in scene.dots:
            if dot.owner == owner:
                data = its_model.nodes[dot.target]
                home = dot.target if data["kind"] == "department" else data["department"]
                places.append(order.index(home or data["scope"]))
        assert places == sorted(places)


def test_dots_of_a_box_stand_below_each_other_in_columns_that_are_well_apart(scene: Scene) -> None:
    for owner in {dot.owner for dot in scene.dots}:
        columns: dict[float, list[Dot]] = {}
        for dot in scene.dots:
            if dot.owner == owner:
                columns.setdefault(dot.x, []).append(dot)
        assert len(columns) <= 3
        for dots in columns.values():
            assert all(lower.y - upper.y > 17.9 for upper, lower in pairwise(dots))
        for (_, before), (x, _) in pairwise(sorted(columns.items())):
            # from the end of a name to the line that the next dots hang on
            assert all(right(dot) + 15.9 < x - 17 for dot in before)


def test_rows_stand_beside_a_box_that_is_no_lower_and_hang_below_any_other(scene: Scene) -> None:
    frames = {frame.id: frame for frame in scene.frames}
    for card in scene.cards:
        dots = [dot for dot in scene.dots if dot.owner == card.id]
        below = [dot for dot in dots if dot.y > card.y + card.h]
        outer = frames[card.frame] if card.frame else scene.frames[0]
        assert all(right(dot) < outer.x + outer.w for dot in dots)
        if below:
            assert below == dots
            assert all(dot.x > card.x for dot in dots)
        for dot in dots if not below else []:
            assert dot.x > card.x + card.w
            half = (15.6 * len(dot.name) + 14.3 * len(dot.small)) / 2
            assert card.y - 1 < dot.y - half < dot.y + half < card.y + card.h + 1


def right(dot: Dot) -> float:
    """Where the name of a dot ends."""
    last = f"{dot.name[-1]} {dot.count}".rstrip()
    texts = [width(line, 12) for line in (*dot.name[:-1], last)] + [width(line, 11) for line in dot.small]
    return dot.x + 18 + max(texts)


def test_no_word_is_broken_where_it_has_room_on_a_line_of_its_own(scene: Scene, its_model: Model) -> None:
    names = {dot.target: dot.name for dot in scene.dots} | {card.id: card.lines for card in scene.cards}
    for thing, lines in names.items():
        if thing != id_of(scene):
            words = its_model.nodes[thing]["thing"].name.get("fi")
            assert all(line.split(" ")[-1] in words for line in lines), lines


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_columns_end_at_about_the_same_height(any_model: Model, language: str) -> None:
    for entry in any_model.catalogue.departments:
        scene = department.draw(any_model, entry.id, language=language)
        boxes = [card for card in scene.cards if not card.frame] + [one for one in scene.frames[1:] if not one.parent]
        ends: dict[float, float] = {}
        for box in boxes:
            dots = [dot.y for dot in scene.dots if dot.owner == getattr(box, "thing", box.id)]
            column = max(x for x in {other.x for other in boxes if other.y < 20} if x <= box.x)
            ends[column] = max([ends.get(column, 0), box.y + box.h, *dots])
        ends[max(ends)] = max([ends[max(ends)], *(note.y + 15.6 * len(note.lines) for note in scene.notes)])
        assert scene.frames[0].h - min(ends.values()) < 60


def test_the_legend_shows_the_signs_that_are_drawn(scene: Scene) -> None:
    shown = {(item.sign, item.value) for item in scene.legend}
    scopes = {("scope", dot.scope) for dot in scene.dots if dot.label}
    scopes |= {("elsewhere", "own") for dot in scene.dots if not dot.label}
    kinds = {("kind", "register") for card in scene.cards if card.kind == "register"}
    ways = {("way", dot.way) for dot in scene.dots}
    bases = {("basis", f"basis-{dot.basis}") for dot in scene.dots}
    assert shown == scopes | kinds | ways | bases


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_what_a_caption_says_of_scopes_alone_stands_in_the_frame(model: Model, language: str) -> None:
    said = {
        "strategiaosasto": {"international": "key.unnamed", "other-sector": "key.unnamed"},
        "viestintaosasto": {"national": "key.unnamed", "other-sector": "key.through_shared"},
        "elinkeino-osasto": {},
    }
    names = {"other-sector": {"fi": "Kirjastotoimi", "sv": "Biblioteksväsendet", "en": "Library services"}}
    for department_id, wanted in said.items():
        scene = department.draw(model, department_id, language=language)
        remarks = {note.scope: note.text for note in scene.notes if note.scope}
        assert remarks == {
            scope: f"{scope_name(model, scope, language)}: "
            + words(language)(key, name=names.get(scope, {}).get(language, ""))
            for scope, key in wanted.items()
        }


def test_a_register_with_feeds_of_its_own_is_a_box_inside_its_resource(model: Model) -> None:
    scene = department.draw(model, "elinkeino-osasto")
    whole = next(frame for frame in scene.frames if frame.thing == "tyovoima")
    registers = {card.id: card for card in scene.cards if card.kind == "register"}
    assert list(registers) == ["tyollisyyspalvelurekisteri", "kykyviisari", "ohjaamo", "puoliso-ohjelma"]
    for card in registers.values():
        assert card.frame == whole.id
        assert whole.y + whole.header < card.y
        assert card.y + card.h < whole.y + whole.h
    owners = {dot.target: dot.owner for dot in scene.dots if dot.target == "tyoterveyslaitos"}
    assert owners == {"tyoterveyslaitos": "kykyviisari"}
    assert {dot.target for dot in scene.dots if dot.owner == "tyovoima"} == {
        "paatostietovaranto",
        "taloustietovaranto",
    }


def test_what_another_department_has_is_never_called_own(tmp_path: Path) -> None:
    content = json.loads(made(resources=[{"id": "ledger"}, {"id": "book"}], feeds=[]))
    content["departments"] += [
        {"id": "people", "name": "Human Resources", "resources": [{"id": "payroll", "name": "Payroll"}]},
        {"id": "it", "name": "IT", "resources": [{"id": "accounts", "name": "Accounts"}]},
    ]
    pairs = [("ledger", "payroll"), ("accounts", "ledger"), ("ledger", "book")]
    content["feeds"] = [{"from": one, "to": other, "basis": "stated", "evidence": [3]} for one, other in pairs]
    model = graph_from(tmp_path, json.dumps(content))
    scene = department.draw(model, "care", language="en")
    told = [(dot.target, dot.label, " ".join(dot.small)) for dot in scene.dots if dot.owner == "ledger"]
    assert told == [("book", "O", ""), ("payroll", "", "Human Resources"), ("accounts", "", "IT")]
    svg = drawing.finish(model, scene)
    assert [part.texts for part in parts(svg, "legend-item")][:2] == [("O", "Own"), ("Another department",)]
    payroll = next(part for part in parts(svg, "dot") if part.data["id"] == "payroll")
    assert payroll.label.startswith("Payroll, information resource, Human Resources – provides data")


def test_boxes_without_connections_stand_side_by_side_at_the_end_under_a_heading(model: Model) -> None:
    alone = {"pks-toimipisterekisteri", "kokonaisarkkitehtuuri", "tilastorekisteri", "tiedonhallintamalli"}
    headings = {
        "fi": "Lähteessä ei mainita yhteyksiä",
        "sv": "Inga kopplingar nämns i källan",
        "en": "No connections stated in the source",
    }
    for language, heading in headings.items():
        scene = department.draw(model, "strategiaosasto", language=language)
        boxes = [card for card in scene.cards if card.id in alone]
        assert [card.id for card in scene.cards][-4:] == [card.id for card in boxes]
        # two beside each other where their words have room for that
        assert len({card.x for card in boxes}) == (2 if language == "en" else 1)
        assert [note.lines for note in scene.notes if note.scope is None] == [[heading]]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_boxes_dots_and_names_fill_most_of_the_frame(model: Model, language: str) -> None:
    shares = [filled(department.draw(model, id_, language=language)) for id_ in DEPARTMENTS["built-in"][1:]]
    assert min(shares) > 0.45
    assert sum(shares) / len(shares) > 0.55


def filled(scene: Scene) -> float:
    """The share of the frame that boxes, dots with their names, and headings take; of a whole only its name counts."""
    area = sum(card.w * card.h for card in scene.cards)
    for dot in scene.dots:
        w = max([width(line, 12) for line in dot.name] + [width(line, 11) for line in dot.small])
        area += (39 + w) * max(20, 15.6 * len(dot.name) + 14.3 * len(dot.small) + 4)
    for frame in scene.frames:
        area += sum(width(line, 13, bold=True) for line in frame.lines) * 16.9
    for note in scene.notes:
        area += sum(18 + width(line, 12) for line in note.lines) * 15.6
    return area / (scene.frames[0].w * scene.frames[0].h)


@pytest.mark.parametrize("fit", ["screen", "slide", "a4", "a4-landscape", "column"])
def test_a_department_is_laid_out_for_the_width_of_its_page_and_cut_for_its_height(any_model: Model, fit: str) -> None:
    page = FITS[fit]
    for entry in any_model.catalogue.departments:
        whole = department.draw(any_model, entry.id, page=page)
        assert whole.width <= page.w - 56
        scenes = department.pages(any_model, entry.id, page=page)
        assert all(scene.height <= page.h - 170 and scene.width <= page.w - 56 for scene in scenes)
        assert [card.id for scene in scenes for card in scene.cards if card.id in ids(whole)] == sorted(
            ids(whole), key=[card.id for scene in scenes for card in scene.cards].index
        )
        assert sum(len(scene.dots) for scene in scenes) == len(whole.dots)


def ids(scene: Scene) -> set[str]:
    return {card.id for card in scene.cards}


def test_a_new_partner_relabels_nothing_and_moves_only_what_stands_below_it(model: Model) -> None:
    before = department.draw(model, "strategiaosasto")
    feed = Feed(source="palvelurekisteri", target="kela", basis="stated", evidence=())
    after = department.draw(
        build_model(dataclasses.replace(model.catalogue, feeds=(*model.catalogue.feeds, feed))), "strategiaosasto"
    )
    found = {(dot.owner, dot.target): dot for dot in after.dots}
    for dot in before.dots:
        same = found.pop((dot.owner, dot.target))
        assert (same.label, " ".join(same.name)) == (dot.label, " ".join(dot.name))
    assert list(found) == [("palvelurekisteri", "kela")]
    moved = {card.id for card in before.cards} - {
        card.id
        for card in before.cards
        for other in after.cards
        if (card.id, card.x, card.y) == (other.id, other.x, other.y)
    }
    below = next(card for card in before.cards if card.id == "palvelurekisteri")
    assert moved <= {card.id for card in before.cards if card.x >= below.x and card.y > below.y}


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


def test_sixty_resources_with_connections_come_in_pages_that_show_each_once(tmp_path: Path) -> None:
    resources = [{"id": f"r{i}", "name": f"A resource with a long name, number {i}"} for i in range(60)]
    feeds = [(f"r{i}", f"s{j}") for i in range(60) for j in range(3)]
    model = graph_from(tmp_path, made(resources=resources, shared=[{"id": f"s{j}"} for j in range(3)], feeds=feeds))
    scenes = department.pages(model, "care", language="en")
    assert [card.id for scene in scenes for card in scene.cards] == [f"r{i}" for i in range(60)]
    assert len(scenes) > 1
    assert all(scene.width <= 1600 - 56 and scene.height <= 900 - 170 for scene in scenes)


def test_a_whole_that_is_higher_than_a_page_stands_on_several_with_some_of_its_parts(tmp_path: Path) -> None:
    resources = [{"id": "whole"}, *({"id": f"r{i}", "part_of": "whole"} for i in range(90))]
    feeds = [("whole", "s"), *((f"r{i}", "s") for i in range(90))]
    model = graph_from(tmp_path, made(resources=resources, shared=[{"id": "s"}], feeds=feeds))
    scenes = department.pages(model, "care", language="en")
    assert len(scenes) > 1
    assert all([frame.thing for frame in scene.frames] == ["care", "whole"] for scene in scenes)
    assert [card.id for scene in scenes for card in scene.cards] == [f"r{i}" for i in range(90)]
    assert [dot.owner for scene in scenes for dot in scene.dots].count("whole") == 1


def test_of_more_than_eight_connections_the_largest_groups_are_folded_and_named_in_the_key(tmp_path: Path) -> None:
    shared = [{"id": f"c{i}"} for i in range(6)] + [{"id": f"s{i}", "scope": "state"} for i in range(3)]
    feeds = [("hub", entry["id"]) for entry in shared] + [("c2", "hub")]
    model = graph_from(tmp_path, made(resources=[{"id": "hub"}], shared=shared, feeds=feeds))
    scene = department.draw(model, "care", language="en")
    told = [(dot.target, " ".join(dot.name), dot.count, dot.way) for dot in scene.dots]
    assert told == [
        ("scope:city", "Scope city", "× 6", "both"),
        *((f"s{i}", f"Shared s{i}", "", "out") for i in range(3)),
    ]
    (group,) = scene.key
    assert (group.title, group.lines) == (["Resource hub"], ["Scope city × 6"])
    assert [(entry.target, entry.way) for entry in group.entries] == [
        (f"c{i}", "both" if i == 2 else "out") for i in range(6)
    ]
    svg = drawing.finish(model, scene)
    entries = parts(svg, "key-entry")
    assert [entry.data["dot"] for entry in entries] == ["dot-hub--scope:city"] * 6
    assert parts(svg, "dot")[0].texts == ("Scope city × 6", "C")


def test_a_hub_with_two_hundred_partners_keeps_them_on_a_page_of_sensible_shape(tmp_path: Path) -> None:
    shared = [{"id": f"s{i}"} for i in range(200)]
    model = graph_from(
        tmp_path, made(resources=[{"id": "hub"}], shared=shared, feeds=[("hub", entry["id"]) for entry in shared])
    )
    svg = drawing.draw(model, Wish(kind="department", of="care", language="en"))
    assert len(parts(svg, "dot")) == 1
    assert [entry.data["id"] for entry in parts(svg, "key-entry")] == [f"s{i}" for i in range(200)]
    w, h = (float(number) for number in svg.split('viewBox="0 0 ')[1].split('"')[0].split())
    assert 0.5 < w / h < 4


def test_a_key_that_is_too_much_for_a_page_goes_on_on_the_next_beside_the_same_box(tmp_path: Path) -> None:
    shared = [{"id": f"s{i}", "scope": "city" if i < 60 else "state"} for i in range(90)]
    model = graph_from(
        tmp_path, made(resources=[{"id": "hub"}], shared=shared, feeds=[("hub", entry["id"]) for entry in shared])
    )
    scenes = department.pages(model, "care", language="en", page=FITS["slide"])
    assert len(scenes) > 1
    told = [entry.target for scene in scenes for group in scene.key for entry in group.entries]
    assert told == [f"s{i}" for i in range(90)]
    for scene in scenes:
        assert [card.id for card in scene.cards] == ["hub"]
        assert [bool(group.title) for group in scene.key] == [i == 0 for i in range(len(scene.key))]
        assert scene.height + key.placed(scene).height < 720 - 150


@pytest.mark.parametrize("w", [300, 400])
def test_in_a_narrow_page_everything_has_room_within_the_frame(model: Model, w: int) -> None:
    scene = department.draw(model, "strategiaosasto", page=Page(w, 480))
    frame = scene.frames[0]
    assert frame.w == scene.width <= w - 56
    assert all(card.x + card.w < frame.w for card in scene.cards)
    assert all(right(dot) < frame.w for dot in scene.dots)


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


def test_a_whole_keeps_its_dots_above_its_parts(tmp_path: Path) -> None:
    shared = [{"id": f"s{i}"} for i in range(8)]
    resources = [{"id": "whole"}, {"id": "part", "part_of": "whole"}]
    model = graph_from(
        tmp_path, made(resources=resources, shared=shared, feeds=[("whole", entry["id"]) for entry in shared])
    )
    scene = department.draw(model, "care", language="en")
    frame, part = scene.frames[1], scene.cards[0]
    assert len(scene.dots) == 8
    assert all(frame.x < dot.x - 13 and dot.x + 13 < frame.x + frame.w for dot in scene.dots)
    assert all(frame.y < dot.y - 9 and dot.y + 9 < part.y for dot in scene.dots)


def test_an_unknown_extra_scope_has_its_own_letters_and_shape(tmp_path: Path) -> None:
    scopes = {"city": ("C", "circle"), "moon": ("MX", "octagon")}
    model = graph_from(
        tmp_path,
        made(resources=[{"id": "r"}], shared=[{"id": "s", "scope": "moon"}], feeds=[("s", "r")], scopes=scopes),
    )
    scene = department.draw(model, "care", language="en")
    assert [(dot.label, dot.scope, dot.way) for dot in scene.dots] == [("MX", "moon", "in")]
    assert [item.text for item in scene.legend if item.sign == "scope"] == ["Scope moon"]
