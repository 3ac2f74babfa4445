"""Text as it is set where nothing else does it: letters from right to left in their order, joined where they are joined.

A PDF prints letters one after the other from left to right; browsers do the rest themselves. The order is that of
the Unicode bidirectional algorithm for lines that run from left to right as a whole, as those of SVG do; its explicit marks
are left out. Arabic letters have a code for each of their forms.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["visual"]

_RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_MIRRORED: Final = str.maketrans("()[]{}<>«»‹›≤≥", ")(][}{><»«›‹≥≤")
_STRETCH: Final = "\N{ARABIC TATWEEL}"
_JOINER: Final = "\N{ZERO WIDTH JOINER}"
_MARKS: Final = ("Mn", "Me")
_STRONG, _NUMBERS = ("L", "R", "AL"), ("EN", "AN")
_OPENING: Final = {"(": ")", "[": "]", "{": "}"}
_CLOSING: Final = tuple(_OPENING.values())
_FORMS: Final = ("isolated", "final", "initial", "medial")


def visual(text: str) -> str:
    """The letters of a line from left to right as they are printed.

    >>> visual("abc (אבג 12) d") == "abc (12 גבא) d"
    True
    """
    if not _RIGHT_TO_LEFT.search(text):
        return text
    clusters = _clusters(_joined(unicodedata.normalize("NFC", text)))
    levels = _levels(
        [unicodedata.bidirectional(cluster[0]) for cluster in clusters], "".join(one[0] for one in clusters)
    )
    clusters = [one.translate(_MIRRORED) if level % 2 else one for one, level in zip(clusters, levels, strict=True)]
    for least in range(max(levels, default=0), 0, -1):
        for start, end in _runs([level >= least for level in levels]):
            clusters[start:end] = clusters[start:end][::-1]
    return "".join(clusters)


def _runs(chosen: list[bool]) -> list[tuple[int, int]]:
    """Where those that are chosen stand beside each other: the first of each row, and the one after its last."""
    edges = [i for i, (before, after) in enumerate(itertools.pairwise([False, *chosen, False])) if before != after]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _clusters(text: str) -> list[str]:
    """The letters, each with the marks on it."""
    found: list[str] = []
    for letter in text:
        if found and unicodedata.category(letter) in _MARKS:
            found[-1] += letter
        elif unicodedata.category(letter) != "Cf":
            found.append(letter)
    return found


def _levels(kinds: list[str], letters: str) -> list[int]:
    """How deep each letter lies in text of the other direction: odd from right to left, even from left to right."""
    kinds = _neutrals(_brackets(_numbers(kinds), letters))
    return [1 if kind in ("R", "AL") else 2 if kind in _NUMBERS else 0 for kind in kinds]


def _numbers(kinds: list[str]) -> list[str]:
    """The kinds of letters, where digits are Arabic ones after Arabic letters, or as a part of text from left to right."""
    found, strong = [], "L"
    for kind in kinds:
        strong = kind if kind in _STRONG else strong
        found.append("AN" if kind == "EN" and strong == "AL" else kind)
    for i in range(1, len(found) - 1):
        before, kind, after = found[i - 1 : i + 2]
        if before == after and ((kind == "CS" and before in _NUMBERS) or (kind == "ES" and before == "EN")):
            found[i] = before
    for start, end in _runs([kind == "ET" for kind in found]):
        if "EN" in (*found[max(start - 1, 0) : start], *found[end : end + 1]):
            found[start:end] = ["EN"] * (end - start)
    strong = "L"
    for i, kind in enumerate(found):
        strong = kind if kind in _STRONG else strong
        found[i] = "L" if kind == "EN" and strong == "L" else kind
    return found


def _brackets(kinds: list[str], letters: str) -> list[str]:
    """The kinds of letters, where two brackets have the direction of what is in them, if it is that of the line or of what
    stands before them."""
    found, opened = list(kinds), list[int]()
    pairs = []
    for i, letter in enumerate(letters):
        if kinds[i] == "ON" and letter in _OPENING:
            opened.append(i)
        elif kinds[i] == "ON" and letter in _CLOSING:
            start = next((at for at in reversed(opened) if _OPENING[letters[at]] == letter), None)
            if start is not None:
                del opened[opened.index(start) :]
                pairs.append((start, i))
    for start, end in sorted(pairs):
        inside = {_side(kind) for kind in found[start + 1 : end]} - {""}
        before = next((side for kind in reversed(found[:start]) if (side := _side(kind))), "L")
        if inside:
            found[start] = found[end] = "R" if inside == {"R"} and before == "R" else "L"
    return found


def _side(kind: str) -> str:
    """The direction of a kind of letter; nothing where it has none."""
    return "L" if kind == "L" else "R" if kind in (*_STRONG, *_NUMBERS) else ""


def _neutrals(kinds: list[str]) -> list[str]:
    """The kinds of letters, where what has no direction has that of both its neighbours, or else the line's."""
    found = list(kinds)
    for start, end in _runs([kind not in (*_STRONG, *_NUMBERS) for kind in kinds]):
        sides = {"L" if kind == "L" else "R" for kind in (*kinds[start - 1 : start], *kinds[end : end + 1])}
        within = start > 0 and end < len(kinds) and sides == {"R"}
        found[start:end] = ["R" if within else "L"] * (end - start)
    return found


@functools.cache
def _forms() -> Mapping[str, Mapping[str, str]]:
    """Each Arabic letter, or two that are written as one, with its code for each form."""
    found: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFD)):
        tag, _, letters = unicodedata.decomposition(chr(code)).partition(" ")
        if tag.strip("<>") in _FORMS:
            base = "".join(chr(int(letter, 16)) for letter in letters.split())
            if len(base) == 1 or (base[0] == "ل" and base[1:] in ("ا", "أ", "إ", "آ")):
                found.setdefault(base, {})[tag.strip("<>")] = chr(code)
    return found


def _joined(text: str) -> str:
    """The text with each Arabic letter in the form that it has beside its neighbours."""
    forms = _forms()
    letters: list[str] = []
    for letter in text:
        pair = letters[-1] + letter if letters else letter
        letters[-1:] = [pair] if len(pair) == 2 and pair in forms else [*letters[-1:], letter]
    places = [i for i, letter in enumerate(letters) if unicodedata.category(letter[0]) not in _MARKS]
    found = list(letters)
    for at, i in enumerate(places):
        own = forms.get(letters[i], {})
        before = at > 0 and _goes_on(letters[places[at - 1]]) and "final" in own
        after = at + 1 < len(places) and "initial" in own and _goes_back(letters[places[at + 1]])
        form = "medial" if before and after else "final" if before else "initial" if after else "isolated"
        found[i] = own.get(form, letters[i])
    return "".join(found)


def _goes_on(letter: str) -> bool:
    """Whether a letter is joined to the one after it."""
    return letter in (_STRETCH, _JOINER) or "initial" in _forms().get(letter, {})


def _goes_back(letter: str) -> bool:
    """Whether a letter is joined to the one before it."""
    return letter in (_STRETCH, _JOINER) or "final" in _forms().get(letter, {})
