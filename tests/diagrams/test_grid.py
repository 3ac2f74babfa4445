from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from flowviz.diagrams.grid import Grid, even

if TYPE_CHECKING:
    from flowviz.diagrams.scene import Scene


@dataclass
class Text:
    """A piece that takes so much area whatever its width, and says that it is of some weight."""

    area: float
    weight: float = 1

    def height(self, w: float) -> float:
        return self.area / w

    def filled(self, w: float) -> float:
        return self.area / 2 + 0 * w

    def place(self, scene: Scene, x: float, y: float, parent: str | None, w: float) -> None:
        scene.notes.append((self.area, x, y, w))  # type: ignore[arg-type]


def areas(grid: Grid) -> list[list[float]]:
    return [[piece.area for piece in column] for column in grid.columns]  # type: ignore[attr-defined]


def test_pieces_stand_in_reading_order_in_columns_that_weigh_about_the_same() -> None:
    pieces = [Text(1, weight) for weight in (4, 1, 1, 1, 1, 3, 5)]
    assert [len(column) for column in Grid.of([*pieces], 2, 700).columns] == [5, 2]
    assert [len(column) for column in Grid.of([*pieces], 3, 700).columns] == [2, 4, 1]
    assert [len(column) for column in Grid.of([*pieces], 1, 700).columns] == [7]


def test_how_high_a_piece_is_does_not_decide_its_column() -> None:
    before = Grid.of([Text(9000), Text(8000), Text(30000), Text(7000)], 2, 700)
    after = Grid.of([Text(9000), Text(60000), Text(30000), Text(7000)], 2, 700)
    assert areas(before) == [[9000, 8000], [30000, 7000]]
    assert areas(after) == [[9000, 60000], [30000, 7000]]


def test_a_column_with_more_in_it_is_wider_so_that_all_end_about_evenly() -> None:
    grid = Grid.of([Text(90000), Text(120000), Text(70000)], 3, 1000)
    assert grid.w == pytest.approx(1000)
    one, other, third = grid.widths
    assert other > one > third
    assert max(grid.heights) - min(grid.heights) < 40
    assert grid.h == max(grid.heights)
    assert grid.filled == 140000


def test_no_column_is_squeezed_to_nothing() -> None:
    grid = Grid.of([Text(1), Text(500000)], 2, 810)
    assert min(grid.widths) >= 240
    assert grid.w == pytest.approx(810)


@pytest.mark.parametrize(
    ("weights", "count", "told"),
    [((2, 2, 2), 3, True), ((3, 1), 2, False), ((1, 1, 9), 2, False), ((9,), 2, False), ((5, 2, 2), 2, True)],
)
def test_what_cannot_be_divided_evenly_is_told(weights: tuple[float, ...], count: int, *, told: bool) -> None:
    assert even([Text(1, weight) for weight in weights], count) is told
