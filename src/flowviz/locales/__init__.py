"""Every sentence of the drawings, tables and pages, each said once in each language.

A language is its file beside this one and its place in `LANGUAGES`: how it writes days and what order its letters have
stands in the file too.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

__all__ = ["LANGUAGES", "Words", "date", "in_every_language", "number", "only_in", "sentences", "together", "words"]

LANGUAGES: Final = ("fi", "sv", "en")
Words = Callable[..., str]
"""``w("key", n=3)`` -> the sentence with its blanks filled; ``key.one`` is taken for n=1 where it exists.

A whole number is written as the language does, but in problems, whose sentences ask for that themselves.
"""


@functools.cache
def sentences(language: str) -> Mapping[str, str]:
    """All sentences of ``language`` by key."""
    return _read(_text(language))


def in_every_language(key: str) -> dict[str, str]:
    """A sentence that stands on one line, in every language; the files are not read as a whole for it.

    >>> in_every_language("scope.own")["sv"]
    'Egen'
    """
    lines = {code: _text(code).splitlines() for code in LANGUAGES}
    return {code: _read(next(line for line in lines[code] if line.startswith(f"{key}: ")))[key] for code in lines}


def _text(language: str) -> str:
    return Path(__file__).with_name(f"{language}.yaml").read_text("utf-8")


_LINE: Final = re.compile(
    r'([a-z][^:]*): (?:([^"\'|>&*!%@`#{}\[\],?-](?:[^#:\\]|:(?! )|(?<! )#)*)|"([^"\\]*)"|\'([^\']*)\')'
)


def _read(text: str) -> dict[str, str]:
    lines = [_LINE.fullmatch(line) for line in text.splitlines() if line and line[0] != "#"]
    if None not in lines:  # read in a tenth of the time that it takes to import a parser
        return {line[1]: line[2] or line[3] or line[4] for line in lines if line}
    import yaml

    found: dict[str, str] = yaml.load(text, Loader=yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader)
    return found


@functools.cache
def words(language: str) -> Words:
    """The wording function of ``language``.

    >>> words("en")("resources", n=1), words("en")("resources", n=1200)
    ('1 resource', '1,200 resources')
    """
    table = sentences(language)

    def say(key: str, /, **blanks: object) -> str:
        if not blanks:
            return table[key]
        if blanks.get("n") == 1 and f"{key}.one" in table:
            key = f"{key}.one"
        sentence = table[key]
        if not key.startswith("problem."):
            blanks = {name: number(one, language) if type(one) is int else one for name, one in blanks.items()}
        return sentence.format(**blanks)

    return say


def date(iso: str, language: str) -> str:
    """A day as the language writes it.

    >>> date("2026-11-03", "fi"), date("2026-11-03", "sv"), date("2026-11-03", "en")
    ('3.11.2026', '3.11.2026', '3 November 2026')
    """
    year, month, day = iso.split("-")
    say = words(language)
    name = say("language.months").split()[int(month) - 1]
    return say("language.day", day=int(day), month=int(month), name=name, year=year)


def number(n: int, language: str) -> str:
    """A whole number as the language writes it.

    >>> number(12345, "en"), number(12345, "fi") == "12\u00a0345"
    ('12,345', True)
    """
    return f"{n:,}".replace(",", sentences(language)["language.thousands"])


def together(names: Sequence[str], language: str) -> str:
    """Several names as a part of a sentence.

    >>> together(["Kela", "Helmet", "Ahti"], "fi"), together(["Kela"], "fi")
    ('Kela, Helmet ja Ahti', 'Kela')
    """
    *first, last = names
    return words(language)("names.and", first=", ".join(first), last=last) if first else last


def only_in(codes: Iterable[str], language: str) -> str:
    """That something is told in these languages alone.

    >>> only_in(["da", "en"], "fi"), only_in(["xx"], "en")
    ('vain tanskaksi ja englanniksi', 'only in the language xx')
    """
    say, table = words(language), sentences(language)
    named = [table.get(f"language.in.{code}") or say("language.in", code=code) for code in codes]
    return say("language.only", languages=together(named, language))
