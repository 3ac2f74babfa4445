"""The ranking of single points of failure, against the removal of one thing after the other."""

from __future__ import annotations

import dataclasses
import random
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from flowviz.impact import Removal, impact, loops, ranking
from flowviz.impact.dominators import immediate_dominators
from flowviz.impact.ranking import KINDS, critical, reason
from flowviz.locales import LANGUAGES
from flowviz.model import Model, build_model, name_of
from impact_oracles import random_catalogue

if TYPE_CHECKING:
    from flowviz.impact import Impact


def one_by_one(model: Model, *, stated_only: bool) -> dict[str, tuple[object, ...]]:
    """What the ranking must say, each thing removed by itself; what nobody would feel is left out."""
    rows: dict[str, tuple[object, ...]] = {}
    for id_, node in model.nodes(data=True):
        if node["kind"] in KINDS:
            answer = impact(model, Removal((id_,)), stated_only=stated_only)
            row = (
                answer.summary.cut_off,
                answer.summary.downstream,
                frozenset(_department(model, one.id) for one in answer.downstream) - {None},
                frozenset(model.nodes[one.id]["scope"] for one in answer.downstream) - {None},
                frozenset(one.id for one in answer.downstream if one.feeds_lost == one.feeds_before),
                frozenset(one.id for one in answer.holders if one.without_system),
                frozenset(
                    one.id
                    for one in answer.downstream
                    if one.feeds_lost == one.feeds_before and one.effect != "cut off"
                ),
            )
            if any(row):
                rows[id_] = row
    return rows


def _department(model: Model, id_: str) -> str | None:
    node = model.nodes[id_]
    return id_ if node["kind"] == "department" else node["department"]


def ranked(model: Model, *, stated_only: bool) -> dict[str, tuple[object, ...]]:
    return {
        row.id: (
            row.cut_off,
            row.reached,
            frozenset(row.departments),
            frozenset(row.scopes),
            frozenset(row.sole_feeder_of),
            frozenset(row.sole_system_of),
            frozenset(row.alone),
        )
        for row in critical(model, stated_only=stated_only)
    }


def test_the_ranking_equals_removing_each_thing_by_itself() -> None:
    for seed in range(400):
        model = build_model(random_catalogue(seed))
        stated_only = seed % 4 == 0
        assert ranked(model, stated_only=stated_only) == one_by_one(model, stated_only=stated_only), seed


def test_portions_and_searches_give_the_same_ranking(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [critical(build_model(random_catalogue(seed))) for seed in range(60)]
    monkeypatch.setattr(loops, "BUDGET", 0)
    monkeypatch.setattr(loops, "SMALLEST", 3)
    assert [critical(build_model(random_catalogue(seed))) for seed in range(60)] == whole
    monkeypatch.setattr(ranking, "MOST", 0)
    assert [critical(build_model(random_catalogue(seed)), top=1000) for seed in range(60)] == whole


def test_dominators_equal_those_of_networkx() -> None:
    for seed in range(1500):
        rng = random.Random(seed)
        n = rng.randint(1, 14)
        out = [rng.sample(range(n), rng.randint(0, min(n, rng.choice((1, 2, 4))))) for _ in range(n)]
        starts = rng.sample(range(n), rng.randint(1, n))
        order, dominator = immediate_dominators(out, starts)
        model: nx.DiGraph[int] = nx.DiGraph([(giver, receiver) for giver in range(n) for receiver in out[giver]])
        model.add_edges_from((-1, start) for start in starts)
        expected = nx.immediate_dominators(model, -1)
        mine = {order[place]: order[dominator[place]] for place in range(1, len(order))}
        assert mine == {node: above for node, above in expected.items() if node != -1}, seed


def test_rows_come_gravest_first_and_no_more_than_asked(model: Model) -> None:
    rows = critical(model)
    assert [row.weight for row in rows] == sorted((row.weight for row in rows), reverse=True)
    assert critical(model, top=3) == rows[:3]
    assert {row.kind for row in critical(model, ["system"])} == {"system"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_has_a_reason_in_words(model: Model, language: str) -> None:
    for row in critical(model):
        sentence = reason(model, row, language)
        assert sentence.endswith(".")
        assert sentence[0].isupper() or sentence[0].isdigit()
        assert "{" not in sentence
        assert sum(name_of(model, id_, language) in sentence for id_ in row.sole_feeder_of) >= min(
            3, len(row.sole_feeder_of)
        )


def test_the_reason_tells_what_is_certain_from_what_is_possible(model: Model) -> None:
    row = dataclasses.replace(critical(model)[0], certain=("dvv", "kela"), alone=(), cut_off=3, reached=5)
    said = reason(model, row, "en")
    assert said.startswith("If this were removed, 2 would lose all data that are known to come to them: ")
    assert " 1 more might, if what lies between passes on what it receives. In all, 5 items " in said
    only = reason(model, dataclasses.replace(row, certain=()), "en")
    assert only.startswith("If this were removed, 3 might lose all data")
    assert "would" not in only
    kept = reason(model, dataclasses.replace(row, certain=("dvv",), cut_off=1, alone=("kela",), reached=2), "en")
    names = [name_of(model, id_, "en") for id_ in ("dvv", "kela")]
    assert kept.endswith(f"{names[0]}. 1 would get nothing more from others and keep only its own: {names[1]}.")


def test_the_first_row_agrees_with_its_own_removal(model: Model) -> None:
    row = critical(model)[0]
    answer: Impact = impact(model, Removal.of(model, [row.id]))
    assert (row.cut_off, row.reached) == (answer.summary.cut_off, answer.summary.downstream)
