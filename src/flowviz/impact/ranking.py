"""Single points of failure: what would hurt most if it went, for the whole catalogue at once.

What one thing's removal cuts off is what it dominates when all origins are the start (`flowviz.impact.dominators`).
Only things that take others with them, several of which have feeds, are looked at one by one, and even then only as far
as the damage goes. So the ranking costs about as much as a few searches, not one for each thing.
"""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

from flowviz.impact.dominators import dominated
from flowviz.impact.flows import Flows, flows_of, landed
from flowviz.impact.reached import MOST, Reach, reach_of, reach_of_all
from flowviz.impact.removal import Taken, fallen
from flowviz.impact.strike import strike
from flowviz.impact.survival import cut_off
from flowviz.lineage import most_connected
from flowviz.locales import words
from flowviz.model import Model, department_of, name_of
from flowviz.wording import first_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from flowviz.impact.flows import Pair

__all__ = [
    "AT_FIRST",
    "KINDS",
    "MOST_RANKED",
    "NOT_TAKEN",
    "Critical",
    "critical",
    "cut_off_by",
    "cut_off_counts",
    "reason",
    "worth_asking",
]

KINDS: Final = ("resource", "shared", "party", "system")
"""The kinds of things that are ranked."""

AT_FIRST: Final = ("resource", "shared", "system")
"""Those that are ranked unless others are asked for: nobody takes people and other bodies away."""

MOST_RANKED: Final = 100
"""So many rows are shown on a screen until more are asked for."""

NOT_TAKEN: Final = ("organisation", "request")
"""The kinds of things that cannot be taken away."""

_SMALL: Final = 400
"""Of so many things at most, the gravest are found in the blink of an eye."""
_FIRST_ROWS: Final = 25
_NAMES: Final = 3


@dataclass(frozen=True, slots=True)
class Critical:
    """What would happen if one thing went: the same numbers as its `Impact`, without the rows."""

    id: str
    kind: str
    cut_off: int
    certain: tuple[str, ...]
    """Those cut off that lose feeds themselves; the others only if what lies between passes on what it gets."""
    reached: int
    departments: tuple[str, ...]
    scopes: tuple[str, ...]
    sole_feeder_of: tuple[str, ...]
    alone: tuple[str, ...]
    """Those of ``sole_feeder_of`` that are not cut off: they are in a loop with what goes, and keep their own."""
    sole_system_of: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}

    @property
    def weight(self) -> tuple[int, ...]:
        """What the ranking goes by, the gravest first."""
        return self.cut_off, self.reached, len(self.sole_feeder_of), len(self.sole_system_of)


def critical(
    model: Model, kinds: Collection[str] = KINDS, *, top: int | None = None, stated_only: bool = False
) -> list[Critical]:
    """The things of ``kinds`` whose removal would be felt, the gravest first, at most ``top``.

    With more than `flowviz.impact.reached.MOST` things in feeds, the rows are chosen by what is cut off and by what has
    no other feeder or system, and only those of the first 25 (or ``top``) are given.
    """
    flows = flows_of(model, stated_only=stated_only)
    inside, groups, cuts = _removals(model, kinds, stated_only=stated_only)
    ids = list(inside)
    cut_off, certain = cut_off_by(flows, groups, cuts)
    sole = {id_: sole_receivers(flows, groups[id_], cuts.get(id_, ())) for id_ in ids}
    systems = {id_: _sole_users(model, inside[id_]) for id_ in ids}
    if len(flows.ids) > MOST:
        ids.sort(key=lambda id_: (-cut_off[id_], -len(sole[id_]), -len(systems[id_])))
        ids = ids[: top or _FIRST_ROWS]
    reach = _reach(model, flows, [groups[id_] for id_ in ids], [cuts.get(id_, ()) for id_ in ids])
    departments = functools.cache(functools.partial(_in_order, model))  # most reach just what others reach
    rows = [
        Critical(
            id=id_,
            kind=model.nodes[id_]["kind"],
            cut_off=cut_off[id_],
            certain=tuple(flows.ids[node] for node in certain[id_]),
            reached=found.count,
            departments=departments(found.labels[0]),
            scopes=tuple(sorted(map(str, found.labels[1]))),
            sole_feeder_of=tuple(flows.ids[node] for node in sole[id_]),
            alone=tuple(flows.ids[node] for node in sole[id_] if _has_its_own(flows, node, groups[id_])),
            sole_system_of=systems[id_],
        )
        for id_, found in zip(ids, reach, strict=True)
    ]
    order: Mapping[str, int] = model.order
    rows = [row for row in rows if any(row.weight)]
    rows.sort(key=lambda row: ([-number for number in row.weight], order[row.id]))
    return rows[:top]


def worth_asking(model: Model) -> Sequence[str]:
    """What the removal of is most worth asking about: the gravest where that is soon found, else the best connected."""
    return model.once("worth asking", lambda: _worth_asking(model))


def _worth_asking(model: Model) -> list[str]:
    if len(model) <= _SMALL:
        return [entry.id for entry in critical(model, AT_FIRST)]
    return [node for node in most_connected(model) if model.nodes[node]["kind"] not in NOT_TAKEN]


def _has_its_own(flows: Flows, node: int, gone: frozenset[int]) -> bool:
    """Whether an origin of its own is left to a thing."""
    loops = flows.loops
    return bool(loops.is_origin[loops.of[node]]) or any(one not in gone for one in loops.own.get(node, ()))


def cut_off_counts(model: Model, kinds: Collection[str] = KINDS) -> Mapping[str, int]:
    """How many things the removal of each thing of ``kinds`` cuts off."""
    _, groups, cuts = _removals(model, kinds)
    return cut_off_by(flows_of(model), groups, cuts)[0]


