"""The ArchiMate export: the rules of the exchange format and of the language, and a reader that is not ours."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from flowviz.exports import EXPORTS, Order
from flowviz.exports.pages import pages
from hostile import hostile_model

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.model import Model

NS = {"a": "http://www.opengroup.org/xsd/archimate/3.0/"}
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ACTIVE = ("BusinessActor", "ApplicationComponent")
ALLOWED = {
    "Flow": {(a, b) for a in ACTIVE for b in ACTIVE},
    "Access": {(a, "DataObject") for a in ACTIVE},
    "Aggregation": {("BusinessActor", "BusinessActor"), ("DataObject", "DataObject")},
}
"""The relations of the ArchiMate specification's table that are used; an association may join anything."""


def xml(model: Model, language: str = "fi") -> ET.Element:
    return ET.fromstring(EXPORTS["archimate"].write(model, Order(language=language)))


@pytest.fixture(scope="module", params=["built-in", "hostile"])
def written(request: pytest.FixtureRequest) -> ET.Element:
    return xml(request.getfixturevalue("model") if request.param == "built-in" else hostile_model())


def test_the_parts_stand_in_the_order_of_the_schema(written: ET.Element) -> None:
    order = ["name", "documentation", "elements", "relationships", "organizations", "propertyDefinitions", "views"]
    found = [child.tag.rpartition("}")[2] for child in written]
    assert list(dict.fromkeys(found)) == order


CONCEPT = ["label", "documentation", "style", "viewRef"]
VIEW_PARTS = {
    "Diagram": ["name", "documentation", "properties", "node", "connection"],
    "Label": CONCEPT,
    "Container": [*CONCEPT, "node"],
    "Element": [*CONCEPT, "node"],
    "Line": [*CONCEPT, "sourceAttachment", "bendpoint", "targetAttachment"],
    "Relationship": [*CONCEPT, "sourceAttachment", "bendpoint", "targetAttachment"],
}
"""What each part of a view may have, in the order of archimate3_Diagram.xsd."""


def test_views_with_their_legends_have_what_the_schema_allows_in_its_order(written: ET.Element) -> None:
    parts = [part for tag in ("view", "node", "connection") for part in written.iterfind(f".//a:{tag}", NS)]
    assert any("--legend--" in (part.get("identifier") or "") for part in parts)
    for part in parts:
        kind = part.get(TYPE) or ""
        found = [VIEW_PARTS[kind].index(child.tag.rpartition("}")[2]) for child in part]
        assert found == sorted(found)
        assert found.count(2) <= 1 or kind == "Diagram"
        if kind == "Label":
            assert part.findtext("a:label", "", NS)
        if part.tag.endswith("}node"):
            assert int(part.get("w", "0")) > 0 < int(part.get("h", "0"))


def test_identifiers_are_ncnames_and_there_once(written: ET.Element) -> None:
    ids = [element.get("identifier") for element in written.iter() if element.get("identifier")]
    assert all(re.fullmatch(r"[A-Za-z_][\w.-]*", id_ or "") for id_ in ids)
    assert [id_ for id_, count in Counter(ids).items() if count > 1] == []


def test_every_reference_leads_to_an_element_of_its_kind(written: ET.Element) -> None:
    def ids(path: str) -> set[str | None]:
        return {element.get("identifier") for element in written.findall(path, NS)}

    elements, relations = ids("a:elements/a:element"), ids("a:relationships/a:relationship")
    views, definitions = ids(".//a:view"), ids(".//a:propertyDefinition")
    nodes = ids(".//a:node")
    for name, known in {
        "elementRef": elements,
        "relationshipRef": relations,
        "propertyDefinitionRef": definitions,
        "identifierRef": elements | relations | views,
    }.items():
        assert {element.get(name) for element in written.iter() if element.get(name)} <= known, name
    for connection in written.findall(".//a:connection", NS):
        assert {connection.get("source"), connection.get("target")} <= nodes
    organised = Counter(element.get("identifierRef") for element in written.iter() if element.get("identifierRef"))
    assert organised == Counter(elements | relations | views)


