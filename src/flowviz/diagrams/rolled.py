"""Feeds rolled up between what a drawing shows, counted both ways, and the line that stands for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flowviz.connections import best_known
from flowviz.diagrams.scene import Line, Way
from flowviz.locales import number, words

if TYPE_CHECKING:
    from flowviz.catalogue import Feed

__all__ = ["Roll", "line_of", "strongest"]


@dataclass(slots=True)
class Roll:
    """The feeds between two ends, both ways."""

    out: list[Feed] = field(default_factory=list)
    into: list[Feed] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.out) + len(self.into)

    @property
    def way(self) -> Way:
        return "both" if self.out and self.into else "out" if self.out else "in"


def line_of(source: tuple[str, str], target: tuple[str, str], roll: Roll, most: int, language: str) -> Line:
    """The line between two ends, each an id and a name, with its number; the heavier, the nearer ``most`` feeds."""
    w = words(language)
    feeds = roll.out + roll.into
    text = f"{source[1]} – {target[1]}: {w('feeds', n=len(feeds))}"
    if roll.way == "both":
        text += f" (→ {number(len(roll.out), language)}, ← {number(len(roll.into), language)})"
    bases = {basis: sum(feed.basis == basis for feed in feeds) for basis in dict.fromkeys(feed.basis for feed in feeds)}
    if len(bases) > 1:
        text += "; " + ", ".join(
            f"{w(f'basis.{basis}')} {number(n, language)}" for basis, n in sorted(bases.items(), reverse=True)
        )
    return Line(
        source=source[0],
        target=target[0],
        way=roll.way,
        basis=best_known(feeds),
        text=text,
        label=number(len(feeds), language) if len(feeds) > 1 else "",
        weight=1.2 + 2.3 * (len(feeds) - 1) / max(most - 1, 1),
    )


def strongest(counts: list[int], most: int) -> int:
    """The least number of feeds of those connections that are drawn, so that they are at most ``most``."""
    if len(counts) <= most:
        return 1
    return sorted(counts, reverse=True)[most] + 1
