"""On which side lanes stand that may stand on either: where lines will cross less, at the right where it is the same."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from flowviz.diagrams.columns.order import foreseen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flowviz.diagrams.scene import Scene

__all__ = ["share_out"]

MOST: Final = 4
"""Of so many lanes every way to share them out is tried; of more, one lane after another is tried on the left."""
LEFT, RIGHT = 0, 2


def share_out(scene: Scene) -> None:
    """Sets the column of the cards in each lane that may stand in the first or in the last one."""
    lanes = [frame.id for frame in scene.frames if frame.either]
    if not lanes:
        return
    at_right = dict.fromkeys(lanes, RIGHT)
    least = _crossed(scene, at_right)
    best = at_right
    for sides in _ways(lanes) if len(lanes) <= MOST else ():
        if least and (found := _crossed(scene, sides)) < least:
            least, best = found, sides
    for lane in lanes if len(lanes) > MOST else ():
        if least and (found := _crossed(scene, {**best, lane: LEFT})) < least:
            least, best = found, {**best, lane: LEFT}
    _put(scene, best)


def _ways(lanes: list[str]) -> Iterable[dict[str, int]]:
    """Each way to share lanes out but for all at the right; those with few at the left first."""
    for count in range(1, len(lanes) + 1):
        for left in itertools.combinations(lanes, count):
            yield {lane: LEFT if lane in left else RIGHT for lane in lanes}


def _crossed(scene: Scene, sides: Mapping[str, int]) -> int:
    _put(scene, sides)
    return foreseen(scene)


def _put(scene: Scene, sides: Mapping[str, int]) -> None:
    for card in scene.cards:
        if card.frame and card.frame in sides:
            card.column = sides[card.frame]
