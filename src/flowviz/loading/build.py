"""Plain data that fits the schema -> the nouns, each class's builder made once from its fields."""

from __future__ import annotations

import dataclasses
import functools
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from flowviz.catalogue import Evidence, Text, Thing
from flowviz.loading.fields import Field, fields, is_noun

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Builder", "Met", "parse_evidence", "target"]


@dataclasses.dataclass
class Met:
    """What was met while one file was built, so that the checks need not walk it again."""

    source: str | None
    lines: dict[str, int] = dataclasses.field(default_factory=dict)
    """The last line that is referred to of each document; 0 where none is."""
    backwards: bool = False
    """Whether lines end before they begin."""
    languages: set[str] = dataclasses.field(default_factory=set)
    references: defaultdict[str, set[str]] = dataclasses.field(default_factory=lambda: defaultdict(set))
    """Ids that are referred to, by the kind of thing that they must be of."""
    things: list[str] = dataclasses.field(default_factory=list)
    """Ids of its things, in the order in which their places were kept."""


class _Seen(dict[int | str, Evidence]):
    """The evidence of one file, by what is written for it: most is written again and again."""

    def __init__(self, met: Met, known: dict[int | str, Evidence]) -> None:
        self.met = met
        self.known = known
        """That of all files with the same source, for many files tell of the same lines."""

    def __missing__(self, value: int | str) -> Evidence:
        met = self.met
        found = self.known.get(value)
        if found is None:
            found = self.known[value] = parse_evidence(value, met.source)
        self[value] = found
        document, last = found.source, found.last or 0
        if last > met.lines.get(document, -1):
            met.lines[document] = last
        if last < (found.first or 0):
            met.backwards = True
        return found


class Builder:
    """Builds nouns out of plain data; ``language`` is that of plain strings."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._met = Met(None)
        self._text_of = functools.lru_cache(maxsize=4096)(self._plain_text)
        self._ids: dict[str, str] = {}
        """Each id once, however often it is referred to."""
        self._keep_place: Callable[[dict[str, Any]], None] = _nowhere
        self._builders: dict[type, Callable[[dict[str, Any]], Any]] = {}
        self._lines: dict[str | None, dict[int | str, Evidence]] = {}
        self._seen = _Seen(self._met, {})

    def build(
        self,
        cls: type,
        data: dict[str, Any],
        source: str | None,
        keep_place: Callable[[dict[str, Any]], None] | None = None,
    ) -> tuple[Any, Met]:
        """An instance of ``cls``, and what was met in it; ``source`` is the document of bare line numbers.

        ``keep_place`` is called with the data of each thing in it.
        """
        self._met = Met(source)
        self._keep_place = keep_place or _nowhere
        self._seen = _Seen(self._met, self._lines.setdefault(source, {}))
        return self._builder(cls)(data), self._met

    def _builder(self, cls: type) -> Callable[[dict[str, Any]], Any]:
        if cls in self._builders:
            return self._builders[cls]
        table: dict[str, tuple[str, Callable[[Any], Any] | None]] = {}

        def builder(data: dict[str, Any]) -> Any:
            values: dict[str, Any] = {}
            for key, value in data.items():
                name, convert = table[key]
                values[name] = value if convert is None else convert(value)
            return cls(**values)

        def of_thing(data: dict[str, Any]) -> Any:
            thing = builder(data)
            self._met.things.append(thing.id)
            self._keep_place(data)
            return thing

        found = self._builders[cls] = of_thing if issubclass(cls, Thing) else builder
        for field in fields(cls):
            table[field.key] = (field.name, self._converter(field))
        return found

    def _converter(self, field: Field) -> Callable[[Any], Any] | None:
        one = self._one(field)
        if not field.many:
            return one
        if field.type is Evidence:
            return lambda values: tuple(map(self._seen.__getitem__, values))
        if one is None:
            return tuple
        return lambda values: tuple([one(value) for value in values])

    def _one(self, field: Field) -> Callable[[Any], Any] | None:
        if field.type is Text:
            return self._text
        if field.type is Evidence:
            return self._evidence
        if is_noun(field.type):
            return self._builder(field.type)
        kind = target(field)
        if kind is not None:

            def remember(value: str) -> str:
                value = self._shared(value)
                self._met.references[kind].add(value)
                return value

            return remember
        return self._shared if field.of == "id" else None

    def _shared(self, id_: str) -> str:
        return self._ids.setdefault(id_, id_)

    def _text(self, value: str | dict[str, str]) -> Text:
        if value.__class__ is str:
            return self._text_of(value)
        assert isinstance(value, dict)
        self._met.languages.update(value)
        return Text(tuple(value.items()))

    def _plain_text(self, value: str) -> Text:
        return Text(((self.language, value),))

    def _evidence(self, value: int | str) -> Evidence:
        return self._seen[value]


def _nowhere(_data: dict[str, Any]) -> None:
    """Nothing: places are not asked for."""


def target(field: Field) -> str | None:
    """The kind of thing that a field refers to, or None when it holds no reference."""
    return field.of[3:] if field.of is not None and field.of.startswith("-> ") else None


def parse_evidence(value: int | str, source: str | None) -> Evidence:
    """The evidence that ``30``, ``"50-51"``, ``"sivu:7"``, ``"sivu"`` or ``'7 "in these words"'`` means; ``source`` is that of
    bare lines.

    >>> parse_evidence("50-51", "sivu")
    Evidence(source='sivu', first=50, last=51, quote=None)
    """
    if isinstance(value, int):
        return Evidence(source or "", value, value)
    start, _, end = value.partition("-")
    if start.isdecimal() and (not end or end.isdecimal()):  # as most are
        return Evidence(source or "", int(start), int(end or start))
    place, _, words = value.partition(" ")
    quote = words.strip('"') or None
    document, colon, lines = place.rpartition(":")
    if not colon:
        if not place.replace("-", "").isdigit():
            return Evidence(place, quote=quote)
        document = source or ""
    first, _, last = lines.partition("-")
    return Evidence(document, int(first), int(last or first), quote)
