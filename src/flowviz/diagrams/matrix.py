"""Places a matrix: what a department has against its partners, with a sign where a feed joins the two.

The longer of the two stands in rows, whose names are read most easily. Rows are cut into panels beside each other, and
columns into panels below each other, as the page needs it; every panel has all its headings.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from flowviz.diagrams.scene import Band, Cell, Head, Matrix
from flowviz.theme import SIZES
from flowviz.typography import width, wrap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flowviz.diagrams.page import Page
    from flowviz.diagrams.scene import Card, LegendItem, Line, Scene

__all__ = ["NAME", "Axis", "Entry", "Group", "cut", "place"]

NAME: Final = SIZES.small + 1
"""The size of names."""
_LINE: Final = NAME * SIZES.line_height
_MOST_LINES: Final = 3
"""The lines of a name in a row; the whole of it is in the title."""
_LEAST_ROW: Final = 22.0
_GAP: Final = 2.0
"""Between headings."""
_PAD: Final = 7.0
_INDENT: Final = 12.0
"""How far the parts of a whole are set in."""
_DEEPEST: Final = 5
_ROW_NAMES: Final = (340.0, 264.0, 220.0, 184.0)
"""How wide headings of rows may be, the best first."""
_COLUMN_NAMES: Final = ((False, 148.0), (False, 120.0), (False, 96.0), (True, 176.0), (True, 132.0))
"""Whether names of columns are upright, with how tall these may be, or with how wide level ones are; the best first."""
_UPRIGHT: Final = 32.0
"""The narrowest columns with upright names."""
_NAMED: Final = 70.0
"""A heading of columns with less room than this has the sign of its scope alone."""
_BAND: Final = 32.0
"""What the heading of a group of rows takes."""
_BETWEEN: Final = 28.0
"""Between panels."""
_SIGN: Final = 24.0
_PAGE_NUMBER: Final = 110.0
"""The width of a page's number, after the subtitle."""
_NEARLY: Final = 1.06
"""What is only so much higher than its page is shown nearly at its own size."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row or a column: its card, what that says, and how deep it lies in wholes."""

    card: Card
    name: str
    depth: int = 0

    @property
    def inset(self) -> float:
        return _INDENT * min(self.depth, _DEEPEST)


@dataclass(frozen=True, slots=True)
class Group:
    """Rows or columns with a heading of their own."""

    id: str
    name: str
    text: str
    entries: tuple[Entry, ...]
    scope: str | None = None
    """The scope whose sign the heading has."""
    thing: str | None = None
    """Id of the department that it is."""


Axis = tuple[Group, ...]


def place(scene: Scene, own: Axis, partners: Axis, page: Page) -> Scene:
    """``scene`` as a matrix of its lines, all of it: wider than ``page`` never, higher where it has to be."""
    return _drawn(scene, _shelves(_panels(scene, own, partners, page, whole=True), page), own)


def cut(scene: Scene, own: Axis, partners: Axis, page: Page) -> list[Scene]:
    """``scene`` as matrices of which none is higher than ``page``."""
    most = _room(scene, own, partners, page)[1]
    found: list[list[list[_Panel]]] = [[]]
    filled = 0.0
    for shelf in _shelves(_panels(scene, own, partners, page, whole=False), page):
        h = max(panel.h for panel in shelf)
        if found[-1] and filled + h > most:
            found.append([])
            filled = 0.0
        found[-1].append(shelf)
        filled += h + _BETWEEN
    return [_drawn(dataclasses.replace(scene), shelves, own) for shelves in found]


# --- what goes where


def _swapped(own: Axis, partners: Axis) -> bool:
    """Whether partners stand in rows, for there are more of them."""
    return _count(partners) > _count(own)


