"""What a thing is in the answer to a removal: its mark, and all that is said of it in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.locales import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flowviz.impact import Impact
    from flowviz.model import Model

__all__ = ["Roles"]


class Roles:
    """The roles of things in ``answer``; of a scenario also of what is ``added``, and of what is ``spared`` by it."""

    def __init__(
        self,
        model: Model,
        answer: Impact,
        language: str,
        added: Iterable[str] = (),
        spared: Mapping[str, int] = {},
    ) -> None:
        self.model = model
        self.language = language
        self.words = words(language)
        self.removed = {one.id for one in answer.removed}
        self.downstream = {row.id: row for row in answer.downstream}
        self.upstream = {row.id: row for row in answer.upstream}
        self.holders = {row.id: row for row in answer.holders}
        self.added = set(added)
        self.spared = spared

    def mark(self, id_: str) -> tuple[str, str]:
        """The mark of a thing, and the mark in a word."""
        w = self.words
        if id_ in self.removed:
            return "removed", w("role.removed")
        if id_ in self.downstream:
            row = self.downstream[id_]
            return row.felt.replace(" ", "-"), w(f"effect.{row.felt}.{'tag' if row.certain else 'possible'}")
        if id_ in self.holders:
            return "holder", w(f"impact.mark.{'without' if self.holders[id_].without_system else 'fewer'}")
        if id_ in self.added:
            return "added", w("impact.mark.added")
        if id_ in self.spared:
            return "spared", w("impact.mark.spared")
        return "upstream", self._giver(id_) if id_ in self.upstream else w("impact.mark.giver")

    def possible(self, id_: str) -> bool:
        """Whether it is only possible that the thing is hit."""
        return id_ in self.downstream and not self.downstream[id_].certain

    def told(self, id_: str) -> list[str]:
        """All that the answer says of a thing."""
        w = self.words
        told = [self.mark(id_)[1]]
        if id_ in self.downstream:
            row = self.downstream[id_]
            told += [
                w(f"effect.{row.felt}.meaning"),
                w(f"certain.{row.certain}.meaning"),
                w("hops", n=row.distance),
                w("impact.feeds_lost", n=row.feeds_lost, of=row.feeds_before),
            ]
        if id_ in self.upstream and id_ in self.downstream:
            told.append(self._giver(id_))
        return told

    def _giver(self, id_: str) -> str:
        """What becomes of one that gave to what is removed."""
        row = self.upstream[id_]
        key = "no_receiver" if row.without_receiver else "fewer_receiver" if row.feeds_lost else "less"
        return self.words(f"impact.mark.{key}")
