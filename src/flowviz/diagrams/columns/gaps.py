"""How wide each gap between two columns is: as the steepest line in it needs to stay calm, and the numbers on its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flowviz.adding import summed
from flowviz.diagrams import curves

if TYPE_CHECKING:
    from flowviz.diagrams.columns.tree import Tree
    from flowviz.diagrams.scene import Scene

__all__ = ["AROUND_NUMBER", "NARROWEST", "Gaps"]

NARROWEST, WIDEST = 68.0, 148.0
STEEP: Final = 0.3
"""The gap for each pixel that a line in it rises or falls, so that curves stay calm."""
APART: Final = 2.5
"""The gap for each line in it, so that those that bend beside each other can be told apart."""
NUMBERED: Final = 3
"""As many lines as one with a number counts."""
AROUND_NUMBER: Final = 36.0
"""What a number on a line leaves free of the gap that it stands in."""
WIDER: Final = (0.0, 30.0, 60.0, 100.0, 140.0, 180.0, 220.0)
"""What is added to a gap, until every number in it has room."""


class Gaps:
    """The gaps between columns that are stacked.

    Each is at least ``least`` wide, and up to ``numbered`` as wide as its numbers; all together are at most ``most``, if
    that is enough for the least.
    """

    def __init__(self, scene: Scene, tree: Tree, least: float, numbered: float, most: float) -> None:
        count = max(len(tree.columns) - 1, 0)
        self._least = [least] * count
        self._of: dict[int, int] = {}
        """Number of a line between two columns -> the gap that it starts or ends in, from the left."""
        self._needed = [NARROWEST] * count
        self._wider = [0] * count
        lines = [0] * count
        middle = {card.id: card.y + card.h / 2 for card in scene.cards}
        for i, line in enumerate(scene.lines):
            first, last = sorted((tree.column_of[line.source], tree.column_of[line.target]))
            rise = abs(middle[line.source] - middle[line.target])
            number = curves.label_width(line) + AROUND_NUMBER if line.label else 0.0
            for gap in range(first, last):
                self._of.setdefault(i, gap)
                lines[gap] += NUMBERED if line.label else 1
                self._least[gap] = max(self._least[gap], min(number, numbered))
                self._needed[gap] = max(self._needed[gap], min(rise * STEEP, WIDEST), number)
        for gap, count in enumerate(lines):
            self._needed[gap] = max(self._needed[gap], self._least[gap], min(NARROWEST + count * APART, WIDEST))
        self._most = max(most, summed(self._least))

    @property
    def widths(self) -> list[float]:
        """The width of each gap; where there is not enough for all, each gives away an equal share of what it has to give."""
        wanted = [needed + WIDER[step] for needed, step in zip(self._needed, self._wider, strict=True)]
        over = summed(wanted) - self._most
        if over <= 0:
            return wanted
        kept = 1 - over / (summed(wanted) - summed(self._least))
        return [least + (width - least) * kept for width, least in zip(wanted, self._least, strict=True)]

    def widen(self, line: int) -> bool:
        """Whether the gap of ``line`` can be wider than it was; then it is."""
        gap = self._of.get(line)
        if gap is None or self._wider[gap] + 1 == len(WIDER) or summed(self.widths) > self._most - 0.5:
            return False
        self._wider[gap] += 1
        return True

    def beside(self, line: int) -> set[int]:
        """The lines in the gap of ``line``, itself among them."""
        gap = self._of.get(line)
        return {line} if gap is None else {other for other, at in self._of.items() if at == gap}
