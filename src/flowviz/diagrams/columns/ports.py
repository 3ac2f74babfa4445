"""Where lines of a whole end at its frame: thin cards among what is in it, so that their order is free.

A whole is not one of its parts. Its name is the heading of its frame, and its lines leave the frame wherever they cross
least, each between two boxes.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from flowviz.catalogue import OWN
from flowviz.diagrams.columns.tree import PORT
from flowviz.diagrams.scene import Card

if TYPE_CHECKING:
    from flowviz.diagrams.scene import Line, Scene

__all__ = ["taken_back", "with_ports"]


def with_ports(scene: Scene) -> Scene:
    """The scene in which lines between columns end at ports instead of at the headings of wholes."""
    titles = {card.id: card for card in scene.cards if card.title}
    if not titles:
        return scene
    columns = {card.id: card.column for card in scene.cards}
    ports: dict[str, list[Card]] = {}

    def port(line: Line, number: int, role: str, end: str) -> str:
        if end not in titles or columns[line.source] == columns[line.target]:
            return end
        whole = titles[end]
        id_ = f"port {number} {role}"
        card = Card(id=id_, kind=PORT, scope=OWN, text="", frame=whole.frame, column=whole.column, sign=False)
        ports.setdefault(end, []).append(card)
        return id_

    lines = []
    for number, line in enumerate(scene.lines):
        line.framed = line.source in titles, line.target in titles
        source, target = (port(line, number, role, getattr(line, role)) for role in ("source", "target"))
        same = (source, target) == (line.source, line.target)
        lines.append(line if same else dataclasses.replace(line, source=source, target=target))
    cards = [one for card in scene.cards for one in (card, *ports.get(card.id, ()))]
    return dataclasses.replace(scene, cards=cards, lines=lines)


def taken_back(scene: Scene, placed: Scene) -> None:
    """Gives ``scene`` what was placed with ports."""
    for line, other in zip(scene.lines, placed.lines, strict=True):
        line.points, line.curve, line.label_at = other.points, other.curve, other.label_at
    scene.width, scene.height = placed.width, placed.height
