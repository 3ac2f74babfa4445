"""The whole organisation on one page: departments and what they share, feeds rolled up and counted.

A department is the same card at every size: its name, how many resources it has, and the signs of the scopes with the number of
things that it meets in each. What is shared stands at the sides, each thing, or each scope as one card where these are many.
Counts alone decide how much is shown, so that a larger catalogue is never drawn in more detail:

``resources``   each shared thing has a card, and all lines are drawn
``scopes``      each scope has a card; of many lines, the strongest are drawn
``tiles``       departments in rows, without lines
``names``       the same without the signs
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flowviz.catalogue import OWN, Catalogue, Department, Scope
from flowviz.connections import only_user, scope_of
from flowviz.diagrams import columns
from flowviz.diagrams.cards import OUTER, card_of, fit
from flowviz.diagrams.page import SCREEN, Page
from flowviz.diagrams.rolled import Roll, line_of, strongest
from flowviz.diagrams.scene import Card, Dot, Frame, LegendItem, Scene, frame_of
from flowviz.diagrams.wording import legend_of, scope_name, thing_text
from flowviz.ends import End, OfScope, One, Others, Parties
from flowviz.locales import number, words
from flowviz.model import Model, name_of
from flowviz.theme import SIZES
from flowviz.typography import width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["LEVELS", "draw"]

LEVELS: Final = ("resources", "scopes", "tiles", "names")
MOST_DEPARTMENTS: Final = {"resources": 12, "scopes": 26, "tiles": 90}
MOST_SHARED: Final = 26
"""So many cards at the sides; beyond, each scope is one."""
MOST_LINES: Final = {"resources": 64, "scopes": 48}
ROOMY: Final = 12
"""So many departments have their names and counts on lines of their own."""
_GROUP: Final = {Parties: "overview.parties", Others: "overview.group"}
AROUND: Final = 190.0
"""The height of heading, legend and small print."""
LEFT, MIDDLE, RIGHT = 0, 1, 2
WIDE, LINED = 1150.0, 560.0
"""On a page that is narrower, signs stand below names; on one that is still narrower, there are no lines."""
DOT: Final = 8.0
"""The size of the signs of a department."""
DOT_ROW: Final = 21.0
GAP: Final = 8.0
SLIM: Final = 23.0
"""The height of a name and its count on one line."""
TILE_W, TILE_H = 124.0, 30.0
"""The size of a department where only its name is told."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How departments are drawn, all of a drawing alike."""

    roomy: bool
    """Whether the number of resources has a line of its own; else it stands after the name, on one line."""
    below: bool
    """Whether signs stand below the name; else beside it."""
    name_w: float
    gap: float
    """From a sign with its count to the next, at least."""


def draw(model: Model, *, language: str = "fi", level: str | None = None, page: Page = SCREEN) -> Scene:
    """The scene of the whole catalogue, at ``level`` or at the most detailed of `LEVELS` that can be read."""
    w = words(language)
    catalogue: Catalogue = model.catalogue
    level = level or _level(model, page)
    scene = Scene(
        kind="overview",
        name="overview",
        title=name_of(model, catalogue.organisation.id, language),
        subtitle=w(
            f"overview.subtitle.{'tiles' if level == 'names' else level}",
            departments=w("departments", n=len(catalogue.departments)),
            feeds=w("feeds", n=len(catalogue.feeds)),
        ),
        description=w("overview.description"),
        language=language,
    )
    if level in ("tiles", "names"):
        _tiles(scene, model, level, page)
    else:
        _lined(scene, model, level, page)
    return scene


def _level(model: Model, page: Page) -> str:
    """The most detailed level that can be read, told by counts and the page alone: the same in every language."""
    count = len(model.catalogue.departments)
    for level in LEVELS[0 if page.w >= LINED else 2 : -1]:
        if count <= MOST_DEPARTMENTS[level]:
            rolls = _rolled(model, level)
            if level != "resources" or (
                len(_shared(model, rolls, level)) <= MOST_SHARED and len(rolls) <= MOST_LINES[level]
            ):
                return level
    return LEVELS[-1]


