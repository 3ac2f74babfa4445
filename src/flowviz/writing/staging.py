"""A hidden folder to prepare things in. It never outlives its writer for long: what a killed one left, the next removes."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flowviz.writing.holding import CAN_LOCK, holds, lock, uninterrupted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["OLD", "PREFIX", "made_folder", "same_rights", "staging", "sweep", "synced"]

PREFIX: Final = ".flowviz-part-"
OLD: Final = "old-"
"""What a folder's name begins with that holds, under its own name, a folder moved aside."""
_DAY: Final = 24 * 3600


@contextmanager
def made_folder(folder: Path) -> Iterator[None]:
    """Makes ``folder`` with those above it; takes them away again when the block fails."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        with uninterrupted():
            for path in missing:
                with contextlib.suppress(OSError):
                    path.rmdir()
        raise


@contextmanager
def staging(beside: Path) -> Iterator[Path]:
    """A new hidden folder in ``beside``, removed at the end with all that is left in it."""
    made: list[tuple[Path, int | None]] = []
    try:
        with uninterrupted():
            made.append(_new(beside))
        yield made[0][0]
    finally:
        with uninterrupted():
            for path, handle in made:
                _remove(path)
                if handle is not None:
                    os.close(handle)


def _new(beside: Path) -> tuple[Path, int | None]:
    while True:
        path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=beside))
        with contextlib.suppress(BlockingIOError, FileNotFoundError):  # another writer takes it for a left one
            handle = lock(path)
            if handle is None or holds(handle, path):
                return path, handle
            os.close(handle)  # it has been swept away already


def sweep(folders: Iterable[Path]) -> None:
    """Removes what killed writers have left in ``folders``; a folder that one had moved aside comes back."""
    for path in [path for folder in folders for path in folder.glob(f"{PREFIX}*")]:
        with contextlib.suppress(OSError):
            if hasattr(os, "getuid") and path.lstat().st_uid != os.getuid():
                continue  # in a folder for all, somebody may have laid it there for us
            handle = lock(path)  # its writer lives when it is locked
            try:
                if handle is None and (CAN_LOCK or time.time() - path.stat().st_mtime < _DAY):
                    continue  # where nothing can be locked, nobody can tell
                for aside in path.glob(f"{OLD}*/*"):
                    if not (path.parent / aside.name).exists():
                        aside.rename(path.parent / aside.name)
                _remove(path)
            finally:
                if handle is not None:
                    os.close(handle)


def _remove(path: Path) -> None:
    shutil.rmtree(path, ignore_errors=True)
    for folder, inner, _ in os.walk(path):  # what was in a folder that cannot be written is left
        for entry in (Path(folder), *(Path(folder, name) for name in inner)):
            if not entry.is_symlink():
                with contextlib.suppress(OSError):
                    entry.chmod(0o700)
    shutil.rmtree(path, ignore_errors=True)


def synced(path: Path, data: bytes, like: os.stat_result | None = None) -> None:
    """Writes ``data`` into the new file ``path`` and onto the disk, with the rights of ``like`` where it is given."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if like is not None:
        same_rights(path, like)


def same_rights(path: Path, like: os.stat_result) -> None:
    """Gives ``path`` the owner, as far as we may, and the mode of ``like``."""
    now = path.stat()
    if (now.st_uid, now.st_gid) != (like.st_uid, like.st_gid):
        with contextlib.suppress(OSError):
            os.chown(path, like.st_uid, like.st_gid)
    path.chmod(like.st_mode & 0o7777)
