"""Surroundings stand in columns of hops around what is asked about; what would be too high is folded."""

from __future__ import annotations

import gc
import itertools
import weakref
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from crowded import write_crowd
from drawn import around, graph_from, made, parts
from flowviz import drawing
from flowviz.diagrams import Wish, neighbourhood
from flowviz.diagrams.scene import thing_of
from flowviz.errors import TooMuchToDraw
from flowviz.loading import load
from flowviz.locales import LANGUAGES, words
from flowviz.model import build_model, inside
from flowviz.wording import feed_text

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.catalogue import Catalogue
    from flowviz.diagrams.scene import Card, Frame, Heading, Point, Scene
    from flowviz.model import Model


def with_feeds(model: Model, catalogue: Catalogue, node: str) -> set[str]:
    """What stands for ``node``: all in it that has feeds; where it is no department or nothing has, also itself."""
    ends = {end for feed in catalogue.feeds for end in (feed.source, feed.target)}
    found = set(inside(model, node)) & ends
    return found if found and model.nodes[node]["kind"] == "department" else {node, *found}


def asked(scene: Scene) -> set[str]:
    """The cards of what is asked about."""
    frames = {frame.id for frame in scene.frames if frame.strong}
    return {card.id for card in scene.cards if card.strong or card.frame in frames}


def single(scene: Scene, model: Model) -> set[str]:
    """The things that have a card of their own."""
    return {card.id for card in scene.cards if card.id in model}


# --- what is in it


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_it_shows_what_is_within_reach_and_every_feed_between(any_model: Model, depth: int) -> None:
    drawn = 0
    for node in any_model:
        scene = neighbourhood.draw(any_model, node, depth=depth)
        shown = single(scene, any_model)
        if len(shown) < len(scene.cards):
            continue
        drawn += 1
        assert shown == around(any_model.catalogue, with_feeds(any_model, any_model.catalogue, node), depth)
        said = [text for line in scene.lines for text in line.text.split("\n")[1 if line.label else 0 :]]
        wanted = [feed for feed in any_model.catalogue.feeds if {feed.source, feed.target} <= shown]
        assert sorted(said) == sorted(feed_text(any_model, feed, "fi") for feed in wanted)
    assert drawn > len(any_model) * 0.7  # the others have folded groups


def test_up_and_down_keep_to_their_direction(model: Model, catalogue: Catalogue) -> None:
    members = with_feeds(model, catalogue, "strategiaosasto")
    down = neighbourhood.draw(model, "strategiaosasto", direction="down")
    assert {card.id for card in down.cards} == members | {f.target for f in catalogue.feeds if f.source in members}
    assert min(card.column or 0 for card in down.cards) == 0
    up = neighbourhood.draw(model, "strategiaosasto", direction="up")
    assert {card.id for card in up.cards} == members | {f.source for f in catalogue.feeds if f.target in members}
    assert {card.column for card in up.cards if card.id in asked(up)} == {1}


def test_a_department_is_a_frame_with_its_name_around_what_has_feeds_in_it(model: Model, catalogue: Catalogue) -> None:
    scene = neighbourhood.draw(model, "strategiaosasto", language="en")
    assert asked(scene) == with_feeds(model, catalogue, "strategiaosasto")
    (frame,) = [frame for frame in scene.frames if frame.strong]
    assert (frame.thing, frame.lines) == ("strategiaosasto", ["Strategy Department"])
    assert (scene.cards[0].id, scene.cards[0].lines) == ("strategiaosasto", ["Whole department"])
    assert not any(card.strong for card in scene.cards)
    assert not [card.id for card in scene.cards if card.id in asked(scene) and "Strategy Department" in card.small]
    svg = drawing.finish(model, scene)
    assert "focus" in next(part for part in parts(svg, "frame") if part.id == "frame-strategiaosasto").classes


def test_any_other_whole_stands_first_in_the_frame_around_its_parts(model: Model) -> None:
    scene = neighbourhood.draw(model, "kayttajatunnukset", language="en")
    (frame,) = [frame for frame in scene.frames if frame.strong]
    assert frame.lines == []
    assert [card.id for card in scene.cards if card.frame == frame.id] == [
        "kayttajatunnukset",
        "kayttajatunnus-rekisteri",
    ]
    assert scene.cards[0].head


def test_a_single_thing_stands_out_itself(model: Model) -> None:
    scene = neighbourhood.draw(model, "dvv")
    assert asked(scene) == {card.id for card in scene.cards if card.strong} == {"dvv"}


def test_a_thing_without_feeds_stands_alone(model: Model) -> None:
    scene = neighbourhood.draw(model, "tiedonhallintamalli", language="en")
    assert [card.id for card in scene.cards] == ["tiedonhallintamalli"]
    assert (scene.lines, scene.headings) == ([], [])
    assert scene.subtitle.endswith("1 item")


