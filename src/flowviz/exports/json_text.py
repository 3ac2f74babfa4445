"""JSON text -> plain data, where all readers of JSON agree on it: no key twice, no half characters, no endless numbers; and back.

Python's parser does the work, at its speed, and msgspec writes: the same text as `json.dumps`, in much less time. Only what is wrong is looked for again, token by token, for its place.
"""

from __future__ import annotations

import codecs
import itertools
import json
import re
from typing import TYPE_CHECKING, Any, Final

import msgspec

from flowviz.errors import CatalogueError
from flowviz.limits import MOST_DEPTH, MOST_VALUES
from flowviz.loading.problems import Problem, short
from flowviz.messages import Message, said

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["indented", "parse", "written"]

_MOST_DIGITS: Final = 18
_STRING: Final = r'"(?:[^"\\]++|\\.)*+"?'
"""A string up to its end, or up to that of the text: what follows a match is never looked at twice."""
_STRINGS: Final = re.compile(_STRING, re.DOTALL)
_NUMBER: Final = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?"
_TOKENS: Final = re.compile(
    rf"(?P<key>{_STRING}(?=\s*+:))|{_STRING}|(?P<number>{_NUMBER})|NaN|-?Infinity|[\[\]{{}}]", re.DOTALL
)
"""What the parser has read before it came upon something that is refused."""
_NO_BRACKETS: Final = re.compile(r"[^][}{]++")
_HALF: Final = re.compile("[\ud800-\udfff]")
_ANY_PAIR: Final = re.compile(r"\\u[dD][89a-fA-F]")
_WHOLE: Final = re.compile(r"(?:[^\\]++|\\(?!u[dD][89a-fA-F]).|\\u[dD][89abAB]..\\u[dD][c-fC-F]..)*+", re.DOTALL)
"""Text without half a surrogate pair."""
_STEPS: Final = {"[": 1, "{": 1, "]": -1, "}": -1}
_CONSTANTS: Final = ("NaN", "Infinity", "-Infinity")


class _Refused(Exception):  # noqa: N818
    """Something in the text that is looked for again, to tell its place."""


def written(data: Any) -> msgspec.Raw:
    """Data as the piece of a text that they become in `indented`, which takes less room."""
    return msgspec.Raw(msgspec.json.encode(data))


def indented(data: Any) -> bytes:
    """The text of data, a line for each value."""
    return msgspec.json.format(msgspec.json.encode(data), indent=1)


def parse(text: str | bytes) -> Any:
    """The data in ``text``. Raises `CatalogueError` with what is wrong, and at which ``line:column``."""
    if isinstance(text, bytes):
        text = _decoded(text)
    if not text.strip(" \t\r\n"):
        raise _problem(1, 1, said("not-json.empty"))
    shape = _STRINGS.sub('""', text)
    if shape.count(",") + shape.count("[") + shape.count("{") > MOST_VALUES:
        raise _problem(1, 1, said("too-much.values", most=MOST_VALUES))
    try:
        if _depth(shape) > MOST_DEPTH:
            raise _Refused
        data = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        at_end = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
        why = said("not-json.cut") if at_end else said("not-json.syntax", detail=error.msg)
        raise _problem(error.lineno, error.colno, why) from None
    except _Refused:
        raise _error(text, *next(_wrong(text))) from None
    half = _HALF.search(text)
    at = half.start() if half else len(text)
    if half is None and _ANY_PAIR.search(text):
        at = _WHOLE.match(text).end()  # type: ignore[union-attr] # it matches any text
    if at < len(text):
        raise _error(text, at, said("not-json.half"))
    return data


def _decoded(raw: bytes) -> str:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in raw[:4]:
        raise _problem(1, 1, said("not-utf-8.utf-16"))
    try:
        return raw.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode()
        message = said("not-utf-8.byte", byte=f"{error.object[error.start]:02x}")
        raise _error(before, len(before), message) from None


def _depth(shape: str) -> int:
    """How deep the brackets of a text without strings lie in each other."""
    brackets = _NO_BRACKETS.sub("", shape)
    return max(itertools.accumulate(map(_STEPS.__getitem__, brackets)), default=0)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Refused
    return found


def _integer(digits: str) -> int:
    if len(digits.lstrip("-")) > _MOST_DIGITS:
        raise _Refused
    return int(digits)


def _decimal(digits: str) -> float:
    found = float(digits)
    if abs(found) == float("inf"):
        raise _Refused
    return found


def _constant(_: str) -> None:
    raise _Refused


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_pairs, parse_int=_integer, parse_float=_decimal, parse_constant=_constant
)


def _wrong(text: str) -> Iterator[tuple[int, Message]]:
    """Where something is that is refused, and what. What no parser would read is passed over."""
    keys: list[set[str]] = [set()]
    for token in _TOKENS.finditer(text):
        found, at = token[0], token.start()
        if found in "{[":
            keys.append(set())
            if len(keys) > MOST_DEPTH + 1:
                yield at, said("too-much.deep", most=MOST_DEPTH)
        elif found in "}]":
            del keys[max(1, len(keys) - 1) :]
        elif token["key"]:
            key = _key(found)
            if key in keys[-1]:
                yield at, said("duplicate-key", key=short(key))
            keys[-1].add(key)
        elif found in _CONSTANTS:
            yield at, said("not-json.constant", value=found)
        elif token["number"] and _is_endless(found):
            yield at, said("not-json.number", most=_MOST_DIGITS)


def _key(token: str) -> str:
    try:
        return str(json.loads(token))
    except ValueError:
        return token


def _is_endless(token: str) -> bool:
    try:
        _integer(token) if token.lstrip("-").isdigit() else _decimal(token)
    except _Refused:
        return True
    return False


def _error(text: str, at: int, message: Message) -> CatalogueError:
    return _problem(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at), message)


def _problem(line: int, column: int, message: Message) -> CatalogueError:
    return CatalogueError((Problem(f"{line}:{column}", 0, 0, message),))
