"""Markdown with a Mermaid flow chart of the whole and of each department, for wikis and README files.

Arrows are feeds, rolled up as in our drawings: solid when stated, dotted when only implied or generally known. Mermaid refuses more
than 500 arrows or 50,000 characters in a chart, so a larger one is replaced by a sentence that says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flowviz.exports.pages import fills, label, outline, pages
from flowviz.locales import words
from flowviz.telling.markdown import escaped
from flowviz.writing import GENERATOR

if TYPE_CHECKING:
    from flowviz.diagrams.scene import Line, Scene
    from flowviz.exports.order import Order
    from flowviz.model import Model

__all__ = ["MOST_ARROWS", "MOST_CHARACTERS", "chart", "write"]

MOST_ARROWS: Final = 500
MOST_CHARACTERS: Final = 50_000
_ARROWS: Final = {("out", False): "-->", ("out", True): "-.->", ("both", False): "<-->", ("both", True): "<-.->"}


def write(model: Model, order: Order) -> bytes:
    """The Markdown text."""
    name = model.catalogue.header.name.get(order.language)
    parts = [f"<!-- {GENERATOR} -->", f"# {escaped(name)}"]
    for scene in pages(model, order.language):
        text = chart(scene, fills(model))
        if len(scene.lines) > MOST_ARROWS or len(text) > MOST_CHARACTERS:
            body = words(order.language)("export.too_large", n=len(scene.lines))
        else:
            body = f"```mermaid\n{text}```"
        parts += [f"## {escaped(scene.title)}", escaped(scene.description), body]
    return ("\n\n".join(parts) + "\n").encode()


def chart(scene: Scene, colours: dict[str, str]) -> str:
    """The Mermaid text of one drawing."""
    ids = {step.item.id: step.key for step in outline(scene) if step.what == "card"}
    lines = ["flowchart LR"]
    for step in outline(scene):
        pad = "  " * (len(step.inside) + 1)
        if step.what == "end":
            lines.append(f"{pad}end")
        else:
            title = label(step.item) or " "  # no title at all is a mistake to Mermaid
            lines.append(f"{pad}{'subgraph ' if step.what == 'begin' else ''}{step.key}[{_quoted(title)}]")
    lines += [f"  {_arrow(line, ids)}" for line in scene.lines if line.source in ids and line.target in ids]
    scopes = sorted({card.scope for card in scene.cards} & set(colours))
    lines += [f"  classDef s{i} fill:{colours[scope]},stroke:#1a1a1a,color:#1a1a1a" for i, scope in enumerate(scopes)]
    lines += [
        f"  class {','.join(ids[card.id] for card in scene.cards if card.scope == scope)} s{i}"
        for i, scope in enumerate(scopes)
    ]
    return "\n".join(lines) + "\n"


def _arrow(line: Line, ids: dict[str, str]) -> str:
    source, target = (line.target, line.source) if line.way == "in" else (line.source, line.target)
    arrow = _ARROWS["both" if line.way == "both" else "out", line.basis != "stated"]
    words_on_it = f"|{_quoted(line.label)}|" if line.label else ""
    return f"{ids[source]} {arrow}{words_on_it} {ids[target]}"


def _quoted(text: str) -> str:
    """A label in quotes; whatever Mermaid or HTML would read as more than a letter is written as its number."""
    return '"' + "".join(c if c.isalnum() or c in " .,:()/–-'?!" else f"#{ord(c)};" for c in text) + '"'
