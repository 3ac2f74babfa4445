"""``flowviz export``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from flowviz.cli.common import LazyChoice, catalogue_option, emit, language_option, load_model, message, output_options

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def _formats() -> Iterable[str]:
    from flowviz.exports import EXPORTS

    return EXPORTS


def _tables() -> Iterable[str]:
    from flowviz.facts.tables import TABLES

    return TABLES


@click.command
@click.option("--format", "form", type=LazyChoice(_formats), required=True, help="Format of the file.")
@click.option("--table", type=LazyChoice(_tables), show_default="feeds", help="The table that a CSV holds.")
@catalogue_option
@language_option
@output_options("FILE|-", "-")
def command(form: str, table: str | None, catalogue: Path, language: str, output: Path, force: bool) -> None:
    """Write the catalogue in a format for other programs.

    JSON holds everything, in all languages, in the form that docs/json.md describes; `flowviz schema --json-export`
    prints its schema. So do xlsx and csv-set, in a form that people can fill in and `flowviz import` brings back.
    CSV holds one table. docs/formats has a page on each format.

    \b
    Examples:
      flowviz export --format json -o catalogue.json
      flowviz export --format csv --table resources --lang sv -o resurser.csv
      flowviz export --format graphml > catalogue.graphml
      flowviz export --format zip -o everything.zip
    """
    if table and form != "csv":
        raise click.UsageError("--table goes with --format csv alone: leave it out")
    from flowviz.exports import EXPORTS, Order

    order = Order(language=language, table=table) if table else Order(language=language)
    model = load_model(catalogue)
    emit(EXPORTS[form].write(model, order), output, force=force)
    if form == "zip":
        from flowviz.exports.everything import left_out

        if lacking := left_out(model.catalogue):
            message(lacking)
