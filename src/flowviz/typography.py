"""How wide a text is and where its lines break, without a browser: widths of DejaVu Sans, shipped with the package."""

from __future__ import annotations

import functools
import json
import re
import unicodedata
from pathlib import Path
from typing import Final

__all__ = ["clip", "soft", "width", "wrap"]

_UNKNOWN: Final = {False: 1026, True: 1114}
"""As wide as what stands for such a letter in PNG and PDF; hardly more than it is in a font that has it."""
_EMOJI, _EMOJI_WIDTH = 0x1F000, 1400
"""Emoji come from a font of their own, wider than the letters'."""
_BREAKABLE = re.compile(r"(?<=\w[-–/])(?=\w)|(?<=\w)(?=[(])")
_ADDRESS = re.compile(r"\w@\w|://|_|[?&]\w+=|\w\.\w+/|^(?:[a-z0-9-]+\.)+[a-z]{2,}$")
"""What is found in addresses of all kinds and in ids: in them a hyphen would be one letter more."""
_STEPS = re.compile(r"(?<=[/])(?=[^/])|(?<=\w)(?=[.@_?&#=])")
"""Where an address may break: after its strokes, before its other signs."""
_LAST_WORDS = re.compile(
    r"(?i)(?:järjestelm|rekister|palvel|tietov|aineisto|hallin|osasto|tieto|toimin|kokeilu|varanto|sopimu|turvalli|muutto|pyörä|virasto|keskus|laitos|toimisto"
    r"|system|regist|tjänst|resurs|förvaltning|information|avdelning|service|management)"
)
"""Words that often end a compound: the best places to break one."""
_HUMP = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
"""Where a word begins within another: customerRegister."""
_VOWELS: Final = "aeiouyåäöAEIOUYÅÄÖ"
_LONGEST: Final = 400
_LONG, _SHORTEST = 18, 4
"""Words of so many letters have soft hyphens, and so many letters stand before the first."""


class _Widths(dict[str, int]):
    """Letter -> its width in thousandths of the font size, also of letters that the font does not have."""

    def __init__(self, unknown: int) -> None:
        super().__init__()
        self._unknown = unknown

    def __missing__(self, letter: str) -> int:
        if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
            found = 0
        else:
            found = _EMOJI_WIDTH if ord(letter) >= _EMOJI else self._unknown
        self[letter] = found
        return found


