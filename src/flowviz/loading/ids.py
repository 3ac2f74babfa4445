"""Ids and names: the id that a name makes, and the thing that a name or a misspelt id means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from flowviz.loading.characters import fold

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping

__all__ = ["LONGEST_ID", "Names", "id_of", "is_id", "texts_of", "words_of"]

LONGEST_ID: Final = 80
"""Two ids fit into the name of a file."""
_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_WORD: Final = re.compile(r"[^\W_]+")
_LATIN: Final = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i", "'": "", "’": ""}
)
"""Letters that no accent is taken from, and what stands inside a word."""


def is_id(text: object) -> bool:
    """Whether ``text`` is formed as an id must be."""
    return isinstance(text, str) and len(text) <= LONGEST_ID and _ID.fullmatch(text) is not None


def id_of(name: str) -> str:
    """The id that a name makes; an empty string where nothing of it can be written in a-z and 0-9.

    >>> id_of("Customer_Register 1"), id_of("Väestötietojärjestelmä (VTJ)"), id_of("Κ.Μ.")
    ('customer-register-1', 'vaestotietojarjestelma-vtj', '')
    """
    words = [word for word in words_of(name).split() if word.isascii()]
    return "-".join(words)[:LONGEST_ID].rstrip("-")


def words_of(text: str) -> str:
    """The same for two ways to write a name or an id.

    >>> words_of("customer-register") == words_of(" Customer_Register")
    True
    """
    return " ".join(_WORD.findall(fold(text).replace("_", " ").translate(_LATIN)))


def texts_of(entry: Mapping[str, Any]) -> Iterator[str]:
    """The id and the names of an entry of plain data, whatever their form."""
    for value in (entry.get("id"), entry.get("name")):
        for text in value.values() if isinstance(value, dict) else [value]:
            if isinstance(text, str):
                yield text


class Names:
    """Ids by their names in all languages; capitals, accents, spaces and signs do not matter.

    >>> names = Names()
    >>> names.add("customer-register", ["Asiakasrekisteri", "Customer register"])
    >>> names.meant("customer_Register", {"customer-register"}), names.meant("asiakasrekisteri", {"another"})
    ('customer-register', None)
    """

    def __init__(self) -> None:
        self._ids: dict[str, dict[str, None]] = {}

    def add(self, id_: str, texts: Iterable[str]) -> None:
        for text in (id_, *texts):
            if words := words_of(text):
                self._ids.setdefault(words, {})[id_] = None

    def meant(self, word: str, among: Container[str]) -> str | None:
        """The one id among these that ``word`` may mean; None where it means none or several of them."""
        found = [id_ for id_ in self._ids.get(words_of(word), ()) if id_ in among]
        return found[0] if len(found) == 1 else None
