"""The command line: each command is load, ask, print. A command is imported only when it is called.

To add one, write ``cli/<name>.py`` with a click command named ``command`` and add its line to `COMMANDS`.

What this module needs for itself is next to nothing: ``flowviz --help`` is answered without click, which takes longer to import
than all of it (`flowviz.cli.front`).
"""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False  # as `typing` says, which takes longer to import than this module
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Final, NoReturn

    from flowviz.cli.group import cli

__all__ = ["ABOUT", "COMMANDS", "WIDEST", "cli", "main"]

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
    "fetch": "Fetch the exports of a joined catalogue's members that lie on the web.",
    "import": "Make the files of a catalogue out of a workbook, CSV files or JSON.",
    "template": "Write a workbook to fill a catalogue in.",
    "site": "Write a site to publish: plain HTML that needs no server.",
    "page": "Write the explorer as one file that opens from a disk.",
    "schema": "Print the JSON Schema of the catalogue files, or of the JSON export.",
}
"""Every command by name, with the line that ``flowviz --help`` has for it."""

ABOUT: Final = """\
Shows where an organisation's information lives and flows.

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
"""What flowviz is, as its help tells it; what follows a ``\\b`` keeps its lines."""

WIDEST: Final = 100
"""The most letters that a line of help has."""

OK, PROBLEMS, MISUSE, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 130, 141


def __getattr__(name: str) -> object:
    if name != "cli":
        raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
    from flowviz.cli import group

    return group.cli


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Runs the command line and ends the process with its exit code. A bug of ours keeps its traceback."""
    _ready_for_any_text()
    words = sys.argv[1:] if args is None else list(args)
    try:
        if words in (["--help"], ["-h"]):
            from flowviz.cli import front

            code = front.tell()
        else:
            from flowviz.cli.group import run

            code = run(words)
        sys.stdout.flush()
    except BrokenPipeError:
        code = _quiet_pipe()
    except OSError as error:
        where = "write to standard output" if error.filename is None else f"use '{error.filename}'"
        code = fail(f"cannot {where}: {error.strerror or error}")
        _quiet_pipe()
    except KeyboardInterrupt:
        code = INTERRUPTED
    gc.freeze()  # all of it goes with the process: nothing is worth looking through for what may go
    sys.exit(code)


def fail(message: str) -> int:
    """The exit code of wrong use, after telling what is wrong."""
    import contextlib

    import click

    with contextlib.suppress(OSError):
        click.echo("\n".join(f"error: {line}" for line in message.splitlines()), err=True)
    return MISUSE


def _quiet_pipe() -> int:
    """Makes Python's last flush of a closed standard output harmless."""
    import contextlib

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
