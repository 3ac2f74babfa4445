from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from conftest import HEAD, write_catalogue
from flowviz.changes import compare, read_version
from flowviz.changes.places import Place
from flowviz.cli import main
from flowviz.errors import CatalogueError, RevisionError
from flowviz.reading import revision

if TYPE_CHECKING:
    from pathlib import Path

MORE = """\
feeds:
  - {from: people, to: clients, basis: implied, evidence: [5]}
"""


def git(folder: Path, *arguments: str) -> None:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    identity = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, env=environment)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with two versions of a catalogue in ``data``: the second has one feed more."""
    data = tmp_path / "repo" / "data"
    data.mkdir(parents=True)
    monkeypatch.chdir(data.parent)
    git(data.parent, "init", "-q")
    write_catalogue(data)
    git(data.parent, "add", ".")
    git(data.parent, "commit", "-q", "-m", "one")
    (data / "inner").mkdir()
    (data / "inner" / "more.yaml").write_text("source: page\n" + MORE)
    (data / ".hidden.yaml").write_text("no catalogue")
    (data / "notes.txt").write_text("no catalogue either")
    (data / "link.yaml").symlink_to("inner/more.yaml")
    git(data.parent, "add", ".")
    git(data.parent, "commit", "-q", "-m", "two")
    (data / "link.yaml").unlink()
    return data.parent


def actions(old: str, new: str) -> list[tuple[str, str]]:
    changes = compare(read_version(old).model, read_version(new).model).changes
    return [(change.action, change.id) for change in changes]


@pytest.mark.usefixtures("repository")
def test_a_revision_is_the_folder_as_it_was() -> None:
    assert actions("HEAD~1:data", "HEAD:data") == [("added", "people -> clients")]
    assert actions("HEAD~1:data", "data") == [("added", "people -> clients")]
    assert actions("main:data", "data") == []


def test_a_path_from_the_present_folder_works_in_any_folder(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository / "data")
    assert actions("HEAD~1:./", "HEAD:./") == [("added", "people -> clients")]
    assert actions("HEAD~1:data", ".") == [("added", "people -> clients")]


@pytest.mark.usefixtures("repository")
def test_a_single_file_of_a_revision_is_read_too() -> None:
    assert actions("HEAD~1:data/head.yaml", "HEAD:data/head.yaml") == []


def test_an_export_is_a_version(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path)
    export = tmp_path / "export.json"
    with pytest.raises(SystemExit) as end:
        main(["export", "--format", "json", "--catalogue", str(folder), "-o", str(export)])
    assert end.value.code == 0
    assert actions(str(folder), str(export)) == []


def test_an_exported_file_of_a_revision_is_read_too(repository: Path) -> None:
    with pytest.raises(SystemExit):
        main(["export", "--format", "json", "--catalogue", "data", "-o", str(repository / "kept.json")])
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "three")
    assert actions("HEAD:kept.json", "data") == []


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("nothing", "REVISION:PATH, such as HEAD~3:data"),
        (":data", "REVISION:PATH"),
        ("HEAD~9:data", "there is no revision 'HEAD~9'"),
        ("HEAD:elsewhere", "revision 'HEAD' has no 'elsewhere'"),
        ("--output=stolen:data", "there is no revision '--output=stolen'"),
        ("HEAD:--help", "has no '--help'"),
        ("HEAD:../data", "the path leads out of the repository"),
        ("HEAD:./..", "the path leads out of the repository"),
        ("HEAD:a/../data", "has no 'a/../data'"),
        ("HEAD;touch stolen:data", "there is no revision"),
        ("a\0b", "no such file or folder"),
        ("no\nsuch:data", r"there is no revision 'no\nsuch'"),
    ],
)
def test_what_is_no_version_is_told_in_one_line(name: str, said: str, repository: Path) -> None:
    with pytest.raises(RevisionError) as error:
        read_version(name)
    assert said in str(error.value)
    assert "\n" not in str(error.value)
    assert not (repository / "stolen").exists()


def test_problems_of_a_revision_name_the_revision_and_not_a_passing_folder(repository: Path) -> None:
    (repository / "data" / "head.yaml").write_text(HEAD.replace("to: people", "to: poeple"))
    git(repository, "commit", "-aqm", "broken")
    with pytest.raises(CatalogueError) as error:
        read_version("HEAD:data")
    assert str(error.value).startswith("HEAD:data/head.yaml:24:")
    assert "did you mean 'people'?" in str(error.value)


def test_a_folder_without_a_repository_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RevisionError, match="no git repository"):
        read_version("HEAD:data")


@pytest.mark.usefixtures("repository")
def test_a_machine_without_git_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RevisionError, match="git is not installed"):
        read_version("HEAD:data")


@pytest.mark.usefixtures("repository")
def test_git_that_does_not_answer_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    silent = tmp_path_factory.mktemp("silent") / "git"
    silent.write_text("#!/bin/sh\nexec sleep 600\n")
    silent.chmod(0o755)
    monkeypatch.setenv("PATH", f"{silent.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(revision, "_PATIENCE", 0.2)
    with pytest.raises(RevisionError, match="took longer"):
        read_version("HEAD:data")


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("name", ["data", "HEAD:data", "HEAD:./data"])
def test_places_are_those_of_the_files(name: str) -> None:
    version = read_version(name)
    by_target = {feed.target: version.places.of(feed) for feed in version.catalogue.feeds}
    assert by_target["people"] == Place("data/head.yaml", 24, 5)
    assert by_target["clients"] == Place("data/inner/more.yaml", 3, 5)
    assert version.places.of(version.catalogue.departments[0].units[0]) == Place("data/head.yaml", 18, 13)
    assert version.places.start() == Place("data/head.yaml", 3, 3)
    assert version.places.of(read_version("HEAD~1:data").catalogue.feeds[0]) is None
