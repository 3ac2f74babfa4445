"""``flowviz check``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from flowviz.cli.common import catalogue_option, form_option, message

if TYPE_CHECKING:
    from pathlib import Path


@click.command
@catalogue_option
@form_option
@click.option("--strict", is_flag=True, help="Exit with 1 on warnings too.")
def command(catalogue: Path, form: str, strict: bool) -> int:
    """Check a catalogue and tell every problem at once, as file:line:column: what is wrong (and the cure).

    The first 200 problems are printed; --format json has all.

    Warnings are worth a look but stop nothing: a resource without feeds, a name missing in a language.

    \b
    Examples:
      flowviz check
      flowviz check --catalogue my-catalogue --strict
      flowviz check --format json | jq '.problems[].message'
    """
    from flowviz.errors import CatalogueError, lines
    from flowviz.loading import load_with_warnings

    code = 0
    try:
        errors: list[object] = []
        warnings: list[object] = list(load_with_warnings(catalogue).warnings)
    except CatalogueError as error:
        errors, warnings = list(error.problems), []
        code = error.exit_code
    if form == "json":
        problems = [problem.as_dict() for problem in (*errors, *warnings)]  # type: ignore[attr-defined]
        result = {"catalogue": str(catalogue), "errors": len(errors), "warnings": len(warnings), "problems": problems}
        click.echo(json.dumps(result, ensure_ascii=False, indent=2))
    else:
        for line in lines((*errors, *warnings)):
            click.echo(line)
    message(f"{catalogue}: {_count(len(errors), 'error')}, {_count(len(warnings), 'warning')}")
    return 1 if strict and warnings else code


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")
