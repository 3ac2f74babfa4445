"""An impact: what is removed, what gets data from it and how hard that is hit, and what fed it; the rest is left out.

Givers stand on the left, then what is removed, then what is one hop away, two hops, and so on. Each role has a sign, a
word and an outline of its own. Feeds that end have a cross, and the shortest ways are thick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flowviz.connections import best_known
from flowviz.diagrams.cards import OUTER, card_of
from flowviz.diagrams.scene import Frame, LegendItem, Line, Scene, frame_of
from flowviz.diagrams.wording import feeds_text, legend_of, thing_text
from flowviz.locales import words
from flowviz.model import Model, feeds_between, name_of
from flowviz.telling.impact import removal_names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from flowviz.diagrams.scene import Card, frame_of
    from flowviz.impact import Impact
    from flowviz.lineage import Direction

__all__ = ["NAME", "draw", "things_of"]

NAME: Final = "impact"
"""The kind of the drawing, and the name of its file."""
_MARKS: Final = ("removed", "cut-off", "weakened", "touched", "alone", "spared", "upstream", "holder", "added")
_LINES: Final = ("way", "lost")
_GIVERS, _GONE = -1, 0
_TAG: Final = 10.0
"""The room that a card's tag needs above its name."""


def draw(
    model: Model,
    answer: Impact,
    *,
    direction: Direction = "both",
    added: Iterable[str] = (),
    spared: Mapping[str, int] = {},
    language: str = "fi",
) -> Scene:
    """The scene of ``answer``, for Graphviz to place.

    It has what is removed, downstream, upstream or loses a system, and the giver of each single feed that is cut. Of a
    scenario, ``added`` are the things that stand in for removed ones, and ``spared`` those that lose nothing thanks to
    them, each with its hops from what is removed, -1 for givers.
    """
    w = words(language)
    names, summary = removal_names(model, answer, language), answer.summary
    scene = Scene(
        kind=NAME,
        name=NAME,
        title=w("impact.title", names=names),
        subtitle=w(
            "impact.subtitle.alone" if any(row.felt == "alone" for row in answer.downstream) else "impact.subtitle",
            things=w("things", n=summary.downstream),
            cut_off=summary.cut_off,
            weakened=summary.weakened,
            touched=summary.touched,
        ),
        description=w(f"impact.description.{direction}", names=names),
        language=language,
    )
    roles = _Roles(model, answer, tuple(added), spared, language)
    drawn = list(roles.columns)
    if left_out := len({one.id for one in answer.removed}.difference(drawn)):
        scene.subtitle += " · " + w("impact.not_drawn", n=left_out)
    _frames(scene, model, answer, drawn)
    inner = {one.id: frame_of(one.within) for one in answer.removed if one.within}
    frames = {frame.id for frame in scene.frames}
    for id_ in drawn:
        own = frame_of(id_)
        frame = own if own in frames else inner.get(id_)
        scene.cards.append(roles.card(id_, frame if frame in frames else None))
    scene.lines = [*_lines(model, answer, roles.columns, language), *_uses(model, answer, language)]
    scene.legend = legend_of(model, scene) + _legend(scene)
    return scene


def things_of(model: Model, answer: Impact, added: Iterable[str] = ()) -> list[str]:
    """The ids of all that the drawing has, in the order of the catalogue.

    What falls with what was chosen is drawn when it has a part in a feed or in a system, or when what does lies in it.
    """
    ends = {
        end for feed in (*answer.feeds, *(loss.feed for loss in answer.losses)) for end in (feed.source, feed.target)
    }
    ends.update(system for row in answer.holders for system in row.systems_lost)
    within = {one.id: one.within for one in answer.removed}
    found = {one.id for one in answer.removed if one.within is None}
    for id_ in within.keys() & ends:
        whole: str | None = id_
        while whole is not None:
            found.add(whole)
            whole = within[whole]
    found |= {row.id for row in answer.downstream}
    found |= {row.id for row in answer.upstream} | {row.id for row in answer.holders}
    found |= {feed.source for feed in answer.chosen.feeds} | set(added)
    order: Mapping[str, int] = model.order
    return sorted(found, key=order.__getitem__)


