"""YAML files -> a `Catalogue`, or every problem at once with file, line, column, cause and cure."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flowviz.catalogue import OWN, UNSTATED, Catalogue, Document, Header, Organisation, Scope, Text
from flowviz.errors import CatalogueError
from flowviz.loading import meaning, schema, yaml_text
from flowviz.loading.build import Builder
from flowviz.loading.meaning import Part
from flowviz.loading.problems import Problem

__all__ = ["Loaded", "load", "load_with_warnings"]

RESERVED_SCOPES = (
    Scope(
        id=OWN,
        name=Text.of(fi="Oma", sv="Egen", en="Own"),
        colour="#ffffff",
        letter="O",
        shape="house",
    ),
    Scope(
        id=UNSTATED,
        name=Text.of(fi="Taso ei ilmene lähteestä", sv="Nivån framgår inte av källan", en="Scope not stated"),
        colour="#ffffff",
        letter="?",
        shape="octagon",
    ),
)
"""The two scopes that every catalogue has, used where its own scopes do not word them."""


@dataclass(frozen=True)
class Loaded:
    """A catalogue and what is worth a look in it."""

    catalogue: Catalogue
    warnings: tuple[Problem, ...]


def load(path: Path) -> Catalogue:
    """The catalogue in the folder or file ``path``.

    Raises `CatalogueError` with every problem, sorted by file and line.
    """
    return _load(path)[0]


def load_with_warnings(path: Path) -> Loaded:
    """The catalogue in the folder or file ``path``, with warnings. Raises `CatalogueError` as `load` does."""
    catalogue, parts = _load(path)
    return Loaded(catalogue, tuple(sorted(meaning.warnings(catalogue, parts))))


def _load(path: Path) -> tuple[Catalogue, list[Part]]:
    with _no_garbage_collection():
        files = [yaml_text.read(found, name) for found, name in _files(path)]
        problems = [problem for file in files for problem in file.problems]
        for file in files:
            if file.data is not None:
                problems += [file.problem(at, message, key=key) for at, key, message in schema.errors(file.data)]
        if problems:
            raise CatalogueError(tuple(sorted(problems)))
        parts = [_part(file, _language(files)) for file in files]
        catalogue, problems = _together(parts, str(path))
        problems += meaning.errors(catalogue, parts)
        if problems:
            raise CatalogueError(tuple(sorted(problems)))
        return catalogue, parts


@contextmanager
def _no_garbage_collection() -> Iterator[None]:
    # the collector would rescan the growing tree of nodes again and again: two thirds of the time
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _files(path: Path) -> list[tuple[Path, str]]:
    def fail(message: str) -> CatalogueError:
        return CatalogueError((Problem(str(path), 1, 1, message),))

    try:
        if path.is_file():
            return [(path, str(path))]
        if not path.is_dir():
            raise fail("no such file or folder")
        found = sorted(file for file in path.rglob("*") if file.suffix in (".yaml", ".yml") and not _hidden(file, path))
    except OSError as error:
        raise fail(f"cannot be read: {error.strerror or error}") from None
    if not found:
        raise fail("no .yaml file in this folder: is it the folder of a catalogue?")
    return [(file, str(file)) for file in found]


def _hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def _language(files: Sequence[yaml_text.YamlFile]) -> str:
    headers = [file.data["catalogue"] for file in files if "catalogue" in file.data]
    return str(headers[0]["language"]) if headers else "en"


def _part(file: yaml_text.YamlFile, language: str) -> Part:
    builder = Builder(language, file.data.get("source"))
    return Part(file, builder.build(Document, file.data), builder)


def _together(parts: Sequence[Part], path: str) -> tuple[Catalogue, list[Problem]]:
    problems: list[Problem] = []

    def single(name: str, purpose: str) -> Any:
        found = [part for part in parts if getattr(part.document, name) is not None]
        for extra in found[1:]:
            problems.append(extra.file.problem((), f"'{name}' is already in {found[0].file.name}: keep one", key=name))
        if not found:
            raise CatalogueError((Problem(path, 1, 1, f"no file has '{name}:': {purpose}"),))
        return getattr(found[0].document, name)

    def all_of(name: str) -> tuple[Any, ...]:
        return tuple(entry for part in parts for entry in getattr(part.document, name))

    header: Header = single("catalogue", "add the id, name, version, date and languages of the catalogue")
    organisation: Organisation = single("organisation", "add the id and name of the organisation")
    names = ("sources", "departments", "shared", "systems", "parties", "feeds", "issues", "requests", "keywords")
    scopes = all_of("scopes")
    given = {scope.id for scope in scopes}
    reserved = tuple(scope for scope in RESERVED_SCOPES if scope.id not in given)
    return (
        Catalogue(header=header, organisation=organisation, scopes=scopes + reserved, **{name: all_of(name) for name in names}),
        problems,
    )
