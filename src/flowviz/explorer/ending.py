"""The end of an explorer: whatever works in its background is told to end, and is waited for."""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

__all__ = ["SECONDS", "at_end", "end"]

_LOG: Final = logging.getLogger("flowviz.explorer")
SECONDS: Final = 8.0
"""What runs when the explorer is told to end may take so long."""
_ENDS: Final = "flowviz.ends"
"""Where an app keeps what is to be called at its end."""


def at_end(app: Flask, stop: Callable[[float], None]) -> None:
    """Has ``stop`` called when the explorer ``app`` ends, once and in a thread of its own.

    It takes no new work from then on, ends what runs within the seconds that it is given, and returns when that is so.
    """
    app.extensions.setdefault(_ENDS, []).append(stop)


def end(app: Flask, seconds: float = SECONDS) -> bool:
    """Whether all that was announced with `at_end` for ``app`` has ended within ``seconds``."""
    deadline = time.monotonic() + seconds
    stops = app.extensions.pop(_ENDS, [])
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
