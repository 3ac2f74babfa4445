"""One table of a catalogue as CSV; `flowviz.telling.plain` has its form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.facts.tables import tables_of
from flowviz.telling.plain import csv_file

if TYPE_CHECKING:
    from flowviz.exports.order import Order
    from flowviz.model import Model

__all__ = ["write"]


def write(model: Model, order: Order) -> bytes:
    """The file of the table that is asked for."""
    table = tables_of(model)[order.table]
    return csv_file(table.columns, table.rows(model), order.language)
