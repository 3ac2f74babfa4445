"""A placed scene -> SVG text that opens right everywhere: real text, no styles to lose, a name for every part.

The order in the file is the order in which a screen reader meets things: title, frames and cards with their dots,
lines, the key, the legend, the small print. Groups carry ``class`` (frame, node, dot, edge, and kind, scope, basis)
and ``data-`` attributes for scripts. The same scene gives the same bytes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Final

from flowviz.catalogue import OWN, UNSTATED, Catalogue, Scope
from flowviz.diagrams import curves
from flowviz.diagrams.department import KEY_WIDTH, key_columns, key_group_height
from flowviz.diagrams.scene import Card, Dot, Frame, KeyGroup, LegendItem, Line, Scene
from flowviz.locales import date, words
from flowviz.theme import FONT_FAMILY, SIZES, THEMES, Palette
from flowviz.typography import width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["draw", "sign"]

_SHAPES: Final[Mapping[str, tuple[tuple[float, float], ...]]] = {
    "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    "square": ((-0.93, -0.93), (0.93, -0.93), (0.93, 0.93), (-0.93, 0.93)),
    "triangle": ((0, -1.3), (1.42, 1.0), (-1.42, 1.0)),
    "hexagon": ((-1.15, 0), (-0.6, -1), (0.6, -1), (1.15, 0), (0.6, 1), (-0.6, 1)),
    "pentagon": ((0, -1.15), (1.13, -0.3), (0.75, 1), (-0.75, 1), (-1.13, -0.3)),
    "octagon": ((-1, -0.45), (-0.45, -1), (0.45, -1), (1, -0.45), (1, 0.45), (0.45, 1), (-0.45, 1), (-1, 0.45)),
    "house": ((0, -1.15), (1, -0.4), (1, 1), (-1, 1), (-1, -0.4)),
}
WIDEST_HEAD: Final = 1000.0
"""A drawing is not made wider than this for its title and small print."""
_TEXT_DROP: Final = {"triangle": 0.32, "house": 0.16, "pentagon": 0.1}


@dataclass(frozen=True)
class _Mark:
    """How a mark is drawn: a sign, a line, and the name of its colour in the palette."""

    sign: str
    colour: str
    width: float
    dash: str = ""
    double: bool = False
    struck: bool = False

    def line(self) -> str:
        dash = f' stroke-dasharray="{self.dash}"' if self.dash else ""
        return f'stroke-width="{_n(self.width)}"{dash}'


_MARKS: Final[Mapping[str, _Mark]] = {
    "added": _Mark("+", "added", 3.2),
    "removed": _Mark("−", "removed", 1.8, dash="7 4", struck=True),
    "changed": _Mark("~", "changed", 1.4, double=True),
    "cut-off": _Mark("×", "removed", 3.6),
    "weakened": _Mark("↓", "changed", 2.4, dash="12 3 2 3"),
    "touched": _Mark("=", "added", 1.2, double=True),
    "upstream": _Mark("↑", "muted", 1.8, dash="2 3"),
    "holder": _Mark("!", "focus", 1.4, dash="5 3", double=True),
}


_WAY: Final = 3.4
"""The weight of a line on a way that is told of."""


@dataclass(frozen=True)
class _Pen:
    """What every piece of a drawing needs to know."""

    palette: Palette
    scopes: Mapping[str, Scope]
    language: str


def draw(scene: Scene, catalogue: Catalogue, *, theme: str = "light") -> str:
    """The SVG text of a placed ``scene`` in the colours of ``theme`` (light or dark)."""
    pen = _Pen(THEMES[theme], {scope.id: scope for scope in catalogue.scopes}, scene.language)
    top = SIZES.margin + 54
    left = SIZES.margin
    key, key_w, key_h = _key(scene, pen)
    beside = bool(key) and not scene.key_below
    total_w = max(scene.width + (SIZES.gap + key_w if beside else 0), min(_head_width(scene, catalogue), WIDEST_HEAD))
    body_h = max(scene.height, key_h) if beside else scene.height
    legend, legend_h = _legend(scene.legend, pen, total_w)
    small, small_h = _small_print(scene, catalogue, pen, total_w)
    y = top + body_h + SIZES.gap - 2
    parts = [_translated("key", left + scene.width + SIZES.gap, top, key)] if beside else []
    if key and not beside:
        parts.append(_translated("key", left, y, key))
        y += key_h + SIZES.gap
    parts.append(_translated("legend", left, y, legend))
    y += legend_h
    parts.append(_translated("small-print", left, y, small))
    height = y + small_h + SIZES.margin - 8
    body = [
        _title(scene, pen, total_w),
        f'<g class="drawing" transform="translate({_n(left)} {_n(top)})">',
        *_body(scene, pen),
        "</g>",
        *parts,
    ]
    return _document(scene, catalogue, pen, total_w + 2 * SIZES.margin, height, body, theme)


def sign(scope: str, catalogue: Catalogue, *, theme: str = "light") -> str:
    """The SVG text of the sign of a scope alone, as it stands in legends."""
    pen = _Pen(THEMES[theme], {entry.id: entry for entry in catalogue.scopes}, "")
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="28" height="28" viewBox="0 0 28 28" '
        f"font-family={_a(FONT_FAMILY)}>{_sign(scope, 14, 14, 9, pen)}</svg>\n"
    )


# --- the document


def _document(scene: Scene, catalogue: Catalogue, pen: _Pen, w: float, h: float, body: list[str], theme: str) -> str:
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
    entries = "".join(f"<{tag}>{_t(value)}</{tag}>" for tag, value in metadata.items() if value)
    label = f"{scene.title} – {scene.subtitle}" if scene.subtitle else scene.title
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(w)}" height="{_n(h)}" '
                f'viewBox="0 0 {_n(w)} {_n(h)}" '
                f'lang="{scene.language}" xml:lang="{scene.language}" class="flowviz {scene.kind} {theme}" '
                f'role="graphics-document" aria-label={_a(label)} '
                f'data-drawing={_a(scene.name)} font-family={_a(FONT_FAMILY)} font-size="{_n(SIZES.name)}" '
                f'fill="{pen.palette.ink}">'
            ),
            f"<title>{_t(label)}</title>",
            f"<desc>{_t(scene.description)}</desc>",
            (
                '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
                'xmlns:dc="http://purl.org/dc/terms/"><rdf:Description rdf:about="">'
                f"{entries}</rdf:Description></rdf:RDF></metadata>"
            ),
            f'<rect class="page" width="{_n(w)}" height="{_n(h)}" fill="{pen.palette.page}"/>',
            *body,
            "</svg>\n",
        ]
    )


def _title(scene: Scene, pen: _Pen, w: float) -> str:
    x, y = SIZES.margin, SIZES.margin + 18
    lines = wrap(scene.title, w, SIZES.title, bold=True, lines=1)
    subtitle = wrap(scene.subtitle, w, SIZES.name, lines=1) if scene.subtitle else []
    return (
        '<g class="title">'
        + _text(lines, x, y, SIZES.title, bold=True)
        + _text(subtitle, x, y + 24, SIZES.name, fill=pen.palette.muted)
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


def _small_print(scene: Scene, catalogue: Catalogue, pen: _Pen, w: float) -> tuple[str, float]:
    lines = wrap(_imprint(scene, catalogue), w, SIZES.small)
    return _text(lines, 0, 10, SIZES.small, fill=pen.palette.muted), len(lines) * SIZES.small * SIZES.line_height


# --- frames, cards, dots, lines


def _body(scene: Scene, pen: _Pen) -> Iterable[str]:
    dots: dict[str, list[Dot]] = {}
    for dot in scene.dots:
        dots.setdefault(dot.owner, []).append(dot)
    for frame in scene.frames:
        yield _frame(frame, pen)
        if frame.thing:
            yield from (_dot(dot, pen) for dot in dots.pop(frame.thing, ()))
    for card in scene.cards:
        yield _card(card, pen)
        yield from (_dot(dot, pen) for dot in dots.pop(card.id, ()))
    for line in scene.lines:
        yield _line(line, pen)
    # labels last, so that no line of another feed runs over a number
    for line in scene.lines:
        if line.label and line.label_at:
            yield _line_label(line, pen)


def _frame(frame: Frame, pen: _Pen) -> str:
    p = pen.palette
    fill, stroke, dash = p.frame, p.frame_line, ""
    if frame.kind == "whole":
        fill, stroke = p.card, p.card_line
    elif frame.kind == "lane":
        fill, stroke = p.page, p.frame_line
        dash = ' stroke-dasharray="2 3"'
    classes = f"frame {frame.kind}" + (f" scope-{frame.scope}" if frame.scope else "")
    outline = f'stroke="{stroke}" stroke-width="1"{dash}'
    if frame.mark:
        classes += f" mark-{frame.mark}"
        outline = f'stroke="{_ink(frame.mark, pen)}" {_MARKS[frame.mark].line()}'
    data = f" data-id={_a(frame.thing)}" if frame.thing else ""
    role = f' role="img" aria-label={_a(frame.text)}' if frame.text else ""
    title = f"<title>{_t(frame.text)}</title>" if frame.text else ""
    sign = ""
    text_x = frame.x + SIZES.pad + (2 if frame.kind == "department" else 0)
    text_y = frame.y + SIZES.pad + SIZES.name * 0.98 + (9 if frame.kind == "department" else 1)
    if frame.header:
        lines_h = (len(frame.lines) * SIZES.name + len(frame.small) * SIZES.small) * SIZES.line_height
        text_x = frame.x + SIZES.pad
        text_y = (
            frame.y + SIZES.pad + (frame.header - lines_h) / 2 + SIZES.name * (1.02 if frame.kind == "whole" else 0.62)
        )
    if frame.kind == "lane" and frame.scope:
        sign = _sign(frame.scope, text_x + 9, text_y - 4.5, 9, pen)
        text_x += 26
    return (
        f'<g id={_a(frame.id)} class="{classes}"{data}{role}>{title}'
        f'<rect x="{_n(frame.x)}" y="{_n(frame.y)}" width="{_n(frame.w)}" height="{_n(frame.h)}" '
        f'rx="{_n(SIZES.radius + 4)}" fill="{fill}" {outline}/>{sign}'
        + _text(frame.lines, text_x, text_y, SIZES.name, bold=True)
        + _text(
            frame.small, text_x, text_y + len(frame.lines) * SIZES.name * SIZES.line_height, SIZES.small, fill=p.muted
        )
        + _marked(frame, SIZES.radius + 4, text_x, text_y, frame.lines, pen)
        + "</g>"
    )


def _card(card: Card, pen: _Pen) -> str:
    p = pen.palette
    own = card.scope in (OWN, UNSTATED)
    fill = p.card if own else pen.scopes[card.scope].colour
    ink = p.ink if own else p.on_scope
    stroke = p.card_line
    radius = {"party": min(card.h / 2, 20), "system": 2.0, "register": 2.0}.get(card.kind, SIZES.radius)
    outline = f'stroke="{p.focus}" stroke-width="3"' if card.strong else f'stroke="{stroke}" stroke-width="1.2"'
    dash = ' stroke-dasharray="5 3"' if card.scope == UNSTATED and card.kind != "system" else ""
    if card.mark in _MARKS:
        outline, dash = f'stroke="{_ink(card.mark, pen)}" {_MARKS[card.mark].line()}', ""
    signed = card.sign and card.scope != OWN
    text_x = card.x + (SIZES.pad if not signed else 40)
    lines_h = len(card.lines) * SIZES.name * SIZES.line_height + len(card.small) * SIZES.small * SIZES.line_height
    text_y = card.y + (card.h - lines_h) / 2 + SIZES.name * 1.02
    small_y = text_y + len(card.lines) * SIZES.name * SIZES.line_height
    classes = (
        f"node kind-{card.kind} scope-{card.scope}"
        + (f" mark-{card.mark}" if card.mark else "")
        + (" focus" if card.strong else "")
    )
    return (
        f'<g id={_a("node-" + card.id)} class="{classes}" data-id={_a(card.id)} data-kind="{card.kind}" '
        f'data-scope={_a(card.scope)} role="img" aria-label={_a(card.text)}><title>{_t(card.text)}</title>'
        f'<rect x="{_n(card.x)}" y="{_n(card.y)}" width="{_n(card.w)}" height="{_n(card.h)}" rx="{_n(radius)}" '
        f'fill="{fill}" {outline}{dash}/>'
        + _bars(card.kind, card.x, card.y, card.w, card.h, stroke)
        + _text(card.lines, text_x, text_y, SIZES.name, bold=_is_bold(card), fill=ink)
        + _text(card.small, text_x, small_y - 1, SIZES.small, fill=p.muted if own else p.on_scope)
        + _marked(card, radius, text_x, text_y, card.lines, pen)
        + (_sign(card.scope, card.x + 22, card.y + card.h / 2, 9.5, pen) if signed else "")
        + "</g>"
    )


def _is_bold(card: Card) -> bool:
    return card.kind in ("resource", "department")


def _bars(kind: str, x: float, y: float, w: float, h: float, colour: str) -> str:
    """The inner lines that tell a system (both sides) and a register (left) from a resource."""
    sides = {"system": (x + 4, x + w - 4), "register": (x + 4,)}.get(kind, ())
    lines = "".join(f"M{_n(at)} {_n(y)}v{_n(h)}" for at in sides)
    return f'<path d="{lines}" fill="none" stroke="{colour}" stroke-width="1.2"/>' if lines else ""


def _marked(item: Card | Frame, radius: float, text_x: float, text_y: float, lines: list[str], pen: _Pen) -> str:
    """What a mark adds to a card or a frame: a second outline, a struck-out name, and a tag with its sign and word."""
    if item.mark not in _MARKS:
        return ""
    mark, colour = _MARKS[item.mark], _ink(item.mark, pen)
    parts = []
    if mark.double:
        parts.append(
            f'<rect x="{_n(item.x + 3.5)}" y="{_n(item.y + 3.5)}" width="{_n(item.w - 7)}" height="{_n(item.h - 7)}" '
            f'rx="{_n(max(radius - 3, 1))}" fill="none" stroke="{colour}" {mark.line()}/>'
        )
    if mark.struck:
        step = SIZES.name * SIZES.line_height
        bold = isinstance(item, Frame) or _is_bold(item)
        strokes = "".join(
            f"M{_n(text_x - 2)} {_n(text_y + i * step - SIZES.name * 0.34)}h{_n(width(line, SIZES.name, bold=bold) + 4)}"
            for i, line in enumerate(lines)
        )
        parts.append(f'<path d="{strokes}" stroke="{colour}" stroke-width="1.6"/>')
    tag = f"{mark.sign} {item.word}".rstrip()
    tag_w = width(tag, SIZES.small, bold=True) + 14
    parts.append(
        f'<rect x="{_n(item.x + 10)}" y="{_n(item.y - 9)}" width="{_n(tag_w)}" height="17" rx="8.5" fill="{colour}"/>'
        + _text([tag], item.x + 17, item.y + 3.6, SIZES.small, bold=True, fill=pen.palette.page)
    )
    return "".join(parts)


def _dot_mark(dot: Dot, pen: _Pen) -> str:
    """The ring and the sign of a marked dot, whose label stays readable: the key needs it."""
    if dot.mark not in _MARKS:
        return ""
    mark, colour = _MARKS[dot.mark], _ink(dot.mark, pen)
    rings = [dot.r + 3.5, *([dot.r + 6.5] if mark.double else [])]
    dash = ' stroke-dasharray="4 3"' if mark.dash else ""
    line = f'stroke="{colour}" stroke-width="{_n(min(mark.width, 2.4))}"{dash}'
    ring = "".join(f'<circle cx="{_n(dot.x)}" cy="{_n(dot.y)}" r="{_n(r)}" fill="none" {line}/>' for r in rings)
    return ring + _tag(mark, dot.x + dot.r * 0.95, dot.y - dot.r * 0.95, colour, pen)


def _ink(mark: str, pen: _Pen) -> str:
    """The colour of a mark."""
    colour: str = getattr(pen.palette, _MARKS[mark].colour)
    return colour


def _tag(mark: _Mark, x: float, y: float, colour: str, pen: _Pen) -> str:
    """The sign of a mark on a small disc."""
    return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="7" fill="{colour}"/>' + _text(
        [mark.sign], x, y + 4, SIZES.small, bold=True, anchor="middle", fill=pen.palette.page
    )


def _dot(dot: Dot, pen: _Pen) -> str:
    p = pen.palette
    classes, data, arrow = f"dot scope-{dot.scope}", "", ""
    if dot.way:
        basis = "implied" if dot.implied else "stated"
        classes += f" way-{dot.way} {basis}"
        data = f' data-way="{dot.way}" data-basis="{basis}"'
        arrow = _way_arrow(dot.way, dot.x - 32, dot.y, p.line)
    if dot.mark:
        classes += f" mark-{dot.mark}"
    return (
        f'<g id={_a(f"dot-{dot.owner}--{dot.target}")} class="{classes}" data-id={_a(dot.target)} '
        f'data-owner={_a(dot.owner)}{data} role="img" aria-label={_a(dot.text)}><title>{_t(dot.text)}</title>'
        + arrow
        + _sign(dot.scope, dot.x, dot.y, dot.r, pen, label=dot.label, dashed=dot.implied)
        + _text([dot.count], dot.x + dot.r * 1.5 + 2, dot.y + SIZES.small * 0.36, SIZES.small)
        + _dot_mark(dot, pen)
        + "</g>"
    )


def _way_arrow(way: str, x: float, y: float, colour: str) -> str:
    """A short arrow that ends left of a dot: out to the right, in to the left."""
    tip = {"out": "M7 -3.2L11 0L7 3.2", "in": "M3 -3.2L-1 0L3 3.2", "both": "M7 -3.2L11 0L7 3.2M3 -3.2L-1 0L3 3.2"}[way]
    return (
        f'<path class="way" d="M-1 0H11{tip}" transform="translate({_n(x)} {_n(y)})" fill="none" stroke="{colour}" '
        'stroke-width="1.6" stroke-linejoin="round" stroke-linecap="round"/>'
    )


def _sign(
    scope: str, x: float, y: float, r: float, pen: _Pen, *, label: str | None = None, dashed: bool = False
) -> str:
    """The shape of a scope with its letter, or with ``label``."""
    entry = pen.scopes[scope]
    label = entry.letter if label is None else label
    p = pen.palette
    plain = scope in (OWN, UNSTATED)
    ink = p.ink if plain else p.on_scope
    fill, stroke = (p.card, p.card_line) if plain else (entry.colour, p.scope_line)
    dash = ' stroke-dasharray="3 2.4"' if dashed else ""
    shape = _shape(entry.shape, x, y, r, f'fill="{fill}" stroke="{stroke}" stroke-width="1.2"{dash}')
    if dashed and not plain and p.scope_line == p.page:
        # an outline in the colour of the page cannot be seen to be dashed
        shape += _shape(entry.shape, x, y, r * 0.84, f'fill="none" stroke="{ink}" stroke-width="1.1"{dash}')
    size = SIZES.small if r > 10 else SIZES.small - 0.5
    drop = _TEXT_DROP.get(entry.shape, 0.0) * r
    text = (
        f'<text x="{_n(x)}" y="{_n(y + size * 0.36 + drop)}" font-size="{_n(size)}" font-weight="700" '
        f'text-anchor="middle" fill="{ink}">{_t(label)}</text>'
    )
    return shape + text


def _shape(shape: str, x: float, y: float, r: float, attributes: str) -> str:
    if shape == "circle":
        return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(r)}" {attributes}/>'
    points = " ".join(f"{_n(x + a * r)},{_n(y + b * r)}" for a, b in _SHAPES[shape])
    return f'<polygon points="{points}" {attributes}/>'


def _line(line: Line, pen: _Pen) -> str:
    marks = line.mark.split("-")
    lost = "lost" in marks
    colour = pen.palette.removed if lost else pen.palette.line
    basis = "implied" if line.implied else "stated"
    path = _path(line.points)
    if line.curve:
        path = "".join(_curve(piece) for piece in curves.pieces(line))
    dash = ' stroke-dasharray="6 4"' if line.implied else ""
    heads = []
    if line.way in ("out", "both"):
        heads.append(_head(line.points[-2], line.points[-1], colour))
    if line.way in ("in", "both"):
        heads.append(_head(line.points[1], line.points[0], colour))
    mark = f" mark-{line.mark}" if line.mark else ""
    weight = _WAY if "way" in marks else line.weight
    return (
        f'<g id={_a(f"feed-{line.source}--{line.target}")} class="edge way-{line.way} {basis}{mark}" '
        f'data-source={_a(line.source)} data-target={_a(line.target)} data-way="{line.way}" data-basis="{basis}" '
        f'role="img" aria-label={_a(line.text)}><title>{_t(line.text)}</title>'
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{_n(weight)}"{dash}/>'
        + "".join(heads)
        + (_cross(*curves.middle(line), colour) if lost else "")
        + "</g>"
    )


def _cross(x: float, y: float, colour: str) -> str:
    """The cross on a feed that ends."""
    return (
        f'<path class="cross" d="M{_n(x - 6)} {_n(y - 6)}l12 12M{_n(x - 6)} {_n(y + 6)}l12 -12" '
        f'stroke="{colour}" stroke-width="2.6" stroke-linecap="round"/>'
    )


def _line_label(line: Line, pen: _Pen) -> str:
    assert line.label_at is not None
    x, y = line.label_at
    w = curves.label_width(line)
    return (
        f'<g class="edge-label" aria-hidden="true">'
        f'<rect x="{_n(x - w / 2)}" y="{_n(y - 8.5)}" width="{_n(w)}" height="17" rx="8.5" '
        f'fill="{pen.palette.page}" stroke="{pen.palette.frame_line}" stroke-width="0.8"/>'
        f'<text x="{_n(x)}" y="{_n(y + 4)}" font-size="{_n(SIZES.small)}" font-weight="700" text-anchor="middle">'
        f"{_t(line.label)}</text></g>"
    )


def _curve(points: list[tuple[float, float]]) -> str:
    start, *rest = (f"{_n(x)} {_n(y)}" for x, y in points)
    return f"M{start}C{' '.join(rest)}"


def _path(points: list[tuple[float, float]]) -> str:
    """A polyline whose corners are rounded."""
    if len(points) < 3:
        return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
    parts = [f"M{_n(points[0][0])} {_n(points[0][1])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        a = _towards(corner, before, 14)
        b = _towards(corner, after, 14)
        parts.append(f"L{_n(a[0])} {_n(a[1])}Q{_n(corner[0])} {_n(corner[1])} {_n(b[0])} {_n(b[1])}")
    parts.append(f"L{_n(points[-1][0])} {_n(points[-1][1])}")
    return "".join(parts)


def _towards(start: tuple[float, float], end: tuple[float, float], most: float) -> tuple[float, float]:
    distance = math.dist(start, end)
    share = min(most, distance / 2) / distance if distance else 0
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _head(before: tuple[float, float], tip: tuple[float, float], colour: str) -> str:
    angle = math.atan2(tip[1] - before[1], tip[0] - before[0])
    points = []
    for reach, turn in ((0.0, 0.0), (8.5, math.pi - 0.42), (8.5, math.pi + 0.42)):
        points.append(f"{_n(tip[0] + reach * math.cos(angle + turn))},{_n(tip[1] + reach * math.sin(angle + turn))}")
    return f'<polygon class="head" points="{" ".join(points)}" fill="{colour}"/>'


# --- key and legend


def _key(scene: Scene, pen: _Pen) -> tuple[str, float, float]:
    """The key, its width and its height; it stands beside the drawing, or below it in columns."""
    if not scene.key:
        return "", 0, 0
    if scene.key_below:
        count = max(1, int((scene.width + SIZES.gap) // (KEY_WIDTH + SIZES.gap)))
    else:
        count = key_columns(scene.key, scene.height)
    columns = _split(scene.key, count)
    parts = [_text([words(scene.language)("key")], 0, 17, SIZES.heading + 1, bold=True)]
    tallest = 0.0
    for i, column in enumerate(columns):
        y = 34.0
        for group in column:
            parts.append(_key_group(group, i * KEY_WIDTH, y, pen))
            y += key_group_height(group)
        tallest = max(tallest, y)
    return "".join(parts), len(columns) * KEY_WIDTH, tallest


def _split(groups: list[KeyGroup], count: int) -> list[list[KeyGroup]]:
    """The groups in reading order in ``count`` columns of about the same height."""
    target = sum(key_group_height(group) for group in groups) / count
    groups = [piece for group in groups for piece in _pieces(group, max(target, 300.0))]
    columns: list[list[KeyGroup]] = [[]]
    height = 0.0
    for group in groups:
        h = key_group_height(group)
        if columns[-1] and len(columns) < count and height + h / 2 > target:
            columns.append([])
            height = 0
        columns[-1].append(group)
        height += h
    return columns


def _pieces(group: KeyGroup, most: float) -> list[KeyGroup]:
    """``group``, or where it is higher than a column several groups of its entries."""
    count = math.ceil(key_group_height(group) / most)
    step = math.ceil(len(group.entries) / count)
    return [
        KeyGroup(scope=group.scope, lines=group.lines, entries=group.entries[i : i + step])
        for i in range(0, len(group.entries), step)
    ]


def _key_group(group: KeyGroup, x: float, y: float, pen: _Pen) -> str:
    size = SIZES.small + 1
    parts = [
        _sign(group.scope, x + 14, y + 9, 9, pen),
        _text(group.lines, x + 36, y + 14, SIZES.heading, bold=True),
    ]
    y += len(group.lines) * SIZES.heading * SIZES.line_height + 6
    for entry in group.entries:
        data = f" data-id={_a(entry.target)}" if entry.target else ""
        shown = [entry.label] if entry.label else []
        fill = pen.palette.ink if entry.target else pen.palette.muted
        parts.append(
            f'<g class="key-entry"{data}>'
            + _text(shown, x + 14, y + 12, size, bold=True, anchor="middle")
            + _text(entry.lines, x + 36, y + 12, size, fill=fill)
            + "</g>"
        )
        y += max(len(entry.lines) * size * SIZES.line_height + 6, 22)
    return f'<g class="key-group scope-{group.scope}">{"".join(parts)}</g>'


def _legend(items: list[LegendItem], pen: _Pen, w: float) -> tuple[str, float]:
    """The legend in rows, and its height."""
    if not items:
        return "", 0
    x, y, parts = 0.0, 10.0, []
    for item in items:
        item_w = 34 + width(item.text, SIZES.small + 1) + 22
        if x and x + item_w > w:
            x, y = 0.0, y + 24
        parts.append(
            f'<g class="legend-item">{_legend_sign(item, x + 13, y, pen)}'
            + _text([item.text], x + 32, y + 4.3, SIZES.small + 1)
            + "</g>"
        )
        x += item_w
    return "".join(parts), y + 24


def _legend_sign(item: LegendItem, x: float, y: float, pen: _Pen) -> str:
    p = pen.palette
    if item.sign == "scope":
        return _sign(item.value, x, y, 9, pen)
    if item.sign == "way":
        return _way_arrow(item.value, x - 5, y, p.line)
    if item.sign == "kind":
        rx = {"party": 8, "system": 1, "register": 1}.get(item.value, 4)
        return (
            f'<rect x="{_n(x - 12)}" y="{_n(y - 8)}" width="24" height="16" rx="{rx}" fill="{p.card}" '
            f'stroke="{p.card_line}" stroke-width="1.2"/>' + _bars(item.value, x - 12, y - 8, 24, 16, p.card_line)
        )
    if item.sign == "mark":
        return _mark_sample(item.value, x, y, pen)
    if item.sign == "weight":
        return (
            f'<path d="M{_n(x - 14)} {_n(y)}H{_n(x + 14)}" stroke="{p.line}" stroke-width="2.4"/>'
            f'<circle cx="{_n(x)}" cy="{_n(y)}" r="8" fill="{p.page}" stroke="{p.frame_line}" stroke-width="0.8"/>'
            + _text(["n"], x, y + 4, SIZES.small, bold=True, anchor="middle")
        )
    dash = ' stroke-dasharray="{}"'
    if item.value.startswith("basis"):
        dashed = dash.format("3 2.4") if item.value.endswith("implied") else ""
        return _shape("circle", x, y, 8, f'fill="{p.card}" stroke="{p.card_line}" stroke-width="1.2"{dashed}')
    dashed = dash.format("6 4") if item.value.endswith("implied") else ""
    return f'<path d="M{_n(x - 14)} {_n(y)}H{_n(x + 14)}" stroke="{p.line}" stroke-width="1.4"{dashed}/>'


def _mark_sample(name: str, x: float, y: float, pen: _Pen) -> str:
    if name in ("way", "lost"):
        stroke, weight = (pen.palette.line, _WAY) if name == "way" else (pen.palette.removed, 1.4)
        cross = _cross(x, y, stroke) if name == "lost" else ""
        return f'<path d="M{_n(x - 14)} {_n(y)}H{_n(x + 14)}" stroke="{stroke}" stroke-width="{weight}"/>{cross}'
    mark, colour = _MARKS[name], _ink(name, pen)
    parts = [
        (
            f'<rect x="{_n(x - 14)}" y="{_n(y - 8)}" width="28" height="17" rx="4" fill="{pen.palette.card}" '
            f'stroke="{colour}" {mark.line()}/>'
        )
    ]
    if mark.double:
        parts.append(
            f'<rect x="{_n(x - 11)}" y="{_n(y - 5)}" width="22" height="11" rx="2" fill="none" '
            f'stroke="{colour}" {mark.line()}/>'
        )
    if mark.struck:
        parts.append(f'<path d="M{_n(x - 9)} {_n(y + 0.5)}h18" stroke="{colour}" stroke-width="1.6"/>')
    return "".join(parts) + _tag(mark, x - 10, y - 7, colour, pen)


# --- small pieces


def _text(
    lines: Iterable[str],
    x: float,
    y: float,
    size: float,
    *,
    bold: bool = False,
    fill: str | None = None,
    anchor: str | None = None,
) -> str:
    """The lines as one ``<text>`` each: tspans with ``dy`` are lost in some word processors."""
    weight = ' font-weight="700"' if bold else ""
    colour = f' fill="{fill}"' if fill else ""
    align = f' text-anchor="{anchor}"' if anchor else ""
    step = size * SIZES.line_height
    return "".join(
        f'<text x="{_n(x)}" y="{_n(y + i * step)}" font-size="{_n(size)}"{weight}{colour}{align}>{_t(line)}</text>'
        for i, line in enumerate(lines)
        if line
    )


def _translated(name: str, x: float, y: float, content: str) -> str:
    return f'<g class="{name}" transform="translate({_n(x)} {_n(y)})">{content}</g>' if content else ""


def _n(number: float) -> str:
    """A number as short as it can be, to a tenth of a pixel."""
    text = f"{number:.1f}"
    return text.removesuffix(".0") if text != "-0.0" else "0"


def _t(text: str) -> str:
    return escape(text, quote=False)


def _a(text: str) -> str:
    quoted = escape(text).replace("\n", "&#10;")  # a plain line break in an attribute is read as a space
    return f'"{quoted}"'
