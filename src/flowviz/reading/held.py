"""The files of a source, each read once: what they are is looked up in the same bytes that are parsed and hashed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flowviz.errors import InputError
from flowviz.limits import MOST_BYTES_TOGETHER
from flowviz.reading.entry import sent

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from flowviz.reading.entry import Entry, File

__all__ = ["Held", "held"]


@dataclass(frozen=True, slots=True)
class Held:
    """The files of ``source``, each as it was read."""

    source: File
    files: Mapping[str, bytes]
    around: Mapping[str, File] = field(default_factory=dict)
    """What lies beside it and was read, too, by the paths that it is asked for by."""

    @property
    def name(self) -> str:
        return self.source.name

    @property
    def one(self) -> bytes | None:
        """The bytes of the one file that it is; None for a folder."""
        return self.files.get(self.name)

    def entries(self, _endings: Collection[str]) -> list[Entry]:
        return [sent(raw, name) for name, raw in self.files.items()]

    def beside(self, path: str, revision: str | None = None) -> File:
        """What lies at ``path``, counted from the folder of the source."""
        return self.around[path] if path in self.around else self.source.beside(path, revision)


def held(source: File, endings: Collection[str]) -> Held | None:
    """All of ``source``; None where something of it cannot be read, or is too much, which loading tells."""
    files: dict[str, bytes] = {}
    total = 0
    try:
        entries = source.entries(endings)
        for entry in entries:
            files[entry.name] = raw = entry.read()
            total += len(raw)
            if total > MOST_BYTES_TOGETHER:
                return None
    except InputError:
        return None
    return Held(source, files) if len(files) == len(entries) > 0 else None