def test_cards_of_resources_say_their_department(model: Model) -> None:
    scene = neighbourhood.draw(model, "matkailu", language="en")
    card = next(card for card in scene.cards if card.id == "matkailu")
    assert card.small
    assert card.text.endswith(" ".join(card.small))


# --- where it stands


@pytest.mark.parametrize("direction", ["both", "up", "down"])
def test_a_thing_stands_as_many_columns_from_the_middle_as_it_is_hops_away(any_model: Model, direction: str) -> None:
    flow: nx.DiGraph[str] = nx.DiGraph([(feed.source, feed.target) for feed in any_model.catalogue.feeds])
    along = {"both": flow.to_undirected(), "down": flow, "up": flow.reverse()}[direction]
    for node in any_model:
        members = with_feeds(any_model, any_model.catalogue, node) & set(flow)
        if not members:
            continue
        hops = nx.multi_source_dijkstra_path_length(along, members, cutoff=3)
        scene = neighbourhood.draw(any_model, node, depth=3, direction=direction)  # type: ignore[arg-type]
        middle = next(card.column or 0 for card in scene.cards if card.id in asked(scene))
        for card in scene.cards:
            if card.id in hops:
                assert abs((card.column or 0) - middle) == hops[card.id]


def test_givers_stand_on_the_left_receivers_on_the_right_and_who_is_both_on_the_right(model: Model) -> None:
    scene = neighbourhood.draw(model, "strategiaosasto")
    members = asked(scene)
    gets = {feed.target for feed in model.catalogue.feeds if feed.source in members}
    for card in scene.cards:
        if card.id not in members:
            assert card.column == (2 if card.id in gets else 0)


def test_what_feeds_a_neighbour_stands_beyond_it(model: Model) -> None:
    """Two departments give to a resource that Strategy both gives to and gets from: they stand behind it."""
    scene = neighbourhood.draw(model, "strategiaosasto", depth=2)
    at = {card.id: card.column for card in scene.cards}
    assert (at["strategiaosasto"], at["henkilostotietovaranto"]) == (2, 3)
    assert (at["henkilostoosasto"], at["hallinto-osasto"]) == (4, 4)


def test_columns_have_headings_in_plain_words(model: Model) -> None:
    def headings(node: str, language: str) -> list[str]:
        scene = neighbourhood.draw(model, node, depth=2, language=language)
        return [" ".join(heading.lines) for heading in sorted(scene.headings, key=lambda heading: heading.x)]

    middle = ["2 hops before", "1 hop before", "What is asked about", "1 hop after", "2 hops away"]
    assert headings("strategiaosasto", "en") == middle
    assert headings("dvv", "fi") == ["Tarkasteltava kohde", "1 askel jälkeen", "2 askelta jälkeen"]
    assert headings("dvv", "sv") == ["Granskat objekt", "1 steg efter", "2 steg efter"]


def test_it_is_read_from_the_middle_outwards_each_column_after_its_heading(model: Model) -> None:
    scene = neighbourhood.draw(model, "strategiaosasto", depth=2)
    order = [card.column for card in scene.cards]
    assert [column for column, _ in itertools.groupby(order)] == [2, 1, 3, 0, 4]
    svg = drawing.draw(model, Wish(kind="neighbourhood", of="strategiaosasto", depth=2, language="en"))
    assert svg.index("What is asked about<") < svg.index('id="node-strategiaosasto"') < svg.index("1 hop before<")


def test_many_of_a_group_stand_in_a_lane_of_their_own(model: Model) -> None:
    scene = neighbourhood.draw(model, "strategiaosasto", language="en")
    (lane,) = [frame for frame in scene.frames if frame.kind == "lane"]
    assert lane.lines == ["City-wide"]
    inner = {card.id for card in scene.cards if card.frame == lane.id}
    city = {entry.id for entry in model.catalogue.shared if entry.scope == "city-wide"}
    right = {card.id for card in scene.cards if card.column == 2}
    assert inner - city == {"toimipisterekisteri"}  # a register in one of them
    assert inner >= right & city
    assert {card.sign for card in scene.cards if card.id in inner} == {False}


# --- its geometry


def samples(points: list[Point]) -> list[Point]:
    """Points along a line of Béziers."""
    found = []
    for first in range(0, len(points) - 1, 3):
        a, b, c, d = points[first : first + 4]
        for step in range(41):
            t = step / 40
            found.append(
                tuple(
                    (1 - t) ** 3 * a[i] + 3 * t * (1 - t) ** 2 * b[i] + 3 * t * t * (1 - t) * c[i] + t**3 * d[i]
                    for i in (0, 1)
                )
            )
    return found  # type: ignore[return-value]


