from __future__ import annotations

import dataclasses
import gc
import random
import sys
import weakref
from typing import TYPE_CHECKING

import networkx as nx
import pytest

from edits import replaced
from flowviz.catalogue import Feed, Party, SystemUse
from flowviz.changes import EFFECTS, compare, effects
from flowviz.changes.effects import orphans
from flowviz.impact import Removal, critical, impact
from flowviz.impact.flows import flows_along
from flowviz.model import build_model
from impact_oracles import actors, flowing, named, parts, random_catalogue, split, what_falls, what_is_taken
from pictured import pictured

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from typing import Any

    from flowviz.catalogue import Catalogue
    from flowviz.changes import Effect
    from flowviz.impact.flows import Flows
    from flowviz.model import Model

SEEDS = range(120)


def without(catalogue: Catalogue, gone: Collection[str]) -> Catalogue:
    """``catalogue`` without some things and what lies in them, and without what mentions them."""
    fallen, taken = what_falls(catalogue, gone), what_is_taken(catalogue, gone)

    def swap(noun: Any) -> Any:
        if isinstance(noun, Feed):
            carries = tuple(
                dataset for dataset in noun.carries if not {(noun.source, dataset), (noun.target, dataset)} & taken
            )
            over = fallen & {noun.source, noun.target} or (noun.carries and not carries)
            return None if over else dataclasses.replace(noun, carries=carries)
        if isinstance(noun, SystemUse):
            return None if noun.system in fallen else noun
        return None if getattr(noun, "id", None) in fallen else noun

    left: Catalogue = replaced(catalogue, swap)
    return left


def told(catalogue: Catalogue, after: Catalogue) -> list[Effect]:
    return effects(compare(build_model(catalogue), build_model(after)))


def of(found: list[Effect], kind: str) -> set[str]:
    return {effect.id for effect in found if effect.kind == kind}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_removal_does_what_the_impact_analysis_says(seed: int) -> None:
    catalogue = random_catalogue(seed)
    model = build_model(catalogue)
    rng = random.Random(seed)
    chosen = rng.sample(
        [node for node, data in model.nodes(data=True) if data["kind"] not in ("organisation", "dataset")], 2
    )
    answer = impact(model, Removal(tuple(chosen)))
    found = told(catalogue, without(catalogue, chosen))
    assert of(found, "cut-off") == {row.id for row in answer.downstream if row.effect == "cut off"}
    fallen = what_falls(catalogue, chosen)
    own = {f.source for f in catalogue.feeds if fallen.intersection(f.carries, what_falls(catalogue, [f.source]))}
    alone = {row.id for row in answer.upstream if row.without_receiver}
    assert of(found, "without-receiver") - own == alone - own  # who has nothing left to give lost no receiver
    nowhere = {row.id for row in answer.upstream if any(feed.target in fallen for feed in row.feeds)}
    assert of(found, "leads-nowhere") == nowhere


