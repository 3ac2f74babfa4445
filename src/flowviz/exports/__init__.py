"""The formats that a catalogue is exported in: one module a format, all with one signature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flowviz.exports import (
    archimate,
    csv_set,
    csv_table,
    d2,
    dcat,
    dot_graph,
    drawio,
    everything,
    gexf,
    graphml,
    json_catalogue,
    mermaid,
    openlineage,
    plantuml,
    xlsx,
)
from flowviz.exports.order import Order

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowviz.graph import Graph

__all__ = ["EXPORTS", "Export", "Order"]


@dataclass(frozen=True, slots=True)
class Export:
    """A format: what writes it, how its files end, what browsers call it, and what it holds."""

    write: Callable[[Graph, Order], bytes]
    suffix: str
    media_type: str
    holds: str


EXPORTS: Final[dict[str, Export]] = {
    "json": Export(
        json_catalogue.write, ".json", "application/json", "everything, in a documented form that can be read back"
    ),
    "graphml": Export(
        graphml.write, ".graphml", "application/graphml+xml", "things and feeds, for Gephi, yEd and the like"
    ),
    "dot": Export(dot_graph.write, ".dot", "text/vnd.graphviz", "things and feeds, for Graphviz"),
    "csv": Export(csv_table.write, ".csv", "text/csv", "one table, for spreadsheets"),
    "xlsx": Export(
        xlsx.write,
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "everything, as a workbook that can be filled in and imported",
    ),
    "csv-set": Export(csv_set.write, ".zip", "application/zip", "everything, as CSV files that can be imported"),
    "archimate": Export(
        archimate.write, ".xml", "application/xml", "things, feeds and views, for Archi and other modelling tools"
    ),
    "drawio": Export(drawio.write, ".drawio", "application/vnd.jgraph.mxfile", "drawings to edit, for draw.io"),
    "mermaid": Export(mermaid.write, ".md", "text/markdown", "drawings as text, for wikis and README files"),
    "d2": Export(d2.write, ".d2", "text/plain", "drawings as text, for D2"),
    "plantuml": Export(plantuml.write, ".puml", "text/plain", "drawings as text, for PlantUML"),
    "gexf": Export(gexf.write, ".gexf", "application/gexf+xml", "things and feeds with typed attributes, for Gephi"),
    "dcat": Export(dcat.write, ".ttl", "text/turtle", "data sets in DCAT-AP 3, for data portals"),
    "dcat-json": Export(dcat.write_json, ".jsonld", "application/ld+json", "the same as JSON-LD"),
    "openlineage": Export(
        openlineage.write, ".ndjson", "application/x-ndjson", "things and feeds as OpenLineage events"
    ),
    everything.NAME: Export(
        everything.write, ".zip", "application/zip", "all of these, and every drawing as SVG, PNG and PDF"
    ),
}
"""Every format by name."""
