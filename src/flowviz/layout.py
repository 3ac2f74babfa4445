"""An unplaced scene -> the same scene, placed by Graphviz. One point of Graphviz is one pixel."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING, Any

from flowviz import graphviz_engine
from flowviz.diagrams.dot import dot_text
from flowviz.theme import MARKS, SIZES
from flowviz.typography import width

if TYPE_CHECKING:
    from flowviz.catalogue import Scope
    from flowviz.diagrams.scene import Box, Point, Scene

__all__ = ["place"]

PORT_STEP = 9.0
SHORT = 170.0
"""A line that spans less stays between two neighbouring ranks, where there are no cards."""


def place(scene: Scene, scopes: tuple[Scope, ...], *, timeout: float = 60) -> Scene:
    """``scene`` with places for its cards, frames and lines, and sizes for their tags. One that is placed already keeps its
    places.

    Raises `GraphvizError` when Graphviz fails, takes longer than ``timeout`` seconds, or loses a card or a line.
    """
    _measure(scene)
    if scene.placed:
        return scene
    if not scene.cards:
        scene.width, scene.height, scene.placed = 320.0, 40.0, True
        return scene
    dot = dot_text(scene, scopes)
    ties = len({card.column for card in scene.cards if card.column is not None})
    found = graphviz_engine.layout_json(
        dot, timeout=timeout, nodes=len(scene.cards), edges=len(scene.lines) + max(0, ties - 1)
    )
    _read(scene, found)
    scene.placed = True
    return scene


def _boxes(scene: Scene) -> list[Box]:
    return [*scene.cards, *scene.frames]


def _measure(scene: Scene) -> None:
    for item in _boxes(scene):
        if item.mark in MARKS:
            item.tag = f"{MARKS[item.mark].sign} {item.word}".rstrip()
            item.tag_w = width(item.tag, SIZES.small, bold=True)
            lines = item.lines if MARKS[item.mark].struck else []
            item.struck = [width(line, SIZES.name, bold=item.bold) for line in lines]
    for dot in scene.dots:
        lines = dot.name if dot.mark in MARKS else []
        dot.ruled = [width(line, SIZES.entry) for line in lines]


def _read(scene: Scene, found: dict[str, Any]) -> None:
    objects = found["objects"]
    top = max(float(found["bb"].split(",")[3]), 0.0)
    by_id = {entry["id"]: entry for entry in objects if "id" in entry}
    for card in scene.cards:
        x, y = _point(by_id[f"node-{card.id}"]["pos"])
        card.x, card.y = x - card.w / 2, top - y - card.h / 2
    for frame in scene.frames:
        if frame.id in by_id:
            left, bottom, right, upper = (float(number) for number in by_id[frame.id]["bb"].split(","))
            frame.x, frame.y, frame.w, frame.h = left, top - upper, right - left, upper - bottom
    edges = {edge["id"]: edge for edge in found.get("edges", ()) if "id" in edge}
    for line in scene.lines:
        edge = edges[f"feed-{line.source}--{line.target}"]
        points = _points(edge["pos"], top)
        line.points = points[::-1] if line.backwards else points
        if "lp" in edge:
            x, y = _point(edge["lp"])
            line.label_at = _nearest((x, top - y), line.points)
    _spread(scene)
    _trim(scene)


def _spread(scene: Scene) -> None:
    """Spreads the ends of lines along the sides of their cards, and curves the lines that pass nothing."""
    cards = {card.id: card for card in scene.cards}
    ends: dict[tuple[str, bool], list[tuple[float, int, int]]] = {}
    for i, line in enumerate(scene.lines):
        for id_, at, towards in ((line.source, 0, 1), (line.target, -1, -2)):
            x, _ = line.points[at]
            card = cards[id_]
            right = abs(x - card.x - card.w) < abs(x - card.x)
            slope = (line.points[towards][1] - line.points[at][1]) / (abs(line.points[towards][0] - x) + 1)
            ends.setdefault((id_, right), []).append((slope, i, at))
    for (id_, right), found in ends.items():
        card = cards[id_]
        step = min(PORT_STEP, (card.h - 14) / max(len(found) - 1, 1))
        top = card.y + card.h / 2 - step * (len(found) - 1) / 2
        for n, (_, i, at) in enumerate(sorted(found)):
            scene.lines[i].points[at] = card.x + card.w if right else card.x, top + n * step
    for line in scene.lines:
        (ax, ay), (bx, by) = line.points[0], line.points[-1]
        if len(line.points) == 2 and 0 < abs(bx - ax) < SHORT:
            middle = (ax + bx) / 2
            line.points = [(ax, ay), (middle, ay), (middle, by), (bx, by)]
            line.curve = True


def _point(text: str) -> Point:
    x, y = text.split(",")[:2]
    return float(x), float(y)


def _points(pos: str, top: float) -> list[Point]:
    """The corners of an edge from its tail to its head, arrow tips included."""
    start: list[Point] = []
    end: list[Point] = []
    control: list[Point] = []
    for word in pos.split(";")[0].split():
        if word.startswith("e,"):
            end = [_point(word[2:])]
        elif word.startswith("s,"):
            start = [_point(word[2:])]
        else:
            control.append(_point(word))
    corners = [(x, top - y) for x, y in [*start, *control[::3], *end]]
    kept = corners[:1]
    for corner, after in itertools.pairwise(corners):
        if _turns(kept[-1], corner, after):
            kept.append(corner)
    return [*kept, corners[-1]]


def _turns(before: Point, corner: Point, after: Point) -> bool:
    """Whether the line bends at ``corner`` by more than half a pixel."""
    (ax, ay), (bx, by), (cx, cy) = before, corner, after
    length = math.dist(before, after)
    return length > 1 and abs((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)) / length > 0.5


def _nearest(at: Point, points: list[Point]) -> Point:
    """The place on a line that is nearest to ``at``: labels sit on their lines."""
    best, best_distance = points[0], float("inf")
    for (ax, ay), (bx, by) in itertools.pairwise(points):
        length = (bx - ax) ** 2 + (by - ay) ** 2
        share = (
            0.5 if length == 0 else min(max(((at[0] - ax) * (bx - ax) + (at[1] - ay) * (by - ay)) / length, 0.05), 0.95)
        )
        point = ax + share * (bx - ax), ay + share * (by - ay)
        distance = (point[0] - at[0]) ** 2 + (point[1] - at[1]) ** 2
        if distance < best_distance:
            best, best_distance = point, distance
    return best


def _trim(scene: Scene) -> None:
    """Moves everything to the top left corner and sets the size of the drawing."""
    items = _boxes(scene)
    boxes = [(item.x, item.y, item.x + item.w, item.y + item.h) for item in items if item.w]
    for line in scene.lines:
        boxes += [(x, y, x, y) for x, y in line.points]
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    for item in items:
        item.x, item.y = item.x - left, item.y - top
    for line in scene.lines:
        line.points = [(x - left, y - top) for x, y in line.points]
        if line.label_at:
            line.label_at = line.label_at[0] - left, line.label_at[1] - top
    scene.width = max(box[2] for box in boxes) - left
    scene.height = max(box[3] for box in boxes) - top
