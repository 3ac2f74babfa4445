"""The end of the explorer: whatever works in the background is told to end, and is waited for."""

from __future__ import annotations

import inspect
import logging
import threading
import time
import weakref
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SECONDS", "at_end", "end"]

_LOG: Final = logging.getLogger("flowviz.explorer")
SECONDS: Final = 8.0
"""What runs when the explorer is told to end may take so long."""
_ENDS: Final[list[Callable[[], Callable[[float], None] | None]]] = []


def at_end(stop: Callable[[float], None]) -> None:
    """Has ``stop`` called when the explorer ends, once and in a thread of its own.

    It takes no new work from then on, ends what runs within the seconds that it is given, and returns when that is so.
    The method of an object that nobody else uses any more is forgotten with it.
    """
    _ENDS.append(weakref.WeakMethod(stop) if inspect.ismethod(stop) else lambda: stop)


def end(seconds: float = SECONDS) -> bool:
    """Whether all that was announced with `at_end` has ended within ``seconds``."""
    deadline = time.monotonic() + seconds
    stops = [stop for stop in (each() for each in _ENDS) if stop is not None]
    _ENDS.clear()
    threads = [threading.Thread(target=_stop, args=(stop, seconds), daemon=True) for stop in stops]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    return not any(thread.is_alive() for thread in threads)


def _stop(stop: Callable[[float], None], seconds: float) -> None:
    try:
        stop(seconds)
    except Exception:
        _LOG.exception("something did not end as it should")
