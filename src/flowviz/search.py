"""Finds things by what people type: any language, other names, parts of compounds, words that mean the same, small slips.

Every name of a thing is folded (case, accents and punctuation away) and compared with every word that is looked
for. The whole name, its start, the start of a word, a part of a compound and a near miss count in this order, and
the name of a thing itself counts more than the name of something in it. Only where nothing has all words as they are typed,
others that mean the same are looked for, then both parts of a compound, each anywhere in a text, then near misses.
``site/static/search.js`` finds the same in the site and the one-file page: `tests/searches.json` holds both to it.
"""

from __future__ import annotations

import heapq
import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, get_args

from flowviz.adding import summed
from flowviz.catalogue import Catalogue, Department, Holding, Register, Resource, Text
from flowviz.loading.characters import fold
from flowviz.model import Model
from flowviz.synonyms import SHORTEST, others
from flowviz.vocabulary import Vocabulary

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

_CLOSENESS: Final = [1 - place / (2 * len(FIELDS)) for place in range(len(FIELDS))]
_WORD: Final = re.compile(r"[^\W_]+")
_MOST_WORDS: Final = 8
_TAIL: Final = 3
"""The second part of a compound has so many letters at least, the first as many as a word whose others are looked for."""
_INNER: Final = 5
"""Parts and other words of fewer letters are found at the start of a word alone."""
_OTHERWISE: Final = 1.5
"""How well a text fits that has no word as it was typed."""

_Way = Literal["typed", "same", "parts", "slips"]
"""How a word is looked for: as it is, by others that mean the same, as a compound in two parts, with slips."""
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


