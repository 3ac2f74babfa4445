"""The map: the organisation, its departments and the scopes around it, their resources, and what is in these.

All levels have the same frames in the same places; a deeper one only adds what is inside. Each is drawn to a scale of its own,
so that lines, numbers and names have their usual sizes: `scale_of` tells how many pixels of the drawing one of the map is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flowviz.diagrams import atlas as lay
from flowviz.diagrams.atlas import Atlas, Place
from flowviz.diagrams.numbers import put_numbers
from flowviz.diagrams.page import SCREEN, Page
from flowviz.diagrams.roads import Roads, Streets, pair_of
from flowviz.diagrams.rolled import Roll, line_of, strongest
from flowviz.diagrams.scene import Box, Card, Frame, LegendItem, Line, Scene, frame_of
from flowviz.diagrams.wording import kind_word, legend_of, thing_text
from flowviz.locales import words
from flowviz.model import Model, name_of
from flowviz.theme import SIZES
from flowviz.typography import width, wrap

if TYPE_CHECKING:
    from flowviz.catalogue import Catalogue

__all__ = ["LEVELS", "draw", "inside", "scale_of"]

LEVELS: Final = range(1, 4)
SCALES: Final = {1: 0.5, 2: 0.5, 3: 1.0}
"""How large the levels are drawn, the first at most."""
MOST: Final = {1: 60, 2: 220, 3: 220}
"""So many pairs of frames are joined at most; beyond, only those with the most feeds."""
NAMES: Final = (36.0, 32.0, 29.0, 26.0, 24.0, 22.0, 20.0, 18.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0)
"""The sizes of the names of the first level, the largest that has room."""
AROUND: Final = 190.0
"""The height of heading, legend and small print."""
READ: Final = 80.0, 32.0
"""A frame has at least this size, so that its name can be read, where that does not make the drawing wider than `LARGEST`."""
LARGEST: Final = 3700.0
WIDER: Final = 1.05
"""The map is so much wider than its page for its height: what stands around it is above and below."""
_RIM: Final = 56.0
"""What stands left and right of a drawing."""


def draw(model: Model, *, level: int = 1, language: str = "fi", page: Page = SCREEN) -> Scene:
    """The scene of the whole map at ``level``; ``page`` decides its ratio, and how large the first level is."""
    w = words(language)
    catalogue: Catalogue = model.catalogue
    level = min(level, LEVELS[-1])
    chart = _chart(model, level, language, page)
    said = w("departments", n=len(catalogue.departments)), w("feeds", n=len(catalogue.feeds))
    subtitle = w(f"map.subtitle.{level}", departments=said[0], feeds=said[1])
    if chart.least > 1:
        subtitle += " " + w("map.least", n=chart.least)
    scene = Scene(
        kind="map",
        name=f"map-{level}",
        title=name_of(model, catalogue.organisation.id, language),
        subtitle=subtitle,
        description=w("map.description"),
        language=language,
        placed=True,
    )
    for frame in chart.atlas.frames:
        chart.show(scene, frame)
    scene.lines = [line for _, line in chart.lines]
    scene.width, scene.height = chart.atlas.w * chart.k, chart.atlas.h * chart.k
    scene.legend = [item for item in legend_of(model, scene) if item.sign != "scope"]  # its frames have their names
    if any(line.label for line in scene.lines):
        scene.legend.append(LegendItem(sign="weight", value="count", text=w("overview.count")))
    return scene


def inside(model: Model, frame: str, *, level: int, language: str = "fi", page: Page = SCREEN) -> Scene:
    """The part of the map at ``level`` that is in one department or scope, with the lines that end there.

    Its frames, cards and lines are those of the whole, in the same places.
    """
    chart = _chart(model, level, language, page)
    scene = Scene(
        kind="map", name=f"map-{level}", title="", subtitle="", description="", language=language, placed=True
    )
    chart.show(scene, next(one for one in chart.atlas.frames if one.id == frame))
    scene.lines = [line for ends, line in chart.lines if frame in ends]
    scene.width, scene.height = chart.atlas.w * chart.k, chart.atlas.h * chart.k
    return scene


def scale_of(model: Model, *, level: int, language: str = "fi", page: Page = SCREEN) -> float:
    """How many pixels of a drawing at ``level`` one pixel of the map is: the same places are at a multiple of it."""
    if level > 1:
        return SCALES[level]
    atlas = _atlas(model, language, page)
    fits = min((page.w - _RIM) / atlas.w, (page.h - AROUND) / atlas.h)
    needs = (
        max((READ[0] / frame.w for frame in atlas.frames), default=0.0),
        max((READ[1] / frame.h for frame in atlas.frames), default=0.0),
    )
    return min(SCALES[1], max(fits, min(max(needs), LARGEST / atlas.w)))


def _atlas(model: Model, language: str, page: Page) -> Atlas:
    ratio = page.ratio * WIDER

    def made() -> Atlas:
        atlas = lay.laid_out(model, language, ratio)
        pairs, _ = _drawn(_rolls(model, atlas, 1), MOST[2])
        lay.fill(atlas, Roads(atlas, pairs).loads)
        lay.stack(atlas, Roads(atlas, pairs).used)
        return atlas

    return model.once(("map", language, round(ratio, 3)), made)


def _rolls(model: Model, atlas: Atlas, level: int) -> dict[tuple[str, str], Roll]:
    """The feeds between what shows at ``level``: by the ids of the two, the one that comes first in the catalogue first."""
    found: dict[tuple[str, str], Roll] = {}
    for feed in model.catalogue.feeds:
        source, target = atlas.at[feed.source].up(level), atlas.at[feed.target].up(level)
        if source is target:
            continue
        forward = (source.id, target.id) in found or (target.id, source.id) not in found
        roll = found.setdefault((source.id, target.id) if forward else (target.id, source.id), Roll())
        (roll.out if forward else roll.into).append(feed)
    return found


def _drawn(rolls: dict[tuple[str, str], Roll], most: int) -> tuple[list[tuple[str, str]], int]:
    """The pairs of frames that are joined, and the least number of feeds that they have."""
    least = strongest([len(roll) for roll in rolls.values()], most)
    return [pair for pair, roll in rolls.items() if len(roll) >= least], least


def _chart(model: Model, level: int, language: str, page: Page) -> _Chart:
    """The map at a level, made once: the parts of it are asked for one by one."""
    return model.once(("chart", level, language, page), lambda: _Chart(model, level, language, page))


class _Chart:
    """The map at one level in one language."""

    def __init__(self, model: Model, level: int, language: str, page: Page) -> None:
        self.model, self.level, self.language = model, level, language
        self.atlas = _atlas(model, language, page)
        self.k = scale_of(model, level=level, language=language, page=page)
        frames = {frame.id: frame for frame in self.atlas.frames}
        pairs, self.least = _drawn(_rolls(model, self.atlas, 1), MOST[level])
        self.pairs = {pair for one, other in pairs if (pair := pair_of(frames[one], frames[other]))}
        order = sorted(self.pairs, key=lambda pair: [(frames[end].row, frames[end].x) for end in pair])
        self.roads = Roads(self.atlas, order, 10 / self.k)
        self.lines = self._joined()

    # --- frames and cards

    def show(self, scene: Scene, place: Place, parent: str | None = None) -> None:
        """Adds a place and what shows of it to the scene."""
        inner = [child for child in place.children if child.level <= self.level]
        if place.level > 1 and not inner:
            scene.cards.append(self._card(place, parent))
            return
        frame = self._group(place) if place.level == 1 else self._whole(place, parent)
        scene.frames.append(frame)
        for child in inner:
            self.show(scene, child, frame.id)

    def _group(self, place: Place) -> Frame:
        w = words(self.language)
        k, sign = self.k, 26 if place.kind == "scope" else 0
        department = place.kind == "department"
        things = [child for child in place.children if child.kind != "systems"]
        if department:
            resources = len(self.model.nodes[place.id]["thing"].resources)
            count, text = w("resources", n=resources), thing_text(self.model, place.id, self.language)
        else:
            count, text = w("things", n=len(things)), place.name
        frame = Frame(
            id=frame_of(place.id),
            thing=place.id,
            kind="department" if department or place.kind == "systems" else "lane",
            scope=place.scope if place.kind == "scope" else None,
            text=f"{text}, {count}" if count not in text else text,
        )
        self._put(frame, place)
        if self.level > 1:
            frame.size = lay.TITLE * k
            frame.lines = self._name(place, lay.title_room(place), lay.TITLE, place.lines)
            frame.header = place.head * k - 2 * SIZES.pad
            if any(child.level > self.level for child in place.children):
                frame.small = [count]
                frame.header += frame.small_size * SIZES.line_height
            return frame
        room, high = place.w * k - 2 * SIZES.pad, place.h * k - 2 * SIZES.pad
        for size in NAMES:
            frame.size = size
            beside = sign * min(size / SIZES.name, 16 / 9)
            frame.lines = wrap(place.name, room - beside, size, bold=True)
            longest = max(width(word, size, bold=True) for word in place.name.split() or [""])
            if len(frame.lines) <= 3 and longest <= room - beside and len(frame.lines) * size * 1.3 <= high * 0.7:
                break
        fitting = max(1, int(high / (frame.size * SIZES.line_height)))
        frame.lines = wrap(place.name, room - beside, frame.size, bold=True, lines=fitting)
        taken = len(frame.lines) * frame.size * SIZES.line_height
        frame.small = (
            [count]
            if taken + frame.small_size * 1.3 <= high and width(count, frame.small_size) <= room - beside
            else []
        )
        frame.header = taken + len(frame.small) * frame.small_size * SIZES.line_height
        return frame

    def _whole(self, place: Place, parent: str | None) -> Frame:
        text = thing_text(self.model, place.id, self.language) if place.kind != "systems" else place.name
        frame = Frame(
            id=frame_of(place.id),
            thing=place.id,
            kind="whole",
            scope=place.scope,
            filled=True,
            lines=self._name(place, self._column(place) - 2 * lay.TEXT, lay.NAME, place.lines),
            text=text,
            parent=parent,
            size=lay.NAME * self.k,
            header=place.head * self.k - 2 * SIZES.pad + (lay.PAD / 2) * self.k,
        )
        self._put(frame, place)
        return frame

    def _card(self, place: Place, parent: str | None) -> Card:
        w = words(self.language)
        named = place.kind != "systems"
        text = thing_text(self.model, place.id, self.language) if named else place.name
        small = []
        if place.level == 3:
            word = kind_word(self.model, place.id, self.language)
            text = text if word in text else f"{text}, {word}"
        elif place.children:
            small = [w("things", n=sum(1 for _ in place.all()) - 1)]
            text += f", {small[0]}"
        size = lay.INNER if place.level == 3 else lay.NAME
        pad = lay.PAD if place.level == 3 else lay.TEXT
        card = Card(
            id=place.id,
            kind=place.kind if named else "resource",
            scope=place.scope,
            lines=[],
            small=small,
            text=text,
            frame=parent,
            sign=False,
            size=size * self.k,
        )
        self._put(card, place)
        card.lines = wrap(place.name, place.w - 2 * pad, size, bold=card.bold, lines=place.lines)
        if small:
            card.header = place.head * self.k + card.small_size * SIZES.line_height
        return card

    def _column(self, place: Place) -> float:
        """The width of one of the columns that a whole spans: its name stands above the first."""
        gutters = place.frame.gutters
        return min(place.w, gutters[1] - gutters[0] - lay.GUTTER)

    def _name(self, place: Place, room: float, size: float, lines: int) -> list[str]:
        return wrap(place.name, room, size, bold=True, lines=lines)

    def _put(self, box: Box, place: Place) -> None:
        box.level = place.level
        box.x, box.y, box.w, box.h = (measure * self.k for measure in (place.x, place.y, place.w, place.h))

    # --- lines

    def _joined(self) -> list[tuple[tuple[str, str], Line]]:
        """The lines between what shows, each with the frames of its ends."""
        places = {place.id: place for one in self.atlas.frames for place in one.all()}
        joined: list[tuple[Place, Place, Roll]] = []
        for (one, other), roll in _rolls(self.model, self.atlas, self.level).items():
            source, target = places[one], places[other]
            pair = pair_of(source, target)
            if pair is None or pair in self.pairs:
                joined.append((source, target, roll))
        streets = Streets(self.roads, [(source, target) for source, target, _ in joined])
        most = max((len(roll) for *_, roll in joined), default=1)
        found = []
        for source, target, roll in joined:
            line = line_of((source.id, source.name), (target.id, target.name), roll, most, self.language)
            line.weight = 1.2 if self.level > 1 else 1.2 + (line.weight - 1.2) * min(0.6, 3 * self.k)
            line.points = [(x * self.k, y * self.k) for x, y in streets.points(source, target)]
            found.append(((source.frame.id, target.frame.id), line))
        put_numbers([line for _, line in found])
        return found
