"""What is to be done before something is removed, and what changes in the information management model: facts for people
who then say who does it, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flowviz.locales import words
from flowviz.model import name_of
from flowviz.wording import first_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flowviz.reports.question import Question

__all__ = ["actions", "changes_of_the_model", "listed"]

_NAMES: Final = 8
_ROWS: Final = 20


def listed(question: Question, ids: Iterable[str]) -> str:
    """The first names of things, and how many more there are."""
    names = [name_of(question.model, id_, question.language) for id_ in dict.fromkeys(ids)]
    return first_names(names, _NAMES, question.language)


def actions(question: Question) -> list[str]:
    """What is to be done, the first to be done first; the last one tells of those that there is no room for."""
    found = list(_actions(question))
    if len(found) <= _ROWS:
        return found
    more = words(question.language)("report.action.more", n=len(found) - _ROWS + 2)
    return [*found[: _ROWS - 2], more, found[-1]]


def _actions(question: Question) -> Iterator[str]:
    say, answer = words(question.language), question.whole

    def of(key: str, ids: Iterable[str]) -> Iterator[str]:
        names = listed(question, ids)
        if names:
            yield say(f"report.action.{key}", names=names)

    yield from of("consult", [*answer.organisations, *(row.id for row in answer.departments), *answer.outside])
    yield from of("confirm", (row.id for row in answer.downstream if row.rests_on_implied))
    for row in answer.downstream:
        if row.felt != "touched":
            name, effect = name_of(question.model, row.id, question.language), say(f"effect.{row.felt}")
            yield say(f"report.action.{'source' if row.certain else 'check'}", name=name, effect=effect)
    yield from of("receiver", (row.id for row in answer.upstream if row.without_receiver))
    yield from of("system", (row.id for row in answer.holders if row.without_system))
    yield from of("unused", (row.id for row in answer.systems if row.serves_nothing))
    yield from of("keeper", (row.id for row in answer.systems if row.keeper_removed and not row.removed))
    yield from of("unit", answer.without_unit)
    if not {"personal_data", "personal_feeds"}.issubset(answer.none_known):
        yield say("report.action.protection")
    yield say("report.action.model")


def changes_of_the_model(question: Question) -> Iterator[str]:
    """What the information management model has to say differently after the change."""
    say, answer = words(question.language), question.whole
    if answer.removed:
        yield say("report.model.removed", names=listed(question, (one.id for one in answer.removed)))
    feeds = len(answer.feeds) + len(answer.losses)
    if feeds:
        yield say("report.model.feeds", n=feeds)
    parts = {
        "systems": [row.id for row in answer.systems if not row.removed],
        "registers": [row.id for row in answer.registers if row.role != "removed"],
    }
    for key, ids in parts.items():
        if ids:
            yield say(f"report.model.{key}", names=listed(question, ids))
    codes = dict.fromkeys(row.code for row in answer.records_classes)
    if codes:
        yield say("report.model.classes", codes=", ".join(codes))
