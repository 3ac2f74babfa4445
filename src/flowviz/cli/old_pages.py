"""The pages of drawings as files; those that an earlier run left of a drawing that has fewer now go."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flowviz.cli.common import STDOUT, emit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

__all__ = ["old_pages", "write_folder_of_pages", "write_pages"]


def write_pages(name: str, made: Sequence[bytes], form: str, output: Path, *, force: bool) -> list[Path]:
    """Writes the pages of the drawing ``name`` to standard output or to ``output``, numbered where they are several; the
    files it wrote."""
    from flowviz.drawing import numbered
    from flowviz.writing import write_files

    if output == STDOUT:
        if len(made) > 1:
            raise click.UsageError(
                f"{len(made)} pages cannot go to standard output as {form}: take --format pdf, which has all of them, "
                "or a file or folder with -o"
            )
        emit(made[0], output)
        return []
    paths = {numbered(output, place, len(made)): data for place, data in enumerate(made, 1)}
    write_files(paths, force=force, gone=functools.partial(old_pages, {output.stem: (name, len(made))}, form))
    return list(paths)


def write_folder_of_pages(
    drawn: Mapping[str, Sequence[bytes]], form: str, folder: Path, more: Mapping[str, bytes], *, force: bool
) -> list[Path]:
    """Writes the pages of drawings by their names into ``folder``, and ``more`` files; the files it wrote."""
    from flowviz.drawing import numbered
    from flowviz.writing import write_folder

    files = {
        numbered(Path(f"{name}.{form}"), place, len(made)).name: data
        for name, made in drawn.items()
        for place, data in enumerate(made, 1)
    } | dict(more)
    pages = {name: (name, len(made)) for name, made in drawn.items()}
    write_folder(folder, files, force=force, gone=functools.partial(old_pages, pages, form, folder))
    return [folder / name for name in files]


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
