"""What-if scenarios: what they add and take away, beside the plain removal, and their files."""

from __future__ import annotations

import random
from dataclasses import replace
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from flowviz.catalogue import Feed, System, SystemUse
from flowviz.errors import CatalogueError
from flowviz.impact import Removal, Scenario, compare, impact, load_scenario, scenario_text
from flowviz.impact.scenario import FeedEnds, MovedFeed, NewFeed, NewThing, Replacement
from flowviz.impact.what_if import extended
from flowviz.model import Model, build_model
from impact_oracles import named, random_catalogue

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.catalogue import Catalogue


def scenario(**parts: object) -> Scenario:
    return Scenario(name=named("What if"), **parts)  # type: ignore[arg-type]


@pytest.fixture
def chain(tmp_path: Path) -> Model:
    """giver -> middle -> receiver, a spare shared resource, and what is kept in a system."""
    from conftest import write_catalogue
    from flowviz.loading import load

    more = """\
    source: page
    shared:
      - {id: middle, name: {en: Middle, da: Midten}, scope: city, systems: [{system: box}]}
      - {id: spare, name: {en: Spare, da: Reserve}, scope: city}
      - {id: receiver, name: {en: Receiver, da: Modtager}, scope: state}
    systems:
      - {id: box, name: {en: Box, da: Kasse}}
    feeds:
      - {from: people, to: middle, basis: stated, evidence: [1]}
      - {from: middle, to: receiver, content: {en: Lists, da: Lister}, basis: stated, evidence: [2]}
    """
    return build_model(load(write_catalogue(tmp_path, more=dedent(more))))


def verdicts(model: Model, asked: Scenario) -> dict[str, str]:
    return {row.id: row.verdict for row in compare(model, asked).rows}


def test_an_empty_scenario_changes_nothing(chain: Model) -> None:
    assert compare(chain, scenario()).rows == ()
    assert extended(scenario(), chain) == chain.catalogue


def test_a_scenario_that_only_removes_is_the_plain_removal() -> None:
    for seed in range(150):
        model = build_model(random_catalogue(seed))
        ids = [id_ for id_, node in model.nodes(data=True) if node["kind"] != "organisation"]
        chosen = tuple(random.Random(seed).sample(ids, 2))
        found = compare(model, scenario(remove=chosen))
        assert found.plain == found.with_scenario == impact(model, Removal.of(model, chosen))
        assert {row.verdict for row in found.rows} <= {"same"}


def test_a_replacement_that_takes_over_both_ways_spares_what_it_feeds(chain: Model) -> None:
    found = compare(chain, scenario(replace=(Replacement(what="middle", by="spare"),)))
    assert [(row.id, row.plain, row.scenario, row.verdict) for row in found.rows] == [
        ("receiver", "cut off", None, "spared")
    ]
    assert [row.without_receiver for row in found.plain.upstream] == [True]
    assert found.with_scenario.upstream == ()


def test_a_replacement_that_takes_over_only_what_goes_out_has_no_data_of_its_own_givers(chain: Model) -> None:
    found = compare(chain, scenario(replace=(Replacement(what="middle", by="spare", feeds="out"),)))
    assert [(row.plain, row.scenario) for row in found.rows] == [("cut off", "weakened")]


def test_a_replacement_that_takes_over_only_what_comes_in_spares_nothing(chain: Model) -> None:
    assert verdicts(chain, scenario(replace=(Replacement(what="middle", by="spare", feeds="in"),))) == {
        "receiver": "same"
    }


def test_a_replaced_system_hands_over_what_is_kept_in_it(chain: Model) -> None:
    new = NewThing(id="crate", name=named("Crate"), kind="system")
    found = compare(chain, scenario(add=(new,), replace=(Replacement(what="box", by="crate"),)))
    assert [row.without_system for row in found.plain.holders] == [True]
    assert found.with_scenario.holders == ()


def test_a_holder_that_loses_another_system_as_well_has_fewer(chain: Model) -> None:
    catalogue = chain.catalogue
    use = SystemUse(system="bag")
    shared = (replace(one, systems=(*one.systems, use)) if one.id == "middle" else one for one in catalogue.shared)
    systems = (*catalogue.systems, System(id="bag", name=named("Bag")))
    model = build_model(replace(catalogue, shared=tuple(shared), systems=systems))
    new = NewThing(id="crate", name=named("Crate"), kind="system")
    found = compare(model, scenario(remove=("bag",), add=(new,), replace=(Replacement(what="box", by="crate"),)))
    (row,) = found.with_scenario.holders
    assert (row.systems_lost, row.systems_before, row.without_system) == (("bag",), 2, False)


