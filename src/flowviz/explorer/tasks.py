"""Everything that is made for an answer, each with its size: what is small is made at once, the rest by other processes.

A size is about the number of things that are gone through, weighed by how long each takes: 1,000 take about a third of
a second.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec

from flowviz.catalogue import Catalogue
from flowviz.changes import FORMATS as CHANGE_FORMATS
from flowviz.errors import CatalogueError
from flowviz.explorer import levels, rows
from flowviz.explorer.ahead import Piece
from flowviz.explorer.drawings import drawing_of, drawn_part, everything, file_of, parts_drawn
from flowviz.explorer.live import State
from flowviz.explorer.memory import give_back
from flowviz.explorer.pages import as_json, middle
from flowviz.explorer.pieces import Place
from flowviz.explorer.query import Query
from flowviz.explorer.questions import can_compare, question_of, ranking_of, report_of
from flowviz.explorer.store import Store
from flowviz.explorer.versions import History, Versions, read_sent
from flowviz.explorer.work import Busy, Unwanted
from flowviz.exports import EXPORTS, Order
from flowviz.lineage import downstream
from flowviz.loading import no_garbage_collection
from flowviz.model import build_model, inside
from flowviz.reports import FORMATS, RANKING_FORMATS, csv_of
from flowviz.theme import THEMES

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator
    from pathlib import Path

    from flowviz.explorer.work import Work

__all__ = [
    "LIGHT",
    "TASKS",
    "AtWork",
    "File",
    "Kind",
    "Sent",
    "Setup",
    "Task",
    "as_texts",
    "check",
    "done",
    "pieces",
    "size_of_task",
    "told",
]

LIGHT: Final = 1_500
"""What is larger is made by other processes."""
_MOST_PROBLEMS: Final = 20


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to be made; equal tasks have the same result."""

    name: str
    query: Query
    form: str = ""
    theme: str = "light"


