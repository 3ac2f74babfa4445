"""Where in its files everything of a catalogue stands, for remarks that point at a line."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from flowviz.catalogue import Catalogue, Document, Organisation
from flowviz.loading.data_file import DataFile, Path
from flowviz.loading.fields import noun_fields
from flowviz.loading.meaning import Part
from flowviz.loading.problems import Problem
from flowviz.messages import said

__all__ = ["Place", "Places"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line and column of a file, counted from 1."""

    file: str
    line: int = 1
    column: int = 1


class Places:
    """The places of one catalogue's nouns; all are at the start of ``name`` where its files have no lines to point at.

    ``revision`` is the start of the names of its files that is not shown, such as ``HEAD:``; ``origin`` gives the noun of the
    files that one of the catalogue was made of. ``exported`` are catalogues of it by the files that they were exported to, whose
    nouns are at the start of these, and ``start`` is where the catalogue says what it is, if not in one of its files.
    """

    def __init__(
        self,
        name: str,
        parts: Sequence[Part] = (),
        revision: str = "",
        origin: Callable[[object], object] = lambda noun: noun,
        exported: Mapping[str, Catalogue] = MappingProxyType({}),
        start: Problem | None = None,
    ) -> None:
        self._name = name
        self._parts = parts
        self._revision = revision
        self._origin = origin
        self._exported = exported
        self._start = start

    def of(self, noun: object) -> Place | None:
        """The place of a noun of this very catalogue, or None for another's."""
        origin = id(self._origin(noun))
        found = self._found.get(origin)
        if found is not None:
            file, path = found
            return self._shown(file.problem(path, said("")))
        copy = self._copies.get(origin)
        return Place(self._named(copy)) if copy else None

    def start(self) -> Place:
        """The place to point at when nothing better is known: the header, or else the start of the file."""
        if self._start is not None:
            return self._shown(self._start)
        header = next((part.document.catalogue for part in self._parts if part.document.catalogue), None)
        return (self.of(header) if header else None) or Place(self._name)

    def _shown(self, problem: Problem) -> Place:
        return Place(self._named(problem.file), problem.line, problem.column)

    def _named(self, file: str) -> str:
        return file.removeprefix(self._revision).removeprefix("./") if self._revision else file

    @functools.cached_property
    def _copies(self) -> dict[int, str]:
        """The file of everything that was exported."""
        lists = [field for field in noun_fields(Document) if field.many]
        return {
            id(noun): file
            for file, catalogue in self._exported.items()
            for cls, one in [
                (Organisation, catalogue.organisation),
                *((field.type, one) for field in lists for one in getattr(catalogue, field.name)),
            ]
            for noun, _ in _nouns(cls, one, ())
        }

    @functools.cached_property
    def _found(self) -> dict[int, tuple[DataFile, Path]]:
        return {
            id(noun): (part.file, path) for part in self._parts for noun, path in _nouns(Document, part.document, ())
        }


def _nouns(cls: type, noun: Any, path: Path) -> Iterator[tuple[Any, Path]]:
    yield noun, path
    for field in noun_fields(cls):
        value = getattr(noun, field.name)
        for step, one in enumerate(value) if field.many else ():
            yield from _nouns(field.type, one, (*path, field.key, step))
        if not field.many and value is not None:
            yield from _nouns(field.type, value, (*path, field.key))
