"""What the query asks to be drawn: a scene, kept within what a browser and a reader can take."""

from __future__ import annotations

import dataclasses
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from flowviz import drawing, filters, layout
from flowviz.changes import drawn
from flowviz.connections import connections, drawn_as
from flowviz.diagrams import Wish, bands, hops, impact, rollup
from flowviz.diagrams.neighbourhood import count
from flowviz.diagrams.page import SCREEN, Page
from flowviz.ends import Pair, read
from flowviz.errors import DrawingError, TooMuchToDraw, UnknownThing
from flowviz.explorer import layers
from flowviz.explorer.query import Query
from flowviz.explorer.questions import comparison_of, question_of
from flowviz.explorer.weights import weight_of_model, weight_of_scene
from flowviz.explorer.work import TooBig
from flowviz.lineage import neighbourhood
from flowviz.locales import words
from flowviz.marginalia import around
from flowviz.model import Model, inside

if TYPE_CHECKING:
    from flowviz.diagrams.scene import Scene
    from flowviz.explorer.layers import Layer
    from flowviz.explorer.live import State

__all__ = [
    "MOST_DRAWN",
    "Drawing",
    "drawing_of",
    "drawn_part",
    "everything",
    "file_of",
    "model_of",
    "parts_drawn",
    "size_of",
    "wish_of",
]

MOST_DRAWN: Final = 4_000
"""No drawing has more things, not even one that is asked for as a whole."""
_BOXES: Final = 100
"""So many departments of an overview are boxes; where there are more, all are lines of a table."""
_LINES: Final = 3
"""So many lines of it are drawn while one box is."""
_WAYS: Final = 60
"""About how many parts the drawing of the shortest ways has."""
_WALKED: Final = 300
"""So many things are passed by in a search while one is drawn."""


@dataclass(frozen=True)
class Drawing:
    """A scene, and what was done to keep it readable."""

    scene: Scene
    depth: int | None = None
    """The depth that it was drawn to, when that is less than asked."""
    rolled: int = 0
    """How many things were rolled up into groups."""
    model: Model | None = None
    """The graph that it is of, where that is not the catalogue's own: both versions of a comparison."""

    @property
    def weight(self) -> int:
        """About how many bytes of memory it takes."""
        return weight_of_scene(self.scene) + (weight_of_model(self.model) if self.model is not None else 0)


def subjects(query: Query) -> tuple[str, ...]:
    """What is drawn whatever the filters say."""
    return tuple(node for node in (query.of, query.to) if node and query.drawn)


def model_of(state: State, query: Query) -> Model:
    """The graph that the drawings, tables and counts of ``query`` are of."""
    if not query.filters.count:
        return state.model
    query = query.essence
    always = subjects(query)
    return state.kept(
        ("model", query.filters, always),
        lambda: filters.apply(state.model, query.filters, always),
        weight_of_model,
    )


def wish_of(query: Query) -> Wish:
    """The drawing that ``query`` is of, as the command line would ask for it."""
    return Wish(kind=query.view, of=query.of, to=query.to, language=query.language, page=page_of(query), **query.asked)


def page_of(query: Query) -> Page:
    """What drawings are laid out for: the room that they are looked at in."""
    return Page(*query.room) if query.room else SCREEN


def drawing_of(state: State, query: Query, most: int) -> Drawing:
    """The drawing of ``query``, placed, with no more than ``most`` things in it unless the whole of it is asked for.

    Raises `UnknownThing` for ids that the catalogue does not have.
    """
    return _drawing_of(state, *_layered(state, query), most)


def _drawing_of(state: State, query: Query, layer: Layer | None, most: int) -> Drawing:
    def made() -> Drawing:
        try:
            if query.view in _OWN:
                return _laid_out(_OWN[query.view](state, query, most))
            if layer is None:
                return _laid_out(_drawing(model_of(state, query), query, most))
            both = layers.seen(state, query)
            found = drawing_of(both, query.plain, most)
            scene = layers.lay(layer, model_of(both, query), deepcopy(found.scene), query.of if query.boxed else None)
            return _laid_out(replace(found, scene=scene, model=both.model if both is not state else None))
        except TooMuchToDraw as error:
            raise TooBig("things", things=error.boxes, most=hops.MOST_CARDS) from error

    return state.kept(("drawing", query, most), made, lambda drawing: drawing.weight)


def _layered(state: State, query: Query) -> tuple[Query, Layer | None]:
    """What of the query is drawn, and the layer over it: without, where the version that it tells of is not there just now."""
    query = drawn_part(query)
    if not query.layer:
        return query, None
    layer = layers.layer_of(state, query)
    return query if layer else query.plain, layer


def drawn_part(query: Query) -> Query:
    """The query without what does not change its drawing."""
    return query.but(node=None, sort="", table="resources", page=1, wide=False, columns=(), text="").essence


def file_of(state: State, query: Query, most: int, form: str, theme: str = "light") -> bytes:
    """The drawing of ``query`` as a file in one of `flowviz.drawing.FORMATS`."""
    query, layer = _layered(state, query)
    found = _drawing_of(state, query, layer, most)
    model = found.model or state.model

    def made() -> bytes:
        try:
            return drawing.write(model, found.scene, form, theme=theme)
        except DrawingError as error:
            if form == "png":  # it has more pixels than a picture may have
                raise TooBig("picture") from error
            raise

    return state.kept(("file", query, most, form, theme), made)


def size_of(state: State, query: Query, most: int) -> tuple[float, float]:
    """The width and height of the drawing in pixels."""
    found = drawing_of(state, query, most)
    page = around(found.scene, (found.model or state.model).catalogue)
    return page.width, page.height


