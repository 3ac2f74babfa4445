"""Whole folders: what stays in them, and who may write at the same time."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from listing import names

from flowviz.errors import OutputError
from flowviz.writing import RECORD, folders, holding, ownership, plans, staging, write_file, write_folder


@pytest.fixture(params=["at-once", "by-two-renames"])
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is exchanged in one step, or where the system has none."""
    if request.param == "by-two-renames":
        monkeypatch.setattr(folders, "_exchanged", lambda *_: False)
    return tmp_path / "folder"


def test_the_folder_holds_the_new_files_and_all_of_others_as_it_was(folder: Path) -> None:
    write_folder(folder, {"a": b"old", "sub/b": b"old"})
    folder.chmod(0o750)
    (folder / "sub").chmod(0o700)
    (folder / "mine").mkdir(mode=0o710)
    (folder / "mine" / "memo").write_text("mine")
    (folder / "mine" / "memo").chmod(0o604)
    (folder / "mine" / "empty").mkdir()
    (folder / "link").symlink_to("../elsewhere")
    os.mkfifo(folder / "pipe")
    memo = (folder / "mine" / "memo").stat()
    write_folder(folder, {"a": b"new", "sub/b": b"new", "c": b"new"})
    assert names(folder) == ["a", "c", "link", "mine", "mine/empty", "mine/memo", "pipe", "sub", "sub/b"]
    assert (folder / "mine" / "memo").stat().st_ino == memo.st_ino
    assert (folder / "mine" / "memo").stat().st_mtime_ns == memo.st_mtime_ns
    assert (folder / "link").readlink() == Path("../elsewhere")
    modes = [stat.S_IMODE((folder / name).stat().st_mode) for name in (".", "sub", "mine", "mine/memo")]
    assert modes == [0o750, 0o700, 0o710, 0o604]
    assert names(folder.parent)[0] == "folder"


def test_files_that_go_are_not_in_the_new_folder(folder: Path) -> None:
    write_folder(folder, {"a": b"1", "b": b"1", "c": b"1"})
    (folder / "mine").write_text("mine")
    assert write_folder(folder, {"a": b"2"}, gone=lambda record: [name for name in record if name != "c"]) == ["b"]
    assert names(folder) == ["a", "c", "mine"]


def test_one_that_goes_and_was_changed_since_is_told(folder: Path) -> None:
    write_folder(folder, {"a": b"1", "b": b"1"})
    (folder / "b").write_text("mine")
    with pytest.raises(OutputError, match="b' was changed since flowviz wrote it"):
        write_folder(folder, {"a": b"2"}, gone=lambda record: record)
    assert (folder / "a").read_bytes() == b"1"
    assert write_folder(folder, {"a": b"2"}, gone=lambda record: record, force=True) == ["b"]


