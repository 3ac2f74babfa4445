"""What visitors send is kept for a while, in a folder that is theirs and ours alone."""

from __future__ import annotations

import os
import stat
import sys
import tempfile
import time
from pathlib import Path

import pytest

from flowviz.errors import FlowvizError
from flowviz.explorer.store import Store, private_folder

POSIX = sys.platform != "win32"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


def _older(store: Store, name: str, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(store.folder / name, (then, then))


def test_two_stores_with_one_folder_have_the_same_files(folder: Path) -> None:
    name = Store(folder).put(b"sent")
    assert Store(folder).get(name) == b"sent"
    assert Store(folder).size(name) == 4


def test_the_same_file_sent_twice_has_two_names_that_cannot_be_guessed(folder: Path) -> None:
    store = Store(folder)
    names = {store.put(b"sent"), store.put(b"sent")}
    assert len(names) == 2
    assert all(len(name) == 32 for name in names)


def test_what_was_not_used_for_an_hour_is_gone_and_what_was_used_stays(folder: Path) -> None:
    store = Store(folder)
    used, unused = store.put(b"used"), store.put(b"unused")
    for name in (used, unused):
        _older(store, name, 3_000)
    assert store.get(used) == b"used"
    _older(store, unused, 3_700)
    assert store.get(unused) is None
    store.sweep()
    assert [path.name for path in folder.iterdir()] == [used]


def test_what_is_old_is_gone_even_when_nobody_comes_by(folder: Path) -> None:
    store = Store(folder, seconds=0.2)
    store.put(b"sent")
    end = time.monotonic() + 30
    while any(folder.iterdir()):
        assert time.monotonic() < end
        time.sleep(0.05)


def test_of_too_much_the_newest_stays(folder: Path) -> None:
    store = Store(folder, most=250)
    names = []
    for number in range(4):
        names.append(store.put(bytes(100)))
        _older(store, names[-1], 10 * (4 - number))
    store.sweep()
    assert [store.get(name) is not None for name in names] == [False, False, True, True]


@pytest.mark.parametrize("name", ["", "given", "../../etc/passwd", "a" * 31, "A" * 32, "a" * 32 + "\n", "/etc/passwd"])
def test_no_name_leads_elsewhere(folder: Path, name: str) -> None:
    store = Store(folder)
    store.put(b"sent")
    assert store.get(name) is None


@pytest.mark.skipif(not POSIX, reason="this system has other rights")
def test_nobody_else_may_look_into_the_folder(folder: Path) -> None:
    store = Store(folder)
    name = store.put(b"sent")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600


@pytest.mark.skipif(not POSIX, reason="this system has other rights")
def test_a_folder_that_is_a_link_or_open_to_others_is_not_used_and_nothing_in_it_touched(
    folder: Path, tmp_path: Path
) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir(mode=0o755)
    file = theirs / ("0" * 32)
    file.write_bytes(b"old")
    os.utime(file, (0, 0))
    folder.symlink_to(theirs)
    for place in (folder, theirs):
        store = Store(place)
        with pytest.raises(FlowvizError, match="for this user alone"):
            store.put(b"sent")
        assert store.get(file.name) is None
    assert file.exists()


@pytest.mark.skipif(not POSIX, reason="this system has other rights")
def test_a_link_among_the_files_is_not_followed(folder: Path, tmp_path: Path) -> None:
    store = Store(folder)
    store.put(b"sent")
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    (folder / ("0" * 32)).symlink_to(secret)
    assert store.get("0" * 32) is None


def test_a_full_or_forbidden_place_is_told_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FlowvizError, match="cannot be made"):
        Store(tmp_path / "file" / "store").put(b"sent")


def test_each_catalogue_has_its_own_folder_among_the_temporary_files(tmp_path: Path) -> None:
    one, other = private_folder(tmp_path / "one"), private_folder(tmp_path / "other")
    assert one != other
    assert one == private_folder(tmp_path / "x" / ".." / "one")
    assert one.parent == Path(tempfile.gettempdir())