def _room(scene: Scene, own: Axis, partners: Axis, page: Page) -> tuple[float, float]:
    """The width and the height that ``page`` has for the drawing itself, between its heading and its legend."""
    w = page.w - 2 * SIZES.margin
    items = [item for item in scene.legend if item.sign != "scope" or not _swapped(own, partners)]
    # beside a narrow matrix the legend has more rows than the page would need
    legend = 24 * _legend_rows(items, 0.75 * w)
    title = (len(wrap(scene.title, w, SIZES.title, bold=True)) - 1) * SIZES.title
    subtitle = (len(wrap(scene.subtitle, w - _PAGE_NUMBER, SIZES.name)) - 1) * SIZES.name
    return w, page.h - 2 * SIZES.margin - 110 - legend - (title + subtitle) * SIZES.line_height


def _legend_rows(items: Iterable[LegendItem], w: float) -> int:
    rows, x = 1, 0.0
    for item in items:
        item_w = 56 + width(item.text, SIZES.small + 1)
        if x and x + item_w > w:
            rows, x = rows + 1, 0.0
        x += item_w
    return rows


def _panels(scene: Scene, own: Axis, partners: Axis, page: Page, *, whole: bool) -> list[_Panel]:
    """The panels in the order in which they are read: with level names where upright ones make it no lower."""
    swapped = _swapped(own, partners)
    rows, columns = (partners, own) if swapped else (own, partners)
    ours = {entry.card.id for entry in _entries(own)}
    met: dict[str, set[str]] = {entry.card.id: set() for entry in _entries(rows)}
    for line in scene.lines:
        row, column = reversed(_ends(line, ours)) if swapped else _ends(line, ours)
        met[row].add(column)
    w, h = _room(scene, own, partners, page)
    found: list[tuple[float, list[_Panel]]] = []
    for named in _COLUMN_NAMES:
        for most in _ROW_NAMES:
            panels = _cut_up(rows, columns, met, w, h, named=named, most=min(most, w * 0.45), whole=whole)
            if panels:
                high = sum(max(panel.h for panel in shelf) + _BETWEEN for shelf in _shelves(panels, page)) - _BETWEEN
                found.append((high, panels))
    if whole:
        return next((panels for high, panels in found if high <= h * _NEARLY), min(found, key=itemgetter(0))[1])
    return min(found, key=lambda one: math.ceil(one[0] / h))[1]


