"""PlantUML text with a diagram of the whole and one of each department in one file.

An arrow stands for all feeds between two things: solid when stated, dashed when only implied, dotted when generally known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flowviz.exports.charts import GREY, Box, Chart, Group, charts
from flowviz.writing import GENERATOR

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from flowviz.catalogue import Basis
    from flowviz.exports.order import Order
    from flowviz.model import Model

__all__ = ["diagram", "write"]

_STYLES: Final[Mapping[Basis, str]] = {"stated": "", "implied": "[dashed]", "known": "[dotted]"}
_SAMPLES: Final[Mapping[Basis, str]] = {"stated": "———", "implied": "– – –", "known": "· · ·"}
_SKIN: Final = (
    "left to right direction",
    "skinparam shadowing false",
    "skinparam defaultFontColor #1a1a1a",
    "skinparam arrowColor #1a1a1a",
    "skinparam rectangleBorderColor #1a1a1a",
    "skinparam legendBackgroundColor #ffffff",
    "skinparam wrapWidth 260",
)


def write(model: Model, order: Order) -> bytes:
    """The PlantUML text."""
    parts = [f"' {GENERATOR}", *(diagram(chart) for chart in charts(model, order.language))]
    return "\n".join(parts).encode()


def diagram(chart: Chart) -> str:
    """The PlantUML text of one drawing."""
    lines = [f"@startuml {chart.name}", *_SKIN, f"title {_text(chart.title)}", *_held(chart.holds, "")]
    for arrow in chart.arrows:
        sign = f"{'<' if arrow.way == 'both' else ''}-{_STYLES[arrow.basis]}->"
        words = f" : {_text(arrow.label)}" if arrow.label else ""
        lines.append(f"{arrow.source} {sign} {arrow.target}{words}")
    return "\n".join([*lines, *_legend(chart), "@enduml"]) + "\n"


def _held(holds: Sequence[Box | Group], pad: str) -> Iterator[str]:
    for one in holds:
        start = f'{pad}rectangle "{_text(one.name) or " "}" as {one.key}'  # no name at all is a mistake to PlantUML
        if isinstance(one, Box):
            yield f"{start} {one.colour}"
        else:
            yield f"{start} {GREY} {{"
            yield from _held(one.holds, pad + "  ")
            yield f"{pad}}}"


def _legend(chart: Chart) -> Iterator[str]:
    """A table: a cell in each colour, and what the lines are."""
    yield "legend right"
    yield f"  <b>{_text(chart.legend)}</b>"
    yield from (f"  |<{colour}>  {_text(name)}  |" for colour, name in chart.colours)
    yield from (f"  |  {_SAMPLES[basis]} {_text(name)}  |" for basis, name in chart.bases)
    if chart.count:
        yield f"  |  2, 3 … {_text(chart.count)}  |"
    yield "endlegend"


def _text(text: str) -> str:
    """A text in which PlantUML finds no mark-up, variable or quote: all of its signs are written as their numbers."""
    plain = " ".join(text.split())
    return "".join(
        c if c.isalnum() or c in " ,()–" or (c in ".:-" and plain[i - 1 : i] != c) else f"<U+{ord(c):04X}>"
        for i, c in enumerate(plain)
    )
