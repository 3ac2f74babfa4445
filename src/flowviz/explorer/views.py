"""The views of the explorer: one for each kind of drawing, and those besides."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flowviz.diagrams import DIAGRAMS, Kind
from flowviz.locales import LANGUAGES
from flowviz.wording import languages_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowviz.catalogue import Catalogue

__all__ = ["VIEWS", "View", "first_language", "first_view", "many"]

_MANY: Final = 100
"""Of more departments the names are too many for a map that is seen whole."""

_ROWS: Final = ("table", "sort", "page")
_LAYERS: Final = ("gone", "stated", "version")
"""What lies over a drawing."""


@dataclass(frozen=True, slots=True)
class View:
    """A view: which panels stand in the middle of the page, and what they follow from."""

    panels: tuple[str, ...]
    """Names of panels, as in `flowviz.explorer.pages.PANELS`."""
    asks: tuple[str, ...] | None = None
    """The fields of the query that it follows from, beside its name and its language; None for all of them."""
    filters: bool = False
    """Whether the reader can set filters in it."""
    diagram: Kind | None = None
    """The kind of drawing of the catalogue that it shows."""

    @property
    def drawn(self) -> bool:
        """Whether it shows a drawing."""
        return "drawing" in self.panels


def _of_kind(name: str, kind: Kind) -> View:
    """The view of a kind of drawing: it, and the same as rows; lists to choose its ends from, where it has two.

    The map has a list of its own beneath it, of which no more is made than is asked for.
    """
    panels = ("drawing",) if name == "map" else ("paths", "drawing", "table") if kind.to else ("drawing", "table")
    of = ("of", "to") if kind.to else ("of", "whole") if kind.of else ()
    asks = (*of, *kind.options, *_ROWS, *(() if kind.table else ("filters", *_LAYERS)))
    return View(panels, asks=asks, filters=not kind.table, diagram=kind)


def many(catalogue: Catalogue) -> bool:
    """Whether the map has too many frames for their names to be read at once."""
    return len(catalogue.members or catalogue.departments) > _MANY


def first_view(catalogue: Catalogue) -> str:
    """The view of an address that names none: the map, or where it is too large the departments with their counts."""
    return "overview" if many(catalogue) else "map"


def first_language(catalogue: Catalogue) -> str:
    """The language of an address that names none, sent by a browser that asks for none either: the catalogue's own."""
    return next((code for code in languages_of(catalogue) if code in LANGUAGES), LANGUAGES[0])


VIEWS: Final[Mapping[str, View]] = {
    **{name: _of_kind(name, kind) for name, kind in DIAGRAMS.items()},
    "impact": View(
        ("impact", "drawing"),
        asks=("gone", "direction", "effects", "within", "stated", "whole", "filters", "table", "page", "wide"),
    ),
    "critical": View(("critical",), asks=("stated", "whole", "filters", "table", "page")),
    "changes": View(("changes", "drawing"), asks=("of", "version", "table", "page", "wide")),
    "table": View(("table",), asks=("wide", "columns", "text", "filters", "node", *_ROWS), filters=True),
    "figures": View(("figures",), asks=("filters",), filters=True),
    "find": View(("find",)),
    "request": View(("request",)),
    "stories": View(("stories",), asks=("of",)),
    "about": View(("about",)),
    "missing": View(("missing",)),
}
"""Every view that an address can ask for, by name."""
