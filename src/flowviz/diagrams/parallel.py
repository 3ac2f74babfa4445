"""Feeds that are drawn as one line: its number, how it is known, and its words."""

from __future__ import annotations

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

__all__ = ["label_of", "line_of", "shortened", "split_of"]

_MOST_SPLIT = 12
"""Where more lines have a number, that is all they have."""
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
    source, target = ends
    feeds = [*out, *into]
    text = feeds_text(model, feeds, language) if len(feeds) <= _MOST_TOLD else f"{names[0]} – {names[1]}"
    told = [text, split_of(out, into, language)] if max(len(out), len(into)) > 1 else [text]
    return Line(
        source=source,
        target=target,
        way="both" if out and into else "out" if out else "in",
        basis=best_known(feeds),
        text="\n".join(told),
        label=label_of(out, into, language),
    )


def label_of(out: Sequence[Feed], into: Sequence[Feed], language: str) -> str:
    """The number on the line of some feeds: nothing for one feed each way; how many are implied where only some are."""
    feeds = [*out, *into]
    if len(out) < 2 and len(into) < 2:
        return ""
    implied = sum(feed.basis == "implied" for feed in feeds)
    if 0 < implied < len(feeds):
        return words(language)("feeds.mixed", n=implied, of=len(feeds))
    return number(len(feeds), language)


def shortened(lines: list[Line]) -> list[Line]:
    """The lines with numbers alone where there are many of them; how each is known is in its words."""
    if sum(bool(line.label) for line in lines) > _MOST_SPLIT:
        for line in lines:
            line.label = line.label.partition(" (")[0]
    return lines


def split_of(out: Sequence[Feed], into: Sequence[Feed], language: str) -> str:
    """How many feeds there are, how they are known, and how many go which way, in words."""
    w = words(language)
    feeds = [*out, *into]
    counts = ((basis, sum(feed.basis == basis for feed in feeds)) for basis in get_args(Basis))
    parts = ", ".join(w(f"feeds.some.{basis}", n=count) for basis, count in counts if count)
    told = w("feeds.split", feeds=w("feeds", n=len(feeds)), parts=parts)
    return f"{told} (→ {number(len(out), language)}, ← {number(len(into), language)})" if out and into else told