def test_where_there_are_no_hard_links_what_stays_is_copied(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    write_folder(folder, {"a": b"1"})
    (folder / "mine").write_text("mine")
    (folder / "mine").chmod(0o604)
    before = (folder / "mine").stat()
    monkeypatch.setattr("os.link", none)
    write_folder(folder, {"a": b"2"})
    after = (folder / "mine").stat()
    assert (folder / "mine").read_text() == "mine"
    assert (after.st_mode, after.st_mtime_ns) == (before.st_mode, before.st_mtime_ns)


def test_writing_the_same_again_changes_nothing(folder: Path) -> None:
    write_folder(folder, {"a": b"1", "sub/b": b"1"})
    before = {path: path.stat().st_mtime_ns for path in (folder, *folder.rglob("*"))}
    write_folder(folder, {"a": b"1", "sub/b": b"1"})
    assert {path: path.stat().st_mtime_ns for path in (folder, *folder.rglob("*"))} == before


def test_a_folder_behind_a_link_is_exchanged_and_the_link_stays(folder: Path) -> None:
    (folder.parent / "real").mkdir()
    folder.symlink_to("real")
    write_folder(folder, {"a": b"1"})
    assert folder.readlink() == Path("real")
    assert names(folder.parent / "real") == ["a"]


# --- where a folder cannot be exchanged, its files are written where they stand


def written_inside(folder: Path) -> None:
    """Asserts that a write leaves the folder itself where it is."""
    before = folder.stat().st_ino
    write_folder(folder, {"a": b"2", "sub/b": b"2"}, gone=lambda record: [name for name in record if name == "c"])
    assert folder.stat().st_ino == before
    assert names(folder) == ["a", "mine", "sub", "sub/b"]
    assert (folder / "a").read_bytes() == (folder / "sub" / "b").read_bytes() == b"2"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    folder = tmp_path / "above" / "folder"
    write_folder(folder, {"a": b"1", "c": b"1"})
    (folder / "mine").write_text("mine")
    return folder


def test_the_folder_that_one_works_in_stays_the_same(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(old)
    before = old.stat().st_ino
    write_folder(Path(), {"a": b"2"})
    write_folder(Path("../folder"), {"a": b"3"})
    assert (old.stat().st_ino, Path("a").read_bytes()) == (before, b"3")


def test_a_mount_point_stays_the_same(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.path.ismount", lambda path: path == old)
    written_inside(old)


@pytest.mark.parametrize("code", [errno.EACCES, errno.EROFS, errno.EBUSY, errno.EXDEV])
def test_a_folder_that_cannot_be_renamed_stays_the_same(old: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def refuse(*_: object) -> bool:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(folders, "_exchanged", refuse)
    written_inside(old)


@pytest.mark.parametrize(("limit", "most"), [("_MOST", 2), ("_MOST_OF_OTHERS", 1)])
def test_a_folder_with_very_much_of_others_in_it_stays_the_same(
    old: Path, monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    monkeypatch.setattr(folders, limit, most)
    written_inside(old)


def test_a_folder_for_all_stays_the_same(old: Path) -> None:
    old.chmod(0o1777)
    written_inside(old)


@pytest.mark.parametrize("home", ["", "mine"])
def test_a_home_stays_the_same(old: Path, monkeypatch: pytest.MonkeyPatch, home: str) -> None:
    monkeypatch.setenv("HOME", str(old / home))
    written_inside(old)


def test_a_file_behind_a_link_in_the_folder_is_written_where_it_is(old: Path) -> None:
    (old.parent / "real").write_bytes(b"")
    (old / "a").unlink()
    (old / "a").symlink_to("../real")
    written_inside(old)
    assert (old.parent / "real").read_bytes() == b"2"
    assert (old / "a").is_symlink()


# --- others at the same time


def test_what_another_program_changes_meanwhile_is_never_lost(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_folder(folder, {"a": b"1", "b": b"1"})
    (folder / "memo").write_text("mine")
    real, edits, one_at_a_time = staging.synced, iter(["memo", "new"]), threading.Lock()

    def meanwhile(*arguments: object) -> None:
        real(*arguments)  # type: ignore[arg-type]
        with one_at_a_time:
            if edit := next(edits, None):
                (folder.parent / "written").write_text(edit)
                (folder.parent / "written").rename(folder / edit)

    monkeypatch.setattr(folders, "synced", meanwhile)
    write_folder(folder, {"a": b"2"})
    assert {name: (folder / name).read_text() for name in names(folder)} == {
        "a": "2", "b": "1", "memo": "memo", "new": "new"
    }  # fmt: skip


def test_an_edit_that_comes_meanwhile_is_not_overwritten(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_folder(folder, {"a": b"1"})
    real = staging.synced

    def meanwhile(*arguments: object) -> None:
        real(*arguments)  # type: ignore[arg-type]
        (folder / "a").write_text("mine")

    monkeypatch.setattr(folders, "synced", meanwhile)
    with pytest.raises(OutputError, match="a' was changed since flowviz wrote it"):
        write_folder(folder, {"a": b"2"})
    assert (folder / "a").read_text() == "mine"


def test_a_folder_that_never_rests_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_folder(folder, {"a": b"1"})
    real, numbers = staging.synced, iter(range(1000))

    def meanwhile(*arguments: object) -> None:
        real(*arguments)  # type: ignore[arg-type]
        (folder / f"new-{next(numbers)}").write_text("mine")

    monkeypatch.setattr(folders, "synced", meanwhile)
    with pytest.raises(OutputError, match="keeps changing: write again when no other program writes there"):
        write_folder(folder, {"a": b"2"})
    assert (folder / "a").read_bytes() == b"1"


def test_a_new_folder_that_another_writer_puts_there_first_is_written_over(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, others = ownership.read_record, [{"a": b"theirs", "b": b"theirs"}]

    def meanwhile(path: Path) -> dict[str, str]:
        record = real(path)
        if others:
            write_folder(folder, others.pop())
        return record

    monkeypatch.setattr(plans, "read_record", meanwhile)
    write_folder(folder, {"a": b"ours"})
    assert {name: (folder / name).read_bytes() for name in names(folder)} == {"a": b"ours", "b": b"theirs"}


MANY = """
import sys
import threading
from pathlib import Path
from flowviz.writing import write_file, write_folder
folder, own = Path(sys.argv[1]), sys.argv[2]
for number in range(12):
    write_folder(folder, {f"{name}.txt": f"{own} {number}".encode() for name in "abcdefgh"}, force=True)
    write_file(folder / f"{own}.txt", str(number).encode())
"""


def test_of_many_who_write_one_folder_at_once_each_result_is_whole_and_none_is_lost(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    writers = [
        subprocess.Popen([sys.executable, "-c", MANY, str(folder), own], stderr=subprocess.PIPE)
        for own in ("one", "two", "three")
    ]
    assert [writer.communicate(timeout=300)[1] for writer in writers] == [b"", b"", b""]
    assert len({(folder / f"{name}.txt").read_text() for name in "abcdefgh"}) == 1
    assert {(folder / f"{own}.txt").read_text() for own in ("one", "two", "three")} == {"11"}
    assert names(tmp_path) == ["folder", *(f"folder/{name}" for name in names(folder))]
    assert len((folder / RECORD).read_text().splitlines()) == 11
    for own in ("one", "two", "three"):  # all are known as flowviz's own
        write_file(folder / f"{own}.txt", b"again")


def test_what_a_living_writer_prepares_is_not_swept_away(tmp_path: Path) -> None:
    with staging.staging(tmp_path) as room:
        (room / "x").write_text("x")
        write_file(tmp_path / "y", b"y")
        write_folder(tmp_path / "folder", {"z": b"z"})
        assert (room / "x").read_text() == "x"
    assert names(tmp_path) == ["folder", "folder/z", "y"]


def test_what_is_swept_away_before_its_writer_holds_it_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = holding.lock
    swept: list[Path] = []

    def lock(path: Path) -> int | None:
        handle = real(path)
        if not swept:
            swept.append(path)
            path.rmdir()
        return handle

    monkeypatch.setattr(staging, "lock", lock)
    with staging.staging(tmp_path) as room:
        assert room.is_dir()
        assert room not in swept
    assert names(tmp_path) == []


def test_a_folder_that_is_gone_just_as_it_is_held_is_let_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, handles = holding.lock, []

    def lock(folder: Path) -> int:
        handle = real(folder)
        assert handle is not None
        handles.append(handle)
        folder.rmdir()
        return handle

    monkeypatch.setattr(holding, "lock", lock)
    (tmp_path / "folder").mkdir()
    with holding.alone(tmp_path / "folder"):
        pass
    assert len(handles) == 1
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(handles[0])


def test_a_folder_that_a_killed_writer_had_moved_aside_comes_back(tmp_path: Path) -> None:
    left = tmp_path / f"{staging.PREFIX}abcdefgh"
    (left / f"{staging.OLD}x" / "folder").mkdir(parents=True)
    (left / f"{staging.OLD}x" / "folder" / "mine").write_text("mine")
    (left / "new").mkdir()
    write_folder(tmp_path / "folder", {"a": b"1"})
    assert names(tmp_path) == ["folder", "folder/a", "folder/mine"]