@functools.cache
def _widths(bold: bool) -> _Widths:
    raw = Path(__file__).with_name("fonts").joinpath("widths.json").read_text("utf-8")
    table = _Widths(_UNKNOWN[bold])
    for start, run in json.loads(raw)["bold" if bold else "regular"]:
        letters = ((chr(code), advance) for code, advance in enumerate(run, start))
        table.update((letter, advance) for letter, advance in letters if ord(letter) < _EMOJI)
    return table


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of ``text`` in pixels at ``size`` pixels.

    >>> width("tietovaranto", 10) < width("tietovaranto", 10, bold=True) < 100
    True
    """
    table = _widths(bold)
    return sum(map(table.__getitem__, text)) * size / 1000


def wrap(text: str, most: float, size: float, *, bold: bool = False, lines: int | None = None) -> list[str]:
    """The lines of ``text``, none wider than ``most`` pixels, as even in length as they can be.

    Words break after their own hyphens first, then between syllables with a hyphen added. Addresses and ids break at
    their own signs and get no hyphen. With ``lines``, what does not fit ends in an ellipsis.

    >>> wrap("Työvoima- ja maahanmuuttopalvelut", 130, 13)
    ['Työvoima- ja', 'maahanmuutto-', 'palvelut']
    """
    return list(_wrapped(text, most, size, bold, lines))


@functools.lru_cache(maxsize=8192)
def _wrapped(text: str, most: float, size: float, bold: bool, lines: int | None) -> list[str]:
    text = " ".join(text.split())
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 1].rstrip() + "…"
    pieces = _pieces(text, most, size, bold)
    broken = _greedy(pieces, most, size, bold)
    if lines is not None and len(broken) > lines:
        broken = broken[:lines]
        last = broken[-1]
        broken[-1] = clip(f"{last[:-1]}…" if last.endswith("-") else f"{last} …", most, size, bold=bold)
        return broken
    return _balanced(pieces, broken, most, size, bold)


def soft(text: str) -> str:
    """``text`` with soft hyphens in its long words, before those that end compounds: where a browser may break it.

    >>> soft("Kommunikationsavdelningen med väestötietojärjestelmä").replace("\u00ad", "|")
    'Kommunikations|avdelningen med väestö|tieto|järjestelmä'
    """
    return " ".join(
        word if len(word) < _LONG or _ADDRESS.search(word) else _LAST_WORDS.sub(_joint, word)
        for word in text.split(" ")
    )


def _joint(found: re.Match[str]) -> str:
    return f"\u00ad{found[0]}" if found.start() >= _SHORTEST else found[0]


def clip(text: str, most: float, size: float, *, bold: bool = False) -> str:
    """``text``, cut to ``most`` pixels with an ellipsis where it is longer."""
    if width(text, size, bold=bold) <= most:
        return text
    while text and width(text + "…", size, bold=bold) > most:
        text = text[:-1].rstrip()
    return text + "…"


def _pieces(text: str, most: float, size: float, bold: bool) -> list[tuple[str, str]]:
    """(piece, what joins it to the next when they share a line) pairs."""
    pieces: list[tuple[str, str]] = []
    for word in text.split(" "):
        address = _ADDRESS.search(word) is not None
        parts = (_STEPS if address else _BREAKABLE).split(word)
        for i, part in enumerate(parts):
            joint = " " if i == len(parts) - 1 else ""
            pieces += _syllables(part, joint, most, size, bold, hyphen="" if address else "-")
    return pieces


def _syllables(word: str, joint: str, most: float, size: float, bold: bool, *, hyphen: str) -> list[tuple[str, str]]:
    if width(word, size, bold=bold) <= most:
        return [(word, joint)]
    cut = _best_cut(word, most, size, bold)
    added = hyphen if _hyphenates(word[cut - 1]) and _hyphenates(word[cut : cut + 1]) else ""
    return [(word[:cut] + added, "\n"), *_syllables(word[cut:], joint, most, size, bold, hyphen=hyphen)]


def _hyphenates(letter: str) -> bool:
    """Whether it is of a script that hyphenates: Latin, Greek or Cyrillic, not Arabic or Chinese; no digit or sign."""
    return letter.isalpha() and (letter < "\u0590" or "\u1e00" <= letter < "\u2000")


def _best_cut(word: str, most: float, size: float, bold: bool) -> int:
    """Where to cut a word that is too wide: before its last word if that fits, else at a syllable; never a crumb."""
    fitting = 1
    while fitting < len(word) - 1 and width(word[: fitting + 1] + "-", size, bold=bold) <= most:
        fitting += 1
    joints = [match.start() for joint in (_LAST_WORDS, _HUMP) for match in joint.finditer(word)]
    fit = [joint for joint in joints if fitting // 3 < joint <= fitting]
    if fit:
        return max(fit)
    for cut in range(min(fitting, len(word) - 4), fitting // 2, -1):
        if word[cut] not in _VOWELS and word[cut + 1] in _VOWELS:
            return cut
    return fitting


def _greedy(pieces: list[tuple[str, str]], most: float, size: float, bold: bool) -> list[str]:
    lines: list[str] = []
    line, joint = "", ""
    for piece, following in pieces:
        candidate = line + joint + piece
        if line and (joint == "\n" or width(candidate, size, bold=bold) > most):
            lines.append(line)
            line = piece
        else:
            line = candidate
        joint = following
    return [*lines, line]


def _balanced(pieces: list[tuple[str, str]], broken: list[str], most: float, size: float, bold: bool) -> list[str]:
    """The same number of lines, in the narrowest column that still gives it."""
    if len(broken) < 2:
        return broken
    low, high, best = most / 2, most, broken
    for _ in range(7):
        middle = (low + high) / 2
        candidate = _greedy(pieces, middle, size, bold)
        if len(candidate) <= len(broken) and all(width(line, size, bold=bold) <= middle for line in candidate):
            high, best = middle, candidate
        else:
            low = middle
    return best
