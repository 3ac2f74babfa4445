"""Many catalogues as one: a file that names them, what they share, and what the one promises and the other confirms.

`load` and `load_with_warnings` take a catalogue, a file that joins some, or what was exported of either. What joins, and what
reads exports, is imported when there is such a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.federation.opened import Federation, Opened
from flowviz.reading import Disk

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.catalogue import Catalogue
    from flowviz.loading import Loaded

__all__ = ["Federation", "Opened", "load", "load_with_warnings", "opened"]


def opened(path: Path) -> Opened:
    """What lies at ``path`` on the disk."""
    return Opened(Disk(path))


def load(path: Path) -> Catalogue:
    """The catalogue at ``path``, or the one that the file at ``path`` joins or was exported from.

    Raises `CatalogueError` with the problems of every member, and of how they fit together.
    """
    return opened(path).load()


def load_with_warnings(path: Path) -> Loaded:
    """The catalogue at ``path`` as `load` gives it, with what is worth a look in it: for joined ones how they fit together."""
    return opened(path).load_with_warnings()
