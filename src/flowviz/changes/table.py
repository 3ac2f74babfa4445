"""The rows of a comparison: one list behind text, tables, JSON, files and pages."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flowviz.catalogue import Catalogue
from flowviz.changes.compare import ACTIONS, Change, Comparison
from flowviz.changes.effects import Effect, effects
from flowviz.changes.entries import HEADER, Entry
from flowviz.changes.sentences import Wording
from flowviz.exports.json_catalogue import plain_value
from flowviz.graph import Graph, name_of
from flowviz.locales import date

__all__ = ["CHANGES", "EFFECTS_TABLE", "ELSEWHERE", "FORMAT", "Group", "Report", "departments_of"]

ELSEWHERE: Final = ""
"""Stands for a department where a change is of none."""
FORMAT: Final = "flowviz-changes"
VERSION: Final = 1
CHANGES: Final = ("department", "kind", "id", "name", "action", "changed", "before", "after", "sentence")
"""The columns of the changes; their headings are the sentences ``field.<column>``."""
EFFECTS_TABLE: Final = ("department", "effect", "id", "name", "others", "sentence")


@dataclass(frozen=True, slots=True)
class Group:
    """A department, or what belongs to none, with the sentences of its changes."""

    id: str
    name: str
    changes: tuple[Change, ...]
    sentences: tuple[str, ...]


def departments_of(comparison: Comparison, change: Change) -> tuple[str, ...]:
    """The departments that a change is of, by their new ids where they have one; the first is the one it is told under."""
    found: dict[str, None] = {}
    for entry, graph, ids in (
        (change.new, comparison.new, {}),
        (change.old, comparison.old, comparison.ids),
    ):
        if entry is not None:
            found.update((ids.get(id_, id_), None) for id_ in _departments(entry, graph))
    return tuple(found)


def _departments(entry: Entry, graph: Graph) -> list[str]:
    if entry.kind == "feed":
        nodes = [entry.noun.source, entry.noun.target]
    elif entry.kind == "records-class":
        nodes = [entry.home]
    else:
        nodes = [entry.id] if entry.space == "thing" else list(getattr(entry.noun, "about", ()))
    data = [(node, graph.nodes[node]) for node in nodes]
    return [
        node if found["kind"] == "department" else found["department"]
        for node, found in data
        if found["kind"] == "department" or found["department"]
    ]


class Report:
    """A comparison and its effects in one language."""

    def __init__(self, comparison: Comparison, language: str) -> None:
        self.comparison = comparison
        self.language = language
        self.wording = Wording(comparison, language)
        self.words = self.wording.words

    @functools.cached_property
    def effects(self) -> tuple[Effect, ...]:
        return tuple(effects(self.comparison))

    @property
    def title(self) -> str:
        """Which versions are compared."""
        old, new = (self._version(graph) for graph in (self.comparison.old, self.comparison.new))
        return self.words("changes.title", old=old, new=new)

    def summary(self, department: str | None = None) -> str:
        """How many changes of which kind there are, in all or of one department."""
        counts = Counter(
            change.action
            for change in self.comparison.changes
            if department is None or department in departments_of(self.comparison, change)
        )
        told = [self.words(f"changes.count.{action}", n=counts[action]) for action in ACTIONS if counts[action]]
        return ", ".join(told) if told else self.words("changes.none")

    def _version(self, graph: Graph) -> str:
        header = _catalogue(graph).header
        return f"{header.name.get(self.language)} {header.version} ({date(header.date, self.language)})"

    @functools.cached_property
    def groups(self) -> tuple[Group, ...]:
        """The changes by department, in the order of the catalogue; then those of no department."""
        found: dict[str, list[Change]] = {}
        for change in self.comparison.changes:
            home = next(iter(departments_of(self.comparison, change)), ELSEWHERE)
            found.setdefault(home, []).append(change)
        order = [
            entry.id for graph in (self.comparison.new, self.comparison.old) for entry in _catalogue(graph).departments
        ]
        return tuple(
            Group(id_, self.department(id_), tuple(found[id_]), tuple(map(self.wording.sentence, found[id_])))
            for id_ in dict.fromkeys([*order, ELSEWHERE])
            if id_ in found
        )

    def department(self, id_: str) -> str:
        """The name of a department; what is of none has a name too."""
        if id_ == ELSEWHERE:
            return self.words("changes.elsewhere")
        return name_of(self.comparison.new if id_ in self.comparison.new else self.comparison.old, id_, self.language)

    # --- rows

    def rows(self) -> list[tuple[str, ...]]:
        """The changes as rows of `CHANGES`."""
        return [
            (
                group.name,
                self.wording.kind(change.entry),
                "" if change.kind == HEADER else change.id,
                self._name(change),
                self.wording.action(change),
                self.wording.field(change),
                self.wording.before(change),
                self.wording.after(change),
                sentence,
            )
            for group in self.groups
            for change, sentence in zip(group.changes, group.sentences, strict=True)
        ]

    def _name(self, change: Change) -> str:
        return self.wording.name(change.entry, self.comparison.new if change.new else self.comparison.old)

    def effect_rows(self) -> list[tuple[str, ...]]:
        """The effects as rows of `EFFECTS_TABLE`."""
        return [
            (
                self.department(self._home(effect)),
                self.words(f"changes.effect.{effect.kind}"),
                effect.id,
                name_of(self.comparison.new, effect.id, self.language),
                "; ".join(self._others(effect)),
                self.effect_sentence(effect),
            )
            for effect in self.effects
        ]

    def _home(self, effect: Effect) -> str:
        data = self.comparison.new.nodes[effect.id]
        return effect.id if data["kind"] == "department" else data["department"] or ELSEWHERE

    def _others(self, effect: Effect) -> list[str]:
        graph = self.comparison.old if effect.kind == "leads-nowhere" else self.comparison.new
        return [name_of(graph, other, self.language) for other in effect.others]

    def effect_sentence(self, effect: Effect) -> str:
        """An effect in one sentence."""
        form = f"{effect.kind}.grown" if effect.kind == "single-point" and effect.before else effect.kind
        return self.words(
            f"changes.effect.{form}.sentence",
            name=name_of(self.comparison.new, effect.id, self.language),
            others=", ".join(self._others(effect)),
            n=effect.after,
            before=effect.before,
        )

    # --- plain data

    def as_dict(self) -> dict[str, Any]:
        """Everything as plain data, for JSON; see docs/changes.md."""
        counts = Counter(change.action for change in self.comparison.changes)
        return {
            "format": FORMAT,
            "version": VERSION,
            "language": self.language,
            "old": _header(self.comparison.old),
            "new": _header(self.comparison.new),
            "summary": {**{action: counts[action] for action in ACTIONS}, "effects": len(self.effects)},
            "changes": [
                self._change(change, sentence)
                for group in self.groups
                for change, sentence in zip(group.changes, group.sentences, strict=True)
            ],
            "effects": [
                {
                    "effect": effect.kind,
                    "id": effect.id,
                    "department": self._home(effect) or None,
                    "others": list(effect.others),
                    "before": effect.before,
                    "after": effect.after,
                    "sentence": self.effect_sentence(effect),
                }
                for effect in self.effects
            ],
        }

    def _change(self, change: Change, sentence: str) -> dict[str, Any]:
        return {
            "action": change.action,
            "kind": change.kind,
            "old_id": change.old.id if change.old else None,
            "new_id": change.new.id if change.new else None,
            "name": self._name(change),
            "departments": list(departments_of(self.comparison, change)),
            "field": change.field.key if change.field else None,
            "before": [plain_value(value) for value in change.before],
            "after": [plain_value(value) for value in change.after],
            "sentence": sentence,
        }


def _header(graph: Graph) -> Mapping[str, str]:
    header = _catalogue(graph).header
    return {"id": header.id, "version": header.version, "date": header.date}


def _catalogue(graph: Graph) -> Catalogue:
    found: Catalogue = graph.graph["catalogue"]
    return found
