"""The texts of the documents that a catalogue is made from, where it has them beside it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flowviz.errors import InputError
from flowviz.loading import folder_of
from flowviz.reading import Disk

if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue

__all__ = ["files_of", "texts_of"]

_ENDINGS: Final = (".txt", ".md")
_LONGEST: Final = 2_000_000


def files_of(catalogue: Catalogue, path: Path) -> list[Path]:
    """Where the texts of `texts_of` lie, or would."""
    folder = folder_of(path)
    inside = [name for name in _wanted(catalogue) if not Path(name).is_absolute() and not name.startswith(os.pardir)]
    return [folder / name for name in inside if name.lower().endswith(_ENDINGS)]


def _wanted(catalogue: Catalogue) -> dict[str, str]:
    """The paths of texts, as the catalogue has them -> the ids of their documents."""
    return {os.path.normpath(source.text): source.id for source in catalogue.sources if source.text}


def texts_of(catalogue: Catalogue, path: Path) -> dict[str, tuple[str, ...]]:
    """Id of a document -> its lines, of those whose text lies below the folder of the catalogue at ``path``.

    What is not there, leads out of the folder, is no text in UTF-8 or is very long is left out.
    """
    folder = folder_of(path)
    wanted = _wanted(catalogue)
    if not wanted:
        return {}
    root = Path(os.path.realpath(folder))
    found = {}
    for entry in Disk(folder).entries(_ENDINGS):
        id_ = wanted.get(os.path.normpath(entry.path.relative_to(root))) if entry.path else None
        if id_ is None:
            continue
        try:
            text = entry.read().decode("utf-8-sig")
        except (InputError, UnicodeDecodeError):
            continue
        if len(text) <= _LONGEST:
            found[id_] = tuple(text.splitlines())
    return found
