"""What values are sorted by: numbers as numbers, days as days, lines as lines, and words as their language sorts them."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import TYPE_CHECKING, Final

from flowviz.catalogue import Text
from flowviz.facts.values import Choice, Count, Day, Flag, Item, Lines, NotStated, Ref, Value, Way, Years
from flowviz.locales import words
from flowviz.telling.words import tell

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Key", "alphabetical", "ordered", "sort_key"]

_BEYOND_ASCII: Final = re.compile("[^\x00-\x7f]+")
Key = tuple[int, tuple[int | str, ...]]


def alphabetical(text: str, language: str) -> str:
    """What ``text`` is sorted by: letters of the alphabet of the language keep their place, others count as those without marks.

    >>> sorted(["Öljy", "Zoo", "Åland", "Äiti", "Oulu"], key=lambda text: alphabetical(text, "fi"))
    ['Oulu', 'Zoo', 'Åland', 'Äiti', 'Öljy']
    """
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFC", text.casefold())
    return _BEYOND_ASCII.sub(lambda found: _sorted_as(found[0], language), folded)


@functools.lru_cache(maxsize=4_096)
def _sorted_as(letters: str, language: str) -> str:
    """What letters beyond ASCII are sorted by: a text has few of them, and always the same."""
    unmarked = unicodedata.normalize("NFKD", letters.translate(_places(language)))
    return "".join(letter for letter in unmarked if not unicodedata.combining(letter))


@functools.cache
def _places(language: str) -> Mapping[int, str]:
    """The letters that come after z -> what stands for them."""
    letters = words(language)("language.alphabet")
    return {ord(letter): chr(ord("a") + place) for place, letter in enumerate(letters) if not letter.isascii()}


def sort_key(value: Value, language: str) -> Key:
    """What a value is sorted by among others of its column.

    >>> sort_key(Day("2022-06-16"), "fi") < sort_key(Day("2023-01-02"), "fi")
    True
    """
    match value:
        case Ref() | Text():  # the most by far, and asked for first
            return 4, (alphabetical(tell(value, language) or "", language),)
        case Count(n) | Years(n):
            return 0, (n,)
        case Flag(yes):
            return 0, (not yes,)
        case Choice(rank=int(rank)):
            return 0, (rank,)
        case Day(iso):
            return 1, (iso,)
        case Lines(evidence):
            first = min(evidence)
            return 2, (first.source, first.first or 0, first.last or 0)
        case Way(stops):
            return 3, (len(stops), alphabetical(tell(value, language) or "", language))
        case Item():
            return sort_key(value.main.values[0], language) if value.main.values else (4, ("",))
        case _:
            return 4, (alphabetical(tell(value, language) or "", language),)


def ordered(values: Sequence[Value], language: str, *, backwards: bool = False) -> list[int]:
    """The places of values in their order; what is not stated comes last, whichever way round the others are."""
    silent = [place for place, value in enumerate(values) if isinstance(value, NotStated)]
    stated = [place for place, value in enumerate(values) if not isinstance(value, NotStated)]
    return sorted(stated, key=lambda place: sort_key(values[place], language), reverse=backwards) + silent
