"""Places cards that stand in columns, inside their frames, with curved lines from side to side.

Everything is ordered by where its lines go, the ends of lines are spread along the sides of the cards, and lines within a
column run in tracks beside it. Lines of a whole end at its frame. No line can run under a card, for lines only live in the
gaps.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from flowviz.adding import summed
from flowviz.diagrams import curves
from flowviz.diagrams.columns import heights, routes, tracks, widths
from flowviz.diagrams.columns.gaps import AROUND_NUMBER, NARROWEST, Gaps
from flowviz.diagrams.columns.heights import DENSE, SPACINGS
from flowviz.diagrams.columns.order import order
from flowviz.diagrams.columns.ports import taken_back, with_ports
from flowviz.diagrams.columns.sides import share_out
from flowviz.diagrams.columns.tree import Tree, is_dummy, is_port
from flowviz.diagrams.page import SCREEN, Page
from flowviz.theme import SIZES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from flowviz.diagrams.columns.heights import Spacing
    from flowviz.diagrams.columns.tracks import Track
    from flowviz.diagrams.scene import Scene

__all__ = ["place"]

AROUND: Final = 190.0
"""The height of heading, legend and small print."""
WIDENED: Final = 150.0
"""How much wider cards may become where a column is too high for the page."""
SHRUNK: Final = 1.13
"""What is this much too high has letters under 10 pixels when the page is shown on a screen."""
LEAST_GAPS: Final = 44.0, 84.0, 0.09
"""The gap on a page that is too narrow: at least, at most, and for each pixel of its width where there are two gaps."""
LEAST_CARD: Final = 150.0
"""No card is made narrower for a page of at least `NARROW_PAGE`; on the column of a sheet it must be."""
NARROW_PAGE: Final = 700.0
MOST_FOR_NUMBERS: Final = 0.15
"""The share of a narrow page that a gap may take for the numbers in it, where there are two gaps."""
START: Final = 6.0
"""How far a line runs straight from a frame."""


def place(scene: Scene, page: Page = SCREEN) -> Scene:
    """``scene`` with everything placed for ``page``, in the order in which lines cross least."""
    work = with_ports(scene)
    _place(work, page)
    if work is not scene:
        taken_back(scene, work)
    scene.placed = True
    return scene


def _place(scene: Scene, page: Page) -> None:
    share_out(scene)
    tree = Tree(scene)
    order(scene, tree)
    found = tracks.tracks(scene, tree)
    widths.trim(tree)
    rooms, outer = _rooms(scene, tree, found)
    between = max(len(tree.columns) - 1, 0)
    within = page.w - 2 * SIZES.margin
    low, high, share = LEAST_GAPS
    numbers = max((curves.label_width(line) + AROUND_NUMBER for line in scene.lines if line.label), default=0.0)
    narrowest = min(max(page.w * share * 2 / max(between, 2), low), high)
    numbered = page.w * MOST_FOR_NUMBERS * 2 / max(between, 2) if page.w >= NARROW_PAGE else 0.0
    least = max(narrowest, min(numbers, numbered))
    taken = summed(room for (_, side), room in rooms.items() if side != "title") + summed(
        left + right for left, right in outer
    )
    card = LEAST_CARD if page.w >= NARROW_PAGE else widths.LEAST
    widths.narrow(tree, within - between * least - taken, card, SPACINGS[0])
    spacing = _stack(scene, tree, found, page.h - AROUND, within - between * max(NARROWEST, least) - taken)
    widths.spread(tree, spacing, rooms)
    ends = routes.ends(scene, tree, found)
    columns = summed(max(item.w for item in items) for items in tree.columns)
    gaps = Gaps(scene, tree, narrowest, numbered, within - columns - summed(left + right for left, right in outer))
    bent: routes.Bent = {}

    def spread() -> None:
        while True:
            scene.width, lanes = _across(tree, outer, gaps.widths, found, rooms, spacing)
            together = routes.connect(scene, tree, ends, lanes, bent)
            if together is None or not gaps.widen(together):
                return

    spread()
    _number(scene, gaps, spread)


def _number(scene: Scene, gaps: Gaps, spread: Callable[[], None]) -> None:
    """Puts the numbers on lines; a gap in which one finds no room is made wider, and everything spread anew."""
    order = [i for i, line in enumerate(scene.lines) if line.label]
    settled: set[int] = set()
    """The lines whose gap cannot be wider."""
    while (line := curves.put_labels(scene, order, settled)) is not None:
        fine, beside = set(order[: order.index(line)]), gaps.beside(line)
        if gaps.widen(line):
            spread()
            fine -= beside
        else:
            settled |= beside
        # what has found room, and stays where it is, is looked at last
        order.sort(key=lambda i: (i in settled or i in fine, i not in beside, i != line))


def _stack(scene: Scene, tree: Tree, found: Mapping[int, Track], high: float, wide: float) -> Spacing:
    """Stacks everything with the widest spacing that keeps it within ``high``; at need in wider cards, up to ``wide``."""
    most = routes.most_ends(scene, tree, found)

    def stacked(spacing: Spacing) -> list[float]:
        heights.lower(scene, spacing)
        _stretch(scene, most)
        return heights.stack(scene, tree, spacing)

    for spacing in SPACINGS:
        totals = stacked(spacing)
        if max(totals, default=0.0) <= high:
            break
    else:
        widths.spread(tree, spacing)
        free = wide - summed(max(item.w for item in items) for items in tree.columns)
        if free > 0:
            tall = [number for number, total in enumerate(totals) if total > high]
            for number in tall:
                widths.widen(tree, number, min(free / len(tall), WIDENED))
            totals = stacked(spacing)
        if scene.height > high * SHRUNK:
            spacing = DENSE
            totals = stacked(spacing)
    heights.slide(scene, tree, spacing, totals)
    return spacing


def _rooms(
    scene: Scene, tree: Tree, found: Mapping[int, Track]
) -> tuple[dict[tuple[str, str], float], list[tuple[float, float]]]:
    """What tracks take: at the sides of frames, beside their headings that lines come from, and beside the frames of each
    column."""
    most: Counter[tuple[int, str | None, str]] = Counter()
    for track in found.values():
        key = track.column, track.frame, track.side
        most[key] = max(most[key], track.number + 1)
    rooms = {(frame, side): tracks.room(count) for (_, frame, side), count in most.items() if frame is not None}
    titles = {card.id: card.frame for card in scene.cards if card.title}
    for i, track in found.items():
        if track.frame and track.frame in (titles.get(scene.lines[i].source), titles.get(scene.lines[i].target)):
            rooms[track.frame, "title"] = rooms.get((track.frame, "left"), 0.0)
    outer = [
        (tracks.room(most[number, None, "left"]), tracks.room(most[number, None, "right"]))
        for number in range(len(tree.columns))
    ]
    return rooms, outer


def _stretch(scene: Scene, most: Mapping[str, int]) -> None:
    """Makes cards with very many lines high enough to tell the lines apart."""
    for card in scene.cards:
        if card.id in most and not is_dummy(card):
            card.h = max(card.h, routes.height_for(most[card.id]))


def _across(
    tree: Tree,
    outer: list[tuple[float, float]],
    gaps: Sequence[float],
    found: Mapping[int, Track],
    rooms: Mapping[tuple[str, str], float],
    spacing: Spacing,
) -> tuple[float, routes.Lanes]:
    """Places everything from left to right, ``gaps`` between the columns; gives the width and where lines run."""
    x = 0.0
    edges: list[tuple[float, float]] = []
    # a line from a frame has a straight start too, so that its number stands in its middle
    run = [
        START if any(is_port(card) for item in items for card in tree.cards(item)) else 0.0 for items in tree.columns
    ]
    insides: dict[tuple[int, str | None, str], float] = {}
    last = [*gaps, 0.0][: len(tree.columns)]  # none where nothing is drawn
    for number, (items, (left, right), gap) in enumerate(zip(tree.columns, outer, last, strict=True)):
        w = max(item.w for item in items)
        x += left
        for item in items:
            item_x = x + (w - item.w) / 2
            widths.centre(tree, item, item_x, spacing, rooms)
            insides[number, item.id, "left"] = item_x + rooms.get((item.id, "left"), 0.0)
            insides[number, item.id, "right"] = item_x + item.w - rooms.get((item.id, "right"), 0.0)
        insides[number, None, "left"], insides[number, None, "right"] = x, x + w
        edges.append((x - left - run[number], x + w + right + run[number]))
        x += w + right + gap
    lines = {}
    for i, track in found.items():
        out = tracks.FIRST + track.number * tracks.STEP
        start = insides[track.column, track.frame, track.side]
        lines[i] = start - out if track.side == "left" else start + out
    return x, routes.Lanes(edges, lines)
