"""Plain data -> a `Catalogue`, by the checks that YAML files go through, with problems at the cells they came from.

The data are written as YAML with one value a line and loaded; the line of a problem then says which value it is of.
"""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from flowviz.errors import CatalogueError
from flowviz.loading import load
from flowviz.loading.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from flowviz.catalogue import Catalogue

__all__ = ["checked"]

Steps = tuple[str | int, ...]
_MISSING: Final = re.compile("'([^']+)' is missing")


def checked(data: Any, problem_at: Callable[[Steps, str], object], already: Sequence[Problem] = ()) -> Catalogue:
    """The catalogue that ``data`` mean.

    Raises `CatalogueError` with ``already`` and all that is wrong, each problem worded by ``problem_at(path, message)``;
    of a place that ``already`` tells of, nothing more is told.
    """
    if not data and already:
        raise CatalogueError(tuple(sorted(already)))
    lines: list[str] = []
    paths: list[Steps] = []
    for path, line in _lines(data, (), ""):
        paths.append(path)
        lines.append(line)
    with tempfile.TemporaryDirectory(prefix="flowviz-") as folder:
        file = Path(folder, "catalogue.yaml")
        file.write_text("\n".join(lines) + "\n", "utf-8")
        try:
            catalogue = load(file)
        except CatalogueError as error:
            found = [_placed(problem, str(file), paths, problem_at) for problem in error.problems]
        else:
            found = []
    told = {(problem.file, problem.line, problem.column) for problem in already}
    more = [problem for problem in found if not isinstance(problem, Problem) or _place(problem) not in told]
    if already or more:
        raise CatalogueError(tuple(sorted({*already, *more}, key=_order)))
    return catalogue


def _place(problem: Problem) -> tuple[str, int, int]:
    return problem.file, problem.line, problem.column


def _order(problem: object) -> tuple[str, int, int, str]:
    return (*_place(problem), problem.message) if isinstance(problem, Problem) else ("", 0, 0, str(problem))


def _placed(problem: object, file: str, paths: list[Steps], problem_at: Callable[[Steps, str], object]) -> object:
    assert isinstance(problem, Problem)

    def elsewhere(found: re.Match[str]) -> str:
        other = problem_at(paths[int(found[1]) - 1], "")
        return f"{other.file}:{other.line}" if isinstance(other, Problem) else str(other).rstrip(": ")

    message = re.sub(rf"{re.escape(file)}:([0-9]+)(?::[0-9]+)?", elsewhere, problem.message)
    path = paths[min(problem.line, len(paths)) - 1] if paths else ()
    missing = _MISSING.match(message)
    # a mapping stands where its first value stands
    return problem_at((*path[:-1], missing[1]) if missing and path else path, message)


def _lines(value: Any, path: Steps, pad: str) -> Iterator[tuple[Steps, str]]:
    if isinstance(value, dict) and value:
        for key, one in value.items():
            yield from _item(one, (*path, key), f"{pad}{_scalar(key)}:", f"{pad} ")
    elif isinstance(value, list) and value:
        for number, one in enumerate(value):
            yield from _item(one, (*path, number), f"{pad}-", f"{pad} ")


def _item(value: Any, path: Steps, head: str, pad: str) -> Iterator[tuple[Steps, str]]:
    if isinstance(value, (dict, list)) and value:
        yield path, head
        yield from _lines(value, path, pad)
    else:
        yield path, f"{head} {_scalar(value)}"


def _scalar(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
