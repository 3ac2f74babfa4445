"""Where in its files everything of a catalogue stands, for remarks that point at a line."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flowviz.catalogue import Document
from flowviz.loading.data_file import DataFile, Path
from flowviz.loading.fields import fields, is_noun
from flowviz.loading.meaning import Part
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
    files that one of the catalogue was made of.
    """

    def __init__(
        self,
        name: str,
        parts: Sequence[Part] = (),
        revision: str = "",
        origin: Callable[[object], object] = lambda noun: noun,
    ) -> None:
        self._name = name
        self._parts = parts
        self._revision = revision
        self._origin = origin

    def of(self, noun: object) -> Place | None:
        """The place of a noun of this very catalogue, or None for another's."""
        found = self._found.get(id(self._origin(noun)))
        if found is None:
            return None
        file, path = found
        problem = file.problem(path, said(""))
        shown = problem.file.removeprefix(self._revision).removeprefix("./") if self._revision else problem.file
        return Place(shown, problem.line, problem.column)

    def start(self) -> Place:
        """The place to point at when nothing better is known: the header, or else the start of the file."""
        header = next((part.document.catalogue for part in self._parts if part.document.catalogue), None)
        return (self.of(header) if header else None) or Place(self._name)

    @functools.cached_property
    def _found(self) -> dict[int, tuple[DataFile, Path]]:
        return {
            id(noun): (part.file, path) for part in self._parts for noun, path in _nouns(Document, part.document, ())
        }


def _nouns(cls: type, noun: Any, path: Path) -> Iterator[tuple[Any, Path]]:
    yield noun, path
    for field in fields(cls):
        if is_noun(field.type):
            value = getattr(noun, field.name)
            for step, one in enumerate(value) if field.many else ():
                yield from _nouns(field.type, one, (*path, field.key, step))
            if not field.many and value is not None:
                yield from _nouns(field.type, value, (*path, field.key))
