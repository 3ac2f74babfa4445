"""Every built-in drawing, measured in a browser in three languages and with three fonts, and read as it reads it."""

from __future__ import annotations

import io
import itertools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe import violations
from measuring import FAULTS, MEASURE, measured
from PIL import Image

import cases
from drawn import HOSTILE_NAMES, all_wishes, graph_from, made, many_departments, parts
from federation.test_federation import CITY
from federation.town import write_many
from flowviz import drawing, federation, raster
from flowviz.diagrams import Wish
from flowviz.diagrams.page import FITS, SCREEN
from flowviz.diagrams.page import Page as Size
from flowviz.model import build_model
from flowviz.reports import ask

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

    from flowviz.model import Model

FONTS = ("DejaVu Sans", "Liberation Sans", "Noto Sans")
LANGUAGES = ("fi", "sv", "en")
LEAST_FONT = 10
LEAST_OF_MANY = 8
"""In a drawing of more than `MANY_NODES` boxes, which is as high as its longest column."""
MANY_NODES = 25
MOST_NODES = 12
"""The surroundings of a thing with more neighbours are a list, as high as it takes."""


@pytest.fixture(scope="module")
def sheet(browser: Any) -> Iterator[Page]:
    """A page of a browser in which drawings are shown at their own size."""
    page = browser.new_page(viewport={"width": 1600, "height": 900})
    page.set_content("<body style='margin:0'></body>")
    page.evaluate(MEASURE)
    yield page
    page.close()


def figures(page: Page, svg: str, font: str | None = None) -> dict[str, Any]:
    if font:
        svg = re.sub(r'font-family="[^"]*"', f'font-family="{font}"', svg)
    return measured(page, svg)


def faults(found: dict[str, Any]) -> dict[str, list[str]]:
    """What is wrong with a drawing."""
    return {fault: found[fault] for fault in FAULTS if found[fault]}


BOX = '<g class="node" id="{0}"><rect x="{1}" y="{2}" width="100" height="30"/></g>'
TWO = BOX.format("a", 100, 100) + BOX.format("b", 400, 100)
DOT = '<g class="dot scope-s" id="dot" data-id="{1}"><circle cx="50" cy="50" r="8"/><text x="46" y="54" font-size="11">S</text>{0}</g>'
FRAME = '<g class="frame department" id="frame"><rect x="0" y="0" width="200" height="200"/>{0}</g>'
KEY = '<g class="key"><g class="key-entry" data-id="far"><text x="350" y="55" font-size="12">Far</text></g></g>'


def line(id_: str, path: str) -> str:
    return f'<g class="edge" id="{id_}"><path d="{path}" fill="none" stroke="#000"/></g>'


def words(text: str, x: float, y: float, more: str = "") -> str:
    return f'<text x="{x}" y="{y}" font-size="12" {more}>{text}</text>'


@pytest.mark.parametrize(
    ("fault", "body"),
    [
        ("overlaps", TWO + BOX.format("c", 190, 110)),
        ("overlaps", DOT.format("", "") + BOX.format("c", 55, 40)),
        ("straddling", FRAME.format("") + BOX.format("c", 150, 50)),
        ("overflows", TWO.replace("</g>", words("much too long for its own box", 105, 115) + "</g>", 1)),
        ("overflows", FRAME.format("") + DOT.format(words("a name that leaves the frame of its dot", 66, 54), "")),
        ("textOverlaps", TWO + words("one", 20, 20) + words("other", 22, 21)),
        ("textOverlaps", TWO + words("slanting", 20, 80, 'transform="rotate(-45 20 80)"') + words("level", 34, 66)),
        ("textsOverBoxes", TWO + words("over", 90, 118)),
        ("textsOverBoxes", DOT.format(words("name", 66, 54), "") + BOX.format("c", 80, 40)),
        ("linesUnderBoxes", TWO + BOX.format("c", 250, 100) + line("l", "M200 115H400")),
        ("linesThroughTitles", TWO + words("title", 290, 118) + line("l", "M200 115H400")),
        ("linesAlongBorders", TWO + BOX.format("c", 250, 116.5) + line("l", "M200 115H400")),
        ("linesThatShare", TWO + line("l", "M200 110H400") + line("m", "M200 120L230 111H370L400 120")),
    ],
)
def test_what_is_wrong_with_a_drawing_is_found_and_nothing_else(sheet: Page, fault: str, body: str) -> None:
    found = figures(sheet, f'<svg xmlns="http://www.w3.org/2000/svg" width="600" height="300">{body}</svg>')
    assert list(faults(found)) == [fault]


