"""A whole folder at once: the new one is prepared beside the old, with all that stays in it, and takes its place.

Whoever looks meets the old folder or the new one, whatever happens, a kill or a power cut included: Linux and macOS
exchange two folders in one step. Elsewhere the old one is moved aside first, and comes back when the step fails.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import sys
import tempfile
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flowviz.errors import OutputError
from flowviz.writing.ahead import Ahead
from flowviz.writing.holding import alone, uninterrupted
from flowviz.writing.ownership import read_record
from flowviz.writing.plans import Changing, is_linked, planned
from flowviz.writing.staging import OLD, made_folder, same_rights, staging, sweep, synced

if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from concurrent.futures import Future

    from flowviz.writing.plans import Output, Plan

__all__ = ["Unfit", "exchange"]

_MOST: Final = 100_000
_MOST_OF_OTHERS: Final = 1_000
"""Files of others that may be carried over: where there are more, the folder is no folder of flowviz's."""
_AT_ONCE: Final = 16
"""Files that are brought onto the disk at the same time: one by one, each would wait for the disk."""
_UNFIT: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY, errno.EXDEV, errno.ENOTSUP})
_NOT_THERE: Final = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP})
_AT_FDCWD: Final = -100
_RENAME_EXCHANGE: Final = 2
_RENAME_SWAP: Final = 2

Entries = dict[str, os.stat_result]
"""What is in a folder by its path there, folders before what is in them; the folder itself has the path ``.``."""


class Unfit(Exception):  # noqa: N818
    """The folder cannot be exchanged for another: its files must be written where they stand."""


def exchange(output: Output) -> Plan:
    """Writes ``output`` as a whole folder, and gives what that took.

    Raises `Unfit`, `Changing`, `OSError`, and `OutputError` when a file must be left alone.
    """
    folder = output.folder
    try:
        with made_folder(folder.parent):
            sweep({folder.parent, *((folder / name).parent for name in output.files)})
            if not folder.exists():
                return _first(output)
            _check_fit(output)
            with alone(folder):
                return _placed(output, _entries(folder))
    except FileNotFoundError as error:
        raise Changing from error
    except OSError as error:
        if error.errno in _UNFIT:
            raise Unfit from None
        raise


def _first(output: Output) -> Plan:
    try:
        return _placed(output, {})
    except OutputError as error:
        if output.folder.exists():  # what another writer has put there meanwhile may be flowviz's own
            raise Changing from error
        raise


def _check_fit(output: Output) -> None:
    folder = output.folder
    with contextlib.suppress(FileNotFoundError):
        if Path.cwd().is_relative_to(folder):  # whoever works in it would be left in a folder that is gone
            raise Unfit
    home = Path(os.path.realpath(os.path.expanduser("~")))  # noqa: PTH111 - the other fails where there is none
    for_all = folder.stat().st_mode & stat.S_ISVTX
    if for_all or home.is_relative_to(folder) or os.path.ismount(folder):
        raise Unfit
    if any(is_linked(folder, name) for name in output.files):
        raise Unfit


def _entries(folder: Path) -> Entries:
    found = {".": folder.stat()}
    open_ = ["."]
    while open_:
        inside = open_.pop()
        with os.scandir(folder / inside) as entries:
            for entry in entries:
                name = entry.name if inside == "." else f"{inside}/{entry.name}"
                found[name] = entry.stat(follow_symlinks=False)
                if found[name].st_dev != found["."].st_dev or len(found) > _MOST:
                    raise Unfit
                if entry.is_dir(follow_symlinks=False):
                    open_.append(name)
    return found


def _placed(output: Output, before: Entries) -> Plan:
    folder = output.folder
    plan = planned(output)
    if not plan.content and not plan.gone and before:
        return plan
    ours = read_record(folder).keys() | output.files.keys() | set(plan.gone)
    if sum(name not in ours and not stat.S_ISDIR(about.st_mode) for name, about in before.items()) > _MOST_OF_OTHERS:
        raise Unfit
    with staging(folder.parent) as room:
        new = room / "new"
        new.mkdir()
        _carry(folder, new, before, {*plan.content, *plan.gone})
        _write_all(new, plan.content, before, output.files if isinstance(output.files, Ahead) else None)
        _finish(folder, new, before)
        with uninterrupted():
            _take_place(new, folder, room, before)
    return plan


