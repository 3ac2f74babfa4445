"""The answer to what happens if something goes, as files: rows, workbooks, JSON, the drawing and the assessment report.

`ask` puts the question; each of `FORMATS` writes its answer, all from the same rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flowviz.reports import contract, markdown, page, word
from flowviz.reports.question import COMPARED_NAME, Question, ask
from flowviz.reports.ranking import RANKING_FORMATS, ranking_table
from flowviz.telling.plain import csv_file
from flowviz.telling.sheet import workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = [
    "COMPARED_NAME",
    "FORMATS",
    "RANKING_FORMATS",
    "Question",
    "ask",
    "csv_of",
    "ranking_table",
]


def csv_of(question: Question, table: str = "downstream") -> bytes:
    """One table of the answer as CSV."""
    shown = question.tables[table]
    return csv_file(shown.columns, shown.rows, question.language)


def _workbook(question: Question) -> bytes:
    return workbook(question.tables.values(), question.language, question.catalogue.header, question.names)


FORMATS: Final[Mapping[str, Callable[[Question], bytes]]] = {
    "json": contract.write,
    "csv": csv_of,
    "xlsx": _workbook,
    "md": markdown.write,
    "docx": word.write,
    "svg": lambda question: question.svg().encode(),
    "html": page.write,
}
"""Every format of an answer by name."""
