"""The assessment report as blocks: what the catalogue knows under each heading, and blanks for people.

It is a working template for assessing a change. It quotes no law and gives no legal advice, and it says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flowviz.locales import date, words
from flowviz.wording import evidence_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flowviz.facts.columns import Listing
    from flowviz.reports.question import Question

__all__ = ["SECTIONS", "Blank", "Block", "Command", "Heading", "Paragraph", "Picture", "TableBlock", "assessment"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; the title of the report is of level 1."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``notice`` says that it is to be seen before all else."""

    text: str
    notice: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A command, and what it is for."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Blank:
    """A place that a person fills in; ``label`` is what stands before the question."""

    label: str
    question: str
    hint: str
    lines: int = 3


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table, and what is said in its place when it has no rows."""

    table: Listing
    none: str


@dataclass(frozen=True, slots=True)
class Picture:
    """The drawing: its title, what it shows in words, and the command that draws it."""

    title: str
    text: str
    command: Command


Block = Heading | Paragraph | Command | Blank | TableBlock | Picture

SECTIONS: Final[Mapping[str, tuple[tuple[str, ...], int]]] = {
    "organising": (("departments", "without-unit"), 3),
    "security": (("systems", "holders"), 3),
    "datasets": (("downstream", "upstream", "removed-feeds"), 3),
    "cases": (("records-classes", "registers"), 2),
    "publicity": (("personal-data",), 3),
    "costs": ((), 2),
}
"""The headings for people to fill in: the tables under each, and how many blanks it has."""


def assessment(question: Question, form: str) -> Iterator[Block]:
    """The blocks of the report, from its title to how it was found out; ``form`` is that of the file."""
    say = words(question.language)
    yield Heading(say("report.title", names=question.names), 1)
    yield Paragraph(say("report.template"), notice=True)
    yield from _brief(question, form)
    for name, (tables, blanks) in SECTIONS.items():
        yield Heading(say(f"report.section.{name}"))
        for table in tables:
            yield from _table(question, table)
        if name == "publicity":
            yield from _openness(question)
        if name == "costs":
            yield Paragraph(_costs(question))
        for number in range(1, blanks + 1):
            yield _blank(question, say(f"report.blank.{name}.{number}"))
    yield _blank(question, say("report.alternatives"))
    yield Heading(say("report.section.unknown"))
    yield Paragraph(say("impact.least"))
    for table in ("unknown", "issues"):
        yield from _table(question, table)
    yield Heading(say("report.section.method"))
    for number in (1, 2, 3):
        yield Paragraph(say(f"report.method.{number}"))


def _brief(question: Question, form: str) -> Iterator[Block]:
    say, header = words(question.language), question.catalogue.header
    summary = question.whole.summary
    name = header.name.get(question.language)
    yield Paragraph(say("report.version", name=name, version=header.version, date=date(header.date, question.language)))
    yield Command(say("report.command"), question.command(form))
    yield Blank("", say("report.who"), say("report.blank.hint"), 1)
    yield Blank("", say("report.when"), say("report.blank.hint"), 1)
    yield Heading(say("report.contents"))
    yield Paragraph(say("report.what", names=question.names))
    if question.comparison is not None:
        scenario = question.comparison.scenario
        yield Paragraph(say("impact.scenario", name=scenario.name.get(question.language)))
        if scenario.note:
            yield Paragraph(scenario.note.get(question.language))
    numbers = {
        key: getattr(summary, key) for key in ("downstream", "cut_off", "weakened", "touched", "without_receiver")
    }
    feeds = {"feeds": summary.feeds_removed, "implied": summary.feeds_removed_implied}
    yield Paragraph(say("report.numbers", **numbers, **feeds))
    if summary.downstream:
        yield Paragraph(say("report.rests", n=summary.downstream, implied=summary.rests_on_implied))
    yield Paragraph(say("report.numbers.departments", departments=say("departments", n=summary.departments)))
    if question.whole.stated_only:
        yield Paragraph(say("impact.stated_only"))
    if question.selection.count:
        yield Paragraph(say("impact.filtered"), notice=True)
    yield from _table(question, "removed")
    yield from _table(question, "compared")
    scene = question.scene()
    drawn = Command(say("report.drawing.command"), question.command("svg"))
    yield Picture(say("report.drawing"), f"{scene.title}. {scene.subtitle}. {scene.description}", drawn)


def _table(question: Question, name: str) -> Iterator[Block]:
    if name in question.tables:
        yield TableBlock(question.tables[name].brief(), words(question.language)("impact.none"))


def _openness(question: Question) -> Iterator[Block]:
    """What the source says of who may have the data of what is removed."""
    for one in question.answer.removed:
        thing = question.model.nodes[one.id]["thing"]
        for remark in getattr(thing, "openness", ()):
            said = evidence_text(remark.evidence, question.language)
            name, text = thing.name.get(question.language), remark.text.get(question.language)
            yield Paragraph(f"{name}: {text}" + (f" ({said})" if said else ""))


def _costs(question: Question) -> str:
    say, summary = words(question.language), question.whole.summary
    return say(
        "report.costs.facts",
        feeds=summary.feeds_removed,
        cut_off=summary.cut_off,
        systems=len(question.whole.systems),
        departments=say("departments", n=summary.departments),
    )


def _blank(question: Question, text: str) -> Blank:
    say = words(question.language)
    return Blank(say("report.blank"), text, say("report.blank.hint"))
