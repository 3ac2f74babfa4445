"""The kinds of drawings: each turns a graph and a wish into a scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from flowviz.diagrams import department, feeds, neighbourhood, overview, paths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flowviz.diagrams.scene import Scene
    from flowviz.lineage import Direction
    from flowviz.model import Model

__all__ = ["DIAGRAMS", "Kind", "Option", "Subject", "Wish", "kinds_of"]

Subject = Literal["department", "thing"]
Option = Literal["depth", "direction"]
"""A field of `Wish` that only some kinds look at; an option of ``flowviz draw`` of the same name."""


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
    """A kind of drawing: how it is made, and what a wish for it says. All that draws or shows follows this."""

    draw: Callable[[Model, Wish], Scene]
    of: Subject | None = None
    """What it is of; None: of the whole catalogue."""
    to: Subject | None = None
    """What its other end is, where it is between two things."""
    options: tuple[Option, ...] = ()
    """What else can be asked of it."""

    def fits(self, of: Subject | None, *, to: bool = False, options: Iterable[str] = ()) -> bool:
        """Whether it is of such a subject, has an end to go to or not, and takes all of ``options``."""
        return self.of == of and bool(self.to) == to and set(options) <= set(self.options)


DIAGRAMS: Final = {
    "department": Kind(
        lambda model, wish: department.draw(model, wish.of or "", language=wish.language), of="department"
    ),
    "feeds": Kind(lambda model, wish: feeds.draw(model, wish.of or "", language=wish.language), of="department"),
    "neighbourhood": Kind(
        lambda model, wish: neighbourhood.draw(
            model, wish.of or "", depth=wish.depth, direction=wish.direction, language=wish.language
        ),
        of="thing",
        options=("depth", "direction"),
    ),
    "paths": Kind(
        lambda model, wish: paths.draw(model, wish.of or "", wish.to or "", language=wish.language),
        of="thing",
        to="thing",
    ),
    "overview": Kind(lambda model, wish: overview.draw(model, language=wish.language)),
}
"""Every kind of drawing by name."""


def kinds_of(thing: str | None) -> tuple[str, ...]:
    """The names of the kinds of drawing of a thing of kind ``thing``, or for None of the whole catalogue.

    Those between two things are not among them.

    >>> kinds_of("system"), kinds_of("department")
    (('neighbourhood',), ('department', 'feeds', 'neighbourhood'))
    """
    subjects: tuple[Subject | None, ...] = (None,) if thing is None else ("thing",)
    if thing == "department":
        subjects = ("thing", "department")
    return tuple(name for name, kind in DIAGRAMS.items() if kind.of in subjects and not kind.to)
