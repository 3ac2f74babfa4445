"""The command line: each command is load, ask, print. A command is imported only when it is called.

To add one, write ``cli/<name>.py`` with a click command named ``command`` and add its line to `COMMANDS`.
"""

from __future__ import annotations

import collections
import contextlib
import importlib
import os
import signal
import sys
from typing import TYPE_CHECKING, Final, NoReturn

import click

from flowviz import __version__
from flowviz.errors import FlowvizError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["COMMANDS", "cli", "main"]

COMMANDS: Final = {
    "check": "Check a catalogue and tell every problem, with its place and its cure.",
    "list": "List what the catalogue holds: departments, resources, feeds …",
    "show": "Show everything known of one thing, with where it is said.",
    "path": "Show the shortest ways from one thing to another, along feeds.",
    "draw": "Draw diagrams: of all departments, of one, or around one thing.",
    "impact": "Show what happens if things go: what is hit, how hard, and whom to talk to.",
    "critical": "Rank what would hurt most if it went: single points of failure.",
    "explore": "Explore the catalogue in a browser.",
    "diff": "Show what changed between two versions of a catalogue, and what the changes do.",
    "gate": "Check the changes between two versions against rules, for a pull request.",
    "export": "Write the catalogue in a format for other programs: JSON, Excel, ArchiMate, DCAT …",
    "import": "Make the files of a catalogue out of a workbook, CSV files or JSON.",
    "template": "Write a workbook to fill a catalogue in.",
    "site": "Write a site to publish: plain HTML that needs no server.",
    "page": "Write the explorer as one file that opens from a disk.",
    "schema": "Print the JSON Schema of the catalogue files, or of the JSON export.",
}
"""Every command by name, with the line that ``flowviz --help`` has for it."""

OK, PROBLEMS, MISUSE, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 130, 141


class _Ended(BaseException):
    """A signal asks the program to end: raised, so that it clears up on its way out."""

    def __init__(self, number: int) -> None:
        self.exit_code = 128 + number


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


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", prog_name="flowviz")
def cli() -> None:
    """Shows where an organisation's information lives and flows.

    Without --catalogue, every command reads the built-in catalogue: that of the City of Helsinki's Executive
    Office. `flowviz COMMAND --help` has the options of a command and examples.

    \b
    Examples:
      flowviz draw                               all drawings into ./diagrams, with an index.html
      flowviz show asiakastietovaranto           everything known of one resource
      flowviz list feeds --format csv --lang en  a table for a spreadsheet
      flowviz check my-catalogue                 is my own catalogue right?

    \b
    Results go to standard output, messages to standard error.
    Exit codes: 0 fine, 1 problems found in a catalogue, 2 wrong use, or input or output that cannot be used.
    """


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Runs the command line and ends the process with its exit code. A bug of ours keeps its traceback."""
    _ready_for_any_text()
    try:
        with _ending_in_order():
            code = _run(args)
            sys.stdout.flush()
    except BrokenPipeError:
        code = _quiet_pipe()
    except OSError as error:
        where = "write to standard output" if error.filename is None else f"use '{error.filename}'"
        code = _fail(f"cannot {where}: {error.strerror or error}")
        _quiet_pipe()
    except KeyboardInterrupt:
        code = INTERRUPTED
    except _Ended as end:
        code = end.exit_code
    sys.exit(code)


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


def _run(args: Sequence[str] | None) -> int:
    try:
        result = cli.main(args=list(args) if args is not None else None, prog_name="flowviz", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return MISUSE
    except click.ClickException as error:
        return _fail(_worded(error))
    except click.exceptions.Abort:  # click's word for an interrupt
        return INTERRUPTED
    except SystemExit:  # and its way out when nobody reads standard output any more
        return BROKEN_PIPE
    except FlowvizError as error:
        _fail(str(error))
        return error.exit_code
    return result if isinstance(result, int) else OK


def _worded(error: click.ClickException) -> str:
    """The message of ``error`` as one line, with where to read more."""
    message = error.format_message().rstrip(".")
    message = message[:1].lower() + message[1:]
    where = getattr(error, "ctx", None)
    return f"{message} (`{where.command_path} --help` has all options)" if where else message


def _fail(message: str) -> int:
    with contextlib.suppress(OSError):
        click.echo("\n".join(f"error: {line}" for line in message.splitlines()), err=True)
    return MISUSE


def _quiet_pipe() -> int:
    """Makes Python's last flush of a closed standard output harmless."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return BROKEN_PIPE


def _ready_for_any_text() -> None:
    """Lets a terminal that lacks a letter show a question mark for it, and a closed stream swallow, where Python would stop."""
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
