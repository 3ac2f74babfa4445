"""Memory that is not needed any more, given back to the system.

Many threads that each make large things for a moment leave memory in pieces behind, which the C library of Linux keeps
for each thread apart. Elsewhere than with glibc there is nothing to do.
"""

from __future__ import annotations

import ctypes
import functools
import gc
import sys
from typing import Any, Final

__all__ = ["few_arenas", "give_back", "keep"]

_ARENA_MAX: Final = -8
_ARENAS: Final = 2


@functools.cache
def _glibc() -> Any:
    """The C library, where it is glibc; else None."""
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "gnu_get_libc_version") else None


def few_arenas() -> None:
    """Has all threads of this process take their memory from the same two places."""
    if (library := _glibc()) is not None:
        library.mallopt(_ARENA_MAX, _ARENAS)


def keep() -> None:
    """Has the collector of garbage look no more at what there is now: a catalogue of millions of objects stays.

    Each of its rounds would take as long as an answer, in the middle of one.
    """
    gc.freeze()


def give_back() -> None:
    """Lets go of whatever nobody refers to, kept or not, and gives its memory back."""
    gc.unfreeze()
    gc.collect()
    keep()
    if (library := _glibc()) is not None:
        library.malloc_trim(0)
