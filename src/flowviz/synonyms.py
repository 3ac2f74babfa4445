"""Words that people search by for one another, such as staff and employees: groups of beginnings of words, by language."""

from __future__ import annotations

import functools
from typing import Final

from flowviz.loading.characters import fold
from flowviz.locales import LANGUAGES, sentences

__all__ = ["LONGEST_ENDING", "SHORTEST", "beginnings", "others"]

SHORTEST: Final = 4
"""So many letters of a beginning must be typed before its others are looked for."""
LONGEST_ENDING: Final = 3
"""With more letters behind a beginning, it is no longer the same word in another form."""
_KEY: Final = "search.same."


@functools.cache
def beginnings() -> tuple[tuple[str, ...], ...]:
    """The groups, each of one language: the sentences ``search.same.…``, folded."""
    return tuple(
        tuple(dict.fromkeys(fold(told).split()))
        for language in LANGUAGES
        for key, told in sentences(language).items()
        if key.startswith(_KEY)
    )


@functools.lru_cache(maxsize=1024)
def others(word: str) -> tuple[str, ...]:
    """The other beginnings of the groups that a folded word is of.

    >>> "kuntalai" in others("asukkaat"), others("kela")
    (True, ())
    """
    groups = [group for group in beginnings() if any(_is_of(word, start) for start in group)]
    return tuple(dict.fromkeys(start for group in groups for start in group if start != word))


def _is_of(word: str, start: str) -> bool:
    if word.startswith(start):
        return len(word) - len(start) <= LONGEST_ENDING
    return len(word) >= SHORTEST and start.startswith(word)
