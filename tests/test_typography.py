from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ImageFont

from drawn import HOSTILE_NAMES
from flowviz.letters import BOLD, REGULAR, UNKNOWN
from flowviz.typography import clip, layouts, soft, width, wrap

FINNISH = (
    "Työvoima- ja maahanmuuttopalvelut",
    "Yksinyrittäjille myönnettävät avustukset tilapäisesti heikentyneen taloudellisen tilanteen vakauttamiseksi",
    "Kestävän liikkumisen kokeilu, Colossus Finland Oy:n kaupunkikuormapyöräjärjestelmä",
    "Kaupunginkanslian asiakasviestinnän, markkinoinnin ja tilaisuuksienhallinnan tietovaranto",
)


@pytest.mark.parametrize("bold", [False, True])
def test_widths_are_those_of_the_shipped_font(bold: bool) -> None:
    font = ImageFont.truetype(BOLD if bold else REGULAR, 1000)
    for text in FINNISH:
        assert width(text, 1000, bold=bold) == pytest.approx(sum(font.getlength(letter) for letter in text), rel=0.001)


@pytest.mark.parametrize("text", [*FINNISH, "Kela", "Suomi.fi-palvelutietovaranto (rajapinta)", "two words"])
def test_layouts_are_the_lines_of_each_number_without_broken_words_in_the_least_width(text: str) -> None:
    found = layouts(text, 13, bold=True)
    assert [len(lines) for _, lines in found] == sorted({len(lines) for _, lines in found})
    assert found[0][1] == (text,)
    for w, lines in found:
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert tuple(wrap(text, w, 13, bold=True)) == lines
        assert w == pytest.approx(max(width(line, 13, bold=True) for line in lines), abs=0.02)
    # in any less width the widest word of the last one breaks
    widest = max(found[-1][1], key=lambda line: width(line, 13, bold=True))
    assert widest not in wrap(text, found[-1][0] - 1, 13, bold=True)


def test_a_layout_of_a_very_long_text_is_cut() -> None:
    ((line,),) = (lines for _, lines in layouts("  so   long " * 90, 12)[:1])
    assert line.startswith("so long so long")
    assert line.endswith("…")
    assert len(line) <= 400


@pytest.mark.parametrize("bold", [False, True])
def test_a_letter_that_the_font_lacks_is_measured_as_wide_as_what_stands_for_it(bold: bool) -> None:
    font = ImageFont.truetype(BOLD if bold else REGULAR, 1000)
    assert font.getlength(UNKNOWN) <= width("中", 1000, bold=bold) < font.getlength(UNKNOWN) + 2


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), st.floats(60, 400))
def test_no_line_is_wider_than_asked_and_no_letter_is_lost(text: str, most: float) -> None:
    lines = wrap(text, most, 13)
    assert all(width(line, 13) <= most + 0.01 for line in lines)
    kept = "".join(lines).replace("-", "").replace(" ", "")
    assert kept == "".join(text.split()).replace("-", "").replace(" ", "")


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_hostile_names_are_broken_to_the_width(name: str) -> None:
    lines = wrap(HOSTILE_NAMES[name], 200, 13, bold=True, lines=6)
    assert 1 <= len(lines) <= 6
    assert all(width(line, 13, bold=True) <= 200 for line in lines)


@pytest.mark.parametrize("text", FINNISH)
@pytest.mark.parametrize("most", [120, 160, 200, 240])
def test_no_line_is_a_lonely_syllable(text: str, most: float) -> None:
    lines = wrap(text, most, 13, bold=True)
    whole = set(text.replace("-", "- ").split())
    for line in lines:
        assert len(line) > 3 or line in whole, lines


@pytest.mark.parametrize("text", ["W", "Wä", "WWW", "-W-", "(W", "bcdf", "W\u0301", "🏙🏙", "–/–", "aeiouyåäö"])
@pytest.mark.parametrize("most", [1, 9, 20])
def test_words_that_are_wider_than_a_line_of_a_letter_or_two_are_cut_all_the_same(text: str, most: float) -> None:
    kept = "".join(wrap(text, most, 13)).replace("-", "")
    assert kept == text.replace("-", "")


