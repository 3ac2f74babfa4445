"""All of it in one ZIP file: every other format, every table as CSV, and every drawing as SVG, PNG and PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flowviz.diagrams import DIAGRAMS, Wish
from flowviz.drawing_many import draw_many
from flowviz.exports import EXPORTS
from flowviz.exports.archive import zipped
from flowviz.exports.order import Order
from flowviz.facts.tables import tables_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowviz.catalogue import Catalogue
    from flowviz.model import Model

__all__ = ["write"]

_MYSELF: Final = __name__.rpartition(".")[2]
_FORMS: Final = ("svg", "png", "pdf")


def write(model: Model, order: Order) -> bytes:
    """The ZIP file; names and drawings are in the chosen language."""
    return zipped(dict(_files(model, order.language)))


def _files(model: Model, language: str) -> Iterator[tuple[str, bytes]]:
    catalogue: Catalogue = model.catalogue
    for name, export in EXPORTS.items():
        if name == "csv":
            for table in tables_of(model):
                yield f"tables/{table}.csv", export.write(model, Order(language=language, table=table))
        elif export.module != _MYSELF:
            yield f"{catalogue.header.id}{export.suffix}", export.write(model, Order(language=language))
    wishes = _wishes(catalogue, language)
    for form in _FORMS:
        for drawn in draw_many(model, wishes, form):
            yield f"drawings/{form}/{drawn.name}.{form}", drawn.data


def _wishes(catalogue: Catalogue, language: str) -> list[Wish]:
    """Every drawing of the whole and of a department."""
    whole = [Wish(kind=name, language=language) for name, kind in DIAGRAMS.items() if kind.of is None]
    each = [name for name, kind in DIAGRAMS.items() if kind.of == "department"]
    return whole + [Wish(kind=name, of=entry.id, language=language) for entry in catalogue.departments for name in each]
