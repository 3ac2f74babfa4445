"""Cards in columns of hops, with headings above them: what surroundings, ways and impacts are laid out by.

The columns are placed by `flowviz.diagrams.columns`, which knows lines to the next column and within one. So a line over
several columns goes through a thin card in each of them, where it has a place of its own and runs under nothing, and is
joined to one curve afterwards.
"""

from __future__ import annotations

import dataclasses
import itertools
from typing import TYPE_CHECKING, Final

from flowviz.catalogue import OWN
from flowviz.diagrams import columns, curves
from flowviz.diagrams.cards import OUTER
from flowviz.diagrams.page import SCREEN, Page
from flowviz.diagrams.scene import Card, Frame, Heading, Line, Scene
from flowviz.errors import TooMuchToDraw
from flowviz.theme import SIZES
from flowviz.typography import wrap

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MOST_CARDS", "MOST_LINES", "card_width", "place"]

MOST_CARDS: Final = 400
MOST_LINES: Final = 2_000
"""A drawing with more cards or lines is refused before it is laid out: nobody could read it."""
NARROWEST: Final = 150.0
_GAP: Final = 110.0
"""The room between two columns that the width of the cards is reckoned with."""
_HEAD: Final = 12.0
"""The distance from the headings to the drawing."""
_THIN: Final = 10.0
"""The height of the card that a line passes a column through."""
_TAG: Final = 8.0
"""The room that the tags need that stick out of the uppermost cards."""
_BESIDE_TAG: Final = 3.0
"""The room above and below a card with a tag, beyond the usual."""
_PAD: Final = 2 * columns.FRAME_PAD


def card_width(page: Page, count: int) -> float:
    """The width of cards that leaves ``count`` columns room on ``page``."""
    room = page.w - 2 * SIZES.margin - (count - 1) * _GAP
    return round(min(max(room / max(count, 1) - _PAD, NARROWEST), OUTER))


def place(
    scene: Scene, headings: Mapping[int, str], page: Page = SCREEN, ranks: Mapping[str, int] | None = None
) -> Scene:
    """``scene`` with everything placed; cards with the same ``column`` stand above each other, under its heading.

    Within a column those of a smaller rank stand above the others; ``ranks`` are of cards that are in no frame.
    Raises `TooMuchToDraw` for a scene that has more cards or lines than anyone could read.
    """
    if len(scene.cards) > MOST_CARDS or len(scene.lines) > MOST_LINES:
        raise TooMuchToDraw(scene.title, len(scene.cards), len(scene.lines))
    if not scene.cards:
        return columns.place(scene, page)
    used = sorted({card.column or 0 for card in scene.cards})
    for card in scene.cards:
        card.column = used.index(card.column or 0)
    tagged = [card for card in scene.cards if card.mark]
    for card in tagged:
        card.h += 2 * _BESIDE_TAG
    dummies, ways = _threaded(scene, len(used))
    loose = [card for card in scene.cards if card.frame is None]
    framed = [frame for frame in scene.frames if frame.parent is None]
    at: dict[tuple[int, int], Frame] = {}
    for card in [*loose, *dummies]:
        card.frame = _around(at, card.column or 0, (ranks or {}).get(card.id, 0)).id
    for frame in framed:
        frame.parent = _around(at, _column(scene, frame), 0).id
    around = [at[key] for key in sorted(at)]
    parts = [part for _, found in ways for part in found]
    columns.place(
        dataclasses.replace(scene, cards=[*scene.cards, *dummies], frames=[*around, *scene.frames], lines=parts), page
    )
    for card in loose:
        card.frame = None
    for frame in framed:
        frame.parent = None
    for line, found in ways:
        _join(line, found)
    for card in tagged:
        card.y, card.h = card.y + _BESIDE_TAG, card.h - 2 * _BESIDE_TAG
    curves.put_crosses(scene.lines)
    scene.headings = _headings({column: at[column, rank] for column, rank in sorted(at)}, used, headings)
    _trim(scene)
    scene.placed = True
    return scene


