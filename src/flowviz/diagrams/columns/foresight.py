"""Sifts some columns by how often lines would cross if their neighbours were then ordered at best.

Of two siblings in a neighbouring column, the one stands above that then crosses less. How often their lines cross each
way is known from the order of this column alone, and moving a thing past another changes it for those alone that have
lines to both. So every place of a thing is tried for next to nothing.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from flowviz.adding import summed
from flowviz.diagrams.columns.stacks import CROSSING

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from flowviz.diagrams.columns.stacks import Column, Stack

__all__ = ["Foresight"]

ROUNDS: Final = 8
HALF: Final = CROSSING // 2

Effect = list[tuple[int, int]]
"""Numbers of pairs of siblings, and what is added to each."""


class Foresight:
    """Orders the columns ``moving`` as if those ``following`` were then ordered at best."""

    def __init__(self, columns: list[Column], moving: Sequence[int], following: Sequence[int]) -> None:
        self.columns, self.following = columns, following
        self.lean: list[int] = []
        """Of each pair of siblings: how much more often lines cross if the first stands above than if the second does."""
        self.pairs: dict[int, list[list[tuple[int, int]]]] = {}
        """Of each following column: for two cards the pair that they are in, and 1 if the first is in the first."""
        self.effects: dict[int, _Effects] = {}
        self.stacks = {
            number: [stack for stack in columns[number].stacks if len(stack.items) - stack.heads > 1]
            for number in moving
        }
        self.count = summed([len(stack.items) - stack.heads for stacks in self.stacks.values() for stack in stacks])
        """How many things there are to move."""
        self.still = 0
        """How many were tried since one moved; once that is all of them, none will."""
        self.led: dict[Hashable, list[list[int]]] = {}
        """What became of each order."""
        pair = 0
        for number in following:
            column = columns[number]
            table = [[(0, 0)] * len(column.ids) for _ in column.ids]
            for stack in column.stacks:
                for one, other in itertools.combinations(stack.cards, 2):
                    for a, b in itertools.product(one, other):
                        table[a][b], table[b][a] = (pair, 1), (pair, -1)
                    pair += 1
            self.pairs[number] = table

    def foresee(self) -> int:
        """How many lines cross at least when everything is moved to where it gains."""
        most = self._weigh()
        self.still = 0
        for _ in range(ROUNDS):
            for number, stacks in self.stacks.items():
                self._sift(self.columns[number], stacks)
            if self.still == self.count:
                break
        return (most - summed(map(abs, self.lean))) // 2

    def lead(self) -> None:
        """Moves everything to where it gains, and what stands as it did before to where it went then."""
        stacks = list(itertools.chain(*self.stacks.values()))

        def order() -> Hashable:
            around = [self.columns[number].around(self.columns) for number in self.following]
            return tuple([tuple(stack.order) for stack in stacks]), tuple(around)

        before = order()
        if before not in self.led:
            self.foresee()
            self.led[before] = led = [stack.order[:] for stack in stacks]
            if self.still == self.count:
                self.led[order()] = led
            return
        for stack, found in zip(stacks, self.led[before], strict=True):
            stack.order = found[:]
        for number in self.stacks:
            self.columns[number].number()

    def _weigh(self) -> int:
        """How often lines cross, whichever of each pair stands above, together; sets where each leans."""
        most = 0
        self.lean = []
        for number in self.following:
            costs = self.columns[number].costs(self.columns)
            for stack in self.columns[number].stacks:
                for one, other in itertools.combinations(stack.cards, 2):
                    first = second = 0
                    for a, b in itertools.product(one, other):
                        first += costs[a][b]
                        second += costs[b][a]
                    self.lean.append(first - second)
                    most += first + second
        return most

    def _sift(self, column: Column, stacks: list[Stack]) -> None:
        """Moves each thing of a column for a gain: of crossings, and of siblings that stand beside it as in the catalogue."""
        moved = False
        for stack in stacks:
            effects = self.effects.get(id(stack))
            if effects is None:
                effects = self.effects[id(stack)] = _Effects(column, stack, self.pairs)
            for item in range(stack.heads, len(stack.items)):
                if self.still == self.count:
                    return
                if self._move(column, stack, item, effects):
                    self.still, moved = 0, True
                else:
                    self.still += 1
        if moved:
            column.number()

    def _move(self, column: Column, stack: Stack, item: int, effects: _Effects) -> bool:
        order, free = stack.order, stack.free
        here = order.index(item)
        best, best_at, best_lean = 0, here, self.lean
        # the end of a line at a frame has no place in the catalogue: it stands at the top where that is as good
        back = 1 if free[item] else column.pair
        for up, way in ((True, range(here - 1, stack.heads - 1, -1)), (False, range(here + 1, len(order)))):
            gain, lean = 0, self.lean[:]
            for at in way:
                other = order[at]
                for pair, change in effects[(item, other) if up else (other, item)]:
                    before = lean[pair]
                    lean[pair] = after = before + change
                    gain += HALF * (abs(after) - abs(before))
                if not free[other]:
                    gain += back if (other > item) == up else -back
                if gain > best:
                    best, best_at, best_lean = gain, at, lean[:]
        if best_at == here:
            return False
        self.lean = best_lean
        order.insert(best_at, order.pop(here))
        return True


class _Effects(dict[tuple[int, int], Effect]):
    """What it changes that the first of two things of a stack rises above the second."""

    def __init__(self, column: Column, stack: Stack, pairs: dict[int, list[list[tuple[int, int]]]]) -> None:
        super().__init__()
        self.ends = [
            (pairs[number], [[end for card in cards for end in ends[card]] for cards in stack.cards])
            for number, ends in column.ends.items()
            if pairs.get(number)
        ]

    def __missing__(self, two: tuple[int, int]) -> Effect:
        rising, sinking = two
        found: dict[int, int] = {}
        for table, ends in self.ends:
            if below := ends[sinking]:
                for a in ends[rising]:
                    row = table[a]
                    for b in below:
                        pair, sign = row[b]
                        if sign:
                            found[pair] = found.get(pair, 0) - 2 * sign
        self[two] = effect = [(pair, change) for pair, change in found.items() if change]
        self[sinking, rising] = [(pair, -change) for pair, change in effect]
        return effect
