"""What changed since another version: the version is configured, or sent as an export and kept for a while."""

from __future__ import annotations

import heapq
from collections import Counter
from typing import TYPE_CHECKING, Final

from flowviz.changes import FORMATS
from flowviz.changes.drawn import changed_departments
from flowviz.changes.table import departments_of
from flowviz.explorer import layer_bar
from flowviz.explorer.cells import listing_table, wanted
from flowviz.explorer.markup import html
from flowviz.explorer.panels.find import choice
from flowviz.explorer.pieces import Children, Place, downloads, heading, link, marks, width_link
from flowviz.explorer.questions import EXAMPLE, example_of, report_of
from flowviz.explorer.versions import CONFIGURED, MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dash.development.base_component import Component

    from flowviz.changes import Report

__all__ = ["departments", "layout", "rows", "view"]

_MOST: Final = 30
_MOST_CHANGED: Final = 12
"""So many departments are offered where there are more than ``_MOST``."""


def layout() -> Component:
    """Where the choice of the version and the changes stand; the drawing follows below."""
    return html.Div(id="panel-changes", className="panel")


def departments(at: Place) -> list[str]:
    """The departments whose changes can be drawn."""
    report = report_of(at.state, at.query)
    return changed_departments(report.comparison) if report else []


def view(at: Place) -> Children:
    """The choice of a version, and what changed since then."""
    report = report_of(at.state, at.query)
    if report is None:
        gone = [html.P(at.w(_missing(at)), className="note", role="status")] if at.query.version else []
        lead = html.P(at.w("explorer.changes.lead"), className="lead")
        return [heading(at.w("explorer.view.changes"), lead), *gone, _choice(at), *_example(at)]
    another = html.Details([html.Summary(at.w("explorer.changes.another")), _choice(at)], id="another-version")
    told = html.Div([*_which(at), html.P(report.summary(), className="lead")])
    drawn = at.query.of in departments(at)  # the drawing below has the heading of the view then
    title = report.title if report.told_apart else at.view_name("changes")
    return [
        html.Div([html.H2(title), told], className="heading") if drawn else heading(title, told),
        html.Div([downloads(at, "changes", FORMATS), another], className="asked"),
        layer_bar.elsewhere(at),
        *_drawn(at, report),
        *([] if drawn else rows(at)),
    ]


def rows(at: Place) -> Children:
    """What the changes do, and the changes, as tables with their sentences first: below the drawing, where there is one."""
    report = report_of(at.state, at.query)
    found = [table for table in reversed(report.tables()) if table.rows] if report else []
    width = [html.P(width_link(at), className="files")] if found else []
    asks = [(table.first("sentence"), wanted(at.query, table.columns)) for table in found]
    return [*width, *(listing_table(at, table.only(asked)) for table, asked in asks)]


def _missing(at: Place) -> str:
    """Why the version that is asked for cannot be had."""
    history = at.state.versions.history
    known = history is not None and history.named(at.query.version) is not None
    return "explorer.changes.unreadable" if known else "explorer.changes.gone"


def _which(at: Place) -> Children:
    """Which version is compared with, where its own header does not tell."""
    told = layer_bar.compared(at)
    return [html.P(told, className="note" if at.query.version == EXAMPLE else None)] if told else []


def _example(at: Place) -> Children:
    """A comparison to look at."""
    if example_of(at.state) is None:
        return []
    shown = link(at.w("explorer.changes.example"), at.query.but(version=EXAMPLE, of=None), className="button")
    told = html.P(layer_bar.example_told(at), className="lead")
    return [html.Div([html.H2(at.w("explorer.offers.example")), shown, told], className="offers")]


def _choice(at: Place) -> Component:
    """The configured version as a link, the revisions of the catalogue as a list to search in, and a form that sends a
    file; the script of this panel sends it."""
    w = at.w
    parts: Children = []
    history = at.state.versions.history
    if history is not None and history.commits:
        parts.append(choice(at, "version", w("explorer.changes.revisions", n=len(history.commits))))
    if at.state.versions.given is not None:
        parts.append(
            html.P(link(w("explorer.changes.configured"), at.query.but(version=CONFIGURED), className="button"))
        )
    words = {
        "data-empty": w("explorer.changes.empty"),
        "data-sending": w("explorer.changes.sending"),
        "data-failed": w("explorer.changes.failed"),
        "data-most": str(MOST_BYTES),
        "data-hint": w("explorer.changes.upload.hint", mb=MOST_BYTES // 1_000_000),
    }
    hint = {"aria-describedby": "version-hint"}
    parts.append(
        html.Div(
            [
                html.Label(w("explorer.changes.upload"), htmlFor="version-file"),
                # Dash has no input for files that posts them as they are
                html.Div(id="version-place", **marks(words | hint)),
                html.P(words["data-hint"], id="version-hint", className="told"),
                html.Button(w("explorer.changes.send"), id="version-send", type="button", className="primary"),
                html.Div(id="version-answer", role="status"),
            ],
            className="choice version",
        )
    )
    return html.Div(parts, className="versions")


def _drawn(at: Place, report: Report) -> Children:
    """The departments that can be drawn with their changes: of very many those with the most, and all of them folded."""
    found = departments(at)
    if not found:
        return []
    label = at.w("explorer.changes.drawn")
    if len(found) <= _MOST:
        return [html.H2(label), _links(at, report, found, label)]
    counts = Counter(id_ for change in report.comparison.changes for id_ in departments_of(report.comparison, change))
    most = {*heapq.nlargest(_MOST_CHANGED, found, key=lambda id_: counts[id_]), at.query.of}
    every = at.w("explorer.departments.all", n=len(found))
    folded = html.Details([html.Summary(every), _links(at, report, found, every)], id="all-changed")
    return [html.H2(label), _links(at, report, [id_ for id_ in found if id_ in most], label), folded]


def _links(at: Place, report: Report, departments: Iterable[str], label: str) -> Component:
    links = [
        link(
            report.department(id_),
            at.query.but(of=id_, node=None),
            **marks({"aria-current": "true"} if id_ == at.query.of else {}),
        )
        for id_ in departments
    ]
    return html.Nav(links, className="segments wrap", **marks({"aria-label": label}))
