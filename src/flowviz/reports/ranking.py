"""The ranking of single points of failure as files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from flowviz.impact import reason
from flowviz.impact_tables import RANKING, headings, ranking_rows
from flowviz.locales import words
from flowviz.reports.files import csv_file, workbook
from flowviz.reports.markdown import escaped
from flowviz.reports.question import TableText
from flowviz.writing import GENERATOR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from flowviz.graph import Graph
    from flowviz.impact import Critical

__all__ = ["RANKING_FORMATS", "ranking_table"]

FORMAT: Final = "flowviz-critical"


def ranking_table(graph: Graph, ranking: Sequence[Critical], language: str) -> TableText:
    """The ranking as a table."""
    title, rows = words(language)("explorer.view.critical"), ranking_rows(graph, ranking, language)
    return TableText("critical", title, RANKING, headings(RANKING, language), rows)


def _csv(graph: Graph, ranking: Sequence[Critical], language: str) -> bytes:
    return csv_file(ranking_table(graph, ranking, language))


def _xlsx(graph: Graph, ranking: Sequence[Critical], language: str) -> bytes:
    title = words(language)("critical.title")
    return workbook([ranking_table(graph, ranking, language)], graph.graph["catalogue"], title)


def _json(graph: Graph, ranking: Sequence[Critical], language: str) -> bytes:
    header = graph.graph["catalogue"].header
    found = {
        "format": FORMAT,
        "version": 1,
        "catalogue": {"id": header.id, "version": header.version, "date": header.date},
        "language": language,
        "ranking": [row.as_dict() | {"reason": reason(graph, row, language)} for row in ranking],
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def _markdown(graph: Graph, ranking: Sequence[Critical], language: str) -> bytes:
    say, table = words(language), ranking_table(graph, ranking, language).brief()
    lines = [f"<!-- {GENERATOR} -->", f"# {escaped(say('critical.title'))}", "", escaped(say("critical.lead")), ""]
    if table.rows:
        lines += [f"| {' | '.join(map(escaped, table.headings))} |", f"|{'---|' * len(table.headings)}"]
        lines += [f"| {' | '.join(escaped(str(cell)) for cell in row)} |" for row in table.rows]
    else:
        lines.append(escaped(say("critical.none")))
    return ("\n".join([*lines, "", escaped(say("impact.least"))]) + "\n").encode()


RANKING_FORMATS: Final[Mapping[str, Callable[[Graph, Sequence[Critical], str], bytes]]] = {
    "json": _json,
    "csv": _csv,
    "xlsx": _xlsx,
    "md": _markdown,
}
"""Every format of the ranking by name."""
