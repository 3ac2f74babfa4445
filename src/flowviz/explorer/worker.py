"""A process beside the server that does heavy work: reads pickles from standard input, writes them to standard output.

It ends when the server does, when it has had nothing to do for a while, and when its work takes too long.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import pickle
import queue
import signal
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NoReturn

from flowviz.errors import FlowvizError
from flowviz.explorer.work import LATE, TooBig

if TYPE_CHECKING:
    from flowviz.explorer.work import Limits

__all__ = ["main"]

_LOOK: Final = 0.1


def main() -> NoReturn:
    """Works until there is no more to do."""
    for name in ("SIGINT", "SIGTERM"):  # whoever ends the whole group means the server, which then ends this
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    # nobody else reads or writes here: what is printed is no answer, and a fork closes its standard input
    given, out = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    messages: queue.SimpleQueue[Any] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(given, messages), daemon=True).start()
    entry, setup, limits = messages.get()
    _limit_memory(limits)
    watch = _Watch(limits.seconds)
    module, _, name = entry.partition(":")
    desk = getattr(importlib.import_module(module), name)(setup)
    while True:
        try:
            state, job = messages.get(timeout=limits.idle)
        except queue.Empty:
            os._exit(0)
        watch.start()
        answer = _answer(desk, state, job, limits)
        watch.stop()
        _write(out, answer)
        del state, job, answer
        if _peak() > limits.megabytes / 2:  # memory that was needed once is given back
            os._exit(0)


def _answer(desk: Any, state: bytes | None, job: Any, limits: Limits) -> tuple[str, Any]:
    try:
        if state is not None:
            desk.begin(state)
        return "done", desk.do(job)
    except FlowvizError as error:
        return "error", error
    except MemoryError:
        return "error", TooBig("memory", n=limits.megabytes)
    except Exception:
        return "broken", traceback.format_exc()


def _read(pipe: BinaryIO, messages: queue.SimpleQueue[Any]) -> None:
    with contextlib.suppress(Exception):
        while True:
            messages.put(pickle.load(pipe))
    os._exit(0)  # the server is no more


def _write(out: BinaryIO, answer: tuple[str, Any]) -> None:
    try:
        data = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
    except Exception:
        data = pickle.dumps(("broken", traceback.format_exc()))
    try:
        out.write(data)
        out.flush()
    except OSError:
        os._exit(0)


class _Watch:
    """Ends the process when a piece of work has taken more of a processor than it may."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._deadline = float("inf")
        threading.Thread(target=self._look, daemon=True).start()

    def start(self) -> None:
        self._deadline = time.process_time() + self._seconds
        _limit_time(self._deadline + 1)

    def stop(self) -> None:
        self._deadline = float("inf")
        _limit_time(None)

    def _look(self) -> None:
        while True:
            time.sleep(_LOOK)
            if time.process_time() > self._deadline:
                os._exit(LATE)


def _limit_time(seconds: float | None) -> None:
    """Has the system end this process at so many seconds of a processor, even where no thread of ours gets a turn."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        soft = hard if seconds is None else int(seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def _limit_memory(limits: Limits) -> None:
    """Limits the memory that can be written to, not what is only reserved."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        most = limits.megabytes * 1_000_000
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _peak() -> float:
    """The most memory that this process ever had, in megabytes; 0 where the system does not tell.

    On Linux not by ``getrusage``, whose peak a process inherits from the one that started it: beside a large server, each
    process would end after each piece of work.
    """
    with contextlib.suppress(OSError), Path("/proc/self/status").open("rb") as status:
        for line in status:
            if line.startswith(b"VmHWM:"):
                return int(line.split()[1]) * 1_024 / 1_000_000
    try:
        import resource
    except ImportError:
        return 0
    unit = 1_000_000 if sys.platform == "darwin" else 1_000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


if __name__ == "__main__":
    main()