def _carry(folder: Path, new: Path, before: Entries, leave: Container[str]) -> None:
    """Puts all that stays into ``new``: folders made again, and in them the same files, by hard links."""
    for name, about in before.items():
        if stat.S_ISDIR(about.st_mode):
            (new / name).mkdir(exist_ok=True)
        elif name not in leave:
            try:
                os.link(folder / name, new / name, follow_symlinks=False)
            except (OSError, NotImplementedError):  # not all disks have hard links, and not every file may have one
                _copy(folder / name, new / name, about)


def _copy(old: Path, new: Path, about: os.stat_result) -> None:
    if stat.S_ISLNK(about.st_mode):
        new.symlink_to(old.readlink())
    elif stat.S_ISREG(about.st_mode):
        shutil.copy2(old, new)
        same_rights(new, about)
    else:
        raise Unfit


def _write_all(new: Path, content: Mapping[str, bytes], before: Entries, ahead: Ahead | None) -> None:
    from concurrent.futures import ThreadPoolExecutor

    for folder in dict.fromkeys((new / name).parent for name in content):
        folder.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        written: deque[Future[None]] = deque()
        try:
            for name in content:
                if ahead is not None and name in ahead:
                    one = pool.submit(ahead.put, name, new / name, before.get(name))
                else:
                    one = pool.submit(synced, new / name, content[name], before.get(name))
                written.append(one)
                if len(written) > 2 * _AT_ONCE:
                    written.popleft().result()
            for one in written:
                one.result()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _finish(folder: Path, new: Path, before: Entries) -> None:
    """Gives the folders in ``new`` the rights of the old ones, and puts them onto the disk."""
    for path, _, _ in os.walk(new, topdown=False):
        about = before.get(Path(path).relative_to(new).as_posix())
        if about is not None:
            shutil.copystat(folder / Path(path).relative_to(new), path)
            same_rights(Path(path), about)
        with contextlib.suppress(OSError):  # not every system opens folders
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _take_place(new: Path, folder: Path, room: Path, before: Entries) -> None:
    """Puts ``new`` in place of ``folder``. Raises `Changing` when that is not as it was, and leaves it then."""
    if not before:
        try:
            new.rename(folder)
        except OSError as error:
            if folder.exists():
                raise Changing from error
            raise
        return
    old = _swapped(new, folder, room)
    if _state(_entries(old)) != _state(before):
        _swapped(old, folder, room)
        raise Changing


def _state(entries: Entries) -> Mapping[str, tuple[int, ...]]:
    """What tells whether anything was changed. A hard link changes more of a file than this, and so does a look."""
    return {
        name: (about.st_ino, stat.S_IFMT(about.st_mode))
        if stat.S_ISDIR(about.st_mode)
        else (about.st_ino, stat.S_IFMT(about.st_mode), about.st_size, about.st_mtime_ns)
        for name, about in entries.items()
    }


def _swapped(new: Path, folder: Path, room: Path) -> Path:
    """Where the folder is that ``new`` took the place of."""
    if _exchanged(new, folder):
        return new
    aside = Path(tempfile.mkdtemp(prefix=OLD, dir=room), folder.name)
    folder.rename(aside)
    try:
        new.rename(folder)
    except BaseException:
        aside.rename(folder)
        raise
    return aside


def _exchanged(one: Path, other: Path) -> bool:
    """Whether two folders have been exchanged in one step; False where the system cannot."""
    import ctypes

    names = os.fsencode(one), os.fsencode(other)
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            failed = libc.renamex_np(*names, ctypes.c_uint(_RENAME_SWAP))
        else:
            failed = libc.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], ctypes.c_uint(_RENAME_EXCHANGE))
    except (AttributeError, TypeError, OSError):  # no such call in this C library, or no C library
        return False
    if not failed:
        return True
    code = ctypes.get_errno()
    if code in _NOT_THERE:
        return False
    raise OSError(code, os.strerror(code), str(other))
