"""Removals that were worked out by hand from the source, and what the built-in catalogue answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flowviz.impact import Impact, Removal, impact

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowviz.model import Model


@pytest.fixture
def without(model: Model) -> Callable[..., Impact]:
    return lambda *things: impact(model, Removal.of(model, things))


def hit(answer: Impact, *, certain: bool) -> dict[str, str]:
    return {row.id: row.effect for row in answer.downstream if row.certain is certain}


def left_alone(answer: Impact) -> set[str]:
    """The givers that have no known receiver left."""
    return {row.id for row in answer.upstream if row.without_receiver}


def ended(answer: Impact) -> set[tuple[str, str]]:
    return {(feed.source, feed.target) for feed in answer.feeds}


def test_without_the_human_resources_resource_the_strategy_department_loses_what_it_fetches_and_nobody_else_anything(
    without: Callable[..., Impact],
) -> None:
    answer = without("henkilostotietovaranto")
    assert hit(answer, certain=True) == {"strategiaosasto": "cut off"}
    assert hit(answer, certain=False) == {}
    assert {row.id for row in answer.upstream} == {"hallinto-osasto", "henkilostoosasto", "strategiaosasto"}


def test_without_the_administration_department_what_it_gives_ends_and_no_chain_leads_through_another_department(
    without: Callable[..., Impact],
) -> None:
    answer = without("hallinto-osasto")
    own = {"paatostietovaranto", "tiedonhallintatietovaranto", "toiminnanohjaustietovaranto", "henkilostotietovaranto"}
    assert set(hit(answer, certain=True)) == own
    behind = {"kansalliset-viranomaispalvelut", "lupapiste"}  # line 178: they get data of the decision-making resource
    assert set(hit(answer, certain=False)) == {"strategiaosasto"} | behind


def test_without_lupapiste_the_exchange_with_the_decision_making_data_ends_both_ways_and_it_serves_nobody(
    without: Callable[..., Impact],
) -> None:
    answer = without("lupapiste")
    assert ended(answer) == {("lupapiste", "paatostietovaranto"), ("paatostietovaranto", "lupapiste")}
    assert all(row.served_now == 0 for row in answer.systems)
    assert not any(row.without_system for row in answer.holders)


def test_without_the_data_set_of_the_population_data_the_customer_resource_loses_that_content(
    without: Callable[..., Impact],
) -> None:
    answer = without("vaestotieto-aineisto")
    rows = {row.id: row for row in answer.downstream}
    assert rows["asiakastietovaranto"].carries == ("vaestotieto-aineisto",)
    assert rows["asiakastietovaranto"].certain
    assert rows["asiakastietovaranto"].effect == "weakened"
    assert "dvv" in {row.id for row in answer.upstream}


def test_of_the_employment_data_no_feed_is_said_and_that_of_the_department_may_mean_them(
    without: Callable[..., Impact],
) -> None:
    answer = without("palvelussuhde")
    assert answer.downstream == ()
    assert {(row.id, row.feed.source, row.feed.target) for row in answer.possible} == {
        ("palvelussuhde", "henkilostoosasto", "henkilostotietovaranto")
    }


def test_without_the_service_register_the_service_resource_loses_all_by_name_and_suomi_fi_is_cut_off(
    without: Callable[..., Impact],
) -> None:
    rows = {row.id: row for row in without("palvelurekisteri").downstream}
    assert rows["palvelutietovaranto"].effect == "cut off"
    assert [feed.source for feed in rows["palvelutietovaranto"].in_general] == ["strategiaosasto"]
    assert rows["suomi-fi-palvelutietovaranto"].effect == "cut off"


def test_without_the_finance_and_the_decision_making_resource_two_resources_have_no_city_wide_receiver(
    without: Callable[..., Impact],
) -> None:
    rows = {row.id: row for row in without("taloustietovaranto", "paatostietovaranto").upstream}
    assert all("city-wide" in rows[id_].scopes_lost for id_ in ("tyovoima", "yritystoiminta"))


def test_the_finance_resource_is_not_told_to_be_without_personal_data_systems_and_classes(
    without: Callable[..., Impact],
) -> None:
    """Line 30: health and unemployment data of registered persons; 443-444: the classes; 450: seven systems."""
    answer = without("taloustietovaranto")
    assert {(row.feed.source, row.special) for row in answer.personal_feeds} >= {("tyovoima", "yes")}
    assert {row.code for row in answer.records_classes} == {"02 02", "02 06"}
    assert len([row for row in answer.systems if not row.removed]) == 7
    assert "personal_feeds" not in answer.none_known


def test_a_class_is_told_as_stated_of_a_resource_only_where_a_page_lists_it_with_the_resource(
    without: Callable[..., Impact],
) -> None:
    """443-444: listed for the finance department; the newer page, 2-3: with the resource of Internal Audit."""
    assert {row.code: row.exact for row in without("taloustietovaranto").records_classes} == {
        "02 02": False,
        "02 06": False,
    }
    assert {row.code: row.exact for row in without("tarkastustieto").records_classes} == {"00 03 03": True}


def test_residents_with_data_in_customer_communications_lose_a_register_with_the_department(
    without: Callable[..., Impact],
) -> None:
    """478: two personal data registers are the responsibility of the department; 480, 484: whose data they hold."""
    answer = without("viestintaosasto")
    assert {"digiopastusrekisteri", "asiakasviestinta-rekisteri"} <= {
        row.id for row in answer.registers if row.role == "removed"
    }
    marked = {(row.feed.source, row.feed.target): row.implied for row in answer.personal_feeds}
    assert marked["asiakasviestinta", "asiakastietovaranto"]
    assert marked["etaopastuksen-pyytaja", "digiopastus"]


@pytest.mark.parametrize("removed", ["vaestotieto", "taloustietovaranto", "digiopastus"])
def test_where_a_line_promises_a_register_description_the_answer_tells_that_it_is_missing(
    without: Callable[..., Impact], model: Model, removed: str
) -> None:
    """310, 429, 482."""
    promised = {issue.id for issue in model.catalogue.issues if {310, 429, 482} <= {e.first for e in issue.evidence}}
    assert promised
    assert promised <= set(without(removed).source_issues)


def test_remarks_of_other_departments_are_not_told_with_the_communications_department(
    without: Callable[..., Impact], model: Model
) -> None:
    told = [issue for issue in model.catalogue.issues if issue.id in without("viestintaosasto").source_issues]
    assert told
    for issue in told:
        assert any(e.first and (452 <= e.first <= 512 or e.first == 15) for e in issue.evidence), issue.id


@pytest.mark.parametrize("shared", ["asiakastietovaranto", "taloustietovaranto", "tutkimus-ja-selvitystietovaranto"])
def test_nothing_is_passed_on_by_a_department(without: Callable[..., Impact], model: Model, shared: str) -> None:
    for row in without(shared).downstream:
        assert not any(model.nodes[feed.source]["kind"] in ("department", "party", "unit") for feed in row.way[1:])


# --- what a city-wide resource leaves behind


def test_without_the_customer_resource_the_population_data_and_the_e_services_have_no_receiver(
    without: Callable[..., Impact],
) -> None:
    """306, 348: no other receiver is said of them; 498: nor of the feedback that the Communications Department has; 474, 478: two of the others give to the communications resource too.

    512 and 381 name its systems: the population part serves the population data, and the names of two say what else they serve.
    """
    answer = without("asiakastietovaranto")
    assert left_alone(answer) == {"vaestotieto", "sahkoinen-asiointi", "viestintaosasto"}
    assert {"digiopastus", "asiakasviestinta"} <= {row.id for row in answer.upstream}
    idle = {row.id for row in answer.systems if row.serves_nothing}
    assert idle == {"osallisuuden-jarjestelmat", "kehittajayhteison-jasenrekisteri", "palautejarjestelma"}


def test_without_the_decision_making_resource_the_national_services_lose_what_it_gives_and_health_data_are_concerned(
    without: Callable[..., Impact],
) -> None:
    """178: data are handed over to national services such as Lupapiste.fi; 30, 38: two givers have the finance resource left."""
    answer = without("paatostietovaranto")
    assert hit(answer, certain=True) == {"kansalliset-viranomaispalvelut": "cut off", "lupapiste": "cut off"}
    assert hit(answer, certain=False) == {}
    assert {"tyovoima", "yritystoiminta"} <= {row.id for row in answer.upstream} - left_alone(answer)
    assert {row.feed.source: row.special for row in answer.personal_feeds}["tyovoima"] == "yes"


def test_without_the_service_resource_the_service_register_has_no_city_wide_receiver_and_others_still(
    without: Callable[..., Impact],
) -> None:
    """332, 365: the register of offices lies in the resource; an open interface and Suomi.fi are left."""
    answer = without("palvelutietovaranto")
    assert "toimipisterekisteri" in {row.id for row in answer.removed}
    giver = next(row for row in answer.upstream if row.id == "palvelurekisteri")
    assert (giver.without_receiver, giver.scopes_lost) == (False, ("city-wide",))


def test_of_the_reporting_resource_nothing_but_its_giver_is_known_and_nothing_is_said_to_be_none(
    without: Callable[..., Impact],
) -> None:
    """298 is the only line that names it."""
    answer = without("raportointitietovaranto")
    assert answer.downstream == ()
    assert {row.id for row in answer.upstream} == {"strategiaosasto"}
    assert left_alone(answer) == set()
    assert answer.none_known == ()


def test_without_both_resources_of_communications_the_department_s_resources_have_no_receiver(
    without: Callable[..., Impact],
) -> None:
    """474, 478, 498: each gives to the one, the other, or both."""
    answer = without("asiakastietovaranto", "tiedotus-ja-viestintatietovaranto")
    assert {"digiopastus", "asiakasviestinta", "yhteistietovaranto"} <= left_alone(answer)


# --- departments


def test_without_the_communications_department_two_city_wide_resources_get_less_and_the_public_possibly(
    without: Callable[..., Impact],
) -> None:
    """464, 474, 498: what it gives; 306: the Strategy Department still gives to customers; 480, 484: whose data it holds."""
    answer = without("viestintaosasto")
    assert hit(answer, certain=True) == {
        "asiakastietovaranto": "weakened",
        "tiedotus-ja-viestintatietovaranto": "weakened",
    }
    assert set(hit(answer, certain=False)) == {"kuntalaiset", "kaupungin-henkilosto"}
    assert left_alone(answer) == {"etaopastuksen-pyytaja", "asiakasviestinnan-rekisteroity"}
    assert [row.code for row in answer.records_classes] == ["00 01 02 03", "00 04 00", "00 04 06", "00 04 07"]


def test_without_the_human_resources_department_the_resource_keeps_two_givers_and_all_its_systems(
    without: Callable[..., Impact],
) -> None:
    """124, 298: the two others; 285: the systems are used with the resource; 224: applicants; 269-281: the classes."""
    answer = without("henkilostoosasto")
    sure = hit(answer, certain=True)
    assert (sure["henkilostotietovaranto"], sure["tyonhakija"]) == ("weakened", "cut off")
    assert hit(answer, certain=False)["strategiaosasto"] == "weakened"
    assert not any(row.serves_nothing for row in answer.systems)
    assert len(answer.records_classes) == 13
    assert {"palvelussuhde-aineisto", "luvat-aineisto"} <= {row.id for row in answer.personal_data if row.special}


def test_without_the_finance_department_the_object_resource_loses_all_and_the_finance_resource_keeps_others(
    without: Callable[..., Impact],
) -> None:
    """420: it gives to both; 30, 38: others give to finance; 442-446: the classes."""
    answer = without("talous-ja-suunnitteluosasto")
    assert hit(answer, certain=True) == {"kohdetietovaranto": "cut off", "taloustietovaranto": "weakened"}
    assert [row.code for row in answer.records_classes] == ["00 01 04", "02 02", "02 06", "10 00 00", "10 07"]


def test_without_the_strategy_department_five_city_wide_resources_lose_all_and_two_get_less(
    without: Callable[..., Impact],
) -> None:
    """298: whom it gives to; 464: customers hear of the Communications Department too; 124, 285: human resources of two others."""
    sure = hit(without("strategiaosasto"), certain=True)
    assert {id_ for id_, effect in sure.items() if effect == "cut off"} >= {
        "palvelutietovaranto",
        "tutkimus-ja-selvitystietovaranto",
        "raportointitietovaranto",
        "kehittamistietovaranto",
        "turvallisuustietovaranto",
    }
    assert (sure["asiakastietovaranto"], sure["henkilostotietovaranto"]) == ("weakened", "weakened")


# --- outside parties and systems


def test_without_the_population_agency_the_population_data_lose_all_and_the_agreement_on_keeping_them_is_remarked(
    without: Callable[..., Impact], model: Model
) -> None:
    """350: they are updated from the agency's service once a week, and kept as long as the agreement with it is in force; 348: customers."""
    answer = without("dvv")
    assert hit(answer, certain=True) == {"muutostietopalvelu": "cut off", "vaestotieto": "cut off"}
    assert hit(answer, certain=False) == {"asiakastietovaranto": "weakened"}
    assert [(row.id, row.keeper_removed) for row in answer.systems] == [("muutostietopalvelu", True)]
    remarks = [issue for issue in model.catalogue.issues if issue.id in answer.source_issues]
    assert any(evidence.first == 350 for issue in remarks for evidence in issue.evidence)


