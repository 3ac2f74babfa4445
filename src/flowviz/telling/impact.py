"""A removal in words."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

from flowviz.facts.impact import EFFECTS
from flowviz.locales import words
from flowviz.model import Model, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flowviz.impact import Impact

_NAMES: Final = 6

__all__ = ["consequences", "removal_names"]


def removal_names(model: Model, answer: Impact, language: str) -> str:
    """What was chosen to go, in one line."""
    names = [name_of(model, id_, language) for id_ in answer.chosen.things]
    pairs = dict.fromkeys((feed.source, feed.target) for feed in answer.chosen.feeds)
    names += [f"{name_of(model, source, language)} → {name_of(model, target, language)}" for source, target in pairs]
    return ", ".join(names)


def consequences(model: Model, answer: Impact, language: str) -> list[str]:
    """The answer in a few paragraphs, the gravest first: who loses what, how certain that is, whom to consult, whose data."""
    told = _Told(model, answer, language)
    parts = (told.receivers(), told.possible(), told.givers(), told.people())
    return [paragraph for paragraph in map(" ".join, parts) if paragraph]


class _Told:
    def __init__(self, model: Model, answer: Impact, language: str) -> None:
        self.model, self.answer, self.language = model, answer, language
        self.say = words(language)

    def _line(self, key: str, ids: Iterable[str]) -> Iterator[str]:
        """What is said of some things, with the first of their names; nothing where there are none."""
        found = list(dict.fromkeys(ids))
        if found:
            names = [name_of(self.model, id_, self.language) for id_ in found[:_NAMES]]
            more = [self.say("impact.answer.more", n=len(found) - _NAMES)] if len(found) > _NAMES else []
            told = ", ".join(names) + "".join(f" {word}" for word in more)
            yield self.say(f"impact.answer.{key}", n=len(found), names=told)

    def receivers(self) -> Iterator[str]:
        rows = self.answer.downstream
        if not rows and not self.answer.upstream and not self.answer.holders:
            yield self.say("impact.answer.nothing")
        for felt in (*EFFECTS, "alone"):
            yield from self._line(felt.replace(" ", "_"), (row.id for row in rows if row.felt == felt))
        yield from self._line("in_general", (row.id for row in rows if row.in_general))
        possible = [row.id for row in rows if not row.certain]
        if rows and not possible:
            yield self.say("impact.answer.certain")
        yield from self._line("uncertain", possible)
        yield from self._line("implied", (row.id for row in rows if row.rests_on_implied))

    def possible(self) -> Iterator[str]:
        name = functools.partial(name_of, self.model, language=self.language)
        for id_ in dict.fromkeys(row.id for row in self.answer.possible):
            feeds = [row.feed for row in self.answer.possible if row.id == id_]
            told = (
                self.say("impact.answer.possible.feed", source=name(source), target=name(target))
                for source, target in dict.fromkeys((feed.source, feed.target) for feed in feeds)
            )
            yield self.say("impact.answer.possible", name=name(id_), feeds="; ".join(told))

    def givers(self) -> Iterator[str]:
        rows = self.answer.upstream
        yield from self._line("without_receiver", (row.id for row in rows if row.without_receiver))
        yield from self._line(
            "fewer_receivers", (row.id for row in rows if row.feeds_lost and not row.without_receiver)
        )
        yield from self._line("without_system", (row.id for row in self.answer.holders if row.without_system))

    def people(self) -> Iterator[str]:
        answer = self.answer
        yield from self._line("consult", (row.id for row in answer.departments))
        yield from self._line("consult.outside", answer.outside)
        yield from self._line("data_subjects", answer.data_subjects)
        personal = [row.id for row in answer.personal_data if row.role != "described"]
        personal += [row.feed.source for row in answer.personal_feeds]
        yield from self._line("personal", personal)
        if not personal:
            nothing = {"personal_data", "personal_feeds"}.issubset(answer.none_known)
            yield self.say(f"impact.answer.personal.{'none' if nothing else 'unknown'}")
