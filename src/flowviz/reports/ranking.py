"""The ranking of single points of failure as files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from flowviz.facts.impact import RANKING, Answered, with_organisations
from flowviz.impact import reason
from flowviz.locales import words
from flowviz.telling.markdown import escaped, table_lines
from flowviz.telling.plain import csv_file
from flowviz.telling.sheet import workbook
from flowviz.writing import GENERATOR

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from flowviz.facts.columns import Listing
    from flowviz.impact import Critical
    from flowviz.model import Model

__all__ = ["RANKING_FORMATS", "ranking_table"]

FORMAT: Final = "flowviz-critical"


def ranking_table(model: Model, ranking: Sequence[Critical], *, brief: bool = False) -> Listing:
    """The ranking as a table, ``brief`` with those columns alone that a terminal or a page has room for."""
    table = with_organisations(RANKING, model)
    return (table.brief() if brief else table).listing(Answered(model, ranking), "critical", "explorer.view.critical")


def _csv(model: Model, ranking: Sequence[Critical], language: str) -> bytes:
    shown = ranking_table(model, ranking)
    return csv_file(shown.columns, shown.rows, language)


def _xlsx(model: Model, ranking: Sequence[Critical], language: str) -> bytes:
    header = model.catalogue.header
    return workbook([ranking_table(model, ranking)], language, header, words(language)("critical.title"))


def _json(model: Model, ranking: Sequence[Critical], language: str) -> bytes:
    header = model.catalogue.header
    found = {
        "format": FORMAT,
        "version": 1,
        "catalogue": {"id": header.id, "version": header.version, "date": header.date},
        "language": language,
        "ranking": [row.as_dict() | {"reason": reason(model, row, language)} for row in ranking],
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def _markdown(model: Model, ranking: Sequence[Critical], language: str) -> bytes:
    say, shown = words(language), ranking_table(model, ranking, brief=True)
    lines = [
        f"<!-- {GENERATOR} -->",
        f"# {escaped(say('critical.title'))}",
        "",
        escaped(f"{say('critical.lead')} {say('critical.chosen')} {say('critical.possible')}"),
        "",
    ]
    lines += table_lines(shown.columns, shown.rows, language) if shown.rows else [escaped(say("critical.none"))]
    return ("\n".join([*lines, "", escaped(say("impact.least"))]) + "\n").encode()


RANKING_FORMATS: Final[Mapping[str, Callable[[Model, Sequence[Critical], str], bytes]]] = {
    "json": _json,
    "csv": _csv,
    "xlsx": _xlsx,
    "md": _markdown,
}
"""Every format of the ranking by name."""