def test_figures_are_those_that_a_ruler_gives(sheet: Page) -> None:
    crossing = line("l", "M200 110C300 110 300 120 400 120") + line("m", "M200 120C300 120 300 110 400 110")
    beside = FRAME.format(BOX.format("c", 80, 120)) + DOT.format(words("Near", 66, 54), "near")
    body = f'<g transform="translate(10 10)">{beside}{KEY}</g><g transform="translate(0 100)">{TWO}{crossing}</g>'
    found = figures(sheet, f'<svg xmlns="http://www.w3.org/2000/svg" width="3200" height="600">{body}</svg>')
    assert (found["travel"], found["crossings"], found["font"], found["fitFont"]) == ([0], 1, 11, 5.5)
    assert 3000 + 256 < found["filled"] * 200 * 200 < 3000 + 16 * 55
    note = f'<g class="note">{words("heading", 20, 180)}</g></svg>'
    noted = figures(sheet, f'<svg xmlns="http://www.w3.org/2000/svg" width="3200" height="600">{body}{note}')
    assert 40 * 12 < (noted["filled"] - found["filled"]) * 200 * 200 < 60 * 16
    far = figures(
        sheet, f'<svg xmlns="http://www.w3.org/2000/svg" width="600" height="300">{DOT.format("", "far")}{KEY}</svg>'
    )
    assert far["travel"] == [pytest.approx(300, abs=1)]


def wishes(model: Model, language: str) -> list[Wish]:
    return [wish for wish in all_wishes(model, language) if wish.kind != "neighbourhood"]


