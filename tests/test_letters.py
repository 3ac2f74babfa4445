from __future__ import annotations

import unicodedata

import pytest
from PIL import ImageFont

from flowviz.letters import BOLD, REGULAR, missing, shown

INVISIBLE = ("Mn", "Me", "Cf")
LETTERS = [chr(code) for code in (*range(0x20, 0x7F), *range(0xA0, 0x3000, 7), *range(0xFB00, 0xFFF0, 11))]


def test_the_letters_that_are_told_are_those_that_the_fonts_draw_as_a_box() -> None:
    fonts = [ImageFont.truetype(path, 40, layout_engine=ImageFont.Layout.BASIC) for path in (REGULAR, BOLD)]
    boxes = [bytes(font.getmask("\uffff")) for font in fonts]
    boxed = {
        letter
        for letter in LETTERS
        for font, box in zip(fonts, boxes, strict=True)
        if bytes(font.getmask(letter)) == box
    }
    assert set(missing(LETTERS)) == {letter for letter in boxed if unicodedata.category(letter) not in INVISIBLE}


@pytest.mark.parametrize(
    ("text", "lost", "drawn"),
    [
        ("Åbo – ”x” → ≥ ✓", "", "Åbo – ”x” → ≥ ✓"),
        ("قاعدة מאגר", "", "قاعدة מאגר"),
        ("赫赫 register", "赫", "\ufffd\ufffd register"),
        ("ทะเบียน", "ทะเบยน", "\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd"),
        ("🏙\ufe0f!", "🏙", "\ufffd\ufe0f!"),
        ("", "", ""),
    ],
)
def test_letters_that_the_fonts_lack_are_named_once_and_shown_as_unknown(text: str, lost: str, drawn: str) -> None:
    assert missing([text]) == lost
    assert shown(text) == drawn
