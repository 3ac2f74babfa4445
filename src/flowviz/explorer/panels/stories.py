"""Stories: the list of them with all their slides, and the bar that a view has as a slide of one.

The stories of the catalogue come with the page. A reader's own story, and one that came in a link, are in the browser
alone; the script of these panels shows all of them alike.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from dash import html

from flowviz.explorer.drawings import drawn_part
from flowviz.explorer.pieces import Children, Place, heading, link, localized, marks, spaced
from flowviz.explorer.stories import view_of

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from flowviz.explorer.query import Query
    from flowviz.explorer.stories import Slide, Story

__all__ = ["add", "layout", "list_layout", "list_view", "view"]

_WORDS: Final = (
    *("story", "story.place", "story.back", "story.next", "story.end", "story.all", "story.gone", "story.own"),
    *("story.own.none", "story.name", "story.sentence", "story.up", "story.down", "story.drop", "story.clear"),
    *("story.link", "story.yaml", "story.show", "story.print", "story.sent", "story.keep", "story.added"),
    "take.copied",
)
"""What the script says."""


# --- the bar of a slide


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
    return [html.Div(id="story-bar", **marks({"data-story": told, "data-words": _words(at)}))]


def _words(at: Place) -> str:
    words = {key.removeprefix("story."): at.w(f"explorer.{key}", n="{n}", of="{of}") for key in _WORDS}
    return json.dumps(words, ensure_ascii=False)


def _told(at: Place, story: Story) -> dict[str, Any]:
    """A story in the language of the page."""
    slides = [
        {"view": str(_slide(at, story, n)), "text": slide.text.get(at.language)}
        for n, slide in enumerate(story.slides, 1)
    ]
    return {"name": story.name.get(at.language), "slides": slides}


def _slide(at: Place, story: Story, n: int) -> Query:
    return view_of(story.slides[n - 1], at.language).but(story=story.id, slide=n)


def add(at: Place) -> Component:
    """The button that takes a view into the reader's own story; the script knows which view is open."""
    done = at.w("explorer.story.added")
    return html.Button(at.w("explorer.story.add"), type="button", **marks({"data-story-add": "", "data-done": done}))


# --- all of them


def list_layout() -> Component:
    """Where the list of stories stands."""
    return html.Div(id="panel-stories", className="panel")


def list_view(at: Place) -> Children:
    """Every story of the catalogue with its slides, or one of them alone; then the reader's own."""
    stories = [one for one in at.state.stories if at.query.of in (None, one.id)]
    none = [] if stories or at.query.of else [html.P(at.w("explorer.story.none"), className="told")]
    own = {"data-words": _words(at), "data-of": at.query.of or ""}
    return [
        heading(at.w("explorer.view.stories"), html.P(at.w("explorer.story.lead"), className="lead")),
        *none,
        *(_listed(at, story) for story in stories),
        html.Section(
            [
                html.H2(at.w("explorer.story.own")),
                html.P(at.w("explorer.story.own.lead"), className="told"),
                html.Div(id="story-own", **marks(own)),
            ],
            className="story-mine",
        ),
    ]


def _listed(at: Place, story: Story) -> Component:
    """A story with all of its slides, which are printed one to a page."""
    tools = [
        link(at.w("explorer.story.show"), _slide(at, story, 1), className="button primary"),
        html.Button(at.w("explorer.story.print"), type="button", **marks({"data-print": story.id})),
    ]
    slides = [_page(at, story, n, slide) for n, slide in enumerate(story.slides, 1)]
    return html.Section(
        [
            html.H2(localized(story.name, at.language)),
            html.P(spaced(tools), className="story-tools"),
            html.Ol(slides, className="slides"),
        ],
        className="story-listed",
        **marks({"data-printed": story.id}),
    )


def _page(at: Place, story: Story, n: int, slide: Slide) -> Component:
    query = view_of(slide, at.language)
    place = at.w("explorer.story.place", n=n, of=len(story.slides))
    picture: Children = []
    if query.drawn and not query.undecided:
        # the sentence above it says what it shows; its parts are told where it is opened
        source = f"drawing.svg{drawn_part(query)}&v={at.state.version}"
        picture = [html.Span(className="picture", **marks({"data-picture": source}))]
    return html.Li(
        [
            html.P(
                [html.Span(place, className="place"), " ", localized(slide.text, at.language)], className="sentence"
            ),
            html.A([*picture, html.Span(at.w("explorer.story.show"))], href=str(_slide(at, story, n))),
        ],
        className="slide",
    )
