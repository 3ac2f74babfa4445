"""What a card, a dot or the end of a line of a drawing stands for, and the feeds between two of them."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from flowviz.catalogue import OWN
from flowviz.connections import drawn_as, holder_of, home_of, scope_of, system_homes
from flowviz.ends import End, Inside, OfScope, One, Others, Pair, Parties, Systems, group_of
from flowviz.model import Model, department_of, inside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flowviz.catalogue import Catalogue, Feed

__all__ = ["between", "feeds_of_pair", "sides", "stands_for"]


def feeds_of_pair(model: Model, pair: Pair, *, within: str | None = None) -> list[Feed]:
    """The feeds between two ends in a drawing and whatever they stand for there, both ways.

    In the drawing of a department, ``within`` it, this stands only for what is in none of its resources, and a resource
    only for what is in none of the boxes inside its own.
    """
    here, there = sides(model, pair, within, functools.partial(stands_for, model, within=within))
    catalogue: Catalogue = model.catalogue
    return between(catalogue.feeds, here, there)


def sides(
    model: Model, pair: Pair, within: str | None, members: Callable[[End], set[str]]
) -> tuple[set[str], set[str]]:
    """The ids of what the two ends of a line or a dot stand for; ``members`` gives those of an end."""
    there = members(pair.target)
    if isinstance(pair.source, One) and not isinstance(pair.target, One):  # one card, or a box, and a group
        id_ = pair.source.id
        alone = id_ in model and within in (None, id_)
        here = drawn_as(model, id_) if alone else members(pair.source)
        return here, there - here
    return members(pair.source), there


def between(feeds: Iterable[Feed], here: set[str], there: set[str]) -> list[Feed]:
    """Those of ``feeds`` that lead from the one side to the other, both ways."""
    return [
        feed
        for feed in feeds
        if (feed.source in here and feed.target in there) or (feed.source in there and feed.target in here)
    ]


def stands_for(model: Model, end: End, *, within: str | None = None) -> set[str]:
    """The ids of all that a card, dot or end of a line stands for."""
    match end:
        case One(node):
            return _in_one(model, node, within)
        case OfScope(scope) if scope == OWN:
            return {node for node in model if department_of(model, node)}
        case Inside() | OfScope():
            return {node for node in model if group_of(model, node) == end}
        case Others(scope):
            return {
                node
                for node, data in model.nodes(data=True)
                if not department_of(model, node) and scope_of(model, data["resource"] or node) == scope
            }
        case Systems(home):
            return {system for system, found in system_homes(model).items() if found == home}
        case Parties(scope):
            return {
                node
                for node, data in model.nodes(data=True)
                if data["kind"] in ("party", "system", "unit")
                and not data["department"]
                and scope_of(model, node) == scope
            }


def _in_one(model: Model, node: str, within: str | None) -> set[str]:
    if node not in model:
        return set()
    kind, department = model.nodes[node]["kind"], department_of(model, node)
    if kind == "department" and not within:
        return drawn_as(model, node)
    if department and (department == within or kind in ("department", "resource")):
        homes = home_of(model, department)
        boxes = {node}
        if department != within:
            boxes |= {home for home in homes.values() if holder_of(model, home) == node}
        found = {inner for inner, home in homes.items() if home in boxes}
        return found or set(inside(model, node))
    return set(inside(model, node))
