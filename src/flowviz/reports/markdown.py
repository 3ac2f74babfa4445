"""The assessment report as Markdown, for memos and wikis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.locales import words
from flowviz.reports.assessment import Blank, Command, Heading, Paragraph, Picture, TableBlock, assessment
from flowviz.writing import GENERATOR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowviz.reports.assessment import Block
    from flowviz.reports.question import Question, TableText

__all__ = ["escaped", "write"]


def write(question: Question, picture: str | None = None) -> bytes:
    """The report; ``picture`` is the name of the file of the drawing, when there is one beside it."""
    lines = [f"<!-- {GENERATOR} -->"]
    for block in assessment(question, "md"):
        lines += ["", *_lines(block, question, picture)]
    return ("\n".join(lines) + "\n").encode()


def _lines(block: Block, question: Question, picture: str | None) -> Iterator[str]:
    match block:
        case Heading(text, level):
            yield f"{'#' * level} {escaped(text)}"
        case Paragraph(text, notice):
            yield ("> " if notice else "") + escaped(text)
        case Command(label, text):
            yield escaped(label)
            yield from ("", "```sh", text, "```")
        case Blank(label, asked, hint, _):
            marked = f"**{escaped(label)}:** " if label else ""
            yield f"> {marked}{escaped(asked)}"
            yield from (">", f"> [{escaped(hint)}: ______________________________]")
        case TableBlock(table, none):
            yield from _table(table, none)
        case Picture(title, text, command):
            yield f"### {escaped(title)}"
            yield ""
            if picture:
                yield f"![{escaped(text)}](<{picture}>)"
                yield from ("", escaped(words(question.language)("report.drawing.aside", name=picture)))
            else:
                yield from _lines(command, question, picture)


def _table(table: TableText, none: str) -> Iterator[str]:
    yield f"### {escaped(table.title)}"
    yield ""
    if not table.rows:
        yield escaped(none)
        return
    yield f"| {' | '.join(map(escaped, table.headings))} |"
    yield f"|{'---|' * len(table.headings)}"
    for row in table.rows:
        yield f"| {' | '.join(escaped(str('–' if cell is None else cell)) for cell in row)} |"


def escaped(text: str) -> str:
    """Text that Markdown leaves as it is, on one line.

    >>> escaped("a*b <c>")
    'a\\\\*b &lt;c>'
    """
    for sign in "\\`*_[]#|":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.replace("<", "&lt;").split())
