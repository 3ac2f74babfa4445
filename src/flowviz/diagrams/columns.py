"""Places cards that stand in columns, inside their frames, with curved lines from side to side.

Graphviz could do it too, but for two or three fixed columns this gives fewer crossings in less room: the cards are
ordered by where their lines go, the ends of lines are spread along the sides of the cards, and the gap between the
columns is as wide as a wide page allows. No line can run under a card, for lines only live in the gaps.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flowviz.diagrams import curves
from flowviz.diagrams.scene import Card, Frame, Scene
from flowviz.theme import SIZES
from flowviz.typography import width

__all__ = ["place"]

CARD_GAP = 8.0
LANE_GAP = 12.0
FRAME_PAD = 11.0
NARROWEST, WIDEST = 130.0, 330.0
WIDE = 1.62
PORT_STEP = 9.0
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


def place(scene: Scene) -> Scene:
    """``scene`` with everything placed. Top-level frames keep their order; what is in them is ordered by its lines."""
    tree = _Tree(scene)
    columns = tree.columns()
    _order(scene, tree, columns)
    heights = [_stack(tree, column, 0.0, 0.0)[1] for column in columns]
    tallest = max(heights, default=0.0)
    widths = [max((_width(tree, item) for item in column), default=0.0) for column in columns]
    gaps = max(len(columns) - 1, 1)
    gap = min(max((tallest * WIDE - sum(widths)) / gaps, NARROWEST), WIDEST)
    x = 0.0
    for column, column_w, height in zip(columns, widths, heights, strict=True):
        _stack(tree, column, x, (tallest - height) / 2, column_w)
        x += column_w + gap
    scene.width, scene.height = max(x - gap, 0.0), tallest
    _connect(scene)
    scene.placed = True
    return scene


# --- order


def _order(scene: Scene, tree: _Tree, columns: list[list[Item]]) -> None:
    """Orders what is in the frames so that lines cross little; keeps the best of several sweeps."""
    if not scene.lines:
        return
    others: dict[str, list[str]] = {}
    for line in scene.lines:
        others.setdefault(line.source, []).append(line.target)
        others.setdefault(line.target, []).append(line.source)
    best = _crossings(scene, tree, columns), _snapshot(tree)
    for sweep in range(SWEEPS):
        for column in columns if sweep % 2 else reversed(columns):
            rank = _ranks(tree, columns)
            for item in column:
                _sort(tree, item, rank, others)
        crossings = _crossings(scene, tree, columns)
        if crossings < best[0]:
            best = crossings, _snapshot(tree)
    tree.children = best[1]


def _snapshot(tree: _Tree) -> dict[str | None, list[Item]]:
    return {key: list(children) for key, children in tree.children.items()}


def _ranks(tree: _Tree, columns: list[list[Item]]) -> dict[str, float]:
    """Where each card stands in its column, from 0 at the top to 1."""
    rank = {}
    for column in columns:
        cards = [card for item in column for card in tree.cards(item)]
        for i, card in enumerate(cards):
            rank[card.id] = (i + 0.5) / len(cards)
    return rank


def _sort(tree: _Tree, item: Item, rank: dict[str, float], others: dict[str, list[str]]) -> None:
    if isinstance(item, Card):
        return

    def middle(child: Item) -> float:
        ends = [rank[other] for card in tree.cards(child) for other in others.get(card.id, ()) if other in rank]
        # what has no line stays where it is
        return sum(ends) / len(ends) if ends else rank[tree.cards(child)[0].id]

    children = tree.children.get(item.id, [])
    for child in children:
        _sort(tree, child, rank, others)
    first = 1 if isinstance(item, Frame) and item.kind != "lane" and _is_head(children) else 0
    tree.children[item.id] = children[:first] + sorted(children[first:], key=middle)


def _is_head(children: Sequence[Item]) -> bool:
    """Whether the first child is the card of the whole itself, which stays first."""
    return bool(children) and isinstance(children[0], Card) and children[0].head


def _crossings(scene: Scene, tree: _Tree, columns: list[list[Item]]) -> int:
    rank = _ranks(tree, columns)
    column_of = {card.id: card.column or 0 for card in scene.cards}
    pairs: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for line in scene.lines:
        a, b = sorted((line.source, line.target), key=lambda end: column_of[end])
        if column_of[a] != column_of[b]:
            pairs.setdefault((column_of[a], column_of[b]), []).append((rank[a], rank[b]))
    crossings = 0
    for ends in pairs.values():
        ends.sort()
        for i, (a, b) in enumerate(ends):
            crossings += sum(1 for c, d in ends[i + 1 :] if d < b and c > a)
    return crossings


# --- places


def _header(frame: Frame) -> float:
    if not frame.lines:
        return 0.0
    return len(frame.lines) * SIZES.name * SIZES.line_height + 8


def _width(tree: _Tree, item: Item) -> float:
    if isinstance(item, Card):
        return item.w
    title = max((width(line, SIZES.name, bold=True) for line in item.lines), default=0.0) + (26 if item.scope else 0)
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
    ports: dict[tuple[str, str], list[tuple[float, int, str]]] = {}
    for i, line in enumerate(scene.lines):
        a, b = cards[line.source], cards[line.target]
        ports.setdefault((a.id, _side(a, b)), []).append((b.y + b.h / 2, i, "source"))
        ports.setdefault((b.id, _side(b, a)), []).append((a.y + a.h / 2, i, "target"))
    at: dict[tuple[int, str], tuple[float, float]] = {}
    for (id_, side), ends in ports.items():
        card = cards[id_]
        step = min(PORT_STEP, (card.h - 14) / max(len(ends) - 1, 1))
        top = card.y + card.h / 2 - step * (len(ends) - 1) / 2
        x = card.x if side == "left" else card.x + card.w
        for n, (_, i, end) in enumerate(sorted(ends)):
            at[i, end] = x, top + n * step
    for i, line in enumerate(scene.lines):
        start, end = at[i, "source"], at[i, "target"]
        same = _column(cards[line.source]) == _column(cards[line.target])
        line.points = _loop(start, end) if same else _curve(start, end)
        line.curve = True
    curves.put_labels(scene)


def _side(card: Card, other: Card) -> str:
    return "left" if _column(other) < _column(card) else "right"


def _column(card: Card) -> int:
    return card.column or 0


def _curve(start: tuple[float, float], end: tuple[float, float]) -> list[tuple[float, float]]:
    bend = (end[0] - start[0]) * 0.5
    return [start, (start[0] + bend, start[1]), (end[0] - bend, end[1]), end]


def _loop(start: tuple[float, float], end: tuple[float, float]) -> list[tuple[float, float]]:
    reach = 36 + min(abs(end[1] - start[1]) * 0.12, 50)
    return [start, (start[0] + reach, start[1]), (end[0] + reach, end[1]), end]
