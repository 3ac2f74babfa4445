"""A department's feeds as lines: givers on the left, its resources in the middle, receivers on the right.

Each side has a lane for each department and each scope that partners are of; lanes of those who both give and get stand on
the side where their lines cross less. A line that ends at a frame is of the whole that the frame is. Many feeds would be a thicket of lines: they become a matrix of the department's boxes and its partners. What
decides is how many there are and how wide the page is, and so the same in every language.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from flowviz.catalogue import OWN
from flowviz.connections import Connection, best_known, connections
from flowviz.diagrams import columns, curves, matrix, settled
from flowviz.diagrams.cards import OUTER, card_of, fit
from flowviz.diagrams.page import SCREEN, Page
from flowviz.diagrams.parallel import label_of, text_of
from flowviz.diagrams.partners import Group, groups, heading
from flowviz.diagrams.scene import Card, Frame, LegendItem, Line, Scene, frame_of
from flowviz.diagrams.wording import legend_of, of_department, thing_text
from flowviz.ends import Inside, OfScope
from flowviz.locales import words
from flowviz.model import Model, name_of
from flowviz.theme import SIZES
from flowviz.typography import clip, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flowviz.catalogue import Department, Feed, Resource

__all__ = ["MOST_ASIDE", "MOST_LINES", "draw", "pages"]

MOST_ASIDE: Final = 16
"""With more partners on one side than this, feeds become a matrix."""
MOST_LINES: Final = 40
"""With more lines than this, too."""
MOST_TOLD: Final = 15
"""With more feeds than this, lines do not say what they hand over."""
CONTENT: Final = 164.0
"""How wide that is at most."""
LEAST_WORDS: Final = 14
"""It ends with a whole word if that leaves so many letters."""
LEAST_CARD: Final = 150.0
"""Where a page has no room for columns of cards so wide, too."""
LEAST_GAP: Final = 60.0
"""Between two columns."""
AROUND_CARDS: Final = 20.0
"""What a frame adds to the width of a column."""

TITLE_PAD: Final = 4.0
"""From the boxes of a whole to its name."""

LEFT, MIDDLE, RIGHT = 0, 1, 2


def draw(
    model: Model, department: str, *, language: str = "fi", page: Page = SCREEN, as_matrix: bool | None = None
) -> Scene:
    """The scene of the feeds of ``department``, placed for ``page``; ``as_matrix`` says what they become, if there are any."""
    drawing = _Drawing(model, department, language, page)
    if drawing.linked and (drawing.is_matrix if as_matrix is None else as_matrix):
        return matrix.place(*drawing.as_matrix())
    return _with_lines(drawing)


def pages(model: Model, department: str, language: str, page: Page) -> list[Scene]:
    """The scenes of the feeds of ``department`` where ``page`` does not hold one: a matrix, cut."""
    drawing = _Drawing(model, department, language, page)
    return matrix.cut(*drawing.as_matrix()) if drawing.linked else [_with_lines(drawing)]


def _with_lines(drawing: _Drawing) -> Scene:
    """The placed scene with lines, which say what they hand over where there are few and their words cover nothing."""
    if 0 < drawing.feeds <= MOST_TOLD:
        scene = _placed(drawing, told=True)
        clear = not any(curves.covers(scene, line) for line in scene.lines if line.worded)
        if clear and scene.width <= drawing.page.w - 2 * SIZES.margin:
            return scene
    return _placed(drawing)


def _placed(drawing: _Drawing, *, told: bool = False) -> Scene:
    scene, page = drawing.as_lines(told=told), drawing.page
    settled.once("columns", scene, lambda: columns.place(scene, page), page)
    column = {card.id: card.column or 0 for card in scene.cards}
    for line in scene.lines:
        line.backwards = column[line.source] > column[line.target]
    return scene


@dataclass(frozen=True, slots=True)
class _Box:
    """A box of the department, and how deep it lies in wholes."""

    id: str
    depth: int
    frame: str
    head: bool
    """Whether it has a frame of its own, in which others stand below it."""


class _Drawing:
    """What the feeds of a department are drawn from."""

    def __init__(self, model: Model, department: str, language: str, page: Page) -> None:
        self.model, self.language, self.page = model, language, page
        self.thing: Department = model.nodes[department]["thing"]
        found = connections(model, department)
        ours = {resource.id for resource in self.thing.resources} | {connection.box for connection in found}
        self.outer = [connection for connection in found if connection.other not in ours]
        self.inner = [connection for connection in found if connection.other in ours and connection.out]
        self.linked = {end for connection in found for end in (connection.box, connection.other)}
        self.feeds = len({id(feed) for connection in found for feed in connection.feeds})
        self.sides = _sides(self.outer)
        self.boxes = list(self._boxes())

    # --- what it becomes

    @property
    def is_matrix(self) -> bool:
        """Whether there are too many feeds for lines, or too little room."""
        if not self.linked:
            return False
        aside = Counter(self._column(side) for side in self.sides.values())
        many = len(self.outer) + len(self.inner) > MOST_LINES or any(count > MOST_ASIDE for count in aside.values())
        return many or not self._has_room(len(aside))

    def _has_room(self, aside: int) -> bool:
        """Whether the page is wide enough for so many columns beside the department."""
        deepest = max((box.depth for box in self.boxes), default=0)
        taken = (aside + 1) * (LEAST_CARD + AROUND_CARDS) + deepest * AROUND_CARDS + aside * LEAST_GAP
        return taken <= self.page.w - 2 * SIZES.margin

    @staticmethod
    def _column(side: str) -> int:
        return LEFT if side == "in" else RIGHT

    def _scene(self, subtitle: str) -> Scene:
        w = words(self.language)
        model, id_ = self.model, self.thing.id
        name = name_of(model, id_, self.language)
        resources = w("resources", n=len(self.thing.resources))
        return Scene(
            kind="feeds",
            name=f"feeds-{id_}",
            title=w("feeds.title", name=name),
            subtitle=w(subtitle, feeds=w("feeds", n=self.feeds), resources=resources),
            description=of_department(
                model, id_, subtitle.replace("subtitle", "description"), self.language, name=name
            ),
            language=self.language,
            of=(id_,),
        )

    def as_lines(self, *, told: bool = False) -> Scene:
        """The unplaced scene with cards in lanes, and lines; ``told``: with what these hand over."""
        scene = self._scene("feeds.subtitle")
        for side in ("in", "out", "both"):
            for group, others in groups(
                self.model, [id_ for id_, at in self.sides.items() if at == side], own=self.thing.id
            ):
                frame = self._lane(group, side)
                scene.frames.append(frame)
                scene.cards += [self._partner(other, frame.id, self._column(side)) for other in others]
        self._own(scene, titled=True)
        scene.lines = list(self._lines(told=told))
        self._legend(scene, "weight")
        titles = {card.id for card in scene.cards if card.title}
        if any(line.source in titles or line.target in titles for line in scene.lines):
            item = LegendItem(sign="frame", value="whole", text=words(self.language)("feeds.whole"))
            scene.legend.append(item)
        return scene

    def _legend(self, scene: Scene, sign: Literal["cell", "weight"]) -> None:
        """What the signs of ``scene`` mean: of lines, or of the cells of a matrix."""
        w = words(self.language)
        scene.legend = legend_of(self.model, scene)
        if sign == "cell":
            scene.legend = [
                dataclasses.replace(item, value=item.value.replace("line-", "basis-")) for item in scene.legend
            ]
            scene.legend += [
                LegendItem(sign="cell", value=way, text=w(f"matrix.{way}")) for way in ("up", "left", "both")
            ]
        if any(len(c.feeds) > 1 for c in self.outer) or any(len(c.out) > 1 for c in self.inner):
            scene.legend.append(LegendItem(sign=sign, value="count", text=w("overview.count")))

    def as_matrix(self) -> tuple[Scene, matrix.Sides, Page]:
        """The unplaced scene with cards in lanes and lines, and what its matrix has on either side and beneath."""
        scene = self._scene("feeds.matrix.subtitle")
        by_group: dict[Group, list[Card]] = {}
        for group, others in groups(self.model, self.sides, own=self.thing.id):
            frame = self._lane(group)
            scene.frames.append(frame)
            by_group[group] = [self._partner(other, frame.id, RIGHT) for other in others]
            scene.cards += by_group[group]
        self._own(scene)
        cards = {card.id: card for card in scene.cards}
        getting = {connection.other for connection in self.inner}
        if getting:
            mine = Inside(self.thing.id)
            within = [cards[box.id] for box in self.boxes if box.id in getting]
            by_group = {mine: [*within, *by_group.pop(mine, [])], **by_group}
        own = matrix.Group(
            id=frame_of(self.thing.id),
            name=name_of(self.model, self.thing.id, self.language),
            text=thing_text(self.model, self.thing.id, self.language),
            entries=tuple(self._entry(cards[box.id], box.depth) for box in self.boxes if box.id not in self.idle),
            thing=self.thing.id,
        )
        told = words(self.language)("card.unconnected")
        idle = tuple(self._entry(cards[box.id]) for box in self.boxes if box.id in self.idle)
        rest = matrix.Group(id="unconnected", name=told[0].upper() + told[1:], text=told, entries=idle)
        scene.lines = list(self._lines())
        self._legend(scene, "cell")
        partners = tuple(self._group(*one) for one in by_group.items())
        return scene, matrix.Sides((own,), partners, rest if idle else None), self.page

    @property
    def idle(self) -> set[str]:
        """The boxes without feeds, but for wholes that others with feeds lie in."""
        found = set()
        needed = -1
        for box in reversed(self.boxes):
            if box.id in self.linked or needed > box.depth:
                needed = box.depth
            else:
                found.add(box.id)
        return found

    # --- partners

    def _lane(self, group: Group, side: str = "") -> Frame:
        """The frame of the partners of a group, on one side or on all."""
        title = heading(self.model, group, self.language, own=self.thing.id)
        if side == "both":
            title = words(self.language)("feeds.both", scope=title)
        return Frame(
            id="-".join(
                part for part in ("lane", side, group.id if isinstance(group, OfScope) else str(group)) if part
            ),
            thing=None if self._scope(group) else group.id,
            kind="lane",
            scope=self._scope(group),
            either=side == "both" and self._has_room(2),
            lines=wrap(title, OUTER - 26, SIZES.name, bold=True),
            text="" if self._scope(group) else f"{title}: {thing_text(self.model, group.id, self.language)}",
        )

    def _scope(self, group: Group) -> str | None:
        """The scope whose sign a group has; None for another department."""
        return OWN if group == Inside(self.thing.id) else group.id if isinstance(group, OfScope) else None

    def _group(self, group: Group, cards: Iterable[Card]) -> matrix.Group:
        name = heading(self.model, group, self.language, own=self.thing.id)
        scope = group.id if isinstance(group, OfScope) else None
        other = None if scope or group.id == self.thing.id else group.id
        return matrix.Group(
            id=f"lane-{group}",
            name=name,
            text=thing_text(self.model, other, self.language) if other else name,
            entries=tuple(self._entry(card) for card in cards),
            scope=scope,
            thing=other,
        )

    def _entry(self, card: Card, depth: int = 0) -> matrix.Entry:
        whole = card.id == self.thing.id
        name = " ".join(card.lines) if whole else name_of(self.model, card.id, self.language)
        kind = " ".join(card.small)
        told = f"{name}, {kind}" if kind and not name.lower().endswith(kind.lower()) else name
        return matrix.Entry(card, told, depth)

    def _partner(self, other: str, frame: str, column: int) -> Card:
        return card_of(self.model, other, self.language, frame=frame, column=column, sign=False, w=OUTER)

    # --- the department's own

    def _boxes(self) -> Iterator[_Box]:
        """The department where feeds are its own, its resources, and what has feeds of its own in these."""
        frame = frame_of(self.thing.id)
        if self.thing.id in self.linked:
            yield _Box(self.thing.id, 0, frame, head=True)
        parts: dict[str | None, list[Resource]] = {}
        for resource in self.thing.resources:
            parts.setdefault(resource.part_of, []).append(resource)
        held: dict[str, list[str]] = {}
        resources = {resource.id for resource in self.thing.resources}
        for id_ in sorted(
            self.linked - resources - self.sides.keys() - {self.thing.id}, key=self.model.order.__getitem__
        ):
            held.setdefault(self.model.nodes[id_]["resource"], []).append(id_)

        def within(whole: str | None, frame: str, depth: int) -> Iterator[_Box]:
            for resource in parts.get(whole, ()):
                head = resource.id in parts or resource.id in held
                inner = frame_of(resource.id) if head else frame
                yield _Box(resource.id, depth, inner, head)
                for id_ in held.get(resource.id, ()):
                    yield _Box(id_, depth + 1, inner, head=False)
                yield from within(resource.id, inner, depth + 1)

        yield from within(None, frame, 0)

    def _own(self, scene: Scene, *, titled: bool = False) -> None:
        """Adds the frame of the department and all in it; ``titled``: wholes are the headings of their frames."""
        model, language, id_ = self.model, self.language, self.thing.id
        empty = "" if self.thing.resources else of_department(model, id_, "department.empty", language)
        outer = Frame(
            id=frame_of(id_),
            thing=id_,
            kind="department",
            lines=wrap(name_of(model, id_, language), SIZES.card, SIZES.name, bold=True),
            small=wrap(empty, SIZES.card, SIZES.small) if empty else [],
            text=thing_text(model, id_, language),
        )
        scene.frames.append(outer)
        homes: dict[str | None, str] = {None: outer.id}
        for box in self.boxes:
            if box.head and box.id != id_:
                whole = model.nodes[box.id]["thing"].part_of
                scene.frames.append(Frame(id=box.frame, kind="whole", parent=homes.get(whole, outer.id)))
                homes[box.id] = box.frame
            card = card_of(model, box.id, language, frame=box.frame, column=MIDDLE)
            if box.id == id_:
                said = of_department(model, id_, "department.whole", language)
                if titled:
                    card.text += f": {said[:1].lower()}{said[1:]}"
                    card.lines, card.small = [name_of(model, id_, language)], [empty] if empty else []
                    outer.lines, outer.small = [], []
                else:
                    card.lines, card.text = [said], f"{said}: {card.text}"
                card = fit(card)
            card.head, card.title = box.head, titled and box.head
            if card.title:
                card.pad = TITLE_PAD
            scene.cards.append(card)

    # --- feeds

    def _lines(self, *, told: bool = False) -> Iterator[Line]:
        """A line for each connection; ``told``: with what it hands over."""
        for connection in self.outer:
            line = self._line(connection.box, connection.other, connection.feeds, told=told)
            line.way = connection.way
            if connection.way == "in":
                line.source, line.target, line.way = line.target, line.source, "out"
                line.backwards = self.sides[connection.other] == "both"
            yield line
        for connection in self.inner:
            line = self._line(connection.box, connection.other, connection.out, told=told)
            line.loose = True
            yield line

    def _line(self, source: str, target: str, feeds: tuple[Feed, ...], *, told: bool) -> Line:
        line = Line(
            source=source,
            target=target,
            basis=best_known(feeds),
            text=text_of(self.model, feeds, self.language),
            label=label_of(feeds, self.language),
        )
        if told and not line.label:
            line.label = self._content(feeds[0])
            line.worded = bool(line.label)
        return line

    def _content(self, feed: Feed) -> str:
        """The first words of what a feed hands over."""
        names = [name_of(self.model, id_, self.language) for id_ in feed.carries]
        told = " ".join((feed.content.get(self.language) if feed.content else ", ".join(names)).split())
        shown = clip(told, CONTENT, SIZES.small)
        words_only = shown.rpartition(" ")[0]
        return f"{words_only.rstrip(',;:–(')} …" if shown != told and len(words_only) >= LEAST_WORDS else shown


def _sides(outer: list[Connection]) -> dict[str, str]:
    """Each thing elsewhere -> ``in`` for givers, ``out`` for receivers, ``both``."""
    gives = {connection.other for connection in outer if connection.into}
    gets = {connection.other for connection in outer if connection.out}
    return {other: "both" if other in gives & gets else "in" if other in gives else "out" for other in gives | gets}
