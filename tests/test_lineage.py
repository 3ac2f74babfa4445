from __future__ import annotations

import time
from typing import TYPE_CHECKING

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowviz import lineage
from flowviz.catalogue import Catalogue
from flowviz.loading import NO_HEADER, NO_ORGANISATION
from flowviz.model import Model, Nodes

if TYPE_CHECKING:
    from flowviz.catalogue import Feed

NOTHING = Catalogue(header=NO_HEADER, organisation=NO_ORGANISATION)
NODES = st.integers(2, 9)


@st.composite
def models(draw: st.DrawFn) -> tuple[Model, nx.DiGraph[str]]:
    """A graph as lineage walks it, and the same for networkx, its feeds in the same order."""
    count = draw(NODES)
    pair = st.tuples(st.integers(0, count - 1), st.integers(0, count - 1)).filter(lambda ends: ends[0] != ends[1])
    return made(count, draw(st.lists(pair, unique=True, max_size=30)))


def made(count: int, pairs: list[tuple[int, int]]) -> tuple[Model, nx.DiGraph[str]]:
    names = [f"n{i}" for i in range(count)]
    out: dict[str, dict[str, list[Feed]]] = {name: {} for name in names}
    into: dict[str, dict[str, list[Feed]]] = {name: {} for name in names}
    plain: nx.DiGraph[str] = nx.DiGraph()
    plain.add_nodes_from(names)
    for a, b in pairs:
        out[names[a]][names[b]] = into[names[b]][names[a]] = []
        plain.add_edge(names[a], names[b])
    order = {name: place for place, name in enumerate(names)}
    return Model(NOTHING, Nodes(), out, into, order, {}, {}), plain


@given(models())
@settings(max_examples=60, deadline=None)
def test_downstream_and_upstream_count_the_fewest_hops(both: tuple[Model, nx.DiGraph[str]]) -> None:
    model, plain = both
    for start in plain:
        expected = dict(nx.single_source_shortest_path_length(plain, start))
        assert {start: 0, **lineage.downstream(model, start)} == expected
        expected = dict(nx.single_source_shortest_path_length(plain.reverse(), start))
        assert {start: 0, **lineage.upstream(model, start)} == expected


@given(models())
@settings(max_examples=40, deadline=None)
def test_several_starts_count_from_the_nearest(both: tuple[Model, nx.DiGraph[str]]) -> None:
    model, plain = both
    expected = nx.multi_source_dijkstra_path_length(plain, {"n0", "n1"})
    assert {"n0": 0, "n1": 0, **lineage.downstream(model, "n0", "n1")} == expected
    assert list(lineage.downstream(model, "n0", "n1").values()) == sorted(
        lineage.downstream(model, "n0", "n1").values()
    )


@given(models(), st.integers(0, 4))
@settings(max_examples=60, deadline=None)
def test_a_neighbourhood_keeps_its_depth_and_direction(both: tuple[Model, nx.DiGraph[str]], depth: int) -> None:
    model, plain = both
    sides: dict[lineage.Direction, nx.Graph[str]] = {
        "down": plain,
        "up": plain.reverse(),
        "both": plain.to_undirected(),
    }
    for direction, walked in sides.items():
        expected = dict(nx.single_source_shortest_path_length(walked, "n0", cutoff=depth))
        assert lineage.neighbourhood(model, "n0", depth=depth, direction=direction) == expected


@given(models())
@settings(max_examples=60, deadline=None)
def test_all_shortest_paths_are_those_of_networkx(both: tuple[Model, nx.DiGraph[str]]) -> None:
    model, plain = both
    expected = sorted(nx.all_shortest_paths(plain, "n0", "n1")) if nx.has_path(plain, "n0", "n1") else []
    found = lineage.all_shortest_paths(model, "n0", "n1", most=10_000)
    assert sorted(found) == expected
    assert lineage.all_shortest_paths(model, "n0", "n1", most=2) == found[:2]


@given(models(), st.integers(1, 6))
@settings(max_examples=80, deadline=None)
def test_simple_paths_are_those_of_networkx_shortest_first(both: tuple[Model, nx.DiGraph[str]], longest: int) -> None:
    model, plain = both
    found = lineage.simple_paths(model, "n0", "n1", longest=longest, most=100_000)
    assert sorted(found) == sorted(nx.all_simple_paths(plain, "n0", "n1", cutoff=longest))
    assert [len(path) for path in found] == sorted(len(path) for path in found)
    assert lineage.simple_paths(model, "n0", "n1", longest=longest, most=3) == found[:3]


def test_a_way_from_a_thing_to_itself_is_the_thing() -> None:
    model, _ = made(2, [(0, 1), (1, 0)])
    assert lineage.all_shortest_paths(model, "n0", "n0") == [["n0"]]
    assert lineage.simple_paths(model, "n0", "n0") == [["n0"]]
    assert lineage.downstream(model, "n0") == {"n1": 1}


def test_nothing_is_nearer_than_the_start() -> None:
    model, _ = made(2, [(0, 1)])
    assert lineage.neighbourhood(model, "n0", depth=-1) == {"n0": 0}
    assert lineage.simple_paths(model, "n0", "n1", longest=0) == []
    assert lineage.simple_paths(model, "n0", "n1", most=0) == []
    assert lineage.all_shortest_paths(model, "n0", "n1", most=0) == []


CLIQUE = [(a, b) for a in range(2, 62) for b in range(2, 62) if a != b]
LEFT, RIGHT = range(50), range(50, 100)
DENSE = {
    "everything feeds everything": (60, [(a, b) for a in range(60) for b in range(60) if a != b]),
    "a crowd that can only get out the way it came in": (62, [(0, 2), (2, 1), *CLIQUE]),
    "two sides without a way of even length": (100, [(a, b) for x in LEFT for y in RIGHT for a, b in ((x, y), (y, x))]),
}


@pytest.mark.parametrize("dense", DENSE.values(), ids=DENSE)
def test_paths_in_a_dense_graph_take_no_longer_than_their_number(dense: tuple[int, list[tuple[int, int]]]) -> None:
    model, _ = made(*dense)
    before = time.process_time()
    paths = lineage.simple_paths(model, "n0", "n1", longest=12, most=100)
    assert len(paths) in (1, 100)
    assert all(len(set(path)) == len(path) <= 13 for path in paths)
    assert len(lineage.all_shortest_paths(model, "n0", "n1", most=100)) in (1, 50, 100)
    assert time.process_time() - before < 60
