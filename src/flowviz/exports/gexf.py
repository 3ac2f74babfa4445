"""The graph as GEXF 1.2 for Gephi: things and relations with typed attributes, colours of the scopes, and counts.

Numbers and truth values are written as such, so that Gephi can rank and filter by them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from xml.etree import ElementTree as ET

from flowviz.exports.pages import fills
from flowviz.model import Model, feed_level, name_of
from flowviz.wording import evidence_text
from flowviz.writing import GENERATOR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowviz.catalogue import Catalogue, Feed, SystemUse, Text
    from flowviz.exports.order import Order

__all__ = ["write"]

_NAMESPACE: Final = "http://www.gexf.net/1.2draft"
_NODE: Final = {
    "kind": "string",
    "scope": "string",
    "department": "string",
    "resource": "string",
    "register": "string",
    "description": "string",
    "evidence": "string",
    "feeds_out": "integer",
    "feeds_in": "integer",
}
_EDGE: Final = {
    "kind": "string",
    "stated": "boolean",
    "level": "string",
    "content": "string",
    "frequency": "string",
    "condition": "string",
    "evidence": "string",
    "note": "string",
}


def write(model: Model, order: Order) -> bytes:
    """The GEXF text of the whole graph; names are in the chosen language."""
    catalogue: Catalogue = model.catalogue
    root = ET.Element("gexf", {"xmlns": _NAMESPACE, "xmlns:viz": f"{_NAMESPACE}/viz", "version": "1.2"})
    meta = ET.SubElement(root, "meta", lastmodifieddate=catalogue.header.date)
    ET.SubElement(meta, "creator").text = GENERATOR
    ET.SubElement(meta, "description").text = catalogue.header.name.get(order.language)
    inner = ET.SubElement(root, "graph", mode="static", defaultedgetype="directed")
    for of, columns in (("node", _NODE), ("edge", _EDGE)):
        attributes = ET.SubElement(inner, "attributes", {"class": of, "mode": "static"})
        for name, type_ in columns.items():
            ET.SubElement(attributes, "attribute", id=name, title=name, type=type_)
    nodes, edges = ET.SubElement(inner, "nodes"), ET.SubElement(inner, "edges")
    colours = fills(model)
    for node, data in model.nodes(data=True):
        element = ET.SubElement(nodes, "node", id=node, label=name_of(model, node, order.language))
        _values(element, _node(model, node, order.language))
        colour = colours.get(data["scope"] or "", "#ffffff")
        red, green, blue = (str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
        ET.SubElement(element, "viz:color", r=red, g=green, b=blue)
    for number, (source, target, data) in enumerate(model.edges(data=True)):
        element = ET.SubElement(edges, "edge", id=f"e{number}", source=source, target=target, label=data["kind"])
        _values(element, _edge(model, data, order.language))
    ET.indent(root, " ")
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _values(element: ET.Element, values: Mapping[str, Any]) -> None:
    holder = ET.SubElement(element, "attvalues")
    for name, value in values.items():
        if value not in (None, ""):
            text = str(value).lower() if isinstance(value, bool) else str(value)
            ET.SubElement(holder, "attvalue", {"for": name, "value": text})


def _node(model: Model, node: str, language: str) -> dict[str, Any]:
    data = model.nodes[node]
    out, into = (sum(map(len, model.along(side)[node].values())) for side in ("out", "into"))
    return {
        **{key: data[key] for key in ("kind", "scope", "department", "resource", "register")},
        "description": _text(data["thing"].description, language),
        "evidence": evidence_text(data["thing"].evidence, language),
        "feeds_out": out,
        "feeds_in": into,
    }


def _edge(model: Model, data: Mapping[str, Any], language: str) -> dict[str, Any]:
    feed: Feed | None = data.get("feed")
    why: Feed | SystemUse | None = feed or data.get("use")
    found: dict[str, Any] = {"kind": data["kind"]}
    if feed:
        found["level"] = feed_level(model, feed)
        found |= {key: _text(getattr(feed, key), language) for key in ("content", "frequency", "condition")}
    if why:
        found |= {"stated": why.basis == "stated", "evidence": evidence_text(why.evidence, language)}
        found["note"] = _text(why.note, language)
    return found


def _text(text: Text | None, language: str) -> str | None:
    return text.get(language) if text else None
