"""The changes of an edited copy of the example catalogue, as a reader of both would tell them.

Like those of `tests/golden/tables`, the files of `tests/golden/changes` did not come out of flowviz: they were written
down by reading `tests/example`, `EDITS` and the locales. Nothing renews them; after a change that is meant, read again
and edit them by hand.
"""

from __future__ import annotations

import dataclasses
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from conftest import EXAMPLE
from flowviz import loading
from flowviz.catalogue import Department, Text
from flowviz.changes import FORMATS, Comparison, Report, compare
from flowviz.facts.values import Ref
from flowviz.locales import LANGUAGES
from flowviz.model import build_model
from golden_text import blocks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flowviz.model import Model

GOLDEN = Path(__file__).parent.parent / "golden" / "changes"

EDITS: Mapping[str, Sequence[tuple[str, str]]] = {
    "catalogue.yaml": [
        ('version: "2.1"', 'version: "3.0"'),
        ('date: "2026-03-31"', 'date: "2026-10-01"'),
        ("en: Harbour regulations", "en: Port regulations"),
    ],
    "scopes.yaml": [('letter: "Nø"', "letter: N")],
    "common/rest.yaml": [
        (
            "{da: Intet register er opført., en: No register is listed.}",
            "{da: Registret er opført., en: The register is listed.}",
        ),
        ("post@sundhavn", "borger@sundhavn"),
        ("about: [anloeb]", "about: [anloeb, havnevagt]"),
        ("keywords:\n", "keywords:\n  - {text: {da: kran, en: crane}, about: [kraner], evidence: [91]}\n"),
    ],
    "common/shared.yml": [
        ("{da: Borgerregister, en: Register of citizens}", "{da: Folkeregister, en: Population register}"),
        ("en: National statistics}, scope: state", "en: National statistics}, scope: nordic"),
        ("owner: external", "owner: organisation"),
        ("id: safeseanet", "id: ssn"),
        (
            "{id: toldvaesen, name: {da: Toldvæsenet, en: Customs}, form: authority, scope: state, evidence: [62]}",
            "{id: kystvagt, name: {da: Kystvagten, en: Coast Guard}, form: authority, scope: state}",
        ),
        ("department: pleje", "department: havn"),
        ("en: Decides who gets help.", "en: Decides who is helped."),
        (
            "parties:\n",
            (
                "parties:\n"
                "  - {id: lodser, name: {da: Lodserne, en: Pilots}, form: authority, scope: state}\n"
                "  - {id: tilsyn, name: {da: Tilsynet, en: Inspectorate}, form: authority, scope: state}\n"
            ),
        ),
        (
            "shared:\n",
            "feeds:\n  - {from: sundhedsdata, to: tilsyn, basis: stated, evidence: [55]}\n\nshared:\n",
        ),
    ],
    "departments/pleje.yaml": [
        ('"2026-02-28"', '"2026-09-15"'),
        (", note: {da: Fra 2025., en: Since 2025.}", ""),
        ("{da: Vagter, en: Duties}", "{da: Vagtplaner, en: Duty rosters}"),
        ("{da: CPR-nummer, en: Civil registration number}", "{da: Navn, en: Name}"),
        (
            (
                "              - {kind: principle, text: {da: Kun den ansvarlige læser., "
                "en: Only those responsible read it.}, evidence: [17]}\n"
            ),
            "",
        ),
        ("        part_of: omsorg\n        internal_only: true\n", ""),
        ("        datasets:\n          - {id: skift, name: {da: Skift, en: Shifts}, evidence: [19]}\n", ""),
        (
            "            datasets:\n",
            "            datasets:\n              - {id: skift, name: {da: Skift, en: Shifts}, evidence: [19]}\n",
        ),
        ("frequency: {da: dagligt, en: daily}", "frequency: {da: ugentligt, en: weekly}"),
        ("{from: borgere, to: omsorg,", "{from: borgere, to: omsorg, content: {da: Adresser, en: Addresses},"),
        ("    condition: {da: Med samtykke, en: By consent}\n", ""),
        ("to: statistik, basis: implied", "to: statistik, basis: stated"),
        ("evidence: [34]", "evidence: [34, 39]"),
    ],
    "departments/havn.yaml": [
        ("system: safeseanet", "system: ssn"),
        ("      - id: kajpladser\n", "      - id: kraner\n"),
        ("{da: Kajpladser, en: Berths}", "{da: Kraner, en: Cranes}"),
        ("om natten", "om søndagen"),
        ("at night", "on Sundays"),
        ("  - {from: nordhavne, to: anloeb, basis: stated, evidence: [8]}\n", ""),
        (
            "  - {from: anloeb, to: kajpladser, basis: stated, evidence: [9]}\n",
            (
                "  - from: anloeb\n"
                "    to: kystvagt\n"
                "    content: {da: Olie om bord, en: Oil on board}\n"
                "    frequency: {da: ved anløb, en: at each call}\n"
                "    condition: {da: Kun tankskibe, en: Tankers only}\n"
                "    basis: stated\n"
                "    evidence: [10]\n"
            ),
        ),
        (
            '{from: toldvaesen, to: anloeb, basis: implied, evidence: ["fortegnelse:40-41"]}',
            "{from: anloeb, to: lodser, basis: stated, evidence: [11]}",
        ),
    ],
    "departments/together.yaml": [
        (
            (
                "  - {from: anloeb, to: nordhavne, content: {da: Farligt gods, en: Dangerous goods}, "
                "basis: implied, evidence: [42]}\n"
            ),
            "",
        ),
    ],
}
"""What is edited, file by file: a text that is there once, and what stands in its place."""


