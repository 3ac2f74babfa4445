"""The panels of a matrix at their places: headings, signs and the thin lines between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.diagrams.matrix.axes import entries
from flowviz.diagrams.matrix.measures import BAND, BETWEEN, GAP, LINE, NAME, PAD, SIGN, Rest, inset
from flowviz.diagrams.scene import Band, Cell, Head, Matrix
from flowviz.typography import wrap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from flowviz.diagrams.matrix.axes import Entry, Group, Sides
    from flowviz.diagrams.matrix.measures import Columns, Panel
    from flowviz.diagrams.scene import LegendItem, Line, Scene

    Part = Head | Band | Cell

__all__ = ["ends_of", "put"]

_ABOVE_BAND = 6.0
_OFF = 2.0
"""Signs stand a little off the middle of their cells, for their tips reach to the left and up."""


def put(scene: Scene, shelves: Sequence[Sequence[Panel | Rest]], sides: Sides) -> Scene:
    """``scene`` with the panels of ``shelves`` as its matrix, and with no cards and lines but theirs."""
    ours = {entry.card.id for entry in entries(sides.own)}
    lines = {ends_of(line, ours): line for line in scene.lines}
    matrix = Matrix(parts=[], rules=[])
    y = 0.0
    for shelf in shelves:
        x = 0.0
        for panel in shelf:
            if isinstance(panel, Rest):
                y -= BETWEEN / 2 if y else 0
                matrix.parts += _rest(panel, y)
            else:
                _panel(matrix, panel, lines, x, y, own_rows=not sides.swapped)
            x += panel.w + BETWEEN
        scene.width = max(scene.width, x - BETWEEN)
        y += max(panel.h for panel in shelf) + BETWEEN
    scene.height = y - BETWEEN
    shown = {part.card for part in matrix.parts if isinstance(part, Head)}
    scene.cards = [card for card in scene.cards if card.id in shown]
    scene.lines = [part.line for part in matrix.parts if isinstance(part, Cell)]
    scene.legend = [item for item in scene.legend if _to_be_told(item, matrix)]
    scene.matrix, scene.placed = matrix, True
    return scene


def ends_of(line: Line, ours: set[str]) -> tuple[str, str]:
    """The department's own end of a line, and the partner's; of a line between two own boxes the giver and the receiver."""
    return (line.source, line.target) if line.source in ours else (line.target, line.source)


def _to_be_told(item: LegendItem, matrix: Matrix) -> bool:
    """Whether a sign of the legend is in a matrix, and not told by a heading there."""
    cells = [part for part in matrix.parts if isinstance(part, Cell)]
    found: dict[str, set[str]] = {
        "scope": {part.scope for part in matrix.parts if isinstance(part, Band) and part.scope and not part.lines},
        "basis": {f"basis-{cell.line.basis}" for cell in cells},
        "cell": {cell.way for cell in cells} | {"count" for cell in cells if cell.count},
    }
    return item.sign not in found or item.value in found[item.sign]


def _panel(
    matrix: Matrix, panel: Panel, lines: Mapping[tuple[str, str], Line], x: float, y: float, *, own_rows: bool
) -> None:
    """Adds a panel whose top left corner is at (x, y), with the department's own heading first."""
    names, columns = panel.names, panel.columns
    left, top = x + names.w + GAP, y + columns.h
    down: list[Part] = []
    at = top
    for group in panel.rows:
        if names.corner:
            down.append(_corner(group, x, y, names.w, columns.h - GAP))
        else:
            named = wrap(group.name, panel.w - 2 * PAD - SIGN, NAME, bold=True, lines=1)
            down.append(_band(group, named, x, at + _ABOVE_BAND, panel.w, BAND - _ABOVE_BAND - GAP))
            at += BAND
        for entry in group.entries:
            h, off = names.height(entry), inset(entry)
            shown = names.lines[entry.card.id]
            down.append(Head(card=entry.card.id, name=entry.name, lines=shown, x=x + off, y=at, w=names.w - off, h=h))
            down += _cells(entry, columns, lines, left, at + h / 2, own_rows=own_rows)
            at += h + GAP
            matrix.rules.append(((x, at - GAP / 2), (x + panel.w, at - GAP / 2)))
    edge = left
    for w in columns.widths[:-1]:
        edge += w
        matrix.rules.append(((edge - GAP / 2, top), (edge - GAP / 2, at - GAP)))
    first = 1 if own_rows else 0
    matrix.parts += [*down[:first], *_across(columns, left, y), *down[first:]]


def _cells(
    row: Entry, columns: Columns, lines: Mapping[tuple[str, str], Line], x: float, y: float, *, own_rows: bool
) -> Iterator[Cell]:
    """The signs of a row whose first column begins at ``x`` and whose middle is at ``y``."""
    for column, w in zip(entries(columns.groups), columns.widths, strict=True):
        own, partner = (row.card, column.card) if own_rows else (column.card, row.card)
        if line := lines.get((own.id, partner.id)):
            receiver = line.target if line.way == "out" else line.source
            both = line.way == "both"
            yield Cell(
                line=line,
                scope=partner.scope,
                # how many of them are implied is in its title
                count=line.label.partition(" (")[0],
                up=both or receiver == column.card.id,
                left=both or receiver == row.card.id,
                x=x + (w - GAP) / 2 + _OFF,
                y=y + _OFF,
            )
        x += w


def _across(columns: Columns, x: float, y: float) -> Iterator[Part]:
    """The headings of columns, each group's before those in it."""
    measured = zip(entries(columns.groups), columns.lines, columns.widths, strict=True)
    top = y + columns.bands_h + GAP
    for (group, span), named in zip(columns.spans(), columns.bands, strict=True):
        yield _band(group, named, x, y, span, columns.bands_h)
        for _ in group.entries:
            entry, lines, w = next(measured)
            off = inset(entry)
            yield Head(
                card=entry.card.id,
                name=entry.name,
                lines=lines,
                upright=columns.upright,
                x=x,
                y=top + off,
                w=w - GAP,
                h=columns.names_h - off,
            )
            x += w


def _rest(rest: Rest, y: float) -> Iterator[Part]:
    """What has no feeds, from a height of ``y``."""
    x = rest.heading_w + 2 * GAP
    yield _band(rest.group, rest.heading, 0.0, y, rest.heading_w, rest.height([]))
    for line in rest.lines:
        h = rest.height(line)
        for entry, w in line:
            yield Head(card=entry.card.id, name=entry.name, lines=rest.named.lines[entry.card.id], x=x, y=y, w=w, h=h)
            x += w + 2 * GAP
        x, y = 0.0, y + h + 2 * GAP


def _corner(group: Group, x: float, y: float, w: float, h: float) -> Band:
    lines = wrap(group.name, w - 2 * PAD - (SIGN if group.scope else 0), NAME, bold=True, lines=3)
    tall = len(lines) * LINE + 10
    return _band(group, lines, x, y + h - tall, w, tall)


def _band(group: Group, lines: list[str], x: float, y: float, w: float, h: float) -> Band:
    return Band(id=group.id, thing=group.thing, scope=group.scope, lines=lines, text=group.text, x=x, y=y, w=w, h=h)
