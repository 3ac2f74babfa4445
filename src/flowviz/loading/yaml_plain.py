"""YAML text -> plain data line by line, where it is written as most catalogues are; else nothing, and a parser of all of YAML reads it.

So written are mappings and lists in blocks, a key or an item a line, with one space behind a dash or a colon; texts on one line, in
quotes without escapes or in none, and folded ones (``>-``) of one paragraph; lists and mappings in brackets that end on their line;
and comments. It takes little more than half of the time of the parser, whose every word is an event with two marks.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any, Final

from flowviz.loading.yaml_events import WORDS, Read, Unusual, fit, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read"]

_LINES: Final = re.compile(
    r"( *)(- )?(?:([A-Za-z_][A-Za-z0-9_-]{0,99}):(?: |(?!.)))?"  # indentation, dash, key
    r"(?:>-\n( +)((?>\S.*(?:\n\4\S.*)*))(?!(?:\n *)*\n\4)|(.*))\n?"  # a folded text and its indentation, or any other value
).finditer
_NO_TEXT: Final = frozenset(" -?:,[]{}#&*!|>'\"%@`")
"""What no text without quotes starts with."""
_QUOTED: Final = r"\"([^\"\\]*)\"|'([^']*)'"
_ALL_QUOTED: Final = re.compile(_QUOTED).fullmatch
_BARE: Final = re.compile(r"[^\W_][^\s,\[\]{}#:?]*(?:(?: |:(?=\w))[^\s,\[\]{}#:?]+)*").fullmatch
"""Whether what stands in brackets between commas is a text, or a number, and nothing else."""
_WORDS: Final = r"\[([^\[\]{}\"']+)\]"
_ALL_WORDS: Final = re.compile(_WORDS).match
_VALUE: Final = rf"(?:([^,\[\]{{}}\"'][^,\[\]{{}}]*)|{_QUOTED}|{_WORDS}|(?=[\[{{]))"
_ITEM: Final = re.compile(f"(){_VALUE}").match
_ENTRY: Final = re.compile(f"([A-Za-z_][A-Za-z0-9_-]{{0,99}}): {_VALUE}").match
_PIECE: Final = 1 << 16
"""Letters that are looked through at a time: no second copy of a large text is made for that."""
_LONGEST: Final = 200
"""Letters of what is kept for the next files."""

_Line = tuple[int, str | None, str | None, str | None, tuple[int, str] | None, int]
"""Indentation, dash, key, value, folded value with its own indentation, and number of a line."""
_END: Final[_Line] = (-1, None, None, None, None, 0)


def read(text: str, most_values: int, most_depth: int) -> Read | None:
    """The data of ``text``, or None where anything in it is written otherwise, and where there may be more of it."""
    # tabs, other ends of lines and what nobody sees are for the parser
    pieces = (text[at : at + _PIECE] for at in range(0, len(text), _PIECE))
    if not all(piece.replace("\n", "").isprintable() for piece in pieces):
        return None
    # each list is made whole before it is counted
    if text.count(",") > most_values or text.count("\n") > most_values:
        return None
    try:
        return _Reader(text, most_values).document(most_depth)
    except Unusual:
        return None


def _lines(text: str) -> Iterator[_Line]:
    """The lines that say something, and then that there are no more."""
    number = 0
    for match in _LINES(text):
        number += 1
        spaces, dash, key, inner, folded, value = match.groups()
        if folded is not None:
            yield len(spaces), dash, key, None, (len(inner), folded), number
            number += 1 + folded.count("\n")
        elif key or dash or (value and value[0] != "#"):
            yield len(spaces), dash, key, value, None, number
    yield _END


class _Scalars(dict[str, Any]):
    """What stands on the rest of a line -> what it means: most come again and again."""

    def __missing__(self, rest: str) -> Any:
        found = self[rest] = _scalar(rest)
        return found


@functools.lru_cache(maxsize=1 << 16)
def _item(item: str) -> Any:
    """The same of what stands in brackets between commas: lines of a document, most of all, and many files tell of the same."""
    if len(item) > _LONGEST or not _BARE(item):
        raise Unusual
    return plain(item)


def _scalar(rest: str) -> Any:
    first = rest[0]
    if first.isalpha() and first < "\u02b0" and ":" not in rest and "#" not in rest and rest[-1] != " ":
        return WORDS.get(rest, rest)  # a letter is seen, and nothing in the text is not
    if first in "\"'":
        match = _ALL_QUOTED(rest)
        if not match:
            raise Unusual
        return fit(match[match.lastindex or 0])
    value = rest.partition(" #")[0].rstrip(" ")
    if first in _NO_TEXT or ": " in value or value.endswith(":"):
        raise Unusual
    return plain(value)


class _Reader:
    """The lines of a text, one after the other."""

    def __init__(self, text: str, most: int) -> None:
        self.next = _lines(text).__next__
        self.line = self.next()
        self.ids: dict[int, tuple[int, int]] = {}
        self.most = most
        self.left = most - 1
        self.words: dict[str, str] = {}
        self.scalars = _Scalars()

    def document(self, depth: int) -> Read:
        if self.line[0] or self.line[1]:
            raise Unusual
        data = self._mapping(0, depth - 1)
        if self.line is not _END:
            raise Unusual
        return Read(data, self.ids, self.most - self.left)

    def _count(self, data: dict[str, Any]) -> None:
        """Counts what stands in a mapping, as all lists do. Raises `Unusual` where that is too much."""
        self.left -= 2 * len(data)
        if self.left < 0:
            raise Unusual

    def _mapping(self, column: int, depth: int) -> dict[str, Any]:
        """The mapping whose keys stand at ``column``, from the line that was read last."""
        if depth <= 0:
            raise Unusual
        depth -= 1
        data: dict[str, Any] = {}
        next_, words, scalars = self.next, self.words, self.scalars
        line = self.line
        while True:
            _, _, key, rest, folded, number = line
            if not key or key in data:
                raise Unusual
            key = words.setdefault(key, key)
            if rest:
                if rest[0] in "[{":
                    data[key] = self._brackets(rest, depth, number, column + len(key) + 2)
                else:
                    data[key] = scalars[rest]
                    if key == "id":
                        self.ids[id(data)] = (number, column + 5)
                line = next_()
            elif key == "id":
                raise Unusual
            elif folded:
                data[key] = _folded(folded, column)
                line = next_()
            else:
                self.line = line = next_()
                at, dash = line[:2]
                if at >= column and dash:
                    data[key] = self._sequence(at, depth)
                elif at > column:
                    data[key] = self._mapping(at, depth)
                else:
                    data[key] = None
                line = self.line
            if line[0] != column or line[1]:
                self.line = line
                self._count(data)
                return data

    def _sequence(self, column: int, depth: int) -> list[Any]:
        """The list whose dashes stand at ``column``, from the line that was read last."""
        if depth <= 0:
            raise Unusual
        depth -= 1
        data: list[Any] = []
        while True:
            _, _, key, rest, folded, number = self.line
            if key:
                data.append(self._mapping(column + 2, depth))
            else:
                if folded:
                    data.append(_folded(folded, column))
                elif rest and rest[0] in "[{":
                    data.append(self._brackets(rest, depth, number, column + 2))
                elif rest:
                    data.append(self.scalars[rest])
                else:
                    raise Unusual
                self.line = self.next()
            if self.line[0] != column or not self.line[1]:
                self.left -= len(data)
                return data

    def _brackets(self, rest: str, depth: int, number: int, column: int) -> Any:
        """What the brackets hold that ``rest`` is, which starts at ``column`` of a line."""
        data, end = self._inside(rest, 0, depth, number, column)
        if end != len(rest):
            raise Unusual
        return data

    def _inside(self, rest: str, at: int, depth: int, number: int, column: int) -> tuple[Any, int]:
        """What the brackets hold that open at a place, and where they end."""
        if depth <= 0:
            raise Unusual
        listed = rest[at] == "["
        if listed and (words := _ALL_WORDS(rest, at)):
            found = [*map(_item, words[1].split(", "))]
            self.left -= len(found)
            return found, words.end()
        at += 1
        if listed and rest.startswith("]", at):
            return [], at + 1
        items: list[Any] = []
        data: dict[str, Any] = {}
        match_, ending = (_ITEM, "]") if listed else (_ENTRY, "}")
        while True:
            match = match_(rest, at)
            if not match:
                raise Unusual
            key = match[1]
            value, end = self._value(match, depth - 1, number, column)
            if listed:
                items.append(value)
            elif key in data:
                raise Unusual
            else:
                data[self.words.setdefault(key, key)] = value
                if key == "id":
                    if value.__class__ in (dict, list):
                        raise Unusual
                    self.ids[id(data)] = (number, column + at + 5)
            if rest.startswith(ending, end):
                self.left -= len(items) + 2 * len(data)
                return items if listed else data, end + 1
            if not rest.startswith(", ", end):
                raise Unusual
            at = end + 2

    def _value(self, match: re.Match[str], depth: int, number: int, column: int) -> tuple[Any, int]:
        """What stands behind a key or a comma in brackets, and where it ends."""
        _, bare, double, single, several = match.groups()
        if bare:
            return _item(bare), match.end()
        if match.lastindex == 1:
            return self._inside(match.string, match.end(), depth, number, column)
        if not several:
            return fit(single if double is None else double), match.end()
        if depth <= 0:
            raise Unusual
        words = [*map(_item, several.split(", "))]
        self.left -= len(words)
        return words, match.end()


def _folded(found: tuple[int, str], column: int) -> str:
    """The text that is folded below ``column``."""
    indentation, text = found
    if indentation <= column:
        raise Unusual
    return fit(text.replace("\n" + " " * indentation, " "))
