"""The assessment report as blocks: what the catalogue knows under each heading, and blanks for people.

It is a working template for assessing a change. It quotes no law and gives no legal advice, and it says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flowviz.facts.values import Lines
from flowviz.locales import date, words
from flowviz.reports.actions import actions, changes_of_the_model, listed
from flowviz.reports.blocks import Blank, Block, Command, Form, Heading, Paragraph, Picture, TableBlock
from flowviz.telling.impact import personal_data
from flowviz.wording import evidence_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from flowviz.catalogue import Feed
    from flowviz.reports.question import Question

__all__ = ["SECTIONS", "Section", "assessment"]

_IDENTITY: Final = ("case", "who", "when")
_APPROVAL: Final = ("name", "when", "case", "decision")
_EMPTY_ROWS: Final = 2
_LINES: Final = 2
_NUMBERS: Final = ("distance", "feeds_lost", "feeds_before", "origins_lost", "origins_before")
_LEFT_OUT: Final[Mapping[str, tuple[str, ...]]] = {
    "removed": ("department",),
    "downstream": _NUMBERS,
    "upstream": _NUMBERS,
    "personal-data": ("lies_in", "department"),
    "outside": ("department",),
    "data-subjects": ("department",),
}
"""Columns that an upright page has no room for and that an official can do without, or that are always empty."""


def _nothing(_: Question) -> Iterator[Block]:
    return iter(())


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the report: the tables beneath it, how many questions it asks, and what else the catalogue knows."""

    tables: tuple[str, ...] = ()
    blanks: int = 0
    facts: Callable[[Question], Iterator[Block]] = _nothing


def assessment(question: Question, form: str) -> Iterator[Block]:
    """The blocks of the report, from its title to how it was found out; ``form`` is that of the file."""
    say = words(question.language)
    yield Heading(say("report.title", names=question.names), 1)
    yield Paragraph(say("report.template"), "notice")
    yield from _brief(question)
    yield _to_sign("identity", _IDENTITY, question.language, level=2)
    for name, section in SECTIONS.items():
        yield Heading(say(f"report.section.{name}"))
        yield Paragraph(say(f"report.guide.{name}"), "guide")
        yield from section.facts(question)
        yield from _tables(question, section.tables)
        for number in range(1, section.blanks + 1):
            yield Blank(
                say("report.blank"), say(f"report.blank.{name}.{number}"), say("report.blank.hint"), lines=_LINES
            )
    yield _to_sign("approval", _APPROVAL, question.language)
    yield from _unknown(question)
    yield from _method(question, form)


def _to_sign(name: str, rows: tuple[str, ...], language: str, level: int = 3) -> Form:
    say = words(language)
    hints = tuple(say("report.blank.hint.when" if row == "when" else "report.blank.hint") for row in rows)
    asked = tuple((say(f"report.{name}.{row}"), "") for row in rows)
    return Form(say(f"report.{name}"), (), asked, level, hints)


def _brief(question: Question) -> Iterator[Block]:
    say = words(question.language)
    yield Heading(say("report.section.brief"))
    yield Paragraph(say("report.what", names=question.names))
    if question.comparison is not None:
        scenario = question.comparison.scenario
        yield Paragraph(say("impact.scenario", name=scenario.name.get(question.language)))
        if scenario.note:
            yield Paragraph(scenario.note.get(question.language))
    for text in question.consequences():
        yield Paragraph(text)
    yield Paragraph(say("impact.least"))
    if question.whole.stated_only:
        yield Paragraph(say("impact.stated_only"))
    if question.selection.count:
        yield Paragraph(say("impact.filtered"), "notice")
    scene = question.scene()
    yield Picture(say("report.drawing"), f"{scene.title}. {scene.subtitle}. {scene.description}")


def _tables(question: Question, names: tuple[str, ...]) -> Iterator[Block]:
    """The tables that have rows, and in one line each what is not known and what is known not to be."""
    for name in names:
        table = question.tables.get(name)
        if table and table.rows:
            yield TableBlock(table.brief(_LEFT_OUT.get(name, ())))
    for text in question.nothing_on(names):
        yield Paragraph(text)


# --- what else the catalogue knows under a heading


def _present(question: Question) -> Iterator[Block]:
    """What the catalogue says that the chosen things are for."""
    for id_ in question.whole.chosen.things:
        thing = question.model.nodes[id_]["thing"]
        for text in filter(None, (getattr(thing, name, None) for name in ("purpose", "description"))):
            yield Paragraph(f"{thing.name.get(question.language)}: {text.get(question.language)}")


