"""``flowviz gate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flowviz.cli.common import LazyChoice, emit, language_option, message, output_options

if TYPE_CHECKING:
    from collections.abc import Iterable


def _outputs() -> Iterable[str]:
    from flowviz.changes.gate import OUTPUTS

    return OUTPUTS


@click.command
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--rules",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    required=True,
    metavar="FILE",
    help="The rules, as YAML; docs/gate.md describes them.",
)
@language_option
@click.option(
    "--format", "form", type=LazyChoice(_outputs), default="text", show_default=True, help="Form of the result."
)
@output_options("FILE|-", "-")
def command(old: str, new: str, rules: Path, language: str, form: str, output: Path, force: bool) -> int:
    """Check what changed from OLD to NEW against rules; exit with 1 when a rule of severity error is broken.

    OLD and NEW are what `flowviz diff` takes. Each breach is told with the file and line in NEW to look at: as text,
    as JSON, as annotations of GitHub, or as a code quality report of GitLab.

    \b
    Examples:
      flowviz gate origin/main:data data --rules rules.yaml
      flowviz gate origin/main:data data --rules rules.yaml --format github
      flowviz gate origin/main:data data --rules rules.yaml --format gitlab -o gl-code-quality-report.json
    """
    from flowviz.changes import compare, gate, read_version

    before, after = read_version(old), read_version(new)
    read = gate.read(rules, before.model, after.model)
    found = gate.breaches(compare(before.model, after.model), read, after.places, language)
    emit("".join(gate.OUTPUTS[form](found)).encode(), output, force=force)
    broken = sum(breach.rule.severity == "error" for breach in found)
    rules_ = f"{len(read)} rule{'' if len(read) == 1 else 's'}"
    breaches = f"{len(found)} breach{'' if len(found) == 1 else 'es'}"
    message(f"{rules_} checked: {breaches}, {broken} of severity error")
    return 1 if broken else 0
