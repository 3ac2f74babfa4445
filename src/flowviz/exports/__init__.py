"""The formats that a catalogue is exported in: one module a format, all with one signature."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from flowviz.exports.order import Order

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowviz.model import Model

__all__ = ["EXPORTS", "Export", "Order"]


@dataclass(frozen=True, slots=True)
class Export:
    """A format: the module that writes it, how its files end, what browsers call it, and what it holds."""

    module: str
    """Imported only when something is written: some formats need more than half a second of imports."""
    suffix: str
    media_type: str
    holds: str
    function: str = "write"

    def write(self, model: Model, order: Order) -> bytes:
        """The bytes of a file that holds what ``order`` asks for."""
        found = getattr(importlib.import_module(f"{__name__}.{self.module}"), self.function)
        return cast("Callable[[Model, Order], bytes]", found)(model, order)


EXPORTS: Final[dict[str, Export]] = {
    "json": Export(
        "json_catalogue", ".json", "application/json", "everything, in a documented form that can be read back"
    ),
    "graphml": Export(
        "graphml", ".graphml", "application/graphml+xml", "things and feeds, for Gephi, yEd and the like"
    ),
    "dot": Export("dot_graph", ".dot", "text/vnd.graphviz", "things and feeds, for Graphviz"),
    "csv": Export("csv_table", ".csv", "text/csv", "one table, for spreadsheets"),
    "xlsx": Export(
        "xlsx",
        ".xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "everything, as a workbook that can be filled in and imported",
    ),
    "csv-set": Export("csv_set", ".zip", "application/zip", "everything, as CSV files that can be imported"),
    "archimate": Export(
        "archimate", ".xml", "application/xml", "things, feeds and views, for Archi and other modelling tools"
    ),
    "drawio": Export("drawio", ".drawio", "application/vnd.jgraph.mxfile", "drawings to edit, for draw.io"),
    "mermaid": Export("mermaid", ".md", "text/markdown", "drawings as text, for wikis and README files"),
    "d2": Export("d2", ".d2", "text/plain", "drawings as text, for D2"),
    "plantuml": Export("plantuml", ".puml", "text/plain", "drawings as text, for PlantUML"),
    "gexf": Export("gexf", ".gexf", "application/gexf+xml", "things and feeds with typed attributes, for Gephi"),
    "dcat": Export("dcat", ".ttl", "text/turtle", "data sets in DCAT-AP 3, for data portals"),
    "dcat-json": Export("dcat", ".jsonld", "application/ld+json", "the same as JSON-LD", "write_json"),
    "openlineage": Export("openlineage", ".ndjson", "application/x-ndjson", "things and feeds as OpenLineage events"),
    "zip": Export("everything", ".zip", "application/zip", "all of these, and every drawing as SVG, PNG and PDF"),
}
"""Every format by name."""
