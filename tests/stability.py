"""How much of a drawing stays where it was when a catalogue is edited: measured on its SVG text, knowing nothing of layouts."""

from __future__ import annotations

import dataclasses
import itertools
import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree

from drawn import SVG, spoken
from edits import replaced, swapped
from flowviz import drawing
from flowviz.catalogue import Catalogue, Evidence, Feed, Keyword, Party, Resource, SourceIssue, Text
from flowviz.diagrams import DIAGRAMS, Wish
from flowviz.model import build_model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

__all__ = ["EDITS", "Edit", "Kept", "kept", "moved", "picture", "relabelled"]

NEAR: Final = 12
"""Boxes whose left edges or middles are as near as this stand in one column."""


@dataclass(frozen=True)
class Box:
    id: str
    x: float
    y: float
    middle: float


@dataclass(frozen=True)
class Picture:
    """The boxes of a drawing, and what is printed at its dots."""

    boxes: tuple[Box, ...]
    dots: dict[str, str]


def picture(svg: str) -> Picture:
    """What is seen in ``svg``; a whole with its parts, and a frame of the map, count as boxes at their headings."""
    boxes, dots = [], {}
    for group in ElementTree.fromstring(svg.encode()).iter(f"{SVG}g"):
        classes = group.get("class", "").split()
        if "dot" in classes:
            words = ["".join(text.itertext()) for text in group.iter(f"{SVG}text")]
            # how many a dot stands for may change
            dots[group.get("id", "")] = spoken(re.sub(r"×?\s?\b\d+$", "", " ".join(words)))
        elif "node" in classes or ("frame" in classes and ("whole" in classes or group.get("data-level"))):
            rect = group.find(f"{SVG}rect")
            if rect is not None:
                x, y, w = (float(rect.get(name, "0")) for name in ("x", "y", "width"))
                thing = group.get("data-id", group.get("id", ""))
                boxes.append(Box(thing, x, y, x + w / 2))
    return Picture(tuple(boxes), dots)


def relabelled(before: Picture, after: Picture, renamed: set[str]) -> list[str]:
    """The dots at which something else is printed than before, but for those of a thing that has another name."""
    return [
        dot
        for dot, words in before.dots.items()
        if after.dots.get(dot, words) != words and dot.partition("--")[2] not in renamed
    ]


def moved(before: Picture, after: Picture, touched: set[str]) -> tuple[set[str], int]:
    """The boxes that have moved relative to the others, and how many there are that could have.

    Those moved are the fewest without which every column holds the same boxes in the same order as before; where a
    column stands, and how far apart its boxes are, does not matter. What was edited itself is left out.
    """
    here = {box.id for box in before.boxes} & {box.id for box in after.boxes} - touched
    old, new = ([[id_ for id_ in column if id_ in here] for column in _columns(p.boxes)] for p in (before, after))
    free = dict(enumerate(new))
    stayed: set[str] = set()
    for column in sorted(filter(None, old), key=len, reverse=True):
        kept = {index: _common(column, other) for index, other in free.items()}
        if kept:
            best = max(kept, key=lambda index: len(kept[index]))
            stayed |= set(kept[best])
            if kept[best]:
                free.pop(best)
    return here - stayed, len(here)


def _columns(boxes: Sequence[Box]) -> list[list[str]]:
    """The ids of boxes that stand above each other, from the top."""
    found: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: (box.x, box.y)):
        for column in found:
            if any(abs(box.x - other.x) <= NEAR or abs(box.middle - other.middle) <= NEAR for other in column):
                column.append(box)
                break
        else:
            found.append([box])
    return [[box.id for box in sorted(column, key=lambda box: (box.y, box.x))] for column in found]