def _rolled(model: Model, level: str) -> dict[tuple[End, End], Roll]:
    """(department, other) -> the feeds between them; between two departments by the one that comes first."""
    catalogue: Catalogue = model.catalogue
    ends = _ends(model, level)
    order: dict[End, int] = {One(department.id): i for i, department in enumerate(catalogue.departments)}
    rolls: dict[tuple[End, End], Roll] = {}
    for feed in catalogue.feeds:
        source, target = ends[feed.source], ends[feed.target]
        if source == target or (source not in order and target not in order):
            continue
        forward = source in order and (target not in order or order[source] < order[target])
        roll = rolls.setdefault((source, target) if forward else (target, source), Roll())
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


def _shared(model: Model, rolls: dict[tuple[End, End], Roll], level: str) -> set[End]:
    """What stands at the sides."""
    catalogue: Catalogue = model.catalogue
    found = {other for _, other in rolls} - {One(department.id) for department in catalogue.departments}
    if level == "resources":
        return found | {One(resource.id) for resource in catalogue.shared}
    return found | {Others(resource.scope) for resource in catalogue.shared}


def _members(model: Model, level: str) -> Counter[End]:
    """How many things each card at the sides stands for: those that departments exchange data with, and what is shared."""
    catalogue: Catalogue = model.catalogue
    ends = _ends(model, level)
    departments: set[End] = {One(department.id) for department in catalogue.departments}
    met = {resource.id for resource in catalogue.shared}
    for feed in catalogue.feeds:
        for here, there in ((feed.source, feed.target), (feed.target, feed.source)):
            if ends[here] in departments:
                met.add(model.nodes[there]["resource"] or there)
    return Counter(ends[node] for node in met)


def _lined(scene: Scene, model: Model, level: str, page: Page) -> None:
    catalogue: Catalogue = model.catalogue
    w = words(scene.language)
    rolls = _rolled(model, level)
    scopes = _scopes(model)
    look = _Look(len(catalogue.departments) <= ROOMY, page.w < WIDE, 190.0, 9.0)
    if not look.roomy:
        scene.subtitle += ". " + w("overview.slim")
    departments = Frame(
        id="frame-departments",
        kind="department",
        thing=catalogue.organisation.id,
        lines=[w("overview.departments")],
        text=f"{w('overview.departments')}: {thing_text(model, catalogue.organisation.id, scene.language)}",
    )
    scene.frames.append(departments)
    boxes = []
    for department in catalogue.departments:
        box = _department(model, department, scopes, scene.language, look)
        boxes.append(box)
        scene.cards.append(
            Card(
                id=department.id,
                kind="department",
                scope=OWN,
                text=box.text,
                frame=departments.id,
                column=MIDDLE,
                sign=False,
                sized=True,
                w=box.w,
                h=box.h,
            )
        )
    members = _members(model, level)
    for column, names in _sides(model, _shared(model, rolls, level)):
        for scope in names:
            frame = Frame(id=f"lane-{scope}", kind="lane", scope=scope)
            frame.lines = wrap(scope_name(model, scope, scene.language), OUTER - 20, SIZES.name, bold=True)
            scene.frames.append(frame)
            for other in _ordered(model, _shared(model, rolls, level)):
                if _scope(model, other) == scope:
                    scene.cards.append(_other_card(model, other, members[other], scene.language, frame.id, column))
    least = strongest([len(roll) for roll in rolls.values()], MOST_LINES[level])
    if least > 1:
        scene.subtitle += ("" if scene.subtitle.endswith(".") else ".") + " " + w("map.least", n=least)
    most = max((len(roll) for roll in rolls.values()), default=1)
    for (source, target), roll in sorted(rolls.items(), key=lambda entry: [str(end) for end in entry[0]]):
        if len(roll) >= least:
            here, there = ((str(end), _end_name(model, end, scene.language)) for end in (source, target))
            scene.lines.append(line_of(here, there, roll, most, scene.language))
    columns.place(scene, page)
    _unpack(scene, boxes, model, scopes, look)
    scene.legend = legend_of(model, scene)
    if scene.lines:
        scene.legend.append(LegendItem(sign="weight", value="count", text=w("overview.count")))


