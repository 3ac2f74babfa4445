"""The kinds of drawings: each turns a graph and a wish into a scene."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from flowviz.diagrams.page import SCREEN, Page
from flowviz.later import Later

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flowviz.diagrams import department, feeds, map, neighbourhood, overview, paths, reconciliation  # noqa: A004
    from flowviz.diagrams.scene import Scene
    from flowviz.lineage import Direction
    from flowviz.model import Model
else:  # each kind is imported when it draws
    for _file in Path(__file__).parent.glob("[a-z]*.py"):
        globals().setdefault(_file.stem, Later(f"{__name__}.{_file.stem}"))

__all__ = ["DIAGRAMS", "OPTIONS", "Kind", "Options", "Subject", "Wish", "kinds_of"]

Subject = Literal["department", "thing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What can be asked of a drawing beside what it is of; each kind says which of them it looks at.

    The options of the command line, the addresses of the explorer and the controls above its drawings follow.
    """

    depth: int = field(
        default=1, metadata={"values": range(1, 7), "told": "hops", "help": "How many hops around --node."}
    )
    direction: Direction = field(
        default="both",
        metadata={"values": ("both", "up", "down"), "help": "Along feeds into --node, out of it, or both."},
    )

    level: int = field(
        default=1,
        metadata={
            "values": range(1, 4),
            "told": "levels",
            "help": "How deep the map goes: departments and scopes, resources, or registers, data sets and systems too.",
        },
    )

    @property
    def asked(self) -> dict[str, Any]:
        """Those that are not as they are by themselves."""
        return {name: value for name, one in OPTIONS.items() if (value := getattr(self, name)) != one.default}


OPTIONS: Final = {one.name: one for one in fields(Options)}
"""Every option by name: ``values`` are words, or numbers that the sentence ``told`` tells; the command line takes greater
numbers too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish(Options):
    """What is to be drawn: a kind, of which thing, with which options, in which language."""

    kind: str
    of: str | None = None
    """Id of the department (department, feeds), of the thing (neighbourhood), or of the start (paths)."""
    to: str | None = None
    """Id of the end (paths)."""
    language: str = "fi"
    page: Page = SCREEN
    """What it is laid out for."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of drawing: how it is made, and what a wish for it says. All that draws or shows follows this."""

    draw: Callable[[Model, Wish], Scene]
    of: Subject | None = None
    """What it is of; None: of the whole catalogue."""
    to: Subject | None = None
    """What its other end is, where it is between two things."""
    pages: Callable[[Model, Wish], list[Scene]] | None = None
    """How it is cut into pages where one does not hold it; None where it cannot be."""
    options: tuple[str, ...] = ()
    """Names of the `OPTIONS` that it looks at."""
    table: str | None = None
    """The table of joined catalogues that it draws: it is of these alone, always of all of them, and has that table
    beneath it."""

    def fits(self, of: Subject | None, *, to: bool = False, options: Iterable[str] = ()) -> bool:
        """Whether it is of such a subject, has an end to go to or not, and takes all of ``options``."""
        return self.of == of and bool(self.to) == to and set(options) <= set(self.options)


DIAGRAMS: Final = {
    "department": Kind(
        lambda model, wish: department.draw(model, wish.of or "", language=wish.language, page=wish.page),
        of="department",
        pages=lambda model, wish: department.pages(model, wish.of or "", language=wish.language, page=wish.page),
    ),
    "feeds": Kind(
        lambda model, wish: feeds.draw(model, wish.of or "", language=wish.language, page=wish.page),
        of="department",
        pages=lambda model, wish: feeds.pages(model, wish.of or "", wish.language, wish.page),
    ),
    "neighbourhood": Kind(
        lambda model, wish: neighbourhood.draw(
            model, wish.of or "", depth=wish.depth, direction=wish.direction, language=wish.language, page=wish.page
        ),
        of="thing",
        options=("direction", "depth"),
    ),
    "paths": Kind(
        lambda model, wish: paths.draw(model, wish.of or "", wish.to or "", language=wish.language, page=wish.page),
        of="thing",
        to="thing",
    ),
    "overview": Kind(
        lambda model, wish: overview.draw(model, language=wish.language, page=wish.page),
        pages=lambda model, wish: overview.pages(model, wish.language, wish.page),
    ),
    "map": Kind(
        lambda model, wish: map.draw(model, level=wish.level, language=wish.language, page=wish.page),
        options=("level",),
    ),
    "reconciliation": Kind(
        lambda model, wish: reconciliation.draw(model, language=wish.language, page=wish.page),
        pages=lambda model, wish: reconciliation.pages(model, wish.language, wish.page),
        table="reconciliation",
    ),
}
"""Every kind of drawing by name."""


def kinds_of(thing: str | None, *, joined: bool = False) -> tuple[str, ...]:
    """The names of the kinds of drawing of a thing of kind ``thing``, or for None of the whole catalogue, ``joined`` of
    others or not.

    Those between two things are not among them.

    >>> kinds_of("system"), kinds_of("department")
    (('neighbourhood',), ('department', 'feeds', 'neighbourhood'))
    """
    subjects = {None: (None,), "department": ("department", "thing")}.get(thing, ("thing",))
    return tuple(
        name for name, kind in DIAGRAMS.items() if kind.of in subjects and not kind.to and (joined or not kind.table)
    )
