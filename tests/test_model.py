from __future__ import annotations

import dataclasses
import weakref
from typing import TYPE_CHECKING

import pytest

from flowviz import model as model_module
from flowviz.catalogue import OWN, Party, Resource
from flowviz.filters import Filters, apply
from flowviz.lineage import downstream
from flowviz.model import EDGE_KINDS, LEVELS, NODE_KINDS, build_model, feeds_between, inside, lately, name_of

if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue
    from flowviz.model import Model


def test_kinds_levels_and_edges_are_those_that_the_module_documents(model: Model) -> None:
    documented = model_module.__doc__ or ""
    assert all(f"``{kind}``" in documented for kind in EDGE_KINDS)
    assert ", ".join(NODE_KINDS[:-1]) + f" or {NODE_KINDS[-1]}" in documented
    assert {data["kind"] for _, data in model.nodes(data=True)} == set(NODE_KINDS)
    assert {data["kind"] for *_, data in model.edges(data=True)} <= set(EDGE_KINDS)
    assert {data["level"] for *_, data in model.edges(data=True) if data["kind"] == "feed"} <= set(LEVELS)


def test_every_thing_is_a_node_and_carries_its_noun(catalogue: Catalogue, model: Model) -> None:
    assert list(model) == [thing.id for thing, _ in catalogue.things()]
    for node, data in model.nodes(data=True):
        assert set(data) == {"kind", "thing", "scope", "department", "resource", "register"}
        assert data["thing"].id == node
        assert data["kind"] == ("shared" if data["kind"] == "shared" else data["thing"].kind)
        if isinstance(data["thing"], (Resource, Party)):
            assert data["scope"] == data["thing"].scope


def test_every_feed_is_an_edge_in_the_order_of_the_catalogue(catalogue: Catalogue, model: Model) -> None:
    edges = [
        (a, b, key, data["feed"]) for a, b, key, data in model.edges(keys=True, data=True) if data["kind"] == "feed"
    ]
    assert len(edges) == len(catalogue.feeds)
    for a, b, key, feed in edges:
        assert (feed.source, feed.target) == (a, b)
        assert feeds_between(model, a, b)[int(key.removeprefix("feed-"))] is feed
    order = {id(feed): i for i, feed in enumerate(catalogue.feeds)}
    for a in model:
        numbers = [order[id(feed)] for feeds in model.out[a].values() for feed in feeds[:1]]
        assert numbers == sorted(numbers)


def test_out_and_into_say_the_same_as_the_edges(model: Model) -> None:
    pairs = {(a, b) for a, b, data in model.edges(data=True) if data["kind"] == "feed"}
    assert {(a, b) for a, others in model.out.items() for b in others} == pairs
    assert {(a, b) for b, others in model.into.items() for a in others} == pairs
    assert list(model.out) == list(model.into) == list(model)


def test_edges_other_than_feeds_are_keyed_by_their_kind(example: Model) -> None:
    expected = {
        ("pleje", "kommunen", "belongs to"),
        ("hjemmepleje", "pleje", "belongs to"),
        ("omsorg", "pleje", "belongs to"),
        ("vagtplan", "omsorg", "part of"),
        ("omsorg", "hjemmepleje", "managed by"),
        ("borgerjournal", "omsorg", "held in"),
        ("besoeg", "borgerjournal", "held in"),
        ("omsorg", "cura", "uses system"),
        ("cura", "leverandoer", "run by"),
    }
    edges = {(a, b, key) for a, b, key, data in example.edges(keys=True, data=True) if data["kind"] == key}
    assert expected <= edges
    assert example.edges["omsorg", "cura", "uses system"]["use"].system == "cura"


def test_nodes_know_what_they_lie_in(example: Model) -> None:
    assert {key: example.nodes["besoeg"][key] for key in ("kind", "scope", "department", "resource", "register")} == {
        "kind": "dataset",
        "scope": OWN,
        "department": "pleje",
        "resource": "omsorg",
        "register": "borgerjournal",
    }
    assert example.nodes["borgere"]["kind"] == "shared"
    assert example.nodes["kommunen"]["scope"] is None


def test_the_level_of_a_feed_is_its_widest_end(example: Model) -> None:
    levels = {(a, b): data["level"] for a, b, data in example.edges(data=True) if data["kind"] == "feed"}
    assert levels["pleje", "statistik"] == "department"
    assert levels["borgerjournal", "sundhedsdata"] == "register"
    assert levels["anloeb", "nordhavne"] == "resource"


def test_inside_is_all_that_lies_in_a_node(example: Model) -> None:
    assert inside(example, "omsorg") == ["omsorg", "borgerjournal", "besoeg", "vagtplan", "skift"]
    assert inside(example, "kajpladser") == ["kajpladser"]
    within = {"hjemmepleje", "omsorg", "borgerjournal", "besoeg", "vagtplan", "skift", "visitation"}
    assert set(inside(example, "pleje")) == {"pleje", *within}
    assert name_of(example, "omsorg", "en") == "Care data"
    assert name_of(example, "omsorg", "fi") == "Omsorgsdata"


def test_the_same_catalogue_gives_the_same_model(catalogue: Catalogue, model: Model) -> None:
    again = build_model(catalogue)
    assert list(again.nodes(data=True)) == list(model.nodes(data=True))
    assert list(again.edges(keys=True, data=True)) == list(model.edges(keys=True, data=True))
    assert (again.out, again.into, again.order) == (model.out, model.into, model.order)


def test_a_model_cannot_be_changed(catalogue: Catalogue) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(build_model(catalogue), "catalogue", None)  # noqa: B010


def test_a_smaller_model_never_leads_out_of_itself(model: Model) -> None:
    small = apply(model, Filters(departments=("viestintaosasto",), basis="stated"))
    assert 0 < len(small) < len(model)
    for adjacency in (small.out, small.into):
        assert set(adjacency) == set(small)
        assert {other for others in adjacency.values() for other in others} <= set(small)
    for node in small:
        assert set(downstream(small, node)) <= set(small)


def test_a_reference_to_nothing_is_a_bug_and_raises(catalogue: Catalogue) -> None:
    feed = dataclasses.replace(catalogue.feeds[0], target="nowhere")
    with pytest.raises(KeyError, match="nowhere"):
        build_model(dataclasses.replace(catalogue, feeds=(feed,)))


def test_the_last_results_of_a_function_are_kept_as_long_as_the_model(catalogue: Catalogue) -> None:
    asked = []

    @lately(2)
    def name(model: Model, node: str, *, loud: bool = False) -> str:
        asked.append(node)
        found = name_of(model, node, "en")
        return found.upper() if loud else found

    one, other = build_model(catalogue), build_model(catalogue)
    node = catalogue.departments[0].id
    assert name(one, node, loud=True) == name(one, node, loud=True) == name(other, node).upper()
    assert asked == [node, node]
    for third in (department.id for department in catalogue.departments[:3]):
        name(one, third)
    assert (len(asked), name(one, node, loud=True), len(asked)) == (5, name(other, node).upper(), 6)
    gone = weakref.ref(one)
    del one
    assert gone() is None
