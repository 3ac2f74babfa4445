"""What stands in columns as numbers: fast to put in another order and to ask how often lines cross then."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right, insort
from typing import TYPE_CHECKING, Final

from flowviz.adding import summed
from flowviz.diagrams.columns.tree import is_port
from flowviz.diagrams.scene import Card

if TYPE_CHECKING:
    from collections.abc import Hashable

    from flowviz.diagrams.columns.tree import Item, Tree
    from flowviz.diagrams.scene import Scene

__all__ = ["CROSSING", "PAIR", "Column", "Matrix", "Stack", "numbered"]

CROSSING: Final = 10_000
"""What a crossing costs."""
PAIR: Final = 1_500
"""What two siblings cost that stand otherwise than in the catalogue."""
PAIR_AROUND: Final = 5_000
"""The same around what is asked about."""
MIDDLE: Final = 4
"""How much heavier that weighs between the lanes, where readers know the order."""

Matrix = list[list[int]]
"""What each of some things costs above each other one."""


class Stack:
    """The siblings with lines of a list, as numbers from 0 in the order of the catalogue; heads come first and stay."""

    def __init__(self, home: list[Item]) -> None:
        self.home = home
        self.items: list[Item] = []
        self.cards: list[list[int]] = []
        """The cards with lines in each."""
        self.inner: list[Stack | None] = []
        """What stands in each frame."""
        self.free: list[bool] = []
        """Whether each is the end of a line at a frame, which has no place in the catalogue."""
        self.heads = 0
        self.order: list[int] = []

    @property
    def moved(self) -> int:
        """How many pairs stand otherwise than in the catalogue."""
        free = self.free
        return sum([a > b for a, b in itertools.combinations([i for i in self.order if not free[i]], 2)])

    def write(self) -> None:
        """Orders the list; what has no lines makes no difference to what has, and keeps its place."""
        arranged = iter([self.items[i] for i in self.order])
        here = {item.id for item in self.items}
        self.home[:] = [next(arranged) if item.id in here else item for item in self.home]


class Column:
    """The cards with lines in a column, as numbers from 0 in the order of the catalogue, and their places."""

    def __init__(self, pair: int, weight: int, *, asked: bool) -> None:
        self.pair = pair
        """What two siblings cost that stand otherwise than in the catalogue."""
        self.asked = asked
        """Whether what is asked about stands in it."""
        self.weight = weight
        """How heavy an order weighs that is not that of the catalogue."""
        self.ids: list[str] = []
        self.stacks: list[Stack] = []
        """Each list of siblings, outermost first."""
        self.place: list[int] = []
        self.ends: dict[int, list[list[int]]] = {}
        """Number of another column -> the cards there that each card has lines to."""
        self.inner: list[tuple[int, int]] = []
        """The lines within the column."""
        self.arranged: dict[Hashable, tuple[tuple[int, ...], ...]] = {}
        """What became of its orders before, by them and by what it was ordered against."""
        self._costs: dict[Hashable, Matrix] = {}

    @property
    def key(self) -> Hashable:
        """All that its order hangs on, without names."""
        stacks = tuple(
            [
                (stack.heads, tuple(map(tuple, stack.cards)), tuple(map(bool, stack.inner)), tuple(stack.free))
                for stack in self.stacks
            ]
        )
        ends = tuple([(other, tuple(map(tuple, mine))) for other, mine in self.ends.items()])
        return self.pair, self.asked, self.weight, stacks, ends, tuple(self.inner)

    def number(self) -> None:
        """Counts the cards from the top."""
        place = self.place
        i = 0
        top = self.stacks[0]
        waiting = [(top, iter(top.order))]
        while waiting:
            stack, rest = waiting[-1]
            cards, inner = stack.cards, stack.inner
            for item in rest:
                within = inner[item]
                if within is not None:
                    waiting.append((within, iter(within.order)))
                    break
                place[cards[item][0]] = i
                i += 1
            else:
                waiting.pop()

    def around(self, columns: list[Column]) -> Hashable:
        """The places of what its lines go to."""
        return tuple([tuple(columns[other].place) for other in self.ends])

    def costs(self, columns: list[Column]) -> Matrix:
        """How often lines of each card cross those of each other one, if it stands above that."""
        around = self.around(columns)
        if around not in self._costs:
            self._costs[around] = self._cost(columns)
        return self._costs[around]

    def _cost(self, columns: list[Column]) -> Matrix:
        found: Matrix = []
        for other, ends in self.ends.items():
            bits = [1 << at for at in columns[other].place]
            masks = [summed([bits[end] for end in mine]) for mine in ends]
            rows = []
            for mine in ends:
                row = [0] * len(masks)
                for n, end in enumerate(mine):
                    above = bits[end] - 1
                    if n:
                        row = [cost + (mask & above).bit_count() for cost, mask in zip(row, masks, strict=True)]
                    else:
                        row = [(mask & above).bit_count() for mask in masks]
                rows.append(row)
            found = (
                [[a + b for a, b in zip(*two, strict=True)] for two in zip(found, rows, strict=True)] if found else rows
            )
        return found

    def crossed(self, number: int, columns: list[Column]) -> int:
        """How many pairs of its lines cross: of those to columns after its own ``number``, and of those within it."""
        found = 0
        for other, ends in self.ends.items():
            if other > number:
                there = columns[other].place
                lines = sorted([(at, there[end]) for at, mine in zip(self.place, ends, strict=True) for end in mine])
                above: list[int] = []
                # those of one card come in rising order, so they never count against each other
                for _, end in lines:
                    found += len(above) - bisect_right(above, end)
                    insort(above, end)
        return found + (self._crossed_within(number) if self.inner else 0)

    def _crossed_within(self, number: int) -> int:
        """How many lines the tracks of those within the column cross, on the side where they cross fewer."""
        place = self.place
        sides: tuple[list[int], list[int]] = ([], [])
        for other, ends in self.ends.items():
            for at, mine in zip(place, ends, strict=True):
                sides[other > number].extend([at] * len(mine))
        for side in sides:
            side.sort()
        found = 0
        for a, b in self.inner:
            first, last = sorted((place[a], place[b]))
            found += min([bisect_left(side, last) - bisect_right(side, first) for side in sides])
        return found


def numbered(scene: Scene, tree: Tree) -> list[Column]:
    """The columns of ``tree`` with the lines of ``scene``."""
    pairs = {
        (line.source, line.target) if line.source < line.target else (line.target, line.source) for line in scene.lines
    }
    linked = {end for pair in pairs for end in pair}
    columns: list[Column] = []
    at: dict[str, tuple[int, int]] = {}
    asked = [any(item.strong for item in items) for items in tree.columns]
    for number, items in enumerate(tree.columns):
        weight = MIDDLE if number % 2 and not any(asked) else 1
        column = Column(PAIR_AROUND if any(asked) else PAIR, weight, asked=asked[number])
        _stack(items, column, tree, linked)
        column.place = list(range(len(column.ids)))
        at.update({id_: (number, i) for i, id_ in enumerate(column.ids)})
        columns.append(column)
        column.number()
    for a, b in sorted(pairs):
        (here, one), (there, other) = at[a], at[b]
        if here == there:
            columns[here].inner.append((one, other))
            continue
        for this, mine, that, end in ((here, one, there, other), (there, other, here, one)):
            ends = columns[this].ends
            if that not in ends:
                ends[that] = [[] for _ in columns[this].ids]
            ends[that][mine].append(end)
    return columns


def _stack(home: list[Item], column: Column, tree: Tree, linked: set[str]) -> Stack:
    stack = Stack(home)
    column.stacks.append(stack)
    ids = column.ids
    for item in home:
        first = len(ids)
        if isinstance(item, Card):
            if item.id not in linked:
                continue
            ids.append(item.id)
            stack.cards.append([first])
            stack.inner.append(None)
            stack.free.append(is_port(item))
            stack.heads += item.head
        else:
            inner = _stack(tree.children[item.id], column, tree, linked)
            if len(ids) == first:
                continue
            stack.cards.append(list(range(first, len(ids))))
            stack.inner.append(inner)
            stack.free.append(False)
        stack.items.append(item)
    stack.order = list(range(len(stack.items)))
    return stack