def _unpack(scene: Scene, boxes: list[Frame], model: Model, scopes: list[Scope], look: _Look) -> None:
    """Puts the departments with their signs where their cards have been placed."""
    cards = {card.id: card for card in scene.cards}
    met = _met(model)
    for box in boxes:
        card = cards[box.thing or ""]
        box.x, box.y, box.w, box.h, box.parent = card.x, card.y, card.w, card.h, card.frame
        scene.frames.append(box)
        scene.dots += _dots(model, box, scopes, met.get(box.thing or "", {}), scene.language, look)
    scene.cards = [card for card in scene.cards if card.kind != "department"]


def _department(model: Model, department: Department, scopes: list[Scope], language: str, look: _Look | None) -> Frame:
    """A department, measured; without a look, its name and count alone."""
    w = words(language)
    name, count = name_of(model, department.id, language), w("resources", n=len(department.resources))
    met = _met(model).get(department.id, {})
    said = "; ".join(f"{_sign_name(model, scope, language)} {number(n, language)}" for scope, n in met.items())
    frame = Frame(
        id=frame_of(department.id),
        thing=department.id,
        kind="whole",
        text=f"{thing_text(model, department.id, language)}, {count}, {said or w('card.unconnected')}",
    )
    if look and look.roomy:
        frame.lines, frame.small = wrap(name, look.name_w, SIZES.name, bold=True, lines=3), [count]
        text_h = (len(frame.lines) * SIZES.name + SIZES.small) * SIZES.line_height
        frame.h = text_h + 15
    else:
        frame.size = SIZES.name if look else SIZES.small
        short = f" ({number(len(department.resources), language)})"
        room = (look.name_w if look else TILE_W - 2 * SIZES.pad) - width(short, frame.size, bold=True)
        frame.lines = wrap(name, room, frame.size, bold=True, lines=1)
        frame.lines[0] += short
        text_h = frame.size * SIZES.line_height
        frame.h = SLIM if look else TILE_H
    frame.w = 2 * SIZES.pad + look.name_w if look else TILE_W
    frame.header = frame.h - 2 * SIZES.pad
    if look and look.below:
        rows = [y for _, y in _places(model, [scope for scope in scopes if scope.id in met], look)]
        frame.h += max(rows, default=-DOT_ROW) + DOT_ROW
    elif look:
        frame.w += sum(_steps(model, scopes, look))
    return frame


def _steps(model: Model, scopes: list[Scope], look: _Look) -> list[float]:
    """From each sign to the next: there is room for the longest of its counts."""
    met = _met(model).values()
    return [
        DOT * 2.92 + look.gap + width(str(max(counts.get(scope.id, 0) for counts in met)), SIZES.small)
        for scope in scopes
    ]


def _places(model: Model, scopes: list[Scope], look: _Look) -> list[tuple[float, float]]:
    """Where signs stand below a name, in rows: from the left of the name, and from the first row."""
    places = []
    x = y = 0.0
    for step in _steps(model, scopes, look):
        if x and x + step - look.gap > look.name_w:
            x, y = 0.0, y + DOT_ROW
        places.append((x, y))
        x += step
    return places


