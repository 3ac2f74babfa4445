"""A department's drawing: its resources as boxes, and beside each a small dot for every connection elsewhere.

There are no long lines: the label of a dot leads to the key. The boxes are placed here, in as many columns as
make the drawing fit a wide page best, and always in the order of the catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flowviz.connections import Connection, connections, scope_of, through_shared
from flowviz.diagrams import key
from flowviz.diagrams.page import SCREEN, Page
from flowviz.diagrams.scene import Card, Dot, Frame, KeyEntry, KeyGroup, Point, Scene, frame_of
from flowviz.diagrams.wording import feeds_text, legend_of, of_department, scope_name, thing_text
from flowviz.locales import words
from flowviz.model import Model, name_of
from flowviz.theme import SIZES
from flowviz.typography import width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flowviz.catalogue import Catalogue, Department, Resource

__all__ = ["draw"]

DOT_STEP = 54.0
FIRST_DOT = 44.0
"""From the box to the centre of its first dot, with room for the dot's arrow."""
ROW = 34.0
TOP = 56.0
"""From the top of the frame to its boxes, with room for the department's own dots."""
MANY = 15
MOST_COLUMNS = 6


@dataclass
class _Cell:
    """A box with its dots, or a whole with the cells of its parts in ``columns``."""

    resource: Resource
    name: str
    dots: list[Dot]
    parts: list[_Cell] = field(default_factory=list)
    columns: list[list[_Cell]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    header: float = 0
    """The height of a whole's name and dots, above its parts."""
    places: list[Point] = field(default_factory=list)
    """The centres of the dots, from the top left of the cell."""
    w: float = 0
    h: float = 0


def draw(model: Model, department: str, *, language: str = "fi", page: Page = SCREEN) -> Scene:
    """The scene of ``department``, placed for ``page``."""
    w = words(language)
    thing: Department = model.nodes[department]["thing"]
    found = connections(model, department)
    labels = _labels(model, found)
    scene = Scene(
        kind="department",
        name=f"department-{department}",
        title=name_of(model, department, language),
        subtitle=w("department.subtitle", resources=w("resources", n=len(thing.resources)), n=len(labels)),
        description=of_department(
            model, department, "department.description", language, name=name_of(model, department, language)
        ),
        language=language,
        placed=True,
    )
    dots: dict[str, list[Dot]] = {}
    for connection in found:
        dots.setdefault(connection.box, []).append(_dot(model, connection, labels[connection.other], language))
    scene.key = _key(model, labels, thing, language)
    cells = _cells(thing, dots, language)
    _arrange(scene, department, cells, dots.get(department, []), model, page)
    scene.legend = legend_of(model, scene, scopes=False)
    return scene


def _labels(model: Model, found: list[Connection]) -> dict[str, str]:
    """The label of each connected thing: the letter of its scope and a number, in the order of the key."""
    catalogue: Catalogue = model.catalogue
    order = model.order
    others = sorted({connection.other for connection in found}, key=order.__getitem__)
    labels = {}
    for scope in catalogue.scopes:
        here = [other for other in others if scope_of(model, other) == scope.id]
        labels.update({other: f"{scope.letter}{i}" for i, other in enumerate(here, 1)})
    return labels


def _dot(model: Model, connection: Connection, label: str, language: str) -> Dot:
    w = words(language)
    return Dot(
        owner=connection.box,
        target=connection.other,
        label=label,
        scope=scope_of(model, connection.other),
        way=connection.way,
        basis=connection.basis,
        text=f"{label} {thing_text(model, connection.other, language)} – {w(f'way.{connection.way}').lower()}\n"
        + feeds_text(model, connection.feeds, language),
    )


def _key(model: Model, labels: dict[str, str], thing: Department, language: str) -> list[KeyGroup]:
    w = words(language)
    catalogue: Catalogue = model.catalogue
    named = set(thing.caption.scopes) if thing.caption else set()
    groups = []
    for scope in catalogue.scopes:
        entries = []
        for other, label in labels.items():
            if scope_of(model, other) == scope.id:
                name = name_of(model, other, language)
                lines = wrap(name, key.ROOM, key.ENTRY_SIZE)
                entries.append(KeyEntry(label=label, target=other, lines=lines, text=f"{label} {name}"))
        if not entries and scope.id in named:
            shared = [other for other in through_shared(model, thing.id) if scope_of(model, other) == scope.id]
            texts = [
                of_department(model, thing.id, "key.through_shared", language, name=name_of(model, other, language))
                for other in shared
            ]
            entries = [
                KeyEntry(label="", target=None, lines=wrap(text, key.ROOM, key.ENTRY_SIZE), text=text)
                for text in texts or [w("key.unnamed")]
            ]
        if entries:
            lines = wrap(scope_name(model, scope.id, language), key.ROOM, SIZES.heading, bold=True)
            groups.append(KeyGroup(scope=scope.id, lines=lines, entries=entries))
    return groups


def _cells(thing: Department, dots: dict[str, list[Dot]], language: str) -> list[_Cell]:
    cells = {
        resource.id: _Cell(resource, resource.name.get(language), dots.get(resource.id, []))
        for resource in thing.resources
    }
    for cell in cells.values():
        if cell.resource.part_of:
            cells[cell.resource.part_of].parts.append(cell)
    return [cell for cell in cells.values() if not cell.resource.part_of]


# --- placing


def _text_height(lines: int, size: float) -> float:
    return lines * size * SIZES.line_height


def _rows(count: int, across: int, x: float, y: float) -> list[Point]:
    """The centres of dots in rows of ``across``, the first row at ``y`` and its dots right of ``x``."""
    return [(x + FIRST_DOT + (i % across) * DOT_STEP, y + (i // across) * ROW) for i in range(count)]


def _measure(cell: _Cell, across: int, dots_across: int) -> None:
    """Sets the size of a cell, its parts in at most ``across`` columns."""
    if cell.parts:
        _measure_whole(cell, across, dots_across)
        return
    cell.lines = cell.lines or wrap(cell.name, SIZES.card - 2 * SIZES.pad, SIZES.name, bold=True)
    rows = -(-len(cell.dots) // dots_across)
    dots_w = FIRST_DOT - DOT_STEP + 20 + min(len(cell.dots), dots_across) * DOT_STEP if cell.dots else 0
    cell.w = SIZES.card + dots_w
    cell.h = max(_text_height(len(cell.lines), SIZES.name) + 2 * SIZES.pad, rows * ROW + 4, 46)
    cell.places = _rows(len(cell.dots), dots_across, SIZES.card, cell.h / 2 - (rows - 1) / 2 * ROW)


def _measure_whole(cell: _Cell, across: int, dots_across: int) -> None:
    for part in cell.parts:
        _measure(part, 1, dots_across)
    cell.columns = _columns(cell.parts, min(across, len(cell.parts)))
    inner_w = sum(max(part.w for part in column) for column in cell.columns) + SIZES.gap * (len(cell.columns) - 1)
    inner_h = max(sum(part.h for part in column) + SIZES.gap * (len(column) - 1) for column in cell.columns)
    room = inner_w - len(cell.dots) * DOT_STEP - 10 if cell.dots else inner_w
    beside = room >= min(SIZES.card - 2 * SIZES.pad, width(cell.name, SIZES.name, bold=True))
    cell.lines = wrap(cell.name, room if beside else inner_w, SIZES.name, bold=True)
    text_h = _text_height(len(cell.lines), SIZES.name) + 4
    if beside:
        cell.header = max(text_h, ROW if cell.dots else 0)
        text_w = max(width(line, SIZES.name, bold=True) for line in cell.lines)
        cell.places = _rows(len(cell.dots), len(cell.dots) or 1, SIZES.pad + text_w, SIZES.pad + cell.header / 2)
    else:
        per_row = max(1, int(inner_w // DOT_STEP))
        cell.places = _rows(len(cell.dots), per_row, SIZES.pad - 10, SIZES.pad + text_h + ROW / 2)
        cell.header = text_h + -(-len(cell.dots) // per_row) * ROW
    cell.w = inner_w + 2 * SIZES.pad
    cell.h = inner_h + cell.header + 3 * SIZES.pad


def _columns(cells: list[_Cell], count: int) -> list[list[_Cell]]:
    """The cells in reading order, in ``count`` columns whose tallest is as low as it can be."""
    if not cells:
        return []
    if count == 1:
        return [cells]
    heights = [cell.h + SIZES.gap for cell in cells]
    low, high = max(heights), sum(heights)
    for _ in range(14):
        middle = (low + high) / 2
        low, high = (low, middle) if len(_fill(cells, middle)) <= count else (middle, high)
    return _fill(cells, high)


def _fill(cells: list[_Cell], most: float) -> list[list[_Cell]]:
    columns: list[list[_Cell]] = [[]]
    height = 0.0
    for cell in cells:
        if columns[-1] and height + cell.h + SIZES.gap > most:
            columns.append([])
            height = 0.0
        columns[-1].append(cell)
        height += cell.h + SIZES.gap
    return columns


@dataclass(frozen=True)
class _Head:
    """What stands at the top of the department's frame: its label, its own dots, or that it has no resources."""

    label: str
    note: str
    dots: list[Dot]

    @property
    def label_w(self) -> float:
        return width(self.label, SIZES.name, bold=True)

    @property
    def least(self) -> float:
        """The width that the frame has at least."""
        dots = min(len(self.dots), 8 if self.note else 4) * DOT_STEP
        return max(330.0, self.label_w + 50 + dots, width(self.note, SIZES.small) + 2 * SIZES.gap)

    def across(self, frame_w: float) -> int:
        """How many dots stand beside the label."""
        return max(1, int((frame_w - self.label_w - 50) // DOT_STEP))


def _arrange(scene: Scene, department: str, cells: list[_Cell], own: list[Dot], model: Model, page: Page) -> None:
    """Places everything in the number of columns that shows the drawing largest on ``page``."""

    def told(key: str) -> str:
        return of_department(model, department, key, scene.language)

    head = _Head(told("department.whole"), "" if cells else told("department.empty"), own)
    key_h = key.height(scene.key)
    best: tuple[float, int, int, int] | None = None
    for across, dots_across in _measures(cells):
        _measure_all(cells, across, dots_across)
        for count in range(1, max(1, min(len(cells), MOST_COLUMNS)) + 1):
            fit = _fit(*_size(_columns(cells, count), head), key_h, page)
            if best is None or fit > best[0] + 0.005:
                best = fit, count, across, dots_across
    assert best is not None
    _, count, across, dots_across = best
    _measure_all(cells, across, dots_across)
    columns = _columns(cells, count)
    _place(scene, department, columns, head, model)


def _measures(cells: list[_Cell]) -> Iterator[tuple[int, int]]:
    """What is worth trying: how many columns of parts in a whole, and of dots."""
    most = max((len(cell.dots) for cell in _all(cells)), default=1)
    wholes = max((len(cell.parts) for cell in cells), default=0)
    for dots_across in sorted({min(max(most, 1), n) for n in (3, 4, 5, *((8, 12, 20) if most > MANY else ()))}):
        for across in range(1, max(1, min(wholes, 3)) + 1):
            yield across, dots_across


def _measure_all(cells: list[_Cell], across: int, dots_across: int) -> None:
    for cell in cells:
        _measure(cell, across, dots_across)


def _all(cells: Iterable[_Cell]) -> list[_Cell]:
    return [found for cell in cells for found in (cell, *_all(cell.parts))]


def _size(columns: list[list[_Cell]], head: _Head) -> tuple[float, float]:
    """The width and height of the department's frame."""
    w = sum(max(cell.w for cell in column) + SIZES.gap for column in columns) + SIZES.gap
    h = max((sum(cell.h + SIZES.gap for cell in column) for column in columns), default=16.0)
    w = max(w, head.least)
    rows = -(-len(head.dots) // head.across(w))
    return w, TOP + h + max(0, rows - 1) * ROW


def _fit(frame_w: float, frame_h: float, key_h: float, page: Page) -> float:
    """How large the drawing can be shown on ``page``, with a key of a total height of ``key_h`` beside it."""
    columns = key.columns_beside(key_h, frame_h)
    w = frame_w + (SIZES.gap + columns * key.COLUMN if columns else 0) + 2 * SIZES.margin
    h = max(frame_h, key_h / max(columns, 1) + 60) + 165
    scale = min(page.w / w, page.h / h)
    return min(scale, 1.0) - abs(w / h / page.ratio - 1) * 0.04 - w * h / (page.w * page.h) * 0.15


def _place(scene: Scene, department: str, columns: list[list[_Cell]], head: _Head, model: Model) -> None:
    size = _size(columns, head)
    scene.frames.append(
        Frame(
            id=frame_of(department),
            thing=department,
            kind="department",
            lines=[head.label],
            small=[head.note] if head.note else [],
            text=f"{head.label}: {thing_text(model, department, scene.language)}",
            w=size[0],
            h=size[1],
        )
    )
    across = head.across(size[0])
    for dot, (x, y) in zip(head.dots, _rows(len(head.dots), across, SIZES.gap + head.label_w + 2, 30), strict=True):
        dot.x, dot.y = x, y
    scene.dots += head.dots
    top = TOP + max(0, -(-len(head.dots) // across) - 1) * ROW
    x = SIZES.gap
    for column in columns:
        y = top
        for cell in column:
            _place_cell(scene, cell, x, y, model)
            y += cell.h + SIZES.gap
        x += max(cell.w for cell in column) + SIZES.gap
    scene.width, scene.height = size


def _place_cell(scene: Scene, cell: _Cell, x: float, y: float, model: Model, parent: str | None = None) -> None:
    resource = cell.resource
    for dot, (dot_x, dot_y) in zip(cell.dots, cell.places, strict=True):
        dot.x, dot.y = x + dot_x, y + dot_y
    scene.dots += cell.dots
    text = thing_text(model, resource.id, scene.language)
    if not cell.parts:
        card = Card(
            id=resource.id,
            kind="resource",
            scope=resource.scope,
            lines=cell.lines,
            text=text if cell.dots else f"{text}, {words(scene.language)('card.unconnected')}",
            frame=parent,
            sign=False,
            x=x,
            y=y,
            w=SIZES.card,
            h=cell.h,
        )
        scene.cards.append(card)
        return
    frame = Frame(
        id=frame_of(resource.id),
        thing=resource.id,
        kind="whole",
        scope=resource.scope,
        lines=cell.lines,
        text=text,
        parent=parent,
        x=x,
        y=y,
        w=cell.w,
        h=cell.h,
        header=_text_height(len(cell.lines), SIZES.name) + 4 if cell.header > 2 * ROW else cell.header,
    )
    scene.frames.append(frame)
    inner_x = x + SIZES.pad
    for column in cell.columns:
        inner_y = y + cell.header + 2 * SIZES.pad
        for part in column:
            _place_cell(scene, part, inner_x, inner_y, model, frame.id)
            inner_y += part.h + SIZES.gap
        inner_x += max(part.w for part in column) + SIZES.gap
