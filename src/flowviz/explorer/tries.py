"""How often somebody may try: so many times at once, then one more every so many seconds."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

__all__ = ["Tries"]


class Tries:
    """The tries of each key that are left; safe for threads, and never larger than ``most`` keys.

    >>> now = 0.0
    >>> tries = Tries(2, 30, clock=lambda: now)
    >>> [tries.wait("virpi"), tries.take("virpi"), tries.take("virpi"), tries.wait("virpi")]
    [0, None, None, 30]
    """

    def __init__(
        self, at_once: int, seconds: float, *, most: int = 10_000, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._at_once = at_once
        self._seconds = seconds
        self._most = most
        self._clock = clock
        self._lock = threading.Lock()
        self._used: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()  # tries used, and at which time

    def wait(self, key: Hashable, *, fewer: int = 0) -> int:
        """Seconds until ``key`` may try again, 0 when it may now; ``fewer`` are taken off the tries at once."""
        with self._lock:
            over = self._now(key) + 1 - (self._at_once - fewer)
        return math.ceil(over * self._seconds) if over > 0 else 0

    def take(self, key: Hashable) -> None:
        """Uses up one try of ``key``."""
        with self._lock:
            self._used[key] = (self._now(key) + 1, self._clock())
            self._used.move_to_end(key)
            while len(self._used) > self._most:
                self._used.popitem(last=False)

    def give_back(self, key: Hashable) -> None:
        """Undoes a `take`."""
        with self._lock:
            if key in self._used:
                self._used[key] = (max(0.0, self._now(key) - 1), self._clock())

    def __len__(self) -> int:
        return len(self._used)

    def _now(self, key: Hashable) -> float:
        used, then = self._used.get(key, (0.0, 0.0))
        return max(0.0, used - (self._clock() - then) / self._seconds)
