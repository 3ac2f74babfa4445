"""Versions of a catalogue from where they are kept: a folder, an exported file, or a revision of a git repository.

A version is named as git names it: ``HEAD~3:data`` is the folder ``data`` as it was three commits ago, counted from the
top of the repository; ``HEAD~3:./data`` counts from the present folder. What exists on the disk is taken as it is.
"""

from __future__ import annotations

import dataclasses
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from flowviz.catalogue import Catalogue
from flowviz.changes.places import Places
from flowviz.errors import CatalogueError, RevisionError
from flowviz.graph import Graph, build_graph
from flowviz.loading import load_parts
from flowviz.loading.problems import Problem

__all__ = ["Version", "read_version"]

_IMPORTED: Final = (".json", ".xlsx", ".zip")
_TEXTS: Final = (".yaml", ".yml")
_PATIENCE: Final = 60.0
"""Seconds that git may take for one answer."""


@dataclass(frozen=True, eq=False)
class Version:
    """A catalogue with the name it was asked for by, its graph, and where in its files everything stands."""

    name: str
    graph: Graph
    places: Places

    @property
    def catalogue(self) -> Catalogue:
        found: Catalogue = self.graph.graph["catalogue"]
        return found


def read_version(name: str) -> Version:
    """The version called ``name``: a folder or file of a catalogue, an export, or ``REVISION:PATH``.

    Raises `CatalogueError` with the problems of a catalogue, and `RevisionError` for what is not there.
    """
    path = Path(name)
    if _exists(path):
        return _read(path, name)
    revision, colon, inner = name.partition(":")
    if not colon or not revision:
        raise RevisionError(
            f"'{name}': no such file or folder; a revision of git is written REVISION:PATH, such as HEAD~3:data"
        )
    with tempfile.TemporaryDirectory(prefix="flowviz-") as folder:
        found = _check_out(name, revision, inner, Path(folder))
        try:
            return _read(found, name, _Prefix(str(found), inner.removeprefix("./") or "."))
        except CatalogueError as error:
            real = str(found) if inner else f"{found}{os.sep}"
            problems = (_told(problem, real, name) for problem in error.problems)
            raise CatalogueError(tuple(problems)) from None


@dataclass(frozen=True)
class _Prefix:
    """The start of paths that is not shown, and what stands for it."""

    real: str
    shown: str


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _read(path: Path, name: str, prefix: _Prefix | None = None) -> Version:
    if path.suffix.lower() in _IMPORTED and path.is_file():
        from flowviz import importing

        return Version(name, build_graph(importing.read(path).catalogue), Places(name))
    catalogue, parts = load_parts(path)
    prefix = prefix or _Prefix("", "")
    return Version(name, build_graph(catalogue), Places(name, parts, prefix.real, prefix.shown))


def _told(problem: object, real: str, shown: str) -> object:
    if isinstance(problem, Problem):
        return dataclasses.replace(
            problem, file=problem.file.replace(real, shown), message=problem.message.replace(real, shown)
        )
    return str(problem).replace(real, shown)


# --- git


def _check_out(name: str, revision: str, inner: str, folder: Path) -> Path:
    """The catalogue of a revision, written into ``folder``: its folder, or its one file."""
    commit = _git(name, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").strip()
    if not commit:
        raise RevisionError(
            f"'{name}': there is no revision '{revision}' in this repository, and no file or folder of that name"
        )
    at = f"{commit}:{inner}"
    kind = _git(name, "cat-file", "-t", at).strip()
    if not kind:
        raise RevisionError(
            f"'{name}': revision '{revision}' has no '{inner}'; paths are counted from the top of the repository"
        )
    if kind == "blob":
        target = folder / PurePosixPath(inner).name
        target.write_bytes(_git_bytes(name, "cat-file", "blob", at))
        return target
    target = folder / (PurePosixPath(inner).name or "catalogue")
    target.mkdir()
    for path, blob in _yaml_files(name, at):
        file = target / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_git_bytes(name, "cat-file", "blob", blob))
    return target


def _yaml_files(name: str, tree: str) -> list[tuple[PurePosixPath, str]]:
    """The YAML files of a tree and their blobs, but hidden ones; links are left out, for they may lead anywhere."""
    found = []
    for line in _git(name, "ls-tree", "-r", "-z", "--full-tree", tree).split("\0"):
        about, _, path = line.partition("\t")
        parts = PurePosixPath(path)
        hidden = any(part.startswith(".") for part in parts.parts)
        if about.startswith("100") and parts.suffix.lower() in _TEXTS and not hidden:
            found.append((parts, about.split()[2]))
    return found


def _git(name: str, *arguments: str) -> str:
    return _git_bytes(name, *arguments).decode("utf-8", "surrogateescape")


def _git_bytes(name: str, *arguments: str) -> bytes:
    """What git answers; nothing where it finds nothing."""
    environment = {
        **os.environ,
        "LC_ALL": "C",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
    }
    command = ["git", "--no-pager", "-c", "core.fsmonitor=false", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_PATIENCE, env=environment, check=False)
    except FileNotFoundError:
        raise RevisionError(
            f"'{name}' looks like a revision of git, but git is not installed: install it, or give a folder"
        ) from None
    except subprocess.TimeoutExpired:
        raise RevisionError(f"'{name}': git took longer than {_PATIENCE:.0f} seconds") from None
    if b"not a git repository" in done.stderr:
        raise RevisionError(
            f"'{name}': no such file or folder, and this is no git repository to look for a revision in"
        )
    if b"dubious ownership" in done.stderr:
        raise RevisionError(f"'{name}': git refuses a repository of another user; `git status` tells how to allow it")
    return done.stdout
