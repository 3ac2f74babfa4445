"""``flowviz import``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from flowviz.cli.common import PLACE, counted, language_option, message

if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue


@click.command
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("-o", "--output", type=PLACE, required=True, metavar="DIR", help="Folder of the catalogue.")
@click.option("--merge", is_flag=True, help="Put the file into the catalogue in DIR; shows the differences and asks.")
@click.option(
    "--columns",
    type=click.Path(exists=True, path_type=Path),
    metavar="YAML",
    help="FILE is a list of hand-overs, a row each; this file says what its columns mean.",
)
@language_option
@click.option("--force", is_flag=True, help="Replace the YAML files in DIR; with --merge, do not ask.")
def command(file: Path, output: Path, merge: bool, columns: Path | None, language: str, force: bool) -> None:
    """Make the YAML files of a catalogue out of a workbook, CSV files or exported JSON.

    FILE is an .xlsx workbook (`flowviz template`, `flowviz export --format xlsx`), a folder or .zip of CSV files
    (`--format csv-set`), or an exported .json. Every problem is told with its sheet, row and column, and nothing
    is written when there is one. The catalogue in DIR is replaced as a whole, and all else in DIR stays.

    \b
    Examples:
      flowviz import my-catalogue.xlsx -o my-catalogue
      flowviz import corrections.xlsx -o data --merge
      flowviz import national-list.xlsx --columns columns.yaml -o national
    """
    from flowviz.errors import OutputError
    from flowviz.importing import read, read_list, yaml_files
    from flowviz.loading import load

    if not merge and not force and output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise OutputError(f"'{output}' is not empty: choose another folder, or use --merge or --force")
    if merge and columns:
        raise click.UsageError("--merge and --columns do not go together: import the list into a folder of its own")
    old = load(output) if merge else None
    found = read_list(file, columns) if columns else read(file, into=old)
    for name in found.unread:
        message(f"not read: {name}, no sheet of a catalogue")
    if found.examples:
        message(f"left out: {found.examples} example row{'s' if found.examples > 1 else ''} of the template")
    if old is not None:
        if old == found.catalogue:
            message("no differences: nothing to write")
            return
        _show(old, found.catalogue, language)
        if not force and not _confirmed(output):
            message("nothing written")
            return
        if load(output) != old:
            raise OutputError(f"'{output}' was changed meanwhile: import again to see what is different now")
    _write(output, yaml_files(found.catalogue))


def _show(old: Catalogue, new: Catalogue, language: str) -> None:
    """Prints the differences of two catalogues and what they do, as `flowviz diff` does."""
    from flowviz.changes import FORMATS, Report, compare
    from flowviz.model import build_model

    comparison = compare(build_model(old), build_model(new))
    if comparison.changes:
        click.echo(FORMATS["text"](Report(comparison, language)), nl=False)
    else:
        click.echo("only the order of entries differs")


def _confirmed(folder: Path) -> bool:
    from flowviz.errors import OutputError

    try:
        return click.confirm(f"Write this into {folder}?", err=True)
    except click.Abort:
        raise OutputError("nothing written, for want of an answer: use --force to write without asking") from None


def _write(folder: Path, files: dict[str, str]) -> None:
    """Writes the files; other YAML files would be read with them, so those of an older catalogue are removed."""
    from flowviz.errors import OutputError
    from flowviz.writing import write_folder

    read = _read_from(folder)
    others = [path for path in read if path.relative_to(folder).as_posix() not in files]
    linked = [path for path, real in read.items() if real != folder.resolve() / path.relative_to(folder)]
    if linked or (others and not _is_catalogue(folder)):
        names = ", ".join(f"'{path}'" for path in (linked or others)[:3])
        raise OutputError(f"{names}: would be read with the new files: remove them, or choose another folder")
    gone = [path.relative_to(folder).as_posix() for path in others]
    texts = {name: text.encode() for name, text in files.items()}
    removed = write_folder(folder, texts, force=True, gone=lambda _: gone, recorded=False)
    message(
        f"wrote {counted(len(files), 'file')} into {folder}"
        + (f", removed {counted(len(removed), 'old one')}" if removed else "")
    )


def _read_from(folder: Path) -> dict[Path, Path | None]:
    """The files in the folder that would be read as parts of a catalogue, and where they really lie."""
    from flowviz.loading import ENDINGS
    from flowviz.reading import Disk

    if not folder.is_dir():
        return {}
    return {Path(entry.name): entry.path for entry in Disk(folder).entries(ENDINGS)}


def _is_catalogue(folder: Path) -> bool:
    """Whether all YAML files in the folder make one sound catalogue, so that none of them is anything else."""
    from flowviz.errors import CatalogueError
    from flowviz.loading import load

    try:
        load(folder)
    except CatalogueError:
        return False
    return True
