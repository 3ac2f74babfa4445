"""Rules and two versions of a catalogue -> what breaks the rules, in the forms that people and build servers read."""

from __future__ import annotations

import hashlib
import json
import os.path
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from flowviz.catalogue import Feed, Header, RecordsClass, Thing
from flowviz.changes.checks import CHECKS, Differences, Finding
from flowviz.changes.compare import Comparison
from flowviz.changes.places import Place, Places
from flowviz.changes.rules import SEVERITIES, Rule, read_rules
from flowviz.locales import in_languages, words
from flowviz.model import Model
from flowviz.wording import kind_word, scope_name

__all__ = ["OUTPUTS", "Breach", "breaches", "read"]


@dataclass(frozen=True, slots=True)
class Breach:
    """Something that breaks a rule, in words and with the place to look at."""

    rule: Rule
    message: str
    subject: str
    place: Place

    def as_dict(self) -> dict[str, Any]:
        return {
            "rule": self.rule.kind,
            "severity": self.rule.severity,
            "id": self.subject,
            "file": self.place.file,
            "line": self.place.line,
            "column": self.place.column,
            "message": self.message,
        }


def read(path: Path, *models: Model) -> list[Rule]:
    """The rules in the file at ``path``. Raises `RulesError` with every problem of it."""
    return read_rules(path, {name: check.options for name, check in CHECKS.items()}, *models)


def breaches(comparison: Comparison, rules: Sequence[Rule], places: Places, language: str) -> list[Breach]:
    """What breaks ``rules``, the gravest first; ``places`` are those of the new catalogue."""
    differences = Differences(comparison)
    found = [
        _breach(rule, finding, comparison, places, language)
        for rule in rules
        for finding in CHECKS[rule.kind].find(differences, rule)
    ]
    return sorted(found, key=lambda breach: SEVERITIES.index(breach.rule.severity))


def _breach(rule: Rule, finding: Finding, comparison: Comparison, places: Places, language: str) -> Breach:
    w = words(language)
    blanks = dict(finding.blanks)
    if "languages" in blanks:
        blanks["languages"] = in_languages(blanks["languages"].split(", "), language)
    if blanks.get("data") == "":
        blanks["data"] = w("content.unstated")
    message = w(f"gate.{rule.kind}", subject=_subject(finding, language), **blanks)
    if rule.why:
        message = f"{message}. {w('gate.why', why=rule.why)}"
    return Breach(rule, message, _id(finding.noun), _place(finding, comparison, places))


def _subject(finding: Finding, language: str) -> str:
    model, noun = finding.model, finding.noun
    if isinstance(noun, Feed):
        return f"{_named(model, noun.source, language)} → {_named(model, noun.target, language)}"
    if isinstance(noun, Thing):
        return _named(model, noun.id, language)
    name = noun.title if hasattr(noun, "title") else noun.name
    return f"{name.get(language)} ({_id(noun)})"


def _named(model: Model, node: str, language: str) -> str:
    data = model.nodes[node]
    scope = f", {scope_name(model, data['scope'], language).lower()}" if data["kind"] in ("shared", "party") else ""
    return f"{data['thing'].name.get(language)} ({kind_word(model, node, language)} {node}{scope})"


def _id(noun: Any) -> str:
    if isinstance(noun, Feed):
        return f"{noun.source} -> {noun.target}"
    return str(noun.code if isinstance(noun, RecordsClass) else noun.id)


def _place(finding: Finding, comparison: Comparison, places: Places) -> Place:
    """Where it stands in the new catalogue; of what is gone, where it would be looked for."""
    nouns = [finding.noun, *(comparison.new.nodes[node]["thing"] for node in finding.near)]
    if isinstance(finding.noun, Header):
        nouns = []
    found = next((place for place in map(places.of, nouns) if place), None) or places.start()
    return Place(_shown(found.file), found.line, found.column)


def _shown(file: str) -> str:
    """The path as build servers want it: from the present folder, with slashes."""
    path = Path(os.path.normpath(file))
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    return path.as_posix()


# --- outputs


def _text(found: Sequence[Breach]) -> Iterator[str]:
    for breach in found:
        place = breach.place
        yield f"{place.file}:{place.line}:{place.column}: {breach.rule.severity}: {breach.message} [{breach.rule.kind}]\n"


def _json(found: Sequence[Breach]) -> Iterator[str]:
    counts = {severity: sum(breach.rule.severity == severity for breach in found) for severity in SEVERITIES}
    yield (
        json.dumps(
            {"summary": counts, "breaches": [breach.as_dict() for breach in found]}, ensure_ascii=False, indent=2
        )
        + "\n"
    )


def _github(found: Sequence[Breach]) -> Iterator[str]:
    """Workflow commands that GitHub shows as annotations beside the lines of a pull request."""
    command = {"error": "error", "warning": "warning", "note": "notice"}
    for breach in found:
        place = breach.place
        values = {"file": place.file, "line": place.line, "col": place.column, "title": f"flowviz {breach.rule.kind}"}
        about = ",".join(f"{key}={_property(str(value))}" for key, value in values.items())
        yield f"::{command[breach.rule.severity]} {about}::{_data(breach.message)}\n"


def _data(text: str) -> str:
    """Text as GitHub's workflow commands have it.

    >>> _data("100 % of\\nit")
    '100 %25 of%0Ait'
    """
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _gitlab(found: Sequence[Breach]) -> Iterator[str]:
    """A code quality report, which GitLab shows beside the lines of a merge request."""
    severity = {"error": "critical", "warning": "major", "note": "info"}
    prints = _fingerprints(found)
    entries = [
        {
            "description": breach.message,
            "check_name": f"flowviz.{breach.rule.kind}",
            "fingerprint": print_,
            "severity": severity[breach.rule.severity],
            "location": {"path": breach.place.file, "lines": {"begin": breach.place.line}},
        }
        for breach, print_ in zip(found, prints, strict=True)
    ]
    yield json.dumps(entries, ensure_ascii=False, indent=2) + "\n"


def _fingerprints(found: Sequence[Breach]) -> list[str]:
    """A name for each breach, its own and the same wherever its line has moved to."""
    seen: dict[str, int] = {}
    prints = []
    for breach in found:
        about = f"{breach.rule.kind}\n{breach.subject}\n{breach.place.file}"
        seen[about] = seen.get(about, 0) + 1
        prints.append(hashlib.sha256(f"{about}\n{seen[about]}".encode()).hexdigest())
    return prints


OUTPUTS: Final[dict[str, Callable[[Sequence[Breach]], Iterable[str]]]] = {
    "text": _text,
    "json": _json,
    "github": _github,
    "gitlab": _gitlab,
}
"""Every form of output by name."""
