from __future__ import annotations

import csv
import io
import json
import os
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema_rs
import pytest

from federation.town import place, write_town
from flowviz import federation, loading
from flowviz.catalogue import Evidence
from flowviz.cli.common import known
from flowviz.errors import CatalogueError, UnknownThing
from flowviz.exports import json_catalogue
from flowviz.exports.order import Order
from flowviz.facts.things import channels_for
from flowviz.feeds import exact
from flowviz.impact import Removal, impact
from flowviz.model import build_model
from flowviz.places import CATALOGUE
from flowviz.telling.details import details
from flowviz.telling.impact import consequences
from flowviz.wording import cited, home_line

if TYPE_CHECKING:
    from conftest import Run
    from flowviz.catalogue import Catalogue

SECTOR = "{id: other-sector, name: Sector, colour: '#ffffff', letter: T, shape: hexagon}"
UNSTATED = "{id: unstated, name: Not stated, colour: '#ffffff', letter: '?', shape: octagon}"
STATE = "{id: state, name: State, colour: '#ffffff', letter: S, shape: square}"
CHANNEL = "requests: [{{id: desk, name: Desk, covers: [{}]}}]\n"
CITY = Path(__file__).parents[2] / "examples" / "helsinki" / "city.yaml"


@pytest.fixture
def town(tmp_path: Path) -> Catalogue:
    return federation.load(write_town(tmp_path))


def told(path: Path) -> list[str]:
    """The problems of a joining file and its members, or else the warnings, without the name of the folder."""
    try:
        found = federation.load_with_warnings(path).warnings
        return [str(one).replace(f"{path.parent}{os.sep}", "") for one in found]
    except CatalogueError as error:
        return [line.replace(f"{path.parent}{os.sep}", "") for line in str(error).splitlines()]


def test_a_catalogue_that_joins_nothing_is_read_as_ever() -> None:
    assert federation.load(CATALOGUE) == loading.load(CATALOGUE)


@pytest.mark.parametrize("command", ["check", "draw", "explore", "site"])
def test_for_the_folder_of_a_joining_file_one_problem_names_the_file(run: Run, command: str) -> None:
    code, out, errors = run(command, "--catalogue", str(CITY.parent))
    (line,) = [line for line in (out + errors).splitlines() if not line.endswith("1 error, 0 warnings")]
    assert code == 2
    assert line.removeprefix("error: ") == (
        f"{CITY}:2:1: joins the catalogues of this folder: name this file, not the folder"
    )


def test_what_is_a_members_own_is_called_by_the_member_and_what_is_shared_is_there_once(town: Catalogue) -> None:
    assert list(build_model(town)) == [
        *("town", "commons/office", "care/care", "works/works"),
        *("care/children", "care/daycare", "works/streets", "works/sites"),
        *("commons/customers", "commons/money"),
    ]


def test_feeds_lead_between_the_things_of_members(town: Catalogue) -> None:
    assert [(feed.source, feed.target) for feed in town.feeds] == [
        ("care/care", "commons/customers"),
        ("works/works", "commons/customers"),
        ("care/daycare", "commons/customers"),
        ("works/works", "care/daycare"),
        ("works/sites", "commons/money"),
    ]


def test_a_placeholder_that_the_member_tells_more_exactly_is_counted_once(town: Catalogue) -> None:
    general, _, by_name, *_ = town.feeds
    assert list(exact(build_model(town)).items()) == [(id(general), [by_name])]


def test_name_scope_and_description_are_the_owners_and_evidence_is_united(town: Catalogue) -> None:
    customers, money = town.shared
    assert customers.name.get("en") == "Customer resource"
    assert [alias.text for alias in customers.aliases] == ["Client resource", "Clients of the town"]
    assert customers.description is None
    assert customers.evidence == (Evidence("commons/page", 3, 3), Evidence("care/page", 3, 3))
    assert money.description is not None
    assert money.purpose is not None
    assert money.purpose.get("en") == "Paying"
    assert money.purpose_evidence == (Evidence("care/page", 8, 8),)
    assert {one.source for one in money.evidence} == {"commons/page", "care/page", "works/page"}


