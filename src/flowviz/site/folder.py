"""Writing a site into a folder, over an earlier one and over nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flowviz.errors import OutputError
from flowviz.locales import LANGUAGES
from flowviz.writing import is_ours, write_files

__all__ = ["write"]


def write(folder: Path, files: Mapping[str, bytes], *, force: bool = False) -> list[Path]:
    """Writes ``files`` (path -> bytes) into ``folder`` and gives the files of an earlier site that it removed.

    Those must go: a page that is no longer made may tell of something that is not to be published any more.
    """
    write_files({folder / path: data for path, data in files.items()}, force=force)
    stale = [path for path in _earlier(folder) if path.relative_to(folder).as_posix() not in files and is_ours(path)]
    for path in stale:
        try:
            path.unlink()
        except OSError as error:
            raise OutputError(f"cannot remove '{path}' of an earlier site: {error.strerror or error}") from None
    return stale


def _earlier(folder: Path) -> list[Path]:
    """The files in the places where a site has files of its own."""
    pages = [path for language in LANGUAGES for path in (folder / language).rglob("*.html")]
    beside = [path for pattern in ("sign/*.svg", "search-*.js", "sitemap.xml") for path in folder.glob(pattern)]
    return sorted(path for path in (*pages, *beside) if path.is_file())
