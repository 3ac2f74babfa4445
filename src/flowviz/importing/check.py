"""Plain data -> a catalogue, by the checks that YAML files go through, told together with what was wrong before."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import TYPE_CHECKING, Any

from flowviz.errors import CatalogueError
from flowviz.loading import Loaded, from_data
from flowviz.loading.problems import Problem, in_order

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flowviz.importing.assemble import Assembly
    from flowviz.loading.data_file import Path
    from flowviz.messages import Message

__all__ = ["checked"]


def checked(
    data: Any,
    name: str,
    problem_at: Callable[[Path, Message], Problem],
    before: Assembly | None = None,
    *,
    slips: bool = False,
) -> Loaded:
    """The catalogue that ``data`` mean, with warnings, as `flowviz.loading.from_data` gives it.

    Raises `CatalogueError` with all that is wrong, each problem placed by ``problem_at(path, message)``, and what was
    wrong ``before`` with the cells; of a place that this tells of, nothing more is told.
    """
    already = before.problems if before else []
    more: list[Problem] = []
    loaded = None
    if data or not already:
        try:
            loaded = from_data(data, name, problem_at, before.elsewhere if before else None, slips=slips)
        except CatalogueError as error:
            more = [problem for problem in error.problems if isinstance(problem, Problem)]
    if loaded is None or already:
        following = before.following if before else Counter()
        raise CatalogueError(in_order(_together(already, more, following), before.files if before else ()))
    return loaded


def _together(already: Sequence[Problem], more: Sequence[Problem], following: Counter[Problem]) -> list[Problem]:
    """One problem a place; what follows from another one at a place follows from what is told of it."""
    at = {one.place: one.following for one in more}
    told = {one.place for one in already}
    return [
        *(dataclasses.replace(one, following=following[one] + at.get(one.place, 0)) for one in already),
        *(one for one in more if one.place not in told),
    ]