def covers(card: Card, at: Point) -> bool:
    return card.x + 1 < at[0] < card.x + card.w - 1 and card.y + 1 < at[1] < card.y + card.h - 1


def check(scene: Scene) -> None:
    """No two cards overlap, lines end at their cards and run under none, everything is within the drawing."""
    cards = {card.id: card for card in scene.cards}
    for a, b in itertools.combinations(scene.cards, 2):
        assert a.x + a.w <= b.x or b.x + b.w <= a.x or a.y + a.h <= b.y or b.y + b.h <= a.y, (a.id, b.id)
    boxes: list[Card | Frame | Heading] = [*scene.cards, *scene.frames, *scene.headings]
    for box in boxes:
        assert -0.01 <= box.x <= box.x + box.w <= scene.width + 0.01
        assert -0.01 <= box.y <= box.y + box.h <= scene.height + 0.01
    for line in scene.lines:
        assert line.curve
        assert len(line.points) % 3 == 1
        for id_, (x, y) in ((line.source, line.points[0]), (line.target, line.points[-1])):
            card = cards[id_]
            assert min(abs(x - card.x), abs(x - card.x - card.w)) < 0.01
            assert card.y <= y <= card.y + card.h
        for at in samples(line.points):
            assert -0.01 <= at[0] <= scene.width + 0.01
            under = [card.id for card in scene.cards if covers(card, at)]
            assert not under, (line.source, line.target, under)


def test_no_line_runs_under_a_box_and_nothing_overlaps(any_model: Model) -> None:
    for node in list(any_model)[::3]:
        check(neighbourhood.draw(any_model, node, depth=2))


def test_lines_over_several_columns_are_one_curve_that_passes_between_the_boxes(tmp_path: Path) -> None:
    """What gives to ``a`` and what gets from it feed each other past it, and those behind feed back."""
    pairs = [("b", "a"), ("a", "c"), ("b", "c"), ("c", "d"), ("d", "b"), ("e", "b")]
    model = graph_from(tmp_path, made(shared=[{"id": id_} for id_ in "abcde"], feeds=pairs, departments=False))
    scene = neighbourhood.draw(model, "a", depth=2, direction="both")
    at = {card.id: card.column for card in scene.cards}
    assert at == {"a": 2, "b": 1, "c": 3, "d": 4, "e": 0} or at == {"a": 2, "b": 1, "c": 3, "d": 0, "e": 0}
    assert {(line.source, line.target) for line in scene.lines} == set(pairs)
    check(scene)


def test_twelve_resources_in_cycles(tmp_path: Path) -> None:
    ids = [f"s{i}" for i in range(12)]
    pairs = [(ids[i], ids[(i + step) % 12]) for i in range(12) for step in (1, 5)]
    model = graph_from(tmp_path, made(shared=[{"id": id_} for id_ in ids], feeds=pairs, departments=False))
    for depth in (1, 2, 6):
        scene = neighbourhood.draw(model, "s0", depth=depth)
        check(scene)
    assert single(scene, model) == set(ids)
    assert len(scene.lines) == 24


# --- parallel feeds


def test_feeds_beside_each_other_are_one_line_with_their_number_and_how_many_are_implied(tmp_path: Path) -> None:
    feeds = [("a", "b"), ("a", "b"), ("a", "b"), ("b", "c"), ("c", "b")]
    text = made(shared=[{"id": "a"}, {"id": "b"}, {"id": "c"}], feeds=feeds)
    for number in range(3):
        text = text.replace('"to": "b", "basis"', f'"to": "b", "content": "text {number}", "basis"', 1)
    mixed = text.replace('"basis": "stated"', '"basis": "implied"', 1)
    scene = neighbourhood.draw(graph_from(tmp_path, mixed), "b", language="en")
    lines = {(line.source, line.target): line for line in scene.lines}
    assert (lines["a", "b"].label, lines["a", "b"].basis) == ("3 (1 implied)", "stated")
    assert lines["a", "b"].text.startswith("3 feeds: 2 stated, 1 implied\n")
    assert (lines["b", "c"].label, lines["b", "c"].way) == ("2", "both")
    assert neighbourhood.draw(graph_from(tmp_path, text), "b", language="sv").lines[0].label == "3"


# --- too much


def hub(tmp_path: Path, partners: int, departments: int = 1) -> Model:
    """A resource that gives to so many of the city and of the state in turn."""
    ids = [f"p{i}" for i in range(partners)]
    shared = [{"id": id_, "scope": ("city", "state")[i % 2]} for i, id_ in enumerate(ids)]
    return graph_from(
        tmp_path, made(shared=[{"id": "hub"}, *shared], feeds=[("hub", id_) for id_ in ids], departments=False)
    )