def test_relations_are_those_that_archimate_allows(written: ET.Element) -> None:
    types = {element.get("identifier"): element.get(TYPE) for element in written.findall("a:elements/a:element", NS)}
    for relation in written.findall("a:relationships/a:relationship", NS):
        ends = types[relation.get("source")], types[relation.get("target")]
        kind = relation.get(TYPE) or ""
        assert kind == "Association" or ends in ALLOWED[kind], (kind, ends)
        assert (kind == "Access") == (relation.get("accessType") in ("Read", "Write", "ReadWrite"))


def test_connections_run_as_their_relations_do(written: ET.Element) -> None:
    relations = {
        element.get("identifier"): element for element in written.findall("a:relationships/a:relationship", NS)
    }
    nodes = {element.get("identifier"): element.get("elementRef") for element in written.findall(".//a:node", NS)}
    for connection in written.findall(".//a:connection", NS):
        relation = relations.get(connection.get("relationshipRef"))
        if relation is not None:
            ends = nodes[connection.get("source")], nodes[connection.get("target")]
            assert ends == (relation.get("source"), relation.get("target"))
        else:
            assert connection.get(TYPE) == "Line"


def test_things_and_relations_are_all_there_with_their_names_in_all_languages(any_model: Model) -> None:
    written = xml(any_model)
    elements = {element.get("identifier"): element for element in written.findall("a:elements/a:element", NS)}
    assert len(elements) == len(any_model)
    assert len(written.findall("a:relationships/a:relationship", NS)) == any_model.network.number_of_edges()
    for node, data in any_model.nodes(data=True):
        names = [(name.get(LANGUAGE), name.text) for name in elements[f"id-{node}"].findall("a:name", NS)]
        assert names == list(data["thing"].name.values)


def test_boxes_have_whole_positive_sizes_and_the_places_of_our_drawings(any_model: Model) -> None:
    views = xml(any_model).findall(".//a:view", NS)
    for view, scene in zip(views, pages(any_model, "fi"), strict=True):
        boxes = {node.get("identifier"): node for node in view.iterfind(".//a:node", NS)}
        for card in scene.cards:
            if card.id in any_model:
                box = boxes[f"view-{scene.name}--{card.id}"]
                place = [int(box.get(key, "")) for key in "xywh"]
                assert place == [round(card.x) + 20, round(card.y) + 20, round(card.w), round(card.h)]
                assert min(place) >= 0


def test_another_program_reads_it_and_writes_it_again(any_model: Model, tmp_path: Path) -> None:
    from pyArchimate import Model as Archimate  # it reads all of its language when it is imported

    first, second = tmp_path / "first.xml", tmp_path / "second.xml"
    first.write_bytes(EXPORTS["archimate"].write(any_model, Order(language="fi")))
    found = Archimate("first")
    found.read(str(first))
    assert (len(found.elements), len(found.relationships)) == (len(any_model), any_model.network.number_of_edges())
    assert len(found.views) == len(list(pages(any_model, "fi")))
    names = {element.uuid: element.name for element in found.elements}
    assert all(names[f"id-{node}"] == data["thing"].name.get("fi") for node, data in any_model.nodes(data=True))
    found.write(str(second))
    again = Archimate("second")
    again.read(str(second))
    assert {element.uuid: element.name for element in again.elements} == names
    assert sorted(relation.type for relation in again.relationships) == sorted(
        relation.type for relation in found.relationships
    )


def test_views_say_how_feeds_are_known_and_how_many_a_line_is(example: Model) -> None:
    written = ET.fromstring(EXPORTS["archimate"].write(example, Order(language="en")))
    for view in written.iterfind(".//a:view", NS):
        signs = [text for node in view.findall("a:node", NS) if (text := node.findtext("a:label", "", NS))]
        colours = {
            tuple(line.get(part) for part in "rgb") for line in view.iterfind(".//a:connection/a:style/a:lineColor", NS)
        }
        told = {"stated", "implied", "generally known"}.intersection(signs)
        assert len(told) == len(colours), "each colour of a line has its sign, and no other has"
        labels = [connection.findtext("a:label", "", NS) for connection in view.iterfind(".//a:connection", NS)]
        counted = any(label[:1].isdigit() for label in labels)
        assert ("2, 3 … = number of feeds" in signs) is counted
    overview = written.find(".//a:view", NS)
    assert overview is not None
    assert any(c.findtext("a:label", "", NS)[:1].isdigit() for c in overview.iterfind(".//a:connection", NS))
