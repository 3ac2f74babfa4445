"""What the text formats draw: the whole and each department as things in groups, and arrows between them.

The arrows are those of our drawings, one for all feeds between two things; nothing is wrapped, measured or placed, for each
format's own program does that.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, get_args

from flowviz.catalogue import UNCOLOURED, Basis
from flowviz.connections import best_known, connections, only_user, scope_of
from flowviz.diagrams.parallel import label_of
from flowviz.diagrams.partners import groups, heading
from flowviz.ends import Inside, OfScope, One, Others, Parties
from flowviz.locales import words
from flowviz.model import Model, name_of
from flowviz.wording import feeds_text, kind_word, of_department, scope_name, thing_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flowviz.catalogue import Catalogue, Department, Feed, Scope
    from flowviz.ends import End

__all__ = ["GREY", "WHITE", "Arrow", "Box", "Chart", "Group", "charts"]

WHITE: Final = "#ffffff"
GREY: Final = "#f4f5f6"
"""What boxes without a scope's colour, and groups, are filled with."""
_MOST_ARROWS: Final = 150
"""Of the whole; with more, shared resources are one box for each scope."""
_SMALL: Final = ("system", "register", "dataset", "unit")
"""Kinds that say in brackets what they are."""


@dataclass(frozen=True, slots=True)
class Box:
    """A thing: a short key that no language takes for a word of its own, its name, its colour, and what it is in words."""

    key: str
    name: str
    colour: str
    text: str


@dataclass(slots=True)
class Group:
    """Boxes and groups under a heading; without one, a whole with its parts."""

    key: str
    name: str
    holds: list[Box | Group] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Arrow:
    """The feeds between two boxes."""

    source: str
    target: str
    way: Literal["out", "both"]
    basis: Basis
    label: str
    """How many feeds it stands for, and how many of them are not stated; nothing for a single one."""
    text: str


@dataclass(slots=True)
class Chart:
    """A drawing."""

    name: str
    """Short ASCII name."""
    title: str
    description: str
    legend: str
    """What the legend is called."""
    holds: list[Box | Group] = field(default_factory=list)
    arrows: list[Arrow] = field(default_factory=list)
    colours: list[tuple[str, str]] = field(default_factory=list)
    """The legend of its colours: colour and scope, in the order of the catalogue."""
    bases: list[tuple[Basis, str]] = field(default_factory=list)
    """The legend of its arrows: how the feeds are known."""
    count: str = ""
    """What the numbers at arrows are; nothing where there are none."""


def charts(model: Model, language: str) -> Iterator[Chart]:
    """The whole, then each department that has something to draw."""
    catalogue: Catalogue = model.catalogue
    yield from _drawn(_Drawer(model, language).whole())
    for department in catalogue.departments:
        yield from _drawn(_Drawer(model, language).department(department))


def _drawn(chart: Chart) -> Iterator[Chart]:
    if chart.holds:
        yield chart


