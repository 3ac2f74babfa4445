"""Plain data -> a catalogue, by the checks that YAML files go through, told together with what was wrong before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowviz.errors import CatalogueError
from flowviz.loading import Loaded, from_data
from flowviz.loading.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flowviz.loading.data_file import Path

__all__ = ["checked"]


def checked(
    data: Any, name: str, problem_at: Callable[[Path, str], Problem], already: Sequence[Problem] = ()
) -> Loaded:
    """The catalogue that ``data`` mean, with warnings.

    Raises `CatalogueError` with ``already`` and all that is wrong, each problem worded by ``problem_at(path, message)``;
    of a place that ``already`` tells of, nothing more is told.
    """
    told = {(problem.file, problem.line, problem.column) for problem in already}
    more: list[Problem] = []
    loaded = None
    if data or not already:
        try:
            loaded = from_data(data, name, problem_at)
        except CatalogueError as error:
            found = (problem for problem in error.problems if isinstance(problem, Problem))
            more = [problem for problem in found if (problem.file, problem.line, problem.column) not in told]
    if loaded is None or already:
        raise CatalogueError(tuple(sorted({*already, *more})))
    return loaded
