from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from drawn import around
from flowviz.diagrams import neighbourhood
from flowviz.graph import inside
from flowviz.wording import feed_text

if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue
    from flowviz.graph import Graph


def with_feeds(graph: Graph, catalogue: Catalogue, node: str) -> set[str]:
    ends = {end for feed in catalogue.feeds for end in (feed.source, feed.target)}
    return {node, *(set(inside(graph, node)) & ends)}


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_it_shows_what_is_within_reach_and_every_feed_between(graph: Graph, catalogue: Catalogue, depth: int) -> None:
    for node in graph:
        scene = neighbourhood.draw(graph, node, depth=depth)
        shown = {card.id for card in scene.cards}
        assert shown == around(catalogue, with_feeds(graph, catalogue, node), depth)
        said = sorted(text for line in scene.lines for text in line.text.split("\n"))
        wanted = [feed for feed in catalogue.feeds if {feed.source, feed.target} <= shown]
        assert said == sorted(feed_text(graph, feed, "fi") for feed in wanted)


def test_up_and_down_keep_to_their_direction(graph: Graph, catalogue: Catalogue) -> None:
    down = neighbourhood.draw(graph, "strategiaosasto", direction="down")
    members = with_feeds(graph, catalogue, "strategiaosasto")
    assert {card.id for card in down.cards} == members | {f.target for f in catalogue.feeds if f.source in members}
    up = neighbourhood.draw(graph, "strategiaosasto", direction="up")
    assert {card.id for card in up.cards} == members | {f.source for f in catalogue.feeds if f.target in members}


def test_the_thing_asked_for_stands_out_with_all_that_lies_in_it(graph: Graph, catalogue: Catalogue) -> None:
    scene = neighbourhood.draw(graph, "strategiaosasto")
    assert {card.id for card in scene.cards if card.strong} == with_feeds(graph, catalogue, "strategiaosasto")
    assert {card.frame for card in scene.cards if card.strong} == {"frame-strategiaosasto"}


def test_a_thing_without_feeds_stands_alone(graph: Graph) -> None:
    scene = neighbourhood.draw(graph, "tiedonhallintamalli", language="en")
    assert [card.id for card in scene.cards] == ["tiedonhallintamalli"]
    assert scene.lines == []
    assert scene.subtitle.endswith("0 things")


def test_cards_of_resources_say_their_department(graph: Graph) -> None:
    scene = neighbourhood.draw(graph, "matkailu", language="en")
    card = next(card for card in scene.cards if card.id == "matkailu")
    assert card.small
    assert card.text.endswith(" ".join(card.small))