class Index:
    """All that can be found, made once and asked often.

    ``entries`` are the id and the kind of a thing, the field and the text that it is found by; among equals, the thing
    that comes first is found first.
    """

    def __init__(self, entries: Iterable[tuple[str, str, Field, str]]) -> None:
        things: dict[str, int] = {}
        texts: dict[str, int] = {}
        self._kinds: list[str] = []
        self._entries = [array("L"), array("L"), array("L")]
        """Of each entry its thing, its field and its text."""
        for id_, kind, field, text in dict.fromkeys(entries):
            if id_ not in things:
                self._kinds.append(kind)
            found = (things.setdefault(id_, len(things)), FIELDS.index(field), texts.setdefault(text, len(texts)))
            for column, value in zip(self._entries, found, strict=True):
                column.append(value)
        self._ids, self._texts = list(things), list(texts)
        self._ahead = list(map(ahead, self._kinds))
        self._folded = [fold(text) for text in texts]
        words: dict[str, array[int]] = {}
        for place, folded in enumerate(self._folded):
            for word in dict.fromkeys(_WORD.findall(folded)):
                words.setdefault(word, array("L")).append(place)
        self._words = Vocabulary(words)
        self._in_texts = list(words.values())
        """The texts that each word of the vocabulary stands in."""
        self._told_of: list[array[int]] = [array("L") for _ in texts]
        """The entries that each text is of."""
        for entry, place in enumerate(self._entries[2]):
            self._told_of[place].append(entry)

    @classmethod
    def of(cls, model: Model) -> Index:
        """The index of a model."""
        return cls((node, model.nodes[node]["kind"], field, text) for node, field, text in texts(model))

    def find(self, text: str, most: int = 60) -> list[Found]:
        """What ``text`` finds, best first, each thing once with its best match."""
        return self.counted(text, most)[0]

    def counted(self, text: str, most: int) -> tuple[list[Found], int]:
        """The same, and how many are found in all."""
        wanted = _WORD.findall(fold(text[:_LONGEST]))[:_MOST_WORDS]
        if not wanted:
            return [], 0
        best = next(filter(None, (self._best(wanted, way) for way in get_args(_Way))), {})
        first = heapq.nsmallest(most, ((-score, thing, entry) for thing, (score, entry) in best.items()))
        return [self._found(thing, entry, wanted, -score) for score, thing, entry in first], len(best)

    def _best(self, wanted: list[str], way: _Way) -> dict[int, tuple[float, int]]:
        """The score of each thing in which all that is ``wanted`` fits, and the first entry that has it."""
        fits = {word: self._fits(word, way) for word in dict.fromkeys(wanted)}
        totals = min(fits.values(), key=len)
        if len(wanted) > 1:
            places = [place for place in totals if all(place in fit for fit in fits.values())]
            totals = {place: summed(fits[word][place] for word in wanted) for place in places}
        best: dict[int, tuple[float, int]] = {}
        things, fields, _ = self._entries
        for place, total in totals.items():
            folded = self._folded[place]
            fit, length = total / len(wanted) + self._whole(folded, wanted, total), 1 / (10 + len(folded))
            for entry in self._told_of[place]:
                thing = things[entry]
                score = fit * _CLOSENESS[fields[entry]] + self._ahead[thing] + length
                before = best.get(thing)
                if before is None or score > before[0] or (score == before[0] and entry < before[1]):
                    best[thing] = score, entry
        return best

    def _fits(self, word: str, way: _Way) -> dict[int, float]:
        """How well a word fits the texts that it fits."""
        every = self._words.words
        most = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
        tiers: dict[float, list[int]] = {1.0: [], 2.0: [], 2.5: [], 3.0: []}
        if way == "slips" and most:
            tiers[1.0] += self._words.nearly(word, most)
        inner = 2.0 if len(word) > 2 else 1.0
        for place in self._words.holding(word) if len(word) > 1 else self._words.begun(word):
            other = every[place]
            tiers[3.0 if other == word else 2.5 if other.startswith(word) else inner].append(place)
        found: dict[int, float] = {}
        if way in ("same", "parts"):
            found |= dict.fromkeys(self._having(self._with(others(word))), _OTHERWISE)
        if way == "parts":
            found |= dict.fromkeys(self._compounds(word), _OTHERWISE)
        for fit, places in tiers.items():
            for place in places:
                found.update(dict.fromkeys(self._in_texts[place], fit))
        return found

    def _with(self, parts: Iterable[str]) -> list[int]:
        """The places of the words that have one of the ``parts``."""
        words = self._words
        return [place for part in parts for place in (words.holding if len(part) >= _INNER else words.begun)(part)]

    def _having(self, places: Iterable[int]) -> set[int]:
        """The texts that have one of the words at ``places``."""
        return set().union(*map(self._in_texts.__getitem__, places))

    def _compounds(self, word: str) -> set[int]:
        """The texts that have both parts of a compound, or others that mean the same."""
        found: set[int] = set()
        for end in range(SHORTEST, len(word) - _TAIL + 1):
            head, tail = word[:end], word[end:]
            # without the letter that joins them, such as the s of avtalsregister
            heads, tails = (head, *others(head), *([head[:-1]] if end >= _INNER else [])), (tail, *others(tail))
            if (ending := self._with(tails)) and (begun := self._with(heads)):
                found |= self._having(begun) & self._having(ending)
        return found

    @staticmethod
    def _whole(folded: str, wanted: list[str], total: float) -> float:
        """What it adds that what is wanted is all of a text, or its start."""
        every = total == 3.0 * len(wanted)
        whole = 2.0 if every and (folded == " ".join(wanted) or _WORD.findall(folded) == wanted) else 0.0
        return whole + (0.5 if folded.startswith(wanted[0]) else 0.0)

    def _found(self, thing: int, entry: int, wanted: Iterable[str], score: float) -> Found:
        place = self._entries[2][entry]
        text, folded = self._texts[place], self._folded[place]
        start, end = 0, 0
        if len(folded) == len(text):
            for word in wanted:
                at = folded.find(word)
                if at >= 0:
                    start, end = at, at + len(word)
                    break
        return Found(self._ids[thing], self._kinds[thing], FIELDS[self._entries[1][entry]], text, start, end, score)

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
