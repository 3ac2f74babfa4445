"""The stories beside a catalogue with every slide drawn, as site and page show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flowviz.diagrams.map import named_on
from flowviz.diagrams.page import Page
from flowviz.errors import FlowvizError
from flowviz.explorer.drawings import drawing_of
from flowviz.explorer.live import State
from flowviz.explorer.settings import MOST_THINGS
from flowviz.explorer.stories import faults, load_stories, view_of
from flowviz.site.public import names_internal, public_model
from flowviz.site.stories import Slide, Tale

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from flowviz.diagrams.scene import Scene
    from flowviz.explorer.stories import Slide as Told
    from flowviz.model import Model

__all__ = ["drawn_stories"]

_PHONE: Final = (320, 560)
"""The room that a slide has on a phone, as the explorer asks for it there."""


def drawn_stories(path: Path, model: Model, languages: Sequence[str], *, internal: bool = False) -> tuple[Tale, ...]:
    """The stories of the catalogue at ``path``; slides that tell of what is for internal use are left out unless ``internal``.

    Raises `CatalogueError` with every problem of their file.
    """
    stories, _ = load_stories(path, model)
    if not stories:
        return ()
    shown = model if internal else public_model(model)
    silent = names_internal(model) if shown is not model else lambda _: False
    state = State(shown, "")

    def slides(told: Sequence[Told]) -> Iterator[Slide]:
        for one in told:
            if not (silent(one.text) or any(faults(one.view, shown))):
                yield Slide(
                    one.text,
                    one.view,
                    view_of(one, languages[0]).of,
                    dict(_scenes(state, one, languages)),
                    dict(_scenes(state, one, languages, _PHONE)),
                )

    tales = (Tale(story.id, story.name, tuple(slides(story.slides))) for story in stories if not silent(story.name))
    return tuple(tale for tale in tales if tale.slides)


def _scenes(
    state: State, slide: Told, languages: Sequence[str], room: tuple[int, int] | None = None
) -> Iterator[tuple[str, Scene]]:
    for language in languages:
        query = view_of(slide, language)
        if room and query.view == "map":  # which is higher where its names need that
            page = named_on(state.model, language, Page(*room))
            query = query.but(room=(round(page.w), round(page.h)))
        elif room:
            query = query.but(room=room)
        if query.drawn and not query.undecided:
            try:
                yield language, drawing_of(state, query, MOST_THINGS).scene
            except FlowvizError:
                continue  # what is too much to draw has its sentence alone
