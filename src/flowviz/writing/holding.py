"""Holding on: a folder that no other writer touches meanwhile, and work that no signal breaks off."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has no locks of folders
    fcntl = None  # type: ignore[assignment]

__all__ = ["CAN_LOCK", "ENDING", "alone", "holds", "lock", "uninterrupted"]

CAN_LOCK: Final = fcntl is not None

_PATIENCE: Final = 60.0
_PAUSE: Final = 0.02
ENDING: Final = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


def lock(folder: Path) -> int | None:
    """A handle that holds ``folder`` locked until it is closed or its process ends; None where that cannot be had.

    Raises `BlockingIOError` when another process holds it.
    """
    if fcntl is None:
        return None
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise
    except OSError:  # some network disks have no locks
        os.close(handle)
        return None
    return handle


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Waits until no other writer holds ``folder``, and holds it. Goes on without after a minute, or where it is not to be had."""
    handle = _patiently(folder)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _patiently(folder: Path) -> int | None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            handle = lock(folder)
        except BlockingIOError:
            time.sleep(_PAUSE)
            continue
        except OSError:
            return None
        if handle is None or holds(handle, folder):
            return handle
        os.close(handle)
    return None


def holds(handle: int, folder: Path) -> bool:
    """Whether ``handle`` is of what stands at ``folder``: who had it before may have removed it, or put another in its place."""
    try:
        return os.path.samestat(os.fstat(handle), folder.stat())
    except OSError:
        return False


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Lets signals that would end the program wait until the block is through."""
    if threading.current_thread() is not threading.main_thread():  # signals are the main thread's
        yield
        return
    waiting: list[int] = []

    def wait(number: int, _: object) -> None:
        waiting.append(number)

    before: dict[int, Any] = {}
    for number in ENDING:
        if callable(signal.getsignal(number)):  # the others end the process at once, or never
            before[number] = signal.signal(number, wait)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        with contextlib.ExitStack() as stack:
            for number in waiting[:1]:
                stack.callback(signal.raise_signal, number)