def test_each_member_is_named_with_its_version(town: Catalogue) -> None:
    assert [(one.id, one.header.version, one.organisation.id, one.hub) for one in town.members] == [
        ("commons", "1", "commons/office", True),
        ("care", "1.2", "care/care", False),
        ("works", "1", "works/works", False),
    ]


def test_departments_lie_in_the_organisation_of_their_member_and_that_in_the_whole(town: Catalogue) -> None:
    model = build_model(town)
    lies = {(node, home) for node, home, kind in model.edges(keys=True) if kind == "belongs to"}
    assert lies >= {("care/children", "care/care"), ("works/streets", "works/works"), ("care/care", "town")}
    assert ("care/children", "town") not in lies


def test_a_placeholder_for_one_who_is_no_member_stays_for_him_alone(tmp_path: Path) -> None:
    town = federation.load(write_town(tmp_path, commons=("stands_for: [care, works]", "stands_for: [care, harbour]")))
    assert [party.id for party in town.parties] == ["commons/bodies"]
    assert [(feed.source, feed.target) for feed in town.feeds[:2]] == [
        ("care/care", "commons/customers"),
        ("commons/bodies", "commons/customers"),
    ]


def test_a_members_own_resource_is_another_sectors_for_others_and_one_thing(tmp_path: Path) -> None:
    path = write_town(
        tmp_path,
        works=("shared:\n", "shared:\n  - {id: kids, ref: care/daycare, name: Kids, scope: city, evidence: [7]}\n"),
    )
    works = path.parent / "works" / "c.yaml"
    works.write_text(works.read_text() + "  - {from: sites, to: kids, basis: stated, evidence: [7]}\n")
    town = federation.load(path)
    daycare = town.departments[0].resources[0]
    assert (daycare.id, daycare.scope) == ("care/daycare", "own")
    assert {one.source for one in daycare.evidence} == {"care/page", "works/page"}
    assert (town.feeds[-1].source, town.feeds[-1].target) == ("works/sites", "care/daycare")


