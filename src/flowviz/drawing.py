"""A wish -> a finished drawing: the one way from a graph to SVG, PNG, PDF or DOT that everything takes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flowviz import layout, svg
from flowviz.diagrams import DIAGRAMS, Wish
from flowviz.diagrams.dot import dot_text
from flowviz.diagrams.page import SCREEN, Page
from flowviz.errors import DrawingError, UnknownThing
from flowviz.locales import words
from flowviz.marginalia import around
from flowviz.near import near

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowviz.catalogue import Catalogue
    from flowviz.diagrams.scene import Scene
    from flowviz.model import Model

__all__ = ["FORMATS", "draw", "encoded", "finish", "numbered", "pages_of", "scene_of", "write"]

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
    scene = kind.draw(model, wish)
    scene.page = wish.page
    return scene


def _check(model: Model, kind: str, thing: str | None, wanted: str) -> None:
    if thing is None:
        raise DrawingError(f"a drawing of kind '{kind}' needs the id of a {wanted}")

    def fits(node: str) -> bool:
        return wanted == "thing" or model.nodes[node]["kind"] == wanted

    if thing not in model or not fits(thing):
        raise UnknownThing(thing, near(thing, filter(fits, model)), kind=wanted)


def pages_of(model: Model, wish: Wish) -> list[Scene]:
    """The scenes that ``wish`` asks for: one where its page holds it, else those that its kind cuts it into.

    A screen holds everything: one looks about on it. Where a kind cannot be cut, its one scene is larger than the page.
    Raises as `scene_of`.
    """
    scene, cut = scene_of(model, wish), DIAGRAMS[wish.kind].pages
    if wish.page == SCREEN or cut is None or wish.page.fits(*_size(model, scene)):
        return [scene]
    scenes, say = cut(model, wish), words(wish.language)
    for place, one in enumerate(scenes, 1) if len(scenes) > 1 else ():
        one.name = f"{scene.name}-{place}"
        number = say("drawing.page", i=place, n=len(scenes))
        one.subtitle = f"{one.subtitle} · {number}" if one.subtitle else number
    for one in scenes:
        one.page = wish.page
    return scenes


def _size(model: Model, scene: Scene) -> tuple[float, float]:
    """The width and height of a drawing with all that stands around it."""
    catalogue: Catalogue = model.catalogue
    margins = around(layout.place(scene, catalogue.scopes), catalogue)
    return margins.width, margins.height


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
    if form == "dot":
        return dot_text(scene, model.catalogue.scopes).encode()
    return encoded([finish(model, scene, theme=theme)], form, scale=scale, page=scene.page)[0]


def encoded(texts: Sequence[str], form: str, *, scale: float = 2.0, page: Page = SCREEN) -> list[bytes]:
    """The files of the SVG texts of a drawing's pages: each as SVG or PNG, or all of them as one PDF."""
    if form == "svg":
        return [text.encode() for text in texts]
    if form == "pdf":
        from flowviz import pdf

        return [pdf.to_pdf(texts, page)]
    from flowviz import raster

    return [raster.to_png(text, scale=scale) for text in texts]


def numbered(path: Path, page: int, pages: int) -> Path:
    """The name of the file of one of several pages, made of the name for a single one.

    >>> str(numbered(Path("feeds.svg"), 2, 3)), str(numbered(Path("feeds.svg"), 1, 1))
    ('feeds-2.svg', 'feeds.svg')
    """
    return path.with_name(f"{path.stem}-{page}{path.suffix}") if pages > 1 else path
