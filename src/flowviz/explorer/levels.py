"""What the map fetches: the whole from afar, what is in one of its frames, and where a thing is with what its feeds lead to."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from flowviz import drawing, layout
from flowviz.diagrams import map as maps
from flowviz.diagrams.atlas import signs_at
from flowviz.diagrams.exchanges import counted
from flowviz.diagrams.page import Page
from flowviz.diagrams.rolled import Roll, line_of
from flowviz.explorer import layers
from flowviz.explorer.drawings import model_of, page_of
from flowviz.explorer.query import Query
from flowviz.explorer.views import many
from flowviz.locales import LANGUAGES
from flowviz.model import Model
from flowviz.theme import MARKS
from flowviz.typography import soft
from flowviz.wording import foreign_names

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from flowviz.catalogue import Catalogue, Feed
    from flowviz.diagrams.atlas import Atlas, Place
    from flowviz.diagrams.scene import Scene
    from flowviz.explorer.layers import Layer
    from flowviz.explorer.live import State

__all__ = ["ASKED", "answer", "needs", "prepare", "room_of", "usual"]

_USUAL: Final = (800, 560)
"""What is asked for in a window of 1280 × 800; others of about its shape have the same map."""
_TALL: Final = (320, 480)
"""What is asked for on a phone."""
_NARROW: Final = 600.0
_LEGEND: Final = 70.0
"""So much higher than its stage is the room that is asked for."""
MOST_ENDS: Final = 120
"""The feeds of a thing unfold to so many others at most, those with the most feeds."""


def answer(state: State, query: Query, asked: str, theme: str) -> bytes | None:
    """One of `ASKED` as JSON; ``query.of`` says of which frame or thing. None for what the map does not have."""
    model = model_of(layers.seen(state, query), query)
    if model is state.model:
        _lay_out(state, query)
    layer = layers.layer_of(state, query)
    found = ASKED[asked](model, query, theme, layer)
    if found is None:
        return None
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def usual(catalogue: Catalogue) -> Iterable[Query]:
    """What is asked of the map for stages as most have them, in every language, the most usual first."""
    rooms = (_USUAL, _TALL) if many(catalogue) else (_USUAL,)
    return [Query(view="map", language=language, room=room) for room in rooms for language in LANGUAGES]


def needs(query: Query) -> tuple[Hashable, ...]:
    """What tells whether somebody needs what is made ahead for ``query``: its language, and that it is for a phone."""
    phone = query.room is not None and query.room[0] <= _NARROW
    return (query.language, _TALL) if phone else (query.language,)


def prepare(state: State, query: Query) -> None:
    """Lays out the map for a stage, and finds the signs of all that is in its frames, which are the same for every stage."""
    atlas = _lay_out(state, query)
    for level in maps.LEVELS[1:]:
        signs_at(state.model, atlas.at, level)


def _lay_out(state: State, query: Query) -> Atlas:
    """The map of the whole catalogue for a stage, laid out once however many ask for it at once."""
    return state.kept(
        ("laid out", query.language, query.room),
        lambda: maps.atlas_of(state.model, query.language, _page(state.model, query)),
        lambda _: 500,  # the model has it
    )


def room_of(catalogue: Catalogue, room: tuple[int, int] | None) -> tuple[int, int] | None:
    """The room that the map is laid out for: of very many departments, of which nobody sees all at once, one for all
    windows and one for phones."""
    if room is None or not many(catalogue):
        return room
    return _USUAL if room[0] > _NARROW else _TALL


def _page(model: Model, query: Query) -> Page:
    """What the map is laid out for: the room of its stage alone, for title and legend of the explorer stand around it.

    One that is narrow is moved over a map that is higher, where its names need that.
    """
    room = page_of(query)
    page = Page(room.w + maps.RIM, room.h + maps.AROUND - _LEGEND)
    return page if room.w > _NARROW or many(model.catalogue) else maps.named_on(model, query.language, page)


def _whole(model: Model, query: Query, theme: str, layer: Layer | None) -> dict[str, Any]:
    page = _page(model, query)
    scene = maps.afar(model, language=query.language, page=page)
    if layer:
        legend = [*scene.legend]
        layers.lay(layer, model, scene)
        scene.legend = legend  # the signs are told above the map
    atlas = maps.atlas_of(model, query.language, page)
    return {
        "svg": drawing.finish(model, scene, theme=theme, frames=False),
        "frames": drawing.frames(model, scene, theme=theme),
        "scale": scene.width / atlas.w,
        "w": round(atlas.w, 1),
        "h": round(atlas.h, 1),
        "room": "x".join(map(str, query.room or ())),
        "name": scene.title,
        "text": f"{scene.title}, {', '.join(counted(model, query.language))}",
        "places": _rows(model, scene, atlas.frames, query.language),
    }


def _inside(model: Model, query: Query, theme: str, layer: Layer | None) -> dict[str, Any] | None:
    page = _page(model, query)
    frame = next((one for one in maps.atlas_of(model, query.language, page).frames if one.id == query.of), None)
    if frame is None:
        return None
    scene = maps.inside(model, frame.id, level=query.level, language=query.language, page=page)
    if layer:
        layout.place(layers.lay(layer, model, scene))
    shown = [place for place in frame.all() if 1 < place.level <= query.level]
    return {
        "parts": [drawing.part(model, part, theme=theme) for part in _parts(scene, frame, query.level)],
        "scale": maps.scale_of(model, level=query.level, language=query.language, page=page),
        "places": _rows(model, scene, shown, query.language),
    }


def _parts(scene: Scene, frame: Place, level: int) -> list[Scene]:
    """What shows of each place in ``frame``, with all that lies in that: who shows it takes only what is near.

    Of a name the first line goes along, for its ink: it is broken anew for the room that there is.
    """
    parts = [(child, replace(scene, frames=[], cards=[], dots=[])) for child in frame.children if child.level <= level]
    outer = {each.id: part for child, part in parts for each in child.all()}
    for box in scene.frames:
        box.lines, box.small = box.lines[:1], []
        outer[box.thing or ""].frames.append(box)
    for card in scene.cards:
        card.lines = card.lines[:1]
        outer[card.id].cards.append(card)
    for dot in scene.dots:
        outer[dot.owner].dots.append(dot)
    return [part for _, part in parts]


def _found(model: Model, query: Query, theme: str, layer: Layer | None) -> dict[str, Any] | None:  # noqa: ARG001
    """Where a thing is, and what its feeds lead to, each with what the layer tells of these feeds."""
    atlas = maps.atlas_of(model, query.language, _page(model, query))
    place = atlas.at.get(query.of or "") or next((one for one in atlas.frames if one.id == query.of), None)
    if place is None or query.of is None:
        return None
    path = _path(place)
    rolls: dict[str, Roll] = {}
    for feed, out in _outward(model, atlas, place):
        roll = rolls.setdefault(atlas.at[feed.target if out else feed.source].id, Roll())
        (roll.out if out else roll.into).append(feed)
    chosen = sorted(rolls.items(), key=lambda entry: -len(entry[1]))[:MOST_ENDS]
    most = max((len(roll) for roll in rolls.values()), default=1)
    ends: list[dict[str, Any]] = []
    for id_, roll in chosen if place.level > 1 else []:
        other = atlas.at[id_]
        line = line_of((place.id, place.name), (other.id, other.name), roll, most, query.language)
        ends.append({"to": _row(model, other, query.language), "way": line.way, "basis": line.basis, "text": line.text})
        ends[-1] |= {"n": len(roll), "frame": _row(model, other.frame, query.language)}
        if layer:
            marks, told = layer.line([*roll.out, *roll.into])
            ends[-1] |= {"mark": marks.partition("-")[0], "text": "\n".join([line.text, *told])}
    found = {"path": [_row(model, one, query.language) for one in path], "ends": ends, "of": len(rolls)}
    return found | {"signs": _SIGNS, "partly": layer.partly} if layer else found


def _outward(model: Model, atlas: Atlas, place: Place) -> list[tuple[Feed, bool]]:
    """The feeds between what lies in a place and what lies elsewhere, in the order of the catalogue, and whether they go out."""

    def lying() -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for id_, at in atlas.at.items():
            found.setdefault(at.id, []).append(id_)
        return found

    # what lies in what is the same on every map
    by_place = model.once("map lying", lying)
    order = model.once("order of feeds", lambda: {id(feed): i for i, feed in enumerate(model.catalogue.feeds)})
    held = {id_ for one in place.all() for id_ in by_place.get(one.id, ())}
    found = [
        (feed, out)
        for out, along in ((True, model.out), (False, model.into))
        for id_ in held
        for other, feeds in along[id_].items()
        if other not in held
        for feed in feeds
    ]
    return sorted(found, key=lambda one: order[id(one[0])])


_SIGNS: Final = {mark: MARKS[mark].sign for mark in ("added", "removed", "changed", "weakened")} | {
    "lost": MARKS["cut-off"].sign
}
"""The signs of feeds of which a layer tells."""
ASKED: Final = {"whole": _whole, "inside": _inside, "found": _found}
"""What can be asked of the map."""


def _path(place: Place) -> list[Place]:
    """The places around a place from the outermost on, and itself."""
    return [*(_path(place.parent) if place.parent else []), place]


def _rows(model: Model, scene: Scene, places: Iterable[Place], language: str) -> list[list[Any]]:
    texts = {frame.thing: frame.text for frame in scene.frames} | {card.id: card.text for card in scene.cards}
    return [_row(model, place, language, texts[place.id]) for place in places]


def _row(model: Model, place: Place, language: str, text: str = "") -> list[Any]:
    """A place: its id, that of what it lies in, its level, name and words, rectangle, the height of its name, and what it holds.

    Of what it holds the first level is told at which something shows, or 0; last the language of a name that is in another,
    and whether the sign of a scope stands beside it.
    """
    measures = [round(measure, 1) for measure in (place.x, place.y, place.w, place.h, place.head, place.foot)]
    deeper = min((child.level for child in place.children), default=0)
    tongue = foreign_names(model, language).get(place.name, "")
    parent = place.parent.id if place.parent else ""
    return [
        place.id,
        parent,
        place.level,
        soft(place.name),
        text or place.name,
        *measures,
        deeper,
        tongue,
        int(place.kind == "scope"),
    ]
