"""The catalogues of a federation, each read from where it lies."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowviz.errors import CatalogueError, CatalogueUnreadable, InputError
from flowviz.federation import pins
from flowviz.federation.nouns import FederationDocument
from flowviz.federation.opened import Opened
from flowviz.loading import load_parts
from flowviz.loading.alone import read_alone
from flowviz.loading.build import Builder
from flowviz.loading.meaning import Part, Places
from flowviz.loading.problems import Problem, in_order, short
from flowviz.messages import said
from flowviz.near import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flowviz.catalogue import Catalogue
    from flowviz.errors import Told
    from flowviz.federation.nouns import Joined
    from flowviz.loading.data_file import DataFile
    from flowviz.messages import Message
    from flowviz.reading import Entry, File, Source

__all__ = ["Read", "moved", "read_file", "read_members", "sources"]


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


def read_members(document: FederationDocument, file: DataFile, place: File) -> list[Read]:
    """The catalogues that take part, in the order of the file, which lies at ``place``.

    Raises `CatalogueError` with the problems of all of them, each with its own file and place.
    """
    found: list[Read] = []
    problems: list[Told] = []
    pinned = pins.read(place)
    for i, member in enumerate(document.members):
        at = ("members", i, "catalogue")
        try:
            read, opened = _read(member, place)
        except (CatalogueUnreadable, InputError) as error:
            reason = error.reason if isinstance(error, InputError) else _first(error)
            url = member.url or (pinned[member.id].url if member.id in pinned else None)
            if url and reason.key == "unreadable.none":
                told = said("no-copy", id=member.id, file=place.name, url=url)
            else:
                told = said("no-member", id=member.id, reason=reason)
            problems.append(file.problem(at, told))
            continue
        except CatalogueError as error:
            problems += error.problems
            continue
        if member.id in pinned and not _is_copy(opened, pinned[member.id]):
            told = said("copy-changed", id=member.id, file=place.name, url=pinned[member.id].url)
            problems.append(file.problem(at, told))
        header = read.catalogue.header
        for key, wanted, actual in moved(member, header.version, header.date):
            message = said("member-moved", id=member.id, key=key, pinned=wanted, actual=actual)
            problems.append(file.problem(("members", i, key), message))
        found.append(read)
    if problems:
        raise CatalogueError(problems)
    return found


def moved(member: Joined, version: str, date: str) -> Iterator[tuple[str, str, str]]:
    """What of a version is not as a member must be: its name, what is asked for, and what it is."""
    for key, wanted, actual in (("version", member.version, version), ("date", member.date, date)):
        if wanted is not None and wanted != actual:
            yield key, wanted, actual


def _is_copy(opened: Opened, pin: pins.Pin) -> bool:
    """Whether it is still what was fetched."""
    return opened.held is not None and opened.held.one is not None and pins.seal(opened.held.one) == pin.sha256


def _first(error: CatalogueError) -> Message:
    return next(problem.message for problem in error.problems if isinstance(problem, Problem))


def _read(member: Joined, place: File) -> tuple[Read, Opened]:
    if "://" in member.catalogue:
        raise InputError(member.catalogue, said("unreadable.address"))
    opened = Opened(place.beside(member.catalogue, member.revision))
    if opened.kind == "joining":
        raise InputError(member.catalogue, said("unreadable.joins"))
    if opened.kind == "exported":
        imported = opened.imported().catalogue
        if imported.members:
            raise InputError(member.catalogue, said("unreadable.joins"))
        return Read(member, imported, name=member.catalogue), opened
    catalogue, parts = load_parts(opened.files)
    return Read(member, catalogue, parts, member.catalogue), opened


def sources(document: FederationDocument, place: File) -> Sequence[Source]:
    """Where the catalogues lie that can change while somebody looks, and what was fetched of them."""
    found = [place.beside(member.catalogue) for member in document.members if member.revision is None]
    return [*found, place.beside(pins.beside(place.name))]