def _around(at: dict[tuple[int, int], Frame], column: int, rank: int) -> Frame:
    """The frame that nobody sees around what has a rank in a column: what is in it is ordered by its lines."""
    return at.setdefault((column, rank), Frame(id=f"column {column} {rank}", kind="lane"))


def _column(scene: Scene, frame: Frame) -> int:
    """The column of what is in a frame."""
    inner = {frame.id}
    for other in scene.frames:
        if other.parent in inner:
            inner.add(other.id)
    return next((card.column or 0 for card in scene.cards if card.frame in inner), 0)


def _threaded(scene: Scene, count: int) -> tuple[list[Card], list[tuple[Line, list[Line]]]]:
    """The thin cards that lines pass columns through, and each line with its parts from column to column."""
    at = {card.id: card.column or 0 for card in scene.cards}
    framed = {frame.id for frame in scene.frames}
    widths = [
        max(card.w + (_PAD if card.frame in framed else 0.0) for card in scene.cards if card.column == column)
        for column in range(count)
    ]
    dummies: list[Card] = []
    ways: list[tuple[Line, list[Line]]] = []
    for number, line in enumerate(scene.lines):
        step = 1 if at[line.source] < at[line.target] else -1
        passed = range(at[line.source] + step, at[line.target], step) if at[line.source] != at[line.target] else ()
        stops = [f"line {number} {column}" for column in passed]
        dummies += [
            Card(id=stop, kind="dummy", scope=OWN, text="", column=column, w=widths[column], h=_THIN, sign=False)
            for stop, column in zip(stops, passed, strict=True)
        ]
        parts = [
            dataclasses.replace(line, source=source, target=target, label="")
            for source, target in itertools.pairwise([line.source, *stops, line.target])
        ]
        parts[len(parts) // 2].label = line.label
        ways.append((line, parts))
    return dummies, ways


def _join(line: Line, parts: list[Line]) -> None:
    """Gives ``line`` the places of its parts."""
    line.curve = any(part.curve for part in parts)
    if line.curve:
        line.points = curves.joined([part.points if part.curve else curves.straight(part.points) for part in parts])
    else:
        line.points = [point for part in parts for point in part.points]
    line.label_at = next((part.label_at for part in parts if part.label_at), None)


def _headings(around: Mapping[int, Frame], used: list[int], texts: Mapping[int, str]) -> list[Heading]:
    """A heading for each column that has a text, as wide as the frame around it."""
    return [
        Heading(
            column=column,
            lines=wrap(text, frame.w - _PAD, SIZES.small + 1, bold=True),
            x=frame.x + _PAD / 2,
            y=0,
            w=frame.w - _PAD,
        )
        for column, frame in around.items()
        if (text := texts.get(used[column]))
    ]


def _trim(scene: Scene) -> None:
    """Moves everything to the top left corner, below the headings, and sets the size of the drawing."""
    boxes = [(box.x, box.y, box.x + box.w, box.y + box.h) for box in (*scene.cards, *scene.frames)]
    boxes += [(x, y, x, y) for line in scene.lines for x, y in line.points]
    tags = any(box.mark for box in (*scene.cards, *scene.frames))
    head = max((heading.h for heading in scene.headings), default=0.0)
    left = min([*(box[0] for box in boxes), *(heading.x for heading in scene.headings)])
    top = min(box[1] for box in boxes) - (head + _HEAD + (_TAG if tags else 0.0) if head else 0.0)
    for box in (*scene.cards, *scene.frames):
        box.x, box.y = box.x - left, box.y - top
    for heading in scene.headings:
        heading.x -= left
    for line in scene.lines:
        line.points = [(x - left, y - top) for x, y in line.points]
        if line.label_at:
            line.label_at = line.label_at[0] - left, line.label_at[1] - top
        if line.cross_at:
            line.cross_at = line.cross_at[0] - left, line.cross_at[1] - top
    scene.width = (
        max([*(box[2] for box in boxes), *(heading.x + heading.w + left for heading in scene.headings)]) - left
    )
    scene.height = max(box[3] for box in boxes) - top
