"""Stacks what stands in each column, and lets the shorter columns slide to where their lines are straight."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from flowviz.adding import summed
from flowviz.diagrams.cards import TAG, TAG_ABOVE
from flowviz.diagrams.columns.tree import is_dummy, is_port
from flowviz.diagrams.scene import Card, Frame
from flowviz.nouns import Noun
from flowviz.theme import SIZES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowviz.diagrams.columns.tree import Item, Tree
    from flowviz.diagrams.scene import Scene

__all__ = ["DENSE", "SPACINGS", "Spacing", "lower", "rising", "slide", "stack"]

_Pull = tuple[Card, Card, float]
"""A card, one in another column that a line joins it to, and how much that wants to be straight."""

ROUNDS: Final = 3
STRAIGHT: Final = 8.0
"""How much more a line past a column wants to be straight than others."""


PORTS, BESIDE_PORT, CORNER = 8.0, 5.0, 3.0
"""Between two ends of lines at a frame, from one to a box, and from one to the corner of the frame besides its margin."""
TITLE: Final = 6.0
"""What the heading of a whole leaves free above and below it, together."""
OWN_HOLE, LANE_HOLE = 32.0, 110.0
"""How much farther apart than need be the department's own boxes and lanes may stand, for the sake of straight lines."""


class Spacing(Noun, kw_only=False):
    """Distances between what stands above each other, and from a frame to what is in it."""

    card: float
    lane: float
    pad: float
    title: float
    inner: float
    """What the text of a card leaves free above and below it, together."""
    least: float
    """The height of the lowest card."""


SPACINGS: Final = (
    Spacing(card=8, lane=9, pad=9, title=7, inner=15, least=34),
    Spacing(card=6, lane=8, pad=8, title=8, inner=11, least=28),
    Spacing(card=6, lane=6, pad=7, title=8, inner=8, least=25),
)
"""The first that fits on the page is taken."""
DENSE: Final = Spacing(card=4, lane=4, pad=5, title=11, inner=7, least=24)
"""For what is too high for the page even so."""


def _pulls(scene: Scene, tree: Tree) -> list[list[list[_Pull]]]:
    """What draws each part of each column up or down."""
    cards = {card.id: card for card in scene.cards}
    found: dict[str, list[_Pull]] = {card.id: [] for card in scene.cards}
    for line in scene.lines:
        if not tree.within(line):
            one, other = cards[line.source], cards[line.target]
            strength = STRAIGHT if "dummy" in (one.kind, other.kind) else 1.0
            found[one.id].append((one, other, strength))
            found[other.id].append((other, one, strength))
    return [
        [[pull for card in tree.cards(item) for pull in found[card.id]] for item in _parts(tree, items)[1]]
        for items in tree.columns
    ]


def _parts(tree: Tree, items: list[Item]) -> tuple[Frame | None, list[Item]]:
    """What moves in a column by itself, and the frame around it: what stands alone in its column may spread, the frame follows."""
    if len(items) == 1 and isinstance(items[0], Frame) and items[0].kind == "department":
        return items[0], tree.children[items[0].id]
    return None, items


def stack(scene: Scene, tree: Tree, spacing: Spacing) -> list[float]:
    """The height of each column. Gives everything its height and its place from top to bottom, and the scene its height."""
    totals = [_stacked(tree, items, 0.0, spacing) for items in tree.columns]
    scene.height = max(totals, default=0.0)
    for items, total in zip(tree.columns, totals, strict=True):
        for item in items:
            _shift(tree, item, (scene.height - total) / 2)
    return totals


def slide(scene: Scene, tree: Tree, spacing: Spacing, totals: Sequence[float]) -> None:
    """Moves the parts of columns that are stacked, and so high, to where their lines are straight; the highest first."""
    pulls = _pulls(scene, tree)
    by_height = sorted(range(len(totals)), key=lambda number: -totals[number])
    for _ in range(ROUNDS):
        for number in by_height:
            _slide(tree, tree.columns[number], pulls[number], scene.height, spacing)


def lower(scene: Scene, spacing: Spacing) -> None:
    """Makes every card as low as its text and ``spacing`` allow."""
    for card in scene.cards:
        if not is_dummy(card) and not card.sized:
            text = (len(card.lines) * SIZES.name + len(card.small) * SIZES.small) * SIZES.line_height
            high = text + TITLE if card.title else max(text + spacing.inner, spacing.least)
            card.h = min(card.h, high + (TAG if card.word else 0.0))


