"""YAML files -> a `Catalogue`, or every problem at once with file, line, column, cause and cure."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flowviz.catalogue import OWN, UNSTATED, Catalogue, Document, Header, Organisation, Scope, Text
from flowviz.errors import CatalogueError, CatalogueUnreadable
from flowviz.loading import meaning, schema, yaml_text
from flowviz.loading.build import Builder
from flowviz.loading.meaning import Part
from flowviz.loading.problems import Problem
from flowviz.loading.salvage import Doubt, prune

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from flowviz.loading.yaml_text import YamlFile

__all__ = ["Loaded", "load", "load_parts", "load_with_warnings"]

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

LISTS = ("sources", "departments", "shared", "systems", "parties", "feeds", "issues", "requests", "keywords")
"""The parts of a catalogue that all its files add to, but for the scopes."""

NO_HEADER = Header(id="", name=Text.of(en=""), version="", date="", language="", languages=())
NO_ORGANISATION = Organisation(id="", name=Text.of(en=""))
"""These stand in for what is missing, so that the other problems can be told as well."""


@dataclass(frozen=True)
class Loaded:
    """A catalogue and what is worth a look in it."""

    catalogue: Catalogue
    warnings: tuple[Problem, ...]


def load(path: Path) -> Catalogue:
    """The catalogue in the folder or file ``path``.

    Raises `CatalogueError` with every problem of every file, sorted by file and line.
    """
    return _load(path)[0]


def load_with_warnings(path: Path) -> Loaded:
    """The catalogue in the folder or file ``path``, with warnings. Raises `CatalogueError` as `load` does."""
    with _no_garbage_collection():
        catalogue, parts = _load(path)
        return Loaded(catalogue, tuple(sorted(meaning.warnings(catalogue, parts))))


def load_parts(path: Path) -> tuple[Catalogue, list[Part]]:
    """The catalogue in the folder or file ``path``, and its files, which know where everything stands.

    Raises `CatalogueError` as `load` does.
    """
    return _load(path)


def _load(path: Path) -> tuple[Catalogue, list[Part]]:
    with _no_garbage_collection():
        doubt = Doubt()
        files = [_read(found, doubt) for found in _files(path)]
        builder = Builder(_language(files))
        parts = [_part(file, builder) for file in files if file.data is not None]
        catalogue, problems = _together(parts, str(path), doubt)
        problems += [problem for file in files for problem in file.problems]
        problems += meaning.errors(catalogue, parts, doubt)
        if problems:
            raise CatalogueError(tuple(sorted(set(problems))))
        return catalogue, parts


def _read(path: Path, doubt: Doubt) -> YamlFile:
    """The file with the problems of its text and its form; what is left of its data fits the schema."""
    file = yaml_text.read(path, str(path))
    found = [] if file.data is None else list(schema.errors(file.data))
    told = {(problem.line, problem.column) for problem in file.problems}
    problems = [file.problem(at, message, key=key) for at, key, message in found]
    file.problems += [problem for problem in problems if (problem.line, problem.column) not in told]
    if file.problems:
        doubt.hear(file)
        prune(file, {at if key is None else (*at, key) for at, key, _ in found})
    else:
        file.forget_places()
    return file


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


def _files(path: Path) -> list[Path]:
    """The file ``path``, or the YAML files in the folder ``path`` and its folders, sorted."""

    def fail(message: str) -> CatalogueUnreadable:
        return CatalogueUnreadable((Problem(str(path), 1, 1, message),))

    try:
        if not path.is_dir():
            path.stat()
            return [path]
        found = list(_yaml_files(path, set()))
    except (OSError, ValueError) as error:
        missing = isinstance(error, FileNotFoundError)
        raise fail("no such file or folder" if missing else f"cannot be read: {_reason(error)}") from None
    if not found:
        raise fail("no .yaml file in this folder: is it the folder of a catalogue?")
    return found


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error)


def _yaml_files(folder: Path, seen: set[Path]) -> Iterator[Path]:
    # links to folders are followed, each folder once: what a link leads to belongs to the catalogue, a loop does not
    real = folder.resolve()
    if real in seen:
        return
    seen.add(real)
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.suffix.lower() in (".yaml", ".yml"):
            yield entry
        elif _is_folder(entry):
            yield from _yaml_files(entry, seen)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _language(files: Sequence[YamlFile]) -> str:
    """The language of plain strings."""
    headers = [file.data["catalogue"] for file in files if file.data and "catalogue" in file.data]
    return str(headers[0]["language"]) if headers else "en"


def _part(file: YamlFile, builder: Builder) -> Part:
    return Part(file, *builder.build(Document, file.data, file.data.get("source")))


def _together(parts: Sequence[Part], path: str, doubt: Doubt) -> tuple[Catalogue, list[Problem]]:
    problems: list[Problem] = []

    def single(name: str, stand_in: Any, purpose: str) -> Any:
        found = [part for part in parts if getattr(part.document, name) is not None]
        message = f"'{name}' is already in {found[0].file.name}: keep one" if found else ""
        problems.extend(extra.file.problem((), message, key=name) for extra in found[1:])
        if found:
            return getattr(found[0].document, name)
        if not doubt.may_hold(name):
            problems.append(Problem(path, 1, 1, f"no file has '{name}:': {purpose}"))
        return stand_in

    def all_of(name: str) -> tuple[Any, ...]:
        return tuple(entry for part in parts for entry in getattr(part.document, name))

    header = single("catalogue", NO_HEADER, "add the id, name, version, date and languages of the catalogue")
    organisation = single("organisation", NO_ORGANISATION, "add the id and name of the organisation")
    scopes = all_of("scopes")
    given = {scope.id for scope in scopes}
    reserved = tuple(scope for scope in RESERVED_SCOPES if scope.id not in given)
    lists = {name: all_of(name) for name in LISTS}
    return Catalogue(header=header, organisation=organisation, scopes=scopes + reserved, **lists), problems