class _Roles:
    """What each drawn thing is in the answer: its column, its mark, and the words for it."""

    def __init__(
        self, model: Model, answer: Impact, added: tuple[str, ...], spared: Mapping[str, int], language: str
    ) -> None:
        self.model = model
        self.language = language
        self.words = words(language)
        self.removed = {one.id for one in answer.removed}
        self.downstream = {row.id: row for row in answer.downstream}
        self.upstream = {row.id: row for row in answer.upstream}
        self.holders = {row.id: row for row in answer.holders}
        self.added = set(added)
        self.spared = spared
        self.columns = {id_: self._column(id_) for id_ in things_of(model, answer, [*added, *spared])}

    def _column(self, id_: str) -> int:
        if id_ in self.removed or id_ in self.added:
            return _GONE
        if id_ in self.downstream:
            return self.downstream[id_].distance
        if id_ in self.holders:
            return 1
        return self.spared.get(id_, _GIVERS)

    def mark(self, id_: str) -> tuple[str, str]:
        """The mark of a thing, and the mark in a word."""
        w = self.words
        if id_ in self.removed:
            return "removed", w("role.removed")
        if id_ in self.downstream:
            row = self.downstream[id_]
            return row.felt.replace(" ", "-"), w(f"effect.{row.felt}.{'tag' if row.certain else 'possible'}")
        if id_ in self.holders:
            return "holder", w(f"impact.mark.{'without' if self.holders[id_].without_system else 'fewer'}")
        if id_ in self.added:
            return "added", w("impact.mark.added")
        if id_ in self.spared:
            return "spared", w("impact.mark.spared")
        return "upstream", self._giver(id_) if id_ in self.upstream else w("impact.mark.giver")

    def _giver(self, id_: str) -> str:
        """What becomes of one that gave to what is removed."""
        row = self.upstream[id_]
        key = "no_receiver" if row.without_receiver else "fewer_receiver" if row.feeds_lost else "less"
        return self.words(f"impact.mark.{key}")

    def card(self, id_: str, frame: str | None) -> Card:
        """The card of a thing, with all that the answer says of it."""
        data = self.model.nodes[id_]
        home = name_of(self.model, data["department"], self.language) if data["department"] else None
        small = home if data["kind"] in ("resource", "register") and id_ not in self.removed else None
        card = card_of(
            self.model, id_, self.language, small=small, frame=frame, column=self.columns[id_], sign=True, w=OUTER
        )
        card.mark, card.word = self.mark(id_)
        card.hollow = id_ in self.downstream and not self.downstream[id_].certain
        card.h += _TAG
        card.text = "; ".join([card.text, *self._told(id_)])
        return card

    def _told(self, id_: str) -> list[str]:
        w = self.words
        told = [self.mark(id_)[1]]
        if id_ in self.downstream:
            row = self.downstream[id_]
            told += [
                w(f"effect.{row.felt}.meaning"),
                w(f"certain.{row.certain}.meaning"),
                w("hops", n=row.distance),
                w("impact.feeds_lost", n=row.feeds_lost, of=row.feeds_before),
            ]
        if id_ in self.upstream and id_ in self.downstream:
            told.append(self._giver(id_))
        return told


def _frames(scene: Scene, model: Model, answer: Impact, drawn: Collection[str]) -> None:
    """A frame for each removed thing with which others fall."""
    within = {one.id: one.within for one in answer.removed}
    holding = {one.within for one in answer.removed if one.within and one.id in drawn}
    for one in answer.removed:
        if one.id in holding:
            whole = within[one.id]
            parent = frame_of(whole) if whole else None
            text = thing_text(model, one.id, scene.language)
            scene.frames.append(Frame(id=frame_of(one.id), kind="whole", parent=parent, text=text))


def _lines(model: Model, answer: Impact, columns: Mapping[str, int], language: str) -> list[Line]:
    """Every feed between two things that are drawn, those that end and those of the shortest ways marked."""
    ways = {(feed.source, feed.target) for row in answer.downstream for feed in row.way}
    counted = {id(feed) for feed in answer.feeds}
    lines = []
    for source in columns:
        for target in model.out[source]:
            if target not in columns or target == source:
                continue
            feeds = feeds_between(model, source, target)
            if answer.stated_only:
                feeds = [feed for feed in feeds if feed.basis == "stated" or id(feed) in counted]
            if not feeds:
                continue
            ends = all(id(feed) in counted for feed in feeds)
            marks = [mark for mark, holds in (("lost", ends), ("way", (source, target) in ways)) if holds]
            said = [words(language)(f"impact.line.{mark}") for mark in marks]
            lines.append(
                Line(
                    source=source,
                    target=target,
                    basis=best_known(feeds),
                    text="\n".join([feeds_text(model, feeds, language), *said]),
                    mark="-".join(marks),
                    backwards=columns[source] > columns[target],
                    loose=columns[source] == columns[target],
                )
            )
    return lines


def _uses(model: Model, answer: Impact, language: str) -> list[Line]:
    """A line from each removed system to what is kept in it and stays."""
    w = words(language)
    drawn = {(feed.source, feed.target) for feed in answer.feeds}
    return [
        Line(
            source=system,
            target=row.id,
            text=w("impact.line.use", a=name_of(model, row.id, language), b=name_of(model, system, language)),
            mark="lost",
        )
        for row in answer.holders
        for system in row.systems_lost
        if (system, row.id) not in drawn
    ]


def _legend(scene: Scene) -> list[LegendItem]:
    w = words(scene.language)
    cards = {card.mark for card in scene.cards}
    lines = {part for line in scene.lines for part in line.mark.split("-")}
    legend = [
        LegendItem(sign="mark", value=mark, text=w(f"impact.legend.{mark}"))
        for mark in (*_MARKS, *_LINES)
        if mark in cards or mark in lines
    ]
    if any(card.hollow for card in scene.cards):
        legend.append(LegendItem(sign="hollow", value="possible", text=w("certain.False.meaning")))
    return legend
