"""The key: what the labels of dots mean, where `flowviz.diagrams.key` has placed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.diagrams.key import ENTRY_SIZE, entry_height, heading_height
from flowviz.locales import words
from flowviz.svg.pen import Pen, quoted, texts
from flowviz.svg.signs import scope_sign
from flowviz.theme import SIZES

if TYPE_CHECKING:
    from flowviz.diagrams.key import Key
    from flowviz.diagrams.scene import KeyGroup

__all__ = ["draw_key"]


def draw_key(key: Key, pen: Pen) -> str:
    """The key with its title, from its top left corner; nothing for a key without groups."""
    if not key.groups:
        return ""
    title = texts([words(pen.language)("key")], 0, 17, SIZES.heading + 1, bold=True)
    return title + "".join(_group(group, x, y, pen) for group, x, y in key.groups)


def _group(group: KeyGroup, x: float, y: float, pen: Pen) -> str:
    parts = [
        scope_sign(group.scope, x + 14, y + 9, 9, pen),
        texts(group.lines, x + 36, y + 14, SIZES.heading, bold=True, lang=pen.lang(group.lines)),
    ]
    y += heading_height(group) + 6
    for entry in group.entries:
        data = f" data-id={quoted(entry.target)}" if entry.target else ""
        shown = [entry.label] if entry.label else []
        fill = pen.palette.ink if entry.target else pen.palette.muted
        parts.append(
            f'<g class="key-entry"{data}>'
            + texts(shown, x + 14, y + 12, ENTRY_SIZE, bold=True, anchor="middle")
            + texts(entry.lines, x + 36, y + 12, ENTRY_SIZE, fill=fill, lang=pen.lang(entry.lines))
            + "</g>"
        )
        y += entry_height(entry)
    return f'<g class="key-group scope-{group.scope}">{"".join(parts)}</g>'
