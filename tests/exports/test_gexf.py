from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import networkx as nx

from flowviz.exports import EXPORTS, Order
from hostile import hostile_graph

if TYPE_CHECKING:
    from flowviz.graph import Graph


def read(graph: Graph, language: str = "en") -> Graph:
    found: Any = nx.read_gexf(io.BytesIO(EXPORTS["gexf"].write(graph, Order(language=language))))
    return nx.MultiDiGraph(found)  # networkx makes a plain graph of one without parallel edges


def test_another_program_reads_the_same_graph(graph: Graph) -> None:
    found = read(graph, "sv")
    assert set(found) == set(graph)
    assert sorted(found.edges()) == sorted(graph.edges())
    assert all(found.nodes[node]["label"] == data["thing"].name.get("sv") for node, data in graph.nodes(data=True))


def test_numbers_and_truth_values_are_typed(graph: Graph) -> None:
    found = read(graph)
    for node in graph:
        assert found.nodes[node]["feeds_out"] == sum(map(len, graph.graph["out"][node].values()))
    stated = [data["stated"] for _, _, data in found.edges(data=True) if data["kind"] == "feed"]
    assert stated.count(True) == sum(feed.basis == "stated" for feed in graph.graph["catalogue"].feeds)
    assert set(map(type, stated)) == {bool}


def test_things_have_the_colours_of_their_scopes(graph: Graph) -> None:
    colour = read(graph).nodes["taloustietovaranto"]["viz"]["color"]
    assert (colour["r"], colour["g"], colour["b"]) == (0xFF, 0xCA, 0xB3)


def test_no_name_breaks_the_xml() -> None:
    graph = hostile_graph()
    assert {data["label"] for _, data in read(graph).nodes(data=True)} == {
        data["thing"].name.get("en") for _, data in graph.nodes(data=True)
    }
