"""Every sentence of the drawings, tables and pages, in Finnish, Swedish and English, each said once."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

__all__ = ["LANGUAGES", "Words", "date", "words"]

LANGUAGES: Final = ("fi", "sv", "en")
Words = Callable[..., str]
"""``w("key", n=3)`` -> the sentence with its blanks filled; ``key.one`` is taken for n=1 where it exists."""


@functools.cache
def sentences(language: str) -> Mapping[str, str]:
    """All sentences of ``language`` by key."""
    import yaml

    raw = Path(__file__).with_name(f"{language}.yaml").read_text("utf-8")
    loader = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
    found: dict[str, str] = yaml.load(raw, Loader=loader)
    return found


@functools.cache
def words(language: str) -> Words:
    """The wording function of ``language``.

    >>> words("en")("resources", n=1)
    '1 resource'
    """
    table = sentences(language)

    def say(key: str, **blanks: object) -> str:
        if blanks.get("n") == 1 and f"{key}.one" in table:
            key = f"{key}.one"
        sentence = table[key]
        return sentence.format(**blanks) if blanks else sentence

    return say


def date(iso: str, language: str) -> str:
    """A day as the language writes it.

    >>> date("2026-11-03", "fi"), date("2026-11-03", "sv"), date("2026-11-03", "en")
    ('3.11.2026', '3.11.2026', '3 November 2026')
    """
    year, month, day = iso.split("-")
    if language == "en":
        months = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ]
        return f"{int(day)} {months[int(month) - 1]} {year}"
    return f"{int(day)}.{int(month)}.{year}"
