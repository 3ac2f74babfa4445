"""The commands as click knows them. A command is imported only when it is called."""

from __future__ import annotations

import collections
import contextlib
import importlib
import signal
import sys
from typing import TYPE_CHECKING

import click

from flowviz import __version__
from flowviz.cli import ABOUT, BROKEN_PIPE, COMMANDS, INTERRUPTED, MISUSE, OK, WIDEST, fail
from flowviz.errors import FlowvizError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import NoReturn

__all__ = ["cli", "run"]


class _LazyGroup(click.Group):
    """A group that knows the names of its commands and imports them only when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = importlib.import_module(f"flowviz.cli.{cmd_name}_command").command
        found.name = cmd_name
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from flowviz.near import near, suggestion

            raise click.UsageError(f"no such command '{args[0]}'{suggestion(near(args[0], COMMANDS, 1))}", ctx)
        name, command, rest = super().resolve_command(ctx, args)
        if command is not None:
            _check_once(command, click.Context(command, info_name=name, parent=ctx), rest)
        return name, command, rest

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _check_once(command: click.Command, ctx: click.Context, args: list[str]) -> None:
    """Nothing when no option that takes one value is given twice: the last one would win, and nobody be told."""
    _, _, given = command.make_parser(ctx).parse_args(list(args))
    for option, times in collections.Counter(given).items():
        switch = isinstance(option, click.Option) and option.is_flag and not option.secondary_opts
        if times > 1 and not switch and not getattr(option, "multiple", True):
            raise click.UsageError(
                f"{'/'.join((*option.opts, *option.secondary_opts))} is given twice: "
                + ("name one file that joins the catalogues" if option.name == "catalogue" else "give it once"),
                ctx,
            )


@click.group(
    cls=_LazyGroup, help=ABOUT, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": WIDEST}
)
@click.version_option(__version__, "-V", "--version", prog_name="flowviz")
def cli() -> None:
    """Nothing: the commands do it all."""


class _Ended(BaseException):
    """A signal asks the program to end: raised, so that it clears up on its way out."""

    def __init__(self, number: int) -> None:
        self.exit_code = 128 + number


def run(args: Sequence[str]) -> int:
    """The exit code of the command that ``args`` are."""
    try:
        with _ending_in_order():
            code = _run(args)
            sys.stdout.flush()
    except _Ended as end:
        code = end.exit_code
    return code


@contextlib.contextmanager
def _ending_in_order() -> Iterator[None]:
    """Lets SIGTERM, and the end of the terminal, end the program as Ctrl-C does: with nothing left lying about."""

    def end(number: int, _: object) -> NoReturn:
        raise _Ended(number)

    signals = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    taken = [number for number in signals if signal.getsignal(number) is signal.SIG_DFL]  # nohup ignores its own
    for number in taken:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)


def _run(args: Sequence[str]) -> int:
    try:
        result = cli.main(args=list(args), prog_name="flowviz", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return MISUSE
    except click.ClickException as error:
        return fail(_worded(error))
    except click.exceptions.Abort:  # click's word for an interrupt
        return INTERRUPTED
    except SystemExit:  # and its way out when nobody reads standard output any more
        return BROKEN_PIPE
    except FlowvizError as error:
        fail(str(error))
        return error.exit_code
    return result if isinstance(result, int) else OK


def _worded(error: click.ClickException) -> str:
    """The message of ``error`` as one line, with where to read more."""
    message = error.format_message().rstrip(".")
    message = message[:1].lower() + message[1:]
    where = getattr(error, "ctx", None)
    return f"{message} (`{where.command_path} --help` has all options)" if where else message
