"""What lies over a drawing: what would happen if things went, or what changed since another version.

The drawing keeps its places. What a layer tells of is marked with a sign, a word and a line, and says it in its text; the
rest steps back.
"""

from __future__ import annotations

import dataclasses
import functools
from abc import ABC, abstractmethod
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flowviz.changes import Report
from flowviz.changes.drawn import Marker
from flowviz.changes.union import union
from flowviz.diagrams import curves
from flowviz.diagrams.roles import Roles
from flowviz.diagrams.scene import LegendItem, thing_of
from flowviz.ends import One, Pair, end_of
from flowviz.explorer.ends import between, sides, stands_for
from flowviz.explorer.kept import Kept
from flowviz.explorer.query import Query
from flowviz.explorer.questions import comparison_of, question_of
from flowviz.explorer.weights import weight_of_model
from flowviz.locales import number, words
from flowviz.telling.impact import consequences, removal_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from flowviz.catalogue import Catalogue, Feed
    from flowviz.changes.compare import Comparison
    from flowviz.changes.union import Union
    from flowviz.diagrams.scene import Card, Dot, Frame, Light, Line, Scene
    from flowviz.explorer.live import State
    from flowviz.model import Model
    from flowviz.reports import Question

__all__ = ["Layer", "Told", "lay", "layer_of", "not_drawn", "seen"]

_HIT: Final = ("cut-off", "weakened", "alone", "touched", "holder", "upstream")
"""The marks of what a removal hits, the gravest first."""
_CHANGED: Final = ("added", "removed", "changed")
_ON_LINES: Final = ("lost", "way")


@dataclass(frozen=True, slots=True)
class Told:
    """What a layer tells of one part: its mark, and all of it in words."""

    mark: str
    text: str
    hollow: bool = False
    """Whether it is only possible."""
    count: int = 0
    """How many things it is told of that lie in the part; 0 where it is told of the part itself."""


