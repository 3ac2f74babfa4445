"""The bar of a view that is shown as a slide of a story: the sentence, the place, and the ways on.

The stories of the catalogue come with the page. A reader's own story, and one that came in a link, are in the browser
alone; the script of the stories shows all of them alike.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from flowviz.explorer.markup import html
from flowviz.explorer.pieces import Children, Place, marks
from flowviz.explorer.stories import view_of

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from flowviz.explorer.query import Query
    from flowviz.explorer.stories import Story

__all__ = ["add", "layout", "slide_of", "view", "words_of"]

_WORDS: Final = (
    *("story", "story.place", "story.back", "story.next", "story.end", "story.all", "story.gone", "story.own"),
    *("story.own.none", "story.name", "story.sentence", "story.up", "story.down", "story.drop", "story.clear"),
    *("story.link", "story.yaml", "story.show", "story.print", "story.sent", "story.keep", "story.added"),
    "take.copied",
)
"""What the script says."""


def layout() -> Component:
    """Where the bar of a slide stands, above its view."""
    return html.Div(id="panel-story", className="story")


def view(at: Place) -> Children:
    """Place and words for the bar; the slides too, where the catalogue has the story."""
    query = at.query
    if not query.story:
        return []
    story = next((one for one in at.state.stories if one.id == query.story), None)
    told = json.dumps(_told(at, story) if story else None, ensure_ascii=False)
    return [html.Div(id="story-bar", className="story-bar", **marks({"data-story": told, "data-words": words_of(at)}))]


def words_of(at: Place) -> str:
    """What the script says, in the language of the page."""
    words = {key.removeprefix("story."): at.w(f"explorer.{key}", n="{n}", of="{of}") for key in _WORDS}
    return json.dumps(words, ensure_ascii=False)


def _told(at: Place, story: Story) -> dict[str, Any]:
    """A story in the language of the page."""
    slides = [
        {"view": str(slide_of(at, story, n)), "text": slide.text.get(at.language)}
        for n, slide in enumerate(story.slides, 1)
    ]
    return {"name": story.name.get(at.language), "slides": slides}


def slide_of(at: Place, story: Story, n: int) -> Query:
    """The address of the nth slide of a story."""
    return view_of(story.slides[n - 1], at.language).but(story=story.id, slide=n)


def add(at: Place) -> Component:
    """The button that takes a view into the reader's own story; the script knows which view is open."""
    done = at.w("explorer.story.added")
    return html.Button(at.w("explorer.story.add"), type="button", **marks({"data-story-add": "", "data-done": done}))
