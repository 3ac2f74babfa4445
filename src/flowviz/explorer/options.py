"""What the lists of filters offer. A long list is sent once: the browser asks for it when it is opened, and keeps it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flowviz.telling.keys import alphabetical
from flowviz.wording import home_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from flowviz.catalogue import Scope, System
    from flowviz.explorer.pieces import Place
    from flowviz.explorer.query import Query

    Option = tuple[str, str]

__all__ = ["LONG", "OPTIONS", "Options", "as_json", "offered"]

LONG: Final = 50
"""A list of so many is not sent with every page."""
_FARTHEST: Final = 6


@dataclass(frozen=True, slots=True)
class Options:
    """A list: its options, each a text and a value, which one is chosen, and the query in which one is, or none."""

    every: Callable[[Place], list[Option]]
    now: Callable[[Query], str | None]
    to: Callable[[Query, str | None], Query]


def _named(at: Place, entries: Iterable[Scope | System]) -> list[Option]:
    return [(entry.name.get(at.language), entry.id) for entry in entries]


def _systems(at: Place) -> list[Option]:
    return sorted(_named(at, at.catalogue.systems), key=lambda entry: alphabetical(entry[0], at.language))


def _keywords(at: Place) -> list[Option]:
    return [(word.text.get(at.language), word.text.values[0][1]) for word in at.catalogue.keywords if word.about]


_DEPARTMENTS: Final = Options(
    lambda at: [(home_name(at.whole, entry.id, at.language), entry.id) for entry in at.catalogue.departments],
    lambda query: next(iter(query.filters.departments), None),
    lambda query, value: query.filtered(departments=(value,) if value else ()),
)
OPTIONS: Final[dict[str, Options]] = {
    "filter-department": _DEPARTMENTS,
    "filter-keyword": Options(
        _keywords, lambda query: query.filters.keyword, lambda query, value: query.filtered(keyword=value)
    ),
    "filter-system": Options(
        _systems, lambda query: query.filters.system, lambda query, value: query.filtered(system=value)
    ),
    "impact-within": Options(
        lambda at: [(at.w("hops", n=n), str(n)) for n in range(1, _FARTHEST + 1)],
        lambda query: str(query.within) if query.within else None,
        lambda query, value: query.but(within=int(value) if value else None),
    ),
    "impact-department": _DEPARTMENTS,
    "impact-scope": Options(
        lambda at: _named(at, at.catalogue.scopes),
        lambda query: next(iter(query.filters.scopes), None),
        lambda query, value: query.filtered(scopes=(value,) if value else ()),
    ),
}
"""Every list by name."""


def offered(at: Place, name: str) -> Sequence[Option]:
    """The options of a list, made once a language."""
    key = ("options", name, at.language)
    return at.state.kept(key, lambda: OPTIONS[name].every(at), lambda found: 200 * len(found))


def as_json(at: Place, name: str) -> bytes:
    """The same for a browser: the text and the value of each."""
    return json.dumps(offered(at, name), ensure_ascii=False, separators=(",", ":")).encode()
