from __future__ import annotations

import copy
import random
from collections import Counter
from itertools import combinations, pairwise, permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flowviz.diagrams import columns, feeds
from flowviz.diagrams.cards import fit
from flowviz.diagrams.columns.order import crossings as counted
from flowviz.diagrams.columns.tree import Tree
from flowviz.diagrams.columns.widths import unwrapped
from flowviz.diagrams.page import FITS
from flowviz.diagrams.scene import Card, Frame, Line, Scene
from flowviz.theme import SIZES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowviz.diagrams.scene import Box, Point
    from flowviz.model import Model

Pair = tuple[int, int]


def scene_of(pairs: list[Pair], count: int, *, lanes: int = 1, nested: bool = False, names: str = "x") -> Scene:
    """Three columns of ``count`` cards, the outer ones in ``lanes`` lanes; cards 0..count-1 stand left, and so on."""
    scene = Scene(kind="feeds", name="test", title="Test", subtitle="", description="", language="en")
    for column in range(3):
        here = 1 if column == 1 else lanes
        for lane in range(here):
            frame = Frame(id=f"lane{column}-{lane}", kind="lane", scope="own", lines=["Lane"])
            if column == 1:
                frame.kind, frame.scope = "department", None
            scene.frames.append(frame)
        if nested and column == 1:
            scene.frames.append(Frame(id="whole", kind="whole", parent="lane1-0"))
        for i in range(count):
            card = Card(id=str(column * count + i), kind="resource", scope="own", lines=[names], text=names)
            card.frame = f"lane{column}-{i * here // count}"
            card.column, card.w, card.h = column, 200, 40
            if nested and column == 1 and i >= count // 2:
                card.frame, card.head = "whole", i == count // 2
            scene.cards.append(card)
    scene.lines = [Line(source=str(a), target=str(b), text=f"{a} {b}") for a, b in dict.fromkeys(pairs) if a != b]
    return scene


def crossings(scene: Scene) -> int:
    """Counted one by one from where the lines between columns end."""
    found = 0
    column = {card.id: card.column for card in scene.cards}
    spans = [
        ((column[line.source], column[line.target]), sorted((line.points[0], line.points[-1])))
        for line in scene.lines
        if column[line.source] != column[line.target]
    ]
    for (between, (a, b)), (other, (c, d)) in combinations(spans, 2):
        found += set(between) == set(other) and (a[1] - c[1]) * (b[1] - d[1]) < -1e-6
    return found


def sampled(line: Line) -> list[Point]:
    """Points along a line, close enough to see what it runs through."""
    found = []
    for start in range(0, len(line.points) - 1, 3):
        a, b, c, d = line.points[start : start + 4]
        for n in range(25):
            t = n / 24
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            x, y = (sum(w * p[axis] for w, p in zip(weights, (a, b, c, d), strict=True)) for axis in (0, 1))
            found.append((x, y))
    return found


def holds(box: Box, x: float, y: float, margin: float = 0.0) -> bool:
    return box.x + margin <= x <= box.x + box.w - margin and box.y + margin <= y <= box.y + box.h - margin


def faults(scene: Scene) -> list[str]:
    """All that must not be in a placed scene."""
    return [
        *_faults_of_boxes(scene),
        *_faults_of_ends(scene),
        *(found for line in scene.lines for found in _faults_of(line, scene)),
    ]


def _faults_of_boxes(scene: Scene) -> Iterator[str]:
    frames = {frame.id: frame for frame in scene.frames}
    for a, b in combinations(scene.cards, 2):
        if not (a.x + a.w <= b.x or b.x + b.w <= a.x or a.y + a.h <= b.y or b.y + b.h <= a.y):
            yield f"{a.id} lies on {b.id}"
    boxes: list[tuple[Card | Frame, str | None]] = [(card, card.frame) for card in scene.cards]
    boxes += [(frame, frame.parent) for frame in scene.frames]
    for box, parent in boxes:
        around = frames[parent] if parent else Frame(id="all", kind="lane", w=scene.width, h=scene.height)
        if not all(holds(around, box.x + at * box.w, box.y + at * box.h, -0.01) for at in (0, 1)):
            yield f"{box.id} is not inside {around.id}"


