"""A node of the graph as a card, the same in every drawing with lines."""

from __future__ import annotations

from flowviz.catalogue import OWN
from flowviz.connections import scope_of
from flowviz.diagrams.scene import Card
from flowviz.diagrams.wording import kind_word, thing_text
from flowviz.model import Model, name_of
from flowviz.theme import SIZES
from flowviz.typography import wrap

__all__ = ["OUTER", "TAG", "TAG_ABOVE", "card_of", "fit"]

MOST_LINES = 6
TAG, TAG_ABOVE = 10.0, 6.0
"""The room that a tag needs in its card, and above it beyond the usual."""
OUTER = 262.0
"""The width of cards at the sides, wide enough for most names on one line."""


def card_of(
    model: Model,
    node: str,
    language: str,
    *,
    frame: str | None = None,
    column: int | None = None,
    small: str | None = None,
    sign: bool = True,
    strong: bool = False,
    w: float = SIZES.card,
) -> Card:
    """The card of ``node``, measured. Parties, systems and registers say in small print what they are."""
    kind = model.nodes[node]["kind"]
    if small is None and kind in ("system", "register", "dataset", "unit"):
        small = kind_word(model, node, language)
    text = thing_text(model, node, language)
    card = Card(
        id=node,
        kind=kind,
        scope=scope_of(model, node) if kind in ("shared", "party") else OWN,
        lines=[name_of(model, node, language)],
        small=[small] if small else [],
        text=f"{text}, {small}" if small and small not in text else text,
        frame=frame,
        column=column,
        strong=strong,
        sign=sign,
        w=w,
    )
    return fit(card)


def fit(card: Card, most: int = MOST_LINES) -> Card:
    """The card with its texts wrapped to its width, its name in at most ``most`` lines, and its height set."""
    room = card.w - SIZES.pad - (40 if card.sign and card.scope != OWN else SIZES.pad)
    card.lines = wrap(" ".join(card.lines), room, SIZES.name, bold=card.bold, lines=most)
    card.small = [line for text in card.small for line in wrap(text, room, SIZES.small, lines=2)]
    text_h = len(card.lines) * SIZES.name * SIZES.line_height + len(card.small) * SIZES.small * SIZES.line_height
    card.h = max(text_h + 15, 34) + (TAG if card.word else 0)
    return card
