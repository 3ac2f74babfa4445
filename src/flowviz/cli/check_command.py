"""``flowviz check``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from flowviz.cli.common import catalogue_argument, form_option, message

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.catalogue import Catalogue
    from flowviz.loading.problems import Problem


@click.command
@catalogue_argument
@form_option
@click.option("--strict", is_flag=True, help="Exit with 1 on warnings too.")
def command(catalogue: Path, form: str, strict: bool) -> int:
    """Check a catalogue and tell every problem at once, as file:line:column: what is wrong (and the cure).

    The first 200 problems are printed; --format json has all.

    Stories beside it (stories.yaml) are checked too: that each view exists, and all that its address names.

    Warnings are worth a look but stop nothing: a resource without feeds, a name missing in a language. A gap of the
    source that an issue explains (`explains_gaps: true`) is no warning; --format json lists it as explained.

    \b
    Examples:
      flowviz check
      flowviz check my-catalogue --strict
      flowviz check --format json | jq '.problems[].message'
    """
    from flowviz.errors import CatalogueError, lines
    from flowviz.federation import load_with_warnings

    code = 0
    errors: list[Any] = []
    warnings: list[Any] = []
    explained: list[Any] = []
    try:
        loaded = load_with_warnings(catalogue)
        warnings, explained = list(loaded.warnings), list(loaded.explained)
        warnings += _of_stories(catalogue, loaded.catalogue)
    except CatalogueError as error:
        errors, code = list(error.problems), error.exit_code
    if form == "json":
        result = {
            "catalogue": str(catalogue),
            "errors": len(errors),
            "warnings": len(warnings),
            "problems": [problem.as_dict() for problem in (*errors, *warnings)],
            "explained": [problem.as_dict() for problem in explained],
        }
        click.echo(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        for line in lines((*errors, *warnings)):
            click.echo(line)
    gaps = f", {_count(len(explained), 'gap')} of the source explained" if explained else ""
    message(f"{catalogue}: {_count(len(errors), 'error')}, {_count(len(warnings), 'warning')}{gaps}")
    return 1 if strict and warnings else code


def _of_stories(path: Path, catalogue: Catalogue) -> list[Problem]:
    """The warnings of the stories beside a catalogue. Raises `CatalogueError` with their problems."""
    from flowviz.loading import stories_beside

    if stories_beside(path) is None:
        return []
    from flowviz.explorer.stories import load_stories
    from flowviz.model import build_model

    return list(load_stories(path, build_model(catalogue))[1])


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")
