"""What keeps a file from being written, in words that name the right cause."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Final

from flowviz.errors import PlaceError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["cannot_write", "check_place", "reason"]

FILE_IN_THE_WAY: Final = "a file stands where a folder should be"
FOLDER_IN_THE_WAY: Final = "there is a folder of that name"

_REASONS: Final = {
    errno.ENOENT: "no folder can be made there",
    errno.ENAMETOOLONG: "the name or the path is longer than the system allows",
    errno.ENOSPC: "no space is left on the disk",
    errno.EDQUOT: "the quota of disk space is used up",
    errno.EFBIG: "it would be larger than a file may be here",
    errno.EROFS: "the disk can only be read",
    errno.EACCES: "no permission to write there",
    errno.EPERM: "no permission to write there",
    errno.ELOOP: "symbolic links lead in a circle",
    errno.ENOTDIR: FILE_IN_THE_WAY,
    errno.EEXIST: FILE_IN_THE_WAY,
    errno.EISDIR: FOLDER_IN_THE_WAY,
}


def reason(error: OSError | ValueError) -> str:
    """Why a place cannot be written; `ValueError` is what a path with a NUL raises.

    >>> reason(OSError(errno.ENAMETOOLONG, "File name too long"))
    'the name or the path is longer than the system allows'
    """
    if isinstance(error, UnicodeError):
        return "the name has a sign that the system does not know"
    if isinstance(error, ValueError):
        return "a name cannot hold a NUL"
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


def cannot_write(path: Path, error: OSError | ValueError) -> PlaceError:
    """The error that tells why ``path`` cannot be written, with the cure."""
    return PlaceError(f"cannot write '{path}': {reason(error)}", "choose another place with -o")


def check_place(path: Path) -> None:
    """Nothing when ``path`` is a place or could become one; raises `OutputError` for what no system call takes."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return
    except (OSError, ValueError) as error:
        raise cannot_write(path, error) from None