class Layer(ABC):
    """A layer in a language."""

    marks: tuple[str, ...]
    """All marks that it may set, in the order of the legend."""
    partly: str
    """That of feeds that are not all told the same of."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.words = words(language)
        self.things: dict[str, Told] = {}
        self.feeds: list[Feed] = []
        """Those that it tells of."""

    @property
    @abstractmethod
    def sentence(self) -> str:
        """What it shows, in a sentence."""

    @abstractmethod
    def line(self, feeds: Sequence[Feed]) -> tuple[str, list[str]]:
        """The marks of a line of ``feeds``, joined by hyphens, and what is said of it."""

    @abstractmethod
    def meaning(self, mark: str) -> str:
        """What a mark means, for the legend."""

    @abstractmethod
    def group_mark(self, marks: Collection[str], *, whole: bool) -> str:
        """The mark of a group in which there are ``marks``; ``whole`` says that there is nothing else in it."""

    def group(self, members: Collection[str]) -> Told | None:
        """What it tells of some things together."""
        found = [self.things[id_] for id_ in members if id_ in self.things]
        if not found:
            return None
        counts = Counter(told.mark for told in found)
        mark = self.group_mark(counts, whole=len(found) == len(members))
        parts = [f"{self.meaning(mark)}: {counts[mark]}" for mark in self.marks if counts[mark]]
        text = self.words("layer.inside.told", told="; ".join(parts))
        return Told(mark, text, all(told.hollow for told in found), len(found))

    def of(self, id_: str, members: Collection[str]) -> Told | None:
        """What it tells of a thing, or else of what the part of a drawing that is called ``id_`` stands for."""
        own, inner = self.things.get(id_), self.group([member for member in members if member != id_])
        if own is None or inner is None:
            return own or inner
        first = own if own.mark == "removed" or self._grave(own) <= self._grave(inner) else inner
        return dataclasses.replace(first, text=f"{own.text}; {inner.text}")

    def _grave(self, told: Told) -> int:
        return self.marks.index(told.mark)


class _Gone(Layer):
    """What happens if things go."""

    marks = ("removed", *_HIT, "changed")
    partly = "weakened"

    def __init__(self, model: Model, question: Question) -> None:
        super().__init__(question.language)
        answer = question.answer
        self._names = removal_names(model, answer, question.language)
        self._gravest = next(iter(consequences(model, answer, question.language)), "")
        roles = Roles(model, answer, question.language)
        for id_ in [*roles.removed, *roles.upstream, *roles.holders, *roles.downstream]:
            self.things[id_] = Told(roles.mark(id_)[0], "; ".join(roles.told(id_)), roles.possible(id_))
        self._lost = frozenset(answer.feeds)
        self._less = frozenset(loss.feed for loss in answer.losses)
        self._ways = frozenset(feed for row in answer.downstream for feed in row.way)
        self.feeds = list(self._lost | self._less | self._ways)

    @property
    def sentence(self) -> str:
        w = self.words
        return f"{w('impact.title', names=self._names)}. {self._gravest} {w('layer.dim')}"

    def line(self, feeds: Sequence[Feed]) -> tuple[str, list[str]]:
        w, lost = self.words, sum(feed in self._lost for feed in feeds)
        marks, told = [], []
        if lost:
            marks.append("lost" if lost == len(feeds) else "weakened")
            told.append(w("layer.line.lost", n=lost, of=len(feeds)))
        elif less := sum(feed in self._less for feed in feeds):
            marks.append("weakened")
            told.append(w("layer.line.less", n=less, of=len(feeds)))
        if any(feed in self._ways for feed in feeds):
            marks.append("way")
            told.append(w("impact.line.way"))
        return "-".join(marks), told

    def group_mark(self, marks: Collection[str], *, whole: bool) -> str:
        if whole and set(marks) == {"removed"}:
            return "removed"
        return next((mark for mark in _HIT if mark in marks), "changed")

    def meaning(self, mark: str) -> str:
        return self.words("layer.legend.within" if mark == "changed" else f"impact.legend.{mark}")


class _Changed(Layer):
    """What changed since another version."""

    marks = _CHANGED
    partly = "changed"

    def __init__(self, comparison: Comparison, both: Union, language: str) -> None:
        super().__init__(language)
        self._report = Report(comparison, language)
        self._marker = marker = Marker(comparison, both, language)
        for id_ in [*both.fresh, *both.gone, *marker.changed]:
            if isinstance(id_, str) and id_ in both.model:
                self.things[id_] = Told(*marker.thing(id_, inside=False))
        catalogue: Catalogue = both.model.catalogue
        told = {*both.fresh, *both.gone, *marker.feeds}
        self.feeds = [feed for feed in catalogue.feeds if feed in told]

    @property
    def sentence(self) -> str:
        return f"{self._report.between().removesuffix('.')}. {self.words('layer.dim')}"

    def line(self, feeds: Sequence[Feed]) -> tuple[str, list[str]]:
        counts = Counter(mark for feed in feeds if (mark := self._marker.connection([feed])))
        if not counts:
            return "", []
        told = [self.words(f"layer.feeds.{mark}", n=counts[mark], of=len(feeds)) for mark in _CHANGED if counts[mark]]
        return self.group_mark(counts, whole=sum(counts.values()) == len(feeds)), told

    def group_mark(self, marks: Collection[str], *, whole: bool) -> str:
        return next(iter(marks)) if whole and len(marks) == 1 else "changed"

    def meaning(self, mark: str) -> str:
        return self.words(f"changes.mark.{mark}")


# --- which one


def seen(state: State, query: Query) -> State:
    """The catalogue that ``query`` draws: that of ``state``, or with a layer of changes that of both versions."""
    comparison = comparison_of(state, query) if query.layer == "changes" else None
    if comparison is None:
        return state
    found = _both(state, query, comparison)

    def made() -> State:
        version = f"{state.version}+{query.version}"
        return dataclasses.replace(state, model=found.model, version=version, problems=(), cache=Kept())

    return state.kept(("seen", query.version), made, lambda _: 0)  # its model is weighed where it is united


def layer_of(state: State, query: Query) -> Layer | None:
    """The layer that lies over the drawing of ``query``; None where there is none, or its version is not there any more."""
    if query.layer == "gone":
        return state.kept(
            ("layer", query.gone, query.stated, query.language),
            lambda: _Gone(state.model, question_of(state, _question(query))),
            lambda layer: 400 * len(layer.things),
        )
    comparison = comparison_of(state, query) if query.layer == "changes" else None
    if comparison is None:
        return None
    both = _both(state, query, comparison)
    return state.kept(
        ("layer", query.version, query.language),
        lambda: _Changed(comparison, both, query.language),
        lambda layer: 400 * len(layer.things),
    )


def _question(query: Query) -> Query:
    """What is asked of the whole catalogue, whatever part of it is drawn."""
    return Query(view="impact", gone=query.gone, stated=query.stated, language=query.language)


def _both(state: State, query: Query, comparison: Comparison) -> Union:
    return state.kept(("both", query.version), lambda: union(comparison), lambda both: weight_of_model(both.model))


# --- over a drawing


def lay(layer: Layer, model: Model, scene: Scene, within: str | None = None) -> Scene:
    """``scene`` with ``layer`` over it. It is of ``model``, and where it is a department's drawing, ``within`` that."""
    over = _Over(layer, model, within)
    for card in scene.cards:
        over.box(card, thing_of(card.id))
    carded = {card.id for card in scene.cards}
    for frame in scene.frames:
        if frame.thing and frame.thing not in carded:  # a whole that has a card too has its mark there
            over.box(frame, frame.thing)
    for line in scene.lines:
        over.line(line)
    for dot in scene.dots:
        over.dot(dot)
    _hold(scene)
    curves.put_crosses(scene.lines)
    _cross_corners(scene.lines)
    scene.subtitle = layer.sentence
    scene.legend += _legend(layer, scene)
    return scene


