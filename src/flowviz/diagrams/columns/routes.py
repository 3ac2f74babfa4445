"""Draws the lines: ends spread along the sides of cards in the order of where they go, calm curves in the gaps.

All lines between two columns bend over the same width, so two of them cross once if their ends are inverted, and else
never. Lines within a column run in their tracks, with rounded corners.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from flowviz.diagrams.columns.bends import bends
from flowviz.diagrams.columns.heights import rising
from flowviz.diagrams.columns.tree import is_port

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowviz.diagrams.columns.tracks import Side, Track
    from flowviz.diagrams.columns.tree import Tree
    from flowviz.diagrams.scene import Card, Point, Scene

__all__ = ["Bent", "Lanes", "connect", "ends", "height_for", "most_ends"]

PORT_STEP: Final = 9.0
LEAST_STEP: Final = 7.0
CORNER: Final = 7.0
"""From the corner of a card to the nearest end of a line, and the radius of the bends of tracks."""

Ends = dict[tuple[str, str], list[tuple[int, str]]]
"""Card and side -> (number of a line, the end of it) from top to bottom."""


Bent = dict[tuple[int, int, float], tuple[list[float], int | None]]
"""Two columns and how far apart they are -> where the lines between them bend, and one that runs together with another."""


class Lanes:
    """Where the lines of each column leave it and where its tracks lie."""

    def __init__(self, edges: list[tuple[float, float]], tracks: Mapping[int, float]) -> None:
        self.edges = edges
        """Of each column: the x where curves to the left begin, and those to the right."""
        self.tracks = tracks
        """Number of a line within a column -> the x of its track."""


def height_for(count: int) -> float:
    """The least height of a side with ``count`` ends."""
    return LEAST_STEP * (count - 1) + 2 * CORNER


def most_ends(scene: Scene, tree: Tree, tracks: Mapping[int, Track]) -> dict[str, int]:
    """How many lines end at that side of each card at which most do, of cards with lines."""
    counts: Counter[tuple[str, str]] = Counter()
    for i, line in enumerate(scene.lines):
        here, there = tree.column_of[line.source], tree.column_of[line.target]
        counts[line.source, _side(i, here, there, tracks)] += 1
        counts[line.target, _side(i, there, here, tracks)] += 1
    most: dict[str, int] = {}
    for (id_, _), count in counts.items():
        most[id_] = max(count, most.get(id_, 0))
    return most


def _side(i: int, here: int, there: int, tracks: Mapping[int, Track]) -> Side:
    """The side at which a line leaves a card in one column for another."""
    return tracks[i].side if i in tracks else "left" if there < here else "right"


def ends(scene: Scene, tree: Tree, tracks: Mapping[int, Track]) -> Ends:
    """The ends of lines at each side of each card, ordered so that lines of one card do not cross each other."""
    cards = {card.id: card for card in scene.cards}
    found: dict[tuple[str, str], list[tuple[tuple[int, float, int], int, str]]] = {}
    for i, line in enumerate(scene.lines):
        for role, card, other in (
            ("source", cards[line.source], cards[line.target]),
            ("target", cards[line.target], cards[line.source]),
        ):
            side = _side(i, tree.column_of[card.id], tree.column_of[other.id], tracks)
            if i in tracks:
                # what runs up leaves at the top, the innermost first; what runs down at the bottom, the outermost first;
                # but what comes from the frame around its track comes from the other side of it
                up = other.y < card.y
                around = card.title and card.frame == tracks[i].frame
                out, last = (-1, -i) if up == around else (1, i)
                key = (0 if up else 2, float(out * tracks[i].number), last)
            else:
                key = 1, other.y, i
            found.setdefault((card.id, side), []).append((key, i, role))
    return {at: [(i, role) for _, i, role in sorted(here)] for at, here in found.items()}


def connect(scene: Scene, tree: Tree, found: Ends, lanes: Lanes, bent: Bent) -> int | None:
    """Gives every line its points; returns one that runs together with another, if there is one.

    ``bent`` keeps the bends of gaps that are as wide as before.
    """
    ys = _ports(scene, found, set(lanes.tracks))
    cards = {card.id: card for card in scene.cards}
    frames = {frame.id: frame for frame in scene.frames}
    at: dict[tuple[int, str], Point] = {}
    for (id_, side), here in found.items():
        card = cards[id_]
        box = frames[card.frame] if card.frame and (card.title or is_port(card)) else card
        at.update((end, (box.x if side == "left" else box.x + box.w, ys[end])) for end in here)
    between: dict[tuple[int, int], list[tuple[int, Point, Point]]] = {}
    for i, line in enumerate(scene.lines):
        line.curve = True
        start, end = at[i, "source"], at[i, "target"]
        a, b = tree.column_of[line.source], tree.column_of[line.target]
        if i in lanes.tracks:
            line.points = _around(start, end, lanes.tracks[i])
        elif a < b:
            between.setdefault((a, b), []).append((i, start, end))
        else:
            between.setdefault((b, a), []).append((i, end, start))
    together = None
    for (a, b), crossing in between.items():
        left, right = lanes.edges[a][1], lanes.edges[b][0]
        between_them = a, b, round(right - left, 3)
        if between_them not in bent:
            bent[between_them] = bends([(start[1], end[1]) for _, start, end in crossing], right - left)
        shares, beside = bent[between_them]
        together = crossing[beside][0] if beside is not None else together
        for (i, start, end), share in zip(crossing, shares, strict=True):
            points = _across(start, end, left, right, share)
            line = scene.lines[i]
            line.points = points if tree.column_of[line.source] == a else points[::-1]
    return together


# --- the heights of ends


def _ports(scene: Scene, found: Ends, inner: set[int]) -> dict[tuple[int, str], float]:
    """Each end of a line -> its height on the side of its card; as straight as its card and its neighbours allow."""
    cards = {card.id: card for card in scene.cards}
    ys: dict[tuple[int, str], float] = {}
    for (id_, _), here in found.items():
        card, step = cards[id_], _step(cards[id_], len(here))
        top = card.y + card.h / 2 - step * (len(here) - 1) / 2
        ys.update((end, top + n * step) for n, end in enumerate(here))
    # those with several ends first, for single ends follow them anywhere
    for (id_, _), here in sorted(found.items(), key=lambda entry: -len(entry[1])):
        card, step = cards[id_], _step(cards[id_], len(here))
        if is_port(card):
            continue
        top, bottom = card.y + CORNER, card.y + card.h - CORNER - step * (len(here) - 1)
        wishes = []
        for n, (i, role) in enumerate(here):
            there = ys[i, "target" if role == "source" else "source"]
            straight = i not in inner and card.y + CORNER <= there <= card.y + card.h - CORNER
            wishes.append(((there if straight else ys[i, role]) - n * step, 1.0))
        for n, (end, y) in enumerate(zip(here, rising(wishes), strict=True)):
            ys[end] = min(max(y, top), max(top, bottom)) + n * step
    return ys


def _step(card: Card, count: int) -> float:
    return min(PORT_STEP, (card.h - 2 * CORNER) / max(count - 1, 1))


# --- curves


def _across(start: Point, end: Point, left: float, right: float, share: float) -> list[Point]:
    """A curve from ``left`` to ``right`` that bends at ``share`` of the way; straight before and after it."""
    x = left + (right - left) * share
    points: list[Point] = [(left, start[1]), (x, start[1]), (x, end[1]), (right, end[1])]
    if abs(start[0] - left) > 0.5:
        points[:1] = [*_straight(start, points[0]), points[0]]
    if abs(end[0] - right) > 0.5:
        points[-1:] = [*_straight(points[-1], end), end]
    return points


def _around(start: Point, end: Point, x: float) -> list[Point]:
    """A line out to the track at ``x``, along it and back."""
    down = 1 if end[1] > start[1] else -1
    out, back = (1 if x > at[0] else -1 for at in (start, end))
    r = min(CORNER, abs(end[1] - start[1]) / 2, abs(x - start[0]) / 2, abs(x - end[0]) / 2)
    a, b = (x - out * r, start[1]), (x, start[1] + down * r)
    c, d = (x, end[1] - down * r), (x - back * r, end[1])
    return [
        *_straight(start, a),
        *_bend(a, (x, start[1]), b),
        *_straight(b, c),
        *_bend(c, (x, end[1]), d),
        *_straight(d, end),
        end,
    ]


def _straight(a: Point, b: Point) -> list[Point]:
    """A straight piece from ``a`` to ``b`` as a Bézier curve, without its last point."""
    x, y = b[0] - a[0], b[1] - a[1]
    return [a, (a[0] + x / 3, a[1] + y / 3), (a[0] + x * 2 / 3, a[1] + y * 2 / 3)]


def _bend(a: Point, corner: Point, b: Point) -> list[Point]:
    """A quarter of a circle from ``a`` to ``b``, without its last point."""
    share = 0.5523
    return [
        a,
        (a[0] + (corner[0] - a[0]) * share, a[1] + (corner[1] - a[1]) * share),
        (b[0] + (corner[0] - b[0]) * share, b[1] + (corner[1] - b[1]) * share),
    ]
