"""Versions of a catalogue from where they are kept: a folder, an exported file, or a revision of a git repository.

What exists on the disk is taken as it is; for how revisions are named see `flowviz.reading.revision`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flowviz.changes.places import Places
from flowviz.federation import Opened
from flowviz.loading import load_parts
from flowviz.model import Model, build_model
from flowviz.reading import Disk
from flowviz.reading.revision import Revision, at_commit

if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue

__all__ = ["Version", "read_commit", "read_version"]


@dataclass(frozen=True, eq=False)
class Version:
    """A catalogue with the name it was asked for by, its graph, and where in its files everything stands."""

    name: str
    model: Model
    places: Places

    @property
    def catalogue(self) -> Catalogue:
        found: Catalogue = self.model.catalogue
        return found


def read_version(name: str) -> Version:
    """The version called ``name``: a folder or file of a catalogue, an export, or ``REVISION:PATH``.

    Raises `CatalogueError` with the problems of a catalogue, and `RevisionError` for what is not there.
    """
    return _read(name, Disk(Path(name)) if _exists(Path(name)) else Revision(name))


def read_commit(path: Path, commit: str) -> Version:
    """What the catalogue at ``path`` was in a commit of the repository that it lies in.

    Raises `CatalogueError` with its problems, and `RevisionError` for what is not there.
    """
    source = at_commit(path, commit)
    return _read(source.name, source)


def _read(name: str, source: Disk | Revision) -> Version:
    opened = Opened(source)
    if opened.kind == "joining":
        found = opened.join()
        places = Places(name, found.parts, _start(source), found.origins.of, found.exported, found.start)
        return Version(name, build_model(found.loaded.catalogue), places)
    if opened.kind == "exported":
        return Version(name, build_model(opened.imported().catalogue), Places(name))
    catalogue, parts = load_parts(opened.files)
    return Version(name, build_model(catalogue), Places(name, parts, _start(source)))


def _start(source: Disk | Revision) -> str:
    """How the names of files start that are told without it: with their revision."""
    return f"{source.name.partition(':')[0]}:" if isinstance(source, Revision) else ""


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name that no file can have
        return False
