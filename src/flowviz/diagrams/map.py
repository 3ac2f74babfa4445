"""The map: the organisation, its departments and the scopes around it, their resources, and what is in these.

All levels have the same frames in the same places; a deeper one only adds what is inside. Each is drawn to a scale of its own,
so that lines, numbers and names have their usual sizes: `scale_of` tells how many pixels of the drawing one of the map is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from flowviz.catalogue import OWN, UNCOLOURED
from flowviz.connections import best_known, tops
from flowviz.diagrams import atlas as lay
from flowviz.diagrams.atlas import Atlas, Place, Sign
from flowviz.diagrams.exchanges import counted, groups_of
from flowviz.diagrams.numbers import put_numbers
from flowviz.diagrams.page import SCREEN, Page
from flowviz.diagrams.roads import Roads, pair_of
from flowviz.diagrams.rolled import Roll, line_of, strongest
from flowviz.diagrams.scene import Box, Card, Dot, Frame, LegendItem, Line, Scene, Way, frame_of
from flowviz.diagrams.wording import kind_word, legend_of, scope_name, thing_text
from flowviz.ends import Inside, OfScope, Signed
from flowviz.locales import number, words
from flowviz.model import Model, name_of
from flowviz.theme import SIZES
from flowviz.typography import soft, width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flowviz.catalogue import Catalogue

__all__ = ["LEVELS", "afar", "atlas_of", "draw", "inside", "named_on", "scale_of"]

LEVELS: Final = range(1, 4)
SCALES: Final = {1: 0.5, 2: 0.5, 3: 1.0}
"""How large the levels are drawn, the first at most; on paper they are laid out for their sheet."""
MOST: Final = 60
"""So many pairs of frames are joined at most; beyond, only those with the most feeds."""
NAMES: Final = (36.0, 32.0, 29.0, 26.0, 24.0, 22.0, 20.0, 18.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0)
"""The sizes of the names of departments and scopes, the largest that has room."""
SIZES_NEAR: Final = (14.0, 13.0, 12.0, 11.0)
"""Those of the names of resources."""
AROUND: Final = 190.0
"""The height of heading, legend and small print."""
READ: Final = 30.0
"""A frame is at least so high, so that its name can be read, where that does not make the drawing wider than `LARGEST`."""
LARGEST: Final = 5000.0
SHAPES: Final = 0.2
"""From one shape of map to the next: its width for its height."""
HIGHER: Final = 2.4
"""So many times as high a narrow page is made for the names of frames."""
APART: Final = 26.0
"""From one line to the next where they end at a frame, with room for a number, where there is room for all."""
RIM: Final = 56.0
"""What stands left and right of a drawing."""


def draw(model: Model, *, level: int = 1, language: str = "fi", page: Page = SCREEN) -> Scene:
    """The scene of the whole map at ``level``; ``page`` decides its ratio, and how large the first level is."""
    level = min(level, LEVELS[-1])
    return _titled(model, _Chart(model, level, language, page), level, language)


def _titled(model: Model, chart: _Chart, level: int, language: str) -> Scene:
    """The scene of the whole of a chart, with what stands above and below it."""
    w = words(language)
    catalogue: Catalogue = model.catalogue
    said = counted(model, language)
    subtitle = w(f"map.subtitle.{groups_of(model)}.{level}", departments=said[0], feeds=said[1])
    if level > 1:
        subtitle += " " + w("map.signs")
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
    scene.lines = list(chart.lines)
    scene.width, scene.height = chart.atlas.w * chart.k, chart.atlas.h * chart.k
    scene.legend = [item for item in legend_of(model, scene) if item.sign != "scope"]  # its frames have their names
    if any(line.label for line in scene.lines):
        scene.legend.append(LegendItem(sign="weight", value="count", text=w("overview.count")))
    return scene


def afar(model: Model, *, language: str = "fi", page: Page = SCREEN) -> Scene:
    """The first level as large as ``page`` has room for. Its names are left to who shows it: they depend on how near one is."""
    atlas = atlas_of(model, language, page)
    scale = min((page.w - RIM) / atlas.w, (page.h - AROUND) / atlas.h)
    chart = _Chart(model, 1, language, page, scale)
    return _titled(model, chart, 1, language)


def inside(model: Model, frame: str, *, level: int, language: str = "fi", page: Page = SCREEN) -> Scene:
    """What shows at ``level`` in one department or scope: the same frames, cards and dots in the same places as in the whole."""
    chart = _Chart(model, level, language, page, joined=False)
    scene = Scene(
        kind="map", name=f"map-{level}", title="", subtitle="", description="", language=language, placed=True
    )
    place = next(one for one in chart.atlas.frames if one.id == frame)
    for child in place.children:
        if child.level <= level:
            chart.show(scene, child, frame_of(frame))
    scene.width, scene.height = chart.atlas.w * chart.k, chart.atlas.h * chart.k
    return scene


def scale_of(model: Model, *, level: int, language: str = "fi", page: Page = SCREEN) -> float:
    """How many pixels of a drawing at ``level`` one pixel of the map is: the same places are at a multiple of it."""
    if level > 1:
        return 1.0 if page.paper else SCALES[level]
    atlas = atlas_of(model, language, page)
    fits = min((page.w - RIM) / atlas.w, (page.h - AROUND) / atlas.h)
    needs = max(SIZES.small / lay.ZOOMED.far, *(READ / frame.h for frame in atlas.frames), 0.0)
    return min(SCALES[1], max(fits, min(needs, LARGEST / atlas.w)))


def atlas_of(model: Model, language: str, page: Page, level: int = 1) -> Atlas:
    """The map for a page: one for all screens of about the same shape, and of paper one for each level."""
    printed = lay.PRINTED.get(level) if page.paper else None
    if printed:
        ratio = round((page.w - RIM) / (page.h - AROUND), 2)
    else:
        ratio = max(round((SCREEN.h * page.ratio - RIM) / (SCREEN.h - AROUND) / SHAPES), 1) * SHAPES

    def made() -> Atlas:
        atlas = lay.laid_out(model, language, ratio, printed or lay.ZOOMED)
        pairs, _ = _drawn(_rolls(model, atlas))
        lay.fill(atlas, Roads(atlas, pairs).loads)
        lay.stack(atlas, Roads(atlas, pairs).used)
        return atlas

    return model.once(("map", language, round(ratio, 2), level if printed else 0), made)


def named_on(model: Model, language: str, page: Page) -> Page:
    """``page``, or one that is higher where the names of some frames do not fit on it: there they have more of its width."""
    atlas = atlas_of(model, language, page)
    if all(_named(frame, (page.w - RIM) / atlas.w) for frame in atlas.frames):
        return page
    return Page(page.w, (page.h - AROUND) * HIGHER + AROUND)


def _named(frame: Place, near: float) -> bool:
    """Whether the name of a frame has room at a scale, in lines that break where words may."""
    w, high = frame.w * near, frame.h * near - 5
    room = w - 2 * min(SIZES.pad, w / 12)
    pieces = max(width(piece, NAMES[-1], bold=True) for piece in re.split("[ \u00ad-]", soft(frame.name)))
    lines = -(-width(frame.name, NAMES[-1], bold=True) * 1.2 // max(room, 1.0))
    return pieces + 5 <= room and lines * NAMES[-1] * SIZES.line_height <= high


def _rolls(model: Model, atlas: Atlas) -> dict[tuple[str, str], Roll]:
    """The feeds between frames, each pair as it comes first; found once, for what lies in what is the same on every map."""

    def made() -> dict[tuple[str, str], Roll]:
        found: dict[tuple[str, str], Roll] = {}
        frames = {id_: place.frame.id for id_, place in atlas.at.items()}
        for feed in model.catalogue.feeds:
            source, target = frames[feed.source], frames[feed.target]
            if source == target:
                continue
            forward = (source, target) in found or (target, source) not in found
            roll = found.setdefault((source, target) if forward else (target, source), Roll())
            (roll.out if forward else roll.into).append(feed)
        return found

    return model.once("map rolls", made)


def _drawn(rolls: dict[tuple[str, str], Roll]) -> tuple[list[tuple[str, str]], int]:
    """The pairs of frames that are joined, and the least number of feeds that they have."""
    least = strongest([len(roll) for roll in rolls.values()], MOST)
    return [pair for pair, roll in rolls.items() if len(roll) >= least], least


class _Chart:
    """The map at one level in one language."""

    def __init__(
        self,
        model: Model,
        level: int,
        language: str,
        page: Page,
        scale: float | None = None,
        *,
        joined: bool = True,
    ) -> None:
        """The map as large as its level is drawn, or without names to a ``scale``; lines are found where it is ``joined``."""
        self.model, self.level, self.language = model, level, language
        self.named = scale is None
        self.atlas = atlas_of(model, language, page, level)
        self.m = self.atlas.m
        self.k = scale or scale_of(model, level=level, language=language, page=page)
        self.signs = lay.signs_at(model, self.atlas.at, level) if level > 1 else {}
        self._resources = {top.id: top.resources for top in tops(model)}
        self.lines: list[Line] = []
        if joined:
            self._join(
                scale or (1.0 if self.m is not lay.ZOOMED else scale_of(model, level=1, language=language, page=page))
            )

    def _join(self, far: float) -> None:
        """Finds the lines between the frames, which are spread as they are seen at the scale ``far``."""
        rolls = _rolls(self.model, self.atlas)
        frames = {frame.id: frame for frame in self.atlas.frames}
        pairs, self.least = _drawn(rolls)
        order = sorted(
            {pair for one, other in pairs if (pair := pair_of(frames[one], frames[other]))},
            key=lambda pair: [(frames[end].row, frames[end].x) for end in pair],
        )
        self.roads = Roads(self.atlas, order, APART / far)
        self.lines = self._joined(rolls, pairs, frames)

    # --- frames, cards and signs

    def show(self, scene: Scene, place: Place, parent: str | None = None) -> None:
        """Adds a place and what shows of it to the scene."""
        inner = [child for child in place.children if child.level <= self.level]
        signs = self.signs.get(place.id, [])
        if place.level == 3 or (place.level == 2 and place.kind == "party"):
            card = self._card(place, parent, signed=bool(signs))
            scene.cards.append(card)
            scene.dots += self._inner_dots(place, signs)
            return
        frame = self._group(place) if place.level == 1 else self._box(place, parent)
        scene.frames.append(frame)
        if place.level == 2:
            scene.dots += self._dots(place, signs)
        for child in inner:
            self.show(scene, child, frame.id)

    def _group(self, place: Place) -> Frame:
        w = words(self.language)
        k, sign = self.k, 26 if place.kind == "scope" else 0
        department = place.kind == "department"
        if department:
            resources = self._resources[place.id]
            count, text = w("resources", n=len(resources)), thing_text(self.model, place.id, self.language)
        else:
            count, text = w("things", n=len(place.children)), place.name
        frame = Frame(
            id=frame_of(place.id),
            thing=place.id,
            kind="department" if department or place.kind == "systems" else "lane",
            scope=place.scope if place.kind == "scope" else None,
            text=f"{text}, {count}" if count not in text else text,
        )
        self._put(frame, place)
        if not self.named:
            frame.header = 0.1
            return frame
        if self.level > 1:
            frame.size = self.m.title * k
            frame.pad = self.m.pad * k
            beside = sign * min(frame.size / SIZES.name, 16 / 9)
            frame.lines = wrap(place.name, frame.w - 2 * frame.pad - beside, frame.size, bold=True, lines=place.lines)
            if any(child.level > self.level for child in place.children):
                frame.small = [count]
            self._from_top(frame)
            return frame
        top = min(SIZES.pad, frame.h * 0.12)
        room, high = frame.w - 2 * SIZES.pad, frame.h - 2 * top
        for size in NAMES:
            frame.size = size
            beside = sign * min(size / SIZES.name, 16 / 9)
            if _fitting(place.name, size, room - beside, max(high * 0.7, high - 24), 3):
                break
        fitting = max(1, int(high / (frame.size * SIZES.line_height)))
        frame.lines = wrap(place.name, room - beside, frame.size, bold=True, lines=fitting)
        taken = len(frame.lines) * frame.size * SIZES.line_height
        told = width(count, frame.small_size) <= room - beside
        frame.small = [count] if told and taken + frame.small_size * SIZES.line_height <= high else []
        frame.header = taken + len(frame.small) * frame.small_size * SIZES.line_height + 2 * (top - SIZES.pad) or 0.1
        return frame

    def _box(self, place: Place, parent: str | None) -> Frame:
        """A resource, or a department of an organisation, with its name as large as there is room; where what it holds
        shows, as large as in all."""
        department = place.kind == "department"
        frame = Frame(
            id=frame_of(place.id),
            thing=place.id,
            kind="department" if department else "whole",
            scope=None if department else place.scope,
            filled=not department,
            text=self._text(place),
            parent=parent,
            size=self.m.name * self.k,
            pad=self.m.pad * self.k,
        )
        self._put(frame, place)
        held = any(child.level <= self.level for child in place.children)
        room = (frame.w - (place.span - 1) * self.m.gutter * self.k) / place.span if held else frame.w
        room -= 2 * frame.pad
        if not held:
            high = (place.h - place.foot) * self.k - 2 * frame.pad
            for size in (size for size in SIZES_NEAR if size >= frame.size):
                if lines := _fitting(place.name, size, room, high, 4):
                    frame.size, frame.lines = size, lines
                    break
        frame.lines = frame.lines or wrap(place.name, room, frame.size, bold=True, lines=place.lines)
        self._from_top(frame)
        return frame

    def _from_top(self, frame: Frame) -> None:
        """Puts the name of a frame as far from its top as from its side."""
        taken = (len(frame.lines) * frame.size + len(frame.small) * frame.small_size) * SIZES.line_height
        frame.header = taken - 2 * SIZES.pad + 2 * frame.pad * 0.7 or 0.1

    def _text(self, place: Place) -> str:
        """What is told of a resource or a group of systems, with what it holds."""
        text = place.name if place.kind == "systems" else thing_text(self.model, place.id, self.language)
        held = sum(1 for _ in place.all()) - 1
        return f"{text}, {words(self.language)('things', n=held)}" if held else text

    def _card(self, place: Place, parent: str | None, *, signed: bool) -> Card:
        inner = place.level == 3
        text = thing_text(self.model, place.id, self.language)
        word = kind_word(self.model, place.id, self.language)
        card = Card(
            id=place.id,
            kind=place.kind,
            scope=place.scope,
            text=text if not inner or word in text else f"{text}, {word}",
            frame=parent,
            sign=False,
            size=(self.m.inner if inner else self.m.name) * self.k,
        )
        self._put(card, place)
        card.pad = self.m.pad * self.k if not inner else 9.0
        if signed:
            card.h = self.m.signed * self.k
        lines = max(1, int((card.h - 4) / (card.size * SIZES.line_height)))
        card.lines = wrap(place.name, card.w - 2 * card.pad, card.size, bold=card.bold, lines=lines)
        return card

    def _dots(self, place: Place, signs: list[Sign]) -> list[Dot]:
        """The signs at the foot of a resource, in rows."""
        across = max(int((place.w - self.m.pad) // self.m.sign_step), 1)
        dots = []
        for i, sign in enumerate(signs):
            x = place.x + self.m.pad + self.m.sign_step * (i % across + 0.36)
            y = place.y + place.h - place.foot + self.m.foot * (i // across + 0.42)
            dots.append(self._dot(place, sign, x, y, 7.5 if self.level == 2 or self.m is not lay.ZOOMED else 10.0))
        return dots

    def _inner_dots(self, place: Place, signs: list[Sign]) -> list[Dot]:
        """The signs below what is in a resource."""
        step = min(44.0, (place.w - 34) / max(len(signs) - 1, 1))
        y = place.y + self.m.signed + (place.h - self.m.signed) / 2 + 1
        return [self._dot(place, sign, place.x + 16 + i * step, y, 6.5) for i, sign in enumerate(signs)]

    def _dot(self, place: Place, sign: Sign, x: float, y: float, r: float) -> Dot:
        w = words(self.language)
        told = number(len(sign.met), self.language)
        entry = next((scope for scope in self.model.catalogue.scopes if scope.id == sign.scope), None)
        letter = "" if sign.elsewhere or entry is None else entry.letter
        way: Way = "both" if sign.out and sign.into else "out" if sign.out else "in"
        if sign.elsewhere:
            names = [name_of(self.model, home, self.language) for home in sign.frames]
            name, target = f"{w('scope.elsewhere')}: {', '.join(names)}", str(OfScope(OWN))
        elif sign.scope == OWN:
            name, target = scope_name(self.model, OWN, self.language), str(Inside(place.frame.id))
        else:
            name, target = scope_name(self.model, sign.scope, self.language), str(OfScope(sign.scope))
        feeds = [*sign.out, *sign.into]
        ground = place if place.level == 2 else place.parent
        text = f"{letter} {told} – {name}; {w(f'way.{way}').lower()}, {w('feeds', n=len(feeds))}".strip()
        return Dot(
            owner=place.id,
            target=target,
            opens=str(Signed.of(self.level, None if sign.elsewhere else sign.scope)),
            label=letter,
            scope=sign.scope,
            way=way,
            basis=best_known(feeds),
            text=text,
            count=told,
            r=r,
            on_scope=ground is not None and ground.scope not in UNCOLOURED,
            x=x * self.k,
            y=y * self.k,
        )

    def _put(self, box: Box, place: Place) -> None:
        box.level = place.level
        box.x, box.y, box.w, box.h = (measure * self.k for measure in (place.x, place.y, place.w, place.h))

    # --- lines

    def _joined(
        self, rolls: Mapping[tuple[str, str], Roll], pairs: Iterable[tuple[str, str]], frames: Mapping[str, Place]
    ) -> list[Line]:
        """The lines between the frames: the same at every level."""
        most = max((len(roll) for roll in rolls.values()), default=1)
        found = []
        for one, other in pairs:
            source, target = frames[one], frames[other]
            pair = pair_of(source, target)
            assert pair is not None
            line = line_of((source.id, source.name), (target.id, target.name), rolls[one, other], most, self.language)
            line.weight = 1.2 + (line.weight - 1.2) * 0.6
            points = self.roads.trunk(pair)
            line.points = [(x * self.k, y * self.k) for x, y in (points if pair[0] == source.id else points[::-1])]
            found.append(line)
        put_numbers(found)
        return found


def _fitting(name: str, size: float, room: float, high: float, most: int) -> list[str]:
    """The lines of a name of a size that has room, on a few lines and with no word broken; none where it has not."""
    if max((width(word, size, bold=True) for word in name.split()), default=0.0) > room:
        return []
    lines = wrap(name, room, size, bold=True)
    return lines if len(lines) <= most and len(lines) * size * SIZES.line_height <= high else []
