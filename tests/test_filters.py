"""A filtered graph holds what the filters show, and nothing in it points at what they leave out."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowviz.facts.tables import TABLES
from flowviz.filters import KINDS, NO_FILTERS, Filters, apply, picked
from flowviz.loading import load
from flowviz.model import build_model, inside
from flowviz.places import CATALOGUE
from flowviz.telling.plain import cells

if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue, Feed
    from flowviz.model import Model

MODEL = build_model(load(CATALOGUE))
WHOLE: Catalogue = MODEL.catalogue

some_filters = st.builds(
    Filters,
    departments=st.lists(st.sampled_from([entry.id for entry in WHOLE.departments]), max_size=2).map(tuple),
    scopes=st.lists(st.sampled_from([entry.id for entry in WHOLE.scopes]), max_size=3).map(tuple),
    kinds=st.lists(st.sampled_from(KINDS), max_size=3).map(tuple),
    basis=st.sampled_from([None, "stated", "implied"]),
    personal=st.booleans(),
    keyword=st.none() | st.sampled_from([word.text.values[0][1] for word in WHOLE.keywords]),
    system=st.none() | st.sampled_from([entry.id for entry in WHOLE.systems]),
)


def catalogue_of(model: Model) -> Catalogue:
    found: Catalogue = model.catalogue
    return found


def ends(model: Model) -> set[tuple[str, str]]:
    return {(feed.source, feed.target) for feed in catalogue_of(model).feeds}


def test_no_filter_leaves_the_graph_as_it_is() -> None:
    assert apply(MODEL, NO_FILTERS) is MODEL


@given(some_filters)
@settings(max_examples=60, deadline=None)
def test_any_filters_give_a_smaller_graph_that_every_table_can_tell(filters: Filters) -> None:
    model = apply(MODEL, filters)
    assert set(model) <= set(MODEL)
    assert {_but_data_sets(feed) for feed in catalogue_of(model).feeds} <= {
        _but_data_sets(feed) for feed in WHOLE.feeds
    }
    for table in TABLES.values():
        cells(table.rows(model), "fi")
    for feed in catalogue_of(model).feeds:
        assert filters.basis in (None, feed.basis)
        for end in (feed.source, feed.target):
            data: dict[str, Any] = model.nodes[model.nodes[end]["resource"] or end]
            if data["kind"] in ("resource", "shared", "party") and filters.scopes:
                assert data["scope"] in filters.scopes
            if data["kind"] in KINDS and filters.kinds:
                assert data["kind"] in filters.kinds
        assert {feed.source, feed.target} & picked(MODEL, filters)


def _but_data_sets(feed: Feed) -> Feed:
    """The feed without the data sets that it carries: one that is not shown is not named."""
    return dataclasses.replace(feed, carries=())


def test_a_department_keeps_its_own_and_what_feeds_join_to_it() -> None:
    model = apply(MODEL, Filters(departments=("viestintaosasto",)))
    own = set(inside(MODEL, "viestintaosasto"))
    kept = {node for node, data in model.nodes(data=True) if data["kind"] == "resource"}
    assert kept == {node for node in own if MODEL.nodes[node]["kind"] == "resource"}
    assert ends(model) == {pair for pair in ends(MODEL) if own & set(pair)}


def test_only_scopes_that_are_shown_are_left() -> None:
    model = apply(MODEL, Filters(scopes=("own", "national")))
    assert {entry.scope for entry in catalogue_of(model).shared} == {"national"}
    assert {entry.scope for entry in catalogue_of(model).parties} == {"own", "national"}
    assert sum(len(entry.resources) for entry in catalogue_of(model).departments) == 34


def test_personal_data_is_found_in_registers_too() -> None:
    model = apply(MODEL, Filters(personal=True))
    picked_ones = picked(MODEL, Filters(personal=True))
    assert "vaestotieto" in picked_ones
    assert "sahkoinen-asiointi" in model


def test_the_subject_of_a_drawing_stays_whatever_is_filtered() -> None:
    model = apply(MODEL, Filters(scopes=("national",)), always=("strategiaosasto",))
    assert "vaestotieto" in model
    assert "asiakastietovaranto" not in model


def test_unknown_values_leave_nothing_picked_and_break_nothing() -> None:
    model = apply(MODEL, Filters(departments=("nobody",), keyword="none", system="none"))
    assert not catalogue_of(model).feeds


@pytest.mark.parametrize("basis", ["stated", "implied"])
def test_only_stated_or_implied_feeds_are_left(basis: Any) -> None:
    model = apply(MODEL, Filters(basis=basis))
    assert {feed.basis for feed in catalogue_of(model).feeds} == {basis}
