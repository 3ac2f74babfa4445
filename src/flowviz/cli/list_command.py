"""``flowviz list``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from flowviz.cli.common import LazyChoice, catalogue_option, language_option, load_graph

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from flowviz.tables import Cell


def _tables() -> Iterable[str]:
    from flowviz.tables import TABLES

    return TABLES


@click.command
@click.argument("table", type=LazyChoice(_tables))
@catalogue_option
@language_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="Form of the result.",
)
def command(table: str, catalogue: Path, language: str, form: str) -> None:
    """List one table of the catalogue, in its order.

    The text form has the columns that a terminal has room for; JSON and CSV have all of them. In CSV a cell that a
    spreadsheet would take for a formula has an apostrophe in front.

    \b
    Examples:
      flowviz list departments
      flowviz list feeds --lang en --format csv > feeds.csv
      flowviz list resources --format json | jq '.[] | select(.feeds_in == 0) | .id'
    """
    from flowviz.tables import TABLES

    graph = load_graph(catalogue)
    if form == "csv":
        from flowviz.exports.csv_table import table_text

        click.echo(table_text(graph, table, language), nl=False)
    elif form == "json":
        click.echo(json.dumps(TABLES[table].records(graph, language), ensure_ascii=False, indent=2))
    else:
        wanted = TABLES[table]
        kept = [i for i, column in enumerate(wanted.columns) if column.brief]
        rows = [[row[i] for i in kept] for row in wanted.rows(graph, language)]
        headings = wanted.headings(language)
        for line in aligned([headings[i] for i in kept], rows):
            click.echo(line)


def aligned(headings: list[str], rows: Sequence[Sequence[Cell]]) -> Iterable[str]:
    """Lines of columns that stand under their headings, numbers to the right."""
    texts = [headings, *([" ".join(str("" if cell is None else cell).split()) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    numbers = [bool(rows) and all(isinstance(cell, int) for cell in column) for column in zip(*rows, strict=True)] or [
        False
    ] * len(widths)
    for texts_of_row in texts:
        cells = [
            text.rjust(w) if right else text.ljust(w)
            for text, w, right in zip(texts_of_row, widths, numbers, strict=True)
        ]
        yield "  ".join(cells).rstrip()
