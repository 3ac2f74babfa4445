"""What the figures show: who uses which shared resource, where feeds lead, and how much is known; numbers and ids alone.

Of very many departments or resources the busiest have places of their own, and the others are counted together.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flowviz.adding import summed
from flowviz.catalogue import UNSTATED
from flowviz.connections import Connection, connections, holder_of, scope_of
from flowviz.feeds import once
from flowviz.locales import words
from flowviz.model import name_of
from flowviz.wording import scope_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from flowviz.catalogue import Feed
    from flowviz.model import Model

__all__ = ["REST", "SERIES", "Figures", "Link", "end_name", "figures", "scope_of_end"]

_MOST_DEPARTMENTS: Final = 16
_MOST_RESOURCES: Final = 24
_MOST_KNOWN: Final = 40
REST: Final = "~"
"""Stands for the departments that are counted together, and before a scope for its resources; no id has it."""
SERIES: Final = ("stated", "implied", "unknown")
"""How much is known of a resource: a stated connection, implied ones only, none."""
_TALL: Final = 460
"""Pixels of all bands together."""
_THICKEST: Final = 7.0
"""Pixels of the band of one feed."""


@dataclass(frozen=True, slots=True)
class Link:
    """The feeds between a department and a shared resource, or between what stands for several of them."""

    department: str
    other: str
    out: tuple[Feed, ...]
    into: tuple[Feed, ...]

    @property
    def count(self) -> int:
        return len(self.out) + len(self.into)

    @property
    def told(self) -> str:
        """How many there are each way, seen from the department."""
        sides = (("→", self.out), ("←", self.into))
        return " ".join(f"{arrow}\N{NO-BREAK SPACE}{len(feeds)}" for arrow, feeds in sides if feeds)

    @property
    def ends(self) -> tuple[str, str] | None:
        """From what to what the way goes that it stands for; None where it stands for several."""
        if self.department.startswith(REST) or self.other.startswith(REST):
            return None
        return (self.department, self.other) if self.out else (self.other, self.department)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a catalogue."""

    links: tuple[Link, ...]
    departments: tuple[str, ...]
    """Those of the links in the order of the catalogue, what stands for the others last."""
    resources: Mapping[str, Sequence[str]]
    """Those of the links by scope, and in each as the departments they are joined to, so that few bands cross."""
    rolled: tuple[int, int] | None
    """How many departments and resources there are, where some are counted together."""
    known: Mapping[str, Sequence[int]]
    """By department how many of its resources there are of each of the `SERIES`."""

    @property
    def most(self) -> int:
        """The most feeds of a link that stands for one way."""
        return max((each.count for each in self.links if each.ends), default=1)

    @property
    def thickness(self) -> float:
        """The pixels of the band of a feed."""
        return min(_THICKEST, _TALL / (summed(each.count for each in self.links) or 1))

    @property
    def largest(self) -> int:
        """How many resources the largest department has; what stands for all the others does not count."""
        return max((summed(each) for id_, each in self.known.items() if id_ != REST), default=1)

    @property
    def rows(self) -> list[Link]:
        """The links in the order of their departments."""
        order = {id_: i for i, id_ in enumerate(self.departments)}
        return sorted(self.links, key=lambda each: order[each.department])

    def count(self, end: str) -> int:
        """How many feeds a department or a resource has in the figures."""
        return summed(each.count for each in self.links if end in (each.department, each.other))


def figures(model: Model) -> Figures:
    """The figures of the catalogue of ``model``."""
    found = {entry.id: connections(model, entry.id) for entry in model.catalogue.departments}
    links = [each for id_, met in found.items() for each in _shared(model, id_, met)]
    rolled = _rolled(model, links)
    departments = _departments(model, rolled)
    every = len({each.department for each in links}), len({each.other for each in links})
    return Figures(
        links=tuple(rolled),
        departments=tuple(departments),
        resources=_resources(model, rolled, departments),
        rolled=every if len(rolled) < len(links) else None,
        known=_known(model, found),
    )


def end_name(model: Model, end: str, language: str) -> str:
    """The name of a department, a resource, or what stands for the others."""
    if not end.startswith(REST):
        return name_of(model, end, language)
    w = words(language)
    if end == REST:
        return w("explorer.figures.rest.departments")
    return w("explorer.figures.rest.resources", scope=scope_name(model, end.removeprefix(REST), language).lower())


