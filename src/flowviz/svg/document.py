"""The page of a drawing: its title, the drawing itself, key, legend and small print, and what it says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flowviz.diagrams.key import placed
from flowviz.locales import date, words
from flowviz.svg.key import draw_key
from flowviz.svg.legend import draw_legend
from flowviz.svg.parts import draw_parts
from flowviz.svg.pen import Pen, escaped, num, quoted, shifted, texts
from flowviz.theme import FONT_FAMILY, SIZES, THEMES
from flowviz.typography import width, wrap

if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue
    from flowviz.diagrams.scene import Scene

__all__ = ["draw"]


WIDEST_HEAD: Final = 1000.0
"""A drawing is not made wider than this for its title and small print."""


def draw(scene: Scene, catalogue: Catalogue, *, theme: str = "light") -> str:
    """The SVG text of a placed ``scene`` in the colours of ``theme`` (light or dark)."""
    pen = Pen(THEMES[theme], {scope.id: scope for scope in catalogue.scopes}, scene.language)
    top = SIZES.margin + 54
    left = SIZES.margin
    found = placed(scene)
    key = draw_key(found, pen)
    beside = bool(key) and not scene.key_below
    total_w = max(
        scene.width + (SIZES.gap + found.width if beside else 0), min(_head_width(scene, catalogue), WIDEST_HEAD)
    )
    body_h = max(scene.height, found.height) if beside else scene.height
    legend, legend_h = draw_legend(scene.legend, pen, total_w)
    small, small_h = _small_print(scene, catalogue, pen, total_w)
    y = top + body_h + SIZES.gap - 2
    parts = [shifted("key", left + scene.width + SIZES.gap, top, key)] if beside else []
    if key and not beside:
        parts.append(shifted("key", left, y, key))
        y += found.height + SIZES.gap
    parts.append(shifted("legend", left, y, legend))
    y += legend_h
    parts.append(shifted("small-print", left, y, small))
    height = y + small_h + SIZES.margin - 8
    body = [
        _title(scene, pen, total_w),
        f'<g class="drawing" transform="translate({num(left)} {num(top)})">',
        *draw_parts(scene, pen),
        "</g>",
        *parts,
    ]
    return _document(scene, catalogue, pen, total_w + 2 * SIZES.margin, height, body, theme)


def _document(scene: Scene, catalogue: Catalogue, pen: Pen, w: float, h: float, body: list[str], theme: str) -> str:
    header = catalogue.header
    metadata = {
        "dc:title": f"{scene.title} – {header.name.get(scene.language)}",
        "dc:source": _sources(catalogue, scene.language),
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


def _title(scene: Scene, pen: Pen, w: float) -> str:
    x, y = SIZES.margin, SIZES.margin + 18
    lines = wrap(scene.title, w, SIZES.title, bold=True, lines=1)
    subtitle = wrap(scene.subtitle, w, SIZES.name, lines=1) if scene.subtitle else []
    return (
        '<g class="title">'
        + texts(lines, x, y, SIZES.title, bold=True)
        + texts(subtitle, x, y + 24, SIZES.name, fill=pen.palette.muted)
        + "</g>"
    )


def _head_width(scene: Scene, catalogue: Catalogue) -> float:
    """The width at which title, subtitle and small print need no second line."""
    return max(
        width(scene.title, SIZES.title, bold=True),
        width(scene.subtitle, SIZES.name),
        width(_imprint(scene, catalogue), SIZES.small),
    )


def _imprint(scene: Scene, catalogue: Catalogue) -> str:
    """What the small print says: the catalogue, its version and date, the language and the source."""
    say = words(scene.language)
    header = catalogue.header
    parts = [
        header.name.get(scene.language),
        f"{say('version')} {header.version}",
        date(header.date, scene.language),
        say("language"),
    ]
    if catalogue.sources:
        parts.append(f"{say('source')}: {_sources(catalogue, scene.language)}")
    return " · ".join(parts)


def _sources(catalogue: Catalogue, language: str) -> str:
    return "; ".join(source.title.get(language) for source in catalogue.sources)


def _small_print(scene: Scene, catalogue: Catalogue, pen: Pen, w: float) -> tuple[str, float]:
    lines = wrap(_imprint(scene, catalogue), w, SIZES.small)
    return texts(lines, 0, 10, SIZES.small, fill=pen.palette.muted), len(lines) * SIZES.small * SIZES.line_height
