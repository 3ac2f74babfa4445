from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.exports import EXPORTS, Order
from graphviz_itself import layout_json

if TYPE_CHECKING:
    from flowviz.model import Model


def test_graphviz_reads_it_with_every_resource_party_and_feed(model: Model) -> None:
    found = layout_json(EXPORTS["dot"].write(model, Order(language="en")).decode())
    nodes = {entry["name"] for entry in found["objects"][found["_subgraph_cnt"] :]}
    feeds = model.catalogue.feeds
    resources = {node for node, data in model.nodes(data=True) if data["kind"] in ("resource", "shared")}
    legend = {name for name in nodes if " " in name}  # no id has a space
    assert nodes - legend == resources | {end for feed in feeds for end in (feed.source, feed.target)}
    ends = [tuple(found["objects"][edge[end]]["name"] for end in ("tail", "head")) for edge in found["edges"]]
    pairs = [pair for pair in ends if not {*pair} & legend]
    assert sorted(pairs) == sorted({(feed.source, feed.target) for feed in feeds})
    labels = {entry["name"]: entry.get("label") for entry in found["objects"]}
    assert labels["strategiaosasto"] == model.nodes["strategiaosasto"]["thing"].name.get("en")
