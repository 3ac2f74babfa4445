"""The feeds of a catalogue as plain integers, so that a search walks lists and sets and nothing else.

Only things that a feed touches have a number; they come in the order of the catalogue. Several feeds from one
thing to another are one *pair*, whose number of feeds is remembered.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from flowviz.impact.loops import Loops

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from flowviz.catalogue import Feed
    from flowviz.model import Model

__all__ = ["Flows", "Pair", "flows_of"]

Pair = tuple[int, int]


class Flows:
    """Who feeds whom: ``out[a]`` and ``into[b]`` list each other thing once, by number.

    ``feeds`` holds the number of feeds of the pairs that have more than one. It needs no catalogue:

    >>> flows = Flows(["a", "b"], [[1], []])
    >>> flows.into, flows.number["b"]
    ([(), (0,)], 1)
    """

    def __init__(
        self, ids: Sequence[str], out: Sequence[Sequence[int]], feeds: Mapping[Pair, int] | None = None
    ) -> None:
        self.ids = ids
        self.feeds = feeds or {}
        same = list(range(len(out)))  # one object for each number: searches then find them all near each other
        into: list[list[int]] = [[] for _ in out]
        for giver, receivers in zip(same, out, strict=True):
            for receiver in receivers:
                into[receiver].append(giver)
        self.out = [tuple([same[receiver] for receiver in receivers]) for receivers in out]
        self.into = [tuple(givers) for givers in into]

    @functools.cached_property
    def number(self) -> dict[str, int]:
        """The number of each id."""
        return {id_: number for number, id_ in enumerate(self.ids)}

    @functools.cached_property
    def feeds_into(self) -> list[int]:
        """How many feeds each thing gets."""
        counts = [len(givers) for givers in self.into]
        for (_, receiver), feeds in self.feeds.items():
            counts[receiver] += feeds - 1
        return counts

    @functools.cached_property
    def feeds_out(self) -> list[int]:
        """How many feeds each thing gives."""
        counts = [len(receivers) for receivers in self.out]
        for (giver, _), feeds in self.feeds.items():
            counts[giver] += feeds - 1
        return counts

    @functools.cached_property
    def loops(self) -> Loops:
        """The loops of the feeds and their order, found when they are first asked for."""
        return Loops(self.out, self.into)


def flows_of(model: Model, *, stated_only: bool = False) -> Flows:
    """The flows of the model's feeds, or of its stated ones only; made once for each model."""
    return model.once(("flows", stated_only), lambda: _flows(model.out, stated_only))


def _flows(out: Mapping[str, Mapping[str, list[Feed]]], stated_only: bool) -> Flows:
    counts = {
        giver: {receiver: n for receiver, feeds in others.items() if (n := _count(feeds, stated_only))}
        for giver, others in out.items()
    }
    touched = {giver for giver, others in counts.items() if others}
    touched.update(receiver for others in counts.values() for receiver in others)
    ids = [id_ for id_ in out if id_ in touched]
    number = {id_: i for i, id_ in enumerate(ids)}
    pairs = ((number[giver], number[receiver], n) for giver, others in counts.items() for receiver, n in others.items())
    several = {(giver, receiver): n for giver, receiver, n in pairs if n > 1}
    return Flows(ids, [[number[receiver] for receiver in counts[id_]] for id_ in ids], several)


def _count(feeds: Iterable[Feed], stated_only: bool) -> int:
    return sum(1 for feed in feeds if not stated_only or feed.basis == "stated")
