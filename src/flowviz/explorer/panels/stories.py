"""The list of stories: each with all of its slides, which are printed one to a page; then the reader's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.explorer.drawings import drawn_part
from flowviz.explorer.markup import html
from flowviz.explorer.panels.story import slide_of, words_of
from flowviz.explorer.pieces import Children, Place, heading, link, localized, marks, spaced
from flowviz.explorer.stories import view_of

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from flowviz.explorer.stories import Slide, Story

__all__ = ["layout", "view"]


def layout() -> Component:
    """Where the list of stories stands."""
    return html.Div(id="panel-stories", className="panel")


def view(at: Place) -> Children:
    """Every story of the catalogue with its slides, or one of them alone; then the reader's own."""
    stories = [one for one in at.state.stories if at.query.of in (None, one.id)]
    none = [] if stories or at.query.of else [html.P(at.w("explorer.story.none"), className="told")]
    own = {"data-words": words_of(at), "data-of": at.query.of or ""}
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
        link(at.w("explorer.story.show"), slide_of(at, story, 1), className="button primary"),
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
            html.A([*picture, html.Span(at.w("explorer.story.show"))], href=str(slide_of(at, story, n))),
        ],
        className="slide",
    )
