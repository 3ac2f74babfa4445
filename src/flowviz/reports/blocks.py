"""What a report is made of: blocks that each format shows in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from flowviz.facts.columns import Listing

__all__ = ["Blank", "Block", "Command", "Form", "Heading", "Paragraph", "Picture", "TableBlock"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the title of the report is of level 1."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: a fact, a ``notice`` to be seen before all else, or a ``guide`` that says what to do here."""

    text: str
    role: Literal["fact", "notice", "guide"] = "fact"


@dataclass(frozen=True, slots=True)
class Command:
    """A command, and what it is for."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Blank:
    """A question that a person answers; ``label`` is what stands before it."""

    label: str
    question: str
    hint: str
    lines: int = 3


@dataclass(frozen=True, slots=True)
class Form:
    """A table to fill in: its headings, or none where the first cell of a row says what the others are; ``""`` is a blank."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    level: int = 3
    """The level of its title as a heading."""
    hints: tuple[str, ...] = ()
    """What to write in the blanks of each row, where the form says it."""


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table that has rows."""

    table: Listing


@dataclass(frozen=True, slots=True)
class Picture:
    """The drawing: its title, and what it shows in words."""

    title: str
    text: str


Block = Heading | Paragraph | Command | Blank | Form | TableBlock | Picture
