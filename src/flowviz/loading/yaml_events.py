"""YAML text -> plain data straight from the parser's events, where all is usual; else nothing, and its nodes tell what is wrong.

Usual is one document of mappings with text keys, lists, texts and whole numbers, without tags, anchors, equal keys, numbers that
one reader or another takes for something else, and characters that a text must not hold.
"""

from __future__ import annotations

import re
from typing import Any, Final, NamedTuple

import yaml
from yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from flowviz.loading.characters import SEEN, unfit, without_stray

__all__ = ["FIRST_OF_NUMBER", "INT", "NUMBER", "WORDS", "Read", "Unusual", "fit", "plain", "read"]

INT: Final = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\Z")
NUMBER: Final = re.compile(
    r"[-+]?(?:[0-9][0-9_]*|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|\.inf|\.Inf|\.INF)\Z"
    r"|0o[0-7]+\Z|0x[0-9a-fA-F]+\Z|\.nan\Z|\.NaN\Z|\.NAN\Z"
)
"""What one reader of YAML or another takes for a number: decimals, octals, hexadecimals, infinities."""
FIRST_OF_NUMBER: Final = frozenset("+-.0123456789")
WORDS: Final = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
}


class Read(NamedTuple):
    """Data, and line and column of the ``id`` in each mapping, by the identity of the mapping."""

    data: Any
    ids: dict[int, tuple[int, int]]
    values: int
    """How many values it has: mappings, lists, keys and the rest."""


_Parser: Any = getattr(yaml.cyaml, "CParser", None) if yaml.__with_libyaml__ else None


class Unusual(Exception):  # noqa: N818
    """What another way to read the text is needed for."""


def read(text: str, most_values: int, most_depth: int) -> Read | None:
    """The data of ``text``, or None where anything in it is wrong or unusual, and where there is more of it."""
    if _Parser is None:
        return None
    try:
        return _Reader(_Parser(text), most_values, marked="&" in text or "!" in text).document(most_depth)
    except (Unusual, yaml.YAMLError):
        return None


class _Reader:
    """The events of a parser, one after the other."""

    def __init__(self, parser: Any, most: int, *, marked: bool) -> None:
        self.next = parser.get_event
        self.marked = marked
        """Whether there may be anchors or tags."""
        self.ids: dict[int, tuple[int, int]] = {}
        self.most = most
        self.left = most - 1
        self.words: dict[str, str] = {}
        self.plain: dict[str, Any] = {}
        """What plain scalars were found to be: most come again and again."""

    def document(self, depth: int) -> Read:
        self._expect(StreamStartEvent)
        self._expect(DocumentStartEvent)
        event = self.next()
        if event.__class__ is not MappingStartEvent:
            raise Unusual
        data = self._mapping(event, depth - 1)
        self._expect(DocumentEndEvent)
        self._expect(StreamEndEvent)
        return Read(data, self.ids, self.most - self.left)

    def _expect(self, kind: type) -> None:
        if self.next().__class__ is not kind:
            raise Unusual

    def _mapping(self, start: Any, depth: int) -> dict[str, Any]:
        if depth <= 0 or start.tag is not None or start.anchor is not None:
            raise Unusual
        depth -= 1
        data: dict[str, Any] = {}
        next_, words, plain, marked = self.next, self.words, self.plain, self.marked
        event = next_()
        while event.__class__ is ScalarEvent:
            key = event.value
            key = words.setdefault(key, key)
            if key in data or (marked and (event.tag is not None or event.anchor is not None)):
                raise Unusual
            event = next_()
            kind = event.__class__
            if kind is ScalarEvent:
                value = event.value
                if value in plain and event.implicit[0] and not (marked and event.anchor):
                    data[key] = plain[value]
                else:
                    data[key] = self._scalar(event)
                if key == "id":
                    mark = event.start_mark
                    self.ids[id(data)] = (mark.line + 1, mark.column + 1)
            elif kind is MappingStartEvent:
                data[key] = self._mapping(event, depth)
            else:
                data[key] = self._sequence(event, depth)
            event = next_()
        if event.__class__ is not MappingEndEvent:
            raise Unusual
        self.left -= 2 * len(data)
        if self.left < 0:
            raise Unusual
        return data

    def _sequence(self, start: Any, depth: int) -> list[Any]:
        if depth <= 0 or start.__class__ is not SequenceStartEvent or start.tag is not None or start.anchor is not None:
            raise Unusual
        depth -= 1
        data: list[Any] = []
        next_, plain, marked = self.next, self.plain, self.marked
        event = next_()
        kind = event.__class__
        while kind is not SequenceEndEvent:
            if kind is ScalarEvent:
                value = event.value
                if value in plain and event.implicit[0] and not (marked and event.anchor):
                    data.append(plain[value])
                else:
                    data.append(self._scalar(event))
            elif kind is MappingStartEvent:
                data.append(self._mapping(event, depth))
            else:
                data.append(self._sequence(event, depth))
            event = next_()
            kind = event.__class__
        self.left -= len(data)
        if self.left < 0:
            raise Unusual
        return data

    def _scalar(self, event: Any) -> Any:
        value = event.value
        if event.tag is not None or event.anchor is not None:
            raise Unusual
        if event.implicit[0]:
            found = self.plain[value] = plain(value)
            return found
        return fit(value)


def plain(value: str) -> Any:
    """What a scalar without quotes means. Raises `Unusual` where that is not certain."""
    if value in WORDS:
        return WORDS[value]
    if value[0] in FIRST_OF_NUMBER:
        if INT.match(value):
            return int(value)
        if NUMBER.match(value):
            raise Unusual
    return fit(value)


def fit(value: str) -> str:
    """``value``, a text that is seen. Raises `Unusual` for any other."""
    if (value.isascii() and value.isprintable()) or SEEN(value):
        return value
    if without_stray(value)[1] or unfit(value):
        raise Unusual
    return value
