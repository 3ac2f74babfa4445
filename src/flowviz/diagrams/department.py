"""A department's drawing: its resources as boxes, and beside each a small named dot for every connection elsewhere.

There are no lines: direction is part of the dot, and what it leads to stands beside it. Only where a box has very
many connections are those of a group folded into one dot, whose things the key names. The boxes stand in the order of
the catalogue, in as many columns as suit the page.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from flowviz.connections import holder_of, scope_of, through_shared
from flowviz.diagrams import key, packing
from flowviz.diagrams.cells import Cell, Head, parted
from flowviz.diagrams.page import SCREEN, Page
from flowviz.diagrams.rows import Rows, rows_of
from flowviz.diagrams.scene import Frame, Note, Scene, frame_of
from flowviz.diagrams.wording import legend_of, of_department, scope_name, thing_text
from flowviz.locales import words
from flowviz.model import Model, name_of
from flowviz.theme import SIZES
from flowviz.typography import width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowviz.catalogue import Department
    from flowviz.diagrams.scene import Dot, KeyEntry

__all__ = ["draw", "pages"]

_MOST_PAGES = 20
"""A key that does not fit so many pages stays on one."""
_LEGEND_ROW = 24.0
_SHORT_PRINT = 760.0
"""In less width than this the small print takes a second line."""


def draw(model: Model, department: str, *, language: str = "fi", page: Page = SCREEN) -> Scene:
    """The scene of all of ``department``, placed for the width of ``page``."""
    content = _Content(model, department, language)
    return content.scene(content.cells, page)


def pages(model: Model, department: str, *, language: str = "fi", page: Page = SCREEN) -> list[Scene]:
    """The scenes of ``department`` that each fit ``page``, as few as it takes."""
    content = _Content(model, department, language)
    whole = content.scene(content.cells, page)
    if content.fits(whole, page):
        return [whole]
    first, last = parted(content.cells)
    pieces = [piece for cell in (*first, *last) for piece in content.cut(cell, page)]
    runs: list[tuple[list[Cell], bool]] = []
    for piece in pieces:
        alone = not content.fits(content.scene([piece], page, last=False), page)
        if runs and not alone and not runs[-1][1]:
            runs[-1][0].append(piece)
        else:
            runs.append(([piece], alone))
    scenes = []
    for i, (run, alone) in enumerate(runs, 1):
        split = content.key_cut if alone else content.shared_out
        scenes += split(run, page, last=i == len(runs))
    return scenes or [whole]


class _Content:
    """What the drawings of a department show, whatever page they are for."""

    def __init__(self, model: Model, department: str, language: str) -> None:
        self.model = model
        self.department = department
        self.language = language
        self.words = words(language)
        self.thing: Department = model.nodes[department]["thing"]
        self.rows = rows_of(model, department, language)
        self.cells = self._cells()
        self.others = {dot.target for rows in self.rows.values() for dot in _each(rows)}

    def scene(self, cells: list[Cell], page: Page, *, last: bool = True, spare: float = 0) -> Scene:
        """The scene with some of the cells; the last has what is said of scopes alone.

        ``spare`` is kept of the height of the page for what else stands around it.
        """
        name = name_of(self.model, self.department, self.language)
        scene = Scene(
            kind="department",
            name=f"department-{self.department}",
            title=name,
            subtitle=self._subtitle(),
            description=self._told("department.description", name=name),
            language=self.language,
            of=(self.department,),
            placed=True,
        )
        empty = not self.thing.resources
        label, text = self._told("department.whole"), thing_text(self.model, self.department, self.language)
        frame = Frame(
            id=frame_of(self.department),
            thing=self.department,
            kind="department",
            lines=[label] if empty else [],
            small=[self._told("department.empty")] if empty else [],
            text=f"{label}: {text}" if empty else text,
        )
        scene.frames.append(frame)
        for box in _boxes(cells):
            scene.key += self.rows.get(box, Rows()).key
        remarks = list(self._remarks()) if last else []
        # where nothing has connections, the subtitle says so for all
        heading = self.words("department.unconnected") if self.rows else ""
        packing.place(scene, frame, cells, remarks, heading, page, spare)
        self._place_key(scene, page)
        scene.legend = legend_of(self.model, scene)
        if page == SCREEN or spare:
            return scene
        more = _more_around(scene, page)
        fits = scene.height + more <= packing.room_of(page)[1]
        return scene if fits else self.scene(cells, page, last=last, spare=more)

    def _subtitle(self) -> str:
        resources = self.words("resources", n=len(self.thing.resources))
        if self.thing.resources and not self.rows:
            return f"{resources}. {self.words('department.unconnected')}"
        return self.words("department.subtitle", resources=resources, n=len(self.others))

    @staticmethod
    def _place_key(scene: Scene, page: Page) -> None:
        """The key beside the drawing where there is room, or else below it and as wide as its height asks for."""
        room, high = packing.room_of(page)
        scene.key_below = False
        scene.key_below = bool(scene.key) and scene.width + SIZES.gap + key.placed(scene).width > room
        if scene.key_below:
            for columns in range(1, int(room // key.COLUMN) + 1):
                scene.width = max(scene.width, columns * key.COLUMN)
                if scene.height + key.placed(scene).height <= high:
                    break

    @staticmethod
    def fits(scene: Scene, page: Page) -> bool:
        """Whether a scene with all that stands around it is no larger than ``page``."""
        w, h = packing.room_of(page)
        key_h = key.placed(scene).height
        high = scene.height + key_h + SIZES.gap if scene.key_below else max(scene.height, key_h)
        return scene.width <= w and high + _more_around(scene, page) <= h

    def shared_out(self, cells: list[Cell], page: Page, *, last: bool) -> list[Scene]:
        """Scenes of the cells that each fit ``page``, as few as it takes, where every cell fits alone."""
        for count in range(1, len(cells) + 1):
            parts = packing.shared_out(cells, count, page)
            scenes = [self.scene(part, page, last=last and part is parts[-1]) for part in parts]
            if all(self.fits(scene, page) for scene in scenes):
                break
        return scenes

    def key_cut(self, cells: list[Cell], page: Page, *, last: bool) -> list[Scene]:
        """The scene with ``cells``, or where its key is too much for a page the same again and again with a part of it each."""
        whole = self.scene(cells, page, last=last)
        entries = sum(len(group.entries) for group in whole.key)
        for count in range(1, min(entries, _MOST_PAGES) + 1):
            scenes = [self.scene(cells, page, last=last) for _ in range(count)]
            for i, scene in enumerate(scenes):
                scene.key = list(key.sliced(whole.key, entries * i // count, entries * (i + 1) // count))
                scene.width = scene.frames[0].w
                self._place_key(scene, page)
            if all(self.fits(scene, page) for scene in scenes):
                return scenes
        return [whole]

    def cut(self, cell: Cell, page: Page) -> list[Cell]:
        """The cell, or where its parts are too many for a page the same whole again and again, with some of them each."""
        alone = packing.height_alone(cell, page)
        room = packing.room_of(page)[1] - 60
        if len(cell.parts) < 2 or alone <= room:
            return [cell]
        return [
            dataclasses.replace(cell, head=cell.head if i == 0 else Head(cell.head.name, []), parts=parts)
            for i, parts in enumerate(
                packing.shared_out(cell.parts, min(len(cell.parts), int(alone // room) + 1), page)
            )
        ]

    def _told(self, key_: str, **blanks: object) -> str:
        return of_department(self.model, self.department, key_, self.language, **blanks)

    def _cells(self) -> list[Cell]:
        """The cells of the department itself and of the resources in no whole, with their parts and registers inside."""
        cells = {resource.id: self._cell(resource.id) for resource in self.thing.resources}
        for box in self.rows:
            if holder_of(self.model, box) != box:
                cells[holder_of(self.model, box)].parts.append(self._cell(box))
        for resource in self.thing.resources:
            if resource.part_of:
                cells[resource.part_of].parts.append(cells[resource.id])
        whole = [self._cell(self.department)] if self.department in self.rows else []
        return whole + [cells[resource.id] for resource in self.thing.resources if not resource.part_of]

    def _cell(self, id_: str) -> Cell:
        rows = self.rows.get(id_, Rows()).rows
        text, name = thing_text(self.model, id_, self.language), name_of(self.model, id_, self.language)
        if id_ == self.department:
            name = self._told("department.whole")
            text = f"{name}: {text}"
        return Cell(
            id=id_,
            kind=self.model.nodes[id_]["kind"],
            scope=scope_of(self.model, id_),
            text=text,
            alone=f"{text}, {self.words('card.unconnected')}",
            head=Head(name, rows, bold=self.model.nodes[id_]["kind"] in ("resource", "department")),
        )

    def _remarks(self) -> Iterator[Note]:
        """What is known of the scopes that the caption of the source's drawing has and no connection is of."""
        caption = self.thing.caption.scopes if self.thing.caption else ()
        met = {scope_of(self.model, other) for other in self.others}
        shared = through_shared(self.model, self.department)
        for scope in self.model.catalogue.scopes:
            if scope.id not in caption or scope.id in met:
                continue
            names = [
                name_of(self.model, other, self.language) for other in shared if scope_of(self.model, other) == scope.id
            ]
            texts = [self._told("key.through_shared", name=name) for name in names] or [self.words("key.unnamed")]
            for text in texts:
                said = f"{scope_name(self.model, scope.id, self.language)}: {text}"
                yield Note(lines=[said], text=said, scope=scope.id)


def _more_around(scene: Scene, page: Page) -> float:
    """The height of what stands around it where subtitle, legend and small print take more than a line each."""
    w, _ = packing.room_of(page)
    # the number of the page follows the subtitle
    heads = len(wrap(f"{scene.subtitle} · 10/10 00000", w, SIZES.name)) - 1
    legend, x = 0, 0.0
    for item in scene.legend:
        item_w = 56 + width(item.text, SIZES.entry)
        if x and x + item_w > w:
            legend, x = legend + 1, 0.0
        x += item_w
    small_print = w < _SHORT_PRINT
    return (heads * SIZES.name + small_print * SIZES.small) * SIZES.line_height + legend * _LEGEND_ROW


def _each(rows: Rows) -> Iterator[Dot | KeyEntry]:
    """The dots of a box and the entries of its folded ones."""
    yield from (row.dot for row in rows.rows if not row.dot.count)
    yield from (entry for group in rows.key for entry in group.entries)


def _boxes(cells: list[Cell]) -> Iterator[str]:
    for cell in cells:
        yield cell.id
        yield from _boxes(cell.parts)
