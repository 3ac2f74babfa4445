"""The page of a drawing: its title, the drawing itself, key, legend and small print, and what it says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.marginalia import sources_of
from flowviz.svg.key import draw_key
from flowviz.svg.legend import draw_legend
from flowviz.svg.matrix import draw_matrix
from flowviz.svg.parts import draw_frames, draw_parts
from flowviz.svg.pen import Pen, escaped, num, quoted, shifted, texts
from flowviz.theme import FONT_FAMILY, SIZES, THEMES

if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue
    from flowviz.diagrams.scene import Scene
    from flowviz.marginalia import Marginalia
    from flowviz.svg.pen import Foreign
    from flowviz.theme import Palette

__all__ = ["draw", "draw_apart", "draw_inner"]


def draw(
    scene: Scene,
    margins: Marginalia,
    catalogue: Catalogue,
    *,
    theme: str = "light",
    palette: Palette | None = None,
    foreign: Foreign,
    frames: bool = True,
) -> str:
    """The SVG text of a placed ``scene`` with its ``margins``, in the colours of ``theme`` (light or dark), or of a ``palette``.

    ``foreign`` gives the language of a name that is told in another one. Without ``frames``, `draw_apart` gives these.
    """
    pen = _pen(scene, catalogue, palette or THEMES[theme], foreign)
    key = shifted("key", margins.key_at, draw_key(margins.key, pen))
    body = [
        _title(margins, pen),
        f'<g class="drawing" transform="translate({num(margins.drawing_at[0])} {num(margins.drawing_at[1])})">',
        *(draw_matrix(scene, scene.matrix, pen) if scene.matrix else draw_parts(scene, pen, frames=frames)),
        "</g>",
        *([key] if key else []),
        shifted("legend", margins.legend_at, draw_legend(margins.legend, pen)),
        shifted(
            "small-print",
            margins.small_print_at,
            texts(margins.small_print, 0, 10, SIZES.small, fill=pen.palette.muted),
        ),
    ]
    return _document(scene, catalogue, pen, margins.width, margins.height, body, theme)


def draw_inner(scene: Scene, catalogue: Catalogue, *, theme: str = "light", foreign: Foreign) -> str:
    """What a placed ``scene`` shows, as SVG text to be put into that of a larger one."""
    return "\n".join(draw_parts(scene, _pen(scene, catalogue, THEMES[theme], foreign)))


def draw_apart(scene: Scene, catalogue: Catalogue, *, theme: str = "light", foreign: Foreign) -> list[str]:
    """The SVG text of each frame of a placed ``scene``."""
    return draw_frames(scene, _pen(scene, catalogue, THEMES[theme], foreign))


def _pen(scene: Scene, catalogue: Catalogue, palette: Palette, foreign: Foreign) -> Pen:
    return Pen(palette, {scope.id: scope for scope in catalogue.scopes}, scene.language, foreign)


def _document(scene: Scene, catalogue: Catalogue, pen: Pen, w: float, h: float, body: list[str], theme: str) -> str:
    header = catalogue.header
    metadata = {
        "dc:title": f"{scene.title} – {header.name.get(scene.language)}",
        "dc:source": sources_of(catalogue, scene.language),
        "dc:date": header.date,
        "dc:language": scene.language,
        "dc:identifier": f"{header.id}/{scene.name}",
        "dc:hasVersion": header.version,
        "dc:publisher": catalogue.organisation.name.get(scene.language),
    }
    entries = "".join(f"<{tag}>{escaped(value)}</{tag}>" for tag, value in metadata.items() if value)
    label = f"{scene.title} – {scene.subtitle}" if scene.subtitle else scene.title
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" width="{num(w)}" height="{num(h)}" '
                f'viewBox="0 0 {num(w)} {num(h)}" '
                f'lang="{scene.language}" xml:lang="{scene.language}" class="flowviz {scene.kind} {theme}" '
                f'role="graphics-document" aria-label={quoted(label)} '
                f'data-drawing={quoted(scene.name)} font-family={quoted(FONT_FAMILY)} font-size="{num(SIZES.name)}" '
                f'fill="{pen.palette.ink}">'
            ),
            f"<title>{escaped(label)}</title>",
            f"<desc>{escaped(scene.description)}</desc>",
            (
                '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
                'xmlns:dc="http://purl.org/dc/terms/"><rdf:Description rdf:about="">'
                f"{entries}</rdf:Description></rdf:RDF></metadata>"
            ),
            f'<rect class="page" width="{num(w)}" height="{num(h)}" fill="{pen.palette.page}"/>',
            *body,
            "</svg>\n",
        ]
    )


def _title(margins: Marginalia, pen: Pen) -> str:
    return (
        '<g class="title">'
        + texts(margins.title, *margins.title_at, SIZES.title, bold=True, lang=pen.lang(margins.title))
        + texts(margins.subtitle, *margins.subtitle_at, SIZES.name, fill=pen.palette.muted)
        + "</g>"
    )
