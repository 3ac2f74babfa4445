"""One edit of a catalogue leaves its drawings as readers know them: little moves, and nothing gets another label."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import cases
from flowviz.diagrams import DIAGRAMS
from stability import kept, moved, picture, relabelled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowviz.catalogue import Catalogue
    from flowviz.model import Model

MOST = 0.10
AT_ONCE = 0.5
"""What a single edit may move of a small drawing: two boxes of four."""
SEEDS = {"built-in": (0, 1), "example": (0, 1, 2), "made": (0,)}


@pytest.fixture
def edited(request: pytest.FixtureRequest, catalogue: Catalogue, example: Model) -> tuple[Catalogue, tuple[int, ...]]:
    found = {"built-in": catalogue, "example": example.catalogue, "made": cases.catalogue("75-resources")}
    return found[request.param], SEEDS[request.param]


@pytest.mark.parametrize("edited", SEEDS, indirect=True)
def test_edits_move_at_most_a_tenth_of_the_boxes_and_relabel_no_dot(edited: tuple[Catalogue, tuple[int, ...]]) -> None:
    found = list(kept(*edited))
    assert [one for one in found if one.relabelled] == []
    assert [one for one in found if len(one.moved) > AT_ONCE * one.boxes] == []
    for kind in DIAGRAMS:
        those = [one for one in found if one.kind == kind]
        assert sum(len(one.moved) for one in those) <= MOST * sum(one.boxes for one in those), kind
        assert those or DIAGRAMS[kind].to


def drawn(places: Mapping[str, tuple[int, int]], dots: Mapping[str, str] | None = None) -> str:
    boxes = (
        f'<g class="node" data-id="{id_}"><rect x="{x}" y="{y}" width="100" height="20"/></g>'
        for id_, (x, y) in places.items()
    )
    signs = (
        f'<g class="dot" id="{id_}"><text>{words}</text><text>× 3</text></g>' for id_, words in (dots or {}).items()
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(boxes)}{"".join(signs)}</svg>'


COLUMNS = {"a": (0, 0), "b": (0, 30), "c": (4, 60), "d": (300, 0), "e": (300, 30)}


@pytest.mark.parametrize(
    ("change", "gone"),
    [
        ({}, set()),
        ({"b": (0, 130), "c": (4, 160)}, set()),
        ({"new": (0, 15), "b": (0, 50), "c": (4, 90)}, set()),
        ({"a": (0, 70)}, {"a"}),
        ({"a": (300, 15)}, {"a"}),
        ({"a": (300, 0), "b": (300, 30), "c": (304, 60), "d": (0, 0), "e": (0, 30)}, set()),
    ],
    ids=["nothing", "further down", "made room", "past two", "to another column", "columns swapped"],
)
def test_a_box_has_moved_that_stands_elsewhere_among_the_others(
    change: dict[str, tuple[int, int]], gone: set[str]
) -> None:
    found, of = moved(picture(drawn(COLUMNS)), picture(drawn({**COLUMNS, **change})), set())
    assert (found, of) == (gone, 5)


def test_what_was_edited_itself_may_move() -> None:
    after = picture(drawn({**COLUMNS, "a": (0, 70)}))
    assert moved(picture(drawn(COLUMNS)), after, {"a"}) == (set(), 4)


def test_a_dot_is_relabelled_when_other_words_are_printed_at_it_but_not_another_number() -> None:
    before = picture(drawn({}, {"dot-a--b": "K Police register", "dot-a--c": "V", "dot-d--b": "K1"}))
    after = drawn({}, {"dot-a--b": "K Police regi- ster", "dot-a--c": "P", "dot-d--b": "K2"}).replace("× 3", "× 4")
    assert relabelled(before, picture(after), set()) == ["dot-a--c", "dot-d--b"]
    assert relabelled(before, picture(after), {"b"}) == ["dot-a--c"]
