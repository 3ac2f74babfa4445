"""The pages of the explorer: which panels a query shows, and what is in them."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from dash.development.base_component import Component
from plotly.utils import PlotlyJSONEncoder

from flowviz.ends import Pair
from flowviz.explorer.markup import html
from flowviz.explorer.panels import (
    about,
    bar,
    changes,
    critical,
    details,
    drawing,
    figures,
    filters,
    find,
    impact,
    missing,
    notice,
    paths,
    rail,
    request,
    stories,
    story,
    table,
    trouble,
)
from flowviz.explorer.query import Query, quoted
from flowviz.explorer.tongues import marked
from flowviz.explorer.views import VIEWS, first_view
from flowviz.facts.tables import tables_of
from flowviz.impact.ranking import NOT_TAKEN
from flowviz.model import feeds_between
from flowviz.telling.tongues import Tongues
from flowviz.wording import foreign_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dash import Dash

    from flowviz.explorer.live import Live
    from flowviz.explorer.pieces import Children, Place

__all__ = [
    "AROUND",
    "CHOSEN",
    "PANELS",
    "Panel",
    "as_json",
    "beside",
    "beside_as_json",
    "facts",
    "middle",
    "page",
    "resolved",
    "title_of",
]


def _nothing(_app: Dash, _live: Live) -> None:
    """For panels that only follow the query."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the page."""

    layout: Callable[[], Component]
    view: Callable[[Place], Children]
    connect: Callable[[Dash, Live], None] = _nothing


PANELS: Final[dict[str, Panel]] = {
    "bar": Panel(bar.layout, bar.view),
    "rail": Panel(rail.layout, rail.view),
    "notice": Panel(notice.layout, notice.view),
    "story": Panel(story.layout, story.view),
    "filters": Panel(filters.layout, filters.view),
    "trouble": Panel(trouble.layout, trouble.view),
    "missing": Panel(missing.layout, missing.view),
    "paths": Panel(paths.layout, paths.view),
    "impact": Panel(impact.layout, impact.view),
    "critical": Panel(critical.layout, critical.view),
    "changes": Panel(changes.layout, changes.view),
    "drawing": Panel(drawing.layout, drawing.view),
    "table": Panel(table.layout, table.view),
    "figures": Panel(figures.layout, figures.view),
    "find": Panel(find.layout, find.view, find.connect),
    "request": Panel(request.layout, request.view),
    "stories": Panel(stories.layout, stories.view),
    "about": Panel(about.layout, about.view),
    "details": Panel(details.layout, details.view),
}
"""Every panel by name, in the order of the page."""

AROUND = ("bar", "rail", "details")
"""Panels that stand around the middle of the page."""
_OF_MOMENT: Final = ("notice", "trouble")
"""Panels that tell what is the matter just now."""
_AROUND_CHOICE: Final = ("bar", "filters")
"""Panels in which what is chosen is a part of every link, and of nothing else."""
CHOSEN: Final = "\1"
"""Stands for what is chosen, and an address has it as ``%01``: nothing is called this."""
_OF_CLASS: Final = {*vars(html.Div())} - {"children"}
"""What each part of a page has that is no property of it."""
_IN_VIEWS: Final = {name for view in VIEWS.values() for name in view.panels}
"""Panels that only some views show; the others are always shown."""


def page(at: Place) -> tuple[dict[str, Children], dict[str, Any]]:
    """The contents of every panel, and the facts that the browser needs for the whole page."""
    nothing: dict[str, Children] = {name: [] for name in PANELS}
    return nothing | beside(at) | middle(at), facts(at)


def middle(at: Place) -> dict[str, Children]:
    """The contents of the panels of this view: what may be large."""
    return _made(at, [name for name in PANELS if name in at.query.panels])


def beside(at: Place) -> dict[str, Children]:
    """The contents of the panels that are always shown."""
    return _made(at, [name for name in PANELS if name not in _IN_VIEWS])


def beside_as_json(at: Place) -> dict[str, str]:
    """The same as JSON. What follows from the catalogue and the query alone is made once.

    Where what is chosen is only in addresses, `CHOSEN` stands for it; the browser puts it there.
    """
    return {name: _kept_as_json(at, name) for name in PANELS if name not in _IN_VIEWS}


