"""The catalogues of a federation, each read from where it lies."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flowviz import federation, importing
from flowviz.errors import CatalogueError, CatalogueUnreadable, InputError
from flowviz.federation.nouns import FederationDocument
from flowviz.loading import ENDINGS, load_parts
from flowviz.loading.alone import read_alone
from flowviz.loading.build import Builder
from flowviz.loading.meaning import Part, Places
from flowviz.loading.problems import Problem, in_order, short
from flowviz.messages import said
from flowviz.near import nearest
from flowviz.reading import Disk, ending
from flowviz.reading.revision import Revision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowviz.catalogue import Catalogue
    from flowviz.errors import Told
    from flowviz.federation import File
    from flowviz.federation.nouns import Joined
    from flowviz.loading.data_file import DataFile
    from flowviz.messages import Message
    from flowviz.reading import Entry, Source

__all__ = ["Read", "read_file", "read_members", "sources"]


@dataclass(frozen=True)
class Read:
    """A member's catalogue, and where in its files everything stands."""

    member: Joined
    catalogue: Catalogue
    parts: Sequence[Part] = ()
    """Its files; none where it was exported."""
    name: str = ""

    @functools.cached_property
    def places(self) -> Places | None:
        return Places(self.parts) if self.parts else None

    def problem(self, id_: str, message: Message, key: str, *, warning: bool = False) -> Problem:
        """A problem of what stands under ``key`` of a thing, or of its id where nothing does."""
        found = (
            Problem(f"{self.name}: {id_}", 0, 0, message)
            if self.places is None
            else self.places.problem(id_, message, key)
        )
        return found.as_warning() if warning else found


def read_file(entry: Entry) -> tuple[FederationDocument, DataFile]:
    """What a file that joins catalogues says. Raises `CatalogueError` with every problem and its place."""
    file = read_alone(entry, FederationDocument)
    problems: list[Problem] = []
    language = file.data["federation"]["language"]
    document: FederationDocument = Builder(language).build(FederationDocument, file.data, None)[0]
    ids = [member.id for member in document.members]
    for i, id_ in enumerate(ids):
        if id_ in ids[:i]:
            message = said("duplicate-id", id=short(id_), place=file.where(("members", ids.index(id_), "id")))
            problems.append(file.problem(("members", i, "id"), message))
    if document.federation.hub not in ids:
        message = said(
            "unknown-member", id=short(document.federation.hub), proposal=nearest(document.federation.hub, ids)
        )
        problems.append(file.problem(("federation", "hub"), message))
    if problems:
        raise CatalogueError(in_order(problems))
    return document, file


def read_members(document: FederationDocument, file: DataFile, place: Path | File) -> list[Read]:
    """The catalogues that take part, the hub's first. ``place`` is the folder of the file, or its revision.

    Raises `CatalogueError` with the problems of all of them, each with its own file and place.
    """
    found: list[Read] = []
    problems: list[Told] = []
    for i, member in enumerate(document.members):
        try:
            read = _read(member, place)
        except CatalogueUnreadable as error:
            reasons = [problem.message for problem in error.problems if isinstance(problem, Problem)]
            at = file.problem(("members", i, "catalogue"), said("no-member", id=member.id, reason=reasons[0]))
            problems.append(at)
            continue
        except InputError as error:
            at = file.problem(("members", i, "catalogue"), said("no-member", id=member.id, reason=error.reason))
            problems.append(at)
            continue
        except CatalogueError as error:
            problems += error.problems
            continue
        header = read.catalogue.header
        for key, pinned, actual in (("version", member.version, header.version), ("date", member.date, header.date)):
            if pinned is not None and pinned != actual:
                message = said("member-moved", id=member.id, key=key, pinned=pinned, actual=actual)
                problems.append(file.problem(("members", i, key), message))
        found.append(read)
    if problems:
        raise CatalogueError(problems)
    return found


def _read(member: Joined, place: Path | File) -> Read:
    if "://" in member.catalogue:
        raise InputError(member.catalogue, said("unreadable.address"))
    source = _source(member, place)
    file = ending(member.catalogue) in ENDINGS
    if file and federation.joins(source.path if isinstance(source, Disk) else source):
        raise InputError(member.catalogue, said("unreadable.joins"))
    if ending(member.catalogue) in importing.ENDINGS:
        imported = importing.read(source)
        if imported.catalogue.members:
            raise InputError(member.catalogue, said("unreadable.joins"))
        return Read(member, imported.catalogue, name=member.catalogue)
    catalogue, parts = load_parts(source)
    return Read(member, catalogue, parts, member.catalogue)


def _source(member: Joined, place: Path | File) -> Source:
    if not isinstance(place, Path):
        return place.beside(member.catalogue, member.revision)
    if member.revision is not None:
        return Revision(f"{member.revision}:./", place).beside(member.catalogue)
    return Disk(place / member.catalogue)


def sources(document: FederationDocument, folder: Path) -> Sequence[Source]:
    """Where the catalogues lie that can change while somebody looks."""
    return [_source(member, folder) for member in document.members if member.revision is None]
