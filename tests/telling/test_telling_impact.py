"""What is said of a removal where the golden files of impacts have no case of it: who, how certain, of whose data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import cases
from conftest import write_catalogue
from flowviz.impact import Impact, Removal, impact
from flowviz.impact.answer import DatasetHit
from flowviz.loading import load
from flowviz.model import Model, build_model
from flowviz.telling.impact import consequences

if TYPE_CHECKING:
    from pathlib import Path

MORE = """
source: page
departments:
  - id: roads
    name: {en: Roads, da: Veje}
    units: [{id: crew, name: {en: Crew, da: Hold}}]
    resources:
      - id: journal
        name: {en: Journal, da: Journal}
        systems: [{system: mail}, {system: lock}]
        registers:
          - {id: visitors, name: {en: Visitors, da: Gæster}, systems: [{system: mail}], evidence: [20]}
        datasets:
          - id: visits
            name: {en: Visits, da: Besøg}
            evidence: [19-21]
            groups:
              - {name: {en: Names, da: Navne}, personal: true}
              - {name: {en: Dates, da: Datoer}, personal: false, personal_basis: stated}
      - {id: signs, name: {en: Signs, da: Skilte}, no_own_systems: [30]}
shared:
  - id: map
    name: {en: Map, da: Kort}
    scope: city
    described_by: roads
    described_by_evidence: [21-22]
systems:
  - {id: lock, name: {en: Lock, da: Lås}}
  - {id: mail, name: {en: Mail, da: Post}}
parties:
  - {id: agency, name: {en: Agency, da: Styrelse}, form: authority}
  - {id: body, name: {en: Body, da: Nævn}, form: organisation}
  - {id: other, name: {en: Other, da: Anden}, form: company}
  - {id: neighbours, name: {en: Neighbours, da: Naboer}, form: people}
  - {id: employees, name: {en: Employees, da: Ansatte}, form: staff}
  - {id: everybody, name: {en: Everybody, da: Alle}, form: public}
  - {id: permits, name: {en: Permits, da: Tilladelser}, form: process}
  - {id: owners, name: {en: Owners, da: Ejere}, form: organisation}
  - {id: guests, name: {en: Guests, da: Besøgende}, form: organisation}
feeds:
  - {from: signs, to: agency, basis: stated, evidence: [40]}
  - {from: signs, to: neighbours, basis: stated, evidence: [41]}
  - {from: signs, to: employees, basis: stated, evidence: [42]}
  - {from: signs, to: everybody, basis: stated, evidence: [43]}
  - {from: signs, to: permits, basis: stated, evidence: [44]}
  - {from: signs, to: journal, basis: stated, evidence: [45]}
  - {from: other, to: journal, basis: stated, evidence: [46]}
  - {from: journal, to: body, basis: stated, evidence: [47]}
  - {from: other, to: body, basis: stated, evidence: [48]}
  - {from: roads, to: people, basis: stated, evidence: [49]}
  - {from: care, to: map, basis: implied, evidence: [50]}
  - {from: signs, to: owners, basis: stated, evidence: [51]}
  - {from: signs, to: guests, basis: stated, evidence: [52]}
"""


@pytest.fixture
def model(tmp_path: Path) -> Model:
    return build_model(load(write_catalogue(tmp_path, more=MORE)))


def without(model: Model, *things: str) -> Impact:
    return impact(model, Removal.of(model, things))


def said(model: Model, *things: str) -> str:
    return "\n".join(consequences(model, without(model, *things), "en"))


def test_who_certainly_and_who_possibly_gets_less_is_told_apart(model: Model) -> None:
    told = said(model, "signs")
    assert "Certainly gets less: Journal. May get less, if what lies between passes on what it receives: Body." in told


def test_six_names_are_told_and_the_rest_counted(model: Model) -> None:
    assert "(7): Agency, Neighbours, Employees, Everybody, Permits, Owners and 1 more." in said(model, "signs")


def test_an_answer_of_very_many_things_names_two_of_each() -> None:
    # the hub gives to 50 of its 80 partners, one of whom gets data from another resource too
    told = said(cases.model("hub-of-80"), "r0")
    assert "come to them (49): Tax register, Pension register and 47 more. Certainly gets less: Statistics" in told


def test_a_loss_of_one_system_is_not_that_of_all(model: Model) -> None:
    told = said(model, "mail")
    assert "Is left without an information system: Visitors. Loses some of its information systems: Journal." in told


def test_things_of_which_no_feed_is_said_are_told_each_with_the_feeds_of_what_it_lies_in(model: Model) -> None:
    told = said(model, "ward", "crew")
    assert (
        "“Crew” itself is known. What is said, or can be concluded, of what it belongs to may mean it: Roads → People."
        in told
    )
    assert (
        "“Ward” itself is known. What is said, or can be concluded, of what it belongs to may mean it: Care → Map."
        in told
    )


def test_people_and_processes_are_not_heard_outside_and_people_are_named_as_such(model: Model) -> None:
    answer = without(model, "signs")
    assert answer.data_subjects == ("neighbours", "employees", "everybody")
    assert answer.outside == ("agency", "body", "owners", "guests")


def test_what_is_described_on_the_same_lines_is_in_the_answer_but_not_among_the_personal_data_told(
    model: Model,
) -> None:
    answer = without(model, "map")
    assert answer.personal_data == (DatasetHit("visits", "described", None, implied=True),)
    assert [(row.id, row.role) for row in answer.registers] == []
    assert "Whether personal data are concerned is not known." in said(model, "map")
    assert "Data set with personal data: Visits." in said(model, "journal")


def test_that_there_are_no_systems_is_known_only_where_the_source_says_so(model: Model) -> None:
    assert "systems" in without(model, "signs").none_known
    assert "systems" not in without(model, "journal").none_known
    assert "systems" not in without(model, "signs", "clients").none_known
    assert "systems" not in without(model, "agency").none_known


def test_a_general_sentence_alone_goes_and_its_flow_stays(example: Model) -> None:
    answer = impact(example, Removal.of(example, (), [("pleje", "loen")]))
    (first, *_) = consequences(example, answer, "en")
    assert first == (
        "Only a sentence about a whole department is removed. The same flow is told by name and goes on: "
        "Duty roster → Pay and staff."
    )
