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


def ended(answer: Impact) -> set[tuple[str, str]]:
    return {(feed.source, feed.target) for feed in answer.feeds}


def test_without_the_human_resources_resource_the_strategy_department_loses_what_it_fetches_and_nobody_else_anything(
    without: Callable[..., Impact],
) -> None:
    answer = without("henkilostotietovaranto")
    assert hit(answer, certain=True) == {"strategiaosasto": "cut off"}
    assert hit(answer, certain=False) == {}
    assert {row.id for row in answer.upstream} == {"hallinto-osasto", "henkilostoosasto", "strategiaosasto"}


def test_without_the_administration_department_what_it_gives_ends_and_at_most_the_strategy_department_loses_more(
    without: Callable[..., Impact],
) -> None:
    answer = without("hallinto-osasto")
    own = {"paatostietovaranto", "tiedonhallintatietovaranto", "toiminnanohjaustietovaranto", "henkilostotietovaranto"}
    exchange = {"kansalliset-viranomaispalvelut", "lupapiste"}  # "national services such as Lupapiste.fi"
    assert set(hit(answer, certain=True)) == own | exchange
    assert set(hit(answer, certain=False)) == {"strategiaosasto"}


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


@pytest.mark.parametrize("shared", ["asiakastietovaranto", "taloustietovaranto", "tutkimus-ja-selvitystietovaranto"])
def test_nothing_is_passed_on_by_a_department(without: Callable[..., Impact], model: Model, shared: str) -> None:
    for row in without(shared).downstream:
        assert not any(model.nodes[feed.source]["kind"] in ("department", "party", "unit") for feed in row.way[1:])