def _removals(
    model: Model, kinds: Collection[str], *, stated_only: bool = False
) -> tuple[dict[str, list[str]], dict[str, frozenset[int]], dict[str, Mapping[Pair, int]]]:
    """For each thing of ``kinds`` all that falls with it, the numbers of that, and the pairs that end beside these, if any."""
    flows = flows_of(model, stated_only=stated_only)
    ids = [id_ for id_, node in model.nodes(data=True) if node["kind"] in kinds]
    inside = {id_: [one.id for one in fallen(model, [id_])] for id_ in ids}
    taken = {id_: Taken.of(model, [id_], inside[id_]) for id_ in ids}
    groups = {id_: flows.all_of(inside[id_], taken[id_]) for id_ in ids}
    cuts = {id_: landed(model, flows, taken[id_], stated_only=stated_only) for id_ in ids}
    return inside, groups, {id_: cut for id_, cut in cuts.items() if cut}


def _receivers(flows: Flows, group: frozenset[int]) -> set[int]:
    """The things that a group gives to."""
    return {receiver for node in group for receiver in flows.out[node] if receiver < flows.things} - group


def cut_off_by(
    flows: Flows, groups: Mapping[str, frozenset[int]], cuts: Mapping[str, Mapping[Pair, int]]
) -> tuple[dict[str, int], dict[str, list[int]]]:
    """How many things each removal cuts off, and those of them that lose feeds themselves."""
    loops, things = flows.loops, flows.things
    starts = (node for loop in loops.origins for node in loops.members[loop])
    below, above = dominated(loops.out, starts, things)
    counts, certain = dict[str, int](), dict[str, list[int]]()
    for id_, group in groups.items():
        givers = [node for node in group if flows.out[node]]
        receivers = _receivers(flows, group)
        if id_ in cuts:
            left = strike(flows, group, cuts[id_])
            counts[id_] = sum(1 for node in left.cut_off if node < things)
            receivers |= {to for _, to in left.cut if to < things}
            certain[id_] = sorted(receivers & left.cut_off)
        elif len(givers) == 1:  # and what it gets ends with it
            counts[id_] = below[givers[0]] - sum(_is_below(above, node, givers[0]) for node in group if node < things)
            certain[id_] = sorted(node for node in receivers if _is_below(above, node, givers[0]))
        else:
            lost = set(cut_off(flows, group, frozenset(), many=False)) if givers else set()
            counts[id_] = sum(1 for node in lost if node < things)
            certain[id_] = sorted(receivers & lost)
    return counts, certain


def _is_below(above: Sequence[int], node: int, top: int) -> bool:
    """Whether a node is another than ``top`` and dominated by it."""
    while (node := above[node]) >= 0:
        if node == top:
            return True
    return False


def sole_receivers(flows: Flows, group: frozenset[int], cut: Iterable[Pair] = ()) -> list[int]:
    """The things that nothing but the group, and what is ``cut`` beside it, feeds."""
    fed = Counter(receiver for node in group for receiver in flows.out[node] if receiver < flows.things)
    fed.update(receiver for giver, receiver in cut if giver not in group and receiver < flows.things)
    return sorted(node for node, givers in fed.items() if node not in group and givers == len(flows.into[node]))


def _sole_users(model: Model, inside: Sequence[str]) -> tuple[str, ...]:
    systems = {id_ for id_ in inside if model.nodes[id_]["kind"] == "system"}
    users = {user for system in systems for user in model.sources(system, "uses system")}
    return _in_order(model, (user for user in users if systems.issuperset(_systems(model, user))))


def _systems(model: Model, user: str) -> Iterator[str]:
    return iter(model.targets(user, "uses system"))


def _reach(
    model: Model, flows: Flows, groups: Sequence[frozenset[int]], cuts: Sequence[Collection[Pair]]
) -> list[Reach]:
    ids = flows.ids[: flows.things]
    bare = [None] * (len(flows.ids) - flows.things)
    table = ([department_of(model, id_) for id_ in ids] + bare, [model.nodes[id_]["scope"] for id_ in ids] + bare)
    if len(flows.ids) > MOST:
        return [reach_of(flows, group, table, cut) for group, cut in zip(groups, cuts, strict=True)]
    found = reach_of_all(flows, groups, table)
    return [reach_of(flows, groups[at], table, cut) if cut else found[at] for at, cut in enumerate(cuts)]


def _in_order(model: Model, ids: Any) -> tuple[str, ...]:
    order: Mapping[str, int] = model.order
    return tuple(sorted(ids, key=order.__getitem__))


def reason(model: Model, row: Critical, language: str) -> str:
    """Why a thing stands where it does in the ranking, in a few sentences in ``language``."""
    return " ".join(_sentences(model, row, language))


def _sentences(model: Model, row: Critical, language: str) -> Iterator[str]:
    say = words(language)
    certain = row.certain
    possible = row.cut_off - len(certain)
    if certain:
        yield say("critical.lose_all", n=len(certain), names=_names(model, certain, language))
    if possible:
        yield say("critical.lose_all.more" if certain else "critical.lose_all.possible", n=possible)
    for key, ids in (("alone", row.alone), ("sole_system", row.sole_system_of)):
        if ids:
            yield say(f"critical.{key}", n=len(ids), names=_names(model, ids, language))
    if row.reached > row.cut_off + len(row.alone):
        reach = say("things", n=row.reached)
        key = "critical.reached" if row.departments else "critical.reached.outside"
        yield say(key, n=row.reached, things=reach, departments=say("departments", n=len(row.departments)))


def _names(model: Model, ids: Sequence[str], language: str) -> str:
    return first_names([name_of(model, id_, language) for id_ in ids], _NAMES, language)
