"""D2 text with a board for the whole and one for each department, as layers of one file.

Arrows are feeds, rolled up as in our drawings: solid when stated, dashed when only implied, in short dashes when generally known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flowviz.exports.pages import fills, label, outline, pages
from flowviz.writing import GENERATOR

if TYPE_CHECKING:
    from flowviz.diagrams.scene import Card, Frame, Line, Scene
    from flowviz.exports.order import Order
    from flowviz.model import Model

__all__ = ["board", "write"]

_ARROWS: Final = {"out": "->", "in": "<-", "both": "<->"}


def write(model: Model, order: Order) -> bytes:
    """The D2 text."""
    name = model.catalogue.header.name.get(order.language)
    lines = [
        f"# {GENERATOR}",
        f"title: {_quoted(name)} {{shape: text; near: top-center; style.font-size: 28}}",
        "layers: {",
    ]
    for scene in pages(model, order.language):
        lines += [f"  {_quoted(scene.name)}: {{", *(f"    {line}" for line in board(scene, fills(model))), "  }"]
    return ("\n".join([*lines, "}"]) + "\n").encode()


def board(scene: Scene, colours: dict[str, str]) -> list[str]:
    """The lines of one drawing."""
    keys = {step.item.id: ".".join((*step.inside, step.key)) for step in outline(scene) if step.what == "card"}
    lines = [
        "direction: right",
        f"title: {_quoted(scene.title)} {{shape: text; near: top-center; style.font-size: 28}}",
    ]
    for step in outline(scene):
        key = ".".join((*step.inside, step.key))
        if step.what == "begin":
            lines.append(f"{key}: {_quoted(label(step.item))} {{style.fill: '#f4f5f6'}}")
        elif step.what == "card":
            lines.append(f"{key}: {_box(step.item, colours)}")
    return lines + [_arrow(line, keys) for line in scene.lines if line.source in keys and line.target in keys]


def _box(card: Card | Frame, colours: dict[str, str]) -> str:
    styles = f"style.fill: '{colours.get(card.scope or '', '#ffffff')}'; style.font-color: '#1a1a1a'; style.stroke: '#1a1a1a'"
    return f"{_quoted(label(card))} {{{styles}; tooltip: {_quoted(card.text)}}}"


def _arrow(line: Line, keys: dict[str, str]) -> str:
    dash = {"stated": "", "implied": " {style.stroke-dash: 4}", "known": " {style.stroke-dash: 2}"}[line.basis]
    words = f": {_quoted(line.label)}" if line.label else ":" if dash else ""
    return f"{keys[line.source]} {_ARROWS[line.way]} {keys[line.target]}{words}{dash}"


def _quoted(text: str) -> str:
    """A text in single quotes, in which D2 reads nothing but a doubled quote."""
    return "'" + " ".join(text.split()).replace("'", "''") + "'"
