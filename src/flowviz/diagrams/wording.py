"""The words of the drawings: those that tables and details have too, and legends."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from flowviz.catalogue import OWN, Basis, Catalogue
from flowviz.diagrams.scene import LegendItem, Scene
from flowviz.locales import words
from flowviz.wording import evidence_text, feed_text, feeds_text, kind_word, of_department, scope_name, thing_text

if TYPE_CHECKING:
    from flowviz.model import Model

__all__ = [
    "evidence_text",
    "feed_text",
    "feeds_text",
    "kind_word",
    "legend_of",
    "of_department",
    "scope_name",
    "thing_text",
]


def legend_of(model: Model, scene: Scene) -> list[LegendItem]:
    """What the signs of ``scene`` mean, of those that are drawn and in a fixed order."""
    w = words(scene.language)
    items: list[LegendItem] = []
    drawn: set[str | None] = {card.scope for card in scene.cards if card.sign and card.scope != OWN}
    drawn |= {dot.scope for dot in scene.dots if dot.label} | {
        frame.scope for frame in scene.frames if frame.kind == "lane"
    }
    items += [
        LegendItem(sign="scope", value=entry.id, text=entry.name.get(scene.language))
        for entry in _catalogue(model).scopes
        if entry.id in drawn
    ]
    if any(not dot.label for dot in scene.dots):
        items.append(LegendItem(sign="elsewhere", value=OWN, text=w("scope.elsewhere")))
    kinds = {card.kind for card in scene.cards}
    ways = {dot.way for dot in scene.dots}
    items += [
        LegendItem(sign="kind", value=kind, text=w(f"kind.{kind}"))
        for kind in ("party", "system", "register")
        if kind in kinds
    ]
    items += [LegendItem(sign="way", value=way, text=w(f"box.{way}")) for way in ("out", "in", "both") if way in ways]
    bases = {dot.basis for dot in scene.dots if dot.way} | {line.basis for line in scene.lines}
    for basis in get_args(Basis):
        if basis in bases:
            sign = "line" if scene.lines else "basis"
            items.append(LegendItem(sign="basis", value=f"{sign}-{basis}", text=w(f"basis.{basis}")))
    return items


def _catalogue(model: Model) -> Catalogue:
    found: Catalogue = model.catalogue
    return found
