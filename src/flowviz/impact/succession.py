"""Who takes over what goes: the feeds that stand for others, and the systems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from flowviz.catalogue import Feed

__all__ = ["NOBODY", "Heirs", "Succession"]

Heirs = Mapping[int, "Sequence[Feed]"]
"""For feeds that go the feeds that stand for them: id() of the feed -> feeds."""


@dataclass(frozen=True, slots=True)
class Succession:
    """What stands for feeds and systems that go."""

    feeds: Heirs = field(default_factory=dict)
    systems: Mapping[str, str] = field(default_factory=dict)

    def going_on(self, ended: Sequence[Feed]) -> Iterator[tuple[Feed, Feed]]:
        """Each feed that ends with each that stands for it and goes on."""
        over = set(map(id, ended))
        return ((feed, heir) for feed in ended for heir in self.feeds.get(id(feed), ()) if id(heir) not in over)

    def kept(self, end: str, ended: Sequence[Feed]) -> frozenset[int]:
        """The feeds, by id(), that end and are not lost to their ``end``: source or target."""
        both = self.going_on(ended)
        return frozenset(id(feed) for feed, heir in both if getattr(feed, end) == getattr(heir, end))


NOBODY: Final = Succession()
"""A plain removal: nothing takes over."""
