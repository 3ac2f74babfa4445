from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import networkx as nx

from flowviz.exports import EXPORTS, Order
from hostile import hostile_model

if TYPE_CHECKING:
    from flowviz.model import Model


def read(model: Model, language: str = "en") -> nx.MultiDiGraph[str]:
    found: Any = nx.read_gexf(io.BytesIO(EXPORTS["gexf"].write(model, Order(language=language))))
    return nx.MultiDiGraph(found)  # networkx makes a plain graph of one without parallel edges


def test_another_program_reads_the_same_graph(any_model: Model) -> None:
    found = read(any_model, "sv")
    assert set(found) == set(any_model)
    assert sorted(found.edges()) == sorted(any_model.edges())
    assert all(found.nodes[node]["label"] == data["thing"].name.get("sv") for node, data in any_model.nodes(data=True))


def test_numbers_and_truth_values_are_typed(any_model: Model) -> None:
    found = read(any_model)
    for node in any_model:
        assert found.nodes[node]["feeds_out"] == sum(map(len, any_model.out[node].values()))
    stated = [data["stated"] for _, _, data in found.edges(data=True) if data["kind"] == "feed"]
    assert stated.count(True) == sum(feed.basis == "stated" for feed in any_model.catalogue.feeds)
    assert set(map(type, stated)) == {bool}


def test_things_have_the_colours_of_their_scopes(model: Model) -> None:
    colour = read(model).nodes["taloustietovaranto"]["viz"]["color"]
    assert (colour["r"], colour["g"], colour["b"]) == (0xFF, 0xCA, 0xB3)


def test_no_name_breaks_the_xml() -> None:
    model = hostile_model()
    assert {data["label"] for _, data in read(model).nodes(data=True)} == {
        data["thing"].name.get("en") for _, data in model.nodes(data=True)
    }
