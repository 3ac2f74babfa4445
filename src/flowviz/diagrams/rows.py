"""The rows beside the boxes of a department: a dot and a name for each connection, folded by group where they are many."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from flowviz.adding import summed
from flowviz.catalogue import OWN
from flowviz.connections import best_known, connections, scope_of
from flowviz.diagrams import key, partners
from flowviz.diagrams.scene import Dot, KeyEntry, KeyGroup, dot_of
from flowviz.diagrams.wording import feeds_text, thing_text
from flowviz.ends import Inside
from flowviz.locales import words
from flowviz.model import name_of, scopes_of
from flowviz.theme import SIZES
from flowviz.typography import layouts, width, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowviz.connections import Connection
    from flowviz.diagrams.partners import Group
    from flowviz.diagrams.scene import Way
    from flowviz.model import Model

__all__ = ["BESIDE", "COARSE", "MOST_NAMED", "ROW", "Row", "Rows", "Sized", "fitted", "rows_of"]

MOST_NAMED: Final = 8
"""So many connections of a box are told by name; of more, the largest groups are folded until it is so many rows."""
BESIDE: Final = 18.0
"""From the centre of a dot to its name."""
ROW: Final = 18.0
_MOST_LINES: Final = 6
COARSE: Final = 8.0
"""Words are broken for widths in such steps, so that few of them are broken anew for every width that is tried."""
_LEADING: Final = 1.6
"""The height of a text that is not under its letters."""
_R: Final = 7.0
_R_WIDE: Final = 10.0
"""The size of a dot whose letter is two letters."""
_TALL: Final = {"person": 2.8, "diamond": 2.6}
"""How high the shapes are, in radii, that are higher than all others; they are drawn smaller."""
_SMALLER: Final = 0.93


class Sized(NamedTuple):
    """A row in some room."""

    name: tuple[str, ...]
    small: tuple[str, ...]
    w: float
    """Of the widest line."""
    h: float
    filled: float
    """The area of its dot and texts."""


@dataclass
class Row:
    """A dot, with the name and the remark to stand beside it, not yet broken into lines."""

    dot: Dot
    name: str
    remark: str = ""
    high: float = 0
    """The height that its dot takes."""
    steps: list[float] = field(init=False)
    """The widths from which on its texts take a line less, the widest first."""
    _sizes: dict[float, Sized] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        count = width(f" {self.dot.count}", SIZES.entry) if self.dot.count else 0
        self.steps = [w + count for w, _ in layouts(self.name, SIZES.entry)]
        if self.remark:
            self.steps += [w for w, _ in layouts(self.remark, SIZES.small)]
            self.steps.sort(reverse=True)

    def sized(self, most: float) -> Sized:
        """What it looks like where its texts have ``most`` pixels."""
        for room in self.steps:
            if room <= most:
                break
        else:
            room = most // COARSE * COARSE
        found = self._sizes.get(room)
        if found is None:
            found = self._sizes[room] = _sized(self.name, self.remark, self.dot.count, room, self.high, self.dot.r)
        return found


@lru_cache(maxsize=8192)
def _sized(name: str, remark: str, count: str, most: float, high: float, r: float) -> Sized:
    counted = width(f" {count}", SIZES.entry) if count else 0.0
    lines = fitted(name, most - counted, SIZES.entry, lines=_MOST_LINES)
    small = fitted(remark, most, SIZES.small, lines=2) if remark else ()
    widths = [width(line, SIZES.entry) for line in lines] + [width(line, SIZES.small) for line in small]
    widths[len(lines) - 1] += counted
    w, text_h = max(widths), (len(lines) * SIZES.entry + len(small) * SIZES.small) * SIZES.line_height
    filled = (r + BESIDE + w) * max(high, text_h) - _LEADING * w
    return Sized(tuple(lines), tuple(small), w, max(ROW, high, text_h + 2), filled)


def fitted(text: str, most: float, size: float, *, bold: bool = False, lines: int = 99) -> Sequence[str]:
    """The lines of ``text`` in a room of ``most``, as few as fit."""
    for w, found in layouts(text, size, bold=bold):
        if w <= most and len(found) <= lines:
            return found
    return wrap(text, max(most // COARSE, 1) * COARSE, size, bold=bold, lines=lines)


@dataclass
class Rows:
    """The rows of a box, and for those that are folded what the key tells of them."""

    rows: list[Row] = field(default_factory=list)
    key: list[KeyGroup] = field(default_factory=list)


def rows_of(model: Model, department: str, language: str) -> dict[str, Rows]:
    """The rows of each box of ``department`` that has any: grouped, the groups in the order of `partners.groups`."""
    boxes: dict[str, list[Connection]] = {}
    for connection in connections(model, department):
        boxes.setdefault(connection.box, []).append(connection)
    return {box: _rows(model, department, found, language) for box, found in boxes.items()}


def _rows(model: Model, department: str, found: list[Connection], language: str) -> Rows:
    by_other = {connection.other: connection for connection in found}
    groups = partners.groups(model, by_other, own=department)
    folded = _folded([len(ids) for _, ids in groups])
    rows = Rows()
    for i, (group, ids) in enumerate(groups):
        met = [by_other[other] for other in ids]
        if i in folded:
            row = _fold(model, group, met, language)
            rows.rows.append(row)
            rows.key.append(_key(row, met, model, language, first=not rows.key))
        else:
            rows.rows += [_row(model, department, group, connection, language) for connection in met]
    return rows


def _folded(sizes: list[int]) -> set[int]:
    """Which groups of such sizes are folded: the largest, until there are few enough rows."""
    folded: set[int] = set()
    left = summed(sizes)
    for i in sorted(range(len(sizes)), key=lambda i: -sizes[i]):
        if left <= MOST_NAMED or sizes[i] < 2:
            break
        folded.add(i)
        left -= sizes[i] - 1
    return folded


def _row(model: Model, department: str, group: Group, connection: Connection, language: str) -> Row:
    other, way = connection.other, connection.way
    name = name_of(model, other, language)
    elsewhere = isinstance(group, Inside) and group.id not in (department, other)
    label = _letter(model, scope_of(model, other), "" if isinstance(group, Inside) and group.id != department else None)
    home = partners.heading(model, group, language) if elsewhere else ""
    told = thing_text(model, other, language) + (f", {home}" if home else "")
    dot = Dot(
        owner=connection.box,
        target=other,
        label=label,
        scope=scope_of(model, other),
        way=way,
        basis=connection.basis,
        text=f"{told} – {words(language)(f'way.{way}').lower()}\n" + feeds_text(model, connection.feeds, language),
        r=_radius(model, scope_of(model, other), label),
    )
    return Row(dot, name, home, high=_high(model, dot))


def _fold(model: Model, group: Group, met: list[Connection], language: str) -> Row:
    ways = {connection.way for connection in met}
    way: Way = ways.pop() if len(ways) == 1 else "both"
    name = partners.heading(model, group, language)
    scope = OWN if isinstance(group, Inside) else group.id
    box = met[0].box
    own = isinstance(group, Inside) and (model.nodes[box]["department"] or box) == group.id
    label = _letter(model, scope, "" if isinstance(group, Inside) and not own else None)
    feeds = list(dict.fromkeys(feed for connection in met for feed in connection.feeds))
    dot = Dot(
        owner=box,
        target=str(group),
        label=label,
        scope=scope,
        way=way,
        basis=best_known(feeds),
        count=f"× {len(met)}",
        text=f"{name} × {len(met)} – {words(language)(f'way.{way}').lower()}\n"
        + "\n".join(feeds_text(model, connection.feeds, language) for connection in met),
        r=_radius(model, scope, label),
    )
    return Row(dot, name, high=_high(model, dot))


def _key(row: Row, met: list[Connection], model: Model, language: str, *, first: bool) -> KeyGroup:
    dot = row.dot
    entries = []
    for connection in met:
        name = name_of(model, connection.other, language)
        way = words(language)(f"way.{connection.way}").lower()
        entries.append(
            KeyEntry(
                target=connection.other,
                dot=dot_of(dot.owner, dot.target),
                label=dot.label,
                way=connection.way,
                basis=connection.basis,
                lines=wrap(name, key.ROOM, key.ENTRY_SIZE),
                text=f"{name} – {way}",
            )
        )
    titles = [name_of(model, dot.owner, language)] if first else []
    return KeyGroup(
        scope=dot.scope,
        title=[line for title in titles for line in wrap(title, key.COLUMN - 20, SIZES.heading, bold=True)],
        lines=wrap(f"{row.name} {dot.count}", key.ROOM, SIZES.heading, bold=True),
        entries=entries,
    )


def _letter(model: Model, scope: str, letter: str | None) -> str:
    return scopes_of(model)[scope].letter if letter is None else letter


def _radius(model: Model, scope: str, label: str) -> float:
    return (_R if len(label) < 2 else _R_WIDE) * (_SMALLER if scopes_of(model)[scope].shape in _TALL else 1)


def _high(model: Model, dot: Dot) -> float:
    """The room of a dot, so that those above each other do not touch."""
    return _TALL.get(scopes_of(model)[dot.scope].shape, 2.3) * dot.r + 1.6
