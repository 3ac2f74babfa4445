"""What flowviz wrote, and nobody has changed since, it may overwrite: and nothing else."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from flowviz.errors import OutputError
from flowviz.writing import GENERATOR, RECORD, write_file, write_folder

if TYPE_CHECKING:
    from pathlib import Path

HASH = "0" * 64


def test_what_flowviz_wrote_it_may_write_again(tmp_path: Path) -> None:
    write_file(tmp_path / "x", b"one")
    write_file(tmp_path / "x", b"two")
    assert (tmp_path / "x").read_bytes() == b"two"


def test_what_was_changed_since_is_left_alone(tmp_path: Path) -> None:
    write_file(tmp_path / "x", b"one")
    (tmp_path / "x").write_bytes(b"One")
    with pytest.raises(OutputError, match="x' was changed since flowviz wrote it, so it is left alone: use --force"):
        write_file(tmp_path / "x", b"two")
    assert (tmp_path / "x").read_bytes() == b"One"
    write_file(tmp_path / "x", b"two", force=True)
    write_file(tmp_path / "x", b"three")
    assert (tmp_path / "x").read_bytes() == b"three"


def test_a_page_of_somebody_else_is_left_alone_whatever_words_are_in_it(tmp_path: Path) -> None:
    (tmp_path / "x").write_text(f"<!-- {GENERATOR} --> and then I wrote this")
    with pytest.raises(OutputError, match=r"x' was not written by flowviz.*--force"):
        write_file(tmp_path / "x", b"two")


def test_all_that_must_be_left_alone_is_told_at_once(tmp_path: Path) -> None:
    write_folder(tmp_path / "d", {"a": b"1", "b": b"1"})
    for name in "abcdef":
        (tmp_path / "d" / name).write_text("mine")
    with pytest.raises(OutputError) as caught:
        write_folder(tmp_path / "d", dict.fromkeys("abcdefg", b"2"))
    changed, foreign = str(caught.value).splitlines()
    assert "a', '" in changed
    assert "b' were changed since flowviz wrote them" in changed
    assert "and 1 more were not written by flowviz" in foreign


def test_an_empty_file_is_nobodys_and_one_that_holds_the_same_is_no_conflict(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "same").write_bytes(b"new")
    for name in ("empty", "same"):
        write_file(tmp_path / name, b"new")
        write_file(tmp_path / name, b"newer")


@pytest.mark.parametrize(
    "record",
    [
        b"\0\xff\xfe binary",
        b"<<<<<<< HEAD\n",
        f"{HASH}  x\n{HASH}  x\n".encode(),
        f"{HASH}  ../x\n{{}}  x\n".encode(),
        f"{HASH}  /etc/passwd\n{{}}  x\n".encode(),
        f"{HASH}  a\\b\n{{}}  x\n".encode(),
        b"{} *x\n",
        b"{}  x\n" + b" " * 20_000_000,
    ],
    ids=["binary", "conflict", "twice", "outside", "absolute", "backslash", "binary-mode", "huge"],
)
def test_a_record_that_is_not_sound_vouches_for_nothing_and_does_no_harm(tmp_path: Path, record: bytes) -> None:
    folder = tmp_path / "d"
    write_file(folder / "x", b"one")
    hash_ = (folder / RECORD).read_bytes()[:64]
    (tmp_path / "x").write_text("mine")
    (folder / RECORD).write_bytes(record.replace(b"{}", hash_))
    with pytest.raises(OutputError, match="not written by flowviz"):
        write_folder(folder, {"x": b"two"}, gone=lambda record: record)
    assert (tmp_path / "x").read_text() == "mine"
    write_folder(folder, {"x": b"two"}, force=True, gone=lambda record: record)
    assert (tmp_path / "x").read_text() == "mine"


def test_a_record_that_is_a_link_or_a_pipe_is_neither_followed_nor_read(tmp_path: Path) -> None:
    write_file(tmp_path / "there" / "x", b"one")
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "x").write_bytes(b"one")
    (tmp_path / "here" / RECORD).symlink_to(tmp_path / "there" / RECORD)
    with pytest.raises(OutputError, match="not written by flowviz"):
        write_file(tmp_path / "here" / "x", b"two")
    (tmp_path / "here" / RECORD).unlink()
    os.mkfifo(tmp_path / "here" / RECORD)
    with pytest.raises(OutputError, match="not written by flowviz"):
        write_file(tmp_path / "here" / "x", b"two")


def test_a_file_that_the_record_has_is_never_removed_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    write_folder(tmp_path / "d", {"sub/x": b"one", "y": b"one"})
    (tmp_path / "d" / "sub" / "x").rename(tmp_path / "theirs" / "x")
    (tmp_path / "d" / "sub").rmdir()
    (tmp_path / "d" / "sub").symlink_to(tmp_path / "theirs")
    assert write_folder(tmp_path / "d", {"y": b"two"}, gone=lambda record: record) == []
    assert (tmp_path / "theirs" / "x").read_bytes() == b"one"


def test_the_record_is_what_sha256sum_checks(tmp_path: Path) -> None:
    write_folder(tmp_path / "d", {"b.svg": b"1", "a/ä b.svg": b"2"})
    write_file(tmp_path / "d" / "c", b"3")
    checked = subprocess.run(
        ["sha256sum", "-c", RECORD], cwd=tmp_path / "d", capture_output=True, text=True, check=True, timeout=60
    )
    assert checked.stdout.splitlines() == ["a/ä b.svg: OK", "b.svg: OK", "c: OK"]


def test_the_record_forgets_what_is_gone_and_keeps_what_others_wrote(tmp_path: Path) -> None:
    write_folder(tmp_path, {"a": b"1", "b": b"1"})
    (tmp_path / "a").unlink()
    write_file(tmp_path / "c", b"1")
    assert [line[66:] for line in (tmp_path / RECORD).read_text().splitlines()] == ["b", "c"]


def test_the_record_is_no_name_for_a_file(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="choose another name"):
        write_file(tmp_path / RECORD, b"x")
