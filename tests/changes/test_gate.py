from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from conftest import HEAD, write_catalogue
from federation.town import write_town
from flowviz.changes import Version, compare, gate, read_version
from flowviz.changes.checks import CHECKS
from flowviz.locales import LANGUAGES, words
from flowviz.locales import sentences as sentences_of

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Run
    from flowviz.changes.gate import Breach

OLD = HEAD.replace(
    "feeds:\n",
    """\
  - {id: tax, name: {en: Tax, da: Skat}, scope: state}
parties:
  - {id: board, name: {en: Board, da: Udvalg}, form: authority, scope: city}
feeds:
  - {from: clients, to: tax, basis: stated, evidence: [4]}
  - {from: board, to: clients, basis: stated, evidence: [6]}
""",
)
PERSONAL = "datasets: [{id: cards, name: {en: Cards, da: Kort}, groups: [{name: Names, personal: true}]}]"

CASES: dict[str, tuple[str | re.Pattern[str], str, str]] = {
    "no-removed-feed": ("  - {from: clients, to: tax, basis: stated, evidence: [4]}\n", "", "clients -> tax"),
    "no-weaker-feed": ("to: tax, basis: stated", "to: tax, basis: implied", "clients -> tax"),
    "every-new-feed-has-evidence": (
        "feeds:\n",
        "feeds:\n  - {from: tax, to: board, basis: stated, evidence: [page]}\n",
        "tax -> board",
    ),
    "no-personal-data-to-new-scope": (
        "name: {en: Clients, da: Klienter}}",
        f"name: {{en: Clients, da: Klienter}}, {PERSONAL}}}",
        "clients -> tax",
    ),
    "no-removed-thing": (
        "    units: [{id: ward, name: {en: Ward, da: Afdeling}}]\n",
        "",
        "ward",
    ),
    "no-renamed-id": ("{id: ward,", "{id: room,", "room"),
    "no-new-unstated-scope": ("scope: city}\nfeeds", "scope: unstated}\nfeeds", "board"),
    "translations-complete": ("name: {en: Tax, da: Skat}", "name: {en: Taxes}", "tax"),
    "no-new-cut-off": ("  - {from: board, to: clients, basis: stated, evidence: [6]}\n", "", "clients"),
    "no-new-orphan": (
        "parties:\n",
        "parties:\n  - {id: club, name: {en: Club, da: Klub}, form: people, scope: city}\n",
        "club",
    ),
    "no-new-single-point": (
        "feeds:\n",
        "systems: [{id: later, name: {en: Later, da: Senere}}]\nfeeds:\n  - {from: tax, to: later, basis: stated, evidence: [7]}\n",
        "tax",
    ),
    "no-feed-to-nowhere": (
        re.compile(r"  - \{id: tax,.*\n|  - \{from: clients, to: tax.*\n"),
        "",
        "clients",
    ),
    "no-lost-receiver": (re.compile(r"  - \{from: board.*\n"), "", "board"),
    "new-version": ("name: {en: Tax, da: Skat}", "name: {en: Taxes, da: Skat}", "small"),
}
"""A rule, an edit of the catalogue that breaks it, and of what."""


def found(tmp_path: Path, old: str, new: str, rules: str, language: str = "en") -> list[Breach]:
    versions = []
    for name, text in (("old", old), ("new", new)):
        (tmp_path / name).mkdir(exist_ok=True)
        versions.append(read_version(str(write_catalogue(tmp_path / name, head=text))))
    (tmp_path / "rules.yaml").write_text(rules)
    before, after = versions
    read = gate.read(tmp_path / "rules.yaml", before.model, after.model)
    return gate.breaches(compare(before.model, after.model), read, after.places, language)


def edited(old: str | re.Pattern[str], new: str) -> str:
    text = OLD.replace(old, new) if isinstance(old, str) else old.sub(new, OLD)
    assert text != OLD
    return text


def test_every_rule_has_a_case_and_its_words() -> None:
    assert {*CASES, "every-feed-is-confirmed"} == set(CHECKS)
    for language in LANGUAGES:
        assert {f"gate.{name}" for name in CHECKS} <= set(sentences_of(language))


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_finds_what_breaks_it(tmp_path: Path, rule: str) -> None:
    old, new, subject = CASES[rule]
    for language in LANGUAGES:
        breaches = found(tmp_path, OLD, edited(old, new), f"rules: [{{rule: {rule}}}]", language)
        assert subject in [breach.subject for breach in breaches]
        assert all(breach.message for breach in breaches)