def test_a_replaced_origin_lasts_in_what_takes_its_place(chain: Model) -> None:
    """Nobody loses what clients told: others tell it now."""
    new = NewThing(id="others", name=named("Others"), kind="party")
    found = compare(chain, scenario(add=(new,), replace=(Replacement(what="clients", by="others"),)))
    assert {row.id: row.verdict for row in found.rows} == {"people": "spared", "middle": "spared", "receiver": "spared"}
    assert (found.with_scenario.downstream, found.with_scenario.upstream) == ((), ())


def test_a_replaced_origin_that_hands_over_nothing_is_lost(chain: Model) -> None:
    new = NewThing(id="others", name=named("Others"), kind="party")
    replaced = Replacement(what="clients", by="others", feeds="in")
    assert verdicts(chain, scenario(add=(new,), replace=(replaced,))) == {
        "people": "same",
        "middle": "same",
        "receiver": "same",
    }


def test_between_two_that_are_replaced_the_feed_goes_on(chain: Model) -> None:
    news = tuple(NewThing(id=id_, name=named(id_), kind="shared", scope="city") for id_ in ("inner", "outer"))
    swaps = (Replacement(what="middle", by="inner"), Replacement(what="receiver", by="outer"))
    found = compare(chain, scenario(add=news, replace=swaps))
    assert [feed.content for feed in found.model.out["inner"]["outer"]] == [
        feed.content for feed in chain.out["middle"]["receiver"]
    ]
    assert (found.with_scenario.downstream, found.with_scenario.upstream) == ((), ())


def test_a_feed_that_gets_a_new_giver_is_not_lost_to_its_receiver(chain: Model) -> None:
    found = compare(chain, scenario(move=(MovedFeed(source="middle", target="receiver", new_source="spare"),)))
    assert [(row.id, row.verdict) for row in found.rows] == [("receiver", "spared")]
    assert [row.id for row in found.with_scenario.upstream] == ["middle"]


def test_a_feed_that_gets_a_new_receiver_is_not_lost_to_its_giver(chain: Model) -> None:
    found = compare(chain, scenario(move=(MovedFeed(source="middle", target="receiver", new_target="spare"),)))
    assert [(row.id, row.verdict) for row in found.rows] == [("receiver", "same")]
    assert found.with_scenario.upstream == ()


def test_what_gets_more_of_what_goes_is_hit_harder_or_is_hit_only_in_the_scenario(chain: Model) -> None:
    bypass = Feed(source="people", target="receiver", basis="stated", evidence=())
    model = build_model(replace(chain.catalogue, feeds=(*chain.catalogue.feeds, bypass)))
    well = NewThing(id="well", name=named("Well"), kind="party")
    feeds = (NewFeed(source="well", target="middle"), NewFeed(source="middle", target="spare"))
    found = compare(model, scenario(remove=("middle",), add=(well,), feeds=feeds))
    assert [(row.id, row.plain, row.scenario, row.verdict) for row in found.rows] == [
        ("spare", None, "cut off", "new"),
        ("receiver", "touched", "weakened", "worse"),
    ]


def test_those_whose_feeds_are_taken_over_are_consulted_though_they_lose_nothing(chain: Model) -> None:
    new = NewThing(id="hub", name=named("Hub"), kind="resource", department="care")
    found = compare(chain, scenario(add=(new,), replace=(Replacement(what="middle", by="hub"),)))
    assert "care" in {row.id for row in found.with_scenario.departments}


def test_a_moved_feed_leaves_its_old_receiver_and_reaches_the_new_one(chain: Model) -> None:
    moved = MovedFeed(source="middle", target="receiver", new_target="spare")
    found = compare(chain, scenario(move=(moved,)))
    assert [row.effect for row in found.with_scenario.downstream] == ["cut off"]
    assert [feed.content for feed in found.model.out["middle"]["spare"]] == [
        feed.content for feed in chain.out["middle"]["receiver"]
    ]


