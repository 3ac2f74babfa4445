"""Catalogues from where they are kept today: workbooks, CSV files and exported JSON -> `Catalogue` -> YAML files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowviz.documents import document
from flowviz.errors import CatalogueError
from flowviz.exports import json_catalogue
from flowviz.importing import csv_files, workbook
from flowviz.importing.assemble import assemble
from flowviz.importing.check import checked
from flowviz.importing.grid import UnreadableFile
from flowviz.importing.merge import check_same, put_into, translated
from flowviz.importing.yaml_writer import files_of
from flowviz.loading.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.catalogue import Catalogue
    from flowviz.importing.grid import Grid

__all__ = ["Imported", "UnreadableFile", "from_json", "read", "yaml_files"]


@dataclass(frozen=True)
class Imported:
    """A catalogue from another format, and the names of the sheets that were left aside."""

    catalogue: Catalogue
    unread: tuple[str, ...] = ()
    examples: int = 0
    """How many example rows of the template were left out."""


def read(path: Path, into: Catalogue | None = None) -> Imported:
    """The catalogue in the workbook, CSV folder, ZIP of CSV files or JSON export at ``path``.

    With ``into`` it is put into that catalogue, and only both together must be whole. Raises `CatalogueError` with
    every problem and its cell, and `UnreadableFile` for what cannot be read at all.
    """
    try:
        if path.suffix.lower() == ".json":
            return Imported(_json(path, into))
        grids = csv_files.read_folder(path) if path.is_dir() else _grids(path)
    except OSError as error:
        raise UnreadableFile(f"{path}: cannot be read: {error.strerror or error}") from None
    old = document(into) if into else None
    found = assemble(grids, old)
    if not found.data and not found.problems and found.examples:
        raise UnreadableFile(
            f"{path}: only the examples of the template are in it: write rows of your own in their place"
        )
    if not found.data and not found.problems:
        raise UnreadableFile(f"{path}: no sheet of a catalogue in it: 'flowviz template' writes a workbook to fill in")
    if old and not found.problems:
        check_same(old, found.data, str(path))
    data = put_into(old, found.data) if old else found.data

    def problem_at(steps: tuple[str | int, ...], message: str) -> Problem:
        own = translated(steps, data, found.data) if old else steps
        return found.problem(own, message) or Problem(str(path), 1, 1, message)

    return Imported(checked(data, problem_at, found.problems), tuple(found.unread), found.examples)


def _grids(path: Path) -> list[Grid]:
    suffix = path.suffix.lower()
    if suffix in (".xlsx", ".xlsm", ".xls", ".ods"):
        return workbook.read(path)
    if suffix == ".zip":
        return csv_files.read_zip(path)
    raise UnreadableFile(f"{path}: neither .xlsx, .json, .zip nor a folder of .csv files")


def _json(path: Path, into: Catalogue | None) -> Catalogue:
    if path.stat().st_size > workbook.MOST_BYTES:
        raise UnreadableFile(f"{path}: more than {workbook.MOST_BYTES // 1_000_000} MB of JSON")
    return from_json(path.read_bytes(), str(path), into)


def from_json(raw: bytes, name: str, into: Catalogue | None = None) -> Catalogue:
    """The catalogue of a JSON export, checked like any other; ``name`` is what its problems call it. See `read`."""
    try:
        catalogue = json_catalogue.read(raw)
    except CatalogueError as error:
        raise CatalogueError(tuple(f"{name}: {problem}" for problem in error.problems)) from None
    except RecursionError:
        raise UnreadableFile(f"{name}: nested too deep to be a catalogue") from None
    data = document(catalogue)
    if into:
        check_same(document(into), data, name)
        data = put_into(document(into), data)
    return checked(data, lambda steps, message: f"{name}: {'/'.join(map(str, steps))}: {message}")


def yaml_files(catalogue: Catalogue) -> dict[str, str]:
    """The YAML texts of ``catalogue`` by file name; loading them gives the same catalogue."""
    return files_of(document(catalogue))