@pytest.mark.parametrize("seed", SEEDS)
def test_cut_offs_are_those_that_a_plain_search_finds(seed: int) -> None:
    catalogue = random_catalogue(seed)
    rng = random.Random(seed)
    ends = [thing.id for thing, _ in catalogue.things() if thing.kind in ("resource", "party", "department", "system")]
    after = without(catalogue, rng.sample(ends, 1))
    after = dataclasses.replace(after, parties=(*after.parties, Party(id="new", name=named("n"), form="authority")))
    left = [thing.id for thing, _ in after.things() if thing.kind in ("resource", "party", "department", "system")]
    feeds = tuple(
        Feed(source=a, target=b, basis="stated", evidence=()) for a, b in (rng.sample(left, 2) for _ in range(3))
    )
    after = dataclasses.replace(after, feeds=(*rng.sample(after.feeds, len(after.feeds) * 3 // 4), *feeds))
    assert of(told(catalogue, after), "cut-off") == _cut_off(catalogue, after)


def _cut_off(old: Catalogue, new: Catalogue) -> set[str]:
    flows = flowing(old, old.feeds)
    told = {(feed.source, feed.target) for feed in old.feeds if feed not in flows}
    feeds = [feed for feed in flowing(new, new.feeds) if feed in flows or (feed.source, feed.target) not in told]
    before, now = _plain(old, flows), _plain(new, feeds)
    act, things = actors(new), {thing.id for thing, _ in new.things()}
    own = {n for n in before if not _fed(before, n)} | _kept(old, before, things)
    live = {node for node in now if node in own and node not in act} | {f"{id_}!" for id_ in act}
    live |= {node for node in now if not _fed(now, node) and not _loop(now, node) <= set(before)} - act
    found = things & set(before) & set(now) - own
    return {n for n in found if not (live & ({n} | (nx.ancestors(now, n) if n in now else set())))}


def _kept(catalogue: Catalogue, model: nx.DiGraph[Any], left: set[str]) -> set[str]:
    """The parts of things that an origin with another part of the thing led to, where that one is left."""
    part_of = parts(catalogue, split(catalogue, flowing(catalogue, catalogue.feeds)))
    origins = [mine for mine in part_of if not _fed(model, mine) and left.issuperset(mine.split("#"))]
    return {n for mine in origins for n in nx.descendants(model, mine) if part_of.get(n) == part_of[mine]}


def _plain(catalogue: Catalogue, feeds: Sequence[Feed]) -> nx.DiGraph[Any]:
    model: nx.DiGraph[Any] = nx.DiGraph()
    model.add_nodes_from(thing.id for thing, _ in catalogue.things())
    model.add_edges_from((edge.source, edge.target) for edge in split(catalogue, feeds) if edge.feed)
    return model


def _loop(model: nx.DiGraph[Any], node: str) -> set[str]:
    return {node} | (nx.ancestors(model, node) & nx.descendants(model, node))


def _fed(model: nx.DiGraph[Any], node: str) -> bool:
    """Whether something outside its loop feeds a thing."""
    return bool(nx.ancestors(model, node) - _loop(model, node))


@pytest.mark.parametrize("seed", range(40))
def test_single_points_are_those_whose_removal_cuts_off_more_than_before(seed: int) -> None:
    catalogue = random_catalogue(seed)
    if not catalogue.feeds:
        return
    after = dataclasses.replace(catalogue, feeds=catalogue.feeds[1:])
    counts = [{row.id: row.cut_off for row in critical(build_model(one))} for one in (catalogue, after)]
    found = {effect.id: effect for effect in told(catalogue, after) if effect.kind == "single-point"}
    assert set(found) == {id_ for id_, count in counts[1].items() if count > counts[0].get(id_, 0)}
    model = build_model(after)
    for id_, effect in found.items():
        rows = impact(model, Removal((id_,))).downstream
        assert set(effect.others) == {row.id for row in rows if row.effect == "cut off"}
        assert (effect.before, effect.after) == (counts[0].get(id_, 0), len(effect.others))


@pytest.mark.parametrize("seed", range(40))
def test_nothing_happens_to_what_does_not_change(seed: int) -> None:
    catalogue = random_catalogue(seed)
    assert told(catalogue, catalogue) == []


def test_a_replaced_feeder_cuts_nothing_off(catalogue: Catalogue) -> None:
    """Kela's place is taken by a new party: what it fed still gets data."""
    model = build_model(catalogue)
    lost = dataclasses.replace(catalogue, feeds=tuple(feed for feed in catalogue.feeds if feed.source != "kela"))
    heir = Party(id="perija", name=named("Perijä"), form="authority")
    taken = tuple(dataclasses.replace(feed, source="perija") for feed in catalogue.feeds if feed.source == "kela")
    instead = dataclasses.replace(lost, parties=(*lost.parties, heir), feeds=(*lost.feeds, *taken))
    assert of(effects(compare(model, build_model(instead))), "cut-off") == set()


def test_the_flows_of_both_catalogues_are_built_once_and_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[Model] = []

    def counting(model: Model, *arguments: Any) -> Flows:
        built.append(model)
        return flows_along(model, *arguments)

    monkeypatch.setattr(sys.modules["flowviz.changes.effects"], "flows_along", counting)
    old, new = build_model(random_catalogue(7)), build_model(random_catalogue(7))
    comparison = compare(old, new)
    effects(comparison)
    assert built == [new]
    gone = weakref.ref(old)
    del old, comparison
    gc.collect()
    assert gone() is None, "nothing that stays holds the old catalogue"


def test_what_a_thing_holds_itself_is_not_lost_with_another_of_its_loop() -> None:
    """a and b feed each other, b gives c the data set d, which lies in b: without a, nothing is cut off."""
    catalogue = pictured(["a→b", "b→a", "b→c:d"])
    assert of(told(catalogue, without(catalogue, ["a"])), "cut-off") == set()
    assert of(told(catalogue, without(catalogue, ["b"])), "cut-off") == {"c"}


def test_orphans_are_what_no_feed_and_no_user_touches(catalogue: Catalogue) -> None:
    party = Party(id="yksin", name=named("Yksin"), form="people")
    grown = dataclasses.replace(catalogue, parties=(*catalogue.parties, party))
    assert of(told(catalogue, grown), "orphan") == {"yksin"}
    assert "yksin" in set(orphans(build_model(grown)))


def test_effects_come_by_kind(catalogue: Catalogue) -> None:
    after = dataclasses.replace(catalogue, feeds=catalogue.feeds[: len(catalogue.feeds) // 2])
    kinds = [effect.kind for effect in told(catalogue, after)]
    assert kinds == sorted(kinds, key=list(EFFECTS).index)
    assert len(set(kinds)) > 2
