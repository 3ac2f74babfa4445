"""How wide a text is and where its lines break, without a browser: widths of DejaVu Sans, shipped with the package."""

from __future__ import annotations

import functools
import json
import math
import re
import unicodedata
from bisect import bisect_right
from itertools import pairwise
from operator import itemgetter
from pathlib import Path
from typing import Final

from flowviz.adding import summed

__all__ = ["clip", "layouts", "soft", "width", "wrap"]

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
    r"|yhtei|seudu|ohjau|verkko|lähte|kirjasto|kanslia|ympäristö|strategi|tuotan|hankke|tunnu[ks]|kortti|kortin|tiedot|suunnit|ohjelm"
    r"|valvon|koulutu|opetu|viestin|kalenter|tapahtum|hautomo|neuvonta|neuvonnan|sivusto|sivut|alusta|asiaka|asiakk|lasku[tjn]"
    r"|yrittäj|käyttäj|rakenta|rakennu|liikenne|kulttuuri|hyvinvoin|tervey|huollon|kasvatu|tarkastu|seurant|seurann|tilaisuu"
    r"|menettely|arkkitehtuur|arvio|omistu|valtuusto|lautakun|luettelo|tutkimu|todistu|haltija|pyyntö|pyynnö|varasto|kanta(?=$)"
    r"|kannat(?=$)|tahot(?=$)|poikkeam|malli(?=n?$)|keskuste|kuuleminen|henkilö"
    r"|system|regist|tjänst|resurs|förvaltning|information|avdelning|service|management"
    r"|region|gemensam|fattande|planering|lager|lagret|bibliotek|kansli|miljö|sektor|hantering|bransch|rådgivning|material"
    r"|data(?!t)|verksamhet|utbildning|undervisning|produktion|program|plattform|uppgift|uppföljning|kontroll|faktur|kunder"
    r"|kommunikation|invånar|styrning|projekt|struktur|pedagog|avtal|vård|tillstånd|utbud|myndighet|kultur|trafik"
    r"|kalender|tillgång|modell|innehavare|anordnare|kanal|marknad|företag|försäkring)"
)
"""Words that often end a compound: the best places to break one."""
_FIRST_WORDS = re.compile(
    r"(?i)kaupungin|kaupunki(?=[^nlie])|(?:uuden|yyden|eyden|muksen|lön)(?=[^\W_]{4})"
    r"|(?:stad|tion|sion|het|ning|ring|ling|skap|itet)s(?=[^\W_]{4})"
)
"""Words and endings that often begin one, in the form in which they join what follows."""
_HUMP = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
"""Where a word begins within another: customerRegister."""
_VOWELS: Final = "aeiouyåäöAEIOUYÅÄÖ"
_LONGEST: Final = 400
"""Words of so many letters have soft hyphens, and so many letters stand before the first."""


class _Widths(dict[str, int]):
    """Letter -> its width in thousandths of the font size, also of letters that the font does not have."""

    def __init__(self, runs: list[tuple[int, list[int]]], unknown: int) -> None:
        super().__init__()
        self._runs = runs
        self._unknown = unknown

    def __missing__(self, letter: str) -> int:
        self[letter] = found = self._found(letter)
        return found

    def _found(self, letter: str) -> int:
        code = ord(letter)
        if code < _EMOJI:
            start, run = self._runs[bisect_right(self._runs, code, key=itemgetter(0)) - 1]
            if 0 <= code - start < len(run):
                return run[code - start]
        if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
            return 0
        return _EMOJI_WIDTH if code >= _EMOJI else self._unknown


@functools.cache
def _widths(bold: bool) -> _Widths:
    raw = Path(__file__).with_name("fonts").joinpath("widths.json").read_text("utf-8")
    return _Widths(json.loads(raw)["bold" if bold else "regular"], _UNKNOWN[bold])


