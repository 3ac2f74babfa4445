"""The headings of a sheet: what each means, however it is written, and what one that means nothing was meant to be."""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import TYPE_CHECKING, Final

from flowviz.loading.characters import look_of
from flowviz.locales import LANGUAGES
from flowviz.sheets import SHEETS, Column, Sheet, Stem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from flowviz.loading.problems import Hints

__all__ = ["Headings", "plain"]

_WITH_LANGUAGE: Final = re.compile(r"(.+?) ?[(\[] ?([a-z]{2,3}|order) ?[)\]]\Z")
_KEYS: Final = "key"
"""The tongue of headings that are the keys of a catalogue's fields."""


def plain(text: str) -> str:
    """``text`` as it is compared: in small letters of the usual width, with single spaces.

    >>> plain(" Name\\u00a0\\u3000\\uff08\\uff26\\uff29\\uff09")
    'name (fi)'
    """
    return look_of(unicodedata.normalize("NFKC", text)).casefold()


class Headings:
    """The headings of ``sheet`` in a catalogue of ``languages``, that of the source first; ``row`` are those written."""

    def __init__(self, sheet: Sheet, languages: Sequence[str], row: Iterable[str]) -> None:
        self._sheet = sheet
        self._languages = languages or LANGUAGES
        self._row = {plain(heading) for heading in row}
        self._tongue = _tongue_of(sheet.key, self._row)

    def column(self, heading: str) -> Column | None:
        """The column that a heading means, or None."""
        stems = _stems(self._sheet.key)
        words = plain(heading)
        if stem := stems.get(words):
            return Column(stem, self._languages[0]) if stem.kind == "text" else Column(stem)
        parts = _WITH_LANGUAGE.match(words)
        stem = stems.get(parts[1]) if parts else None
        if parts is None or stem is None or stem.kind != "text":
            return None
        return Column(stem, order=True) if parts[2] == "order" else Column(stem, parts[2])

    def told(self, stem: Stem) -> str:
        """The heading of a column of ``stem`` in the tongue of the others."""
        return _told(Column(stem, self._languages[0]) if stem.kind == "text" else Column(stem), self._tongue)

    def nearest(self, heading: str, hints: Hints) -> tuple[str, Stem] | None:
        """The heading that one without a meaning was meant to be, in the tongue of the others, and what it is of; none that is there."""
        columns = self._sheet.columns(self._languages)
        if not set("([") & set(plain(heading)):
            columns += [Column(stem) for stem in self._sheet.stems if stem.kind == "text"]
        told = [(_told(column, self._tongue), column.stem) for column in columns]
        known = {plain(one): (one, stem) for one, stem in told if plain(one) not in self._row}
        return known.get(hints.nearest(plain(heading), known) or "")


def _told(column: Column, tongue: str) -> str:
    return column.key if tongue == _KEYS else column.heading(tongue)


@functools.cache
def _stems(key: str) -> Mapping[str, Stem]:
    return {heading: stem for tongue in (*LANGUAGES, _KEYS) for heading, stem in _stems_in(key, tongue).items()}


@functools.cache
def _stems_in(key: str, tongue: str) -> Mapping[str, Stem]:
    return {plain(_told(Column(stem), tongue)): stem for stem in SHEETS[key].stems}


def _tongue_of(key: str, row: Collection[str]) -> str:
    """The language that most of the headings are in, or `_KEYS`."""
    bare = [*row, *(_WITH_LANGUAGE.sub(r"\1", heading) for heading in row)]
    return max(("en", *LANGUAGES, _KEYS), key=lambda tongue: sum(word in _stems_in(key, tongue) for word in bare))
