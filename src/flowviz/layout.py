"""What a scene needs before it is drawn, whatever kind it is of: places, where its kind gave none, and sizes of its tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.diagrams import hops
from flowviz.theme import MARKS, SIZES
from flowviz.typography import width

if TYPE_CHECKING:
    from flowviz.diagrams.scene import Scene

__all__ = ["place"]


def place(scene: Scene) -> Scene:
    """``scene`` with sizes for its tags, and with places for its cards, frames and lines: its own, or else in columns."""
    if not scene.cards and not scene.placed:
        scene.width, scene.height, scene.placed = 320.0, 40.0, True
    if not scene.placed:
        hops.place(scene, {}, scene.page)
    for item in (*scene.cards, *scene.frames):
        if item.mark in MARKS and not MARKS[item.mark].lined:
            item.tag = f"{MARKS[item.mark].sign} {item.word}".rstrip()
            item.tag_w = width(item.tag, SIZES.small, bold=True)
            lines = item.lines if MARKS[item.mark].struck else []
            item.struck = [width(line, item.size, bold=item.bold) for line in lines]
    return scene
