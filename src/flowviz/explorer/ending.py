"""The end of the explorer: whatever works in the background is told to end, and is waited for."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SECONDS", "at_end", "end"]

_LOG: Final = logging.getLogger("flowviz.explorer")
SECONDS: Final = 8.0
"""What runs when the explorer is told to end may take so long."""
_ENDS: Final[list[Callable[[float], None]]] = []


def at_end(stop: Callable[[float], None]) -> None:
    """Has ``stop`` called when the explorer ends, once and in a thread of its own.

    It takes no new work from then on, ends what runs within the seconds that it is given, and returns when that is so.
    """
    _ENDS.append(stop)


def end(seconds: float = SECONDS) -> bool:
    """Whether all that was announced with `at_end` has ended within ``seconds``."""
    deadline = time.monotonic() + seconds
    threads = [threading.Thread(target=_stop, args=(stop, seconds), daemon=True) for stop in _ENDS]
    _ENDS.clear()
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
