"""Heavy work in a few processes beside the server, so that the server's threads stay free for everything else.

What is heavy is decided by its size beforehand (`flowviz.explorer.tasks`). A process is started when it is first
needed, gets each version of the catalogue once, and is killed when its work takes more time of a processor or more
memory than allowed; the next work gets another one. Only so many requests may work or wait at a time: the others are
told when to come again.
"""

from __future__ import annotations

import contextlib
import math
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flowviz.errors import FlowvizError
from flowviz.locales import words

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

__all__ = ["LATE", "Busy", "Limits", "TooBig", "Trouble", "Unwanted", "Work"]

LATE: Final = 75
"""The exit code of a process whose work took too long."""
_LOOK: Final = 0.5
"""Seconds after which it is asked again whether work that waits is still wanted."""
_PATIENCE: Final = 4
"""Work that waits more than it works, on a machine with much to do, may take so many times as long."""


class Trouble(FlowvizError):  # noqa: N818
    """What cannot be done just now, or not at all, for its size: worded in each language."""

    def __init__(self, reason: str, **numbers: float) -> None:
        self.reason = reason
        self.numbers = numbers
        super().__init__(reason)

    def __reduce__(self) -> Any:
        return _trouble, (type(self), self.reason, self.numbers)

    def told(self, language: str) -> str:
        """What is the matter, in one sentence."""
        return words(language)(f"explorer.trouble.{self.reason}", **self.numbers)

    def __str__(self) -> str:
        return self.told("en")


def _trouble(kind: type[Trouble], reason: str, numbers: dict[str, float]) -> Trouble:
    return kind(reason, **numbers)


class TooBig(Trouble):
    """What is asked for is larger than the server takes on.

    >>> print(TooBig("things", things=5000, most=4000))
    The diagram would have 5,000 items; at most 4,000 are drawn here.
    """


class Busy(Trouble):
    """The server has as much to do as it can.

    >>> print(Busy())
    The service is busy just now. Try again in 5 seconds.
    """

    def __init__(self, reason: str = "busy", *, n: int = 5) -> None:
        super().__init__(reason, n=n)
        self.retry_after = n


class Unwanted(BaseException):
    """Nobody waits any more for work that has not begun. No error of the work: others who want the same may have it done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much heavy work there may be."""

    processes: int = 2
    room: int = 8
    """How many requests may have heavy work done or wait for it; each holds a thread of the server for so long."""
    seconds: float = 30
    """Of a processor, for one piece of work."""
    megabytes: int = 2_000
    """Of memory, for one process; where the system can tell."""
    idle: float = 300
    """Seconds after which a process without work ends."""