def scope_of_end(model: Model, other: str) -> str:
    """The scope of a shared resource, or of what stands for several."""
    return other.removeprefix(REST) if other.startswith(REST) else scope_of(model, other) or UNSTATED


def _shared(model: Model, department: str, met: list[Connection]) -> list[Link]:
    """The connections of a department by the shared resource at the other end."""
    sides: dict[str, tuple[dict[int, Feed], dict[int, Feed]]] = {}
    for connection in met:
        if model.nodes[connection.other]["kind"] != "shared":
            continue
        out, into = sides.setdefault(connection.other, ({}, {}))
        out.update((id(feed), feed) for feed in connection.out)
        into.update((id(feed), feed) for feed in connection.into)
    links = []
    for other, (out, into) in sides.items():  # what a general sentence tells again is no flow of its own
        links.append(Link(department, other, tuple(once(model, out.values())), tuple(once(model, into.values()))))
    return links


def _rolled(model: Model, links: list[Link]) -> list[Link]:
    """The links of the busiest; those of the other departments, and of the other resources of a scope, are counted together."""
    departments = _busiest(links, "department", _MOST_DEPARTMENTS)
    resources = _busiest(links, "other", _MOST_RESOURCES)
    sides: dict[tuple[str, str], tuple[dict[int, Feed], dict[int, Feed]]] = {}
    for each in links:
        department = each.department if each.department in departments else REST
        other = each.other if each.other in resources else REST + scope_of_end(model, each.other)
        out, into = sides.setdefault((department, other), ({}, {}))
        out.update((id(feed), feed) for feed in each.out)
        into.update((id(feed), feed) for feed in each.into)
    return [Link(*pair, tuple(out.values()), tuple(into.values())) for pair, (out, into) in sides.items()]


def _busiest(links: Iterable[Link], side: str, most: int) -> set[str]:
    """Those with most feeds on a side, or all of them where one more would be no fewer."""
    counts: Counter[str] = Counter()
    for each in links:
        counts[getattr(each, side)] += each.count
    return set(counts) if len(counts) <= most + 1 else {id_ for id_, _ in counts.most_common(most)}


def _departments(model: Model, links: Iterable[Link]) -> list[str]:
    """The departments of links in the order of the catalogue, what stands for the others last."""
    order = {entry.id: i for i, entry in enumerate(model.catalogue.departments)}
    return sorted({each.department for each in links}, key=lambda id_: order.get(id_, len(order)))


def _resources(model: Model, links: list[Link], departments: list[str]) -> dict[str, list[str]]:
    """The resources of links by scope, and in each as the departments they are joined to, so that few bands cross."""
    places = {id_: i for i, id_ in enumerate(departments)}
    middles: dict[str, float] = {}
    for other in {each.other for each in links}:
        met = [(places[each.department], each.count) for each in links if each.other == other]
        middles[other] = summed(place * n for place, n in met) / summed(n for _, n in met)
    order = model.order
    found: dict[str, list[str]] = {scope.id: [] for scope in model.catalogue.scopes}
    for other in sorted(middles, key=lambda id_: (id_ not in order, middles[id_], order.get(id_, 0), id_)):
        found.setdefault(scope_of_end(model, other), []).append(other)
    return {scope: members for scope, members in found.items() if members}


def _known(model: Model, found: Mapping[str, list[Connection]]) -> dict[str, tuple[int, ...]]:
    """Of each department's resources: with stated connections, with implied ones only, with none known."""
    counts = {
        entry.id: _counted(model, [resource.id for resource in entry.resources], found[entry.id])
        for entry in model.catalogue.departments
    }
    shown = {id_: each for id_, each in counts.items() if summed(each)}
    if len(shown) > _MOST_KNOWN + 1:
        largest = set(sorted(shown, key=lambda id_: -summed(shown[id_]))[:_MOST_KNOWN])
        rest = [each for id_, each in shown.items() if id_ not in largest]
        shown = {id_: each for id_, each in shown.items() if id_ in largest}
        shown[REST] = tuple(map(summed, zip(*rest, strict=True)))
    return shown


def _counted(model: Model, boxes: list[str], met: list[Connection]) -> tuple[int, ...]:
    bases: dict[str, set[str]] = {box: set() for box in boxes}
    for connection in met:
        bases.get(holder_of(model, connection.box), set()).add(connection.basis)
    stated = sum("stated" in of for of in bases.values())
    unknown = sum(not of for of in bases.values())
    return stated, len(bases) - stated - unknown, unknown
