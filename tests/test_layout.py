from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from flowviz import drawing, layout
from flowviz.catalogue import OWN
from flowviz.diagrams import Wish
from flowviz.diagrams import impact as impact_drawing
from flowviz.diagrams.scene import Card, Line, Scene
from flowviz.impact import Removal, impact
from flowviz.theme import SIZES
from flowviz.typography import width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowviz.model import Model


def test_frames_hold_their_cards(model: Model) -> None:
    scene = layout.place(drawing.scene_of(model, Wish(kind="neighbourhood", of="strategiaosasto", depth=2)))
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


@pytest.mark.parametrize(
    "wish",
    [
        Wish(kind="department", of="strategiaosasto"),
        Wish(kind="neighbourhood", of="matkailu"),
        Wish(kind="paths", of="dvv", to="asiakastietovaranto"),
        Wish(kind="overview"),
    ],
    ids=lambda wish: wish.kind,
)
def test_every_kind_places_its_scene_itself_and_it_comes_back_untouched(model: Model, wish: Wish) -> None:
    scene = drawing.scene_of(model, wish)
    assert scene.placed
    before = repr(scene)
    assert repr(layout.place(scene)) == before


def test_tags_and_names_that_are_struck_out_are_measured_for_the_printer(example: Model) -> None:
    answer = impact(example, Removal.of(example, ["omsorg"]))
    scene = layout.place(impact_drawing.draw(example, answer, language="en"))
    cards = {card.id: card for card in scene.cards}
    assert cards["omsorg"].tag == "− removed"
    assert cards["omsorg"].tag_w == width("− removed", SIZES.small, bold=True)
    assert cards["omsorg"].struck == [width("Care data", SIZES.name, bold=True)]
    assert cards["borgere"].tag.startswith("× ")
    assert cards["borgere"].struck == []


def card(id_: str, **values: Any) -> Card:
    return Card(
        **{"id": id_, "kind": "resource", "scope": OWN, "lines": [id_], "text": id_, "w": 100, "h": 40, **values}
    )


def scene_with(cards: Sequence[Card], *pairs: str) -> Scene:
    """A scene of cards and of lines, each written as its two ends."""
    return Scene(
        kind="own", name="x", title="x", subtitle="", description="", language="en", cards=list(cards),
        lines=[Line(source=pair[0], target=pair[1], text=pair) for pair in pairs],
    )  # fmt: skip


def test_a_scene_that_its_kind_did_not_place_stands_in_its_columns() -> None:
    scene = layout.place(scene_with([card("a", column=3), card("b", column=5), card("c", column=5)], "ab", "ac"))
    a, b, c = scene.cards
    assert scene.placed
    assert a.x + a.w < b.x == c.x
    assert b.y + b.h <= c.y
    assert all(line.points[0][0] == a.x + a.w and line.points[-1][0] == b.x for line in scene.lines)


def test_nothing_to_place_is_a_small_empty_drawing() -> None:
    scene = layout.place(scene_with([]))
    assert (scene.width, scene.height, scene.placed) == (320, 40, True)