def _kept_as_json(at: Place, name: str) -> str:
    if name in _OF_MOMENT or at.query.version:  # other versions come and go without an edit
        return as_json(_made(at, [name])[name])
    query = at.query
    if name == "rail":
        query = query.but(node=None, said="")
    elif name in _AROUND_CHOICE:  # the same for all that can be chosen, which stands in addresses alone
        query = query.but(node=CHOSEN)
    return at.state.kept(
        ("beside", name, query), lambda: as_json(_made(dataclasses.replace(at, query=query), [name])[name])
    )


def _made(at: Place, names: Iterable[str]) -> dict[str, Children]:
    tongues = at.whole.once(("tongues", at.language), lambda: Tongues(foreign_names(at.whole, at.language)))
    return {name: marked(PANELS[name].view(at), tongues) for name in names}


def as_json(content: Children) -> str:
    """The contents of a panel as JSON: the same for the same content, in every process."""
    return json.dumps(content, default=_plain, sort_keys=True, separators=(",", ":"))


def _plain(part: Any) -> Any:
    """What Dash sends of a part of a page: as its own encoder does it, in a third of the time."""
    if not isinstance(part, Component):
        return PlotlyJSONEncoder().default(part)
    props = {name: value for name, value in vars(part).items() if name not in _OF_CLASS}
    return {"props": props, "type": part._type, "namespace": part._namespace}


def facts(at: Place) -> dict[str, Any]:
    """What the browser needs to know for the whole page."""
    return {
        "title": title_of(at),
        "lang": at.language,
        "view": at.query.view,
        "of": at.query.of,
        "node": at.query.node,
        "chosen": {"node": quoted(at.query.node or ""), "panels": _AROUND_CHOICE},
        "said": at.query.said,
        "before": at.query.before,
        "home": str(at.query.go(first_view(at.catalogue))),
        "catalogue": at.catalogue.header.id,
        "looked": _looked_at(at),
        "words": {
            "skip": at.w("gallery.skip" if at.query.drawn and not at.query.undecided else "explorer.skip"),
            "whole": at.w("explorer.embed.whole"),
            "find": at.w("explorer.find.label"),
            "rail": at.w("explorer.views"),
            "details": at.w("explorer.details"),
            "width": at.w("explorer.details.width"),
        },
    }


def _looked_at(at: Place) -> list[str]:
    """The id and the name of the thing that is looked at; nothing where that is none."""
    looked = at.query.node or (at.query.of if at.query.diagram and not at.query.diagram.to else None)
    can_go = looked in at.whole and at.whole.nodes[looked]["kind"] not in NOT_TAKEN
    return [looked, at.name(looked)] if looked and can_go else []


def resolved(model: Any, query: Query) -> Query:
    """The query as it can be answered: unknown views and ids lead to a page that says so."""
    pairs = query.feeds_gone
    named = (
        query.of if query.view not in ("changes", "stories") else None,
        query.to,
        *query.things_gone,
        *(end for pair in pairs for end in pair),
    )
    wrong = next((node for node in named if node and node not in model), None)
    wrong = wrong or next((str(Pair.of(*pair)) for pair in pairs if not feeds_between(model, *pair)), None)
    if query.view not in VIEWS or query.view == "missing":
        return query.go("missing", text=query.view)
    if query.view == "table" and query.table not in tables_of(model):
        return query.go("missing", text=query.table)
    if wrong:
        return query.go("missing", text=wrong)
    kind = query.diagram
    if kind is None or kind.to:
        return query
    if kind.of is None:
        return query.but(of=None)
    if query.of is None:
        return query.but(view="map")
    if query.boxed and model.nodes[query.of]["kind"] != "department":
        return query.but(view="neighbourhood")
    return query


def title_of(at: Place) -> str:
    """The title of the page: what is shown, then the catalogue."""
    query = at.query
    what = at.view_name(query.view)
    if query.view == "table":
        what = at.w(f"table.{query.table}")
    elif query.diagram and query.diagram.to and query.of and query.to:
        what = at.w("path.title", a=at.name(query.of), b=at.name(query.to))
    elif query.view == "impact" and query.gone:
        what = f"{', '.join(map(at.name_taken, query.gone))} – {what}"
    elif query.of and query.drawn:
        what = f"{at.name(query.of)} – {what}"
    chosen = f"{at.name(query.node)} – " if query.node and query.node in at.whole else ""
    return f"{chosen}{what} – {at.catalogue.header.name.get(at.language)}"