def test_without_kela_its_benefit_systems_have_no_keeper_and_what_ends_is_only_concluded(
    without: Callable[..., Impact],
) -> None:
    """93: the systems are used with the register; that data move is not said."""
    answer = without("kela")
    assert {(row.id, row.rests_on_implied) for row in answer.downstream} == {("tyollisyyspalvelurekisteri", True)}
    assert {row.id for row in answer.systems if row.keeper_removed} == {"kelan-avustusjarjestelmat"}
    assert answer.none_known == ()


def test_without_the_case_management_system_the_decision_making_resource_gets_less_and_the_services_possibly(
    without: Callable[..., Impact],
) -> None:
    """178: one of several systems that produce data; what the services get of it is not said."""
    answer = without("asianhallintajarjestelma")
    assert hit(answer, certain=True) == {"paatostietovaranto": "weakened"}
    assert set(hit(answer, certain=False)) == {"kansalliset-viranomaispalvelut", "lupapiste"}
    assert all(row.served_now == 0 for row in answer.systems)
    assert not any(row.without_system for row in answer.holders)


# --- resources, registers and a feed of a department


def test_without_the_population_data_customers_get_less_and_the_system_of_both_still_serves(
    without: Callable[..., Impact],
) -> None:
    """348: what it gives; 350: the service of the agency gives to it alone; 381: the system is the customer resource's; 287-405: no class."""
    answer = without("vaestotieto")
    assert hit(answer, certain=True) == {"asiakastietovaranto": "weakened"}
    assert left_alone(answer) == {"muutostietopalvelu"}
    assert {row.id: row.served_now for row in answer.systems}["kuntarekisterin-vaestoosa"] == 1
    assert answer.records_classes == ()


