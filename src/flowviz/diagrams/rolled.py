"""Feeds rolled up between what a drawing shows, counted both ways, and the line that stands for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flowviz.connections import best_known
from flowviz.diagrams.parallel import rolled_text
from flowviz.diagrams.scene import Line, Way
from flowviz.locales import number

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
    feeds = roll.out + roll.into
    return Line(
        source=source[0],
        target=target[0],
        way=roll.way,
        basis=best_known(feeds),
        text=rolled_text((source[1], target[1]), roll.out, roll.into, language),
        label=number(len(feeds), language) if len(feeds) > 1 else "",
        weight=1.2 + 2.3 * (len(feeds) - 1) / max(most - 1, 1),
    )


def strongest(counts: list[int], most: int) -> int:
    """The least number of feeds of those connections that are drawn, so that they are at most ``most``."""
    if len(counts) <= most:
        return 1
    return sorted(counts, reverse=True)[most] + 1
