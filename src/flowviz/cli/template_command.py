"""``flowviz template``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from flowviz.cli.common import emit, language_option, output_options

if TYPE_CHECKING:
    from pathlib import Path


@click.command
@language_option
@output_options("FILE|-", None)
def command(language: str, output: Path | None, force: bool) -> None:
    """Write a workbook to fill a catalogue in, and to import with `flowviz import`.

    It has a sheet for each kind of thing, a note on every column, and one example row in each sheet, which the
    import leaves out. --lang is the language of sheets and columns; the import understands them all.

    \b
    Examples:
      flowviz template -o my-catalogue.xlsx
      flowviz template --lang sv -o min-katalog.xlsx
    """
    from flowviz.importing.template import workbook

    if output is None:
        raise click.UsageError("say where to write: -o FILE.xlsx")
    emit(workbook(language), output, force=force)