def _dots(
    model: Model, frame: Frame, scopes: list[Scope], counts: dict[str, int], language: str, look: _Look
) -> list[Dot]:
    """The signs of the scopes: below the name, or beside it, each below that of the department above."""
    w = words(language)
    exchanged = _exchanged(model).get(frame.thing or "", {})
    shown = [scope for scope in scopes if scope.id in counts]
    if look.below:
        places = _places(model, shown, look)
        top = frame.y + frame.h - max((y for _, y in places), default=0.0) - DOT_ROW * 0.62
        left = frame.x + SIZES.pad + DOT * 1.2
        at = {scope.id: (left + x, top + y) for scope, (x, y) in zip(shown, places, strict=True)}
    else:
        steps = _steps(model, scopes, look)
        left = frame.x + frame.w - SIZES.pad - sum(steps) + DOT * 1.42
        at = {scope.id: (left + sum(steps[:i]), frame.y + frame.h / 2) for i, scope in enumerate(scopes)}
    found = []
    for scope in shown:
        told, name = number(counts[scope.id], language), _sign_name(model, scope.id, language)
        letter = "" if scope.id == OWN else scope.letter
        found.append(
            Dot(
                owner=frame.thing or "",
                target=str(OfScope(scope.id)),
                label=letter,
                count=told,
                scope=scope.id,
                way=None,
                basis="stated",
                text=f"{letter} {told} – {name}, {w('things', n=counts[scope.id])}: "
                f"{w('feeds', n=exchanged[scope.id][1])}".strip(),
                r=DOT,
                x=at[scope.id][0],
                y=at[scope.id][1],
            )
        )
    return found


def _sign_name(model: Model, scope: str, language: str) -> str:
    """What a sign stands for: things of a scope, or for its own, other departments."""
    return words(language)("overview.other") if scope == OWN else scope_name(model, scope, language)


def _scopes(model: Model) -> list[Scope]:
    """The scopes that departments meet, in their order."""
    met = _met(model)
    return [scope for scope in model.catalogue.scopes if any(scope.id in counts for counts in met.values())]


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


def _other_card(model: Model, other: End, count: int, language: str, frame: str, column: int) -> Card:
    w = words(language)
    if isinstance(other, One):
        return card_of(model, other.id, language, frame=frame, column=column, sign=False, w=OUTER)
    name, small = w(_GROUP[type(other)]), w("parties" if isinstance(other, Parties) else "things", n=count)
    return fit(
        Card(
            id=str(other),
            kind="party" if isinstance(other, Parties) else "shared",
            scope=other.id,
            lines=[name],
            small=[small],
            text=f"{name}, {scope_name(model, other.id, language).lower()}, {small}",
            frame=frame,
            column=column,
            sign=False,
            w=OUTER,
        )
    )


def _end_name(model: Model, end: End, language: str) -> str:
    if isinstance(end, One):
        return name_of(model, end.id, language)
    return f"{words(language)(_GROUP[type(end)])} ({scope_name(model, end.id, language).lower()})"


# --- departments in rows


