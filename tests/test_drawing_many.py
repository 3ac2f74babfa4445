from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import midway
from flowviz import drawing
from flowviz.diagrams import Wish
from flowviz.drawing_many import draw_many
from flowviz.errors import UnknownThing

if TYPE_CHECKING:
    from pathlib import Path

    from flowviz.catalogue import Catalogue
    from flowviz.model import Model


@pytest.fixture(scope="module")
def wishes(catalogue: Catalogue) -> list[Wish]:
    ids = [department.id for department in catalogue.departments]
    return [Wish(kind="overview"), *(Wish(kind=kind, of=id_) for id_ in ids for kind in ("department", "feeds"))]


def test_files_are_those_of_one_drawing_after_the_other(model: Model, wishes: list[Wish]) -> None:
    one_by_one = [drawing.write(model, drawing.scene_of(model, wish), "svg") for wish in wishes]
    assert [drawn.data for drawn in draw_many(model, wishes, "svg")] == one_by_one


def test_two_processes_give_the_same_as_one(model: Model, wishes: list[Wish]) -> None:
    assert list(draw_many(model, wishes, "svg", jobs=2)) == list(draw_many(model, wishes, "svg", jobs=1))


def test_an_error_in_another_process_comes_back_as_itself(model: Model, wishes: list[Wish]) -> None:
    with pytest.raises(UnknownThing, match="there is no department 'nope'") as raised:
        list(draw_many(model, [Wish(kind="department", of="nope"), *wishes], "svg", jobs=2))
    assert any(note.startswith("in another process") for note in raised.value.__notes__)


def test_what_is_wished_twice_is_drawn_twice(model: Model, wishes: list[Wish]) -> None:
    twice = [wish for wish in wishes for _ in range(2)]
    assert [drawn.wish for drawn in draw_many(model, twice, "svg", jobs=2)] == twice


def test_killed_midway_it_leaves_neither_processes_nor_halves(tmp_path: Path) -> None:
    running = midway.draw("-o", str(tmp_path / "x"))
    running.kill()
    running.communicate(timeout=60)  # its workers hold the pipes too, so that this ends with the last of them
    assert list(tmp_path.iterdir()) == []
