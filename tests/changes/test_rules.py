from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from flowviz.changes import gate
from flowviz.changes.checks import CHECKS
from flowviz.changes.rules import OPTIONS
from flowviz.errors import RulesError

if TYPE_CHECKING:
    from flowviz.changes.rules import Rule
    from flowviz.model import Model

EXAMPLES = Path(__file__).parents[2] / "examples" / "rules.yaml"


def read(folder: Path, text: str, model: Model) -> list[Rule]:
    path = folder / "rules.yaml"
    path.write_text(dedent(text))
    return gate.read(path, model)


def test_the_example_is_read(model: Model) -> None:
    rules = gate.read(EXAMPLES, model)
    assert rules[0].kind == "no-removed-feed"
    assert rules[0].severity == "error"
    assert rules[0].options == {"basis": {"stated"}, "scope": {"national"}}
    assert rules[0].why.startswith("A stated feed")
    assert {rule.severity for rule in rules} == {"error", "warning", "note"}


def test_every_option_of_every_rule_is_known() -> None:
    assert {option for check in CHECKS.values() for option in check.options} == set(OPTIONS)


def test_a_rule_without_more_is_an_error_about_everything(tmp_path: Path, model: Model) -> None:
    (rule,) = read(tmp_path, "rules: [{rule: no-new-orphan}]", model)
    assert (rule.severity, rule.why, rule.options) == ("error", "", {})


def test_every_problem_is_told_with_its_line_and_its_cure(tmp_path: Path, model: Model) -> None:
    text = """\
        rules:
          - rule: no-removed-fed
          - rule: no-removed-feed
            scope: [natonal, national]
            severty: error
          - severity: error
          - rule: no-new-orphan
            severity: fatal
            department: 7
            kind: []
          - rule: new-version
            scope: national
            why: [a, b]
          - just a word
        more: 1
        """
    with pytest.raises(RulesError) as error:
        read(tmp_path, text, model)
    told = [str(problem).split("rules.yaml:")[-1] for problem in error.value.problems]
    assert told == [
        "2:11: there is no rule 'no-removed-fed' (did you mean 'no-removed-feed'?)",
        "4:13: there is no scope 'natonal' in either catalogue (did you mean 'national'?)",
        "5:5: rule 'no-removed-feed' has no option 'severty' (did you mean 'severity'?)",
        told[3],
        "8:15: a severity is one of error, warning, note",
        "9:17: 'department' takes a word or a list of words",
        "10:11: 'kind' is empty: remove it, or write what it is narrowed to",
        "12:5: rule 'new-version' has no option 'scope': it has rule, severity, why",
        "13:10: a reason is a text: put it in quotes",
        "14:5: a rule is a mapping: 'rule: NAME' and its options",
        "15:1: unknown key 'more': only 'rules' may stand here",
    ]
    assert told[3].startswith("6:5: 'rule' is missing: one of no-removed-feed,")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file is empty"),
        ("- a\n", "one list under 'rules:'"),
        ("rules: {}\n", "one list under 'rules:'"),
        ("rules: []\n", "the list of rules is empty"),
        ("rules: [{rule: new-version, rule: no-new-orphan}]\n", "duplicate key 'rule'"),
        ("rules: &a [*a]\n", "aliases"),
        ("rules:\n\t- rule: x\n", "a tab"),
        ("rules: [{rule: [a]}]\n", "there is no rule"),
        ("rules: [{rule: new-version, severity: [a]}]\n", "a severity is one of"),
    ],
)
def test_a_file_that_is_no_list_of_rules_is_refused(tmp_path: Path, model: Model, text: str, said: str) -> None:
    with pytest.raises(RulesError) as error:
        read(tmp_path, text, model)
    assert said in str(error.value)
    assert error.value.exit_code == 2
