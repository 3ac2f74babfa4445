"""A thing with too many neighbours stands between those who give to it and those who get from it, in counted groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from drawn import graph_from, made
from flowviz.diagrams import rollup

if TYPE_CHECKING:
    from pathlib import Path


def test_groups_stand_at_the_side_of_their_feeds_with_their_numbers(tmp_path: Path) -> None:
    text = made(
        shared=[{"id": "hub"}, {"id": "a"}, {"id": "b"}, {"id": "c", "scope": "state"}, {"id": "d", "scope": "sea"}],
        resources=[{"id": "own"}, {"id": "more"}],
        feeds=[("own", "hub"), ("more", "hub"), ("hub", "a"), ("b", "hub"), ("hub", "c")],
        scopes={"city": ("C", "circle"), "state": ("S", "square"), "sea": ("M", "hexagon")},
    )
    scene = rollup.draw(graph_from(tmp_path, text), "hub", {"hub", "own", "more", "a", "b", "c", "d"}, language="en")
    assert [(card.id, card.column, card.small) for card in scene.cards] == [
        ("hub", 1, []),
        ("in:care", 0, ["2 items"]),
        ("scope:city", 2, ["2 items"]),
        ("scope:state", 2, ["1 item"]),
        ("scope:sea", 2, ["1 item"]),
    ]
    assert [(line.source, line.target, line.way, line.label) for line in scene.lines] == [
        ("hub", "in:care", "in", "2"),
        ("hub", "scope:city", "both", "2"),
        ("hub", "scope:state", "out", ""),
    ]
    assert scene.lines[0].text.startswith("2 feeds\n")
    headings = [" ".join(heading.lines) for heading in scene.headings]
    assert headings == ["Provide data", "What is asked about", "Receive and provide data"]
    assert scene.subtitle == "Surroundings rolled up: 6 items, 4 groups"
