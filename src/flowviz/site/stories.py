"""Stories on site and page: views with a sentence each, drawn for readers who have no server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from flowviz.catalogue import Text
from flowviz.diagrams.scene import Scene
from flowviz.model import Model
from flowviz.site.drawings import inline
from flowviz.site.place import Place

__all__ = ["Slide", "Tale", "told"]


@dataclass(frozen=True, slots=True)
class Slide:
    """A view with its sentence."""

    text: Text
    view: str
    """The address of the view in the explorer, without a language."""
    of: str | None
    """The thing that the view is of."""
    scenes: Mapping[str, Scene]
    """Its drawing by language; none of a view without one."""
    narrow: Mapping[str, Scene] = field(default_factory=dict)
    """The same laid out for a phone."""


@dataclass(frozen=True, slots=True)
class Tale:
    """A story with its slides, the first one first."""

    id: str
    name: Text
    slides: tuple[Slide, ...]


def told(at: Place, tales: Sequence[Tale]) -> dict[str, Any]:
    """What the template of the stories takes."""
    return {
        "tales": [
            {
                "id": tale.id,
                "name": tale.name,
                "href": at.slide(tale.id, 1, tale.slides[0]),
                "slides": [
                    {
                        "text": slide.text,
                        "href": at.slide(tale.id, n, slide),
                        "of": at.name(slide.of) if slide.of else None,
                        "drawing": picture(at.model, slide.scenes, at.language),
                        "narrow": picture(at.model, slide.narrow, at.language),
                    }
                    for n, slide in enumerate(tale.slides, 1)
                ],
            }
            for tale in tales
        ]
    }


def picture(model: Model, scenes: Mapping[str, Scene], language: str) -> Markup | None:
    """One of the drawings of a slide, to stand in a page; None of a view without one."""
    scene = scenes.get(language)
    return Markup(inline(model, scene, lambda _: None)) if scene else None
