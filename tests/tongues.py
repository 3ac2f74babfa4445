"""Which words of a page are in another language than the page says: the texts of the second authority read in Finnish."""

from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from dash.development.base_component import Component

from flowviz.catalogue import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowviz.catalogue import Catalogue

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
LONG_ENOUGH = 5
"""Letters of a text that cannot be a word of the interface by chance."""


def danish_texts(catalogue: Catalogue) -> re.Pattern[str]:
    """What finds the texts of a catalogue that are in Danish alone or in Danish first."""
    found = {line for text in _texts(catalogue) if "da" in text.as_dict() for line in text.as_dict()["da"].splitlines()}
    alike = {value for text in _texts(catalogue) for code, value in text.values if code != "da"}
    wanted = sorted(
        (each for each in found - alike if len(each) >= LONG_ENOUGH and "@" not in each), key=len, reverse=True
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, wanted))})(?![\w@])")


def _texts(value: Any) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _texts(getattr(value, field.name))


class Spoken(HTMLParser):
    """The texts between the tags of a page, each with the language that it is marked with."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.pieces: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = [("", "")]
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self._open.append((tag, dict(attrs).get("lang") or self._open[-1][1]))

    def handle_endtag(self, tag: str) -> None:
        while len(self._open) > 1 and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and self._open[-1][0] not in ("script", "style"):
            self.pieces.append((self._open[-1][1], data.strip()))


def spoken(part: Any, language: str) -> Iterator[tuple[str, str]]:
    """The same of a part of the explorer, in ``language`` where it is not marked."""
    if isinstance(part, Component):
        yield from spoken(getattr(part, "children", None), getattr(part, "lang", None) or language)
    elif isinstance(part, (list, tuple)):
        for one in part:
            yield from spoken(one, language)
    elif isinstance(part, str):
        yield language, part


def unmarked(pieces: Iterator[tuple[str, str]] | list[tuple[str, str]], danish: re.Pattern[str]) -> list[str]:
    """The pieces that hold Danish and are not marked so."""
    return sorted({text for language, text in pieces if language != "da" and danish.search(text)})
