"""The frames and cards of a scene in the order in which they stand, column by column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flowviz.diagrams.scene import Card, Frame

if TYPE_CHECKING:
    from flowviz.diagrams.scene import Line, Scene

__all__ = ["PORT", "Item", "Tree", "is_dummy", "is_port"]

Item = Card | Frame
PORT: Final = "port"


class Tree:
    """What stands in what, each list in the order in which it stands."""

    def __init__(self, scene: Scene) -> None:
        self.children: dict[str, list[Item]] = {frame.id: [] for frame in scene.frames}
        tops: list[Item] = []
        for frame in scene.frames:
            (tops if frame.parent is None else self.children[frame.parent]).append(frame)
        for card in scene.cards:
            (tops if card.frame is None else self.children[card.frame]).append(card)
        for children in self.children.values():
            if any(is_head(child) or is_port(child) for child in children):
                children.sort(key=lambda child: (not is_head(child), not is_port(child)))
        found: dict[int, list[Item]] = {}
        for item in tops:
            found.setdefault(next((column(card) for card in self.cards(item)), 0), []).append(item)
        self.columns = [found[number] for number in sorted(found)]
        self.column_of = {
            card.id: i for i, items in enumerate(self.columns) for item in items for card in self.cards(item)
        }

    def cards(self, item: Item) -> list[Card]:
        """The cards in ``item``, from top to bottom."""
        if isinstance(item, Card):
            return [item]
        found: list[Card] = []
        for child in self.children[item.id]:
            if isinstance(child, Card):
                found.append(child)
            else:
                found += self.cards(child)
        return found

    def stacks(self, number: int) -> list[list[Item]]:
        """Each list of siblings in a column, outermost first."""
        found = [self.columns[number]]
        for stack in found:
            found += [self.children[item.id] for item in stack if isinstance(item, Frame)]
        return found

    def within(self, line: Line) -> bool:
        """Whether both ends of ``line`` are in one column."""
        return self.column_of[line.source] == self.column_of[line.target]


def column(card: Card) -> int:
    return card.column or 0


def is_dummy(item: Item) -> bool:
    """Whether it only holds room for a line, which goes past its column or ends at a frame."""
    return item.kind in ("dummy", PORT)


def is_port(item: Item) -> bool:
    """Whether it is the end of a line at the frame that it stands in."""
    return item.kind == PORT


def is_head(item: Item) -> bool:
    """Whether it is the card of the whole itself, which stays first."""
    return isinstance(item, Card) and item.head