def width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of ``text`` in pixels at ``size`` pixels.

    >>> width("tietovaranto", 10) < width("tietovaranto", 10, bold=True) < 100
    True
    """
    return _units(text, bold) * size / 1000


@functools.lru_cache(maxsize=32768)
def _units(text: str, bold: bool) -> int:
    """The width of ``text`` in thousandths of the size of its letters."""
    return summed(map(_widths(bold).__getitem__, text))


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
    text = _shortened(text)
    room = most * 1000 / size
    if _units(text, bold) <= room:
        return [text]
    pieces = _pieces(text, most, size, bold)
    ends, widest = _greedy(pieces, room)
    if lines is not None and len(ends) > lines:
        broken = _texts(pieces, ends[:lines])
        last = broken[-1]
        broken[-1] = clip(f"{last[:-1]}…" if last.endswith("-") else f"{last} …", most, size, bold=bold)
        return broken
    return _texts(pieces, _balanced(pieces, ends, widest, room))


def soft(text: str) -> str:
    """``text`` with soft hyphens where its long words may break, for those who break lines themselves.

    >>> soft("Työvoima- ja maahanmuuttopalvelut").replace("\u00ad", "|")
    'Työ|voi|ma- ja maahan|muutto|palvelut'
    """
    return " ".join(map(_softened, text.split(" ")))


@functools.lru_cache(maxsize=4096)
def _joints(word: str) -> list[int]:
    """Where the parts of a compound join."""
    begun = [match.start() for joint in (_LAST_WORDS, _HUMP) for match in joint.finditer(word)]
    return begun + [match.end() for match in _FIRST_WORDS.finditer(word)]


_SOFTENED: Final = 7
"""Words with more letters may break, with at least three of them on each side."""


def _softened(word: str) -> str:
    if len(word) <= _SOFTENED or _ADDRESS.search(word) or not word[0].isalpha() or not _hyphenates(word[0]):
        return word
    joints = {joint for joint in _joints(word) if joint}
    if not joints:
        joints = {i for i in range(1, len(word) - 1) if word[i] not in _VOWELS and word[i + 1] in _VOWELS}
    cuts = [cut for cut in sorted(joints) if 3 <= cut <= len(word) - 3 and word[cut - 1 : cut + 1].isalpha()]
    return "\u00ad".join(word[start:end] for start, end in pairwise([0, *cuts, len(word)]))


@functools.lru_cache(maxsize=8192)
def layouts(text: str, size: float, *, bold: bool = False) -> tuple[tuple[float, tuple[str, ...]], ...]:
    """The lines of ``text`` on one line, on two and so on, as even as they can be and without broken words, each with its
    width; the widest first.

    >>> [(round(wide), lines[0]) for wide, lines in layouts("Työvoima- ja maahanmuuttopalvelut", 13)]
    [(241, 'Työvoima- ja maahanmuuttopalvelut'), (153, 'Työvoima- ja')]
    """
    pieces = _pieces(_shortened(text), math.inf, size, bold)
    least = max([right - left for _, _, left, right in pieces])
    ends, widest = [len(pieces)], pieces[-1][3]
    found = []
    while widest > least:
        tried, narrower = _greedy(pieces, widest - 1)
        if len(tried) > len(ends):
            found.append((widest, ends))
        ends, widest = tried, narrower
    found.append((widest, ends))
    return tuple((units * size / 1000 + 0.01, tuple(_texts(pieces, ends))) for units, ends in found)


def clip(text: str, most: float, size: float, *, bold: bool = False) -> str:
    """``text``, cut to ``most`` pixels with an ellipsis where it is longer."""
    if width(text, size, bold=bold) <= most:
        return text
    while text and width(text + "…", size, bold=bold) > most:
        text = text[:-1].rstrip()
    return text + "…"


def _shortened(text: str) -> str:
    """``text`` with one space between words, and cut where it is very long."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


_Piece = tuple[str, str, int, int]
"""A piece of a text, what joins it to the next when they share a line, and where it begins and ends on one line of all
pieces, in thousandths."""


def _pieces(text: str, most: float, size: float, bold: bool) -> list[_Piece]:
    whole, widest = _whole(text, bold)
    return whole if widest * size / 1000 <= most else _cut(text, most, size, bold)


@functools.lru_cache(maxsize=8192)
def _whole(text: str, bold: bool) -> tuple[list[_Piece], int]:
    """The pieces of ``text`` where no word is too wide, and how wide the widest is."""
    pieces = _cut(text, math.inf, 1, bold)
    return pieces, max([right - left for _, _, left, right in pieces])


