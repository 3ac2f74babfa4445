"""Many feeds become a matrix: what it shows, when, and how it is cut into pages."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import pytest

import cases
from drawn import parts
from flowviz import drawing
from flowviz.diagrams import Wish, feeds
from flowviz.diagrams.page import FITS
from flowviz.diagrams.scene import Band, Cell, Head
from flowviz.library.opening import loads
from flowviz.marginalia import around
from flowviz.model import build_model
from flowviz.site.drawings import inline
from flowviz.typography import width

if TYPE_CHECKING:
    from flowviz.diagrams.scene import Matrix, Scene
    from flowviz.model import Model

LANGUAGES = ("fi", "sv", "en")
WITH_FEEDS = sorted(cases.CASES.keys() - {"one-resource", "nothing"})


def matrix_of(scene: Scene) -> Matrix:
    assert scene.matrix
    return scene.matrix


def heads(scene: Scene) -> list[Head]:
    return [part for part in matrix_of(scene).parts if isinstance(part, Head)]


def cells(scene: Scene) -> dict[tuple[str, str], Cell]:
    return {(part.line.source, part.line.target): part for part in matrix_of(scene).parts if isinstance(part, Cell)}


def star(partners: int, own: int = 1) -> Model:
    """A department whose first resource gives to each of its partners."""
    shared = cases.partners(partners)
    given = [cases.feed("r0", one["id"]) for one in shared]
    return build_model(loads(cases.whole(resources=cases.own(own), shared=shared, feeds=given)))


def rows_and_columns(scene: Scene, cell: Cell) -> tuple[str, str]:
    """The card of the row and of the column in which a cell stands, by its place alone."""
    rows = [head for head in heads(scene) if head.y <= cell.y <= head.y + head.h and head.x < cell.x]
    columns = [head for head in heads(scene) if head.x <= cell.x <= head.x + head.w and head.y < cell.y - 20]
    row = max(rows, key=lambda head: head.x)
    return row.card, next(head.card for head in columns if head.y < row.y and head.x > row.x)


# --- when


def test_lines_become_a_matrix_past_sixteen_partners_on_a_side_or_forty_lines() -> None:
    assert feeds.draw(star(16), "care").matrix is None
    assert feeds.draw(star(17), "care").matrix is not None
    pairs = list(itertools.islice(itertools.permutations([f"r{n}" for n in range(8)], 2), 41))
    for count, becomes in ((40, False), (41, True)):
        inside = cases.whole(resources=cases.own(8), feeds=[cases.feed(*pair) for pair in pairs[:count]])
        assert bool(feeds.draw(build_model(loads(inside)), "care").matrix) == becomes


def test_a_page_without_room_for_three_columns_has_a_matrix_sooner() -> None:
    both_sides = cases.model("among-departments")
    assert feeds.draw(both_sides, "d0", page=FITS["a4"]).matrix is None
    assert feeds.draw(both_sides, "d0", page=FITS["column"]).matrix is not None


@pytest.mark.parametrize("case", ["one-resource", "nothing"])
def test_without_feeds_there_is_none(case: str) -> None:
    assert feeds.draw(cases.model(case), "care", page=FITS["column"], as_matrix=True).matrix is None


@pytest.mark.parametrize("case", sorted(cases.CASES))
def test_it_is_the_same_in_every_language(case: str) -> None:
    model = cases.model(case)
    department = model.catalogue.departments[0].id
    shapes = {
        (bool(scene.matrix), *sorted((line.source, line.target) for line in scene.lines))
        for scene in (feeds.draw(model, department, language=language) for language in LANGUAGES)
    }
    assert len(shapes) == 1


def test_it_says_so() -> None:
    scene = feeds.draw(cases.model("hub-of-80"), "care", language="en")
    assert scene.subtitle == "93 feeds, 4 resources. A matrix: each sign is a feed, its tip points to who receives."
    assert "as a matrix of the department's resources" in scene.description


# --- what


@pytest.mark.parametrize("case", WITH_FEEDS)
@pytest.mark.parametrize("fit", ["screen", "column"])
def test_it_has_the_things_and_feeds_of_the_drawing_with_lines(case: str, fit: str) -> None:
    model = cases.model(case)
    department = model.catalogue.departments[0].id
    lines, matrix = (feeds.draw(model, department, page=FITS[fit], as_matrix=how) for how in (False, True))
    assert {card.id for card in matrix.cards} == {card.id for card in lines.cards}
    assert {head.card for head in heads(matrix)} == {card.id for card in lines.cards}
    told = [sorted((line.source, line.target, line.way, line.text) for line in one.lines) for one in (lines, matrix)]
    assert told[0] == told[1]
    assert sorted(cells(matrix)) == sorted((line.source, line.target) for line in lines.lines)


@pytest.mark.parametrize("case", ["60-resources", "hub-of-80", "30-inside", "among-departments", "12-scopes"])
def test_a_sign_stands_where_its_ends_meet_and_its_tip_points_to_who_receives(case: str) -> None:
    model = cases.model(case)
    scene = feeds.draw(model, model.catalogue.departments[0].id, as_matrix=True)
    for (source, target), cell in cells(scene).items():
        row, column = rows_and_columns(scene, cell)
        assert {row, column} == {source, target}
        receivers = {source, target} if cell.line.way == "both" else {target}
        assert cell.up == (column in receivers)
        assert cell.left == (row in receivers)


def test_the_longer_side_stands_in_rows() -> None:
    for case, first in (("60-resources", "r1"), ("hub-of-80", "s0")):
        scene = feeds.draw(cases.model(case), "care")
        assert first in {rows_and_columns(scene, cell)[0] for cell in cells(scene).values()}


def test_partners_stand_under_their_departments_and_scopes_in_order() -> None:
    scene = feeds.draw(cases.model("among-departments"), "d0", as_matrix=True, language="en")
    bands = [part for part in matrix_of(scene).parts if isinstance(part, Band)]
    assert [(band.lines, band.thing, band.scope) for band in bands] == [
        (["Finance"], "d0", None),
        (["Human Resources"], "d1", None),
        (["Information Technology"], "d2", None),
        (["Communications"], "d3", None),
        (["City-wide"], None, "city"),
        (["National"], None, "state"),
    ]


def test_parts_are_set_in_after_their_whole() -> None:
    scene = feeds.draw(cases.model("six-deep"), "care", as_matrix=True)
    rows = {head.card: head.x for head in heads(scene) if head.card.startswith("r")}
    assert rows["r0"] < rows["r1"] < rows["r2"] < rows["r3"] < rows["r4"] < rows["r5"]


def test_what_has_no_feeds_stands_beneath_but_for_wholes_of_what_has() -> None:
    scene = feeds.draw(cases.model("six-deep"), "care", as_matrix=True, language="en")
    parts = matrix_of(scene).parts
    band = next(part for part in parts if isinstance(part, Band) and part.id == "unconnected")
    assert band.lines == ["No connections stated in the source"]
    beneath = parts[parts.index(band) + 1 :]
    assert [part.card for part in beneath if isinstance(part, Head)] == ["r9"]
    assert not [part for part in beneath if isinstance(part, Cell)]


def test_a_heading_says_what_a_register_is_where_its_name_does_not(model: Model) -> None:
    for language, name in (("sv", "Kykyviisari-registret, register"), ("fi", "Kykyviisari-rekisteri")):
        scene = feeds.draw(model, "elinkeino-osasto", language=language, as_matrix=True)
        assert name in {head.name for head in heads(scene)}


def test_a_sign_counts_its_feeds() -> None:
    scene = feeds.draw(cases.model("12-parallel"), "care", as_matrix=True, language="en")
    assert {ends: cell.count for ends, cell in cells(scene).items()} == {
        ("r0", "s0"): "12",
        ("r0", "r1"): "3",
        ("r1", "s1"): "3",
        ("s2", "r2"): "",
    }


def test_the_legend_is_what_is_drawn_and_not_told_by_a_heading() -> None:
    scene = feeds.draw(star(17), "care", language="en")
    assert [(item.sign, item.value) for item in scene.legend] == [("basis", "basis-stated"), ("cell", "left")]
    narrow = feeds.draw(cases.model("60-resources"), "care", language="en")
    bands = [part for part in matrix_of(narrow).parts if isinstance(part, Band)]
    unnamed = {band.scope for band in bands if not band.lines}
    assert unnamed == {"city", "region", "world", "sector"}
    assert {item.value for item in narrow.legend if item.sign == "scope"} == unnamed


# --- where


@pytest.mark.parametrize("case", WITH_FEEDS)
@pytest.mark.parametrize("fit", ["screen", "a4", "column"])
def test_headings_overlap_nowhere_and_their_names_stay_inside(case: str, fit: str) -> None:
    model = cases.model(case)
    scene = feeds.draw(model, model.catalogue.departments[0].id, page=FITS[fit], as_matrix=True)
    cards = {card.id: card for card in scene.cards}
    placed = [part for part in matrix_of(scene).parts if not isinstance(part, Cell)]
    for one, other in itertools.combinations(placed, 2):
        across = min(one.x + one.w, other.x + other.w) - max(one.x, other.x)
        assert across <= 0.01 or min(one.y + one.h, other.y + other.h) - max(one.y, other.y) <= 0.01
    for head in heads(scene):
        along, up = (head.h, head.w) if head.upright else (head.w, head.h)
        assert all(width(line, 12, bold=cards[head.card].bold) <= along - 8 for line in head.lines)
        assert len(head.lines) * 12 * 1.3 <= up
    assert all(part.x >= 0 and part.x + part.w <= scene.width + 0.01 for part in placed)
    assert all(part.y >= 0 and part.y + part.h <= scene.height + 0.01 for part in placed)
    assert scene.width <= FITS[fit].w - 56


# --- pages


@pytest.mark.parametrize("fit", sorted(FITS))
@pytest.mark.parametrize("case", ["60-resources", "hub-of-80", "40-dots"])
def test_a_matrix_too_large_for_its_page_is_cut_and_loses_nothing(case: str, fit: str) -> None:
    model = cases.model(case)
    whole = feeds.draw(model, "care", language="en")
    pages = drawing.pages_of(model, Wish(kind="feeds", of="care", language="en", page=FITS[fit]))
    assert {card.id for page in pages for card in page.cards} == {card.id for card in whole.cards}
    told = sorted((line.source, line.target) for page in pages for line in page.lines)
    assert told == sorted((line.source, line.target) for line in whole.lines)
    for page in pages:
        found = around(page, model.catalogue)
        assert fit == "screen" or FITS[fit].fits(found.width, found.height)
        assert all(page.lines for page in pages)


def test_lines_that_a_page_does_not_hold_become_a_matrix_that_it_does() -> None:
    model, slide = cases.model("12-scopes"), FITS["slide"]
    assert feeds.draw(model, "care", page=slide).matrix is None
    pages = drawing.pages_of(model, Wish(kind="feeds", of="care", page=slide))
    for page in pages:
        found = around(page, model.catalogue)
        assert page.matrix
        assert slide.fits(found.width, found.height)
    assert sum(len(page.lines) for page in pages) == 15


def test_every_page_has_the_headings_of_what_is_on_it() -> None:
    pages = feeds.pages(cases.model("60-resources"), "care", "en", FITS["slide"])
    assert len(pages) == 3
    for page in pages:
        bands = [part.text for part in matrix_of(page).parts if isinstance(part, Band)]
        assert set(bands) >= {"Care, department", "City-wide", "Regional", "National", "International", "Other sector"}


# --- drawn


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_each_sign_is_an_image_with_its_sentences_between_its_ends(theme: str) -> None:
    model = cases.model("hub-of-80")
    scene = feeds.draw(model, "care", language="en")
    svg = drawing.finish(model, scene, theme=theme)
    drawn = parts(svg, "cell")
    assert [(part.data["source"], part.data["target"], part.label) for part in drawn] == [
        (line.source, line.target, line.text) for line in scene.lines
    ]
    assert all(part.role == "img" and part.title == part.label and "edge" in part.classes for part in drawn)
    first = next(part for part in parts(svg, "frame") + parts(svg, "node"))
    assert first.data["id"] == "care"
    ids = [part.id for name in ("frame", "node", "edge") for part in parts(svg, name)]
    assert len(ids) == len(set(ids))


def test_on_a_page_its_things_are_links_in_both_themes() -> None:
    model = cases.model("among-departments")
    scene = feeds.draw(model, "d0", language="en", as_matrix=True)
    text = inline(model, scene, lambda id_: f"{id_}.html")
    linked = set(re.findall(r'href="([^"]+)\.html"', text))
    assert linked == {card.id for card in scene.cards} | {"d0", "d1", "d2", "d3"}


def test_a_matrix_is_told_as_lines_in_dot() -> None:
    model = cases.model("hub-of-80")
    text = drawing.write(model, feeds.draw(model, "care"), "dot").decode()
    assert text.count(" -> ") - text.count("style=invis") == 83
    assert "pos=" not in text
