"""In which language each piece of a text is: names of a catalogue need not be in the language of the reader."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Tongues"]

_WORD: Final = re.compile(r"\w+")


class Tongues:
    """Finds names in texts; ``names`` are those that are not in the language of the reader, with their own.

    >>> Tongues({"Borgerregister": "da"}).pieces("Kuultavat: Borgerregister.")
    [('Kuultavat: ', None), ('Borgerregister', 'da'), ('.', None)]
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        self._by_word: dict[str, list[str]] = {}
        for name in names:
            first = _WORD.search(name)
            self._by_word.setdefault(first.group() if first else "", []).append(name)

    def pieces(self, text: str) -> list[tuple[str, str | None]]:
        """A text in pieces: the names in it with their languages, and what is between them."""
        if text in self.names:
            return [(text, self.names[text])]
        words = {"", *_WORD.findall(text)} if self.names else set()
        here = sorted({name for word in words for name in self._by_word.get(word, ()) if name in text}, key=len)
        if not here:
            return [(text, None)]
        either = "|".join(map(re.escape, reversed(here)))
        return [(piece, self.names.get(piece)) for piece in re.split(rf"(?<!\w)({either})(?!\w)", text) if piece]
