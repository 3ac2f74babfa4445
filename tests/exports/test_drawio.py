from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from flowviz.exports import EXPORTS, Order
from flowviz.exports.pages import drawn_frames, pages
from hostile import HOSTILE, hostile_model

if TYPE_CHECKING:
    from flowviz.diagrams.scene import Card, Frame
    from flowviz.model import Model


def diagrams(model: Model, language: str = "fi") -> list[ET.Element]:
    return ET.fromstring(EXPORTS["drawio"].write(model, Order(language=language))).findall("diagram")


def test_there_is_a_page_for_the_whole_and_for_each_department_with_something_to_draw(any_model: Model) -> None:
    assert [page.get("name") for page in diagrams(any_model)] == [scene.title for scene in pages(any_model, "fi")]


def test_the_pages_are_not_compressed_and_ids_are_there_once(any_model: Model) -> None:
    for page in diagrams(any_model):
        root = page.find("mxGraphModel/root")
        assert root is not None
        ids = [element.get("id") for element in root]
        assert None not in ids
        assert len(ids) == len(set(ids))
        assert ids[:2] == ["0", "1"]


def test_every_box_stands_where_our_drawing_has_it(any_model: Model) -> None:
    for page, scene in zip(diagrams(any_model), pages(any_model, "fi"), strict=True):
        items: list[tuple[Card | Frame, str]] = [(card, "node") for card in scene.cards]
        items += [(frame, "frame") for frame in drawn_frames(scene)]
        for item, prefix in items:
            found = page.find(f".//*[@id='{prefix}-{item.id}']")
            assert found is not None
            geometry = found.find(".//mxGeometry")
            assert geometry is not None
            assert abs(float(geometry.get("x", "")) - item.x - 40) < 0.06
            assert abs(float(geometry.get("width", "")) - item.w) < 0.06


def test_lines_hold_on_to_boxes_that_are_there(any_model: Model) -> None:
    for page, scene in zip(diagrams(any_model), pages(any_model, "fi"), strict=True):
        edges = [edge for edge in page.findall(".//mxCell[@edge='1']") if edge.get("source")]
        ids = {element.get("id") for element in (*page.iter("object"), *page.findall(".//mxCell[@vertex='1']"))}
        assert len(edges) == len(scene.lines)
        assert all(edge.get(end) in ids for edge in edges for end in ("source", "target"))
        assert sum("dashed=1" in (edge.get("style") or "") for edge in edges) == sum(
            line.basis != "stated" for line in scene.lines
        )


def test_boxes_carry_the_data_of_their_things(model: Model) -> None:
    box = diagrams(model)[0].find(".//object[@thing='taloustietovaranto']")
    assert box is not None
    assert (box.get("kind"), box.get("scope")) == ("yhteinen tietovaranto", "Kaupunkiyhteinen")
    assert (box.get("evidence") or "").startswith("sivu, rivit 30")


def test_a_row_below_the_drawing_says_what_colours_and_lines_mean(model: Model) -> None:
    whole = diagrams(model, "en")[0]
    legend = {cell.get("id"): cell for cell in whole.iter("mxCell") if (cell.get("id") or "").startswith("legend-")}
    told = [cell.get("value") for cell in legend.values() if cell.get("value")]
    assert told == [
        "City-wide",
        "Metropolitan",
        "National",
        "International",
        "stated",
        "implied",
        "2, 3 … = number of feeds",
    ]
    assert "fillColor=#ffcab3" in (legend["legend-city-wide"].get("style") or "")
    assert "dashed" not in (legend["legend-stated"].get("style") or "")
    assert "dashed=1" in (legend["legend-implied"].get("style") or "")
    bottoms = [
        float(box.get("y", "0")) + float(box.get("height", "0")) for box in whole.iterfind(".//object//mxGeometry")
    ]
    assert all(
        float(place.get("y", "")) > max(bottoms)
        for cell in legend.values()
        for place in cell.iter("mxGeometry")
        if place.get("y")
    )


def test_labels_are_plain_text_so_that_no_name_becomes_mark_up() -> None:
    for page in diagrams(hostile_model(), "en"):
        assert HOSTILE in (page.get("name") or "")
        styled = [cell.get("style") or "" for cell in page.iter("mxCell") if cell.get("style")]
        assert all("html=0" in style for style in styled)
