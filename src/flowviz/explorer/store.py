"""Files that visitors sent, where every process of the same explorer finds them: in a private folder, for a while.

Whoever sent a file gets its name, which nobody can guess. What has not been used for an hour is gone, and of more than
200 MB in all, what was used last stays.
"""

from __future__ import annotations

import contextlib
import getpass
import hashlib
import os
import re
import secrets
import stat
import tempfile
import threading
import time
from pathlib import Path
from typing import Final

from flowviz.errors import FlowvizError

__all__ = ["MOST_BYTES", "SECONDS", "Store", "private_folder"]

MOST_BYTES: Final = 200_000_000
SECONDS: Final = 3_600
_NAME: Final = re.compile(r"[0-9a-f]{32}")
_PART: Final = ".part"
_NOFOLLOW: Final = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def private_folder(catalogue: Path) -> Path:
    """Where the explorers of ``catalogue`` that run as the same user on this machine meet."""
    user = os.getuid() if hasattr(os, "getuid") else getpass.getuser()
    seal = hashlib.sha256(os.fsencode(catalogue.resolve())).hexdigest()[:16]
    return Path(tempfile.gettempdir(), f"flowviz-{user}-{seal}")


class Store:
    """The files in a folder; safe for threads, and for several processes with the same folder."""

    def __init__(self, folder: Path, *, most: int = MOST_BYTES, seconds: float = SECONDS) -> None:
        self.folder = folder
        self._most = most
        self._seconds = seconds
        self._next: threading.Timer | None = None
        self.sweep()

    def put(self, data: bytes) -> str:
        """The name of ``data`` from now on. Raises `FlowvizError` when they cannot be kept."""
        self._furnish()
        name = secrets.token_hex(16)
        part = self.folder / f"{name}{_PART}"
        try:
            # made anew and for us alone: nothing that is there already is opened, and no link followed
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NOFOLLOW, 0o600), "wb") as file:
                file.write(data)
            part.replace(self.folder / name)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise FlowvizError(f"the file cannot be kept in '{self.folder}': {error.strerror or error}") from None
        self.sweep()
        return name

    def size(self, name: str) -> int | None:
        """How many bytes the file has, which counts as a use of it; None when it is not there, or not any more."""
        if not self._is_private():
            return None
        try:
            path = self._path(name)
            found = path.lstat()
            if not self._is_ours(found) or time.time() - found.st_mtime > self._seconds:
                return None
            os.utime(path)
        except OSError:
            return None
        return found.st_size

    def get(self, name: str) -> bytes | None:
        """The file, or None when it is not there, or not any more."""
        if self.size(name) is None:
            return None
        try:
            with os.fdopen(os.open(self._path(name), os.O_RDONLY | _NOFOLLOW), "rb") as file:
                return file.read()
        except OSError:
            return None

    def sweep(self) -> None:
        """Lets go of what is too old or too much."""
        if not self._is_private():
            return
        found = []
        with contextlib.suppress(OSError):
            for path in self.folder.iterdir():
                if not _NAME.fullmatch(path.name.removesuffix(_PART)):
                    continue
                with contextlib.suppress(OSError):
                    found.append((path.lstat(), path))
        found.sort(key=lambda each: each[0].st_mtime, reverse=True)
        total = 0
        for about, path in found:
            total += about.st_size
            if total > self._most or time.time() - about.st_mtime > self._seconds:
                with contextlib.suppress(OSError):
                    path.unlink()
        if found:
            self._again()

    def _again(self) -> None:
        """Sweeps once more when what is new now is old, even if nobody comes by."""
        if self._next is not None:
            self._next.cancel()
        self._next = threading.Timer(self._seconds + 1, self.sweep)
        self._next.daemon = True
        self._next.start()

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise FileNotFoundError(name)
        return self.folder / name

    def _furnish(self) -> None:
        """Makes the folder. In a place where all may write, somebody else may have been first."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise FlowvizError(f"'{self.folder}' cannot be made: {error.strerror or error}") from None
        if not self._is_private():
            raise FlowvizError(f"'{self.folder}' is no folder for this user alone: what visitors send is not put there")

    def _is_private(self) -> bool:
        """Whether the folder is there, no link to another one, and closed to everybody else."""
        try:
            found = self.folder.lstat()
        except OSError:
            return False
        mine = not hasattr(os, "getuid") or (found.st_uid == os.getuid() and not found.st_mode & 0o077)
        return stat.S_ISDIR(found.st_mode) and mine

    @staticmethod
    def _is_ours(found: os.stat_result) -> bool:
        return stat.S_ISREG(found.st_mode) and (not hasattr(os, "getuid") or found.st_uid == os.getuid())
