"""``python broken_off.py FOLDER HOW WHERE``: breaks a write off at each of its steps, and prints what stands then.

Every step that asks the system for something is an audit event of Python. For each of them a child process writes
and is broken off there: killed, told that the disk is full, or interrupted. Prints as JSON how many steps there were,
and what was found after them, each kind once.
"""

from __future__ import annotations

import errno
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from flowviz.errors import OutputError
from flowviz.writing import RECORD, write_file, write_folder
from flowviz.writing.ahead import Ahead

OLD = {"a.txt": b"old", "sub/b.txt": b"old", "gone.txt": b"old"}
NEW = {"a.txt": b"new", "sub/b.txt": b"new", "sub/c/d.txt": b"new"}
FILE = "a.txt"
ENDED, REFUSED, INTERRUPTED, PASSED, KILLED = 0, 2, 130, 3, 9
WRITES = ("os.mkdir", "os.link", "os.rename", "os.symlink", "open")


def write(folder: Path, where: str, version: dict[str, bytes]) -> None:
    if where == "file":
        write_file(folder / FILE, version[FILE])
    elif where == "ahead":
        with Ahead(folder) as files:
            for name, data in version.items():
                files.add(name, data)
            write_folder(folder, files, gone=lambda record: record)
    else:
        write_folder(folder, version, gone=lambda record: record)


def prepare(folder: Path, where: str) -> None:
    if where != "new":
        write(folder, where, OLD)
        (folder / "mine").mkdir()
        (folder / "mine" / "memo.txt").write_text("mine")
        (folder / "mine" / "link.txt").symlink_to("memo.txt")


class BreakOff:
    def __init__(self, how: str, at: int) -> None:
        self.how = how
        self.left = at
        sys.addaudithook(self.hook)

    def hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.counts(event, arguments):
            return
        self.left -= 1
        if self.left == 0 and self.how == "kill":
            os._exit(KILLED)
        if self.left == 0 and self.how == "full":
            raise OSError(errno.ENOSPC, "No space left on device")
        if self.left == 0:
            signal.raise_signal(signal.SIGINT)

    def counts(self, event: str, arguments: tuple[Any, ...]) -> bool:
        if self.how != "full":
            return event == "open" or event.startswith(("os.", "shutil.", "ctypes.dl", "tempfile."))
        return event in WRITES and (event != "open" or bool(arguments[2] & (os.O_WRONLY | os.O_RDWR)))


def child(folder: Path, how: str, where: str, at: int) -> int:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if where == "inside":
        os.chdir(folder)
    breaking = BreakOff(how, at)
    try:
        write(folder, where, NEW)
    except OutputError:
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    return PASSED if breaking.left <= 0 else ENDED


def state(folder: Path) -> str | list[str]:
    """``old``, ``new``, or all that is there; what is mine must be in both."""
    if not folder.exists():
        return "nothing"
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    held = {name: path.read_bytes() for name, path in found.items() if not name.startswith(".")}
    mine = [held.pop(name, b"") for name in ("mine/memo.txt", "mine/link.txt")]
    names = {name: held[name] for name in sorted(held)}
    for version in (OLD, NEW):
        for whole in (version, {FILE: version[FILE]}):
            if names == whole and mine in ([b"mine", b"mine"], [b"", b""]):
                return version[FILE].decode()
    return [f"{name}: {data!r}" for name, data in names.items()] + [repr(mine)]


def parts(place: Path) -> bool:
    return any(path.name != RECORD and path.name.startswith(".") for path in place.rglob("*"))


def main() -> None:
    above, how, where = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    os.fsync = lambda fd: None  # a killed process leaves the system alive
    found: list[dict[str, Any]] = []
    code = -1
    steps = 0
    while code != ENDED:
        steps += 1
        place = above / str(steps)
        folder = place / "folder"
        place.mkdir()
        prepare(folder, where)
        pid = os.fork()
        if not pid:
            os._exit(child(folder, how, where, steps))
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        after = {"code": code, "state": state(folder), "parts": parts(place)}
        write(folder, where, NEW)  # writing again puts all right, whatever was left
        after |= {"then": state(folder), "then_parts": parts(place)}
        if after not in found:
            found.append(after)
    json.dump({"steps": steps, "found": found}, sys.stdout)


if __name__ == "__main__":
    main()
