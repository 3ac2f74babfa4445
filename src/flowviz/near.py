"""What was meant by a word that is not known: the one "did you mean" of the whole program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["near", "nearest", "suggestion"]

_LONGEST: Final = 80
"""Longer words are compared with nothing: the time grows with the square of their length."""


def near(word: str, known: Iterable[str], most: int = 3, alike: float = 0.6) -> list[str]:
    """The known words nearest to ``word``, best first, ``alike`` at least from 0 for any to 1 for the same.

    >>> near("asiakastietovaronto", ["asiakastietovaranto", "kela"])
    ['asiakastietovaranto']
    """
    import difflib  # most runs have nothing misspelt

    if len(word) > _LONGEST:
        return []
    return difflib.get_close_matches(word, [other for other in known if len(other) <= _LONGEST], n=most, cutoff=alike)


def suggestion(names: Sequence[str]) -> str:
    """The names as a remark after a sentence, or an empty string when there are none.

    >>> suggestion(["kela", "kala"])
    " (did you mean 'kela' or 'kala'?)"
    """
    return f" (did you mean {' or '.join(map(_quoted, names))}?)" if names else ""


def nearest(word: str, known: Iterable[str], alike: float = 0.6) -> str | None:
    """The one known word nearest to ``word``, or None when nothing is near."""
    return next(iter(near(word, known, 1, alike)), None)


def _quoted(name: str) -> str:
    return f"'{name}'"
