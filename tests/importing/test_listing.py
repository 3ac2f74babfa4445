from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flowviz import federation
from flowviz.errors import CatalogueError, FlowvizError
from flowviz.importing import read_list, yaml_files

if TYPE_CHECKING:
    from pathlib import Path

LIST = """\
Register;Authority;Handed over to;Data;Needed for;Law
Population system;Digital Agency;Municipalities;Names;Services;Act 661
Population system;Digital Agency;Tax Office;Names;Taxation;
Vehicle register;Transport Agency;Municipalities;Owners;Parking;Act 541
Population system;Digital Agency;Municipalities;Names;Services;Act 661
Building register;Digital Agency;;;;
"""
COLUMNS = """\
catalogue: {id: national, name: National, version: "1", date: "2026-11-27", language: en, languages: [en]}
organisation: {id: state, name: The state}
source: {id: list, title: List of hand-overs, language: en}
scopes: [{id: national, name: National, colour: "#ffe977", letter: V, shape: square}]
scope: national
columns: {resource: Register, keeper: Authority, receiver: HANDED  over to, content: Data, purpose: Needed for, legal_basis: Law}
"""


def written(folder: Path, rows: str = LIST, columns: str = COLUMNS) -> tuple[Path, Path]:
    (folder / "list.csv").write_text(rows, encoding="utf-8")
    (folder / "columns.yaml").write_text(columns, encoding="utf-8")
    return folder / "list.csv", folder / "columns.yaml"


def test_a_row_is_a_hand_over_with_its_row_as_evidence(tmp_path: Path) -> None:
    catalogue = read_list(*written(tmp_path)).catalogue
    told = [
        (feed.source, feed.target, feed.content and feed.content.get("en"), [one.lines for one in feed.evidence])
        for feed in catalogue.feeds
    ]
    assert told == [
        ("population-system", "municipalities", "Names", ["2", "5"]),
        ("population-system", "tax-office", "Names", ["3"]),
        ("vehicle-register", "municipalities", "Owners", ["4"]),
    ]
    first = catalogue.feeds[0]
    assert first.condition is not None
    assert first.condition.get("en") == "Services"
    assert first.legal_basis is not None
    assert catalogue.sources[0].lines == 6


def test_a_resource_is_there_once_with_its_keeper(tmp_path: Path) -> None:
    catalogue = read_list(*written(tmp_path)).catalogue
    assert [(one.id, one.scope, one.managed_by, [e.lines for e in one.evidence]) for one in catalogue.shared] == [
        ("population-system", "national", "digital-agency", ["2", "3", "5"]),
        ("vehicle-register", "national", "transport-agency", ["4"]),
        ("building-register", "national", "digital-agency", ["6"]),
    ]
    assert {one.id: one.scope for one in catalogue.parties} == {
        "digital-agency": "national",
        "municipalities": "unstated",
        "tax-office": "unstated",
        "transport-agency": "national",
    }


def test_it_is_a_member_of_a_federation(tmp_path: Path) -> None:
    for name, text in yaml_files(read_list(*written(tmp_path)).catalogue).items():
        (tmp_path / "national").mkdir(exist_ok=True)
        (tmp_path / "national" / name).write_text(text, encoding="utf-8")
    joined = tmp_path / "joined.yaml"
    joined.write_text(
        "federation: {id: all, name: All, version: '1', date: '2026-11-27', language: en, languages: [en], hub: state}\n"
        "organisation: {id: all, name: All}\nmembers: [{id: state, catalogue: national}]\n"
    )
    catalogue = federation.load(joined)
    assert [feed.source for feed in catalogue.feeds][-1] == "state/vehicle-register"


@pytest.mark.parametrize(
    ("rows", "columns", "line"),
    [
        (
            LIST,
            COLUMNS.replace("content: Data", "content: Dta"),
            "no column has the heading 'Dta' (did you mean 'data'?)",
        ),
        (LIST, COLUMNS.replace("resource: Register, ", ""), "columns.yaml:6:10: 'resource' is missing"),
        (
            LIST,
            COLUMNS.replace("scope: national", "scope: nationl"),
            "unknown scope 'nationl' (did you mean 'national'?)",
        ),
        (LIST + ";Digital Agency;Tax Office;Names;;\n", COLUMNS, "list.csv:7:1: the row names no resource"),
        (LIST + "Population system;Tax Office;;;;\n", COLUMNS, "'Population system' has another keeper in row 2"),
        (LIST, COLUMNS.replace("languages: [en]", "languages: [en]") + "sheet: Other\n", "there is no sheet 'Other'"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, rows: str, columns: str, line: str) -> None:
    with pytest.raises((CatalogueError, FlowvizError)) as caught:
        read_list(*written(tmp_path, rows, columns))
    assert line in str(caught.value)


def test_hostile_cells_are_text(tmp_path: Path) -> None:
    rows = LIST + '"=cmd()";<script>;"; DROP";../../;;\n' + "x" * 300 + ";;;;;\n"
    catalogue = read_list(*written(tmp_path, rows)).catalogue
    assert {"cmd", "x" * 80} <= {one.id for one in catalogue.shared}
