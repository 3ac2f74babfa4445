from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from drawn import boxes_of, graph_from, made, parts
from flowviz import drawing
from flowviz.diagrams import Wish, overview

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.catalogue import Catalogue
    from flowviz.model import Model


def homes(catalogue: Catalogue) -> dict[str, str]:
    """Everything that lies in a department -> the department."""
    found = {}
    for department in catalogue.departments:
        found.update(dict.fromkeys(boxes_of(catalogue, department.id), department.id))
    return found | {party.id: party.department for party in catalogue.parties if party.department}


def many_departments(count: int) -> str:
    text = made(shared=[{"id": "s0"}, {"id": "s1", "scope": "state"}], departments=False)
    entries = ", ".join(
        f'{{"id": "d{i}", "name": "Department {i}", "resources": [{{"id": "r{i}", "name": "R{i}"}}]}}'
        for i in range(count)
    )
    feeds = ", ".join(f'{{"from": "r{i}", "to": "s{i % 2}", "basis": "stated", "evidence": [1]}}' for i in range(count))
    return f'{text[:-1]}, "departments": [{entries}], "feeds": [{feeds}]}}'


@pytest.mark.parametrize("level", ["resources", "scopes"])
def test_the_numbers_on_the_lines_add_up_to_every_feed_that_leaves_a_department(any_model: Model, level: str) -> None:
    scene = overview.draw(any_model, language="fi", level=level)
    home = homes(any_model.catalogue)
    wanted = 0
    for feed in any_model.catalogue.feeds:
        ends = home.get(feed.source), home.get(feed.target)
        wanted += ends[0] != ends[1]
    counts = [re.findall(r": (\d+) tietovirta", line.text)[0] for line in scene.lines]
    assert sum(map(int, counts)) == wanted
    assert all(line.label in ("", count) for line, count in zip(scene.lines, counts, strict=True))


def test_every_department_and_shared_resource_has_a_box(any_model: Model) -> None:
    shown = {card.id for card in overview.draw(any_model).cards}
    assert {entry.id for entry in (*any_model.catalogue.departments, *any_model.catalogue.shared)} <= shown


def test_tiles_count_what_a_department_meets_in_each_scope(any_model: Model) -> None:
    scene = overview.draw(any_model, level="tiles")
    assert [frame.thing for frame in scene.frames] == [department.id for department in any_model.catalogue.departments]
    home = homes(any_model.catalogue)
    scope = {resource.id: resource.scope for resource in any_model.catalogue.shared}
    scope |= {party.id: party.scope for party in any_model.catalogue.parties}
    for dot in scene.dots:
        assert dot.way is None
        if dot.scope in ("own", "people", "unstated"):
            continue
        met = {
            other
            for feed in any_model.catalogue.feeds
            for here, other in ((feed.source, feed.target), (feed.target, feed.source))
            if home.get(here) == dot.owner and home.get(other) is None and scope.get(other) == dot.scope
        }
        parties = {other for other in met if other in {party.id for party in any_model.catalogue.parties}}
        assert int(dot.count) in (len(met), len(met - parties) + bool(parties))


def test_it_rolls_up_as_the_catalogue_grows(tmp_path: Path) -> None:
    levels = {}
    for count in (3, 30, 120):
        model = graph_from(tmp_path / str(count), many_departments(count))
        scene = overview.draw(model, language="en")
        levels[count] = "tiles" if scene.dots else "lines"
        assert len({part.thing for part in scene.frames if part.kind == "whole"} | {c.id for c in scene.cards}) >= count
    assert levels == {3: "lines", 30: "tiles", 120: "tiles"}


def test_a_catalogue_without_departments_is_drawn_too(tmp_path: Path) -> None:
    model = graph_from(tmp_path, made(shared=[{"id": "a"}, {"id": "b"}], feeds=[("a", "b")], departments=False))
    svg = drawing.draw(model, Wish(kind="overview", language="en"))
    assert {part.data["id"] for part in parts(svg, "node")} == {"a", "b"}


def test_the_same_in_each_language_but_the_words(any_model: Model) -> None:
    ids = [[card.id for card in overview.draw(any_model, language=language).cards] for language in ("fi", "sv", "en")]
    assert ids[0] == ids[1] == ids[2]
