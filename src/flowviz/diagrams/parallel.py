"""Feeds that are drawn as one line: its number, how it is known, and its words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, get_args

from flowviz.catalogue import Basis
from flowviz.connections import best_known
from flowviz.diagrams.scene import Line
from flowviz.diagrams.wording import feeds_text
from flowviz.locales import number, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowviz.catalogue import Feed
    from flowviz.model import Model

__all__ = ["counted", "label_of", "line_of", "rolled_text", "shortened", "text_of"]

_MOST_TOLD = 12
"""Of more feeds in one line only the numbers are told."""


def line_of(
    model: Model,
    ends: tuple[str, str],
    out: Sequence[Feed],
    into: Sequence[Feed],
    names: tuple[str, str],
    language: str,
) -> Line:
    """The line of all feeds from one card to another, ``out``, and back, ``into``; at least one of them has some."""
    feeds = [*out, *into]
    told = len(feeds) <= _MOST_TOLD
    return Line(
        source=ends[0],
        target=ends[1],
        way="both" if out and into else "out" if out else "in",
        basis=best_known(feeds),
        text=text_of(model, feeds, language) if told else rolled_text(names, out, into, language),
        label=label_of(feeds, language),
    )


def label_of(feeds: Sequence[Feed], language: str) -> str:
    """How many feeds a line stands for, and how many of them are less well known than the line shows; nothing for one."""
    if len(feeds) < 2:
        return ""
    weaker = _of_each_basis(feeds, language)[1:]
    return number(len(feeds), language) + (f" ({', '.join(weaker)})" if weaker else "")


def shortened(lines: list[Line]) -> list[Line]:
    """The lines with numbers alone; how each is known is in its words."""
    for line in lines:
        line.label = line.label.partition(" (")[0]
    return lines


def text_of(model: Model, feeds: Sequence[Feed], language: str) -> str:
    """The feeds of a line, one sentence each, after how many there are and how these are known where that differs."""
    text = feeds_text(model, feeds, language)
    return text if len(feeds) < 2 else f"{counted(feeds, language)}\n{text}"


def rolled_text(names: tuple[str, str], out: Sequence[Feed], into: Sequence[Feed], language: str) -> str:
    """The feeds of a line that are too many to tell: between what, how many each way, and how they are known."""
    told = f"{names[0]} – {names[1]}: {words(language)('feeds', n=len(out) + len(into))}"
    if out and into:
        told += f" (→ {number(len(out), language)}, ← {number(len(into), language)})"
    known = _of_each_basis([*out, *into], language)
    return f"{told}; {', '.join(known)}" if len(known) > 1 else told


def counted(feeds: Sequence[Feed], language: str) -> str:
    """How many feeds there are, and how many are known how where that differs."""
    known = _of_each_basis(feeds, language)
    return words(language)("feeds", n=len(feeds)) + (f": {', '.join(known)}" if len(known) > 1 else "")


def _of_each_basis(feeds: Sequence[Feed], language: str) -> list[str]:
    """How many of some feeds are stated, implied and generally known, as far as any are."""
    counts = Counter(feed.basis for feed in feeds)
    return [words(language)(f"feeds.{basis}", n=counts[basis]) for basis in get_args(Basis) if counts[basis]]
