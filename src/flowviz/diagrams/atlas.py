"""What lies in what on the map, and the rectangle of each place: the organisation, departments and scopes, resources, inner things.

Every rectangle is made once, for all levels: a level only says how deep one looks. Places keep the order of the catalogue,
and each frame has spare room, so that one more resource moves little.
"""

from __future__ import annotations

import functools
import heapq
import math
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from flowviz.adding import summed
from flowviz.catalogue import OWN, UNCOLOURED, UNSTATED
from flowviz.connections import scope_of, system_homes, top_of, tops
from flowviz.ends import OfScope, Signed, Systems
from flowviz.locales import LANGUAGES, words
from flowviz.model import Model, department_of, name_of
from flowviz.typography import width
from flowviz.wording import scope_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from flowviz.catalogue import Catalogue, Feed

__all__ = [
    "PRINTED",
    "ZOOMED",
    "Atlas",
    "Measures",
    "Place",
    "Sign",
    "fill",
    "laid_out",
    "sides_of_sign",
    "signs_at",
    "stack",
]


@dataclass(frozen=True, slots=True)
class Measures:
    """How large things of the map are and how far apart; those of the map that is zoomed, unless another is said."""

    scale: float = 0.5
    """How large it is drawn in print."""
    depth: int = 3
    """The deepest level that it has room for."""
    column: float = 300.0
    """The width of a resource: at least, and where a row has room `widest`."""
    widest: float = 480.0
    narrow: float = 240.0
    """What is narrower has its inner things below each other."""
    gutter: float = 16.0
    """Between the columns of a frame, and at its sides."""
    gap: float = 14.0
    """Between the places of a column."""
    alley: float = 26.0
    """Between the frames of a row, with room for lanes added."""
    side: float = 20.0
    """Left and right of all rows, with room for lanes added."""
    street: float = 90.0
    """Between two rows, with room for lanes added, at least and at most."""
    widest_street: float = 170.0
    lane: float = 13.0
    """From one lane of a street or an alley to the next, at least and at most."""
    widest_lane: float = 32.0
    title: float = 28.0
    """The size of the name of a department or scope."""
    far: float = 62.0
    """The size of the name of a department, and with `sign` the width of the sign of a scope, seen from afar."""
    sign: float = 130.0
    around: float = 120.0
    """What is left free beside such a name."""
    name: float = 22.0
    """The size of the name of a resource."""
    inner: float = 12.0
    """The size of the name of a register, data set or system."""
    pad: float = 14.0
    """From the side of a place to what is in it."""
    foot: float = 46.0
    """The height of a row of signs at the foot of a resource, and with `sign_step` from one of these to the next."""
    sign_step: float = 92.0
    tall: float = 460.0
    """The height that frames are made to, as far as their things allow."""
    high: float = 380.0
    """A box that would be higher spans several columns."""
    least: float = 110.0
    """The least height of what is in a frame."""
    spare: float = 1.15
    """A frame has so much more room than its things need."""
    slot: float = 58.0
    """The height of an inner thing; with signs below it, `signed` is its own."""
    signed: float = 37.0
    slot_gap: float = 6.0
    between: float = 10.0
    """Between the two inner things of a row."""
    step: float = 8.0
    """What heights are rounded up to."""

    def shown(self, place: Place) -> list[Place]:
        """What lies in a place and has room of its own."""
        return [child for child in place.children if child.level <= self.depth]


