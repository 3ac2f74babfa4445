"""An impact: what is removed, what gets data from it and how hard that is hit, and what fed it; the rest is left out.

Givers stand on the left, then what is removed, then what is one hop away, two hops, and so on; what is hit for certain
stands above what is hit perhaps. Each role has a sign, a word and an outline of its own. Feeds that end have a cross, and
the shortest ways are thick. It is read from what is removed to its consequences, and ends with the givers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flowviz.diagrams import bands, hops
from flowviz.diagrams.cards import OUTER, TAG, card_of
from flowviz.diagrams.folding import LINES, MOST, fold, group_card, pairs
from flowviz.diagrams.page import SCREEN, Page
from flowviz.diagrams.parallel import line_of
from flowviz.diagrams.partners import heading
from flowviz.diagrams.roles import Roles
from flowviz.diagrams.scene import Frame, LegendItem, Line, Scene, frame_of
from flowviz.diagrams.wording import legend_of, thing_text
from flowviz.ends import group_of
from flowviz.locales import together, words
from flowviz.model import Model, feeds_between, name_of
from flowviz.telling.impact import removal_names
from flowviz.wording import home_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from flowviz.catalogue import Feed
    from flowviz.diagrams.folding import Folds
    from flowviz.diagrams.scene import Card
    from flowviz.impact import Impact
    from flowviz.lineage import Direction

__all__ = ["NAME", "count", "draw", "things_of"]

NAME: Final = "impact"
"""The kind of the drawing, and the name of its file."""
_MARKS: Final = ("removed", "cut-off", "weakened", "touched", "alone", "spared", "upstream", "holder", "added")
_LINES: Final = ("way", "lost")
_GIVERS, _GONE = -1, 0
ROOMS: Final = (MOST, 12, 6)
"""How many cards a column may have; the first that gives no more than `LINES` is taken."""
_BANDS: Final = (12, 8, 5)
"""The same where the hops stand below each other, for at most `bands.MOST_LINES`."""
MOST_LINES: Final = 100
"""Of more feeds, only those are drawn that end or are on the shortest ways."""
_MOST_PARTS: Final = 3
"""More things that fall with another are told on its card, and have none of their own."""


def draw(
    model: Model,
    answer: Impact,
    *,
    direction: Direction = "both",
    added: Iterable[str] = (),
    spared: Mapping[str, int] = {},
    language: str = "fi",
    page: Page = SCREEN,
) -> Scene:
    """The scene of ``answer``, placed for ``page``.

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
        of=tuple(one.id for one in answer.removed),
    )
    roles = _Roles(model, answer, tuple(added), spared, language, page)
    if left_out := len({one.id for one in answer.removed} - roles.columns.keys() - roles.parts.keys()):
        scene.subtitle += " · " + w("impact.not_drawn", n=left_out)
    if roles.folds:
        scene.subtitle += " · " + w("neighbourhood.folded", things=w("things", n=len(roles.folds)))
    drawn = roles.columns.keys() - roles.parts.keys()
    _frames(scene, model, answer, drawn)
    inner = {one.id: frame_of(one.within) for one in answer.removed if one.within}
    frames = {frame.id for frame in scene.frames}
    folded: dict[str, list[str]] = {}
    for id_, card in roles.folds.items():
        folded.setdefault(card, []).append(id_)
    for id_ in sorted((id_ for id_ in roles.columns if id_ in drawn), key=roles.place):
        if id_ not in roles.folds:
            own = frame_of(id_)
            frame = own if own in frames else inner.get(id_)
            scene.cards.append(roles.card(id_, frame if frame in frames else None))
        elif members := folded.pop(roles.folds[id_], None):
            scene.cards.append(roles.group(members))
    lines = _lines(model, answer, roles, language)
    if len(lines) > (MOST_LINES if page.w >= bands.NARROW else bands.MOST_LINES):
        lines = [line for line in lines if line.mark]
        scene.subtitle += " · " + w("impact.ways_only")
    scene.lines = [*lines, *_uses(model, answer, roles, language)]
    scene.legend = legend_of(model, scene) + _legend(scene)
    headings = {_GIVERS: w("impact.column.givers"), _GONE: w("impact.column.removed")}
    headings |= {column: w("hops.after", n=column) for column in roles.columns.values() if column > 0}
    if page.w < bands.NARROW:
        _givers_last(scene, headings)
    return hops.place(scene, headings, page)


def _givers_last(scene: Scene, headings: dict[int, str]) -> None:
    """Puts the givers after the consequences: what is read from above to below begins with what is removed."""
    last = max(headings) + 1
    headings[last] = headings.pop(_GIVERS)
    for card in scene.cards:
        card.column = last if card.column == _GIVERS else card.column


def count(model: Model, answer: Impact, page: Page = SCREEN) -> tuple[int, int]:
    """How many cards and at most how many lines the drawing of ``answer`` would have."""
    roles = _Roles(model, answer, (), {}, "en", page)
    ends = {id_: roles.ends(id_) for id_ in roles.columns}
    return len(set(ends.values())), pairs(model, ends, ends)


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


