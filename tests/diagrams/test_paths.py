"""The ways between two things run from the left to the right, a column for each step."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import networkx as nx

from drawn import graph_from, made
from flowviz.diagrams import paths

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.model import Model


def test_each_step_of_every_shortest_way_is_a_column_to_the_right(any_model: Model) -> None:
    flow: nx.DiGraph[str] = nx.DiGraph([(feed.source, feed.target) for feed in any_model.catalogue.feeds])
    apart = {a: {b: n for b, n in found.items() if n > 1} for a, found in nx.all_pairs_shortest_path_length(flow)}
    pairs = [(a, b) for a, found in apart.items() for b in found]
    for a, b in pairs[:: max(len(pairs) // 25, 1)]:
        scene = paths.draw(any_model, a, b)
        at = {card.id: card.column for card in scene.cards}
        if not {a, b} <= at.keys():
            continue  # a shorter way leads to something in it
        for line in scene.lines:
            steps = (at[line.source] or 0, at[line.target] or 0)
            assert abs(steps[0] - steps[1]) == 1
            assert (line.points[0][0] < line.points[-1][0]) == (steps[0] < steps[1])
        for way in nx.all_shortest_paths(flow, a, b):
            if at[b] == len(way) - 1:
                assert [at[node] for node in way] == list(range(len(way)))
                drawn = {(line.source, line.target) for line in scene.lines}
                assert all({step, step[::-1]} & drawn for step in itertools.pairwise(way))


def test_the_ends_stand_out_and_columns_have_headings(model: Model) -> None:
    scene = paths.draw(model, "dvv", "asiakastietovaranto", language="en")
    assert [card.id for card in scene.cards if card.strong] == ["dvv", "asiakastietovaranto"]
    assert [heading.lines for heading in scene.headings] == [["Start"], ["1 hop"], ["2 hops"], ["End, 3 hops"]]


def test_without_a_way_the_ends_stand_alone_beside_each_other(tmp_path: Path) -> None:
    model = graph_from(tmp_path, made(shared=[{"id": "a"}, {"id": "b"}], feeds=[("b", "a")], departments=False))
    scene = paths.draw(model, "a", "b")
    assert [(card.id, card.column) for card in scene.cards] == [("a", 0), ("b", 1)]
    assert scene.lines == []
    assert scene.headings == []
    assert scene.cards[0].x + scene.cards[0].w < scene.cards[1].x


def test_a_hundred_ways_are_placed(tmp_path: Path) -> None:
    middle = [f"m{i}" for i in range(100)]
    pairs = [("a", id_) for id_ in middle] + [(id_, "b") for id_ in middle]
    text = made(shared=[{"id": id_} for id_ in ("a", *middle, "b")], feeds=pairs, departments=False)
    scene = paths.draw(graph_from(tmp_path, text), "a", "b", language="en")
    assert scene.subtitle == "Shortest ways: 100, 2 hops"
    assert len(scene.cards) == 102
