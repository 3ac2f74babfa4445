"""Everything known of one thing, as sections of lines: what `flowviz show` prints.

What the source does not say is told as not stated, never as none: in one line of all facts that one would ask for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowviz.catalogue import Feed, SourceIssue, Thing
from flowviz.facts.things import (
    ASKED_FOR,
    besides,
    channels_for,
    facts_of,
    feeds_of,
    home_of,
    issues_about,
    keywords_about,
)
from flowviz.facts.values import Fact
from flowviz.feeds import once
from flowviz.locales import words
from flowviz.model import Model, name_of
from flowviz.telling.words import labelled, line
from flowviz.wording import evidence_text, feed_text, kind_word, option

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowviz.facts.things import Side

__all__ = ["Details", "Section", "details"]


@dataclass(frozen=True, slots=True)
class Section:
    """A label and its lines. Where nothing is ``known``, the one line says so."""

    label: str
    lines: tuple[str, ...]
    known: bool = True


@dataclass(frozen=True, slots=True)
class Details:
    """A thing in words."""

    id: str
    name: str
    kind: str
    sections: tuple[Section, ...]


def details(model: Model, node: str, language: str) -> Details:
    """Everything known of ``node`` in ``language``."""
    w = words(language)
    thing: Thing = model.nodes[node]["thing"]

    def section(label: str, lines: Iterable[str], otherwise: str = "not.stated") -> Section:
        found = tuple(lines)
        return Section(w(label), found or (w(otherwise),), bool(found))

    def feeds(side: Side) -> Section:
        return section(f"details.feeds.{side}", (told(feed) for feed in once(model, feeds_of(model, node, side))))

    def told(feed: Feed) -> str:
        note = [Fact("note", (feed.note,))] if feed.note else []
        facts = (labelled(fact, language) for fact in [*besides(model, feed), *note])
        return "; ".join([feed_text(model, feed, language, besides=False), *facts])

    home, kind = home_of(model, node), model.nodes[node]["kind"]
    facts = facts_of(model, node)
    silent = "; ".join(w(fact.label) for fact in facts if not fact.values and not fact.quiet)
    sections = [
        section("field.name", (f"{code}: {value}" for code, value in thing.name.values)),
        *([section("details.home", (line(one, language) for one in home))] if home else []),
        *(section(fact.label, (line(value, language) for value in fact.values)) for fact in facts if fact.values),
        feeds("out"),
        feeds("in"),
        *([section("field.request", _channels(model, node, language))] if kind in ASKED_FOR else []),
        section("field.evidence", [evidence_text(thing.evidence, language)] if thing.evidence else []),
        section("details.issues", (_issue(issue, language) for issue in issues_about(model, node)), "details.none"),
        section("details.keywords", (word.text.get(language) for word in keywords_about(model, node)), "details.none"),
        *([section("details.silent", [silent])] if silent else []),
    ]
    return Details(node, name_of(model, node, language), kind_word(model, node, language), tuple(sections))


def _channels(model: Model, node: str, language: str) -> Iterable[str]:
    """Where requests about a thing are sent, and who decides on them."""
    for channel in channels_for(model, node):
        found = [fact for fact in facts_of(model, channel.id) if fact.key == "decides" and fact.values]
        decided = [labelled(fact, language) for fact in found]
        yield "; ".join([f"{channel.name.get(language)} ({channel.id})", *decided])


def _issue(issue: SourceIssue, language: str) -> str:
    kind = option(SourceIssue, "kind", issue.kind, language)
    decision = f"{words(language)('field.decision')}: {issue.decision.get(language)}" if issue.decision else ""
    parts = [f"{kind}: {issue.text.get(language)}", decision, evidence_text(issue.evidence, language)]
    return f"{' '.join(part for part in parts if part)} ({issue.id})"
