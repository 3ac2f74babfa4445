"""Places cards that stand in columns, inside their frames, with curved lines from side to side.

Graphviz could do it too, but for two or three fixed columns this gives fewer crossings in less room: the cards are
ordered by where their lines go, the ends of lines are spread along the sides of the cards, and the gap between the
columns is as wide as a wide page allows. No line can run under a card, for lines only live in the gaps.
"""

from __future__ import annotations

import bisect
import itertools
from collections import Counter
from typing import TYPE_CHECKING

from flowviz.diagrams import curves
from flowviz.diagrams.page import SCREEN, Page
from flowviz.diagrams.scene import Card, Frame, Scene
from flowviz.theme import SIZES
from flowviz.typography import width

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["place"]

CARD_GAP = 8.0
LANE_GAP = 10.0
FRAME_PAD = 9.5
NARROWEST, WIDEST = 120.0, 178.0
WIDER = (0.0, 60.0, 120.0, 200.0, 300.0)
"""What is added to the gap, until every number on a line has room."""
WIDER_THAN_PAGE = 0.91125
"""The drawing itself, without what stands around it, has about this share of the ratio of its page."""
PORT_STEP, LEAST_STEP = 9.0, 3.0
SWEEPS = 6

Item = Card | Frame


class _Tree:
    """The frames and cards of a column in the order in which they stand."""

    def __init__(self, scene: Scene) -> None:
        self.children: dict[str | None, list[Item]] = {}
        for frame in scene.frames:
            self.children.setdefault(frame.parent, []).append(frame)
        for card in scene.cards:
            self.children.setdefault(card.frame, []).append(card)
        for children in self.children.values():
            children.sort(key=lambda child: not _is_head(child))

    def cards(self, item: Item) -> list[Card]:
        if isinstance(item, Card):
            return [item]
        return [card for child in self.children.get(item.id, ()) for card in self.cards(child)]

    def column(self, item: Item) -> int:
        return next((card.column or 0 for card in self.cards(item)), 0)

    def columns(self) -> list[list[Item]]:
        found: dict[int, list[Item]] = {}
        for item in self.children.get(None, ()):
            found.setdefault(self.column(item), []).append(item)
        return [found[number] for number in sorted(found)]


def place(scene: Scene, page: Page = SCREEN) -> Scene:
    """``scene`` with everything placed. Top-level frames keep their order; what is in them is ordered by its lines."""
    tree = _Tree(scene)
    columns = tree.columns()
    _stretch(scene)
    _order(scene, tree, columns)
    heights = [_stack(tree, column, 0.0, 0.0)[1] for column in columns]
    widths = [max((_width(tree, item) for item in column), default=0.0) for column in columns]
    scene.height = max(heights, default=0.0)
    gap = (scene.height * page.ratio * WIDER_THAN_PAGE - sum(widths)) / max(len(columns) - 1, 1)
    gap = min(max(gap, NARROWEST), WIDEST)
    for wider in WIDER:
        x = 0.0
        for column, column_w, height in zip(columns, widths, heights, strict=True):
            _stack(tree, column, x, (scene.height - height) / 2, column_w)
            x += column_w + gap + wider
        scene.width = max(x - gap - wider, 0.0)
        _connect(scene)
        if not curves.put_labels(scene):
            break
    scene.placed = True
    return scene


def _stretch(scene: Scene) -> None:
    """Makes cards with very many lines high enough to tell the lines apart."""
    cards = {card.id: card for card in scene.cards}
    for (id_, _), ends in _ends(scene).items():
        cards[id_].h = max(cards[id_].h, LEAST_STEP * (len(ends) - 1) + 14)


# --- order


def _order(scene: Scene, tree: _Tree, columns: list[list[Item]]) -> None:
    """Orders what is in the frames so that lines cross little; keeps the best of several sweeps."""
    column = {card.id: card.column or 0 for card in scene.cards}
    others: dict[str, list[str]] = {card.id: [] for card in scene.cards}
    for line in scene.lines:
        if column[line.source] != column[line.target]:
            others[line.source].append(line.target)
            others[line.target].append(line.source)
    best: tuple[int, dict[str | None, list[Item]]] | None = None
    for sweep in range(SWEEPS):
        for items in columns if sweep % 2 else reversed(columns):
            number = tree.column(items[0])
            rank = _ranks(tree, columns)
            for item in items:
                _sort(tree, item, rank, others)
            for item in items:
                _swap(tree, item, _Ends(tree, rank, others, column, number))
        crossings = _crossings(scene, tree, columns, column)
        if best is None or crossings < best[0]:
            best = crossings, {key: list(children) for key, children in tree.children.items()}
        if not crossings:
            break
    if best:
        tree.children = best[1]


