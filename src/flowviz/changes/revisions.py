"""Versions of a catalogue from where they are kept: a folder, an exported file, or a revision of a git repository.

What exists on the disk is taken as it is; for how revisions are named see `flowviz.reading.revision`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flowviz import importing
from flowviz.changes.places import Places
from flowviz.loading import load_parts
from flowviz.model import Model, build_model
from flowviz.reading import Disk, ending
from flowviz.reading.revision import Revision

if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue
    from flowviz.reading import Source

__all__ = ["Version", "read_version"]


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
    source: Source = Disk(Path(name)) if _exists(Path(name)) else Revision(name)
    if ending(name) in importing.ENDINGS and not _is_folder(source):
        return Version(name, build_model(importing.read(source).catalogue), Places(name))
    catalogue, parts = load_parts(source)
    revision = f"{name.partition(':')[0]}:" if isinstance(source, Revision) else ""
    return Version(name, build_model(catalogue), Places(name, parts, revision))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _is_folder(source: Source) -> bool:
    return isinstance(source, Disk) and source.path.is_dir()
