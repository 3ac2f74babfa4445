"""The impact of removals, against two oracles that work from the definitions alone."""

from __future__ import annotations

import functools
import random
import re
import sys
from itertools import pairwise
from pathlib import Path

import networkx as nx
import pytest

from flowviz.catalogue import Catalogue, Feed, Header, Organisation, Party
from flowviz.errors import NoSuchFeed, UnknownThing
from flowviz.impact import Impact, Removal, impact, loops
from flowviz.impact.flows import Flows
from flowviz.impact.outline import outline
from flowviz.impact.strike import strike
from flowviz.impact.survival import cut_off
from flowviz.model import Model, build_model
from impact_oracles import (
    actors,
    by_closure,
    by_search,
    ends,
    flowing,
    named,
    random_catalogue,
    rows,
    what_falls,
    what_is_taken,
)
from pictured import pictured

SEEDS = range(1500)
ROW = ("distance", "effect", "feeds_lost", "feeds_before", "origins_lost", "origins_before", "carries", "certain")


def random_removal(catalogue: Catalogue, seed: int) -> Removal:
    rng = random.Random(seed * 7 + 1)
    ids = [thing.id for thing, _ in catalogue.things() if thing.kind != "organisation"]
    things = rng.sample(ids, rng.choice((0, 1, 1, 1, 2, 3)))
    feeds = [feed for feed in catalogue.feeds if rng.random() < rng.choice((0, 0, 0.1, 0.3))]
    return Removal(tuple(things), tuple(feeds))


@functools.cache
def asked(seed: int, *, stated_only: bool = False) -> tuple[Catalogue, Removal, Impact]:
    catalogue = random_catalogue(seed)
    removal = random_removal(catalogue, seed)
    return catalogue, removal, impact(build_model(catalogue), removal, stated_only=stated_only)


@pytest.mark.parametrize("portion", range(5))
def test_downstream_rows_equal_both_oracles(portion: int) -> None:
    for seed in SEEDS[portion::5]:
        stated_only = seed % 4 == 0
        catalogue, removal, answer = asked(seed, stated_only=stated_only)
        gone, single = what_falls(catalogue, removal.things), {id(feed) for feed in removal.feeds}
        feeds = [feed for feed in catalogue.feeds if not stated_only or feed.basis == "stated"]
        mine = {row.id: {name: getattr(row, name) for name in ROW} for row in answer.downstream}
        mine = {id_: row | {"carries": set(row["carries"])} for id_, row in mine.items()}
        assert {one.id for one in answer.removed} == gone, seed
        assert mine == rows(catalogue, feeds, removal.things, single, by_closure), seed
        assert mine == rows(catalogue, feeds, removal.things, single, by_search), seed


def test_sets_of_origins_in_portions_give_the_same_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [asked(seed)[2].as_dict() for seed in SEEDS[:200]]
    monkeypatch.setattr(loops, "BUDGET", 0)
    monkeypatch.setattr(loops, "SMALLEST", 1)
    assert [asked.__wrapped__(seed)[2].as_dict() for seed in SEEDS[:200]] == whole


@pytest.mark.parametrize("few", [0, 2, 99])
def test_origins_lost_are_the_same_by_searches_and_along_the_loops(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[strike.__module__], "_FEW", few)
    rng = random.Random(few)
    for _ in range(300):
        things = rng.randrange(3, 12)
        pairs = {(rng.randrange(things), rng.randrange(things)) for _ in range(rng.randrange(2 * things))}
        pairs = {(giver, receiver) for giver, receiver in pairs if giver != receiver}
        found = Flows(
            [str(node) for node in range(things)], [[b for a, b in sorted(pairs) if a == n] for n in range(things)]
        )
        gone = frozenset(rng.sample(range(things), rng.choice((1, 1, 1, 2))))
        struck = strike(found, gone)
        leads = {node: led_to(pairs, node) for node in range(things)}
        left = {node: led_to({pair for pair in pairs if not gone.intersection(pair)}, node) for node in range(things)}
        origins = {frozenset(loop) for loop in (leads[a] & {b for b in leads if a in leads[b]} for a in leads)}
        origins = {loop for loop in origins if not any(b in loop and a not in loop for a, b in pairs)}
        for node in struck.downstream:
            lost = sum(
                any(node in leads[a] for a in loop) and not any(node in left[a] for a in loop - gone)
                for loop in origins
            )
            assert struck.origins_lost(node) == lost, (pairs, gone, node)
            assert (node in struck.losing) == (lost > 0), (pairs, gone, node)


