"""Pages that an earlier run of ``flowviz draw`` left of a drawing that has fewer now."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

__all__ = ["old_pages"]


def old_pages(
    pages: Mapping[str, tuple[str, int]], form: str, folder: Path, record: Mapping[str, str]
) -> Iterator[str]:
    """The names of files in ``folder`` that are surely such pages: SVG files that flowviz wrote, by its ``record``, that
    nobody has changed since, and that say themselves which page of which drawing they are.

    ``pages`` are the drawings that are written now: how the names of their files begin, what they are called, and how many
    pages they have.
    """
    from flowviz.writing.ownership import digest

    for name in sorted(record) if form == "svg" else ():
        stem, suffix, _ = name.rpartition(".svg")
        head, _, number = stem.rpartition("-")
        begin, page = (head, number) if head in pages and re.fullmatch("[1-9][0-9]*", number) else (stem, "")
        if not suffix or begin not in pages:
            continue
        drawing, count = pages[begin]
        left = int(page) > (count if count > 1 else 0) if page else count > 1
        if left and (folder / name).is_file():
            data = (folder / name).read_bytes()
            says = f'data-drawing="{drawing}-{page}"' if page else f'data-drawing="{drawing}"'
            if digest(data) == record[name] and says.encode() in data:
                yield name
