from __future__ import annotations

import os
from pathlib import Path

import pytest

from conftest import write_catalogue
from flowviz import loading
from flowviz.errors import CatalogueError, InputError
from flowviz.reading import Disk, disk, one_file

YAML = (".yaml", ".yml")


def names(folder: Path, *, deep: bool = True) -> list[str]:
    return [str(entry.name).removeprefix(f"{folder}{os.sep}") for entry in Disk(folder, deep=deep).entries(YAML)]


def told(folder: Path) -> list[str]:
    """What cannot be read in a folder, without the folder's name."""
    found = []
    for entry in Disk(folder).entries(YAML):
        try:
            entry.read()
        except InputError as error:
            found.append(str(error).removeprefix(f"{folder}{os.sep}"))
    return found


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder of somebody else, with a file that looks like part of a catalogue."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "secret.yaml").write_text("keywords: [{text: the secret of somebody else}]")
    return folder


@pytest.fixture
def inside(tmp_path: Path) -> Path:
    folder = tmp_path / "catalogue"
    folder.mkdir()
    return write_catalogue(folder)


def test_a_link_to_a_file_elsewhere_is_told_and_not_opened(inside: Path, outside: Path) -> None:
    (inside / "more.yaml").symlink_to(outside / "secret.yaml")
    with pytest.raises(CatalogueError) as caught:
        loading.load(inside)
    assert str(caught.value) == f"{inside}/more.yaml:1:1: {disk.LEADS_OUT}"


@pytest.mark.parametrize(
    "target", ["/etc/passwd", "/proc/self/environ", "/dev/stdin", "../outside/secret.yaml", "../../../etc/hosts"]
)
def test_no_form_of_link_leads_out(inside: Path, outside: Path, target: str) -> None:
    assert outside.exists()
    (inside / "more.yaml").symlink_to(target)
    (line,) = told(inside)
    assert line.startswith("more.yaml: ")
    assert "secret" not in line


def test_a_link_to_a_folder_elsewhere_is_told(inside: Path, outside: Path) -> None:
    (inside / "more").symlink_to(outside)
    assert told(inside) == [f"more: {disk.LEADS_OUT}"]


def test_a_link_by_way_of_a_link_does_not_lead_out_either(inside: Path, outside: Path) -> None:
    (outside / "back").symlink_to(outside / "secret.yaml")
    (inside / "one").symlink_to(inside)
    (inside / "two.yaml").symlink_to(inside / "three")
    (inside / "three").symlink_to(outside / "back")
    assert told(inside) == [f"two.yaml: {disk.LEADS_OUT}"]


def test_links_inside_may_stay_and_what_they_lead_to_is_read_once(inside: Path) -> None:
    (inside / "kept").mkdir()
    (inside / "kept" / "more.yaml").write_text("keywords: [{text: one}]")
    (inside / "a.yaml").symlink_to("kept/more.yaml")
    (inside / "b").symlink_to("kept")
    assert names(inside) == ["a.yaml", "head.yaml"]
    assert len(loading.load(inside).keywords) == 1


def test_the_folder_itself_may_be_a_link(inside: Path, tmp_path: Path) -> None:
    (tmp_path / "current").symlink_to(inside)
    assert loading.load(tmp_path / "current") == loading.load(inside)
    (tmp_path / "one.yaml").symlink_to(inside / "head.yaml")
    assert loading.load(tmp_path / "one.yaml") == loading.load(inside)


def test_other_links_out_are_nobody_s_business(inside: Path, outside: Path) -> None:
    (inside / "notes.txt").symlink_to(outside / "secret.yaml")
    (inside / ".git").symlink_to(outside)
    (inside / "broken").symlink_to("nowhere")
    assert told(inside) == []
    assert names(inside) == ["head.yaml"]


def test_a_path_longer_than_the_system_allows_is_told(inside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(inside)
    for _ in range(25):
        Path("f" * 200).mkdir()
        os.chdir("f" * 200)
    Path("deep.yaml").write_text("keywords: []")
    os.chdir(inside)
    (line,) = told(inside)
    assert line.startswith("fff")
    assert "cannot be read: " in line


def test_folders_in_folders_without_end_are_told(inside: Path) -> None:
    (inside / "/".join("f" for _ in range(60))).mkdir(parents=True)
    (line,) = told(inside)
    assert line.endswith("folders inside folders, more than 50 deep")


def test_what_is_larger_than_a_file_may_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "large.yaml").write_bytes(b"x" * 1000)
    with pytest.raises(InputError, match="is larger than"):
        disk.read_file(tmp_path / "large.yaml", most=999)
    assert disk.read_file(tmp_path / "large.yaml", most=1000) == b"x" * 1000


def test_more_files_than_a_catalogue_has_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "MOST_FILES", 5)
    for number in range(6):
        (tmp_path / f"{number}.yaml").touch()
    with pytest.raises(InputError, match="more than 5 files"):
        Disk(tmp_path).entries(YAML)


def test_only_the_folder_itself_when_it_shall_not_be_deep(inside: Path) -> None:
    (inside / "in").mkdir()
    (inside / "in" / "more.yaml").touch()
    assert names(inside, deep=False) == ["head.yaml"]
    assert names(inside) == ["head.yaml", "in/more.yaml"]


def test_a_single_file_is_read_whatever_its_ending_and_a_folder_is_none(tmp_path: Path) -> None:
    (tmp_path / "rules.txt").write_text("x")
    (tmp_path / "link").symlink_to("rules.txt")
    assert one_file(tmp_path / "link").read() == b"x"
    with pytest.raises(InputError, match="is a folder"):
        one_file(tmp_path).read()
    with pytest.raises(InputError, match="cannot be read"):
        one_file(tmp_path / "none").read()
    with pytest.raises(InputError, match="cannot be read"):
        one_file(tmp_path / "no\0ne").read()


def test_a_link_put_in_the_place_of_a_file_after_looking_is_not_followed(inside: Path, outside: Path) -> None:
    (entry,) = Disk(inside).entries(YAML)
    (inside / "head.yaml").unlink()
    (inside / "head.yaml").symlink_to(outside / "secret.yaml")
    with pytest.raises(InputError, match="cannot be read"):
        entry.read()


def test_a_message_gives_away_no_more_than_a_few_words_of_a_file(tmp_path: Path) -> None:
    line = "root:x:0:0:root:/root:/bin/bash and then something that nobody else should ever get to read of it"
    (tmp_path / "a.yaml").write_text(line)
    (tmp_path / "b.yaml").write_text(f"shared: {line!r}\nparties:\n  - {{id: {line!r}}}\n{line!r}: x\n")
    with pytest.raises(CatalogueError) as caught:
        loading.load(tmp_path)
    assert "something that nobody else" not in str(caught.value)
