"""A problem of a catalogue: where, what, and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

__all__ = ["Problem", "did_you_mean", "near"]

_LONGEST = 80


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One problem, printed as ``file:line:column: what is wrong``; a warning does not stop the catalogue."""

    file: str
    line: int
    column: int
    message: str
    warning: bool = False

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {'warning: ' if self.warning else ''}{self.message}"

    def as_dict(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "line": self.line,
            "column": self.column,
            "severity": "warning" if self.warning else "error",
            "message": self.message,
        }


def near(word: str, known: Iterable[str], most: int = 3) -> list[str]:
    """The known words nearest to ``word``, best first.

    >>> near("asiakastietovaronto", ["asiakastietovaranto", "kela"])
    ['asiakastietovaranto']
    """
    if len(word) > _LONGEST:
        return []
    return difflib.get_close_matches(word, [other for other in known if len(other) <= _LONGEST], n=most, cutoff=0.6)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`` (did you mean 'x'?)``, or an empty string when nothing is near."""
    found = near(word, known, 1)
    return f" (did you mean '{found[0]}'?)" if found else ""
