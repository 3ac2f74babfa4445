"""A word is found in others as it is and with slips, whichever letters they are in."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from flowviz.vocabulary import Vocabulary

words = st.text("ab", min_size=1, max_size=14) | st.text("abcde", min_size=1, max_size=14)


def lies_in(part: str, word: str, slips: int) -> bool:
    """Whether ``part`` can be made a part of ``word`` by so many slips, tried one after the other."""
    if part in word:
        return True
    if not slips:
        return False
    ways = set()
    for i in range(len(part) + 1):
        ways |= {part[:i] + letter + part[i:] for letter in "abcde"}
        ways |= {part[:i] + letter + part[i + 1 :] for letter in "abcde"}
        ways |= {part[:i] + part[i + 1 :], part[:i] + part[i + 1 : i + 2] + part[i : i + 1] + part[i + 2 :]}
    return any(lies_in(way, word, slips - 1) for way in ways)


@given(st.text("ab", min_size=4, max_size=7) | st.text("abcde", min_size=4, max_size=7), st.lists(words, max_size=6))
@settings(max_examples=200, deadline=None)
def test_a_word_with_a_slip_is_found_wherever_it_lies_but_for_one(part: str, others: list[str]) -> None:
    expected = {place for place, word in enumerate(others) if lies_in(part, word, 1)}
    assert Vocabulary(others).nearly(part, 1) == expected


def test_two_slips_are_found_at_every_two_places_of_a_word() -> None:
    word = "asiakastieto"
    vocabulary = Vocabulary(["tili", f"yritys{word}kanta", "kartta"])

    def with_slip(text: str, at: int, how: int) -> str:
        swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        return (text[:at] + text[at + 1 :], f"{text[:at]}x{text[at + 1 :]}", f"{text[:at]}x{text[at:]}", swapped)[how]

    for first in range(len(word) - 3):
        for second in range(first + 2, len(word) - 2):
            for how in range(16):
                slips = with_slip(with_slip(word, second, how % 4), first, how // 4)
                assert 1 in vocabulary.nearly(slips, 2), slips


@given(st.lists(words, max_size=8), words)
@settings(max_examples=100, deadline=None)
def test_words_that_hold_a_part_or_begin_with_it_are_found_once_each(others: list[str], part: str) -> None:
    vocabulary = Vocabulary(others)
    assert [*vocabulary.holding(part)] == [place for place, word in enumerate(others) if part in word]
    assert [*vocabulary.begun(part)] == [place for place, word in enumerate(others) if word.startswith(part)]
