from __future__ import annotations

import dataclasses
import json
import math
import re
from collections import Counter
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from drawn import HOSTILE_NAMES, SVG, all_wishes, graph_from, made, numbers, parts, spoken
from flowviz import drawing
from flowviz.changes import compare, drawn
from flowviz.diagrams import Wish
from flowviz.model import build_model
from flowviz.svg.pen import num
from flowviz.typography import width

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.model import Model

LANGUAGES = ("fi", "sv", "en")


@pytest.fixture(scope="module", params=LANGUAGES)
def svgs(request: pytest.FixtureRequest, any_model: Model) -> list[str]:
    return [
        drawing.draw(any_model, wish)
        for wish in all_wishes(any_model, request.param)
        if wish.kind != "neighbourhood" or hash_of(wish.of or "") % 9 == 0
    ]


def hash_of(text: str) -> int:
    return sum(map(ord, text))


def hostile(tmp_path: Path) -> Model:
    resources = [{"id": f"own-{id_}", "name": name} for id_, name in HOSTILE_NAMES.items()]
    resources += [{"id": f"part-{id_}", "name": name, "part_of": f"own-{id_}"} for id_, name in HOSTILE_NAMES.items()]
    shared = [{"id": f"shared-{id_}", "name": name} for id_, name in HOSTILE_NAMES.items()]
    feeds = [(f"own-{id_}", f"shared-{id_}") for id_ in HOSTILE_NAMES]
    return graph_from(tmp_path, made(resources=resources, shared=shared, feeds=feeds, name=HOSTILE_NAMES["script"]))


def test_ids_are_unique_and_numbers_finite(svgs: list[str]) -> None:
    for svg in svgs:
        ids = Counter(element.get("id") for element in ElementTree.fromstring(svg.encode()).iter() if element.get("id"))
        assert not [id_ for id_, count in ids.items() if count > 1]
        assert all(math.isfinite(number) for number in numbers(svg))


@pytest.mark.parametrize("kind", ["node", "dot", "edge", "frame"])
def test_everything_drawn_has_a_name_that_starts_with_what_is_seen(svgs: list[str], kind: str) -> None:
    for svg in svgs:
        for part in parts(svg, kind):
            if part.role or kind != "frame":
                assert part.role == "img"
                assert part.label == part.title
                assert spoken(part.label).startswith(spoken(part.texts[0] if part.texts else "").removesuffix("…"))
            else:
                assert part.texts or not part.label


def test_a_frame_without_a_name_has_the_card_of_its_whole_inside(model: Model) -> None:
    svg = drawing.draw(model, Wish(kind="feeds", of="elinkeino-osasto"))
    nodes = {part.id for part in parts(svg, "node")}
    for frame in parts(svg, "frame"):
        assert frame.label or frame.texts or frame.id.replace("frame-", "node-") in nodes


def test_the_drawing_names_itself_and_its_source(svgs: list[str], any_model: Model) -> None:
    catalogue = any_model.catalogue
    for svg in svgs:
        root = ElementTree.fromstring(svg.encode())
        language = root.get("lang") or ""
        metadata = {e.tag.split("}")[1]: e.text for e in root.iter() if e.tag.startswith("{http://purl.org/dc/terms/}")}
        assert metadata["hasVersion"] == catalogue.header.version
        assert metadata["date"] == catalogue.header.date
        assert metadata["language"] == language == root.get("{http://www.w3.org/XML/1998/namespace}lang")
        assert metadata["source"] == "; ".join(source.title.get(language) for source in catalogue.sources)
        assert root.findtext(f"{SVG}title") == root.get("aria-label")
        assert root.findtext(f"{SVG}desc")
        assert (metadata["title"] or "").endswith(catalogue.header.name.get(language))
        words = " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
        assert catalogue.header.version in words
        assert catalogue.header.name.get(language) in words


def test_text_is_real_and_nothing_comes_from_elsewhere(svgs: list[str]) -> None:
    for svg in svgs:
        for forbidden in ("<foreignObject", "<style", "<script", "<image", "href", "url(", "@import", "javascript:"):
            assert forbidden not in svg


def test_dark_and_light_differ_in_colours_alone(any_model: Model) -> None:
    for wish in all_wishes(any_model):
        if wish.kind == "neighbourhood":
            continue
        light, dark = (
            [
                part.label
                for kind in ("node", "dot", "edge", "frame")
                for part in parts(drawing.draw(any_model, wish, theme=theme), kind)
            ]
            for theme in ("light", "dark")
        )
        assert light == dark