def _faults_of_ends(scene: Scene) -> Iterator[str]:
    cards = {card.id: card for card in scene.cards}
    taken: dict[Point, str] = {}
    for line in scene.lines:
        for card, (x, y) in ((cards[line.source], line.points[0]), (cards[line.target], line.points[-1])):
            if min(abs(x - card.x), abs(x - card.x - card.w)) > 0.01 or not card.y + 4 < y < card.y + card.h - 4:
                yield f"{line.text} does not end at a side of {card.id}"
            at = round(x, 1), round(y, 1)
            if at in taken:
                yield f"{line.text} ends where {taken[at]} does"
            taken[at] = line.text


def _faults_of(line: Line, scene: Scene) -> Iterator[str]:
    points = sampled(line)
    for card in scene.cards:
        if any(holds(card, x, y, 0.5) for x, y in points):
            yield f"{line.text} runs under {card.id}"
    if not all(-0.01 <= x <= scene.width + 0.01 and 0 <= y <= scene.height for x, y in points):
        yield f"{line.text} leaves the drawing"
    boxes: list[Card | Frame] = [*scene.cards, *scene.frames]
    for (ax, ay), (bx, by) in pairwise(points):
        for box in boxes:
            if ax == bx and ay != by and min(abs(ax - box.x), abs(ax - box.x - box.w)) < 4 and holds(box, box.x, ay):
                yield f"{line.text} runs along {box.id}"


def heights(line: Line) -> list[float]:
    """The heights of a line between columns at even steps from its left to its right end."""
    points = sorted(sampled(line))
    (left, _), (right, _) = points[0], points[-1]
    found, at = [], 0
    for n in range(1, 80):
        x = left + (right - left) * n / 80
        while points[at + 1][0] < x:
            at += 1
        (ax, ay), (bx, by) = points[at], points[at + 1]
        found.append(ay + (by - ay) * (x - ax) / (bx - ax))
    return found


pairs = st.lists(
    st.tuples(st.integers(0, 14), st.integers(0, 14)).filter(lambda pair: abs(pair[0] // 5 - pair[1] // 5) < 2),
    max_size=24,
)
PARALLEL = [(0, 5), (5, 0), (5, 6), (6, 5), (7, 12), (12, 7)]


@settings(max_examples=60, deadline=None)
@given(pairs, st.integers(1, 3), st.booleans())
@example(PARALLEL, 1, False)
def test_what_is_placed_has_no_faults_and_no_more_crossings_than_the_catalogue_s_order(
    found: list[Pair], lanes: int, nested: bool
) -> None:
    scene = scene_of(found, 5, lanes=lanes, nested=nested)
    before = copy.deepcopy(scene)
    columns.place(scene)
    assert faults(scene) == []
    assert Counter(card.id for card in scene.cards) == Counter(map(str, range(15)))
    assert crossings(scene) <= counted(before, Tree(before))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(7, 13)), max_size=16, unique=True))
def test_two_curves_cross_once_where_their_ends_are_inverted_and_else_never(found: list[Pair]) -> None:
    scene = columns.place(scene_of(found, 7, lanes=3))
    drawn = 0
    for one, other in combinations([heights(line) for line in scene.lines], 2):
        above = [a < b for a, b in zip(one, other, strict=True) if abs(a - b) > 0.3]
        turns = sum(a != b for a, b in pairwise(above))
        assert turns < 2
        drawn += turns
    assert drawn == crossings(scene)


@pytest.mark.parametrize("page", ["a4", "column", "a1"])
def test_a_scene_is_laid_out_for_its_page(page: str) -> None:
    scene = scene_of(
        [(i, 5 + i) for i in range(5)] + [(5 + i, 10 + i) for i in range(5)], 5, names="A name of five words"
    )
    columns.place(scene, FITS[page])
    assert scene.width + 2 * SIZES.margin <= FITS[page].w
    assert faults(scene) == []


