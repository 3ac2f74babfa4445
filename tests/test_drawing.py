from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from drawn import all_wishes, graph_from, made, parts
from flowviz import drawing
from flowviz.diagrams import DIAGRAMS, Wish
from flowviz.errors import DrawingError, UnknownThing

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.model import Model


def test_every_wish_can_be_drawn(any_model: Model) -> None:
    for wish in all_wishes(any_model, "sv"):
        scene = drawing.scene_of(any_model, wish)
        svg = drawing.finish(any_model, scene)
        assert len(parts(svg, "node")) == len(scene.cards)
        assert len(parts(svg, "dot")) == len(scene.dots)
        assert len(parts(svg, "edge")) == len(scene.lines)
        assert len(parts(svg, "frame")) == len(scene.frames)
        assert len(parts(svg, "legend-item")) == len(scene.legend)


def test_names_of_drawings_are_fit_for_files_and_differ(any_model: Model) -> None:
    names = [drawing.scene_of(any_model, wish).name for wish in all_wishes(any_model)]
    assert len(names) == len(set(names))
    assert all(name.replace("-", "").isalnum() and name.isascii() for name in names)


def test_an_unknown_kind_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownThing, match=r"no kind of drawing 'departmant' .did you mean 'department'"):
        drawing.scene_of(model=None, wish=Wish(kind="departmant"))  # type: ignore[arg-type]


@pytest.mark.parametrize(("kind", "of"), [("department", "strategiaosato"), ("neighbourhood", "strategiaosato")])
def test_an_unknown_thing_is_told_with_the_nearest(model: Model, kind: str, of: str) -> None:
    with pytest.raises(UnknownThing, match="did you mean 'strategiaosasto'"):
        drawing.scene_of(model, Wish(kind=kind, of=of))


def test_a_thing_that_is_no_department_is_told_so(model: Model) -> None:
    with pytest.raises(UnknownThing, match="no department 'matkailu'"):
        drawing.scene_of(model, Wish(kind="feeds", of="matkailu"))


def test_a_kind_that_needs_a_thing_says_so(model: Model) -> None:
    for name, kind in DIAGRAMS.items():
        if kind.of:
            with pytest.raises(DrawingError, match="needs the id of a"):
                drawing.scene_of(model, Wish(kind=name))


@pytest.mark.parametrize(
    ("form", "start"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF"), ("dot", b"digraph")]
)
def test_every_format_starts_as_its_kind_of_file_does(model: Model, form: str, start: bytes) -> None:
    scene = drawing.scene_of(model, Wish(kind="feeds", of="talous-ja-suunnitteluosasto"))
    assert drawing.write(model, scene, form).startswith(start)


def test_ways_need_a_thing_at_both_ends(model: Model) -> None:
    with pytest.raises(DrawingError, match="needs the id of a thing"):
        drawing.scene_of(model, Wish(kind="paths", of="matkailu"))
    with pytest.raises(UnknownThing, match="did you mean 'matkailu'"):
        drawing.scene_of(model, Wish(kind="paths", of="matkailu", to="matkailo"))


def test_a_catalogue_with_nothing_in_it_is_drawn(tmp_path: Path) -> None:
    model = graph_from(tmp_path, made(departments=False))
    assert "Office" in drawing.draw(model, Wish(kind="overview", language="en"))
    assert "Office" in drawing.draw(model, Wish(kind="neighbourhood", of="office", language="en"))
