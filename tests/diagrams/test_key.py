"""The key of a drawing is placed before anything is written."""

from __future__ import annotations

from itertools import pairwise

import pytest

from flowviz.diagrams import key
from flowviz.diagrams.scene import KeyEntry, KeyGroup, Scene

COUNTS = {"none": [], "few": [3, 1], "one-long": [90], "many": [5, 40, 1, 12, 30]}


def scene_of(counts: list[int], *, below: bool, width: float, height: float) -> Scene:
    groups = [
        KeyGroup(
            scope=f"scope-{n}",
            lines=["A scope"],
            entries=[
                KeyEntry(
                    target=f"thing-{n}-{i}",
                    dot=f"dot-{n}",
                    label="K",
                    way="out",
                    basis="stated",
                    lines=["line"] * (1 + i % 3),
                    text="",
                )
                for i in range(count)
            ],
        )
        for n, count in enumerate(counts)
    ]
    scene = Scene(kind="department", name="d", title="", subtitle="", description="", language="en", key=groups)
    scene.key_below, scene.width, scene.height = below, width, height
    return scene


@pytest.mark.parametrize("counts", COUNTS.values(), ids=COUNTS)
@pytest.mark.parametrize("below", [False, True])
@pytest.mark.parametrize(("width", "height"), [(200, 100), (900, 700), (2500, 400)])
def test_every_entry_stands_in_the_key_once_and_in_order(
    counts: list[int], below: bool, width: float, height: float
) -> None:
    scene = scene_of(counts, below=below, width=width, height=height)
    found = key.placed(scene)
    entries = [entry for group, _, _ in found.groups for entry in group.entries]
    assert entries == [entry for group in scene.key for entry in group.entries]


@pytest.mark.parametrize("below", [False, True])
@pytest.mark.parametrize("counts", [COUNTS["one-long"], COUNTS["many"]])
def test_no_group_of_the_key_lies_on_another_or_outside(counts: list[int], below: bool) -> None:
    found = key.placed(scene_of(counts, below=below, width=900, height=700))
    for (group, x, y), (_, next_x, next_y) in pairwise(found.groups):
        assert (next_x == x and next_y >= y + key.height([group])) or next_x == x + key.COLUMN
    for group, x, y in found.groups:
        assert 0 <= x <= found.width - key.COLUMN
        assert 0 < y <= found.height - key.height([group])


@pytest.mark.parametrize("width", [300, 700, 1500])
def test_a_key_below_its_drawing_is_about_as_wide(width: float) -> None:
    found = key.placed(scene_of(COUNTS["many"], below=True, width=width, height=500))
    assert found.width <= max(width, key.COLUMN)


def test_a_drawing_without_a_key_gives_it_no_room() -> None:
    found = key.placed(scene_of([], below=False, width=900, height=700))
    assert (found.groups, found.width, found.height) == ([], 0, 0)
