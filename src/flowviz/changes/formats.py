"""The formats of a comparison: text for a terminal, Markdown for a memo, JSON, CSV and Excel for everything else."""

from __future__ import annotations

import codecs
import datetime
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from flowviz.catalogue import Catalogue
from flowviz.changes.table import CHANGES, EFFECTS_TABLE, Report
from flowviz.exports.csv_table import csv_text
from flowviz.locales import words
from flowviz.writing import GENERATOR

__all__ = ["FORMATS", "markdown_text", "text"]

_WIDTHS: Final = {"sentence": 90, "before": 40, "after": 40, "name": 34, "department": 28}


def text(report: Report) -> str:
    """The comparison as plain text: a paragraph for each department, then what the changes do."""
    lines = [report.title, report.summary()]
    for group in report.groups:
        lines += ["", group.name, *(f"  - {sentence}" for sentence in group.sentences)]
    if report.effects:
        lines += [
            "",
            report.words("changes.effects"),
            *(f"  - {report.effect_sentence(effect)}" for effect in report.effects),
        ]
    return "\n".join(lines) + "\n"


def markdown_text(report: Report) -> str:
    """The comparison as Markdown, with the same sentences as `text`."""
    lines = [f"<!-- {GENERATOR} -->", f"# {_escaped(report.title)}", "", _escaped(report.summary())]
    for group in report.groups:
        lines += ["", f"## {_escaped(group.name)}", "", *(f"- {_escaped(sentence)}" for sentence in group.sentences)]
    if report.effects:
        lines += ["", f"## {report.words('changes.effects')}", ""]
        lines += [f"- {_escaped(report.effect_sentence(effect))}" for effect in report.effects]
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    """Text that Markdown leaves as it is.

    >>> _escaped("a*b <c>")
    'a\\\\*b &lt;c>'
    """
    for sign in "\\`*_[]#|":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("<", "&lt;")


def _json(report: Report) -> str:
    return json.dumps(report.as_dict(), ensure_ascii=False, indent=2) + "\n"


def _csv(report: Report) -> str:
    return codecs.BOM_UTF8.decode() + csv_text(_headings(CHANGES, report.language), report.rows())


def _headings(columns: Iterable[str], language: str) -> list[str]:
    return [words(language)(f"field.{column}") for column in columns]


def _xlsx(report: Report) -> bytes:
    """A workbook with a sheet of changes and one of effects; every cell is text, so none is run as a formula."""
    import xlsxwriter

    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True})
    catalogue: Catalogue = report.comparison.new.graph["catalogue"]
    made = datetime.datetime.fromisoformat(catalogue.header.date).replace(tzinfo=datetime.UTC)
    book.set_properties({"title": report.title, "created": made})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    cell = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    for name, columns, rows in _sheets(report):
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)
        for i, (column, heading) in enumerate(zip(columns, _headings(columns, report.language), strict=True)):
            sheet.set_column(i, i, _WIDTHS.get(column, 20))
            sheet.write_string(0, i, heading, head)
            for j, row in enumerate(rows, 1):
                sheet.write_string(j, i, row[i], cell)
    book.close()
    with zipfile.ZipFile(output, "a") as packed:
        packed.comment = GENERATOR.encode()  # what a workbook is known by as flowviz's own
    return output.getvalue()


def _sheets(report: Report) -> Iterator[tuple[str, Sequence[str], list[tuple[str, ...]]]]:
    yield report.words("changes.sheet.changes"), CHANGES, report.rows()
    yield report.words("changes.sheet.effects"), EFFECTS_TABLE, report.effect_rows()


def _encoded(write: Callable[[Report], str]) -> Callable[[Report], bytes]:
    return lambda report: write(report).encode()


FORMATS: Final[dict[str, Callable[[Report], bytes]]] = {
    "text": _encoded(text),
    "json": _encoded(_json),
    "md": _encoded(markdown_text),
    "csv": _encoded(_csv),
    "xlsx": _xlsx,
}
"""Every format of a comparison by name."""
