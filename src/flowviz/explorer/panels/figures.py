"""Figures for the head of department: who uses what, where the feeds lead, and how much is stated.

Each figure is a table, or has one that says the same; each part of it leads to the drawing behind it. They are HTML: the
browser draws only the bands between the two columns of where feeds lead (``assets/figures.js``). Of very many departments or
resources the busiest are shown and the others counted together.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flowviz.catalogue import UNSTATED
from flowviz.connections import Connection, connections, holder_of, scope_of
from flowviz.explorer.markup import html
from flowviz.explorer.pieces import (
    Children,
    Place,
    empty,
    heading,
    link,
    marks,
    scope_label,
    sign,
    table,
    thing_link,
)
from flowviz.feeds import once
from flowviz.wording import scope_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dash.development.base_component import Component

    from flowviz.catalogue import Feed
    from flowviz.model import Model

__all__ = ["layout", "view"]

_MOST_DEPARTMENTS: Final = 16
_MOST_RESOURCES: Final = 24
_MOST_KNOWN: Final = 40
_REST: Final = "~"
"""Stands for the departments that are counted together, and before a scope for its resources; no id has it."""
_TALL: Final = 460
"""Pixels of all bands together."""
_THICKEST: Final = 7.0
"""Pixels of the band of one feed."""


@dataclass(frozen=True, slots=True)
class _Link:
    """The feeds between a department and a shared resource, or between what stands for several of them."""

    department: str
    other: str
    out: tuple[Feed, ...]
    into: tuple[Feed, ...]

    @property
    def count(self) -> int:
        return len(self.out) + len(self.into)

    @property
    def told(self) -> str:
        """How many there are each way, seen from the department."""
        sides = (("→", self.out), ("←", self.into))
        return " ".join(f"{arrow} {len(feeds)}" for arrow, feeds in sides if feeds)


def layout() -> Component:
    """Where the figures stand."""
    return html.Div(id="panel-figures", className="panel")


def view(at: Place) -> Children:
    """The figures: the matrix first, for it says the most."""
    departments = [entry.id for entry in at.model.catalogue.departments]
    found = {id_: connections(at.model, id_) for id_ in departments}
    links = [each for id_, met in found.items() for each in _shared(at.model, id_, met)]
    title = heading(at.w("explorer.view.figures"), html.P(at.w("explorer.figures.lead"), className="lead"))
    known = _known(at, found)
    if not links:
        return [title, empty(at.w("explorer.drawing.filtered")), *known]
    rolled = _rolled(at.model, links)
    return [title, *_note(at, links, rolled), *_matrix(at, rolled), *_bands(at, rolled), *known]


def _shared(model: Model, department: str, met: list[Connection]) -> list[_Link]:
    """The connections of a department by the shared resource at the other end."""
    sides: dict[str, tuple[dict[int, Feed], dict[int, Feed]]] = {}
    for connection in met:
        if model.nodes[connection.other]["kind"] != "shared":
            continue
        out, into = sides.setdefault(connection.other, ({}, {}))
        out.update((id(feed), feed) for feed in connection.out)
        into.update((id(feed), feed) for feed in connection.into)
    links = []
    for other, (out, into) in sides.items():  # what a general sentence tells again is no flow of its own
        links.append(_Link(department, other, tuple(once(model, out.values())), tuple(once(model, into.values()))))
    return links


# --- of very many the busiest


def _rolled(model: Model, links: list[_Link]) -> list[_Link]:
    """The links of the busiest; those of the other departments, and of the other resources of a scope, are counted together."""
    departments = _busiest(links, "department", _MOST_DEPARTMENTS)
    resources = _busiest(links, "other", _MOST_RESOURCES)
    sides: dict[tuple[str, str], tuple[dict[int, Feed], dict[int, Feed]]] = {}
    for each in links:
        department = each.department if each.department in departments else _REST
        other = each.other if each.other in resources else _REST + (scope_of(model, each.other) or UNSTATED)
        out, into = sides.setdefault((department, other), ({}, {}))
        out.update((id(feed), feed) for feed in each.out)
        into.update((id(feed), feed) for feed in each.into)
    return [_Link(*pair, tuple(out.values()), tuple(into.values())) for pair, (out, into) in sides.items()]


def _busiest(links: Iterable[_Link], side: str, most: int) -> set[str]:
    """Those with most feeds on a side, or all of them where one more would be no fewer."""
    counts: Counter[str] = Counter()
    for each in links:
        counts[getattr(each, side)] += each.count
    return set(counts) if len(counts) <= most + 1 else {id_ for id_, _ in counts.most_common(most)}


def _note(at: Place, links: list[_Link], rolled: list[_Link]) -> Children:
    """Says how many are counted together, and where they all are."""
    if len({(each.department, each.other) for each in rolled}) == len(links):
        return []
    told = at.w(
        "explorer.figures.rolled",
        departments=at.w("departments", n=len({each.department for each in links})),
        resources=at.w("resources", n=len({each.other for each in links})),
    )
    rows = link(at.w("explorer.drawing.rows"), at.query.go("table", table="feeds"))
    return [html.P([told, " ", rows], className="note")]


def _departments(at: Place, links: Iterable[_Link]) -> list[str]:
    """The departments of links in the order of the catalogue, what stands for the others last."""
    order = {entry.id: i for i, entry in enumerate(at.catalogue.departments)}
    return sorted({each.department for each in links}, key=lambda id_: order.get(id_, len(order)))


def _resources(at: Place, links: list[_Link], departments: list[str]) -> dict[str, list[str]]:
    """The resources of links by scope, and in each as the departments they are joined to, so that few bands cross."""
    places = {id_: i for i, id_ in enumerate(departments)}
    middles: dict[str, float] = {}
    for other in {each.other for each in links}:
        met = [(places[each.department], each.count) for each in links if each.other == other]
        middles[other] = sum(place * n for place, n in met) / sum(n for _, n in met)
    order = at.model.order
    found: dict[str, list[str]] = {scope.id: [] for scope in at.catalogue.scopes}
    for other in sorted(middles, key=lambda id_: (id_ not in order, middles[id_], order.get(id_, 0), id_)):
        found.setdefault(_scope(at, other), []).append(other)
    return {scope: members for scope, members in found.items() if members}


def _scope(at: Place, other: str) -> str:
    return other.removeprefix(_REST) if other.startswith(_REST) else scope_of(at.model, other) or UNSTATED


def _department(at: Place, id_: str) -> Any:
    return _name(at, id_) if id_ == _REST else thing_link(at, id_)


def _resource(at: Place, id_: str) -> Any:
    if not id_.startswith(_REST):
        return thing_link(at, id_)
    rows = at.query.go("table", table="resources").filtered(scopes=(id_.removeprefix(_REST),))
    return link(_name(at, id_), rows, className="thing")


def _figure(title: str, *parts: Any) -> Component:
    return html.Section([html.H2(title), *parts], className="figure")


# --- department × shared resource


def _matrix(at: Place, links: list[_Link]) -> Children:
    departments = _departments(at, links)
    resources = [id_ for members in _resources(at, links, departments).values() for id_ in members]
    cells = {(each.department, each.other): each for each in links}
    most = max((each.count for each in links if _query(at, each)), default=1)
    title = at.w("explorer.figures.matrix")
    heads = [at.w("kind.shared"), *(html.Span(_department(at, id_), className="turned") for id_ in departments)]
    body = [
        [
            html.Span([sign(at, _scope(at, resource)), _resource(at, resource)], className="scope"),
            *(_cell(at, cells.get((department, resource)), most) for department in departments),
        ]
        for resource in resources
    ]
    return [_figure(title, table(heads, body, caption=title, name="matrix"))]


def _cell(at: Place, each: _Link | None, most: int) -> Any:
    """How many feeds there are each way; the more, the darker."""
    if each is None:
        return html.Span("–", className="none")
    shade = {"--share": str(round(min(each.count / most, 1), 2))}
    query = _query(at, each)
    if query is None:
        return html.Span(each.told, className="heat", style=shade)
    label = f"{at.name(each.department)} – {at.name(each.other)}: {each.told}"
    return link(each.told, query, className="heat", style=shade, **marks({"aria-label": label}))


def _query(at: Place, each: _Link) -> Any:
    """The way that a link stands for; None where it stands for several."""
    if each.department not in at.whole or each.other not in at.whole:
        return None
    start, end = (each.department, each.other) if each.out else (each.other, each.department)
    return at.query.go("paths", start, to=end)


# --- departments → shared resources by scope


def _bands(at: Place, links: list[_Link]) -> Children:
    departments = _departments(at, links)
    resources = _resources(at, links, departments)
    width = min(_THICKEST, _TALL / sum(each.count for each in links))
    drawn = [
        [
            each.department,
            each.other,
            each.count,
            f"{_name(at, each.department)} – {_name(at, each.other)}: {each.told}",
            str(_query(at, each) or ""),
        ]
        for each in links
    ]
    groups: Children = []
    for scope, members in resources.items():
        groups.append(html.H3(scope_label(at, scope)))
        groups.append(
            html.Ul([_end(at, links, id_, _resource(at, id_)) for id_ in members], style=_coloured(at, scope))
        )
    title = at.w("explorer.figures.sankey")
    picture = html.Div(
        [
            html.Div(
                [
                    html.H3(at.w("table.departments")),
                    html.Ul([_end(at, links, id_, _department(at, id_)) for id_ in departments]),
                ],
                className="ends",
            ),
            html.Div(className="bands", **marks({"aria-hidden": "true", "data-bands": json.dumps(drawn)})),
            html.Div(groups, className="ends to"),
        ],
        className="sankey",
        style={"--feed": f"{width:.2f}px"},
    )
    heads = ["field.department", "field.scope", "kind.shared", "field.feeds_out", "field.feeds_in"]
    order = {id_: i for i, id_ in enumerate(departments)}
    rows = table(
        map(at.w, heads),
        [
            [
                _department(at, each.department),
                scope_label(at, _scope(at, each.other)),
                _resource(at, each.other),
                str(len(each.out)),
                str(len(each.into)),
            ]
            for each in sorted(links, key=lambda each: order[each.department])
        ],
        caption=title,
    )
    return [_figure(title, picture, html.Details([html.Summary(at.w("explorer.figures.table")), rows], id="bands"))]


def _end(at: Place, links: list[_Link], id_: str, name: Any) -> Component:
    """A department or a resource with the bar that its bands lead to, as high as they are together."""
    n = sum(each.count for each in links if id_ in (each.department, each.other))
    told = html.Span(str(n), className="count", title=at.w("feeds", n=n))
    bar = html.Span(className="bar", style={"--n": str(n)}, **marks({"aria-hidden": "true"}))
    return html.Li([html.Span([name, " ", told]), bar], **marks({"data-end": id_}))


def _coloured(at: Place, scope: str) -> dict[str, str]:
    colours = {entry.id: entry.colour for entry in at.catalogue.scopes}
    return {"--scope": colours.get(scope) or "var(--frame_line)"}


def _name(at: Place, id_: str) -> str:
    if id_ == _REST:
        return at.w("explorer.figures.rest.departments")
    if id_.startswith(_REST):
        scope = scope_name(at.whole, id_.removeprefix(_REST), at.language)
        return at.w("explorer.figures.rest.resources", scope=scope.lower())
    return at.name(id_)


# --- how much is known

_SERIES: Final = ("stated", "implied", "unknown")


def _known(at: Place, found: dict[str, list[Connection]]) -> Children:
    """Of each department's resources: with stated connections, with implied ones only, with none known."""
    counts = {
        entry.id: _counted(at.model, [resource.id for resource in entry.resources], found[entry.id])
        for entry in at.model.catalogue.departments
    }
    shown = {id_: each for id_, each in counts.items() if sum(each)}
    if len(shown) > _MOST_KNOWN + 1:
        largest = set(sorted(shown, key=lambda id_: -sum(shown[id_]))[:_MOST_KNOWN])
        rest = [each for id_, each in shown.items() if id_ not in largest]
        shown = {id_: each for id_, each in shown.items() if id_ in largest}
        shown[_REST] = tuple(map(sum, zip(*rest, strict=True)))
    if not shown:
        return []
    title = at.w("explorer.figures.known")
    heads = [at.w("field.department"), *(_series(at, name) for name in _SERIES), html.Span(title, className="unseen")]
    # as long as the largest department is wide: what stands for all the others has numbers alone
    most = max((sum(each) for id_, each in shown.items() if id_ != _REST), default=1)
    body = [
        [_department(at, id_), *map(str, each), _stack(each, most) if id_ != _REST else ""]
        for id_, each in shown.items()
    ]
    return [_figure(title, table(heads, body, caption=title, name="known"))]


def _counted(model: Model, boxes: list[str], met: list[Connection]) -> tuple[int, ...]:
    bases: dict[str, set[str]] = {box: set() for box in boxes}
    for connection in met:
        bases.get(holder_of(model, connection.box), set()).add(connection.basis)
    stated = sum("stated" in of for of in bases.values())
    unknown = sum(not of for of in bases.values())
    return stated, len(bases) - stated - unknown, unknown


def _series(at: Place, name: str) -> Component:
    key = html.Span(className=f"swatch {name}", **marks({"aria-hidden": "true"}))
    return html.Span([key, " ", at.w(f"explorer.figures.known.{name}")])


def _stack(each: tuple[int, ...], most: int) -> Component:
    """The numbers of a row as lengths; they say nothing that the numbers do not."""
    parts = [
        html.Span(className=f"swatch {name}", style={"--share": f"{round(100 * n / most, 1)}%"})
        for name, n in zip(_SERIES, each, strict=True)
        if n
    ]
    return html.Span(parts, className="stack", **marks({"aria-hidden": "true"}))
