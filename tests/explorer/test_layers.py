"""What if and what changed lie over the drawing that is shown: marks, words and a switch, and every part in its place."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from looking import at, contents, elements, links, text_of

from flowviz.catalogue import Text
from flowviz.cut import cut
from flowviz.ends import Pair, end_of
from flowviz.explorer.drawings import drawing_of, file_of
from flowviz.explorer.ends import feeds_of_pair
from flowviz.explorer.layers import layer_of, seen
from flowviz.explorer.levels import answer
from flowviz.explorer.live import State
from flowviz.explorer.query import Query
from flowviz.explorer.versions import CONFIGURED, Versions
from flowviz.locales import LANGUAGES
from flowviz.model import build_model
from flowviz.reports import ask

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowviz.diagrams.scene import Scene

REMOVALS = [
    ("built-in", "?view=overview", "vaestotieto"),
    ("built-in", "?view=map", "tyovoima,palvelurekisteri"),
    ("built-in", "?view=map&level=3", "muutostietopalvelu"),
    ("built-in", "?view=department&of=strategiaosasto", "palvelurekisteri,muutostietopalvelu"),
    ("built-in", "?view=feeds&of=strategiaosasto", "vaestotieto~asiakastietovaranto"),
    ("built-in", "?view=neighbourhood&of=asiakastietovaranto", "vaestotieto"),
    ("example", "?view=overview", "omsorg"),
    ("example", "?view=department&of=pleje", "loen"),
    ("example", "?view=map&level=2", "anloeb~nordhavne"),
]
MOST = 150


def scene_of(state: State, search: str) -> Scene:
    return drawing_of(state, Query.read(f"{search}&lang=en"), MOST).scene


def places(scene: Scene) -> list[tuple[object, ...]]:
    every: list[Any] = [*scene.cards, *scene.frames]
    boxes: list[tuple[object, ...]] = [(box.id, box.x, box.y, box.w, box.h) for box in every]
    dots = [(dot.owner, dot.target, dot.x, dot.y) for dot in scene.dots]
    return [*boxes, *dots, *((line.source, line.target, tuple(line.points), line.label_at) for line in scene.lines)]


@pytest.mark.parametrize(("name", "view", "gone"), REMOVALS)
def test_every_part_stays_where_it_was_and_is_either_told_of_or_dimmed(
    states: dict[str, State], name: str, view: str, gone: str
) -> None:
    plain, lit = scene_of(states[name], view), scene_of(states[name], f"{view}&gone={gone}")
    assert places(lit) == places(plain)
    carded = {card.id for card in lit.cards}
    parts: list[Any] = [
        *lit.cards,
        *lit.lines,
        *lit.dots,
        *(frame for frame in lit.frames if frame.thing and frame.thing not in carded),
    ]
    assert {part.light for part in parts} == {"lit", "dim"}
    before: list[Any] = [*plain.cards, *plain.lines, *plain.dots, *plain.frames]
    assert {part.light for part in before} == {""}
    marked = [part for part in parts if part.mark]
    assert marked
    assert all(part.light == "lit" for part in marked)


@pytest.mark.parametrize(("name", "view", "gone"), REMOVALS)
def test_a_line_says_how_many_of_its_feeds_end(states: dict[str, State], name: str, view: str, gone: str) -> None:
    """The feeds are counted one by one, as the details of the line list them."""
    state = states[name]
    query = Query.read(f"{view}&gone={gone}")
    things = [entry for entry in query.gone if "~" not in entry]
    pairs = [(a, b) for a, tilde, b in (entry.partition("~") for entry in query.gone) if tilde]
    ended = {id(feed) for feed in ask(state.model, things, pairs).answer.feeds}
    scene = scene_of(state, f"{view}&gone={gone}")
    joined = [(line.source, line.target, line.text) for line in scene.lines]
    joined += [(dot.owner, dot.opens or dot.target, dot.text) for dot in scene.dots]
    told = {}
    counted = {}
    for source, target, text in joined:
        pair = Pair(end_of(source.partition("#")[0]), end_of(target.partition("#")[0]))
        feeds = feeds_of_pair(state.model, pair, within=query.of if query.boxed else None)
        ends = sum(id(feed) in ended for feed in feeds)
        if ends:
            counted[source, target] = (str(ends), str(len(feeds)))
        if found := re.search(r"feeds that end: (\d+) of (\d+)", text):
            told[source, target] = found.groups()
    assert counted
    assert told == counted


def test_signs_and_words_tell_the_consequences_without_any_colour(state: State) -> None:
    scene = scene_of(state, "?view=overview&gone=vaestotieto")
    cards = {card.id: card for card in scene.cards} | {frame.thing: frame for frame in scene.frames}
    assert (cards["asiakastietovaranto"].mark, cards["asiakastietovaranto"].tag) == ("weakened", "↓")
    assert "feeds lost: 1 of 5" in cards["asiakastietovaranto"].text
    # the removed resource and its data set are in this department, and a system that gave to it alone
    assert (cards["strategiaosasto"].mark, cards["strategiaosasto"].tag) == ("upstream", "↑ 3")
    assert "inside – removed: 2; provided data to what is removed: 1" in cards["strategiaosasto"].text
    line = next(one for one in scene.lines if {one.source, one.target} == {"strategiaosasto", "asiakastietovaranto"})
    assert "feeds that end: 1 of 3" in line.text
    assert scene.subtitle.startswith("If this is removed: Helsinki Population Information System. ")
    assert {"gets less", "provided data to what is removed"} <= {item.text for item in scene.legend}
    svg = file_of(state, Query.read("?view=overview&gone=vaestotieto&lang=en"), MOST, "svg").decode()
    assert 'class="marking"' in svg
    assert 'opacity="0.3"' in svg
    assert 'class="marking"' not in file_of(state, Query.read("?view=overview&lang=en"), MOST, "svg").decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_bar_names_what_is_removed_with_a_way_to_put_it_back(state: State, language: str) -> None:
    bar = contents(state, f"?view=map&gone=tyovoima,vaestotieto&lang={language}")["drawing"]
    found = links(bar)
    assert f"?view=map&gone=vaestotieto&lang={language}" in found  # the first one is put back
    assert f"?view=map&gone=tyovoima,vaestotieto&before=yes&lang={language}" in found
    assert f"?view=impact&gone=tyovoima,vaestotieto&lang={language}" in found
    assert f"?view=map&lang={language}" in found
    shown = text_of(bar)
    assert at(state, f"?lang={language}").name("tyovoima") in shown


def test_things_are_taken_away_and_put_back_in_their_details(state: State) -> None:
    first = links(contents(state, "?view=map&node=vaestotieto&lang=en")["details"])
    assert "?view=map&node=vaestotieto&gone=vaestotieto&lang=en" in first
    second = contents(state, "?view=map&node=dvv&gone=vaestotieto&lang=en")["details"]
    assert "?view=map&node=dvv&gone=vaestotieto,dvv&lang=en" in links(second)
    third = contents(state, "?view=map&node=vaestotieto&gone=vaestotieto,dvv&lang=en")["details"]
    assert "?view=map&node=vaestotieto&gone=dvv&lang=en" in links(third)
    told = contents(state, "?view=map&node=asiakastietovaranto&gone=vaestotieto&lang=en")["details"]
    assert "feeds lost: 1 of 5" in text_of(told)


def test_what_a_drawing_has_no_part_for_is_named(state: State) -> None:
    shown = text_of(contents(state, "?view=department&of=viestintaosasto&gone=vaestotieto&lang=en")["drawing"])
    assert "Nothing in this diagram is affected." in shown
    assert re.search(r"Not shown in this diagram \(\d+\): .*Helsinki Population Information System", shown)


def test_a_layer_goes_along_from_drawing_to_drawing_and_nowhere_else() -> None:
    query = Query.read("?view=map&gone=kela&before=yes&lang=sv")
    assert str(query.go("overview")) == "?view=overview&gone=kela&before=yes&lang=sv"
    assert str(query.about("hallinto", "department")) == "?view=department&of=hallinto&gone=kela&before=yes&lang=sv"
    assert str(query.go("figures")) == "?view=figures&lang=sv"
    assert str(Query.read("?view=impact&gone=kela&lang=sv").go("overview")) == "?view=overview&lang=sv"
    assert Query.read(str(query)) == query
    assert "before" not in str(query.essence)  # the drawing is the same before and after


# --- another version


@pytest.fixture(scope="module")
def compared(state: State) -> State:
    """The catalogue beside an older one, which lacks a resource, has one more, and calls a department otherwise."""
    catalogue = state.model.catalogue
    lacks = {"tyovoima"} | {node for node, data in state.model.nodes(data=True) if data["resource"] == "tyovoima"}
    feeds = tuple(feed for feed in catalogue.feeds if lacks.isdisjoint((feed.source, feed.target)))
    old = cut(dataclasses.replace(catalogue, feeds=feeds), set(state.model) - lacks)
    gone = dataclasses.replace(
        old.shared[0], id="vanha", name=Text.of(fi="Vanha", en="Old one"), registers=(), datasets=()
    )
    first, *rest = old.departments
    renamed = dataclasses.replace(first, name=Text.of(fi="Ennen", sv="Förut", en="Former"))
    old = dataclasses.replace(old, shared=(*old.shared, gone), departments=(renamed, *rest))
    versions = Versions(given=build_model(old))
    return State(state.model, "compared", versions=versions)


def marks(scene: Scene) -> Mapping[str, str]:
    return {card.id: card.mark for card in scene.cards} | {
        frame.thing: frame.mark for frame in scene.frames if frame.thing
    }


def test_both_versions_stand_in_one_drawing_with_what_is_new_gone_and_changed(compared: State) -> None:
    found = marks(scene_of(compared, f"?view=overview&with={CONFIGURED}"))
    assert found["vanha"] == "removed"
    assert found["elinkeino-osasto"] == "changed"
    assert found["hallinto-osasto"] == ""
    inner = marks(scene_of(compared, f"?view=map&level=2&with={CONFIGURED}"))
    assert (inner["tyovoima"], inner["vanha"]) == ("added", "removed")
    assert set(found.values()) == {"", "removed", "changed"}


def test_what_is_gone_can_be_chosen_and_says_what_it_was(compared: State) -> None:
    details = contents(compared, f"?view=overview&with={CONFIGURED}&node=vanha&lang=en")["details"]
    assert "Old one" in text_of(details)
    assert "gone" in text_of(details)
    assert "vanha" not in compared.model
    query = Query.read(f"?view=overview&with={CONFIGURED}&lang=en")
    assert "vanha" in seen(compared, query).model
    # and it is no part of the catalogue anywhere else
    assert "Old one" not in text_of(contents(compared, "?view=table&table=resources&lang=en")["table"])


def test_a_version_that_is_gone_leaves_the_drawing_as_it_is_and_says_so(state: State) -> None:
    search = "?view=overview&with=0123456789abcdef&lang=en"
    assert layer_of(state, Query.read(search)) is None
    assert places(scene_of(state, search)) == places(scene_of(state, "?view=overview"))
    assert "That version is no longer on the server" in text_of(contents(state, search)["drawing"])


def test_answers_lead_to_the_drawings_on_which_they_lie_as_a_layer(compared: State) -> None:
    assert "?view=overview&gone=kela&stated=yes&lang=en" in links(
        contents(compared, "?view=impact&gone=kela&stated=yes&lang=en")["drawing"]
    )
    changes = contents(compared, f"?view=changes&with={CONFIGURED}&lang=en")["changes"]
    assert f"?view=map&with={CONFIGURED}&lang=en" in links(changes)
    assert all(getattr(each, "id", None) != "stage" for each in elements(changes))


# --- the map, which fetches what it shows


def fetched(state: State, asked: str, search: str) -> Any:
    data = answer(state, Query.read(f"{search}&room=800x480&lang=en"), asked, "light")
    assert data
    return json.loads(data)


def test_what_the_map_fetches_has_the_layer_too_in_the_same_places(states: dict[str, State]) -> None:
    for name, gone, frame in (("built-in", "palvelurekisteri", "strategiaosasto"), ("example", "omsorg", "havn")):
        for asked, search in (("whole", "?view=map"), ("inside", f"?view=map&of={frame}&level=2")):
            plain, lit = fetched(states[name], asked, search), fetched(states[name], asked, f"{search}&gone={gone}")
            geometry = [[row[0], *row[5:]] for row in plain["places"]]
            assert [[row[0], *row[5:]] for row in lit["places"]] == geometry
            before, now = ("".join([each.get("svg", ""), *each.get("parts", [])]) for each in (plain, lit))
            assert (" dim" in before, " dim" in now, 'class="tag"' in now) == (False, True, True)
    told = {row[0]: row[4] for row in fetched(states["built-in"], "whole", "?view=map&gone=palvelurekisteri")["places"]}
    assert "; inside – removed: 3" in told["strategiaosasto"]


def test_what_a_things_feeds_lead_to_has_what_the_layer_tells_of_them(states: dict[str, State]) -> None:
    plain = fetched(states["built-in"], "found", "?view=map&of=vaestotieto")
    assert all("mark" not in end for end in plain["ends"])
    lit = fetched(states["built-in"], "found", "?view=map&of=vaestotieto&gone=vaestotieto")
    marks = {end["to"][0]: (end["mark"], end["text"].split("\n")[1:]) for end in lit["ends"]}
    assert marks["asiakastietovaranto"] == (
        "lost",
        ["feeds that end: 1 of 1", "It is on a shortest way from what is removed."],
    )
    assert (lit["signs"]["lost"], lit["signs"]["weakened"], lit["partly"]) == ("×", "↓", "weakened")


def test_the_map_of_two_versions_has_what_is_gone_among_what_it_fetches(compared: State) -> None:
    inside = fetched(compared, "inside", f"?view=map&of=scope:city-wide&level=2&with={CONFIGURED}")
    assert "Old one" in {row[3].replace("\u00ad", "") for row in inside["places"]}
    assert "mark-removed" in "".join(inside["parts"])
    shown = text_of(contents(compared, f"?view=map&with={CONFIGURED}&lang=en")["drawing"])
    assert "Changes: 28 new, 1 gone, 1 renamed. The rest is dimmed." in shown
    assert "The rest is dimmed." in shown
