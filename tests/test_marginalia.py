from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flowviz import drawing, layout, marginalia
from flowviz.diagrams import Wish
from flowviz.diagrams.key import Key
from flowviz.diagrams.page import FITS
from flowviz.diagrams.scene import KeyGroup, LegendItem, Scene
from flowviz.marginalia import around
from flowviz.theme import SIZES

if TYPE_CHECKING:
    from flowviz.model import Model


def test_the_small_print_of_a_small_drawing_names_the_first_source_and_does_not_make_it_wide(example: Model) -> None:
    scene = drawing.scene_of(example, Wish(kind="neighbourhood", of="havn", language="en"))
    placed = layout.place(scene)
    found = around(placed, example.catalogue)
    assert " ".join(found.small_print) == (
        "Information resources of the Municipality of Sundhavn · version 2.1 · 31 March 2026 · English · "
        "Source: Register of the municipality's data and 3 more"
    )
    assert len(found.small_print) == 2
    assert not any(line.startswith("·") for line in found.small_print)
    assert found.width == placed.width + 2 * SIZES.margin


@pytest.mark.parametrize(
    ("fit", "width", "beside"),
    [
        ("screen", 1500, True),
        ("a4", 549, True),  # 935.4 pixels less two margins of 28, a gap of 20 and the key
        ("a4", 551, False),
        ("a4-landscape", 700, True),
        ("column", 400, False),
        ("slide", 920, True),  # 26 pixels too wide so, where the page has 1,280: below it would be higher still
    ],
)
def test_the_key_stands_beside_a_drawing_where_the_page_is_wide_enough_and_else_below(
    example: Model, monkeypatch: pytest.MonkeyPatch, fit: str, width: float, beside: bool
) -> None:
    def key(scene: Scene) -> Key:
        return Key(
            [(KeyGroup(scope="own", lines=["Own"], entries=[]), 0, 34)], scene.width if scene.key_below else 310, 90
        )

    monkeypatch.setattr(marginalia, "placed", key)
    page = FITS[fit]
    scene = Scene(
        kind="department", name="x", title="X", subtitle="", description="", language="en", page=page,
        placed=True, width=width, height=600 if fit == "slide" else 200,
    )  # fmt: skip
    found = around(scene, example.catalogue)
    x, y = found.drawing_at
    assert found.key_at == ((x + width + 20, y) if beside else (x, y + scene.height + 18))
    assert found.legend_at[1] >= found.key_at[1] + 90
    assert fit in ("screen", "slide") or found.width <= page.w
    assert beside or found.key.width == max(width, page.w - 56)
    assert not scene.key_below


@pytest.mark.parametrize(("fit", "rows"), [("screen", 4), ("a4", 2)])
def test_a_legend_has_the_width_of_its_page_of_paper_also_below_a_narrow_drawing(
    example: Model, fit: str, rows: int
) -> None:
    scene = Scene(
        kind="feeds", name="x", title="X", subtitle="", description="", language="en", page=FITS[fit],
        placed=True, width=200, height=200,
    )  # fmt: skip
    scene.legend = [LegendItem(sign="basis", value="stated", text="Some words of the legend") for _ in range(7)]
    found = around(scene, example.catalogue)
    assert len({y for *_, y in found.legend}) == rows
    assert max(x for _, _, x, _ in found.legend) < found.width - 2 * 28
    assert found.width <= FITS[fit].w
