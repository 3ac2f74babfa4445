from __future__ import annotations

import random
from collections import Counter
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from flowviz.diagrams import columns
from flowviz.diagrams.scene import Card, Frame, Line, Scene


def scene_of(pairs: list[tuple[int, int]], count: int) -> Scene:
    """Three columns of ``count`` cards, each column in one lane; cards 0..count-1 stand left, and so on."""
    scene = Scene(kind="feeds", name="test", title="Test", subtitle="", description="", language="en")
    for column in range(3):
        scene.frames.append(Frame(id=f"lane{column}", kind="lane", scope="own", lines=["Lane"]))
        for i in range(count):
            card = Card(
                id=str(column * count + i), kind="resource", scope="own", lines=["x"], text="x", frame=f"lane{column}"
            )
            card.column, card.w, card.h = column, 200, 40
            scene.cards.append(card)
    scene.lines = [Line(source=str(a), target=str(b), text=f"{a} {b}") for a, b in dict.fromkeys(pairs) if a != b]
    return scene


def crossings(scene: Scene) -> int:
    """Counted one by one from where the lines end."""
    found = 0
    spans = [sorted((line.points[0], line.points[-1])) for line in scene.lines]
    for (a, b), (c, d) in combinations(spans, 2):
        if a[0] == c[0] and b[0] == d[0] and a[0] != b[0]:
            found += (a[1] - c[1]) * (b[1] - d[1]) < -1e-6
    return found


pairs = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=14)


@settings(max_examples=60, deadline=None)
@given(pairs)
def test_nothing_is_lost_and_no_two_cards_overlap(found: list[tuple[int, int]]) -> None:
    scene = columns.place(scene_of(found, 3))
    assert Counter(card.id for card in scene.cards) == Counter(map(str, range(9)))
    for a, b in combinations(scene.cards, 2):
        assert a.x + a.w <= b.x or b.x + b.w <= a.x or a.y + a.h <= b.y or b.y + b.h <= a.y
    for line in scene.lines:
        assert len(line.points) == 4
        assert all(-90 <= x <= scene.width and 0 <= y <= scene.height for x, y in line.points)


@settings(max_examples=40, deadline=None)
@given(pairs)
def test_the_order_is_no_worse_than_that_of_the_catalogue(found: list[tuple[int, int]]) -> None:
    scene = columns.place(scene_of(found, 3))
    as_it_came = scene_of(found, 3)
    columns.SWEEPS, sweeps = 0, columns.SWEEPS
    try:
        columns.place(as_it_came)
    finally:
        columns.SWEEPS = sweeps
    assert crossings(scene) <= crossings(as_it_came)


def test_lines_that_need_not_cross_do_not() -> None:
    order = list(range(8))
    random.Random(4).shuffle(order)
    scene = columns.place(scene_of([(i, 8 + order[i]) for i in range(8)], 8))
    assert crossings(scene) == 0


def test_the_card_of_the_whole_stays_first() -> None:
    scene = scene_of([(2, 3), (1, 4), (0, 5)], 3)
    scene.cards[5].head = True
    columns.place(scene)
    assert min(scene.cards[3:6], key=lambda card: card.y) is scene.cards[5]


def test_a_line_within_a_column_takes_the_emptier_side() -> None:
    scene = columns.place(scene_of([(3, 6), (3, 7), (0, 3), (4, 5)], 3))
    loop = scene.lines[3]
    assert loop.points[0][0] == scene.cards[4].x
    assert loop.points[1][0] < loop.points[0][0]