@pytest.mark.parametrize("font", FONTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_overlaps_or_leaves_its_place_and_all_can_be_read(
    sheet: Page, any_model: Model, language: str, font: str
) -> None:
    for wish in wishes(any_model, language):
        found = figures(sheet, drawing.draw(any_model, wish), font)
        assert faults(found) == {}, wish
        assert found["fitFont"] >= (LEAST_OF_MANY if found["nodes"] > MANY_NODES else LEAST_FONT), wish


def test_the_surroundings_of_every_thing_are_clean(sheet: Page, any_model: Model) -> None:
    for wish in all_wishes(any_model, "fi"):
        linked = wish.kind == "neighbourhood" and wish.of and (any_model.out[wish.of] or any_model.into[wish.of])
        if linked and wish.depth == 1:
            found = figures(sheet, drawing.draw(any_model, wish))
            assert faults(found) == {}, wish
            assert found["fitFont"] >= LEAST_FONT or found["nodes"] > MOST_NODES, wish


def test_on_a_phone_hops_below_each_other_and_very_many_departments_are_clean(
    sheet: Page, any_model: Model, tmp_path: Path
) -> None:
    phone = Size(320, 640)
    things = [node for node in any_model if any_model.out[node] and any_model.into[node]]
    drawn = {
        f"{node} {depth}": drawing.draw(any_model, Wish(kind="neighbourhood", of=node, depth=depth, page=phone))
        for node, depth in zip(things, itertools.cycle((1, 2)), strict=False)
    }
    drawn |= {node: ask(any_model, (node,), (), language="sv", page=phone).svg() for node in things[::2]}
    many = graph_from(tmp_path, many_departments(61, shared=4, feeds_each=3))
    drawn |= {
        f"overview {size.w}": drawing.draw(many, Wish(kind="overview", page=size)) for size in (phone, Size(1280, 720))
    }
    for name, svg in drawn.items():
        found = figures(sheet, svg)
        assert faults(found) == {}, name
        assert found["font"] >= LEAST_FONT, name


@pytest.mark.parametrize("name", cases.CASES)
def test_what_is_hard_to_draw_is_drawn_without_a_fault(sheet: Page, name: str) -> None:
    for wish in cases.wishes(name):
        found = figures(sheet, drawing.draw(cases.model(name), wish))
        assert faults(found) == {}, wish
        assert found["font"] >= LEAST_FONT, wish


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_city_tells_and_confirms_is_drawn_without_a_fault(sheet: Page, language: str, tmp_path: Path) -> None:
    for path in (CITY, write_many(tmp_path, 40)):
        model = build_model(federation.load(path))
        for size in (SCREEN, FITS["a4"], Size(374, 700)):
            for scene in drawing.pages_of(model, Wish(kind="reconciliation", language=language, page=size)):
                found = figures(sheet, drawing.finish(model, scene))
                assert faults(found) == {}, (path, size)
                assert found["font"] >= LEAST_FONT, (path, size)


def test_hostile_names_stay_in_their_boxes(sheet: Page, tmp_path: Path) -> None:
    resources = [{"id": f"own-{id_}", "name": name} for id_, name in HOSTILE_NAMES.items()]
    shared = [{"id": f"shared-{id_}", "name": name} for id_, name in HOSTILE_NAMES.items()]
    feeds = [(f"own-{id_}", f"shared-{id_}") for id_ in HOSTILE_NAMES]
    model = graph_from(tmp_path, made(resources=resources, shared=shared, feeds=feeds))
    for kind in ("department", "feeds", "overview"):
        found = figures(sheet, drawing.draw(model, Wish(kind=kind, of="care", language="en")))
        assert faults(found) == {}, kind


@pytest.mark.parametrize("kind", ["department", "feeds", "overview", "neighbourhood"])
def test_the_accessibility_tree_names_every_box_dot_and_line(sheet: Page, any_model: Model, kind: str) -> None:
    department = max(any_model.catalogue.departments, key=lambda one: len(one.resources))
    svg = drawing.draw(any_model, Wish(kind=kind, of=department.id, language="en"))
    figures(sheet, svg)
    session = sheet.context.new_cdp_session(sheet)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    read = [
        " ".join(node.get("name", {}).get("value", "").split())
        for node in nodes
        if not node["ignored"] and node["role"]["value"] in ("image", "img")
    ]
    wanted = [
        part for name in ("frame", "node", "dot", "edge", "note", "heading") for part in parts(svg, name) if part.role
    ]
    assert sorted(read) == sorted(" ".join(part.label.split()) for part in wanted)


def test_axe_finds_nothing(sheet: Page, model: Model) -> None:
    for wish in (Wish(kind=kind, of="elinkeino-osasto", language="sv") for kind in ("department", "feeds", "overview")):
        for theme in ("light", "dark"):
            figures(sheet, drawing.draw(model, wish, theme=theme))
            assert violations(sheet, "svg") == [], wish


def test_a_second_renderer_puts_the_ink_in_the_same_places(sheet: Page, model: Model) -> None:
    for kind in ("department", "feeds"):
        svg = drawing.draw(model, Wish(kind=kind, of="strategiaosasto", language="sv"))
        figures(sheet, svg)
        chromium = Image.open(io.BytesIO(sheet.locator("svg").screenshot())).convert("L")
        ours = Image.open(io.BytesIO(raster.to_png(svg, scale=1))).convert("L").resize(chromium.size)
        cells = (chromium.width // 24, chromium.height // 24)
        one, other = (picture.resize(cells, Image.Resampling.BOX).tobytes() for picture in (chromium, ours))
        far = sum(abs(a - b) > 32 for a, b in zip(one, other, strict=True))
        assert far <= len(one) * 0.004, (kind, far, len(one))
