"""What lies at a place, read once: a catalogue, a file that joins some, or what was exported of either – by what is in it."""

from __future__ import annotations

import contextlib
import functools
import re
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Final, Literal

from flowviz.catalogue import member_of
from flowviz.errors import CatalogueError, CatalogueUnreadable
from flowviz.loading import ENDINGS, STORIES, folder_of
from flowviz.messages import said
from flowviz.reading import Disk, ending, held, sent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from flowviz.catalogue import Catalogue
    from flowviz.federation.nouns import FederationDocument
    from flowviz.federation.renaming import Origins
    from flowviz.importing import Imported
    from flowviz.loading import Loaded
    from flowviz.loading.data_file import DataFile
    from flowviz.loading.meaning import Part
    from flowviz.loading.problems import Problem
    from flowviz.reading import File, Held, Source

__all__ = ["Federation", "Kind", "Opened", "is_export"]

Kind = Literal["joining", "exported", "files"]

_JOINING: Final = re.compile(rb"(?:\A(?:\xef\xbb\xbf)?|[\r\n])federation:")
_MAPPING: Final = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]*\{")
_EXPORTED: Final = re.compile(rb'"format"[ \t\r\n]*:[ \t\r\n]*"flowviz-catalogue"')
_PACKED: Final = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")
"""How workbooks and ZIP files start."""
_MEANT: Final = (".json", ".xlsx", ".zip")
"""Endings of what was meant to be exported, where that is not to be seen any more."""


def _joining(raw: bytes) -> re.Match[bytes] | None:
    """Where bytes say that they join catalogues: looked for by the word first, which is many times as quick."""
    return _JOINING.search(raw) if b"federation:" in raw else None


def is_export(raw: bytes) -> bool:
    """Whether bytes are the JSON export of a catalogue: JSON that says so, complete or not."""
    return _MAPPING.match(raw) is not None and _EXPORTED.search(raw) is not None


@dataclass(frozen=True)
class Federation:
    """What a file joins, and where in the files of its members everything stands."""

    loaded: Loaded
    parts: Sequence[Part]
    origins: Origins
    """What the nouns of the catalogue were made of: those of the parts, and of what was exported."""
    exported: Mapping[str, Catalogue]
    """The members that were exported, by the files that they were read from."""
    start: Problem
    """Where the file says what the whole is."""


class Opened:
    """What lies at ``source``: read when it is first asked for, and once."""

    def __init__(self, source: File) -> None:
        self.source = source

    @functools.cached_property
    def held(self) -> Held | None:
        """Its files as they were read; None where something of it cannot be read, which reading it tells."""
        return held(self.source, ENDINGS)

    @functools.cached_property
    def kind(self) -> Kind:
        """What it is: by what is in the one file that it is, or by its name where that tells nothing."""
        if isinstance(self.source, Disk) and self.source.path.is_dir():
            return "files"
        raw = self.held.one if self.held else None
        if raw is None:
            return "files"
        if raw.startswith(_PACKED) or is_export(raw):
            return "exported"
        if _joining(raw):
            return "joining"
        return "exported" if ending(self.source.name) in _MEANT and not _MAPPING.match(raw) else "files"

    @property
    def files(self) -> Held | File:
        """Its files, read before where they could be. Raises `CatalogueUnreadable` for the folder of a file that joins what lies in it."""
        for name, raw in self.held.files.items() if self.held and self.held.one is None else ():
            if (found := _joining(raw)) and PurePath(name).parent == PurePath(self.source.name):
                from flowviz.loading.problems import Problem

                line = raw.count(b"\n", 0, found.end()) + 1
                raise CatalogueUnreadable((Problem(name, line, 1, said("unreadable.joins-folder")),))
        return self.held or self.source

    def load(self) -> Catalogue:
        """The catalogue, kept for the next command. Raises as `flowviz.federation.load` does."""
        from flowviz import kept, loading

        if self.held is None:
            return loading.load(self.source)
        if self.kind == "joining":
            from flowviz.federation import keeping

            return keeping.load(self.held)
        if self.kind == "exported":
            return kept.once(self.kind, [self.held.files], lambda: self.imported().catalogue)
        return kept.once(self.kind, [self.held.files], lambda: loading.load(self.files))

    def load_with_warnings(self) -> Loaded:
        """The catalogue, with what is worth a look in it: of joined ones how they fit together. Raises as `load` does."""
        from flowviz import loading

        if self.kind == "joining":
            return self.join().loaded
        if self.kind == "exported":
            found = self.imported(slips=True)
            return loading.Loaded(found.catalogue, found.warnings, found.explained)
        return loading.load_with_warnings(self.files)

    def imported(self, *, slips: bool = False) -> Imported:
        """The catalogue that was exported; with ``slips`` all warnings of a check."""
        from flowviz import importing

        return importing.from_bytes(self._one, self.source.name, slips=slips)

    def join(self) -> Federation:
        """What the file joins."""
        from flowviz.federation.joining import joined
        from flowviz.federation.members import read_members
        from flowviz.loading import Loaded

        document, file = self.document()
        members = read_members(document, file, self.source)
        found = joined(document, members)
        errors = [problem for problem in found.problems if not problem.warning]
        if errors:
            raise CatalogueError(errors)
        parts = [part for member in members for part in member.parts]
        exported = {self.source.beside(member.name).name: member.catalogue for member in members if not member.parts}
        start = file.problem(("federation",), said(""))
        return Federation(Loaded(found.catalogue, tuple(found.problems)), parts, found.origins, exported, start)

    def document(self) -> tuple[FederationDocument, DataFile]:
        """What the file that joins says. Raises `CatalogueError` with every problem and its place."""
        from flowviz.federation.members import read_file

        return read_file(sent(self._one, self.source.name))

    def sources(self) -> Sequence[Source]:
        """Where all lies that the catalogue is made of and that can change while somebody looks: itself first."""
        if self.kind != "joining":
            return [self.source]
        from flowviz.federation.members import sources

        try:
            document, _ = self.document()
        except CatalogueError:
            return [self.source]
        return [self.source, *sources(document, self.source)]

    def texts(self, catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
        """Id of a document of the ``catalogue`` -> its lines, for each member from its own folder on the disk."""
        from flowviz.loading.texts import texts_of

        return {id_: lines for own, path in self._documents(catalogue) for id_, lines in texts_of(own, path).items()}

    def beside(self, catalogue: Catalogue) -> list[Source]:
        """What is shown with the ``catalogue`` and can change while somebody looks: the texts of its documents, its stories."""
        from flowviz.loading.texts import files_of

        if not isinstance(self.source, Disk):
            return []
        paths = [folder_of(self.source.path) / name for name in STORIES]
        with contextlib.suppress(CatalogueError):
            paths += [file for own, path in self._documents(catalogue) for file in files_of(own, path)]
        return [Disk(path) for path in paths]

    def _documents(self, catalogue: Catalogue) -> Iterator[tuple[Catalogue, Path]]:
        """Where the texts of documents lie, and the ``catalogue`` with those alone that lie there."""
        if not isinstance(self.source, Disk) or self.kind == "exported":
            return  # what was exported was written to be taken elsewhere than where the documents lie
        if self.kind == "files":
            yield catalogue, self.source.path
            return
        for member in self.document()[0].members:
            place = self.source.beside(member.catalogue, member.revision)
            if isinstance(place, Disk) and place.path.exists():
                own = tuple(source for source in catalogue.sources if member_of(source.id) == member.id)
                yield replace(catalogue, sources=own), place.path

    @property
    def _one(self) -> bytes:
        assert self.held is not None
        assert self.held.one is not None
        return self.held.one
