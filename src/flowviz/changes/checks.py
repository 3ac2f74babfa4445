"""The kinds of rules: each finds what breaks it among the differences of two catalogues.

To add one, write a function ``(Differences, Rule) -> Iterator[Finding]``, put it into `CHECKS` with its options, and its
sentence ``gate.<name>`` into each language.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, get_args

from flowviz.catalogue import OWN, UNSTATED, Basis, Catalogue, Dataset, Feed, Text
from flowviz.changes.compare import Change, Comparison
from flowviz.changes.effects import Effect, effects
from flowviz.changes.entries import HEADER
from flowviz.changes.rules import Rule
from flowviz.changes.table import departments_of
from flowviz.connections import scope_of
from flowviz.impact.removal import fallen
from flowviz.model import Model, department_of, name_of, organisations
from flowviz.reconciling import Told, reconciliation

__all__ = ["CHECKS", "Check", "Differences", "Finding"]


class Differences:
    """A comparison, with its effects found once for all rules."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self.old, self.new = comparison.old, comparison.new

    @functools.cached_property
    def effects(self) -> list[Effect]:
        return effects(self.comparison)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that breaks a rule: the noun, and the graph that has it; ``blanks`` fill the sentence of the rule.

    Where the noun is gone, ``near`` are ids of what is left beside it, the nearest first.
    """

    noun: Any
    model: Model
    blanks: Mapping[str, str] = field(default_factory=dict)
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """What finds the breaches of a kind of rule, and the options that narrow it."""

    find: Callable[[Differences, Rule], Iterable[Finding]]
    options: tuple[str, ...]


# --- feeds


def _no_removed_feed(differences: Differences, rule: Rule) -> Iterator[Finding]:
    for change in differences.comparison.of("removed", "feed"):
        if _feed_counts(differences.old, change, rule, differences.comparison):
            yield _gone(differences.comparison, change)


def _no_weaker_feed(differences: Differences, rule: Rule) -> Iterator[Finding]:
    for change in differences.comparison.of("changed", "feed"):
        order = get_args(Basis)
        weaker = (
            change.field is not None
            and change.field.name == "basis"
            and order.index(change.after[0]) > order.index(change.before[0])
        )
        if weaker and _feed_counts(differences.new, change, rule, differences.comparison):
            yield Finding(change.entry.noun, differences.new)


def _every_new_feed_has_evidence(differences: Differences, rule: Rule) -> Iterator[Finding]:
    for change in differences.comparison.of("added", "feed"):
        feed: Feed = change.entry.noun
        exact = any(evidence.lines for evidence in feed.evidence)
        if not exact and _feed_counts(differences.new, change, rule, differences.comparison):
            yield Finding(feed, differences.new)


def _no_personal_data_to_new_scope(differences: Differences, rule: Rule) -> Iterator[Finding]:
    comparison = differences.comparison
    old = _personal_feeds(differences.old)
    before = {(comparison.ids.get(source, source), comparison.ids.get(where, where)) for source, where in old}
    for (source, where), feed in _personal_feeds(differences.new).items():
        if (source, where) not in before and _ends_count(differences.new, feed, rule):
            data = ", ".join(_personal(differences.new, feed)) or _content(differences.new, feed)
            yield Finding(feed, differences.new, {"data": data})


def _personal_feeds(model: Model) -> dict[tuple[str, str], Feed]:
    """The first feed of each thing with personal data into each scope; the own scope of a department is that department."""
    found: dict[tuple[str, str], Feed] = {}
    for feed in _catalogue(model).feeds:
        home, scope = model.nodes[feed.source]["department"], scope_of(model, feed.target)
        receiver = model.nodes[feed.target]
        where = (receiver["department"] or feed.target) if scope == OWN else scope
        if where not in (home, feed.source) and (feed.source, where) not in found and _is_personal(model, feed):
            found[feed.source, where] = feed
    return found


def _feed_counts(model: Model, change: Change, rule: Rule, comparison: Comparison) -> bool:
    """Whether a rule is about a feed of ``model``."""
    return rule.allows("department", *departments_of(comparison, change)) and _ends_count(
        model, change.entry.noun, rule
    )


def _ends_count(model: Model, feed: Feed, rule: Rule) -> bool:
    ends = feed.source, feed.target
    scopes = [scope_of(model, end) for end in ends]
    return rule.allows("basis", feed.basis) and rule.allows("scope", *scopes) and not rule.spares(*ends)


def _is_personal(model: Model, feed: Feed) -> bool:
    """Whether a feed may carry personal data: as it is marked, or else as its data sets are."""
    return bool(_personal(model, feed)) if feed.personal is None else feed.personal


def _personal(model: Model, feed: Feed) -> list[str]:
    """The ids of the data sets with personal data that a feed carries; of all those of its giver, where it names none."""
    found = []
    for id_ in feed.carries or [one.id for one in fallen(model, [feed.source])]:
        thing = model.nodes[id_]["thing"]
        if isinstance(thing, Dataset) and any(group.personal for group in thing.groups):
            found.append(thing.id)
    return found


def _content(model: Model, feed: Feed) -> str:
    """What a feed carries, in the language of the source; nothing where that is not said."""
    return feed.content.get(_catalogue(model).header.language) if feed.content else ""


def _every_feed_is_confirmed(differences: Differences, rule: Rule) -> Iterator[Finding]:
    """Where catalogues are joined: feeds between members that one of them does not tell, and did not have to before."""
    before = {_told(one) for one in reconciliation(differences.old) if one.verdict != "yes"}
    for one in reconciliation(differences.new):
        new = one.verdict != "yes" and _told(one) not in before
        if new and _ends_count(differences.new, one.feed, rule):
            whole = organisations(differences.new)[one.side]
            name = name_of(differences.new, whole, differences.new.catalogue.header.language)
            yield Finding(one.feed, differences.new, {"member": name})


def _told(one: Told) -> tuple[str, str, str]:
    return one.feed.source, one.feed.target, one.side


# --- things


def _no_removed_thing(differences: Differences, rule: Rule) -> Iterator[Finding]:
    for change in differences.comparison.of("removed"):
        if change.entry.space == "thing" and _thing_counts(differences.old, change, rule, differences.comparison):
            yield _gone(differences.comparison, change)


def _no_renamed_id(differences: Differences, rule: Rule) -> Iterator[Finding]:
    for change in differences.comparison.of("new-id"):
        about = change.entry.space == "thing"
        if about and _thing_counts(differences.new, change, rule, differences.comparison):
            yield Finding(change.entry.noun, differences.new, {"before": change.before[0], "after": change.after[0]})


def _no_new_unstated_scope(differences: Differences, rule: Rule) -> Iterator[Finding]:
    for change in differences.comparison.changes:
        if change.entry.space != "thing" or change.new is None:
            continue
        new = change.action == "added" or (change.field is not None and change.field.name == "scope")
        unstated = getattr(change.entry.noun, "scope", None) == UNSTATED
        if new and unstated and _thing_counts(differences.new, change, rule, differences.comparison):
            yield Finding(change.entry.noun, differences.new)


def _translations_complete(differences: Differences, rule: Rule) -> Iterator[Finding]:
    languages = _catalogue(differences.new).header.languages
    wanted = [code for code in languages if rule.allows("languages", code)]
    told = set()
    for change in differences.comparison.changes:
        name = change.entry.name
        touched = change.action == "added" or (change.field is not None and change.field.name in ("name", "title"))
        if change.new is None or name is None or not touched or id(change.entry) in told:
            continue
        missing = [code for code in wanted if code not in _languages(name)]
        if missing and _thing_counts(differences.new, change, rule, differences.comparison):
            told.add(id(change.entry))
            yield Finding(change.entry.noun, differences.new, {"languages": ", ".join(missing)})


def _languages(text: Text) -> set[str]:
    return {code for code, _ in text.values}


def _thing_counts(model: Model, change: Change, rule: Rule, comparison: Comparison) -> bool:
    """Whether a rule is about an entry of ``model``."""
    if rule.spares(change.id) or not rule.allows("department", *departments_of(comparison, change)):
        return False
    if "scope" in rule.options and (
        change.entry.space != "thing" or not rule.allows("scope", scope_of(model, change.id))
    ):
        return False
    return rule.allows("kind", change.kind)


def _gone(comparison: Comparison, change: Change) -> Finding:
    """What is gone, with what is left of its surroundings: its ends, what it lay in, its department."""
    entry = change.entry
    ends = (entry.noun.source, entry.noun.target) if entry.kind == "feed" else (entry.home,)
    near = (*ends, *departments_of(comparison, change))
    left = (comparison.ids.get(id_ or "", id_) for id_ in near)
    return Finding(entry.noun, comparison.old, near=tuple(id_ for id_ in left if id_ and id_ in comparison.new))


# --- what the changes do


def _effect(kind: str) -> Callable[[Differences, Rule], Iterator[Finding]]:
    def find(differences: Differences, rule: Rule) -> Iterator[Finding]:
        model = differences.new
        for effect in differences.effects:
            data = model.nodes[effect.id]
            home = department_of(model, effect.id)
            narrowed = rule.allows("department", home) and rule.allows("kind", data["kind"])
            if effect.kind == kind and narrowed and rule.allows("scope", data["scope"]) and not rule.spares(effect.id):
                yield Finding(data["thing"], model, {"n": str(effect.after)})

    return find


def _new_version(differences: Differences, rule: Rule) -> Iterator[Finding]:  # noqa: ARG001
    old, new = _catalogue(differences.old).header, _catalogue(differences.new).header
    if old.version == new.version and any(change.kind != HEADER for change in differences.comparison.changes):
        yield Finding(new, differences.new, {"version": new.version})


def _catalogue(model: Model) -> Catalogue:
    found: Catalogue = model.catalogue
    return found


_FEEDS: Final = ("scope", "basis", "department", "except")
_THINGS: Final = ("kind", "scope", "department", "except")
CHECKS: Final[Mapping[str, Check]] = {
    "no-removed-feed": Check(_no_removed_feed, _FEEDS),
    "no-weaker-feed": Check(_no_weaker_feed, ("scope", "department", "except")),
    "every-new-feed-has-evidence": Check(_every_new_feed_has_evidence, _FEEDS),
    "no-personal-data-to-new-scope": Check(_no_personal_data_to_new_scope, ("scope", "basis", "except")),
    "every-feed-is-confirmed": Check(_every_feed_is_confirmed, ("scope", "basis", "except")),
    "no-removed-thing": Check(_no_removed_thing, _THINGS),
    "no-renamed-id": Check(_no_renamed_id, _THINGS),
    "no-new-unstated-scope": Check(_no_new_unstated_scope, ("kind", "department", "except")),
    "translations-complete": Check(_translations_complete, (*_THINGS, "languages")),
    "no-new-cut-off": Check(_effect("cut-off"), _THINGS),
    "no-new-orphan": Check(_effect("orphan"), _THINGS),
    "no-new-single-point": Check(_effect("single-point"), _THINGS),
    "no-feed-to-nowhere": Check(_effect("leads-nowhere"), _THINGS),
    "no-lost-receiver": Check(_effect("without-receiver"), _THINGS),
    "new-version": Check(_new_version, ()),
}
"""Every kind of rule by name."""
