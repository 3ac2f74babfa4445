"""A problem of a catalogue: where, what, and what to do."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flowviz.errors import one_line
from flowviz.loading.codes import Said
from flowviz.near import near, proposal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

__all__ = ["Hints", "Problem", "in_order", "short"]

_COMPARISONS = 150_000
_WORDS = 4


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    r"""One problem, printed as ``file:line:column: what is wrong``; a warning does not stop the catalogue.

    A line 0 says that there are no lines where it is; ``file`` then tells the whole place. How many problems are
    ``following`` from it, and are not told themselves, is said at its end.

    It is always one line: whatever a file's name or text smuggles in is escaped.

    >>> print(Problem("a\nb.yaml", 3, 1, "unknown key 'nmae' (did you mean 'name'?)"))
    a\nb.yaml:3:1: unknown key 'nmae' (did you mean 'name'?)
    """

    file: str
    line: int
    column: int
    message: str
    warning: bool = False
    following: int = 0

    def __str__(self) -> str:
        place = f"{self.where}:{self.column}" if self.line else self.file
        return one_line(f"{place}: {'warning: ' if self.warning else ''}{self.told}")

    @property
    def told(self) -> str:
        """The message, with how many other problems follow."""
        if not self.following:
            return self.message
        return f"{self.message} ({self.following} more {'follows' if self.following == 1 else 'follow'} from this)"

    @property
    def code(self) -> str:
        """Which of `flowviz.loading.codes.CODES` the problem is; empty where its place has none."""
        return self.message.code if isinstance(self.message, Said) else ""

    @property
    def where(self) -> str:
        """File and line, for messages about another place."""
        return f"{self.file}:{self.line}" if self.line else self.file

    @property
    def place(self) -> tuple[str, int, int]:
        """File, line and column."""
        return self.file, self.line, self.column

    def as_warning(self) -> Problem:
        return dataclasses.replace(self, warning=True)

    def as_dict(self) -> dict[str, Any]:
        """The problem for JSON, its message on one line as in print."""
        return {
            "file": one_line(self.file),
            "line": self.line,
            "column": self.column,
            "severity": "warning" if self.warning else "error",
            "code": self.code,
            "message": one_line(self.told),
        }


def in_order(problems: Iterable[Problem], files: Sequence[str] = ()) -> list[Problem]:
    """The problems, each once: those that others follow from first, then by file and line.

    ``files`` are those that have an order of their own.
    """
    places = {file: place for place, file in enumerate(files)}
    return sorted(set(problems), key=lambda one: (not one.following, places.get(one.file, -1), one))


def short(value: str) -> str:
    """``value``, cut to its first words and 60 characters: a message stays a line, and gives away no more than that.

    >>> short("to be or not to be, that is the question")
    'to be or not…'
    """
    words = value.split(maxsplit=_WORDS)
    cut = value[: value.index(words[_WORDS])].rstrip() + "…" if len(words) > _WORDS else value
    return cut if len(cut) <= 60 else cut[:57] + "…"


class Hints:
    """`did_you_mean` with bounded patience: a thousand slips among a hundred thousand ids must not take an hour."""

    def __init__(self, comparisons: int = _COMPARISONS) -> None:
        self._left = comparisons

    def nearest(self, word: str, known: Collection[str]) -> str | None:
        """The known word nearest to ``word``, as long as comparisons are left."""
        if self._left <= 0:
            return None
        self._left -= len(known)
        return next(iter(near(word, known, 1)), None)

    def hint(self, word: str, known: Collection[str]) -> str:
        """What `did_you_mean` says, as long as comparisons are left."""
        return proposal(self.nearest(word, known))
