"""What a file joins, kept for the next command, as `flowviz.kept` keeps a catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowviz import kept
from flowviz.federation.opened import Opened
from flowviz.federation.pins import PINS, beside
from flowviz.loading import ENDINGS
from flowviz.reading import Held, held

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from flowviz.catalogue import Catalogue
    from flowviz.reading import Entry, File

__all__ = ["load"]


@dataclass(frozen=True, slots=True)
class _Whole:
    """The file that joins with all that it joins, as they were read."""

    own: Held
    around: Mapping[str, Held]
    """What lies beside it, by the paths that it names."""

    @property
    def name(self) -> str:
        return self.own.name

    def entries(self, endings: Collection[str]) -> list[Entry]:
        return self.own.entries(endings)

    def beside(self, path: str, revision: str | None = None) -> File:
        return self.around[path] if path in self.around else self.own.beside(path, revision)


def load(own: Held) -> Catalogue:
    """The catalogue that the file joins. Raises as `flowviz.federation.load` does."""
    whole = _whole(own)
    if whole is None:
        return Opened(own).join().loaded.catalogue
    read = [own.files, *(one.files for one in whole.around.values())]
    return kept.once(read, lambda: Opened(whole).join().loaded.catalogue)


def _whole(own: Held) -> _Whole | None:
    """All that is joined; None where something cannot be read, which reading it tells, or is in a revision, which may move."""
    document, _ = Opened(own).document()
    around = {}
    for member in document.members:
        read = held(own.beside(member.catalogue), ENDINGS) if member.revision is None else None
        if read is None:
            return None
        around[member.catalogue] = read
    pins = beside(own.name)
    found = held(own.beside(pins), PINS)
    return _Whole(own, around | ({pins: found} if found else {}))
