"""What the one file shows, as plain data for its script: in each language its pages, drawings, words and search."""

from __future__ import annotations

from typing import Any, Final

from flowviz.diagrams import Wish
from flowviz.locales import words
from flowviz.model import Model, inside
from flowviz.page.place import PagePlace, query
from flowviz.site import render
from flowviz.site.addresses import address, has_page
from flowviz.site.drawings import inline
from flowviz.site.pages import LISTS, pages
from flowviz.site.searching import entries
from flowviz.wording import kind_word

__all__ = ["contents"]

_WORDS: Final = (
    "details",
    "details.close",
    "details.open",
    "drawing.department",
    "drawing.feeds",
    "drawing.help",
    "drawing.kind",
    "drawing.label",
    "filters",
    "filters.clear",
    "filters.kinds",
    "find.all",
    "find.help",
    "find.label",
    "find.none",
    "find.title",
    "languages",
    "menu",
    "missing.text",
    "missing.title",
    "skip",
    "theme.auto",
    "theme.dark",
    "theme.hint",
    "theme.light",
    "tools",
    "view.about",
    "view.find",
    "views",
    "zoom",
    "zoom.fit",
    "zoom.fit.short",
    "zoom.full",
    "zoom.in",
    "zoom.out",
)
"""The explorer's sentences that the script needs, after ``explorer.``."""
_KINDS: Final = ("department", "resource", "shared", "register", "system", "party")


def contents(model: Model, language: str) -> dict[str, Any]:
    """All that is shown in ``language``."""
    w = words(language)
    catalogue = model.catalogue
    return {
        "name": catalogue.header.name.get(language),
        "words": {key: w(f"explorer.{key}") for key in _WORDS} | {"basis": w("field.basis")},
        "pages": {
            query(page.at.path, language): {"title": page.title, "html": _tight(render.fragment(page))}
            for page in pages(model, language, place=PagePlace)
        },
        "drawings": _drawings(model, language),
        "places": {node: query(target, language) for node in model if (target := address(model, node))},
        "found": [
            [name, kind, query(target, language), *rest] for name, kind, target, *rest in entries(model, language)
        ],
        "rail": _rail(model, language),
        "scopes": [
            [entry.id, entry.name.get(language), PagePlace(model, language, "").to(f"../sign/{entry.id}.svg")]
            for entry in catalogue.scopes
        ],
        "kinds": [[kind, w(f"explorer.kinds.{kind}")] for kind in _KINDS],
        "bases": [[basis, w(f"explorer.filters.basis.{basis}")] for basis in ("stated", "implied")],
        "thing": {node: kind_word(model, node, language) for node in model},
    }


def _tight(html: str) -> str:
    """The HTML without the line ends of its templates; a browser shows the same."""
    return "\n".join(line for line in html.splitlines() if line.strip())


def _drawings(model: Model, language: str) -> dict[str, str]:
    """Every drawing by the query of its view."""
    found = {"?view=overview": Wish(kind="overview", language=language)}
    for node in model:
        if not has_page(model, node):
            continue
        kinds = ("department", "feeds") if model.nodes[node]["kind"] == "department" else ("neighbourhood",)
        for kind in kinds:
            if kind == "department" or _has_feeds(model, node):
                found[f"?view={kind}&of={node}"] = Wish(kind=kind, of=node, language=language)
    return {view: inline(model, wish, lambda _: None) for view, wish in found.items()}


def _has_feeds(model: Model, node: str) -> bool:
    sides = (model.out, model.into)
    return any(side[member] for member in inside(model, node) for side in sides)


def _rail(model: Model, language: str) -> list[list[Any]]:
    """The menu: groups with their links, each a title, a query and a number or None."""
    w = words(language)
    catalogue = model.catalogue
    departments = [
        [entry.name.get(language), query(f"department/{entry.id}.html", language), len(entry.resources)]
        for entry in catalogue.departments
    ]
    lists = [[w(f"site.page.{name}"), query(f"{name}.html", language), None] for name in LISTS]
    return [
        [w("explorer.views"), [[w("drawing.kind.overview"), query("index.html", language), None]]],
        [w("table.departments"), departments],
        [w("explorer.tables"), lists],
    ]
