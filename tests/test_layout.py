from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from drawn import graph_from, made
from flowviz import drawing, graphviz_engine, layout
from flowviz.catalogue import OWN
from flowviz.diagrams import Wish
from flowviz.diagrams import impact as impact_drawing
from flowviz.diagrams.scene import Card, Frame, Line, Scene
from flowviz.errors import GraphvizError
from flowviz.impact import Removal, impact
from flowviz.theme import SIZES
from flowviz.typography import width

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from flowviz.model import Model


def placed(model: Model, node: str, depth: int = 2) -> Scene:
    scene = drawing.scene_of(model, Wish(kind="neighbourhood", of=node, depth=depth))
    return layout.place(scene, model.catalogue.scopes)


@pytest.mark.parametrize("node", ["strategiaosasto", "matkailu", "paatostietovaranto", "henkilostotietovaranto"])
def test_cards_do_not_overlap_and_lines_end_at_them(model: Model, node: str) -> None:
    scene = placed(model, node)
    for i, a in enumerate(scene.cards):
        assert 0 <= a.x <= a.x + a.w <= scene.width + 0.01
        for b in scene.cards[i + 1 :]:
            assert a.x + a.w <= b.x or b.x + b.w <= a.x or a.y + a.h <= b.y or b.y + b.h <= a.y
    cards = {card.id: card for card in scene.cards}
    for line in scene.lines:
        for end, (x, y) in ((line.source, line.points[0]), (line.target, line.points[-1])):
            card = cards[end]
            assert min(abs(x - card.x), abs(x - card.x - card.w)) < 0.01
            assert card.y <= y <= card.y + card.h


def test_frames_hold_their_cards(model: Model) -> None:
    scene = placed(model, "strategiaosasto")
    frames = {frame.id: frame for frame in scene.frames}
    for card in scene.cards:
        if card.frame:
            frame = frames[card.frame]
            assert frame.x < card.x
            assert card.x + card.w < frame.x + frame.w
            assert frame.y < card.y
            assert card.y + card.h < frame.y + frame.h
    for frame in scene.frames:
        lowest = max(card.y + card.h for card in scene.cards if card.frame == frame.id)
        assert frame.y + frame.h < lowest + 40


def test_a_placed_scene_comes_back_untouched(model: Model) -> None:
    scene = drawing.scene_of(model, Wish(kind="department", of="strategiaosasto"))
    before = repr(scene)
    assert repr(layout.place(scene, model.catalogue.scopes)) == before


def test_tags_and_names_that_are_struck_out_are_measured_for_the_printer(example: Model) -> None:
    answer = impact(example, Removal.of(example, ["omsorg"]))
    scene = layout.place(impact_drawing.draw(example, answer, language="en"), example.catalogue.scopes)
    cards = {card.id: card for card in scene.cards}
    assert cards["omsorg"].tag == "− removed"
    assert cards["omsorg"].tag_w == width("− removed", SIZES.small, bold=True)
    assert cards["omsorg"].struck == [width("Care data", SIZES.name, bold=True)]
    assert cards["borgere"].tag.startswith("× ")
    assert cards["borgere"].struck == []