class _Over:
    """Says of each part of a drawing what a layer tells of it."""

    def __init__(self, layer: Layer, model: Model, within: str | None) -> None:
        self.layer, self.model, self.within = layer, model, within
        self.members = functools.cache(functools.partial(stands_for, model, within=within))
        self.ends = {end for feed in layer.feeds for end in (feed.source, feed.target)}
        self.catalogue: Catalogue = model.catalogue
        self.all = One(self.catalogue.organisation.id)
        self.language = layer.language

    def box(self, box: Card | Frame, id_: str) -> None:
        end = end_of(id_)
        # what a drawing is of has its own mark alone: what is in it is drawn
        members = set() if box.strong and isinstance(end, One) else self.members(end)
        told = self.layer.of(id_, members) if end != self.all else None
        box.light = "lit" if told else "dim"
        if told:
            box.mark, box.hollow = told.mark, told.hollow
            box.word = number(told.count, self.language) if told.count else ""
            box.text = f"{box.text}; {told.text}"

    def line(self, line: Line) -> None:
        line.mark, told = self._told(thing_of(line.source), thing_of(line.target))
        line.light, line.text = _light(line.mark), "\n".join([line.text, *told])

    def dot(self, dot: Dot) -> None:
        mark, told = self._told(dot.owner, dot.opens or dot.target)
        if dot.name:  # a sign in a card has no room for another
            dot.mark = {"lost": "cut-off", "way": ""}.get(first := mark.partition("-")[0], first)
        dot.light, dot.text = _light(mark), "\n".join([dot.text, *told])

    def _told(self, source: str, target: str) -> tuple[str, list[str]]:
        here, there = sides(self.model, Pair(end_of(source), end_of(target)), self.within, self.members)
        if self.ends.isdisjoint(here) or self.ends.isdisjoint(there) or not between(self.layer.feeds, here, there):
            return "", []
        return self.layer.line(between(self.catalogue.feeds, here, there))


def _light(mark: str) -> Light:
    return "lit" if mark else "dim"


def _hold(scene: Scene) -> None:
    """Frames do not step back that hold what does not; neither does what the drawing is of."""
    frames = {frame.id: frame for frame in scene.frames}
    lit = [card.frame for card in scene.cards if card.light == "lit"]
    lit += [frame.parent for frame in scene.frames if frame.light == "lit"]
    owners = {dot.owner for dot in scene.dots if dot.light == "lit"}
    for card in scene.cards:
        if card.light == "dim" and (card.strong or card.id in owners):
            card.light = "lit"
    lit += [frame.id for frame in scene.frames if frame.strong or frame.thing in owners]
    while lit:
        frame = frames.get(lit.pop() or "")
        if frame is not None:
            frame.light = "lit"
            lit.append(frame.parent)


def _cross_corners(lines: Iterable[Line]) -> None:
    """Gives each line with corners that has a sign and a number a place for the sign, beside the number."""
    for line in lines:
        if line.curve or not line.label_at or not line.mark or line.mark == "way":
            continue
        x, y = line.label_at
        beside = curves.label_width(line) / 2 + curves.CROSS + 4
        for before, after in zip(line.points, line.points[1:], strict=False):
            level = abs(before[1] - after[1]) < 0.05 and abs(before[1] - y) < 0.05
            low, high = sorted((before[0], after[0])) if level else sorted((before[1], after[1]))
            at, reach = (x, beside) if level else (y, curves.HALF_HEIGHT + curves.CROSS + 4)
            upright = abs(before[0] - after[0]) < 0.05 and abs(before[0] - x) < 0.05
            spots = [spot for spot in (at + reach, at - reach) if low + curves.CROSS < spot < high - curves.CROSS]
            if (level or upright) and low <= at <= high and spots:
                line.cross_at = (spots[0], y) if level else (x, spots[0])
                break


def _legend(layer: Layer, scene: Scene) -> list[LegendItem]:
    """The marks that the drawing has, and what they mean."""
    boxes = [*scene.cards, *scene.frames]
    on_lines = {mark for line in scene.lines for mark in line.mark.split("-")}
    drawn = {box.mark for box in boxes} | {dot.mark for dot in scene.dots} | on_lines
    marks = [*layer.marks, *(mark for mark in _ON_LINES if mark in on_lines)]
    legend = [LegendItem(sign="mark", value=mark, text=layer.meaning(mark)) for mark in marks if mark in drawn]
    if any(box.hollow for box in boxes):
        legend.append(LegendItem(sign="hollow", value="possible", text=layer.words("certain.False.meaning")))
    return legend


def not_drawn(layer: Layer, model: Model, scene: Scene, within: str | None) -> list[str]:
    """The ids of what a layer tells of and the drawing does not show, not even as a part of something."""
    ends = [thing_of(card.id) for card in scene.cards] + [frame.thing for frame in scene.frames if frame.thing]
    ends += [dot.target for dot in scene.dots if dot.name]
    shown: set[str] = set()
    for id_ in ends:
        shown |= {id_} | stands_for(model, end_of(id_), within=within)
    order: Mapping[str, int] = model.order
    return sorted((id_ for id_ in layer.things if id_ not in shown and id_ in order), key=order.__getitem__)
