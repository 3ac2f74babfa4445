"""JSON text -> plain data, where all readers of JSON agree on it: no key twice, no half characters, no endless numbers.

Python's parser does the work, at its speed. Only what is wrong is looked for again, token by token, for its place.
"""

from __future__ import annotations

import codecs
import itertools
import json
import re
from typing import TYPE_CHECKING, Any, Final

from flowviz.errors import CatalogueError
from flowviz.limits import MOST_DEPTH, MOST_VALUES
from flowviz.loading.problems import short

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["parse"]

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


def parse(text: str | bytes) -> Any:
    """The data in ``text``. Raises `CatalogueError` with what is wrong, as ``line:column: what``."""
    if isinstance(text, bytes):
        text = _decoded(text)
    if not text.strip(" \t\r\n"):
        raise CatalogueError(("1:1: is empty",))
    shape = _STRINGS.sub('""', text)
    if shape.count(",") + shape.count("[") + shape.count("{") > MOST_VALUES:
        raise CatalogueError((f"1:1: more than {MOST_VALUES:,} values: split the catalogue",))
    try:
        if _depth(shape) > MOST_DEPTH:
            raise _Refused
        data = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        at_end = error.pos >= len(text.rstrip())
        why = "it ends too early, is it cut off?" if at_end else error.msg
        raise CatalogueError((f"{error.lineno}:{error.colno}: this is no JSON: {why}",)) from None
    except _Refused:
        raise _error(text, *next(_wrong(text))) from None
    half = _HALF.search(text)
    at = half.start() if half else len(text)
    if half is None and _ANY_PAIR.search(text):
        at = _WHOLE.match(text).end()  # type: ignore[union-attr] # it matches any text
    if at < len(text):
        raise _error(text, at, "half a character (a lone surrogate): write the character itself")
    return data


def _decoded(raw: bytes) -> str:
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in raw[:4]:
        raise CatalogueError(("1:1: is UTF-16 or UTF-32: save it as UTF-8",))
    try:
        return raw.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode()
        raise _error(
            before, len(before), f"byte 0x{error.object[error.start]:02x} is not UTF-8: save it as UTF-8"
        ) from None


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


def _wrong(text: str) -> Iterator[tuple[int, str]]:
    """Where something is that is refused, and what. What no parser would read is passed over."""
    keys: list[set[str]] = [set()]
    for token in _TOKENS.finditer(text):
        found, at = token[0], token.start()
        if found in "{[":
            keys.append(set())
            if len(keys) > MOST_DEPTH + 1:
                yield at, f"nested more than {MOST_DEPTH} deep"
        elif found in "}]":
            del keys[max(1, len(keys) - 1) :]
        elif token["key"]:
            key = _key(found)
            if key in keys[-1]:
                yield at, f"duplicate key '{short(key)}': keep one of them"
            keys[-1].add(key)
        elif found in _CONSTANTS:
            yield at, f"{found} is no number of JSON"
        elif token["number"] and _is_endless(found):
            yield at, f"a number too long or too large: {_MOST_DIGITS} digits are the most"


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


def _error(text: str, at: int, message: str) -> CatalogueError:
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    return CatalogueError((f"{line}:{column}: {message}",))