# Each case: what is changed in which file, with a broken bar at the place of the mistake, and how its one line goes on.
WRONG = {
    "a hub that is no member": (
        {"town": ("hub: commons", "hub: ¦comons")},
        "unknown member 'comons' (did you mean 'commons'?)",
    ),
    "a member twice": ({"town": ("{id: works,", "{id: ¦care,")}, "id 'care' is already used at town.yaml:5"),
    "a folder that is not there": (
        {"town": ("catalogue: works", "catalogue: ¦work")},
        "the catalogue of 'works' cannot be read: no such file or folder",
    ),
    "another version": (
        {"town": ('version: "1.2"', 'version: ¦"1.1"')},
        "'care' has version '1.2', and '1.1' is asked for: take the other version, or write this one here",
    ),
    "a mistake in a member": (
        {"care": ("to: clients", "to: ¦clientz")},
        "unknown item 'clientz' (did you mean 'clients'?)",
    ),
    "a reference to nobody": (
        {"care": ("ref: hub/customers", "ref: ¦hab/customers")},
        "unknown member 'hab' (did you mean 'hub'?)",
    ),
    "a reference to nothing": (
        {"care": ("ref: hub/customers", "ref: ¦hub/custmers")},
        "'commons' has nothing with the id or name 'custmers' (did you mean 'customers'?)",
    ),
    "a reference to another kind of thing": (
        {"care": ("ref: hub/customers", "ref: ¦hub/bodies")},
        "'bodies' is the id of a party: it must be that of a resource",
    ),
    "a reference that is none": (
        {"care": ("ref: hub/customers", "ref: ¦customers")},
        "'customers': a reference to another catalogue is its id, a stroke and an id there, such as hub/customer-resource",
    ),
    "an address of the web": (
        {"town": ("catalogue: works", "catalogue: ¦'https://example.org/works.json'")},
        "the catalogue of 'works' cannot be read: an address of the web is not read: write it as `url`, the path of its copy as `catalogue`, and run `flowviz fetch`",
    ),
    "the joining file itself": (
        {"town": ("catalogue: works", "catalogue: ¦town.yaml")},
        "the catalogue of 'works' cannot be read: joins catalogues itself: name its members here instead",
    ),
    "a scope that the hub has not": (
        {
            "works": (
                "{id: city,",
                "{id: ¦region, name: Regional, colour: '#ffffff', letter: R, shape: square}, {id: city,",
            )
        },
        "'commons', the hub, has no scope 'region': use one of its scopes, or add this one there",
    ),
    "a scope of another colour": (
        {"works": ('"#ffcab3"', '¦"#ffffff"')},
        "scope 'city' has another colour than in the hub, where it is '#ffcab3'",
    ),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_does_not_fit_together_is_told_with_its_place(wrong: str, tmp_path: Path) -> None:
    changes, line = WRONG[wrong]
    (problem,) = told(write_town(tmp_path, **changes))
    assert problem.startswith(f"{place(**changes)}: {line}")


def test_references_that_lead_back_are_told_at_each_of_them(tmp_path: Path) -> None:
    path = write_town(tmp_path, commons=("id: customers,", "id: customers, ref: care/clients,"))
    end = "refer to each other in a circle: who owns it writes no ref"
    assert told(path) == [
        f"care/c.yaml:12:24: 'care/clients' and 'commons/customers' {end}",
        f"commons/c.yaml:7:26: 'commons/customers' and 'care/clients' {end}",
    ]


def test_a_reference_to_what_is_a_third_ones_leads_to_that(tmp_path: Path) -> None:
    path = write_town(tmp_path, works=("ref: hub/money", "ref: care/money"))
    town = federation.load(path)
    assert [one.id for one in town.shared] == ["commons/customers", "commons/money"]
    assert {one.source for one in town.shared[1].evidence} == {"commons/page", "care/page", "works/page"}


def test_a_scope_that_is_not_the_owners_is_told(tmp_path: Path) -> None:
    path = write_town(
        tmp_path, commons=("scopes: [", f"scopes: [{STATE}, "), works=("scopes: [", f"scopes: [{STATE}, ")
    )
    works = path.parent / "works" / "c.yaml"
    works.write_text(works.read_text().replace("scope: city", "scope: state"))
    (problem,) = told(path)
    assert problem.endswith(
        "'commons/money' is of the scope 'city' by its owner, and 'state' here: write 'scope: city'"
    )
    assert problem.startswith("works/c.yaml:12:")


@pytest.mark.parametrize(("scope", "expected"), [("city", 1), ("other-sector", 0), ("unstated", 0)])
def test_what_is_a_departments_own_is_in_another_sector_for_other_members(
    scope: str, expected: int, tmp_path: Path
) -> None:
    changes = dict.fromkeys(("commons", "works"), ("scopes: [", f"scopes: [{SECTOR}, {UNSTATED}, "))
    path = write_town(tmp_path, **changes)
    works = path.parent / "works" / "c.yaml"
    kids = f"shared:\n  - {{id: kids, ref: care/daycare, name: Kids, scope: {scope}, evidence: [7]}}\n"
    works.write_text(works.read_text().replace("shared:\n", kids))
    line = "'care/daycare' is a department's own by its owner, and 'city' here: write 'scope: other-sector'"
    assert told(path) == [f"works/c.yaml:12:54: {line}"] * expected


WORTH_A_LOOK = {
    "an old name": (
        {"care": ("ref: hub/customers", "ref: ¦hub/client-resource")},
        "'client-resource' of 'commons' is now 'customers': write that",
    ),
    "two purposes": (
        {"works": ("scope: city, evidence", "scope: city, purpose_evidence: [3], purpose: ¦Saving, evidence")},
        "'works' tells purpose of 'commons/money' otherwise than its owner or another member; what was told first is kept",
    ),
    "a placeholder for what is nearly a member": (
        {"care": ("stands_for: [works]", "stands_for: ¦[wroks]")},
        "no member has the id 'wroks', and 'builders' stays for it: 'flowviz list members' has the ids (did you mean 'works'?)",
    ),
    "a placeholder for who is no member": (
        {"care": ("stands_for: [works]", "stands_for: ¦[harbour]")},
        "no member has the id 'harbour', and 'builders' stays for it: 'flowviz list members' has the ids",
    ),
    "a placeholder for the member itself": (
        {"care": ("stands_for: [works]", "stands_for: ¦[care]")},
        "'builders' stands for 'care', whose catalogue this is: write 'care', its organisation, in place of it",
    ),
    "two things of one name": (
        {"works": ("{id: money, ref: hub/money, ", "{id: ¦money, ")},
        "'works/money' and 'commons/money' are called the same: if they are one, write 'ref: commons/money'",
    ),
}


@pytest.mark.parametrize("what", WORTH_A_LOOK)
def test_what_may_be_a_slip_is_warned_of(what: str, tmp_path: Path) -> None:
    changes, line = WORTH_A_LOOK[what]
    assert told(write_town(tmp_path, **changes)) == [f"{place(**changes)}: warning: {line}"]


def test_a_placeholder_for_who_is_no_member_is_no_matter_of_the_member_alone(tmp_path: Path) -> None:
    for who in ("works", "harbour", "care"):
        town = write_town(tmp_path / who, care=("[works]", f"[{who}]"))
        assert [one.code for one in loading.load_with_warnings(town.parent / "care").warnings] == ["unused"]


def test_a_channel_of_a_members_organisation_answers_for_what_is_its_own(tmp_path: Path) -> None:
    model = build_model(federation.load(write_town(tmp_path, works=("feeds:\n", f"{CHANNEL.format('works')}feeds:\n"))))
    answers = {node: [one.id for one in channels_for(model, node)] for node in model}
    own = ["works/works", "works/streets", "works/sites", "works/desk"]
    assert answers == {node: ["works/desk"] if node in own else [] for node in model}
    assert "Desk (works/desk)" in {line for part in details(model, "works/sites", "en").sections for line in part.lines}


def test_what_a_channel_covers_is_named_with_its_organisation(tmp_path: Path) -> None:
    channel = CHANNEL.format("works, streets, city")
    model = build_model(federation.load(write_town(tmp_path, works=("feeds:\n", f"{channel}feeds:\n"))))
    covers = {line for part in details(model, "works/desk", "en").sections for line in part.lines if "Streets" in line}
    assert covers == {"Works Enterprise: Streets (works/streets)"}


def test_a_channel_for_ones_own_things_does_not_answer_for_those_of_others(tmp_path: Path) -> None:
    own = "{id: own, name: Own, colour: '#ffffff', letter: O, shape: house}"
    changes = dict.fromkeys(("commons", "care"), ("scopes: [", f"scopes: [{own}, "))
    path = write_town(tmp_path, works=("scopes: [", f"{CHANNEL.format('own')}scopes: [{own}, "), **changes)
    model = build_model(federation.load(path))
    assert [one.id for one in channels_for(model, "works/sites")] == ["works/desk"]
    assert channels_for(model, "care/daycare") == []


def test_who_writes_the_id_of_a_member_is_told_its_organisation(town: Catalogue) -> None:
    model = build_model(town)
    with pytest.raises(UnknownThing, match=r"has the id 'commons' \(did you mean 'commons/office'\?\)"):
        Removal.of(model, ["commons"])
    with pytest.raises(UnknownThing, match=r"\(did you mean 'commons/office'\?\)"):
        known(model, "commons")


def test_a_member_may_be_an_exported_file(tmp_path: Path, town: Catalogue) -> None:
    path = write_town(tmp_path, town=("catalogue: care", "catalogue: care.json"))
    care = loading.load(tmp_path / "care")
    (tmp_path / "care.json").write_bytes(json_catalogue.write(build_model(care), Order()))
    assert federation.load(path) == town


def test_a_member_may_be_a_revision_of_a_git_repository(
    tmp_path: Path, town: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in (
        ["init", "--quiet"],
        ["add", "."],
        ["-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "--quiet", "-m", "x"],
        ["tag", "v1"],
    ):
        subprocess.run(["git", *command], check=True, cwd=tmp_path)
    path = write_town(tmp_path, town=("catalogue: care,", "catalogue: care, revision: v1,"))
    (tmp_path / "care" / "c.yaml").unlink()
    assert replace(federation.load(path), header=town.header) == town


def test_a_member_stands_alone_and_shows_whose_its_shared_things_are() -> None:
    alone = loading.load(CATALOGUE)
    assert {one.ref for one in alone.shared if one.ref} >= {"hub/asiakastietovaranto", "hub/taloustietovaranto"}


def test_every_fact_of_the_city_comes_from_a_page_of_the_member_that_tells_it() -> None:
    city = federation.load(CITY)
    sources = {source.id for source in city.sources}
    for feed in city.feeds:
        assert feed.evidence
        assert {one.source for one in feed.evidence} <= sources


def test_six_organisations_of_the_city_feed_its_finance_resource() -> None:
    model = build_model(federation.load(CITY))
    found = {id_.partition("/")[0] for id_ in model.into["yhteiset/taloustietovaranto"]}
    assert found >= {"kanslia", "kasko", "kymp", "kuva", "talpa", "stara"}


def test_the_json_names_the_members_fits_its_schema_and_is_told_apart(town: Catalogue) -> None:
    found = json_catalogue.as_dict(build_model(town))
    assert found["version"] == 2
    assert [(one["id"], one["hub"], one["catalogue"]["version"]) for one in found["members"]] == [
        ("commons", True, "1"),
        ("care", False, "1.2"),
        ("works", False, "1"),
    ]
    assert list(jsonschema_rs.validator_for(json_catalogue.schema()).iter_errors(found)) == []
    with pytest.raises(CatalogueError, match="take those of its members"):
        json_catalogue.read(json.dumps(found))


def test_the_rows_of_a_removal_have_their_organisation(tmp_path: Path, run: Run) -> None:
    path = str(write_town(tmp_path))
    code, out, _ = run("impact", "commons/customers", "--catalogue", path, "--format", "csv", "--table", "upstream")
    rows = list(csv.DictReader(io.StringIO(out.removeprefix("\ufeff"))))
    assert code == 0
    assert {row["Tunniste"]: (row["Organisaatio"], row["Osasto"]) for row in rows} == {
        "care/daycare": ("Care Division", "Children"),
        "works/works": ("Works Enterprise", ""),
    }
    code, out, _ = run(
        "impact", "sites", "--catalogue", str(tmp_path / "works"), "--format", "csv", "--table", "removed"
    )
    assert (code, "Organisaatio" in out) == (0, False)


def test_a_removal_names_the_organisations_to_consult() -> None:
    model = build_model(federation.load(CITY))
    answer = impact(model, Removal(things=("yhteiset/asiakastietovaranto",)))
    assert answer.organisations == ("kanslia/kaupunginkanslia", "kasko/kasko", "kymp/kymp", "kuva/kuva")
    assert "Organisations to consult (4): City Executive Office, Education Division" in " ".join(
        consequences(model, answer, "en")
    )


def test_what_two_members_cite_alike_from_one_page_is_told_once() -> None:
    city = federation.load(CITY)
    (customers,) = (one for one in city.shared if one.id == "yhteiset/asiakastietovaranto")
    assert ["".join(text for text, _ in parts) for _, parts in cited(city.sources, customers.scope_evidence, "en")] == [
        "City-wide information resources, lines\N{NO-BREAK SPACE}1, 3",
        "Information resources of the City Executive Office, lines\N{NO-BREAK SPACE}298, 306, 464, 478, 498, 512",
        "Information resources of the Education Division, lines\N{NO-BREAK SPACE}5, 10",
        "Information resources of the Culture and Leisure Division, line\N{NO-BREAK SPACE}10",
    ]


def test_below_a_department_stands_its_organisation_and_below_a_resource_both(town: Catalogue) -> None:
    model = build_model(town)
    told = {node: home_line(model, node, "en") for node in model}
    assert {node: line for node, line in told.items() if line} == {
        "care/children": "Care Division",
        "care/daycare": "Care Division: Children",
        "works/streets": "Works Enterprise",
        "works/sites": "Works Enterprise: Streets",
    }
