"""Many catalogues as one: a file that names them, what they share, and what the one promises and the other confirms.

`load` and `load_with_warnings` take a catalogue, a file that joins some, or the JSON export of either. What joins, and what reads
exports, is imported when there is such a file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from flowviz.catalogue import member_of
from flowviz.errors import CatalogueError, InputError
from flowviz.reading import Disk, one_file

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from flowviz.catalogue import Catalogue
    from flowviz.federation.renaming import Origins
    from flowviz.loading import Loaded
    from flowviz.loading.meaning import Part
    from flowviz.reading import Entry, Source

__all__ = ["Federation", "File", "is_export", "joins", "load", "load_with_warnings", "read", "sources_of", "texts_of"]


def joins(place: Path | Source) -> bool:
    """Whether ``place`` is a file that joins catalogues and is none itself: it has the key for it at its top."""
    return re.search(rb"(?:\A(?:\xef\xbb\xbf)?|[\r\n])federation:", _content(place)) is not None


def is_export(place: Path | Source) -> bool:
    """Whether ``place`` is a JSON export of a catalogue, whatever it is called: JSON that says so, complete or not."""
    raw = _content(place)
    return (
        re.match(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*\{", raw) is not None
        and re.search(rb'"format"[ \t\r\n]*:[ \t\r\n]*"flowviz-catalogue"', raw) is not None
    )


def _content(place: Path | Source) -> bytes:
    """The bytes of the one file that it is; none of a folder, or of what cannot be read."""
    try:
        entry = _entry(place)
        return entry.read() if entry else b""
    except InputError:
        return b""


def _entry(place: Path | Source) -> Entry | None:
    """The one file that it is; None for a folder."""
    if isinstance(place, Path):
        return one_file(place) if place.is_file() else None
    return next((entry for entry in place.entries((".yaml", ".yml")) if entry.name == place.name), None)


def load(path: Path) -> Catalogue:
    """The catalogue at ``path``, or the one that the file at ``path`` joins or was exported from.

    Raises `CatalogueError` with the problems of every member, and of how they fit together.
    """
    if is_export(path):
        from flowviz.federation import exported

        return exported.load(path)
    if joins(path):
        from flowviz.federation import keeping

        return keeping.load(path)
    from flowviz import kept

    return kept.load(path)


def load_with_warnings(path: Path) -> Loaded:
    """The catalogue at ``path`` as `load` gives it, with what is worth a look in it: for joined ones how they fit together."""
    if is_export(path):
        from flowviz.federation import exported

        return exported.load_with_warnings(path)
    if joins(path):
        return read(path).loaded
    from flowviz import loading

    return loading.load_with_warnings(path)


class File(Protocol):
    """A file that lies elsewhere than on the disk, with what lies beside it."""

    @property
    def name(self) -> str:
        """What it was asked for by."""

    def entries(self, endings: Collection[str], /) -> list[Entry]:
        """Itself, if it is a file."""

    def beside(self, path: str, revision: str | None = None) -> Source:
        """What lies at ``path``, counted from its folder, in another revision where one is named."""


@dataclass(frozen=True)
class Federation:
    """What a file joins, and where in the files of its members everything stands."""

    loaded: Loaded
    parts: Sequence[Part]
    origins: Origins
    """What the nouns of the catalogue were made of: those of the parts."""


def read(place: Path | File) -> Federation:
    """What the file at ``place`` joins, from its folder or all from its revision. Raises `CatalogueError` as `load` does."""
    from flowviz.federation.joining import joined
    from flowviz.federation.members import read_file, read_members
    from flowviz.loading import Loaded

    entry = one_file(place) if isinstance(place, Path) else _entry(place) or one_file(Path(place.name))
    document, file = read_file(entry)
    members = read_members(document, file, place.parent if isinstance(place, Path) else place)
    found = joined(document, members)
    errors = [problem for problem in found.problems if not problem.warning]
    if errors:
        raise CatalogueError(errors)
    parts = [part for member in members for part in member.parts]
    return Federation(Loaded(found.catalogue, tuple(found.problems)), parts, found.origins)


def sources_of(path: Path) -> Sequence[Source]:
    """Where all lies that the catalogue at ``path`` is made of."""
    own = Disk(path)
    if is_export(path) or not joins(path):
        return [own]
    from flowviz.federation.members import read_file, sources

    try:
        document, _ = read_file(one_file(path))
    except CatalogueError:
        return [own]
    return [own, *sources(document, path.parent)]


def texts_of(catalogue: Catalogue, path: Path) -> dict[str, tuple[str, ...]]:
    """Id of a document -> its lines, as `flowviz.loading.texts` gives them, for each member from its own folder."""
    from flowviz.loading import texts

    if is_export(path):
        return {}  # it was written to be taken elsewhere than where the documents lie
    if not catalogue.members:
        return texts.texts_of(catalogue, path)
    from flowviz.federation.members import read_file

    document, _ = read_file(one_file(path))
    found = {}
    for member in document.members:
        own = [source for source in catalogue.sources if member_of(source.id) == member.id]
        folder = path.parent / member.catalogue
        if member.revision is None and folder.exists():
            found.update(texts.texts_of(replace(catalogue, sources=tuple(own)), folder))
    return found
