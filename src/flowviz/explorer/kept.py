"""What was made last, kept as far as there is room, and made once however many ask for it at once."""

from __future__ import annotations

import copy
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

__all__ = ["MOST_BYTES", "Kept"]

MOST_BYTES: Final = 96_000_000
"""So much is kept of one version of a catalogue, as weighed."""
_FAILURE: Final = 2_000
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Failure:
    """What could not be made, and cannot be made another time either."""

    error: Exception


@dataclass(slots=True)
class _Making:
    """Something that a thread is just making; others wait for it."""

    thread: int = field(default_factory=threading.get_ident)
    done: threading.Event = field(default_factory=threading.Event)
    made: Any = None
    error: BaseException | None = None


class Kept:
    """Keeps what was asked for last, up to a weight in bytes; safe for threads.

    What is kept may be made from other kept things, as long as nothing is made from itself. An error goes to all who
    wait for the same, and is forgotten then; errors of the ``lasting`` classes are kept like anything else.
    """

    def __init__(self, most: int = MOST_BYTES, *, lasting: tuple[type[Exception], ...] = ()) -> None:
        self._most = most
        self._lasting = lasting
        self._lock = threading.Lock()
        self._found: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._making: dict[Hashable, _Making] = {}
        self.weight = 0
        """Of all that is kept."""

    def __len__(self) -> int:
        return len(self._found)

    @property
    def has_room(self) -> bool:
        """Whether more can be kept without letting go of much that was asked for."""
        return self.weight < self._most * 3 / 4

    def __contains__(self, key: Hashable) -> bool:
        return key in self._found

    def find(self, key: Hashable) -> Any:
        """What is kept under ``key``; None where nothing is."""
        with self._lock:
            if key not in self._found:
                return None
            self._found.move_to_end(key)
            return _unwrapped(self._found[key][0])

    def get(self, key: Hashable, make: Callable[[], T], weigh: Callable[[T], float] = len) -> T:  # type: ignore[assignment]
        """What is kept under ``key``, or else what ``make`` makes; ``weigh`` says about how many bytes it has.

        What weighs more than may be kept in all is not kept.
        """
        while True:
            with self._lock:
                if key in self._found:
                    self._found.move_to_end(key)
                    return cast("T", _unwrapped(self._found[key][0]))
                making = self._making.get(key)
                if making is None:
                    mine = self._making[key] = _Making()
                    break
            if making.thread == threading.get_ident():
                raise RuntimeError(f"{key!r} is made from itself")
            making.done.wait()
            if making.error is None:
                return cast("T", making.made)
            if isinstance(making.error, Exception):
                raise making.error
            # whoever made it was interrupted: its turn is ours
        try:
            mine.made = made = make()
            self._keep(key, made, weigh(made))
        except BaseException as error:
            mine.error = error
            if isinstance(error, self._lasting):
                self._keep(key, _Failure(copy.copy(error)), _FAILURE)
            raise
        finally:
            with self._lock:
                del self._making[key]
            mine.done.set()
        return made

    def _keep(self, key: Hashable, made: Any, weight: float) -> None:
        with self._lock:
            if weight > self._most:
                return
            self._found[key] = made, int(weight)
            self.weight += int(weight)
            while self.weight > self._most:
                self.weight -= self._found.popitem(last=False)[1][1]


def _unwrapped(found: Any) -> Any:
    if isinstance(found, _Failure):
        raise copy.copy(found.error)  # one object would gather the frames of all who ever raised it
    return found
