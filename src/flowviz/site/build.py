"""The whole site: every file by its path. The same catalogue gives the same bytes."""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from flowviz import svg
from flowviz.catalogue import Catalogue
from flowviz.locales import LANGUAGES
from flowviz.model import Model
from flowviz.places import ASSETS
from flowviz.site import render, searching
from flowviz.site.pages import pages
from flowviz.site.public import public_model
from flowviz.site.style import style
from flowviz.writing import GENERATOR

__all__ = ["build"]


def build(
    model: Model, *, languages: Sequence[str] = LANGUAGES, internal: bool = False, base: str | None = None
) -> Iterator[tuple[str, bytes]]:
    """The files of the site, path by path.

    What is marked for internal use is left out unless ``internal``. ``base`` is the address that the site will have;
    without it there is no sitemap, for a sitemap must hold whole addresses.
    """
    shown = model if internal else public_model(model)
    base = base.rstrip("/") + "/" if base else None
    catalogue: Catalogue = shown.catalogue
    paths: list[str] = []
    yield "index.html", render.choice(catalogue, languages, base).encode()
    yield "site.css", style().encode()
    yield "search.js", _static("search.js")
    yield "favicon.svg", _ours((ASSETS / "favicon.svg").read_text("utf-8"))
    for scope in catalogue.scopes:
        yield f"sign/{scope.id}.svg", _ours(svg.sign(scope.id, catalogue))
    for language in languages:
        yield f"search-{language}.js", searching.index(shown, language).encode()
        for page in pages(shown, language, base):
            if language == languages[0]:
                paths.append(page.at.path)
            yield f"{language}/{page.at.path}", render.html(page, languages, base, internal=internal).encode()
    if base:
        yield "sitemap.xml", _sitemap(paths, languages, base, catalogue.header.date).encode()


def _ours(drawing: str) -> bytes:
    return f"{drawing.rstrip()}<!-- {GENERATOR} -->\n".encode()


def _static(name: str) -> bytes:
    return importlib.resources.files("flowviz.site").joinpath(f"static/{name}").read_bytes()


def _sitemap(paths: Sequence[str], languages: Sequence[str], base: str, day: str) -> str:
    """The sitemap: each page in each language, with its other languages."""
    entries = []
    for path in paths:
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{code}" href="{escape(base + code + "/" + path)}"/>'
            for code in languages
        )
        entries += [
            f"<url><loc>{escape(base + code + '/' + path)}</loc><lastmod>{day}</lastmod>{links}</url>"
            for code in languages
        ]
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f"<!-- {GENERATOR} -->",
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
            *entries,
            "</urlset>\n",
        ]
    )
