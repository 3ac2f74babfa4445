"""On a page too narrow for columns, hops stand below each other and are read from above to below."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from drawn import graph_from, made
from flowviz import drawing
from flowviz.diagrams import Wish
from flowviz.diagrams.page import FITS, Page
from flowviz.lineage import downstream, upstream
from flowviz.marginalia import around
from flowviz.reports import ask

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.diagrams.scene import Card, Scene
    from flowviz.model import Model

PHONE = Page(320, 640)
WIDEST = 358 / (10 / 11)
"""What a phone of 390 pixels shows at once when the smallest letters have 10."""


def chain(path: Path, *, back: bool = False) -> Model:
    feeds = [("a", "b"), ("b", "c"), ("c", "d"), ("a", "d")]
    resources = [{"id": id_, "name": f"Register {id_}"} for id_ in "abcd"]
    return graph_from(path, made(resources=resources, feeds=[*feeds, *([("d", "b")] if back else [])]))


def from_above(scene: Scene) -> list[str]:
    return [card.id for card in sorted(scene.cards, key=lambda card: card.y)]


def middle(card: Card) -> float:
    return card.y + card.h / 2


def test_a_way_leads_down_step_by_step_under_headings(tmp_path: Path) -> None:
    model = chain(tmp_path)
    scene = drawing.scene_of(model, Wish(kind="paths", of="b", to="d", language="en", page=PHONE))
    assert from_above(scene) == ["b", "c", "d"]
    heads = [(heading.lines, heading.y + heading.h) for heading in scene.headings]
    assert [lines for lines, _ in heads] == [["Start"], ["1 hop"], ["End, 2 hops"]]
    for (_, bottom), card in zip(heads, sorted(scene.cards, key=lambda card: card.y), strict=True):
        assert 0 < card.y - bottom < 20
    assert around(scene, model.catalogue).width <= 321


def test_lines_that_lead_down_run_on_the_left_and_back_ones_on_the_right(tmp_path: Path) -> None:
    scene = drawing.scene_of(
        chain(tmp_path, back=True), Wish(kind="neighbourhood", of="b", depth=2, language="en", page=PHONE)
    )
    cards = {card.id: card for card in scene.cards}
    for line in scene.lines:
        (x, _), *_, (z, _) = line.points
        turns = {a for a, _ in line.points[1:-1]}
        source, target = cards[line.source], cards[line.target]
        down = (source.y < target.y) == (line.way == "out")
        assert turns == {min(turns)}
        if line.way == "both" or down:
            assert (x, z) == (source.x, target.x)
            assert max(turns) < min(source.x, target.x)
        else:
            assert (x, z) == (source.x + source.w, target.x + target.w)
            assert min(turns) > max(source.x + source.w, target.x + target.w)
        for end, card in ((line.points[0], source), (line.points[-1], target)):
            assert card.y < end[1] < card.y + card.h


@pytest.mark.parametrize("depth", [1, 2])
def test_what_gives_stands_above_what_is_asked_about_and_what_gets_below_it(any_model: Model, depth: int) -> None:
    for node in list(any_model)[::9]:
        wish = Wish(kind="neighbourhood", of=node, depth=depth, page=PHONE)
        scene = drawing.scene_of(any_model, wish)
        cards = {card.id: card for card in scene.cards}
        if len(cards) == 1 or node not in cards:
            continue
        above, below = upstream(any_model, node), downstream(any_model, node)
        for id_, card in cards.items():
            if id_ in above and id_ not in below and above[id_] == 1 and any_model.nodes[id_]["kind"] != "department":
                assert middle(card) < middle(cards[node]), (node, id_)
            if id_ in below and id_ not in above and below[id_] == 1:
                assert middle(card) > middle(cards[node]), (node, id_)
        for one, other in itertools.combinations(scene.cards, 2):
            assert one.y + one.h <= other.y or other.y + other.h <= one.y, (node, one.id, other.id)


@pytest.mark.parametrize("thing", ["vaestotieto", "strategiaosasto", "paatostietovaranto"])
def test_an_impact_begins_with_what_goes_then_its_consequences_hop_by_hop_and_ends_with_who_gave(
    model: Model, thing: str
) -> None:
    question = ask(model, (thing,), (), language="fi", page=PHONE)
    scene = question.scene()
    place = {id_: i for i, id_ in enumerate(from_above(scene))}
    hops = {row.id: row.distance for row in question.answer.downstream}
    gone, hit = [place[thing]], [(hops[id_], at) for id_, at in place.items() if id_ in hops]
    givers = [at for id_, at in place.items() if id_ != thing and id_ not in hops]
    assert [at for _, at in sorted(hit)] == sorted(at for _, at in hit)
    assert max(gone) < min(at for _, at in hit)
    assert givers
    assert min(givers) > max(at for _, at in hit)
    assert around(scene, model.catalogue).width <= WIDEST + 8
    for line in scene.lines:
        if "lost" in line.mark:
            assert line.cross_at is not None
            assert line.cross_at[1] in (line.points[0][1], line.points[-1][1])


def test_a_number_stands_on_its_line_beside_the_card_with_fewer_lines(model: Model) -> None:
    scene = ask(model, ("strategiaosasto",), (), language="fi", page=PHONE).scene()
    numbered = [line for line in scene.lines if line.label]
    assert [line.label for line in numbered] == ["3", "2", "2", "2"]
    cards = {card.id: card for card in scene.cards}
    for line in numbered:
        assert line.label_at is not None
        x, y = line.label_at
        assert line.source == "strategiaosasto"
        assert y == line.points[-1][1]
        assert cards[line.target].x - 40 < x < cards[line.target].x - 12


def test_a_column_of_a_sheet_is_read_so_too_and_a_sheet_where_columns_would_be_wider_than_it(model: Model) -> None:
    across = {}
    for fit, depth in itertools.product(("column", "a4", "screen"), (1, 2)):
        scene = drawing.scene_of(model, Wish(kind="neighbourhood", of="vaestotieto", depth=depth, page=FITS[fit]))
        across[fit, depth] = len({card.x + card.w / 2 for card in scene.cards})
        assert around(scene, model.catalogue).width <= FITS[fit].w + 1
    assert across == {
        ("column", 1): 1, ("column", 2): 1, ("a4", 1): 3, ("a4", 2): 1, ("screen", 1): 3, ("screen", 2): 5,
    }  # fmt: skip