def _existing(question: Question) -> Iterator[Block]:
    """What gets data from the same givers already: it may serve instead of something new."""
    say, model = words(question.language), question.model
    answer = question.whole
    ending = {id(feed) for feed in (*answer.feeds, *(loss.feed for loss in answer.losses))}
    found: dict[str, list[Feed]] = {}
    for giver in answer.upstream:
        for receiver, feeds in model.out[giver.id].items():
            left = [feed for feed in feeds if id(feed) not in ending]
            if left and model.nodes[receiver]["kind"] in ("resource", "shared", "register"):
                found.setdefault(receiver, []).extend(left)
    for receiver, feeds in found.items():
        names = listed(question, (feed.source for feed in feeds))
        said = tuple(dict.fromkeys(entry for feed in feeds for entry in feed.evidence))
        where = evidence_text(said, question.language)
        yield Paragraph(say("report.existing", name=listed(question, [receiver]), givers=names, evidence=where))
    if not found:
        yield Paragraph(say("report.existing.none"))


def _publicity(question: Question) -> Iterator[Block]:
    """Whether personal data are concerned, and what the source says of who may have the data of what is removed."""
    say, answer = words(question.language), question.whole
    rows = [(row.id, row.special) for row in answer.personal_data]
    rows += [(row.feed.source, row.special) for row in answer.personal_feeds]
    nothing = {"personal_data", "personal_feeds"}.issubset(answer.none_known)
    if rows:
        yield Paragraph(personal_data(question.model, answer, question.language))
        special = [id_ for id_, mark in rows if mark]
        if special:
            yield Paragraph(say("report.protection.special", names=listed(question, special)))
        if any(row.key in ("personal", "personal_feeds") for row in answer.unknown):
            yield Paragraph(say("report.protection.open"))
    else:
        yield Paragraph(say(f"report.protection.{'none' if nothing else 'unknown'}"))
    for one in answer.removed:
        thing = question.model.nodes[one.id]["thing"]
        for remark in getattr(thing, "openness", ()):
            said = evidence_text(remark.evidence, question.language)
            name, text = thing.name.get(question.language), remark.text.get(question.language)
            yield Paragraph(f"{name}: {text}" + (f" ({said})" if said else ""))


def _costs(question: Question) -> Iterator[Block]:
    say, summary = words(question.language), question.whole.summary
    departments = say("departments", n=summary.departments)
    numbers = {"feeds": summary.feeds_removed, "cut_off": summary.cut_off, "systems": len(question.whole.systems)}
    yield Paragraph(say("report.costs.facts", **numbers, departments=departments))


def _actions(question: Question) -> Iterator[Block]:
    say = words(question.language)
    headings = tuple(say(f"report.actions.{name}") for name in ("what", "who", "when"))
    rows = [(text, "", "") for text in actions(question)] + [("", "", "")] * _EMPTY_ROWS
    yield Form(say("report.actions"), headings, tuple(rows))
    yield Heading(say("report.model"), 3)
    for text in changes_of_the_model(question):
        yield Paragraph(text)


SECTIONS: Final[Mapping[str, Section]] = {
    "aim": Section(blanks=1),
    "present": Section(("removed", "removed-feeds", "losses", "possible"), facts=_present),
    "target": Section(("compared",), 1),
    "existing": Section(blanks=2, facts=_existing),
    "organising": Section(("departments", "outside", "data-subjects", "without-unit"), 3),
    "datasets": Section(("downstream", "upstream"), 3),
    "security": Section(("systems", "holders"), 3),
    "cases": Section(("records-classes", "registers"), 2),
    "publicity": Section(("personal-data", "personal-feeds"), 3, _publicity),
    "costs": Section((), 2, _costs),
    "actions": Section((), 1, _actions),
    "conclusion": Section(blanks=1),
}
"""The headings for people to fill in, in their order."""


# --- what is not known, and how all this was found out


def _unknown(question: Question) -> Iterator[Block]:
    say = words(question.language)
    yield Heading(say("report.section.unknown"))
    yield Paragraph(say("report.guide.unknown"), "guide")
    for name in ("unknown", "issues"):
        if question.tables[name].rows:
            yield TableBlock(question.tables[name].brief())


def _method(question: Question, form: str) -> Iterator[Block]:
    say, header = words(question.language), question.catalogue.header
    yield Heading(say("report.section.method"))
    name = header.name.get(question.language)
    yield Paragraph(say("report.version", name=name, version=header.version, date=date(header.date, question.language)))
    yield from _sources(question)
    for number in (1, 2, 3, 4):
        yield Paragraph(say(f"report.method.{number}"))
    yield Command(say("report.command"), question.command(form))
    if form == "md":
        yield Command(say("report.drawing.command"), question.command("svg"))


def _sources(question: Question) -> Iterator[Block]:
    """What the short names are of, by which the tables cite documents."""
    values = (value for table in question.tables.values() for row in table.rows for value in row)
    cited = {entry.source for value in values if isinstance(value, Lines) for entry in value.evidence}
    told = [
        f"{source.id} – {source.title.get(question.language)}" + (f" ({source.url})" if source.url else "")
        for source in question.catalogue.sources
        if source.id in cited
    ]
    if told:
        yield Paragraph(words(question.language)("report.sources", sources="; ".join(told)))
