"""Plain data that fits the schema -> the nouns, each class's builder made once from its fields."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from flowviz.catalogue import Evidence, Text
from flowviz.loading.schema import Field, fields, is_noun

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Builder", "parse_evidence", "target"]


class Builder:
    """Builds nouns out of one file's data.

    ``language`` is that of plain strings, ``source`` the document of bare line numbers. The builder remembers
    what it met (``evidence``, ``languages`` of texts, ``references`` by kind), so that the checks need not walk again.
    """

    def __init__(self, language: str, source: str | None) -> None:
        self.language = language
        self.source = source
        self.evidence: set[Evidence] = set()
        self.languages: set[str] = set()
        self.references: dict[str, set[str]] = {}
        self._text_of = functools.lru_cache(maxsize=4096)(self._plain_text)
        self._evidence_of = functools.lru_cache(maxsize=65536)(self._parse_evidence)
        self._builders: dict[type, Callable[[dict[str, Any]], Any]] = {}

    def build(self, cls: type, data: dict[str, Any]) -> Any:
        """An instance of ``cls``."""
        return self._builder(cls)(data)

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

        self._builders[cls] = builder
        for field in fields(cls):
            table[field.key] = (field.name, self._converter(field))
        return builder

    def _converter(self, field: Field) -> Callable[[Any], Any] | None:
        one = self._one(field)
        if not field.many:
            return one
        if one is None:
            return tuple
        return lambda values: tuple([one(value) for value in values])

    def _one(self, field: Field) -> Callable[[Any], Any] | None:
        if field.type is Text:
            return self._text
        if field.type is Evidence:
            return self._evidence_of
        if is_noun(field.type):
            return self._builder(field.type)
        kind = target(field)
        if kind is not None:
            seen = self.references.setdefault(kind, set())

            def remember(value: str) -> str:
                seen.add(value)
                return value

            return remember
        return None

    def _text(self, value: str | dict[str, str]) -> Text:
        if value.__class__ is str:
            return self._text_of(value)
        assert isinstance(value, dict)
        self.languages.update(value)
        return Text(tuple(value.items()))

    def _plain_text(self, value: str) -> Text:
        self.languages.add(self.language)
        return Text(((self.language, value),))

    def _parse_evidence(self, value: int | str) -> Evidence:
        found = parse_evidence(value, self.source)
        self.evidence.add(found)
        return found


def target(field: Field) -> str | None:
    """The kind of thing that a field refers to, or None when it holds no reference."""
    return field.of[3:] if field.of is not None and field.of.startswith("-> ") else None


def parse_evidence(value: int | str, source: str | None) -> Evidence:
    """The evidence that ``30``, ``"50-51"``, ``"sivu:7"`` or ``"sivu"`` means; ``source`` is that of bare lines.

    >>> parse_evidence("50-51", "sivu")
    Evidence(source='sivu', first=50, last=51)
    """
    if isinstance(value, int):
        return Evidence(source or "", value, value)
    document, colon, lines = value.rpartition(":")
    if not colon:
        if not value.replace("-", "").isdigit():
            return Evidence(value)
        document = source or ""
    first, _, last = lines.partition("-")
    return Evidence(document, int(first), int(last or first))
