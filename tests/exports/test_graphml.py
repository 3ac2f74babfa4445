from __future__ import annotations

import io
from typing import TYPE_CHECKING

import networkx as nx

from flowviz.exports import EXPORTS, Order

if TYPE_CHECKING:
    from flowviz.model import Model


def test_the_graph_can_be_read_back_with_its_names_and_feeds(any_model: Model) -> None:
    found = nx.read_graphml(io.BytesIO(EXPORTS["graphml"].write(any_model, Order(language="sv"))))
    assert set(found) == set(any_model)
    assert sorted(found.edges()) == sorted(any_model.edges())
    for node, data in any_model.nodes(data=True):
        assert found.nodes[node]["label"] == data["thing"].name.get("sv")
        assert found.nodes[node].get("scope") == data["scope"]
    stated = sum(data.get("basis") == "stated" for _, _, data in found.edges(data=True) if data["kind"] == "feed")
    assert stated == sum(feed.basis == "stated" for feed in any_model.catalogue.feeds)
