"""A folder of our own for what can be made again: results that are kept for the next command, seen by their owner alone.

It lies where the system keeps such things, or where `CACHE` says; nothing is kept when that says ``off``, or when the folder is
not ours alone. What lies in it is believed by nobody who does not check it.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["CACHE", "keep", "keeps", "kept", "opened"]

CACHE: Final = "FLOWVIZ_CACHE"
"""The variable that names the folder, or says ``off``."""
_MOST_FILES: Final = 24
_MOST_BYTES: Final = 300_000_000
_OPEN: Final = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_MAKE: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def kept(name: str) -> bytes | None:
    """What was kept under ``name``; None where nothing was, or where it cannot be had."""
    file = opened(name)
    if file is None:
        return None
    try:
        with file:
            return file.read()
    except OSError:
        return None


def opened(name: str) -> BinaryIO | None:
    """The file of what was kept under ``name``; None where nothing was, or where it cannot be had."""
    folder = _folder()
    if folder is None:
        return None
    try:
        file = os.fdopen(os.open(folder / name, _OPEN), "rb")
    except OSError:
        return None
    about = os.fstat(file.fileno())
    if _is_ours(about) and stat.S_ISREG(about.st_mode):
        return file
    file.close()
    return None


def keeps() -> bool:
    """Whether anything can be kept."""
    return _folder(make=True) is not None


def keep(name: str, data: bytes | Iterable[bytes]) -> None:
    """Keeps ``data``, whole or in parts, under ``name`` as far as that is possible, and lets go of what was kept longest ago
    when it is much."""
    folder = _folder(make=True)
    if folder is None or (isinstance(data, bytes) and len(data) > _MOST_BYTES):
        return
    part = folder / f".{name}-{os.getpid()}-{threading.get_ident()}"
    with contextlib.suppress(OSError):
        try:
            with os.fdopen(os.open(part, _MAKE, 0o600), "wb") as file:
                file.writelines([data] if isinstance(data, bytes) else data)
            part.replace(folder / name)  # whole or not at all, whoever else keeps the same
        finally:
            part.unlink(missing_ok=True)
        _tidy(folder)


def _tidy(folder: Path) -> None:
    found: list[tuple[float, int, Path]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            with contextlib.suppress(FileNotFoundError):  # another tidies too
                about = entry.stat(follow_symlinks=False)
                found.append((about.st_mtime, about.st_size, Path(entry.path)))
    room = _MOST_BYTES
    for place, (_, size, path) in enumerate(sorted(found, reverse=True)):
        room -= size
        if place >= _MOST_FILES or room < 0:
            path.unlink(missing_ok=True)


def _folder(*, make: bool = False) -> Path | None:
    wanted = os.environ.get(CACHE, "")
    if wanted.lower() in ("off", "0", "no"):
        return None
    try:
        folder = Path(wanted) if wanted else _usual() / "flowviz"
        if make:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        about = folder.lstat()
    except (OSError, RuntimeError, ValueError):  # no such place, or no home
        return None
    return folder if stat.S_ISDIR(about.st_mode) and _is_ours(about) else None


def _is_ours(about: os.stat_result) -> bool:
    """Whether something is of the user who runs us, and nobody else may read or write it."""
    if not hasattr(os, "getuid"):  # Windows: what lies in the profile of a user is that user's alone
        return True
    return about.st_uid == os.getuid() and not about.st_mode & 0o077


def _usual() -> Path:
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    given = os.environ.get("XDG_CACHE_HOME", "")
    return Path(given) if given.startswith("/") else Path.home() / ".cache"