def test_fifteen_partners_a_side_keep_letters_of_ten_pixels_on_a_screen() -> None:
    scene = scene_of([(i, 15 + i // 2) for i in range(15)], 15, lanes=8, names="A name too long for its card")
    for card in scene.cards:
        fit(card)
    assert len(scene.cards[0].lines) == 2
    columns.place(scene)
    assert len(scene.cards[0].lines) == 1
    # heading, legend and small print take 190 px, and letters of 11 px may shrink to 10
    assert (scene.height + 190) / 900 <= 1.1
    assert faults(scene) == []


def test_a_name_is_not_cut_to_fit_a_narrow_page() -> None:
    name = "A name of so many words that it takes nine lines or more where the page is narrow"
    scene = columns.place(scene_of([(0, 1), (1, 2)], 1, names=name), FITS["column"])
    assert " ".join(scene.cards[0].lines) == name


def test_words_that_were_wrapped_are_found_again() -> None:
    text = "Työvoima- ja maahanmuuttopalvelut, oma"
    assert unwrapped(["Työvoima-", "ja maahanmuutto-", "palvelut"], text) == "Työvoima- ja maahanmuuttopalvelut"
    assert unwrapped(["Something", "else"], text) == "Something else"


def test_lines_that_need_not_cross_do_not() -> None:
    order = list(range(12))
    random.Random(4).shuffle(order)
    scene = columns.place(scene_of([(i, 12 + order[i]) for i in range(12)], 12))
    assert crossings(scene) == 0


def best(left: int, pairs: list[Pair]) -> int:
    """The least crossings of any order of the ends of ``pairs``, tried one by one."""
    return min(
        sum((a[at] - a[other]) * (b - d) < 0 for (at, b), (other, d) in combinations(pairs, 2))
        for a in permutations(range(left))
    )


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(5, 9)), max_size=12, unique=True))
def test_few_cards_cross_no_more_than_the_best_order_of_one_column_allows(found: list[Pair]) -> None:
    assert crossings(columns.place(scene_of(found, 5))) <= best(5, found)


def test_an_order_that_saves_nothing_is_not_preferred_to_that_of_the_catalogue() -> None:
    scene = columns.place(scene_of([(0, 5), (0, 6), (1, 5), (1, 6), (7, 13)], 5))
    for start in (0, 5, 10):
        tops = [card.y for card in scene.cards[start : start + 5]]
        assert tops == sorted(tops)


@pytest.mark.parametrize(("either", "left", "crossed"), [(True, True, 0), (False, False, 1)])
def test_a_lane_that_may_stand_on_either_side_stands_where_its_lines_cross_less(
    *, either: bool, left: bool, crossed: int
) -> None:
    scene = scene_of([(2, 4), (3, 5)], 2)
    lane = Frame(id="both", kind="lane", scope="own", lines=["Both ways"], either=either)
    scene.frames.append(lane)
    for id_, end in (("6", "2"), ("7", "3")):
        card = copy.copy(scene.cards[-1])
        card.id, card.frame = id_, "both"
        scene.cards.append(card)
        scene.lines.append(Line(source=end, target=id_, text=f"{end} {id_}"))
    columns.place(scene)
    middle = next(frame for frame in scene.frames if frame.kind == "department")
    assert (lane.x < middle.x) == left
    assert crossings(scene) == crossed
    assert faults(scene) == []


def test_lanes_change_places_where_that_saves_crossings_and_keep_their_cards() -> None:
    scene = columns.place(scene_of([(0, 9), (1, 9), (4, 5), (5, 5)], 6, lanes=2))
    first, second = (frame for frame in scene.frames if frame.id.startswith("lane0"))
    assert crossings(scene) == 0
    for card in scene.cards[:6]:
        assert holds(first if card.frame == first.id else second, card.x, card.y)


def test_the_card_of_the_whole_stays_first() -> None:
    scene = scene_of([(2, 3), (1, 4), (0, 5)], 3)
    scene.cards[5].head = True
    columns.place(scene)
    assert min(scene.cards[3:6], key=lambda card: card.y) is scene.cards[5]


def test_lines_one_to_one_are_straight() -> None:
    scene = columns.place(scene_of([(0, 3), (1, 4), (2, 5), (3, 6), (4, 7), (5, 8)], 3))
    for line in scene.lines:
        assert line.points[0][1] == pytest.approx(line.points[-1][1])


