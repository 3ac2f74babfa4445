"""What the query asks to be drawn: a scene, kept within what a browser and a reader can take."""

from __future__ import annotations

import functools
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from flowviz import drawing, filters
from flowviz.connections import connections
from flowviz.diagrams import Wish, rollup
from flowviz.diagrams.scene import Scene
from flowviz.errors import UnknownThing
from flowviz.explorer.live import State
from flowviz.explorer.query import DRAWINGS, Query
from flowviz.graph import Graph, inside
from flowviz.lineage import neighbourhood

__all__ = ["Cache", "Drawing", "drawing_of", "filtered", "wish_of"]


@dataclass(frozen=True)
class Drawing:
    """A scene, and what was done to keep it readable."""

    scene: Scene
    depth: int | None = None
    """The depth that it was drawn to, when that is less than asked."""
    rolled: int = 0
    """How many things were rolled up into groups."""


@functools.lru_cache(maxsize=64)
def filtered(state: State, chosen: filters.Filters, always: tuple[str, ...]) -> Graph:
    """The graph of ``state`` through the filters."""
    return filters.apply(state.graph, chosen, always)


def subjects(query: Query) -> tuple[str, ...]:
    """What is drawn whatever the filters say."""
    return tuple(node for node in (query.of, query.to) if node and query.view in DRAWINGS)


def graph_of(state: State, query: Query) -> Graph:
    """The graph that the drawings, tables and counts of ``query`` are of."""
    return filtered(state, query.filters, subjects(query))


def wish_of(query: Query) -> Wish:
    """The drawing that ``query`` is of, as the command line would ask for it."""
    return Wish(
        kind=query.view, of=query.of, to=query.to, depth=query.depth, direction=query.direction, language=query.language
    )


def drawing_of(graph: Graph, query: Query, most: int) -> Drawing:
    """The drawing of ``query`` with no more than ``most`` things in it, unless the whole of it is asked for.

    Raises `UnknownThing` for ids that the catalogue does not have.
    """
    wish = wish_of(query)
    for node in subjects(query):
        if node not in graph:
            raise UnknownThing(node)
    if query.whole or query.of is None:
        return Drawing(drawing.scene_of(graph, wish))
    if query.view == "neighbourhood":
        return _around(graph, query, wish, most)
    if query.view in ("department", "feeds") and graph.nodes[query.of]["kind"] == "department":
        things = {node for found in connections(graph, query.of) for node in (found.box, found.other)}
        things |= {resource.id for resource in graph.nodes[query.of]["thing"].resources}
        if len(things) > most:
            scene = rollup.draw(graph, query.of, things - {query.of}, language=query.language)
            return Drawing(scene, rolled=len(things))
    return Drawing(drawing.scene_of(graph, wish))


def _around(graph: Graph, query: Query, wish: Wish, most: int) -> Drawing:
    assert query.of is not None
    members = inside(graph, query.of)
    for depth in range(query.depth, 0, -1):
        things = neighbourhood(graph, *members, depth=depth, direction=query.direction)
        if len(things) <= most:
            wish = wish_of(query.but(depth=depth))
            return Drawing(drawing.scene_of(graph, wish), depth=depth if depth < query.depth else None)
    others = set(things) - set(members)
    return Drawing(rollup.draw(graph, query.of, others, language=query.language), rolled=len(others))


class Cache:
    """Keeps what was made last, up to a number of bytes; safe for threads."""

    def __init__(self, most: int = 64_000_000) -> None:
        self._most = most
        self._size = 0
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        """What is kept for ``key``, or what ``make`` makes."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._size += len(made) - len(self._kept.pop(key, b""))
            self._kept[key] = made
            while self._size > self._most and len(self._kept) > 1:
                self._size -= len(self._kept.popitem(last=False)[1])
        return made


def content_key(state: State, *parts: object) -> str:
    """Names a piece of content: the same catalogue and the same parts give the same key."""
    return hashlib.sha256(repr((state.version, *parts)).encode()).hexdigest()[:20]