def test_without_the_statistics_the_research_resource_loses_all_by_name(without: Callable[..., Impact]) -> None:
    """320: they are contained in it; 298: in general; 389: two services, of nothing else, and their users."""
    answer = without("tilastot")
    row, users = answer.downstream
    assert (row.id, row.effect, row.certain) == ("tutkimus-ja-selvitystietovaranto", "cut off", True)
    assert (users.id, users.effect, users.rests_on_implied) == ("datapalvelun-kayttajat", "cut off", True)
    assert [feed.source for feed in row.in_general] == ["strategiaosasto"]
    assert all(row.serves_nothing for row in answer.systems)


def test_the_statistics_register_may_be_meant_where_the_department_is_named_and_none_of_its_resources(
    without: Callable[..., Impact],
) -> None:
    """304 alone names it; of what 298 says, 320 tells research of the statistics, and reporting and development of nothing."""
    answer = without("tilastorekisteri")
    assert answer.downstream == ()
    targets = {row.feed.target for row in answer.possible}
    assert targets >= {"raportointitietovaranto", "kehittamistietovaranto"}
    assert "tutkimus-ja-selvitystietovaranto" not in targets


def test_without_the_guidance_register_its_material_comes_to_customers_no_longer(
    without: Callable[..., Impact],
) -> None:
    """474, 498: what the register gives; 480: who asks for guidance is in it."""
    answer = without("digiopastusrekisteri")
    assert hit(answer, certain=True)["asiakastietovaranto"] == "weakened"
    assert "tiedotus-ja-viestintatietovaranto" in {row.feed.target for row in answer.possible}  # 474: of the resource
    assert left_alone(answer) == {"etaopastuksen-pyytaja"}


