"""Orders what stands in each column so that lines cross as little as can be, and moves nothing without a gain.

The order of one column against fixed neighbours is a sum over pairs of siblings: how often the lines of one cross those
of the other if it stands above. The least sum is found exactly for few siblings and by sifting for many. So the outer
columns are ordered against the middle as the catalogue has it; then each part of the middle is tried at each other place,
with the outer columns ordered anew, and at last all columns in turn until nothing is gained. An order that saves nothing
is never preferred to that of the catalogue.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right, insort
from typing import TYPE_CHECKING, Final

from flowviz.diagrams.columns.tree import is_head
from flowviz.diagrams.scene import Card, Frame

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowviz.diagrams.columns.tree import Item, Tree
    from flowviz.diagrams.scene import Scene

__all__ = ["crossings", "order"]

EXACT: Final = 7
"""So many siblings are ordered exactly; more by sifting."""
ROUNDS: Final = 8
TRIES: Final = 120
"""How many other orders of the middle are tried."""
CROSSING: Final = 1000
"""What a crossing costs against a pair that stands otherwise than in the catalogue."""

Ends = dict[int, list[int]]
"""Number of a column -> the sorted places in it where lines end."""


def order(scene: Scene, tree: Tree) -> None:
    """Orders every list of ``tree``; the heads of wholes stay first, and what has a smaller rank above the others."""
    if scene.lines:
        _Search(scene, tree).settle()
    for number in range(len(tree.columns)):
        for stack in tree.stacks(number):
            stack.sort(key=lambda item: (not is_head(item), item.rank))


def crossings(scene: Scene, tree: Tree) -> int:
    """How many lines between columns cross when everything stands as in ``tree``."""
    return _Search(scene, tree).crossings()


class _Search:
    def __init__(self, scene: Scene, tree: Tree) -> None:
        self.tree = tree
        self.stacks = [tree.stacks(number) for number in range(len(tree.columns))]
        self.first = {item.id: i for stacks in self.stacks for stack in stacks for i, item in enumerate(stack)}
        self.others: dict[str, list[str]] = {card.id: [] for card in scene.cards}
        pairs = {tuple(sorted((line.source, line.target))) for line in scene.lines}
        self.linked = {end for pair in pairs for end in pair}
        self.inner = sorted(pair for pair in pairs if tree.column_of[pair[0]] == tree.column_of[pair[1]])
        for a, b in sorted(pairs.difference(self.inner)):
            self.others[a].append(b)
            self.others[b].append(a)
        self.lines_of = [
            [(card, others) for card, others in self.others.items() if others and tree.column_of[card] == number]
            for number in range(len(tree.columns))
        ]
        self.heads = [[sum(map(is_head, stack)) for stack in stacks] for stacks in self.stacks]
        self.members: list[list[tuple[str, list[str]]]] = []
        """Of each column: its frames with lines, and the cards with lines in each."""
        for stacks in self.stacks:
            found = [
                (item.id, [card.id for card in tree.cards(item) if self.others[card.id]])
                for stack in stacks
                for item in stack
                if isinstance(item, Frame)
            ]
            self.members.append([(frame, cards) for frame, cards in found if cards])
        self.between: dict[tuple[int, int], list[tuple[str, str]]] = {}
        for a, b in sorted(pairs.difference(self.inner)):
            left, right = (a, b) if tree.column_of[a] < tree.column_of[b] else (b, a)
            self.between.setdefault((tree.column_of[left], tree.column_of[right]), []).append((left, right))
        self.place: dict[str, int] = {}
        for number in range(len(self.stacks)):
            self._number(number)

    def settle(self) -> None:
        numbers = [number for number, lines in enumerate(self.lines_of) if lines]
        # the middle stays as in the catalogue, but for what saves crossings with its neighbours ordered anew
        self._settle(numbers[::2])
        self._try_others(numbers)

    def _sort_roughly(self, number: int) -> None:
        """Sorts a column by the means of where its lines go."""
        place = self.place
        self._sort(
            number,
            {card: (sum([place[other] for other in others]), len(others)) for card, others in self.lines_of[number]},
        )

    def _sort(self, number: int, wishes: Mapping[str, tuple[float, int]]) -> None:
        """Sorts a column by the means of the wishes (sum, count) of its cards; what has none keeps its place."""
        mean = {card: wish / count for card, (wish, count) in wishes.items()}
        for frame, cards in self.members[number]:
            inside = [wishes[card] for card in cards]
            mean[frame] = sum([wish for wish, _ in inside]) / sum([count for _, count in inside])
        for stack, heads in zip(self.stacks[number], self.heads[number], strict=True):
            items = [item for item in stack[heads:] if item.id in mean]
            if len(items) < 2:
                continue
            items.sort(key=lambda item: mean[item.id])
            if len(items) < len(stack) - heads:
                arranged = iter(items)
                items = [next(arranged) if item.id in mean else item for item in stack[heads:]]
            stack[heads:] = items
        self._number(number)

    # --- one column

    def _number(self, number: int) -> None:
        """Counts the cards with lines in a column, so that those without make no difference."""
        left = self.tree.columns[number][::-1]
        i = 0
        while left:
            item = left.pop()
            if item.id in self.others:
                self.place[item.id] = i
                i += item.id in self.linked
            else:
                left += self.tree.children[item.id][::-1]

    def _arrange(self, number: int) -> bool:
        """Orders a column against its neighbours. Gives whether anything moved."""
        ends: dict[str, Ends] = {}
        for item in self.tree.columns[number]:
            self._ends(item, ends)
        moved = False
        for stack, heads in zip(self.stacks[number], self.heads[number], strict=True):
            moved |= self._arrange_stack(stack, heads, ends)
        if moved:
            self._number(number)
        return moved

    def _ends(self, item: Item, found: dict[str, Ends]) -> Ends:
        mine: Ends = {}
        if isinstance(item, Card):
            for other in self.others[item.id]:
                mine.setdefault(self.tree.column_of[other], []).append(self.place[other])
        else:
            for child in self.tree.children[item.id]:
                for number, places in self._ends(child, found).items():
                    mine.setdefault(number, []).extend(places)
        for places in mine.values():
            places.sort()
        found[item.id] = mine
        return mine

    def _arrange_stack(self, stack: list[Item], heads: int, ends: dict[str, Ends]) -> bool:
        items = [item for item in stack[heads:] if ends[item.id]]
        if len(items) < 2 or self._in_order(items, ends):
            return False
        cost = [
            [CROSSING * _crossed(ends[a.id], ends[b.id]) + (self.first[a.id] > self.first[b.id]) for b in items]
            for a in items
        ]
        numbers = range(len(items))
        if _is_least(list(numbers), cost):
            return False
        found = _sifted(cost)
        if len(items) <= EXACT and not _is_least(found, cost):
            found = _exact(cost)
        if list(numbers) == found:
            return False
        arranged = iter([items[i] for i in found])
        stack[heads:] = [next(arranged) if ends[item.id] else item for item in stack[heads:]]
        return True

    def _in_order(self, items: list[Item], ends: dict[str, Ends]) -> bool:
        """Whether no lines of ``items`` cross, and none of them could stand as in the catalogue instead."""
        lowest: dict[int, int] = {}
        before = -1
        for item in items:
            below = False
            for number, places in ends[item.id].items():
                last = lowest.get(number, -1)
                if places[0] < last:
                    return False
                below |= places[0] > last >= 0
                lowest[number] = places[-1]
            if self.first[item.id] < before and not below:
                return False
            before = self.first[item.id]
        return True

    # --- all columns

    def _settle(self, turns: list[int]) -> None:
        for _ in range(ROUNDS):
            moved = sum(self._arrange(number) for number in turns)
            if not moved:
                return

    def _try_others(self, numbers: list[int]) -> None:
        """Tries each part of the middle columns at each other place, and keeps what saves a crossing."""
        cost = self.cost()
        moves = (
            (number, stack, item, other)
            for number in numbers[1::2]
            for stack, heads in zip(self.stacks[number], self.heads[number], strict=True)
            for item, other in itertools.permutations(
                [item for item in stack[heads:] if any(self.others[card.id] for card in self.tree.cards(item))], 2
            )
        )
        for number, stack, item, other in itertools.islice(moves, TRIES):
            if cost < CROSSING:
                return
            cost = self._try(number, stack, item, other, cost)
        self._settle(numbers)

    def _try(self, number: int, stack: list[Item], item: Item, other: Item, cost: int) -> int:
        """Moves ``item`` to the place of ``other`` if that saves a crossing. Gives what the order costs then."""
        beside = [near for near in (number - 1, number + 1) if 0 <= near < len(self.stacks) and self.lines_of[near]]
        touched = [stack, *(one for near in beside for one in self.stacks[near])]
        before, place = [list(one) for one in touched], dict(self.place)
        at = stack.index(other)
        stack.remove(item)
        stack.insert(at, item)
        self._number(number)
        for near in beside:
            self._sort_roughly(near)
        if self.crossings() <= cost // CROSSING:
            for near in beside:
                self._arrange(near)
            found = self.cost()
            if found // CROSSING < cost // CROSSING:
                return found
        for one, items in zip(touched, before, strict=True):
            one[:] = items
        self.place = place
        return cost

    def cost(self) -> int:
        """What the order costs: crossings, and neighbours that stand otherwise than in the catalogue."""
        first = self.first
        moved = 0
        for stack in itertools.chain.from_iterable(self.stacks):
            places = [first[item.id] for item in stack]
            moved += sum([a > b for a, b in itertools.pairwise(places)])
        return CROSSING * self.crossings() + moved

    def crossings(self) -> int:
        """How many pairs of lines between columns cross."""
        place = self.place
        found = 0
        for pairs in self.between.values():
            ends = sorted([(place[left], place[right]) for left, right in pairs])
            above: list[int] = []
            # those of one card come in rising order, so they never count against each other
            for _, right in ends:
                found += len(above) - bisect_right(above, right)
                insort(above, right)
        return found + self._crossed_within()

    def _crossed_within(self) -> int:
        """How many lines the tracks of those within a column cross, on the side where they cross fewer."""
        if not self.inner:
            return 0
        places: dict[tuple[int, bool], list[int]] = {}
        column_of, place = self.tree.column_of, self.place
        for card, others in self.others.items():
            for other in others:
                places.setdefault((column_of[card], column_of[card] < column_of[other]), []).append(place[card])
        for ends in places.values():
            ends.sort()
        found = 0
        for a, b in self.inner:
            first, last = sorted((place[a], place[b]))
            sides = [places.get((column_of[a], right), []) for right in (False, True)]
            found += min(bisect_left(ends, last) - bisect_right(ends, first) for ends in sides)
        return found


def _crossed(above: Ends, below: Ends) -> int:
    """How many lines of one cross those of the other that stands below it."""
    found = 0
    for number, places in above.items():
        if number in below:
            low = below[number]
            found += sum([bisect_left(low, place) for place in places])
    return found


def _is_least(order: list[int], cost: list[list[int]]) -> bool:
    """Whether no pair would cost less the other way round, so that no order can cost less."""
    return all(cost[a][b] <= cost[b][a] for a, b in itertools.combinations(order, 2))


def _exact(cost: list[list[int]]) -> list[int]:
    """The order with the least cost, by dynamic programming over what stands above."""
    count = len(cost)
    best: list[tuple[int, int]] = [(0, -1)] * (1 << count)
    for above in range(1, 1 << count):
        inside = [i for i in range(count) if above >> i & 1]
        best[above] = min(
            (best[above & ~(1 << last)][0] + sum(cost[i][last] for i in inside if i != last), -last) for last in inside
        )
    found: list[int] = []
    above = (1 << count) - 1
    while above:
        last = -best[above][1]
        found.append(last)
        above &= ~(1 << last)
    return found[::-1]


def _sifted(cost: list[list[int]]) -> list[int]:
    """An order that no move of a single one makes cheaper."""
    found = list(range(len(cost)))
    gained = True
    while gained:
        gained = False
        for item in range(len(cost)):
            here = found.index(item)
            best, best_at = 0, here
            change = 0
            for at in range(here - 1, -1, -1):
                change += cost[item][found[at]] - cost[found[at]][item]
                if change < best:
                    best, best_at = change, at
            change = 0
            for at in range(here + 1, len(found)):
                change += cost[found[at]][item] - cost[item][found[at]]
                if change < best:
                    best, best_at = change, at
            if best_at != here:
                found.insert(best_at, found.pop(here))
                gained = True
    return found
