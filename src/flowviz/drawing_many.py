"""Many wishes -> their files, on all cores when there are enough of them. The bytes are those of `flowviz.drawing`."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from flowviz import drawing, filters
from flowviz.catalogue import Catalogue
from flowviz.diagrams.page import SCREEN
from flowviz.filters import NO_FILTERS, Filters
from flowviz.later import Later
from flowviz.model import Model, build_model
from flowviz.nouns import Noun
from flowviz.remarks import remarks

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from flowviz import processes
    from flowviz.diagrams import Wish
else:
    processes = Later("flowviz.processes")

__all__ = ["MOST_ALONE", "Drawn", "draw_many", "drawer"]

MOST_ALONE: Final = {"svg": 60, "dot": 60, "png": 1, "pdf": 1}
"""Up to so many drawings of a format are done as soon by one process: starting two costs 30 ms."""


class Drawn(Noun, kw_only=False):
    """A file, and what a list of files says of it."""

    wish: Wish
    name: str
    title: str
    text: str
    """What the drawing shows, for those who do not see it."""
    data: bytes
    page: int = 1
    pages: int = 1
    """Which of how many files of the drawing it is: a PDF is one with all its pages."""
    remarks: tuple[str, ...] = ()
    """What is to be told of the drawing; stands at its last file."""

    @property
    def whole(self) -> str:
        """The name of the drawing that it is a page of."""
        return self.name.removesuffix(f"-{self.page}") if self.pages > 1 else self.name


def draw_many(
    model: Model,
    wishes: Sequence[Wish],
    form: str,
    *,
    theme: str = "light",
    scale: float = 2.0,
    jobs: int | None = None,
    shown: Filters = NO_FILTERS,
) -> Iterator[Drawn]:
    """The files of ``wishes`` in their order, as `flowviz.drawing` makes them: one for each page of a drawing, but one PDF.

    ``jobs`` is the number of processes; None takes one for few drawings and else one a core. Each drawing is of what
    ``shown`` leaves, and always of the things that its wish names.
    """
    if jobs is None:
        jobs = 1 if len(wishes) <= MOST_ALONE[form] else processes.cores()
    options = (form, theme, scale, shown)
    drawings: Iterable[list[Drawn]]
    if min(jobs, len(wishes)) <= 1:
        drawings = map(_drawer(model, *options), wishes)
    else:
        given = (model if processes.FORKS else model.catalogue, *options)
        drawings = processes.warmed(_drawer, given, wishes, jobs, _first(wishes))
    yield from itertools.chain.from_iterable(drawings)


def _first(wishes: Sequence[Wish]) -> Collection[Wish]:
    """A wish for each kind that is of a thing: what they read of the catalogue as a whole is then there for all others."""
    return {wish.kind: wish for wish in wishes if wish.of}.values()


def _drawer(
    given: Model | Catalogue, form: str, theme: str, scale: float, shown: Filters
) -> Callable[[Wish], list[Drawn]]:
    model = build_model(given) if isinstance(given, Catalogue) else given

    def drawn(wish: Wish) -> list[Drawn]:
        left = filters.apply(model, shown, [node for node in (wish.of, wish.to) if node])
        if form == "dot":
            scene = drawing.scene_of(left, wish)
            return [Drawn(wish, scene.name, scene.title, scene.told, drawing.write(left, scene, form))]
        return _files(left, wish, [form], theme, scale)[form]

    return drawn


def drawer(model: Model, forms: Sequence[str]) -> Callable[[Wish], dict[str, list[Drawn]]]:
    """The function that draws a wish in several ``forms`` other than DOT, laid out once for all of them."""
    return lambda wish: _files(model, wish, forms, "light", 2.0)


def _files(model: Model, wish: Wish, forms: Sequence[str], theme: str, scale: float) -> dict[str, list[Drawn]]:
    scenes = drawing.pages_of(model, wish)
    texts = [drawing.finish(model, scene, theme=theme) for scene in scenes]
    found = {}
    pdf: bytes | None = None
    for form in sorted(forms):  # PDF before PNG, which can be made of it
        files = drawing.encoded(texts, form, scale=scale, page=wish.page, pdf=pdf)
        pdf = files[0] if form == "pdf" and wish.page == SCREEN else pdf
        told = remarks(texts, form, wish.page)
        one = scenes[0]
        if len(files) < len(scenes):
            found[form] = [Drawn(wish, one.name.removesuffix("-1"), one.title, one.told, files[0], remarks=told)]
            continue
        found[form] = [
            Drawn(wish, scene.name, scene.title, scene.told, data, i, len(files), told if i == len(files) else ())
            for i, (scene, data) in enumerate(zip(scenes, files, strict=True), 1)
        ]
    return found
