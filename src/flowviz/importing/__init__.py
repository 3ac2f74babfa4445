"""Catalogues from where they are kept today: workbooks, CSV files and exported JSON -> `Catalogue` -> YAML files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from flowviz.catalogue import Scope, member_of
from flowviz.documents import document, written_scopes
from flowviz.errors import CatalogueError, InputError
from flowviz.exports import json_catalogue, json_text
from flowviz.importing import csv_files, workbook
from flowviz.importing.assemble import assemble
from flowviz.importing.check import checked
from flowviz.importing.grid import UnreadableFile
from flowviz.importing.listing import read_columns, rows_of
from flowviz.importing.merge import check_same, put_into, translated
from flowviz.importing.sniff import Kind, kind_of
from flowviz.importing.yaml_writer import files_of
from flowviz.loading.build import Builder
from flowviz.loading.problems import Problem
from flowviz.messages import Message, said
from flowviz.reading import Disk, ending, one_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flowviz.catalogue import Catalogue
    from flowviz.importing.grid import Grid
    from flowviz.loading.data_file import Path as Path_
    from flowviz.reading import Source

__all__ = ["ENDINGS", "Imported", "UnreadableFile", "from_bytes", "from_json", "read", "read_list", "yaml_files"]


ENDINGS: Final = (".json", ".xlsx", ".zip")
"""How the names of files end that hold a whole catalogue in another format."""
_BY_ENDING: Final[dict[str, Kind]] = {
    ".json": "json",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".xls": "xlsx",
    ".zip": "csv-zip",
}
"""What a file is by its name."""


@dataclass(frozen=True)
class Imported:
    """A catalogue from another format, the names of the sheets that were left aside, and what is worth a look."""

    catalogue: Catalogue
    unread: tuple[str, ...] = ()
    warnings: tuple[Problem, ...] = ()
    examples: int = 0
    """How many example rows of the template were left out."""
    explained: tuple[Problem, ...] = ()
    """Gaps of the source that an issue of the catalogue explains."""


def read(source: Path | Source, into: Catalogue | None = None) -> Imported:
    """The catalogue in the workbook, CSV folder, ZIP of CSV files or JSON export that ``source`` is.

    With ``into`` it is put into that catalogue, and only both together must be whole. Raises `CatalogueError` with
    every problem and its cell, and `UnreadableFile` for what cannot be read at all.
    """
    if isinstance(source, Path):
        source = Disk(source, deep=False)
    try:
        entries = source.entries((".csv",))
        if isinstance(source, Disk) and source.path.is_dir():
            return _from_grids(
                csv_files.read_files(((one.name, one.read()) for one in entries), source.name), source.name, into
            )
        return from_bytes(entries[0].read(), source.name, into)
    except InputError as error:
        raise UnreadableFile(error.name, error.reason) from None


def from_bytes(raw: bytes, name: str, into: Catalogue | None = None, *, slips: bool = False) -> Imported:
    """The catalogue in the bytes of a file called ``name``, by what is in it, or else by its ending. See `read`.

    With ``slips`` there are all the warnings of a check.
    """
    kind, named = kind_of(raw), _BY_ENDING.get(ending(name))
    if named and (kind == "unknown" or (kind != "json" and named != "json")):
        kind = named  # a damaged one is told so as what it was meant to be
    if kind == "unknown":
        raise UnreadableFile(name, said("not-importable.unknown"))
    if kind == "json":
        return from_json(raw, name, into, slips=slips)
    grids = workbook.read(raw, name) if kind == "xlsx" else csv_files.read_zip(raw, name)
    return _from_grids(grids, name, into, slips=slips)


def read_list(path: Path, columns: Path) -> Imported:
    """The catalogue that the rows of the workbook or CSV file at ``path`` tell, by what the file ``columns`` says of them.

    Raises `CatalogueError` with every problem and its place, and `UnreadableFile` for what is no list.
    """
    wanted = read_columns(columns)
    try:
        raw = one_file(path).read()
    except InputError as error:
        raise UnreadableFile(error.name, error.reason) from None
    kind = _BY_ENDING.get(ending(path.name)) or kind_of(raw)
    grids = workbook.read(raw, str(path)) if kind == "xlsx" else csv_files.read_files([(str(path), raw)], str(path))
    rows = rows_of(grids, wanted, str(path))
    loaded = checked(rows.data, str(path), rows.problem_at)
    return Imported(loaded.catalogue, warnings=loaded.warnings)


def _from_grids(grids: Sequence[Grid], name: str, into: Catalogue | None, *, slips: bool = False) -> Imported:
    old = document(into) if into else None
    found = assemble(grids, old)
    if not found.data and not found.problems and found.examples:
        raise UnreadableFile(name, said("not-importable.examples"))
    if not found.data and not found.problems:
        raise UnreadableFile(name, said("not-importable.no-sheet"))
    sources = [str(source.get("id")) for source in found.data.get("sources", ())]
    if sources and all(map(member_of, sources)):
        raise UnreadableFile(name, said("misfit.joined"))
    if old and not found.problems:
        check_same(old, found.data, name)
    data = put_into(old, found.data) if old else found.data

    def problem_at(steps: Path_, message: Message) -> Problem:
        own = translated(steps, data, found.data) if old else steps
        return found.problem(own, message) or Problem(name, 1, 1, message)

    loaded = checked(data, name, problem_at, found, slips=slips)
    return Imported(loaded.catalogue, tuple(found.unread), loaded.warnings, found.examples, loaded.explained)


def from_json(raw: bytes, name: str, into: Catalogue | None = None, *, slips: bool = False) -> Imported:
    """The catalogue of a JSON export, checked like any other; ``name`` is what its problems call it. See `read`."""

    def placed(file: str) -> Callable[[Path_, Message], Problem]:
        return lambda steps, message: Problem(_inside(file, "/".join(map(str, steps))), 0, 0, message)

    def checked_alone(parsed: Any) -> Catalogue:
        return checked(_unreserved(json_catalogue.data_in(parsed)), "", placed("")).catalogue

    try:
        parsed = json_text.parse(raw)
        if json_catalogue.is_joined(parsed) and not into:
            from flowviz.importing.joined import read_joined

            return Imported(read_joined(parsed, checked_alone))
        data = document(json_catalogue.catalogue_in(parsed)) if into else _unreserved(json_catalogue.data_in(parsed))
    except CatalogueError as error:
        found = [problem for problem in error.problems if isinstance(problem, Problem)]
        raise CatalogueError([replace(problem, file=_inside(name, problem.file)) for problem in found]) from None
    if into:
        old = document(into)
        check_same(old, data, name)
        data = put_into(old, data)
    loaded = checked(data, name, placed(name), slips=slips)
    return Imported(loaded.catalogue, warnings=loaded.warnings, explained=loaded.explained)


def _unreserved(data: dict[str, Any]) -> dict[str, Any]:
    """The data without those scopes that loading puts at the end by itself."""
    builder = Builder(data["catalogue"]["language"])
    scopes = tuple(builder.build(Scope, scope, None)[0] for scope in data["scopes"])
    return data | {"scopes": data["scopes"][: len(written_scopes(scopes))]}


def _inside(name: str, place: str) -> str:
    """What a place in a file is called, where the file or the place may have no name."""
    return ": ".join(part for part in (name, place) if part)


def yaml_files(catalogue: Catalogue) -> dict[str, str]:
    """The YAML texts of ``catalogue`` by file name; loading them gives the same catalogue.

    Raises `CatalogueError` for joined ones, which are those of its members.
    """
    if catalogue.members:
        raise CatalogueError([Problem(catalogue.header.id, 0, 0, said("misfit.joined"))])
    return files_of(document(catalogue))
