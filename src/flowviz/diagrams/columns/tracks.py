"""Lines within a column run in tracks beside it: on the side where they cross least, each overlap in a track of its own.

The tracks of lines within a frame lie in that frame, between its border and what is in it; the others beside the frames.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from flowviz.diagrams.scene import Frame

if TYPE_CHECKING:
    from flowviz.diagrams.columns.tree import Tree
    from flowviz.diagrams.scene import Scene

__all__ = ["FIRST", "LAST", "STEP", "Side", "Track", "room", "tracks"]

Side = Literal["left", "right"]
STEP: Final = 9.0
FIRST: Final = 15.0
"""From what is in the frame to the first track: room for the head of a line."""
LAST: Final = 9.0
"""From the last track to the border of the frame."""


@dataclass(frozen=True, slots=True)
class Track:
    """Where a line within a column runs."""

    column: int
    frame: str | None
    """The outermost frame that both ends stand in."""
    side: Side
    number: int
    """From 0, counted away from the cards."""


def room(count: int) -> float:
    """The width that ``count`` tracks take."""
    return FIRST + (count - 1) * STEP + LAST if count else 0.0


def tracks(scene: Scene, tree: Tree) -> dict[int, Track]:
    """Number of a line within a column -> its track."""
    place, frame_of = _places(tree)
    load: dict[tuple[int, Side], list[int]] = {}
    inner = []
    for i, line in enumerate(scene.lines):
        a, b = tree.column_of[line.source], tree.column_of[line.target]
        if a == b:
            first, last = sorted((place[line.source], place[line.target]))
            inner.append((last - first, first, last, i))
        else:
            for end, here, there in ((line.source, a, b), (line.target, b, a)):
                load.setdefault((here, "left" if there < here else "right"), []).append(place[end])
    found: dict[int, Track] = {}
    laid: dict[tuple[int, Side], list[tuple[int, int, int]]] = {}
    for _, first, last, i in sorted(inner):
        source, target = scene.lines[i].source, scene.lines[i].target
        column = tree.column_of[source]

        def price(side: Side, column: int = column, first: int = first, last: int = last) -> tuple[int, int]:
            others = laid.get((column, side), [])
            crossed = sum(first < at < last for at in load.get((column, side), ()))
            crossed += sum(a < first < b < last or first < a < last < b for a, b, _ in others)
            return crossed, len(others)

        side: Side = "left" if price("left") < price("right") else "right"
        same = laid.setdefault((column, side), [])
        number = 1 + max((number for a, b, number in same if a < last and first < b), default=-1)
        same.append((first, last, number))
        frame = frame_of[source] if frame_of[source] == frame_of[target] else None
        found[i] = Track(column, frame, side, number)
    return _counted_by_place(found)


def _counted_by_place(found: dict[int, Track]) -> dict[int, Track]:
    """The same tracks, counted anew within each frame and beside the frames."""
    numbers: dict[tuple[int, str | None, Side], set[int]] = {}
    for track in found.values():
        numbers.setdefault((track.column, track.frame, track.side), set()).add(track.number)
    ranks = {key: {number: rank for rank, number in enumerate(sorted(used))} for key, used in numbers.items()}
    return {
        i: Track(track.column, track.frame, track.side, ranks[track.column, track.frame, track.side][track.number])
        for i, track in found.items()
    }


def _places(tree: Tree) -> tuple[dict[str, int], dict[str, str | None]]:
    """Each card -> its place in its column, and the outermost frame that it stands in."""
    place: dict[str, int] = {}
    outermost: dict[str, str | None] = {}
    for items in tree.columns:
        cards = [(card, item) for item in items for card in tree.cards(item)]
        for i, (card, item) in enumerate(cards):
            place[card.id] = i
            outermost[card.id] = item.id if isinstance(item, Frame) else None
    return place, outermost
