"""A wish -> a finished drawing: the one way from a graph to SVG, PNG, PDF or DOT that everything takes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from flowviz import layout, svg
from flowviz.diagrams import DIAGRAMS, Wish
from flowviz.diagrams.page import SCREEN, Page
from flowviz.errors import DrawingError, UnknownThing
from flowviz.locales import words
from flowviz.marginalia import around
from flowviz.near import near
from flowviz.wording import foreign_names

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flowviz.catalogue import Catalogue
    from flowviz.diagrams.scene import Scene
    from flowviz.model import Model

__all__ = ["FORMATS", "draw", "encoded", "finish", "frames", "numbered", "pages_of", "part", "scene_of", "write"]

FORMATS = ("svg", "png", "pdf", "dot")
_TRIES, _LEAST = 4, 0.75
"""How often a drawing is made for less of its page, and for how much of it at least."""


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


def pages_of(model: Model, wish: Wish, dressed: Callable[[Scene], Scene] = lambda scene: scene) -> list[Scene]:
    """The scenes that ``wish`` asks for: one where its page holds it, else those that its kind cuts it into.

    Each is ``dressed`` before it is measured. A screen holds everything: one looks about on it. Where a kind cannot be cut, its one scene is larger than the page.
    Raises as `scene_of`.
    """
    if wish.page == SCREEN:
        return [dressed(scene_of(model, wish))]
    whole, cut = _in_less(model, wish, lambda less: [dressed(scene_of(model, less))]), DIAGRAMS[wish.kind].pages
    if whole or cut is None:
        return whole or [dressed(scene_of(model, wish))]

    def pages(less: Wish) -> list[Scene]:
        return _numbered([dressed(scene) for scene in cut(model, less)], wish)

    return _in_less(model, wish, pages) or pages(wish)


def _in_less(model: Model, wish: Wish, made: Callable[[Wish], list[Scene]]) -> list[Scene]:
    """The scenes that fit the page of ``wish``, if need be made for a little less than that; none where they never do.

    How much stands around a drawing is known only when it is made.
    """
    page = wish.page
    for _ in range(_TRIES):
        scenes = made(replace(wish, page=page))
        for scene in scenes:
            scene.page = wish.page
        too_wide, too_high = _excess(model, scenes)
        if too_wide == too_high == 0:
            return scenes
        page = Page(page.w - too_wide, page.h - too_high, page.points)
        if page.w < wish.page.w * _LEAST or page.h < wish.page.h * _LEAST:
            break
    return []


def _excess(model: Model, scenes: Sequence[Scene]) -> tuple[float, float]:
    """How much wider and higher than their page the largest of the drawings are, with all that stands around them."""
    catalogue: Catalogue = model.catalogue
    found = [around(layout.place(scene), catalogue) for scene in scenes]
    page = scenes[0].page
    return max(0.0, *(one.width - page.w for one in found)), max(0.0, *(one.height - page.h for one in found))


def _numbered(scenes: list[Scene], wish: Wish) -> list[Scene]:
    """The scenes, of which each says which page it is where there are several."""
    for place, scene in enumerate(scenes, 1) if len(scenes) > 1 else ():
        number = words(wish.language)("drawing.page", i=place, n=len(scenes))
        scene.name += f"-{place}"
        if scene.subtitle.endswith("."):
            scene.subtitle += f" {number[:1].upper()}{number[1:]}."
        else:
            scene.subtitle = f"{scene.subtitle} · {number}" if scene.subtitle else number
    for scene in scenes:
        scene.page = wish.page
    return scenes


def draw(model: Model, wish: Wish, *, theme: str = "light") -> str:
    """The SVG text that ``wish`` asks for."""
    return finish(model, scene_of(model, wish), theme=theme)


def finish(model: Model, scene: Scene, *, theme: str = "light", frames: bool = True) -> str:
    """The SVG text of ``scene``, or of all but its ``frames``."""
    catalogue: Catalogue = model.catalogue
    placed = layout.place(scene)
    foreign = foreign_names(model, scene.language).get
    return svg.draw(placed, around(placed, catalogue), catalogue, theme=theme, foreign=foreign, frames=frames)


def frames(model: Model, scene: Scene, *, theme: str = "light") -> list[str]:
    """The SVG text of each frame of a placed ``scene``, for who shows only some of many."""
    return svg.draw_apart(scene, model.catalogue, theme=theme, foreign=foreign_names(model, scene.language).get)


def part(model: Model, scene: Scene, *, theme: str = "light") -> str:
    """The SVG text of what ``scene`` shows, without the page around it: a part of a larger drawing."""
    catalogue: Catalogue = model.catalogue
    return svg.draw_inner(scene, catalogue, theme=theme, foreign=foreign_names(model, scene.language).get)


def write(model: Model, scene: Scene, form: str, *, theme: str = "light", scale: float = 2.0) -> bytes:
    """The file of ``scene`` in one of `FORMATS`."""
    if form == "dot":
        from flowviz.diagrams.dot import dot_text

        return dot_text(scene, model.catalogue.scopes).encode()
    return encoded([finish(model, scene, theme=theme)], form, scale=scale, page=scene.page)[0]


def encoded(
    texts: Sequence[str], form: str, *, scale: float = 2.0, page: Page = SCREEN, pdf: bytes | None = None
) -> list[bytes]:
    """The files of the SVG texts of a drawing's pages: each as SVG or PNG, or all of them as one PDF.

    PNG is made of a ``pdf`` for the screen where they are in one already.
    """
    if form == "svg":
        return [text.encode() for text in texts]
    if form == "pdf":
        from flowviz.pdf import to_pdf

        return [to_pdf(texts, page)]
    from flowviz import raster

    return raster.to_pngs(texts, scale=scale, pdf=pdf)


def numbered(path: Path, page: int, pages: int) -> Path:
    """The name of the file of one of several pages, made of the name for a single one.

    >>> str(numbered(Path("feeds.svg"), 2, 3)), str(numbered(Path("feeds.svg"), 1, 1))
    ('feeds-2.svg', 'feeds.svg')
    """
    return path.with_name(f"{path.stem}-{page}{path.suffix}") if pages > 1 else path