@pytest.mark.parametrize("rule", CASES)
def test_no_rule_is_broken_by_nothing(tmp_path: Path, rule: str) -> None:
    assert found(tmp_path, OLD, OLD, f"rules: [{{rule: {rule}}}]") == []


@pytest.mark.parametrize("rule", CASES)
def test_a_breach_points_at_a_line_that_is_there(tmp_path: Path, rule: str) -> None:
    old, new, _ = CASES[rule]
    text = edited(old, new)
    for breach in found(tmp_path, OLD, text, f"rules: [{{rule: {rule}}}]"):
        assert breach.place.file.endswith("new/head.yaml")
        line = text.splitlines()[breach.place.line - 1]
        ids = [*breach.subject.split(" -> "), "care"]
        assert any(id_ in line for id_ in ids), (breach, line)


@pytest.mark.parametrize(
    ("options", "broken"),
    [
        ("scope: state", True),
        ("scope: [city]", False),
        ("basis: stated", True),
        ("basis: implied", False),
        ("department: care", True),
        ("except: tax", False),
        ("except: board", True),
    ],
)
def test_options_narrow_a_rule(tmp_path: Path, options: str, broken: bool) -> None:
    old, new, _ = CASES["no-removed-feed"]
    rules = f"rules: [{{rule: no-removed-feed, {options}}}]"
    assert bool(found(tmp_path, OLD, edited(old, new), rules)) == broken


def test_personal_data_that_stay_where_they_were_break_nothing(tmp_path: Path) -> None:
    old, new, _ = CASES["no-personal-data-to-new-scope"]
    holder = edited(old, new)
    rules = "rules: [{rule: no-personal-data-to-new-scope}]"
    more = holder.replace("feeds:\n", "feeds:\n  - {from: clients, to: board, basis: stated, evidence: [8]}\n")
    assert found(tmp_path, holder, more, rules) == []  # the board is of the city, as is 'people'
    moved = holder.replace("da: Skat}, scope: state", "da: Skat}, scope: unstated")
    (breach,) = found(tmp_path, holder, moved, rules)
    assert breach.subject == "clients -> tax"


def test_a_feed_that_says_itself_whether_its_data_are_personal_is_believed(tmp_path: Path) -> None:
    rules = "rules: [{rule: no-personal-data-to-new-scope}]"
    old, new, _ = CASES["no-personal-data-to-new-scope"]
    marked = OLD.replace("to: tax, basis", "to: tax, content: Names, personal: true, basis")
    (breach,) = found(tmp_path, OLD, marked, rules)
    assert breach.subject == "clients -> tax"
    assert "Names" in breach.message
    anonymous = edited(old, new).replace("to: tax, basis", "to: tax, personal: false, basis")
    assert [breach.subject for breach in found(tmp_path, OLD, anonymous, rules)] == ["clients -> people"]


def test_the_gravest_come_first_and_say_why(tmp_path: Path) -> None:
    old, new, _ = CASES["no-removed-feed"]
    rules = """\
rules:
  - {rule: new-version, severity: note}
  - {rule: no-removed-feed, severity: error, why: "The state relies on it."}
"""
    breaches = found(tmp_path, OLD, edited(old, new), rules)
    assert [breach.rule.severity for breach in breaches] == ["error", "note"]
    assert breaches[0].message.endswith(f". {words('en')('gate.why', why='The state relies on it.')}")