@pytest.mark.parametrize("removed", ["kykyviisari", "kykyviisari-aineisto"])
def test_without_kykyviisari_the_institute_loses_all_and_that_was_anonymous(
    without: Callable[..., Impact], removed: str
) -> None:
    """51: anonymised data to the institute; 50: the clients of the pilot."""
    answer = without(removed)
    assert hit(answer, certain=True)["tyoterveyslaitos"] == "cut off"
    assert "kuntakokeilun-asiakas" in left_alone(answer)
    assert not any(row.feed.target == "tyoterveyslaitos" for row in answer.personal_feeds)
    assert "kykyviisari-aineisto" in {row.id for row in answer.personal_data}


def test_without_the_weekly_update_alone_the_population_data_are_hit_as_without_the_agency(
    without: Callable[..., Impact], model: Model
) -> None:
    """350, 348: the service keeps what the agency gives to it."""
    answer = impact(model, Removal.of(model, pairs=[("muutostietopalvelu", "vaestotieto")]))
    rest = {id_: effect for id_, effect in hit(without("dvv"), certain=True).items() if id_ != "muutostietopalvelu"}
    assert hit(answer, certain=True) == rest == {"vaestotieto": "cut off"}
    assert hit(answer, certain=False) == hit(without("dvv"), certain=False)
    assert left_alone(answer) == {"muutostietopalvelu"}


def test_without_the_change_information_service_the_chain_from_the_agency_ends(
    without: Callable[..., Impact],
) -> None:
    """350: the population data are updated with its data; the agency gives by it."""
    answer = without("muutostietopalvelu")
    assert hit(answer, certain=True) == {"vaestotieto": "cut off"}
    assert ended(answer) == {("dvv", "muutostietopalvelu"), ("muutostietopalvelu", "vaestotieto")}
    assert left_alone(answer) == {"dvv"}


def test_what_only_gets_data_of_people_may_still_be_what_the_department_gives(without: Callable[..., Impact]) -> None:
    """228: the staff give who they are; 285: the department has its data in the human resources resource."""
    answer = without("palvelussuhde")
    assert left_alone(answer) == set()
    assert {row.id for row in answer.upstream} == {"kaupungin-henkilosto"}
    assert {row.feed.target for row in answer.possible} == {"henkilostotietovaranto"}
