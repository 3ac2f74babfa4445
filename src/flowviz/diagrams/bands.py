"""Hops below each other instead of side by side, for a page that has no room for columns: read from above to below.

Everything stands in one column, each hop under its heading. Lines run in tracks beside it: on the left those that lead
downwards, on the right those that lead back up. A number, and the cross of a feed that ends, stands where its line meets
the card with the fewer lines.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter
from typing import TYPE_CHECKING, Final, Literal

from flowviz.adding import summed
from flowviz.diagrams import curves
from flowviz.diagrams.cards import TAG_ABOVE, fit
from flowviz.diagrams.columns.tracks import Track
from flowviz.diagrams.columns.tree import Tree, is_head
from flowviz.diagrams.columns.widths import tag_width, unwrapped
from flowviz.diagrams.parallel import shortened
from flowviz.diagrams.scene import Card, Frame, Heading, Note
from flowviz.nouns import Noun
from flowviz.theme import SIZES
from flowviz.typography import wrap

if TYPE_CHECKING:
    from flowviz.diagrams.columns.tree import Item
    from flowviz.diagrams.page import Page
    from flowviz.diagrams.scene import Scene

__all__ = ["MOST_CARDS", "MOST_LINES", "NARROW", "add_note", "place"]

NARROW: Final = 640.0
"""A page that is narrower has no room for columns of hops."""
MOST_CARDS: Final = 36
"""More cards below each other are no drawing any more: whoever can shows fewer hops."""
MOST_LINES: Final = 30
"""So many lines can be told apart beside one column."""
_LEAST, _WIDEST = 140.0, 340.0
"""How wide cards are at least, whatever lines take, and at most."""
_STEPS: Final = 6.0, 5.0
"""From one track to the next, and where there are more than `_MANY`."""
_MANY: Final = 6
_FIRST: Final = 16.0
"""From the cards to the first track: room for the head of a line."""
_HEAD: Final = 10.0
"""The room for the head alone, beside a number."""
_CROSS: Final = 15.0
_OUTER: Final = 2.0
_GAP, _PAD, _TITLE = 8.0, 8.0, 6.0
"""Between what stands above each other, around what is in a frame, and beneath the title of one."""
_ABOVE, _BENEATH = 16.0, 10.0
"""From what stands above to a heading, and from that to what is under it."""
_PORT, _CORNER = 8.0, 7.0
"""From one end of a line to the next at a side of a card, and from its corner to the nearest."""
_CHIP: Final = 19.0
"""From a number or cross to the one above it, at the same card."""

Side = Literal["left", "right"]


def place(scene: Scene, headings: list[str], page: Page) -> Scene:
    """``scene`` with everything placed, the columns of its cards below each other under ``headings``."""
    bands = _Bands(scene)
    shortened(scene.lines)
    room = page.w - 2 * SIZES.margin
    before, behind = bands.room("left"), bands.room("right")
    least = max([_LEAST, *(tag_width(card) for card in scene.cards)])
    w = min(max(room - before - behind, least), max(least, _WIDEST))
    bands.stack(headings, before, w)
    bands.route(before, w)
    return scene


def add_note(scene: Scene, text: str) -> None:
    """Says ``text`` beneath a placed ``scene``."""
    lines = wrap(text, max(scene.width, _LEAST), SIZES.small, bold=True)
    scene.notes.append(Note(lines=lines, text=text, aloud=True, x=0.0, y=scene.height + _ABOVE + SIZES.small / 2))
    scene.height += _ABOVE + len(lines) * SIZES.small * SIZES.line_height


class _Meeting(Noun, kw_only=False):
    """Where the number or cross of a line stands: at which card."""

    card: str
    heads: bool
    """Whether a head of the line is there too."""


class _Bands:
    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.cards = {card.id: card for card in scene.cards}
        self.trees = [Tree(_only(scene, number)) for number in sorted({card.column or 0 for card in scene.cards})]
        for tree in self.trees:
            for items in tree.stacks(0):
                items.sort(key=lambda item: (not is_head(item), item.rank))
        ordered = [card.id for tree in self.trees for item in tree.columns[0] for card in tree.cards(item)]
        self.at = {id_: i for i, id_ in enumerate(ordered)}
        self.tracks = self._tracks()
        self.ends = self._ends()
        """Card and side -> the lines that end there, from top to bottom."""
        self.meetings = self._meetings()

    def _side(self, number: int) -> Side:
        line = self.scene.lines[number]
        falls = self.at[line.source] < self.at[line.target]
        return "left" if falls == (line.way != "in") or line.way == "both" else "right"

    def _tracks(self) -> dict[int, Track]:
        """The track of each line: the shorter, the nearer to the cards, so that lines of one card do not cross."""
        lines = self.scene.lines
        spans = sorted(
            (abs(self.at[line.source] - self.at[line.target]), min(self.at[line.source], self.at[line.target]), i)
            for i, line in enumerate(lines)
        )
        laid: dict[Side, list[tuple[int, int, int]]] = {"left": [], "right": []}
        found = {}
        for span, first, i in spans:
            same = laid[side := self._side(i)]
            number = 1 + max((n for a, b, n in same if a < first + span and first < b), default=-1)
            same.append((first, first + span, number))
            found[i] = Track(0, None, side, number)
        return found

    def _ends(self) -> dict[tuple[str, Side], list[tuple[int, str]]]:
        """What leads up leaves at the top, the innermost first; what leads down at the bottom, the outermost first."""
        found: dict[tuple[str, Side], list[tuple[tuple[int, int, int], int, str]]] = {}
        for i, line in enumerate(self.scene.lines):
            for role, here, there in (("source", line.source, line.target), ("target", line.target, line.source)):
                up, number = self.at[there] < self.at[here], self.tracks[i].number
                key = (0, number, i) if up else (2, -number, -i)
                found.setdefault((here, self.tracks[i].side), []).append((key, i, role))
        return {at: [(i, role) for _, i, role in sorted(here)] for at, here in found.items()}

    def _meetings(self) -> dict[int, _Meeting]:
        counts: Counter[tuple[str, Side]] = Counter()
        for i, line in enumerate(self.scene.lines):
            side = self._side(i)
            counts[line.source, side] += 1
            counts[line.target, side] += 1
        found = {}
        for i, line in enumerate(self.scene.lines):
            side = self._side(i)
            at = min((line.target, line.source), key=lambda end: counts[end, side])
            if line.label or "lost" in line.mark.split("-"):
                heads = line.way == "both" or (at == line.target) == (line.way == "out")
                found[i] = _Meeting(at, heads)
        return found

    def room(self, side: Side) -> float:
        """The width that the lines of a side take."""
        count = self._count(side)
        return self._first(side) + (count - 1) * self._step(side) + _OUTER if count else 0.0

    def _count(self, side: Side) -> int:
        return max((track.number + 1 for track in self.tracks.values() if track.side == side), default=0)

    def _step(self, side: Side) -> float:
        return _STEPS[self._count(side) > _MANY]

    def _first(self, side: Side) -> float:
        """From the cards to the first track."""
        wanted = [self._wanted(i) for i in self.meetings if self.tracks[i].side == side]
        return max([_FIRST, *wanted])

    def _wanted(self, number: int) -> float:
        line = self.scene.lines[number]
        found = _HEAD if self.meetings[number].heads else 3.0
        found += curves.label_width(line) + 3 if line.label else 0.0
        return found + (_CROSS if "lost" in line.mark.split("-") else 0.0)

    def stack(self, headings: list[str], x: float, w: float) -> None:
        """Gives everything its size and its place."""
        y = 0.0
        for number, (tree, text) in enumerate(zip(self.trees, headings, strict=True)):
            if text:
                y += _ABOVE if number else 0.0
                lines = wrap(text, w, SIZES.small + 1, bold=True)
                heading = Heading(column=number, lines=lines, x=x, y=y, w=w)
                self.scene.headings.append(heading)
                y += heading.h + _BENEATH
            elif number:
                y += _ABOVE
            y = self._stacked(tree, tree.columns[0], x, y, w)
        self.scene.width = x + w
        self.scene.height = y

    def _stacked(self, tree: Tree, items: list[Item], x: float, y: float, w: float) -> float:
        for i, item in enumerate(items):
            y += (_GAP if i else 0.0) + (TAG_ABOVE if item.word else 0.0)
            item.x, item.y, item.w = x, y, w
            if isinstance(item, Frame):
                self._frame(tree, item)
            else:
                self._card(item)
            y += item.h
        return y

    def _frame(self, tree: Tree, frame: Frame) -> None:
        sign = 26 if frame.scope else 0
        frame.lines = (
            wrap(unwrapped(frame.lines, frame.text), frame.w - 2 * SIZES.pad - sign, SIZES.name, bold=True)
            if frame.lines
            else []
        )
        lines_h = (len(frame.lines) * SIZES.name + len(frame.small) * SIZES.small) * SIZES.line_height
        frame.header = lines_h + _TITLE if lines_h else 0.0
        top = frame.y + _PAD + frame.header
        frame.h = self._stacked(tree, tree.children[frame.id], frame.x + _PAD, top, frame.w - 2 * _PAD) - frame.y + _PAD

    def _card(self, card: Card) -> None:
        if not card.sized and card.lines:
            name, small = unwrapped(card.lines, card.text), " ".join(card.small)
            card.lines, card.small = [name], [small] if small else []
            fit(card, 12)
        for side in ("left", "right"):
            if here := self.ends.get((card.id, side)):
                card.h = max(card.h, summed(self._steps(card.id, here)) + 2 * _CORNER)

    def route(self, x: float, w: float) -> None:
        """Gives every line its points, its number and its cross their places."""
        firsts: dict[Side, float] = {"left": x - self._first("left"), "right": x + w + self._first("right")}
        ports = self._ports()
        for i, line in enumerate(self.scene.lines):
            track = self.tracks[i]
            at = firsts[track.side] + (1 if track.side == "right" else -1) * self._step(track.side) * track.number
            start, end = (self._edge(card, track.side) for card in (line.source, line.target))
            a, b = ports[i, "source"], ports[i, "target"]
            line.points = [(start, a), (at, a), (at, b), (end, b)]
            if i in self.meetings:
                self._told(i, self.meetings[i])

    def _edge(self, card: str, side: Side) -> float:
        return self.cards[card].x + (self.cards[card].w if side == "right" else 0.0)

    def _ports(self) -> dict[tuple[int, str], float]:
        """The height of each end of a line, in the middle of the side of its card."""
        found = {}
        for (id_, _), here in self.ends.items():
            card = self.cards[id_]
            y = card.y + card.h / 2 - summed(self._steps(id_, here)) / 2
            for step, end in zip([0.0, *self._steps(id_, here)], here, strict=True):
                y += step
                found[end] = y
        return found

    def _steps(self, card: str, here: list[tuple[int, str]]) -> list[float]:
        """From each end of a line at a side of a card to the next."""
        told = [i in self.meetings and self.meetings[i].card == card for i, _ in here]
        return [_CHIP if a and b else _PORT for a, b in itertools.pairwise(told)]

    def _told(self, number: int, meeting: _Meeting) -> None:
        line, out = self.scene.lines[number], 1 if self.tracks[number].side == "right" else -1
        x, y = line.points[-1] if meeting.card == line.target else line.points[0]
        far = _HEAD if meeting.heads else 3.0
        if line.label:
            half = curves.label_width(line) / 2
            line.label_at = x + out * (far + half), y
            far += 2 * half + 3
        if "lost" in line.mark.split("-"):
            line.cross_at = x + out * (far + _CROSS / 2 - 1), y


def _only(scene: Scene, number: int) -> Scene:
    """The cards of one column with the frames that they stand in."""
    cards = [card for card in scene.cards if (card.column or 0) == number]
    parents = {frame.id: frame.parent for frame in scene.frames}
    homes = set()
    for card in cards:
        home = card.frame
        while home:
            homes.add(home)
            home = parents[home]
    return dataclasses.replace(scene, cards=cards, frames=[one for one in scene.frames if one.id in homes], lines=[])
