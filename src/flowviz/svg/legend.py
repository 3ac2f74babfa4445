"""The legend: what the signs of a drawing mean, where `flowviz.marginalia` has placed them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowviz.catalogue import OWN
from flowviz.svg.marks import mark_sample
from flowviz.svg.matrix import cell_sign
from flowviz.svg.pen import Pen, num, texts
from flowviz.svg.signs import DASHES, DOT_DASHES, bars, contour, noses, scope_sign
from flowviz.theme import SIZES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowviz.diagrams.scene import LegendItem

__all__ = ["draw_legend"]


def draw_legend(items: Iterable[tuple[LegendItem, list[str], float, float]], pen: Pen) -> str:
    """The legend: each item at its place."""
    return "".join(
        f'<g class="legend-item">{_legend_sign(item, x + 13, y, pen)}'
        + texts(lines, x + 32, y + 4.3, SIZES.small + 1, lang=pen.lang([item.text]))
        + "</g>"
        for item, lines, x, y in items
    )


def _legend_sign(item: LegendItem, x: float, y: float, pen: Pen) -> str:
    p = pen.palette
    if item.sign == "scope":
        return scope_sign(item.value, x, y, 9, pen)
    if item.sign == "elsewhere":
        return scope_sign(item.value, x, y, 9, pen, label="")
    if item.sign == "way":
        plain = f'fill="{p.card}" stroke="{p.card_line}" stroke-width="1.2"'
        return contour("circle", x, y, 6, plain) + noses(item.value, x, y, 6, pen)
    if item.sign == "kind":
        rx = {"party": 8, "system": 1, "register": 1}.get(item.value, 4)
        return (
            f'<rect x="{num(x - 12)}" y="{num(y - 8)}" width="24" height="16" rx="{rx}" fill="{p.card}" '
            f'stroke="{p.card_line}" stroke-width="1.2"/>' + bars(item.value, x - 12, y - 8, 24, 16, p.card_line)
        )
    if item.sign == "cell":
        up, left = item.value in ("up", "both"), item.value in ("left", "both")
        count = texts(["n"], x, y + 4, SIZES.small, bold=True, anchor="middle") if item.value == "count" else ""
        return cell_sign(OWN, x, y, pen, up=up, left=left, basis="stated") + count
    if item.sign == "mark":
        return mark_sample(item.value, x, y, pen)
    if item.sign == "hollow":
        return f'<rect x="{num(x - 14)}" y="{num(y - 7)}" width="28" height="14" rx="7" fill="{p.page}" stroke="{p.line}"/>'
    if item.sign == "frame":
        return (
            f'<path d="M{num(x - 14)} {num(y - 8)}H{num(x - 7)}Q{num(x - 3)} {num(y - 8)} {num(x - 3)} {num(y - 4)}V{num(y + 8)}" '
            f'fill="none" stroke="{p.card_line}"/><path d="M{num(x - 3)} {num(y)}H{num(x + 14)}" stroke="{p.line}" stroke-width="1.4"/>'
            f'<circle cx="{num(x - 3)}" cy="{num(y)}" r="2.6" fill="{p.line}"/>'
        )
    if item.sign == "weight":
        return (
            f'<path d="M{num(x - 14)} {num(y)}H{num(x + 14)}" stroke="{p.line}" stroke-width="2.4"/>'
            f'<circle cx="{num(x)}" cy="{num(y)}" r="8" fill="{p.page}" stroke="{p.frame_line}" stroke-width="0.8"/>'
            + texts(["n"], x, y + 4, SIZES.small, bold=True, anchor="middle")
        )
    basis = item.value.rpartition("-")[2]
    if item.value.startswith("basis"):
        dashed = DOT_DASHES[basis]
        return contour("circle", x, y, 8, f'fill="{p.card}" stroke="{p.card_line}" stroke-width="1.2"{dashed}')
    dashed = DASHES[basis]
    return f'<path d="M{num(x - 14)} {num(y)}H{num(x + 14)}" stroke="{p.line}" stroke-width="1.4"{dashed}/>'
