"""Sifts some columns by how often lines would cross if their neighbours were then ordered at best.

Of two siblings in a neighbouring column, the one stands above that then crosses less. How often their lines cross each
way is known from the order of this column alone, and moving a thing past another changes it for those alone that have
lines to both. So every place of a thing is tried for next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flowviz.diagrams.columns.stacks import CROSSING, PAIR

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flowviz.diagrams.columns.stacks import Column, Stack

__all__ = ["foresee"]

ROUNDS: Final = 8
HALF: Final = CROSSING // 2

Effect = list[tuple[int, int]]
"""Numbers of pairs of siblings, and what is added to each."""


def foresee(columns: list[Column], moving: Sequence[int], following: Sequence[int]) -> int:
    """Orders the columns ``moving``, each thing moved only for a gain, as if those ``following`` were ordered at best.

    Gives how many lines cross then at least.
    """
    foresight = _Foresight(columns, following)
    for _ in range(ROUNDS):
        if not sum([foresight.sift(number) for number in moving]):
            break
    return foresight.least


class _Foresight:
    def __init__(self, columns: list[Column], following: Iterable[int]) -> None:
        self.columns = columns
        self.most = 0
        """How often lines cross, whichever of each pair stands above, together."""
        self.lean: list[int] = []
        """Of each pair of siblings: how much more often lines cross if the first stands above than if the second does."""
        self.pairs: dict[int, list[list[tuple[int, int]]]] = {}
        """Of each following column: for two cards the pair that they are in, and 1 if the first is in the first."""
        self.effects: dict[tuple[int, int, int], Effect] = {}
        for number in following:
            column = columns[number]
            count = len(column.ids)
            table = [[(0, 0)] * count for _ in range(count)]
            costs = column.costs(columns)
            for stack in column.stacks:
                for i, one in enumerate(stack.cards):
                    for other in stack.cards[i + 1 :]:
                        pair = len(self.lean)
                        first = second = 0
                        for a in one:
                            for b in other:
                                table[a][b], table[b][a] = (pair, 1), (pair, -1)
                                first += costs[a][b]
                                second += costs[b][a]
                        self.lean.append(first - second)
                        self.most += first + second
            self.pairs[number] = table

    @property
    def least(self) -> int:
        """How often lines cross if of each pair the better one stands above."""
        return (self.most - sum(map(abs, self.lean))) // 2

    def sift(self, number: int) -> bool:
        """Moves each thing of a column to where lines would cross least, and of such places to where most of its siblings
        stand beside it as in the catalogue. Gives whether any moved."""
        column = self.columns[number]
        moved = False
        for stack in column.stacks:
            if len(stack.items) - stack.heads > 1:
                for item in range(stack.heads, len(stack.items)):
                    moved |= self._move(column, stack, item)
        if moved:
            column.number()
        return moved

    def _move(self, column: Column, stack: Stack, item: int) -> bool:
        lean, order = self.lean, stack.order
        here = order.index(item)
        best, best_at = 0, here
        back = 0 if stack.free[item] else PAIR
        for way in (range(here - 1, stack.heads - 1, -1), range(here + 1, len(order))):
            gain = 0
            passed: list[Effect] = []
            for at in way:
                effect = self._effect(column, stack, *((item, order[at]) if at < here else (order[at], item)))
                passed.append(effect)
                for pair, change in effect:
                    before = lean[pair]
                    lean[pair] = after = before + change
                    gain += HALF * (abs(after) - abs(before))
                if not stack.free[order[at]]:
                    gain += back if (order[at] > item) == (at < here) else -back
                if gain > best:
                    best, best_at = gain, at
            for effect in passed:
                for pair, change in effect:
                    lean[pair] -= change
        if best_at == here:
            return False
        for at in range(here - 1, best_at - 1, -1) if best_at < here else range(here + 1, best_at + 1):
            for pair, change in self._effect(
                column, stack, *((item, order[at]) if best_at < here else (order[at], item))
            ):
                lean[pair] += change
        order.insert(best_at, order.pop(here))
        return True

    def _effect(self, column: Column, stack: Stack, rising: int, sinking: int) -> Effect:
        """What it changes that one thing rises above another."""
        key = id(stack), rising, sinking
        if key in self.effects:
            return self.effects[key]
        found: dict[int, int] = {}
        for number, ends in column.ends.items():
            if table := self.pairs.get(number):
                below = [end for card in stack.cards[sinking] for end in ends[card]]
                for card in stack.cards[rising]:
                    for a in ends[card]:
                        row = table[a]
                        for b in below:
                            pair, sign = row[b]
                            if sign:
                                found[pair] = found.get(pair, 0) - 2 * sign
        effect = [(pair, change) for pair, change in found.items() if change]
        self.effects[key] = effect
        return effect
