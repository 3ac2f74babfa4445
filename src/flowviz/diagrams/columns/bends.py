"""Where in the gap each curve bends: what falls or rises over the same heights bends one beside the other.

A falling line that lies above another bends after it, a rising one before, so lines that need not cross keep apart, and
those that cross do not run together.
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Final

from flowviz.adding import summed

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["bends"]

STEP: Final = 8.0
"""How far apart lines bend, where there is room."""
MOST: Final = 0.6
"""The share of the gap over which bends are spread."""
NUDGES: Final = tuple(sign * step for step in (4.0, 8.0, 12.0, 16.0, 24.0, 32.0, 40.0) for sign in (1, -1))
"""How far lines are bent elsewhere that cross at so small an angle that they seem to run together."""
NEAR: Final = 1.8
LONGEST: Final = 11.0
"""So near each other over more than that."""
MARGIN: Final = 0.12
SAMPLE: Final = 3.0
FLAT: Final = 6.0
"""A line that rises or falls less bends in the middle."""


def bends(spans: Sequence[tuple[float, float]], gap: float) -> tuple[list[float], int | None]:
    """The share of ``gap`` at which each line bends, from its heights at the left and at the right.

    Besides, a line that still runs together with another one, if there is one.
    """
    found = [0.5] * len(spans)
    falling = [i for i, (left, right) in enumerate(spans) if right - left > FLAT]
    rising = [i for i, (left, right) in enumerate(spans) if left - right > FLAT]
    turned = [(-left, -right) for left, right in spans]
    together = None
    for lines, those in ((falling, list(spans)), (rising, turned)):
        _bend(lines, those, gap, found)
        left = _part(lines, those, gap, found)
        together = left if together is None else together
    return found, together


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


def _part(lines: list[int], spans: list[tuple[float, float]], gap: float, found: list[float]) -> int | None:
    """Bends falling lines a little elsewhere where two that cross run together, if that brings no more together.

    Returns a line that could not be parted from another.
    """
    tried: list[int] = []

    def with_it(line: int) -> int:
        return summed([_together(line, other, spans, gap, found) for other in lines if other != line])

    for pair in itertools.combinations(lines, 2):
        (a, b), (c, d) = (spans[line] for line in pair)
        if (a - c) * (b - d) >= 0 or not _together(*pair, spans, gap, found):
            continue
        tried += pair
        for line in pair:
            best, least = found[line], with_it(line)
            for nudge in NUDGES:
                found[line] = best + nudge / gap
                if (
                    MARGIN < found[line] < 1 - MARGIN
                    and not _together(*pair, spans, gap, found)
                    and with_it(line) < least
                ):
                    break
                found[line] = best
            else:
                continue
            break
    return next((line for line in tried if with_it(line)), None)


def _together(a: int, b: int, spans: list[tuple[float, float]], gap: float, found: list[float]) -> bool:
    """Whether two falling lines run together; those that need not cross may not cross either."""
    top, bottom = max(spans[a][0], spans[b][0]), min(spans[a][1], spans[b][1])
    if top >= bottom:
        return False
    crosses = (spans[a][0] - spans[b][0]) * (spans[a][1] - spans[b][1]) < 0
    first, second = (a, b) if spans[a] < spans[b] else (b, a)
    (start, end), (begin, finish) = spans[first], spans[second]
    share, part = found[first] * gap, found[second] * gap
    length = 0.0
    before: float | None = None
    for step in range(int((bottom - top) / SAMPLE) + 1):
        y = top + step * SAMPLE
        x = _x((y - start) / (end - start), share, gap)
        other = _x((y - begin) / (finish - begin), part, gap)
        long = 1.0 if before is None else math.hypot(1.0, (x - before) / SAMPLE)
        before = x
        length = length + SAMPLE * long if abs(x - other) / long < NEAR else 0.0
        if length > LONGEST or (not crosses and x < other):
            return True
    return False


def _x(depth: float, bend: float, gap: float) -> float:
    """How far from its left end a line is at a share of its depth."""
    t = 0.5 - math.sin(math.asin(1 - 2 * depth) / 3) if 0.0 < depth < 1.0 else float(depth >= 1.0)
    return 3 * (1 - t) * t * bend + t * t * t * gap
