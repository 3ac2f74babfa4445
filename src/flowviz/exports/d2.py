"""D2 text with a board for the whole and one for each department, as layers of one file.

An arrow stands for all feeds between two things: solid when stated, dashed when only implied, in short dashes when generally known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flowviz.exports.charts import GREY, WHITE, Box, Chart, Group, charts
from flowviz.writing import GENERATOR

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from flowviz.catalogue import Basis
    from flowviz.exports.order import Order
    from flowviz.model import Model

__all__ = ["board", "write"]

_ARROWS: Final = {"out": "->", "both": "<->"}
_DASHES: Final[Mapping[Basis, int]] = {"implied": 5, "known": 2}
_TITLE: Final = "{shape: text; near: top-center; style.font-size: 28}"
_DARK: Final = "style.font-color: '#1a1a1a'; style.stroke: '#1a1a1a'"
_LINE: Final = "style.stroke: '#1a1a1a'"


def write(model: Model, order: Order) -> bytes:
    """The D2 text."""
    lines = [
        f"# {GENERATOR}",
        "vars: {d2-config: {layout-engine: elk}}",
        f"title: {_quoted(model.catalogue.header.name.get(order.language))} {_TITLE}",
        "layers: {",
    ]
    for chart in charts(model, order.language):
        lines += [f"  {_quoted(chart.name)}: {{", *(f"    {line}" for line in board(chart)), "  }"]
    return ("\n".join([*lines, "}"]) + "\n").encode()


def board(chart: Chart) -> list[str]:
    """The lines of one drawing."""
    keys: dict[str, str] = {}
    lines = ["direction: right", f"title: {_quoted(chart.title)} {_TITLE}", *_held(chart.holds, keys, "")]
    for arrow in chart.arrows:
        style = _LINE + (f"; style.stroke-dash: {_DASHES[arrow.basis]}" if arrow.basis in _DASHES else "")
        lines.append(
            f"{keys[arrow.source]} {_ARROWS[arrow.way]} {keys[arrow.target]}: {_quoted(arrow.label)} {{{style}}}"
        )
    return [*lines, *_legend(chart)]


def _held(holds: Sequence[Box | Group], keys: dict[str, str], home: str) -> Iterator[str]:
    for one in holds:
        key = home + one.key
        if isinstance(one, Box):
            keys[one.key] = key
            yield f"{key}: {_quoted(one.name)} {{style.fill: '{one.colour}'; {_DARK}; tooltip: {_quoted(_marked(one.text))}}}"
        else:
            yield f"{key}: {_quoted(one.name)} {{style.fill: '{GREY}'; {_DARK}}}"
            yield from _held(one.holds, keys, f"{key}.")


def _legend(chart: Chart) -> Iterator[str]:
    """A frame at the bottom with a box for each colour and an arrow for each way of knowing."""
    yield f"legend: {_quoted(chart.legend)} {{near: bottom-center; style.fill: '{GREY}'; {_DARK}}}"
    for number, (colour, name) in enumerate(chart.colours):
        yield f"legend.c{number}: {_quoted(name)} {{style.fill: '{colour}'; {_DARK}}}"
    for number, (basis, name) in enumerate(chart.bases):
        for end in "ab":
            yield f"legend.{end}{number}: '' {{width: 48; height: 24; style.fill: '{WHITE}'; {_DARK}}}"
        style = _LINE + (f"; style.stroke-dash: {_DASHES[basis]}" if basis in _DASHES else "")
        yield f"legend.a{number} -> legend.b{number}: {_quoted(name)} {{{style}}}"
    if chart.count:
        yield f"legend.count: {_quoted(f'2, 3 … = {chart.count}')} {{style.fill: '{WHITE}'; {_DARK}}}"


def _quoted(text: str) -> str:
    """A text in single quotes, in which D2 reads nothing but a doubled quote."""
    return "'" + " ".join(text.split()).replace("'", "''") + "'"


def _marked(text: str) -> str:
    """A text for a tooltip, which D2 reads as Markdown with HTML: all of its signs are written as their numbers."""
    return "".join(c if c.isalnum() or c in " ,\n" or ord(c) > 126 else f"&#{ord(c)};" for c in text)