def test_a_new_thing_with_new_feeds_can_spare_what_would_be_cut_off(chain: Model) -> None:
    new = NewThing(id="hub", name=named("Hub"), kind="resource", department="care", systems=("box",))
    feeds = (NewFeed(source="people", target="hub"), NewFeed(source="hub", target="receiver"))
    assert verdicts(chain, scenario(remove=("middle",), add=(new,), feeds=feeds)) == {"receiver": "eased"}


def test_a_feed_cut_by_itself_is_removed(chain: Model) -> None:
    found = compare(chain, scenario(cut=(FeedEnds(source="middle", target="receiver"),)))
    assert [(row.id, row.plain) for row in found.rows] == [("receiver", "cut off")]


def test_more_feeds_never_make_the_share_of_cut_off_things_that_were_hit_before_grow() -> None:
    """A bridge from a living origin to everything spares everything: nothing that was hit stays cut off."""
    for seed in range(100):
        catalogue: Catalogue = random_catalogue(seed)
        model = build_model(replace(catalogue))
        ids = [id_ for id_, node in model.nodes(data=True) if node["kind"] == "resource"]
        chosen = ids[seed % len(ids)]
        hit = [row.id for row in impact(model, Removal((chosen,))).downstream]
        new = NewThing(id="well", name=named("Well"), kind="party")
        feeds = tuple(NewFeed(source="well", target=id_) for id_ in hit)
        answer = compare(model, scenario(remove=(chosen,), add=(new,), feeds=feeds)).with_scenario
        told_by_name = {id_ for id_ in hit if model.nodes[id_]["department"] in hit}
        homes = {model.nodes[id_]["department"] for id_ in told_by_name}  # "well -> department" means these
        assert all(row.effect != "cut off" for row in answer.downstream if row.id not in homes)


EXAMPLE = """\
name: {en: A new middle}
note: {en: What if the middle is replaced?}
remove: [people]
cut:
  - {from: clients, to: people}
replace:
  - {what: middle, by: hub, feeds: out}
move:
  - {from: middle, to: receiver, new_to: spare}
add:
  - {id: hub, name: {en: Hub}, kind: shared, scope: city, systems: [box]}
feeds:
  - {from: spare, to: hub, content: {en: Lists}}
"""


def test_a_scenario_file_is_read_and_printed_back(chain: Model, tmp_path: Path) -> None:
    path = tmp_path / "what-if.yaml"
    path.write_text(EXAMPLE, encoding="utf-8")
    found = load_scenario(path, chain)
    assert found.removed == ("people", "middle")
    assert found.replace[0].feeds == "out"
    path.write_text(scenario_text(found), encoding="utf-8")
    assert load_scenario(path, chain) == found
    assert compare(chain, found).rows


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("name: x\nremove: [midle]\n", "2:10", "unknown item 'midle' (did you mean 'middle'?)"),
        ("name: x\nremoves: [middle]\n", "2:1", "unknown key 'removes' (did you mean 'remove'?)"),
        ("remove: [middle]\n", "1:1", "'name' is missing"),
        ("name: x\ncut:\n  - {from: spare, to: middle}\n", "3:5", "no feed leads from 'spare' to 'middle'"),
        ("name: x\nreplace:\n  - {what: middle, by: middle}\n", "3:24", "'middle' is removed in this scenario"),
        ("name: x\nreplace:\n  - {what: middle, by: spare, feeds: all}\n", "3:38", "'all' is not one of both, in, out"),
        ("name: x\nmove:\n  - {from: middle, to: receiver}\n", "3:5", "says nowhere to move it"),
        ("name: x\nadd:\n  - {id: spare, name: S, kind: party}\n", "3:10", "id 'spare' is already used"),
        ("name: x\nadd:\n  - {id: new, name: S, kind: resource}\n", "3:5", "'department' is missing"),
        ("name: x\nadd:\n  - {id: new, name: S, kind: party, scope: cty}\n", "3:44", "unknown scope 'cty'"),
        ("name: x\nfeeds:\n  - {from: spare, to: spare}\n", "3:5", "feeds itself"),
    ],
)
def test_a_wrong_scenario_file_is_told_by_place_cause_and_cure(
    chain: Model, tmp_path: Path, text: str, place: str, message: str
) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        load_scenario(path, chain)
    assert f"wrong.yaml:{place}: " in str(caught.value)
    assert message in str(caught.value)
