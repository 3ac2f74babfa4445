"""About: what this is, the catalogue's version and source, the keys, and the accessibility statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowviz import __version__
from flowviz.explorer.markup import html
from flowviz.explorer.pieces import Children, Place, heading, localized, prose
from flowviz.locales import date

if TYPE_CHECKING:
    from dash.development.base_component import Component

__all__ = ["layout", "view"]

_KEYS = ("tab", "arrows", "sides", "enter", "escape", "zoom", "find", "help")


def layout() -> Component:
    """Where the page stands."""
    return html.Div(id="panel-about", className="panel prose")


def view(at: Place) -> Children:
    """The page."""
    w, header = at.w, at.catalogue.header
    facts: list[tuple[str, Any]] = [
        (w("explorer.about.catalogue"), localized(header.name, at.language)),
        (w("explorer.about.version"), header.version),
        (w("site.changed"), date(header.date, at.language)),
        *([(w("field.legal_basis"), localized(header.legal_basis, at.language))] if header.legal_basis else []),
        (w("explorer.about.organisation"), localized(at.catalogue.organisation.name, at.language)),
        *((w("source"), _source(at, source)) for source in at.catalogue.sources),
        (w("explorer.about.program"), f"flowviz {__version__}"),
    ]
    keys: list[list[Any]] = [[html.Kbd(w(f"explorer.keys.{key}.key")), w(f"explorer.keys.{key}")] for key in _KEYS]
    notes = [html.P(prose(at, text)) for text in (header.note, header.not_covered, header.translations) if text]
    return [
        heading(w("explorer.view.about")),
        html.P(w("explorer.about.what"), className="lead"),
        html.P(w("explorer.about.basis")),
        html.H2(w("explorer.about.catalogue")),
        html.Dl([part for term, said in facts for part in (html.Dt(term), html.Dd(said))], className="facts"),
        *notes,
        html.H2(w("explorer.about.keys"), id="keys"),
        html.Dl([part for key, said in keys for part in (html.Dt(key), html.Dd(said))], className="facts keys"),
        html.H2(w("explorer.about.accessibility")),
        *(html.P(w(f"explorer.about.accessibility.{i}")) for i in (1, 2, 3)),
    ]


def _source(at: Place, source: object) -> Children:
    title = localized(source.title, at.language)  # type: ignore[attr-defined]
    url = getattr(source, "url", None)
    return [html.A(title, href=url, rel="noreferrer") if url and url.startswith(("https://", "http://")) else title]
