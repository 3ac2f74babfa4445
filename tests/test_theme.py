"""Contrast by the formula of WCAG 2.1, told apart from the loader's."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from flowviz.catalogue import UNCOLOURED
from flowviz.theme import THEMES, Palette

if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue


def luminance(colour: str) -> float:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(params=sorted(THEMES))
def palette(request: pytest.FixtureRequest) -> Palette:
    return THEMES[request.param]


def test_the_formula_gives_known_values() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_text_can_be_read_on_every_surface(palette: Palette) -> None:
    for ink, surface in product((palette.ink, palette.muted), (palette.page, palette.frame, palette.card)):
        assert contrast(ink, surface) >= 4.5


def test_outlines_and_lines_can_be_seen_on_every_surface(palette: Palette) -> None:
    for surface in (palette.page, palette.frame):
        for line in (palette.frame_line, palette.card_line, palette.line, palette.focus):
            assert contrast(line, surface) >= 3
    assert contrast(palette.card_line, palette.card) >= 3


def test_text_and_signs_of_every_scope_can_be_seen(palette: Palette, catalogue: Catalogue) -> None:
    for scope in catalogue.scopes:
        if scope.id in UNCOLOURED:
            continue
        assert contrast(palette.on_scope, scope.colour) >= 4.5
        for surface in (palette.page, palette.frame, palette.card):
            # a sign is seen by its outline or, where that has the colour of the page, by its fill
            assert max(contrast(palette.scope_line, surface), contrast(scope.colour, surface)) >= 3


def test_scopes_differ_in_letter_and_shape_and_not_in_colour_alone(catalogue: Catalogue) -> None:
    letters = [scope.letter for scope in catalogue.scopes]
    shapes = [scope.shape for scope in catalogue.scopes]
    assert len(set(letters)) == len(letters)
    assert len(set(shapes)) == len(shapes)
