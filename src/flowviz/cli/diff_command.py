"""``flowviz diff``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flowviz.cli.common import (
    SCREEN_FIT,
    STDOUT,
    LazyChoice,
    emit,
    fit_option,
    language_option,
    message,
    output_options,
    tell,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowviz.changes import Comparison

DRAWN = ("svg", "png", "pdf")


def _formats() -> Iterable[str]:
    from flowviz.changes import FORMATS

    return [*FORMATS, *DRAWN]


def _themes() -> Iterable[str]:
    from flowviz.theme import THEMES

    return THEMES


@click.command
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@language_option
@click.option(
    "--format", "form", type=LazyChoice(_formats), default="text", show_default=True, help="Form of the result."
)
@click.option("--department", metavar="ID", help="The department to draw; without it, every one that changed.")
@click.option("--theme", type=LazyChoice(_themes), default="light", show_default=True, help="Colours of the drawings.")
@fit_option
@output_options("FILE|DIR|-", "-")
def command(
    old: str,
    new: str,
    language: str,
    form: str,
    department: str | None,
    theme: str,
    fit: str,
    output: Path,
    force: bool,
) -> None:
    """Show what changed from OLD to NEW, in sentences by department, and what the changes do.

    OLD and NEW are folders or files of a catalogue, JSON exports, or revisions of git, REVISION:PATH. The order of
    entries is not compared. As svg, png or pdf, the drawing of a department shows what is new, gone and changed;
    several departments go into a folder, given with -o. What does not fit on one page of --fit goes on to the
    next: a PDF has them all, other files are numbered.

    \b
    Examples:
      flowviz diff HEAD~3:data data
      flowviz diff last-year.json my-catalogue --lang sv --format md -o changes.md
      flowviz diff main:data data --format csv > changes.csv
      flowviz diff main:data data --format svg --department viestintaosasto -o changed.svg
    """
    from flowviz.changes import FORMATS, Report, compare, read_version

    drawings = f"{', '.join(DRAWN[:-1])} or {DRAWN[-1]}"
    if department and form not in DRAWN:
        raise click.UsageError(
            f"--department goes with --format {drawings} alone: the other formats tell of all departments"
        )
    if fit != SCREEN_FIT and form not in DRAWN:
        raise click.UsageError(f"--fit goes with --format {drawings} alone: the other formats are no drawings")
    comparison = compare(read_version(old).model, read_version(new).model)
    if form in DRAWN:
        _draw(comparison, department, form, language, theme, fit, output, force)
        return
    emit(FORMATS[form](Report(comparison, language)), output, force=force)


def _draw(
    comparison: Comparison,
    department: str | None,
    form: str,
    language: str,
    theme: str,
    fit: str,
    output: Path,
    force: bool,
) -> None:
    from flowviz.changes.drawn import changed_departments, pages
    from flowviz.cli.old_pages import write_folder_of_pages, write_pages
    from flowviz.diagrams.page import FITS
    from flowviz.diagrams.scene import named
    from flowviz.drawing import encoded, finish
    from flowviz.remarks import remarks

    departments = [department] if department else changed_departments(comparison)
    if not departments:
        message("no department has changed: nothing to draw")
        return
    folder = output != STDOUT and output.suffix.lower() != f".{form}"
    if len(departments) > 1 and not folder:
        names = ", ".join(departments)
        raise click.UsageError(
            f"several departments changed ({names}): choose one with --department, or give a folder with -o"
        )
    page = FITS[fit]
    texts: dict[str, list[str]] = {}
    for one in departments:
        model, scenes = pages(comparison, one, language=language, page=page)
        texts[named(f"changes-{one}")] = [finish(model, scene, theme=theme) for scene in scenes]
    drawn = {name: encoded(found, form, page=page) for name, found in texts.items()}
    if folder:
        for path in write_folder_of_pages(drawn, form, output, {}, force=force):
            click.echo(path)
    else:
        for path in write_pages(*drawn.popitem(), form, output, force=force):
            message(f"wrote {path}")
    for name, found in texts.items():
        tell(name, remarks(found, form, page))
