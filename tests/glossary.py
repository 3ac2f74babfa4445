"""The glossary of the documentation as tests use it: terms with their keys, and the words that are not to be used."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from documentation import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE: Final = ROOT / "docs/terms.md"
LANGUAGES: Final = {"Suomi": "fi", "Svenska": "sv", "English": "en"}
PLACES: Final = ("everywhere", "interface", "catalogue")
"""What the three tables of a language hold for, in their order."""


@dataclass(frozen=True)
class Term:
    language: str
    place: str
    key: str | None
    """Under which the locales have the term."""
    term: str
    meaning: str
    origin: str
    others: tuple[str, ...]
    """Words that are not to be used for it, ``*`` for any letters."""


@functools.cache
def terms() -> tuple[Term, ...]:
    """The rows of the glossary."""
    return tuple(term for part in PAGE.read_text("utf-8").split("\n## ")[1:] for term in _of_a_language(part))


def _of_a_language(part: str) -> Iterator[Term]:
    title, *tables = [part.splitlines()[0], *part.split("\n### ")[1:]]
    for place, table in zip(PLACES, tables, strict=True):
        for line in table.splitlines():
            if line.startswith("| ") and not line.startswith(("| avain", "| nyckel", "| key")):
                key, term, meaning, origin, others = (cell.strip() for cell in line.strip("|").split("|"))
                words = tuple(re.findall("`([^`]+)`", others))
                yield Term(
                    LANGUAGES[title], place, key.strip("`") if key != "–" else None, term, meaning, origin, words
                )


@functools.cache
def not_to_be_used(language: str, place: str) -> dict[str, re.Pattern[str]]:
    """The words that are not to be used in a place, as what finds them."""
    return {
        word: pattern(word)
        for term in terms()
        if term.language == language and term.place in ("everywhere", place)
        for word in term.others
    }


def pattern(word: str) -> re.Pattern[str]:
    """What finds ``word`` with its inflections, and no other word that has its letters in it."""
    letters = r"[^\W_]*".join(map(re.escape, word.split("*")))
    return re.compile(rf"(?<!\w){letters}(?!\w)", re.IGNORECASE)


def found(text: str, language: str, place: str) -> list[str]:
    """The words in ``text`` that are not to be used."""
    return [word for word, finds in not_to_be_used(language, place).items() if finds.search(text)]
