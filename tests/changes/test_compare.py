from __future__ import annotations

import dataclasses
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edits import EDITS, edited, found, swapped, with_new_id
from flowviz import loading
from flowviz.catalogue import Evidence, Feed, Keyword, Text
from flowviz.changes import Change, Report, compare
from flowviz.exports import Order, json_catalogue
from flowviz.locales import LANGUAGES
from flowviz.model import build_model
from flowviz.places import CATALOGUE
from flowviz.telling.words import tell

if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue
    from flowviz.model import Model

EXAMPLE = Path(__file__).parents[1] / "example"
SEEDS = st.integers(0, 2**32)
BUILT_IN = loading.load(CATALOGUE)
BUILT_IN_MODEL = build_model(BUILT_IN)


def differences(old: Catalogue, new: Catalogue) -> tuple[Change, ...]:
    return compare(build_model(old), build_model(new)).changes


@pytest.fixture(scope="module")
def other() -> Model:
    return build_model(loading.load(EXAMPLE))


def test_a_catalogue_does_not_differ_from_itself(model: Model, other: Model) -> None:
    assert compare(model, model).changes == ()
    assert compare(other, other).changes == ()


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
@pytest.mark.parametrize("seed", range(3))
def test_every_edit_is_found_once_and_nothing_else(edit, seed: int) -> None:  # type: ignore[no-untyped-def]
    after, expected, _ = edit(BUILT_IN, random.Random(seed))
    changes = compare(BUILT_IN_MODEL, build_model(after)).changes
    assert sorted(map(str, map(found, changes))) == sorted(map(str, expected))


@settings(max_examples=40, deadline=None)
@given(SEEDS)
def test_several_edits_are_found_once_each_and_described(seed: int) -> None:
    rng = random.Random(seed)
    after, expected = edited(BUILT_IN, rng, 6)
    comparison = compare(BUILT_IN_MODEL, build_model(after))
    assert sorted(map(str, map(found, comparison.changes))) == sorted(map(str, expected))
    for language in LANGUAGES:
        report = Report(comparison, language)
        changes, _ = report.tables()
        assert len(changes.rows) == len(comparison.changes)
        told = [tell(row[-1], language) for row in changes.rows]
        assert all(told)
        assert [sentence for group in report.groups for sentence in group.sentences] == told


@settings(max_examples=30, deadline=None)
@given(SEEDS)
def test_the_way_back_mirrors_the_way_there(seed: int) -> None:
    rng = random.Random(seed)
    after = build_model(edited(edited(BUILT_IN, rng, 5)[0], rng, 5)[0])
    there, back = compare(BUILT_IN_MODEL, after), compare(after, BUILT_IN_MODEL)
    assert sorted(map(_told, there.changes)) == sorted(map(_mirrored, back.changes))
    assert there.ids == back.old_ids


def _told(change: Change) -> str:
    return str((*found(change), change.before, change.after))


def _mirrored(change: Change) -> str:
    action, kind, old, new, field = found(change)
    action = {"added": "removed", "removed": "added"}.get(action, action)
    return str((action, kind, new, old, field, change.after, change.before))


@settings(max_examples=15, deadline=None)
@given(SEEDS)
def test_a_round_trip_through_json_changes_nothing_of_it(seed: int) -> None:
    after = build_model(edited(BUILT_IN, random.Random(seed), 5)[0])
    again = build_model(json_catalogue.read(json_catalogue.write(after, Order(language="fi", table="feeds"))))
    assert compare(after, again).changes == ()
    plain, returned = compare(BUILT_IN_MODEL, after), compare(BUILT_IN_MODEL, again)
    assert list(map(_told, plain.changes)) == list(map(_told, returned.changes))


def test_two_catalogues_with_nothing_in_common_are_told_apart_whole(model: Model, other: Model) -> None:
    comparison = compare(model, other)
    things = {change.id for change in comparison.of("added") if change.entry.space == "thing"}
    assert things == set(other) - set(comparison.ids.values())
    assert len(comparison.of("removed", "feed")) == len(model.catalogue.feeds)
    assert len(comparison.of("added", "feed")) == len(other.catalogue.feeds)
    back = compare(other, model)
    assert sorted(map(_told, comparison.changes)) == sorted(map(_mirrored, back.changes))


def test_the_order_of_entries_and_of_languages_is_no_difference(catalogue: Catalogue) -> None:
    first = catalogue.departments[0]
    name = Text(tuple(reversed(first.name.values)))
    turned = swapped(catalogue, first, dataclasses.replace(first, name=name))
    turned = dataclasses.replace(turned, feeds=turned.feeds[::-1], departments=turned.departments[::-1])
    assert differences(catalogue, turned) == ()


