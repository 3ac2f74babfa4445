"""In which language each piece of a report is: names and texts of a catalogue need not have the language of the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flowviz.facts.values import Item, Many, Ref, Text, Way
from flowviz.locales import LANGUAGES, words
from flowviz.telling.tongues import Tongues
from flowviz.telling.words import tell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowviz.facts.values import Value
    from flowviz.reports.question import Question

__all__ = ["Piece", "foreign", "in_sentence", "in_value", "tag"]

Piece = tuple[str, str]
"""A text and the language that it is in."""
_BETWEEN: Final = "; "


def tag(language: str) -> str:
    """The language as documents name it, with its country where we know it."""
    return words(language)("language.tag") if language in LANGUAGES else language


def in_value(value: Value, language: str) -> list[Piece]:
    """A value in words as `flowviz.telling.words.tell` has it, in pieces; empty for what is not stated."""
    match value:
        case Text():
            return [(value.get(language), value.language(language))]
        case Ref(_, name, _):
            return [(name.get(language), name.language(language))]
        case Many(values):
            return _joined(_BETWEEN, (in_value(one, language) for one in values), language)
        case Way(stops):
            return _joined(" → ", (in_value(stop, language) for stop in stops), language)
        case Item():
            return in_value(Many(value.main.values), language)
    told = tell(value, language)
    return [] if told is None else [(told, language)]


def _joined(between: str, parts: Iterable[list[Piece]], language: str) -> list[Piece]:
    found: list[Piece] = []
    for part in filter(None, parts):
        found += [*([(between, language)] if found else []), *part]
    return found


def foreign(question: Question) -> Tongues:
    """The texts of the answer that are not in the language of the question, with their languages."""
    values = (value for table in question.tables.values() for row in table.rows for value in row)
    found = {text: language for value in values for text, language in in_value(value, question.language)}
    things = [question.model.nodes[one.id]["thing"] for one in question.whole.removed]
    texts = [getattr(thing, name, None) for thing in things for name in ("purpose", "description")]
    texts += [remark.text for thing in things for remark in getattr(thing, "openness", ())]
    for text in filter(None, (question.catalogue.header.name, *texts)):
        found[text.get(question.language)] = text.language(question.language)
    return Tongues({text: language for text, language in found.items() if language != question.language})


def in_sentence(text: str, strangers: Tongues, language: str) -> list[Piece]:
    """A sentence in pieces: those of ``strangers`` that stand in it, and what is between them."""
    return [(piece, tongue or language) for piece, tongue in strangers.pieces(text)]
