"""``flowviz path``."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING

import click

from flowviz.cli.common import catalogue_option, form_option, known, language_option, load_model

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from flowviz.model import Model


@click.command
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@catalogue_option
@language_option
@click.option("--most", type=click.IntRange(1), default=20, show_default=True, help="How many ways to show at most.")
@form_option
def command(source: str, target: str, catalogue: Path, language: str, most: int, form: str) -> None:
    """Show the shortest ways along feeds from one thing, or what lies in it, to another, with each feed named.

    \b
    Examples:
      flowviz path tyovoima talousarvion-laadinta
      flowviz path kuntalaiset asiakastietovaranto --lang en --format json
    """
    from flowviz.lineage import ways as shortest

    model = load_model(catalogue)
    ways = shortest(model, known(model, source), known(model, target), most)
    if form == "json":
        click.echo(
            json.dumps(
                {"from": source, "to": target, "paths": [_as_dict(model, way) for way in ways]},
                ensure_ascii=False,
                indent=2,
            )
        )
        return
    for line in _lines(model, source, target, ways, language):
        click.echo(line)


def _as_dict(model: Model, way: list[str]) -> dict[str, object]:
    from flowviz.exports.json_catalogue import feed_dict
    from flowviz.feeds import through
    from flowviz.model import feeds_between

    steps = [[feed_dict(model, feed) for feed in feeds_between(model, a, b)] for a, b in pairwise(way)]
    return {"nodes": way, "hops": len(way) - 1, "through": through(model, way), "feeds": steps}


def _lines(model: Model, source: str, target: str, ways: list[list[str]], language: str) -> Iterable[str]:
    from flowviz.feeds import through
    from flowviz.locales import together, words
    from flowviz.model import feeds_between, name_of
    from flowviz.wording import feed_text

    w = words(language)
    ends = {"a": name_of(model, source, language), "b": name_of(model, target, language)}
    if not ways:
        yield w("path.none", **ends)
        return
    yield w("path.title", **ends)
    for number, way in enumerate(ways, 1):
        yield ""
        yield w("path.way", i=number, n=len(ways), hops=w("hops", n=len(way) - 1))
        yield f"  {name_of(model, way[0], language)} ({way[0]})"
        for a, b in pairwise(way):
            for feed in feeds_between(model, a, b):
                yield f"    ↓ {feed_text(model, feed, language, ends=False)}"
            yield f"  {name_of(model, b, language)} ({b})"
        if actors := through(model, way):
            names = [name_of(model, actor, language) for actor in actors]
            yield f"  {w('path.through', names=together(names, language))}"
