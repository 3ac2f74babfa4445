from __future__ import annotations

import dataclasses
import random
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from drawn import boxes_of, feeds_of, parts
from edits import add_feed, add_thing, change_feed, edited, remove_feed, remove_party, swapped
from flowviz import drawing, loading
from flowviz.catalogue import Scope, Text
from flowviz.changes import compare
from flowviz.changes.checks import CHECKS, Differences
from flowviz.changes.drawn import changed_departments, draw, pages
from flowviz.changes.rules import Rule
from flowviz.diagrams import Wish
from flowviz.diagrams.page import FITS
from flowviz.errors import UnknownThing
from flowviz.loading import reserved_scopes
from flowviz.locales import LANGUAGES, words
from flowviz.model import build_model
from impact_oracles import random_catalogue

if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue, Department, Feed
    from flowviz.changes import Comparison
    from flowviz.model import Model

EXAMPLE = Path(__file__).parents[1] / "example"
MARKS = {"mark-added": "added", "mark-removed": "removed", "mark-changed": "changed"}


def svg(comparison: Comparison, department: str, *, language: str = "fi", theme: str = "light") -> str:
    return drawing.finish(*draw(comparison, department, language=language), theme=theme)


def marks(text: str, wanted: str, *keys: str) -> dict[tuple[str, ...], str]:
    return {
        tuple(part.data[key] for key in keys): next((MARKS[name] for name in part.classes if name in MARKS), "")
        for part in parts(text, wanted)
    }


def test_what_has_not_changed_has_no_mark(model: Model) -> None:
    comparison = compare(model, model)
    assert changed_departments(comparison) == []
    text = svg(comparison, "strategiaosasto")
    assert "mark-" not in text
    plain = drawing.draw(model, Wish(kind="department", of="strategiaosasto"))
    assert marks(text, "dot", "owner", "id").keys() == marks(plain, "dot", "owner", "id").keys()


@pytest.mark.parametrize("seed", range(12))
def test_dots_are_marked_as_the_feeds_behind_them(catalogue: Catalogue, model: Model, seed: int) -> None:
    rng = random.Random(seed)
    after = catalogue
    for edit in rng.choices((add_feed, remove_feed, change_feed, remove_party), k=12):
        after = edit(after, rng)[0]
    comparison = compare(model, build_model(after))
    for department in catalogue.departments:
        before, now = _dots(catalogue, department), _dots(after, department)
        expected = {
            pair: "added"
            if pair not in before
            else "removed"
            if pair not in now
            else ""
            if before[pair] == now[pair]
            else "changed"
            for pair in before | now
        }
        assert marks(svg(comparison, department.id), "dot", "owner", "id") == expected
        assert (department.id in changed_departments(comparison)) >= any(expected.values())


def _dots(catalogue: Catalogue, department: Department) -> dict[tuple[str, ...], set[Feed]]:
    """The feeds behind each dot: box and other end, told without the drawing."""
    boxes = boxes_of(catalogue, department.id)
    homes = {thing.id: owners.get("resource", thing.id) for thing, owners in catalogue.things()}
    found: dict[tuple[str, ...], set[Feed]] = {}
    for feed, _ in feeds_of(catalogue, department.id):
        for end, other in ((feed.source, feed.target), (feed.target, feed.source)):
            if end in boxes:
                found.setdefault((boxes[end], boxes.get(other) or homes[other]), set()).add(feed)
    return found


def test_boxes_are_marked_with_a_sign_and_a_word_in_every_language(catalogue: Catalogue, model: Model) -> None:
    home = next(entry for entry in catalogue.departments if entry.id == "strategiaosasto")
    gone = next(entry for entry in home.resources if entry.id == "turvallisuus")
    other = next(entry for entry in home.resources if entry.id == "palvelurekisteri")
    fresh = dataclasses.replace(gone, id="uusi")
    resources = [fresh if entry is gone else entry for entry in home.resources]
    resources = [dataclasses.replace(entry, description=fresh.name) if entry is other else entry for entry in resources]
    new = swapped(catalogue, home, dataclasses.replace(home, resources=tuple(resources)))
    new = dataclasses.replace(new, feeds=tuple(feed for feed in new.feeds if gone.id not in (feed.source, feed.target)))
    fresh_name = dataclasses.replace(fresh, name=other.name)
    new = swapped(new, fresh, fresh_name)
    comparison = compare(model, build_model(new))
    for language in LANGUAGES:
        for theme in ("light", "dark"):
            text = svg(comparison, home.id, language=language, theme=theme)
            boxes = {part.data["id"]: part for part in parts(text, "node")}
            for id_, mark, sign in (("uusi", "added", "+"), (gone.id, "removed", "−"), (other.id, "changed", "~")):
                word = words(language)(f"changes.mark.{mark}")
                assert f"mark-{mark}" in boxes[id_].classes
                assert f"{sign} {word}" in boxes[id_].texts
                assert boxes[id_].label.endswith(f"({word})")
                legend = [part.texts for part in parts(text, "legend-item")]
                assert (sign, word) in legend