def led_to(pairs: set[tuple[int, int]], node: int) -> set[int]:
    """The node and all that it leads to."""
    found = {node}
    while more := {b for a, b in pairs if a in found} - found:
        found |= more
    return found


def test_cut_off_is_what_no_origin_leads_to_any_more_in_any_graph() -> None:
    for seed in range(600):
        rng = random.Random(seed)
        many = rng.randrange(2, 14)
        graph = nx.gnp_random_graph(many, rng.choice((0.06, 0.12, 0.25)), seed=seed, directed=True)
        flows = Flows([str(node) for node in graph], [list(graph[node]) for node in range(many)])
        gone = frozenset(rng.sample(range(many), rng.choice((0, 1, 1, 2))))
        broken = frozenset(pair for pair in graph.edges if rng.random() < 0.1 and not gone.intersection(pair))
        loops = nx.condensation(graph)
        origins = [node for loop, fed in loops.in_degree if not fed for node in loops.nodes[loop]["members"]]
        graph.remove_nodes_from(gone)
        graph.remove_edges_from(broken)
        alive = {node for origin in set(origins) - gone for node in nx.descendants(graph, origin) | {origin}}
        for lost in (False, True):
            found = cut_off(flows, gone, broken, many=lost)
            assert len(found) == len(set(found))
            assert set(found) == set(graph) - alive, seed


def test_ways_are_real_shortest_and_start_at_what_is_removed() -> None:
    for seed in SEEDS[:400]:
        catalogue, removal, answer = asked(seed)
        gone = {one.id for one in answer.removed}
        act, flows = actors(catalogue), flowing(catalogue, catalogue.feeds)
        for row in answer.downstream:
            assert len(row.way) == row.distance
            assert row.way[-1].target == row.id
            assert all(a.target == b.source for a, b in pairwise(row.way))
            assert all(feed.source not in act for feed in row.way[1:])
            assert all(not (a.carries and b.carries) or {*a.carries} & {*b.carries} for a, b in pairwise(row.way))
            assert all(feed in flows for feed in row.way)
            first = row.way[0]
            assert first.source in gone or first in removal.feeds or gone.intersection(first.carries)


def test_a_thing_rests_on_implied_feeds_when_the_stated_ones_alone_do_not_lead_to_it() -> None:
    for seed in SEEDS[:400]:
        catalogue, removal, answer = asked(seed)
        removal = Removal(removal.things, tuple(feed for feed in removal.feeds if feed.basis == "stated"))
        answer = impact(build_model(catalogue), removal)
        sure = {row.id for row in impact(build_model(catalogue), removal, stated_only=True).downstream}
        rows = {row.id for row in answer.downstream}
        assert {row.id for row in answer.downstream if not row.rests_on_implied} == sure & rows


def test_upstream_rows_follow_from_the_feeds() -> None:
    for seed in SEEDS[:600]:
        catalogue, removal, answer = asked(seed)
        gone, single = what_falls(catalogue, removal.things), {id(feed) for feed in removal.feeds}
        expected = {}
        flows = flowing(catalogue, catalogue.feeds)
        for thing in {feed.source for feed in flows} - gone:
            taken = what_is_taken(catalogue, removal.things)
            own = what_falls(catalogue, [thing]) & gone
            given = [feed for feed in flows if feed.source == thing]
            lost = [
                feed
                for feed in given
                if feed.target in gone
                or id(feed) in single
                or (ends(feed, gone, taken, single) and not {*feed.carries} <= own)
            ]
            less = set[str]()
            for feed in given:
                out = {d for d in feed.carries if {(thing, d), (feed.target, d)} & taken}
                if not ends(feed, gone, taken, single) and not out <= own:
                    less |= out
            if lost or less:
                expected[thing] = (len(lost), len(given), len(lost) == len(given), less)
        mine = {
            row.id: (row.feeds_lost, row.feeds_before, row.without_receiver, {*row.carries}) for row in answer.upstream
        }
        assert mine == expected


