"""Tables as the golden files have them, which were written by hand.

A block is a row, a line of it a column: its heading, a colon and the cell, with ``\\n`` for a line break. Nothing behind
the colon is what the source does not state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.telling.plain import cells
from flowviz.telling.words import headings

if TYPE_CHECKING:
    from flowviz.facts.columns import Listing

__all__ = ["blocks"]


def blocks(table: Listing, language: str) -> str:
    """A table as a golden file has it."""
    heads = headings(table.columns, language)
    lines = [
        [
            f"{head}: {'' if cell is None else cell}".rstrip().replace("\n", r"\n")
            for head, cell in zip(heads, row, strict=True)
        ]
        for row in cells(table.rows, language)
    ]
    return "\n\n".join("\n".join(block) for block in lines) + "\n"
