"""``flowviz --help`` without click, letter by letter as click would lay it out; a test holds them together."""

from __future__ import annotations

import shutil
import sys
import textwrap

from flowviz.cli import ABOUT, COMMANDS, OK, WIDEST

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Final

__all__ = ["tell"]

_OPTIONS: Final = {"-V, --version": "Show the version and exit.", "-h, --help": "Show this message and exit."}


def tell() -> int:
    """The exit code of having told what flowviz is and which commands it has."""
    width = max(min(shutil.get_terminal_size().columns, WIDEST) - 2, 50)
    parts = [
        "Usage: flowviz [OPTIONS] COMMAND [ARGS]...",
        *_paragraphs(width),
        "\n".join(["Options:", *_listed(_OPTIONS, width)]),
        "\n".join(["Commands:", *_listed(COMMANDS, width)]),
    ]
    sys.stdout.write("\n\n".join(parts) + "\n")
    return OK


def _paragraphs(width: int) -> Iterator[str]:
    for paragraph in ABOUT.rstrip().split("\n\n"):
        mark, _, lines = paragraph.partition("\n")
        if mark == "\b":
            yield textwrap.indent(lines, "  ")
        else:
            yield textwrap.fill(paragraph.replace("\n", " "), width, initial_indent="  ", subsequent_indent="  ")


def _listed(entries: Mapping[str, str], width: int) -> Iterator[str]:
    first = max(map(len, entries)) + 2
    for name, told in entries.items():
        start, *rest = textwrap.wrap(told, max(width - first - 2, 10))
        yield f"  {name:{first}}{start}"
        yield from (" " * (first + 2) + line for line in rest)