def _cut(text: str, most: float, size: float, bold: bool) -> list[_Piece]:
    pieces: list[_Piece] = []
    space = _units(" ", bold)
    left = 0
    for word in text.split(" "):
        units = _units(word, bold)
        if word.isalpha() and units * size / 1000 <= most:
            pieces.append((word, " ", left, left + units))
            left += units + space
            continue
        parts, address = _parts(word)
        for i, part in enumerate(parts):
            joint = " " if i == len(parts) - 1 else ""
            for piece, then in _syllables(part, joint, most, size, bold, hyphen="" if address else "-"):
                right = left + _units(piece, bold)
                pieces.append((piece, then, left, right))
                left = right + (space if then == " " else 0)
    return pieces


@functools.lru_cache(maxsize=4096)
def _parts(word: str) -> tuple[list[str], bool]:
    """The pieces of a word at its own signs, and whether it is an address."""
    address = _ADDRESS.search(word) is not None
    return (_STEPS if address else _BREAKABLE).split(word), address


def _syllables(word: str, joint: str, most: float, size: float, bold: bool, *, hyphen: str) -> list[tuple[str, str]]:
    if len(word) < 2 or width(word, size, bold=bold) <= most:  # a letter is there whole, however little room it has
        return [(word, joint)]
    cut = _best_cut(word, most, size, bold)
    added = hyphen if _hyphenates(word[cut - 1]) and _hyphenates(word[cut : cut + 1]) else ""
    return [(word[:cut] + added, "\n"), *_syllables(word[cut:], joint, most, size, bold, hyphen=hyphen)]


def _hyphenates(letter: str) -> bool:
    """Whether it is of a script that hyphenates: Latin, Greek or Cyrillic, not Arabic or Chinese; no digit or sign."""
    return letter.isalpha() and (letter < "\u0590" or "\u1e00" <= letter < "\u2000")


def _best_cut(word: str, most: float, size: float, bold: bool) -> int:
    """Where to cut a word that is too wide: before its last word if that fits, else at a syllable; never a crumb."""
    fitting, widths = 1, _widths(bold)
    units = widths["-"] + widths[word[0]]
    while fitting < len(word) - 1 and (units := units + widths[word[fitting]]) * size / 1000 <= most:
        fitting += 1
    fit = [joint for joint in _joints(word) if fitting // 3 < joint <= fitting]
    if fit:
        return max(fit)
    for cut in range(min(fitting, len(word) - 4), fitting // 2, -1):
        if word[cut] not in _VOWELS and word[cut + 1] in _VOWELS:
            return cut
    return fitting


def _greedy(pieces: list[_Piece], room: float) -> tuple[list[int], int]:
    """How many pieces stand on the lines up to each one, when every line takes as many as fit, and how wide the widest is."""
    ends: list[int] = []
    start = end = widest = 0
    forced = False
    for i, (_, joint, left, right) in enumerate(pieces):
        if forced or (right - start > room and i):
            ends.append(i)
            if end - start > widest:
                widest = end - start
            start = left
        end = right
        forced = joint == "\n"
    ends.append(len(pieces))
    return ends, max(widest, end - start)


def _texts(pieces: list[_Piece], ends: list[int]) -> list[str]:
    lines = []
    start = 0
    for end in ends:
        joined = [piece + joint for piece, joint, _, _ in pieces[start : end - 1]]
        lines.append("".join([*joined, pieces[end - 1][0]]))
        start = end
    return lines


def _balanced(pieces: list[_Piece], ends: list[int], widest: int, room: float) -> list[int]:
    """The same number of lines as ``ends``, of which the widest is so wide, in the narrowest column that still gives it."""
    if len(ends) < 2:
        return ends
    low, high = room / 2, room
    while widest > low:
        tried, found = _greedy(pieces, widest - 1)
        if len(tried) > len(ends) or found >= widest:
            break
        widest = found
    for _ in range(7):
        middle = (low + high) / 2
        low, high = (low, middle) if middle >= widest else (middle, high)
    return _greedy(pieces, high)[0]
