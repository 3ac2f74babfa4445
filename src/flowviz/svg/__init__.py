"""A placed scene -> SVG text that opens right everywhere: real text, no styles to lose, a name for every part.

The order in the file is the order in which a screen reader meets things: title, frames and cards with their dots,
lines, the key, the legend, the small print. Groups carry ``class`` (frame, node, dot, edge, and kind, scope, basis)
and ``data-`` attributes for scripts. The same scene gives the same bytes.

`document` composes the page of `parts` (frames, cards, dots), `lines`, `key` and `legend`, which all write with
`signs`, `marks` and the `pen`.
"""

from __future__ import annotations

from flowviz.svg.document import draw, draw_apart, draw_inner
from flowviz.svg.signs import sign

__all__ = ["draw", "draw_apart", "draw_inner", "sign"]
