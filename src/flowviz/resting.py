"""What rests on the documents of a catalogue: the way back from a line of a source to what is said because of it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flowviz.catalogue import Evidence
from flowviz.ends import End, One, Pair

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flowviz.catalogue import Catalogue, Keyword, SourceIssue
    from flowviz.model import Model

__all__ = ["Rest", "cited", "overlaps", "resting"]


@dataclass(frozen=True, slots=True)
class Rest:
    """What rests on lines of a document: a thing, the feeds between two things, an issue of the source, or a keyword."""

    evidence: Evidence
    of: End | Pair | SourceIssue | Keyword


def resting(model: Model, source: str) -> tuple[Rest, ...]:
    """All that rests on the document ``source``, by its lines; what rests on the whole of it comes first."""
    found: dict[str, list[Rest]] = model.once("resting", lambda: _by_source(model))
    return tuple(found.get(source, ()))


def overlaps(evidence: Evidence, first: int, last: int) -> bool:
    """Whether evidence is of some of the lines from ``first`` to ``last``.

    >>> overlaps(Evidence("page", 30, 31), 31, 40), overlaps(Evidence("page"), 31, 40)
    (True, False)
    """
    return evidence.first is not None and evidence.first <= last and first <= (evidence.last or evidence.first)


def _by_source(model: Model) -> dict[str, list[Rest]]:
    found: dict[str, dict[Rest, None]] = {}
    for rest in _all(model):
        found.setdefault(rest.evidence.source, {})[rest] = None
    return {source: sorted(rests, key=_place) for source, rests in found.items()}


def _place(rest: Rest) -> tuple[int, int]:
    return rest.evidence.first or 0, rest.evidence.last or 0


def _all(model: Model) -> Iterator[Rest]:
    catalogue: Catalogue = model.catalogue
    things = {id(data["thing"]): node for node, data in model.nodes(data=True)}
    for node, data in model.nodes(data=True):
        yield from (Rest(entry, One(node)) for entry in _within(data["thing"], things))
    for feed in catalogue.feeds:
        yield from (Rest(entry, Pair.of(feed.source, feed.target)) for entry in _within(feed, things))
    nouns: tuple[SourceIssue | Keyword, ...] = (*catalogue.issues, *catalogue.keywords)
    for noun in nouns:
        yield from (Rest(entry, noun) for entry in noun.evidence)


def _within(value: Any, things: dict[int, str], *, top: bool = True) -> Iterator[Evidence]:
    """The evidence in a noun, but not that of other things that lie in it."""
    if isinstance(value, Evidence):
        yield value
    elif isinstance(value, tuple):
        for entry in value:
            yield from _within(entry, things, top=False)
    elif dataclasses.is_dataclass(value) and (top or id(value) not in things):
        for field in dataclasses.fields(value):
            yield from _within(getattr(value, field.name), things, top=False)


def cited(rests: Iterable[Rest]) -> set[int]:
    """The numbers of all lines that something rests on."""
    return {
        line
        for rest in rests
        if rest.evidence.first is not None
        for line in range(rest.evidence.first, (rest.evidence.last or rest.evidence.first) + 1)
    }
