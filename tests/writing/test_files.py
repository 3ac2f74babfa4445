"""Single files, and several that are named one by one."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest
from listing import names

from flowviz.errors import OutputError
from flowviz.writing import RECORD, write_file, write_files

NEW = b"new"


def test_a_file_is_written_with_the_folders_it_needs(tmp_path: Path) -> None:
    write_file(tmp_path / "a/b/c.txt", b"text")
    assert (tmp_path / "a/b/c.txt").read_bytes() == b"text"


def test_nothing_is_left_beside_the_file(tmp_path: Path) -> None:
    write_file(tmp_path / "c.svg", NEW)
    assert names(tmp_path) == ["c.svg"]


def test_of_many_files_none_is_written_when_one_must_be_left_alone(tmp_path: Path) -> None:
    (tmp_path / "z.svg").write_text("mine")
    with pytest.raises(OutputError):
        write_files({tmp_path / "new" / "a.svg": NEW, tmp_path / "z.svg": NEW})
    assert names(tmp_path) == ["z.svg"]


def test_when_one_of_many_cannot_be_put_into_place_all_old_ones_are_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_files({tmp_path / name: b"old" for name in ("a", "b", "c")})
    real, calls = os.replace, []

    def replace(path: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        real(path, target)
        return Path(target)

    monkeypatch.setattr("pathlib.Path.replace", replace)
    with pytest.raises(OutputError, match="no space is left on the disk"):
        write_files({tmp_path / name: NEW for name in ("x", "a", "b", "c")})
    assert {name: (tmp_path / name).read_bytes() for name in names(tmp_path)} == dict.fromkeys("abc", b"old")


def test_where_there_are_no_hard_links_a_file_is_there_at_every_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    write_files({tmp_path / name: b"old" for name in "ab"})
    real, there = os.replace, []

    def replace(path: Path, target: Path) -> Path:
        there.append([(tmp_path / name).read_bytes() for name in "ab"])
        real(path, target)
        return Path(target)

    monkeypatch.setattr(os, "link", none)
    monkeypatch.setattr("pathlib.Path.replace", replace)
    write_files({tmp_path / name: NEW for name in "ab"})
    assert there[:2] == [[b"old", b"old"], [NEW, b"old"]]
    assert [(tmp_path / name).read_bytes() for name in "ab"] == [NEW, NEW]


@pytest.mark.parametrize("links", [True, False], ids=["with-hard-links", "without"])
def test_several_files_are_written_also_where_there_are_no_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    def none(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    write_files({tmp_path / name: b"old" for name in "ab"})
    if not links:
        monkeypatch.setattr("os.link", none)
    write_files({tmp_path / name: NEW for name in "abc"})
    assert {name: (tmp_path / name).read_bytes() for name in names(tmp_path)} == dict.fromkeys("abc", NEW)


def test_new_files_follow_the_umask_and_old_ones_keep_their_rights(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        write_file(tmp_path / "x.svg", NEW)
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "x.svg").stat().st_mode) == 0o640
    (tmp_path / "x.svg").chmod(0o600)
    write_file(tmp_path / "x.svg", NEW + b"er")
    assert stat.S_IMODE((tmp_path / "x.svg").stat().st_mode) == 0o600


def test_a_file_that_holds_the_same_already_is_not_touched(tmp_path: Path) -> None:
    write_file(tmp_path / "x.svg", NEW)
    before = (tmp_path / "x.svg").stat()
    write_file(tmp_path / "x.svg", NEW)
    after = (tmp_path / "x.svg").stat()
    assert (after.st_ino, after.st_mtime_ns, after.st_mode) == (before.st_ino, before.st_mtime_ns, before.st_mode)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    write_file(tmp_path / "there" / "real.svg", b"old")
    (tmp_path / "link.svg").symlink_to(tmp_path / "there" / "real.svg")
    write_file(tmp_path / "link.svg", NEW)
    assert (tmp_path / "link.svg").is_symlink()
    assert (tmp_path / "there" / "real.svg").read_bytes() == NEW


def test_a_pipe_is_written_into_and_never_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.svg")
    reader = os.open(tmp_path / "pipe.svg", os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_file(tmp_path / "pipe.svg", NEW)
        assert os.read(reader, 1 << 16) == NEW
    finally:
        os.close(reader)
    assert not (tmp_path / RECORD).exists()


def test_a_file_is_written_where_the_record_cannot_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a folder for all, where the record is somebody else's."""
    real = os.replace

    def replace(path: Path, target: Path) -> Path:
        if Path(target).name == RECORD:
            raise PermissionError(errno.EPERM, "Operation not permitted")
        real(path, target)
        return Path(target)

    monkeypatch.setattr("pathlib.Path.replace", replace)
    write_file(tmp_path / "x.svg", NEW)
    assert names(tmp_path) == ["x.svg"]


# --- why not


@pytest.mark.parametrize(
    ("code", "told"),
    [
        (errno.ENAMETOOLONG, "the name or the path is longer than the system allows"),
        (errno.ENOSPC, "no space is left on the disk"),
        (errno.EDQUOT, "the quota of disk space is used up"),
        (errno.EROFS, "the disk can only be read"),
        (errno.EACCES, "no permission to write there"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_a_failed_write_tells_the_cause_and_leaves_the_old_file_and_nothing_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, told: str
) -> None:
    write_file(tmp_path / "x.svg", b"old")

    def fail(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OutputError, match=rf"cannot write '.*x\.svg': {told}; choose another place with -o"):
        write_file(tmp_path / "x.svg", NEW)
    assert (tmp_path / "x.svg").read_bytes() == b"old"
    assert names(tmp_path) == ["x.svg"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("x" * 300, "longer than the system allows"),
        ("x/" * 3000, "longer than the system allows"),
        ("circle/x", "symbolic links lead in a circle"),
        ("file/x", "a file stands where a folder should be"),
        ("folder", "there is a folder of that name"),
        ("/proc/none/x", "no folder can be made there"),
        ("a\0b", "a name cannot hold a NUL"),
    ],
    ids=["long-name", "long-path", "circle", "file-in-the-way", "folder-in-the-way", "no-folder", "nul"],
)
def test_a_place_that_can_be_none_is_told_with_the_right_cause(tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    (tmp_path / "circle").symlink_to("circle")
    before = names(tmp_path)
    with pytest.raises(OutputError, match=told):
        write_file(tmp_path / name, NEW)
    assert names(tmp_path) == before