def test_what_a_page_does_not_hold_goes_on_to_the_next(catalogue: Catalogue, model: Model) -> None:
    department = next(one for one in catalogue.departments if one.id == "elinkeino-osasto")
    renamed = department.resources[-1]
    other = swapped(catalogue, renamed, dataclasses.replace(renamed, name=Text.of(fi="Toinen", sv="Annan", en="Other")))
    page = FITS["column"]
    both, scenes = pages(compare(build_model(other), model), department.id, language="en", page=page)
    count = len(scenes)
    assert count > 1
    assert [scene.name for scene in scenes] == [f"changes-{department.id}-{n}" for n in range(1, count + 1)]
    assert [scene.subtitle.endswith(f"page {n} of {count}") for n, scene in enumerate(scenes, 1)] == [True] * count
    shown = [(card.id, card.mark) for scene in scenes for card in scene.cards]
    assert [id_ for id_, mark in shown if mark] == [renamed.id]
    wholes = {frame.thing for scene in scenes for frame in scene.frames}
    assert {resource.id for resource in department.resources} <= {id_ for id_, _ in shown} | wholes
    for scene in scenes:
        size = re.search(r'width="([0-9.]+)(?:px)?" height="([0-9.]+)', drawing.finish(both, scene))
        assert size
        assert page.fits(*map(float, size.groups()))


def test_a_resource_that_moved_is_shown_in_both_departments(catalogue: Catalogue, model: Model) -> None:
    home = next(entry for entry in catalogue.departments if entry.id == "strategiaosasto")
    moved = next(entry for entry in home.resources if entry.id == "palvelurekisteri")
    new = swapped(catalogue, moved, None)
    there = next(entry for entry in new.departments if entry.id == "viestintaosasto")
    stays = dataclasses.replace(moved, unit=None, records_classes=())
    new = swapped(new, there, dataclasses.replace(there, resources=(*there.resources, stays)))
    comparison = compare(model, build_model(new))
    assert changed_departments(comparison) == ["strategiaosasto", "viestintaosasto"]
    assert marks(svg(comparison, "strategiaosasto"), "node", "id")[moved.id,] == "removed"
    assert marks(svg(comparison, "viestintaosasto"), "node", "id")[moved.id,] == "added"
    assert "siirretty" in svg(comparison, "viestintaosasto")


@pytest.mark.parametrize("seed", range(8))
def test_every_edit_can_be_drawn_there_and_back(catalogue: Catalogue, model: Model, seed: int) -> None:
    rng = random.Random(seed)
    after = build_model(add_thing(edited(catalogue, rng, 15)[0], rng)[0])
    for comparison in (compare(model, after), compare(after, model)):
        departments = changed_departments(comparison)
        assert departments
        for department in departments:
            assert svg(comparison, department) == svg(comparison, department)


def test_two_different_catalogues_can_be_drawn(model: Model) -> None:
    comparison = compare(model, build_model(loading.load(EXAMPLE)))
    departments = changed_departments(comparison)
    assert len(departments) == len(model.catalogue.departments) + len(comparison.new.catalogue.departments)
    for department in departments:
        found = marks(svg(comparison, department, language="en"), "node", "id")
        assert set(found.values()) <= {"added", "removed"}


@pytest.mark.parametrize("seed", range(25))
def test_whatever_became_of_a_catalogue_can_be_drawn_and_checked(seed: int) -> None:
    """Two catalogues that share their ids and little else: things of other kinds, in other homes, with other parts."""
    scope = Scope(id="city-wide", name=Text.of(en="City"), colour="#ffcab3", letter="K", shape="circle")
    old, new = (
        build_model(dataclasses.replace(random_catalogue(number), scopes=(scope, *reserved_scopes())))
        for number in (seed, seed + 10_007)
    )
    for comparison in (compare(old, new), compare(new, old)):
        for name, check in CHECKS.items():
            assert all(finding.noun for finding in check.find(Differences(comparison), Rule(name)))
        for department in changed_departments(comparison):
            assert svg(comparison, department, language="en")


def test_an_unknown_department_is_told_with_what_is_near(model: Model) -> None:
    with pytest.raises(UnknownThing, match="did you mean 'strategiaosasto'"):
        draw(compare(model, model), "strategiosasto")
