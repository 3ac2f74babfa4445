"""The catalogue in the ArchiMate Model Exchange format 3.1, for Archi and the modelling tools of the public sector.

Organisation, departments, units, parties and request channels are business actors; resources, registers and data
sets are data objects; systems are application components. What lies in a thing is aggregated by it. A feed is a
flow between actors and components, a write or read access where one end is a data object, and a directed
association between two data objects, because ArchiMate has no flow between passive things: always from giver to
receiver, but for reading, which ArchiMate draws from the reader. Views have the layout of our drawings; lines are darker the
better their feeds are known, with the number of these, and a row of signs says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, get_args
from xml.etree import ElementTree as ET

from flowviz.catalogue import UNCOLOURED, Basis
from flowviz.exports.pages import fills, label, outline, pages
from flowviz.facts.things import facts_of
from flowviz.locales import words
from flowviz.model import Model, feed_level, name_of
from flowviz.telling import words as telling
from flowviz.theme import SIZES
from flowviz.typography import width
from flowviz.wording import evidence_text, kind_word, marks_of, scope_name
from flowviz.writing import GENERATOR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowviz.catalogue import Catalogue, Feed, Text
    from flowviz.diagrams.scene import Card, Frame, Line, Scene
    from flowviz.exports.order import Order

__all__ = ["write"]

_NAMESPACE: Final = "http://www.opengroup.org/xsd/archimate/3.0/"
_SCHEMA: Final = f"{_NAMESPACE} http://www.opengroup.org/xsd/archimate/3.1/archimate3_Diagram.xsd"
_ACTOR, _DATA, _COMPONENT = "BusinessActor", "DataObject", "ApplicationComponent"
_TYPES: Final = {
    "organisation": _ACTOR,
    "department": _ACTOR,
    "unit": _ACTOR,
    "party": _ACTOR,
    "request": _ACTOR,
    "resource": _DATA,
    "shared": _DATA,
    "register": _DATA,
    "dataset": _DATA,
    "system": _COMPONENT,
}
_HELD: Final = (
    *("purpose", "legal_basis", "search_keys", "openness", "retention", "documents", "controller", "processor"),
    *("managed_by", "responsible", "reviewed", "holds", "owned_by", "users"),
)
"""Facts of things that are properties of elements, in words."""
_PROPERTIES: Final = (
    "id",
    "kind",
    "scope",
    "basis",
    "level",
    "evidence",
    "carries",
    "frequency",
    "condition",
    "personal",
    "note",
    "records_classes",
    *_HELD,
)
_LINES: Final[Mapping[Basis, str]] = {"stated": "#3c434c", "implied": "#8d95a0", "known": "#c3c9d1"}
"""The colours of lines: ArchiMate has no dashes of its own."""
_MARGIN: Final = 20

Relation = tuple[str, str, str, dict[str, str]]
"""Type, source, target and further attributes."""


def write(model: Model, order: Order) -> bytes:
    """The XML of the model; names are in all languages, fixed words in the chosen one."""
    return _Writer(model, order.language).write()


class _Writer:
    def __init__(self, model: Model, language: str) -> None:
        self.model = model
        self.language = language
        self.catalogue: Catalogue = model.catalogue
        self.words = words(language)
        self.feeds: dict[tuple[str, str], str] = {}
        self.folders: dict[str, list[str]] = {}

    def write(self) -> bytes:
        header = self.catalogue.header
        root = ET.Element(
            "model",
            {
                "xmlns": _NAMESPACE,
                "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
                "xsi:schemaLocation": _SCHEMA,
                "identifier": f"model-{header.id}",
                "version": header.version,
            },
        )
        _texts(root, "name", header.name)
        documentation = f"{self.words('version')} {header.version}, {header.date}. {header.note.get(self.language) if header.note else ''}"
        self._text(root, "documentation", documentation.strip())
        elements, relations = ET.SubElement(root, "elements"), ET.SubElement(root, "relationships")
        for node in self.model:
            self._element(elements, node)
        self._relations(relations)
        organizations = ET.SubElement(root, "organizations")
        definitions = ET.SubElement(root, "propertyDefinitions")
        for key in _PROPERTIES:
            definition = ET.SubElement(definitions, "propertyDefinition", identifier=f"property-{key}", type="string")
            ET.SubElement(definition, "name").text = self.words(f"field.{key}")
        diagrams = ET.SubElement(ET.SubElement(root, "views"), "diagrams")
        for scene in pages(self.model, self.language):
            self._view(diagrams, scene)
        self._organize(organizations)
        ET.indent(root, " ")
        text = ET.tostring(root, encoding="unicode")
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- {GENERATOR} -->\n{text}\n'.encode()

    def _text(self, parent: ET.Element, tag: str, text: str) -> None:
        ET.SubElement(parent, tag, {"xml:lang": self.language}).text = text

    # --- elements

    def _element(self, parent: ET.Element, node: str) -> None:
        data = self.model.nodes[node]
        thing = data["thing"]
        element = ET.SubElement(parent, "element", {"identifier": f"id-{node}", "xsi:type": _TYPES[data["kind"]]})
        _texts(element, "name", thing.name)
        _texts(element, "documentation", thing.description)
        codes = getattr(thing, "records_classes", ()) if data["kind"] in ("resource", "shared") else ()
        found: dict[str, str | Text | None] = {
            "id": node,
            "kind": kind_word(self.model, node, self.language),
            "scope": scope_name(self.model, data["scope"], self.language) if data["scope"] else None,
            "evidence": evidence_text(thing.evidence, self.language),
            "note": thing.note,
            "records_classes": ", ".join(codes),
            **{
                fact.key: "\n".join(telling.line(value, self.language, ids=False) for value in fact.values)
                for fact in facts_of(self.model, node)
                if fact.key in _HELD
            },
        }
        self._properties(element, found)
        self.folders.setdefault(f"kind.{data['kind']}", []).append(f"id-{node}")

    def _properties(self, parent: ET.Element, values: Mapping[str, str | Text | None]) -> None:
        stated = {key: value for key, value in values.items() if value}
        if not stated:
            return
        holder = ET.SubElement(parent, "properties")
        for key in _PROPERTIES:
            value = stated.get(key)
            if value:
                one = ET.SubElement(holder, "property", propertyDefinitionRef=f"property-{key}")
                if isinstance(value, str):
                    self._text(one, "value", value)
                else:
                    _texts(one, "value", value)

    # --- relations

    def _relations(self, parent: ET.Element) -> None:
        for source, target, key, data in self.model.edges(keys=True, data=True):
            if data["kind"] == "feed":
                self._feed(parent, data["feed"], key)
                continue
            type_, start, end, more = self._structure(source, target, data["kind"])
            id_ = f"id-{data['kind'].replace(' ', '-')}--{source}--{target}"
            element = self._relation(parent, id_, (type_, start, end, more))
            use = data.get("use")
            if use:
                found = {
                    "basis": self.words(f"basis.{use.basis}"),
                    "evidence": evidence_text(use.evidence, self.language),
                }
                self._properties(element, {**found, "note": use.note})

    def _structure(self, source: str, target: str, kind: str) -> Relation:
        inner, outer = self._type(source), self._type(target)
        if kind == "uses system":
            return "Access", target, source, {"accessType": "ReadWrite"}
        if kind in ("part of", "held in") or (kind == "belongs to" and inner == outer):
            return "Aggregation", target, source, {}
        return "Association", target, source, {}

    def _feed(self, parent: ET.Element, feed: Feed, key: str) -> None:
        id_ = f"id-{key}--{feed.source}--{feed.target}"
        element = self._relation(parent, id_, self._flow(feed.source, feed.target))
        _texts(element, "name", feed.content)
        found: dict[str, str | Text | None] = {
            "basis": self.words(f"basis.{feed.basis}"),
            "level": self.words(f"level.{feed_level(self.model, feed)}"),
            "evidence": evidence_text(feed.evidence, self.language),
            "carries": ", ".join(name_of(self.model, dataset, self.language) for dataset in feed.carries),
            "frequency": feed.frequency,
            "condition": feed.condition,
            "legal_basis": feed.legal_basis,
            "personal": ", ".join(marks_of(feed, self.language)),
            "note": feed.note,
        }
        self._properties(element, found)
        self.feeds.setdefault((feed.source, feed.target), id_)

    def _flow(self, source: str, target: str) -> Relation:
        ends = self._type(source) == _DATA, self._type(target) == _DATA
        if ends == (True, True):
            return "Association", source, target, {"isDirected": "true"}
        if ends == (True, False):
            return "Access", target, source, {"accessType": "Read"}
        if ends == (False, True):
            return "Access", source, target, {"accessType": "Write"}
        return "Flow", source, target, {}

    def _type(self, node: str) -> str:
        return _TYPES[self.model.nodes[node]["kind"]]

    def _relation(self, parent: ET.Element, id_: str, relation: Relation) -> ET.Element:
        type_, source, target, more = relation
        ends = {"source": f"id-{source}", "target": f"id-{target}", "xsi:type": type_}
        self.folders.setdefault("relations", []).append(id_)
        return ET.SubElement(parent, "relationship", {"identifier": id_, **ends, **more})

    # --- folders

    def _organize(self, parent: ET.Element) -> None:
        for folder, ids in self.folders.items():
            item = ET.SubElement(parent, "item")
            name = self.words(folder if folder.startswith("kind.") else f"folder.{folder}")
            self._text(item, "label", name[0].upper() + name[1:])
            for id_ in ids:
                ET.SubElement(item, "item", identifierRef=id_)

    # --- views

    def _view(self, parent: ET.Element, scene: Scene) -> None:
        id_ = f"view-{scene.name}"
        view = ET.SubElement(parent, "view", {"identifier": id_, "xsi:type": "Diagram"})
        self._text(view, "name", scene.title)
        self._text(view, "documentation", scene.description)
        self.folders.setdefault("views", []).append(id_)
        colours = fills(self.model)
        areas = [view]
        for step in outline(scene):
            if step.what == "begin":
                areas.append(self._box(areas[-1], f"{id_}--area--{_ncname(step.item.id)}", step.item, "#f4f5f6"))
            elif step.what == "end":
                areas.pop()
            else:
                colour = colours.get(step.item.scope or "", "#ffffff")
                self._box(areas[-1], f"{id_}--{_ncname(step.item.id)}", step.item, colour, step.item.id)
        self._legend(view, id_, scene, colours)
        for number, line in enumerate(scene.lines):
            self._connections(view, id_, line, number)

    def _legend(self, view: ET.Element, id_: str, scene: Scene, colours: Mapping[str, str]) -> None:
        """A row below the drawing: the colours of boxes, those of lines, and what a number on a line is."""
        used = {card.scope for card in scene.cards} - set(UNCOLOURED)
        known = {line.basis for line in scene.lines}
        signs = [(scope.id, scope.name.get(self.language), colours[scope.id]) for scope in self.catalogue.scopes]
        signs = [sign for sign in signs if sign[0] in used]
        signs += [(basis, self.words(f"basis.{basis}"), _LINES[basis]) for basis in get_args(Basis) if basis in known]
        x, y = _MARGIN, round(scene.height) + 2 * _MARGIN
        for sign, name, colour in signs:
            self._sign(view, f"{id_}--legend--{_ncname(sign)}", "Container", (x, y, 24, 24), colour=colour)
            w = round(width(name, SIZES.name)) + 16
            self._sign(view, f"{id_}--legend--{_ncname(sign)}-name", "Label", (x + 28, y, w, 24), name)
            x += w + 40
        if any(_counts(line) for line in scene.lines):
            name = f"2, 3 … = {self.words('overview.count')}"
            place = (x, y, round(width(name, SIZES.name)) + 16, 24)
            self._sign(view, f"{id_}--legend--count", "Label", place, name)

    def _sign(
        self, view: ET.Element, id_: str, kind: str, at: tuple[int, int, int, int], name: str = "", *, colour: str = ""
    ) -> None:
        place = {side: str(number) for side, number in zip("xywh", at, strict=True)}
        node = ET.SubElement(view, "node", {"identifier": id_, **place, "xsi:type": kind})
        if name:
            self._text(node, "label", name)
        if colour:
            _coloured(ET.SubElement(node, "style"), "fillColor", colour)

    def _box(self, parent: ET.Element, id_: str, item: Card | Frame, colour: str, element: str = "") -> ET.Element:
        place = {
            "x": str(round(item.x) + _MARGIN),
            "y": str(round(item.y) + _MARGIN),
            "w": str(round(item.w)),
            "h": str(round(item.h)),
        }
        known = element in self.model
        kind = {"xsi:type": "Element", "elementRef": f"id-{element}"} if known else {"xsi:type": "Container"}
        node = ET.SubElement(parent, "node", {"identifier": id_, **place, **kind})
        if not known:
            self._text(node, "label", label(item))
        _coloured(ET.SubElement(node, "style"), "fillColor", colour)
        return node

    def _connections(self, view: ET.Element, id_: str, line: Line, number: int) -> None:
        """A connection for each direction with a feed between just these two things; else a plain line."""
        ways = [(line.source, line.target), (line.target, line.source)]
        relations = [(self.feeds[way], self._flow(*way)[1]) for way in ways if way in self.feeds]
        for suffix, (relation, start) in enumerate(relations or [("", line.source)]):
            forth = start == line.source
            ends = ways[0] if forth else ways[1]
            source, target = (f"{id_}--{_ncname(end)}" for end in ends)
            kind = {"xsi:type": "Relationship", "relationshipRef": relation} if relation else {"xsi:type": "Line"}
            name = f"{id_}--line-{number}-{suffix}"
            connection = ET.SubElement(
                view, "connection", {"identifier": name, "source": source, "target": target, **kind}
            )
            if not relation:
                self._text(connection, "label", line.label or line.text.splitlines()[0])
            elif _counts(line) and not suffix:
                self._text(connection, "label", line.label)
            _coloured(ET.SubElement(connection, "style", lineWidth="1"), "lineColor", _LINES[line.basis])
            corners = line.points[::3] if line.curve else line.points  # of curves, where they join
            for x, y in (corners if forth else corners[::-1])[1:-1]:
                ET.SubElement(connection, "bendpoint", x=str(round(x) + _MARGIN), y=str(round(y) + _MARGIN))


def _counts(line: Line) -> bool:
    """Whether the label of a line is how many feeds it stands for."""
    return bool(line.label) and not line.worded


def _coloured(style: ET.Element, part: str, colour: str) -> None:
    red, green, blue = (str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    ET.SubElement(style, part, r=red, g=green, b=blue)


def _texts(parent: ET.Element, tag: str, text: Text | None) -> None:
    for language, value in text.values if text else ():
        ET.SubElement(parent, tag, {"xml:lang": language}).text = value


def _ncname(text: str) -> str:
    """An id without the signs that XML ids do not have."""
    return "".join(c if c.isalnum() or c in "-_." else "_" for c in text)
