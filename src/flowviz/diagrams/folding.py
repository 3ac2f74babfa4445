"""Columns that would be too high: the things of a group become one card with their number."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Final

from flowviz.catalogue import OWN
from flowviz.diagrams.cards import OUTER, fit
from flowviz.diagrams.partners import Group, groups, heading
from flowviz.diagrams.scene import Card, Frame
from flowviz.ends import Inside
from flowviz.locales import together, words
from flowviz.model import name_of
from flowviz.theme import SIZES
from flowviz.typography import wrap

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Mapping

    from flowviz.model import Model

__all__ = ["FEW", "HANDFUL", "LINES", "MOST", "Folds", "fold", "group_card", "lanes", "pairs"]

MOST: Final = 20
"""No column is higher than so many cards, if it has groups to fold."""
LINES: Final = 200
"""Where there would be more lines, columns are lower."""
HANDFUL: Final = 6
"""A column of more cards has its groups in lanes."""
FEW: Final = 4
"""A group of fewer cards has no lane."""
_SIGN: Final = 26.0
"""The room that the sign of a scope takes beside a heading."""

Folds = dict[str, str]
"""Thing -> the id of the card of its group; what is not in it has a card of its own."""


def fold(
    model: Model,
    columns: Mapping[str, int],
    most: Mapping[int, int | None] | None = None,
    kinds: Mapping[str, Hashable] | None = None,
) -> Folds:
    """The things of the ``columns`` that are folded: the largest groups first, until a column is low enough.

    ``most`` says how many cards a column may have where that is not `MOST`; None that nothing in it is folded. Things of
    different ``kinds`` are never one card.
    """
    found: dict[int, list[str]] = {}
    for node in sorted(columns, key=model.order.__getitem__):
        found.setdefault(columns[node], []).append(node)
    seen: Counter[str] = Counter()
    folds: Folds = {}
    for column, nodes in found.items():
        room = (most or {}).get(column, MOST)
        count = len(nodes)
        if room is None or count <= room:
            continue
        alike: dict[tuple[Group, Hashable], list[str]] = {}
        for group, members in groups(model, nodes):
            for member in members:
                alike.setdefault((group, (kinds or {}).get(member)), []).append(member)
        for (group, _), members in sorted(alike.items(), key=lambda entry: -len(entry[1])):
            if count <= room or len(members) < 2:
                break
            seen[str(group)] += 1
            id_ = str(group) if seen[str(group)] == 1 else f"{group}#{seen[str(group)]}"
            folds.update(dict.fromkeys(members, id_))
            count -= len(members) - 1
    return folds


def pairs(model: Model, nodes: Collection[str], folds: Folds, most: float = math.inf) -> int:
    """How many lines there would be; of more than ``most`` they are not counted to the end."""
    cards = {node: folds.get(node, node) for node in nodes}
    found: set[tuple[str, str]] = set()
    for node, card in cards.items():
        if len(found) > most:
            break
        for other in model.out[node]:
            end = cards.get(other, card)
            if card != end:
                found.add((card, end) if card < end else (end, card))
    return len(found)


def group_card(
    model: Model, group: Group, members: Collection[str], language: str, *, column: int, id_: str = ""
) -> Card:
    """One card for several things of a group: its name, their number, and for those who do not see it their names."""
    name, small = heading(model, group, language), words(language)("things", n=len(members))
    kind, scope = ("department", OWN) if isinstance(group, Inside) else ("shared", group.id)
    told = together([name_of(model, one, language) for one in members], language)
    card = Card(
        id=id_ or str(group),
        kind=kind,
        scope=scope,
        lines=[name],
        small=[small],
        text=f"{name}, {small}: {told}",
        column=column,
        w=OUTER,
    )
    return fit(card)


def lanes(model: Model, columns: Mapping[str, int], language: str) -> dict[str, Frame]:
    """The frame of each thing that stands in one: one for each group that has more than a few things in a column.

    ``columns`` are those of the things with cards of their own; a column of a handful needs no frames.
    """
    found: dict[int, list[str]] = {}
    for node, column in columns.items():
        found.setdefault(column, []).append(node)
    frames: dict[str, Frame] = {}
    for column, nodes in sorted(found.items()):
        for group, members in groups(model, nodes) if len(nodes) > HANDFUL else ():
            if len(members) < FEW:
                continue
            name = heading(model, group, language)
            frame = Frame(
                id=f"lane-{column}-{group}".replace(":", "-"),
                kind="lane",
                lines=wrap(name, OUTER - (0 if isinstance(group, Inside) else _SIGN), SIZES.name, bold=True),
                scope=None if isinstance(group, Inside) else group.id,
            )
            frames.update(dict.fromkeys(members, frame))
    return frames
