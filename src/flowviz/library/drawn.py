"""Drawings that a notebook shows."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from flowviz import drawing
from flowviz.diagrams import DIAGRAMS, OPTIONS, Wish
from flowviz.diagrams.dot import dot_text
from flowviz.diagrams.page import FITS
from flowviz.errors import FlowvizError, one_line
from flowviz.library.choices import language_in, one_of, page_in, theme_in
from flowviz.library.opening import model_of
from flowviz.library.written import form_of
from flowviz.lineage import Direction
from flowviz.remarks import remarks
from flowviz.writing import write_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowviz.diagrams.scene import Scene
    from flowviz.library.opening import Catalogued, Place
    from flowviz.model import Model

__all__ = ["Drawing", "draw", "drawing_of"]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished drawing. A notebook shows it where it is the value of a cell."""

    title: str
    text: str
    """What it shows in a few sentences, for those who do not see it."""
    pages: tuple[str, ...]
    """The SVG text of each page; mostly there is one."""
    dot: str
    """The same as DOT."""
    fit: str = "screen"

    @property
    def svg(self) -> str:
        """The SVG text of the first page."""
        return self.pages[0]

    def __repr__(self) -> str:
        return one_line(f"<Drawing {self.title}>")

    def _repr_svg_(self) -> str:
        return self.svg

    def save(self, path: Place, *, scale: float = 2.0, force: bool = False) -> Path:
        """The path of the file that was written: SVG, PNG, PDF or DOT, as its name ends.

        ``scale`` is how many pixels of a PNG stand for one of the SVG. Of several pages a PDF has all; other files are
        numbered, and the path is that of the first. Warns of letters that a PNG or PDF does not show, and of a drawing
        that is larger than its page. A file that flowviz did not write is overwritten only with ``force``.
        """
        form, page, texts = form_of(path, drawing.FORMATS), FITS[self.fit], self.pages
        if form == "dot":
            found = [self.dot.encode()]
        else:
            found = drawing.encoded(texts, form, scale=scale, page=page)
            for remark in remarks(texts, form, page):
                warnings.warn(f"{self.title}: {remark}", stacklevel=2)
        files = {drawing.numbered(Path(path), i, len(found)): data for i, data in enumerate(found, 1)}
        write_files(files, force=force)
        return next(iter(files))


def draw(
    catalogue: Catalogued,
    kind: str,
    *,
    of: str | None = None,
    to: str | None = None,
    depth: int = 1,
    direction: Direction = "both",
    level: int = 1,
    fit: str = "screen",
    language: str = "fi",
    theme: str = "light",
) -> Drawing:
    """The drawing of one ``kind``: ``overview`` or ``map``, or ``department``, ``feeds``, ``neighbourhood`` or ``paths`` of a thing.

    ``of`` is the id of the department, of the thing in the middle, or of the start of ways that lead to ``to``.
    ``depth`` and ``direction`` say how many hops around the thing are drawn, along feeds ``up``, ``down`` or ``both``;
    ``level``, from 1 to 3, how deep the map goes.
    ``fit`` is what it is laid out for: ``screen``, ``slide``, ``a4``, ``a4-landscape``, ``a3``, ``a1`` or ``column``; text
    is never made smaller to fit, and what one page does not hold goes on to the next.

    >>> import flowviz
    >>> drawing = flowviz.draw(flowviz.load(), "neighbourhood", of="kela", language="en")
    >>> drawing
    <Drawing Kela (Social Insurance Institution of Finland)>
    >>> drawing.text
    'Kela (Social Insurance Institution of Finland). Surroundings in both directions: 1 hop, 2 items. Kela ...'

    Raises `UnknownThing` for an id that does not exist, `DrawingError` for one that is missing.
    """
    needs = DIAGRAMS[one_of("kind of drawing", kind, DIAGRAMS)].of
    if needs is None and of is not None:
        raise FlowvizError(f"a drawing of kind '{kind}' is of the whole catalogue: leave the id '{of}' out")
    if depth < 1:
        raise FlowvizError(f"a depth of {depth} shows nothing: give 1 or more hops")
    one_of("direction", direction, get_args(Direction))
    one_of("level", str(level), map(str, OPTIONS["level"].metadata["values"]))
    wish = Wish(
        kind=kind,
        of=of,
        to=to,
        depth=depth,
        direction=direction,
        level=level,
        language=language_in(language),
        page=page_in(fit),
    )
    theme_in(theme)
    model = model_of(catalogue)
    pages = drawing.pages_of(model, wish)
    whole = pages[0] if len(pages) == 1 else drawing.scene_of(model, wish)
    return drawing_of(model, whole, theme=theme, fit=fit, pages=pages)


def drawing_of(model: Model, scene: Scene, *, theme: str, fit: str = "screen", pages: Sequence[Scene] = ()) -> Drawing:
    """The drawing of ``scene``, or where it is cut into ``pages``, of these."""
    dot = dot_text(scene, model.catalogue.scopes)
    texts = tuple(drawing.finish(model, page, theme=theme_in(theme)) for page in pages or [scene])
    return Drawing(scene.title, scene.told, texts, dot, fit)
