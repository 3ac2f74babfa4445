"""What a file joins, kept for the next command, as `flowviz.kept` keeps a catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowviz import federation, kept
from flowviz.errors import CatalogueError
from flowviz.federation.members import read_file
from flowviz.reading import Disk, one_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from flowviz.catalogue import Catalogue

__all__ = ["load"]


@dataclass(frozen=True, slots=True)
class Held(kept.Read):
    """The joining file as it was read, with its members by the paths that it names."""

    members: Mapping[str, kept.Read]

    def beside(self, path: str, revision: str | None = None) -> kept.Read:  # noqa: ARG002
        """The member at a path."""
        return self.members[path]


def load(path: Path) -> Catalogue:
    """The catalogue that the file at ``path`` joins. Raises as `flowviz.federation.load` does."""
    held = _held(path)
    if held is None:
        return federation.read(path).loaded.catalogue
    return kept.once([held, *held.members.values()], lambda: federation.read(held).loaded.catalogue)


def _held(path: Path) -> Held | None:
    """All that is joined; None where something cannot be read, which reading it tells, or is in a revision, which may move."""
    own = kept.read_whole(Disk(path))
    try:
        document, _ = read_file(one_file(path))
    except CatalogueError:
        return None
    members = {}
    for member in document.members:
        read = kept.read_whole(Disk(path.parent / member.catalogue)) if member.revision is None else None
        if own is None or read is None:
            return None
        members[member.catalogue] = read
    return Held(own.name, own.files, members) if own else None
