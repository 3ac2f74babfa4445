"""The notice that an edit of the catalogue is broken and the last good one is shown: file, line and cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

if TYPE_CHECKING:
    from dash.development.base_component import Component

    from flowviz.explorer.pieces import Children, Place

__all__ = ["layout", "view"]

_MOST = 5


def layout() -> Component:
    """Where the notice stands; it is read out when it comes."""
    return html.Div(id="panel-notice", className="notice", role="status")


def view(at: Place) -> Children:
    """The first problems of the catalogue's files."""
    problems = at.state.problems
    if not problems:
        return []
    more = [html.Li(at.w("problem.more", n=len(problems) - _MOST))] if len(problems) > _MOST else []
    return [
        html.P(at.w("explorer.notice"), className="lead"),
        html.Ul([*(html.Li(problem.told(at.language)) for problem in problems[:_MOST]), *more]),
    ]
