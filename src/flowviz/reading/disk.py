"""A folder or a file of the machine. Links are followed only as long as they stay inside the folder that was asked for."""

from __future__ import annotations

import errno
import functools
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flowviz.errors import InputError
from flowviz.limits import MOST_BYTES, MOST_FILES
from flowviz.messages import Message, said
from flowviz.reading.entry import Entry, ending, refused, too_large

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from flowviz.reading.entry import File

__all__ = ["IRREGULAR", "LEADS_OUT", "Disk", "one_file", "read_file"]

LEADS_OUT: Final = said("unreadable.leads-out")
IRREGULAR: Final = said("unreadable.irregular")
_DEEPEST: Final = 50
"""Folders inside folders; each is a level of the stack."""
# a pipe or a device without a writer would be waited for; no link is followed that was not followed while looking
_OPEN: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class Disk:
    """The folder or file at ``path``. A link may be asked for itself: where it leads is the root."""

    path: Path
    deep: bool = True
    """Whether folders inside the folder are part of it."""

    @property
    def name(self) -> str:
        return str(self.path)

    def entries(self, endings: Collection[str]) -> list[Entry]:
        """The files below the folder whose names end so; see `flowviz.reading.Source`.

        A file that several links lead to is there once. What cannot be read, or leads out of the folder, is an entry
        that says so when it is read.
        """
        try:
            root = _real(self.path)
            if not root.is_dir():
                return [_entry(self.name, root)]
            with os.scandir(root):
                pass  # a folder that may not be listed is no folder without files
        except (OSError, ValueError) as error:
            missing = isinstance(error, FileNotFoundError)
            raise InputError(self.name, said("unreadable.none") if missing else _cannot(error)) from None
        found = []
        for entry in _Walk(root, endings, deep=self.deep).below(self.path, root, 0):
            found.append(entry)
            if len(found) > MOST_FILES:
                raise InputError(self.name, said("unreadable.files", most=MOST_FILES))
        return found

    def beside(self, path: str, revision: str | None = None) -> File:
        """What lies at ``path``, counted from the folder of this file, in a revision of its repository where one is named."""
        if revision is None:
            return Disk(self.path.parent / path)
        from flowviz.reading.revision import Revision

        return Revision(f"{revision}:./", self.path.parent).beside(path)


class _Walk:
    """A walk below ``root``, a folder whose path has no links in it."""

    def __init__(self, root: Path, endings: Collection[str], *, deep: bool) -> None:
        self.root, self.endings, self.deep = root, endings, deep
        self.seen: set[Path] = set()

    def below(self, shown: Path, real: Path, depth: int) -> Iterator[Entry]:
        """The entries of the folder ``real``, which messages call ``shown``."""
        if real in self.seen:
            return
        self.seen.add(real)
        if depth > _DEEPEST:
            yield refused(str(shown), said("unreadable.deep", most=_DEEPEST))
            return
        try:
            with os.scandir(real) as listing:
                names = sorted(entry.name for entry in listing if not entry.name.startswith("."))
        except OSError as error:
            yield refused(str(shown), _cannot(error))
            return
        for name in names:
            yield from self._one(shown / name, real / name, depth)

    def _one(self, shown: Path, path: Path, depth: int) -> Iterator[Entry]:
        wanted = ending(path.name) in self.endings
        try:
            real = _real(path) if path.is_symlink() else path
            mode = real.stat().st_mode
        except OSError as error:
            if wanted or _is_too_long(error):
                yield refused(str(shown), _cannot(error))
            return
        folder = stat.S_ISDIR(mode)
        if not (wanted or (folder and self.deep)):
            return
        if not real.is_relative_to(self.root):
            yield refused(str(shown), LEADS_OUT)
        elif not wanted:
            yield from self.below(shown, real, depth + 1)
        elif real not in self.seen:
            self.seen.add(real)
            yield _entry(str(shown), real)


def one_file(path: Path) -> Entry:
    """The file at ``path``, whatever its name; a link to one may be asked for itself."""

    def read() -> bytes:
        try:
            real = _real(path)
        except (OSError, ValueError) as error:
            raise InputError(str(path), _cannot(error)) from None
        return read_file(real, str(path))

    return Entry(str(path), read, path)


def _real(path: Path) -> Path:
    return Path(os.path.realpath(path, strict=True))


def _entry(name: str, real: Path) -> Entry:
    return Entry(name, functools.partial(read_file, real, name), real)


def read_file(path: Path, name: str | None = None, most: int = MOST_BYTES) -> bytes:
    """The bytes of the file at ``path``, a path without links.

    Raises `InputError`, in which it is called ``name``, for what is no regular file, larger than ``most`` or cannot be read.
    """
    name = name or str(path)
    try:
        handle = os.open(path, _OPEN)
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(handle)
            if stat.S_ISDIR(status.st_mode):
                raise InputError(name, _FOLDER)
            if not stat.S_ISREG(status.st_mode):
                raise InputError(name, IRREGULAR)
            raw = file.read(min(status.st_size, most) + 1)  # no room for the most that there may be
            if len(raw) > status.st_size:  # it has grown, or is of a system that does not tell sizes
                raw += file.read(most + 1 - len(raw))
    except IsADirectoryError:
        raise InputError(name, _FOLDER) from None
    except (OSError, ValueError) as error:
        raise InputError(name, _cannot(error)) from None
    if len(raw) > most:
        raise InputError(name, too_large(most))
    return raw


_FOLDER: Final = said("unreadable.folder")


def _is_too_long(error: Exception) -> bool:
    return isinstance(error, OSError) and error.errno == errno.ENAMETOOLONG


def _cannot(error: Exception) -> Message:
    return said("unreadable.system", reason=str(getattr(error, "strerror", None) or error))
