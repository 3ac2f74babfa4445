"""Characters that a text must not hold, or had better not: what nobody sees, yet programs tell apart."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from flowviz.messages import Message, said

__all__ = ["CONTROL", "SEEN", "control", "fold", "is_visible", "look_of", "named", "unfit", "without_stray"]

CONTROL: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
"""C0 and C1 controls but tab and line breaks, line separators, marks that reorder or hide text, tags, and no characters."""
SEEN: Final = re.compile("[ -~\u00c0-\u02af\u2013]+").fullmatch
"""Whether a text has Latin letters, dashes and ASCII alone: all of it is seen, nothing in it is stray, and its letters are composed."""
_BEYOND_ASCII: Final = re.compile("[^\x00-\x7f]+")
_MARKS: Final = re.compile("[\u0300-\u036f]+")
"""Those of Latin, Greek and Cyrillic letters, which nearly all texts have no others than."""
_STRAY: Final = re.compile("[\u00ad\u200b\u2060]")
"""Soft hyphens, spaces without width and word joiners: web pages are full of them, and pasting brings them along."""
_BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and signs without a shape."""


def control(match: re.Match[str]) -> Message:
    """What is wrong where `CONTROL` matches."""
    return said("bad-character", character=named(match.group()))


def unfit(text: str) -> Message | None:
    """What is wrong with the characters of a text, or None."""
    if text.isascii() and text.isprintable():
        return None
    if match := CONTROL.search(text):
        return control(match)
    if not text or text.isspace() or is_visible(text):
        return None
    return said("bad-character.unseen")


def without_stray(text: str) -> tuple[str, Message | None]:
    """The text without what pasting brings along unseen, and what to say of that.

    >>> without_stray("asia\u00adkas")
    ('asiakas', Message(key='pasted-character', values=(('character', 'U+00AD'),)))
    """
    if text.isascii() or not (match := _STRAY.search(text)):
        return text, None
    return _STRAY.sub("", text), said("pasted-character", character=named(match.group()))


def named(letter: str) -> str:
    """What a character that cannot be seen is called."""
    return f"U+{ord(letter):04X}"


def is_visible(text: str) -> bool:
    """Whether anything of ``text`` can be seen.

    >>> is_visible("a"), is_visible(" \\u3164 "), is_visible("\\u200d")
    (True, False, False)
    """
    return any(unicodedata.category(letter)[0] in "LNPS" and letter not in _BLANK for letter in text)


def look_of(text: str) -> str:
    """The same for texts that look the same: composed, without what cannot be seen, with single spaces.

    >>> look_of("Va\\u0308e\\u200csto\\u00a0 1") == "Väesto 1"
    True
    """
    if text.isascii() or SEEN(text):
        look = " ".join(text.split())
        return text if look == text else look  # no second copy of most names there are
    seen = (c for c in text if unicodedata.category(c) != "Cf" and c not in _BLANK and not _selects(c))
    return " ".join(unicodedata.normalize("NFC", "".join(seen)).split())


def _selects(letter: str) -> bool:
    return "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef"


def fold(text: str) -> str:
    """``text`` in small letters without accents and without characters that nobody sees, such as soft hyphens.

    >>> fold("Väestö\u00adtietojärjestelmä, ÅÄÖ, Straße")
    'vaestotietojarjestelma, aao, strasse'
    """
    if text.isascii():
        return text.lower()
    # by way of capitals, as a browser can do it too
    plain = unicodedata.normalize("NFKD", text.upper().lower().replace("ς", "σ"))
    plain = _MARKS.sub("", plain)
    return plain if plain.isascii() else _BEYOND_ASCII.sub(_unmarked, plain)


def _unmarked(found: re.Match[str]) -> str:
    return "".join(letter for letter in found[0] if unicodedata.category(letter) not in ("Mn", "Cf"))
