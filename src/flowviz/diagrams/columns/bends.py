"""Where in the gap each curve bends: what falls or rises over the same heights bends one beside the other.

A falling line that lies above another bends after it, a rising one before, so lines that need not cross keep apart, and
those that cross do not run together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["bends"]

STEP: Final = 8.0
"""How far apart lines bend, where there is room."""
MOST: Final = 0.6
"""The share of the gap over which bends are spread."""
FLAT: Final = 6.0
"""A line that rises or falls less bends in the middle."""


def bends(spans: Sequence[tuple[float, float]], gap: float) -> list[float]:
    """The share of ``gap`` at which each line bends, from its heights at the left and at the right."""
    found = [0.5] * len(spans)
    falling = [i for i, (left, right) in enumerate(spans) if right - left > FLAT]
    rising = [i for i, (left, right) in enumerate(spans) if left - right > FLAT]
    _bend(falling, list(spans), gap, found)
    _bend(rising, [(-left, -right) for left, right in spans], gap, found)
    return found


def _bend(lines: list[int], spans: list[tuple[float, float]], gap: float, found: list[float]) -> None:
    """Sets the bends of falling lines, cluster by cluster of those that overlap."""
    lines.sort(key=lambda i: spans[i])
    cluster: list[int] = []
    bottom = 0.0
    for i in lines:
        if cluster and spans[i][0] >= bottom:
            _spread(cluster, spans, gap, found)
            cluster, bottom = [], 0.0
        bottom = max(bottom, spans[i][1]) if cluster else spans[i][1]
        cluster.append(i)
    if cluster:
        _spread(cluster, spans, gap, found)


def _spread(cluster: list[int], spans: list[tuple[float, float]], gap: float, found: list[float]) -> None:
    rank: dict[int, int] = {}
    for i in reversed(cluster):
        rank[i] = 1 + max((rank[j] for j in rank if spans[j][0] < spans[i][1]), default=-1)
    last = max(rank.values())
    step = min(STEP / gap, MOST / last) if last else 0.0
    for i, at in rank.items():
        found[i] = 0.5 + (at - last / 2) * step
