from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from conftest import write_catalogue
from flowviz.loading import ENDINGS
from flowviz.reading import Disk
from flowviz.reading.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LONG_AGO = 1_000_000_000


def new_in_capitals(folder: Path) -> None:
    (folder / "NEW.YAML").write_text("keywords: []")


def new_in_a_linked_folder(folder: Path) -> None:
    (folder / "kept" / "new.yml").write_text("keywords: []")


def same_size_and_time(folder: Path) -> None:
    file = folder / "head.yaml"
    before = file.stat()
    file.write_text(file.read_text().replace("Small", "Smile"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def replaced_folder(folder: Path) -> None:
    # the same names, sizes and times, as a checkout elsewhere that is moved here has them
    beside = folder.with_name("beside")
    shutil.copytree(folder, beside, symlinks=True)
    head = beside / "head.yaml"
    head.write_text(head.read_text().replace("Small", "Smile"))
    shutil.copystat(folder / "head.yaml", head)
    folder.rename(folder.with_name("old"))
    beside.rename(folder)


def removed(folder: Path) -> None:
    (folder / "head.yaml").unlink()


def no_folder_any_more(folder: Path) -> None:
    shutil.rmtree(folder)


def moved(folder: Path) -> None:
    (folder / "head.yaml").rename(folder / "top.yaml")


def link_turned(folder: Path) -> None:
    (folder / "a.yaml").unlink()
    (folder / "a.yaml").symlink_to("kept/two.yaml")


CHANGES = [
    new_in_capitals,
    new_in_a_linked_folder,
    same_size_and_time,
    replaced_folder,
    removed,
    no_folder_any_more,
    moved,
    link_turned,
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A catalogue with a link to a file and one to a folder in it, untouched for long."""
    made = tmp_path / "catalogue"
    (made / "kept").mkdir(parents=True)
    for name in ("one", "two"):
        (made / "kept" / f"{name}.yaml").write_text("keywords: []")
    (made / "a.yaml").symlink_to("kept/one.yaml")
    (made / "linked").symlink_to("kept")
    write_catalogue(made)
    for file in made.rglob("*.yaml"):
        os.utime(file, (LONG_AGO, LONG_AGO))
    return made


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_each_change_is_noticed_once(folder: Path, change: Callable[[Path], None]) -> None:
    watch = Watch([Disk(folder)], ENDINGS)
    assert not watch.changed()
    change(folder)
    assert watch.changed()
    assert not watch.changed()


def test_a_folder_asked_for_by_a_link_is_followed_when_the_link_turns(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(folder, other, symlinks=True)
    (tmp_path / "current").symlink_to(folder)
    watch = Watch([Disk(tmp_path / "current")], ENDINGS)
    (tmp_path / "current").unlink()
    (tmp_path / "current").symlink_to(other)
    assert watch.changed()


def test_what_is_not_read_is_not_watched(folder: Path) -> None:
    watch = Watch([Disk(folder)], ENDINGS)
    (folder / "notes.txt").write_text("x")
    (folder / ".hidden.yaml").write_text("x")
    (folder / ".git").mkdir()
    (folder / ".git" / "x.yaml").write_text("x")
    assert not watch.changed()


def test_a_file_that_is_written_again_as_it_was_settles(folder: Path) -> None:
    watch = Watch([Disk(folder)], ENDINGS)
    head = folder / "head.yaml"
    head.write_text(head.read_text())
    assert watch.changed()
    assert [watch.changed() for _ in range(3)] == [False, False, False]