def _laid_out(found: Drawing) -> Drawing:
    things = len(found.scene.cards)
    if things > MOST_DRAWN:
        raise TooBig("things", things=things, most=MOST_DRAWN)
    layout.place(found.scene)
    return found


def _impact(state: State, query: Query, most: int) -> Drawing:
    """The drawing of an impact: as many hops of it as leave it readable."""
    page = page_of(query)
    question = dataclasses.replace(question_of(state, query), page=page)
    if query.whole or _readable(impact.count(state.model, question.answer, page), most, page):
        return Drawing(question.scene())
    farthest = max((row.distance for row in question.answer.downstream), default=0)
    for within in range(farthest - 1, 0, -1):
        near = dataclasses.replace(question, selection=dataclasses.replace(question.selection, within=within))
        if _readable(impact.count(state.model, near.answer, page), most, page):
            return Drawing(_told_near(near.scene(), within, page), depth=within)
    taken = read(query.gone[0])
    first = str(taken.source if isinstance(taken, Pair) else taken)
    others = set(impact.things_of(state.model, question.answer)) - {one.id for one in question.answer.removed} - {first}
    return Drawing(
        rollup.draw(state.model, first, others, language=query.language, page=page_of(query)), rolled=len(others)
    )


def _readable(found: tuple[int, int], most: int, page: Page) -> bool:
    """Whether a drawing of hops with so many cards and lines can be read in its room, and has ``most`` cards."""
    cards, lines = found
    return cards <= most and (page.w >= bands.NARROW or (cards <= bands.MOST_CARDS and lines <= bands.MOST_LINES))


def _told_near(scene: Scene, hops: int, page: Page) -> Scene:
    """``scene``, which says itself how far it goes where the room decides that: the page around it knows no room."""
    if page.w < bands.NARROW:
        w = words(scene.language)
        bands.add_note(scene, w("explorer.impact.near", hops=w("hops", n=hops)))
    return scene


def _changes(state: State, query: Query, most: int) -> Drawing:  # noqa: ARG001
    """The drawing of the changes of a department."""
    comparison = comparison_of(state, query)
    if comparison is None or query.of is None:
        raise UnknownThing(query.version, kind="version")
    model, scene = drawn.draw(comparison, query.of, language=query.language, page=page_of(query))
    return Drawing(scene, model=model)


_OWN: Final = {"impact": _impact, "changes": _changes}
"""The views whose drawings do not follow from a wish."""


def _drawing(model: Model, query: Query, most: int) -> Drawing:
    wish = wish_of(query)
    for node in subjects(query):
        if node not in model:
            raise UnknownThing(node)
    if query.whole or query.of is None:
        return Drawing(drawing.scene_of(model, wish))
    if query.diagram and "depth" in query.diagram.options:
        return _around(model, query, most)
    if query.boxed and model.nodes[query.of]["kind"] == "department":
        things = _of_department(model, query.of)
        if len(things) > most:
            scene = rollup.draw(model, query.of, things - {query.of}, language=query.language, page=page_of(query))
            return Drawing(scene, rolled=len(things))
    return Drawing(drawing.scene_of(model, wish))


def _around(model: Model, query: Query, most: int) -> Drawing:
    assert query.of is not None
    things, depth = _near(model, query, most)
    if depth:
        scene = drawing.scene_of(model, wish_of(query.but(depth=depth)))
        if depth == query.depth:
            return Drawing(scene)
        return Drawing(_told_near(scene, depth, page_of(query)), depth)
    others = things - drawn_as(model, query.of)
    return Drawing(
        rollup.draw(model, query.of, others, language=query.language, page=page_of(query)), rolled=len(others)
    )


def _near(model: Model, query: Query, most: int) -> tuple[set[str], int]:
    """The surroundings of a thing as far as they can be drawn, and how far; with 0 even the nearest are too many."""
    assert query.of is not None
    members = drawn_as(model, query.of)
    for depth in range(query.depth, 0, -1):
        things = set(neighbourhood(model, *members, depth=depth, direction=query.direction))
        found = count(model, query.of, depth=depth, direction=query.direction, page=page_of(query))
        if query.whole or _readable(found, most, page_of(query)):
            return things, depth
    return things, 0


def _of_department(model: Model, department: str) -> set[str]:
    """The things in the drawings of a department."""
    things = {node for found in connections(model, department) for node in (found.box, found.other)}
    return things | {resource.id for resource in model.nodes[department]["thing"].resources}


def parts_drawn(state: State, query: Query, most: int) -> int:
    """About how many things and lines are in the drawing of ``query``, told without making it."""
    query = drawn_part(query)
    model = model_of(state, query)
    if query.view == "overview":
        many = len(model.catalogue.departments)
        return min(many, _BOXES) + many // _LINES
    if query.view == "paths" and query.of in model:
        return _WAYS + len(inside(model, str(query.of))) * len(model) // _WALKED
    department = query.of is not None and query.of in model and model.nodes[query.of]["kind"] == "department"
    if query.diagram and "depth" in query.diagram.options and query.of in model:
        things, depth = _near(model, query, most)
        rolled = not depth
    elif query.boxed and department:
        assert query.of is not None
        things = _of_department(model, query.of)
        rolled = len(things) > most and not query.whole
    else:
        rolled = query.view == "impact" and not query.whole
        return min(len(model), most) if rolled else everything(model)
    out = model.out
    return len(things) + (0 if rolled else sum(other in things for thing in things for other in out.get(thing, ())))


def everything(model: Model) -> int:
    """About how many parts the largest drawing of ``model`` could have."""
    return max(len(model), len(model.catalogue.feeds) // 2)
