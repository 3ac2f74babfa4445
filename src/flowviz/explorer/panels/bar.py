"""The bar at the top: the name of the product, the languages, the theme and help. The search box stands between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.explorer.markup import html
from flowviz.explorer.pieces import Children, Place, icon, link, marks
from flowviz.locales import LANGUAGES, words

if TYPE_CHECKING:
    from dash.development.base_component import Component

__all__ = ["layout", "view"]


def layout() -> Component:
    """Where the languages and the theme stand."""
    return html.Div(id="panel-bar", className="tools")


def view(at: Place) -> Children:
    """Each language as a link to this view, then the theme and help."""
    languages = [
        html.Li(
            link(
                [
                    html.Span(code.upper(), **marks({"aria-hidden": "true"})),
                    html.Span(words(code)("language"), className="unseen"),
                ],
                at.query.but(language=code),
                lang=code,
                hrefLang=code,
                **marks({"aria-current": "true"} if code == at.language else {}),
            )
        )
        for code in LANGUAGES
    ]
    return [
        html.Nav(html.Ul(languages), className="languages", **marks({"aria-label": at.w("explorer.languages")})),
        html.Button(
            at.w("explorer.theme"),
            id="theme",
            type="button",
            className="quiet",
            title=at.w("explorer.theme.hint"),
            **marks(
                {
                    "data-auto": at.w("explorer.theme.auto"),
                    "data-light": at.w("explorer.theme.light"),
                    "data-dark": at.w("explorer.theme.dark"),
                }
            ),
        ),
        link(
            icon("help"),
            at.query.go("about"),
            className="quiet help",
            title=at.w("explorer.help"),
            **marks({"aria-label": at.w("explorer.help")}),
        ),
    ]