ZOOMED: Final = Measures()
"""The map that is zoomed, and printed for a screen: one for all levels."""
PRINTED: Final = {
    2: Measures(
        scale=1.0,
        depth=2,
        column=128.0,
        widest=230.0,
        narrow=1.0,
        gutter=6.0,
        gap=4.0,
        alley=9.0,
        side=8.0,
        street=20.0,
        widest_street=60.0,
        lane=5.0,
        widest_lane=14.0,
        title=14.0,
        far=20.0,
        sign=30.0,
        around=20.0,
        name=11.0,
        pad=6.0,
        foot=19.0,
        sign_step=44.0,
        tall=260.0,
        high=400.0,
        least=30.0,
        spare=1.0,
        step=1.0,
    ),
    3: Measures(
        scale=1.0,
        column=262.0,
        widest=400.0,
        narrow=190.0,
        gutter=8.0,
        gap=7.0,
        alley=12.0,
        side=10.0,
        street=34.0,
        widest_street=80.0,
        lane=7.0,
        widest_lane=16.0,
        title=20.0,
        far=26.0,
        sign=40.0,
        around=30.0,
        name=14.0,
        inner=11.0,
        pad=7.0,
        foot=27.0,
        sign_step=50.0,
        tall=420.0,
        high=330.0,
        least=60.0,
        spare=1.0,
        slot=54.0,
        signed=37.0,
        slot_gap=5.0,
        between=5.0,
        step=2.0,
    ),
}
"""Levels that are printed on paper: each laid out for its sheet, as dense as its smallest text allows."""
MOST_LANES: Final = 40
"""A street or an alley has room for so many lanes at most."""
LANES, STREETS = 400.0, 65.0
"""So many lanes, and so many streets, are as high as the map is wide at most: a large map is seen from farther."""
LONG: Final = 9.2
"""The width of the longest word that is not broken, for each pixel of its size: of 13 letters."""
HIGHER: Final = 1.7
"""Things are made so much higher at most, where their frame has room."""
SLOT_COLUMNS: Final = 2
MOST_SPAN: Final = 5
_MOST_LINES: Final = 5
_LOOSE: Final = 1.22
"""Broken lines are so much longer than the text."""


@dataclass(slots=True, eq=False)
class Place:
    """A frame or a box of the map; the measures are those of the whole map."""

    id: str
    """Of the thing, or the text of an end of `flowviz.ends`."""
    level: int
    """The level that it shows from: 0 the map, 1 departments and scopes, 2 resources and parties, 3 what is in them."""
    kind: str
    """That of the thing; ``scope`` or ``systems`` for a group."""
    scope: str = OWN
    name: str = ""
    parent: Place | None = None
    children: list[Place] = field(default_factory=list)
    lines: int = 1
    """How many lines its name has room for."""
    head: float = 0
    """The height of its name above what it holds."""
    foot: float = 0
    """The height of its signs below what it holds."""
    least: float = 0
    """The height that it needs."""
    load: float = 0
    """Of a frame: how high its things would be in one column."""
    tallest: float = 0
    """Of a frame: the height of the highest of them."""
    named: float = 0
    """Of a frame: the width in which no word of its name is broken at the first level, but for very long ones."""
    widest: int = 1
    """Of a frame: how many columns its widest thing takes."""
    most: int = 0
    """Of a frame: how many columns all of its things would take beside each other."""
    contents: dict[int, float] | None = None
    """Of a frame: how high what is in it is, by the number of columns."""
    row: int = 0
    column: int = 0
    """The column of its frame that it stands in, or the first."""
    span: int = 1
    """How many columns it takes: more than one where it holds much."""
    x: float = 0
    y: float = 0
    w: float = 0
    h: float = 0

    def all(self) -> Iterator[Place]:
        """The place and all that lies in it."""
        yield self
        for child in self.children:
            yield from child.all()

    def up(self, level: int) -> Place:
        """The place itself, or the nearest around it that shows at ``level``."""
        return self if self.level <= level or self.parent is None else self.parent.up(level)

    @property
    def frame(self) -> Place:
        """The department or scope that it is or lies in."""
        return self.up(1)