def test_a_column_that_would_be_too_high_has_cards_for_groups_with_their_number(tmp_path: Path) -> None:
    model = hub(tmp_path, 35)
    scene = neighbourhood.draw(model, "hub", language="en")
    folded = [card for card in scene.cards if card.id not in model]
    assert [(card.id, card.lines, card.small) for card in folded] == [("scope:city", ["Scope city"], ["18 items"])]
    assert len(scene.cards) == 1 + 1 + 17
    assert scene.subtitle == "Surroundings in both directions: 1 hop, 36 items · 18 items in groups"
    for id_ in (f"p{i}" for i in range(0, 35, 2)):
        assert f"Shared {id_}" in folded[0].text
    line = next(line for line in scene.lines if line.target == "scope:city")
    assert line.label == "18"
    assert line.text.endswith("hub – Scope city: 18 feeds")


def test_twenty_neighbours_have_a_card_each(tmp_path: Path) -> None:
    assert len(neighbourhood.draw(hub(tmp_path, 20), "hub").cards) == 21
    assert len(neighbourhood.draw(hub(tmp_path, 21), "hub").cards) == 1 + 1 + 10
    assert len(neighbourhood.draw(hub(tmp_path, 21), "p0", depth=2).cards) == 1 + 1 + 20


def test_where_lines_are_too_many_what_is_farther_away_is_folded_before_the_neighbours(tmp_path: Path) -> None:
    near, far = [f"n{i}" for i in range(15)], [f"f{i}" for i in range(18)]
    pairs = [("hub", id_) for id_ in near] + [(a, b) for a in near for b in far]
    shared = [{"id": "hub"}, *({"id": id_} for id_ in near), *({"id": id_, "scope": "state"} for id_ in far)]
    model = graph_from(tmp_path, made(shared=shared, feeds=pairs, departments=False))
    scene = neighbourhood.draw(model, "hub", depth=2)
    assert [card.id for card in scene.cards] == ["hub", *near, "scope:state"]
    assert [line.label for line in scene.lines] == [""] * 15 + ["18"] * 15


def test_a_group_that_is_folded_in_two_columns_is_two_cards_that_stand_for_the_same(tmp_path: Path) -> None:
    givers, getters = [f"g{i}" for i in range(31)], [f"p{i}" for i in range(31)]
    pairs = [(id_, "hub") for id_ in givers] + [("hub", id_) for id_ in getters]
    shared = [{"id": id_} for id_ in ("hub", *givers, *getters)]
    model = graph_from(tmp_path, made(shared=shared, feeds=pairs, departments=False))
    scene = neighbourhood.draw(model, "hub")
    assert [card.id for card in scene.cards] == ["hub", "scope:city", "scope:city#2"]
    nodes = parts(drawing.finish(model, scene), "node")
    assert [part.data["id"] for part in nodes] == ["hub", "scope:city", "scope:city"]
    assert len({part.id for part in nodes}) == 3
    assert {thing_of(line.source) for line in scene.lines} == {"hub", "scope:city"}


def test_fifty_hops_of_a_dense_catalogue_are_a_small_drawing_that_says_so(tmp_path: Path) -> None:
    model = build_model(load(write_crowd(tmp_path, 100)))
    for language in LANGUAGES:
        scene = neighbourhood.draw(model, "thing-1", depth=50, language=language)
        assert len(scene.cards) < 30
        folded = sum(int(card.small[0].split()[0]) for card in scene.cards if card.id not in model)
        assert folded + len(single(scene, model)) == 100
        say = words(language)
        assert scene.subtitle.endswith(say("neighbourhood.folded", things=say("things", n=folded)))


def test_what_is_too_much_is_refused_by_its_size_before_it_is_laid_out(tmp_path: Path) -> None:
    ids = [f"r{i}" for i in range(401)]
    model = graph_from(tmp_path, made(resources=[{"id": id_} for id_ in ids], feeds=[(id_, "care") for id_ in ids]))
    with pytest.raises(TooMuchToDraw, match="402 boxes and 401 lines") as told:
        neighbourhood.draw(model, "care")
    assert len(str(told.value).splitlines()) == 1
    assert neighbourhood.count(model, "care")[0] == 402
    assert neighbourhood.count(model, "r1") == (2, 1)


def test_no_catalogue_stays_in_memory_because_surroundings_were_drawn(catalogue: Catalogue) -> None:
    model = build_model(catalogue)
    neighbourhood.draw(model, catalogue.departments[0].id)
    gone = weakref.ref(model)
    del model
    gc.collect()
    assert gone() is None
