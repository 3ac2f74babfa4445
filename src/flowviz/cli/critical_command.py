"""``flowviz critical``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from flowviz.cli.common import LazyChoice, catalogue_option, emit, language_option, load_model, output_options

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from flowviz.impact import Critical
    from flowviz.model import Model

TEXT = "text"


def _formats() -> Iterable[str]:
    from flowviz.reports import RANKING_FORMATS

    return [TEXT, *RANKING_FORMATS]


def _kinds() -> Iterable[str]:
    from flowviz.impact.ranking import KINDS

    return KINDS


@click.command
@catalogue_option
@language_option
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=LazyChoice(_kinds),
    help="Rank only things of this kind; without it resources, shared resources and systems, no parties or persons.",
)
@click.option("--top", type=click.IntRange(1), metavar="N", help="Show only the gravest.")
@click.option(
    "--include-implied/--stated-only", "implied", default=True, show_default=True, help="Whether implied feeds count."
)
@click.option(
    "--format", "form", type=LazyChoice(_formats), default=TEXT, show_default=True, help="Form of the result."
)
@output_options("FILE|-", "-")
def command(
    catalogue: Path,
    language: str,
    kinds: tuple[str, ...],
    top: int | None,
    implied: bool,
    form: str,
    output: Path,
    force: bool,
) -> None:
    """Rank what would hurt most if it went: single points of failure, each with the reason in words.

    \b
    Examples:
      flowviz critical --top 10
      flowviz critical --kind system --kind party --lang en
      flowviz critical --format xlsx -o critical.xlsx
    """
    from flowviz.impact import critical
    from flowviz.impact.ranking import AT_FIRST
    from flowviz.reports import RANKING_FORMATS

    model = load_model(catalogue)
    found = critical(model, kinds or AT_FIRST, top=top, stated_only=not implied)
    if form == TEXT:
        emit(("\n".join(_text(model, found, language)) + "\n").encode(), output, force=force)
    else:
        emit(RANKING_FORMATS[form](model, found, language), output, force=force)


def _text(model: Model, ranking: Sequence[Critical], language: str) -> Iterable[str]:
    from flowviz.cli.list_command import aligned
    from flowviz.locales import words
    from flowviz.reports import ranking_table

    say = words(language)
    yield say("critical.title")
    yield say("critical.possible")
    yield say("impact.least")
    yield ""
    if not ranking:
        yield say("critical.none")
        return
    yield from aligned(ranking_table(model, ranking, brief=True), language)
