"""The assessment report as Markdown, for memos and wikis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.locales import words
from flowviz.reports.assessment import assessment
from flowviz.reports.blocks import Blank, Command, Form, Heading, Paragraph, Picture, TableBlock
from flowviz.telling.markdown import escaped, table_lines
from flowviz.writing import GENERATOR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowviz.reports.blocks import Block
    from flowviz.reports.question import Question

__all__ = ["write"]


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
        case Paragraph(text, role):
            yield {"notice": "> {}", "guide": "*{}*", "fact": "{}"}[role].format(escaped(text))
        case Command(label, text):
            yield escaped(label)
            yield from ("", "```sh", text, "```")
        case Blank(label, asked, hint, _):
            marked = f"**{escaped(label)}:** " if label else ""
            yield f"> {marked}{escaped(asked)}"
            yield from (">", f"> [{escaped(hint)}: ______________________________]")
        case Form(title, headings, rows, level):
            yield from (f"{'#' * level} {escaped(title)}", "")
            heads = headings or ("",) * len(rows[0])
            yield from (f"| {' | '.join(map(escaped, cells))} |" for cells in (heads, ("---",) * len(heads), *rows))
        case TableBlock(table):
            yield from (f"### {escaped(words(question.language)(table.title))}", "")
            yield from table_lines(table.columns, table.rows, question.language)
        case Picture(title, text):
            yield from (f"### {escaped(title)}", "")
            if picture:
                yield f"![{escaped(text)}](<{picture}>)"
                yield from ("", escaped(words(question.language)("report.drawing.aside", name=picture)))
            else:
                yield escaped(text)
