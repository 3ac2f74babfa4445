"""A department's drawing: its resources as boxes, and beside each a small dot for every connection elsewhere.

There are no long lines: the label of a dot leads to the key. The boxes are placed here, in as many columns as
make the drawing fit a wide page best, and always in the order of the catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from flowviz.catalogue import Catalogue, Department, Resource
from flowviz.connections import Connection, connections, scope_of
from flowviz.diagrams.scene import Card, Dot, Frame, KeyEntry, KeyGroup, Scene
from flowviz.diagrams.wording import feeds_text, legend_of, scope_name, thing_text
from flowviz.graph import Graph, name_of
from flowviz.locales import words
from flowviz.theme import SIZES
from flowviz.typography import width, wrap

__all__ = ["draw"]

WIDE = 16 / 9
LARGEST = (1600.0, 900.0)
DOT_STEP = 54.0
ROW = 34.0
KEY_WIDTH = 310.0


@dataclass
class _Cell:
    """A box with its dots, or a whole with the cells of its parts in ``columns``."""

    resource: Resource
    dots: list[Dot]
    parts: list[_Cell] = field(default_factory=list)
    columns: list[list[_Cell]] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    w: float = 0
    h: float = 0


def draw(graph: Graph, department: str, *, language: str = "fi") -> Scene:
    """The scene of ``department``, placed."""
    w = words(language)
    thing: Department = graph.nodes[department]["thing"]
    found = connections(graph, department)
    labels = _labels(graph, found)
    scene = Scene(
        kind="department",
        name=f"department-{department}",
        title=name_of(graph, department, language),
        subtitle=w("department.subtitle", resources=w("resources", n=len(thing.resources)), n=len(labels)),
        description=w("department.description", name=name_of(graph, department, language)),
        language=language,
        placed=True,
    )
    dots: dict[str, list[Dot]] = {}
    for connection in found:
        dots.setdefault(connection.box, []).append(_dot(graph, connection, labels[connection.other], language))
    scene.key = _key(graph, found, labels, thing, language)
    cells = _cells(thing, dots, language)
    _arrange(scene, cells, dots.get(department, []), graph)
    scene.legend = legend_of(graph, scene, scopes=False)
    return scene


def _labels(graph: Graph, found: list[Connection]) -> dict[str, str]:
    """The label of each connected thing: the letter of its scope and a number, in the order of the key."""
    catalogue: Catalogue = graph.graph["catalogue"]
    order = {node: i for i, node in enumerate(graph)}
    others = sorted({connection.other for connection in found}, key=order.__getitem__)
    labels = {}
    for scope in catalogue.scopes:
        here = [other for other in others if scope_of(graph, other) == scope.id]
        labels.update({other: f"{scope.letter}{i}" for i, other in enumerate(here, 1)})
    return labels


def _dot(graph: Graph, connection: Connection, label: str, language: str) -> Dot:
    w = words(language)
    return Dot(
        owner=connection.box,
        target=connection.other,
        label=label,
        scope=scope_of(graph, connection.other),
        way=connection.way,
        implied=connection.implied,
        text=f"{label} {thing_text(graph, connection.other, language)} – {w(f'way.{connection.way}').lower()}\n"
        + feeds_text(graph, connection.feeds, language),
    )


def _key(
    graph: Graph, found: list[Connection], labels: dict[str, str], thing: Department, language: str
) -> list[KeyGroup]:
    w = words(language)
    catalogue: Catalogue = graph.graph["catalogue"]
    named = set(thing.caption.scopes) if thing.caption else set()
    groups = []
    for scope in catalogue.scopes:
        entries = []
        for other, label in labels.items():
            if scope_of(graph, other) == scope.id:
                name = name_of(graph, other, language)
                lines = wrap(name, KEY_WIDTH - 44, SIZES.small + 1)
                entries.append(KeyEntry(label=label, target=other, lines=lines, text=f"{label} {name}"))
        if not entries and scope.id in named:
            text = w("key.unnamed")
            entries.append(KeyEntry(label="", target=None, lines=wrap(text, KEY_WIDTH - 44, SIZES.small + 1), text=text))
        if entries:
            lines = wrap(scope_name(graph, scope.id, language), KEY_WIDTH - 44, SIZES.heading, bold=True)
            groups.append(KeyGroup(scope=scope.id, lines=lines, entries=entries))
    return groups


def _cells(thing: Department, dots: dict[str, list[Dot]], language: str) -> list[_Cell]:
    cells = {resource.id: _Cell(resource, dots.get(resource.id, [])) for resource in thing.resources}
    for cell in cells.values():
        cell.lines = wrap(cell.resource.name.get(language), SIZES.card - 2 * SIZES.pad, SIZES.name, bold=True)
        if cell.resource.part_of:
            cells[cell.resource.part_of].parts.append(cell)
    return [cell for cell in cells.values() if not cell.resource.part_of]


# --- placing


def _text_height(lines: int, size: float) -> float:
    return lines * size * SIZES.line_height


def _measure(cell: _Cell, across: int, dots_across: int) -> None:
    """Sets the size of a cell, its parts in at most ``across`` columns."""
    rows = -(-len(cell.dots) // dots_across)
    text = _text_height(len(cell.lines), SIZES.name) + 2 * SIZES.pad
    if not cell.parts:
        dots_w = 10 + min(len(cell.dots), dots_across) * DOT_STEP if cell.dots else 0
        cell.w, cell.h = SIZES.card + dots_w, max(text, rows * ROW + 4, 46)
        return
    for part in cell.parts:
        _measure(part, 1, dots_across)
    cell.columns = _columns(cell.parts, min(across, len(cell.parts)))
    inner_w = sum(max(part.w for part in column) for column in cell.columns) + SIZES.gap * (len(cell.columns) - 1)
    inner_h = max(sum(part.h for part in column) + SIZES.gap * (len(column) - 1) for column in cell.columns)
    header = _text_height(len(_whole_lines(cell, inner_w)), SIZES.name) + 4
    header = max(header, ROW if cell.dots else 0)
    cell.w = inner_w + 2 * SIZES.pad
    cell.h = inner_h + header + 3 * SIZES.pad


def _whole_lines(cell: _Cell, inner_w: float) -> list[str]:
    text = " ".join(cell.lines)
    room = inner_w - (len(cell.dots) * DOT_STEP + 10 if cell.dots else 0)
    joined = cell.lines if room < SIZES.card else wrap(text.replace("- ", "-​ "), room, SIZES.name, bold=True)
    return [line.replace("​", "") for line in joined]


def _columns(cells: list[_Cell], count: int) -> list[list[_Cell]]:
    """The cells in reading order, in ``count`` columns whose tallest is as low as it can be."""
    heights = [cell.h + SIZES.gap for cell in cells]
    low, high = max(heights), sum(heights)
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (low, middle) if len(_fill(cells, middle)) <= count else (middle, high)
    return _fill(cells, high + 0.01)


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


def _arrange(scene: Scene, cells: list[_Cell], own: list[Dot], graph: Graph) -> None:
    """Places everything in the number of columns that shows the drawing largest on a wide page."""
    most = max([len(cell.dots) for cell in cells] + [len(part.dots) for cell in cells for part in cell.parts] + [1])
    best: tuple[float, int, int, int] | None = None
    for dots_across in sorted({min(most, n) for n in (3, 4, 5)}):
        for count in range(1, min(len(cells), 5) + 1):
            for across in (1, 2, 3):
                frame_w, frame_h = _try(cells, count, across, dots_across, len(own))
                fit = _fit(frame_w, frame_h, scene.key)
                if best is None or fit > best[0] + 0.005:
                    best = fit, count, across, dots_across
    _, count, across, dots_across = best or (1.0, 1, 1, 3)
    frame_w, frame_h = _try(cells, count, across, dots_across, len(own))
    _place(scene, _columns(cells, count) if cells else [], own, dots_across, frame_w, frame_h, graph)


def _try(cells: list[_Cell], count: int, across: int, dots_across: int, own: int) -> tuple[float, float]:
    for cell in cells:
        _measure(cell, across, dots_across)
    columns = _columns(cells, count) if cells else []
    w = sum(max(cell.w for cell in column) + SIZES.gap for column in columns) + SIZES.gap
    h = max((sum(cell.h + SIZES.gap for cell in column) for column in columns), default=40.0) + SIZES.gap
    w = max(w, 330.0)
    rows = -(-own // max(1, int((w - 230) // DOT_STEP)))
    return w, h + 42 + max(0, rows - 1) * ROW


def _fit(frame_w: float, frame_h: float, key: list[KeyGroup]) -> float:
    """How large the drawing can be shown on a wide page, with its key beside it."""
    columns, key_h = key_size(key, frame_h)
    w = frame_w + (SIZES.gap + columns * KEY_WIDTH if key else 0) + 2 * SIZES.margin
    h = max(frame_h, key_h) + 165
    scale = min(LARGEST[0] / w, LARGEST[1] / h)
    return min(scale, 1.0) - abs(w / h / WIDE - 1) * 0.04 - w * h / (LARGEST[0] * LARGEST[1]) * 0.15


def key_size(key: list[KeyGroup], height: float) -> tuple[int, float]:
    """How many columns the key takes beside a drawing of ``height``, and how high it then is."""
    total = sum(key_group_height(group) for group in key)
    columns = max(1, round(total / max(height, 420.0) + 0.35)) if key else 0
    return columns, total / max(columns, 1) + 60


def key_group_height(group: KeyGroup) -> float:
    """The height of a group of the key."""
    entries = sum(max(_text_height(len(entry.lines), SIZES.small + 1) + 6, 22) for entry in group.entries)
    return _text_height(len(group.lines), SIZES.heading) + entries + 22


def _place(
    scene: Scene,
    columns: list[list[_Cell]],
    own: list[Dot],
    dots_across: int,
    frame_w: float,
    frame_h: float,
    graph: Graph,
) -> None:
    department = scene.name.removeprefix("department-")
    scene.frames.append(
        Frame(
            id=f"frame-{department}",
            thing=department,
            kind="department",
            lines=[words(scene.language)("department.whole")],
            text=thing_text(graph, department, scene.language),
            w=frame_w,
            h=frame_h,
        )
    )
    label_w = width(words(scene.language)("department.whole"), SIZES.name, bold=True)
    per_row = max(1, int((frame_w - label_w - 50) // DOT_STEP))
    for i, dot in enumerate(own):
        dot.x = SIZES.gap + label_w + 46 + (i % per_row) * DOT_STEP
        dot.y = 30 + (i // per_row) * ROW
    scene.dots += own
    top = 56.0 + max(0, -(-len(own) // per_row) - 1) * ROW
    x = SIZES.gap
    for column in columns:
        y = top
        for cell in column:
            _place_cell(scene, cell, x, y, dots_across, graph)
            y += cell.h + SIZES.gap
        x += max(cell.w for cell in column) + SIZES.gap
    scene.width, scene.height = frame_w, frame_h


def _place_cell(
    scene: Scene, cell: _Cell, x: float, y: float, dots_across: int, graph: Graph, parent: str | None = None
) -> None:
    resource = cell.resource
    if not cell.parts:
        text = thing_text(graph, resource.id, scene.language)
        scene.cards.append(
            Card(
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
        )
        rows = -(-len(cell.dots) // dots_across)
        for i, dot in enumerate(cell.dots):
            dot.x = x + SIZES.card + 10 + (i % dots_across) * DOT_STEP + 34
            dot.y = y + cell.h / 2 + (i // dots_across - (rows - 1) / 2) * ROW
        scene.dots += cell.dots
        return
    inner_w = cell.w - 2 * SIZES.pad
    lines = _whole_lines(cell, inner_w)
    header = max(_text_height(len(lines), SIZES.name) + 4, ROW if cell.dots else 0)
    frame = Frame(
        id=f"frame-{resource.id}",
        thing=resource.id,
        kind="whole",
        scope=resource.scope,
        lines=lines,
        text=thing_text(graph, resource.id, scene.language),
        parent=parent,
        x=x,
        y=y,
        w=cell.w,
        h=cell.h,
        header=header,
    )
    scene.frames.append(frame)
    text_w = max(width(line, SIZES.name, bold=True) for line in lines)
    for i, dot in enumerate(cell.dots):
        dot.x = x + SIZES.pad + text_w + 44 + i * DOT_STEP
        dot.y = y + SIZES.pad + header / 2
    scene.dots += cell.dots
    inner_x = x + SIZES.pad
    for column in cell.columns:
        inner_y = y + header + 2 * SIZES.pad
        for part in column:
            _place_cell(scene, part, inner_x, inner_y, dots_across, graph, frame.id)
            inner_y += part.h + SIZES.gap
        inner_x += max(part.w for part in column) + SIZES.gap