@dataclass(slots=True, eq=False)
class Atlas:
    """The whole map: its rows of frames, the place of each thing, and the streets between the rows."""

    rows: list[list[Place]]
    at: dict[str, Place]
    """Id of a thing -> the place that it is, or lies in where it has none of its own."""
    streets: list[tuple[float, float]] = field(default_factory=list)
    """The top and the height of the street above each row, and of the one below the last."""
    across: int = 1
    """How many columns it has."""
    side: float = 0
    """How wide the ways left and right of all rows are."""
    inner: float = 0
    """How wide a row is: as wide as the columns that it has, or as the row that needs most."""
    w: float = 0
    h: float = 0
    m: Measures = ZOOMED

    @property
    def lane(self) -> float:
        """From one lane to the next."""
        return min(max(self.m.lane, _row_width(self.across, self.m) / LANES), self.m.widest_lane)

    @property
    def street(self) -> float:
        """The height of a street without lanes."""
        return min(max(self.m.street, _row_width(self.across, self.m) / STREETS), self.m.widest_street)

    def lanes(self, count: int) -> float:
        """The room for so many lanes."""
        return min(count, MOST_LANES) * self.lane

    @property
    def frames(self) -> list[Place]:
        return [frame for row in self.rows for frame in row]


def laid_out(model: Model, language: str, ratio: float, m: Measures = ZOOMED) -> Atlas:
    """The map with its rows filled, about ``ratio`` times as wide as it is high. `stack` sets how high it all stands."""
    tiers, at = _tree(model, language, m)
    signs = {id_: len(found) for id_, found in signs_at(model, at, 2).items()}
    for frame in tiers.all():
        for child in frame.children:
            if child.level == 2:
                _measure_box(child, m.column, signs, m)
        boxes = [child for child in frame.children if child.level == 2]
        loose = -(-len(_loose(frame, m)) // SLOT_COLUMNS) * (m.slot + m.slot_gap)
        frame.load = summed((child.least + m.gap) * child.span for child in boxes) + loose
        frame.tallest = max((child.least for child in boxes), default=0.0)
        frame.widest = max((child.span for child in frame.children), default=1)
        frame.most = summed(child.span for child in boxes) + -(-len(_loose(frame, m)) // SLOT_COLUMNS)
        frame.named = _named_width(frame, m)
    across = _across(tiers, ratio)
    atlas = Atlas(tiers.rows(across), at, across=across, m=m)
    for number, row in enumerate(atlas.rows):
        for frame in row:
            frame.row = number
    fill(atlas, {}, whole=False)
    return atlas


def fill(atlas: Atlas, loads: Mapping[tuple[int, int], int], *, whole: bool = True) -> None:
    """Gives each frame its width, and each thing its place in its frame; alleys are as wide as their ``loads`` need.

    Without ``whole`` only the sizes of the frames are found.
    """
    m = atlas.m
    outer = [loads.get((number, i), 0) for number, row in enumerate(atlas.rows) for i in (0, len(row))]
    atlas.side = m.side + atlas.lanes(max(outer, default=0)) * 0.6
    every = [
        [m.alley + atlas.lanes(loads.get((number, i), 0)) for i in range(1, len(row))]
        for number, row in enumerate(atlas.rows)
    ]
    needs = (summed(alleys) + _least_width(row, m) for row, alleys in zip(atlas.rows, every, strict=True))
    atlas.inner = max(_row_width(atlas.across, m), *needs, 0.0)
    atlas.w = atlas.inner + 2 * atlas.side
    for row, alleys in zip(atlas.rows, every, strict=True):
        _fill(row, atlas.across, atlas.inner, alleys, atlas.side, m, whole=whole)


# --- what lies in what


@dataclass(frozen=True, slots=True)
class _Tiers:
    """The frames of the map: the scopes with what is shared stand in the midst of the departments, people and the rest below."""

    departments: list[Place]
    shared: list[Place]
    rest: list[Place]
    m: Measures

    def rows(self, across: int) -> list[list[Place]]:
        """The frames in rows of at most ``across`` columns."""
        departments = _rows(self.departments, across, self.m)
        half = -(-len(departments) // 2)
        return [
            *departments[:half],
            *_rows(self.shared, across, self.m),
            *departments[half:],
            *_rows(self.rest, across, self.m),
        ]

    def all(self) -> list[Place]:
        return [*self.departments, *self.shared, *self.rest]


def _tree(model: Model, language: str, m: Measures) -> tuple[_Tiers, dict[str, Place]]:
    """The frames of the map, and the place of each thing."""
    catalogue: Catalogue = model.catalogue
    at: dict[str, Place] = {}
    departments = [Place(top.id, 1, "department", name=name_of(model, top.id, language)) for top in tops(model)]
    at.update((frame.id, frame) for frame in departments)
    lying: defaultdict[str | None, list[str]] = defaultdict(list)
    for entry in catalogue.departments:
        lying[top_of(model, entry.id)].append(entry.id)
    for frame in departments:
        inner = [id_ for id_ in lying[frame.id] if id_ != frame.id]
        for id_ in inner if len(inner) > 1 else ():  # an organisation of one department is that department
            at[id_] = Place(id_, 2, "department", name=name_of(model, id_, language))
            _put(at[id_], frame)
    scopes = {
        entry.id: Place(str(OfScope(entry.id)), 1, "scope", entry.id, scope_name(model, entry.id, language))
        for entry in catalogue.scopes
    }
    scopes.setdefault(UNSTATED, Place(str(OfScope(UNSTATED)), 1, "scope", UNSTATED, UNSTATED))
    boxes = [(node, data) for node, data in model.nodes(data=True) if data["kind"] in ("resource", "shared", "party")]
    for node, data in boxes:
        at[node] = Place(node, 2, data["kind"], scope_of(model, node), name_of(model, node, language))
    for node, data in boxes:
        whole = None if data["kind"] == "party" else data["thing"].part_of
        home = _home(model, at, node)
        _put(at[node], at[whole] if whole else at[home] if home else scopes[at[node].scope])
    for node, data in model.nodes(data=True):
        if data["kind"] in ("register", "dataset"):
            at[node] = Place(node, 3, data["kind"], data["scope"], name_of(model, node, language))
            _put(at[node], at[data["resource"]])
    systems = _systems(model, at, language)
    for node in model:
        if node not in at:
            home = _home(model, at, node)
            at[node] = at[home] if home else scopes[UNSTATED]
    ends = {at[end].frame.id for feed in catalogue.feeds for end in (feed.source, feed.target)}
    shown = [frame for frame in scopes.values() if frame.children or frame.id in ends]
    shared = [frame for frame in shown if frame.scope not in UNCOLOURED]
    rest = [frame for frame in shown if frame not in shared]
    return _Tiers(departments, shared, [*rest, *([systems] if systems.children else [])], m), at


def _home(model: Model, at: Mapping[str, Place], node: str) -> str | None:
    """The department that a thing is or lies in, or if that has no place, its organisation; None for what is nobody's."""
    home = department_of(model, node)
    return home if home in at else top_of(model, node)


def _put(place: Place, parent: Place) -> None:
    place.parent = parent
    parent.children.append(place)


def _systems(model: Model, at: dict[str, Place], language: str) -> Place:
    """The frame of the systems that several departments use, or none. The others stand where they are used: in the one
    resource, or in a box of the one department."""
    w = words(language)
    organisation = model.catalogue.organisation.id
    shared = Place(str(Systems(organisation)), 1, "systems", name=w("map.systems"))
    boxes: dict[str, Place] = {}
    for system, user in system_homes(model).items():
        home = user if user in at else _home(model, at, user) or organisation
        at[system] = Place(system, 3, "system", OWN, name_of(model, system, language))
        if home == organisation:
            _put(at[system], shared)
        elif at[home].kind == "department":
            if home not in boxes:
                boxes[home] = Place(str(Systems(home)), 2, "systems", name=w("map.systems.department"))
                _put(boxes[home], at[home])
            _put(at[system], boxes[home])
        else:
            _put(at[system], at[home])
    return shared


# --- signs


@dataclass(slots=True)
class Sign:
    """What a place exchanges data with that is elsewhere: things of a scope, or of other departments, or its own."""

    scope: str
    frames: dict[str, None] = field(default_factory=dict)
    """The frames where they are."""
    elsewhere: bool = False
    """Whether it is of other departments."""
    out: list[Feed] = field(default_factory=list)
    into: list[Feed] = field(default_factory=list)
    met: set[str] = field(default_factory=set)


def signs_at(model: Model, at: Mapping[str, Place], level: int) -> dict[str, list[Sign]]:
    """The signs of what shows at ``level`` below departments and scopes; found once, as what lies in what is the same on every map."""
    return model.once(("map signs", level), lambda: _signs(model, at, level))


def _signs(model: Model, at: Mapping[str, Place], level: int) -> dict[str, list[Sign]]:
    """Found by what is shown, in the order of the scopes; other departments last."""
    found: dict[str, dict[tuple[bool, str], Sign]] = {}
    for feed in model.catalogue.feeds:
        for here, there, out in ((feed.source, feed.target, True), (feed.target, feed.source, False)):
            place, other = at[here].up(level), at[there].up(level)
            if place is other or place.level < 2 or place.kind == "party":
                continue
            home = other.frame
            scope, elsewhere = _scope_of_sign(home), home.kind == "department" and home is not place.frame
            sign = found.setdefault(place.id, {}).setdefault((elsewhere, scope), Sign(scope, elsewhere=elsewhere))
            sign.frames[home.id] = None
            sign.met.add(other.id)
            (sign.out if out else sign.into).append(feed)
    order = {scope.id: i for i, scope in enumerate(model.catalogue.scopes)}
    return {
        id_: sorted(signs.values(), key=lambda sign: (sign.elsewhere, order.get(sign.scope, len(order))))
        for id_, signs in found.items()
    }


def _scope_of_sign(home: Place) -> str:
    """The scope whose sign stands for what is in a frame."""
    return OWN if home.kind == "department" else UNSTATED if home.kind == "systems" else home.scope


def sides_of_sign(model: Model, owner: str, sign: Signed) -> tuple[set[str], set[str]]:
    """The ids of what a place shows at the level of one of its signs, and of what it exchanges data with by that sign."""
    frames, held = _held(model, sign.level) if sign.level else ({}, {})
    if owner not in held:
        return set(), set()
    frame, here = held[owner]
    there: set[str] = set()
    for other, things in frames.values():
        elsewhere = other.kind == "department" and other is not frame
        if sign.scope is None if elsewhere else sign.scope == _scope_of_sign(other):
            there |= things
    return here, there - here


def _held(model: Model, level: int) -> tuple[dict[str, tuple[Place, set[str]]], dict[str, tuple[Place, set[str]]]]:
    """The frame and the ids of what each frame, and each place that shows at ``level``, holds."""

    def made() -> tuple[dict[str, tuple[Place, set[str]]], ...]:
        _, at = _tree(model, LANGUAGES[0], ZOOMED)
        found: tuple[dict[str, tuple[Place, set[str]]], ...] = ({}, {})
        for id_, place in at.items():
            for by, shown in zip(found, (place.frame, place.up(level)), strict=True):
                by.setdefault(shown.id, (place.frame, set()))[1].add(id_)
        return found

    frames, places = model.once(("map sides", level), made)
    return frames, places


# --- sizes


def _name_lines(name: str, room: float, size: float) -> int:
    """How many lines a name takes, told without breaking it: thousands of them are measured."""
    taken = width(name, size, bold=True) / room
    return min(max(math.ceil(taken * _LOOSE if taken > 1 else taken), 1), _MOST_LINES)


def _measure_box(box: Place, w: float, signs: Mapping[str, int], m: Measures, most: int = MOST_SPAN) -> None:
    """Finds how many columns a box spans, ``most`` of them, and the height that it needs; what lies in a department may span
    several of its columns."""
    box.lines = _name_lines(box.name, w - 2 * m.pad, m.name)
    box.head = box.lines * m.name * 1.3 + 1.4 * m.pad
    box.foot = math.ceil(signs.get(box.id, 0) / max(int((w - m.pad) // m.sign_step), 1)) * m.foot
    children = m.shown(box)
    if children:
        inner = sum(child.level == 3 for child in children)
        parts = [child for child in box.children if child.level == 2]
        for part in parts:
            _measure_box(part, w - 2 * m.pad, signs, m, MOST_SPAN if box.kind == "department" else 1)
        total = summed((part.h + m.slot_gap) * part.span for part in parts) + -(-inner // SLOT_COLUMNS) * (
            m.slot + m.slot_gap
        )
        widest = max((part.span for part in parts), default=1)
        most = min(max(len(parts), -(-inner // SLOT_COLUMNS)), most)
        box.span = max(min(math.ceil((box.head + total) / m.high), most), widest)
        if box.span > widest and (box.kind == "department" or w != m.column):
            box.span = _least_span(box, box.span, w, m)
    h = max(_stand(box, w, m.gutter, m) + m.pad - m.slot_gap if children else 0.0, box.head) + box.foot
    box.least = box.h = math.ceil((h + m.gap) / m.step) * m.step - m.gap


def _least_span(box: Place, most: int, w: float, m: Measures) -> int:
    """In how few columns a box stands that is hardly higher than in ``most``: one high thing in it makes no more of them."""

    def high(span: int) -> float:
        box.span = span
        return _stand(box, w, m.gutter, m)

    least = max(high(most) * 1.1, m.high)
    widest = max((part.span for part in box.children), default=1)
    return next(span for span in range(widest, most + 1) if high(span) <= least)


def _stand(box: Place, w: float, gutter: float, m: Measures) -> float:
    """Puts what is in a box into the columns that it spans, each ``w`` wide; how high that is with the name of the box."""
    box.w = box.span * w + (box.span - 1) * gutter
    inner = [child for child in m.shown(box) if child.level == 3]
    halves = SLOT_COLUMNS if w >= m.narrow else 1
    slot_w = (w - 2 * m.pad - (halves - 1) * m.between) / halves
    for i, child in enumerate(inner):
        row, at = divmod(i, halves * box.span)
        child.column, half = divmod(at, halves)
        child.x = m.pad + child.column * (w + gutter) + half * (slot_w + m.between)
        child.y = box.head + row * (m.slot + m.slot_gap)
        child.w, child.h, child.lines = slot_w, m.slot, 3
    heights = [box.head + -(-len(inner) // (halves * box.span)) * (m.slot + m.slot_gap)] * box.span
    for part in box.children:
        if part.level == 2:
            tops = [max(heights[j : j + part.span]) for j in range(box.span - part.span + 1)]
            part.y = min(tops)
            part.column = tops.index(part.y)
            part.x = m.pad + part.column * (w + gutter)
            heights[part.column : part.column + part.span] = [part.y + part.h + m.slot_gap] * part.span
            _stand(part, w - 2 * m.pad / part.span, gutter, m)
    return max(heights)


def _loose(frame: Place, m: Measures) -> list[Place]:
    """The inner things that stand in a frame itself."""
    return [child for child in m.shown(frame) if child.level == 3]


def _wish(frame: Place, across: int, m: Measures) -> int:
    """How many columns a frame is made of."""
    return min(max(math.ceil(frame.load * m.spare / max(m.tall, frame.tallest)), frame.widest), across)


def _row_width(across: int, m: Measures) -> float:
    return across * (m.column + m.gutter) + (across - 1) * m.gutter / 2


def _named_width(frame: Place, m: Measures) -> float:
    """What `Place.named` says."""
    sign = m.sign if frame.kind == "scope" else 0.0
    longest = max((width(word, m.far, bold=True) for word in re.split(r"[ -]", frame.name)), default=0.0)
    return min(longest, LONG * m.far) + sign + m.around


def _frame_width(columns: int, m: Measures) -> float:
    return columns * (m.column + m.gutter) + m.gutter


def _least_width(row: list[Place], m: Measures) -> float:
    """What the frames of a row take beside each other at least."""
    return summed(_frame_width(frame.widest, m) for frame in row)


# --- rows


def _across(tiers: _Tiers, ratio: float) -> int:
    """How many columns the whole map has, so that it is largest on a page of such a ratio."""

    @functools.cache
    def size(across: int) -> tuple[float, float]:
        atlas = Atlas(tiers.rows(across), {}, across=across, m=tiers.m)
        fill(atlas, {}, whole=False)
        return atlas.w, summed(row[0].h + atlas.street + atlas.lanes(5) for row in atlas.rows) + atlas.street

    def wide(across: int) -> bool:
        w, h = size(across)
        return w / h >= ratio

    frames = tiers.all()
    least = max((frame.widest for frame in frames), default=1)
    low, high = least, least + 4
    while not wide(high) and high < 4 * summed(frame.most for frame in frames) + 4:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if wide(middle) else (middle, high)
    near = range(max(low * 4 // 5, least), high * 5 // 4 + 1)[:: max(high // 12, 1)]
    return min(near, key=lambda across: max(size(across)[0] / ratio, size(across)[1]))


def _rows(tier: list[Place], across: int, m: Measures) -> list[list[Place]]:
    """The frames in rows of at most ``across`` columns, in as few rows as can be and as evenly filled."""
    sizes = [_wish(frame, across, m) for frame in tier]

    def filled(most: int) -> list[list[Place]]:
        rows: list[list[Place]] = []
        taken = most + 1
        for frame, size in zip(tier, sizes, strict=True):
            if taken + size > most:
                rows.append([])
                taken = 0
            rows[-1].append(frame)
            taken += size
        return rows

    least = len(filled(across))
    most = across
    while most > max(sizes, default=1) and len(filled(most - 1)) == least:
        most -= 1
    return filled(most)


def _counts(row: list[Place], across: int, room: float, m: Measures) -> list[int]:
    """The columns of each frame of a row: what it wishes, and more for the fullest where there is room."""
    counts = [_wish(frame, across, m) for frame in row]

    def left() -> float:
        wide = (max(frame.named, _frame_width(count, m)) for frame, count in zip(row, counts, strict=True))
        return room - summed(wide)

    least = [frame.widest for frame in row]
    while left() < 0 and any(count > few for count, few in zip(counts, least, strict=True)):
        loads = [
            frame.load / (count - 1) if count > few else math.inf
            for frame, count, few in zip(row, counts, least, strict=True)
        ]
        counts[loads.index(min(loads))] -= 1
    least_h = max(m.least, *(frame.tallest for frame in row))
    while left() >= m.column + m.gutter:
        loads = [frame.load / count if frame.most > count else 0.0 for frame, count in zip(row, counts, strict=True)]
        if max(loads) <= least_h:
            break
        counts[loads.index(max(loads))] += 1
    return counts


def _fill(
    row: list[Place], across: int, inner: float, alleys: list[float], x: float, m: Measures, *, whole: bool
) -> None:
    """Gives each frame of a row its width, from ``x`` on, and each thing its place in its frame."""
    counts = _counts(row, across, inner - summed(alleys), m)
    left = max(inner - summed(alleys) - summed(_frame_width(count, m) for count in counts), 0.0)
    short = [max(frame.named - _frame_width(count, m), 0.0) for frame, count in zip(row, counts, strict=True)]
    share = min(1.0, left / summed(short)) if summed(short) else 0.0
    left -= summed(short) * share
    column = min(m.column + left / summed(counts), m.widest)
    left -= (column - m.column) * summed(counts)
    gutters = summed(counts) + len(counts)
    wider = min(left / gutters, m.gutter)
    spare = left - wider * gutters
    contents = [_content(frame, count, m) for frame, count in zip(row, counts, strict=True)]
    for frame, count, alley, more in zip(row, counts, [*alleys, 0.0], short, strict=True):
        frame.x = x
        frame.w = _frame_width(count, m) + more * share + (column - m.column) * count
        frame.w += wider * (count + 1) + spare * count / summed(counts)
        _head(frame, m)
        x += frame.w + alley
    high = max(
        frame.head + math.ceil(content * m.spare / m.step) * m.step + m.pad
        for frame, content in zip(row, contents, strict=True)
    )
    for frame, content, count, more in zip(row, contents, counts, short, strict=True):
        frame.h = high
        if whole:
            _place(frame, count, column + more * share / count, m.gutter + wider, m)
            _stretch(frame, content, column + more * share / count, m.gutter + wider, m)


def _head(frame: Place, m: Measures) -> None:
    """Finds the lines of a frame's name, and how high it is."""
    frame.lines = _name_lines(
        frame.name, frame.w - 2 * m.pad - m.title / 1.4 - (m.title * 11 / 7 if frame.kind == "scope" else 0.0), m.title
    )
    frame.head = frame.lines * m.title * 1.3 + 1.5 * m.pad


def _stacked(frame: Place, columns: int, m: Measures) -> tuple[list[tuple[float, int]], list[float]]:
    """The top and the column of each box, each in the column that is lowest so far, what comes last moves nothing; and how
    high the columns are then."""
    heights = [0.0] * columns
    boxes = [child for child in frame.children if child.level == 2]
    found: list[tuple[float, int]] = []
    if all(child.span == 1 for child in boxes):
        lowest = [(0.0, j) for j in range(columns)]
        for child in boxes:
            y, column = lowest[0]
            found.append((y, column))
            heights[column] = y + child.least + m.gap
            heapq.heapreplace(lowest, (heights[column], column))
        return found, heights
    for child in boxes:
        span = child.span
        spans = [max(heights[j : j + span]) for j in range(columns - span + 1)]
        y = min(spans)
        column = spans.index(y)
        found.append((y, column))
        heights[column : column + span] = [y + child.least + m.gap] * span
    return found, heights


def _content(frame: Place, columns: int, m: Measures) -> float:
    """How high what is in a frame of so many columns is, found once for each number of them."""
    if frame.contents is None:
        frame.contents = {}
    if columns not in frame.contents:
        _, heights = _stacked(frame, columns, m)
        for i in range(0, len(_loose(frame, m)), SLOT_COLUMNS):
            heights[i // SLOT_COLUMNS % columns] += m.slot + m.slot_gap
        frame.contents[columns] = max(max(heights) - m.gap, m.least)
    return frame.contents[columns]


def _place(frame: Place, columns: int, w: float, gutter: float, m: Measures) -> None:
    """Puts each thing of a frame into its column."""
    boxes = [child for child in frame.children if child.level == 2]
    places, heights = _stacked(frame, columns, m)
    for child, (y, column) in zip(boxes, places, strict=True):
        child.y, child.column, child.h = y, column, child.least
        child.x = gutter + column * (w + gutter)
    slot_w = (w - m.between) / SLOT_COLUMNS
    for i, child in enumerate(_loose(frame, m)):
        column, half = i // SLOT_COLUMNS % columns, i % SLOT_COLUMNS
        if half == 0:
            heights[column] += m.slot + m.slot_gap
        child.column = column
        child.x = gutter + column * (w + gutter) + half * (slot_w + m.between)
        child.y = heights[column] - m.slot - m.slot_gap
        child.w, child.h, child.lines = slot_w, m.slot, 3


def _stretch(frame: Place, content: float, w: float, gutter: float, m: Measures) -> None:
    """Makes the things of a frame as high as its room allows, sets them below its name, and places what is in them."""
    room = (frame.h - frame.head - m.pad) / m.spare
    factor = min(max(room / content, 1.0), HIGHER) if not _loose(frame, m) else 1.0
    for child in frame.children:
        child.y = child.y * factor + frame.head
        if child.level == 2:
            _stand(child, w, gutter, m)
            child.h = (child.h + m.gap) * factor - m.gap


def stack(atlas: Atlas, lanes: Iterable[int]) -> None:
    """Puts the rows below each other with streets of so many ``lanes`` between them; makes all measures those of the map."""
    y = 0.0
    streets = [atlas.street + atlas.lanes(count) for count in lanes]
    atlas.streets = []
    for row, street in zip(atlas.rows, streets, strict=False):
        atlas.streets.append((y, street))
        y += street
        for frame in row:
            _settle(frame, 0.0, y)
        y += row[0].h
    atlas.streets.append((y, streets[-1]))
    atlas.h = y + streets[-1]


def _settle(place: Place, x: float, y: float) -> None:
    """Makes what is measured from its frame measured from the map."""
    place.x, place.y = place.x + x, place.y + y
    for child in place.children:
        _settle(child, place.x, place.y)
