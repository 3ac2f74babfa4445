"""Orders what stands in each column so that lines cross as little as can be, and moves nothing without a gain.

Every second column is sifted with foresight of how its neighbours will then be ordered, and these are ordered against it:
the order of one column against fixed neighbours is a sum over pairs of siblings, and the least is found exactly for few
and by sifting for many. Both halves of the columns are tried as those that lead. An order that saves nothing is never
preferred to that of the catalogue.

Around what is asked about no lanes hold things in their places, and orders that are as good may have nothing in common. So
its neighbours lead there, and what stands otherwise than in the catalogue weighs more: one edit moves half as much.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final, TypeVar

from flowviz.adding import summed
from flowviz.diagrams.columns.foresight import Foresight
from flowviz.diagrams.columns.stacks import CROSSING, PAIR, numbered
from flowviz.diagrams.columns.tree import Tree, is_head

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from flowviz.diagrams.columns.stacks import Column, Matrix, Stack
    from flowviz.diagrams.scene import Scene

__all__ = ["crossings", "foreseen", "order"]

EXACT: Final = 7
"""So many siblings are ordered exactly; more by sifting."""
ROUNDS: Final = 8
FEW: Final = 4
"""Around what is asked about, so many crossings are borne for the sake of an order that an edit moves little."""
MUCH_LESS: Final = 0.65
"""More are too, unless there is an order with so small a share of them."""
_MOST_KEPT: Final = 500
T = TypeVar("T")
_Orders = tuple[tuple[int, ...], ...]
_settled: dict[Hashable, _Orders] = {}
_foreseen: dict[Hashable, int] = {}
"""What was found before: names have no part in it, so that it is the same in every language."""


def order(scene: Scene, tree: Tree) -> None:
    """Orders every list of ``tree``; the heads of wholes stay first, and what has a smaller rank above the others."""
    if scene.lines:
        columns = numbered(scene, tree)
        _settle(columns)
        for column in columns:
            for stack in column.stacks:
                stack.write()
    for number in range(len(tree.columns)):
        for siblings in tree.stacks(number):
            siblings.sort(key=lambda item: (not is_head(item), item.rank))


def foreseen(scene: Scene) -> int:
    """How many lines between columns will cross at least, as far as that can be told quickly."""

    def found(columns: list[Column]) -> int:
        linked = [number for number, column in enumerate(columns) if column.ends]
        return Foresight(columns, linked[1::2], linked[::2]).foresee()

    return _once(_foreseen, numbered(scene, Tree(scene)), found)


def crossings(scene: Scene, tree: Tree) -> int:
    """How many lines between columns cross when everything stands as in ``tree``."""
    return _crossed(numbered(scene, tree))


def _settle(columns: list[Column]) -> None:
    """Puts everything in the order that costs least of those that are found."""
    found = _once(_settled, columns, _found)
    for stack, mine in zip((stack for column in columns for stack in column.stacks), found, strict=True):
        stack.order = [*mine]


def _once(kept: dict[Hashable, T], columns: list[Column], find: Callable[[list[Column]], T]) -> T:
    """What ``find`` finds of ``columns``, found when it is first asked for."""
    key = tuple([column.key for column in columns])
    if key not in kept:
        if len(kept) >= _MOST_KEPT:
            kept.clear()
        kept[key] = find(columns)
    return kept[key]


def _found(columns: list[Column]) -> _Orders:
    linked = [number for number, column in enumerate(columns) if column.ends]
    stacks = [stack for column in columns for stack in column.stacks]
    start = _orders(stacks)
    asked = next((at for at, number in enumerate(linked) if columns[number].asked), None)
    if asked is None:
        found = _least(columns, stacks, start, [(linked[1::2], linked[::2]), (linked[::2], linked[1::2])])
    else:
        near, there = linked[(asked + 1) % 2 :: 2], linked[asked % 2 :: 2]
        found = _least(columns, stacks, start, [(near, there)])
        _put(columns, stacks, found)
        crossed = _crossed(columns)
        if crossed > FEW:
            for column in columns:
                column.pair = PAIR
            other = _least(columns, stacks, start, [(there, near)])
            _put(columns, stacks, other)
            if _crossed(columns) < crossed * MUCH_LESS:
                found = other
    return found


def _least(
    columns: list[Column], stacks: list[Stack], start: _Orders, ways: list[tuple[list[int], list[int]]]
) -> _Orders:
    """The order with the least cost that is found from ``start`` on; of each way, the first columns lead the others."""
    costs: dict[_Orders, int] = {}

    def cost(orders: _Orders) -> int:
        if orders not in costs:
            _put(columns, stacks, orders)
            costs[orders] = _cost(columns)
        return costs[orders]

    best = start
    linked = sorted(itertools.chain(*ways[0]))
    foresights = [Foresight(columns, *way) for way in ways] if cost(best) else []
    for _ in range(ROUNDS):
        start = best
        for foresight in foresights:
            _put(columns, stacks, start)
            foresight.lead()
            _arrange(columns, foresight.following, 1)
            _arrange(columns, linked, ROUNDS)
            tried = [_orders(stacks)]
            if len(ways) > 1:
                tried.append(tuple([_upside_down(stack) for stack in stacks]))
            best = min(best, *tried, key=cost)
        if best == start:
            break
    return best


def _orders(stacks: list[Stack]) -> _Orders:
    return tuple([tuple(stack.order) for stack in stacks])


def _upside_down(stack: Stack) -> tuple[int, ...]:
    return *stack.order[: stack.heads], *stack.order[stack.heads :][::-1]


def _put(columns: list[Column], stacks: list[Stack], orders: _Orders) -> None:
    for stack, found in zip(stacks, orders, strict=True):
        stack.order = [*found]
    for column in columns:
        column.number()


def _crossed(columns: list[Column]) -> int:
    """How many lines cross."""
    return summed([column.crossed(number, columns) for number, column in enumerate(columns)])


def _cost(columns: list[Column]) -> int:
    """What the order costs: crossings, and pairs of siblings that stand otherwise than in the catalogue."""
    return summed(
        CROSSING * column.crossed(number, columns)
        + column.pair * column.weight * summed([stack.moved for stack in column.stacks])
        for number, column in enumerate(columns)
    )


# --- one column against its neighbours


def _arrange(columns: list[Column], numbers: Sequence[int], rounds: int) -> None:
    """Orders columns in turns, each against its neighbours, until none moves."""
    for _ in range(rounds):
        if not summed([_arrange_one(columns[number], columns) for number in numbers]):
            return


def _arrange_one(column: Column, columns: list[Column]) -> bool:
    """Whether anything in a column moves when it is ordered against its neighbours. What was found before is not sought again."""
    before, around = _orders(column.stacks), column.around(columns)
    seen = column.pair, around, before
    after = column.arranged.get(seen)
    if after is None:
        costs = column.costs(columns)
        for stack in column.stacks:
            if len(stack.items) - stack.heads > 1:
                _arrange_stack(stack, costs, column.pair)
        after = column.arranged[seen] = _orders(column.stacks)
    if after == before:
        return False
    _put([column], column.stacks, after)
    return True


def _arrange_stack(stack: Stack, costs: Matrix, pair: int) -> None:
    cost = _weighed(stack, costs, pair)
    before = stack.order[stack.heads :]
    if not _is_least(before, cost):
        found = _sifted(before, cost)
        if len(found) <= EXACT and not _is_least(found, cost):
            found = _exact(found, cost)
        stack.order[stack.heads :] = found


def _weighed(stack: Stack, costs: Matrix, pair: int) -> Matrix:
    """What each sibling costs above each other one: crossings, and not standing as in the catalogue."""
    free, cards = stack.free, stack.cards
    alone = [one[0] for one in cards] if sum(map(len, cards)) == len(cards) else None
    found = []
    for i, one in enumerate(cards):
        if alone is not None:
            above = costs[one[0]]
            row = [CROSSING * above[other] for other in alone]
        else:
            row = [CROSSING * _sum(costs, one, other) for other in cards]
        for j in range(0 if free[i] else i):
            if not free[j]:
                row[j] += pair
        found.append(row)
    return found


def _sum(costs: Matrix, one: Sequence[int], other: Sequence[int]) -> int:
    return summed([costs[a][b] for a in one for b in other])


def _is_least(order: Sequence[int], cost: Matrix) -> bool:
    """Whether no pair would cost less the other way round, so that no order can cost less."""
    return all(cost[a][b] <= cost[b][a] for a, b in itertools.combinations(order, 2))


def _exact(items: Sequence[int], cost: Matrix) -> list[int]:
    """The order with the least cost, by dynamic programming over what stands above."""
    count = len(items)
    below: list[list[int]] = []
    """What each costs below every set of others."""
    for last in items:
        row = [0]
        for item in items:
            row += [so_far + cost[item][last] for so_far in row] if item != last else row
        below.append(row)
    best: list[tuple[int, int]] = [(0, -1)] * (1 << count)
    for above in range(1, 1 << count):
        best[above] = min(
            [(best[above ^ 1 << last][0] + below[last][above], -last) for last in range(count) if above >> last & 1]
        )
    found: list[int] = []
    above = (1 << count) - 1
    while above:
        last = -best[above][1]
        found.append(items[last])
        above &= ~(1 << last)
    return found[::-1]


def _sifted(items: Sequence[int], cost: Matrix) -> list[int]:
    """An order that no move of a single one makes cheaper."""
    found = list(items)
    gained = True
    while gained:
        gained = False
        for item in items:
            here, mine = found.index(item), cost[item]
            best, best_at = 0, here
            change = 0
            for at in range(here - 1, -1, -1):
                other = found[at]
                change += mine[other] - cost[other][item]
                if change < best:
                    best, best_at = change, at
            change = 0
            for at in range(here + 1, len(found)):
                other = found[at]
                change += cost[other][item] - mine[other]
                if change < best:
                    best, best_at = change, at
            if best_at != here:
                found.insert(best_at, found.pop(here))
                gained = True
    return found
