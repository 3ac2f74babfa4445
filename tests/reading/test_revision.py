"""Trees of git that no honest git has made: nothing is written, and each is one line."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from conftest import HEAD
from flowviz.changes import read_version
from flowviz.cli import main
from flowviz.errors import FlowvizError

if TYPE_CHECKING:
    from pathlib import Path

MORE = b"keywords: [{text: brought in by a pull request}]\n"


class Repository:
    """A repository whose trees are written object by object."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "-q")

    def git(self, *arguments: str, given: bytes = b"") -> str:
        environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        identity = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org"]
        done = subprocess.run(
            ["git", *identity, *arguments],
            cwd=self.folder,
            input=given,
            capture_output=True,
            env=environment,
            check=True,
        )
        return done.stdout.decode().strip()

    def blob(self, content: bytes) -> str:
        return self.git("hash-object", "-w", "--stdin", given=content)

    def tree(self, *entries: tuple[str, bytes, str]) -> str:
        """A tree of (mode, name, object), whatever git itself thinks of the names."""
        raw = b"".join(mode.encode() + b" " + name + b"\0" + bytes.fromhex(of) for mode, name, of in entries)
        return self.git("hash-object", "-w", "-t", "tree", "--literally", "--stdin", given=raw)

    def commit(self, *entries: tuple[str, bytes, str]) -> str:
        """The name of a version: a sound catalogue with ``entries`` beside it."""
        data = self.tree(("100644", b"head.yaml", self.blob(HEAD.encode())), *entries)
        commit = self.git("commit-tree", self.tree(("40000", b"data", data)), "-m", "hostile")
        return f"{commit}:data"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    folder = tmp_path / "repository"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return Repository(folder)


def said(name: str) -> str:
    with pytest.raises(FlowvizError) as caught:
        read_version(name)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def listing(folder: Path) -> set[str]:
    return {str(path) for path in folder.rglob("*") if ".git" not in path.parts}


NAMES = {
    "absolute": b"%s/stolen.yaml",
    "up": b"../stolen.yaml",
    "up and up": b"../../../../../../../../../../%s/stolen.yaml",
    "up in the middle": b"a/../../stolen.yaml",
    "a backslash": b"..\\stolen.yaml",
    "a drive": b"C:\\stolen.yaml",
    "a line break": b"sto\nlen.yaml",
    "a control": b"sto\x1b[31mlen.yaml",
    "no UTF-8": b"sto\xff\xfelen.yaml",
    "reordered": "sto\u202elmay.yaml".encode(),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_file_with_a_hostile_name_is_told_and_nothing_is_written(
    repository: Repository, tmp_path: Path, name: str
) -> None:
    raw = NAMES[name].replace(b"%s", os.fsencode(tmp_path))
    version = repository.commit(("100644", raw, repository.blob(MORE)))
    before = listing(tmp_path)
    assert said(version).startswith(f"{version}/")
    assert listing(tmp_path) == before


@pytest.mark.parametrize("name", [b"..", b".", b"/etc"])
def test_a_folder_with_a_hostile_name_is_told(repository: Repository, name: bytes) -> None:
    inner = repository.tree(("100644", b"stolen.yaml", repository.blob(MORE)))
    assert "leads out of the folder" in said(repository.commit(("40000", name, inner)))


def test_a_tree_that_git_itself_cannot_read_is_told(repository: Repository) -> None:
    inner = repository.tree(("100644", b"stolen.yaml", repository.blob(MORE)))
    assert "`git fsck`" in said(repository.commit(("40000", b"", inner)))


@pytest.mark.parametrize("command", ["diff", "gate"])
def test_the_commands_do_not_call_such_a_version_sound(
    repository: Repository, tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    sound = repository.commit()
    hostile = repository.commit(("100644", os.fsencode(tmp_path / "stolen.yaml"), repository.blob(MORE)))
    (repository.folder / "rules.yaml").write_text("rules: [{rule: no-removed-feed}]")
    rules = ["--rules", "rules.yaml"] if command == "gate" else []
    with pytest.raises(SystemExit) as end:
        main([command, sound, hostile, *rules])
    assert end.value.code not in (0, None)
    assert "0 breaches" not in capsys.readouterr().err
    assert not (tmp_path / "stolen.yaml").exists()


@pytest.mark.parametrize("target", [b"/etc/passwd", b"../../elsewhere.yaml", b"nowhere.yaml", b""])
def test_a_link_that_leads_out_is_told(repository: Repository, target: bytes) -> None:
    version = repository.commit(("120000", b"link.yaml", repository.blob(target)))
    assert said(version).startswith(f"{version}/link.yaml:1:1: is a link that leads out")


def test_a_link_inside_is_what_it_leads_to(repository: Repository) -> None:
    version = repository.commit(("120000", b"link.yaml", repository.blob(b"./head.yaml")))
    assert read_version(version).catalogue.header.id == "small"


def test_a_file_that_is_there_twice_is_told(repository: Repository) -> None:
    entries = [("100644", b"more.yaml", repository.blob(content)) for content in (MORE, b"parties: []")]
    assert "more.yaml:1:1: is there more than once" in said(repository.commit(*entries))


def test_a_repository_in_the_place_of_a_file_is_told(repository: Repository) -> None:
    version = repository.commit(("160000", b"other.yaml", "1" * 40))
    assert said(version).startswith(f"{version}/other.yaml:1:1: is no regular file")


def test_a_link_asked_for_itself_is_told(repository: Repository) -> None:
    version = repository.commit(("120000", b"link.yaml", repository.blob(b"/etc/passwd")))
    assert "is a link: name what it leads to" in said(f"{version}/link.yaml")


def test_hidden_files_and_other_endings_are_not_read(repository: Repository) -> None:
    broken = repository.blob(b"][")
    entries = [("100644", name, broken) for name in (b".hidden.yaml", b"notes.txt", b"yaml")]
    inner = repository.tree(("100644", b"x.yaml", broken))
    version = repository.commit(*entries, ("40000", b".git", inner))
    assert read_version(version).catalogue.header.id == "small"


def test_an_object_that_is_not_there_is_told(repository: Repository) -> None:
    version = repository.commit(("100644", b"more.yaml", "2" * 40))
    assert "`git fsck`" in said(version)


@pytest.mark.parametrize("mode", ["100644", "120000"])
def test_a_few_trees_that_hold_each_other_are_not_all_listed(repository: Repository, mode: str) -> None:
    """Ten trees of ten entries, each ten times the one below it, are 10,000,000,000 files."""
    tree = repository.tree(*((mode, b"%d.yaml" % name, repository.blob(b"0.yaml")) for name in range(10)))
    for _ in range(9):
        tree = repository.tree(*(("40000", b"%d" % name, tree) for name in range(10)))
    assert said(repository.commit(("40000", b"bomb", tree))).endswith("files: is it the right folder?")
