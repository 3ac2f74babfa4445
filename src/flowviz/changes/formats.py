"""The formats of a comparison: text for a terminal, Markdown for a memo, JSON, CSV and Excel for everything else."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

from flowviz.changes.table import Report
from flowviz.telling.markdown import escaped
from flowviz.telling.plain import csv_file
from flowviz.telling.sheet import workbook
from flowviz.writing import GENERATOR

__all__ = ["FORMATS", "markdown_text", "text"]


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
    lines = [f"<!-- {GENERATOR} -->", f"# {escaped(report.title)}", "", escaped(report.summary())]
    for group in report.groups:
        lines += ["", f"## {escaped(group.name)}", "", *(f"- {escaped(sentence)}" for sentence in group.sentences)]
    if report.effects:
        lines += ["", f"## {report.words('changes.effects')}", ""]
        lines += [f"- {escaped(report.effect_sentence(effect))}" for effect in report.effects]
    return "\n".join(lines) + "\n"


def _json(report: Report) -> str:
    return json.dumps(report.as_dict(), ensure_ascii=False, indent=2) + "\n"


def _csv(report: Report) -> bytes:
    changes, _ = report.tables()
    return csv_file(changes.columns, changes.rows, report.language)


def _xlsx(report: Report) -> bytes:
    header = report.comparison.new.catalogue.header
    return workbook(report.tables(), report.language, header, report.title)


def _encoded(write: Callable[[Report], str]) -> Callable[[Report], bytes]:
    return lambda report: write(report).encode()


FORMATS: Final[dict[str, Callable[[Report], bytes]]] = {
    "text": _encoded(text),
    "json": _encoded(_json),
    "md": _encoded(markdown_text),
    "csv": _csv,
    "xlsx": _xlsx,
}
"""Every format of a comparison by name."""
