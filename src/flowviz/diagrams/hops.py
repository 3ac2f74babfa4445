"""Cards in columns of hops, with headings above them: what surroundings, ways and impacts are laid out by.

The columns are placed by `flowviz.diagrams.columns`, which knows lines to the next column and within one. So a line over
several columns goes through a thin card in each of them, where it has a place of its own and runs under nothing, and is
joined to one curve afterwards.
"""

from __future__ import annotations

import copy
import dataclasses
import itertools
from typing import TYPE_CHECKING, Final

from flowviz.adding import summed
from flowviz.catalogue import OWN
from flowviz.diagrams import bands, columns, curves, settled
from flowviz.diagrams.page import SCREEN, Page
from flowviz.diagrams.parallel import shortened
from flowviz.diagrams.scene import Card, Frame, Heading, Line, Scene
from flowviz.errors import TooMuchToDraw
from flowviz.theme import SIZES
from flowviz.typography import wrap

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["MOST_CARDS", "MOST_LINES", "place"]

MOST_CARDS: Final = 400
MOST_LINES: Final = 2_000
"""A drawing with more cards or lines is refused before it is laid out: nobody could read it."""
_HEAD: Final = 12.0
"""The distance from the headings to the drawing."""
_ABOVE: Final = 50.0
"""The height of all that stands above the drawing itself."""
_TAG: Final = 8.0
"""The room that the tags need that stick out of the uppermost cards."""
_LEAST, _LEAST_ON_PAPER, _LEAST_GAP = 165.0, 125.0, 60.0
"""The room for a column and for a gap, without which a drawing is wider than its page."""
_CROWD: Final = 40
"""So many lines between two columns can be told apart however near these are."""
_FOR_A_LINE, _WIDEST = 3.0, 220.0
"""The room between columns for each line where there are more, and the most."""
_THIN: Final = 8.0
"""The height of the card that a line passes a column through."""


def place(scene: Scene, headings: Mapping[int, str], page: Page = SCREEN) -> Scene:
    """``scene`` with everything placed; cards with the same ``column`` stand above each other, under its heading.

    Raises `TooMuchToDraw` for a scene that has more cards or lines than anyone could read.
    """
    if len(scene.cards) > MOST_CARDS or len(scene.lines) > MOST_LINES:
        raise TooMuchToDraw(scene.title, len(scene.cards), len(scene.lines))
    return settled.once("hops", scene, lambda: _placed(scene, headings, page), sorted(headings.items()), page)


def _placed(scene: Scene, headings: Mapping[int, str], page: Page) -> Scene:
    used = sorted({card.column or 0 for card in scene.cards})
    for card in scene.cards:
        card.column = used.index(card.column or 0)
    named = [headings.get(number, "") for number in used]
    sheet = copy.deepcopy(scene) if len(used) > 1 and page.points != SCREEN.points else None
    if len(used) <= 1 or page.w >= bands.NARROW:
        _in_columns(scene, named, page)
    if len(used) > 1 and (page.w < bands.NARROW or (sheet and scene.width > page.w - 2 * SIZES.margin)):
        _in_bands(scene, sheet or scene, named, page)
    scene.placed = True
    return scene


def _in_bands(scene: Scene, before: Scene, named: list[str], page: Page) -> None:
    """Places the hops of ``scene``, as it was ``before`` it was found too wide for its sheet, below each other."""
    for field in dataclasses.fields(before):
        setattr(scene, field.name, getattr(before, field.name))
    bands.place(scene, named, page)
    _trim(scene)


def _in_columns(scene: Scene, named: list[str], page: Page) -> None:
    dummies, ways = _threaded(scene)
    parts = [part for _, found in ways for part in found]
    below = dataclasses.replace(page, w=page.w - 1, h=page.h - _ABOVE)
    whole = dataclasses.replace(scene, cards=[*scene.cards, *dummies], lines=parts)
    columns.place(whole, _roomy(below, scene, parts))
    if any(" " in part.label for part in parts) and curves.put_labels(whole) is not None:
        shortened(parts)
        curves.put_labels(whole)
    for line, found in ways:
        _join(line, found)
    curves.put_crosses(scene.lines)
    if scene.cards:
        scene.headings = _headings(scene, named)
        _lift(scene)
        _trim(scene)


