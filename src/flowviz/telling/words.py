"""Values and facts in words of a language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.facts.values import (
    Address,
    Choice,
    Count,
    Day,
    Fact,
    Flag,
    Item,
    Lines,
    Many,
    NotStated,
    Prose,
    Ref,
    Sentence,
    Text,
    Value,
    Way,
    Years,
)
from flowviz.locales import date, number, words
from flowviz.model import NODE_KINDS
from flowviz.wording import evidence_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from flowviz.facts.columns import Column

__all__ = ["headings", "labelled", "line", "tell"]


def tell(value: Value, language: str) -> str | None:
    """A value in words; None for what is not stated. Several values have semicolons between them.

    >>> tell(Day("2026-11-03"), "sv"), tell(Count(3), "sv"), tell(NotStated(), "sv")
    ('3.11.2026', '3', None)
    """
    told: Callable[[Value, str], str | None] = _WORDS[type(value)]
    return told(value, language)


def _many(value: Many, language: str) -> str | None:
    return "; ".join(told for one in value.values if (told := tell(one, language))) or None


def _item(value: Item, language: str) -> str | None:
    return _many(Many(value.main.values), language)


def _choice(value: Choice, language: str) -> str:
    return words(language)(value.key)


def _way(value: Way, language: str) -> str:
    return " → ".join(stop.name.get(language) for stop in value.stops)


_WORDS: dict[type, Callable[..., str | None]] = {
    str: lambda value, _: value,
    Text: lambda value, language: value.get(language),
    Ref: lambda value, language: value.name.get(language),
    Day: lambda value, language: date(value.iso, language),
    Choice: _choice,
    Count: lambda value, language: number(value.n, language),
    Years: lambda value, language: words(language)("years", n=value.n),
    Address: lambda value, _: value.url,
    Flag: lambda value, language: words(language)("bool.yes" if value.yes else "bool.no"),
    Lines: lambda value, language: evidence_text(value.evidence, language),
    Sentence: _choice,
    Prose: lambda value, language: value.told(language),
    Way: _way,
    Many: _many,
    Item: _item,
    NotStated: lambda *_: None,
}
"""How each kind of value is told."""


def headings(columns: Iterable[Column], language: str) -> list[str]:
    """The headings of columns."""
    return [words(language)(column.label) for column in columns]


_PLAIN = ("kind", "text", "value", "name", "basis")
"""Facts of an item that need no label."""


def line(value: Value, language: str, *, ids: bool = True, titles: Mapping[str, str] | None = None) -> str:
    """A value on one line with all that is known of it: things with their ids, items with their facts and evidence.

    ``titles`` are those of documents, for their ids.
    """
    if isinstance(value, Ref):
        name = value.name.get(language)
        return f"{name} ({value.id})" if ids and value.kind in NODE_KINDS else name
    if isinstance(value, Item):
        main = value.main
        told = [
            _part(main if fact.key == main.key else fact, main, language, ids) for fact in value.parts if fact.values
        ]
        return "; ".join([*told, *([evidence_text(value.evidence, language, titles)] if value.evidence else [])])
    return " / ".join((tell(value, language) or "").splitlines())


def labelled(fact: Fact, language: str, *, ids: bool = True) -> str:
    """A fact on one line, after what it is."""
    return f"{words(language)(fact.label).lower()}: {_values(fact, language, ids)}"


def _part(fact: Fact, main: Fact, language: str, ids: bool) -> str:
    plain = fact is main or fact.key in _PLAIN
    return _values(fact, language, ids) if plain else labelled(fact, language, ids=ids)


def _values(fact: Fact, language: str, ids: bool) -> str:
    return "; ".join(line(value, language, ids=ids) for value in fact.values)