def test_systems_and_their_holders_follow_from_the_uses() -> None:
    for seed in SEEDS[:600]:
        catalogue, removal, answer = asked(seed)
        gone = what_falls(catalogue, removal.things)
        uses = {t.id: [use.system for use in getattr(t, "systems", ())] for t, _ in catalogue.things()}
        left = {id_: [s for s in used if s in gone] for id_, used in uses.items() if id_ not in gone}
        assert {row.id: list(row.systems_lost) for row in answer.holders} == {
            i: lost for i, lost in left.items() if lost
        }
        serving_none = {
            s.id
            for s in catalogue.systems
            if s.id not in gone
            and any(s.id in used for used in uses.values())
            and not any(s.id in used for id_, used in uses.items() if id_ not in gone)
        }
        assert {row.id for row in answer.systems if row.serves_nothing} == serving_none


def test_departments_to_hear_are_those_of_everything_hit() -> None:
    for seed in SEEDS[:300]:
        catalogue, _, answer = asked(seed)
        home = {thing.id: owners.get("department") for thing, owners in catalogue.things()}
        home.update({department.id: department.id for department in catalogue.departments})
        sides = (answer.removed, answer.downstream, answer.upstream, answer.holders)
        assert {row.id for row in answer.departments} == {home[row.id] for side in sides for row in side} - {None}


def test_the_sums_of_the_answer_are_those_of_its_rows() -> None:
    for seed in SEEDS[:200]:
        catalogue, _, answer = asked(seed)
        assert answer.summary.downstream == len(answer.downstream)
        assert answer.summary.cut_off == sum(row.effect == "cut off" for row in answer.downstream)
        assert answer.summary.feeds_removed == sum(feed in flowing(catalogue, catalogue.feeds) for feed in answer.feeds)
        assert all(0 <= row.share <= 1 for row in answer.downstream)


def test_an_outline_tells_what_the_whole_answer_tells() -> None:
    for seed in SEEDS[:200]:
        catalogue, removal, answer = asked(seed)
        found = outline(build_model(catalogue), removal, 2)
        single = {id(feed) for feed in removal.feeds}
        mine = rows(catalogue, catalogue.feeds, removal.things, single, by_search)
        assert found.hit == len(mine), seed
        assert {row.id: (row.effect, row.certain) for row in found.nearest} == {
            row.id: (mine[row.id]["effect"], mine[row.id]["certain"]) for row in answer.downstream[:2]
        }, seed
        cut_off = [found.groups[key].total for key in ("cut_off", "cut_off.possible") if key in found.groups]
        assert sum(cut_off) == sum(row["effect"] == "cut off" for row in mine.values()), seed
        for name in {*found.__struct_fields__} - {"nearest"}:
            assert getattr(found, name) == getattr(answer, name), (seed, name)


# --- the notions, one small picture of words each


def flows(*pairs: str) -> Flows:
    ids = sorted(set("".join(pairs)))
    return Flows(ids, [[ids.index(pair[1]) for pair in pairs if pair[0] == id_] for id_ in ids])


def effects(gone: str, *pairs: str) -> dict[str, str]:
    found = flows(*pairs)
    struck = strike(found, frozenset(found.ids.index(id_) for id_ in gone))
    return {found.ids[node]: struck.effect(node) for node in struck.downstream}


def test_what_only_the_removed_thing_fed_is_cut_off() -> None:
    assert effects("b", "ab", "bc") == {"c": "cut off"}


def test_what_another_origin_still_feeds_is_weakened() -> None:
    assert effects("a", "ac", "bc") == {"c": "weakened"}


def test_what_every_origin_reaches_another_way_is_touched() -> None:
    assert effects("b", "ab", "bd", "ac", "cd") == {"d": "touched"}


def test_a_loop_that_nothing_feeds_lasts_as_long_as_any_of_it() -> None:
    assert effects("a", "ab", "ba", "bc") == {"b": "touched", "c": "touched"}
    assert effects("ab", "ab", "ba", "bc") == {"c": "cut off"}


def test_things_that_feed_each_other_do_not_keep_each_other_alive() -> None:
    assert effects("a", "ab", "bc", "cb") == {"b": "cut off", "c": "cut off"}


