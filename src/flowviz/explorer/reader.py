"""In which language a reader is answered: that of the address, else the browser's, else the catalogue's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import flask

from flowviz.explorer.query import Query
from flowviz.explorer.views import first_language, first_view
from flowviz.locales import LANGUAGES

if TYPE_CHECKING:
    from flask import Response

    from flowviz.catalogue import Catalogue

__all__ = ["asked", "language_of_browser"]


def asked(search: str | bytes | None, catalogue: Catalogue) -> Query:
    """The query of an address, in the language of its reader."""
    text = search.decode("ascii", "replace") if isinstance(search, bytes) else search
    own = first_language(catalogue)
    return Query.read(text, unnamed=lambda: language_of_browser(own), first=first_view(catalogue))


def language_of_browser(own: str) -> str:
    """The language that the browser asks for first of those that the explorer speaks, or ``own``.

    A region is no other language: who asks for ``sv-FI`` before ``en`` is answered in Swedish.
    """

    @flask.after_this_request
    def vary(response: Response) -> Response:
        response.vary.add("Accept-Language")
        return response

    asked_for = (tag.partition("-")[0].lower() for tag, quality in flask.request.accept_languages if quality > 0)
    return next((code for code in asked_for if code in LANGUAGES), own)