def test_what_graphviz_loses_is_an_error(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    real = graphviz_engine.layout_json

    def counted(dot: str, **given: object) -> object:
        return real(dot, **{**given, "edges": 99})  # type: ignore[arg-type]

    monkeypatch.setattr(graphviz_engine, "layout_json", counted)
    with pytest.raises(GraphvizError, match="placed 6 of the 99 edges"):
        placed(model, "matkailu", depth=1)


def test_cycles_are_laid_out(tmp_path: Path) -> None:
    shared = [{"id": f"s{i}"} for i in range(6)]
    pairs = [(f"s{i}", f"s{(i + 1) % 6}") for i in range(6)] + [("s3", "s2")]
    scene = placed(graph_from(tmp_path, made(shared=shared, feeds=pairs, departments=False)), "s0", depth=6)
    assert len(scene.cards) == 6
    assert len(scene.lines) == 6
    assert [line.way for line in scene.lines].count("both") == 1


# --- what is made of the places that Graphviz gives; its y grows upwards, and all below has a height of 200


def by_hand(monkeypatch: pytest.MonkeyPatch, scene: Scene, places: Mapping[str, str], **edges: str) -> Scene:
    """``scene`` as it is placed when Graphviz puts its cards at ``places``, by id, and its lines along ``edges``."""
    objects = [
        *({"id": f"node-{card.id}", "pos": places[card.id]} for card in scene.cards),
        *({"id": frame.id, "bb": places[frame.id]} for frame in scene.frames if frame.id in places),
        {"name": "what is no card and no frame"},
    ]
    found = [
        {"id": f"feed-{name.replace('_', '--')}", **dict(zip(("pos", "lp"), along.split(" | "), strict=False))}
        for name, along in edges.items()
    ]
    answer = {"bb": "0,0,900,200", "objects": objects, "edges": [*found, {"name": "a tie"}]}
    monkeypatch.setattr(graphviz_engine, "layout_json", lambda dot, **_: answer)
    return layout.place(scene, ())


def card(id_: str, **values: Any) -> Card:
    return Card(
        **{"id": id_, "kind": "resource", "scope": OWN, "lines": [id_], "text": id_, "w": 100, "h": 40, **values}
    )


def scene_with(cards: Sequence[Card], *pairs: str, frames: Sequence[Frame] = ()) -> Scene:
    """A scene of cards and of lines, each written as its two ends."""
    return Scene(
        kind="neighbourhood", name="x", title="x", subtitle="", description="", language="en", cards=list(cards),
        frames=list(frames), lines=[Line(source=pair[0], target=pair[1], text=pair) for pair in pairs],
    )  # fmt: skip


def test_everything_is_moved_to_the_top_left_corner(monkeypatch: pytest.MonkeyPatch) -> None:
    frames = [Frame(id="frame-b", kind="department"), Frame(id="frame-empty", kind="department")]
    scene = scene_with([card("a"), card("b")], "ab", frames=frames)
    edge = "e,410,30 110,170 200,170 300,30 400,30"
    scene = by_hand(monkeypatch, scene, {"a": "60,170", "b": "460,30", "frame-b": "400,0,530,60"}, a_b=edge)
    assert scene.placed
    assert [(card.x, card.y) for card in scene.cards] == [(0, 0), (400, 140)]
    assert [(frame.x, frame.y, frame.w, frame.h) for frame in frames] == [(390, 130, 130, 60), (-10, -10, 0, 0)]
    assert scene.lines[0].points == [(100, 20), (390, 160), (400, 160)]
    assert (scene.width, scene.height) == (520, 190)


def test_a_line_that_runs_out_of_the_cards_is_part_of_the_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    edge = "s,110,100 e,310,100 110,100 110,100 205,195 210,200 215,200 310,100 310,100"
    scene = by_hand(monkeypatch, scene_with([card("a"), card("b")], "ab"), {"a": "60,100", "b": "360,100"}, a_b=edge)
    assert scene.lines[0].points == [(100, 100), (200, 0), (300, 100)]
    assert (scene.cards[0].y, scene.height) == (80, 120)


@pytest.mark.parametrize(("count", "step"), [(1, 0), (3, 9), (5, 6.5)])
def test_ends_are_spread_along_the_side_of_a_card_in_the_order_of_where_they_go(
    monkeypatch: pytest.MonkeyPatch, count: int, step: float
) -> None:
    others = "bcdef"[:count]
    cards = [card("a"), *(card(other) for other in others)]
    height = {other: 20 + 40 * at for at, other in enumerate(others)}  # from below: the first named is the lowest
    places = {"a": "60,100", **{other: f"600,{height[other]}" for other in others}}
    edges = {f"a_{other}": f"110,100 120,100 500,{height[other]} 550,{height[other]}" for other in others}
    scene = by_hand(monkeypatch, scene_with(cards, *(f"a{other}" for other in others)), places, **edges)
    middle = scene.cards[0].y + 20
    starts = [line.points[0] for line in reversed(scene.lines)]
    assert {x for x, _ in starts} == {100}
    assert [y for _, y in starts] == pytest.approx([middle + (at - (count - 1) / 2) * step for at in range(count)])


def test_each_side_of_a_card_has_its_own_ends_and_a_card_in_a_lane_of_its_own_keeps_the_middle(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    places = {"a": "60,100", "b": "460,100", "c": "860,100"}
    scene = scene_with([card("a"), card("b"), card("c")], "ab", "cb")
    edges = {"a_b": "110,100 200,100 300,100 410,100", "c_b": "810,100 700,100 600,100 510,100"}
    scene = by_hand(monkeypatch, scene, places, **edges)
    assert [line.points for line in scene.lines] == [[(100, 20), (400, 20)], [(800, 20), (500, 20)]]


@pytest.mark.parametrize(("span", "curve"), [(0, False), (100, True), (169, True), (170, False)])
def test_a_line_between_neighbouring_ranks_is_a_curve(monkeypatch: pytest.MonkeyPatch, span: int, curve: bool) -> None:
    left = 110 + span
    edge = f"110,150 110,150 {left},50 {left},50"
    scene = by_hand(
        monkeypatch, scene_with([card("a"), card("b")], "ab"), {"a": "60,150", "b": f"{left + 50},50"}, a_b=edge
    )
    (line,) = scene.lines
    start, middle, end = 100, 100 + span / 2, 100 + span
    assert line.curve is curve
    inner = [(middle, 20), (middle, 120)] if curve else []
    assert line.points == [(start, 20), *inner, (end, 120)]


def test_a_line_that_the_layout_sees_from_behind_starts_at_its_giver(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = scene_with([card("a"), card("b")], "ab")
    scene.lines[0].backwards = True
    edge = "410,100 300,100 200,100 110,100"
    scene = by_hand(monkeypatch, scene, {"a": "60,100", "b": "460,100"}, a_b=edge)
    assert scene.lines[0].points == [(100, 20), (400, 20)]


@pytest.mark.parametrize(("off", "corners"), [(0.4, 2), (0.6, 3), (-0.6, 3)])
def test_corners_that_nobody_sees_are_left_out(monkeypatch: pytest.MonkeyPatch, off: float, corners: int) -> None:
    bend = f"260,{100 + off}"
    edge = f"110,100 110,100 {bend} {bend} {bend} 410,100 410,100"
    scene = by_hand(monkeypatch, scene_with([card("a"), card("b")], "ab"), {"a": "60,100", "b": "460,100"}, a_b=edge)
    assert len(scene.lines[0].points) == corners


@pytest.mark.parametrize(
    ("lp", "at"),
    [
        ("260,100", (250, 20)),  # on it
        ("200,160", (190, 20)),  # above it
        ("20,100", (115, 20)),  # before its start: never on the card
        ("900,100", (385, 20)),  # behind its end
    ],
)
def test_a_number_stands_on_its_line(monkeypatch: pytest.MonkeyPatch, lp: str, at: tuple[float, float]) -> None:
    edge = f"110,100 200,100 300,100 410,100 | {lp}"
    scene = by_hand(monkeypatch, scene_with([card("a"), card("b")], "ab"), {"a": "60,100", "b": "460,100"}, a_b=edge)
    assert scene.lines[0].label_at == pytest.approx(at)


def test_a_number_stands_on_the_nearest_piece_of_a_line_with_corners(monkeypatch: pytest.MonkeyPatch) -> None:
    edge = "110,100 110,100 210,0 210,0 210,0 410,0 410,0 410,0 410,100 410,100 | 400,60"
    scene = by_hand(monkeypatch, scene_with([card("a"), card("b")], "ab"), {"a": "60,100", "b": "460,100"}, a_b=edge)
    assert scene.lines[0].label_at == (400, 60)


def test_nothing_to_place_is_a_small_empty_drawing() -> None:
    scene = layout.place(scene_with([]), ())
    assert (scene.width, scene.height, scene.placed) == (320, 40, True)


def test_graphviz_is_told_what_it_must_not_lose_and_how_long_it_may_take(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, object] = {}
    real = graphviz_engine.layout_json

    def told(dot: str, **given: Any) -> dict[str, Any]:
        asked.update(given)
        return real(dot, **given)

    monkeypatch.setattr(graphviz_engine, "layout_json", told)
    cards = [card("a", column=0), card("b", column=1), card("c", column=2)]
    layout.place(scene_with(cards, "ab"), (), timeout=7)
    assert asked == {"timeout": 7, "nodes": 3, "edges": 3}  # a line, and two ties between three columns
    layout.place(scene_with([card("a")]), ())
    assert asked == {"timeout": 60, "nodes": 1, "edges": 0}
