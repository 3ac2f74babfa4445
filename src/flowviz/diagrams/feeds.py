"""A department's feeds as lines: givers on the left, its resources in the middle, receivers on the right.

Each side has a lane for each scope; whoever both gives and gets has a lane of its own on the right. Solid lines are
stated, dashed ones implied, dotted ones generally known; what is carried is on the line's title.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.connections import Connection, best_known, connections, holder_of, scope_of
from flowviz.diagrams import columns
from flowviz.diagrams.cards import OUTER, card_of, fit
from flowviz.diagrams.page import SCREEN, Page
from flowviz.diagrams.scene import Frame, Line, Scene, frame_of
from flowviz.diagrams.wording import feeds_text, legend_of, of_department, scope_name, thing_text
from flowviz.locales import words
from flowviz.model import Model, name_of
from flowviz.theme import SIZES
from flowviz.typography import wrap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowviz.catalogue import Department

__all__ = ["draw"]

LEFT, MIDDLE, RIGHT = 0, 1, 2


def draw(model: Model, department: str, *, language: str = "fi", page: Page = SCREEN) -> Scene:
    """The scene of the feeds of ``department``, placed for ``page``."""
    w = words(language)
    thing: Department = model.nodes[department]["thing"]
    name = name_of(model, department, language)
    found = connections(model, department)
    boxes = {resource.id for resource in thing.resources} | {department} | {connection.box for connection in found}
    outer = [connection for connection in found if connection.other not in boxes]
    inner = [connection for connection in found if connection.other in boxes and connection.out]
    feeds = len({id(feed) for connection in found for feed in connection.feeds})
    scene = Scene(
        kind="feeds",
        name=f"feeds-{department}",
        title=w("feeds.title", name=name),
        subtitle=w("feeds.subtitle", feeds=w("feeds", n=feeds), resources=w("resources", n=len(thing.resources))),
        description=of_department(model, department, "feeds.description", language, name=name),
        language=language,
    )
    sides = _sides(outer)
    _lanes(scene, model, sides)
    held = [box for box in dict.fromkeys(connection.box for connection in found) if holder_of(model, box) != box]
    _own(scene, model, thing, held, with_department=any(department in (c.box, c.other) for c in outer + inner))
    for connection in outer:
        scene.lines.append(_line(model, connection, sides[connection.other], language))
    for connection in inner:
        text = feeds_text(model, connection.out, language)
        scene.lines.append(
            Line(
                source=connection.box, target=connection.other, basis=best_known(connection.out), text=text, loose=True
            )
        )
    scene.legend = legend_of(model, scene)
    return columns.place(scene, page)


def _sides(outer: list[Connection]) -> dict[str, str]:
    """Each thing elsewhere -> ``in`` for givers, ``out`` for receivers, ``both``."""
    gives = {connection.other for connection in outer if connection.into}
    gets = {connection.other for connection in outer if connection.out}
    return {other: "both" if other in gives & gets else "in" if other in gives else "out" for other in gives | gets}


def _lanes(scene: Scene, model: Model, sides: dict[str, str]) -> None:
    order = model.order
    w = words(scene.language)
    for scope in model.catalogue.scopes:
        for side in ("in", "out", "both"):
            here = [other for other, at in sides.items() if at == side and scope_of(model, other) == scope.id]
            if not here:
                continue
            title = scope_name(model, scope.id, scene.language)
            if side == "both":
                title = w("feeds.both", scope=title)
            frame = Frame(id=f"lane-{side}-{scope.id}", kind="lane", scope=scope.id)
            frame.lines = wrap(title, OUTER - 20, SIZES.name, bold=True)
            scene.frames.append(frame)
            column = LEFT if side == "in" else RIGHT
            for other in sorted(here, key=order.__getitem__):
                card = card_of(model, other, scene.language, frame=frame.id, column=column, sign=False, w=OUTER)
                scene.cards.append(card)


def _own(scene: Scene, model: Model, thing: Department, held: list[str], *, with_department: bool) -> None:
    frame = Frame(
        id=frame_of(thing.id),
        thing=thing.id,
        kind="department",
        lines=wrap(name_of(model, thing.id, scene.language), SIZES.card, SIZES.name, bold=True),
        small=[] if thing.resources else [of_department(model, thing.id, "department.empty", scene.language)],
        text=thing_text(model, thing.id, scene.language),
    )
    scene.frames.append(frame)
    if with_department:
        card = card_of(model, thing.id, scene.language, frame=frame.id, column=MIDDLE)
        whole = of_department(model, thing.id, "department.whole", scene.language)
        card.lines, card.text, card.head = [whole], f"{whole}: {card.text}", True
        scene.cards.append(fit(card))
    parts: dict[str | None, list[str]] = {}
    for box in held:
        parts.setdefault(holder_of(model, box), []).append(box)
    for resource in thing.resources:
        parts.setdefault(resource.part_of, []).append(resource.id)
    _resources(scene, model, parts, None, frame.id)


def _resources(
    scene: Scene, model: Model, parts: Mapping[str | None, list[str]], whole: str | None, frame: str
) -> None:
    """Adds what ``whole`` consists of to ``frame``: cards, and frames for those that have parts themselves."""
    for box in parts.get(whole, ()):
        inner = frame
        if box in parts:
            inner = frame_of(box)
            scene.frames.append(Frame(id=inner, kind="whole", parent=frame))
        card = card_of(model, box, scene.language, frame=inner, column=MIDDLE)
        card.head = box in parts
        scene.cards.append(card)
        _resources(scene, model, parts, box, inner)


def _line(model: Model, connection: Connection, side: str, language: str) -> Line:
    text = feeds_text(model, connection.feeds, language)
    if connection.way == "in":
        return Line(
            source=connection.other,
            target=connection.box,
            basis=connection.basis,
            text=text,
            backwards=side == "both",
        )
    return Line(source=connection.box, target=connection.other, way=connection.way, basis=connection.basis, text=text)
