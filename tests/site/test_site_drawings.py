from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from flowviz import drawing
from flowviz.diagrams import Wish
from flowviz.model import Model
from flowviz.site.drawings import inline
from flowviz.site.style import COLOURS, style
from flowviz.theme import THEMES

WISH = Wish(kind="department", of="strategiaosasto")


def test_colours_of_both_themes_are_named_and_the_names_are_in_the_style_sheet(model: Model) -> None:
    text = inline(model, drawing.scene_of(model, WISH), lambda _: None)
    used = set(re.findall(r"var\(--([a-z_-]+)\)", text))
    assert {"ink", "card", "card_line"} <= used <= set(COLOURS.values())
    assert THEMES["light"].card_line not in text
    assert all(f"--{name}:" in style() for name in used)


def test_the_drawing_of_a_page_shows_what_the_file_shows(model: Model) -> None:
    texts = [
        [element.text for element in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
        for svg in (
            drawing.draw(model, WISH),
            inline(model, drawing.scene_of(model, WISH), lambda node: f"{node}.html"),
        )
    ]
    whole, part = texts
    assert part == whole[2:-1]  # the title, the subtitle and the small print are the page's own


def test_each_linked_part_has_a_name(model: Model) -> None:
    root = ET.fromstring(inline(model, drawing.scene_of(model, WISH), lambda node: f"{node}.html"))
    links = list(root.iter("{http://www.w3.org/2000/svg}a"))
    assert len(links) > 20
    for link in links:
        assert link[0].get("aria-label") or " " in "".join(link.itertext()).strip()


def test_no_id_of_a_drawing_can_meet_one_of_the_page(model: Model) -> None:
    assert ' id="' not in inline(model, drawing.scene_of(model, WISH), lambda _: None)
