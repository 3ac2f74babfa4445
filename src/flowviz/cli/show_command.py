"""``flowviz show``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from flowviz.cli.common import catalogue_option, form_option, known, language_option, load_model

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from flowviz.telling.details import Details


@click.command
@click.argument("thing", metavar="ID")
@catalogue_option
@language_option
@form_option
def command(thing: str, catalogue: Path, language: str, form: str) -> None:
    """Show everything known of one thing: its fields, feeds out and in, issues, keywords, and where each is said.

    What the source does not say is shown as not stated. `flowviz list` has the ids.

    \b
    Examples:
      flowviz show asiakastietovaranto
      flowviz show strategiaosasto --lang en
      flowviz show kela --format json
    """
    model = load_model(catalogue)
    known(model, thing)
    if form == "text":
        from flowviz.telling.details import details

        for line in _lines(details(model, thing, language)):
            click.echo(line)
        return
    from flowviz.exports.json_catalogue import feed_dict, node_dict, plain
    from flowviz.facts.things import feeds_of, issues_about, keywords_about

    result = {
        "node": node_dict(model, thing),
        "feeds_out": [feed_dict(model, feed) for feed in feeds_of(model, thing, "out")],
        "feeds_in": [feed_dict(model, feed) for feed in feeds_of(model, thing, "in")],
        "issues": [plain(issue) for issue in issues_about(model, thing)],
        "keywords": [plain(keyword) for keyword in keywords_about(model, thing)],
    }
    click.echo(json.dumps(result, ensure_ascii=False, indent=2))


def _lines(found: Details) -> Iterable[str]:
    yield f"{found.name} ({found.id})"
    yield found.kind
    for section in found.sections:
        yield ""
        yield section.label + (f" ({len(section.lines)})" if len(section.lines) > 1 else "")
        for line in section.lines:
            yield f"  {line}"
