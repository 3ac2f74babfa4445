"""Files of what the library gives: the format is that of the file's ending, and what is not ours is never overwritten."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flowviz.exports import EXPORTS, Order
from flowviz.facts.tables import TABLES
from flowviz.library.choices import language_in, one_of
from flowviz.library.opening import model_of
from flowviz.reading import ending
from flowviz.writing import write_file

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowviz.library.opening import Catalogued, Place

__all__ = ["export", "form_of"]


def export(
    catalogue: Catalogued,
    form: str,
    path: Place | None = None,
    *,
    language: str = "fi",
    table: str = "feeds",
    force: bool = False,
) -> bytes:
    """The whole catalogue as the bytes of a file in one of many formats, also written to ``path`` if there is one.

    ``form`` is a format of ``flowviz export``, such as ``json`` or ``xlsx``; ``table`` is the table that a ``csv``
    holds. A file that flowviz did not write is overwritten only with ``force``.

    >>> import flowviz
    >>> flowviz.export(flowviz.load(), "csv", table="scopes", language="en").decode("utf-8-sig").splitlines()[0]
    'Id,Name,Letter,Shape,Colour,Information resources,Parties,Note'
    """
    wish = Order(language=language_in(language), table=one_of("table", table, TABLES))
    data = EXPORTS[one_of("format", form, EXPORTS)].write(model_of(catalogue), wish)
    if path is not None:
        write_file(Path(path), data, force=force)
    return data


def form_of(path: Place, forms: Iterable[str]) -> str:
    """The format of a file by the ending of its name, which must be among ``forms``."""
    return one_of("format", ending(str(path)).removeprefix("."), forms)
