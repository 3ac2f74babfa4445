"""Whatever an end is called, it is read back as what it is, and stands for all that it was drawn for."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from conftest import write_catalogue
from flowviz.connections import drawn_as
from flowviz.diagrams import map as maps
from flowviz.diagrams import overview, rollup
from flowviz.ends import End, Feeds, Inside, OfScope, One, Others, Pair, Parties, Signed, end_of, read
from flowviz.explorer.ends import feeds_of_pair, stands_for
from flowviz.loading import load
from flowviz.loading.schema import ID
from flowviz.model import Model, build_model

if TYPE_CHECKING:
    from pathlib import Path

hostile = (
    st.text(max_size=12) | st.text("ab-:~%3A7E25", max_size=16) | st.sampled_from(["in:x", "scope:", "a~b", "%7E"])
)
ends = st.one_of(*(st.builds(noun, hostile) for noun in (One, Inside, OfScope, Parties, Others, Feeds, Signed)))


@given(ends | st.builds(Pair, ends, ends))
def test_what_was_printed_is_read_back_the_same_even_with_hostile_ids(end: End | Pair) -> None:
    assert read(str(end)) == end


@given(hostile)
def test_every_text_names_something_and_is_stable_once_printed(text: str) -> None:
    assert read(str(read(text))) == read(text)


@given(st.from_regex(re.compile(ID.rstrip("$") + r"\Z", re.ASCII)))
def test_the_id_of_a_catalogue_is_its_own_name(id_: str) -> None:
    assert str(One(id_)) == id_
    assert [str(noun(id_)) for noun in (Inside, OfScope, Parties)] == [f"in:{id_}", f"scope:{id_}", f"parties:{id_}"]
    assert str(Pair.of(id_, id_)) == f"{id_}~{id_}"


def test_a_line_to_a_group_stands_for_the_feeds_that_are_counted_on_it(model: Model) -> None:
    for node in model:
        members = drawn_as(model, node)
        others = {other for side in (model.out, model.into) for own in members for other in side[own]} - members
        for line in rollup.draw(model, node, others).lines:
            pair = Pair(end_of(line.source), end_of(line.target))
            counted = len(feeds_of_pair(model, pair))
            assert line.label.split()[:1] == ([str(counted)] if counted > 1 else []), pair


def test_a_line_of_the_overview_stands_for_the_feeds_that_are_counted_on_it(any_model: Model) -> None:
    for level in ("resources", "scopes"):
        for line in overview.draw(any_model, level=level).lines:
            pair = Pair(end_of(line.source), end_of(line.target))
            assert len(feeds_of_pair(any_model, pair)) == int(line.label or 1), pair


def test_a_sign_of_the_overview_stands_for_the_feeds_that_it_tells(any_model: Model) -> None:
    for dot in overview.draw(any_model, language="en").dots:
        feeds = feeds_of_pair(any_model, Pair(One(dot.owner), end_of(dot.target)))
        assert dot.text.endswith(f": {len(feeds)} feed" + ("s" if len(feeds) > 1 else "")), dot.text


def test_a_sign_of_the_map_opens_the_feeds_that_it_counts(any_model: Model) -> None:
    for level in (2, 3):
        dots = maps.draw(any_model, level=level, language="en").dots
        assert dots
        for dot in dots:
            pair = read(f"{dot.owner}~{dot.opens}")
            assert isinstance(pair, Pair)
            feeds = feeds_of_pair(any_model, pair)
            assert dot.text.endswith(f", {len(feeds)} feed" + ("s" if len(feeds) > 1 else "")), dot.text
    for nothing in ("sign:2.nowhere", "sign:4.national", "sign:x", "sign:"):
        assert feeds_of_pair(any_model, Pair(One(dots[0].owner), end_of(nothing))) == []


def test_a_sign_of_the_map_leaves_to_the_parts_of_a_thing_what_they_show_themselves(model: Model) -> None:
    # resources that are part of it stand in it, with signs of their own: three of four national feeds are theirs
    assert len(feeds_of_pair(model, Pair(One("yritystoiminta"), end_of("sign:2.national")))) == 1
    assert len(feeds_of_pair(model, Pair(One("yritystoiminta"), OfScope("national")))) == 4, "as old addresses say"


def test_the_overview_opens_no_feeds_of_a_system_of_another_department_as_of_a_scope(tmp_path: Path) -> None:
    more = """\
source: page
departments:
  - id: works
    name: {en: Works, da: Drift}
    resources:
      - id: roads
        name: {en: Roads, da: Veje}
        systems: [{system: gis, basis: stated, evidence: [1]}, {system: desk, basis: stated, evidence: [1]}]
  - id: parks
    name: {en: Parks, da: Parker}
    resources:
      - {id: trees, name: {en: Trees, da: Træer}, systems: [{system: desk, basis: stated, evidence: [1]}]}
systems: [{id: gis, name: {en: Maps, da: Kort}, owner: unstated}, {id: desk, name: {en: Desk, da: Skranke}, owner: unstated}]
feeds:
  - {from: trees, to: gis, basis: stated, evidence: [2]}
  - {from: desk, to: trees, basis: stated, evidence: [2]}
"""
    model = build_model(load(write_catalogue(tmp_path, more=more)))
    opened = {}
    for level in ("resources", "scopes"):
        scene = overview.draw(model, level=level, language="en")
        ends = [(dot.owner, dot.target) for dot in scene.dots] + [(line.source, line.target) for line in scene.lines]
        for pair in (Pair(end_of(a), end_of(b)) for a, b in ends if "parks" in (a, b)):
            opened[str(pair)] = [(feed.source, feed.target) for feed in feeds_of_pair(model, pair)]
    to_works, from_desk = [("trees", "gis")], [("desk", "trees")]
    assert opened == {
        "parks~scope:own": to_works,
        "works~parks": to_works,
        "parks~others:unstated": from_desk,
        "parks~parties:unstated": from_desk,
    }


def test_every_end_of_the_overview_stands_for_something(model: Model) -> None:
    for level in ("resources", "scopes"):
        scene = overview.draw(model, level=level)
        named = itertools.chain(
            (card.id for card in scene.cards), *((line.source, line.target) for line in scene.lines)
        )
        assert all(stands_for(model, end_of(name)) for name in named)


def test_a_system_that_two_resources_of_one_department_share_is_that_department_s_everywhere(tmp_path: Path) -> None:
    more = """\
source: page
departments:
  - id: works
    name: {en: Works, da: Drift}
    resources:
      - {id: roads, name: {en: Roads, da: Veje}, systems: [{system: gis, basis: stated, evidence: [1]}]}
      - {id: parks, name: {en: Parks, da: Parker}, systems: [{system: gis, basis: stated, evidence: [1]}]}
systems: [{id: gis, name: {en: Maps, da: Kort}, owner: unstated}]
feeds: [{from: people, to: gis, basis: stated, evidence: [2]}]
"""
    model = build_model(load(write_catalogue(tmp_path, more=more)))
    (line,) = (line for line in overview.draw(model, level="scopes").lines if line.source == "works")
    (feed,) = feeds_of_pair(model, Pair(end_of(line.source), end_of(line.target)))
    assert (feed.source, feed.target) == ("people", "gis")
    assert not [
        line for line in rollup.draw(model, "works", {"gis", "people"}).lines if line.target == "scope:unstated"
    ]
