"""The answer to what happens if something goes, as files: rows, workbooks, JSON, the drawing and the assessment report.

`ask` puts the question; each of `FORMATS` writes its answer, all from the same rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flowviz.impact_tables import COMPARED, RANKING, TABLES, headings
from flowviz.locales import LANGUAGES
from flowviz.reports import contract, files, markdown, page, ranking, word
from flowviz.reports.question import COMPARED_NAME, Question, TableText, ask
from flowviz.reports.ranking import RANKING_FORMATS, ranking_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from flowviz.tables import Column

__all__ = [
    "COMPARED_NAME",
    "FORMATS",
    "RANKING_FORMATS",
    "Question",
    "TableText",
    "ask",
    "csv_of",
    "marks",
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


def marks() -> Iterator[bytes]:
    """What files of answers are known by as flowviz's own, besides `flowviz.writing.MARKS`."""
    yield f'"format": "{contract.FORMAT}"'.encode()
    yield f'"format": "{ranking.FORMAT}"'.encode()
    tables: list[tuple[Column, ...]] = [table.columns for table in TABLES.values()]
    for columns in (*tables, COMPARED, RANKING):
        for language in LANGUAGES:
            yield files.heading_line(headings(columns, language))
