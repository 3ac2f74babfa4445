"""Many tasks -> their results in order, from several processes that neither a signal nor a death leaves hanging.

`concurrent.futures` hands out its work through queues whose locks die with the process that holds them: a signal to
the whole group, as a closed terminal sends, could leave it waiting for ever. Here each process has a pipe of its own,
nobody holds a lock, and only the one who asked is ended by a signal.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import threading
import traceback
from multiprocessing import connection
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar, cast

from flowviz.errors import FlowvizError
from flowviz.writing.holding import ENDING, uninterrupted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Generator, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess

__all__ = ["FORKS", "cores", "spread", "warmed"]

FORKS: Final = sys.platform == "linux"
"""Whether a process starts with the memory of the one that asks; elsewhere that is not safe, and what it needs is sent."""

_PORTIONS_EACH: Final = 4
_MOST_IN_A_PORTION: Final = 16

_MADE_UNTIL_LOOKED: Final = 20_000
"""So many objects are made until a process that works looks what can go: the results of a task are many, and in few circles."""

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


def cores() -> int:
    """How many processes can work at the same time."""
    if sys.platform == "linux":  # not all may be ours
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def warmed(
    make: Callable[..., Callable[[_Task], _Result]],
    given: tuple[Any, ...],
    tasks: Sequence[_Task],
    jobs: int,
    first: Collection[_Task],
) -> Iterator[_Result]:
    """The same as of `spread`, the ``first`` of the tasks done by the one who asks, and all of them for one job.

    What is read, imported and worked out once for them is there in every process that begins with its memory.
    """
    if jobs > 1 and not FORKS:
        yield from spread(make, given, tasks, jobs)
        return
    function = make(*given)
    if jobs <= 1:
        yield from map(function, tasks)
        return
    done = {task: function(task) for task in first}
    others = spread(make, given, [task for task in tasks if task not in done], jobs)
    for task in tasks:
        yield done[task] if task in done else next(others)


def spread(
    make: Callable[..., Callable[[_Task], _Result]], given: tuple[Any, ...], tasks: Sequence[_Task], jobs: int
) -> Generator[_Result, None, None]:
    """The results of ``tasks`` in their order, worked out by ``jobs`` processes.

    Each of them calls ``make(*given)`` once, which gives the function of a task. An error of a task comes back as
    itself. Raises `FlowvizError` when a process is killed from outside.
    """
    portions = _portions(tasks, jobs)
    context = multiprocessing.get_context("fork" if FORKS else "spawn")
    workers: dict[Connection, BaseProcess] = {}
    try:
        with uninterrupted():  # a worker that has only begun is not to act on a signal as if it were us
            for _ in range(min(jobs, len(portions))):
                _start(context, workers, make, given)
        yield from _results(list(workers), portions)
    finally:
        for worker in workers.values():
            worker.kill()
        for pipe, worker in workers.items():
            worker.join()
            pipe.close()


def _portions(tasks: Sequence[_Task], jobs: int) -> list[Sequence[_Task]]:
    """The tasks in portions, smaller ones towards the end: then all processes are done at about the same time."""
    found, at = [], 0
    while at < len(tasks):
        size = max(1, min(_MOST_IN_A_PORTION, (len(tasks) - at) // (jobs * _PORTIONS_EACH)))
        found.append(tasks[at : at + size])
        at += size
    return found


def _start(
    context: BaseContext, workers: dict[Connection, BaseProcess], make: Callable[..., Any], given: tuple[Any, ...]
) -> None:
    ours, theirs = context.Pipe()
    worker = context.Process(target=_work, args=(theirs, make, given), daemon=True)  # type: ignore[attr-defined]
    worker.start()
    theirs.close()
    workers[ours] = worker


def _results(idle: list[Connection], portions: Sequence[Sequence[_Task]]) -> Iterator[_Result]:
    at: dict[Connection, int] = {}
    done: dict[int, list[_Result]] = {}
    sent = 0
    for following in range(len(portions)):
        while following not in done:
            while idle and sent < len(portions):
                at[pipe := idle.pop()] = sent
                _tell(pipe, portions[sent])
                sent += 1
            for pipe in cast("list[Connection]", connection.wait(list(at))):
                done[at.pop(pipe)] = _heard(pipe)
                idle.append(pipe)
        yield from done.pop(following)


def _tell(pipe: Connection, portion: Sequence[Any]) -> None:
    try:
        pipe.send(portion)
    except OSError:
        raise _lost() from None


def _heard(pipe: Connection) -> list[Any]:
    try:
        fine, what = pipe.recv()
    except (EOFError, OSError):
        raise _lost() from None
    if fine:
        return list(what)
    raise what


def _lost() -> FlowvizError:
    return FlowvizError(
        "a process of flowviz was ended from outside, perhaps because memory was short: try again with fewer jobs"
    )


def _work(pipe: Connection, make: Callable[..., Callable[[Any], Any]], given: tuple[Any, ...]) -> None:
    for number in ENDING:  # they are for the one who asks, who then kills its workers
        signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.freeze()  # what it begins with is not looked through for what can go, nor copied for that
    gc.set_threshold(_MADE_UNTIL_LOOKED, 20, 20)
    function = make(*given)
    with contextlib.suppress(EOFError, OSError):  # nobody asks any more
        while True:
            pipe.send(_answer(function, pipe.recv()))


def _answer(
    function: Callable[[Any], Any], portion: Sequence[Any]
) -> tuple[Literal[True], list[Any]] | tuple[Literal[False], Exception]:
    try:
        return True, [function(task) for task in portion]
    except Exception as error:  # whatever it is, it is raised where the result is asked for
        error.add_note(f"in another process:\n{traceback.format_exc()}")
        return False, error


def _end_with_parent() -> None:
    """Ends this process when the one that asks was killed and cannot end it any more."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