def test_a_department_with_a_new_id_is_all_that_is_told(catalogue: Catalogue) -> None:
    for department in catalogue.departments:
        changes = differences(catalogue, with_new_id(catalogue, department.id, "toinen"))
        assert [found(change) for change in changes] == [("new-id", "department", department.id, "toinen", None)]


def test_ids_that_change_together_are_all_found(catalogue: Catalogue) -> None:
    part = next(r for d in catalogue.departments for r in d.resources if r.part_of)
    assert part.part_of
    both = with_new_id(with_new_id(catalogue, part.id, "osa"), part.part_of, "kokonaisuus")
    assert {found(change)[2:4] for change in differences(catalogue, both)} == {
        (part.id, "osa"),
        (part.part_of, "kokonaisuus"),
    }


def test_of_several_feeds_between_the_same_two_only_the_one_that_changed_is_told(catalogue: Catalogue) -> None:
    feed = catalogue.feeds[0]

    def with_contents(*contents: str) -> Catalogue:
        feeds = [dataclasses.replace(feed, content=Text.of(fi=content)) for content in contents]
        return dataclasses.replace(catalogue, feeds=(*feeds, *catalogue.feeds[1:]))

    changes = differences(with_contents("a", "b", "c"), with_contents("c", "d", "a"))
    assert [(change.action, change.before, change.after) for change in changes] == [
        ("changed", (Text.of(fi="b"),), (Text.of(fi="d"),))
    ]
    changes = differences(with_contents("a", "b", "c"), with_contents("c", "a"))
    assert [(change.action, change.entry.noun.content.get("fi")) for change in changes] == [("removed", "b")]


def test_a_list_tells_what_came_and_what_went(catalogue: Catalogue) -> None:
    source = catalogue.sources[0].id
    feed = dataclasses.replace(catalogue.feeds[0], evidence=(Evidence(source, 1, 1), Evidence(source, 2, 2)))
    old = swapped(catalogue, catalogue.feeds[0], feed)
    new = swapped(old, feed, dataclasses.replace(feed, evidence=(Evidence(source, 3, 3), Evidence(source, 2))))
    (change,) = differences(old, new)
    assert (change.before, change.after) == ((Evidence(source, 1, 1),), (Evidence(source, 3, 3),))


def test_what_a_new_thing_brings_along_is_not_told_again(catalogue: Catalogue) -> None:
    """An issue about a thing that went is no difference of its own; one about a thing that stayed is."""
    gone = catalogue.parties[-1]
    stayed = catalogue.parties[0]
    keyword = Keyword(text=Text.of(fi="sana"), about=(gone.id, stayed.id))
    feeds = tuple(feed for feed in catalogue.feeds if gone.id not in (feed.source, feed.target))
    old = dataclasses.replace(catalogue, feeds=feeds, issues=(), requests=(), keywords=(keyword,))
    new = dataclasses.replace(swapped(old, gone, None), keywords=(dataclasses.replace(keyword, about=(stayed.id,)),))
    assert [found(change)[:2] for change in differences(old, new)] == [("removed", "party")]
    less = dataclasses.replace(new, keywords=(dataclasses.replace(keyword, about=()),))
    assert [found(change)[:2] for change in differences(new, less)] == [("changed", "keyword")]


def test_twins_that_both_change_their_ids_are_not_mistaken_for_each_other(catalogue: Catalogue) -> None:
    party = dataclasses.replace(catalogue.parties[0], name=Text.of(fi="Kaksonen"), aliases=(), evidence=())
    twins = [dataclasses.replace(party, id=id_) for id_ in ("a", "b", "c", "d")]
    old = dataclasses.replace(catalogue, parties=(*catalogue.parties, *twins[:2]))
    new = dataclasses.replace(catalogue, parties=(*catalogue.parties, *twins[2:]))
    actions = sorted(change.action for change in differences(old, new))
    assert actions == ["added", "added", "removed", "removed"]


def test_a_feed_that_is_turned_round_is_another_feed(catalogue: Catalogue) -> None:
    feed = Feed(source=catalogue.parties[0].id, target=catalogue.parties[1].id, basis="stated", evidence=())
    old = dataclasses.replace(catalogue, feeds=(feed,))
    new = dataclasses.replace(catalogue, feeds=(dataclasses.replace(feed, source=feed.target, target=feed.source),))
    assert sorted(change.action for change in differences(old, new)) == ["added", "removed"]
