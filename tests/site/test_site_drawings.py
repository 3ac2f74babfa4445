from __future__ import annotations

import re
import xml.etree.ElementTree as ET

from flowviz import drawing
from flowviz.diagrams import Wish
from flowviz.diagrams.scene import Count
from flowviz.model import Model
from flowviz.site.drawings import inline
from flowviz.site.style import COLOURS, style
from flowviz.theme import THEMES


def asked(any_department: tuple[Model, str]) -> tuple[Model, Wish]:
    model, department = any_department
    return model, Wish(kind="department", of=department)


def test_colours_of_both_themes_are_named_and_the_names_are_in_the_style_sheet(
    any_department: tuple[Model, str],
) -> None:
    model, wish = asked(any_department)
    text = inline(model, drawing.scene_of(model, wish), lambda _: None)
    used = set(re.findall(r"var\(--([a-z_-]+)\)", text))
    assert {"ink"} <= used <= set(COLOURS.values())
    assert THEMES["light"].card_line not in text
    assert all(f"--{name}:" in style() for name in used)


def test_the_drawing_of_a_page_shows_what_the_file_shows(any_department: tuple[Model, str]) -> None:
    model, wish = asked(any_department)
    texts = [
        [element.text for element in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]
        for svg in (
            drawing.draw(model, wish),
            inline(model, drawing.scene_of(model, wish), lambda node: f"{node}.html"),
        )
    ]
    whole, part = texts
    assert part == whole[2 : 2 + len(part)]  # the title, the subtitle and the small print are the page's own
    assert " ".join(filter(None, whole[2 + len(part) :])).startswith(model.catalogue.header.name.get("fi"))


def test_in_a_page_the_numbers_of_a_table_have_the_colours_of_both_themes(any_department: tuple[Model, str]) -> None:
    model, wish = asked(any_department)
    scene = drawing.scene_of(model, wish)
    card = next(card for card in scene.cards if card.scope == "own")
    card.counts = [Count(scope="own", letter="", told="1,234", share=1.0, x=0, w=40)]
    light = '<rect x="[0-9.]*" y="[0-9.]*" width="38" height="[0-9.]*" rx="2" fill="#d2d4d7"/><text [^>]* fill="#1a1a1a"[^>]*>1,234</text>'
    dark = light.replace("#d2d4d7", "#383d44").replace("#1a1a1a", "#f4f5f6")
    assert re.search(f'{light}<g class="dark-only">{dark}</g>', inline(model, scene, lambda _: None))


def test_each_linked_part_has_a_name(any_department: tuple[Model, str]) -> None:
    model, wish = asked(any_department)
    root = ET.fromstring(inline(model, drawing.scene_of(model, wish), lambda node: f"{node}.html"))
    links = list(root.iter("{http://www.w3.org/2000/svg}a"))
    assert links
    for link in links:
        assert link[0].get("aria-label") or " " in "".join(link.itertext()).strip()


def test_no_id_of_a_drawing_can_meet_one_of_the_page(any_department: tuple[Model, str]) -> None:
    model, wish = asked(any_department)
    assert ' id="' not in inline(model, drawing.scene_of(model, wish), lambda _: None)