def _stacked(tree: Tree, items: Sequence[Item], top: float, spacing: Spacing) -> float:
    if not items:
        return 0.0
    y = top + _lead(items[0])
    for i, item in enumerate(items):
        if i:
            y += _gap(items[i - 1], item, spacing)
        item.y = y
        if isinstance(item, Frame):
            item.header = _header(item, spacing)
            inner = _stacked(tree, tree.children[item.id], y + spacing.pad + item.header, spacing)
            item.h = inner + item.header + 2 * spacing.pad
        y += item.h
    return y + _lead(items[-1]) - top


def _lead(item: Item) -> float:
    """What an end at a frame keeps from the corner of it."""
    return CORNER if is_port(item) else 0.0


def _header(frame: Frame, spacing: Spacing) -> float:
    if not frame.lines and not frame.small:
        return 0.0
    return (len(frame.lines) * SIZES.name + len(frame.small) * SIZES.small) * SIZES.line_height + spacing.title


def _shift(tree: Tree, item: Item, by: float) -> None:
    item.y += by
    if isinstance(item, Frame):
        for child in tree.children[item.id]:
            _shift(tree, child, by)


def _slide(tree: Tree, items: list[Item], pulls: list[list[_Pull]], height: float, spacing: Spacing) -> None:
    """Moves the parts of a column, in their order, to the mean of where their lines go."""
    around, items = _parts(tree, items)
    if not items:
        return
    above = items[0].y - around.y if around else 0.0
    below = around.y + around.h - items[-1].y - items[-1].h if around else 0.0
    taken = summed(item.h for item in items)
    gaps = [0.0, *(_gap(before, item, spacing) for before, item in itertools.pairwise(items))]
    room = height - above - below - taken - summed(gaps)
    if room < 0.5:
        return
    tops, y = [], above
    for item, gap in zip(items, gaps, strict=True):
        y += gap
        tops.append(y)
        y += item.h
    wants = map(_wish, pulls)
    shifts = rising(
        [(want + item.y - top, weight) for (want, weight), item, top in zip(wants, items, tops, strict=True)]
    )
    hole = OWN_HOLE if around else LANE_HOLE if all(isinstance(item, Frame) for item in items) else room
    for item, top, shift in zip(items, tops, _near(shifts, room, hole), strict=True):
        _shift(tree, item, top + shift - item.y)
    if around:
        bottom = items[-1].y + items[-1].h + below
        around.y = items[0].y - above
        around.h = bottom - around.y


def _near(shifts: list[float], room: float, hole: float) -> list[float]:
    """``shifts`` between 0 and ``room``, none more than ``hole`` after the one before."""
    found = list(itertools.accumulate(shifts, lambda before, shift: min(shift, before + hole)))
    back = summed(shifts) / len(shifts) - summed(found) / len(found)
    return [min(max(shift + back, 0.0), room) for shift in found]


def _gap(before: Item, item: Item, spacing: Spacing) -> float:
    if is_port(before) or is_port(item):
        return (PORTS if is_port(before) and is_port(item) else BESIDE_PORT) + (TAG_ABOVE if item.word else 0.0)
    gap = spacing.lane if isinstance(item, Frame) or isinstance(before, Frame) else spacing.card
    return gap + (TAG_ABOVE if item.word else 0.0)


def _wish(pulls: list[_Pull]) -> tuple[float, float]:
    """How far something wants to move, and how much it wants it."""
    total = weight = 0.0
    for card, other, strength in pulls:
        total += strength * (other.y + other.h / 2 - card.y - card.h / 2)
        weight += strength
    return (total / weight if weight else 0.0), weight


def rising(wishes: Sequence[tuple[float, float]]) -> list[float]:
    """The values nearest to the wished ones, by weight, that never fall; without weight, that of the one before.

    >>> rising([(1, 1), (3, 1), (2, 1), (0, 0)])
    [1.0, 2.5, 2.5, 2.5]
    """
    pools: list[list[float]] = []
    """Sum of weighted wishes, weight, members."""
    for wish, weight in wishes:
        if not weight:
            if pools:
                pools[-1][2] += 1
            else:
                pools.append([0.0, 0.0, 1])
            continue
        if pools and not pools[-1][1]:
            pools[-1][:2] = wish * weight, weight
            pools[-1][2] += 1
        else:
            pools.append([wish * weight, weight, 1])
        while len(pools) > 1 and pools[-2][0] / pools[-2][1] >= pools[-1][0] / pools[-1][1]:
            total, heavy, members = pools.pop()
            pools[-1][0] += total
            pools[-1][1] += heavy
            pools[-1][2] += members
    return [total / weight if weight else 0.0 for total, weight, members in pools for _ in range(int(members))]
