"""What a card, a dot or the end of a line of a drawing stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.catalogue import OWN, member_of
from flowviz.connections import drawn_as, holder_of, home_of, only_user, scope_of, system_homes
from flowviz.ends import End, OfScope, One, Others, Parties, Systems, group_of
from flowviz.model import Model, department_of, inside

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["groups_of_things", "stands_for"]


def stands_for(model: Model, end: End, *, within: str | None = None) -> set[str]:
    """The ids of all that a card, dot or end of a line stands for."""
    if isinstance(end, One):
        return _in_one(model, end.id, within)
    return {*groups_of_things(model).get(end, ())}


def groups_of_things(model: Model) -> Mapping[End, Sequence[str]]:
    """What each end stands for that is a group; made once for each model."""
    return model.once("groups of things", lambda: _grouped(model))


def _grouped(model: Model) -> dict[End, list[str]]:
    """What each end stands for that is a group."""
    found: dict[End, list[str]] = {}
    for node, data in model.nodes(data=True):
        home = department_of(model, node) or only_user(model, node)
        ends: list[End] = [group_of(model, node)]
        if home:
            ends.append(OfScope(OWN))
        else:
            ends.append(Others(scope_of(model, data["resource"] or node)))
        if data["kind"] in ("party", "system", "unit") and not home:
            ends.append(Parties(scope_of(model, node)))
        for end in dict.fromkeys(ends):
            found.setdefault(end, []).append(node)
    for system, home in system_homes(model).items():
        found.setdefault(Systems(home), []).append(system)
    return found


def _in_one(model: Model, node: str, within: str | None) -> set[str]:
    if node not in model:
        return set()
    kind, department = model.nodes[node]["kind"], department_of(model, node)
    if (
        kind == "organisation" and member_of(node) and len(drawn_as(model, node)) == 1
    ):  # of a member that has no departments, but what is shared
        return {one for one in model if member_of(one) == member_of(node)}
    if kind in ("department", "organisation") and not within:
        return drawn_as(model, node)
    if department and (department == within or kind in ("department", "resource")):
        homes = home_of(model, department)
        boxes = {node}
        if department != within:
            boxes |= {home for home in homes.values() if holder_of(model, home) == node}
        found = {inner for inner, home in homes.items() if home in boxes}
        return found or set(inside(model, node))
    return set(inside(model, node))
