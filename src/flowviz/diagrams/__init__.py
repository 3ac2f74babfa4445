"""The kinds of drawings: each turns a graph and a wish into a scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flowviz.diagrams import department, feeds, neighbourhood, overview, paths

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowviz.diagrams.scene import Scene
    from flowviz.lineage import Direction
    from flowviz.model import Model

__all__ = ["DIAGRAMS", "Kind", "Wish"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be drawn: a kind, of which thing, how far, in which language."""

    kind: str
    of: str | None = None
    """Id of the department (department, feeds), of the thing (neighbourhood), or of the start (paths)."""
    to: str | None = None
    """Id of the end (paths)."""
    depth: int = 1
    direction: Direction = "both"
    language: str = "fi"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of drawing: how it is made, and what kind of thing it is of (None: of the whole catalogue)."""

    draw: Callable[[Model, Wish], Scene]
    of: str | None


DIAGRAMS: Final = {
    "department": Kind(lambda model, wish: department.draw(model, wish.of or "", language=wish.language), "department"),
    "feeds": Kind(lambda model, wish: feeds.draw(model, wish.of or "", language=wish.language), "department"),
    "neighbourhood": Kind(
        lambda model, wish: neighbourhood.draw(
            model, wish.of or "", depth=wish.depth, direction=wish.direction, language=wish.language
        ),
        "thing",
    ),
    "paths": Kind(lambda model, wish: paths.draw(model, wish.of or "", wish.to or "", language=wish.language), "thing"),
    "overview": Kind(lambda model, wish: overview.draw(model, language=wish.language), None),
}
"""Every kind of drawing by name."""