def gaps(scene: Scene) -> tuple[float, float]:
    """How far apart the lanes of the three columns are."""
    edges = [(frame.x, frame.x + frame.w) for frame in scene.frames if frame.parent is None]
    (_, a), (b, c), (d, _) = ((min(here)[0], max(here)[1]) for here in (edges[:1], edges[1:2], edges[2:]))
    return b - a, d - c


def test_each_gap_is_as_wide_as_its_own_lines_and_numbers_need() -> None:
    level, steep = [(0, 7), (1, 8)], [(a, b) for a in range(7, 14) for b in range(14, 21)]
    left, right = gaps(columns.place(scene_of(level + steep, 7)))
    assert right > left + 20
    scene = scene_of([(0, 7), (1, 8), (7, 14), (8, 15)], 7)
    scene.lines[2].label = "12 (11 of them implied)"
    left, right = gaps(columns.place(scene))
    assert right > left + 40


def test_a_gap_is_made_wider_until_its_numbers_have_room_and_the_other_is_not() -> None:
    pairs = [(a, b) for a in range(5) for b in range(5, 10)] + [(5, 10)]
    few, many = scene_of(pairs, 5), scene_of(pairs, 5)
    for line in many.lines[:25]:
        line.label = "2 (1 implied)"
    (left, right), (wider, same) = (gaps(columns.place(scene)) for scene in (few, many))
    assert wider > left + 40
    assert same == right


def test_a_line_past_a_column_is_straight() -> None:
    scene = scene_of([(0, 6), (6, 12), (1, 7), (2, 7), (3, 7), (8, 14)], 5)
    dummy = scene.cards[6]
    dummy.kind, dummy.lines, dummy.h = "dummy", [], 4
    columns.place(scene)
    there, on = scene.lines[:2]
    assert there.points[-1][1] == pytest.approx(on.points[0][1])
    assert dummy.h == 4


def test_a_line_within_a_column_takes_the_side_where_it_crosses_less() -> None:
    scene = columns.place(scene_of([(4, 8), (5, 9), (5, 10), (6, 11), (4, 7)], 4))
    track = scene.lines[4]
    assert track.points[0][0] == scene.cards[4].x
    assert min(x for x, _ in track.points) < scene.cards[4].x - 10


def test_lines_within_a_column_that_overlap_have_tracks_of_their_own_inside_the_frame() -> None:
    scene = columns.place(scene_of([(a, b) for a in range(5, 10) for b in range(5, 10)], 5))
    frame = next(frame for frame in scene.frames if frame.kind == "department")
    ran = []
    for line in scene.lines:
        x = line.points[len(line.points) // 2][0]
        ran.append((x, *sorted((line.points[0][1], line.points[-1][1]))))
        assert frame.x + 4 < x < frame.x + frame.w - 4
    for (x, top, bottom), (other, upper, lower) in combinations(ran, 2):
        assert abs(x - other) > 8 or bottom < upper or lower < top


def moved(before: Scene, after: Scene, touched: set[str]) -> int:
    """How many cards must be taken away until all others stand in the same order, column by column."""

    def order(scene: Scene, column: int, ids: set[str]) -> list[str]:
        cards = [card for card in scene.cards if card.column == column and card.id in ids]
        return [card.id for card in sorted(cards, key=lambda card: card.y)]

    ids = {card.id for card in before.cards} & {card.id for card in after.cards} - touched
    found = 0
    for column in range(3):
        place = {id_: i for i, id_ in enumerate(order(before, column, ids))}
        now = [place[id_] for id_ in order(after, column, ids)]
        longest: list[int] = []
        for i, at in enumerate(now):
            longest.append(1 + max((longest[j] for j in range(i) if now[j] < at), default=0))
        found += len(now) - max(longest, default=0)
    return found


def test_one_feed_more_or_less_moves_few_cards(model: Model) -> None:
    share = []
    for department in model.catalogue.departments:
        scene = feeds.draw(model, department.id)
        for gone in range(0, len(scene.lines), 3):
            less = copy.deepcopy(scene)
            line = less.lines.pop(gone)
            columns.place(less)
            share.append(moved(less, scene, {line.source, line.target}) / len(scene.cards))
    assert sum(share) / len(share) <= 0.05
