"""What members of a joined catalogue tell of each other, and whether the other side confirms it.

On the left stands who tells, on the right the other side, and between them what is told, in a lane for each verdict. Counts and
the page alone decide how much is shown:

``feeds``      each feed that is not confirmed has a card; the others are counted, where there are several, between two
               organisations
``pairs``      all are counted between two organisations
``table``      a row for each organisation: what it tells and what others tell of it, counted
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flowviz.catalogue import OWN
from flowviz.diagrams import hops
from flowviz.diagrams.cards import fit
from flowviz.diagrams.page import SCREEN, Page
from flowviz.diagrams.scene import Card, Count, Frame, LegendItem, Line, Note, Scene
from flowviz.diagrams.tally import LINED
from flowviz.diagrams.wording import feed_text
from flowviz.ends import Feeds, Pair
from flowviz.locales import number, words
from flowviz.model import Model, name_of, organisations
from flowviz.reconciling import Told, Verdict, reconciliation
from flowviz.theme import MARKS, SIZES
from flowviz.typography import width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["LEVELS", "draw", "pages"]

LEVELS: Final = ("feeds", "pairs", "table")
MOST: Final = 30
"""So many cards stand between the organisations at most."""
SIGNS: Final[dict[Verdict, str]] = {"no": "unconfirmed", "silent": "silent", "yes": "confirmed"}
"""The mark of each verdict, from above to below."""
_LEFT, _MIDDLE, _RIGHT = range(3)
_SIDE, _CARD = 200.0, 330.0
"""The widths of the cards of organisations and of what they tell."""
_NAME, _CELL, _ROW, _BETWEEN, _GAP = 260.0, 34.0, 22.0, 28.0, 2.0
"""The table: the widths of names and numbers, the least height of a row, and what is left free between blocks and rows."""
_LEAST_NAME: Final = 90.0
_FEWEST: Final = 12
"""No block of the table has fewer rows, where there are several."""
_AROUND: Final = 150.0
"""The height of heading and small print."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What one card stands for: a feed, or all with one verdict from who tells to the other side."""

    by: str
    side: str
    verdict: Verdict
    told: tuple[Told, ...]


def draw(model: Model, *, language: str = "fi", level: str | None = None, page: Page = SCREEN) -> Scene:
    """The scene at ``level``, or at the most detailed of `LEVELS` that can be read. Empty where nothing is joined."""
    level = level or _level(model, page)
    if level == "table":
        sheet = _Sheet(model, language, page)
        return sheet.put(_scene(model, language), sheet.blocks(math.ceil(len(sheet.rows) / sheet.across)))
    return _lined(model, _entries(model, level), language, page)


def pages(model: Model, language: str, page: Page) -> list[Scene]:
    """The same on as many pages as it takes: as even parts of what is told, or of the table."""
    level = _level(model, page)
    entries = _entries(model, level) if level != "table" else []
    sizes = {math.ceil(len(entries) / count) for count in range(2, len(entries) + 1)}
    for most in sorted(sizes, reverse=True):
        found = [_lined(model, entries[i : i + most], language, page) for i in range(0, len(entries), most)]
        if max(scene.height for scene in found) <= page.h - _AROUND:
            return found
    sheet = _Sheet(model, language, page)
    blocks = sheet.blocks(sheet.fitting(page.h - _AROUND))
    across = [blocks[i : i + sheet.across] for i in range(0, len(blocks), sheet.across)]
    return [sheet.put(_scene(model, language), found) for found in across or [[]]]


def _lined(model: Model, entries: Sequence[_Entry], language: str, page: Page) -> Scene:
    """The scene of some entries with the organisations at their sides."""
    scene = _scene(model, language)
    if not entries:
        return scene
    w = words(language)
    scene.cards = list(_organisations(model, entries, language, _LEFT))
    taken: Counter[str] = Counter()
    for verdict, mark in SIGNS.items():
        own = [entry for entry in entries if entry.verdict == verdict]
        if not own:
            continue
        count = sum(len(entry.told) for entry in own)
        title = f"{MARKS[mark].sign} {w(f'reconciliation.{verdict}')} ({number(count, language)})"
        lines = wrap(title, _CARD, SIZES.name, bold=True)
        scene.frames.append(
            Frame(id=f"lane-{verdict}", kind="lane", lines=lines, mark=mark, rank=list(SIGNS).index(verdict))
        )
        for entry in own:
            card = _card(model, entry, language)
            taken[card.id] += 1
            card.id += f"#{taken[card.id]}"
            scene.cards.append(card)
            scene.lines += _lines(model, entry, card.id, language)
        scene.legend.append(LegendItem(sign="mark", value=mark, text=w(f"reconciliation.legend.{verdict}")))
    scene.cards += _organisations(model, entries, language, _RIGHT)
    headings = {_LEFT: w("field.told_by"), _MIDDLE: w("reconciliation.told"), _RIGHT: w("field.other_side")}
    return hops.place(scene, headings, page)


