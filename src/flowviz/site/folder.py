"""Writing a site into a folder, over an earlier one and over nothing else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from flowviz.locales import LANGUAGES
from flowviz.writing import GENERATOR, write_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["doubtful", "write"]

_PLACES: Final = re.compile(
    rf"(?:{'|'.join(LANGUAGES)})/(?:[^/]+/)*[^/]+\.html|sign/[^/]+\.svg|search-[^/]+\.js|sitemap\.xml"
)
"""Where a site has files that a later one may lack."""
_LOOK: Final = 8192


def write(folder: Path, files: Mapping[str, bytes], *, force: bool = False) -> list[str]:
    """Writes ``files`` (path -> bytes) into ``folder`` and gives the files of an earlier site that it removed.

    Those must go: a page that is no longer made may tell of something that is not to be published any more.
    """
    return write_folder(folder, files, force=force, gone=lambda record: filter(_PLACES.fullmatch, sorted(record)))


def doubtful(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Files beside ``files`` that look like those of an earlier site, though nothing vouches for it."""
    found = [path for path in sorted(folder.rglob("*.*")) if _PLACES.fullmatch(path.relative_to(folder).as_posix())]
    return [path for path in found if path.relative_to(folder).as_posix() not in files and _is_signed(path)]


def _is_signed(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return GENERATOR.encode() in file.read(_LOOK)
