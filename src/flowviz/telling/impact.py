"""A removal in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flowviz.feeds import exact
from flowviz.impact.answer import GROUPS, NAMED
from flowviz.locales import words
from flowviz.model import Model, name_of
from flowviz.wording import first_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from flowviz.catalogue import Feed
    from flowviz.impact import Impact
    from flowviz.impact.outline import Outline

_FEW: Final = 2
"""How many names are told of what has long ones, and a table of its own, and in an answer of very many things."""
_MANY: Final = 40
"""An answer of more things is told in numbers above all: its tables have the names."""

__all__ = ["consequences", "personal_data", "removal_names"]


def removal_names(model: Model, answer: Impact, language: str) -> str:
    """What was chosen to go, in one line."""
    names = [name_of(model, id_, language) for id_ in answer.chosen.things]
    return ", ".join([*names, *_pairs(model, answer.chosen.feeds, language)])


def _pairs(model: Model, feeds: Iterable[Feed], language: str) -> list[str]:
    pairs = dict.fromkeys((feed.source, feed.target) for feed in feeds)
    return [f"{name_of(model, source, language)} → {name_of(model, target, language)}" for source, target in pairs]


def consequences(model: Model, answer: Impact | Outline, language: str, spared: Iterable[str] = ()) -> list[str]:
    """The answer in a few paragraphs, the gravest first: who loses what, how certain that is, whom to consult, whose data.

    Of a scenario, ``spared`` are those that lose nothing thanks to it.
    """
    told = _Told(model, answer, language)
    parts = (told.receivers(), told.possible(), told.givers(), told.spared(spared), told.people())
    return [paragraph for paragraph in map(" ".join, parts) if paragraph]


def personal_data(model: Model, answer: Impact, language: str) -> str:
    """Which data sets and feeds with personal data are concerned, or that this is not known."""
    return " ".join(_Told(model, answer, language).personal())


class _Told:
    def __init__(self, model: Model, answer: Impact | Outline, language: str) -> None:
        self.model, self.answer, self.language = model, answer, language
        self.say = words(language)
        self._most = NAMED if answer.hit + len(answer.upstream) + len(answer.holders) <= _MANY else _FEW

    def _line(self, key: str, ids: Iterable[str], most: int | None = None) -> Iterator[str]:
        """What is said of some things, with the first of their names; nothing where there are none."""
        found = list(dict.fromkeys(ids))
        yield from self._first(key, found, len(found), most or self._most)

    def _first(self, key: str, first: Sequence[str], total: int, most: int) -> Iterator[str]:
        names = [name_of(self.model, id_, self.language) for id_ in first[:most]]
        yield from self._named(key, names, most, total)

    def _named(
        self, key: str, names: Sequence[str], most: int | None = None, total: int | None = None
    ) -> Iterator[str]:
        if names:
            most = most or self._most
            n = len(names) if total is None else total
            yield self.say(f"impact.answer.{key}", n=n, names=first_names(names, most, self.language, n))

    def _pairs(self, feeds: Iterable[Feed]) -> list[str]:
        return _pairs(self.model, feeds, self.language)

    def receivers(self) -> Iterator[str]:
        answer = self.answer
        if not (answer.hit or answer.upstream or answer.holders):
            yield from self._named("general", self._pairs(self._by_name()))
            if not answer.feeds:
                yield self.say(f"impact.answer.nothing{'.stated' if answer.stated_only else ''}")
        groups = answer.groups
        for key in GROUPS:
            if key in groups:
                yield from self._first(key, *groups[key], self._most)

    def _by_name(self) -> list[Feed]:
        """The feeds that tell by name what single sentences, which go, say in general."""
        by_name = exact(self.model, stated_only=self.answer.stated_only)
        return [feed for one in self.answer.feeds for feed in by_name.get(id(one), ())]

    def possible(self) -> Iterator[str]:
        for id_ in dict.fromkeys(row.id for row in self.answer.possible):
            feeds = "; ".join(self._pairs(row.feed for row in self.answer.possible if row.id == id_))
            yield self.say("impact.answer.possible", name=name_of(self.model, id_, self.language), feeds=feeds)

    def givers(self) -> Iterator[str]:
        rows, holders = self.answer.upstream, self.answer.holders
        yield from self._line("without_receiver", (row.id for row in rows if row.without_receiver))
        yield from self._line(
            "fewer_receivers", (row.id for row in rows if row.feeds_lost and not row.without_receiver)
        )
        yield from self._line("without_system", (row.id for row in holders if row.without_system))
        yield from self._line("fewer_systems", (row.id for row in holders if not row.without_system))
        yield from self._line(
            "keeper", (row.id for row in self.answer.systems if row.keeper_removed and not row.removed)
        )

    def spared(self, ids: Iterable[str]) -> Iterator[str]:
        yield from self._line("spared", ids)

    def people(self) -> Iterator[str]:
        answer = self.answer
        yield from self._line("consult.organisations", answer.organisations, NAMED)
        yield from self._line("consult", answer.consulted, NAMED)
        yield from self._line("consult.outside", answer.outside, NAMED)
        yield from self._line("data_subjects", answer.data_subjects)
        yield from self.personal()

    def personal(self) -> Iterator[str]:
        answer = self.answer
        datasets = [row.id for row in answer.personal_data if row.role != "described"]
        feeds = self._pairs(row.feed for row in answer.personal_feeds)
        yield from self._line("personal", datasets, _FEW)
        yield from self._named("personal.feeds", feeds, _FEW)
        if not datasets and not feeds:
            nothing = {"personal_data", "personal_feeds"}.issubset(answer.none_known)
            yield self.say(f"impact.answer.personal.{'none' if nothing else 'unknown'}")