def _tiles(scene: Scene, model: Model, level: str, page: Page) -> None:
    """Places the departments in as many columns as fill the page, and the scopes with their counts below."""
    w = words(scene.language)
    catalogue: Catalogue = model.catalogue
    signs = level == "tiles"
    scopes, met = _scopes(model), _met(model)
    lined = page.w >= LINED
    if lined:
        scene.subtitle += f". {w('overview.slim')} {w('overview.no_lines')}"
    members = _members(model, "scopes")
    cards = [
        _other_card(model, other, members[other], scene.language, f"lane-{other.id}", RIGHT)
        for other in _ordered(
            model, _shared(model, {}, "scopes") | set(members) - {One(d.id) for d in catalogue.departments}
        )
    ]
    order = [scope.id for scope in catalogue.scopes]
    cards = sorted(cards, key=lambda card: order.index(card.scope)) if lined else []
    lane_h = 74.0 if cards else 0.0
    room = page.w - 2 * SIZES.margin - 2 * SIZES.pad
    look = (_Look(False, False, 160.0, 4.0) if lined else _Look(True, True, room, 9.0)) if signs else None
    boxes = [_department(model, department, scopes, scene.language, look) for department in catalogue.departments]
    w_ = boxes[0].w if boxes else TILE_W
    h_ = max((box.h for box in boxes), default=TILE_H) + 5
    count = max(len(boxes), 1)

    def shown(across: int) -> float:
        wide, high = across * (w_ + GAP) + 2 * SIZES.margin, -(-count // across) * h_ + lane_h + AROUND
        return min(page.w / wide, page.h / high)

    across = 1 if look and look.below else max(range(1, count + 1), key=lambda n: (min(shown(n), 1.0), -n))
    for i, box in enumerate(boxes):
        box.x, box.y = i % across * (w_ + GAP), i // across * h_
        if look and look.below and i:
            box.y = boxes[i - 1].y + boxes[i - 1].h + GAP
        scene.frames.append(box)
        if look:
            scene.dots += _dots(model, box, scopes, met.get(box.thing or "", {}), scene.language, look)
    y = max((box.y + box.h for box in boxes), default=0.0) + (SIZES.gap if cards else 0.0)
    scene.width = max(across * (w_ + GAP) - GAP, 0.0)
    _lanes(scene, model, cards, y)
    scene.placed = True
    scene.legend = [item for item in legend_of(model, scene) if item.sign in ("scope", "elsewhere")]


def _lanes(scene: Scene, model: Model, cards: list[Card], y: float) -> None:
    """The scopes below the departments, in one row or as many as it takes."""
    x, row_h = 0.0, 0.0
    for card in cards:
        name = wrap(scope_name(model, card.scope, scene.language), OUTER - 20, SIZES.name, bold=True)
        head = len(name) * SIZES.name * SIZES.line_height + 6
        if x and x + OUTER + 20 > scene.width:
            x, y, row_h = 0.0, y + row_h + GAP, 0.0
        frame = Frame(
            id=card.frame or "",
            kind="lane",
            scope=card.scope,
            lines=name,
            header=head,
            x=x,
            y=y,
            w=OUTER + 20,
            h=card.h + head + 20,
        )
        card.x, card.y, card.column = x + 10, y + head + 10, None
        scene.frames.append(frame)
        scene.cards.append(card)
        row_h = max(row_h, frame.h)
        scene.width = max(scene.width, x + frame.w)
        x += frame.w + GAP
    scene.height = y + row_h


def _met(model: Model) -> dict[str, dict[str, int]]:
    """Department -> scope -> how many things of that scope it exchanges data with."""
    return {
        home: {scope: len(things) for scope, (things, _) in scopes.items()}
        for home, scopes in _exchanged(model).items()
    }


_Exchanged = dict[str, dict[str, tuple[set[str], int]]]


def _exchanged(model: Model) -> _Exchanged:
    """Department -> scope -> the things of that scope that it exchanges data with, and by how many feeds."""
    return model.once("overview exchanged", lambda: _found(model))


def _found(model: Model) -> _Exchanged:
    catalogue: Catalogue = model.catalogue
    ends = _ends(model, "resources")
    found: _Exchanged = {}
    departments: set[End] = {One(department.id) for department in catalogue.departments}
    for home, other, node in _both_ways(model, ends):
        if home in departments and other != home:
            scope = OWN if other in departments else _scope(model, other)
            thing = str(other) if other in departments else model.nodes[node]["resource"] or node
            things, count = found.setdefault(home.id, {}).get(scope, (set(), 0))
            found[home.id][scope] = {*things, thing}, count + 1
    order = [scope.id for scope in catalogue.scopes]
    return {home: {scope: scopes[scope] for scope in order if scope in scopes} for home, scopes in found.items()}


def _both_ways(model: Model, ends: dict[str, End]) -> Iterator[tuple[End, End, str]]:
    for feed in model.catalogue.feeds:
        yield ends[feed.source], ends[feed.target], feed.target
        yield ends[feed.target], ends[feed.source], feed.source
