"""One edit of a catalogue leaves its drawings as readers know them: little moves, and nothing gets another label."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import cases
from flowviz.diagrams import DIAGRAMS
from stability import Kept, kept, moved, picture, relabelled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowviz.catalogue import Catalogue
    from flowviz.model import Model

MOST = 0.10
AT_ONCE = 0.5
"""What a single edit may move of a small drawing: two boxes of four."""


@pytest.fixture(scope="module")
def edited(catalogue: Catalogue, example: Model) -> list[Kept]:
    """What edits of three catalogues did to every drawing that shows them."""
    seeds = ((catalogue, (0, 1)), (example.catalogue, (0, 1, 2)), (cases.catalogue("75-resources"), (0,)))
    return [one for each, some in seeds for one in kept(each, some)]


@pytest.mark.parametrize("kind", [name for name, kind in DIAGRAMS.items() if not kind.to and not kind.table])
def test_edits_move_at_most_a_tenth_of_the_boxes_and_relabel_no_dot(edited: list[Kept], kind: str) -> None:
    those = [one for one in edited if one.kind == kind]
    assert [one for one in those if one.relabelled] == []
    assert [one for one in those if len(one.moved) > AT_ONCE * one.boxes] == []
    assert sum(len(one.moved) for one in those) <= MOST * sum(one.boxes for one in those)
    assert any(one.boxes for one in those)


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
