"""The whole organisation on one page: departments and what they share, feeds rolled up and counted.

Of a department it tells its name, how many resources it has, and how many things it meets in each scope, by the scopes' signs.
What is shared stands at the sides, each thing, or each scope as one card where these are many. Counts and the page alone decide
how much is shown, so that a larger catalogue is never drawn in more detail:

``resources``   each shared thing has a card, and all lines are drawn
``scopes``      each scope has a card; of many lines, the strongest are drawn
``tiles``       departments below each other without lines, where a page has no room for these
``table``       a row for each department and a column for each scope, see `flowviz.diagrams.tally`
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flowviz.adding import summed
from flowviz.catalogue import OWN, Catalogue, Scope
from flowviz.connections import Top, tops
from flowviz.diagrams import columns, tally
from flowviz.diagrams.cards import OUTER, card_of, fit
from flowviz.diagrams.exchanges import (
    counted,
    ends_of,
    exchanged,
    groups_of,
    members_of,
    met_by,
    most_met,
    scope_of_end,
    scopes_met,
)
from flowviz.diagrams.page import SCREEN, Page
from flowviz.diagrams.rolled import Roll, line_of, strongest
from flowviz.diagrams.scene import Card, Dot, Frame, LegendItem, Scene, frame_of
from flowviz.diagrams.tally import LINED, sign_name
from flowviz.diagrams.wording import legend_of, scope_name, thing_text
from flowviz.ends import End, OfScope, One, Others, Parties
from flowviz.locales import number, words
from flowviz.model import Model, name_of
from flowviz.theme import SIZES
from flowviz.typography import width, wrap

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LEVELS", "draw", "pages"]

LEVELS: Final = ("resources", "scopes", "tiles", "table")
MOST_DEPARTMENTS: Final = {"resources": 12, "scopes": 26, "tiles": 26}
MOST_SHARED: Final = 26
"""So many cards at the sides; beyond, each scope is one."""
MOST_LINES: Final = {"resources": 64, "scopes": 48}
ROOMY: Final = 12
"""So many departments have their names and counts on lines of their own."""
_GROUP: Final = {Parties: "overview.parties", Others: "overview.group"}
LEFT, MIDDLE, RIGHT = 0, 1, 2
WIDE: Final = 1150.0
"""On a page that is narrower, signs stand below names; on one narrower than `LINED`, there are no lines."""
DOT: Final = 8.0
"""The size of the signs of a department."""
DOT_ROW: Final = 21.0
GAP: Final = 8.0
SLIM: Final = 6.0
"""What a name and its count leave free above and below them, together, where these stand on one line."""


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
    level = level or _level(model, page)
    scene = _scene(model, level, language)
    if level == "table":
        tally.table(scene, model, page)
    elif level == "tiles":
        _tiles(scene, model, page)
    else:
        _lined(scene, model, level, page)
    return scene


def pages(model: Model, language: str, page: Page) -> list[Scene]:
    """The departments as a table, on as many pages as it takes."""
    return tally.tables(lambda: _scene(model, "table", language), model, page)


def _scene(model: Model, level: str, language: str) -> Scene:
    w = words(language)
    catalogue: Catalogue = model.catalogue
    groups, feeds = counted(model, language)
    return Scene(
        kind="overview",
        name="overview",
        title=name_of(model, catalogue.organisation.id, language),
        subtitle=w(
            f"overview.subtitle.{groups_of(model)}.{'tiles' if level == 'table' else level}",
            departments=groups,
            feeds=feeds,
        ),
        description=w("overview.description"),
        language=language,
    )


def _level(model: Model, page: Page) -> str:
    """The most detailed level that can be read, told by counts and the page alone: the same in every language."""
    count = len(tops(model))
    for level in LEVELS[:2] if page.w >= LINED else LEVELS[2:-1]:
        if count <= MOST_DEPARTMENTS[level]:
            if level != "resources":
                return level
            rolls = _rolled(model, level)
            if len(_shared(model, rolls, level)) <= MOST_SHARED and len(rolls) <= MOST_LINES[level]:
                return level
    return LEVELS[-1]


def _rolled(model: Model, level: str) -> dict[tuple[End, End], Roll]:
    """(department, other) -> the feeds between them; between two departments by the one that comes first."""
    catalogue: Catalogue = model.catalogue
    ends = ends_of(model, single=level == "resources")
    order: dict[End, int] = {One(department.id): i for i, department in enumerate(tops(model))}
    rolls: dict[tuple[End, End], Roll] = {}
    for feed in catalogue.feeds:
        source, target = ends[feed.source], ends[feed.target]
        if source == target or (source not in order and target not in order):
            continue
        forward = source in order and (target not in order or order[source] < order[target])
        roll = rolls.setdefault((source, target) if forward else (target, source), Roll())
        (roll.out if forward else roll.into).append(feed)
    return rolls


def _shared(model: Model, rolls: dict[tuple[End, End], Roll], level: str) -> set[End]:
    """What stands at the sides."""
    catalogue: Catalogue = model.catalogue
    found = {other for _, other in rolls} - {One(department.id) for department in tops(model)}
    if level == "resources":
        return found | {One(resource.id) for resource in catalogue.shared}
    return found | {Others(resource.scope) for resource in catalogue.shared}


def _lined(scene: Scene, model: Model, level: str, page: Page) -> None:
    catalogue: Catalogue = model.catalogue
    w = words(scene.language)
    rolls = _rolled(model, level)
    scopes = scopes_met(model)
    look = _Look(len(tops(model)) <= ROOMY, page.w < WIDE, 190.0, 9.0)
    if not look.roomy:
        scene.subtitle += ". " + w("overview.slim")
    departments = Frame(
        id="frame-departments",
        kind="department",
        thing=catalogue.organisation.id,
        lines=[w(f"overview.{groups_of(model)}")],
        text=f"{w(f'overview.{groups_of(model)}')}: {thing_text(model, catalogue.organisation.id, scene.language)}",
    )
    scene.frames.append(departments)
    boxes = []
    for department in tops(model):
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
    members = members_of(model, single=level == "resources")
    for column, names in _sides(model, _shared(model, rolls, level)):
        for scope in names:
            frame = Frame(id=f"lane-{scope}", kind="lane", scope=scope)
            frame.lines = wrap(scope_name(model, scope, scene.language), OUTER - 20, SIZES.name, bold=True)
            scene.frames.append(frame)
            for other in _ordered(model, _shared(model, rolls, level)):
                if scope_of_end(model, other) == scope:
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
    met = met_by(model)
    for box in boxes:
        card = cards[box.thing or ""]
        box.x, box.y, box.w, box.h, box.parent = card.x, card.y, card.w, card.h, card.frame
        scene.frames.append(box)
        scene.dots += _dots(model, box, scopes, met.get(box.thing or "", {}), scene.language, look)
    scene.cards = [card for card in scene.cards if card.kind != "department"]


def _department(model: Model, department: Top, scopes: list[Scope], language: str, look: _Look) -> Frame:
    """A department, measured."""
    w = words(language)
    name, count = name_of(model, department.id, language), w("resources", n=len(department.resources))
    met = met_by(model).get(department.id, {})
    said = "; ".join(f"{sign_name(model, scope, language)} {number(n, language)}" for scope, n in met.items())
    frame = Frame(
        id=frame_of(department.id),
        thing=department.id,
        kind="whole",
        text=f"{thing_text(model, department.id, language)}, {count}, {said or w('card.unconnected')}",
    )
    if look.roomy:
        frame.lines, frame.small = wrap(name, look.name_w, SIZES.name, bold=True), [count]
        frame.h = (len(frame.lines) * SIZES.name + SIZES.small) * SIZES.line_height + 15
    else:
        told = f"{name} ({number(len(department.resources), language)})"
        frame.lines = wrap(told, look.name_w, SIZES.name, bold=True)
        frame.h = len(frame.lines) * SIZES.name * SIZES.line_height + SLIM
    frame.w = 2 * SIZES.pad + look.name_w
    frame.header = frame.h - 2 * SIZES.pad
    if look.below:
        rows = [y for _, y in _places(model, [scope for scope in scopes if scope.id in met], look)]
        frame.h += max(rows, default=-DOT_ROW) + DOT_ROW
    else:
        frame.w += summed(_steps(model, scopes, look))
    return frame


def _steps(model: Model, scopes: list[Scope], look: _Look) -> list[float]:
    """From each sign to the next: there is room for the longest of its counts."""
    most = most_met(model)
    return [DOT * 2.92 + look.gap + width(str(most.get(scope.id, 0)), SIZES.small) for scope in scopes]


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
    model: Model, frame: Frame, scopes: list[Scope], counts: Mapping[str, int], language: str, look: _Look
) -> list[Dot]:
    """The signs of the scopes: below the name, or beside it, each below that of the department above."""
    w = words(language)
    feeds = exchanged(model).get(frame.thing or "", {})
    shown = [scope for scope in scopes if scope.id in counts]
    if look.below:
        places = _places(model, shown, look)
        top = frame.y + frame.h - max((y for _, y in places), default=0.0) - DOT_ROW * 0.62
        left = frame.x + SIZES.pad + DOT * 1.2
        at = {scope.id: (left + x, top + y) for scope, (x, y) in zip(shown, places, strict=True)}
    else:
        steps = _steps(model, scopes, look)
        left = frame.x + frame.w - SIZES.pad - summed(steps) + DOT * 1.42
        at = {scope.id: (left + summed(steps[:i]), frame.y + frame.h / 2) for i, scope in enumerate(scopes)}
    found = []
    for scope in shown:
        told, name = number(counts[scope.id], language), sign_name(model, scope.id, language)
        letter = "" if scope.id == OWN else scope.letter
        found.append(
            Dot(
                owner=frame.thing or "",
                target=str(OfScope(OWN) if scope.id == OWN else Others(scope.id)),
                label=letter,
                count=told,
                scope=scope.id,
                way=None,
                basis="stated",
                text=f"{letter} {told} – {name}, {w('things', n=counts[scope.id])}: "
                f"{w('feeds', n=feeds[scope.id][1])}".strip(),
                r=DOT,
                x=at[scope.id][0],
                y=at[scope.id][1],
            )
        )
    return found


def _sides(model: Model, others: set[End]) -> list[tuple[int, list[str]]]:
    """The scopes of each side: the fullest on the right, the rest where there is room, in the order of the legend."""
    counts = Counter(scope_of_end(model, other) for other in _ordered(model, others))
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


def _tiles(scene: Scene, model: Model, page: Page) -> None:
    """Places the departments below each other."""
    scopes, met = scopes_met(model), met_by(model)
    look = _Look(True, True, page.w - 2 * SIZES.margin - 2 * SIZES.pad, 9.0)
    y = 0.0
    for department in tops(model):
        box = _department(model, department, scopes, scene.language, look)
        box.y = y
        scene.frames.append(box)
        scene.dots += _dots(model, box, scopes, met.get(department.id, {}), scene.language, look)
        y += box.h + GAP
        scene.width = box.w
    scene.height, scene.placed = max(y - GAP, 0.0), True
    scene.legend = [item for item in legend_of(model, scene) if item.sign in ("scope", "elsewhere")]