class Work:
    """Has work done by other processes; safe for threads.

    ``entry`` names a class as ``module:name``. Each process makes one object of it from ``setup``, calls its
    ``begin(state)`` for each version that it meets, and its ``do(job)`` for each piece of work.
    """

    def __init__(self, entry: str, setup: Any = None, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._first = entry, setup, self.limits
        self._free = threading.Condition()
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._starting = 0
        self._inside = 0
        self._closed = False
        self._processes: set[subprocess.Popen[bytes]] = set()
        self._ended = weakref.finalize(self, _end_all, self._processes)

    @property
    def running(self) -> int:
        """How many pieces of work are being done."""
        return len(self._busy)

    @property
    def inside(self) -> int:
        """How many requests have heavy work done, or wait for it."""
        return self._inside

    @contextlib.contextmanager
    def place(self) -> Iterator[None]:
        """A place among those that have work done or wait for it. Raises `Busy` when there is none."""
        with self._free:
            if self._closed:
                raise Busy("ending")
            if self._inside >= self.limits.room:
                raise Busy
            self._inside += 1
        try:
            yield
        finally:
            with self._free:
                self._inside -= 1

    def run(
        self,
        job: Any,
        *,
        version: str = "",
        state: Callable[[], bytes] = bytes,
        near: Hashable = None,
        wanted: Callable[[], bool] = lambda: True,
    ) -> Any:
        """What the process returns for ``job``; raises what it raises, `TooBig` and `Busy`; `Unwanted` if it is not ``wanted``.

        ``state`` gives the ``version`` that it needs for that, if any, and is called when the process has another.
        Work with the same ``near`` goes to the same process where possible, which then has made half of it already.
        """
        for _ in range(2):
            worker = self._take(near, wanted)
            try:
                return worker.do(job, version, state, near)
            except _Gone:  # it had just ended for want of work
                continue
            except _Killed:
                raise Busy("ending" if self._closed else "busy") from None
            finally:
                self._give_back(worker)
        raise Busy

    def close(self, within: float = 8) -> None:
        """Takes no more work, and ends what is being done within so many seconds."""
        deadline = time.monotonic() + within
        with self._free:
            self._closed = True
            self._free.notify_all()
            idle, self._idle = self._idle, []
            for worker in self._busy:
                worker.kill()
        for worker in idle:
            worker.end()
        with self._free:
            self._free.wait_for(lambda: not self._busy, max(0.0, deadline - time.monotonic()))

    def _take(self, near: Hashable, wanted: Callable[[], bool]) -> _Worker:
        deadline = time.monotonic() + self.limits.seconds * _PATIENCE
        with self._free:
            while True:
                if self._closed:
                    raise Busy("ending")
                if not wanted():
                    raise Unwanted
                for worker in [each for each in self._idle if not each.alive]:
                    self._idle.remove(worker)
                    worker.end()
                if self._idle:
                    worker = next((each for each in self._idle if near in each.near), self._idle[-1])
                    self._idle.remove(worker)
                    self._busy.add(worker)
                    return worker
                if len(self._busy) + self._starting < self.limits.processes:
                    self._starting += 1
                    break
                if not self._free.wait(_LOOK) and time.monotonic() >= deadline:
                    raise Busy
        try:
            worker = _Worker(self._first, self.limits, self._processes)
        except BaseException:
            with self._free:
                self._starting -= 1
                self._free.notify()
            raise
        with self._free:
            self._starting -= 1
            if not self._closed:
                self._busy.add(worker)
                return worker
        worker.end()
        raise Busy("ending")

    def _give_back(self, worker: _Worker) -> None:
        with self._free:
            stays = worker.alive and not worker.late and not self._closed
            if stays:
                self._busy.discard(worker)
                self._idle.append(worker)
                self._free.notify()
        if stays:
            return
        worker.end()
        with self._free:
            self._busy.discard(worker)
            self._free.notify_all()


class _Gone(Exception):  # noqa: N818
    """The process ended before it began with the work."""


class _Killed(Exception):  # noqa: N818
    """Somebody killed the process."""


class _Worker:
    """One process, and what it knows."""

    def __init__(self, first: Any, limits: Limits, processes: set[subprocess.Popen[bytes]]) -> None:
        apart: dict[str, Any] = {"start_new_session": True}  # Ctrl-C is for the server, which ends its processes
        if sys.platform == "win32":
            apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "flowviz.explorer.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            **apart,
        )
        self._processes = processes
        self._limits = limits
        self._version = ""
        self.late = False
        """Whether it was ended because its work took too long, which may be just as its answer came."""
        self._turn: object = None
        """Stands for the piece of work that it does."""
        self._answering = threading.Lock()
        self.near: deque[Hashable] = deque(maxlen=8)
        """What it has worked at of this version."""
        processes.add(self._process)
        with contextlib.suppress(OSError):  # it has ended already: the first work will tell
            self._send(first)

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def do(self, job: Any, version: str, state: Callable[[], bytes], near: Hashable) -> Any:
        new = bool(version) and version != self._version
        if new:
            self.near.clear()
        self.near.append(near)
        watch = threading.Timer(self._limits.seconds * _PATIENCE, self._too_late, [turn := object()])
        watch.daemon = True
        self._turn = turn
        message = state() if new else None, job
        watch.start()
        try:
            self._send(message)
            how, what = self._receive()
        except (OSError, EOFError, pickle.UnpicklingError):
            raise self._why() from None
        finally:
            watch.cancel()
            with self._answering:
                self._turn = None
        if version:
            self._version = version if how != "broken" else ""
        if how == "done":
            return what
        if how == "error":
            raise what
        raise RuntimeError(f"work went wrong in another process\n{what}")

    def end(self) -> None:
        """Ends the process and lets go of all that belongs to it."""
        _end(self._process)
        self._processes.discard(self._process)

    def kill(self) -> None:
        """Ends the process; whoever waits for its work hears of it."""
        _kill(self._process)

    def _too_late(self, turn: object) -> None:
        with self._answering:
            if self._turn is turn:  # its answer may just have come
                self.late = True
                self.kill()

    def _send(self, message: Any) -> None:
        assert self._process.stdin is not None
        pickle.dump(message, self._process.stdin, pickle.HIGHEST_PROTOCOL)
        self._process.stdin.flush()

    def _receive(self) -> tuple[str, Any]:
        assert self._process.stdout is not None
        found: tuple[str, Any] = pickle.load(self._process.stdout)
        return found

    def _why(self) -> Exception:
        """Why the process has ended."""
        code = self._process.wait()
        if self.late or code in (LATE, -getattr(signal, "SIGXCPU", math.nan)):
            return TooBig("time", n=round(self._limits.seconds))
        if code == 0:
            return _Gone()
        if code in (-signal.SIGTERM, -getattr(signal, "SIGKILL", math.nan)) or sys.platform == "win32":
            return _Killed()
        return RuntimeError(f"a process that worked ended with {code}")


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Ends a process and all that it has started."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.kill()
    else:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)


def _end(process: subprocess.Popen[bytes]) -> None:
    _kill(process)
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()


def _end_all(processes: set[subprocess.Popen[bytes]]) -> None:
    for process in list(processes):
        _end(process)
