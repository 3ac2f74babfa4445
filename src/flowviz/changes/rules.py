"""A file of rules -> `Rule` by `Rule`, or every problem of the file with its line and its cure.

::

    rules:
      - rule: no-removed-feed
        severity: error
        basis: stated
        scope: [national]
        why: The state's registers rely on these feeds.
"""

from __future__ import annotations

import typing
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from flowviz.catalogue import Basis
from flowviz.errors import RulesError
from flowviz.loading import yaml_text
from flowviz.loading.problems import Problem, in_order, short
from flowviz.loading.yaml_text import YamlFile
from flowviz.messages import Message, said
from flowviz.model import NODE_KINDS, Model
from flowviz.near import nearest
from flowviz.reading import one_file

__all__ = ["OPTIONS", "SEVERITIES", "Rule", "Severity", "read_rules"]

Severity = Literal["error", "warning", "note"]
SEVERITIES: Final[tuple[Severity, ...]] = typing.get_args(Severity)
OPTIONS: Final = ("scope", "basis", "department", "kind", "languages", "except")
"""What a rule may be narrowed by; each is one word or a list of them."""
_KEYS: Final = ("rule", "severity", "why")
_MOST: Final = 1_000


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the file: its kind, how grave it is when it is broken, why it is there, and what narrows it.

    ``options`` holds the words of each option that is given; ``line`` is where the rule starts.
    """

    kind: str
    severity: Severity = "error"
    why: str = ""
    options: Mapping[str, frozenset[str]] = field(default_factory=dict)
    line: int = 1

    def allows(self, option: str, *values: str | None) -> bool:
        """Whether one of ``values`` is among what the option is narrowed to; so is everything where it is not given."""
        return option not in self.options or not self.options[option].isdisjoint(values)

    def spares(self, *ids: str) -> bool:
        """Whether one of ``ids`` is an exception to the rule."""
        return not self.options.get("except", frozenset()).isdisjoint(ids)


def read_rules(path: Path, kinds: Mapping[str, Collection[str]], *models: Model) -> list[Rule]:
    """The rules in the file at ``path``; ``kinds`` gives the options that each kind of rule has.

    The ids in them must be known in one of ``graphs``. Raises `RulesError` with every problem of the file.
    """
    file = yaml_text.read(one_file(path))
    if not file.problems:
        file.problems += _Checks(file, kinds, _known(models)).problems()
    if file.problems:
        raise RulesError(in_order(file.problems))
    return [_rule(file, i, entry) for i, entry in enumerate(file.data["rules"])]


def _rule(file: YamlFile, i: int, entry: dict[str, Any]) -> Rule:
    options: dict[str, frozenset[str]] = {key: frozenset(_words(entry[key])) for key in OPTIONS if key in entry}
    return Rule(
        entry["rule"], entry.get("severity", "error"), entry.get("why", ""), options, file.place(("rules", i))[0]
    )


def _words(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _known(models: Collection[Model]) -> Mapping[str, frozenset[str]]:
    """The words that each option may have; what is not listed may be any."""
    catalogues = [model.catalogue for model in models]
    return {
        "scope": frozenset(scope.id for catalogue in catalogues for scope in catalogue.scopes),
        "department": frozenset(entry.id for catalogue in catalogues for entry in catalogue.departments),
        "basis": frozenset(typing.get_args(Basis)),
        "kind": frozenset(NODE_KINDS),
        "except": frozenset(node for model in models for node in model),
        "languages": frozenset(code for catalogue in catalogues for code in catalogue.header.languages),
    }


class _Checks:
    """Everything that is wrong with the data of a file of rules."""

    def __init__(
        self, file: YamlFile, kinds: Mapping[str, Collection[str]], known: Mapping[str, frozenset[str]]
    ) -> None:
        self.file, self.kinds, self.known = file, kinds, known

    def problems(self) -> Iterator[Problem]:
        data = self.file.data
        if not isinstance(data, dict) or not isinstance(data.get("rules"), list):
            yield self.file.problem((), said("wrong-rules.no-list"))
            return
        for key in data:
            if key != "rules":
                yield self.file.problem((), said("wrong-rules.key", key=short(key)), key=key)
        if not data["rules"]:
            yield self.file.problem((), said("wrong-rules.empty"), key="rules")
        if len(data["rules"]) > _MOST:
            yield self.file.problem((), said("wrong-rules.many", most=_MOST), key="rules")
            return
        for i, entry in enumerate(data["rules"]):
            yield from self._entry(("rules", i), entry)

    def _entry(self, path: tuple[str | int, ...], entry: Any) -> Iterator[Problem]:
        if not isinstance(entry, dict):
            yield self.file.problem(path, said("wrong-rules.no-mapping"))
            return
        kind = entry.get("rule")
        if "rule" not in entry:
            yield self.file.problem(path, said("wrong-rules.missing", rules=tuple(self.kinds)))
            return
        if not isinstance(kind, str) or kind not in self.kinds:
            meant = nearest(str(kind), self.kinds)
            message = said("wrong-rules.unknown", rule=short(str(kind)), proposal=meant)
            yield self.file.problem(
                (*path, "rule"),
                message if meant else said("wrong-rules.choose", told=message, options=tuple(self.kinds)),
            )
            return
        allowed = self.kinds[kind]
        for key, value in entry.items():
            if key in allowed:
                yield from self._option((*path, key), key, value)
            elif key not in _KEYS:
                options = (*_KEYS, *allowed)
                meant = nearest(key, options)
                message = said("wrong-rules.option", rule=kind, option=short(key), proposal=meant)
                yield self.file.problem(
                    path, message if meant else said("wrong-rules.it-has", told=message, options=options), key=key
                )
        yield from self._severity(path, entry)

    def _severity(self, path: tuple[str | int, ...], entry: dict[str, Any]) -> Iterator[Problem]:
        severity = entry.get("severity", "error")
        if severity not in SEVERITIES:
            yield self.file.problem((*path, "severity"), said("wrong-rules.severity", severities=SEVERITIES))
        if not isinstance(entry.get("why", ""), str):
            yield self.file.problem((*path, "why"), said("wrong-rules.why"))

    def _option(self, path: tuple[str | int, ...], key: str, value: Any) -> Iterator[Problem]:
        words = _words(value)
        if not words:
            yield self.file.problem(path, said("wrong-rules.empty-option", option=key))
        for i, word in enumerate(words):
            at = (*path, i) if isinstance(value, list) else path
            if not isinstance(word, str):
                yield self.file.problem(at, said("wrong-rules.words", option=key))
            elif word not in self.known[key]:
                yield self.file.problem(at, _unknown(key, word, self.known[key]))


def _unknown(option: str, word: str, known: Collection[str]) -> Message:
    """What to say of a word that an option cannot be narrowed to."""
    meant = nearest(word, known)
    if option == "except":
        message = said("wrong-rules.id", word=short(word), proposal=meant)
    else:
        message = said("wrong-rules.word", option=option, word=short(word), proposal=meant)
    return (
        message if meant or len(known) >= 12 else said("wrong-rules.it-is", told=message, options=tuple(sorted(known)))
    )
