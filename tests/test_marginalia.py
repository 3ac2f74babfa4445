from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz import drawing, layout
from flowviz.diagrams import Wish
from flowviz.marginalia import around
from flowviz.theme import SIZES

if TYPE_CHECKING:
    from flowviz.model import Model


def test_the_small_print_of_a_small_drawing_names_the_first_source_and_does_not_make_it_wide(example: Model) -> None:
    scene = drawing.scene_of(example, Wish(kind="neighbourhood", of="havn", language="en"))
    placed = layout.place(scene, example.catalogue.scopes)
    found = around(placed, example.catalogue)
    assert " ".join(found.small_print) == (
        "Information resources of the Municipality of Sundhavn · version 2.1 · 31 March 2026 · English · "
        "Source: Register of the municipality's data and 3 more"
    )
    assert len(found.small_print) == 2
    assert found.width == placed.width + 2 * SIZES.margin
