"""The answer to what happens if something goes, as files: rows, workbooks, JSON, the drawing and the assessment report.

`ask` puts the question; each of `FORMATS` writes its answer, all from the same rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flowviz.reports import contract, files, markdown, page, word
from flowviz.reports.question import COMPARED_NAME, Question, TableText, ask
from flowviz.reports.ranking import RANKING_FORMATS, ranking_table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = [
    "COMPARED_NAME",
    "FORMATS",
    "RANKING_FORMATS",
    "Question",
    "TableText",
    "ask",
    "csv_of",
    "ranking_table",
]


def csv_of(question: Question, table: str = "downstream") -> bytes:
    """One table of the answer as CSV."""
    return files.csv_file(question.tables[table])


def _workbook(question: Question) -> bytes:
    return files.workbook(question.tables.values(), question.catalogue, question.names)


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
