"""What a department exchanges with others: the one query behind its drawings, tables and counts.

The source speaks of departments, resources, registers and systems; a drawing of a department has a box for each of
its resources. So each end inside the department is rolled up to the box it lies in: a register or data set with feeds of
its own is a box inside that of its resource, another lies in its register's or resource's, a system in that of the
only resource of the department that uses it, and everything else in the department itself.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final, Literal, get_args

from flowviz.catalogue import UNSTATED, Basis, Feed, member_of
from flowviz.model import department_of, inside, member_organisation
from flowviz.nouns import Noun

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

    from flowviz.catalogue import Catalogue, Resource
    from flowviz.model import Model

__all__ = [
    "Connection",
    "Top",
    "best_known",
    "connections",
    "drawn_as",
    "holder_of",
    "home_of",
    "homes_of",
    "only_user",
    "scope_of",
    "system_homes",
    "through_shared",
    "top_of",
    "tops",
    "users_of",
]

_BASES: Final[tuple[Basis, ...]] = get_args(Basis)


class Connection(Noun, kw_only=False):
    """The feeds between a box of a department and a thing elsewhere (or in another box of it)."""

    box: str
    other: str
    out: tuple[Feed, ...]
    into: tuple[Feed, ...]

    @property
    def way(self) -> Literal["out", "in", "both"]:
        return "both" if self.out and self.into else "out" if self.out else "in"

    @property
    def feeds(self) -> tuple[Feed, ...]:
        return self.out + self.into

    @property
    def basis(self) -> Basis:
        """How it is known: as the best known of its feeds."""
        return best_known(self.feeds)


def best_known(feeds: Iterable[Feed]) -> Basis:
    """How the best known of some feeds is known: stated before implied, implied before generally known."""
    found = {feed.basis for feed in feeds}
    return next((basis for basis in _BASES if basis in found), "stated")


def connections(model: Model, department: str, *, keep: frozenset[Feed] | None = None) -> list[Connection]:
    """The connections of ``department``, by box and then by thing, in the order of the catalogue.

    With ``keep`` only those feeds count. A thing elsewhere is itself, not rolled up, but for what lies in
    another department's resource. A feed between two boxes of the department is a connection of both; feeds
    within one box are left out.
    """
    if keep is None:
        return [*model.once(("connections", department), lambda: _connections(model, department, None))]
    return _connections(model, department, keep)


def _connections(model: Model, department: str, keep: frozenset[Feed] | None) -> list[Connection]:
    out: dict[tuple[str, str], list[Feed]] = {}
    into: dict[tuple[str, str], list[Feed]] = {}
    pairs: dict[tuple[str, str], None] = {}
    homes = home_of(model, department)
    for feed in _touching(model, homes):
        if keep is not None and feed not in keep:
            continue
        source, target = homes.get(feed.source), homes.get(feed.target)
        if source == target:
            continue
        if source is not None:
            pair = source, target or _outside(model, feed.target)
            out.setdefault(pair, []).append(feed)
            pairs[pair] = None
        if target is not None:
            pair = target, source or _outside(model, feed.source)
            into.setdefault(pair, []).append(feed)
            pairs[pair] = None
    order = model.order
    return [
        Connection(box, other, tuple(out.get((box, other), ())), tuple(into.get((box, other), ())))
        for box, other in sorted(pairs, key=lambda pair: (order[pair[0]], order[pair[1]]))
    ]


def through_shared(model: Model, department: str) -> list[str]:
    """What the shared resources that ``department`` describes exchange data with outside it, in the order of the catalogue."""
    described = model.once("described", lambda: _described(model.catalogue)).get(department, ())
    homes = home_of(model, department)
    found = {other for node in described for side in ("out", "into") for other in model.along(side)[node]}
    return sorted(found - homes.keys(), key=model.order.__getitem__)


def _described(catalogue: Catalogue) -> dict[str, list[str]]:
    """Each department that describes shared resources, with these."""
    found: dict[str, list[str]] = {}
    for shared in catalogue.shared:
        if shared.described_by:
            found.setdefault(shared.described_by, []).append(shared.id)
    return found


def _touching(model: Model, homes: Iterable[str]) -> list[Feed]:
    found: dict[int, Feed] = {}
    for node in homes:
        for side in ("out", "into"):
            for feeds in model.along(side)[node].values():
                found.update((id(feed), feed) for feed in feeds)
    order = model.order
    return sorted(found.values(), key=lambda feed: (order[feed.source], order[feed.target]))


def home_of(model: Model, department: str) -> Mapping[str, str]:
    """What lies inside ``department`` -> the box that it is drawn as.

    A box is a resource, one of its registers or data sets that a feed names, or the department.
    """
    return model.once(("homes", department), lambda: _home_of(model, department))


def _home_of(model: Model, department: str) -> dict[str, str]:
    homes = {department: department}
    waiting = [department]
    while waiting:
        holder = waiting.pop()
        for node in model.sources(holder, "belongs to", "held in"):
            kind = model.nodes[node]["kind"]
            if kind != "party":
                homes[node] = node if kind == "resource" or _fed(model, node) else homes[holder]
                waiting.append(node)
    users: dict[str, set[str]] = {}
    for node in list(homes):
        for system in model.targets(node, "uses system"):
            users.setdefault(system, set()).add(homes[node])
    for system, boxes in users.items():
        if _used_only_inside(model, system, homes):
            wholes = {holder_of(model, box) for box in boxes}
            if len(boxes) == 1 or len(wholes) == 1:
                homes[system] = (boxes if len(boxes) == 1 else wholes).pop()
    return homes


def holder_of(model: Model, box: str) -> str:
    """The resource that the box of a register or data set stands in; any other box itself."""
    resource: str | None = model.nodes[box]["resource"]
    return resource or box


def _fed(model: Model, node: str) -> bool:
    data = model.nodes[node]
    return data["kind"] in ("register", "dataset") and bool(model.out[node] or model.into[node])


def drawn_as(model: Model, node: str) -> set[str]:
    """All that a thing stands for where it is one card: what lies in it, and the systems that a department alone uses."""
    members = {*inside(model, node)}
    used = {system for member in members for system in model.targets(member, "uses system")}
    return members | {system for system in used if only_user(model, system) == node}


class Top(Noun, kw_only=False):
    """One of the widest groups of a catalogue, with its resources."""

    id: str
    resources: tuple[Resource, ...]


def tops(model: Model) -> Sequence[Top]:
    """The departments, or where catalogues are joined the organisations that have some."""
    return model.once("tops", lambda: tuple(_tops(model.catalogue)))


def _tops(catalogue: Catalogue) -> Iterator[Top]:
    if not catalogue.members:
        yield from (Top(entry.id, entry.resources) for entry in catalogue.departments)
        return
    for member in catalogue.members:
        own = [entry.resources for entry in catalogue.departments if member_of(entry.id) == member.id]
        if own:
            yield Top(member.organisation.id, tuple(itertools.chain(*own)))


def top_of(model: Model, node: str) -> str | None:
    """The group of `tops` that a thing is or lies in; None for what is nobody's own."""
    return model.once("top of", lambda: _top_of(model)).get(node)


