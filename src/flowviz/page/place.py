"""How the pages of a site link to each other when all of them lie in one file: by queries like those of the explorer."""

from __future__ import annotations

import base64
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from flowviz import svg
from flowviz.catalogue import STROKE, Catalogue, of_file
from flowviz.diagrams import Wish
from flowviz.site.place import Place
from flowviz.site.stories import Slide

__all__ = ["PagePlace", "query"]

_MOST_KEPT: Final = 100_000
_VIEWS = {"department": "department", "resource": "neighbourhood", "party": "neighbourhood", "system": "neighbourhood"}


@dataclass(frozen=True, slots=True)
class PagePlace(Place):
    """A page of a site as a view of the one file."""

    @property
    def links_read(self) -> Sequence[Any]:
        """The scopes, whose signs are drawings in the links."""
        return self.catalogue.scopes

    def to(self, path: str) -> str:
        return query(path, self.language)

    def sign(self, scope: str) -> str:
        catalogue: Catalogue = self.model.catalogue
        return _data(svg.sign(scope, catalogue))

    def way(self, department: str, start: str, end: str) -> str:  # noqa: ARG002
        return "?" + urlencode({"view": "paths", "of": start, "to": end, "lang": self.language})

    def slide(self, story: str, n: int, slide: Slide) -> str:
        return f"{slide.view}&" + urlencode({"story": story, "slide": n, "lang": self.language})

    def what_if(self, node: str) -> str:
        return "?" + urlencode({"view": "impact", "gone": node, "lang": self.language})

    def draw(self, wish: Wish) -> str:  # noqa: ARG002
        """Nothing: drawings stand on the stage."""
        return ""


@functools.lru_cache(_MOST_KEPT)
def query(path: str, language: str) -> str:
    """The query that shows the page of a path.

    >>> query("resource/asiakkaat.html#aineisto", "sv")
    '?view=neighbourhood&of=asiakkaat&at=aineisto&lang=sv'
    >>> query("index.html", "sv")
    '?view=overview&lang=sv'
    >>> query("kanslia/resource/asiakkaat.html", "sv"), query("kanslia/index.html", "sv")
    ('?view=neighbourhood&of=kanslia%2Fasiakkaat&lang=sv', '?view=organisation&of=kanslia&lang=sv')
    """
    file, _, anchor = path.partition("#")
    *folders, name = map(of_file, file.removesuffix(".html").split("/"))
    if name == "index":  # of all, or of a member
        view, of = ("organisation", folders[0]) if folders else ("overview", "")
    elif folders:
        view, of = _VIEWS[folders[-1]], STROKE.join([*folders[:-1], name])
    else:
        view, of = name, ""
    return "?" + urlencode(
        {key: value for key, value in (("view", view), ("of", of), ("at", anchor), ("lang", language)) if value}
    )


@functools.cache
def _data(drawing: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(drawing.encode()).decode()
