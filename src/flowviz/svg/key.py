"""The key: the things that folded dots stand for, where `flowviz.diagrams.key` has placed them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.diagrams.key import ENTRY_SIZE, entry_height, heading_height
from flowviz.locales import words
from flowviz.svg.pen import Pen, quoted, texts
from flowviz.svg.signs import DOT_DASHES, noses, scope_sign
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
    step = SIZES.heading * SIZES.line_height
    parts = [
        texts(group.title, x, y + 14, SIZES.heading, bold=True, lang=pen.lang(group.title)),
        texts(group.lines, x, y + 14 + len(group.title) * step, SIZES.heading, bold=True, fill=pen.palette.muted),
    ]
    y += heading_height(group) + 6
    for entry in group.entries:
        r = 7.0 if len(entry.label) < 2 else 9.0
        parts.append(
            f'<g class="key-entry" data-id={quoted(entry.target)} data-dot={quoted(entry.dot)}>'
            + scope_sign(group.scope, x + 16, y + 8, r, pen, label=entry.label, dash=DOT_DASHES[entry.basis])
            + noses(entry.way, x + 16, y + 8, r, pen)
            + texts(entry.lines, x + 36, y + 12, ENTRY_SIZE, lang=pen.lang(entry.lines))
            + "</g>"
        )
        y += entry_height(entry)
    return f'<g class="key-group scope-{group.scope}">{"".join(parts)}</g>'
