"""Text and tables in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flowviz.telling.words import headings, tell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from flowviz.facts.columns import Column
    from flowviz.facts.values import Row

__all__ = ["escaped", "table_lines"]

_SIGNS: Final = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]#|~&"} | {"<": "&lt;"})


def escaped(text: str) -> str:
    """Text that Markdown leaves as it is, on one line.

    >>> escaped("a*b <c>")
    'a\\\\*b &lt;c>'
    """
    return " ".join(text.translate(_SIGNS).split())


def table_lines(columns: Sequence[Column], rows: Iterable[Row], language: str) -> Iterator[str]:
    """The lines of a table; a dash stands for what is not stated."""
    heads = headings(columns, language)
    yield f"| {' | '.join(map(escaped, heads))} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        told = (tell(value, language) for value in row)
        yield f"| {' | '.join('–' if cell is None else escaped(cell) for cell in told)} |"