@pytest.fixture(scope="module")
def comparison(example: Model, tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    """The example catalogue and its edited copy."""
    copy = tmp_path_factory.mktemp("edited") / "example"
    shutil.copytree(EXAMPLE, copy)
    for name, edits in EDITS.items():
        text = (copy / name).read_text("utf-8")
        for before, after in edits:
            assert text.count(before) == 1, before
            text = text.replace(before, after)
        (copy / name).write_text(text, "utf-8")
    return compare(example, build_model(loading.load(copy)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_changes_are_those_that_a_reader_of_both_would_tell(comparison: Comparison, language: str) -> None:
    changes, effects = Report(comparison, language).tables()
    assert blocks(changes, language) == (GOLDEN / f"changes-{language}.txt").read_text("utf-8")
    assert blocks(effects, language) == (GOLDEN / f"effects-{language}.txt").read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_are_told_department_by_department(comparison: Comparison, language: str) -> None:
    expected = (GOLDEN / f"text-{language}.txt").read_text("utf-8")
    assert FORMATS["text"](Report(comparison, language)).decode() == expected


def test_json_has_them_in_codes_with_the_same_sentences(comparison: Comparison) -> None:
    data = json.loads(FORMATS["json"](Report(comparison, "en")))
    changes, effects = data.pop("changes"), data.pop("effects")
    counts = {"added": 8, "removed": 6, "renamed": 2, "new-id": 1, "moved": 4, "translated": 2, "changed": 18}
    assert data == {
        "format": "flowviz-changes",
        "version": 1,
        "language": "en",
        "old": {"id": "sundhavn", "version": "2.1", "date": "2026-03-31"},
        "new": {"id": "sundhavn", "version": "3.0", "date": "2026-10-01"},
        "summary": {**counts, "effects": 8},
    }
    found = {(change["action"], change["old_id"], change["new_id"]): change for change in changes}
    assert found["moved", "visitation", "visitation"] == {
        "action": "moved",
        "kind": "party",
        "old_id": "visitation",
        "new_id": "visitation",
        "name": "Assessment of needs",
        "departments": ["havn", "pleje"],
        "field": "department",
        "before": ["pleje"],
        "after": ["havn"],
        "sentence": "Moved: party “Assessment of needs” – department was Elderly and Care, now Sundhavn Harbour",
    }
    assert found["removed", "toldvaesen", None] == {
        "action": "removed",
        "kind": "party",
        "old_id": "toldvaesen",
        "new_id": None,
        "name": "Customs",
        "departments": [],
        "field": None,
        "before": [],
        "after": [],
        "sentence": "Gone: party “Customs” (state)",
    }
    told = {(effect["effect"], effect["id"]): effect for effect in effects}
    assert told["single-point", "anloeb"] == {
        "effect": "single-point",
        "id": "anloeb",
        "department": "havn",
        "others": ["nordhavne", "lodser", "kystvagt"],
        "before": 2,
        "after": 3,
        "sentence": "More than before depend on “Ship calls” alone. If it is removed, 3 are cut off (before: 2): "
        "Nordic port database, Pilots, Coast Guard.",
    }
    assert told["cut-off", "nordhavne"]["department"] is None


def test_a_department_that_is_gone_is_told_by_its_name_where_it_stood(example: Model) -> None:
    first = Department(id="first", name=Text.of(da="Første", en="First"))
    departments = (first, *example.catalogue.departments)
    before = build_model(dataclasses.replace(example.catalogue, departments=departments))
    renamed = dataclasses.replace(example.catalogue.departments[1], name=Text.of(da="Andet", en="Other"))
    after = build_model(dataclasses.replace(example.catalogue, departments=(example.catalogue.departments[0], renamed)))
    report = Report(compare(before, after), "en")
    assert [(group.id, group.name) for group in report.groups] == [("pleje", "Other"), ("first", "First")]
    assert report.summary() == "1 gone, 1 renamed"
    assert report.summary("first") == "1 gone"
    homes = [Ref("pleje", renamed.name, "department"), Ref("first", first.name, "department")]
    assert report.tables()[0].values("department") == homes