def _scene(model: Model, language: str) -> Scene:
    w = words(language)
    found = Counter(told.verdict for told in reconciliation(model))
    joined = bool(model.catalogue.members)
    counts = {verdict: number(found[verdict], language) for verdict in SIGNS}
    name = name_of(model, model.catalogue.organisation.id, language)
    return Scene(
        kind="reconciliation",
        name="reconciliation",
        title=w("table.reconciliation"),
        subtitle=w("reconciliation.subtitle", name=name, **counts) if joined else w("reconciliation.alone"),
        description=w("reconciliation.description"),
        language=language,
    )


def _level(model: Model, page: Page) -> str:
    if page.w < LINED:
        return "table"
    return next((level for level in LEVELS[:2] if len(_entries(model, level)) <= MOST), "table")


def _entries(model: Model, level: str) -> list[_Entry]:
    """What stands between the organisations, in the order of verdicts and then of the catalogue."""
    groups: dict[tuple[Verdict, str, str], list[Told]] = {}
    for told in reconciliation(model):
        for by in told.by:
            groups.setdefault((told.verdict, by, told.side), []).append(told)
    found = []
    for verdict in SIGNS:
        for (its, by, side), group in groups.items():
            if its == verdict:
                each = level == "feeds" and verdict == "no"
                parts = [(told,) for told in group] if each else [tuple(group)]
                found += [_Entry(by, side, verdict, part) for part in parts]
    return found


def _name(model: Model, member: str, language: str) -> str:
    return name_of(model, organisations(model)[member], language)


def _organisations(model: Model, entries: Sequence[_Entry], language: str, column: int) -> Iterator[Card]:
    """Who tells, or the other sides, in the order of the members."""
    w = words(language)
    count: Counter[str] = Counter()
    for entry in entries:
        count[entry.by if column == _LEFT else entry.side] += len(entry.told)
    for member in organisations(model):
        if count[member]:
            name, feeds = _name(model, member, language), w("feeds", n=count[member])
            told = w("reconciliation.line", name=name, feeds=feeds)
            other = f"{name}, {w('field.other_side').lower()}, {feeds}"
            card = Card(
                id=_end(model, member, column),
                kind="department",
                scope=OWN,
                lines=[name],
                text=told if column == _LEFT else other,
                column=column,
                sign=False,
                w=_SIDE,
            )
            yield fit(card)


def _end(model: Model, member: str, column: int) -> str:
    """The id of the card of an organisation, which may stand on both sides."""
    return f"{organisations(model)[member]}#{column}"


def _card(model: Model, entry: _Entry, language: str) -> Card:
    """A feed by its ends and what it hands over, or the number of feeds."""
    w = words(language)
    told = w("reconciliation.by", by=_name(model, entry.by, language), side=_name(model, entry.side, language))
    verdict = w(f"reconciliation.legend.{entry.verdict}")
    verdict = verdict[:1].lower() + verdict[1:]
    if len(entry.told) == 1:
        feed = entry.told[0].feed
        id_ = Pair.of(feed.source, feed.target)
        name = f"{name_of(model, feed.source, language)} → {name_of(model, feed.target, language)}"
        small, text = feed.content.get(language) if feed.content else "", feed_text(model, feed, language)
    else:
        id_ = Pair.of(*(organisations(model)[member] for member in (entry.by, entry.side)))
        name = text = w("feeds", n=len(entry.told))
        small = ""
    return fit(
        Card(
            id=str(Feeds(str(id_))),
            kind="feed",
            scope=OWN,
            lines=[name],
            small=[small] if small else [],
            text=f"{text}; {told}; {verdict}",
            frame=f"lane-{entry.verdict}",
            column=_MIDDLE,
            sign=False,
            w=_CARD,
        )
    )


def _lines(model: Model, entry: _Entry, card: str, language: str) -> Iterator[Line]:
    """From who tells it, and to who confirms it or not."""
    w = words(language)
    mark = SIGNS[entry.verdict]
    feeds = w("feeds", n=len(entry.told))
    yield Line(
        source=_end(model, entry.by, _LEFT),
        target=card,
        text=w("reconciliation.line", name=_name(model, entry.by, language), feeds=feeds),
    )
    yield Line(
        source=card,
        target=_end(model, entry.side, _RIGHT),
        basis=MARKS[mark].basis,
        text=f"{_name(model, entry.side, language)}: {w(f'reconciliation.{entry.verdict}').lower()}, {feeds}",
        mark=mark,
    )


# --- the table


@dataclass(frozen=True, slots=True)
class _Row:
    member: str
    lines: list[str]
    tells: Counter[Verdict]
    asked: Counter[Verdict]

    @property
    def h(self) -> float:
        return max(len(self.lines) * SIZES.entry * SIZES.line_height + 6, _ROW)

    @property
    def numbers(self) -> list[int]:
        """In the order of the columns."""
        return [counts[verdict] for counts in (self.tells, self.asked) for verdict in SIGNS]


