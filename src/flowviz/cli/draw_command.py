"""``flowviz draw``."""

from __future__ import annotations

import functools
import itertools
import mimetypes
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from flowviz.catalogue import Basis
from flowviz.cli.common import (
    SCREEN_FIT,
    STDOUT,
    LazyChoice,
    Progress,
    catalogue_of,
    catalogue_option,
    counted,
    fit_option,
    language_option,
    load_model,
    message,
    output_options,
    tell,
)
from flowviz.diagrams import OPTIONS, Options

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from flowviz.catalogue import Basis
    from flowviz.diagrams import Subject, Wish
    from flowviz.diagrams.page import Page
    from flowviz.drawing_many import Drawn
    from flowviz.filters import Filters
    from flowviz.model import Model

FOLDER = Path("diagrams")
INDEX = "index.html"
PICTURES = ("svg", "png")
"""The formats that a browser shows as a picture, so that a folder of them gets an index."""


def _kinds() -> Iterable[str]:
    from flowviz.diagrams import DIAGRAMS

    return DIAGRAMS


def _formats() -> Iterable[str]:
    from flowviz.drawing import FORMATS

    return FORMATS


def _themes() -> Iterable[str]:
    from flowviz.theme import THEMES

    return THEMES


def _filter_kinds() -> Iterable[str]:
    from flowviz.filters import KINDS

    return KINDS


class _List(click.ParamType[tuple[str, ...]]):
    """Several values with commas between them, each of which must be among ``choices`` when there are any."""

    name = "list"

    def __init__(self, choices: LazyChoice | None = None) -> None:
        self._choices = choices

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        parts = [part.strip() for part in value.split(",")]
        if not all(parts):
            self.fail(f"'{value}' has an empty part: put one comma between two values", param, ctx)
        return tuple(self._choices.convert(part, param, ctx) if self._choices else part for part in parts)


_FILTERS = (
    click.option(
        "--departments",
        type=_List(),
        default=(),
        metavar="ID,…",
        help="Filter: what these departments hold, and what a feed joins to it.",
    ),
    click.option("--scopes", type=_List(), default=(), metavar="ID,…", help="Filter: only things of these scopes."),
    click.option(
        "--kinds",
        type=_List(LazyChoice(_filter_kinds)),
        default=(),
        metavar="KIND,…",
        help="Filter: of resource, shared, system and party, only these kinds.",
    ),
    click.option("--basis", type=click.Choice(get_args(Basis)), help="Filter: only such feeds."),
    click.option(
        "--personal", is_flag=True, help="Filter: resources with personal data, and what a feed joins to them."
    ),
    click.option(
        "--keyword",
        metavar="TEXT",
        help="Filter: what has this keyword, given in the language of the source, and what a feed joins to it.",
    ),
    click.option(
        "--system", metavar="ID", help="Filter: what uses this information system, and what a feed joins to it."
    ),
)


def _filter_options(function: Callable[..., None]) -> Callable[..., None]:
    """The command with an option for each field of `flowviz.filters.Filters`, handed over as one value."""

    @functools.wraps(function)
    def gathered(
        *,
        departments: tuple[str, ...],
        scopes: tuple[str, ...],
        kinds: tuple[str, ...],
        basis: Basis | None,
        personal: bool,
        keyword: str | None,
        system: str | None,
        **others: Any,
    ) -> None:
        from flowviz.filters import Filters

        shown = Filters(
            departments=departments,
            scopes=scopes,
            kinds=kinds,
            basis=basis,
            personal=personal,
            keyword=keyword,
            system=system,
        )
        function(shown=shown, **others)

    for option in reversed(_FILTERS):
        gathered = option(gathered)
    return gathered


