"""A draw.io file, not compressed: a page with the whole and one for each department, placed as in our drawings.

Every box carries the data of its thing (id, kind, scope, evidence …), which draw.io shows with «Edit data»;
lines hold on to their boxes when these are moved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args
from xml.etree import ElementTree as ET

from flowviz.catalogue import UNCOLOURED, Basis
from flowviz.diagrams.scene import Frame
from flowviz.exports.pages import drawn_frames, fills, label, pages
from flowviz.locales import words
from flowviz.typography import width
from flowviz.wording import evidence_text, kind_word, scope_name
from flowviz.writing import GENERATOR

if TYPE_CHECKING:
    from flowviz.diagrams.scene import Card, Line, Scene
    from flowviz.exports.order import Order
    from flowviz.model import Model

__all__ = ["write"]

_MARGIN: Final = 40
_FONT: Final = "fontFamily=Verdana;fontColor=#1a1a1a;html=0;whiteSpace=wrap;"
_TITLE: Final = f"text;strokeColor=none;fillColor=none;{_FONT}fontSize=22;fontStyle=1;align=left;verticalAlign=middle;"
_TITLE_HEIGHT: Final = 60
_LEGEND_HEIGHT: Final = 60

_DASHES: Final = {"stated": "", "implied": "dashed=1;", "known": "dashed=1;dashPattern=1 3;"}


def write(model: Model, order: Order) -> bytes:
    """The draw.io text."""
    root = ET.Element("mxfile", host="flowviz", agent=GENERATOR, type="device", compressed="false")
    for scene in pages(model, order.language):
        _page(ET.SubElement(root, "diagram", id=scene.name, name=scene.title), model, scene, order.language)
    ET.indent(root, " ")
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _page(parent: ET.Element, model: Model, scene: Scene, language: str) -> None:
    page_width, height = (
        round(scene.width) + 2 * _MARGIN,
        round(scene.height) + 2 * _MARGIN + _TITLE_HEIGHT + _LEGEND_HEIGHT,
    )
    whole = ET.SubElement(parent, "mxGraphModel", grid="0", page="1", pageWidth=str(page_width), pageHeight=str(height))
    root = ET.SubElement(whole, "root")
    _cell(root, id="0")
    _cell(root, id="1", parent="0")
    title = _cell(root, id="title", value=scene.title, style=_TITLE, vertex="1", parent="1")
    _geometry(title, _MARGIN, _MARGIN / 2, max(scene.width, 400), 40)
    colours = fills(model)
    for frame in drawn_frames(scene):
        _frame(root, frame)
    for card in scene.cards:
        _card(root, model, card, colours, language)
    cards = {card.id: card for card in scene.cards}
    frames = {frame.id: frame for frame in scene.frames}
    for number, line in enumerate(scene.lines):
        # of a whole it ends at the frame
        ends = [
            frames[card.frame] if framed and card.frame else card
            for framed, card in zip(line.framed, (cards[line.source], cards[line.target]), strict=True)
        ]
        _line(root, line, number, *ends)
    _legend(root, model, scene, colours)


def _legend(root: ET.Element, model: Model, scene: Scene, colours: dict[str, str]) -> None:
    """A row below the drawing: a box in the colour of each scope, and a line for each way of knowing."""
    w = words(scene.language)
    x, y = float(_MARGIN), _MARGIN + _TITLE_HEIGHT + scene.height + 30
    used = {card.scope for card in scene.cards}
    for scope in model.catalogue.scopes:
        if scope.id in used and scope.id not in UNCOLOURED:
            name = scope.name.get(scene.language)
            style = f"rounded=1;{_FONT}fontSize=11;fillColor={colours[scope.id]};strokeColor=#3c434c;"
            cell = _cell(root, id=f"legend-{scope.id}", value=name, style=style, vertex="1", parent="1")
            _geometry(cell, x, y, size := width(name, 11) + 24, 26)
            x += size + 12
    for basis in get_args(Basis):
        if any(line.basis == basis for line in scene.lines):
            name = w(f"basis.{basis}")
            style = f"{_FONT}fontSize=11;strokeColor=#525a64;startArrow=none;endArrow=block;endFill=1;{_DASHES[basis]}"
            cell = _cell(root, id=f"legend-{basis}", value="", style=style, edge="1", parent="1")
            geometry = ET.SubElement(cell, "mxGeometry", {"relative": "1", "as": "geometry"})
            for end, at in (("sourcePoint", x), ("targetPoint", x + 44)):
                ET.SubElement(geometry, "mxPoint", {"x": f"{at:.1f}", "y": f"{y + 13:.1f}", "as": end})
            style = f"text;strokeColor=none;fillColor=none;{_FONT}fontSize=11;align=left;verticalAlign=middle;"
            cell = _cell(root, id=f"legend-{basis}-name", value=name, style=style, vertex="1", parent="1")
            _geometry(cell, x + 50, y, size := width(name, 11) + 10, 26)
            x += 50 + size + 12
    if any(line.label for line in scene.lines):
        name = f"2, 3 … = {w('overview.count')}"
        style = f"text;strokeColor=none;fillColor=none;{_FONT}fontSize=11;align=left;verticalAlign=middle;"
        cell = _cell(root, id="legend-count", value=name, style=style, vertex="1", parent="1")
        _geometry(cell, x, y, width(name, 11) + 10, 26)


def _frame(root: ET.Element, frame: Frame) -> None:
    style = f"rounded=1;absoluteArcSize=1;arcSize=16;{_FONT}fillColor=#f4f5f6;strokeColor=#858b94;verticalAlign=top;fontStyle=1;spacingTop=4;"
    cell = _cell(root, id=f"frame-{frame.id}", value=label(frame), style=style, vertex="1", parent="1")
    _geometry(cell, _MARGIN + frame.x, _MARGIN + _TITLE_HEIGHT + frame.y, frame.w, frame.h)


def _card(root: ET.Element, model: Model, card: Card, colours: dict[str, str], language: str) -> None:
    data = {"label": "\n".join([*card.lines, *card.small]), "id": f"node-{card.id}", "tooltip": card.text}
    if card.id in model:
        thing = model.nodes[card.id]["thing"]
        data |= {
            "thing": card.id,
            "kind": kind_word(model, card.id, language),
            "scope": scope_name(model, card.scope, language),
            "evidence": evidence_text(thing.evidence, language),
            "description": thing.description.get(language) if thing.description else "",
        }
    holder = ET.SubElement(root, "object", {key: value for key, value in data.items() if value})
    style = f"rounded=1;absoluteArcSize=1;arcSize=12;{_FONT}fillColor={colours.get(card.scope, '#ffffff')};strokeColor=#3c434c;"
    if card.title:
        style = f"text;{_FONT}fontStyle=1;fillColor=none;strokeColor=none;"
    cell = _cell(holder, style=style, vertex="1", parent="1")
    _geometry(cell, _MARGIN + card.x, _MARGIN + _TITLE_HEIGHT + card.y, card.w, card.h)


def _line(root: ET.Element, line: Line, number: int, source: Card | Frame, target: Card | Frame) -> None:
    heads = {"out": ("none", "block"), "in": ("block", "none"), "both": ("block", "block")}[line.way]
    style = f"{_FONT}labelBackgroundColor=#ffffff;strokeColor=#525a64;startArrow={heads[0]};endArrow={heads[1]};endFill=1;startFill=1;"
    style += _DASHES[line.basis] + ("curved=1;" if line.curve else "rounded=1;")
    for side, box, point in (("exit", source, line.points[0]), ("entry", target, line.points[-1])):
        x, y = (point[0] - box.x) / box.w, (point[1] - box.y) / box.h
        style += f"{side}X={min(max(x, 0), 1):.3g};{side}Y={min(max(y, 0), 1):.3g};"
    holder = ET.SubElement(root, "object", id=f"line-{number}", label=line.label, tooltip=line.text)
    ends = {
        role: f"frame-{box.id}" if isinstance(box, Frame) else f"node-{box.id}"
        for role, box in (("source", source), ("target", target))
    }
    cell = _cell(holder, style=style, edge="1", parent="1", **ends)
    geometry = ET.SubElement(cell, "mxGeometry", {"relative": "1", "as": "geometry"})
    if line.points[1:-1]:
        points = ET.SubElement(geometry, "Array", {"as": "points"})
        for x, y in line.points[1:-1]:
            ET.SubElement(points, "mxPoint", x=f"{_MARGIN + x:.1f}", y=f"{_MARGIN + _TITLE_HEIGHT + y:.1f}")


def _cell(parent_element: ET.Element, **attributes: str) -> ET.Element:
    return ET.SubElement(parent_element, "mxCell", attributes)


def _geometry(cell: ET.Element, x: float, y: float, width: float, height: float) -> None:
    size = {"x": f"{x:.1f}", "y": f"{y:.1f}", "width": f"{width:.1f}", "height": f"{height:.1f}"}
    ET.SubElement(cell, "mxGeometry", {**size, "as": "geometry"})
