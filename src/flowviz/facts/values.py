"""What a cell or a fact holds: a typed value, before it is words in a language.

`flowviz.telling` makes words, sort keys, JSON and cells of values. A plain `str` is an id, a code, a colour or a sign:
the same in every language.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from flowviz.catalogue import Evidence, Text
from flowviz.nouns import Noun

__all__ = [
    "NOT_APPLICABLE",
    "NOT_STATED",
    "Address",
    "Choice",
    "Count",
    "Day",
    "Fact",
    "Flag",
    "Item",
    "Lines",
    "Many",
    "NotStated",
    "Prose",
    "Ref",
    "Row",
    "Sentence",
    "Text",
    "Value",
    "Way",
    "Years",
    "many",
]


class NotStated(Noun, kw_only=False):
    """No value: the source does not state it, or a thing of this kind has none (``applies`` is false)."""

    applies: bool = True


NOT_STATED: Final = NotStated()
"""What the source does not state: never the same as *no* or *none*."""
NOT_APPLICABLE: Final = NotStated(applies=False)
"""What a thing of this kind does not have, such as a shared resource its department."""


class Ref(Noun, kw_only=False):
    """A thing of the catalogue; with the kind ``scope`` one of its scopes, with ``records class`` one of those by its code."""

    id: str
    name: Text
    kind: str


class Day(Noun, kw_only=False):
    """A day, as YYYY-MM-DD."""

    iso: str


class Choice(Noun, kw_only=False):
    """One of a few words: ``key`` is that of its sentence, ``code`` what stands in the catalogue.

    ``rank`` is its place where they have an order, such as that of effects, the hardest first.
    """

    key: str
    code: str
    rank: int | None = None


class Count(Noun, kw_only=False):
    """A number."""

    n: int


class Years(Noun, kw_only=False):
    """A number of years."""

    n: int


class Address(Noun, kw_only=False):
    """Where something is on the web."""

    url: str


class Flag(Noun, kw_only=False):
    """Yes or no."""

    yes: bool


class Lines(Noun, kw_only=False):
    """Where something is said."""

    evidence: tuple[Evidence, ...]


class Sentence(Noun, kw_only=False):
    """A sentence of ours, by its key."""

    key: str


@dataclass(frozen=True, slots=True)
class Prose:
    """Words made of ``about``, which is what tells one from another: ``told`` makes them in a language; None for none."""

    about: object
    told: Callable[[str], str | None] = field(compare=False)


class Way(Noun, kw_only=False):
    """Things along a way, from the giver to the last receiver."""

    stops: tuple[Ref, ...]


class Many(Noun, kw_only=False):
    """Several values, in the order of the catalogue."""

    values: tuple[Value, ...]


class Fact(Noun, kw_only=False):
    """What is known under a label; no values mean that the source does not state any.

    ``key`` names the field, or what was worked out. A ``quiet`` fact is not worth a line where there is nothing to tell.
    """

    key: str
    values: tuple[Value, ...]
    quiet: bool = False

    @property
    def label(self) -> str:
        """The key of the sentence that labels it."""
        return f"field.{self.key}"


class Item(Noun, kw_only=False):
    """A noun that lies in a field, such as an openness remark: its own facts, and where it is said."""

    parts: tuple[Fact, ...]
    evidence: tuple[Evidence, ...] = ()

    @property
    def main(self) -> Fact:
        """The fact that says it, without the rest; a mark that says it alone is told by its label."""
        told = [part for part in self.parts if part.values] or self.parts
        found = next((part for part in told if part.key in ("text", "value")), told[0])
        return (
            Fact(found.key, (Sentence(found.label),))
            if found.values == (Flag(True),) and found is not self.parts[0]
            else found
        )

    @property
    def basis(self) -> Choice | None:
        """How it is known, where that is said."""
        found = next((part.values[0] for part in self.parts if part.key == "basis"), None)
        return found if isinstance(found, Choice) else None

    @property
    def rest(self) -> tuple[Fact, ...]:
        """What else is known of it."""
        main = self.main.key
        return tuple(part for part in self.parts if part.key not in (main, "basis") and part.values)


Value = (
    str
    | Text
    | Ref
    | Day
    | Choice
    | Count
    | Years
    | Address
    | Flag
    | Lines
    | Sentence
    | Prose
    | Way
    | Many
    | Item
    | NotStated
)
Row = tuple[Value, ...]


def many(values: tuple[Value, ...] | list[Value]) -> Value:
    """The values as one; `NOT_STATED` where there are none."""
    return Many(tuple(values)) if values else NOT_STATED
