"""Finds things by what people type: any language, other names, parts of compound words, small slips.

Every name of a thing is folded (case, accents and punctuation away) and compared with every word that is looked
for. The whole name, its start, the start of a word, a part of a compound and a near miss count in this order, and
the name of a thing itself counts more than the name of something in it. ``site/static/search.js`` finds the same in the
site and the one-file page: `tests/searches.json` holds both to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

from flowviz.catalogue import Catalogue, Department, Holding, Register, Resource, Text
from flowviz.loading.characters import fold
from flowviz.model import Model

__all__ = ["FIELDS", "Found", "Index", "ahead", "fold", "texts"]

Field = Literal["name", "alias", "register", "dataset", "group", "system", "keyword", "key", "records", "id"]
FIELDS: Final[tuple[Field, ...]] = (
    "name",
    "alias",
    "register",
    "dataset",
    "group",
    "system",
    "keyword",
    "key",
    "records",
    "id",
)
"""What a thing can be found by, the closest to it first."""

_WORD: Final = re.compile(r"[^\W_]+")
_MOST_WORDS: Final = 8
_LONGEST: Final = 80


@dataclass(frozen=True, slots=True)
class Found:
    """A thing that was found, and by which text of it."""

    id: str
    kind: str
    field: Field
    text: str
    """The text that matched, as it is written."""
    start: int
    """Where in the text the first match starts and ends; both 0 when it is a near miss."""
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    kind: str
    field: Field
    text: str
    folded: str
    words: tuple[str, ...]


class Index:
    """All that can be found, made once and asked often.

    ``entries`` are the id and the kind of a thing, the field and the text that it is found by; among equals, the thing
    that comes first is found first.
    """

    def __init__(self, entries: Iterable[tuple[str, str, Field, str]]) -> None:
        self._entries = [
            _Entry(id_, kind, field, text, fold(text), tuple(_WORD.findall(fold(text))))
            for id_, kind, field, text in dict.fromkeys(entries)
        ]
        self._order = {id_: place for place, id_ in enumerate(dict.fromkeys(entry.id for entry in self._entries))}

    @classmethod
    def of(cls, model: Model) -> Index:
        """The index of a model."""
        return cls((node, model.nodes[node]["kind"], field, text) for node, field, text in texts(model))

    def find(self, text: str, most: int = 60) -> list[Found]:
        """What ``text`` finds, best first, each thing once with its best match."""
        wanted = _WORD.findall(fold(text[:_LONGEST]))[:_MOST_WORDS]
        if not wanted:
            return []
        best = self._best(wanted, slips=False) or self._best(wanted, slips=True)
        return sorted(best.values(), key=lambda found: (-found.score, self._order[found.id]))[:most]

    def _best(self, wanted: list[str], *, slips: bool) -> dict[str, Found]:
        best: dict[str, Found] = {}
        for entry in self._entries:
            score = _score(entry, wanted, slips)
            if score and (entry.id not in best or score > best[entry.id].score):
                best[entry.id] = _found(entry, wanted, score)
        return best

    def near(self, text: str, most: int = 5) -> list[Found]:
        """What an unknown id or a badly misspelt name may mean: any of its words counts."""
        words = sorted(_WORD.findall(fold(text[:_LONGEST])), key=len, reverse=True)[:3]
        found = self.find(text, most) or [hit for word in words for hit in self.find(word, most)]
        return list({hit.id: hit for hit in found}.values())[:most]


def texts(model: Model) -> Iterator[tuple[str, Field, str]]:
    """All that things can be found by: the id of a thing, the field, and the text."""
    catalogue: Catalogue = model.catalogue
    for node, data in model.nodes(data=True):
        thing = data["thing"]
        yield from _each(node, "name", thing.name)
        yield node, "id", node
        for alias in thing.aliases:
            yield node, "alias", alias.text
        if isinstance(thing, Holding):
            for key in thing.search_keys:
                yield from _each(node, "key", key)
        if isinstance(thing, (Resource, Register)):
            yield from _inner(model, node, thing)
        if isinstance(thing, Department):
            for entry in thing.records_classes:
                yield node, "records", f"{entry.code} {entry.name.values[0][1]}"
        if isinstance(thing, Resource):
            codes = _class_names(model, data["department"] or thing.described_by)
            for code in thing.records_classes:
                yield node, "records", f"{code} {codes.get(code, '')}".strip()
    for keyword in catalogue.keywords:
        for node in keyword.about:
            yield from _each(node, "keyword", keyword.text)


def _each(node: str, field: Field, text: Text) -> Iterator[tuple[str, Field, str]]:
    for _, value in text.values:
        yield node, field, value


def _inner(model: Model, node: str, holder: Resource | Register) -> Iterator[tuple[str, Field, str]]:
    for use in holder.systems:
        yield from _each(node, "system", model.nodes[use.system]["thing"].name)
    for dataset in holder.datasets:
        yield from _each(node, "dataset", dataset.name)
        for group in dataset.groups:
            yield from _each(node, "group", group.name)
    if isinstance(holder, Resource):
        for register in holder.registers:
            yield from _each(node, "register", register.name)
            yield from _inner(model, node, register)


def _class_names(model: Model, department: str | None) -> dict[str, str]:
    if department is None:
        return {}
    owner: Department = model.nodes[department]["thing"]
    return {entry.code: entry.name.values[0][1] for entry in owner.records_classes}


def ahead(kind: str) -> float:
    """How far things of a kind stand before others that fit as well: people mostly look for what holds data."""
    return 0.6 if kind in ("department", "resource", "shared") else 0.0


def _score(entry: _Entry, wanted: list[str], slips: bool) -> float:
    """How well all the ``wanted`` words fit; 0 when one does not fit at all."""
    fits = [_fit(entry, word, slips) for word in wanted]
    if not all(fits):
        return 0
    whole = 2.0 if entry.folded == " ".join(wanted) or entry.words == tuple(wanted) else 0.0
    start = 0.5 if entry.folded.startswith(wanted[0]) else 0.0
    closeness = 1 - FIELDS.index(entry.field) / (2 * len(FIELDS))
    length = 1 / (10 + len(entry.folded))
    return (sum(fits) / len(fits) + whole + start) * closeness + ahead(entry.kind) + length


def _fit(entry: _Entry, word: str, slips: bool) -> float:
    if word in entry.words:
        return 3.0
    if any(other.startswith(word) for other in entry.words):
        return 2.5
    if len(word) > 1 and word in entry.folded:
        return 2.0 if len(word) > 2 else 1.0
    most = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
    if slips and most and any(_close(word, other, most) for other in entry.words):
        return 1.0
    return 0.0


def _close(word: str, other: str, slips: int) -> bool:
    """Whether ``word`` is a part of ``other`` but for a few slips: letters left out, added, changed or swapped."""
    if len(other) < len(word) - slips:
        return False
    row = [0] * (len(other) + 1)  # the part may start anywhere
    before: list[int] = []
    for i, letter in enumerate(word, 1):
        after = [i]
        for j, there in enumerate(other, 1):
            cost = min(row[j] + 1, after[j - 1] + 1, row[j - 1] + (letter != there))
            if i > 1 and j > 1 and letter == other[j - 2] and word[i - 2] == there:
                cost = min(cost, before[j - 2] + 1)
            after.append(cost)
        if min(after) > slips:
            return False
        before, row = row, after
    return min(row) <= slips


def _found(entry: _Entry, wanted: Iterable[str], score: float) -> Found:
    start, end = 0, 0
    if len(entry.folded) == len(entry.text):
        for word in wanted:
            at = entry.folded.find(word)
            if at >= 0:
                start, end = at, at + len(word)
                break
    return Found(entry.id, entry.kind, entry.field, entry.text, start, end, score)