class _Drawer:
    def __init__(self, model: Model, language: str) -> None:
        self.model = model
        self.language = language
        self.words = words(language)
        self.catalogue: Catalogue = model.catalogue
        self.scopes: dict[str, Scope] = {scope.id: scope for scope in self.catalogue.scopes}
        self.keys: dict[End, str] = {}
        self.used: set[str] = set()
        self.count = 0

    # --- the whole

    def whole(self) -> Chart:
        """The departments, and what they share."""
        chart = self._chart("overview", name_of(self.model, self.catalogue.organisation.id, self.language))
        chart.description = self.words("overview.description")
        rolls = self._rolls(alone=True)
        if len(rolls) > _MOST_ARROWS:
            rolls = self._rolls(alone=False)
        own = Group(self._group(), self.words("overview.departments"))
        for department in self.catalogue.departments:
            small = self.words("resources", n=len(department.resources))
            own.holds.append(
                self._box(One(department.id), f"{name_of(self.model, department.id, self.language)} ({small})")
            )
        if own.holds:
            chart.holds.append(own)
        ends = {end for pair in rolls for end in pair if end not in self.keys}
        if len(rolls) <= _MOST_ARROWS:
            ends |= {One(shared.id) for shared in self.catalogue.shared}
        for scope in self.scopes:
            found = sorted((end for end in ends if self._scope(end) == scope), key=self._place)
            if found:
                chart.holds.append(
                    Group(
                        self._group(), scope_name(self.model, scope, self.language), [self._box(end) for end in found]
                    )
                )
        for (source, target), (out, into) in rolls.items():
            self._arrow(chart, source, target, out, into)
        return self._with_legend(chart)

    def _rolls(self, *, alone: bool) -> dict[tuple[End, End], tuple[list[Feed], list[Feed]]]:
        """A department and another end -> the feeds out of it and into it; shared resources ``alone`` or by scope."""
        departments: dict[End, int] = {One(one.id): place for place, one in enumerate(self.catalogue.departments)}
        ends = {node: self._end(node, alone=alone) for node in self.model}
        found: dict[tuple[End, End], tuple[list[Feed], list[Feed]]] = {}
        for feed in self.catalogue.feeds:
            source, target = ends[feed.source], ends[feed.target]
            if source == target or not {source, target} & departments.keys():
                continue
            last = len(departments)
            forth = departments.get(source, last) < departments.get(target, last)
            found.setdefault((source, target) if forth else (target, source), ([], []))[not forth].append(feed)
        return dict(sorted(found.items(), key=lambda entry: [self._place(end) for end in entry[0]]))

    def _end(self, node: str, *, alone: bool) -> End:
        data = self.model.nodes[node]
        home = data["department"] or (node if data["kind"] == "department" else None) or only_user(self.model, node)
        if home:
            return One(home)
        if alone and (data["kind"] == "shared" or data["resource"]):
            return One(data["resource"] or node)
        scope = scope_of(self.model, data["resource"] or node)
        return Parties(scope) if alone else Others(scope)

    def _scope(self, end: End) -> str:
        return scope_of(self.model, end.id) if isinstance(end, One) else end.id

    def _place(self, end: End) -> tuple[int, str]:
        return self.model.order.get(end.id, len(self.model)) if isinstance(end, One) else len(self.model), str(end)

    # --- a department

    def department(self, thing: Department) -> Chart:
        """Those who give, its resources, and those who receive."""
        name = name_of(self.model, thing.id, self.language)
        chart = self._chart(f"feeds-{thing.id}", self.words("feeds.title", name=name))
        chart.description = of_department(self.model, thing.id, "feeds.description", self.language, name=name)
        found = connections(self.model, thing.id)
        boxes = {one.box for one in found} | {one.id for one in thing.resources}
        outer = [one for one in found if one.other not in boxes | {thing.id}]
        gives = {one.other for one in outer if one.into}
        gets = {one.other for one in outer if one.out}
        for others, title in ((gives - gets, ""), (gets - gives, ""), (gives & gets, "feeds.both")):
            for group, ids in groups(self.model, others, own=thing.id):
                told = self._heading(group, thing.id)
                heads = self.words(title, scope=told) if title else told
                chart.holds.append(Group(self._group(), heads, [self._box(One(id_)) for id_ in ids]))
        own = self._own(thing, boxes, with_department=any(thing.id in (one.box, one.other) for one in found))
        if own.holds:
            chart.holds.insert(0, own)
        drawn: set[frozenset[str]] = set()
        for one in found:
            ends = frozenset((one.box, one.other))
            if ends not in drawn:  # a connection of two boxes of the department is one of both
                drawn.add(ends)
                self._arrow(chart, One(one.box), One(one.other), one.out, one.into)
        return self._with_legend(chart)

    def _heading(self, group: Inside | OfScope, department: str) -> str:
        if group == Inside(department):
            return scope_name(self.model, "own", self.language)
        return heading(self.model, group, self.language)

    def _own(self, thing: Department, boxes: set[str], *, with_department: bool) -> Group:
        own = Group(self._group(), name_of(self.model, thing.id, self.language))
        if with_department:
            own.holds.append(
                self._box(One(thing.id), of_department(self.model, thing.id, "department.whole", self.language))
            )
        parts: dict[str | None, list[str]] = {}
        for resource in thing.resources:
            parts.setdefault(resource.part_of, []).append(resource.id)
        for box in sorted(boxes - {one.id for one in thing.resources} - {thing.id}, key=self.model.order.__getitem__):
            parts.setdefault(self.model.nodes[box]["resource"], []).append(box)
        self._parts(own, parts, None)
        return own

    def _parts(self, home: Group, parts: dict[str | None, list[str]], whole: str | None) -> None:
        for id_ in parts.get(whole, ()):
            inner = home
            if id_ in parts:
                inner = Group(self._group(), "")
                home.holds.append(inner)
            inner.holds.append(self._box(One(id_)))
            self._parts(inner, parts, id_)

    # --- boxes, arrows and the legend

    def _chart(self, name: str, title: str) -> Chart:
        return Chart(name, title, "", self.words("legend"))

    def _group(self) -> str:
        self.count += 1
        return f"g{self.count}"

    def _box(self, end: End, name: str | None = None) -> Box:
        key = self.keys.setdefault(end, f"n{len(self.keys)}")
        scope = self._scope(end)
        if isinstance(end, One):
            kind = self.model.nodes[end.id]["kind"]
            told = thing_text(self.model, end.id, self.language)
            small = f" ({kind_word(self.model, end.id, self.language)})" if kind in _SMALL else ""
            name = name or name_of(self.model, end.id, self.language) + small
            coloured = kind in ("shared", "party") and scope not in UNCOLOURED
        else:
            name = self.words("overview.parties" if isinstance(end, Parties) else "overview.group")
            told = f"{name}, {scope_name(self.model, scope, self.language).lower()}"
            coloured = scope not in UNCOLOURED
        if coloured:
            self.used.add(scope)
        return Box(key, name, self.scopes[scope].colour if coloured else WHITE, told)

    def _arrow(self, chart: Chart, source: End, target: End, out: Sequence[Feed], into: Sequence[Feed]) -> None:
        feeds = [*out, *into]
        if not out:
            source, target = target, source
        text = feeds_text(self.model, feeds, self.language)
        way: Literal["out", "both"] = "both" if out and into else "out"
        label = label_of(feeds, self.language)
        chart.arrows.append(Arrow(self.keys[source], self.keys[target], way, best_known(feeds), label, text))

    def _with_legend(self, chart: Chart) -> Chart:
        chart.colours = [
            (scope.colour, scope.name.get(self.language)) for id_, scope in self.scopes.items() if id_ in self.used
        ]
        known = {arrow.basis for arrow in chart.arrows}
        chart.bases = [(one, self.words(f"basis.{one}")) for one in get_args(Basis) if one in known]
        chart.count = self.words("overview.count") if any(arrow.label for arrow in chart.arrows) else ""
        return chart