def test_github_reads_an_annotation_a_breach(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    old, new, _ = CASES["no-removed-feed"]
    rules = 'rules: [{rule: no-removed-feed, severity: warning, why: "50 %, at\\nleast"}, {rule: new-version, severity: note}]'
    lines = list(gate.OUTPUTS["github"](found(tmp_path, OLD, edited(old, new), rules)))
    assert lines[0].startswith(
        "::warning file=new/head.yaml,line=20,col=9,title=flowviz no-removed-feed::A feed is gone: Clients"
    )
    assert lines[0].endswith("50 %25, at%0Aleast\n")
    assert lines[1].startswith("::notice file=new/head.yaml,line=3,col=3,title=flowviz new-version::")


def test_gitlab_reads_a_code_quality_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    old, new, _ = CASES["no-removed-feed"]
    rules = "rules: [{rule: no-removed-feed}, {rule: no-removed-feed, severity: warning}]"
    breaches = found(tmp_path, OLD, edited(old, new), rules)
    report = json.loads("".join(gate.OUTPUTS["gitlab"](breaches)))
    assert [entry["severity"] for entry in report] == ["critical", "major"]
    assert {entry["check_name"] for entry in report} == {"flowviz.no-removed-feed"}
    assert report[0]["location"] == {"path": "new/head.yaml", "lines": {"begin": 20}}
    assert len({entry["fingerprint"] for entry in report}) == 2
    moved = found(tmp_path, OLD, "# a line more\n" + edited(old, new), rules)
    again = json.loads("".join(gate.OUTPUTS["gitlab"](moved)))
    assert [entry["fingerprint"] for entry in again] == [entry["fingerprint"] for entry in report]
    assert again[0]["location"]["lines"] == {"begin": 21}


def test_an_empty_report_is_still_a_report() -> None:
    assert "".join(gate.OUTPUTS["gitlab"]([])) == "[]\n"
    assert json.loads("".join(gate.OUTPUTS["json"]([])))["summary"] == {"error": 0, "warning": 0, "note": 0}
    assert "".join(gate.OUTPUTS["text"]([])) == "".join(gate.OUTPUTS["github"]([])) == ""


@pytest.mark.parametrize(("before", "after", "weaker"), [("implied", "known", True), ("known", "implied", False)])
def test_what_is_generally_known_is_weaker_than_what_is_implied(
    tmp_path: Path, before: str, after: str, weaker: bool
) -> None:
    old, new = (edited("to: tax, basis: stated", f"to: tax, basis: {basis}") for basis in (before, after))
    assert bool(found(tmp_path, old, new, "rules: [{rule: no-weaker-feed}]")) is weaker


def test_a_feed_that_only_one_of_joined_catalogues_tells_is_pointed_at_in_its_file(tmp_path: Path) -> None:
    before = read_version(str(write_town(tmp_path / "before")))
    feed = "feeds:\n", "feeds:\n  - {from: daycare, to: money, basis: stated, evidence: [9]}\n"
    after = read_version(str(write_town(tmp_path / "after", care=feed)))
    (tmp_path / "rules.yaml").write_text("rules: [{rule: every-feed-is-confirmed}]")
    rules = gate.read(tmp_path / "rules.yaml", before.model, after.model)
    (breach,) = gate.breaches(compare(before.model, after.model), rules, after.places, "en")
    assert breach.message == (
        "Common services does not confirm: Daycare resource (information resource care/daycare) → "
        "Finance resource (shared resource commons/money, city-wide)"
    )
    assert (breach.place.file, breach.place.line) == (str(tmp_path / "after" / "care" / "c.yaml"), 17)


def test_what_an_exported_member_tells_is_pointed_at_in_its_copy_and_what_the_whole_is_in_the_joining_file(
    tmp_path: Path, run: Run
) -> None:
    town = write_town(tmp_path / "town")
    own = town.parent / "care" / "c.yaml"
    text = own.read_text()
    town.write_text(town.read_text().replace("catalogue: care", "catalogue: care.json"))

    def version() -> Version:
        assert run("export", "--catalogue", str(own), "--format", "json", "-o", str(town.parent / "care.json"))[0] == 0
        return read_version(str(town))

    before = version()
    own.write_text(text.replace("feeds:\n", "feeds:\n  - {from: daycare, to: money, basis: implied, evidence: [9]}\n"))
    after = version()
    (tmp_path / "rules.yaml").write_text("rules: [{rule: every-feed-is-confirmed}, {rule: new-version}]")
    rules = gate.read(tmp_path / "rules.yaml", before.model, after.model)
    told = gate.breaches(compare(before.model, after.model), rules, after.places, "en")
    assert [(breach.rule.kind, breach.place.file, breach.place.line) for breach in told] == [
        ("every-feed-is-confirmed", "town/care.json", 1),
        ("new-version", "town/town.yaml", 1),
    ]
