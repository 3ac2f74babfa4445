"""Files that are on their way to the disk before all of them are made."""

from __future__ import annotations

import errno
import stat
from pathlib import Path

import pytest
from listing import names

from flowviz.errors import OutputError
from flowviz.writing import RECORD, write_folder
from flowviz.writing.ahead import Ahead


def inodes(folder: Path) -> set[int]:
    return {path.stat().st_ino for path in folder.rglob("*") if path.is_file() and path.name != RECORD}


def test_new_files_lie_beside_the_folder_until_they_are_put_into_it(tmp_path: Path) -> None:
    folder = tmp_path / "above" / "folder"
    with Ahead(folder) as files:
        files.add("a", b"1")
        files.add("sub/b", b"2")
        before = inodes(folder.parent)
        assert len(before) == 2
        assert dict(files) == {"a": b"1", "sub/b": b"2"}
        write_folder(folder, files)
        assert inodes(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == ["folder"]
    assert ((folder / "a").read_bytes(), (folder / "sub" / "b").read_bytes()) == (b"1", b"2")


def test_they_are_written_as_any_others(tmp_path: Path) -> None:
    versions = [{"a": b"1", "b": b"1", "c": b"1"}, {"a": b"2", "b": b"1", "sub/d": b"longer"}]
    for version in versions:
        with Ahead(tmp_path / "ahead") as files:
            for name, data in version.items():
                files.add(name, data)
            removed = [write_folder(tmp_path / "ahead", files, gone=lambda record: record)]
        removed.append(write_folder(tmp_path / "plain", version, gone=lambda record: record))
        assert removed[0] == removed[1]
    found = [
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in ("ahead", "plain")
    ]
    assert found[0] == found[1]
    assert len(found[0]) == len(versions[1]) + 1


def test_each_of_many_files_that_take_the_place_of_one_as_large_has_its_own_content(tmp_path: Path) -> None:
    old, new = ({f"{i}": f"{i:04}{version}".encode() * 2000 for i in range(400)} for version in ("old", "new"))
    write_folder(tmp_path, old)
    with Ahead(tmp_path) as files:
        for name, data in new.items():
            files.add(name, data)
        write_folder(tmp_path, files)
    assert [name for name, data in new.items() if (tmp_path / name).read_bytes() != data] == []


def test_what_stands_there_already_is_left_as_it_is_and_lies_nowhere_else(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    write_folder(folder, {"a": b"1", "b": b"1"})
    before = {path: path.stat().st_mtime_ns for path in (folder, *folder.rglob("*"))}
    with Ahead(folder) as files:
        files.add("a", b"1")
        files.add("b", b"1")
        assert inodes(tmp_path) == inodes(folder)
        write_folder(folder, files)
    assert {path: path.stat().st_mtime_ns for path in (folder, *folder.rglob("*"))} == before


def test_a_file_has_the_rights_of_the_one_that_it_takes_the_place_of(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    write_folder(folder, {"a": b"1"})
    (folder / "a").chmod(0o604)
    with Ahead(folder) as files:
        files.add("a", b"longer")
        write_folder(folder, files)
    assert (stat.S_IMODE((folder / "a").stat().st_mode), (folder / "a").read_bytes()) == (0o604, b"longer")


def test_what_was_changed_since_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    write_folder(folder, {"a": b"1"})
    (folder / "a").write_text("mine")
    with Ahead(folder) as files:
        files.add("a", b"longer")
        with pytest.raises(OutputError, match="a' was changed since flowviz wrote it"):
            write_folder(folder, files)
    assert (folder / "a").read_text() == "mine"


def test_when_it_comes_to_no_writing_nothing_is_left(tmp_path: Path) -> None:
    def broken_off() -> None:
        with Ahead(tmp_path / "above" / "folder") as files:
            files.add("a", b"1")
            raise OutputError("no")

    with pytest.raises(OutputError):
        broken_off()
    assert not [*tmp_path.iterdir()]


def test_a_disk_that_is_full_is_told_when_it_is_met(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with Ahead(tmp_path / "folder") as files:
        monkeypatch.setattr(Path, "write_bytes", full)
        with pytest.raises(OutputError, match="folder': no space is left on the disk"):
            files.add("a", b"1")


def none(*_: object, **__: object) -> None:
    raise OSError(errno.EPERM, "Operation not permitted")


def test_where_nothing_can_be_laid_beside_the_folder_it_is_written_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "folder"
    monkeypatch.setattr("flowviz.writing.ahead.staging", none)
    with Ahead(folder) as files:
        files.add("sub/b", b"2")
        assert names(tmp_path) == []
        write_folder(folder, files)
    assert (folder / "sub" / "b").read_bytes() == b"2"


def test_where_there_are_no_hard_links_it_is_written_once_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.link", none)
    with Ahead(tmp_path / "folder") as files:
        files.add("sub/b", b"2")
        write_folder(tmp_path / "folder", files)
    assert names(tmp_path) == ["folder", "folder/sub", "folder/sub/b"]
    assert (tmp_path / "folder" / "sub" / "b").read_bytes() == b"2"


def test_the_folder_that_one_works_in_stays_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = tmp_path.stat().st_ino
    with Ahead(Path()) as files:
        files.add("a", b"1")
        write_folder(Path(), files)
    assert (tmp_path.stat().st_ino, Path("a").read_bytes()) == (before, b"1")
