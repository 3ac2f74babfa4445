"""What a scene shows, in the order in which it is read: frames and cards with their dots, then lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.catalogue import OWN, UNCOLOURED
from flowviz.diagrams.cells import HANGING
from flowviz.diagrams.rows import BESIDE
from flowviz.diagrams.scene import Frame, dot_of, thing_of
from flowviz.diagrams.tally import CELL_H
from flowviz.svg.headings import draw_heading
from flowviz.svg.lines import draw_label, draw_line
from flowviz.svg.marks import corner, dimmed, lit, outlined, ringed, ruled, stroke_of
from flowviz.svg.pen import Pen, escaped, num, quoted, texts
from flowviz.svg.signs import BARRED, DOT_DASHES, bars, noses, scope_sign, tint
from flowviz.theme import MARKS, SIZES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowviz.diagrams.scene import Box, Card, Dot, Note, Scene

__all__ = ["draw_frames", "draw_parts"]


def draw_frames(scene: Scene, pen: Pen) -> list[str]:
    """Each frame by itself, without what stands in it."""
    return [_frame(frame, pen) for frame in scene.frames]


def draw_parts(scene: Scene, pen: Pen, *, frames: bool = True) -> Iterable[str]:
    """Each part of the drawing itself, without title, key and legend; or all but its ``frames``."""
    dots: dict[str, list[Dot]] = {}
    for dot in scene.dots:
        dots.setdefault(dot.owner, []).append(dot)
    cards = {card.id: card for card in scene.cards}
    headings = {heading.column: heading for heading in scene.headings}
    for frame in scene.frames if frames else ():
        if frame.strong and (column := _column(scene, frame)) in headings:
            yield draw_heading(headings.pop(column), pen)
        yield _frame(frame, pen)
        if frame.kind == "department" and frame.thing in cards:
            yield from _boxed(cards.pop(frame.thing), dots, pen)
        elif frame.thing:
            yield from _dots(frame, dots.pop(frame.thing, []), pen)
    for card in cards.values():
        if card.column in headings:
            yield draw_heading(headings.pop(card.column), pen)
        yield from _boxed(card, dots, pen)
    for note in scene.notes:
        yield _note(note, pen)
    for line in scene.lines:
        yield draw_line(line, pen)
    yield from _on_top(scene, pen)


def _on_top(scene: Scene, pen: Pen) -> Iterable[str]:
    """What nothing runs over: the numbers of lines, and the tags of a layer."""
    for line in scene.lines:
        if line.label and line.label_at:
            yield draw_label(line, pen)
    tags = "".join(corner(item, pen) for item in (*scene.frames, *scene.cards))
    if tags:
        yield f'<g class="marking" aria-hidden="true" pointer-events="none">{tags}</g>'


def _column(scene: Scene, frame: Frame) -> int | None:
    """The column of the cards in a frame."""
    return next((card.column for card in scene.cards if card.frame == frame.id), None)


def _frame(frame: Frame, pen: Pen) -> str:
    p = pen.palette
    fill, stroke = p.frame, p.frame_line
    if frame.kind == "whole":
        fill, stroke = p.card, p.card_line
    elif frame.kind == "lane":
        fill = p.page
    ink = p.ink
    if frame.filled and frame.scope and frame.scope not in UNCOLOURED:
        fill, ink = pen.scopes[frame.scope].colour, p.on_scope
    classes = f"frame {frame.kind}" + (f" scope-{frame.scope}" if frame.scope else "")
    outline = f'stroke="{stroke}" stroke-width="1"'
    if frame.strong:
        classes += " focus"
        outline = f'stroke="{p.focus}" stroke-width="3"'
    if frame.mark:
        classes += f" mark-{frame.mark}"
        outline = stroke_of(frame.mark, pen)
    classes += lit(frame.light)
    data = (f" data-id={quoted(frame.thing)}" if frame.thing else "") + _level(frame) + dimmed(frame.light)
    role = f' role="img" aria-label={quoted(frame.text)}' if frame.text else ""
    title = f"<title>{escaped(frame.text)}</title>" if frame.text else ""
    sign = ""
    text_x = frame.x + frame.pad + (2 if frame.kind == "department" else 0)
    text_y = frame.y + SIZES.pad + frame.size * 0.98 + (9 if frame.kind == "department" else 1)
    if frame.header:
        lines_h = (len(frame.lines) * frame.size + len(frame.small) * frame.small_size) * SIZES.line_height
        text_x = frame.x + frame.pad
        text_y = (
            frame.y
            + SIZES.pad
            + (frame.header - lines_h) / 2
            + frame.size * (1.02 if frame.kind == "whole" or frame.level else 0.62)
        )
    small_y = text_y + len(frame.lines) * frame.size * SIZES.line_height
    if frame.level:  # as near to a large name as its own size says
        small_y -= (frame.size - frame.small_size) * 0.98
    if frame.kind == "lane" and frame.scope:
        r = min(9 * frame.size / SIZES.name, 16.0)
        sign = scope_sign(frame.scope, text_x + r, text_y - frame.size * 0.35, r, pen)
        text_x += 26 * r / 9
    return (
        f'<g id={quoted(frame.id)} class="{classes}"{data}{role}>{title}'
        f'<rect x="{num(frame.x)}" y="{num(frame.y)}" width="{num(frame.w)}" height="{num(frame.h)}" '
        f'rx="{num(SIZES.radius + 4)}" fill="{fill}" {outline}/>'
        + texts(
            frame.lines,
            text_x,
            text_y,
            frame.size,
            bold=True,
            fill=None if ink == p.ink else ink,
            lang=pen.lang(frame.lines),
        )
        + texts(
            frame.small,
            text_x,
            small_y,
            frame.small_size,
            fill=p.muted if ink == p.ink else ink,
        )
        + sign
        + outlined(frame, SIZES.radius + 4, text_x, text_y, pen)
        + "</g>"
    )


def _level(item: Box) -> str:
    """The attribute that says from which level of the map an item shows."""
    return f' data-level="{item.level}"' if item.level else ""


def _card(card: Card, pen: Pen) -> str:
    p = pen.palette
    own = card.scope in UNCOLOURED
    fill = p.card if own else pen.scopes[card.scope].colour
    ink = p.ink if own else p.on_scope
    stroke = p.card_line
    radius = {"party": min(card.h / 2, 20), "system": 2.0, "register": 2.0}.get(card.kind, SIZES.radius)
    outline = f'stroke="{p.focus}" stroke-width="3"' if card.strong else f'stroke="{stroke}" stroke-width="1.2"'
    if card.counts is not None:
        fill, outline, radius = p.frame, 'stroke="none"', 3.0
    if card.title:
        fill, outline = "none", 'stroke="none"'
    if card.mark in MARKS:
        outline = stroke_of(card.mark, pen)
    signed = card.sign and card.scope != OWN
    x, y, w, h = card.x, card.y, card.w, card.h
    text_x = x + (card.pad if not signed else 40)
    size, small_size = card.size, card.small_size
    lines_h = (len(card.lines) * size + len(card.small) * small_size) * SIZES.line_height
    text_y = y + ((card.header or h) - lines_h) / 2 + size * 1.02
    classes = f"node kind-{card.kind} scope-{card.scope}"
    if card.mark:
        classes += f" mark-{card.mark}"
    if card.strong:
        classes += " focus"
    if card.light:
        classes += lit(card.light)
    content = bars(card.kind, x, y, w, h, stroke) if card.kind in BARRED else ""
    content += texts(card.lines, text_x, text_y, size, bold=card.bold, fill=ink, lang=pen.lang(card.lines))
    if card.small:
        small_y = text_y + len(card.lines) * size * SIZES.line_height
        fill_small = p.muted if own else p.on_scope
        content += texts(card.small, text_x, small_y - 1, small_size, fill=fill_small, lang=pen.lang(card.small))
    if card.counts:
        content += _counts(card, pen)
    if card.mark:
        content += outlined(card, radius, text_x, text_y, pen)
    if signed:
        content += scope_sign(card.scope, x + 22, y + h / 2, 9.5, pen)
    return (
        f'<g id={quoted("node-" + card.id)} class="{classes}" data-id={quoted(thing_of(card.id))} data-kind="{card.kind}" '
        f'data-scope={quoted(card.scope)}{_level(card)}{dimmed(card.light)} role="img" aria-label={quoted(card.text)}><title>{escaped(card.text)}</title>'
        f'<rect x="{num(x)}" y="{num(y)}" width="{num(w)}" height="{num(h)}" rx="{num(radius)}" '
        f'fill="{fill}" {outline}/>{content}</g>'
    )


def _counts(card: Card, pen: Pen) -> str:
    """The numbers of a row of a table, beside its name or below it."""
    beside = card.header + CELL_H > card.h
    high = card.h - 2 if beside else CELL_H - 2
    found = []
    for count in card.counts or ():
        top = card.y + 1 if beside else card.y + card.header + count.line * CELL_H
        x, y = card.x + count.x + count.w / 2, top + high / 2 + SIZES.small * 0.36
        for palette, only in pen.palette.each:
            fill, ink = tint(count.scope, count.share, palette, pen.scopes)
            told = (
                f'<rect x="{num(card.x + count.x + 1)}" y="{num(top)}" width="{num(count.w - 2)}" height="{num(high)}" '
                f'rx="2" fill="{fill}"/>' + texts([count.told], x, y, SIZES.small, anchor="middle", fill=ink)
            )
            found.append(f'<g class="{only}">{told}</g>' if only else told)
    return "".join(found)


def _boxed(card: Card, dots: dict[str, list[Dot]], pen: Pen) -> Iterable[str]:
    yield _card(card, pen)
    yield from _dots(card, dots.pop(card.id, []), pen)


def _dots(box: Card | Frame, dots: list[Dot], pen: Pen) -> Iterable[str]:
    """The dots of a card or a frame, and what ties them to it: a stem to each from a line along them."""
    named = [dot for dot in dots if dot.name]
    if named and (stems := _stems(box, named)):
        yield f'<path class="stems" d="{stems}" fill="none" stroke="{pen.palette.frame_line}" stroke-width="1.2"/>'
    yield from (_dot(dot, pen) for dot in dots)


def _stems(box: Card | Frame, dots: list[Dot]) -> str:
    first, last, edge = dots[0].y, dots[-1].y, box.x + box.w
    bottom = box.y + box.h
    if isinstance(box, Frame):
        bottom = box.y + SIZES.pad + box.header + SIZES.small / 2
    if first > bottom:  # the rows hang below the box or the name, in a column or more
        ends = {dot.x - HANGING: dot.y for dot in dots}
        return "".join(f"M{num(x)} {num(bottom)}V{num(y)}" for x, y in ends.items())
    if isinstance(box, Frame):
        return ""
    path = f"M{num(edge)} {num(min(max(box.y + box.h / 2, first), last))}H{num(edge + 4)}"
    return path + (f"M{num(edge + 4)} {num(first)}V{num(last)}" if len(dots) > 1 else "")


def _dot(dot: Dot, pen: Pen) -> str:
    classes, data, way = f"dot scope-{dot.scope}", "", ""
    ink = pen.palette.on_scope if dot.on_scope else None
    if dot.way:
        classes += f" way-{dot.way} {dot.basis}"
        data = f' data-way="{dot.way}" data-basis="{dot.basis}"'
        way = noses(dot.way, dot.x, dot.y, dot.r, pen, ink)
    if dot.mark:
        classes += f" mark-{dot.mark}"
    if dot.light:
        classes += lit(dot.light)
        data += dimmed(dot.light)
    if dot.opens:
        data = f" data-target={quoted(dot.opens)}{data}"
    sign = scope_sign(dot.scope, dot.x, dot.y, dot.r, pen, label=dot.label, dash=DOT_DASHES[dot.basis])
    content = f"{_name(dot, pen)}{sign}{way}" if dot.name else f"{sign}{way}{_count(dot, ink)}"
    if dot.mark:
        content += ringed(dot, pen)
    return (
        f'<g id={quoted(dot_of(dot.owner, dot.target))} class="{classes}" data-id={quoted(dot.target)} '
        f'data-owner={quoted(dot.owner)}{data} role="img" aria-label={quoted(dot.text)}><title>{escaped(dot.text)}</title>'
        f"{content}</g>"
    )


def _count(dot: Dot, ink: str | None) -> str:
    """How many things a dot without a name stands for, beside it."""
    x = dot.x + dot.r * 1.5 + (8 if dot.way in ("out", "both") else 2)
    return texts([dot.count], x, dot.y + SIZES.small * 0.36, SIZES.small, fill=ink)


def _name(dot: Dot, pen: Pen) -> str:
    """What a dot leads to, beside it, and how many things that are."""
    name, small = dot.name, dot.small
    x = dot.x + BESIDE
    step, small_step = SIZES.entry * SIZES.line_height, SIZES.small * SIZES.line_height
    top = dot.y - (len(name) * step + len(small) * small_step) / 2
    lines = [*name[:-1], f"{name[-1]} {dot.count}".rstrip()]
    found = texts(lines, x, top + SIZES.entry * 1.01, SIZES.entry, lang=pen.lang(name))
    if small:
        below = top + len(name) * step + SIZES.small * 0.98
        found += texts(small, x, below, SIZES.small, fill=pen.palette.muted, lang=pen.lang(small))
    if dot.ruled:
        found += ruled(dot, x, top + SIZES.entry * 1.01, step, pen)
    return found


def _note(note: Note, pen: Pen) -> str:
    """A heading, or the sign of a scope with a remark on it."""
    if note.scope is None:
        y = note.y + note.size * 0.36
        content = texts(note.lines, note.x, y, note.size, bold=True, fill=pen.palette.muted)
        told = f'role="img" aria-label={quoted(note.text)}' if note.aloud else 'aria-hidden="true"'
        return f'<g class="note" {told}>{content}</g>'
    told = f'role="img" aria-label={quoted(note.text)}' if note.text else 'aria-hidden="true"'
    return (
        f'<g class="note scope-{note.scope}" {told}>'
        + texts(note.lines, note.x + 18, note.y + SIZES.entry * 0.36, SIZES.entry, fill=pen.palette.muted)
        + scope_sign(note.scope, note.x, note.y, 7, pen, label="" if note.plain else None)
        + "</g>"
    )
