"""The drawing of a department in two versions: what is new, gone and changed in it and in its connections.

It is the drawing of the department with everything that either version has. Marks tell the versions apart by a sign, a
line and a word as well as by colour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flowviz.changes.table import Report, departments_of
from flowviz.changes.union import Union, union
from flowviz.connections import connections, home_of
from flowviz.diagrams import Wish, key
from flowviz.diagrams.page import SCREEN, Page
from flowviz.diagrams.scene import LegendItem, dot_of, named
from flowviz.drawing import pages_of, scene_of
from flowviz.errors import UnknownThing
from flowviz.impact.removal import fallen
from flowviz.locales import words
from flowviz.model import name_of
from flowviz.near import near
from flowviz.typography import wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flowviz.catalogue import Feed
    from flowviz.changes.compare import Comparison
    from flowviz.changes.entries import Entry
    from flowviz.diagrams.scene import Scene
    from flowviz.model import Model

__all__ = ["Marker", "changed_departments", "draw", "pages"]

_MARKS: Final = ("added", "removed", "changed")


def changed_departments(comparison: Comparison) -> list[str]:
    """The departments in whose drawing something is marked, in the order of the catalogues."""
    found = {
        id_
        for change in comparison.changes
        if change.entry.space == "thing"
        for id_ in departments_of(comparison, change)
    }
    sides: tuple[tuple[Model, Mapping[str, str], list[Entry | None]], ...] = (
        (comparison.old, comparison.old_ids, [change.old for change in comparison.changes]),
        (comparison.new, {}, [change.new for change in comparison.changes]),
    )
    for model, ids, entries in sides:
        ends = {
            end for entry in entries if entry and entry.kind == "feed" for end in (entry.noun.source, entry.noun.target)
        }
        for department in _departments(comparison):
            id_ = ids.get(department, department)
            # what the drawing has in a box of the department: systems too, where it alone uses them
            if id_ in model and not ends.isdisjoint(home_of(model, id_)):
                found.add(department)
    return [id_ for id_ in _departments(comparison) if id_ in found]


def _departments(comparison: Comparison) -> list[str]:
    old, new = (
        [node for node, data in model.nodes(data=True) if data["kind"] == "department"]
        for model in (comparison.old, comparison.new)
    )
    return new + [node for node in old if node not in comparison.ids and node not in comparison.new]


def draw(comparison: Comparison, department: str, *, language: str = "fi", page: Page = SCREEN) -> tuple[Model, Scene]:
    """The scene of both versions of ``department``, placed for ``page``, and the graph that it is of.

    Raises `UnknownThing` for a department that neither version has.
    """
    both = _union(comparison, department)
    scene = scene_of(both.model, Wish(kind="department", of=department, language=language, page=page))
    return both.model, _dressed(scene, comparison, both, department)


def pages(
    comparison: Comparison, department: str, *, language: str = "fi", page: Page = SCREEN
) -> tuple[Model, list[Scene]]:
    """The same, cut where ``page`` does not hold one."""
    both = _union(comparison, department)
    wish = Wish(kind="department", of=department, language=language, page=page)
    return both.model, pages_of(both.model, wish, lambda scene: _dressed(scene, comparison, both, department))


def _union(comparison: Comparison, department: str) -> Union:
    known = _departments(comparison)
    if department not in known:
        raise UnknownThing(department, near(department, known), kind="department")
    return union(comparison, department)


def _dressed(scene: Scene, comparison: Comparison, both: Union, department: str) -> Scene:
    """``scene`` of both versions with marks, and told as what it is."""
    language = scene.language
    Marker(comparison, both, language).mark(scene, department)
    w = words(language)
    name = name_of(both.model, department, language)
    scene.kind, scene.name = "changed", named(f"changes-{department}")
    scene.subtitle = Report(comparison, language).between(department)
    scene.description = w("changes.drawing.description", name=name)
    drawn = (
        {card.mark for card in scene.cards} | {frame.mark for frame in scene.frames} | {dot.mark for dot in scene.dots}
    )
    scene.legend += [
        LegendItem(sign="mark", value=mark, text=w(f"changes.mark.{mark}")) for mark in _MARKS if mark in drawn
    ]
    return scene


class Marker:
    """Marks what a scene of both versions shows."""

    def __init__(self, comparison: Comparison, both: Union, language: str) -> None:
        self.both = both
        self.language = language
        self.words = words(language)
        self.changed: dict[str, list[str]] = {}
        for change in comparison.changes:
            if change.new is not None and change.old is not None and change.entry.space == "thing":
                self.changed.setdefault(change.id, []).append(change.action)
        self.feeds = {
            change.entry.noun for change in comparison.changes if change.kind == "feed" and change.old and change.new
        }

    def mark(self, scene: Scene, department: str) -> None:
        """Sets the marks of cards, frames and dots, and says them in their texts and in the key."""
        for card in scene.cards:
            card.mark, card.word = self.thing(card.id, inside=card.id != department)
            card.text = self._said(card.text, card.word)
        for frame in scene.frames:
            if frame.thing:
                frame.mark, frame.word = self.thing(frame.thing, inside=frame.kind != "department")
                frame.text = self._said(frame.text, frame.word)
        marks = {
            (found.box, found.other): self.connection(found.feeds) for found in connections(self.both.model, department)
        }
        folded: dict[str, list[str]] = {}
        for group in scene.key:
            for entry in group.entries:
                folded.setdefault(entry.dot, []).append(entry.target)
        for dot in scene.dots:
            members = folded.get(dot_of(dot.owner, dot.target), [dot.target])
            found = {marks[dot.owner, member] for member in members}
            dot.mark = found.pop() if len(found) == 1 else "changed"
            first, _, rest = dot.text.partition("\n")
            word = self.words(f"changes.mark.{dot.mark}") if dot.mark else ""
            dot.text = f"{self._said(first, word)}\n{rest}"
        self._mark_key(scene)

    def thing(self, id_: str, *, inside: bool = True) -> tuple[str, str]:
        """The mark of a thing, and the mark in a word; a change within it counts as its own."""
        both = self.both
        if id_ in both.gone or id_ in both.fresh:
            mark = "removed" if id_ in both.gone else "added"
            return mark, self.words(f"changes.mark.{mark}")
        if id_ in both.away or id_ in both.here:
            return "removed" if id_ in both.away else "added", self.words("changes.action.moved")
        own = self.changed.get(id_, [])
        within = [one.id for one in fallen(both.model, [id_]) if one.id != id_] if inside else []
        if not own and not any(one in both.gone or one in both.fresh or one in self.changed for one in within):
            return "", ""
        action = own[0] if own and set(own) == {own[0]} else "changed"
        return "changed", self.words(f"changes.action.{action}")

    def connection(self, feeds: Iterable[Feed]) -> str:
        """The mark of some feeds together; nothing where all of them are as they were."""
        kinds = {
            "removed"
            if feed in self.both.gone
            else "added"
            if feed in self.both.fresh
            else "changed"
            if feed in self.feeds
            else ""
            for feed in feeds
        }
        return kinds.pop() if len(kinds) == 1 else "changed"

    def _mark_key(self, scene: Scene) -> None:
        for group in scene.key:
            for entry in group.entries:
                word = self.thing(entry.target)[1]
                if word:
                    entry.text = self._said(entry.text, word)
                    shown = self._said(" ".join(entry.lines), word)
                    entry.lines = wrap(shown, key.ROOM, key.ENTRY_SIZE)

    @staticmethod
    def _said(text: str, word: str) -> str:
        return f"{text} ({word})" if word else text