def _top_of(model: Model) -> dict[str, str]:
    wholes = {top.id for top in tops(model)}
    found = {}
    for node, data in model.nodes(data=True):
        home = department_of(model, node)
        if home:
            found[node] = member_organisation(model, home) or home
        elif data["kind"] == "organisation" and node in wholes:
            found[node] = node
    return found


def only_user(model: Model, node: str) -> str | None:
    """The department whose things alone use a system."""
    return model.once("only users", lambda: _only_users(model)).get(node)


def _only_users(model: Model) -> dict[str, str]:
    homes: dict[str, set[str | None]] = {}
    for user, system in model.relations("uses system"):
        homes.setdefault(system, set()).add(model.nodes[user]["department"])
    return {system: home for system, found in homes.items() if len(found) == 1 for home in found if home}


def homes_of(model: Model) -> Mapping[str, str]:
    """Each thing with the group of `tops` that it is or lies in, or whose department alone uses it."""

    def made() -> dict[str, str]:
        own = model.once("top of", lambda: _top_of(model))
        users = model.once("only users", lambda: _only_users(model))
        return {system: own[user] for system, user in users.items() if user in own} | own

    return model.once("homes", made)


def system_homes(model: Model) -> dict[str, str]:
    """System -> the one resource that uses it, or else the one department whose things do, or else the organisation."""
    return model.once("system homes", lambda: _system_homes(model))


def _system_homes(model: Model) -> dict[str, str]:
    catalogue: Catalogue = model.catalogue
    users: dict[str, dict[str, str | None]] = {system.id: {} for system in catalogue.systems}
    for user, system in model.relations("uses system"):
        data = model.nodes[user]
        users[system][data["resource"] or user] = data["department"]
    homes = {}
    for system, found in users.items():
        departments = set(found.values())
        alone = next(iter(found if len(found) == 1 else departments), None) if len(departments) == 1 else None
        homes[system] = alone or catalogue.organisation.id
    return homes


def _used_only_inside(model: Model, system: str, homes: dict[str, str]) -> bool:
    return users_of(model, system) <= homes.keys()


def users_of(model: Model, system: str) -> Set[str]:
    """What uses a system."""
    return model.once("users of systems", lambda: _users(model))[system]


def _users(model: Model) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {system.id: set() for system in model.catalogue.systems}
    for user, system in model.relations("uses system"):
        found[system].add(user)
    return found


def _outside(model: Model, node: str) -> str:
    data = model.nodes[node]
    resource: str | None = data["resource"]
    return resource or node


def scope_of(model: Model, node: str) -> str:
    """The scope of a node; ``unstated`` for what has none."""
    return model.nodes[node]["scope"] or UNSTATED