def _least(count: int, page: Page) -> float:
    """The width of a page that has room for so many columns."""
    card = _LEAST if page.points == SCREEN.points else _LEAST_ON_PAPER
    return count * card + (count - 1) * _LEAST_GAP + 2 * SIZES.margin


def _roomy(page: Page, scene: Scene, parts: list[Line]) -> Page:
    """The page, wider where names would be broken in every word, or so many lines run between the columns that nobody
    could tell them apart: on a screen one moves about."""
    gaps = max((card.column or 0 for card in scene.cards), default=0)
    crowd = len(parts) / max(gaps, 1)
    page = dataclasses.replace(page, w=max(page.w, _least(gaps + 1, page)))
    room = summed(
        max((card.w for card in scene.cards if card.column == column), default=0) for column in range(gaps + 1)
    )
    wanted = room + gaps * min(crowd * _FOR_A_LINE, _WIDEST) + 2 * SIZES.margin
    return dataclasses.replace(page, w=max(page.w, wanted)) if crowd > _CROWD and scene.cards else page


def _threaded(scene: Scene) -> tuple[list[Card], list[tuple[Line, list[Line]]]]:
    """The thin cards that lines pass columns through, and each line with its parts from column to column."""
    at = {card.id: card.column or 0 for card in scene.cards}
    dummies: list[Card] = []
    ways: list[tuple[Line, list[Line]]] = []
    for number, line in enumerate(scene.lines):
        start, end = at[line.source], at[line.target]
        passed = range(start + 1, end) if start < end else range(start - 1, end, -1)
        stops = [f"line {number} {column}" for column in passed]
        dummies += [
            Card(id=stop, kind="dummy", scope=OWN, text="", column=column, h=_THIN, sign=False)
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
    line.label = next((part.label for part in parts if part.label), "")
    line.label_at = next((part.label_at for part in parts if part.label_at), None)


def _headings(scene: Scene, texts: list[str]) -> list[Heading]:
    """A heading for each column that has a text, as wide as what stands in it."""
    found = []
    for column, text in enumerate(texts):
        boxes = list(_standing(scene, column))
        left, right = min(box.x for box in boxes), max(box.x + box.w for box in boxes)
        if text:
            lines = wrap(text, right - left, SIZES.small + 1, bold=True)
            found.append(Heading(column=column, lines=lines, x=left, y=0, w=right - left))
    return found


def _standing(scene: Scene, column: int) -> list[Card | Frame]:
    """The cards of a column and the frames around them."""
    cards = [card for card in scene.cards if card.column == column]
    frames = {frame.id: frame for frame in scene.frames}
    around = []
    for home in {card.frame for card in cards}:
        while home in frames:
            around.append(frames[home])
            home = frames[home].parent
    return [*cards, *around]


def _lift(scene: Scene) -> None:
    """Puts the headings above everything."""
    boxes = [box.y for box in (*scene.cards, *scene.frames)] + [y for line in scene.lines for _, y in line.points]
    head = max((heading.h for heading in scene.headings), default=0.0)
    tags = any(box.mark for box in (*scene.cards, *scene.frames))
    for heading in scene.headings:
        heading.y = min(boxes) - (head + _HEAD + (_TAG if tags else 0.0))


def _trim(scene: Scene) -> None:
    """Moves everything to the top left corner, below the headings, and sets the size of the drawing."""
    boxes = [(box.x, box.y, box.x + box.w, box.y + box.h) for box in (*scene.cards, *scene.frames)]
    boxes += [(x, y, x, y) for line in scene.lines for x, y in line.points]
    boxes += [(heading.x, heading.y, heading.x, heading.y) for heading in scene.headings]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    for box in (*scene.cards, *scene.frames):
        box.x, box.y = box.x - left, box.y - top
    for heading in scene.headings:
        heading.x, heading.y = heading.x - left, heading.y - top
    for line in scene.lines:
        line.points = [(x - left, y - top) for x, y in line.points]
        if line.label_at:
            line.label_at = line.label_at[0] - left, line.label_at[1] - top
        if line.cross_at:
            line.cross_at = line.cross_at[0] - left, line.cross_at[1] - top
    scene.width = max(box[2] for box in boxes) - left
    scene.height = max(box[3] for box in boxes) - top
