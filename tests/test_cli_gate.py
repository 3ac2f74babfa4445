from __future__ import annotations

import json
from pathlib import Path

import pytest

from conftest import HEAD, write_catalogue
from flowviz.changes.gate import OUTPUTS
from flowviz.cli import main

NEW = HEAD.replace("feeds:\n  - {from: clients, to: people, basis: stated, evidence: [3]}\n", "")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in (("old", HEAD), ("new", NEW)):
        (tmp_path / name).mkdir()
        write_catalogue(tmp_path / name, head=text)
    (tmp_path / "rules.yaml").write_text("rules: [{rule: no-removed-feed}]\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def gate(*arguments: str) -> int:
    with pytest.raises(SystemExit) as end:
        main(["gate", *arguments])
    assert isinstance(end.value.code, int)
    return end.value.code


@pytest.mark.usefixtures("folder")
def test_a_broken_rule_ends_with_1(capfd: pytest.CaptureFixture[str]) -> None:
    assert gate("old", "new", "--rules", "rules.yaml", "--lang", "en") == 1
    said = capfd.readouterr()
    assert said.out == (
        "new/head.yaml:20:9: error: A feed is gone: Clients (information resource clients) → "
        "People (shared resource people, city) [no-removed-feed]\n"
    )
    assert said.err == "1 rule checked: 1 breach, 1 of severity error\n"


@pytest.mark.usefixtures("folder")
def test_a_kept_rule_ends_with_0(capfd: pytest.CaptureFixture[str]) -> None:
    assert gate("old", "old", "--rules", "rules.yaml") == 0
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "1 rule checked: 0 breaches, 0 of severity error\n")


def test_warnings_do_not_stop(folder: Path) -> None:
    (folder / "rules.yaml").write_text("rules: [{rule: no-removed-feed, severity: warning}]\n")
    assert gate("old", "new", "--rules", "rules.yaml") == 0


@pytest.mark.parametrize("form", OUTPUTS)
def test_every_form_goes_into_a_file(folder: Path, form: str) -> None:
    assert gate("old", "new", "--rules", "rules.yaml", "--format", form, "-o", "found") == 1
    assert "no-removed-feed" in (folder / "found").read_text("utf-8")


@pytest.mark.parametrize("form", ["json", "gitlab"])
def test_a_report_is_written_over_the_last_one(folder: Path, form: str) -> None:
    for new in ("new", "old", "new"):
        gate("old", new, "--rules", "rules.yaml", "--format", form, "-o", "report.json")
        json.loads((folder / "report.json").read_text("utf-8"))
    assert "no-removed-feed" in (folder / "report.json").read_text("utf-8")


def test_a_file_of_others_is_left_alone(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "theirs.json").write_text('{"list":\n[]\n}\n')
    assert gate("old", "new", "--rules", "rules.yaml", "--format", "gitlab", "-o", "theirs.json") == 2
    assert "not written by flowviz" in capfd.readouterr().err


def test_problems_of_the_rules_end_with_2(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "rules.yaml").write_text("rules: [{rule: no-removed-fed}]\n")
    assert gate("old", "new", "--rules", "rules.yaml") == 2
    assert capfd.readouterr().err == (
        "error: rules.yaml:1:16: there is no rule 'no-removed-fed' (did you mean 'no-removed-feed'?)\n"
    )
    assert gate("old", "new", "--rules", "elsewhere.yaml") == 2
    assert gate("old", "new") == 2


def test_the_example_passes_on_the_built_in_catalogue() -> None:
    root = Path(__file__).parents[1]
    assert gate(str(root / "data"), str(root / "data"), "--rules", str(root / "examples" / "rules.yaml")) == 0
