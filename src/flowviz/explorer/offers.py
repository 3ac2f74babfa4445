"""What a question is offered to begin with: what is connected most, what can be reached, and an example that has an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flowviz.feeds import through
from flowviz.impact.ranking import worth_asking
from flowviz.lineage import downstream, most_connected, neighbourhood, upstream, ways
from flowviz.model import inside

if TYPE_CHECKING:
    from flowviz.explorer.pieces import Place
    from flowviz.model import Model

__all__ = ["OFFERED", "example_way", "reached", "takeable"]

OFFERED: Final = 6
"""The most things that are offered at once."""
_FAR: Final = 3
"""The most hops of a way that is easily followed."""
_TRIED: Final = 12


def reached(model: Model, *, source: str | None = None, target: str | None = None) -> list[str]:
    """What data get to from ``source``, or from where they get to ``target``: the best connected first."""
    if source is not None and source in model:
        members = inside(model, source)
        found = downstream(model, *members)
    elif target is not None and target in model:
        members = inside(model, target)
        found = upstream(model, *members)
    else:
        return []
    return most_connected(model, (node for node in found if node not in members))


def example_way(model: Model) -> tuple[str, str] | None:
    """The ends of a way that shows what a way is: as long as is easily followed, to what is connected most.

    It goes through nothing of which the source does not say that it passes on what it gets.
    """
    best: tuple[int, str, str] | None = None
    for target in most_connected(model)[:_TRIED]:
        near = neighbourhood(model, target, depth=_FAR, direction="up")
        for source, hops in list(near.items())[:0:-1][:_TRIED]:  # the farthest first, without the target itself
            way = ways(model, source, target, 1)
            if (best is None or hops > best[0]) and way and not through(model, way[0]):
                best = hops, source, target
        if best and best[0] == _FAR:
            break
    return best[1:] if best else None


def takeable(at: Place) -> list[str]:
    """What else the removal of is most worth asking about."""
    return [node for node in worth_asking(at.whole) if node not in at.query.gone]
