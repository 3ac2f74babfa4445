"""The whole organisation on one page: departments and what they share, feeds rolled up and counted.

The drawing is as detailed as can be read on a 1600×900 screen: departments and each shared resource with lines, or
departments and scopes with lines, or a tile for each department with a counted dot for each scope.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from flowviz.catalogue import OWN, Catalogue, Department, Feed, Scope
from flowviz.connections import best_known, only_user, scope_of
from flowviz.diagrams import columns, curves
from flowviz.diagrams.cards import OUTER, card_of, fit
from flowviz.diagrams.scene import Card, Dot, Frame, LegendItem, Line, Scene, Way, frame_of
from flowviz.diagrams.wording import legend_of, scope_name, thing_text
from flowviz.ends import End, One, Others, Parties
from flowviz.locales import LANGUAGES, number, words
from flowviz.model import Model, name_of
from flowviz.theme import SIZES
from flowviz.typography import wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["LEVELS", "draw"]

LEVELS = ("resources", "scopes", "tiles")
MOST_CARDS = {"resources": 46, "scopes": 24}
_GROUP: Final = {Parties: "overview.parties", Others: "overview.group"}
MOST_LINES = {"resources": 80, "scopes": 70}
PAGE = 1660.0, 935.0
"""A drawing of this size is still readable on a page of 1600×900."""
AROUND = 190.0
"""The height of heading, legend and small print."""
LEFT, MIDDLE, RIGHT = 0, 1, 2


@dataclass
class _Roll:
    """The feeds between a department and something shared, both ways."""

    out: list[Feed] = field(default_factory=list)
    into: list[Feed] = field(default_factory=list)


def draw(model: Model, *, language: str = "fi", level: str | None = None) -> Scene:
    """The scene of the whole catalogue, at ``level`` or at the most detailed level that can be read."""
    return _draw(model, level or _level(model), language)


def _level(model: Model) -> str:
    """The most detailed level that can be read, the same in every language."""
    for level in LEVELS[:-1]:
        if _fits(model, level):
            scene = _draw(model, level, LANGUAGES[0])
            if _readable(scene) and not curves.put_labels(scene):
                return level
    return LEVELS[-1]


def _readable(scene: Scene) -> bool:
    """Whether the drawing, with its heading and legend, is shown in about its own size on a wide page."""
    return scene.width + 2 * SIZES.margin <= PAGE[0] and scene.height + AROUND <= PAGE[1]


def _draw(model: Model, level: str, language: str) -> Scene:
    w = words(language)
    catalogue: Catalogue = model.catalogue
    scene = Scene(
        kind="overview",
        name="overview",
        title=name_of(model, catalogue.organisation.id, language),
        subtitle=w(
            f"overview.subtitle.{level}",
            departments=w("departments", n=len(catalogue.departments)),
            feeds=w("feeds", n=len(catalogue.feeds)),
        ),
        description=w("overview.description"),
        language=language,
    )
    if level == "tiles":
        _tiles(scene, model)
    else:
        _lined(scene, model, level)
    return scene


def _fits(model: Model, level: str) -> bool:
    catalogue: Catalogue = model.catalogue
    rolls = _rolled(model, level)
    cards = {end for pair in rolls for end in pair}
    return (
        len(cards | {One(d.id) for d in catalogue.departments}) <= MOST_CARDS[level] and len(rolls) <= MOST_LINES[level]
    )


def _rolled(model: Model, level: str) -> dict[tuple[End, End], _Roll]:
    """(department, other) -> the feeds between them; between two departments by the one that comes first."""
    catalogue: Catalogue = model.catalogue
    ends = _ends(model, level)
    order: dict[End, int] = {One(department.id): i for i, department in enumerate(catalogue.departments)}
    rolls: dict[tuple[End, End], _Roll] = {}
    for feed in catalogue.feeds:
        source, target = ends[feed.source], ends[feed.target]
        if source == target or (source not in order and target not in order):
            continue
        forward = source in order and (target not in order or order[source] < order[target])
        roll = rolls.setdefault((source, target) if forward else (target, source), _Roll())
        (roll.out if forward else roll.into).append(feed)
    return rolls


def _ends(model: Model, level: str) -> dict[str, End]:
    ends: dict[str, End] = {}
    for node, data in model.nodes(data=True):
        home = data["department"] or (node if data["kind"] == "department" else None) or only_user(model, node)
        if home:
            ends[node] = One(home)
        elif level == "resources" and (data["kind"] == "shared" or data["resource"]):
            ends[node] = One(data["resource"] or node)
        else:
            group = Parties if level == "resources" else Others
            ends[node] = group(scope_of(model, data["resource"] or node))
    return ends


def _lined(scene: Scene, model: Model, level: str) -> None:
    catalogue: Catalogue = model.catalogue
    w = words(scene.language)
    rolls = _rolled(model, level)
    departments = Frame(
        id="frame-departments",
        kind="department",
        thing=catalogue.organisation.id,
        lines=[w("overview.departments")],
        text=f"{w('overview.departments')}: {thing_text(model, catalogue.organisation.id, scene.language)}",
    )
    scene.frames.append(departments)
    for department in catalogue.departments:
        small = w("resources", n=len(department.resources))
        scene.cards.append(
            card_of(model, department.id, scene.language, frame=departments.id, column=MIDDLE, small=small)
        )
    others = {other for _, other in rolls} - {One(department.id) for department in catalogue.departments}
    if level == "resources":
        others |= {One(resource.id) for resource in catalogue.shared}
    for column, scopes in _sides(model, others):
        for scope in scopes:
            frame = Frame(id=f"lane-{scope}", kind="lane", scope=scope)
            frame.lines = wrap(scope_name(model, scope, scene.language), OUTER - 20, SIZES.name, bold=True)
            scene.frames.append(frame)
            for other in _ordered(model, others):
                if _scope(model, other) == scope:
                    scene.cards.append(_other_card(model, other, scene.language, frame.id, column))
    most = max((len(roll.out) + len(roll.into) for roll in rolls.values()), default=1)
    for (source, target), roll in sorted(rolls.items(), key=lambda entry: [str(end) for end in entry[0]]):
        scene.lines.append(_rolled_line(model, source, target, roll, most, scene.language))
    scene.legend = legend_of(model, scene)
    scene.legend.append(LegendItem(sign="weight", value="count", text=w("overview.count")))
    columns.place(scene)


def _sides(model: Model, others: set[End]) -> list[tuple[int, list[str]]]:
    """The scopes of each side: the fullest on the right, the rest where there is room, in the order of the legend."""
    counts = Counter(_scope(model, other) for other in _ordered(model, others))
    room = {LEFT: 0.0, RIGHT: 0.0}
    sides: dict[int, set[str]] = {RIGHT: set(), LEFT: set()}
    for scope, count in counts.most_common():
        side = min(room, key=lambda at: (room[at], at == LEFT))
        sides[side].add(scope)
        room[side] += count + 1.2
    order = [scope.id for scope in model.catalogue.scopes]
    return [(side, [scope for scope in order if scope in scopes]) for side, scopes in sides.items()]


def _ordered(model: Model, others: set[End]) -> list[End]:
    order = model.order
    return sorted(others, key=lambda other: (order.get(str(other), len(order)), str(other)))


def _scope(model: Model, other: End) -> str:
    return scope_of(model, other.id) if isinstance(other, One) else other.id


def _other_card(model: Model, other: End, language: str, frame: str, column: int) -> Card:
    if isinstance(other, One):
        return card_of(model, other.id, language, frame=frame, column=column, sign=False, w=OUTER)
    name = words(language)(_GROUP[type(other)])
    return fit(
        Card(
            id=str(other),
            kind="party",
            scope=other.id,
            lines=[name],
            text=f"{name}, {scope_name(model, other.id, language).lower()}",
            frame=frame,
            column=column,
            sign=False,
            w=OUTER,
        )
    )


def _rolled_line(model: Model, source: End, target: End, roll: _Roll, most: int, language: str) -> Line:
    w = words(language)
    feeds = roll.out + roll.into
    way: Way = "both" if roll.out and roll.into else "out" if roll.out else "in"
    text = f"{_end_name(model, source, language)} – {_end_name(model, target, language)}: {w('feeds', n=len(feeds))}"
    if roll.out and roll.into:
        text += f" (→ {len(roll.out)}, ← {len(roll.into)})"
    return Line(
        source=str(source),
        target=str(target),
        way=way,
        basis=best_known(feeds),
        text=text,
        label=number(len(feeds), language) if len(feeds) > 1 else "",
        weight=1.2 + 2.3 * (len(feeds) - 1) / max(most - 1, 1),
        loose=isinstance(target, One) and model.nodes[target.id]["kind"] == "department",
    )


def _end_name(model: Model, end: End, language: str) -> str:
    if isinstance(end, One):
        return name_of(model, end.id, language)
    return f"{words(language)(_GROUP[type(end)])} ({scope_name(model, end.id, language).lower()})"


# --- tiles


@dataclass(frozen=True)
class _Tile:
    """The measures of a tile: height, distance between tiles, and of its dots."""

    h: float
    gap: float
    step: float
    r: float
    header: float


ROOMY = _Tile(h=68, gap=12, step=58, r=SIZES.dot / 2, header=8)
TIGHT = _Tile(h=46, gap=6, step=40, r=8, header=1)


def _tiles(scene: Scene, model: Model) -> None:
    """Places a tile for each department, with a dot for each scope and the count of things it meets there."""
    for tile in (ROOMY, TIGHT):
        scene.frames, scene.dots = [], []
        _place_tiles(scene, model, tile)
        if _readable(scene):
            break
    scene.placed = True
    scene.legend = [item for item in legend_of(model, scene) if item.sign == "scope"]


def _place_tiles(scene: Scene, model: Model, tile: _Tile) -> None:
    catalogue: Catalogue = model.catalogue
    met = _met(model)
    scopes = [scope for scope in catalogue.scopes if any(scope.id in counts for counts in met.values())]
    w = max(len(scopes) * tile.step + 2 * SIZES.pad, 190.0)
    count = max(len(catalogue.departments), 1)
    across = max(range(1, count + 1), key=lambda n: (_tile_fit(n, count, w, tile), -n))
    for i, department in enumerate(catalogue.departments):
        counts = met.get(department.id, {})
        frame = _tile_frame(model, department, counts, scene.language)
        frame.x, frame.y = i % across * (w + tile.gap), i // across * (tile.h + tile.gap)
        frame.w, frame.h, frame.header = w, tile.h, tile.header
        frame.lines = wrap(frame.lines[0], w - 2 * SIZES.pad, SIZES.name, bold=True, lines=1)
        scene.frames.append(frame)
        for j, scope in enumerate(scopes):
            if scope.id in counts:
                dot = _tile_dot(model, department.id, scope, counts[scope.id], scene.language)
                dot.x, dot.y = frame.x + SIZES.pad + j * tile.step + tile.r, frame.y + tile.h - tile.r * 1.7
                dot.r = tile.r
                scene.dots.append(dot)
    rows = -(-count // across)
    scene.width, scene.height = across * (w + tile.gap) - tile.gap, rows * (tile.h + tile.gap) - tile.gap


def _tile_fit(across: int, count: int, tile_w: float, tile: _Tile) -> float:
    w = across * (tile_w + tile.gap) + 2 * SIZES.margin
    h = -(-count // across) * (tile.h + tile.gap) + AROUND
    return min(PAGE[0] / w, PAGE[1] / h, 1.0) - abs(w / h / (PAGE[0] / PAGE[1]) - 1) * 0.04


def _tile_frame(model: Model, department: Department, counts: dict[str, int], language: str) -> Frame:
    w = words(language)
    name = name_of(model, department.id, language)
    said = "; ".join(f"{scope_name(model, scope, language)} {number(n, language)}" for scope, n in counts.items())
    return Frame(
        id=frame_of(department.id),
        thing=department.id,
        kind="whole",
        lines=[name],
        text=f"{name}, {w('resources', n=len(department.resources))}, {said or w('card.unconnected')}",
    )


def _met(model: Model) -> dict[str, dict[str, int]]:
    """Department -> scope -> how many things of that scope it exchanges data with."""
    catalogue: Catalogue = model.catalogue
    ends = _ends(model, "resources")
    met: dict[str, dict[str, set[End]]] = {}
    departments: set[End] = {One(department.id) for department in catalogue.departments}
    for home, other in _both_ways(catalogue, ends):
        if home in departments and other != home:
            scope = OWN if other in departments else _scope(model, other)
            met.setdefault(home.id, {}).setdefault(scope, set()).add(other)
    order = [scope.id for scope in catalogue.scopes]
    return {home: {scope: len(scopes[scope]) for scope in order if scope in scopes} for home, scopes in met.items()}


def _both_ways(catalogue: Catalogue, ends: dict[str, End]) -> Iterator[tuple[End, End]]:
    for feed in catalogue.feeds:
        yield ends[feed.source], ends[feed.target]
        yield ends[feed.target], ends[feed.source]


def _tile_dot(model: Model, department: str, scope: Scope, count: int, language: str) -> Dot:
    told = number(count, language)
    text = f"{scope.letter} {told} – {scope_name(model, scope.id, language)}: {words(language)('things', n=count)}"
    return Dot(
        owner=department,
        target=scope.id,
        label=scope.letter,
        count=told,
        scope=scope.id,
        way=None,
        basis="stated",
        text=text,
    )
