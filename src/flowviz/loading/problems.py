"""A problem of a catalogue: where, what, and what to do."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from flowviz.errors import one_line
from flowviz.loading.codes import CODES
from flowviz.locales import sentences
from flowviz.messages import Message, said
from flowviz.near import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from flowviz.messages import Value

__all__ = ["Cell", "Hints", "Problem", "in_order", "short"]

_RANK = {code: rank for rank, code in enumerate(CODES)}
_COMPARISONS = 150_000
_WORDS = 4


class Cell(NamedTuple):
    """The column of a cell as its reader finds it: by letters where the spreadsheet has them, and by its heading."""

    letters: str = ""
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    r"""One problem, printed as ``file:line:column: what is wrong``; a warning does not stop the catalogue.

    A line 0 says that there are no lines where it is; ``file`` then tells the whole place. How many problems are
    ``following`` from it, and are not told themselves, is said at its end.

    It is always one line: whatever a file's name or text smuggles in is escaped.

    >>> print(Problem("a\nb.yaml", 3, 1, said("unknown-key", key="nmae", proposal="name")))
    a\nb.yaml:3:1: unknown key 'nmae' (did you mean 'name'?)
    """

    file: str
    line: int
    column: int
    message: Message
    warning: bool = False
    following: int = 0
    cell: Cell | None = None
    """Set where lines are rows."""

    def __str__(self) -> str:
        cell = f"{self.cell.letters}{self.line}: " if self.cell and self.cell.letters else ""
        return one_line(f"{_after(self._place)}{'warning: ' if self.warning else ''}{cell}{self.sentence('en')}")

    def told(self, language: str) -> str:
        """The problem in words, with its place as the reader of its file finds it."""
        return one_line(f"{_after(self.place_told(language))}{self.sentence(language)}")

    def sentence(self, language: str) -> str:
        """What is wrong, in the words of a sheet where it is in one, with how many other problems follow."""
        message = self.message
        if self.cell and f"problem.{message.key}.cell" in sentences(language):
            message = message._replace(key=f"{message.key}.cell")
        if self.following:
            message = said("following", told=message, n=self.following)
        return message.told(language)

    def place_told(self, language: str) -> str:
        """The place: of a cell its row and column, of a text its line and column."""
        if self.cell is None:
            return self._place
        key = "at.cell.heading" if self.cell.heading else "at.cell"
        column = self.cell.letters or self.column
        place = said(key, file=self.file, row=self.line, column=column, heading=self.cell.heading)
        return place.told(language)

    @property
    def _place(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line and self.file else self.file

    @property
    def code(self) -> str:
        """Which of `flowviz.loading.codes.CODES` the problem is."""
        return self.message.code

    @property
    def where(self) -> Value:
        """File and line, for messages about another place."""
        if self.cell is not None:
            return said("at.row", file=self.file, row=self.line)
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
            "message": one_line(self.sentence("en")),
        }


def _after(place: str) -> str:
    return f"{place}: " if place else ""


def in_order(problems: Iterable[Problem], files: Sequence[str] = ()) -> list[Problem]:
    """The problems, each once: those that others follow from first, then by place, and there in the order of their codes.

    ``files`` are those that have an order of their own.
    """
    places = {file: place for place, file in enumerate(files)}

    def key(one: Problem) -> tuple[object, ...]:
        return (
            not one.following,
            places.get(one.file, -1),
            one.file,
            one.line,
            one.column,
            _RANK[one.code],
            one.message.key,
        )

    return sorted(dict.fromkeys(problems), key=key)


def short(value: str) -> str:
    """``value``, cut to its first words and 60 characters: a message stays a line, and gives away no more than that.

    >>> short("to be or not to be, that is the question")
    'to be or not…'
    """
    words = value.split(maxsplit=_WORDS)
    cut = value[: value.index(words[_WORDS])].rstrip() + "…" if len(words) > _WORDS else value
    return cut if len(cut) <= 60 else cut[:57] + "…"


class Hints:
    """The nearest words with bounded patience: a thousand slips among a hundred thousand ids must not take an hour."""

    def __init__(self, comparisons: int = _COMPARISONS) -> None:
        self._left = comparisons

    def nearest(self, word: str, known: Collection[str]) -> str | None:
        """The known word nearest to ``word``, as long as comparisons are left."""
        if self._left <= 0:
            return None
        self._left -= len(known)
        return nearest(word, known)
