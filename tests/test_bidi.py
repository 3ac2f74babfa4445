from __future__ import annotations

import pytest

from flowviz.bidi import visual
from test_raster import by_resvg, text_on

LEFT_TO_RIGHT = "\u202d"
"""Has letters drawn in the order in which they are given."""


@pytest.mark.parametrize(
    "text",
    [
        "abc אבג 12 def",
        "מאגר מידע עירוני",
        "קובץ מאגר (2024) x",
        "קובץ (מ) x",
        "x (מ) א (x)",
        "א (b) ג",
        "(אב)",
        "אבג-12% x",
        "א 5-3 ב",
        "3 + א",
        "قاعدة بيانات مشتركة للمدينة كلها مع معلومات إضافية",
        "سجل السكان 2026, الإصدار 1.2",
        "Kela سجل A4 (ب)",
        "لا إله",
        "مُحَمَّد",
        "ـبـ",
        "ک گ چ پ ژ",
    ],
)
def test_text_from_right_to_left_is_set_as_a_shaper_of_text_sets_it(text: str) -> None:
    assert by_resvg(text_on(LEFT_TO_RIGHT + visual(text))) == by_resvg(text_on(text))


def test_other_text_is_left_as_it_is() -> None:
    for text in ("", "Åbo (x) – 12 %", "中文", "e\u0301"):
        assert visual(text) == text


def test_letters_have_the_form_of_their_place_and_two_are_written_as_one() -> None:
    assert visual("بب ب") == "\ufe8f \ufe90\ufe91"  # alone; at the end and at the beginning of a word
    assert visual("لا") == "\ufefb"
    assert visual("بلا") == "\ufefc\ufe91"
