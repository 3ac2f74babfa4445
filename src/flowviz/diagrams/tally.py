"""Departments in the rows of a table, and in its columns how many things of each scope they exchange data with.

That is how very many departments are read: names whole, by the alphabet, beside each other in as many blocks as the page is
wide, and cut into pages. The scopes with all that is met in them stand above, as the legend of the columns.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from flowviz.adding import summed
from flowviz.catalogue import OWN, UNCOLOURED, Scope
from flowviz.connections import Top, tops
from flowviz.diagrams.cards import fit
from flowviz.diagrams.exchanges import exchanged, groups_of, members_of, most_met, scopes_met
from flowviz.diagrams.scene import Card, Count, Note
from flowviz.diagrams.wording import scope_name, thing_text
from flowviz.ends import Others
from flowviz.locales import number, words
from flowviz.model import Model, name_of
from flowviz.nouns import Noun
from flowviz.theme import SIZES
from flowviz.typography import width, wrap

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowviz.diagrams.page import Page
    from flowviz.diagrams.scene import Scene

__all__ = ["LINED", "sign_name", "table", "tables"]

BY_LETTER: Final = 60
"""More departments stand in the order of the alphabet, under its letters; fewer in that of the catalogue."""
NAME: Final = SIZES.entry
LINE: Final = NAME * SIZES.line_height
PAD: Final = 7.0
LEAST_NAME, NARROW_NAME = 170.0, 120.0
"""The room for a name at least, where blocks stand beside each other; with less than the second for one block, numbers
stand below the names."""
CELL: Final = 27.0
"""The least width of a number."""
CELL_H: Final = 19.0
HEAD: Final = 26.0
BETWEEN: Final = 24.0
"""Between blocks."""
GAP: Final = 2.0
FEWEST: Final = 8
"""No block has fewer rows, where there are several."""
AROUND: Final = 150.0
"""The height of heading and small print."""
LINED: Final = 560.0
"""A page that is narrower has no room for lines between cards, however few these are."""
SCOPE_CARD: Final = 172.0
"""The card of a scope is as wide as its longest word needs, but need not be wider than this."""


class _Row(Noun, kw_only=False):
    department: Top
    lines: list[str]
    h: float


class _Section(Noun, kw_only=False):
    title: str
    rows: list[_Row]


Item = str | _Row
"""The title of a section, or a row."""


class _Sheet:
    """The rows and columns of the table, measured for a page."""

    def __init__(self, model: Model, language: str, page: Page) -> None:
        self.model, self.language = model, language
        self.w = page.w - 2 * SIZES.margin
        self.scopes = scopes_met(model)
        most = most_met(model)
        self.most = max(most.values(), default=1)
        widest = max((width(number(n, language), SIZES.small, bold=True) for n in most.values()), default=0.0)
        self.cell = max(CELL, widest + 10)
        told = {
            department.id: f"{name_of(model, department.id, language)} ({number(len(department.resources), language)})"
            for department in tops(model)
        }
        longest = max((width(text, NAME) + 1 for text in told.values()), default=NARROW_NAME)
        cells = len(self.scopes) * self.cell + 2 * PAD
        self.below = self.w - cells < min(longest, NARROW_NAME)
        """Whether numbers stand below names."""
        least = self.w if self.below else min(longest, LEAST_NAME, self.w - cells) + cells
        fewest = math.ceil(len(told) / FEWEST) or 1
        self.across = max(1, min(int((self.w + BETWEEN) // (least + BETWEEN)), fewest))
        free = (self.w + BETWEEN) / self.across - BETWEEN
        self.name_w = self.w - 2 * PAD if self.below else min(longest, free - cells)
        self.row_w = self.w if self.below else self.name_w + cells
        self.places = self._places()
        """Where each scope has its column: from the left of a row, and in which line of numbers."""
        self.lines = 1 + max((line for _, line in self.places.values()), default=0)
        self.sections = self._sections(told)

    def _sections(self, told: dict[str, str]) -> list[_Section]:
        departments = tops(self.model)
        if len(departments) <= BY_LETTER:
            title = words(self.language)(f"overview.{groups_of(self.model)}")
            return [_Section(title, [self._row(one, told[one.id]) for one in departments])] if departments else []
        found: dict[str, list[_Row]] = {}
        for one in sorted(departments, key=lambda one: self._place(told[one.id])):
            first = told[one.id][:1].upper()
            found.setdefault(first if first.isalpha() else "…", []).append(self._row(one, told[one.id]))
        return [_Section(title, rows) for title, rows in found.items()]

    def _place(self, told: str) -> tuple[str, str]:
        """What a name is sorted by: words by the alphabet, numbers by their size."""
        from flowviz.telling.keys import alphabetical  # dear to import, and few catalogues need it

        return alphabetical(re.sub(r"\d+", lambda found: found[0].zfill(9), told), self.language), told

    def _row(self, department: Top, told: str) -> _Row:
        lines = wrap(told, self.name_w, NAME)
        h = max(len(lines) * LINE + 6, CELL_H)
        return _Row(department, lines, h + CELL_H * self.lines if self.below else h)

    def _places(self) -> dict[str, tuple[float, int]]:
        if not self.below:
            return {scope.id: (self.name_w + 2 * PAD + i * self.cell, 0) for i, scope in enumerate(self.scopes)}
        across = max(1, int(self.name_w // self.cell))
        return {scope.id: (PAD + i % across * self.cell, i // across) for i, scope in enumerate(self.scopes)}

    @property
    def head(self) -> float:
        """The height of the heading of a section."""
        return HEAD * (1 + self.lines) if self.below else HEAD

    def flow(self, most: float) -> list[list[Item]]:
        """The rows in blocks that are no higher than ``most``, each with a heading above it."""
        blocks: list[list[Item]] = []
        y = math.inf
        for section in self.sections:
            for i, row in enumerate(section.rows):
                if y + row.h + (self.head if i == 0 else 0.0) > most:
                    blocks.append([section.title])
                    y = self.head
                elif i == 0:
                    blocks[-1].append(section.title)
                    y += self.head
                blocks[-1].append(row)
                y += row.h + GAP
        return blocks

    def even(self) -> list[list[Item]]:
        """The rows in as many blocks as stand beside each other, as low as can be."""
        rows = [row for section in self.sections for row in section.rows]
        total = summed(row.h + GAP for row in rows) + self.head * len(self.sections)
        most = max(total / self.across, self.head + max((row.h for row in rows), default=0.0))
        while len(blocks := self.flow(most)) > self.across:
            most += LINE
        return blocks


def table(scene: Scene, model: Model, page: Page) -> Scene:
    """``scene`` with all departments, placed for the width of ``page``."""
    sheet = _Sheet(model, scene.language, page)
    _put(scene, sheet, sheet.even())
    if page.w >= LINED:
        scene.subtitle += f" {words(scene.language)('overview.no_lines')}"
    return scene


def tables(made: Callable[[], Scene], model: Model, page: Page) -> list[Scene]:
    """The departments on pages; each is a scene that is ``made`` anew."""
    scene = made()
    sheet = _Sheet(model, scene.language, page)
    above = _scopes(scene, sheet)
    blocks = sheet.flow(page.h - AROUND - above) or [[]]
    pages = [blocks[i : i + sheet.across] for i in range(0, len(blocks), sheet.across)]
    return [_put(made(), sheet, page_blocks) for page_blocks in pages]


def _put(scene: Scene, sheet: _Sheet, blocks: list[list[Item]]) -> Scene:
    scene.subtitle += f". {words(scene.language)('overview.slim')}"
    top = _scopes(scene, sheet)
    scene.width = max(scene.width, len(blocks) * (sheet.row_w + BETWEEN) - BETWEEN)
    scene.height = top
    for number_, block in enumerate(blocks):
        x, y = number_ * (sheet.row_w + BETWEEN), top
        for item in block:
            if isinstance(item, str):
                _head(scene, sheet, item, x, y)
                y += sheet.head
            else:
                scene.cards.append(_card(sheet, item, x, y))
                y += item.h + GAP
        scene.height = max(scene.height, y - GAP)
    scene.placed = True
    return scene


def _head(scene: Scene, sheet: _Sheet, title: str, x: float, y: float) -> None:
    """The title of a section, and the signs of the columns beside it."""
    middle = y + HEAD / 2
    scene.notes.append(Note(lines=[title], text="", size=SIZES.name, x=x + PAD, y=middle))
    top = middle + (HEAD if sheet.below else 0.0)
    scene.notes += [
        Note(
            lines=[],
            text="",
            scope=scope,
            plain=scope == OWN,
            x=x + place + sheet.cell / 2,
            y=top + line * HEAD,
        )
        for scope, (place, line) in sheet.places.items()
    ]


def _card(sheet: _Sheet, row: _Row, x: float, y: float) -> Card:
    model, language = sheet.model, sheet.language
    w = words(language)
    met = exchanged(model).get(row.department.id, {})
    said = "; ".join(
        f"{sign_name(model, scope, language)} {number(len(things), language)}" for scope, (things, _) in met.items()
    )
    count = w("resources", n=len(row.department.resources))
    return Card(
        id=row.department.id,
        kind="department",
        scope=OWN,
        lines=row.lines,
        text=f"{thing_text(model, row.department.id, language)}, {count}, {said or w('card.unconnected')}",
        sign=False,
        size=NAME,
        pad=PAD,
        header=len(row.lines) * LINE + 6,
        counts=_counts(sheet, met),
        x=x,
        y=y,
        w=sheet.row_w,
        h=row.h,
    )


def _counts(sheet: _Sheet, met: dict[str, tuple[set[str], int]]) -> list[Count]:
    """The numbers of a row, each in the column of its scope."""
    found = []
    for scope in sheet.scopes:
        if scope.id in met:
            n = len(met[scope.id][0])
            found.append(
                Count(
                    scope=scope.id,
                    letter=scope.letter if scope.id not in UNCOLOURED else "",
                    told=number(n, sheet.language),
                    share=n / sheet.most,
                    x=sheet.places[scope.id][0],
                    line=sheet.places[scope.id][1],
                    w=sheet.cell,
                )
            )
    return found


def _scopes(scene: Scene, sheet: _Sheet) -> float:
    """Puts the scopes above the table, with how many things are met in each; gives how much room they take."""
    w = words(scene.language)
    members = members_of(sheet.model, single=False)
    cards = [
        _scope_card(sheet, scope, members[Others(scope.id)])
        for scope in sheet.model.catalogue.scopes
        if members[Others(scope.id)]
    ]
    words_w = [width(word, SIZES.name) + SIZES.pad + 41 for card in cards for word in card.lines[0].split()]
    least = min(max(words_w, default=0.0), SCOPE_CARD)
    across = max(1, min(len(cards), int((sheet.w + 8) // (least + 8))))
    wide = min((sheet.w + 8) / across - 8, max((card.w for card in cards), default=0.0))
    y = 0.0
    for first in range(0, len(cards), across):
        row = cards[first : first + across]
        for i, card in enumerate(row):
            card.w = wide
            fit(card)
            card.x, card.y = i * (wide + 8), y
        high = max(card.h for card in row)
        for card in row:
            card.h = high
        scene.width = max(scene.width, len(row) * (wide + 8) - 8)
        y += high + 8
    scene.cards += cards
    if any(scope.id == OWN for scope in sheet.scopes):
        other = w("overview.other")
        x, middle = 12.0, y + 10
        if cards and cards[-1].x + wide + 36 + width(other, NAME) < sheet.w:
            x, middle = cards[-1].x + wide + 24, cards[-1].y + cards[-1].h / 2
        else:
            y += 26
        scene.notes.append(Note(lines=[other], text=other, scope=OWN, plain=True, x=x, y=middle))
        scene.width = max(scene.width, x + 18 + width(other, NAME))
    return y + 4 if y else 0.0


def _scope_card(sheet: _Sheet, scope: Scope, count: int) -> Card:
    w = words(sheet.language)
    name, told = scope_name(sheet.model, scope.id, sheet.language), w("things", n=count)
    wide = max(width(name, SIZES.name), width(told, SIZES.small)) + 40 + SIZES.pad + 2
    return Card(
        id=str(Others(scope.id)),
        kind="shared",
        scope=scope.id,
        lines=[name],
        small=[told],
        text=f"{name}, {w('overview.group').lower()}, {told}",
        w=wide,
    )


def sign_name(model: Model, scope: str, language: str) -> str:
    """What a sign stands for: things of a scope, or for its own, other departments."""
    return words(language)("overview.other") if scope == OWN else scope_name(model, scope, language)
