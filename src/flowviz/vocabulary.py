"""The distinct words of an index: which of them a word is, begins, lies in, or lies in but for a few slips.

A slip is a letter left out, added or changed, or two swapped. All words stand in one text, a line each, that is searched by
`str.find`: with ``slips`` to spare, one of ``slips + 1`` pieces of what was typed must stand somewhere as it is, and only
what stands around one is compared letter by letter.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Pattern", "Vocabulary", "pieces"]


class Vocabulary:
    """Words by their places."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = list(words)
        self._text = "".join(["\n", *(f"{word}\n" for word in self.words)])
        self._starts = array("L", [0])
        for word in self.words:
            self._starts.append(self._starts[-1] + len(word) + 1)

    def begun(self, start: str) -> Iterator[int]:
        """The places of the words that begin with ``start``."""
        return (place for place, _ in self._around(f"\n{start}"))

    def holding(self, part: str) -> Iterator[int]:
        """The places of the words that ``part`` lies in."""
        return (place for place, _ in self._around(part))

    def nearly(self, part: str, slips: int) -> set[int]:
        """The places of the words that ``part`` lies in but for so many ``slips`` at most."""
        pattern, text, starts = Pattern(part), self._text, self._starts
        found: set[int] = set()
        known: dict[str, bool] = {}
        for offset, piece in pieces(part, slips):
            for place, at in self._around(piece, every=True):
                if place in found:
                    continue
                first = max(starts[place] + 1, at - offset - slips)
                window = text[first : min(starts[place + 1], at - offset + len(part) + slips)]
                close = known.get(window)
                if close is None:
                    close = known[window] = pattern.within(window, slips)
                if close:
                    found.add(place)
        return found

    def _around(self, piece: str, *, every: bool = False) -> Iterator[tuple[int, int]]:
        """The places of the words that ``piece`` stands in, and where in the text: ``every`` time, or once a word."""
        text, starts = self._text, self._starts
        at = text.find(piece)
        while at >= 0:
            place = bisect_right(starts, at if piece[0] == "\n" else at - 1) - 1
            yield place, at
            at = text.find(piece, at + 1 if every else starts[place + 1])


def pieces(part: str, slips: int) -> set[tuple[int, str]]:
    """Pieces of a word with where they begin in it, one of which stands wherever the word does but for ``slips``.

    Each slip spoils one of them, but for two letters that are swapped where two pieces meet: for these, pieces of the word with
    the two swapped, which has a slip less, are there as well.

    >>> sorted(pieces("kartta", 1))
    [(0, 'kar'), (0, 'katrta'), (3, 'tta')]
    """
    if not slips:
        return {(0, part)}
    ends = [len(part) * number // (slips + 1) for number in range(slips + 2)]
    found = {(first, part[first:last]) for first, last in pairwise(ends)}
    for end in ends[1:-1]:
        found |= pieces(f"{part[: end - 1]}{part[end]}{part[end - 1]}{part[end + 1 :]}", slips - 1)
    return found


class Pattern:
    """A word that others are compared with, by the bits of numbers: Hyyrö's way with swapped letters (2003)."""

    def __init__(self, word: str) -> None:
        self._letters: dict[str, int] = {}
        for place, letter in enumerate(word):
            self._letters[letter] = self._letters.get(letter, 0) | 1 << place
        self._all = (1 << len(word)) - 1
        self._last = 1 << (len(word) - 1)
        self._length = len(word)

    def within(self, text: str, slips: int) -> bool:
        """Whether the word is a part of ``text`` but for so many ``slips`` at most."""
        letters, mask, last = self._letters, self._all, self._last
        up, down, same, before = mask, 0, 0, 0
        cost = self._length
        for letter in text:
            here = letters.get(letter, 0)
            swapped = (~same & here) << 1 & before
            same = (((here & up) + up) ^ up) | here | down | swapped
            right = down | (~(same | up) & mask)
            left = up & same
            if right & last:
                cost += 1
            elif left & last:
                cost -= 1
            if cost <= slips:
                return True
            right, left = right << 1 & mask, left << 1 & mask
            up = left | (~(same | right) & mask)
            down = right & same
            before = here
        return False
