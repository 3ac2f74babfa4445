"""Many wishes -> their files, on all cores when there are enough of them. The bytes are those of `flowviz.drawing`."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flowviz import drawing, filters
from flowviz.catalogue import Catalogue
from flowviz.filters import NO_FILTERS, Filters
from flowviz.model import Model, build_model

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flowviz.diagrams import Wish

__all__ = ["MOST_ALONE", "Drawn", "draw_many"]

MOST_ALONE: Final = {"svg": 60, "dot": 60, "png": 1, "pdf": 1}
"""Up to so many drawings of a format are done as soon by one process: starting two costs 30 ms."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A file, and what a list of files says of it."""

    wish: Wish
    name: str
    title: str
    text: str
    """What the drawing shows, for those who do not see it."""
    data: bytes


_CHUNKS_EACH: Final = 4
_worker: dict[str, Any] = {}


def draw_many(
    model: Model,
    wishes: Sequence[Wish],
    form: str,
    *,
    theme: str = "light",
    scale: float = 2.0,
    jobs: int | None = None,
    shown: Filters = NO_FILTERS,
) -> Iterator[Drawn]:
    """The files of ``wishes`` in their order, as `flowviz.drawing.write` makes them.

    ``jobs`` is the number of processes; None takes one for few drawings and else one a core. Each drawing is of what
    ``shown`` leaves, and always of the things that its wish names.
    """
    if jobs is None:
        jobs = 1 if len(wishes) <= MOST_ALONE[form] else _cores()
    jobs = min(jobs, len(wishes))
    if jobs <= 1:
        for wish in wishes:
            yield _drawn(model, wish, form, theme, scale, shown)
        return
    from concurrent.futures import ProcessPoolExecutor

    # a fork starts at once with the graph in its memory; where it is not safe, the catalogue is sent
    forks = sys.platform == "linux"
    pool = ProcessPoolExecutor(
        jobs,
        mp_context=multiprocessing.get_context("fork" if forks else "spawn"),
        initializer=_start,
        initargs=(model if forks else model.catalogue, form, theme, scale, shown),
    )
    try:
        yield from pool.map(_draw, wishes, chunksize=-(-len(wishes) // (jobs * _CHUNKS_EACH)))
    finally:
        pool.shutdown(cancel_futures=True)


def _drawn(model: Model, wish: Wish, form: str, theme: str, scale: float, shown: Filters) -> Drawn:
    model = filters.apply(model, shown, [node for node in (wish.of, wish.to) if node])
    scene = drawing.scene_of(model, wish)
    data = drawing.write(model, scene, form, theme=theme, scale=scale)
    return Drawn(wish, scene.name, scene.title, scene.told, data)


def _cores() -> int:
    if sys.platform == "linux":  # not all may be ours
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _start(given: Model | Catalogue, form: str, theme: str, scale: float, shown: Filters) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends its workers
    for name in {"SIGTERM", "SIGHUP"} & set(dir(signal)):
        signal.signal(getattr(signal, name), signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    model = build_model(given) if isinstance(given, Catalogue) else given
    _worker.update(model=model, form=form, theme=theme, scale=scale, shown=shown)


def _end_with_parent() -> None:
    """Ends this worker when its parent was killed and cannot end it any more."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _draw(wish: Wish) -> Drawn:
    return _drawn(wish=wish, **_worker)
