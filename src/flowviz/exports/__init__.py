"""The formats that a catalogue is exported in: one module a format, all with one signature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flowviz.exports import csv_table, dot_graph, graphml, json_catalogue
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
}
"""Every format by name."""
