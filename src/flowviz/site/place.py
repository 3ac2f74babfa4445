"""What every part of a page needs to know: the graph, the language, and the page itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flowviz.catalogue import Catalogue
from flowviz.diagrams import Wish
from flowviz.drawing import scene_of
from flowviz.errors import TooMuchToDraw
from flowviz.locales import Words, words
from flowviz.model import Model, name_of
from flowviz.site.addresses import address, relative, sign
from flowviz.site.drawings import inline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowviz.site.stories import Slide

__all__ = ["Place"]


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a site: ``path`` is relative to the folder of its language."""

    model: Model
    language: str
    path: str

    @property
    def w(self) -> Words:
        return words(self.language)

    @property
    def catalogue(self) -> Catalogue:
        found: Catalogue = self.model.catalogue
        return found

    @property
    def links_read(self) -> Sequence[Any]:
        """What of the catalogue goes into links besides ids."""
        return ()

    def to(self, path: str) -> str:
        """The link from this page to another."""
        return relative(path, self.path)

    def sign(self, scope: str) -> str:
        """The link to the sign of a scope."""
        return self.to(f"../{sign(scope)}")

    def link(self, node: str) -> str | None:
        """The link to a thing; None when it has no place, or when this page is about it."""
        target = self.address(node)
        return None if target in (None, self.path) else self.to(target)

    def way(self, department: str, start: str, end: str) -> str:  # noqa: ARG002
        """The link to what tells of the way from ``start`` to ``end``, one of which is the ``department``."""
        return self.to(str(address(self.model, department)))

    def slide(self, story: str, n: int, slide: Slide) -> str | None:  # noqa: ARG002
        """The link to the nth slide of a story, or where none is shown by itself, to the thing that it is of."""
        return self.link(slide.of) if slide.of else None

    def what_if(self, node: str) -> str | None:  # noqa: ARG002
        """The link to what the removal of a thing does; None where nothing can be asked."""
        return None

    def address(self, node: str) -> str | None:
        """Where a thing is told of; see `address`."""
        found: dict[str, str | None] = self.model.once("addresses", dict)
        if node not in found:
            found[node] = address(self.model, node)
        return found[node]

    def draw(self, wish: Wish) -> str | None:
        """A drawing to stand in this page; None where there would be more in it than can be read."""
        try:
            scene = scene_of(self.model, wish)
        except TooMuchToDraw:
            return None
        return inline(self.model, scene, self.link)

    def name(self, node: str) -> str:
        return name_of(self.model, node, self.language)