# --- the built-in catalogue


@pytest.fixture(scope="module")
def model() -> Model:
    from flowviz.loading import load

    return build_model(load(Path(__file__).parents[1] / "data"))


def test_a_system_takes_no_resource_with_it(model: Model) -> None:
    answer = impact(model, Removal.of(model, ["asianhallintajarjestelma"]))
    assert [one.id for one in answer.removed] == ["asianhallintajarjestelma"]
    assert answer.holders
    assert answer.summary.without_system + answer.summary.fewer_systems == len(answer.holders)


def test_a_department_falls_with_its_resources_registers_and_data_sets(model: Model) -> None:
    answer = impact(model, Removal.of(model, ["viestintaosasto"]))
    assert {"digiopastus", "digiopastusrekisteri", "digiopastus-aineisto"} <= {one.id for one in answer.removed}
    assert all(one.within for one in answer.removed[1:])


def test_a_single_feed_can_be_removed(model: Model) -> None:
    answer = impact(model, Removal.of(model, pairs=[("muutostietopalvelu", "vaestotieto")]))
    assert not answer.removed
    assert {row.id: (row.effect, row.distance) for row in answer.downstream}["vaestotieto"] == ("cut off", 1)
    assert [row.id for row in answer.upstream if row.without_receiver] == ["muutostietopalvelu"]


def test_an_unknown_id_gets_near_matches(model: Model) -> None:
    with pytest.raises(UnknownThing, match="did you mean 'kela'"):
        Removal.of(model, ["kella"])
    with pytest.raises(NoSuchFeed, match="no feed leads from 'kela' to 'dvv'"):
        Removal.of(model, pairs=[("kela", "dvv")])


def test_the_answer_fits_the_contract(model: Model) -> None:
    data = impact(model, Removal.of(model, ["dvv"])).as_dict()
    row = data["downstream"][0]
    assert {"id", "way", "rests_on_implied", *ROW} <= set(row)
    assert {"id", "feeds_lost", "without_receiver"} <= set(data["upstream"][0]) if data["upstream"] else True
    assert {"removed", "systems", "departments", "records_classes", "personal_data", "unknown", "summary"} <= set(data)


def test_feeds_between_the_same_two_things_are_counted_each() -> None:
    parties = tuple(Party(id=id_, name=named(id_), form="authority") for id_ in "ab")
    feeds = tuple(Feed(source="a", target="b", basis="stated", evidence=(), content=named(text)) for text in ("x", "y"))
    header = Header(id="c", name=named("c"), version="1", date="2026-01-01", language="en", languages=("en",))
    catalogue = Catalogue(
        header=header, organisation=Organisation(id="o", name=named("o")), parties=parties, feeds=feeds
    )
    for feed in feeds:
        answer = impact(build_model(catalogue), Removal(feeds=(feed,)))
        row = answer.downstream[0]
        assert (row.effect, row.feeds_lost, row.feeds_before, row.way) == ("touched", 1, 2, (feed,))


# --- the documentation

EXAMPLE = re.compile(r"^ *`([^`]+)` without `([^`]+)`: (.+)$", re.MULTILINE)
PAGE = Path(__file__).parents[1] / "docs" / "impact.md"


@pytest.mark.parametrize(
    "example", EXAMPLE.findall(PAGE.read_text("utf-8")), ids=lambda example: " without ".join(example[:2])
)
def test_every_example_of_the_documentation_is_true(example: tuple[str, str, str]) -> None:
    told, without, outcome = example
    catalogue = pictured(told.split())
    single = without.split("→")
    removal = Removal(
        () if len(single) == 2 else (without,),
        tuple(feed for feed in catalogue.feeds if [feed.source, feed.target] == single),
    )
    rows = sorted(impact(build_model(catalogue), removal).downstream, key=lambda row: row.id.lower())
    assert ", ".join(f"{row.id} {row.effect}{'' if row.certain else ' (possible)'}" for row in rows) == outcome


def test_every_picture_of_the_documentation_is_there() -> None:
    pictures = re.findall(r"\]\((images/[^)]+)\)", PAGE.read_text("utf-8"))
    assert pictures
    assert all((PAGE.parent / picture).is_file() for picture in pictures)
