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


GREY_APART = 8.0
"""Two shades of grey this far apart in lightness can be told apart side by side in print."""
BLINDNESS = {
    "protanopia": ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    "deuteranopia": ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    "tritanopia": ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
}
"""What becomes of linear red, green and blue for those who do not see one of them (Machado, Oliveira and Fernandes 2009)."""


def seen(colour: str, matrix: tuple[tuple[float, ...], ...]) -> str:
    """``colour`` as somebody sees it whose eyes change linear light by ``matrix``."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    mixed = [min(max(sum(a * b for a, b in zip(row, linear, strict=True)), 0), 1) for row in matrix]
    shown = [part * 12.92 if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055 for part in mixed]
    return "#" + "".join(f"{round(part * 255):02x}" for part in shown)


def lightness(colour: str) -> float:
    return float(116 * luminance(colour) ** (1 / 3) - 16)


def test_city_wide_and_metropolitan_differ_in_grey_print_too(catalogue: Catalogue) -> None:
    peach, green = (
        next(scope.colour for scope in catalogue.scopes if scope.id == id_) for id_ in ("city-wide", "metropolitan")
    )
    assert abs(lightness(peach) - lightness(green)) >= GREY_APART


@pytest.mark.parametrize("blindness", BLINDNESS)
def test_letters_and_outlines_of_scopes_can_be_read_by_the_colour_blind(blindness: str, catalogue: Catalogue) -> None:
    matrix = BLINDNESS[blindness]
    for palette in THEMES.values():
        for scope in catalogue.scopes:
            if scope.id in UNCOLOURED:
                continue
            fill, ink, line = (seen(colour, matrix) for colour in (scope.colour, palette.on_scope, palette.scope_line))
            assert contrast(ink, fill) >= 4.5
            for surface in (palette.page, palette.frame, palette.card):
                ground = seen(surface, matrix)
                assert max(contrast(line, ground), contrast(fill, ground)) >= 3