def _kind_options(function: Callable[..., None]) -> Callable[..., None]:
    """The command with an option for each of those that kinds of drawing take."""
    for name, one in reversed(OPTIONS.items()):
        values, told = one.metadata["values"], one.metadata["help"]
        kind = click.IntRange(values[0]) if isinstance(values, range) else click.Choice(values)
        function = click.option(f"--{name}", type=kind, default=one.default, show_default=True, help=told)(function)
    return function


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the drawings go: standard output, a file, or a folder."""

    path: Path
    form: str
    folder: bool


@click.command
@click.option("--kind", type=LazyChoice(_kinds), help="Kind of drawing; without it, every kind that fits.")
@click.option("--department", metavar="ID", help="Only this department.")
@click.option("--node", metavar="ID", help="The surroundings of this thing.")
@click.option("--to", metavar="ID", help="The ways from --node to this thing instead of its surroundings.")
@_kind_options
@_filter_options
@catalogue_option
@language_option
@click.option("--theme", type=LazyChoice(_themes), default="light", show_default=True, help="Colours of the drawings.")
@fit_option
@click.option(
    "--format", "form", type=LazyChoice(_formats), help="Format of the files; by default that of the file name, or svg."
)
@click.option(
    "--scale",
    type=click.FloatRange(0, min_open=True),
    default=2.0,
    show_default=True,
    help="Pixels of a PNG for each of the SVG.",
)
@click.option(
    "--jobs", type=click.IntRange(1), help="How many processes draw; by default one, or one a core for many drawings."
)
@output_options("DIR|FILE|-", None)
def command(
    catalogue: Path,
    language: str,
    theme: str,
    fit: str,
    form: str | None,
    scale: float,
    jobs: int | None,
    output: Path | None,
    force: bool,
    shown: Filters,
    **asked: Any,
) -> None:
    """Draw diagrams as SVG, PNG, PDF or DOT.

    Without options: the overview, the map, and the resources and the feeds of every department, into the folder ./diagrams
    with an index.html to leaf through them. Prints the files it wrote.

    What does not fit on one page of --fit goes on to the next: a PDF has them all, other files are numbered.

    Filters leave out the rest of the catalogue, but never what a drawing is of.

    A file that is there already is overwritten only if flowviz wrote it and nobody has changed it since.

    \b
    Examples:
      flowviz draw
      flowviz draw --department strategiaosasto --lang sv --theme dark -o memo/
      flowviz draw --kind feeds --department viestintaosasto -o feeds.pdf
      flowviz draw --fit a4 --format pdf -o print/
      flowviz draw --node paatostietovaranto --depth 2 --direction up -o - > around.svg
      flowviz draw --kind overview --scopes city-wide,national --basis stated -o overview.pdf
    """
    from flowviz.diagrams.page import FITS
    from flowviz.filters import check

    _check_options(**asked)
    place = _place(output, form)
    if place.form == "dot" and fit != SCREEN_FIT:
        raise click.UsageError(f"--fit {fit} does not go with DOT, which whoever reads it lays out: leave one out")
    model = load_model(catalogue)
    wishes = _wishes(model, language, FITS[fit], filtered=bool(shown.count), **asked)
    check(model, shown)
    if not place.folder and len(wishes) != 1:
        raise click.UsageError(
            f"{len(wishes)} drawings cannot go into one file: give a folder with -o, or choose one with --kind"
        )
    from flowviz.drawing_many import draw_many

    drawn, done = [], 0
    with Progress("drawing", len(wishes)) as progress:
        for drawing in draw_many(model, wishes, place.form, theme=theme, scale=scale, jobs=jobs, shown=shown):
            drawn.append(drawing)
            done += drawing.page == drawing.pages
            progress.at(done)
    _write(place, drawn, model, language, theme, force)
    for one in drawn:
        tell(one.whole, one.remarks)


def _write(place: _Place, drawn: Sequence[Drawn], model: Model, language: str, theme: str, force: bool) -> None:
    """Writes the drawings, and prints the files."""
    from flowviz.cli.old_pages import write_folder_of_pages, write_pages

    if not place.folder:
        made = [one.data for one in drawn]
        for path in write_pages(drawn[0].whole, made, place.form, place.path, force=force):
            click.echo(path)
        return
    whole: dict[str, list[bytes]] = {}
    for one in drawn:
        whole.setdefault(one.whole, []).append(one.data)
    gallery = len(drawn) > 1 and place.form in PICTURES
    more = {INDEX: _index(model, drawn, place.form, language, theme)} if gallery else {}
    for path in write_folder_of_pages(whole, place.form, place.path, more, force=force):
        click.echo(path)
    if more:
        message(f"{counted(sum(one.page == one.pages for one in drawn), 'drawing')}: open {place.path / INDEX}")


def _check_options(kind: str | None, department: str | None, node: str | None, to: str | None, **options: Any) -> None:
    from flowviz.diagrams import DIAGRAMS

    for option, value in {"--department": department, "--node": node, "--to": to}.items():
        if value == "":
            raise click.UsageError(f"{option} is empty: give an id, or leave it out")
    entry = DIAGRAMS[kind] if kind else None
    if entry and entry.to and not to:
        raise click.UsageError(f"--kind {kind} needs --node ID and --to ID")
    if node and department:
        raise click.UsageError("--node and --department do not go together: choose one")
    if node and entry and not entry.fits("thing", to=bool(to)):
        raise click.UsageError(f"--kind {kind} does not go with --node{' and --to' if to else ''}: leave --kind out")
    if department and entry and entry.of != "department":
        raise click.UsageError(f"--department does not go with --kind {kind}: leave one out")
    if not node and to:
        raise click.UsageError("--to goes with --node ID")
    if not node and entry and entry.of == "thing":
        raise click.UsageError(f"--kind {kind} needs --node ID")
    subjects: tuple[Subject | None, ...] = (
        ("thing",) if node else ("department",) if department else (None, "department")
    )
    given, named = Options(**options).asked, [entry] if entry else DIAGRAMS.values()
    if given and not any(one.fits(of, to=bool(to), options=given) for one in named for of in subjects):
        takers = [f"--kind {name}" for name, one in DIAGRAMS.items() if set(given) & set(one.options)]
        asked = " and ".join(f"--{name}" for name in given)
        raise click.UsageError(f"only {' or '.join(takers)} takes {asked}")


def _place(output: Path | None, form: str | None) -> _Place:
    from flowviz.drawing import FORMATS

    if output is None:
        return _Place(FOLDER, form or FORMATS[0], folder=True)
    if output == STDOUT:
        return _Place(STDOUT, form or FORMATS[0], folder=False)
    suffix = output.suffix.removeprefix(".").lower()
    if output.is_dir() or suffix not in FORMATS:
        if not output.is_dir() and mimetypes.guess_type(output.name)[0]:
            raise click.UsageError(f"'{output}' looks like a file of another format: there are {', '.join(FORMATS)}")
        return _Place(output, form or FORMATS[0], folder=True)
    if form not in (None, suffix):
        raise click.UsageError(
            f"'{output}' does not look like {form}: give it the ending .{form}, or leave --format out"
        )
    return _Place(output, suffix, folder=False)


def _wishes(
    model: Model,
    language: str,
    page: Page,
    kind: str | None,
    department: str | None,
    node: str | None,
    to: str | None,
    *,
    filtered: bool,
    **options: Any,
) -> list[Wish]:
    """What the options ask for: every kind that fits, or the one that they name."""
    from flowviz.diagrams import DIAGRAMS, Wish

    def wishes(of: Subject | None, subject: str | None, end: str | None = None) -> Iterator[Wish]:
        for name, entry in DIAGRAMS.items():
            if entry.table and (filtered or not model.catalogue.members):
                continue
            if kind in (None, name) and entry.fits(of, to=bool(end), options=Options(**options).asked):
                taken = {option: options[option] for option in entry.options}
                yield Wish(kind=name, of=subject, to=end, language=language, page=page, **taken)

    if kind and DIAGRAMS[kind].table and not model.catalogue.members:
        raise click.UsageError(f"--kind {kind} is of joined catalogues: give a file that joins some with --catalogue")
    if kind and DIAGRAMS[kind].table and filtered:
        raise click.UsageError(f"--kind {kind} is of all that is joined: leave the filters out")
    if node:
        return list(wishes("thing", node, to))
    if department:
        return list(wishes("department", department))
    each = (wishes("department", entry.id) for entry in catalogue_of(model).departments)
    return [*wishes(None, None), *itertools.chain.from_iterable(each)]


def _index(model: Model, drawn: Sequence[Drawn], form: str, language: str, theme: str) -> bytes:
    from flowviz.gallery import Picture, page
    from flowviz.model import name_of

    catalogue = catalogue_of(model)
    pictures = [
        Picture(
            file=f"{one.name}.{form}",
            kind=one.wish.kind,
            group=name_of(model, one.wish.of or catalogue.organisation.id, language),
            title=one.title,
            alt=one.text,
            page=one.page if one.pages > 1 else 0,
        )
        for one in drawn
    ]
    return page(catalogue, pictures, language, theme).encode()
