from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from drawn import around
from flowviz.diagrams import neighbourhood
from flowviz.model import inside
from flowviz.wording import feed_text

if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue
    from flowviz.model import Model


def with_feeds(model: Model, catalogue: Catalogue, node: str) -> set[str]:
    ends = {end for feed in catalogue.feeds for end in (feed.source, feed.target)}
    return {node, *(set(inside(model, node)) & ends)}


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_it_shows_what_is_within_reach_and_every_feed_between(any_model: Model, depth: int) -> None:
    for node in any_model:
        scene = neighbourhood.draw(any_model, node, depth=depth)
        shown = {card.id for card in scene.cards}
        assert shown == around(any_model.catalogue, with_feeds(any_model, any_model.catalogue, node), depth)
        said = sorted(text for line in scene.lines for text in line.text.split("\n"))
        wanted = [feed for feed in any_model.catalogue.feeds if {feed.source, feed.target} <= shown]
        assert said == sorted(feed_text(any_model, feed, "fi") for feed in wanted)


def test_up_and_down_keep_to_their_direction(model: Model, catalogue: Catalogue) -> None:
    down = neighbourhood.draw(model, "strategiaosasto", direction="down")
    members = with_feeds(model, catalogue, "strategiaosasto")
    assert {card.id for card in down.cards} == members | {f.target for f in catalogue.feeds if f.source in members}
    up = neighbourhood.draw(model, "strategiaosasto", direction="up")
    assert {card.id for card in up.cards} == members | {f.source for f in catalogue.feeds if f.target in members}


def test_the_thing_asked_for_stands_out_with_all_that_lies_in_it(model: Model, catalogue: Catalogue) -> None:
    scene = neighbourhood.draw(model, "strategiaosasto")
    assert {card.id for card in scene.cards if card.strong} == with_feeds(model, catalogue, "strategiaosasto")
    assert {card.frame for card in scene.cards if card.strong} == {"frame-strategiaosasto"}


def test_a_thing_without_feeds_stands_alone(model: Model) -> None:
    scene = neighbourhood.draw(model, "tiedonhallintamalli", language="en")
    assert [card.id for card in scene.cards] == ["tiedonhallintamalli"]
    assert scene.lines == []
    assert scene.subtitle.endswith("0 items")


def test_cards_of_resources_say_their_department(model: Model) -> None:
    scene = neighbourhood.draw(model, "matkailu", language="en")
    card = next(card for card in scene.cards if card.id == "matkailu")
    assert card.small
    assert card.text.endswith(" ".join(card.small))
