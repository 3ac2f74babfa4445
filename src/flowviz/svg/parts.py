"""What a scene shows, in the order in which it is read: frames and cards with their dots, then lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.catalogue import OWN, UNCOLOURED, UNSTATED
from flowviz.diagrams.scene import thing_of
from flowviz.svg.headings import draw_heading
from flowviz.svg.lines import draw_label, draw_line
from flowviz.svg.marks import outlined, ringed, stroke_of
from flowviz.svg.pen import Pen, escaped, num, quoted, texts
from flowviz.svg.signs import DOT_DASHES, bars, scope_sign, way_arrow
from flowviz.theme import MARKS, SIZES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowviz.diagrams.scene import Card, Dot, Frame, Scene

__all__ = ["draw_parts"]


def draw_parts(scene: Scene, pen: Pen) -> Iterable[str]:
    """Each part of the drawing itself, without title, key and legend."""
    dots: dict[str, list[Dot]] = {}
    for dot in scene.dots:
        dots.setdefault(dot.owner, []).append(dot)
    for frame in scene.frames:
        yield _frame(frame, pen)
        if frame.thing:
            yield from (_dot(dot, pen) for dot in dots.pop(frame.thing, ()))
    headings = {heading.column: heading for heading in scene.headings}
    for card in scene.cards:
        if card.column in headings:
            yield draw_heading(headings.pop(card.column), pen)
        yield _card(card, pen)
        yield from (_dot(dot, pen) for dot in dots.pop(card.id, ()))
    for line in scene.lines:
        yield draw_line(line, pen)
    # labels last, so that no line of another feed runs over a number
    for line in scene.lines:
        if line.label and line.label_at:
            yield draw_label(line, pen)


def _frame(frame: Frame, pen: Pen) -> str:
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
        outline = stroke_of(frame.mark, pen)
    data = f" data-id={quoted(frame.thing)}" if frame.thing else ""
    role = f' role="img" aria-label={quoted(frame.text)}' if frame.text else ""
    title = f"<title>{escaped(frame.text)}</title>" if frame.text else ""
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
        sign = scope_sign(frame.scope, text_x + 9, text_y - 4.5, 9, pen)
        text_x += 26
    return (
        f'<g id={quoted(frame.id)} class="{classes}"{data}{role}>{title}'
        f'<rect x="{num(frame.x)}" y="{num(frame.y)}" width="{num(frame.w)}" height="{num(frame.h)}" '
        f'rx="{num(SIZES.radius + 4)}" fill="{fill}" {outline}/>{sign}'
        + texts(frame.lines, text_x, text_y, SIZES.name, bold=True, lang=pen.lang(frame.lines))
        + texts(
            frame.small, text_x, text_y + len(frame.lines) * SIZES.name * SIZES.line_height, SIZES.small, fill=p.muted
        )
        + outlined(frame, SIZES.radius + 4, text_x, text_y, pen)
        + "</g>"
    )


def _card(card: Card, pen: Pen) -> str:
    p = pen.palette
    own = card.scope in UNCOLOURED
    fill = p.card if own else pen.scopes[card.scope].colour
    ink = p.ink if own else p.on_scope
    stroke = p.card_line
    radius = {"party": min(card.h / 2, 20), "system": 2.0, "register": 2.0}.get(card.kind, SIZES.radius)
    outline = f'stroke="{p.focus}" stroke-width="3"' if card.strong else f'stroke="{stroke}" stroke-width="1.2"'
    dash = ' stroke-dasharray="5 3"' if card.scope == UNSTATED and card.kind != "system" else ""
    if card.mark in MARKS:
        outline, dash = stroke_of(card.mark, pen), ""
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
        f'<g id={quoted("node-" + card.id)} class="{classes}" data-id={quoted(thing_of(card.id))} data-kind="{card.kind}" '
        f'data-scope={quoted(card.scope)} role="img" aria-label={quoted(card.text)}><title>{escaped(card.text)}</title>'
        f'<rect x="{num(card.x)}" y="{num(card.y)}" width="{num(card.w)}" height="{num(card.h)}" rx="{num(radius)}" '
        f'fill="{fill}" {outline}{dash}/>'
        + bars(card.kind, card.x, card.y, card.w, card.h, stroke)
        + texts(card.lines, text_x, text_y, SIZES.name, bold=card.bold, fill=ink, lang=pen.lang(card.lines))
        + texts(
            card.small, text_x, small_y - 1, SIZES.small, fill=p.muted if own else p.on_scope, lang=pen.lang(card.small)
        )
        + outlined(card, radius, text_x, text_y, pen)
        + (scope_sign(card.scope, card.x + 22, card.y + card.h / 2, 9.5, pen) if signed else "")
        + "</g>"
    )


def _dot(dot: Dot, pen: Pen) -> str:
    p = pen.palette
    classes, data, arrow = f"dot scope-{dot.scope}", "", ""
    if dot.way:
        basis = dot.basis
        classes += f" way-{dot.way} {basis}"
        data = f' data-way="{dot.way}" data-basis="{basis}"'
        arrow = way_arrow(dot.way, dot.x - 32, dot.y, p.line)
    if dot.mark:
        classes += f" mark-{dot.mark}"
    return (
        f'<g id={quoted(f"dot-{dot.owner}--{dot.target}")} class="{classes}" data-id={quoted(dot.target)} '
        f'data-owner={quoted(dot.owner)}{data} role="img" aria-label={quoted(dot.text)}><title>{escaped(dot.text)}</title>'
        + arrow
        + scope_sign(dot.scope, dot.x, dot.y, dot.r, pen, label=dot.label, dash=DOT_DASHES[dot.basis])
        + texts([dot.count], dot.x + dot.r * 1.5 + 2, dot.y + SIZES.small * 0.36, SIZES.small)
        + ringed(dot, pen)
        + "</g>"
    )