class _Sheet:
    """The rows of the table, measured for a page."""

    def __init__(self, model: Model, language: str, page: Page) -> None:
        self.model, self.language = model, language
        wide = page.w - 2 * SIZES.margin
        most = Counter(told.side for told in reconciliation(model)) + Counter(
            by for told in reconciliation(model) for by in told.by
        )
        widest = width(number(max(most.values(), default=0), language), SIZES.small) + 10
        self.cell = max(_CELL, widest)
        numbers = 2 * len(SIGNS) * self.cell
        names = {member: _name(model, member, language) for member in organisations(model)}
        longest = max((width(name, SIZES.entry) + 2 for name in names.values()), default=_LEAST_NAME)
        self.name_w = max(min(longest, _NAME, wide - numbers - SIZES.pad), _LEAST_NAME)
        self.row_w = SIZES.pad + self.name_w + numbers
        self.rows = list(self._rows(names))
        fewest = math.ceil(len(self.rows) / _FEWEST) or 1
        self.across = max(1, min(int((wide + _BETWEEN) // (self.row_w + _BETWEEN)), fewest))
        w = words(language)
        self.heads = [
            wrap(w(f"reconciliation.{side}"), len(SIGNS) * self.cell - 6, SIZES.small, bold=True)
            for side in ("tells", "asked")
        ]
        self.head = max(map(len, self.heads)) * SIZES.small * SIZES.line_height + 26
        self.most = [max((row.numbers[i] for row in self.rows), default=1) or 1 for i in range(2 * len(SIGNS))]

    def _rows(self, names: dict[str, str]) -> Iterator[_Row]:
        tells: dict[str, Counter[Verdict]] = {member: Counter() for member in names}
        asked: dict[str, Counter[Verdict]] = {member: Counter() for member in names}
        for told in reconciliation(self.model):
            asked[told.side][told.verdict] += 1
            for by in told.by:
                tells[by][told.verdict] += 1
        for member, name in names.items():
            if tells[member] or asked[member]:
                yield _Row(member, wrap(name, self.name_w, SIZES.entry), tells[member], asked[member])

    def fitting(self, high: float) -> int:
        """How many rows a block of such a height has room for."""
        tallest = max((row.h for row in self.rows), default=_ROW)
        return max(1, int((high - self.head) // (tallest + _GAP)))

    def blocks(self, most: int) -> list[list[_Row]]:
        """The rows in blocks of so many."""
        return [self.rows[i : i + most] for i in range(0, len(self.rows), max(most, 1))]

    def put(self, scene: Scene, blocks: Sequence[Sequence[_Row]]) -> Scene:
        """The scene with the rows in it, blocks beside each other."""
        for i, block in enumerate(blocks):
            x, y = i * (self.row_w + _BETWEEN), self.head
            self._headings(scene, x)
            for row in block:
                scene.cards.append(self._card(row, x, y))
                y += row.h + _GAP
            scene.width, scene.height = x + self.row_w, max(scene.height, y - _GAP)
        w = words(self.language)
        if blocks:
            scene.legend = [
                LegendItem(sign="mark", value=mark, text=w(f"reconciliation.{verdict}"))
                for verdict, mark in SIGNS.items()
            ]
        scene.placed = True
        return scene

    def _headings(self, scene: Scene, x: float) -> None:
        step = SIZES.small * SIZES.line_height
        for i, lines in enumerate(self.heads):
            left = x + SIZES.pad + self.name_w + i * len(SIGNS) * self.cell
            scene.notes.append(Note(lines=lines, text="", x=left + 4, y=step / 2))
            for j, mark in enumerate(SIGNS.values()):
                sign = MARKS[mark].sign
                middle = left + (j + 0.5) * self.cell - width(sign, SIZES.name, bold=True) / 2
                scene.notes.append(Note(lines=[sign], text="", size=SIZES.name, x=middle, y=self.head - 13))

    def _card(self, row: _Row, x: float, y: float) -> Card:
        w = words(self.language)
        name = _name(self.model, row.member, self.language)
        said = [
            f"{w(f'reconciliation.{side}')}: "
            + ", ".join(
                f"{w(f'reconciliation.{verdict}')} {number(counts[verdict], self.language)}" for verdict in SIGNS
            )
            for side, counts in (("tells", row.tells), ("asked", row.asked))
        ]
        return Card(
            id=organisations(self.model)[row.member],
            kind="department",
            scope=OWN,
            lines=row.lines,
            text=f"{name}; {'; '.join(said)}",
            sign=False,
            size=SIZES.entry,
            header=row.h,
            counts=[
                Count(
                    scope=OWN,
                    letter="",
                    told=number(n, self.language),
                    share=n / self.most[i],
                    x=SIZES.pad + self.name_w + i * self.cell,
                    w=self.cell,
                )
                for i, n in enumerate(row.numbers)
                if n
            ],
            x=x,
            y=y,
            w=self.row_w,
            h=row.h,
        )