class _Roles(Roles):
    """What each drawn thing is in the answer: its column, its mark, and the words for it."""

    def __init__(
        self,
        model: Model,
        answer: Impact,
        added: tuple[str, ...],
        spared: Mapping[str, int],
        language: str,
        page: Page,
    ) -> None:
        super().__init__(model, answer, language, added, spared)
        self.columns = {id_: self._column(id_) for id_ in things_of(model, answer, [*added, *spared])}
        self.parts = _parts(answer, self.columns)
        self.folds = self._folds(page)

    def _folds(self, page: Page) -> Folds:
        """What is folded: the more, the more lines there would be."""
        columns = {id_: column for id_, column in self.columns.items() if id_ not in self.parts}
        kinds = {id_: (self.mark(id_), self.possible(id_)) for id_ in columns}
        folds: Folds = {}
        rooms, lines = (ROOMS, LINES) if page.w >= bands.NARROW else (_BANDS, bands.MOST_LINES)
        for room in rooms:
            folds = fold(self.model, columns, {column: room if column else None for column in columns.values()}, kinds)
            if pairs(self.model, columns, folds, lines) <= lines:
                break
        return folds

    def place(self, id_: str) -> tuple[bool, int, bool, int]:
        """Where in the drawing a thing is read: what is removed, its consequences, the certain ones first, the givers."""
        column = self.columns[id_]
        return column == _GIVERS, column, self.possible(id_), self.model.order[id_]

    def ends(self, id_: str) -> str:
        """The card at which the lines of a thing end."""
        return self.folds.get(id_) or self.parts.get(id_) or id_

    def _column(self, id_: str) -> int:
        if id_ in self.removed or id_ in self.added:
            return _GONE
        if id_ in self.downstream:
            return self.downstream[id_].distance
        if id_ in self.holders:
            return 1
        return self.spared.get(id_, _GIVERS)

    def card(self, id_: str, frame: str | None) -> Card:
        """The card of a thing, with all that the answer says of it."""
        small = home_line(self.model, id_, self.language) if id_ not in self.removed else None
        parts = [part for part, whole in self.parts.items() if whole == id_]
        if parts:
            small = self.words("impact.parts", n=len(parts))
        card = card_of(self.model, id_, self.language, small=small, frame=frame, column=self.columns[id_], w=OUTER)
        self._marked(card, id_)
        names = [together([name_of(self.model, part, self.language) for part in parts], self.language)] if parts else []
        card.text = "; ".join([card.text, *names, *self.told(id_)])
        return card

    def group(self, members: list[str]) -> Card:
        """The card of several things of a group with the same mark."""
        first = members[0]
        group = group_of(self.model, first)
        column, id_ = self.columns[first], self.folds[first]
        card = group_card(self.model, group, members, self.language, column=column, id_=id_)
        self._marked(card, first)
        card.text = f"{card.text}; {card.word}"
        return card

    def _marked(self, card: Card, id_: str) -> None:
        card.mark, card.word = self.mark(id_)
        card.hollow = self.possible(id_)
        card.rank = int(card.hollow)
        card.h += TAG


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


def _parts(answer: Impact, drawn: Collection[str]) -> dict[str, str]:
    """What falls with a chosen thing, with that thing, where more of it than a few would have cards."""
    within = {one.id: one.within for one in answer.removed}
    found: dict[str, list[str]] = {}
    for id_ in within:
        whole = id_
        while (outer := within[whole]) is not None:
            whole = outer
        if whole != id_:
            found.setdefault(whole, []).append(id_)
    return {
        part: whole
        for whole, parts in found.items()
        if sum(part in drawn for part in parts) > _MOST_PARTS
        for part in parts
    }


def _lines(model: Model, answer: Impact, roles: _Roles, language: str) -> list[Line]:
    """Every feed between two things that are drawn, those that end and those of the shortest ways marked."""
    ways = {(roles.ends(feed.source), roles.ends(feed.target)) for row in answer.downstream for feed in row.way}
    counted = {id(feed) for feed in answer.feeds}
    names: dict[str, str] = {}
    found: dict[tuple[str, str], list[Feed]] = {}
    for one in roles.columns:
        source = roles.ends(one)
        group = group_of(model, one)
        names.setdefault(
            source, name_of(model, source, language) if source in model else heading(model, group, language)
        )
        for other in model.out[one]:
            if other in roles.columns and (target := roles.ends(other)) != source:
                feeds = feeds_between(model, one, other)
                if answer.stated_only:
                    feeds = [feed for feed in feeds if feed.basis == "stated" or id(feed) in counted]
                if feeds:
                    found.setdefault((source, target), []).extend(feeds)
    lines = []
    for pair, feeds in found.items():
        line = line_of(model, pair, feeds, (), (names[pair[0]], names[pair[1]]), language)
        ends = all(id(feed) in counted for feed in feeds)
        marks = [mark for mark, holds in (("lost", ends), ("way", pair in ways)) if holds]
        line.text = "\n".join([line.text, *(words(language)(f"impact.line.{mark}") for mark in marks)])
        line.mark = "-".join(marks)
        lines.append(line)
    return lines


def _uses(model: Model, answer: Impact, roles: _Roles, language: str) -> list[Line]:
    """A line from each removed system to what is kept in it and stays."""
    w = words(language)
    drawn = {(roles.ends(feed.source), roles.ends(feed.target)) for feed in answer.feeds}
    found: dict[tuple[str, str], list[str]] = {}
    for row in answer.holders:
        for system in row.systems_lost:
            pair = roles.ends(system), roles.ends(row.id)
            if pair not in drawn:
                text = w("impact.line.use", a=name_of(model, row.id, language), b=name_of(model, system, language))
                found.setdefault(pair, []).append(text)
    return [
        Line(source=source, target=target, text="\n".join(texts), mark="lost")
        for (source, target), texts in found.items()
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
