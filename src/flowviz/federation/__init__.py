"""Many catalogues as one: a file that names them, what they share, and what the one promises and the other confirms.

`load` and `load_with_warnings` are those of `flowviz.loading`, for a catalogue as well as for a file that joins some.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flowviz import loading
from flowviz.errors import CatalogueError, InputError
from flowviz.federation.joining import joined
from flowviz.federation.members import is_federation, read_file, read_members, sources
from flowviz.federation.renaming import member_of
from flowviz.loading import ENDINGS, Loaded
from flowviz.reading import Disk, one_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowviz.catalogue import Catalogue
    from flowviz.reading import Source

__all__ = ["load", "load_with_warnings", "member_of", "sources_of"]


def load(path: Path) -> Catalogue:
    """The catalogue at ``path``, or the one that the file at ``path`` joins.

    Raises `CatalogueError` with the problems of every member, and of how they fit together.
    """
    return _joined(path).catalogue if _joins(path) else loading.load(path)


def load_with_warnings(path: Path) -> Loaded:
    """The catalogue at ``path`` as `load` gives it, with what is worth a look in it: for joined ones how they fit together."""
    return _joined(path) if _joins(path) else loading.load_with_warnings(path)


def sources_of(path: Path) -> Sequence[Source]:
    """Where all lies that the catalogue at ``path`` is made of."""
    own = Disk(path)
    if not _joins(path):
        return [own]
    try:
        document, _ = read_file(one_file(path))
    except CatalogueError:
        return [own]
    return [own, *sources(document, path.parent)]


def _joins(path: Path) -> bool:
    try:
        entries = Disk(path).entries(ENDINGS) if path.is_file() else []
    except InputError:
        return False
    return len(entries) == 1 and is_federation(entries[0])


def _joined(path: Path) -> Loaded:
    document, file = read_file(one_file(path))
    catalogue, problems = joined(document, read_members(document, file, path.parent))
    errors = [problem for problem in problems if not problem.warning]
    if errors:
        raise CatalogueError(errors)
    return Loaded(catalogue, tuple(problems))
