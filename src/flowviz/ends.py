"""What a card, a dot or the end of a line stands for, and two such ends: nouns that print themselves and are read back.

Drawings and addresses name them as text: ``kela``, ``in:strategiaosasto``, ``parties:national``,
``vaestotieto~dvv``. An id of a catalogue has none of the signs that are written between; where another text has one,
it is written as a code, so that nothing is ever read as something else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final

from flowviz.connections import scope_of
from flowviz.model import department_of
from flowviz.nouns import Noun

if TYPE_CHECKING:
    from flowviz.model import Model

__all__ = [
    "End",
    "Feeds",
    "Inside",
    "OfScope",
    "One",
    "Others",
    "Pair",
    "Parties",
    "Signed",
    "Systems",
    "chosen",
    "end_of",
    "group_of",
    "read",
]

_CODES: Final = {"%": "%25", ":": "%3A", "~": "%7E"}
_SIGNS: Final = {code: sign for sign, code in _CODES.items()}
_TABLE: Final = str.maketrans(_CODES)
_CODE: Final = re.compile("|".join(_SIGNS))


class _Named(Noun, kw_only=False):
    """What is named by an id, and by what stands before it."""

    prefix: ClassVar[str] = ""
    id: str

    def __str__(self) -> str:
        return self.prefix + self.id.translate(_TABLE)


class One(_Named):
    """A thing by its id, with all that lies in it."""


class Inside(_Named):
    """A department, or an organisation, with everything in it, as one of the groups that many things are rolled up into."""

    prefix: ClassVar = "in:"


class OfScope(_Named):
    """All things of a scope that are in no department, as one of those groups."""

    prefix: ClassVar = "scope:"


class Parties(_Named):
    """All parties, systems and units of a scope that are in no department, but for the systems that one alone uses."""

    prefix: ClassVar = "parties:"


class Others(_Named):
    """All things of a scope that are in no department, but for the systems that a department alone uses."""

    prefix: ClassVar = "others:"


class Systems(_Named):
    """The systems that several things of a department use, or by the organisation's id, those of no one department."""

    prefix: ClassVar = "systems:"


class Feeds(_Named):
    """The feeds of a pair as one card: its id is the text of the pair."""

    prefix: ClassVar = "feeds:"


class Signed(_Named):
    """What a sign of the map stands for: its id is the level of the map and a scope, or a star for other departments,
    as in ``sign:2.national``. Whose sign it is decides which things these are."""

    prefix: ClassVar = "sign:"

    @classmethod
    def of(cls, level: int, scope: str | None) -> Signed:
        """That of a level and a scope, or of other departments."""
        return cls(f"{level}.{scope or '*'}")

    @property
    def level(self) -> int:
        """That of the map, 0 where the text names none."""
        level = self.id.partition(".")[0]
        return int(level) if level in {"2", "3"} else 0

    @property
    def scope(self) -> str | None:
        """None for other departments."""
        scope = self.id.partition(".")[2]
        return None if scope == "*" else scope


End = One | Inside | OfScope | Parties | Others | Systems | Feeds | Signed
_GROUPS: Final[dict[str, type[Inside | OfScope | Parties | Others | Systems | Feeds | Signed]]] = {
    kind.prefix: kind for kind in (Inside, OfScope, Parties, Others, Systems, Feeds, Signed)
}


class Pair(Noun, kw_only=False):
    """Two ends: of a line, of what a dot joins, or of feeds from the one to the other.

    >>> print(Pair(One("vaestotieto"), Parties("national")))
    vaestotieto~parties:national
    """

    source: End
    target: End

    def __str__(self) -> str:
        return f"{self.source}~{self.target}"

    @classmethod
    def of(cls, source: str, target: str) -> Pair:
        """The pair of two things."""
        return cls(One(source), One(target))


def read(text: str) -> End | Pair:
    """The end or the pair that ``text`` names. Every text names one, though perhaps a thing that is nowhere.

    >>> read("in:strategiaosasto")
    Inside(id='strategiaosasto')
    >>> read("vaestotieto~dvv")
    Pair(source=One(id='vaestotieto'), target=One(id='dvv'))
    """
    source, sign, target = text.partition("~")
    return Pair(end_of(source), end_of(target)) if sign else end_of(text)


def chosen(text: str) -> End | Pair:
    """The end or the pair that ``text`` names; of a card of feeds, and of a line to it, the pair that these feeds are of.

    >>> print(chosen(f"kanslia~{Feeds('vaestotieto~dvv')}"))
    vaestotieto~dvv
    """
    found = read(text)
    ends = (found.source, found.target) if isinstance(found, Pair) else (found,)
    return next((read(end.id) for end in ends if isinstance(end, Feeds)), found)


def end_of(text: str) -> End:
    """The end that ``text`` names.

    >>> end_of("scope:city-wide")
    OfScope(id='city-wide')
    """
    prefix, sign, id_ = text.partition(":")
    group = _GROUPS.get(prefix + sign)
    return group(_id(id_)) if group else One(_id(text))


def _id(text: str) -> str:
    return _CODE.sub(lambda code: _SIGNS[code[0]], text)


def group_of(model: Model, node: str) -> Inside | OfScope:
    """The group that a thing is rolled up into: that of its department, or else of its scope."""
    home = department_of(model, node)
    if home is None and model.nodes[node]["kind"] == "organisation":
        home = node
    return Inside(home) if home else OfScope(scope_of(model, node))
