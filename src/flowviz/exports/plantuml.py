"""PlantUML text with a diagram of the whole and one of each department in one file.

Arrows are feeds, rolled up as in our drawings: solid when stated, dashed when only implied or generally known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.exports.pages import fills, label, outline, pages
from flowviz.writing import GENERATOR

if TYPE_CHECKING:
    from flowviz.diagrams.scene import Line, Scene
    from flowviz.exports.order import Order
    from flowviz.model import Model

__all__ = ["diagram", "write"]


def write(model: Model, order: Order) -> bytes:
    """The PlantUML text."""
    parts = [f"' {GENERATOR}", *(diagram(scene, fills(model)) for scene in pages(model, order.language))]
    return "\n".join(parts).encode()


def diagram(scene: Scene, colours: dict[str, str]) -> str:
    """The PlantUML text of one drawing."""
    ids = {step.item.id: step.key for step in outline(scene) if step.what == "card"}
    lines = [f"@startuml {scene.name}", "left to right direction", "skinparam shadowing false"]
    lines += ["skinparam defaultFontColor #1a1a1a", f"title {_text(scene.title)}"]
    for step in outline(scene):
        pad = "  " * len(step.inside)
        if step.what == "end":
            lines.append(f"{pad}}}")
        else:
            title = _text(label(step.item)) or " "  # no title at all is a mistake to PlantUML
            colour = "#f4f5f6 {" if step.what == "begin" else colours.get(step.item.scope or "", "#ffffff")
            lines.append(f'{pad}rectangle "{title}" as {step.key} {colour}')
    lines += [_arrow(line, ids) for line in scene.lines if line.source in ids and line.target in ids]
    return "\n".join([*lines, "@enduml"]) + "\n"


def _arrow(line: Line, ids: dict[str, str]) -> str:
    left, right = "<" if line.way in ("in", "both") else "", ">" if line.way in ("out", "both") else ""
    words = f" : {_text(line.label)}" if line.label else ""
    return f"{ids[line.source]} {left}{'--' if line.basis == 'stated' else '..'}{right} {ids[line.target]}{words}"


def _text(text: str) -> str:
    """A text in which PlantUML finds no mark-up, variable or quote: all of its signs are written as their numbers."""
    return "".join(c if c.isalnum() or c in " .,:()-–" else f"<U+{ord(c):04X}>" for c in " ".join(text.split()))
