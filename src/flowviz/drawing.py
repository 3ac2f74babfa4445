"""A wish -> a finished drawing: the one way from a graph to SVG, PNG, PDF or DOT that everything takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz import layout, svg
from flowviz.diagrams import DIAGRAMS, Wish
from flowviz.diagrams.dot import dot_text
from flowviz.errors import DrawingError, UnknownThing
from flowviz.marginalia import around
from flowviz.near import near

if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue
    from flowviz.diagrams.scene import Scene
    from flowviz.model import Model

__all__ = ["FORMATS", "draw", "encoded", "finish", "scene_of", "write"]

FORMATS = ("svg", "png", "pdf", "dot")


def scene_of(model: Model, wish: Wish) -> Scene:
    """The scene that ``wish`` asks for, placed only where its diagram places it itself.

    Raises `UnknownThing` for an id that the graph does not have or that is no department where one is needed.
    """
    if wish.kind not in DIAGRAMS:
        raise UnknownThing(wish.kind, near(wish.kind, DIAGRAMS), kind="kind of drawing")
    kind = DIAGRAMS[wish.kind]
    if kind.of is not None:
        _check(model, wish.kind, wish.of, kind.of)
    if kind.to is not None:
        _check(model, wish.kind, wish.to, kind.to)
    return kind.draw(model, wish)


def _check(model: Model, kind: str, thing: str | None, wanted: str) -> None:
    if thing is None:
        raise DrawingError(f"a drawing of kind '{kind}' needs the id of a {wanted}")

    def fits(node: str) -> bool:
        return wanted == "thing" or model.nodes[node]["kind"] == wanted

    if thing not in model or not fits(thing):
        raise UnknownThing(thing, near(thing, filter(fits, model)), kind=wanted)


def draw(model: Model, wish: Wish, *, theme: str = "light") -> str:
    """The SVG text that ``wish`` asks for."""
    return finish(model, scene_of(model, wish), theme=theme)


def finish(model: Model, scene: Scene, *, theme: str = "light") -> str:
    """The SVG text of ``scene``."""
    catalogue: Catalogue = model.catalogue
    placed = layout.place(scene, catalogue.scopes)
    return svg.draw(placed, around(placed, catalogue), catalogue, theme=theme)


def write(model: Model, scene: Scene, form: str, *, theme: str = "light", scale: float = 2.0) -> bytes:
    """The file of ``scene`` in one of `FORMATS`."""
    catalogue: Catalogue = model.catalogue
    if form == "dot":
        return dot_text(scene, catalogue.scopes).encode()
    return encoded(finish(model, scene, theme=theme), form, scale=scale)


def encoded(text: str, form: str, *, scale: float = 2.0) -> bytes:
    """The file of a drawing's SVG text as SVG, PNG or PDF."""
    if form == "svg":
        return text.encode()
    from flowviz import raster

    return raster.to_png(text, scale=scale) if form == "png" else raster.to_pdf(text)
