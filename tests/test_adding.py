"""Numbers are added alike by every Python, and nothing that places or measures adds them in another way."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import flowviz
from flowviz.adding import summed

_SOURCE = Path(flowviz.__file__).parent
_PLACING = [
    "diagrams",
    "exports",
    "reports",
    "svg",
    "drawing",
    "figures",
    "layout",
    "marginalia",
    "search",
    "tags",
    "typography",
]
"""The packages and modules whose sums decide places, sizes, orders or numbers that are written."""


def test_fractions_are_added_from_the_left_by_every_python() -> None:
    assert summed([0.1] * 10) == 0.9999999999999999
    assert summed([1e16, 1.0, -1e16]) == 0.0


def test_what_is_added_may_be_passed_once() -> None:
    assert summed(each / 2 for each in (1, 2, 3)) == 3.0


def test_nothing_adds_up_to_nothing() -> None:
    assert summed(list[float]()) == 0


def test_whole_numbers_stay_whole() -> None:
    found = summed([2**60, 1, True])
    assert (found, type(found)) == (2**60 + 2, int)


@pytest.mark.parametrize("place", _PLACING)
def test_what_places_and_measures_takes_the_sum_of_python_for_counts_alone(place: str) -> None:
    assert [
        f"{path.relative_to(_SOURCE)}:{line}"
        for path in _modules(place)
        for line in _other_sums(path.read_text("utf-8"))
    ] == []


@pytest.mark.parametrize(
    "counted",
    [
        "sum(1 for _ in lines)",
        "sum(len(line) - 1 for line in lines)",
        "sum([a > b for a, b in pairs])",
        "sum(not line for line in lines)",
        "sum(map(len, lines))",
    ],
)
def test_counts_are_known_as_counts(counted: str) -> None:
    assert _other_sums(counted) == []


@pytest.mark.parametrize(
    "added",
    [
        "sum(widths)",
        "sum(line.w for line in lines)",
        "sum(len(line) * w for line in lines)",
        "sum(map(w, lines))",
        "sum((1 for _ in lines), 0.5)",
        "map(sum, lines)",
        "fsum(widths)",
        "math.fsum(widths)",
    ],
)
def test_other_sums_are_found(added: str) -> None:
    assert _other_sums(added) == [1]


def _modules(place: str) -> list[Path]:
    """The modules of a package or the one module of a name, one at least."""
    found = sorted((_SOURCE / place).rglob("*.py")) or [_SOURCE / f"{place}.py"]
    assert all(path.is_file() for path in found), place
    return found


def _other_sums(source: str) -> list[int]:
    """The lines of a module that name a sum of Python, or call it with anything but counts."""
    tree = ast.parse(source)
    counts = {
        node.func
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords and _are_counts(node.args[0])
    }
    return [
        node.lineno
        for node in ast.walk(tree)
        if (
            (isinstance(node, ast.Name) and node.id in ("sum", "fsum"))
            or (isinstance(node, ast.Attribute) and node.attr == "fsum")
        )
        and node not in counts
    ]


def _are_counts(added: ast.expr) -> bool:
    """Whether what is added is whole numbers or yes and no, as far as it says so itself."""
    match added:
        case ast.GeneratorExp(elt=each) | ast.ListComp(elt=each):
            return _is_count(each)
        case ast.Call(func=ast.Name(id="map"), args=[ast.Name(id="len"), *_]):
            return True
    return False


def _is_count(each: ast.expr) -> bool:
    match each:
        case ast.Constant(value=int()) | ast.Call(func=ast.Name(id="len")) | ast.Compare() | ast.UnaryOp(op=ast.Not()):
            return True
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() | ast.FloorDiv(), right=right):
            return _is_count(left) and _is_count(right)
        case ast.BoolOp(values=values):
            return all(map(_is_count, values))
    return False