@dataclass(frozen=True, slots=True)
class File:
    """What was made."""

    data: bytes
    name: str = ""
    """What it is called when it is saved."""
    lasts: bool = True
    """Whether it is the same until the next edit."""

    @property
    def weight(self) -> int:
        return len(self.data)


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of task is done. ``most`` is the most things of a drawing that is not asked for as a whole."""

    make: Callable[[State, Task, int], File | None]
    """None for what there is not."""
    size: Callable[[State, Task, int], float]


def _view(state: State, task: Task, most: int) -> File:
    found = middle(Place(state, task.query, most))
    return File("\n".join(f"{name} {as_json(content)}" for name, content in found.items()).encode())


def as_texts(data: bytes) -> dict[str, str]:
    """The contents of each panel of a view as JSON, which has no line breaks."""
    return dict(line.split(" ", 1) for line in data.decode().split("\n") if line)


def _drawing(state: State, task: Task, most: int) -> File:
    data = file_of(state, task.query, most, task.form, task.theme)
    return File(data, f"{drawing_of(state, task.query, most).scene.name}.{task.form}")


def _map(state: State, task: Task, most: int) -> File | None:  # noqa: ARG001
    data = levels.answer(state, task.query, task.form, task.theme)
    return File(data) if data else None


def _table(state: State, task: Task, most: int) -> File | None:
    shown = rows.asked(state, task.query, most)
    writer = {"csv": rows.as_csv, "xlsx": rows.as_xlsx}[task.form]
    return File(writer(shown), f"{shown.file_name}.{task.form}") if shown is not None else None


def _export(state: State, task: Task, most: int) -> File:  # noqa: ARG001
    data = EXPORTS[task.form].write(state.model, Order(language=task.query.language))
    return File(data, f"{state.model.catalogue.header.id}{EXPORTS[task.form].suffix}")


def _impact(state: State, task: Task, most: int) -> File:  # noqa: ARG001
    question = question_of(state, task.query)
    if task.form != "csv":
        return File(FORMATS[task.form](question), f"impact.{task.form}")
    table = task.query.table if task.query.table in question.tables else next(iter(question.tables))
    return File(csv_of(question, table), f"impact-{table}.csv")


def _critical(state: State, task: Task, most: int) -> File:  # noqa: ARG001
    found = RANKING_FORMATS[task.form](state.model, ranking_of(state, task.query), task.query.language)
    return File(found, f"critical.{task.form}")


def _changes(state: State, task: Task, most: int) -> File | None:  # noqa: ARG001
    report = report_of(state, task.query)
    return File(CHANGE_FORMATS[task.form](report), f"changes.{task.form}") if report else None


# --- how large they are

_PIXELS: Final = ("png", "pdf")
"""Forms that take much time and memory even when they are small."""
_SLOWER: Final = {"zip": 20.0, "xlsx": 2.0, "archimate": 2.0}
_LAID_OUT: Final = 0.03
"""For a thing that has a place on the map."""
_SCANNED: Final = 0.01
"""For a thing that is only passed by on the way to what is drawn."""
_SEARCHED: Final = 0.03
"""For a thing that is passed by in a search along feeds, and counted."""


def _drawn(state: State, task: Task, most: int) -> float:
    parts = parts_drawn(state, task.query, most)
    pixels = LIGHT if task.form in _PIXELS else 0
    # to lay out twice as much takes more than twice as long
    return pixels + parts * (1 + parts / 1_500) + _SCANNED * len(state.model) + _compared(state, task.query)


def _mapped(state: State, task: Task, most: int) -> float:  # noqa: ARG001
    # it is laid out once for all that is fetched of it: of 20,000 resources in less time than another process takes to begin
    return _LAID_OUT * everything(state.model) + _layered(state, task.query)


def _layered(state: State, query: Query) -> float:
    """For what lies over a drawing that is there already."""
    return _removed(state, query) + _compared(state, query) if query.layer else 0


def _removed(state: State, query: Query, each: float = 0.4) -> float:
    """For an answer to what happens when things go, of which each thing that they lead to takes so much."""
    things = [one for id_ in query.things_gone if id_ in state.model for one in inside(state.model, id_)]
    ends = [target for _, target in query.feeds_gone if target in state.model]
    return _SEARCHED * everything(state.model) + each * len(downstream(state.model, *things, *ends))


def _compared(state: State, query: Query) -> float:
    if not query.version:
        return 0
    return state.versions.size(query.version) or everything(state.model)


def _viewed(state: State, task: Task, most: int) -> float:
    query, whole = task.query, everything(state.model)
    match query.view:
        case "figures":
            return whole / 8
        case "map":  # it fetches what it shows by itself
            return _layered(state, query) + (_SEARCHED * whole if query.filters.count else 0)
        case "critical":
            return (2 if query.whole else 1 / 7) * whole
        case "impact" if not query.whole:
            return _removed(state, query, 2) if query.gone else _SEARCHED * whole
        case "changes":
            return 2 * (whole + _compared(state, query)) if query.version else 0
        case "paths" if query.undecided:  # it offers what is connected most
            return 2 * _SEARCHED * whole
    # where its drawing is made, so that both are made of one scene
    return _drawn(state, task, most) if query.drawn else 0


def _rows(state: State, task: Task, most: int) -> float:
    size = 2 * _drawn(state, task, most) if task.query.diagram else everything(state.model)
    return size * _SLOWER.get(task.form, 1)


def _exported(state: State, task: Task, most: int) -> float:  # noqa: ARG001
    return everything(state.model) * _SLOWER.get(task.form, 1)


def _answered(state: State, task: Task, most: int) -> float:  # noqa: ARG001
    return 2 * (everything(state.model) + _compared(state, task.query))


TASKS: Final[dict[str, Kind]] = {
    "view": Kind(_view, _viewed),
    "drawing": Kind(_drawing, _drawn),
    "map": Kind(_map, _mapped),
    "table": Kind(_table, _rows),
    "export": Kind(_export, _exported),
    "impact": Kind(_impact, _answered),
    "critical": Kind(_critical, _answered),
    "changes": Kind(_changes, _answered),
}
"""Every kind of task by name."""


def size_of_task(state: State, task: Task, most: int) -> float:
    """How large a task is, told beforehand."""
    return TASKS[task.name].size(state, task, most)


def done(work: Work, state: State, task: Task, most: int, *, wanted: Callable[[], bool] = lambda: True) -> File | None:
    """What ``task`` makes: here when it is small, and by other processes else; None for what there is not.

    Raises `Busy`, also when it is not ``wanted`` any more as its turn comes, `TooBig`, and what the making raises.
    """
    # what does not last is made once for those who ask at the same time, and not kept
    key, weigh = (_key(task), _weigh) if _lasts(state, task) else (("passing", task), _too_heavy)
    found: File | None = state.cache.find(key)
    if found is not None:
        return found
    if size_of_task(state, task, most) <= LIGHT:
        return state.kept(key, lambda: _made(state, task, most), weigh)

    def made() -> File | None:
        found: File | None = work.run(
            task, version=state.version, state=lambda: told(state), near=_near(task), wanted=wanted
        )
        return found

    with work.place():  # whoever waits for what another one has asked for takes a place too
        try:
            return state.kept(key, made, weigh)
        except Unwanted:
            raise Busy from None


def _made(state: State, task: Task, most: int) -> File | None:
    lasts = _lasts(state, task)
    found = TASKS[task.name].make(state, task, most)
    return replace(found, lasts=False) if found and not (lasts and _lasts(state, task)) else found


def _lasts(state: State, task: Task) -> bool:
    """Whether the result of a task is the same until the next edit: other versions come and go without one."""
    return task.query.view != "changes" and can_compare(state, task.query)


def pieces(state: State) -> Iterator[Piece]:
    """What has ready what is fetched first of the map by stages as most have them."""
    for query in levels.usual(state.model.catalogue):
        needs = levels.needs(query)
        yield Piece(partial(levels.prepare, state, query), needs)
        for theme in THEMES:
            task = Task("map", query, "whole", theme)
            yield Piece(partial(state.kept, _key(task), partial(_map, state, task, 0), _weigh), needs)


def _key(task: Task) -> Hashable:
    """What the result of a task is kept by."""
    return "task", task


def _near(task: Task) -> Query:
    """What is the same for tasks that share much of their work."""
    query = drawn_part(task.query)
    return query.but(of=None, level=1) if task.name == "map" else query


def _weigh(found: File | None) -> float:
    return found.weight if found and found.lasts else math.inf


def _too_heavy(_: File | None) -> float:
    return math.inf


def told(state: State) -> bytes:
    """What another process needs to know of a state: the nouns alone, from which it makes the rest as soon."""
    return msgspec.msgpack.encode((state.model.catalogue, state.version))


# --- a file that a visitor sent


@dataclass(frozen=True, slots=True)
class Sent:
    """A file to be checked."""

    raw: bytes


def check(work: Work, raw: bytes) -> None:
    """Nothing when ``raw`` is a catalogue. Raises what `read_sent` does, with no more problems than one can read."""
    with work.place():
        work.run(Sent(raw))


# --- the other side


@dataclass(frozen=True, slots=True)
class Setup:
    """What another process needs to know from the start."""

    most: int
    given: Catalogue | None = None
    store: Path | None = None
    history: tuple[Path, int] | None = None
    """Where the revisions of the catalogue are, and how many may be compared with."""


class AtWork:
    """The side of the process that does the work: see `flowviz.explorer.work`."""

    def __init__(self, setup: Setup) -> None:
        given = build_model(setup.given) if setup.given else None
        self._versions = Versions(
            given=given,
            store=Store(setup.store) if setup.store else None,
            history=History(*setup.history) if setup.history else None,
        )
        self._most = setup.most
        self._state: State | None = None

    def begin(self, state: bytes) -> None:
        """Goes over to another version of the catalogue, as it is `told`."""
        self._state = None  # the old one is let go first
        with no_garbage_collection():
            catalogue, version = msgspec.msgpack.decode(state, type=tuple[Catalogue, str])
            self._state = State(build_model(catalogue), version, versions=self._versions)
        give_back()

    def do(self, job: Task | Sent) -> File | None:
        """What a task makes, or nothing for a file that is right."""
        if isinstance(job, Sent):
            return self._check(job)
        assert self._state is not None
        return _made(self._state, job, self._most)

    @staticmethod
    def _check(sent: Sent) -> None:
        try:
            read_sent(sent.raw)
        except CatalogueError as error:
            raise error.first(_MOST_PROBLEMS) from None
