"""What two catalogues differ in: which entries are new, gone or changed, each difference told once.

Entries are found again by their id, feeds by their two ends. What is left over on both sides and says the same
under another id has a *new id*; whatever refers to it is then no difference. The order of things is not compared.
"""

from __future__ import annotations

import dataclasses
import functools
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from flowviz.catalogue import Catalogue, Text
from flowviz.changes.entries import HEADER, Entry, Likeness, entries
from flowviz.facts.things import is_silent
from flowviz.loading.fields import Field
from flowviz.model import Model

__all__ = ["ACTIONS", "Action", "Change", "Comparison", "compare"]

Action = Literal["added", "removed", "renamed", "new-id", "moved", "translated", "changed"]
ACTIONS: Final[tuple[Action, ...]] = ("added", "removed", "renamed", "new-id", "moved", "translated", "changed")
"""What may have happened to an entry, in the order of the tables."""

_MOVES: Final = ("kind", "home", "department", "part_of", "scope")
_WITHOUT_ID: Final = ("feed", "keyword", HEADER)
"""Kinds of entries that cannot have a new id: they are known by what they say."""

Pair = tuple[Entry, Entry]


@dataclass(frozen=True, eq=False)
class Change:
    """One difference. ``old`` is None for what is new, ``new`` for what is gone.

    Where a value changed, ``field`` says which, and ``before`` and ``after`` hold what was and what is: at most one
    value each, of a list those values that are only in the one or in the other.
    """

    action: Action
    old: Entry | None
    new: Entry | None
    field: Field | None = None
    before: tuple[Any, ...] = ()
    after: tuple[Any, ...] = ()

    @property
    def entry(self) -> Entry:
        """The entry as it is now, or as it was."""
        found = self.new or self.old
        assert found is not None
        return found

    @property
    def kind(self) -> str:
        return self.entry.kind

    @property
    def id(self) -> str:
        return self.entry.id


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two catalogues and their differences, in the order of the catalogues.

    ``ids`` gives the id that a thing of the old catalogue has in the new one, for those that are in both.
    """

    old: Model
    new: Model
    changes: tuple[Change, ...]
    pairs: tuple[Pair, ...]

    @functools.cached_property
    def ids(self) -> Mapping[str, str]:
        return {old.id: new.id for old, new in self.pairs if old.space == new.space == "thing"}

    @functools.cached_property
    def old_ids(self) -> Mapping[str, str]:
        """The other way round: the id that a thing of the new catalogue had in the old one."""
        return {new: old for old, new in self.ids.items()}

    def of(self, action: Action, *kinds: str) -> list[Change]:
        """The changes of one action and, when given, of these kinds of entries."""
        return [change for change in self.changes if change.action == action and (not kinds or change.kind in kinds)]


def compare(old: Model, new: Model) -> Comparison:
    """The differences of the catalogues of two graphs."""
    before, after = entries(old), entries(new)
    renamed = _renamed(before, after)
    like = Likeness(renamed), Likeness({})
    pairs = _pairs(before, after, renamed, like)
    found = {id(a): b for a, b in pairs}
    kept = {id(b) for _, b in pairs}
    languages = _language(old), _language(new)
    changes: list[Change] = []
    both = {new.id for _, new in pairs if new.space == "thing"}
    for entry in before:
        if id(entry) in found:
            told = (_of_both(change, like[0], both) for change in _changed(entry, found[id(entry)], like, languages))
            changes += [change for change in told if change]
        else:
            changes.append(Change("removed", entry, None))
    changes += [Change("added", None, entry) for entry in after if id(entry) not in kept]
    return Comparison(old, new, tuple(changes), tuple(pairs))


def _language(model: Model) -> str:
    catalogue: Catalogue = model.catalogue
    return catalogue.header.language


# --- which entry is which


def _renamed(before: Sequence[Entry], after: Sequence[Entry]) -> dict[tuple[str, str], str]:
    """The new id of what has another id and is else the same, and is so of one entry only on either side."""
    ids = {(entry.space, entry.id) for entry in before}, {(entry.space, entry.id) for entry in after}
    left, right = _left_over(before, ids[1]), _left_over(after, ids[0])
    twins = _by(left, _unknown(left)), _by(right, _unknown(right))
    return {
        (twins[0][likeness][0].space, twins[0][likeness][0].id): found[0].id
        for likeness, found in twins[1].items()
        if len(found) == len(twins[0].get(likeness, ())) == 1
    }


def _left_over(these: Iterable[Entry], others: set[tuple[str, str]]) -> list[Entry]:
    return [entry for entry in these if (entry.space, entry.id) not in others and entry.kind not in _WITHOUT_ID]


def _unknown(left: Iterable[Entry]) -> Callable[[Entry], Any]:
    like = Likeness({}, frozenset((entry.space, entry.id) for entry in left))
    return lambda entry: (_plain_space(entry), like.all_of(entry))


def _plain_space(entry: Entry) -> str:
    return entry.space.split(" ")[0]


def _by(these: Iterable[Entry], key: Callable[[Entry], Any]) -> dict[Any, list[Entry]]:
    groups: dict[Any, list[Entry]] = {}
    for entry in these:
        groups.setdefault(key(entry), []).append(entry)
    return groups


def _pairs(
    before: Sequence[Entry],
    after: Sequence[Entry],
    renamed: Mapping[tuple[str, str], str],
    like: tuple[Likeness, Likeness],
) -> list[Pair]:
    """The entries that are in both catalogues."""
    groups = _by(after, _key(like[1], {}))
    pairs: list[Pair] = []
    for key, olds in _by(before, _key(like[0], renamed)).items():
        pairs += _matched(olds, groups.get(key, []), like)
    return pairs


def _key(like: Likeness, renamed: Mapping[tuple[str, str], str]) -> Callable[[Entry], Any]:
    def key(entry: Entry) -> Any:
        if entry.kind == "feed":
            return entry.space, like.id("thing", entry.noun.source), like.id("thing", entry.noun.target)
        home = like.id("thing", entry.home or "") if entry.kind == "records-class" else ""
        return _plain_space(entry), home, renamed.get((entry.space, entry.id), entry.id)

    return key


def _matched(olds: list[Entry], news: list[Entry], like: tuple[Likeness, Likeness]) -> list[Pair]:
    """Pairs out of entries of one key: those that say the same first, then those nearest to each other."""
    if len(olds) == len(news) == 1:
        return [(olds[0], news[0])]
    pairs: list[Pair] = []
    for leave in (frozenset[str](), frozenset({"evidence", "note"}), None):
        groups = _by(news, lambda entry: _but(like[1], entry, leave))  # noqa: B023
        for key, same in _by(olds, lambda entry: _but(like[0], entry, leave)).items():  # noqa: B023
            pairs += zip(same, groups.get(key, ()), strict=False)
        taken = {id(entry) for pair in pairs for entry in pair}
        olds = [entry for entry in olds if id(entry) not in taken]
        news = [entry for entry in news if id(entry) not in taken]
    return pairs


def _but(like: Likeness, entry: Entry, leave: frozenset[str] | None) -> Any:
    """What an entry says without the fields ``leave``; with None nothing but that it is there."""
    return None if leave is None else like.all_of(entry, leave)


# --- what changed in it


def _changed(old: Entry, new: Entry, like: tuple[Likeness, Likeness], languages: tuple[str, str]) -> list[Change]:
    if like[0].plain and old.noun == new.noun and old.home == new.home:
        return []
    changes: list[Change] = []
    if old.id != new.id and old.kind not in _WITHOUT_ID:
        changes.append(Change("new-id", old, new, before=(old.id,), after=(new.id,)))
    was, now = dict(_named(old)), dict(_named(new))
    for name in [*was, *(name for name in now if name not in was)]:
        field = (now.get(name) or was[name])[0]
        nothing = () if field.many else None
        values = was.get(name, (field, nothing))[1], now.get(name, (field, nothing))[1]
        if like[0].of(field, values[0]) != like[1].of(field, values[1]):
            changes.append(_change(old, new, field, values, like, languages))
    return changes


def _named(entry: Entry) -> Iterable[tuple[str, tuple[Field, Any]]]:
    return ((field.name, (field, value)) for field, value in entry.values())


def _change(
    old: Entry,
    new: Entry,
    field: Field,
    values: tuple[Any, Any],
    like: tuple[Likeness, Likeness],
    languages: tuple[str, str],
) -> Change:
    action = _action(field, values, languages)
    if field.many:
        lost = _only(field, values[0], like[0], values[1], like[1])
        gained = _only(field, values[1], like[1], values[0], like[0])
        return Change(action, old, new, field, lost, gained)
    told = (
        () if is_silent(type(entry.noun), field, value) else (value,)
        for entry, value in zip((old, new), values, strict=True)
    )
    return Change(action, old, new, field, *told)


def _of_both(change: Change, like: Likeness, both: set[str]) -> Change | None:
    """The change of what an issue or a keyword is about, without the things that are new or gone themselves."""
    if change.field is None or change.field.name != "about":
        return change
    before = tuple(id_ for id_ in change.before if like.id("thing", id_) in both)
    after = tuple(id_ for id_ in change.after if id_ in both)
    return dataclasses.replace(change, before=before, after=after) if before or after else None


def _action(field: Field, values: tuple[Any, Any], languages: tuple[str, str]) -> Action:
    texts = [
        value.as_dict().get(language)
        for value, language in zip(values, languages, strict=True)
        if isinstance(value, Text)
    ]
    if len(texts) == 2 and texts[0] == texts[1]:
        return "translated"
    if field.name in ("name", "title"):
        return "renamed"
    return "moved" if field.name in _MOVES else "changed"


def _only(
    field: Field, these: Sequence[Any], like: Likeness, others: Sequence[Any], other: Likeness
) -> tuple[Any, ...]:
    """The values that are in ``these`` more often than in ``others``."""
    there = Counter(other.one(field, value) for value in others)
    found = []
    for value in these:
        key = like.one(field, value)
        if there[key]:
            there[key] -= 1
        else:
            found.append(value)
    return tuple(found)
