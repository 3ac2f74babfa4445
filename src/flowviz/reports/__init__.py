"""The answer to what happens if something goes, as files: rows, workbooks, JSON, the drawing and the assessment report.

`ask` puts the question; each of `FORMATS` writes its answer, all from the same rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flowviz.later import Later, names
from flowviz.reports.question import COMPARED_NAME, Question, ask

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flowviz.reports import contract, markdown, page, word
    from flowviz.reports.ranking import RANKING_FORMATS, ranking_table
    from flowviz.telling import plain, sheet
else:
    contract, markdown, page, word = (Later(f"{__name__}.{form}") for form in ("contract", "markdown", "page", "word"))
    plain, sheet = Later("flowviz.telling.plain"), Later("flowviz.telling.sheet")

__all__ = [
    "COMPARED_NAME",
    "FORMATS",
    "RANKING_FORMATS",
    "Question",
    "ask",
    "csv_of",
    "ranking_table",
]

__getattr__ = names(__name__, dict.fromkeys(("RANKING_FORMATS", "ranking_table"), "ranking"))


def csv_of(question: Question, table: str = "downstream") -> bytes:
    """One table of the answer as CSV."""
    shown = question.tables[table]
    return plain.csv_file(shown.columns, shown.rows, question.language)


def _workbook(question: Question) -> bytes:
    return sheet.workbook(question.tables.values(), question.language, question.catalogue.header, question.names)


FORMATS: Final[Mapping[str, Callable[[Question], bytes]]] = {
    "json": lambda question: contract.write(question),
    "csv": csv_of,
    "xlsx": _workbook,
    "md": lambda question: markdown.write(question),
    "docx": lambda question: word.write(question),
    "svg": lambda question: question.svg().encode(),
    "html": lambda question: page.write(question),
}
"""Every format of an answer by name."""
