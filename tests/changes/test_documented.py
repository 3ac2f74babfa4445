from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from flowviz.changes import ACTIONS, EFFECTS, FORMATS, gate
from flowviz.changes.checks import CHECKS
from flowviz.changes.rules import OPTIONS

DOCS = Path(__file__).parents[2] / "docs"
CHANGES, GATE = ((DOCS / name).read_text("utf-8") for name in ("changes.md", "gate.md"))


@pytest.mark.parametrize("rule", CHECKS)
def test_every_rule_is_documented_with_its_options(rule: str) -> None:
    (row,) = (line for line in GATE.splitlines() if line.startswith(f"| `{rule}` |"))
    assert set(re.findall(r"`([a-z-]+)`", row.split("|")[3])) == set(CHECKS[rule].options)


def test_every_option_and_every_output_is_documented() -> None:
    assert all(f"| `{option}` |" in GATE for option in OPTIONS)
    assert all(f"--format {name}" in GATE for name in gate.OUTPUTS if name != "text")


def test_every_action_effect_and_format_is_documented() -> None:
    assert all(f"| `{name}` |" in CHANGES for name in (*ACTIONS, *EFFECTS))
    assert all(f"`{name}`" in CHANGES or f"--format {name}" in CHANGES for name in (*FORMATS, "svg"))


def test_the_examples_of_build_servers_are_yaml_and_call_commands_that_are_there() -> None:
    github, gitlab = (
        yaml.safe_load(text.split("```yaml\n")[1].split("```")[0])
        for text in (GATE.split("## In GitHub Actions")[1], GATE.split("## In GitLab CI")[1])
    )
    runs = [step["run"] for step in github["jobs"]["gate"]["steps"] if "run" in step]
    lines = [line for line in (*runs, *gitlab["catalogue"]["script"]) if line.startswith("flowviz ")]
    assert {line.split()[1] for line in lines} == {"check", "diff", "gate"}
    assert all((DOCS.parent / path).exists() for line in lines for path in re.findall(r"--rules (\S+)", line))


def test_the_example_of_rules_is_a_file_of_rules(tmp_path: Path, model) -> None:  # type: ignore[no-untyped-def]
    text = GATE.split("## The file of rules")[1].split("```yaml\n")[1].split("```")[0]
    (tmp_path / "rules.yaml").write_text(text, "utf-8")
    assert [rule.kind for rule in gate.read(tmp_path / "rules.yaml", model)] == ["no-removed-feed", "no-new-orphan"]


def test_the_picture_shows_every_mark() -> None:
    text = (DOCS / "images" / "changed.svg").read_text("utf-8")
    assert all(f"mark-{mark}" in text for mark in ("added", "removed", "changed"))