def test_a_screen_reader_meets_a_box_before_its_dots(any_department: tuple[Model, str]) -> None:
    model, department = any_department
    svg = drawing.draw(model, Wish(kind="department", of=department))
    order = re.findall(r'id="(?:node|frame|dot)-([a-z0-9-]+?)(?:--[a-z0-9-]+)?"', svg)
    seen: list[str] = []
    for owner in order:
        if owner not in seen:
            seen.append(owner)
        else:
            assert seen[-1] == owner


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_hostile_names_are_text_and_stay_whole_in_the_titles(tmp_path: Path, theme: str) -> None:
    model = hostile(tmp_path)
    for wish in all_wishes(model, "en"):
        svg = drawing.draw(model, wish, theme=theme)
        tags = {element.tag.split("}")[-1] for element in ElementTree.fromstring(svg.encode()).iter()}
        assert not tags & {"script", "b", "foreignObject"}
        for part in parts(svg, "node"):
            if part.data["id"] in model and part.data["kind"] != "department":
                name = model.nodes[part.data["id"]]["thing"].name.get("en")
                assert part.title.startswith(" ".join(name.split()))


def test_hostile_names_stay_in_their_boxes_by_measure(tmp_path: Path) -> None:
    model = hostile(tmp_path)
    for kind in ("department", "feeds"):
        scene = drawing.scene_of(model, Wish(kind=kind, of="care", language="en"))
        for card in scene.cards:
            for line in card.lines:
                assert width(line, 13, bold=card.kind in ("resource", "department")) <= card.w - 24


def test_two_drawings_of_the_same_are_the_same_bytes(any_model: Model) -> None:
    for wish in all_wishes(any_model):
        if wish.depth == 1 and (wish.kind != "neighbourhood" or hash_of(wish.of or "") % 3 == 0):
            assert drawing.draw(any_model, wish) == drawing.draw(any_model, wish)


def test_every_built_in_drawing_is_small(model: Model) -> None:
    sizes = {wish.of: len(drawing.draw(model, wish)) for wish in all_wishes(model) if wish.kind != "neighbourhood"}
    assert max(sizes.values()) < 60_000, json.dumps(sizes)


def test_a_dash_means_implied_or_generally_known_and_nothing_else(model: Model, example: Model) -> None:
    """What the source states of things of unstated scope, in lanes and in marks is drawn without any dash."""
    known = [feed for feed in model.catalogue.feeds if feed.basis == "stated"]
    stated = build_model(dataclasses.replace(model.catalogue, feeds=tuple(known)))
    after = build_model(dataclasses.replace(model.catalogue, feeds=tuple(known[3:])))
    comparison = compare(stated, after)
    svgs = [
        drawing.draw(stated, wish) for wish in all_wishes(stated) if wish.kind in ("department", "feeds", "overview")
    ]
    svgs += [drawing.finish(*drawn.draw(comparison, id_)) for id_ in drawn.changed_departments(comparison)]
    assert any("scope-unstated" in svg for svg in svgs)
    assert any("mark-removed" in svg for svg in svgs)
    assert not [svg for svg in svgs if "dasharray" in svg]
    implied = drawing.draw(example, Wish(kind="department", of="havn"))
    assert implied.count("dasharray") == 1 + sum(
        "implied" in dot.classes for dot in parts(implied, "dot")
    )  # the legend shows one more


def test_direction_is_part_of_the_dot_and_points_from_giver_to_receiver(svgs: list[str]) -> None:
    for svg in svgs:
        for group in ElementTree.fromstring(svg.encode()).iter(f"{SVG}g"):
            if "dot" not in group.get("class", "").split() or not group.get("data-way"):
                continue
            way = next(path.get("d", "") for path in group.iter(f"{SVG}path") if path.get("class") == "way")
            noses = [[float(n) for n in re.findall(r"-?[\d.]+", nose)] for nose in way.split("Z") if nose]
            points = {"out" if tip > base else "in" for base, _, tip, *_ in noses}
            assert points == {"out": {"out"}, "in": {"in"}, "both": {"out", "in"}}[group.get("data-way", "")]


@pytest.mark.parametrize(
    ("number", "text"),
    [(12.0, "12"), (12, "12"), (12.04, "12"), (0.25, "0.2"), (0.35, "0.3"), (-0.04, "0"), (-10.0, "-10")],
)
def test_a_number_is_as_short_as_it_can_be_however_many_there_were_before(number: float, text: str) -> None:
    assert num(number) == text
    assert [num(i / 16) for i in range(32, 32 + 16 * 2000, 16)] == [str(i) for i in range(2, 2002)]
    many = [num(i / 7) for i in range(50_000)]
    assert many == [f"{i / 7:.1f}".removesuffix(".0") for i in range(50_000)]
    assert num(number) == text
