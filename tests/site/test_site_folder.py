from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from conftest import write_catalogue
from flowviz.cli import cli
from flowviz.errors import OutputError
from flowviz.site.folder import doubtful, write
from flowviz.writing import GENERATOR, RECORD

if TYPE_CHECKING:
    from pathlib import Path

OURS = f"<!-- {GENERATOR} -->".encode()


def test_pages_of_an_earlier_site_are_removed_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path, {"fi/party/a.html": OURS, "fi/party/b.html": OURS, "search-sv.js": OURS, "fi.html": OURS})
    (tmp_path / "fi/own.html").write_text("mine")
    removed = write(tmp_path, {"fi/party/a.html": OURS})
    assert removed == ["fi/party/b.html", "search-sv.js"]
    assert sorted(path.name for path in tmp_path.rglob("*.html")) == ["a.html", "fi.html", "own.html"]


def test_a_file_of_somebody_else_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    with pytest.raises(OutputError, match="not written by flowviz"):
        write(tmp_path, {"index.html": OURS, "site.css": OURS})
    assert not (tmp_path / "site.css").exists()


def test_a_page_that_goes_and_was_changed_since_is_told_and_neither_lost_nor_published_unawares(tmp_path: Path) -> None:
    write(tmp_path, {"fi/party/a.html": OURS, "fi/party/b.html": OURS})
    (tmp_path / "fi/party/b.html").write_bytes(OURS + b"mine")
    with pytest.raises(OutputError, match=r"b\.html' was changed since flowviz wrote it"):
        write(tmp_path, {"fi/party/a.html": OURS + b"new"})
    assert (tmp_path / "fi/party/a.html").read_bytes() == OURS
    assert write(tmp_path, {"fi/party/a.html": OURS}, force=True) == ["fi/party/b.html"]


def test_pages_of_an_earlier_site_that_nothing_vouches_for_are_named(tmp_path: Path) -> None:
    write(tmp_path, {"fi/party/a.html": OURS, "fi/party/b.html": OURS})
    (tmp_path / "fi/own.html").write_text("mine")
    (tmp_path / RECORD).unlink()
    assert write(tmp_path, {"fi/party/a.html": OURS}) == []
    assert doubtful(tmp_path, {"fi/party/a.html": OURS}) == [tmp_path / "fi/party/b.html"]


def test_the_command_writes_a_site_and_says_what_is_missing(tmp_path: Path) -> None:
    source = tmp_path / "catalogue"
    source.mkdir()
    write_catalogue(source)
    done = CliRunner().invoke(cli, ["site", "--catalogue", str(source), "-o", str(tmp_path / "out"), "--lang", "en"])
    assert done.exit_code == 0, done.output
    assert "--base-url" in done.stderr
    assert (tmp_path / "out/en/department/care.html").exists()
    assert not (tmp_path / "out/fi").exists()


@pytest.mark.parametrize(
    ("arguments", "said"), [(["-o", "-"], "give a folder"), (["--base-url", "example.org"], "begin it with https")]
)
def test_wrong_use_is_told_with_its_cure(arguments: list[str], said: str) -> None:
    done = CliRunner().invoke(cli, ["site", *arguments])
    assert done.exit_code == 2
    assert said in done.stderr
