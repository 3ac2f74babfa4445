from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from drawn import graph_from, made
from flowviz import drawing, graphviz_engine, layout
from flowviz.diagrams import Wish
from flowviz.errors import GraphvizError

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.diagrams.scene import Scene
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


def test_a_placed_scene_comes_back_untouched(model: Model) -> None:
    scene = drawing.scene_of(model, Wish(kind="department", of="strategiaosasto"))
    before = repr(scene)
    assert repr(layout.place(scene, model.catalogue.scopes)) == before


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
