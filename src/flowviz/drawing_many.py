"""Many wishes -> their files, on all cores when there are enough of them. The bytes are those of `flowviz.drawing`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flowviz import drawing, filters
from flowviz.catalogue import Catalogue
from flowviz.filters import NO_FILTERS, Filters
from flowviz.model import Model, build_model
from flowviz.processes import FORKS, cores, spread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from flowviz.diagrams import Wish

__all__ = ["MOST_ALONE", "Drawn", "draw_many"]

MOST_ALONE: Final = {"svg": 60, "dot": 60, "png": 1, "pdf": 1}
"""Up to so many drawings of a format are done as soon by one process: starting two costs 30 ms."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A file, and what a list of files says of it."""

    wish: Wish
    name: str
    title: str
    text: str
    """What the drawing shows, for those who do not see it."""
    data: bytes


def draw_many(
    model: Model,
    wishes: Sequence[Wish],
    form: str,
    *,
    theme: str = "light",
    scale: float = 2.0,
    jobs: int | None = None,
    shown: Filters = NO_FILTERS,
) -> Iterator[Drawn]:
    """The files of ``wishes`` in their order, as `flowviz.drawing.write` makes them.

    ``jobs`` is the number of processes; None takes one for few drawings and else one a core. Each drawing is of what
    ``shown`` leaves, and always of the things that its wish names.
    """
    if jobs is None:
        jobs = 1 if len(wishes) <= MOST_ALONE[form] else cores()
    options = (form, theme, scale, shown)
    if min(jobs, len(wishes)) <= 1:
        yield from map(_drawer(model, *options), wishes)
    else:
        yield from spread(_drawer, (model if FORKS else model.catalogue, *options), wishes, jobs)


def _drawer(given: Model | Catalogue, form: str, theme: str, scale: float, shown: Filters) -> Callable[[Wish], Drawn]:
    model = build_model(given) if isinstance(given, Catalogue) else given

    def drawn(wish: Wish) -> Drawn:
        left = filters.apply(model, shown, [node for node in (wish.of, wish.to) if node])
        scene = drawing.scene_of(left, wish)
        data = drawing.write(left, scene, form, theme=theme, scale=scale)
        return Drawn(wish, scene.name, scene.title, scene.told, data)

    return drawn
