"""What is printed of errors: each problem one line, of many the first and how many more there are."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from conftest import write_catalogue
from flowviz.cli import cli
from flowviz.errors import CatalogueError
from flowviz.importing import UnreadableFile
from flowviz.loading.problems import Problem
from flowviz.messages import said

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def catalogue_with(folder: Path, problems: int) -> Path:
    entries = "\n".join(f"  - {{id: system-{number}, name: X, colour: red}}" for number in range(problems))
    return write_catalogue(folder, more=f"systems:\n{entries}\n")


def checked(path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert cli.main(["check", "--catalogue", str(path), *options], standalone_mode=False) == 1
    return capsys.readouterr().out


def test_the_first_two_hundred_problems_are_printed_and_the_others_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = checked(catalogue_with(tmp_path, 250), capsys).splitlines()
    assert len(printed) == 201
    assert printed[0].startswith(str(tmp_path))
    assert printed[-1] == "and 50 more"


def test_two_hundred_problems_are_all_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = checked(catalogue_with(tmp_path, 200), capsys).splitlines()
    assert len(printed) == 200
    assert all(line.startswith(str(tmp_path)) for line in printed)


def test_the_json_has_all_problems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(checked(catalogue_with(tmp_path, 250), capsys, "--format", "json"))
    assert len(found["problems"]) == found["errors"] == 250


def test_an_error_is_as_many_lines_as_problems_whatever_is_in_them() -> None:
    error = CatalogueError(
        [Problem(file, 0, 0, said("not-json.empty")) for file in ("a\nb\x1b[2J\u2028c", "d" * 5_000, *"e" * 300)]
    )
    printed = str(error).splitlines()
    assert len(printed) == 201
    assert printed[0] == r"a\nb\x1b[2J\u2028c: is empty"
    assert len(printed[1]) == 1_001
    assert printed[-1] == "and 102 more"
    assert str(UnreadableFile("book\n.xlsx", said("not-json.empty"))) == r"book\n.xlsx: is empty"
