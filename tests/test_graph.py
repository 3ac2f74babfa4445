from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from flowviz import graph as graph_module
from flowviz import loading
from flowviz.catalogue import OWN, Party, Resource
from flowviz.graph import EDGE_KINDS, LEVELS, NODE_KINDS, build_graph, feeds_between, inside, name_of

if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue
    from flowviz.graph import Graph

EXAMPLE = Path(__file__).parent / "example"


@pytest.fixture(scope="module")
def example() -> Graph:
    return build_graph(loading.load(EXAMPLE))


def test_kinds_levels_and_edges_are_those_that_the_module_documents(graph: Graph) -> None:
    documented = graph_module.__doc__ or ""
    assert all(f"``{kind}``" in documented for kind in EDGE_KINDS)
    assert ", ".join(NODE_KINDS[:-1]) + f" or {NODE_KINDS[-1]}" in documented
    assert {data["kind"] for _, data in graph.nodes(data=True)} == set(NODE_KINDS)
    assert {data["kind"] for *_, data in graph.edges(data=True)} <= set(EDGE_KINDS)
    assert {data["level"] for *_, data in graph.edges(data=True) if data["kind"] == "feed"} <= set(LEVELS)


def test_every_thing_is_a_node_and_carries_its_noun(catalogue: Catalogue, graph: Graph) -> None:
    assert list(graph) == [thing.id for thing, _ in catalogue.things()]
    for node, data in graph.nodes(data=True):
        assert set(data) == {"kind", "thing", "scope", "department", "resource", "register"}
        assert data["thing"].id == node
        assert data["kind"] == ("shared" if data["kind"] == "shared" else data["thing"].kind)
        if isinstance(data["thing"], (Resource, Party)):
            assert data["scope"] == data["thing"].scope


def test_every_feed_is_an_edge_in_the_order_of_the_catalogue(catalogue: Catalogue, graph: Graph) -> None:
    edges = [
        (a, b, key, data["feed"]) for a, b, key, data in graph.edges(keys=True, data=True) if data["kind"] == "feed"
    ]
    assert len(edges) == len(catalogue.feeds)
    for a, b, key, feed in edges:
        assert (feed.source, feed.target) == (a, b)
        assert feeds_between(graph, a, b)[int(key.removeprefix("feed-"))] is feed
    order = {id(feed): i for i, feed in enumerate(catalogue.feeds)}
    for a in graph:
        numbers = [order[id(feed)] for feeds in graph.graph["out"][a].values() for feed in feeds[:1]]
        assert numbers == sorted(numbers)


def test_out_and_into_say_the_same_as_the_edges(graph: Graph) -> None:
    pairs = {(a, b) for a, b, data in graph.edges(data=True) if data["kind"] == "feed"}
    assert {(a, b) for a, others in graph.graph["out"].items() for b in others} == pairs
    assert {(a, b) for b, others in graph.graph["into"].items() for a in others} == pairs
    assert list(graph.graph["out"]) == list(graph.graph["into"]) == list(graph)


def test_edges_other_than_feeds_are_keyed_by_their_kind(example: Graph) -> None:
    expected = {
        ("pleje", "kommunen", "belongs to"),
        ("hjemmepleje", "pleje", "belongs to"),
        ("omsorg", "pleje", "belongs to"),
        ("vagtplan", "omsorg", "part of"),
        ("omsorg", "hjemmepleje", "managed by"),
        ("borgerjournal", "omsorg", "held in"),
        ("besoeg", "borgerjournal", "held in"),
        ("omsorg", "cura", "uses system"),
        ("cura", "leverandoer", "run by"),
    }
    edges = {(a, b, key) for a, b, key, data in example.edges(keys=True, data=True) if data["kind"] == key}
    assert expected <= edges
    assert example.edges["omsorg", "cura", "uses system"]["use"].system == "cura"


def test_nodes_know_what_they_lie_in(example: Graph) -> None:
    assert {key: example.nodes["besoeg"][key] for key in ("kind", "scope", "department", "resource", "register")} == {
        "kind": "dataset",
        "scope": OWN,
        "department": "pleje",
        "resource": "omsorg",
        "register": "borgerjournal",
    }
    assert example.nodes["borgere"]["kind"] == "shared"
    assert example.nodes["kommunen"]["scope"] is None


def test_the_level_of_a_feed_is_its_widest_end(example: Graph) -> None:
    levels = {(a, b): data["level"] for a, b, data in example.edges(data=True) if data["kind"] == "feed"}
    assert levels["pleje", "statistik"] == "department"
    assert levels["borgerjournal", "sundhedsdata"] == "register"
    assert levels["anloeb", "nordhavne"] == "resource"


def test_inside_is_all_that_lies_in_a_node(example: Graph) -> None:
    assert inside(example, "omsorg") == ["omsorg", "borgerjournal", "besoeg", "vagtplan", "skift"]
    assert inside(example, "kajpladser") == ["kajpladser"]
    within = {"hjemmepleje", "omsorg", "borgerjournal", "besoeg", "vagtplan", "skift", "visitation"}
    assert set(inside(example, "pleje")) == {"pleje", *within}
    assert name_of(example, "omsorg", "en") == "Care data"
    assert name_of(example, "omsorg", "fi") == "Omsorgsdata"


def test_the_same_catalogue_gives_the_same_graph(catalogue: Catalogue, graph: Graph) -> None:
    again = build_graph(catalogue)
    assert list(again.nodes(data=True)) == list(graph.nodes(data=True))
    assert list(again.edges(keys=True, data=True)) == list(graph.edges(keys=True, data=True))
    assert isinstance(again, nx.MultiDiGraph)


def test_a_reference_to_nothing_is_a_bug_and_raises(catalogue: Catalogue) -> None:
    feed = dataclasses.replace(catalogue.feeds[0], target="nowhere")
    with pytest.raises(KeyError, match="nowhere"):
        build_graph(dataclasses.replace(catalogue, feeds=(feed,)))
