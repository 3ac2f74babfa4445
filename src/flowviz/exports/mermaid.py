"""Markdown with a Mermaid flow chart of the whole and of each department, for wikis and README files.

An arrow stands for all feeds between two things: solid when stated, dashed when only implied, dotted when generally known. Charts
ask for the ELK layout, with which no line runs under a foreign box; where Mermaid does not have it, it takes its own. Mermaid
refuses more than 500 arrows or 50,000 characters in a chart, so a larger one is replaced by a sentence that says so.
"""

from __future__ import annotations

import re
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from flowviz.exports.charts import GREY, WHITE, Box, Chart, Group, charts
from flowviz.locales import words
from flowviz.telling.markdown import escaped
from flowviz.writing import GENERATOR

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from flowviz.catalogue import Basis
    from flowviz.exports.charts import Arrow
    from flowviz.exports.order import Order
    from flowviz.model import Model

__all__ = ["MOST_ARROWS", "MOST_CHARACTERS", "drawn", "write"]

MOST_ARROWS: Final = 500
MOST_CHARACTERS: Final = 50_000
_CONFIG: Final = ("---", "config:", "  layout: elk", "---", "flowchart LR")
_ARROWS: Final[Mapping[tuple[str, bool], str]] = {
    ("out", True): "-->",
    ("out", False): "-.->",
    ("both", True): "<-->",
    ("both", False): "<-.->",
}
_DASHES: Final[Mapping[Basis, str]] = {"implied": "7 4", "known": "1 4"}
_TITLE: Final = 26
"""The most letters of a line of a heading."""
_DARK: Final = "#1a1a1a"


def write(model: Model, order: Order) -> bytes:
    """The Markdown text."""
    name = model.catalogue.header.name.get(order.language)
    parts = [f"<!-- {GENERATOR} -->", f"# {escaped(name)}"]
    for chart in charts(model, order.language):
        text = drawn(chart)
        if len(chart.arrows) > MOST_ARROWS or len(text) > MOST_CHARACTERS:
            body = words(order.language)("export.too_large", n=len(chart.arrows))
        else:
            body = f"```mermaid\n{text}```"
        parts += [f"## {escaped(chart.title)}", escaped(chart.description), body]
    return ("\n\n".join(parts) + "\n").encode()


def drawn(chart: Chart) -> str:
    """The Mermaid text of a drawing."""
    colours = [WHITE, *dict.fromkeys(colour for colour, _ in chart.colours)]
    groups = ["legend"]
    lines = [*_CONFIG, *_legend(chart, colours), *_held(chart.holds, colours, groups, "  ")]
    lines += [f"  {arrow.source} {_sign(arrow)}{_words_on(arrow.label)} {arrow.target}" for arrow in chart.arrows]
    dashes: dict[str, list[str]] = {}
    for number, basis in enumerate([*(basis for basis, _ in chart.bases), *(arrow.basis for arrow in chart.arrows)]):
        if basis in _DASHES:
            dashes.setdefault(_DASHES[basis], []).append(str(number))
    lines += [f"  classDef s{i} fill:{colour},stroke:{_DARK},color:{_DARK}" for i, colour in enumerate(colours)]
    lines.append(f"  classDef frame fill:{GREY},stroke:#858b94,color:{_DARK}")
    lines.append(f"  class {','.join(groups)} frame")
    lines += [f"  linkStyle {','.join(numbers)} stroke-dasharray:{dash}" for dash, numbers in dashes.items()]
    return "\n".join(lines) + "\n"


def _held(holds: Sequence[Box | Group], colours: list[str], groups: list[str], pad: str) -> Iterator[str]:
    for one in holds:
        if isinstance(one, Box):
            yield f"{pad}{one.key}[{_quoted(one.name)}]:::s{colours.index(one.colour)}"
        else:
            groups.append(one.key)
            yield f"{pad}subgraph {one.key}[{_title(one.name)}]"
            yield from _held(one.holds, colours, groups, pad + "  ")
            yield f"{pad}end"


def _legend(chart: Chart, colours: list[str]) -> Iterator[str]:
    """A frame with a box for each colour and an arrow for each way of knowing."""
    yield f"  subgraph legend[{_quoted(chart.legend)}]"
    for number, (colour, name) in enumerate(chart.colours):
        yield f"    c{number}[{_quoted(name)}]:::s{colours.index(colour)}"
    for number, (basis, name) in enumerate(chart.bases):
        sign = _ARROWS["out", basis == "stated"]
        yield f"    a{number}[{_quoted('')}]:::s0 {sign}{_words_on(name)} b{number}[{_quoted('')}]:::s0"
    if chart.count:
        yield f"    count[{_quoted(f'2, 3 … = {chart.count}')}]:::s0"
    yield "  end"


def _sign(arrow: Arrow) -> str:
    return _ARROWS[arrow.way, arrow.basis == "stated"]


def _words_on(label: str) -> str:
    return f"|{_quoted(label)}|" if label else ""


def _title(name: str) -> str:
    """The heading of a frame, in lines: a wider one than its boxes would let the frame run over its neighbours."""
    lines = wrap(name, _TITLE, break_long_words=False, break_on_hyphens=False) or [""]
    return f'"{"<br>".join(_quoted(line)[1:-1] for line in lines)}"'


def _quoted(text: str) -> str:
    """A label in quotes; whatever Mermaid, Markdown or HTML would read as more than a letter is written as its number."""
    plain = " ".join(text.split()) or " "  # no label at all is a mistake to Mermaid
    listed = re.match(r"[-+]|\d+[.)]", plain)  # what Markdown would take for a list
    letters = "" if listed else " .,:()/–-'?!"
    return '"' + "".join(c if c.isalnum() or c == " " or c in letters else f"#{ord(c)};" for c in plain) + '"'