def _common(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """The longest list that is in both in the same order."""
    place = {id_: index for index, id_ in enumerate(other)}
    best: list[list[str]] = []
    for id_ in one:
        if id_ in place:
            before = [found for found in best if place[found[-1]] < place[id_]]
            best.append([*max(before, key=len, default=[]), id_])
    return max(best, key=len, default=[])


Edit = tuple[Catalogue, set[str], str]
"""An edited catalogue, the ids of what was edited, and the department in whose drawings it shows."""


def _home(catalogue: Catalogue, rng: random.Random) -> int:
    return rng.choice([n for n, home in enumerate(catalogue.departments) if len(home.resources) > 1])


def _feed(catalogue: Catalogue, source: str, target: str) -> Feed:
    return Feed(source=source, target=target, basis="stated", evidence=(Evidence(catalogue.sources[0].id, 1, 1),))


def _ours(catalogue: Catalogue, home: int) -> list[Feed]:
    """The feeds between a resource of a department and something elsewhere."""
    own = {resource.id for resource in catalogue.departments[home].resources}
    return [feed for feed in catalogue.feeds if (feed.source in own) != (feed.target in own)]


def _without(catalogue: Catalogue, gone: Callable[[Feed], bool]) -> Catalogue:
    return dataclasses.replace(catalogue, feeds=tuple(feed for feed in catalogue.feeds if not gone(feed)))


def add_partner(catalogue: Catalogue, rng: random.Random) -> Edit:
    """A new partner, first or last of its kind, to which a resource gives."""
    home = _home(catalogue, rng)
    scope = rng.choice(catalogue.shared).scope if catalogue.shared else catalogue.scopes[0].id
    party = Party(
        id="added", name=Text.of(**{catalogue.header.language: "Added partner"}), form="authority", scope=scope
    )
    own = rng.choice(catalogue.departments[home].resources).id
    parties = (party, *catalogue.parties) if rng.random() < 0.5 else (*catalogue.parties, party)
    feeds = (*catalogue.feeds, _feed(catalogue, *rng.choice([(own, "added"), ("added", own)])))
    edited = dataclasses.replace(catalogue, parties=parties, feeds=feeds)
    return edited, {"added", own}, catalogue.departments[home].id


def remove_partner(catalogue: Catalogue, rng: random.Random) -> Edit:
    """All feeds between a department and one of its partners, so that it is not drawn any more."""
    home = rng.choice([n for n in range(len(catalogue.departments)) if _ours(catalogue, n)])
    own = {resource.id for resource in catalogue.departments[home].resources}
    feed = rng.choice(_ours(catalogue, home))
    other = feed.target if feed.source in own else feed.source
    edited = _without(catalogue, lambda one: one in _ours(catalogue, home) and other in (one.source, one.target))
    return edited, {other}, catalogue.departments[home].id


def add_feed(catalogue: Catalogue, rng: random.Random) -> Edit:
    """A feed between a resource and something that its department has feeds with already."""
    home = rng.choice([n for n in range(len(catalogue.departments)) if _ours(catalogue, n)])
    own = [resource.id for resource in catalogue.departments[home].resources]
    known = {(feed.source, feed.target) for feed in catalogue.feeds}
    others = sorted({end for feed in _ours(catalogue, home) for end in (feed.source, feed.target)} - set(own))
    ends = [(a, b) for a, b in itertools.product(own, others) if (a, b) not in known]
    source, target = rng.choice(ends)
    edited = dataclasses.replace(catalogue, feeds=(*catalogue.feeds, _feed(catalogue, source, target)))
    return edited, {source, target}, catalogue.departments[home].id


def remove_feed(catalogue: Catalogue, rng: random.Random) -> Edit:
    """One feed of a department less."""
    home = rng.choice([n for n in range(len(catalogue.departments)) if _ours(catalogue, n)])
    feed = rng.choice(_ours(catalogue, home))
    return _without(catalogue, lambda one: one is feed), {feed.source, feed.target}, catalogue.departments[home].id


def add_resource(catalogue: Catalogue, rng: random.Random) -> Edit:
    """A resource without feeds in the middle of its department."""
    department = catalogue.departments[_home(catalogue, rng)]
    resource = Resource(id="added", name=Text.of(**{catalogue.header.language: "Added resource"}))
    half = len(department.resources) // 2
    grown = (*department.resources[:half], resource, *department.resources[half:])
    edited = swapped(catalogue, department, dataclasses.replace(department, resources=grown))
    return edited, {"added"}, department.id


def remove_resource(catalogue: Catalogue, rng: random.Random) -> Edit:
    """A resource less, with its feeds and all that mentions it."""
    everything = [resource for home in catalogue.departments for resource in home.resources]
    wholes = {resource.part_of for resource in everything}
    department, resource = rng.choice(
        [(home, one) for home in catalogue.departments for one in home.resources if one.id not in wholes]
    )
    registers = [inner.id for register in resource.registers for inner in (register, *register.datasets)]
    gone = {resource.id, *registers, *(dataset.id for dataset in resource.datasets)}

    def swap(noun: object) -> object:
        if noun is resource or (isinstance(noun, Feed) and {noun.source, noun.target, *noun.carries} & gone):
            return None
        if isinstance(noun, (SourceIssue, Keyword)) and set(noun.about) & gone:
            return dataclasses.replace(noun, about=tuple(id_ for id_ in noun.about if id_ not in gone))
        return noun

    return replaced(catalogue, swap), gone, department.id


def rename(catalogue: Catalogue, rng: random.Random) -> Edit:
    """Another name for a resource or for a partner."""
    home = _home(catalogue, rng)
    department = catalogue.departments[home]
    thing = rng.choice([*department.resources, *catalogue.shared, *catalogue.parties])
    name = Text.of(**{catalogue.header.language: "Renamed and now of another length"})
    return swapped(catalogue, thing, dataclasses.replace(thing, name=name)), {thing.id}, department.id


def reorder(catalogue: Catalogue, rng: random.Random) -> Edit:
    """The feeds in another order."""
    feeds = list(catalogue.feeds)
    rng.shuffle(feeds)
    return dataclasses.replace(catalogue, feeds=tuple(feeds)), set(), catalogue.departments[_home(catalogue, rng)].id


EDITS: Final[tuple[Callable[[Catalogue, random.Random], Edit], ...]] = (
    add_partner,
    remove_partner,
    add_feed,
    remove_feed,
    add_resource,
    remove_resource,
    rename,
    reorder,
)
"""Every edit: each changes one thing, as keepers of catalogues do."""


@dataclass(frozen=True)
class Kept:
    """What an edit did to one drawing."""

    kind: str
    edit: str
    of: str | None
    seed: int
    moved: tuple[str, ...]
    boxes: int
    relabelled: tuple[str, ...]
    dots: int


def kept(catalogue: Catalogue, seeds: Iterable[int]) -> Iterator[Kept]:
    """What each edit, done at random once for every seed, does to each kind of drawing that shows it."""
    before = build_model(catalogue)
    drawn: dict[Wish, Picture] = {}
    for seed in seeds:
        for edit in EDITS:
            edited, touched, department = edit(catalogue, random.Random(seed))
            after = build_model(edited)
            for kind in (name for name, one in DIAGRAMS.items() if not one.to and not one.table):
                wish = Wish(kind=kind, of=department if DIAGRAMS[kind].of else None)
                if wish not in drawn:
                    drawn[wish] = picture(drawing.draw(before, wish))
                now = picture(drawing.draw(after, wish))
                gone, boxes = moved(drawn[wish], now, touched)
                other = relabelled(drawn[wish], now, touched if edit is rename else set())
                yield Kept(
                    kind, edit.__name__, wish.of, seed, tuple(sorted(gone)), boxes, tuple(other), len(drawn[wish].dots)
                )
