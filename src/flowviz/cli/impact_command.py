"""``flowviz impact``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from flowviz.cli.common import (
    SCREEN_FIT,
    STDOUT,
    LazyChoice,
    catalogue_option,
    emit,
    fit_option,
    language_option,
    load_model,
    message,
    output_options,
    tell,
)
from flowviz.places import CATALOGUE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowviz.facts.impact import Selection
    from flowviz.impact import Scenario
    from flowviz.lineage import Direction
    from flowviz.model import Model
    from flowviz.reports import Question

TEXT = "text"
_FITTED = ("svg", "md")
"""The formats with a drawing, or one beside them, that may be laid out for any page."""


def _formats() -> Iterable[str]:
    from flowviz.reports import FORMATS

    return [TEXT, *FORMATS]


def _tables() -> Iterable[str]:
    from flowviz.facts.impact import IMPACT
    from flowviz.reports import COMPARED_NAME

    return [*IMPACT, COMPARED_NAME]


def _effects() -> Iterable[str]:
    from flowviz.facts.impact import EFFECTS

    return EFFECTS


def _directions() -> Iterable[str]:
    from flowviz.lineage import Direction

    return get_args(Direction)


@click.command
@click.argument("things", nargs=-1, metavar="[ID]...")
@click.option(
    "--feed", "pairs", nargs=2, multiple=True, metavar="FROM TO", help="Remove the feeds from the one to the other."
)
@click.option(
    "--scenario",
    "scenario_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Remove, replace, move and add what a YAML file says.",
)
@catalogue_option
@language_option
@click.option(
    "--direction",
    type=LazyChoice(_directions),
    default="both",
    show_default=True,
    help="Whom to tell of: down those that get data, up those that give them, or both.",
)
@click.option(
    "--include-implied/--stated-only", "implied", default=True, show_default=True, help="Whether implied feeds count."
)
@click.option("--effect", "effects", multiple=True, type=LazyChoice(_effects), help="Only what is hit so hard.")
@click.option("--department", "departments", multiple=True, metavar="ID", help="Only what is of this department.")
@click.option("--scope", "scopes", multiple=True, metavar="ID", help="Only what is of this scope.")
@click.option("--within", type=click.IntRange(1), metavar="N", help="Only what is at most so many hops away.")
@click.option(
    "--format", "form", type=LazyChoice(_formats), default=TEXT, show_default=True, help="Form of the result."
)
@click.option("--table", type=LazyChoice(_tables), default="downstream", show_default=True, help="Table for csv.")
@fit_option
@output_options("FILE|-", "-")
def command(
    things: tuple[str, ...],
    pairs: tuple[tuple[str, str], ...],
    scenario_file: Path | None,
    catalogue: Path,
    language: str,
    direction: Direction,
    implied: bool,
    effects: tuple[str, ...],
    departments: tuple[str, ...],
    scopes: tuple[str, ...],
    within: int | None,
    form: str,
    table: str,
    fit: str,
    output: Path,
    force: bool,
) -> None:
    """Show what happens if things go: what is hit, how hard, by which way, and whom to talk to.

    IDs are of things of any kind: resources, parties, systems, registers, whole departments. docs/impact.md says what
    the words of the answer mean. As md, docx and html it is a working template for assessing the change, with the
    facts filled in; beside an md file that is written with -o stands its drawing, as svg.

    \b
    Examples:
      flowviz impact taloustietovaranto
      flowviz impact dvv kela --lang en --format json
      flowviz impact viestintaosasto --format docx -o assessment.docx
      flowviz impact --feed muutostietopalvelu vaestotieto --format svg -o cut.svg
      flowviz impact --scenario new-finance.yaml --format csv --table compared
    """
    from flowviz.diagrams.page import FITS
    from flowviz.facts.impact import Selection
    from flowviz.reports import ask

    if scenario_file and (things or pairs):
        raise click.UsageError("--scenario says itself what is removed: leave the ids and --feed out")
    if not (scenario_file or things or pairs):
        raise click.UsageError("say what is to go: ids of things, --feed FROM TO, or --scenario FILE")
    if fit != SCREEN_FIT and form not in _FITTED:
        raise click.UsageError("--fit goes with --format svg or md: no other format has a drawing for a page to choose")
    model = load_model(catalogue)
    selection = Selection(direction=direction, effects=effects, departments=departments, scopes=scopes, within=within)
    question = ask(
        model,
        things,
        pairs,
        scenario=_scenario(scenario_file, model),
        stated_only=not implied,
        selection=_checked(selection, model),
        language=language,
        scenario_file=str(scenario_file) if scenario_file else None,
        catalogue_path=None if catalogue == CATALOGUE else str(catalogue),
        page=FITS[fit],
    )
    _write(question, form, table, output, force)
    if form == "docx" or fit != SCREEN_FIT:
        from flowviz.remarks import remarks

        tell("drawing", remarks([question.svg()], "svg" if form in _FITTED else "png", question.page))


def _scenario(path: Path | None, model: Model) -> Scenario | None:
    if path is None:
        return None
    from flowviz.impact import load_scenario

    return load_scenario(path, model)


def _checked(selection: Selection, model: Model) -> Selection:
    """The selection; raises `UnknownThing` for a department or a scope that the catalogue does not have."""
    from flowviz.errors import UnknownThing
    from flowviz.near import near

    catalogue = model.catalogue
    for kind, wanted, known in (
        ("department", selection.departments, [entry.id for entry in catalogue.departments]),
        ("scope", selection.scopes, [entry.id for entry in catalogue.scopes]),
    ):
        for id_ in wanted:
            if id_ not in known:
                raise UnknownThing(id_, near(id_, known), kind=kind)
    return selection


def _write(question: Question, form: str, table: str, output: Path, force: bool) -> None:
    from flowviz.reports import FORMATS, csv_of

    if form == TEXT:
        emit(("\n".join(_text(question)) + "\n").encode(), output, force=force)
    elif form == "csv":
        if table not in question.tables:
            raise click.UsageError(f"this answer has no table '{table}': it has {', '.join(question.tables)}")
        emit(csv_of(question, table), output, force=force)
    elif form == "md" and output != STDOUT:
        from flowviz.reports import markdown
        from flowviz.writing import write_files

        picture = output.with_suffix(".svg")
        files = {output: markdown.write(question, picture.name), picture: question.svg().encode()}
        write_files(files, force=force)
        for path in files:
            message(f"wrote {path}")
    else:
        emit(FORMATS[form](question), output, force=force)


_NOT_IN_TEXT = ("way", "evidence", "units")


def _text(question: Question) -> Iterable[str]:
    """The answer for a terminal: the numbers, then every table that has rows, in a few columns."""
    from flowviz.cli.list_command import aligned
    from flowviz.locales import words

    say = words(question.language)
    yield say("impact.title", names=question.names)
    if question.comparison is not None:
        yield say("impact.scenario", name=question.comparison.scenario.name.get(question.language))
    yield from question.consequences()
    yield say("impact.least")
    if question.whole.stated_only:
        yield say("impact.stated_only")
    if question.selection.count:
        yield say("impact.filtered")
    for table in question.tables.values():
        if table.rows:
            yield ""
            yield f"{say(table.title)} ({say('impact.count', n=len(table.rows))})"
            yield from (f"  {line}" for line in aligned(table.brief(_NOT_IN_TEXT), question.language))