def _ranks(tree: _Tree, columns: list[list[Item]]) -> dict[str, float]:
    """Where each card stands in its column, from 0 at the top to 1."""
    rank = {}
    for column in columns:
        cards = [card for item in column for card in tree.cards(item)]
        for i, card in enumerate(cards):
            rank[card.id] = (i + 0.5) / len(cards)
    return rank


def _sort(tree: _Tree, item: Item, rank: dict[str, float], others: dict[str, list[str]]) -> None:
    """Sorts what is in ``item`` by the middle of where its lines go."""
    if isinstance(item, Card):
        return

    def middle(child: Item) -> float:
        ends = [rank[other] for card in tree.cards(child) for other in others[card.id]]
        # what has no line stays where it is
        return sum(ends) / len(ends) if ends else rank[tree.cards(child)[0].id]

    children = tree.children.get(item.id, [])
    for child in children:
        _sort(tree, child, rank, others)
    tree.children[item.id] = sorted(children, key=lambda child: (not _is_head(child), middle(child)))


def _swap(tree: _Tree, item: Item, ends: _Ends) -> None:
    """Swaps neighbours in ``item`` as long as that takes crossings away."""
    if isinstance(item, Card):
        return
    children = tree.children.get(item.id, [])
    for child in children:
        _swap(tree, child, ends)
    for _ in range(len(children)):
        swapped = False
        for i in range(len(children) - 1):
            above, below = children[i : i + 2]
            if not _is_head(above) and ends.crossings(below, above) < ends.crossings(above, below):
                children[i], children[i + 1] = below, above
                swapped = True
        if not swapped:
            return


class _Ends:
    """Where the lines of the cards of a column end, for as long as the other columns do not change."""

    def __init__(
        self, tree: _Tree, rank: dict[str, float], others: dict[str, list[str]], column: dict[str, int], number: int
    ) -> None:
        self._tree, self._rank, self._others, self._column, self._number = tree, rank, others, column, number
        self._found: dict[str, tuple[list[float], list[float]]] = {}

    def _of(self, item: Item) -> tuple[list[float], list[float]]:
        """The sorted ranks at which the lines of ``item`` end, in the columns before and after it."""
        if item.id not in self._found:
            before: list[float] = []
            after: list[float] = []
            for card in self._tree.cards(item):
                for other in self._others[card.id]:
                    (before if self._column[other] < self._number else after).append(self._rank[other])
            self._found[item.id] = sorted(before), sorted(after)
        return self._found[item.id]

    def crossings(self, above: Item, below: Item) -> int:
        """How many lines of ``above`` and ``below`` cross when they stand so."""
        return sum(
            bisect.bisect_left(low, end)
            for high, low in zip(self._of(above), self._of(below), strict=True)
            for end in high
        )


def _is_head(child: Item) -> bool:
    """Whether it is the card of the whole itself, which stays first."""
    return isinstance(child, Card) and child.head


def _crossings(scene: Scene, tree: _Tree, columns: list[list[Item]], column: dict[str, int]) -> int:
    rank = _ranks(tree, columns)
    pairs: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for line in scene.lines:
        a, b = sorted((line.source, line.target), key=column.__getitem__)
        if column[a] != column[b]:
            pairs.setdefault((column[a], column[b]), []).append((rank[a], rank[b]))
    crossings = 0
    for ends in pairs.values():
        below: list[float] = []
        for _, group in itertools.groupby(sorted(ends), key=lambda end: end[0]):
            here = [right for _, right in group]
            crossings += sum(len(below) - bisect.bisect_right(below, right) for right in here)
            for right in here:
                bisect.insort(below, right)
    return crossings


# --- places


def _header(frame: Frame) -> float:
    if not frame.lines:
        return 0.0
    return (len(frame.lines) * SIZES.name + len(frame.small) * SIZES.small) * SIZES.line_height + 6


