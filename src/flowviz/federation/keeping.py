"""What a file joins, kept for the next command, as `flowviz.kept` keeps a catalogue."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flowviz import kept
from flowviz.errors import CatalogueUnreadable
from flowviz.federation.opened import Opened
from flowviz.federation.pins import PINS, beside, entry_beside
from flowviz.loading import ENDINGS
from flowviz.reading import Held, held

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowviz.catalogue import Catalogue

__all__ = ["load"]


def load(own: Held) -> Catalogue:
    """The catalogue that the file joins. Raises as `flowviz.federation.load` does."""
    around = _around(own)
    if around is None:
        return Opened(own).join().loaded.catalogue
    whole = replace(own, around=around)
    return kept.once(
        "joining", [own.files, *(one.files for one in around.values())], lambda: Opened(whole).join().loaded.catalogue
    )


def _around(own: Held) -> Mapping[str, Held] | None:
    """All that is joined; None where something cannot be read, which reading it tells, or is in a revision, which may move."""
    document, _ = Opened(own).document()
    around: dict[str, Held] = {}
    for member in document.members:
        read = held(own.beside(member.catalogue), ENDINGS) if member.revision is None else None
        if read is None:
            return None
        around[member.catalogue] = read
    try:
        if entry_beside(own) is None:
            return around
    except CatalogueUnreadable:
        return None
    pins = beside(own.name)
    found = held(own.beside(pins), PINS)
    return around | {pins: found} if found else None
