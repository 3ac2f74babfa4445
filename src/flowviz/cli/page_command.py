"""``flowviz page``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from flowviz.cli.common import catalogue_argument, emit, load_model, load_tales, message, output_options
from flowviz.locales import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


@click.command
@catalogue_argument
@click.option(
    "--lang",
    "languages",
    type=click.Choice(LANGUAGES),
    multiple=True,
    help="Language of the page; give it several times for several.  [default: all]",
)
@click.option("--internal", is_flag=True, help="Hold what is marked for internal use too.")
@click.option("--all", "everything", is_flag=True, help="Hold the diagrams of all things, however many they are.")
@output_options("FILE|-", "flowviz.html")
def command(
    catalogue: Path, languages: Sequence[str], internal: bool, everything: bool, output: Path, force: bool
) -> None:
    """Write the explorer as one file for people without the tool.

    It opens from a disk or an e-mail in any browser of today, and loads nothing: drawings, details, search, filters and
    languages are in it. What is marked for internal use is left out.

    \b
    Examples:
      flowviz page
      flowviz page --lang fi --internal -o kaupunginkanslia.html
    """
    from flowviz.page import build
    from flowviz.page.contents import MOST_DRAWN, draws_all
    from flowviz.processes import cores
    from flowviz.remembered import remembering
    from flowviz.site.public import public_model

    chosen = [code for code in LANGUAGES if not languages or code in languages]
    model = load_model(catalogue)
    tales = load_tales(catalogue, model, chosen, internal=internal)
    drawn = everything or draws_all(model if internal else public_model(model))
    with remembering("page"):
        page = build(model, languages=chosen, internal=internal, drawn=drawn, jobs=cores(), tales=tales)
    emit(page, output, force=force)
    if not drawn:
        message(
            f"of more than {MOST_DRAWN:,} things only the departments have diagrams in one file:"
            " `flowviz site` shows all, `flowviz page --all` makes the file larger"
        )