def _width(tree: _Tree, item: Item) -> float:
    if isinstance(item, Card):
        return item.w
    sign = 26 if item.scope else 0
    titles = [width(text, SIZES.name, bold=True) + sign for text in item.lines]
    title = max([*titles, *(width(text, SIZES.small) for text in item.small)], default=0.0)
    inner = max((_width(tree, child) for child in tree.children.get(item.id, ())), default=0.0)
    return max(inner, title) + 2 * FRAME_PAD


def _stack(tree: _Tree, items: Iterable[Item], x: float, y: float, w: float | None = None) -> tuple[float, float]:
    """Stacks items below each other from (x, y), each in the middle of ``w``; gives the x, and the height taken."""
    top = y
    for i, item in enumerate(items):
        if i:
            y += LANE_GAP if isinstance(item, Frame) else CARD_GAP
        item_w = _width(tree, item)
        item.x = x + ((w - item_w) / 2 if w else 0.0)
        item.y = y
        if isinstance(item, Frame):
            item.w = item_w
            inner = item.header = _header(item)
            children = tree.children.get(item.id, [])
            _, taken = _stack(tree, children, item.x + FRAME_PAD, y + FRAME_PAD + inner, item_w - 2 * FRAME_PAD)
            item.h = taken + inner + 2 * FRAME_PAD
        y += item.h
    return x, y - top


# --- lines


def _connect(scene: Scene) -> None:
    """Draws each line as a curve between the facing sides of its cards, its ends spread along them."""
    cards = {card.id: card for card in scene.cards}
    at: dict[tuple[int, str], tuple[float, float]] = {}
    sides: dict[int, str] = {}
    for (id_, side), ends in _ends(scene).items():
        card = cards[id_]
        step = min(PORT_STEP, (card.h - 14) / max(len(ends) - 1, 1))
        top = card.y + card.h / 2 - step * (len(ends) - 1) / 2
        x = card.x if side == "left" else card.x + card.w
        for n, (_, i, role) in enumerate(sorted(ends)):
            at[i, role] = x, top + n * step
            sides[i] = side
    for i, line in enumerate(scene.lines):
        start, end = at[i, "source"], at[i, "target"]
        if _column(cards[line.source]) == _column(cards[line.target]):
            line.points = _loop(start, end, sides[i])
            scene.width = max(scene.width, max(x for x, _ in line.points))
        else:
            line.points = _curve(start, end)
        line.curve = True


def _ends(scene: Scene) -> dict[tuple[str, str], list[tuple[float, int, str]]]:
    """Card and side -> the lines that end there: the height of the other end, number of the line, role of the end."""
    cards = {card.id: card for card in scene.cards}
    loops = _loop_sides(scene, cards)
    ends: dict[tuple[str, str], list[tuple[float, int, str]]] = {}
    for i, line in enumerate(scene.lines):
        for role, card, other in (
            ("source", cards[line.source], cards[line.target]),
            ("target", cards[line.target], cards[line.source]),
        ):
            here, there = _column(card), _column(other)
            side = loops[here] if here == there else "left" if there < here else "right"
            ends.setdefault((card.id, side), []).append((other.y + other.h / 2, i, role))
    return ends


def _loop_sides(scene: Scene, cards: dict[str, Card]) -> dict[int, str]:
    """Column -> the side with fewer lines, for lines within the column; right where nothing is left of it."""
    busy: Counter[tuple[int, str]] = Counter()
    for line in scene.lines:
        a, b = sorted((_column(cards[line.source]), _column(cards[line.target])))
        busy.update([(a, "right"), (b, "left")] if a != b else [])
    columns = {_column(card) for card in scene.cards}
    return {
        column: "left" if column != min(columns) and busy[column, "left"] < busy[column, "right"] else "right"
        for column in columns
    }


def _column(card: Card) -> int:
    return card.column or 0


def _curve(start: tuple[float, float], end: tuple[float, float]) -> list[tuple[float, float]]:
    bend = (end[0] - start[0]) * 0.5
    return [start, (start[0] + bend, start[1]), (end[0] - bend, end[1]), end]


def _loop(start: tuple[float, float], end: tuple[float, float], side: str) -> list[tuple[float, float]]:
    reach = 36 + min(abs(end[1] - start[1]) * 0.12, 50)
    reach = -reach if side == "left" else reach
    return [start, (start[0] + reach, start[1]), (end[0] + reach, end[1]), end]
