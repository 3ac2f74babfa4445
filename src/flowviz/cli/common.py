"""What several commands share: the options for the catalogue, the language and the output, and how results leave."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from flowviz.locales import LANGUAGES
from flowviz.places import CATALOGUE

if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue
    from flowviz.model import Model
    from flowviz.site.stories import Tale

__all__ = [
    "PLACE",
    "SCREEN_FIT",
    "STDOUT",
    "LazyChoice",
    "Progress",
    "catalogue_argument",
    "catalogue_of",
    "catalogue_option",
    "counted",
    "emit",
    "fit_option",
    "form_option",
    "known",
    "language_option",
    "load_model",
    "load_tales",
    "message",
    "output_options",
    "tell",
]

F = TypeVar("F", bound=Callable[..., Any])
STDOUT = Path("-")
SCREEN_FIT = "screen"
"""What drawings are laid out for by themselves."""


catalogue_option = click.option(
    "--catalogue",
    type=click.Path(exists=True, path_type=Path),
    envvar="FLOWVIZ_CATALOGUE",
    default=CATALOGUE,
    show_default="the built-in one",
    show_envvar=True,
    metavar="PATH",
    is_eager=True,  # before the argument that may stand for it
    help="Folder or file of the catalogue, its JSON export, or a file that joins several.",
)


def _for_option(ctx: click.Context, _: click.Parameter, value: Path | None) -> None:
    if value is None:
        return
    if ctx.get_parameter_source("catalogue") is click.core.ParameterSource.COMMANDLINE:
        raise click.UsageError("the catalogue is given twice: name one file that joins the catalogues", ctx)
    ctx.params["catalogue"] = value


def catalogue_argument(function: F) -> F:
    """`catalogue_option`, for commands about nothing but a catalogue: there its path may stand alone."""
    alone = click.argument(
        "path",
        type=click.Path(exists=True, path_type=Path),
        required=False,
        metavar="[CATALOGUE]",
        expose_value=False,
        callback=_for_option,
    )
    return catalogue_option(alone(function))


language_option = click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    default=LANGUAGES[0],
    show_default=True,
    help="Language of names and content.",
)

form_option = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Form of the result.",
)


class _Place(click.Path):
    """A place to write to, or a clear word on why it can be none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:  # noqa: ARG002
        path = Path(value)
        if path != STDOUT:
            from flowviz.writing import check_place

            check_place(path)
        return path


PLACE: Final = _Place(path_type=Path, allow_dash=True)


def output_options(what: str, default: str | None) -> Callable[[F], F]:
    """The options ``-o`` and ``--force``; ``what`` says what ``-o`` takes."""

    def decorate(function: F) -> F:
        function = click.option(
            "--force", is_flag=True, help="Overwrite files that flowviz did not write, or that were changed since."
        )(function)
        return click.option(
            "-o",
            "--output",
            type=PLACE,
            default=default,
            show_default="standard output" if default == "-" else default is not None,
            metavar=what,
            help="Where to write; - is standard output.",
        )(function)

    return decorate


class LazyChoice(click.ParamType[str]):
    """A choice whose options are asked for only when needed, so that ``--help`` of others imports nothing."""

    name = "choice"

    def __init__(self, options: Callable[[], Iterable[str]]) -> None:
        self._options = options

    def _choice(self) -> click.Choice[str]:
        return click.Choice(list(self._options()))

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        return self._choice().convert(value, param, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        return self._choice().get_metavar(param, ctx)


def _fits() -> Iterable[str]:
    from flowviz.diagrams.page import FITS

    return FITS


fit_option = click.option(
    "--fit",
    type=LazyChoice(_fits),
    default=SCREEN_FIT,
    show_default=True,
    help="What drawings are laid out for: text is never smaller than 7 points on paper, or 11 pixels on a screen.",
)


def load_model(path: Path) -> Model:
    """The graph of the catalogue at ``path``."""
    from flowviz.federation import load
    from flowviz.loading import no_garbage_collection
    from flowviz.model import build_model

    with no_garbage_collection():
        model = build_model(load(path))
    gc.freeze()  # all of it lasts as long as the command: nothing of it is worth looking through for what may go
    return model


def load_tales(path: Path, model: Model, languages: Sequence[str], *, internal: bool) -> tuple[Tale, ...]:
    """The stories beside the catalogue at ``path``, drawn."""
    from flowviz.loading import stories_beside

    if stories_beside(path) is None:
        return ()  # without what draws them
    from flowviz.explorer.slides import drawn_stories

    return drawn_stories(path, model, languages, internal=internal)


def catalogue_of(model: Model) -> Catalogue:
    """The catalogue of a graph."""
    found: Catalogue = model.catalogue
    return found


def known(model: Model, node: str) -> str:
    """``node``, or an `UnknownThing` that names what is near."""
    from flowviz.errors import UnknownThing
    from flowviz.model import near_things

    if node not in model:
        raise UnknownThing(node, near_things(model, node))
    return node


def emit(data: bytes, output: Path, *, force: bool = False) -> None:
    """Writes a result to standard output or to the file ``output``."""
    if output == STDOUT:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    from flowviz.writing import write_file

    write_file(output, data, force=force)
    message(f"wrote {output}")


def counted(n: int, what: str) -> str:
    """A number of things of which messages tell.

    >>> counted(1, "file"), counted(1200, "page")
    ('1 file', '1,200 pages')
    """
    return f"{n:,} {what}{'' if n == 1 else 's'}"


def message(text: str) -> None:
    """Says something to the user, apart from the results."""
    click.echo(text, err=True)


def tell(drawing: str, remarks: Iterable[str]) -> None:
    """Says what is to be told of a drawing."""
    for remark in remarks:
        message(f"{drawing}: {remark}")


class Progress:
    """How far work has come, on a terminal only and from the second second on."""

    def __init__(self, what: str, total: int) -> None:
        self._what = what
        self._total = total
        self._start = time.monotonic()
        self._shown = False

    def __enter__(self) -> Progress:
        return self

    def at(self, done: int) -> None:
        """Says that ``done`` of the total is done."""
        if sys.stderr.isatty() and time.monotonic() - self._start > 1:
            self._shown = True
            click.echo(f"\r{self._what} {done}/{self._total}", err=True, nl=False)

    def __exit__(self, *_: object) -> None:
        if self._shown:
            click.echo("\r\033[K", err=True, nl=False)