def test_a_long_compound_breaks_before_its_last_word() -> None:
    assert wrap("kaupunkikuormapyöräjärjestelmä", 200, 13, bold=True) == ["kaupunkikuormapyörä-", "järjestelmä"]


@pytest.mark.parametrize(
    "joined",
    [
        "kaupungin|kirjasto",
        "kaupungin|kanslia",
        "kaupunki|strategia",
        "kaupunki|ympäristö",
        "sisällön|tuotanto",
        "asiakas|tiedot",
        "käyttäjä|tunnukset",
        "luottamus|henkilö",
        "kunnallis|kalenteri",
        "turvallisuuden|tunne",
        "henkilöstö|kortti",
        "stads|biblioteket",
        "stads|kansliet",
        "bostads|produktion",
        "kommun|invånare",
        "kund|uppgifter",
        "utbildnings|utbud",
        "verksamhets|ställe",
        "säkerhets|avvikelser",
        "turist|rådgivning",
        "statistik|databaser",
        "informations|hanterings|modell",
    ],
)
def test_a_compound_may_break_where_its_parts_join_and_only_there(joined: str) -> None:
    word = joined.replace("|", "")
    assert soft(word).replace("\u00ad", "|") == joined
    first = joined.split("|")[0] + "-"
    assert wrap(word, width(first, 13) + 1, 13)[0] == first


@pytest.mark.parametrize("word", ["kaupunkilainen", "kaupunkien", "kaupunginosa", "lägenhet", "stadsbo", "uppdatering"])
def test_a_word_does_not_break_where_it_only_has_the_letters_of_another(word: str) -> None:
    wrong = {"kaupunki|lainen", "kaupunki|en", "läg|enhet", "stads|bo", "upp|dat|ering"}
    assert soft(word).replace("\u00ad", "|") not in wrong


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            "https://hel.example/a/very/long/address?query=1&b=2",
            ["https://hel.example/", "a/very/long/address", "?query=1&b=2"],
        ),
        ("tietohallinto.palvelupiste@kanslia.example", ["tietohallinto", ".palvelupiste", "@kanslia.example"]),
        ("customer_register_of_the_harbour_2024", ["customer_register_of", "_the_harbour_2024"]),
    ],
)
def test_addresses_and_ids_break_at_their_own_signs_and_get_no_hyphen(text: str, lines: list[str]) -> None:
    assert wrap(text, 150, 13) == lines


@pytest.mark.parametrize(
    "text",
    [
        "数据信息资源" * 4,
        "قاعدةالبياناتالوطنيةللسكان",
        "1234567890" * 4,
        "anaddresswithoutanysignatall" * 2 + "@x.example",
    ],
)
def test_what_has_no_syllables_is_broken_without_a_hyphen(text: str) -> None:
    lines = wrap(text, 100, 13)
    assert len(lines) > 1
    assert "".join(lines) == text


def test_a_word_breaks_where_another_begins_in_it_and_ends_in_one_sign_where_it_is_cut() -> None:
    text = "henkilöstöasiatJaMuutaPitkää" * 4
    assert wrap(text, 120, 13)[0] == "henkilöstöasiatJa-"
    assert wrap("järjestelmäkokonaisuudet" * 4, 100, 13, lines=1) == ["järjestelmäk…"]


def test_a_word_beside_an_address_is_still_hyphenated() -> None:
    assert (
        wrap("kaupunkikuormapyöräjärjestelmä https://hel.example/pyörä", 200, 13, bold=True)[0]
        == "kaupunkikuormapyörä-"
    )


def test_clipped_text_ends_in_an_ellipsis_only_when_it_is_too_long() -> None:
    assert clip("short", 100, 13) == "short"
    assert clip("much too long for that", 60, 13).endswith("…")
    assert width(clip("much too long for that", 60, 13), 13) <= 60


def test_marks_and_joiners_take_no_room_and_emoji_much() -> None:
    assert width("e\u0301\u200b", 13) == width("e", 13)
    assert width("🏙", 13) > 13


def test_a_letter_is_there_whole_where_there_is_no_room_at_all() -> None:
    assert wrap("Ab c", -5, 12) == ["A-", "b", "c"]
