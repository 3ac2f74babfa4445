"""How wide cards, frames and columns are: as their texts need, and narrower where the page is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flowviz.adding import summed
from flowviz.catalogue import OWN
from flowviz.diagrams.cards import fit
from flowviz.diagrams.columns.tree import is_dummy
from flowviz.diagrams.scene import Card, Frame
from flowviz.theme import MARKS, SIZES
from flowviz.typography import width, wrap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowviz.diagrams.columns.heights import Spacing
    from flowviz.diagrams.columns.tree import Item, Tree

__all__ = ["LEAST", "centre", "narrow", "spread", "tag_width", "title_width", "trim", "unwrapped", "widen"]

MOST_LINES: Final = 12
"""Of a name on a page that is narrow."""
LEAST: Final = 96.0
"""No card is narrower."""


def trim(tree: Tree) -> None:
    """Makes the cards of each column as wide as the widest of its texts, and not wider than they were."""
    for items in tree.columns:
        cards = [card for item in items for card in tree.cards(item) if not is_dummy(card)]
        if not cards:
            continue
        frames = [item for item in items if isinstance(item, Frame)]
        widest = max(card.w for card in cards)
        for frame in frames:
            _wrap_title(frame, widest)
        needed = max([LEAST, *(_needed(card) for card in cards), *(title_width(frame) + 4 for frame in frames)])
        for card in cards:
            card.w = min(card.w, needed)


def _wrap_title(frame: Frame, most: float) -> None:
    if frame.lines and title_width(frame) + 4 > most:
        sign = 26 if frame.scope else 0
        frame.lines = wrap(unwrapped(frame.lines, frame.text), max(most - sign - 4, 60), SIZES.name, bold=True)


def _needed(card: Card) -> float:
    if card.sized:
        return card.w
    names = (width(line, SIZES.name, bold=card.bold) for line in card.lines)
    small = (width(line, SIZES.small) for line in card.small)
    sign = 40 if card.sign and card.scope != OWN else SIZES.pad
    text = max([*names, *small], default=0.0) + SIZES.pad + sign + 0.5
    return max(text, tag_width(card))


def tag_width(card: Card) -> float:
    """The width that the tag of a card needs."""
    return width(f"{MARKS[card.mark].sign} {card.word}", SIZES.small, bold=True) + 34 if card.mark in MARKS else 0.0


def narrow(tree: Tree, most: float, least: float, spacing: Spacing) -> None:
    """Wraps cards and titles anew until the columns together are not wider than ``most``, no card narrower than ``least``."""
    for _ in range(4):
        spread(tree, spacing)
        taken = [max(item.w for item in items) for items in tree.columns]
        over = summed(taken) - most
        if over <= 0.5:
            return
        share = over / summed(max(w - least, 1.0) for w in taken)
        for items, w in zip(tree.columns, taken, strict=True):
            _rewrap(tree, items, -share * max(w - least, 1.0), least)


def widen(tree: Tree, number: int, by: float) -> None:
    """Wraps the cards and titles of a column anew, up to ``by`` wider, so that they take fewer lines."""
    _rewrap(tree, tree.columns[number], by, LEAST)
    trim(tree)


def _rewrap(tree: Tree, items: list[Item], by: float, least: float) -> None:
    cards = [
        card for item in items for card in tree.cards(item) if not is_dummy(card) and not card.sized and card.lines
    ]
    for card in cards:
        name, small = unwrapped(card.lines, card.text), " ".join(card.small)
        card.w = max(card.w + by, min(card.w, least), tag_width(card))
        card.lines, card.small = [name], [small] if small else []
        fit(card, MOST_LINES)
    widest = max((card.w for item in items for card in tree.cards(item)), default=LEAST)
    for item in items:
        if isinstance(item, Frame) and item.lines:
            item.lines = [unwrapped(item.lines, item.text)]
            _wrap_title(item, widest)


def unwrapped(lines: list[str], text: str) -> str:
    """The words that were wrapped into ``lines``; ``text`` begins with them and tells which hyphens were added.

    >>> unwrapped(["Työvoima- ja", "maahanmuutto-", "palvelut"], "Työvoima- ja maahanmuuttopalvelut, oma")
    'Työvoima- ja maahanmuuttopalvelut'
    """
    at = 0
    for line in lines:
        if text[at : at + 1] == " ":
            at += 1
        if text.startswith(line, at):
            at += len(line)
        elif line.endswith("-") and text.startswith(line[:-1], at):
            at += len(line) - 1
        else:
            return " ".join(lines)
    return text[:at]


def spread(tree: Tree, spacing: Spacing, rooms: Mapping[tuple[str, str], float] | None = None) -> None:
    """Gives each frame its width; ``rooms`` says how much is kept free at a side of a frame."""
    for items in tree.columns:
        for item in items:
            _frame_width(tree, item, spacing, rooms or {})


def _frame_width(tree: Tree, item: Card | Frame, spacing: Spacing, rooms: Mapping[tuple[str, str], float]) -> float:
    if isinstance(item, Frame):
        inner = max((_frame_width(tree, child, spacing, rooms) for child in tree.children[item.id]), default=0.0)
        item.w = max(inner + 2 * spacing.pad, title_width(item) + SIZES.pad + spacing.pad)
        item.w += max(rooms.get((item.id, "left"), 0.0) - spacing.pad, 0.0)
        item.w += max(rooms.get((item.id, "right"), 0.0) - spacing.pad, 0.0)
    return item.w


def title_width(frame: Frame) -> float:
    """The width of the title of a frame, with its sign."""
    sign = 26 if frame.scope else 0
    titles = [width(text, SIZES.name, bold=True) + sign for text in frame.lines]
    return max([*titles, *(width(text, SIZES.small) for text in frame.small)], default=0.0)


def centre(tree: Tree, item: Card | Frame, x: float, spacing: Spacing, rooms: Mapping[tuple[str, str], float]) -> None:
    """Places ``item`` at ``x`` and what is in it in its middle."""
    item.x = x
    if isinstance(item, Frame):
        left = max(rooms.get((item.id, "left"), 0.0), spacing.pad)
        right = max(rooms.get((item.id, "right"), 0.0), spacing.pad)
        for child in tree.children[item.id]:
            if isinstance(child, Card) and child.title:
                child.x = item.x + rooms.get((item.id, "title"), spacing.pad)
                child.w = item.x + item.w - spacing.pad - child.x
                continue
            centre(tree, child, x + left + (item.w - left - right - child.w) / 2, spacing, rooms)
