"""All of it in one ZIP file: every other format, every table as CSV, and every drawing as SVG, PNG and PDF."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from flowviz.catalogue import Catalogue
from flowviz.diagrams import DIAGRAMS, Wish, kinds_of
from flowviz.drawing_many import Drawn, drawer
from flowviz.exports import EXPORTS
from flowviz.exports.archive import zipped
from flowviz.exports.order import Order
from flowviz.facts.tables import tables_of
from flowviz.model import Model, build_model
from flowviz.processes import FORKS, cores, spread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["MOST_PICTURES", "left_out", "write"]

_MYSELF: Final = __name__.rpartition(".")[2]
FORMS: Final = ("svg", "png", "pdf")
MOST_PICTURES: Final = 200
"""Of so many drawings each is there as PNG too; of more, pictures would take nearly all of the file."""
_MOST_ALONE: Final = 1
_Part = tuple[str, str | None]
"""A format, and for CSV a table."""


def write(model: Model, order: Order) -> bytes:
    """The ZIP file; names and drawings are in the chosen language."""
    return zipped(dict(_files(model, order.language)))


def forms_of(catalogue: Catalogue) -> tuple[str, ...]:
    """The forms that its drawings are in."""
    return tuple(form for form in FORMS if form != "png" or left_out(catalogue) is None)


def left_out(catalogue: Catalogue) -> str | None:
    """What the file does not hold of a large catalogue, and how to get it; None where it holds everything."""
    if len(_wishes(catalogue, catalogue.header.language)) <= MOST_PICTURES:
        return None
    return f"of more than {MOST_PICTURES} drawings only SVG and PDF are in one file: `flowviz draw --format png` has the pictures"


def _files(model: Model, language: str) -> Iterator[tuple[str, bytes]]:
    """All files, the drawings after the others: made on all cores, and each drawing laid out once for all its forms."""
    given = (model if FORKS else model.catalogue, language)
    parts: list[_Part | Wish] = [*_parts(model), *_wishes(model.catalogue, language)]
    jobs = cores() if len(parts) > _MOST_ALONE else 1
    made = list(spread(_maker, given, parts, jobs) if jobs > 1 else map(_maker(*given), parts))
    yield from itertools.chain.from_iterable(files for files in made if isinstance(files, list))
    for form in forms_of(model.catalogue):
        for files in made:
            if isinstance(files, dict):
                yield from ((f"drawings/{form}/{one.name}.{form}", one.data) for one in files[form])


def _parts(model: Model) -> Iterator[_Part]:
    for name, export in EXPORTS.items():
        if name == "csv":
            yield from ((name, table) for table in tables_of(model))
        elif export.module != _MYSELF:
            yield name, None


def _maker(
    given: Model | Catalogue, language: str
) -> Callable[[_Part | Wish], list[tuple[str, bytes]] | dict[str, list[Drawn]]]:
    model = build_model(given) if isinstance(given, Catalogue) else given
    drawn = drawer(model, forms_of(model.catalogue))

    def made(part: _Part | Wish) -> list[tuple[str, bytes]] | dict[str, list[Drawn]]:
        if isinstance(part, Wish):
            return drawn(part)
        name, table = part
        export = EXPORTS[name]
        if table is not None:
            return [(f"tables/{table}.csv", export.write(model, Order(language=language, table=table)))]
        return [(f"{model.catalogue.header.id}{export.suffix}", export.write(model, Order(language=language)))]

    return made


def _wishes(catalogue: Catalogue, language: str) -> list[Wish]:
    """Every drawing of the whole and of a department."""
    whole = [Wish(kind=name, language=language) for name in kinds_of(None, joined=bool(catalogue.members))]
    each = [name for name, kind in DIAGRAMS.items() if kind.of == "department"]
    return whole + [Wish(kind=name, of=entry.id, language=language) for entry in catalogue.departments for name in each]
