"""``flowviz list``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from flowviz.cli.common import LazyChoice, catalogue_option, language_option, load_model

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from flowviz.facts.columns import Listing


def _tables() -> Iterable[str]:
    from flowviz.facts.tables import JOINED, TABLES

    return [*TABLES, *JOINED]


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
    from flowviz.errors import FlowvizError
    from flowviz.facts.tables import tables_of
    from flowviz.telling.plain import cells, csv_text, records
    from flowviz.telling.words import headings

    model = load_model(catalogue)
    if table not in tables_of(model):
        raise FlowvizError(f"'{table}' is a table of joined catalogues only: name a file that joins some")
    shown = tables_of(model)[table].listing(model, table, f"table.{table}")
    if form == "csv":
        click.echo(csv_text(headings(shown.columns, language), cells(shown.rows, language)), nl=False)
    elif form == "json":
        click.echo(json.dumps(records(shown.columns, shown.rows, language), ensure_ascii=False, indent=2))
    else:
        for line in aligned(shown.brief(), language):
            click.echo(line)


def aligned(shown: Listing, language: str) -> Iterable[str]:
    """Lines of columns that stand under their headings, numbers to the right."""
    from flowviz.telling.plain import cells
    from flowviz.telling.words import headings

    rows = cells(shown.rows, language)
    heads = headings(shown.columns, language)
    texts = [heads, *([" ".join(str("" if cell is None else cell).split()) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    numbers = [all(isinstance(cell, int) for cell in column) for column in zip(*rows, strict=True)] or [False] * len(
        widths
    )
    for row in texts:
        lined = zip(row, widths, numbers, strict=True)
        yield "  ".join(text.rjust(width) if right else text.ljust(width) for text, width, right in lined).rstrip()
