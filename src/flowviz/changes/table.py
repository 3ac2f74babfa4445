"""The rows of a comparison: one list behind text, tables, JSON, files and pages."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from flowviz.catalogue import Catalogue
from flowviz.changes.compare import ACTIONS, Change, Comparison
from flowviz.changes.effects import Effect, effects
from flowviz.changes.entries import HEADER, Entry
from flowviz.changes.sentences import Wording
from flowviz.exports.json_catalogue import plain_value
from flowviz.facts.columns import Column, Listing, Table
from flowviz.facts.things import ref
from flowviz.facts.values import NOT_APPLICABLE, Choice, Prose, Ref, Sentence, Value, many
from flowviz.locales import date
from flowviz.model import Model, department_of, name_of

__all__ = ["CHANGES", "EFFECTS_TABLE", "ELSEWHERE", "FORMAT", "Group", "Report", "departments_of"]

ELSEWHERE: Final = ""
"""Stands for a department where a change is of none."""
FORMAT: Final = "flowviz-changes"
VERSION: Final = 1


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
    for entry, model, ids in (
        (change.new, comparison.new, {}),
        (change.old, comparison.old, comparison.ids),
    ):
        if entry is not None:
            found.update((ids.get(id_, id_), None) for id_ in _departments(entry, model))
    return tuple(found)


def _departments(entry: Entry, model: Model) -> list[str]:
    if entry.kind == "feed":
        nodes = [entry.noun.source, entry.noun.target]
    elif entry.kind == "records-class":
        nodes = [entry.home]
    else:
        nodes = [entry.id] if entry.space == "thing" else list(getattr(entry.noun, "about", ()))
    return [home for node in nodes if (home := department_of(model, node))]


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
        old, new = (self._version(model) for model in (self.comparison.old, self.comparison.new))
        return self.words("changes.title", old=old, new=new)

    @property
    def told_apart(self) -> bool:
        """Whether the headers of the two versions differ."""
        return self._version(self.comparison.old) != self._version(self.comparison.new)

    def summary(self, department: str | None = None) -> str:
        """How many changes of which kind there are, in all or of one department."""
        counts = Counter(
            change.action
            for change in self.comparison.changes
            if department is None or department in departments_of(self.comparison, change)
        )
        told = [self.words(f"changes.count.{action}", n=counts[action]) for action in ACTIONS if counts[action]]
        return ", ".join(told) if told else self.words("changes.none")

    def between(self, department: str | None = None) -> str:
        """Which versions are compared, where their numbers differ, and how much has changed, under a drawing."""
        old, new = (model.catalogue.header.version for model in (self.comparison.old, self.comparison.new))
        key = "changes.drawing.alike" if old == new else "changes.drawing.subtitle"
        return self.words(key, old=old, new=new, summary=self.summary(department))

    def _version(self, model: Model) -> str:
        header = _catalogue(model).header
        return f"{header.name.get(self.language)} {header.version} ({date(header.date, self.language)})"

    @functools.cached_property
    def groups(self) -> tuple[Group, ...]:
        """The changes by department, in the order of the catalogue; then those of no department."""
        return tuple(
            Group(id_, self.department(id_), tuple(changes), tuple(map(self.wording.sentence, changes)))
            for id_, changes in grouped(self.comparison).items()
        )

    def department(self, id_: str) -> str:
        """The name of a department; what is of none has a name too."""
        if id_ == ELSEWHERE:
            return self.words("changes.elsewhere")
        return name_of(self.comparison.new if id_ in self.comparison.new else self.comparison.old, id_, self.language)

    def tables(self) -> tuple[Listing, Listing]:
        """The changes, and what they do."""
        of = Told(self.comparison, self.effects)
        return (
            CHANGES.listing(of, "changes", "changes.sheet.changes"),
            EFFECTS_TABLE.listing(of, "effects", "changes.sheet.effects"),
        )

    def _name(self, change: Change) -> str:
        return self.wording.name(change.entry, self.comparison.new if change.new else self.comparison.old)

    def effect_sentence(self, effect: Effect) -> str:
        """An effect in one sentence."""
        form = f"{effect.kind}.grown" if effect.kind == "single-point" and effect.before else effect.kind
        return self.words(
            f"changes.effect.{form}.sentence",
            name=name_of(self.comparison.new, effect.id, self.language),
            others=", ".join(other.name.get(self.language) for other in others_of(self.comparison, effect)),
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
                    "department": _home(self.comparison, effect) or None,
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


# --- tables


class Told(NamedTuple):
    """A comparison, and what its changes do."""

    comparison: Comparison
    effects: tuple[Effect, ...]


def grouped(comparison: Comparison) -> dict[str, list[Change]]:
    """The changes by the department that they are told under, in the order of the catalogue."""
    found: dict[str, list[Change]] = {}
    for change in comparison.changes:
        home = next(iter(departments_of(comparison, change)), ELSEWHERE)
        found.setdefault(home, []).append(change)
    order = [entry.id for model in (comparison.new, comparison.old) for entry in _catalogue(model).departments]
    return {id_: found[id_] for id_ in dict.fromkeys([*order, ELSEWHERE]) if id_ in found}


def _department(comparison: Comparison, id_: str) -> Value:
    if id_ == ELSEWHERE:
        return Sentence("changes.elsewhere")
    return ref(comparison.new if id_ in comparison.new else comparison.old, id_)


def _home(comparison: Comparison, effect: Effect) -> str:
    return department_of(comparison.new, effect.id) or ELSEWHERE


def others_of(comparison: Comparison, effect: Effect) -> list[Ref]:
    """The other things that an effect is about."""
    model = comparison.old if effect.kind == "leads-nowhere" else comparison.new
    return [ref(model, other) for other in effect.others]


def _worded(part: str) -> Callable[[Told, tuple[str, Change]], Value]:
    """The cell of what `Wording` says of a change."""

    def cell(of: Told, entry: tuple[str, Change]) -> Value:
        change = entry[1]
        return Prose((part, change), lambda language: getattr(Wording(of.comparison, language), part)(change) or None)

    return cell


def _name_of(of: Told, entry: tuple[str, Change]) -> Value:
    change = entry[1]
    model = of.comparison.new if change.new else of.comparison.old
    return Prose(("name", change), lambda language: Wording(of.comparison, language).name(change.entry, model))


def _kind(of: Told, entry: tuple[str, Change]) -> Value:
    found = entry[1].entry
    return Prose(("kind", found.kind), lambda language: Wording(of.comparison, language).kind(found))


def _entries(of: Told) -> list[tuple[str, Change]]:
    return [(home, change) for home, changes in grouped(of.comparison).items() for change in changes]


CHANGES: Final = Table(
    _entries,
    (
        Column("department", lambda of, entry: _department(of.comparison, entry[0]), brief=True),
        Column("kind", _kind, brief=True),
        Column("id", lambda _, entry: NOT_APPLICABLE if entry[1].kind == HEADER else entry[1].id),
        Column("name", _name_of),
        Column("action", lambda _, entry: Choice(f"changes.action.{entry[1].action}", entry[1].action)),
        Column("changed", _worded("field")),
        Column("before", _worded("before")),
        Column("after", _worded("after")),
        Column("sentence", _worded("sentence"), brief=True),
    ),
)
"""The changes, one a row."""


def _effect_sentence(of: Told, effect: Effect) -> Value:
    return Prose(effect, lambda language: Report(of.comparison, language).effect_sentence(effect))


EFFECTS_TABLE: Final = Table(
    lambda of: of.effects,
    (
        Column("department", lambda of, effect: _department(of.comparison, _home(of.comparison, effect)), brief=True),
        Column("effect", lambda _, effect: Choice(f"changes.effect.{effect.kind}", effect.kind)),
        Column("id", lambda _, effect: effect.id),
        Column("name", lambda of, effect: ref(of.comparison.new, effect.id), brief=True),
        Column("others", lambda of, effect: many(list(others_of(of.comparison, effect)))),
        Column("sentence", _effect_sentence, brief=True),
    ),
)
"""What the changes do, one effect a row."""


def _header(model: Model) -> Mapping[str, str]:
    header = _catalogue(model).header
    return {"id": header.id, "version": header.version, "date": header.date}


def _catalogue(model: Model) -> Catalogue:
    found: Catalogue = model.catalogue
    return found