def _cut_up(
    rows: Axis,
    columns: Axis,
    met: dict[str, set[str]],
    w: float,
    h: float,
    *,
    named: tuple[bool, float],
    most: float,
    whole: bool,
) -> list[_Panel]:
    """The panels with names of columns as one of `_COLUMN_NAMES`; nothing where level ones have no room.

    Where columns are cut, a row stands only beside those that it has met, or if it has met none, in the first panel.
    """
    names = _Rows(min(most, max(_row_width(entry) for entry in _entries(rows))), _entries(rows), len(rows) == 1)
    room = w - names.w - _GAP
    upright, size = named
    if not upright and _count(columns) * size > room:
        return []
    chunks = _chunks(columns, room, named)
    found = []
    for chunk in chunks:
        beside = max(1, int((w + _BETWEEN) // (names.w + _GAP + chunk.w + _BETWEEN))) if len(chunks) == 1 else 1
        here = {entry.card.id for entry in _entries(chunk.groups)}
        alone = len(chunks) == 1 or chunk is chunks[0]
        shown = _only(rows, {id_ for id_, others in met.items() if others & here or (alone and not others)})
        # boxes without any feeds, too, have to be read somewhere
        shown = shown or (dataclasses.replace(rows[0], entries=rows[0].entries[:1]),)
        pieces = names.cut(shown, h - chunk.h)
        count = min(len(pieces), beside) if whole else len(pieces)
        found += [_Panel(names, piece, chunk) for piece in names.even(shown, count)]
    return found


def _only(axis: Axis, wanted: set[str]) -> Axis:
    """What of ``axis`` is wanted."""
    groups = (
        dataclasses.replace(group, entries=tuple(entry for entry in group.entries if entry.card.id in wanted))
        for group in axis
    )
    return tuple(group for group in groups if group.entries)


def _chunks(columns: Axis, room: float, named: tuple[bool, float]) -> list[_Columns]:
    """The columns in as few pieces as have room, all of about the same width."""
    whole = _Columns(columns, named)
    count = -(-whole.w // room)
    if count <= 1:
        return [whole]
    widths = {id(entry): w for entry, w in zip(_entries(columns), whole.widths, strict=True)}
    pieces = _filled(columns, lambda entry, _: widths[id(entry)], min(room, whole.w / count + _UPRIGHT))
    return [_Columns(piece, named) for piece in pieces]


def _filled(axis: Axis, taken: Callable[[Entry, bool], float], most: float) -> list[Axis]:
    """``axis`` in pieces that take no more than ``most``; ``taken`` is told whether the heading of its group comes first."""
    pieces: list[list[tuple[Group, Entry]]] = [[]]
    filled = 0.0
    for group in axis:
        for entry in group.entries:
            piece = pieces[-1]
            new = not piece or piece[-1][0] is not group
            if piece and filled + taken(entry, new) > most:
                piece = []
                pieces.append(piece)
                filled, new = 0.0, True
            piece.append((group, entry))
            filled += taken(entry, new)
    return [
        tuple(
            dataclasses.replace(group, entries=tuple(entry for _, entry in members))
            for group, members in itertools.groupby(piece, key=itemgetter(0))
        )
        for piece in pieces
    ]


def _shelves(panels: Iterable[_Panel], page: Page) -> list[list[_Panel]]:
    """The panels beside each other as far as ``page`` is wide."""
    shelves: list[list[_Panel]] = []
    filled = math.inf
    for panel in panels:
        if filled + panel.w > page.w - 2 * SIZES.margin:
            shelves.append([])
            filled = 0.0
        shelves[-1].append(panel)
        filled += panel.w + _BETWEEN
    return shelves


def _entries(axis: Axis) -> list[Entry]:
    return [entry for group in axis for entry in group.entries]


def _count(axis: Axis) -> int:
    return len(_entries(axis))


# --- measures


def _row_width(entry: Entry) -> float:
    return width(entry.name, NAME, bold=entry.card.bold) + 2 * _PAD + entry.inset + 1


class _Rows:
    """The names of rows, measured; a group alone has its heading in the corner, above the names."""

    def __init__(self, w: float, entries: Iterable[Entry], corner: bool) -> None:
        self.w, self.corner = w, corner
        self.lines = {
            entry.card.id: wrap(entry.name, w - 2 * _PAD - entry.inset, NAME, bold=entry.card.bold, lines=_MOST_LINES)
            for entry in entries
        }

    def height(self, entry: Entry) -> float:
        return max(_LEAST_ROW, len(self.lines[entry.card.id]) * _LINE + 7)

    def taken(self, entry: Entry, new: bool) -> float:
        """What a row takes, with the heading of its group where it is ``new``."""
        return self.height(entry) + _GAP + (_BAND if new and not self.corner else 0)

    def total(self, rows: Axis) -> float:
        return sum(self.taken(entry, not i) for group in rows for i, entry in enumerate(group.entries))

    def cut(self, rows: Axis, most: float) -> list[Axis]:
        """``rows`` in pieces that are no higher than ``most``."""
        return _filled(rows, self.taken, most)

    def even(self, rows: Axis, count: int) -> list[Axis]:
        """``rows`` in at most ``count`` pieces, the highest of which is as low as can be."""
        low, high = 0.0, self.total(rows)
        for _ in range(14):
            middle = (low + high) / 2
            low, high = (low, middle) if len(self.cut(rows, middle)) <= count else (middle, high)
        return self.cut(rows, high)


class _Columns:
    """Columns and their headings, measured."""

    def __init__(self, groups: Axis, named: tuple[bool, float]) -> None:
        self.groups = groups
        self.upright, size = named
        self.lines: list[list[str]] = []
        self.widths: list[float] = []
        for entry in _entries(groups):
            most, lines = (size - entry.inset, _MOST_LINES) if self.upright else (size - _GAP, _MOST_LINES + 3)
            self.lines.append(wrap(entry.name, most - 2 * _PAD, NAME, bold=entry.card.bold, lines=lines))
            self.widths.append(max(_UPRIGHT, len(self.lines[-1]) * _LINE + 8 + _GAP) if self.upright else size)
        self._widen()
        self.names_h = max(
            (self._end(entry, lines) for entry, lines in zip(_entries(groups), self.lines, strict=True)), default=0.0
        )
        self.bands = [self._band(group, w) for group, w in self.spans()]
        self.bands_h = max([1, *map(len, self.bands)]) * _LINE + 10

    @property
    def w(self) -> float:
        return sum(self.widths)

    @property
    def h(self) -> float:
        return self.bands_h + self.names_h + 2 * _GAP

    def spans(self) -> list[tuple[Group, float]]:
        """Each group and how wide it is."""
        widths = iter(self.widths)
        return [(group, sum(next(widths) for _ in group.entries) - _GAP) for group in self.groups]

    def _widen(self) -> None:
        """Gives a group without a sign room for its name."""
        at = 0
        for group, w in self.spans():
            count = len(group.entries)
            if not group.scope and w < _NAMED + 2 * _PAD:
                self.widths[at : at + count] = [
                    one + (_NAMED + 2 * _PAD - w) / count for one in self.widths[at : at + count]
                ]
            at += count

    def _end(self, entry: Entry, lines: list[str]) -> float:
        """How far the name of a column reaches up, with room around it."""
        if not self.upright:
            return len(lines) * _LINE + 10 + entry.inset
        return max(width(line, NAME, bold=entry.card.bold) for line in lines) + 2 * _PAD + entry.inset

    @staticmethod
    def _band(group: Group, w: float) -> list[str]:
        room = w - 2 * _PAD - (_SIGN if group.scope else 0)
        return wrap(group.name, room, NAME, bold=True, lines=2) if room >= _NAMED or not group.scope else []


@dataclass(frozen=True, slots=True)
class _Panel:
    """Some rows and some columns with their headings."""

    names: _Rows
    rows: Axis
    columns: _Columns

    @property
    def w(self) -> float:
        return self.names.w + _GAP + self.columns.w

    @property
    def h(self) -> float:
        return self.columns.h + self.names.total(self.rows)


# --- places


def _drawn(scene: Scene, shelves: list[list[_Panel]], own: Axis) -> Scene:
    """``scene`` with the panels of ``shelves`` as its matrix, and with no cards and lines but theirs."""
    ours = {entry.card.id for entry in _entries(own)}
    lines = {_ends(line, ours): line for line in scene.lines}
    matrix = Matrix(parts=[], rules=[])
    y = 0.0
    for shelf in shelves:
        x = 0.0
        for panel in shelf:
            _put(matrix, panel, lines, x, y, own_rows=panel.rows[0].id == own[0].id)
            x += panel.w + _BETWEEN
        scene.width = max(scene.width, x - _BETWEEN)
        y += max(panel.h for panel in shelf) + _BETWEEN
    scene.height = y - _BETWEEN
    shown = {part.card for part in matrix.parts if isinstance(part, Head)}
    scene.cards = [card for card in scene.cards if card.id in shown]
    scene.lines = [part.line for part in matrix.parts if isinstance(part, Cell)]
    scene.legend = [item for item in scene.legend if _told_of(item, matrix)]
    scene.matrix, scene.placed = matrix, True
    return scene


def _told_of(item: LegendItem, matrix: Matrix) -> bool:
    """Whether what a legend tells is in a matrix, and not told there."""
    cells = [part for part in matrix.parts if isinstance(part, Cell)]
    found: dict[str, set[str]] = {
        # the others are told by the headings
        "scope": {part.scope for part in matrix.parts if isinstance(part, Band) and part.scope and not part.lines},
        "basis": {f"basis-{cell.line.basis}" for cell in cells},
        "cell": {cell.way for cell in cells} | {"count" for cell in cells if cell.count},
    }
    return item.sign not in found or item.value in found[item.sign]


def _ends(line: Line, ours: set[str]) -> tuple[str, str]:
    """The department's own end of a line, and the partner's; of a line between two own boxes the giver and the receiver."""
    return (line.source, line.target) if line.source in ours else (line.target, line.source)


def _put(
    matrix: Matrix, panel: _Panel, lines: dict[tuple[str, str], Line], x: float, y: float, *, own_rows: bool
) -> None:
    """Adds a panel whose top left corner is at (x, y), the department's own heading first."""
    names, columns = panel.names, panel.columns
    left, top = x + names.w + _GAP, y + columns.h
    across = _across(columns, left, y)
    down: list[Head | Band | Cell] = []
    rule = x, x + panel.w
    at = top
    for group in panel.rows:
        if names.corner:
            down.append(_corner(group, x, y, names.w, columns.h - _GAP))
        else:
            lines_ = wrap(group.name, panel.w - 2 * _PAD - _SIGN, NAME, bold=True, lines=1)
            down.append(_band(group, lines_, x, at + 6, panel.w, _BAND - 6 - _GAP))
            at += _BAND
        for entry in group.entries:
            h = names.height(entry)
            card = entry.card
            down.append(
                Head(
                    card=card.id,
                    name=entry.name,
                    lines=names.lines[card.id],
                    x=x + entry.inset,
                    y=at,
                    w=names.w - entry.inset,
                    h=h,
                )
            )
            centre = left
            for column, w in zip(_entries(columns.groups), columns.widths, strict=True):
                ends = (card.id, column.card.id) if own_rows else (column.card.id, card.id)
                if line := lines.get(ends):
                    partner = (column if own_rows else entry).card
                    gets = line.way == "both" or (line.target if line.way == "out" else line.source) == partner.id
                    gives = line.way == "both" or not gets
                    up, back = (gets, gives) if own_rows else (gives, gets)
                    down.append(
                        Cell(
                            line=line,
                            scope=partner.scope,
                            # how many of them are implied is in its title
                            count=line.label.partition(" (")[0],
                            up=up,
                            left=back,
                            x=centre + (w - _GAP) / 2 + 2,
                            y=at + h / 2 + 2,
                        )
                    )
                centre += w
            at += h + _GAP
            matrix.rules.append(((rule[0], at - _GAP / 2), (rule[1], at - _GAP / 2)))
    for w in columns.widths[:-1]:
        left += w
        matrix.rules.append(((left - _GAP / 2, top), (left - _GAP / 2, at - _GAP)))
    first = 1 if own_rows else 0
    matrix.parts += [*down[:first], *across, *down[first:]]


def _across(columns: _Columns, x: float, y: float) -> list[Head | Band | Cell]:
    """The headings of columns, each group's before those in it."""
    found: list[Head | Band | Cell] = []
    entries = zip(_entries(columns.groups), columns.lines, columns.widths, strict=True)
    top = y + columns.bands_h + _GAP
    for (group, span), named in zip(columns.spans(), columns.bands, strict=True):
        found.append(_band(group, named, x, y, span, columns.bands_h))
        for _ in group.entries:
            entry, lines, w = next(entries)
            found.append(
                Head(
                    card=entry.card.id,
                    name=entry.name,
                    lines=lines,
                    upright=columns.upright,
                    x=x,
                    y=top + entry.inset,
                    w=w - _GAP,
                    h=columns.names_h - entry.inset,
                )
            )
            x += w
    return found


def _corner(group: Group, x: float, y: float, w: float, h: float) -> Band:
    lines = wrap(group.name, w - 2 * _PAD - (_SIGN if group.scope else 0), NAME, bold=True, lines=3)
    tall = len(lines) * _LINE + 10
    return _band(group, lines, x, y + h - tall, w, tall)


def _band(group: Group, lines: list[str], x: float, y: float, w: float, h: float) -> Band:
    return Band(id=group.id, thing=group.thing, scope=group.scope, lines=lines, text=group.text, x=x, y=y, w=w, h=h)
