"""The graph as GraphML: things as nodes, feeds and other relations as edges, with their words as attributes.

``label`` is the name in the chosen language. GraphML has no lists and no missing values that programs agree on, so
lists are one text and what is not stated is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import networkx as nx

from flowviz.catalogue import Feed, SystemUse, Text, Thing
from flowviz.wording import evidence_text
from flowviz.writing import GENERATOR

if TYPE_CHECKING:
    from flowviz.exports.order import Order
    from flowviz.model import Model

__all__ = ["write"]


def write(model: Model, order: Order) -> bytes:
    """The GraphML text of the whole graph."""
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, data in model.nodes(data=True):
        plain.add_node(node, **_stated(_node(data, order.language)))
    for number, (source, target, data) in enumerate(model.edges(data=True)):
        plain.add_edge(source, target, key=f"e{number}", **_stated(_edge(data, order.language)))
    xml = "\n".join(nx.generate_graphml(plain, named_key_ids=True))
    return f"<?xml version='1.0' encoding='utf-8'?>\n<!-- {GENERATOR} -->\n{xml}\n".encode()


def _node(data: dict[str, Any], language: str) -> dict[str, Any]:
    thing: Thing = data["thing"]
    return {
        "label": thing.name.get(language),
        **{key: data[key] for key in ("kind", "scope", "department", "resource", "register")},
        "description": _text(thing.description, language),
        "evidence": evidence_text(thing.evidence, language),
    }


def _edge(data: dict[str, Any], language: str) -> dict[str, Any]:
    why: Feed | SystemUse | None = data.get("feed") or data.get("use")
    found: dict[str, Any] = {"kind": data["kind"], "level": data.get("level")}
    if isinstance(why, Feed):
        found |= {key: _text(getattr(why, key), language) for key in ("content", "frequency", "condition")}
    if why is not None:
        found |= {
            "basis": why.basis,
            "evidence": evidence_text(why.evidence, language),
            "note": _text(why.note, language),
        }
    return found


def _text(text: Text | None, language: str) -> str | None:
    return text.get(language) if text else None


def _stated(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "")}
