from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING, NoReturn

import pytest

from conftest import write_catalogue
from federation.town import write_town
from flowviz import federation, kept, loading, private
from flowviz.errors import CatalogueError
from flowviz.exports import EXPORTS, Order
from flowviz.model import build_model
from flowviz.places import CATALOGUE

if TYPE_CHECKING:
    from pathlib import Path

OTHERS = pytest.mark.skipif(sys.platform == "win32", reason="a profile of Windows is its user's alone")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for what is kept, not made yet."""
    monkeypatch.setenv(private.CACHE, str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small catalogue."""
    (tmp_path / "own").mkdir()
    return write_catalogue(tmp_path / "own")


def unread(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets nothing be parsed and checked from now on."""

    def fail(_: object) -> NoReturn:
        raise AssertionError("it is parsed and checked")

    monkeypatch.setattr(loading, "load_parts", fail)


@pytest.mark.parametrize("which", ["built-in", "small"])
def test_what_was_checked_once_is_the_same_when_it_is_not_checked_again(
    which: str, folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = CATALOGUE if which == "built-in" else folder
    first = federation.load(path)
    unread(monkeypatch)
    assert federation.load(path) == first == loading.load(path)
    assert len(list(cache.iterdir())) == 1


def test_a_changed_file_is_read(folder: Path, cache: Path) -> None:
    assert [feed.target for feed in federation.load(folder).feeds] == ["people"]
    (folder / "head.yaml").write_text((folder / "head.yaml").read_text().replace("to: people", "to: state-register"))
    with pytest.raises(CatalogueError, match="state-register"):
        federation.load(folder)
    assert len(list(cache.iterdir())) == 1


def test_the_same_file_is_another_catalogue_where_it_is_read_otherwise(
    folder: Path, cache: Path, tmp_path: Path
) -> None:
    (tmp_path / "exported").mkdir()
    file = tmp_path / "exported" / "a.yaml"
    file.write_bytes(EXPORTS["json"].write(build_model(loading.load(folder)), Order()))
    assert federation.load(file).departments
    with pytest.raises(CatalogueError, match="unknown key 'format'"):
        federation.load(file.parent)


def test_pins_that_cannot_be_read_are_told_of_what_was_kept_without_them_too(cache: Path, tmp_path: Path) -> None:
    town = write_town(tmp_path / "joined")
    assert federation.load(town).members
    (tmp_path / "joined" / "town.lock.json").mkdir()
    with pytest.raises(CatalogueError, match=r"town\.lock\.json:1:1: is a folder"):
        federation.load(town)


def test_another_version_reads_for_itself(folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    federation.load(folder)
    monkeypatch.setattr(kept, "__version__", "another")
    federation.load(folder)
    assert len(list(cache.iterdir())) == 2


@pytest.mark.parametrize("harm", [b"", b"broken", b'"people"', b"\xff"])
def test_what_is_broken_is_not_taken(folder: Path, cache: Path, harm: bytes) -> None:
    first = federation.load(folder)
    (file,) = cache.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b'"state"', harm) if harm else b"")
    assert federation.load(folder) == first
    assert file.read_bytes() == whole


@OTHERS
def test_a_folder_that_others_may_write_is_not_used(folder: Path, cache: Path) -> None:
    cache.mkdir()
    cache.chmod(0o770)
    federation.load(folder)
    assert list(cache.iterdir()) == []


@OTHERS
def test_what_is_kept_is_its_owners_alone(folder: Path, cache: Path) -> None:
    federation.load(folder)
    (file,) = cache.iterdir()
    assert [path.stat().st_mode & 0o777 for path in (cache, file)] == [0o700, 0o600]


def test_nothing_is_kept_when_that_is_off(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(private.CACHE, "off")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    federation.load(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["own"]


def test_a_place_that_cannot_be_used_stops_nobody(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(private.CACHE, str(tmp_path / "file" / "inside"))
    assert federation.load(folder) == loading.load(folder)


def test_nothing_is_lost_when_many_keep_at_once(cache: Path) -> None:
    data = os.urandom(200_000)
    found: list[bool] = []

    def work() -> None:
        for _ in range(20):
            private.keep("same", data)
            found.append(private.kept("same") == data)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 80
    assert [path.name for path in cache.iterdir()] == ["same"]


def test_of_much_the_latest_is_kept(cache: Path) -> None:
    for number in range(30):
        private.keep(f"{number:02}", b"x")
        os.utime(cache / f"{number:02}", (number, number))
    assert sorted(path.name for path in cache.iterdir()) == [f"{number:02}" for number in range(6, 30)]
